"""Information: entropy, divergence, and the inequalities that the theory leans on.

Section "Information" of the theory reference.  Logarithms are natural,
entropies in nats.
"""

from __future__ import annotations

from sympy import Abs, Product, Sum, exp, log, sqrt

from skilltheory.functions import KL, H, Phi
from skilltheory.kernel.formula import And, eq, every, le, lt, ne
from skilltheory.sorts import Count, OpenUnit, Positive, family, variables
from skilltheory.theory.statement import Kind, state

__all__ = ["P", "Q", "R", "S", "T", "i", "j", "m", "n", "p", "q", "t", "u", "x"]

SOURCE = 'theory reference, section "Information"'

p, q = variables("p q", OpenUnit)
x, u = variables("x u", Positive)
n, m, T = variables("n m T", Count)
i, j, t = variables("i j t", Count)
P, Q = family("P", Positive), family("Q", Positive)
R, S = family("R", Positive), family("S", Positive)

log_bound = state(
    "information.log-bound",
    Kind.LEMMA,
    "The logarithm lies under its tangent",
    le(log(x), x - 1),
    source=f"{SOURCE}, 1.1",
    meaning="""The one analytic fact behind everything in this chapter: the
    logarithm is concave, and touches x - 1 at x = 1.""",
)

log_bound_strict = state(
    "information.log-bound-strict",
    Kind.LEMMA,
    "The logarithm touches its tangent only at one",
    lt(log(x), x - 1),
    suppose=[ne(x, 1)],
    source=f"{SOURCE}, 1.1",
    meaning="Away from x = 1 the inequality log x <= x - 1 is strict.",
)

phi_nonnegative = state(
    "information.phi",
    Kind.LEMMA,
    "phi is non-negative",
    le(0, Phi(u)),
    source=f"{SOURCE}, 1.1",
    meaning="""phi(u) = u log u - u + 1 measures how far u is from 1; every
    divergence here is a mean of values of phi.""",
)

phi_positive = state(
    "information.phi-strict",
    Kind.LEMMA,
    "phi vanishes only at one",
    lt(0, Phi(u)),
    suppose=[ne(u, 1)],
    source=f"{SOURCE}, 1.1",
    meaning="So a mean of values of phi is zero only when all its arguments are 1.",
)

divergence_by_phi = state(
    "information.kl-by-phi",
    Kind.LEMMA,
    "Binary divergence as a mean of phi",
    eq(KL(q, p), p * Phi(q / p) + (1 - p) * Phi((1 - q) / (1 - p))),
    source=f"{SOURCE}, 1.2",
    meaning="The divergence is the mean, under p, of phi at the likelihood ratio.",
)

gibbs_binary = state(
    "information.gibbs-binary",
    Kind.LEMMA,
    "Gibbs' inequality for two letters",
    le(0, KL(q, p)),
    source=f"{SOURCE}, 1.2",
    meaning="A coin with bias p explains a coin with bias q no better than q itself does.",
)

gibbs_binary_strict = state(
    "information.gibbs-binary-strict",
    Kind.LEMMA,
    "Equality in Gibbs' inequality, two letters",
    lt(0, KL(q, p)),
    suppose=[ne(q, p)],
    source=f"{SOURCE}, 1.2",
    meaning="The binary divergence is zero only when the two biases are equal.",
)

DISTRIBUTIONS = [eq(Sum(P[i], (i, 1, n)), 1), le(Sum(Q[i], (i, 1, n)), 1)]

gibbs = state(
    "information.gibbs",
    Kind.THEOREM,
    "Gibbs' inequality",
    le(0, Sum(P[i] * log(P[i] / Q[i]), (i, 1, n))),
    suppose=DISTRIBUTIONS,
    source=f"{SOURCE}, 1.2",
    meaning="""The divergence of two distributions on n letters, n symbolic. The
    letters are those that P uses; Q may put mass elsewhere, so its masses on
    them need only sum to at most 1.""",
)

gibbs_strict = state(
    "information.gibbs-strict",
    Kind.THEOREM,
    "Equality in Gibbs' inequality",
    lt(0, Sum(P[i] * log(P[i] / Q[i]), (i, 1, n))),
    suppose=[*DISTRIBUTIONS, And(le(1, j), le(j, n)), ne(P[j], Q[j])],
    source=f"{SOURCE}, 1.2",
    meaning="""If the distributions differ at a letter j, the divergence is
    positive: it vanishes only when they are equal.""",
)

decomposition = state(
    "information.cross-entropy",
    Kind.THEOREM,
    "Cross-entropy = entropy + divergence",
    eq(
        Sum(-P[i] * log(Q[i]), (i, 1, n)),
        Sum(-P[i] * log(P[i]), (i, 1, n)) + Sum(P[i] * log(P[i] / Q[i]), (i, 1, n)),
    ),
    source=f"{SOURCE}, 1.3",
    meaning="""The loss of a language model Q on language P is the entropy of
    language plus the excess that the model pays for not being P.""",
)

chain_rule = state(
    "information.chain",
    Kind.THEOREM,
    "The loss of a text is the sum of the losses of its positions",
    eq(-log(Product(Q[t], (t, 1, T))), Sum(-log(Q[t]), (t, 1, T))),
    source=f"{SOURCE}, 1.3",
    meaning="""A model gives a text the product of the probabilities Q[t] of its
    tokens, each given the tokens before; so its loss adds up over positions.""",
)

chain_rule_mean = state(
    "information.chain-mean",
    Kind.THEOREM,
    "Chain rule of cross-entropy",
    eq(
        Sum(Sum(-P[i] * R[i, j] * log(Q[i] * S[i, j]), (j, 1, m)), (i, 1, n)),
        Sum(-P[i] * log(Q[i]), (i, 1, n))
        + Sum(P[i] * Sum(-R[i, j] * log(S[i, j]), (j, 1, m)), (i, 1, n)),
    ),
    suppose=[every(i, 1, n, eq(Sum(R[i, j], (j, 1, m)), 1))],
    source=f"{SOURCE}, 1.3",
    meaning="""The mean loss on a pair is the mean loss on the first plus the
    mean loss on the second given the first: R[i, j] is the chance of j after i
    in language, S[i, j] in the model.""",
)

bracket = state(
    "information.bracket",
    Kind.THEOREM,
    "The bracket of the emergence inequality is a divergence",
    eq(H(q) - q * log(1 / p) - (1 - q) * log(1 / (1 - p)), -KL(q, p)),
    source="Arora and Goyal (2023), proof of the main theorem; " + f"{SOURCE}, 1.4",
    meaning="""Reading the source's bracket as minus a divergence makes the sign,
    the monotonicity and the boundary of its theorem visible.""",
)

pinsker = state(
    "information.pinsker",
    Kind.THEOREM,
    "Pinsker's inequality, two letters",
    le(2 * (q - p) ** 2, KL(q, p)),
    source=f"{SOURCE}, 1.5",
    meaning="A small divergence forces the two probabilities to be close.",
)

bretagnolle_huber = state(
    "information.bretagnolle-huber",
    Kind.THEOREM,
    "Bretagnolle-Huber inequality, two letters",
    le(Abs(q - p), sqrt(1 - exp(-KL(q, p)))),
    source=f"{SOURCE}, 1.6",
    meaning="""Like Pinsker's inequality, but it still says something when the
    divergence is large: the distance stays below 1.""",
)

log_sum = state(
    "information.log-sum",
    Kind.LEMMA,
    "Log-sum inequality",
    le(
        x * log(x / u),
        Sum(P[i] * log(P[i] / Q[i]), (i, 1, n)),
    ),
    suppose=[eq(x, Sum(P[i], (i, 1, n))), eq(u, Sum(Q[i], (i, 1, n)))],
    source=f"{SOURCE}, 1.7 (the step from many letters to two)",
    meaning="""Merging letters can only lower a divergence: the data-processing
    inequality for one event. x and u are the masses of the merged letters.""",
)
