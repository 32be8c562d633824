"""The sharp threshold: a superquantile of the binomial law.

Section "Better bounds", 5.1 to 5.3, of the theory reference.  With
``X ~ Bin(k, alpha)`` the superquantile at level ``theta`` is
``T = min over c of c + E(X - c)_+ / theta``; the exact threshold of the
emergence theorem is ``T / (k alpha)``.  Statements below are multiplied out by
``theta``, and speak of every ``c`` or of one; that some ``c`` is best is proved.
"""

from __future__ import annotations

from sympy import Expr, Integer, Product, Sum, binomial, exp, log

from skilltheory.functions import KL, AtLeast, H
from skilltheory.kernel.formula import (
    And,
    Exists,
    ForAll,
    Formula,
    Implies,
    Mean,
    Pr,
    eq,
    every,
    le,
    lt,
    some,
)
from skilltheory.sorts import (
    Count,
    Natural,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Variable,
    family,
    variables,
)
from skilltheory.theory.emergence import at_least, lost_event
from skilltheory.theory.finite import SHARE, binomial_mass, c, drawn, i, mean_surplus, on, rate, t
from skilltheory.theory.skillgraph import (
    N1,
    N2,
    SKILLS,
    alpha,
    beta,
    edges,
    eta,
    j,
    k,
    l,
    level,
    m,
    n,
    quota,
    theta,
    y,
)
from skilltheory.theory.statement import Kind, state

__all__ = [
    "FUNCTION",
    "OWN",
    "RULE",
    "VALUES",
    "WEIGHTS",
    "at_level",
    "cut",
    "eventually",
    "draws_taken",
    "mass_of",
    "own",
    "pace",
    "r",
    "rho",
    "share",
    "share_taken",
    "start",
    "taken",
    "wide",
]

SOURCE = 'theory reference, section "Better bounds"'

r = Variable("r", Natural)
rho, p = variables("rho p", OpenUnit)
start = Variable("M", Count)
WEIGHTS = family("w", Probability)
VALUES = family("f", Real)
OWN = family("e_t", Natural, random=True)
FUNCTION = family("psi", Real)
RULE = family("omega", Real)
wide = Variable("m'", Count)
pace = Variable("nu", Positive)
share = Variable("h", Natural)
cut = Variable("c_0", Natural)


def own() -> Expr:
    """How often a piece draws the l-th skill of the j-th set, in the random graph."""
    return OWN[N1, N2, k, m, j, l, t]


def taken(value: Expr = i) -> Expr:
    """1 if the rule takes the t-th piece when it draws so many of the skills, else 0."""
    return AtLeast(RULE[t, value], 1)


def share_taken() -> Expr:
    """The chance that the t-th piece is taken."""
    return Sum(binomial_mass() * taken(), (i, 0, k))


def draws_taken() -> Expr:
    """The mean number of draws of the skills by the t-th piece, where it is taken."""
    return Sum(binomial_mass() * taken() * i, (i, 0, k))


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

minimum = state(
    "sharp.minimum",
    Kind.THEOREM,
    "The minimum over the levels is attained",
    Exists(cut, ForAll(c, le(at_level(cut), at_level()))),
    source=f"Rockafellar and Uryasev (2000), theorem 1; {SOURCE}, 5.2",
    meaning="""Some level c_0, a whole number, is at least as good as every other: the
    superquantile T = min over c of c + E(X - c)_+/theta exists, and theta T is the
    left side. So "for some c" in a condition means above T, and "for every c" below
    it.""",
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

independence = state(
    "sharp.mixing",
    Kind.ASSUMPTION,
    "Mixing, skill by skill",
    eq(
        Mean(Product(FUNCTION[t, drawn(), own()], (t, 1, N1))),
        Product(
            Sum(
                binomial_mass()
                * Sum(mass_of(i, 1 / m, share) * FUNCTION[t, i, share], (share, 0, k)),
                (i, 0, k),
            ),
            (t, 1, N1),
        ),
    ),
    suppose=[eq(m, alpha * N2), lt(1, m), le(l, m)],
    source=f"Arora and Goyal (2023), section 4; {SOURCE}, 5.2",
    meaning="""Text pieces draw their skills independently and uniformly. So each piece
    draws a number X_t of the m skills of a set that is binomial with bias m/N2;
    given that number, each of these draws is the l-th skill with chance 1/m,
    independently, so that the number e_t of draws of the l-th skill is binomial
    too; and different pieces are independent: whatever function psi_t is taken of
    both numbers of the t-th piece, the mean of the product is the product of the
    means.""",
)

skill_by_piece = state(
    "sharp.own",
    Kind.DEFINITION,
    "The edges of a skill, piece by piece",
    eq(edges(), Sum(on() * own(), (t, 1, N1))),
    source=f"{SOURCE}, 5.2",
    meaning="""The edges between a set of pieces and a skill are the draws of that skill
    by the pieces of the set.""",
)

all_pieces = state(
    "sharp.pieces",
    Kind.DEFINITION,
    "All sets of pieces are counted off",
    some(y, 1, binomial(N1, n), every(t, 1, N1, le(SHARE[t], on()))),
    suppose=[
        every(t, 1, N1, eq(SHARE[t] * (1 - SHARE[t]), 0)),
        le(Sum(SHARE[t], (t, 1, N1)), n),
        le(n, N1),
    ],
    source=f"{SOURCE}, 5.2",
    meaning="""Whatever pieces are chosen (w is 1 or 0), if they are at most n, some set
    of n pieces contains them: all sets of n pieces are among those counted off.""",
)

all_skills = state(
    "sharp.skills",
    Kind.DEFINITION,
    "All sets of skills are counted off",
    some(j, 1, binomial(N2, m), every(l, 1, m, le(level, edges()))),
    suppose=[
        le(wide, N2),
        lt(m - 1, Sum(AtLeast(edges(skills=wide).xreplace({j: Integer(1)}), level), (l, 1, wide))),
    ],
    source=f"{SOURCE}, 5.2",
    meaning="""If more than m - 1 skills of the first set of m' have at least z edges, there
    are m among them, which are some set of m skills.""",
)

lower_finite = state(
    "sharp.lower-finite",
    Kind.THEOREM,
    "The sharp lower half, finite form",
    le(
        1
        - exp((rate + rate**2) * Sum(share_taken(), (t, 1, N1)) - rate * n)
        - wide
        / (wide - m + 1)
        * exp(pace * quota - pace * (1 - pace * k) * Sum(draws_taken(), (t, 1, N1)) / wide),
        Pr(lost_event()),
    ),
    suppose=[
        eq(wide, alpha * N2),
        lt(1, wide),
        le(m, wide),
        le(n, N1),
        le(rate, 1),
    ],
    source=f"{SOURCE}, 5.2 (new)",
    meaning="""Fix m' skills, and any rule by which pieces are taken: the t-th piece is taken
    if omega_t(X_t) >= 1, where X_t is how many of the m' skills it draws. If the
    rule takes on average less than n pieces (first exponent), and these give each
    skill on average more than the edges at which it is lost (second exponent),
    then with a probability near 1 some n pieces leave some m skills lost, for
    every m up to m' (the factor m'/(m' - m + 1) is the price of the last ones).
    With the rule that takes the largest X_t the averages are those of the sharp
    threshold.""",
)

lower = state(
    "sharp.lower",
    Kind.THEOREM,
    "The sharp emergence theorem, lower half",
    eventually(
        And(
            le(start, N1),
            le(start, SKILLS[N1]),
            le(theta * N1 - 1, n),
            le(n, theta * N1 + 1),
            le(m, alpha * SKILLS[N1] + 1),
        ),
        le(1 - eta, LOST),
    ),
    suppose=[ForAll(c, lt(theta * k * alpha * beta, at_level()))],
    source=f"{SOURCE}, 5.2 (new)",
    meaning="""No smaller beta can be guaranteed. If beta is below
    (c + E(X - c)_+/theta)/(k alpha) for every c, that is, below the sharp
    threshold, then for every eta > 0, from some numbers of pieces and of skills
    on, with probability at least 1 - eta: some set of n pieces leaves some m
    skills lost. Here n is theta N1 and m is alpha N2, rounded up or down. The
    pieces are those with the most draws from slightly more than alpha N2 given
    skills; nearly all of these are then lost.""",
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
