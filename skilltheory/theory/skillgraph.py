"""The skill graph: text pieces, skills, and which skills a model keeps.

Section "Skill graph" of the theory reference.  ``N1`` text pieces; each draws
``k`` skills independently, with replacement, uniformly from ``N2``.  Sets of
pieces and of skills are counted off: the ``y``-th set of ``n`` pieces, the
``j``-th set of ``m`` skills, the ``l``-th skill in it.
"""

from __future__ import annotations

from sympy import Expr, Sum

from skilltheory.functions import AtLeast, BinomialTail
from skilltheory.kernel.formula import Exists, ForAll, Implies, Pr, eq, le, lt
from skilltheory.sorts import (
    Count,
    GreaterThanOne,
    Natural,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Variable,
    family,
    variables,
)
from skilltheory.theory.statement import Kind, state

__all__ = [
    "EDGES",
    "FAILED",
    "N1",
    "N2",
    "SKILLS",
    "WRONG_PIECE",
    "alpha",
    "beta",
    "edges",
    "g",
    "j",
    "k",
    "kp",
    "l",
    "level",
    "m",
    "n",
    "quota",
    "theta",
    "y",
]

SOURCE = 'theory reference, section "Skill graph"'

N1, N2, k, kp = (Variable(name, Count) for name in ("N_1", "N_2", "k", "k'"))
n, m, y, j, l, g = variables("n m y j l g", Count)  # noqa: E741  (l: the l-th skill of a set)
alpha, theta = variables("alpha theta", OpenUnit)
beta = Variable("beta", GreaterThanOne)
level = Variable("z", Real)
eta = Variable("eta", Positive)
start = Variable("M", Count)
x, d = Variable("x", Natural), Variable("d", Count)

EDGES = family("e", Natural, random=True)
SKILLS = family("S", Count, fixed=True)
FAILED = family("F", Probability, fixed=True)
WRONG_PIECE = family("W", Probability, fixed=True)
LOST = family("lost", Probability, random=True)


def edges(member: Expr = l, pieces: Expr = n, skills: Expr = m) -> Expr:
    """Edges from the y-th set of pieces to one skill of the j-th set, in the random graph."""
    return EDGES[N1, N2, k, pieces, skills, y, j, member]


quota = beta * k * n / N2
"""The edges at which a skill is lost: ``beta`` times the average, with ``theta = n/N1``."""

mixing = state(
    "skillgraph.mixing",
    Kind.ASSUMPTION,
    "Mixing",
    eq(
        Pr(le(level, Sum(edges(), (l, 1, m)))),
        BinomialTail(k * n, m / N2, level),
    ),
    suppose=[le(n, N1), le(m, N2)],
    source="Arora and Goyal (2023), section 4; " + SOURCE,
    meaning="""Text pieces draw their skills independently and uniformly. So the
    k n edges that leave n given pieces fall into m given skills like k n tosses
    of a coin with bias m/N2. Only this consequence is used.""",
)

all_or_nothing = state(
    "skillgraph.all-or-nothing",
    Kind.ASSUMPTION,
    "All-or-nothing grading",
    le(FAILED[kp, g], Sum(WRONG_PIECE[kp, g, l], (l, 1, kp))),
    source="Arora and Goyal (2023), section 4; " + SOURCE,
    meaning="""One wrong cloze answer fails the whole piece, and one failed piece
    the whole group: F[k', g] says whether the g-th group of k' pieces fails, and
    W[k', g, l] whether its l-th piece has an error (1 or 0). A group that
    fails has at least one failed piece; nothing is assumed about which.""",
)

sparse = state(
    "skillgraph.sparse",
    Kind.ASSUMPTION,
    "Far fewer skills than text pieces",
    ForAll(eta, Exists(start, ForAll(N1, Implies(le(start, N1), le(SKILLS[N1], eta * N1))))),
    source="Arora and Goyal (2023), section 4; " + SOURCE,
    meaning="""N2 = o(N1): however small eta, from some number of text pieces on
    there are at most eta N1 skills. It makes the choice of the skills cheap in
    the union bound.""",
)

kept = state(
    "skillgraph.kept",
    Kind.DEFINITION,
    "A lost skill",
    eq(LOST[N1, N2, k, beta, n, m, y, j, l], AtLeast(edges(), quota)),
    source=SOURCE,
    meaning="""A skill is kept at level beta if fewer than beta theta k N1/N2 of
    its edges go into the set Y of pieces with an error, theta = n/N1; it is
    lost otherwise. Its competence is its success rate on a random piece that
    uses it.""",
)

competence = state(
    "skillgraph.competence",
    Kind.LEMMA,
    "A kept skill is mostly answered",
    lt(1 - beta * theta, 1 - x / d),
    suppose=[lt(x, beta * theta * d)],
    source=SOURCE,
    meaning="""If fewer than beta theta d of the d edges of a skill go into Y, the
    skill is answered on more than a share 1 - beta theta of its pieces. (d is
    the skill's own degree; that it is close to k N1/N2 is a separate
    statement about concentration.)""",
)

vacuous = state(
    "skillgraph.vacuous",
    Kind.LEMMA,
    "When a guarantee says nothing",
    le(1 - beta * theta, 0),
    suppose=[le(1, beta * theta)],
    source='theory reference, section "Emergence theorem", 4.8',
    meaning="""No skill can lose more than all its pieces. At beta theta >= 1 the
    guaranteed competence is at most zero: nothing was promised.""",
)
