"""Emergence: how many skills survive, whatever the errors are.

Section "Emergence theorem" of the theory reference.
"""

from __future__ import annotations

from sympy import E, Expr, LambertW, Sum, binomial, exp, log

from skilltheory.functions import KL, BinomialTail, H, Phi
from skilltheory.kernel.formula import (
    And,
    Equal,
    Exists,
    ForAll,
    Formula,
    Implies,
    Pr,
    eq,
    every,
    le,
    lt,
    some,
)
from skilltheory.sorts import (
    Count,
    GreaterThanOne,
    Natural,
    OpenUnit,
    Positive,
    Real,
    Variable,
    variables,
)
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
    "at_least",
    "beta_1",
    "beta_2",
    "boundary",
    "c",
    "lost_event",
    "p",
    "q",
    "theta_1",
    "theta_2",
    "value",
    "x",
]

SOURCE = 'theory reference, section "Emergence theorem"'
PAPER = "Arora and Goyal (2023)"

p, q = variables("p q", OpenUnit)
x, u = variables("x u", Positive)
c = Variable("c", Positive)
w, value = variables("w v", Real)
i = Variable("i", Natural)
kappa, k_1, k_2 = variables("kappa k_1 k_2", Positive)  # k where it may be any positive number
theta_1, theta_2 = variables("theta_1 theta_2", OpenUnit)
alpha_1, alpha_2 = variables("alpha_1 alpha_2", OpenUnit)
beta_1, beta_2 = variables("beta_1 beta_2", GreaterThanOne)
start, beyond = variables("M K", Count)


def boundary(level_: Expr = beta, share: Expr = theta, draws: Expr = kappa) -> Equal:
    """``k theta kl(alpha beta, alpha) = h(theta)``: beta lies on the boundary of the theorem."""
    return eq(draws * share * KL(alpha * level_, alpha), H(share))


def lost_event() -> Formula:
    """Some set of n pieces leaves some m skills lost."""
    everything_lost = every(l, 1, m, le(quota, edges()))
    return some(y, 1, binomial(N1, n), some(j, 1, binomial(N2, m), everything_lost))


def at_least() -> Formula:
    """N1 is large, and the sets are at least as large as their shares: both rounded up."""
    return And(
        le(start, N1),
        le(theta * N1, n),
        lt(n, N1),
        le(alpha * SKILLS[N1], m),
        lt(m, SKILLS[N1]),
    )


binomial_theorem = state(
    "emergence.binomial-theorem",
    Kind.TEXTBOOK,
    "Binomial theorem",
    eq(Sum(binomial(n, i) * x**i * u ** (n - i), (i, 0, n)), (x + u) ** n),
    source="any textbook of algebra",
    meaning="The expansion of a power of a sum, for positive numbers.",
)

lambert = state(
    "emergence.lambert",
    Kind.TEXTBOOK,
    "The principal branch of Lambert's function",
    And(eq(LambertW(value) * exp(LambertW(value)), value), le(-1, LambertW(value))),
    suppose=[le(-1 / E, value)],
    source="Corless et al. (1996), On the Lambert W function",
    meaning="W(v) is the solution w >= -1 of w e^w = v, for v >= -1/e.",
)

archimedes = state(
    "emergence.archimedes",
    Kind.TEXTBOOK,
    "Archimedean property",
    Exists(beyond, le(value, beyond)),
    source="any textbook of analysis",
    meaning="Some integer is at least any given real number.",
)

pigeonhole = state(
    "emergence.pigeonhole",
    Kind.LEMMA,
    "Lost skills take many edges",
    le(m * level, Sum(edges(), (l, 1, m))),
    suppose=[every(l, 1, m, le(level, edges()))],
    source=f"{SOURCE}, 4.1",
    meaning="m skills with at least z edges each have at least m z together.",
)

finite = state(
    "emergence.finite",
    Kind.THEOREM,
    "Emergence, finite form",
    le(
        Pr(lost_event()),
        binomial(N1, n) * binomial(N2, m) * BinomialTail(k * n, m / N2, m * quota),
    ),
    suppose=[le(n, N1), le(m, N2)],
    source=f"{PAPER}, main theorem, at finite size; {SOURCE}, 4.1",
    meaning="""The probability that some set of n pieces leaves some m skills
    lost is at most the number of ways to choose both, times a binomial tail.
    With alpha = m/N2 the tail is P[Bin(k n, alpha) >= alpha beta k n].""",
)

binomial_estimate = state(
    "emergence.binomial-estimate",
    Kind.LEMMA,
    "Binomial coefficients and entropy",
    le(binomial(n, m), exp(n * H(m / n))),
    suppose=[lt(m, n)],
    source=f"{SOURCE}, 4.2",
    meaning="There are at most exp(n h(p)) ways to choose p n out of n things.",
)

chernoff = state(
    "emergence.chernoff",
    Kind.THEOREM,
    "Chernoff's bound in divergence form",
    le(BinomialTail(n, p, n * q), exp(-n * KL(q, p))),
    suppose=[le(p, q)],
    source=f"{SOURCE}, 4.2",
    meaning="""A binomial variable exceeds a level above its mean with a
    probability that is exponentially small in the divergence.""",
)

RATE = N1 * H(n / N1) + N2 * H(m / N2) - k * n * KL(m * beta / N2, m / N2)

failure = state(
    "emergence.failure",
    Kind.THEOREM,
    "Emergence with an explicit failure probability",
    le(Pr(lost_event()), exp(RATE)),
    suppose=[lt(n, N1), lt(m * beta, N2)],
    source=f"{SOURCE}, 4.1 to 4.3",
    meaning="""With theta = n/N1 and alpha = m/N2 the failure probability is at most
    exp(N1 (h(theta) - k theta kl(alpha beta, alpha)) + N2 h(alpha)): small as
    soon as the bracket is negative and N1 large enough. This finite form
    contains the source's theorem.""",
)

heavier = state(
    "emergence.heavier",
    Kind.LEMMA,
    "Chernoff's bound for all heavier sets at once",
    le(BinomialTail(n, p, n * p * beta), exp(-n * KL(alpha * beta, alpha))),
    suppose=[le(alpha, p), lt(alpha * beta, 1)],
    source=f"{SOURCE}, 4.2 and 4.6 (new)",
    meaning="""A set of skills with mass p exceeds beta times its mean with a
    probability that is at most the bound for mass alpha, for every p from alpha
    on, even where beta p is 1 or more: the best exponential moment for alpha
    does for all of them.""",
)

basic = state(
    "emergence.basic",
    Kind.THEOREM,
    "The emergence theorem",
    Exists(
        start,
        ForAll(
            N1,
            ForAll(
                n,
                ForAll(
                    m,
                    Implies(
                        at_least(),
                        le(Pr(lost_event().xreplace({N2: SKILLS[N1]})), eta),
                    ),
                ),
            ),
        ),
    ),
    suppose=[lt(alpha * beta, 1), lt(H(theta), k * theta * KL(alpha * beta, alpha))],
    source=f"{PAPER}, main theorem; {SOURCE}, 4.3",
    meaning="""If h(theta) < k theta kl(alpha beta, alpha) and skills are far fewer
    than text pieces, then for every eta > 0, from some number of pieces on, with
    probability at least 1 - eta: whatever the set of n pieces with errors, fewer
    than m skills are lost. Here n and m are any integers with n >= theta N1 and
    m >= alpha N2, in particular both rounded up, and lost means beta times the
    average at n; fewer pieces with errors lie within some n. (m = N2 is left
    out: all skills together cannot be lost, as beta > 1.) The condition is an
    exponent per text piece.""",
)

increasing = state(
    "emergence.increasing",
    Kind.LEMMA,
    "The divergence rises with beta",
    lt(KL(alpha * beta_1, alpha), KL(alpha * beta_2, alpha)),
    suppose=[lt(beta_1, beta_2), lt(alpha * beta_2, 1)],
    source=f"{SOURCE}, 4.4",
    meaning="So the boundary of the theorem is crossed once, if at all.",
)

reflects = state(
    "emergence.reflects",
    Kind.LEMMA,
    "A larger divergence means a larger beta",
    lt(beta_1, beta_2),
    suppose=[
        lt(KL(alpha * beta_1, alpha), KL(alpha * beta_2, alpha)),
        lt(alpha * beta_1, 1),
        lt(alpha * beta_2, 1),
    ],
    source=f"{SOURCE}, 4.4",
    meaning="The converse of the previous statement.",
)

unique = state(
    "emergence.unique",
    Kind.THEOREM,
    "The boundary is unique",
    eq(beta_1, beta_2),
    suppose=[
        boundary(beta_1),
        boundary(beta_2),
        lt(alpha * beta_1, 1),
        lt(alpha * beta_2, 1),
    ],
    source=f"{SOURCE}, 4.4",
    meaning="Two values of beta in (1, 1/alpha) on the boundary are equal.",
)

necessary = state(
    "emergence.necessary",
    Kind.LEMMA,
    "What a boundary needs",
    lt(H(theta), kappa * theta * log(1 / alpha)),
    suppose=[boundary(), lt(alpha * beta, 1)],
    source=f"{SOURCE}, 4.4",
    meaning="""If some beta below 1/alpha lies on the boundary, then
    k theta log(1/alpha) > h(theta): otherwise the theorem guarantees nothing.""",
)

exists = state(
    "emergence.exists",
    Kind.THEOREM,
    "The boundary exists",
    Exists(beta, And(lt(alpha * beta, 1), boundary())),
    suppose=[lt(H(theta), kappa * theta * log(1 / alpha))],
    source=f"{SOURCE}, 4.4",
    meaning="""If k theta log(1/alpha) > h(theta), some beta in (1, 1/alpha) lies on
    the boundary.""",
)

entropy_rate = state(
    "emergence.entropy-rate",
    Kind.LEMMA,
    "Entropy per error falls",
    lt(H(theta_2) / theta_2, H(theta_1) / theta_1),
    suppose=[lt(theta_1, theta_2)],
    source=f"{SOURCE}, 4.5",
    meaning="The more errors there are, the cheaper each is in the union bound.",
)

falls_in_k = state(
    "emergence.falls-in-k",
    Kind.THEOREM,
    "More skills a piece, a better guarantee",
    lt(beta_2, beta_1),
    suppose=[
        lt(k_1, k_2),
        boundary(beta_1, draws=k_1),
        boundary(beta_2, draws=k_2),
        lt(alpha * beta_1, 1),
        lt(alpha * beta_2, 1),
    ],
    source=f"{SOURCE}, 4.5",
    meaning="The boundary falls as each text piece draws more skills.",
)

falls_in_theta = state(
    "emergence.falls-in-theta",
    Kind.THEOREM,
    "The boundary falls with the share of errors",
    lt(beta_2, beta_1),
    suppose=[
        lt(theta_1, theta_2),
        boundary(beta_1, theta_1),
        boundary(beta_2, theta_2),
        lt(alpha * beta_1, 1),
        lt(alpha * beta_2, 1),
    ],
    source=f"{SOURCE}, 4.5",
    meaning="With more errors, the worst skills suffer a smaller multiple of the average.",
)

share_rises = state(
    "emergence.share-rises",
    Kind.THEOREM,
    "The guaranteed error share rises with the share of errors",
    lt(theta_1 * beta_1, theta_2 * beta_2),
    suppose=[
        lt(theta_1, theta_2),
        le(2 * theta_2, 1),
        boundary(beta_1, theta_1),
        boundary(beta_2, theta_2),
        lt(alpha * beta_1, 1),
        lt(alpha * beta_2, 1),
    ],
    source=f"{SOURCE}, 4.5",
    meaning="""Though beta falls, the product theta beta, which is what competence
    loses, rises: a better model is guaranteed more (up to theta = 1/2).""",
)

rises_in_alpha = state(
    "emergence.rises-in-alpha",
    Kind.THEOREM,
    "Giving up more skills makes the rest safer",
    lt(KL(alpha_1 * beta, alpha_1), KL(alpha_2 * beta, alpha_2)),
    suppose=[lt(alpha_1, alpha_2), lt(alpha_2 * beta, 1)],
    source=f"{SOURCE}, 4.6",
    meaning="For fixed beta the exponent rises in alpha: lighter sets of skills are worse.",
)

phi_bound = state(
    "emergence.phi-bound",
    Kind.LEMMA,
    "The divergence is at least its small-alpha form",
    le(alpha * Phi(beta), KL(alpha * beta, alpha)),
    suppose=[lt(alpha * beta, 1)],
    source=f"{SOURCE}, 4.7 (new)",
    meaning="Dropping the second, non-negative summand of the divergence.",
)

phi_gap = state(
    "emergence.phi-gap",
    Kind.LEMMA,
    "The small-alpha form is exact in the limit",
    le(KL(alpha * beta, alpha), alpha * Phi(beta) + alpha**2 * (beta - 1) ** 2 / (1 - alpha)),
    suppose=[lt(alpha * beta, 1)],
    source=f"{SOURCE}, 4.7 (new)",
    meaning="The error of the small-alpha form is of second order in alpha.",
)

closed_form = state(
    "emergence.closed-form",
    Kind.THEOREM,
    "A closed form for the boundary",
    le(beta, exp(1 + LambertW((H(theta) / (kappa * theta * alpha) - 1) / E))),
    suppose=[boundary(), lt(alpha * beta, 1)],
    source=f"{SOURCE}, 4.7 (new)",
    meaning="""beta* <= exp(1 + W((c - 1)/e)) with c = h(theta)/(k theta alpha), W
    Lambert's function: a bound without solving an equation, exact as alpha
    tends to 0.""",
)
