"""The lower half of the sharp theorem in the limit, from its finite form."""

from __future__ import annotations

from functools import cache

from sympy import Expr, Lambda, exp, log

from skilltheory.kernel import (
    assume,
    choose,
    combine,
    conjoin,
    discharge,
    equality,
    exhibit,
    generalise,
    instantiate,
    modus_ponens,
    monotone,
    sign,
    specialise,
)
from skilltheory.kernel.formula import And, Exists, Pr, eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import all_of, given
from skilltheory.sorts import Positive, Variable, variables
from skilltheory.theory.emergence import beyond, lost_event, value
from skilltheory.theory.finite import gap, i, rate, t
from skilltheory.theory.sharp import RULE as FREE_RULE
from skilltheory.theory.sharp import WEIGHTS, at_level, cut, p, pace, start, wide
from skilltheory.theory.skillgraph import N1, N2, SKILLS, alpha, beta, eta, k, m, n, quota, theta

from .sharp_rule import (
    ABOVE,
    AT_LEAST,
    BLEND,
    RULE,
    averages,
    between_none_and_all,
    blended,
    bound,
    draws_of_blend,
    epsilon,
    mean,
    quantile,
    step,
    whole_above,
    xi,
)

LOST = Pr(lost_event())
TARGET = theta * k * alpha * beta
DIFFERENCE = at_level(cut) - TARGET
PACE = eq(8 * k * pace * (TARGET + gap), gap)
PLACED = eq(xi * (AT_LEAST - ABOVE), theta - epsilon - ABOVE)
SMALL = (
    le(step, epsilon * (1 - alpha) / (3 * k)),
    le(step, gap * (1 - alpha) / (8 * k**2)),
    le(step, gap / (8 * beta * k * theta)),
    le(step, (1 - alpha) / 2),
)
"""How much larger the set of skills may be."""
FEW = le(epsilon, gap / (8 * (cut + 1)))
SIZES = le(theta * N1 - 1, n), le(n, theta * N1 + 1)
ENOUGH = 4 * k * (beta + 1) / gap
FIRST = epsilon / 3 * (1 - N1 * epsilon / 3)
SECOND = -pace * gap * N1 / (4 * N2)
"""The exponents: that too many pieces are taken, and that a skill misses its quota."""


def _in_numbers() -> Theorem:
    """The finite form for the rule that takes the most draws, with simple exponents."""
    bias, close = assume(eq(wide, p * N2)), assume(le(p, alpha + step))
    several, most = assume(lt(1, wide)), assume(le(m, wide))
    low, high = map(assume, SIZES)
    defined, paced, few = assume(eq(gap, DIFFERENCE)), assume(PACE), assume(FEW)
    steps = tuple(map(assume, SMALL))
    _, draws, chosen, drawn = blended()
    taken, edges = averages()
    finite = instantiate(
        prove("sharp.lower-finite"),
        {alpha: p, rate: epsilon / 3, FREE_RULE.label: Lambda((t, i), RULE)},
    )
    finite = given(finite, sign(le(epsilon / 3, 1)))
    rate_, pieces = epsilon / 3, taken.conclusion.lhs
    both = rate_ + rate_**2
    first = combine(
        le(both * pieces - rate_ * n, FIRST),
        [
            (taken, both),
            (chosen, N1 * both),
            (steps[0], N1 * both * k / (1 - alpha)),
            (low, rate_),
        ],
    )
    total = edges.conclusion.rhs
    enough_edges = combine(
        le(N1 * (TARGET + 3 * gap / 4) - k, total),
        [
            (edges, 1),
            (drawn, N1),
            (draws, -N1),
            (steps[1], N1 * k**2 / (1 - alpha)),
            (defined, N1),
            (few, N1 * cut),
        ],
    )
    slow = combine(le(k * pace, 1), [(paced, 1 / (8 * gap))])
    inverse = combine(eq(1 / wide, 1 / (p * N2)), [(bias, -1 / (wide * p * N2))])
    scale = pace / (p * N2)
    second = combine(
        le(pace * quota - pace * (1 - pace * k) * total / wide, SECOND),
        [
            (inverse, -pace * (1 - pace * k) * total),
            (enough_edges, scale * (1 - pace * k)),
            (high, pace * beta * k / N2),
            (close, scale * beta * k * theta * N1),
            (steps[2], scale * beta * k * theta * N1),
            (assume(le(ENOUGH, N1)), scale * gap / 4),
            (paced, scale * N1 / 8),
        ],
        [slow],
    )
    return _combined(finite, first, second, several, most)


def _combined(
    finite: Theorem, first: Theorem, second: Theorem, several: Theorem, most: Theorem
) -> Theorem:
    """Put the simple exponents for the exact ones, and ``2/h`` for the price."""
    spare = wide - m + 1
    half = assume(le(step * N2 / 2, spare))
    fewer = assume(lt(wide, N2))
    some_spare = combine(lt(0, spare), [(most, 1)])
    price = combine(
        le(wide / spare, 2 / step), [(half, 2 / (step * spare)), (fewer, 1 / spare)], [some_spare]
    )
    exact = exp(second.conclusion.lhs)
    return combine(
        le(1 - exp(FIRST) - 2 / step * exp(SECOND), LOST),
        [
            (finite, 1),
            (monotone("exp", first), 1),
            (price, exact),
            (monotone("exp", second), 2 / step),
        ],
        [some_spare, several],
    )


NEAR = log(1 + 2 / eta)
FAR = log(1 + 4 / (step * eta))
SKILL_PRICE = pace * gap / (4 * FAR)
"""The skills may be at most so many times the pieces."""
PIECE_PRICE = 9 * (epsilon / 3 + NEAR) / epsilon**2
LEAST = (alpha + step / 2) * N2
"""The size of the larger set of skills, before it is made whole."""


def _above_zero(logarithm: Expr) -> Theorem:
    """``|- 0 < log(1 + x)``."""
    return monotone("log", sign(lt(1, logarithm.args[0])))


@cache
def _nearly_sure() -> Theorem:
    """``1 - eta <= Pr[lost]``, when there are enough pieces and skills."""
    chosen = And(le(LEAST, wide), le(wide, LEAST + 1))
    low, near = all_of(chosen)
    plenty = assume(le(2 / step, N2))
    high = combine(le(wide, (alpha + step) * N2), [(near, 1), (plenty, step / 2)])
    narrow, skills = assume(SMALL[3]), assume(le(m, alpha * N2 + 1))
    fewer = combine(lt(wide, N2), [(high, 1), (narrow, N2)])
    sized = instantiate(_in_numbers(), {p: wide / N2}, [fewer])
    pieces = assume(SIZES[1]), assume(le(1 / (1 - theta), N1))
    sized = given(
        sized,
        equality(eq(wide, wide)),
        combine(lt(alpha, wide / N2), [(low, 1 / N2)]),
        combine(le(wide / N2, alpha + step), [(high, 1 / N2)]),
        fewer,
        combine(le(step * N2 / 2, wide - m + 1), [(low, 1), (skills, 1)]),
        combine(lt(1, wide), [(low, 1), (plenty, step / 2)]),
        combine(le(m, wide), [(low, 1), (skills, 1), (plenty, step / 2)]),
        combine(le(n, N1), [(pieces[0], 1), (pieces[1], 1 - theta)]),
    )
    first = monotone(
        "exp", combine(le(FIRST, -NEAR), [(assume(le(PIECE_PRICE, N1)), epsilon**2 / 9)])
    )
    positive = _above_zero(FAR)
    cheap = assume(le(N2, SKILL_PRICE * N1))
    second = monotone("exp", combine(le(SECOND, -FAR), [(cheap, FAR / N2)], [positive]))
    sure = combine(le(1 - eta, LOST), [(sized, 1), (first, 1), (second, 2 / step)])
    whole = instantiate(whole_above(), {bound: LEAST, n: beyond})
    large = instantiate(suppose("emergence.archimedes"), {value: LEAST})
    there = modus_ponens(whole, assume(large.conclusion.body))
    return choose(large, choose(there, sure))


def _small_enough(number: Variable, *limits: Variable) -> Theorem:
    """``|- there is x between 0 and 1: x <= a and x <= b and ...``, for positive numbers."""
    least = sign(le(1 / (rest + 1 / A[0]), A[0]))
    inverses = {a: 1 / a for a in limits}
    total = 1 + sum(inverses.values())
    below = conjoin(*(instantiate(least, {rest: total - inverses[a], A[0]: a}) for a in limits))
    proper = instantiate(sign(lt(1 / (1 + rest), 1)), {rest: total - 1})
    claim = Exists(number, And(*(le(number, a) for a in limits)))
    return exhibit(below, claim, 1 / total, [proper])


A = variables("a_1 a_2 a_3 a_4", Positive)
rest = Variable("r_0", Positive)


@proves("sharp.lower")
def lower(proof: Proof) -> Theorem:
    """Cut at the quantile, leave out a few pieces, take a few more skills."""
    below = specialise(assume(*proof.hypotheses), cut)
    found = proof.line(
        _quantile_cut(), "cut where the share of pieces with more draws falls below theta"
    )
    crossing = all_of(found.conclusion.body)
    above, reached = crossing
    excess = combine(lt(0, DIFFERENCE), [(below, 1)])
    room = combine(lt(0, theta - ABOVE), [(above, 1)])
    proof.line(excess, "D = theta c + E(X-c)_+ - theta k alpha beta > 0")
    whole = assume(eq(gap, DIFFERENCE))
    some_gap = exhibit(
        equality(eq(DIFFERENCE, DIFFERENCE)), Exists(gap, whole.conclusion), DIFFERENCE, [excess]
    )
    limits = {A[0]: FEW.rhs, A[1]: theta - ABOVE}
    some_epsilon = instantiate(_small_enough(epsilon, *A[:2]), limits, [room])
    limits = dict(zip(A, (h.rhs for h in SMALL), strict=True))
    some_step = instantiate(_small_enough(step, *A), limits)
    proof.line(some_epsilon, "leave out a share epsilon of the pieces")
    proof.line(some_step, "and take a share alpha + h of the skills")
    few, inside = all_of(some_epsilon.conclusion.body)
    some_blend = _divided(
        theta - epsilon,
        combine(le(0, theta - epsilon - ABOVE), [(inside, 1)]),
        combine(le(theta - epsilon - ABOVE, AT_LEAST - ABOVE), [(reached, 1)]),
        crossing,
    )
    rate_ = gap / (8 * k * (TARGET + gap))
    paced = PACE.xreplace({pace: rate_})
    some_pace = exhibit(equality(paced), Exists(pace, PACE), rate_)
    sure = proof.line(_nearly_sure(), "the finite form; both exponents are large")
    sure = given(sure, few, *all_of(some_step.conclusion.body))
    shown = _eventually(proof, sure)
    for existence in (some_pace, some_blend, some_step, some_epsilon, some_gap, found):
        shown = choose(existence, shown)
    return proof.line(shown, "for all sizes from there on")


def _divided(share: Expr, some: Theorem, least: Theorem, crossing: tuple[Theorem, ...]) -> Theorem:
    """There is a ``xi``: ties are divided so that a share z of the pieces is taken, B <= z <= A."""
    above, reached = crossing
    apart = combine(lt(0, AT_LEAST - ABOVE), [(above, 1), (reached, 1)])
    part = assume(le(bound, A[0]))
    divided = exhibit(
        equality(eq(bound, bound)),
        Exists(xi, eq(xi * A[0], bound)),
        bound / A[0],
        [combine(le(bound / A[0], 1), [(part, 1 / A[0])])],
    )
    place = {A[0]: AT_LEAST - ABOVE, bound: share - ABOVE}
    return given(instantiate(divided, place, [apart, some]), least)


def _quantile_cut() -> Theorem:
    """The quantile, under the name that the rule has for it."""
    found = quantile()
    crossing = found.conclusion.body.xreplace({found.conclusion.variable: cut})
    renamed = exhibit(
        assume(found.conclusion.body), Exists(cut, crossing), found.conclusion.variable
    )
    return choose(found, renamed)


@proves("sharp.minimum")
def least_level(proof: Proof) -> Theorem:
    """The duality, for the share that is taken at the quantile."""
    found = proof.line(_quantile_cut(), "cut where the share of larger values falls below theta")
    crossing = all_of(found.conclusion.body)
    above, reached = crossing
    some = combine(le(0, theta - ABOVE), [(above, 1)])
    least = combine(le(theta - ABOVE, AT_LEAST - ABOVE), [(reached, 1)])
    some_blend = _divided(theta, some, least, crossing)
    chance = combine(eq(mean(BLEND), theta), [(assume(some_blend.conclusion.body), 1)])
    proof.line(chance, "take what is larger, and as much of the ties as makes theta")
    draws = proof.line(draws_of_blend(chance), "its sum is what the level c_0 gives")
    weights = {WEIGHTS.label: Lambda(i, BLEND)}
    dual = instantiate(prove("sharp.duality"), weights, between_none_and_all())
    dual = proof.line(given(dual, chance), "and by duality at most what any other level gives")
    least_there = proof.claim.body
    shown = combine(least_there.body, [(dual, 1), (draws, -1)])
    shown = exhibit(generalise(shown, least_there.variable), proof.claim, cut)
    return proof.line(choose(found, choose(some_blend, shown)), "so c_0 is best")


def _eventually(proof: Proof, sure: Theorem) -> Theorem:
    """From some number of pieces and skills on."""
    positive = _above_zero(FAR)
    cheap = specialise(suppose("skillgraph.sparse"), SKILL_PRICE, [positive])
    prices = PIECE_PRICE, ENOUGH, 1 / (1 - theta), 2 / step
    large = instantiate(suppose("emergence.archimedes"), {value: sum(prices)})
    skills = SKILLS[N1]
    claim = proof.claim.body.body.body.body
    premise = claim.args[0].xreplace({start: start + beyond})
    pieces, many, *sizes = all_of(premise)
    few = modus_ponens(
        specialise(assume(cheap.conclusion.body), N1), combine(le(start, N1), [(pieces, 1)])
    )
    size = assume(large.conclusion.body)
    first = combine(lt(0, PIECE_PRICE), [(_above_zero(NEAR), 9 / epsilon**2)])
    parts_ = [(size, 1), (pieces, 1), (first, 1)]
    enough = [combine(le(PIECE_PRICE, N1), [(size, 1), (pieces, 1)])]
    enough += [combine(le(price, N1), parts_) for price in prices[1:3]]
    plenty = combine(le(prices[3], skills), [(size, 1), (many, 1), (first, 1)])
    final = given(instantiate(sure, {N2: skills}), few, *enough, plenty, *sizes)
    implied = discharge(final, premise)
    for variable in (m, n, N1):
        implied = generalise(implied, variable)
    return choose(cheap, choose(large, exhibit(implied, proof.claim, start + beyond)))
