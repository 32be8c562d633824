"""Cloze questions: from excess cross-entropy to wrong answers.

Sections "Information" (1.7) and "Skill graph" of the theory reference.
"""

from __future__ import annotations

from sympy import Abs, Sum, exp, log, sqrt

from skilltheory.kernel.formula import eq, le
from skilltheory.sorts import OpenUnit, Probability, Real, Variable, family
from skilltheory.theory.information import P, Q, R, S, i, j, m, n
from skilltheory.theory.scaling import LOSS, D, E, N
from skilltheory.theory.statement import Kind, state

__all__ = ["EXCESS", "WRONG", "e", "s"]

SOURCE = 'theory reference, section "Information", 1.7'

e = Variable("e", Real)
s = Variable("s", OpenUnit)

WRONG = family("theta", Probability, fixed=True)
"""``WRONG[N, D]``: the share of text pieces on which the model errs."""

sufficiency = state(
    "cloze.sufficiency",
    Kind.ASSUMPTION,
    "Cloze sufficiency",
    eq(WRONG[N, D], LOSS[N, D] - E),
    suppose=[le(LOSS[N, D] - E, 1)],
    source="Arora and Goyal (2023), section 3.2",
    meaning="""Excess cross-entropy is tracked by the error on cloze questions:
    the share of text pieces with a wrong answer equals the excess loss, where
    that is at most 1 nat (the source allows a constant factor). A modelling choice: nothing in the
    definition of cross-entropy forces it.""",
)

chance = state(
    "cloze.chance",
    Kind.LEMMA,
    "Answering at chance",
    eq(-log(1 / n), log(n)),
    source=f"S. Arora, lecture (the ambiguous pronoun); {SOURCE}",
    meaning="""A cloze question with n equally likely answers costs log n nats:
    log 2 for the ambiguous pronoun, nothing when only one answer is possible.""",
)

certain = state(
    "cloze.certain",
    Kind.LEMMA,
    "The error at a place where the answer is certain",
    eq(1 - s, 1 - exp(-e)),
    suppose=[eq(e, -log(s))],
    source=f"{SOURCE} (new as stated)",
    meaning="""When a reader is certain of the answer, the whole loss at that
    place is excess. A model that gives the answer probability s has excess
    e = -log s there, and errs with probability exactly 1 - exp(-e).""",
)

linear = state(
    "cloze.linear",
    Kind.THEOREM,
    "The error is at most the excess",
    le(1 - exp(-e), e),
    source=f"{SOURCE} (new as stated)",
    meaning="Linear in the excess, where the general bound is a square root.",
)

EXCESS = Sum(P[i] * log(P[i] / Q[i]), (i, 1, n)) + Sum(R[j] * log(R[j] / S[j]), (j, 1, m))

total_variation = state(
    "cloze.total-variation",
    Kind.THEOREM,
    "Pinsker's inequality for any event",
    le(Abs(Sum(P[i], (i, 1, n)) - Sum(Q[i], (i, 1, n))), sqrt(EXCESS / 2)),
    suppose=[
        eq(Sum(P[i], (i, 1, n)) + Sum(R[j], (j, 1, m)), 1),
        eq(Sum(Q[i], (i, 1, n)) + Sum(S[j], (j, 1, m)), 1),
    ],
    source=f"{SOURCE}; Arora and Goyal (2023), section 3",
    meaning="""Split the alphabet by an event: n letters in it (masses P in
    language, Q in the model), m outside (R, S). The chance of the event
    differs between language and model by at most sqrt(e/2), e the excess; the
    largest such difference is the total variation.""",
)

l1 = state(
    "cloze.l1",
    Kind.COROLLARY,
    "The same in L1 form",
    le(2 * Abs(Sum(P[i], (i, 1, n)) - Sum(Q[i], (i, 1, n))), sqrt(2 * EXCESS)),
    suppose=total_variation.hypotheses,
    source=f"{SOURCE}; Arora and Goyal (2023), section 3",
    meaning="""The L1 distance is twice the total variation, so it is at most
    sqrt(2 e): the form in which the source states the inequality.""",
)
