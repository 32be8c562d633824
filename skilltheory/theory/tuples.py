"""Tuples of skills: combinations follow single skills.

Section "Tuples of skills" of the theory reference.
"""

from __future__ import annotations

from sympy import Expr, Product, Rational, Sum, binomial, exp

from skilltheory.kernel.formula import And, Formula, Pr, eq, every, le, lt, some
from skilltheory.sorts import (
    Count,
    Natural,
    OpenUnit,
    Positive,
    Probability,
    Variable,
    family,
    variables,
)
from skilltheory.theory import finite
from skilltheory.theory.cloze import WRONG
from skilltheory.theory.emergence import RATE, boundary, lost_event
from skilltheory.theory.scaling import LOSS, D, E, N
from skilltheory.theory.skillgraph import (
    FAILED,
    N1,
    N2,
    WRONG_PIECE,
    alpha,
    beta,
    g,
    j,
    k,
    kp,
    l,
    m,
    n,
    theta,
    y,
)
from skilltheory.theory.statement import Kind, state

__all__ = [
    "COMPETENT",
    "G",
    "SEEN",
    "SHOWN",
    "TUPLE_EDGES",
    "lost_tuples",
    "pieces",
    "rho",
    "tau",
    "tuple_edges",
]

SOURCE = 'theory reference, section "Tuples of skills"'
PAPER = "Arora and Goyal (2023)"

G = Variable("G", Count)  # groups of k' pieces
pieces, r = variables("M r", Count)
tau, total = variables("tau T", Count)  # a tuple, and how many there are
rho = Variable("rho", OpenUnit)
delta = Variable("delta", OpenUnit)
COMPETENT = family("c", Probability)
SEEN = family("s", Probability)
SHOWN = family("h", Probability)
TUPLE_EDGES = family("e'", Natural, random=True)
x = Variable("x", Positive)


def tuple_edges() -> Expr:
    """Edges from the y-th set of groups to one tuple of the j-th set, in the random graph."""
    return TUPLE_EDGES[G, N2, k, kp, n, m, y, j, l]


def lost_tuples() -> Formula:
    """Some set of n groups leaves some m tuples lost."""
    everything_lost = every(l, 1, m, le(beta * k * n / N2**kp, tuple_edges()))
    return some(y, 1, binomial(G, n), some(j, 1, binomial(N2**kp, m), everything_lost))


groups = state(
    "tuples.groups",
    Kind.LEMMA,
    "How many groups of pieces can fail",
    And(
        le(Sum(FAILED[kp, g], (g, 1, G)), kp * theta * G),
        le(Sum(FAILED[kp, g], (g, 1, G)), G),
    ),
    suppose=[eq(Sum(WRONG_PIECE[kp, g, l], (l, 1, kp), (g, 1, G)), theta * kp * G)],
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.1",
    meaning="""Put k' G pieces into G groups of k', in any way. If a share theta of
    the pieces has an error, at most a share min(1, k' theta) of the groups does.""",
)

average = state(
    "tuples.average",
    Kind.LEMMA,
    "Independent errors do no worse",
    le(1 - (1 - theta) ** kp, kp * theta),
    source=f"{SOURCE}, 6.1",
    meaning="""If the k' pieces of a group erred independently, a share
    1 - (1 - theta)^k' of groups would fail: less than the worst case k' theta.""",
)

uniform = state(
    "tuples.count",
    Kind.LEMMA,
    "A group is a piece, a tuple is a skill",
    eq(Product(1 / N2, (l, 1, kp)), 1 / N2**kp),
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.1",
    meaning="""The j-th draws of the k' pieces of a group are independent and
    uniform, so each of the N2^k' tuples has chance (1/N2)^k': the draws of a
    group are k uniform draws of tuples, and groups with tuples are a skill
    graph again, with N1/k' pieces and N2^k' skills.""",
)

grouping = state(
    "tuples.grouping",
    Kind.ASSUMPTION,
    "Groups and tuples form a skill graph",
    eq(Pr(lost_tuples()), Pr(lost_event().xreplace({N1: G, N2: N2**kp}))),
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.1",
    meaning="""The j-th draws of the k' pieces of a group are a tuple, so a group draws
    k tuples; as the pieces draw their skills independently and uniformly, the k
    tuples are independent, and uniform among the N2^k'. So the edges between
    groups and tuples (left) have the law of a skill graph with G pieces and N2^k'
    skills (right), and whatever is proved for skill graphs holds for tuples.""",
)

basic = state(
    "tuples.basic",
    Kind.THEOREM,
    "Emergence of tuples",
    le(
        Pr(lost_tuples()),
        exp(RATE.xreplace({N1: G, N2: N2**kp})),
    ),
    suppose=[lt(n, G), lt(m * beta, N2**kp)],
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.2",
    meaning="""The failure bound for the skill graph of groups and tuples: G = N1/k'
    groups, of which n fail, n/G at most k' theta, and N2^k' tuples. Every bound
    for skills holds for k'-tuples with theta replaced by k' theta.""",
)

sharp = state(
    "tuples.sharp",
    Kind.THEOREM,
    "Emergence of tuples, sharp bound",
    le(
        Pr(lost_tuples()),
        exp(finite.RATE.xreplace({N1: G, N2: N2**kp})),
    ),
    suppose=[h.xreplace({N1: G, N2: N2**kp}) for h in finite.failure.hypotheses],
    source=f"{SOURCE}, 6.2 (new)",
    meaning="""The sharp failure bound for the skill graph of groups and tuples, with
    theta the share of groups that fail: at most k' times the share of pieces.""",
)

same_curve = state(
    "tuples.same-curve",
    Kind.COROLLARY,
    "Divide the loss by k', and k'-tuples are where skills were",
    boundary(beta, kp * theta),
    suppose=[lt(alpha * beta, 1), eq(delta, kp * theta), boundary(beta, delta)],
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.3",
    meaning="""When the excess falls from delta to theta = delta/k', the beta that was
    on the boundary for single skills is on the boundary for k'-tuples: their
    share of failing groups, k' theta, is what delta was.""",
)

tenfold = state(
    "tuples.tenfold",
    Kind.PREDICTION,
    "Ten times the scale doubles the size of the tuples",
    And(
        lt(Rational(190, 100) * WRONG[10 * N, 10 * D], WRONG[N, D]),
        lt(WRONG[N, D], Rational(219, 100) * WRONG[10 * N, 10 * D]),
    ),
    suppose=[le(LOSS[N, D] - E, 1)],
    source=f"{PAPER}, section on k'-tuples; {SOURCE}, 6.3",
    meaning="""Ten times the parameters and tokens divide the share of errors by
    something between 1.90 and 2.19, so tuples about twice as large are
    guaranteed as much as before. It rests on the scaling law with the first
    fit's exponents and on cloze sufficiency.""",
)

seen = state(
    "tuples.seen",
    Kind.LEMMA,
    "A corpus shows few tuples",
    le(Sum(SEEN[tau], (tau, 1, total)), pieces * binomial(k, kp)),
    suppose=[
        every(tau, 1, total, le(SEEN[tau], Sum(SHOWN[r, tau], (r, 1, pieces)))),
        every(r, 1, pieces, le(Sum(SHOWN[r, tau], (tau, 1, total)), binomial(k, kp))),
    ],
    source=f"{SOURCE}, 6.4",
    meaning="""A piece with k skills shows at most C(k, k') tuples, so M pieces show
    at most M C(k, k').""",
)

paucity = state(
    "tuples.paucity",
    Kind.THEOREM,
    "Paucity of stimulus",
    lt(0, Sum(COMPETENT[tau] * (1 - SEEN[tau]), (tau, 1, total))),
    suppose=[
        le(rho * total, Sum(COMPETENT[tau], (tau, 1, total))),
        le(Sum(SEEN[tau], (tau, 1, total)), pieces * binomial(k, kp)),
        lt(pieces * binomial(k, kp), rho * total),
    ],
    source=f"{PAPER}, section on the poverty of the stimulus; {SOURCE}, 6.4",
    meaning="""A model competent on a share rho of T tuples, where rho T exceeds the
    number of tuples that its corpus can show, is competent on tuples that it
    has never seen. c and s are 1 or 0.""",
)
