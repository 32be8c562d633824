"""The rule that takes the pieces with the most draws: the quantile it cuts at, and its averages.

Pieces that draw more than c are taken, pieces that draw fewer are not, and of
those that draw exactly c only the first: those up to xi N1.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Integer, Sum, log

from skilltheory.functions import AtLeast
from skilltheory.kernel import (
    assume,
    cases,
    combine,
    conjoin,
    contradiction,
    discharge,
    exhibit,
    generalise,
    indicator,
    induction,
    instantiate,
    membership,
    modus_ponens,
    monotone,
    project,
    sign,
    specialise,
    split_off,
    sum_of,
)
from skilltheory.kernel.formula import And, Exists, ForAll, Implies, eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import prove
from skilltheory.proving.derived import given, parts, within_range
from skilltheory.sorts import Natural, NonNegative, OpenUnit, Probability, Variable
from skilltheory.theory.finite import binomial_mass, i, surplus, t
from skilltheory.theory.sharp import cut, p, wide
from skilltheory.theory.skillgraph import N1, alpha, k, kp, n, theta

from .finite import binomial_moments

bound = Variable("z_0", NonNegative)
epsilon, step = Variable("epsilon", OpenUnit), Variable("h_0", OpenUnit)
xi = Variable("xi", Probability)
larger = Variable("d_0", Natural)

REACHED, AT_MOST = AtLeast(i, cut), AtLeast(cut, i)
EARLY = AtLeast(xi * N1, t)
RULE = EARLY * REACHED + (1 - EARLY) * (1 - AT_MOST)
"""1 if the t-th piece is taken when it draws i of the skills, else 0."""
BLEND = xi * REACHED + (1 - xi) * (1 - AT_MOST)
"""The share of pieces with i draws that are taken."""


def mean(value: Expr, bias: Expr = alpha) -> Expr:
    """The mean of a function of ``i`` under ``Bin(k, bias)``."""
    return Sum(binomial_mass(i, bias) * value, (i, 0, k))


def one_or_none(term: AtLeast) -> tuple[Theorem, Theorem]:
    """``|- [a >= b] <= 1`` and ``|- [a >= b]^2 = [a >= b]``."""
    a, b = term.args
    over, under = indicator(le(b, a)), indicator(lt(a, b))
    most, square = le(term, 1), eq(term**2, term)
    return (
        cases(le(b, a), combine(most, [(over, 1)]), combine(most, [(under, 1)])),
        cases(
            le(b, a),
            combine(square, [(over, term)]),
            combine(square, [(under, term - 1)]),
        ),
    )


def mean_at_most(pointwise: Theorem, bias: Expr = alpha) -> Theorem:
    """``E f <= E g`` from ``f <= g`` for ``0 <= i <= k``."""
    mass = binomial_mass(i, bias)
    weighted = combine(
        le(mass * pointwise.conclusion.lhs, mass * pointwise.conclusion.rhs), [(pointwise, mass)]
    )
    return sum_of(weighted, i, 0, k)


# -- whole numbers ------------------------------------------------------------------------------


def next_whole() -> Theorem:
    """``|- c_0 < i implies c_0 + 1 <= i``, for natural numbers: induction on both."""
    claim = Implies(lt(cut, i), le(cut + 1, i))
    every = ForAll(cut, claim)
    never = contradiction(assume(lt(cut, 0)), le(cut + 1, 0))
    base = generalise(discharge(never, lt(cut, 0)), cut)
    case = assume(every)
    first = discharge(sign(le(1, i + 1)), lt(0, i + 1))
    before = combine(lt(cut, i), [(assume(lt(cut + 1, i + 1)), 1)])
    there = modus_ponens(specialise(case, cut), before)
    after = discharge(combine(le(cut + 2, i + 1), [(there, 1)]), lt(cut + 1, i + 1))
    above = Implies(lt(cut, i + 1), le(cut + 1, i + 1))
    after = project(conjoin(assume(above), after), 1)
    return specialise(induction(base, generalise(induction(first, after, cut), cut), i), cut)


def whole_above() -> Theorem:
    """``|- there is m': v <= m' and m' <= v + 1``, if some n is at least v."""
    there = Exists(wide, And(le(bound, wide), le(wide, bound + 1)))
    claim = Implies(le(bound, n), there)

    def at(size: Expr, least: Theorem) -> Theorem:
        return exhibit(conjoin(least, combine(le(size, bound + 1), [])), there, size)

    one = at(Integer(1), assume(le(bound, 1)))
    base = discharge(one, le(bound, 1))
    earlier = modus_ponens(assume(claim), assume(le(bound, n)))
    between = assume(lt(n, bound))
    high = assume(le(bound, n + 1))
    last = exhibit(conjoin(high, combine(le(n + 1, bound + 1), [(between, 1)])), there, n + 1)
    after = discharge(cases(le(bound, n), earlier, last), le(bound, n + 1))
    return induction(base, after, n)


def early_pieces() -> tuple[Theorem, Theorem]:
    """``|- R <= v`` and ``|- v <= n + 1 implies v - 1 <= R``, R = #{t <= n: t <= v}."""
    early = AtLeast(bound, t)
    count = Sum(early, (t, 1, n))
    more = count.xreplace({n: n + 1})
    first = split_off(Sum(early, (t, 1, 1)), 1)
    last = split_off(more, n + 1)
    in_time, late = indicator(le(1, bound)), indicator(lt(bound, 1))
    at_one = le(Sum(early, (t, 1, 1)), bound)
    base = cases(
        le(1, bound),
        combine(at_one, [(first, 1), (in_time, 1), (assume(le(1, bound)), 1)]),
        combine(at_one, [(first, 1), (late, 1)]),
    )
    at_most, _ = one_or_none(early)
    all_at_most = sum_of(at_most, t, 1, n)
    at_next, _ = one_or_none(AtLeast(bound, n + 1))
    beyond = assume(le(n + 1, bound))
    not_yet = indicator(lt(bound, n + 1))
    at_next_one = le(more, bound)
    upper = cases(
        le(n + 1, bound),
        combine(at_next_one, [(last, 1), (all_at_most, 1), (at_next, 1), (beyond, 1)]),
        combine(at_next_one, [(last, 1), (assume(le(count, bound)), 1), (not_yet, 1)]),
    )
    return induction(base, upper, n), _early_at_least(count, more, first, last)


def _early_at_least(count: Expr, more: Expr, first: Theorem, last: Theorem) -> Theorem:
    in_time = indicator(le(1, bound))
    start = le(bound - 1, Sum(count.function, (t, 1, 1)))
    high = assume(le(bound, 2))
    base = cases(
        le(1, bound),
        combine(start, [(first, -1), (in_time, -1), (high, 1)]),
        combine(start, [(first, -1), (assume(lt(bound, 1)), 1)]),
    )
    base = discharge(base, le(bound, 2))
    high, beyond = assume(le(bound, n + 2)), assume(le(n + 1, bound))
    _, inside = within_range(t, 1, n + 1)
    reached = combine(le(t, bound), [(inside, 1), (beyond, 1)])
    every = sum_of(given(indicator(le(t, bound)), reached), t, 1, n + 1)
    goal = le(bound - 1, more)
    claim = Implies(le(bound, n + 1), le(bound - 1, count))
    earlier = combine(le(bound, n + 1), [(assume(lt(bound, n + 1)), 1)])
    earlier = modus_ponens(assume(claim), earlier)
    after = cases(
        le(n + 1, bound),
        combine(goal, [(every, -1), (high, 1)]),
        combine(goal, [(last, -1), (earlier, 1)]),
    )
    return induction(base, discharge(after, le(bound, n + 2)), n)


# -- the quantile -------------------------------------------------------------------------------

AT_LEAST, ABOVE = mean(REACHED), mean(1 - AT_MOST)
"""The chances of at least ``c_0`` draws, and of more."""


@cache
def quantile() -> Theorem:
    """``|- there is c_0: Pr[X > c_0] < theta and theta <= Pr[X >= c_0]``."""
    total, _ = binomial_moments(k, alpha)
    crossing = And(lt(ABOVE, theta), le(theta, AT_LEAST))
    there = Exists(larger, crossing.xreplace({cut: larger}))
    zero = {cut: Integer(0)}
    low, _ = within_range(i, 0, k)
    sure = given(indicator(le(0, i)), low)
    mass = binomial_mass()
    surely = sum_of(combine(eq(mass * AtLeast(i, 0), mass), [(sure, mass)]), i, 0, k)
    above = assume(lt(ABOVE.xreplace(zero), theta))
    first = conjoin(above, combine(le(theta, AT_LEAST.xreplace(zero)), [(surely, -1), (total, -1)]))
    base = discharge(exhibit(first, there, Integer(0)), above.conclusion)
    claim = Implies(lt(ABOVE, theta), there)
    following = {cut: cut + 1}
    small = assume(lt(ABOVE.xreplace(following), theta))
    earlier = modus_ponens(assume(claim), assume(lt(ABOVE, theta)))
    after = AtLeast(i, cut + 1)
    more = modus_ponens(next_whole(), assume(lt(cut, i)))
    one = given(indicator(le(cut + 1, i)), more)
    not_beyond = indicator(le(i, cut))
    at_least = le(1 - AT_MOST, after)
    pointwise = cases(
        le(i, cut),
        combine(at_least, [(not_beyond, -1)]),
        combine(at_least, [(one, -1)]),
    )
    summed = mean_at_most(pointwise)
    large = assume(le(theta, ABOVE))
    reached = combine(le(theta, AT_LEAST.xreplace(following)), [(large, 1), (summed, 1)])
    now = exhibit(conjoin(small, reached), there, cut + 1)
    step_ = discharge(cases(lt(ABOVE, theta), earlier, now), small.conclusion)
    found = instantiate(induction(base, step_, cut), {cut: k})
    _, high = within_range(i, 0, k)
    none = given(indicator(le(i, k)), high)
    never = sum_of(combine(eq(mass * (1 - AtLeast(k, i)), 0), [(none, -mass)]), i, 0, k)
    empty = combine(lt(ABOVE.xreplace({cut: k}), theta), [(never, 1)])
    return modus_ponens(found, empty)


# -- a slightly larger share --------------------------------------------------------------------


def heavier_masses() -> tuple[Theorem, Theorem]:
    """``alpha < p |- s^k mass <= mass at p`` and ``|- 1 - s^k <= k (p - alpha)/(1 - alpha)``.

    Here ``s = (1 - p)/(1 - alpha)``.
    """
    more = assume(lt(alpha, p))
    ratio, s = p * (1 - alpha) / (alpha * (1 - p)), (1 - p) / (1 - alpha)
    rate = monotone("log", sign(le(1, ratio), [more]))
    grown = monotone("exp", combine(le(0, i * log(ratio)), [(rate, i)]))
    mass = binomial_mass()
    heavier = combine(le(mass * s**k, binomial_mass(i, p)), [(grown, mass * s**k)])
    share = (p - alpha) / (1 - alpha)
    bernoulli = instantiate(prove("tuples.average"), {theta: share, kp: k}, [more])
    return heavier, combine(le(1 - s**k, k * share), [(bernoulli, 1)], [more])


def blended() -> tuple[Theorem, Theorem, Theorem, Theorem]:
    """Averages of the blend where ``xi (A - B) = theta - epsilon - B``, at alpha and at p.

    In order: its mean and its mean number of draws at alpha, ``E_alpha``; and with
    ``alpha < p <= alpha + h_0`` its mean at p is at most ``theta - epsilon + k h_0/(1 - alpha)``,
    its mean number of draws at least that at alpha less ``k^2 h_0/(1 - alpha)``.
    """
    placed = assume(eq(xi * (AT_LEAST - ABOVE), theta - epsilon - ABOVE))
    total, _ = binomial_moments(k, alpha)
    heavy_total, _ = binomial_moments(k, p)
    chance = combine(eq(mean(BLEND), theta - epsilon), [(placed, 1)])
    draws = draws_of_blend(chance)
    some, all_ = between_none_and_all()
    more, close = assume(lt(alpha, p)), assume(le(p, alpha + step))
    heavier, bernoulli = heavier_masses()
    s = ((1 - p) / (1 - alpha)) ** k
    domain = [more]
    others = sum_of(
        combine(
            le(binomial_mass() * s * (1 - BLEND), binomial_mass(i, p) * (1 - BLEND)),
            [(heavier, 1 - BLEND)],
            [combine(le(0, 1 - BLEND), [(all_, 1)])],
        ),
        i,
        0,
        k,
    )
    none = mean_at_most(some)
    least = combine(le(0, theta - epsilon), [(none, 1), (chance, 1)])
    share = (p - alpha) / (1 - alpha)
    few = combine(
        le(mean(BLEND, p), theta - epsilon + k * step / (1 - alpha)),
        [
            (others, 1),
            (heavy_total, 1),
            (total, -s),
            (chance, s),
            (bernoulli, 1 - theta + epsilon),
            (least, k * share),
            (close, k / (1 - alpha)),
        ],
        [*domain, combine(le(0, 1 - theta + epsilon), [])],
    )
    drawn = sum_of(
        combine(
            le(binomial_mass() * s * BLEND * i, binomial_mass(i, p) * BLEND * i),
            [(heavier, BLEND * i)],
            [some],
        ),
        i,
        0,
        k,
    )
    _, high = within_range(i, 0, k)
    most = combine(le(BLEND * i, k), [(all_, i), (high, 1)])
    at_most_all = mean_at_most(most)
    many = combine(
        le(mean(BLEND * i) - k**2 * step / (1 - alpha), mean(BLEND * i, p)),
        [
            (drawn, 1),
            (bernoulli, mean(BLEND * i)),
            (at_most_all, k * share),
            (total, k * k * share),
            (close, k**2 / (1 - alpha)),
        ],
        [*domain, _not_negative(some)],
    )
    return chance, draws, few, many


def _not_negative(some: Theorem) -> Theorem:
    return combine(
        le(0, mean(BLEND * i)), [(mean_at_most(combine(le(0, BLEND * i), [(some, i)])), 1)]
    )


def between_none_and_all() -> tuple[Theorem, Theorem]:
    """``|- 0 <= blend`` and ``|- blend <= 1``."""
    reached, _ = one_or_none(REACHED)
    at_most, _ = one_or_none(AT_MOST)
    some = combine(le(0, BLEND), [(at_most, 1 - xi)])
    return some, combine(le(BLEND, 1), [(reached, xi)])


def draws_of_blend(chance: Theorem) -> Theorem:
    """From ``E[blend] = z``: ``E[i blend] = c z + E(X - c)_+``; only ties are divided."""
    rest = surplus(i, cut)
    claim = eq(BLEND * (i - cut), rest)
    more, fewer = indicator(lt(cut, i)), indicator(lt(i, cut))
    tie = sign(eq(i, cut), [assume(le(i, cut)), assume(le(cut, i))])
    not_more = indicator(le(i, cut))
    reached = given(indicator(le(cut, i)), combine(le(cut, i), [(assume(lt(cut, i)), 1)]))
    above = combine(claim, [(more, -(1 - xi) * (i - cut)), (reached, (xi - 1) * (i - cut))])
    at = combine(claim, [(tie, BLEND - REACHED)])
    below = combine(claim, [(fewer, (xi - 1) * (i - cut)), (not_more, -(1 - xi) * (i - cut))])
    below = given(below, combine(le(i, cut), [(assume(lt(i, cut)), 1)]))
    pointwise = cases(lt(cut, i), above, cases(le(cut, i), at, below))
    mass = binomial_mass()
    weighted = combine(eq(mass * BLEND * (i - cut), mass * rest), [(pointwise, mass)])
    summed = sum_of(weighted, i, 0, k)
    return combine(
        eq(mean(BLEND * i), cut * chance.conclusion.rhs + mean(rest)), [(summed, 1), (chance, cut)]
    )


# -- the rule -----------------------------------------------------------------------------------

TAKEN = AtLeast(RULE, 1)


def _is_the_rule() -> Theorem:
    """``|- [rule >= 1] = rule``: it is 1 or 0 already."""
    claim = eq(TAKEN, RULE)

    early, late = indicator(le(t, xi * N1)), indicator(lt(xi * N1, t))
    reached, below = indicator(le(cut, i)), indicator(lt(i, cut))
    at_most, more = indicator(le(i, cut)), indicator(lt(cut, i))

    def at(time: Theorem, draws: Theorem, one: bool) -> Theorem:
        first = time is early
        of_time = REACHED - (1 - AT_MOST)
        of_draws = 1 if first else -1
        parts = [(time, of_time), (draws, of_draws)]
        if one:
            whole = combine(eq(RULE, 1), parts)
            there = given(indicator(le(1, RULE)), combine(le(1, RULE), [(whole, -1)]))
            return combine(claim, [(there, 1), (whole, -1)])
        whole = combine(eq(RULE, 0), parts)
        there = given(indicator(lt(RULE, 1)), combine(lt(RULE, 1), [(whole, 1)]))
        return combine(claim, [(there, 1), (whole, -1)])

    return cases(
        le(t, xi * N1),
        cases(le(cut, i), at(early, reached, True), at(early, below, False)),
        cases(le(i, cut), at(late, at_most, False), at(late, more, True)),
    )


def averages() -> tuple[Theorem, Theorem]:
    """The pieces that the rule takes on average, and the draws, against the blend.

    ``|- Sum_t E[taken] <= N1 E[blend]``, ``|- N1 E[i blend] - k <= Sum_t E[i taken]``, at p.
    """
    same, mass = _is_the_rule(), binomial_mass(i, p)

    def over_pieces(weight: Expr) -> Theorem:
        value = mass * weight
        each = combine(eq(value * TAKEN, value * RULE), [(same, value)])
        return sum_of(sum_of(each, i, 0, k), t, 1, N1)

    upper, lower = early_pieces()
    share = xi * N1
    _, most = parts(membership(xi))
    upper = instantiate(upper, {bound: share, n: N1})
    lower = instantiate(lower, {bound: share, n: N1})
    lower = modus_ponens(lower, combine(le(share, N1 + 1), [(most, N1)]))
    tie = _tie()
    _, high = within_range(i, 0, k)
    total, _ = binomial_moments(k, p)
    ties = mean(REACHED + AT_MOST - 1, p)
    some = mean_at_most(tie, p)
    taken = over_pieces(Integer(1))
    few = combine(
        le(taken.conclusion.lhs, N1 * mean(BLEND, p)),
        [(taken, 1), (upper, ties)],
        [combine(le(0, ties), [(some, 1)])],
    )
    reached, _ = one_or_none(REACHED)
    at_most, _ = one_or_none(AT_MOST)
    drawn = over_pieces(i)
    tied = mean(i * (REACHED + AT_MOST - 1), p)
    not_negative = mean_at_most(combine(le(0, i * (REACHED + AT_MOST - 1)), [(tie, i)]), p)
    bounded = combine(le(i * (REACHED + AT_MOST - 1), k), [(reached, i), (at_most, i), (high, 1)])
    bounded = mean_at_most(bounded, p)
    many = combine(
        le(N1 * mean(BLEND * i, p) - k, drawn.conclusion.lhs),
        [(drawn, -1), (lower, tied), (bounded, 1), (total, k)],
        [combine(le(0, tied), [(not_negative, 1)])],
    )
    return few, many


def _tie() -> Theorem:
    """``|- 0 <= [i >= c] + [i <= c] - 1``."""
    claim = le(0, REACHED + AT_MOST - 1)
    reached = indicator(le(cut, i))
    below = combine(le(i, cut), [(assume(lt(i, cut)), 1)])
    at_most = given(indicator(le(i, cut)), below)
    return cases(le(cut, i), combine(claim, [(reached, -1)]), combine(claim, [(at_most, -1)]))
