"""Unequal skills: any measure on the skills instead of the uniform one.

Section "Unequal skills" of the theory reference.  Sets of skills are counted
off; the ``j``-th has ``s_j`` members, the ``l``-th of which has mass
``mu[j, l]``.  A skill is kept if fewer than ``beta k n mu`` of its edges go
into the set of ``n`` pieces with errors.
"""

from __future__ import annotations

from sympy import Sum, binomial, exp, log

from skilltheory.functions import KL, BinomialTail, H
from skilltheory.kernel.formula import And, Formula, Pr, eq, every, le, lt, some
from skilltheory.sorts import Count, Natural, OpenUnit, Variable, family
from skilltheory.theory.skillgraph import N1, N2, alpha, beta, j, k, l, level, n, y
from skilltheory.theory.statement import Kind, state

__all__ = ["MASS", "MEMBERS", "heavy_lost", "mass", "sets", "weighted_edges"]

SOURCE = 'theory reference, section "Unequal skills"'

MASS = family("mu", OpenUnit, fixed=True)
MEMBERS = family("s", Count, fixed=True)
EDGES = family("e_mu", Natural, random=True)
sets = Variable("J", Count)

mass = Sum(MASS[j, l], (l, 1, MEMBERS[j]))
"""The mass of the j-th set of skills."""
weighted_edges = EDGES[N1, k, n, y, j, l]


def heavy_lost() -> Formula:
    """Some set of n pieces leaves every skill of one of the sets lost."""
    lost = every(l, 1, MEMBERS[j], le(beta * k * n * MASS[j, l], weighted_edges))
    return some(y, 1, binomial(N1, n), some(j, 1, sets, lost))


mixing = state(
    "measure.mixing",
    Kind.ASSUMPTION,
    "Mixing, for unequal skills",
    eq(
        Pr(le(level, Sum(weighted_edges, (l, 1, MEMBERS[j])))),
        BinomialTail(k * n, mass, level),
    ),
    suppose=[le(n, N1)],
    source=f"Arora and Goyal (2023), section 4; {SOURCE}",
    meaning="""Text pieces draw their skills independently from mu, so the k n edges
    that leave n given pieces fall into a given set of skills like tosses of a
    coin whose bias is the mass of the set.""",
)

failure = state(
    "measure.failure",
    Kind.THEOREM,
    "Emergence for unequal skills",
    le(
        Pr(heavy_lost()),
        exp(N1 * H(n / N1) + N2 * log(2) - k * n * KL(alpha * beta, alpha)),
    ),
    suppose=[
        lt(n, N1),
        le(sets, 2**N2),
        lt(alpha * beta, 1),
        every(j, 1, sets, And(le(alpha, mass), lt(mass, 1))),
    ],
    source=f"{SOURCE} (new)",
    meaning="""Count off the sets of skills with mass at least alpha; there are at
    most 2^N2 of them. With the failure bound of the uniform case, and N2 log 2
    for the choice of the set, the skills not kept have mass below alpha: the
    bound for mass alpha holds for heavier sets too. (The set of all skills,
    which has mass 1, is left out: it cannot be lost, as its quotas exceed all
    edges.)""",
)
