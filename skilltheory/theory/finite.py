"""Finite sizes: a failure probability without a union over the sets of pieces.

Section "Better bounds", 5.4, of the theory reference.  Fix ``m`` skills; the
``t``-th piece draws ``X_t`` of them.  For every set ``Y`` of ``n`` pieces and
every ``c`` the edges from ``Y`` are at most ``n c + sum_t (X_t - c)_+``: all
``Y`` at once.
"""

from __future__ import annotations

from sympy import Expr, Product, Sum, binomial, exp

from skilltheory.functions import AtLeast, H
from skilltheory.kernel.formula import Mean, Pr, eq, le, lt
from skilltheory.sorts import (
    Count,
    Natural,
    NonNegative,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Variable,
    family,
)
from skilltheory.theory.emergence import lost_event
from skilltheory.theory.skillgraph import N1, N2, alpha, beta, edges, j, k, l, m, n, quota, theta, y
from skilltheory.theory.statement import Kind, state

__all__ = [
    "COUNTS",
    "DRAWN",
    "FUNCTION",
    "ON",
    "QUANTITY",
    "SHARE",
    "binomial_mass",
    "c",
    "d",
    "drawn",
    "epsilon",
    "gap",
    "i",
    "level",
    "mean_surplus",
    "moment",
    "on",
    "rate",
    "reach",
    "size",
    "surplus",
    "surpluses",
    "t",
    "x",
]

SOURCE = 'theory reference, section "Better bounds"'

c = Variable("c", Real)
size, level = Variable("a", Real), Variable("z", Real)
t = Variable("t", Count)
i = Variable("i", Natural)
rate = Variable("lambda", Positive)
reach, gap = Variable("R", Positive), Variable("D", Positive)
epsilon = Variable("epsilon", OpenUnit)
x, d = Variable("x", Natural), Variable("d", Count)

QUANTITY = family("V", NonNegative, random=True)
FUNCTION = family("phi", Real)
DRAWN = family("X", Real)
SHARE = family("w", Probability)
COUNTS = family("X_t", Natural, random=True)
ON = family("Y", Probability, fixed=True)


def surplus(value: Expr, level_: Expr = c) -> Expr:
    """The positive part ``(value - level)_+``."""
    return (value - level_) * AtLeast(value, level_)


def drawn(piece: Expr = t) -> Expr:
    """How many of the skills of the j-th set a piece draws, in the random graph."""
    return COUNTS[N1, N2, k, m, j, piece]


def on(piece: Expr = t) -> Expr:
    """1 if the piece belongs to the y-th set of n pieces, else 0."""
    return ON[N1, n, y, piece]


def binomial_mass(value: Expr = i, bias: Expr = alpha) -> Expr:
    """The probability that ``Bin(k, bias)`` takes a value."""
    return binomial(k, value) * bias**value * (1 - bias) ** (k - value)


def mean_surplus(level_: Expr = c, bias: Expr = alpha) -> Expr:
    """``E (X - c)_+`` for ``X ~ Bin(k, bias)``."""
    return Sum(binomial_mass(i, bias) * surplus(i, level_), (i, 0, k))


def moment(factor: Expr = rate) -> Expr:
    """``E exp(lambda (X - c)_+)`` for ``X ~ Bin(k, alpha)``."""
    return Sum(binomial_mass() * exp(factor * surplus(i)), (i, 0, k))


surpluses = Sum(surplus(drawn()), (t, 1, N1))

counting = state(
    "finite.counting",
    Kind.DEFINITION,
    "Edges counted piece by piece",
    eq(Sum(edges(), (l, 1, m)), Sum(on() * drawn(), (t, 1, N1))),
    source=f"{SOURCE}, 5.2",
    meaning="""The edges between a set of pieces and a set of skills, counted over
    the skills and over the pieces.""",
)

set_size = state(
    "finite.size",
    Kind.DEFINITION,
    "The size of a set of pieces",
    eq(Sum(on(), (t, 1, N1)), n),
    suppose=[le(n, N1)],
    source=f"{SOURCE}, 5.2",
    meaning="The y-th set of n pieces has n members, as long as there are n pieces.",
)

markov = state(
    "finite.markov",
    Kind.LEMMA,
    "Markov's inequality",
    le(level * Pr(le(level, QUANTITY[t])), Mean(QUANTITY[t])),
    source="any textbook of probability",
    meaning="""A random quantity that is never negative reaches a level z with a
    probability that is at most its mean over z.""",
)

independence = state(
    "finite.mixing",
    Kind.ASSUMPTION,
    "Mixing, piece by piece",
    eq(
        Mean(Product(FUNCTION[t, drawn()], (t, 1, N1))),
        Product(Sum(binomial_mass() * FUNCTION[t, i], (i, 0, k)), (t, 1, N1)),
    ),
    suppose=[eq(m, alpha * N2)],
    source=f"Arora and Goyal (2023), section 4; {SOURCE}, 5.2",
    meaning="""Text pieces draw their skills independently and uniformly, so the
    counts X_t of the skills of a set are independent, and binomial with bias
    m/N2. Independent: whatever function phi_t is taken of the count of the t-th
    piece, the mean of the product is the product of the means. Binomial: each of
    these means is taken under Bin(k, m/N2).""",
)

tail = state(
    "finite.tail",
    Kind.LEMMA,
    "An exponential moment bounds the tail",
    le(Pr(le(level, surpluses)), exp(-rate * level) * moment() ** N1),
    suppose=[eq(m, alpha * N2)],
    source=f"{SOURCE}, 5.4",
    meaning="""The sum of the positive parts (X_t - c)_+ over all pieces reaches a
    level z with a probability that is at most exp(-lambda z) times the N1-th
    power of the moment of one piece: Markov's inequality for the exponential,
    whose mean is a product because the pieces are independent.""",
)

edge_bound = state(
    "finite.edges",
    Kind.LEMMA,
    "All error sets at once",
    le(
        Sum(SHARE[t] * DRAWN[t], (t, 1, N1)),
        size * c + Sum(surplus(DRAWN[t]), (t, 1, N1)),
    ),
    suppose=[eq(Sum(SHARE[t], (t, 1, N1)), size)],
    source=f"{SOURCE}, 5.2",
    meaning="""Whatever the set of a pieces (weights w between 0 and 1 with sum a),
    the draws in it exceed a c by at most the sum of all positive parts. The
    right side does not depend on the set.""",
)

sharp = state(
    "finite.sharp",
    Kind.THEOREM,
    "The finite sharp bound",
    le(
        Pr(lost_event()),
        binomial(N2, m) * exp(-rate * (m * quota - n * c)) * moment() ** N1,
    ),
    suppose=[eq(m, alpha * N2), le(n, N1)],
    source=f"{SOURCE}, 5.4 (new)",
    meaning="""For every c and every lambda > 0. No union over the sets of pieces:
    it says something at sizes where the first finite bound is silent.""",
)

quadratic = state(
    "finite.exponential",
    Kind.LEMMA,
    "A quadratic bound for the exponential",
    le(exp(reach), 1 + reach + reach**2),
    suppose=[le(reach, 1)],
    source="any textbook of analysis",
    meaning="Between 0 and 1 the exponential stays below 1 + x + x^2.",
)

RATE = N2 * H(m / N2) - N1 * gap**2 / (4 * reach**2)

failure = state(
    "finite.failure",
    Kind.THEOREM,
    "The sharp bound with an explicit failure probability",
    le(Pr(lost_event()), exp(RATE)),
    suppose=[
        eq(m, alpha * N2),
        eq(n, theta * N1),
        le(gap, theta * (k * alpha * beta - c) - mean_surplus()),
        le(gap, reach),
        le(k - c, reach),
    ],
    source=f"{SOURCE}, 5.2 and 5.4 (new)",
    meaning="""For any c, any D > 0 that is at most
    theta (k alpha beta - c) - E(X-c)_+, and any R that is at least D and k - c,
    the failure probability is at most exp(N2 h(alpha) - N1 D^2/(4 R^2)). There is
    such a D for some c exactly when k alpha beta exceeds the superquantile T of
    Bin(k, alpha).""",
)

competence = state(
    "finite.competence",
    Kind.LEMMA,
    "Competence at finite size",
    lt(1 - beta * (n / N1) / (1 - epsilon), 1 - x / d),
    suppose=[lt(x, quota), le((1 - epsilon) * k * N1 / N2, d)],
    source=f'{SOURCE}, and section "Skill graph" (new)',
    meaning="""A skill's own degree d is random too. If fewer than the quota of its
    edges go into Y and its degree is at least 1 - epsilon times the mean
    k N1/N2, the share of its own edges that are answered exceeds
    1 - beta theta/(1 - epsilon).""",
)
