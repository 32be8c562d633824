"""The sharp threshold: a superquantile of the binomial law.

Section "Better bounds", 5.1 to 5.3, of the theory reference.  With
``X ~ Bin(k, alpha)`` the superquantile at level ``theta`` is
``T = min over c of c + E(X - c)_+ / theta``; the exact threshold of the
emergence theorem is ``T / (k alpha)``.  Statements below are multiplied out by
``theta``, and speak of every ``c`` or of one.
"""

from __future__ import annotations

from sympy import Expr, Sum, binomial, log

from skilltheory.functions import KL, H
from skilltheory.kernel.formula import (
    And,
    Exists,
    ForAll,
    Formula,
    Implies,
    Pr,
    eq,
    every,
    le,
    lt,
)
from skilltheory.sorts import (
    Count,
    Natural,
    OpenUnit,
    Probability,
    Real,
    Variable,
    family,
    variables,
)
from skilltheory.theory.emergence import at_least, lost_event
from skilltheory.theory.finite import binomial_mass, c, i, mean_surplus
from skilltheory.theory.skillgraph import N1, N2, SKILLS, alpha, beta, eta, k, m, n, theta
from skilltheory.theory.statement import Kind, state

__all__ = [
    "VALUES",
    "WEIGHTS",
    "at_level",
    "eventually",
    "mass_of",
    "r",
    "rho",
    "start",
]

SOURCE = 'theory reference, section "Better bounds"'

r = Variable("r", Natural)
rho, p = variables("rho p", OpenUnit)
start = Variable("M", Count)
WEIGHTS = family("w", Probability)
VALUES = family("f", Real)


def at_level(level: Expr = c, bias: Expr = alpha) -> Expr:
    """``theta c + E(X - c)_+``: theta times what the superquantile minimises over c."""
    return theta * level + mean_surplus(level, bias)


def mass_of(draws: Expr, bias: Expr, value: Expr = i) -> Expr:
    """The probability that ``Bin(draws, bias)`` takes a value."""
    return binomial(draws, value) * bias**value * (1 - bias) ** (draws - value)


def eventually(fits: Formula, claim: Formula) -> Formula:
    """From some number of text pieces on, for all sizes that fit, the claim holds."""
    return Exists(start, ForAll(N1, ForAll(n, ForAll(m, Implies(fits, claim)))))


LOST = Pr(lost_event().xreplace({N2: SKILLS[N1]}))

moments = state(
    "sharp.binomial-moments",
    Kind.TEXTBOOK,
    "Total and mean of a binomial law",
    And(
        eq(Sum(mass_of(r, p), (i, 0, k)), 1),
        eq(Sum(i * mass_of(r, p), (i, 0, k)), r * p),
    ),
    suppose=[le(r, k)],
    source="any textbook of probability",
    meaning="""The masses of Bin(r, p) sum to 1 and have mean r p; the sums may run
    beyond r, where the masses are zero.""",
)

thinning = state(
    "sharp.thinning",
    Kind.TEXTBOOK,
    "Thinning of a binomial law",
    eq(
        Sum(mass_of(k, p * rho) * VALUES[i], (i, 0, k)),
        Sum(mass_of(k, p, r) * Sum(mass_of(r, rho) * VALUES[i], (i, 0, k)), (r, 0, k)),
    ),
    source="any textbook of probability",
    meaning="""Keep each success of Bin(k, p) with probability rho, independently:
    what is left is Bin(k, p rho).""",
)

duality = state(
    "sharp.duality",
    Kind.THEOREM,
    "Superquantile duality, upper half",
    le(Sum(binomial_mass() * WEIGHTS[i] * i, (i, 0, k)), at_level()),
    suppose=[eq(Sum(binomial_mass() * WEIGHTS[i], (i, 0, k)), theta)],
    source=f"Rockafellar and Uryasev (2000), theorem 1; {SOURCE}, 5.2",
    meaning="""However a share theta of the mass is picked (weights w between 0 and
    1), the sum of X over it is at most theta c + E(X - c)_+, for every c.""",
)

attained = state(
    "sharp.duality-attained",
    Kind.THEOREM,
    "Superquantile duality, equality",
    eq(Sum(binomial_mass() * WEIGHTS[i] * i, (i, 0, k)), at_level()),
    suppose=[
        eq(Sum(binomial_mass() * WEIGHTS[i], (i, 0, k)), theta),
        every(i, 0, k, Implies(lt(c, i), eq(WEIGHTS[i], 1))),
        every(i, 0, k, Implies(lt(i, c), eq(WEIGHTS[i], 0))),
    ],
    source=f"Rockafellar and Uryasev (2000), theorem 1; {SOURCE}, 5.2",
    meaning="""If the share picked is everything above c and nothing below, the bound
    is an equality: the minimum over c is the mean over the largest share.""",
)

at_least_one = state(
    "sharp.at-least-one",
    Kind.THEOREM,
    "The sharp threshold is at least 1",
    le(theta * k * alpha, at_level()),
    source=f"{SOURCE}, 5.3",
    meaning="The worst share is at least as bad as the average: beta_s >= 1.",
)

by_errors = state(
    "sharp.at-most-errors",
    Kind.THEOREM,
    "The sharp threshold is at most 1/theta",
    eq(at_level(0), k * alpha),
    source=f"{SOURCE}, 5.3",
    meaning="""At c = 0 the bound is k alpha/theta, that is beta = 1/theta: no skill
    loses more than all its pieces, and the sharp threshold knows it.""",
)

by_edges = state(
    "sharp.at-most-edges",
    Kind.THEOREM,
    "The sharp threshold is at most 1/alpha",
    eq(at_level(k), theta * k),
    source=f"{SOURCE}, 5.3",
    meaning="At c = k the bound is k, that is beta = 1/alpha: counting edges.",
)

entropic_better = state(
    "sharp.entropic-better",
    Kind.THEOREM,
    "The entropic condition is weaker than the first",
    lt(log(1 / theta), H(theta) / theta),
    source=f"{SOURCE}, 5.1 and 5.3 (new)",
    meaning="""So the condition k kl(alpha beta, alpha) > log(1/theta) holds wherever
    that of the emergence theorem does: the entropic threshold is smaller.""",
)

entropic = state(
    "sharp.entropic",
    Kind.THEOREM,
    "The entropic condition suffices",
    Exists(c, lt(at_level(), theta * k * alpha * beta)),
    suppose=[lt(alpha * beta, 1), lt(log(1 / theta), k * KL(alpha * beta, alpha))],
    source=f"{SOURCE}, 5.1 and 5.3 (new)",
    meaning="""If k kl(alpha beta, alpha) > log(1/theta), then k alpha beta exceeds
    c + E(X - c)_+/theta for some c: beta lies above the sharp threshold. The
    entropic value-at-risk bounds the superquantile.""",
)

upper = state(
    "sharp.upper",
    Kind.THEOREM,
    "The sharp emergence theorem, upper half",
    eventually(at_least(), le(LOST, eta)),
    suppose=[lt(at_level(), theta * k * alpha * beta)],
    source=f"{SOURCE}, 5.2 (new)",
    meaning="""If beta exceeds (c + E(X - c)_+/theta)/(k alpha) for some c, that is,
    if it exceeds the sharp threshold, then for every eta > 0, from some number of
    pieces on, with probability at least 1 - eta: whatever the set of n pieces
    with errors, fewer than m skills are lost, for all n >= theta N1 and
    m >= alpha N2 as in the emergence theorem.""",
)

lower = state(
    "sharp.lower",
    Kind.THEOREM,
    "The sharp emergence theorem, lower half",
    eventually(And(le(start, N1), eq(n, theta * N1), eq(m, alpha * SKILLS[N1])), le(1 - eta, LOST)),
    suppose=[ForAll(c, lt(theta * k * alpha * beta, at_level()))],
    source=f"{SOURCE}, 5.2 (new)",
    meaning="""No smaller beta can be guaranteed: below the sharp threshold the
    theta N1 pieces with the most draws from alpha N2 given skills leave all of
    these lost, with probability tending to 1. Argument: the total is what the
    duality says, and by symmetry each skill gets its share. Open here: the
    concentration of each skill's share is not yet formalised.""",
)

falls = state(
    "sharp.falls-in-alpha",
    Kind.THEOREM,
    "The sharp threshold falls in alpha",
    le(rho * at_level(c, p), at_level(rho * c, p * rho)),
    source=f"{SOURCE}, 5.3 (new)",
    meaning="""With p = alpha_2 and rho = alpha_1/alpha_2 < 1: for every c, the bound
    at alpha_1 and level rho c is at least rho times the bound at alpha_2 and
    level c. Divided by k alpha_1 = rho k alpha_2 this says that beta_s at
    alpha_1 is at least beta_s at alpha_2: lighter sets of skills are worse.""",
)
