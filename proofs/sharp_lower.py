"""Proofs of the lower half of the sharp theorem: no smaller beta can be guaranteed."""

from __future__ import annotations

from functools import cache

from sympy import Expr, Integer, Lambda, Product, Sum, exp, log

from skilltheory.functions import AtLeast
from skilltheory.kernel import (
    assume,
    cases,
    choose,
    combine,
    conjoin,
    contradiction,
    discharge,
    equality,
    exhibit,
    generalise,
    indicator,
    instantiate,
    likelier,
    linear,
    mean_of,
    modus_ponens,
    monotone,
    product_of,
    share_of,
    sign,
    sum_of,
)
from skilltheory.kernel.formula import Mean, Pr, eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import all_of, at, given, markov, parts, within_range
from skilltheory.sorts import NonNegative, Variable
from skilltheory.theory.emergence import lost_event
from skilltheory.theory.finite import FUNCTION as OF_COUNT
from skilltheory.theory.finite import SHARE, binomial_mass, drawn, i, on, rate, reach, t
from skilltheory.theory.information import x as positive
from skilltheory.theory.sharp import (
    FUNCTION,
    draws_taken,
    mass_of,
    own,
    p,
    pace,
    r,
    share,
    share_taken,
    taken,
    wide,
)
from skilltheory.theory.skillgraph import (
    N1,
    N2,
    alpha,
    edges,
    j,
    k,
    l,
    level,
    m,
    n,
    quota,
    y,
)

from .finite import binomial_moments
from .sharp_rule import one_or_none

MASS = binomial_mass()
FIRST = {m: wide, j: Integer(1)}
"""The first set of m' skills."""
COUNT = drawn().xreplace(FIRST)
OWN = own().xreplace(FIRST)
TAKEN = taken(COUNT)
PIECES = Sum(TAKEN, (t, 1, N1))
"""How many pieces the rule takes."""
EDGES = Sum(TAKEN * OWN, (t, 1, N1))
"""The edges of a skill from the pieces that the rule takes."""
KEPT = Sum(1 - AtLeast(EDGES, quota), (l, 1, wide))
"""How many of the m' skills have fewer edges from them than the quota."""
SPARE = wide - m + 1
BIAS, SEVERAL, MOST, FITS = eq(wide, alpha * N2), lt(1, wide), le(m, wide), le(n, N1)
SMALL = le(rate, 1)
"""The hypotheses of the finite form."""


def _exponential_of_sum(exponent: Expr) -> Theorem:
    """``|- Product exp(x_t) = exp(Sum x_t)``."""
    product = Product(exp(exponent), (t, 1, N1))
    return monotone("exp", equality(eq(log(product), Sum(exponent, (t, 1, N1)))))


def _below_exponential(moment: Expr, sum_bound: Theorem, domain: list[Theorem]) -> Theorem:
    """From ``M_t <= 1 + x_t``: ``Product M_t <= exp(Sum x_t)``."""
    exponent = sum_bound.conclusion.rhs - 1
    above = instantiate(prove("information.log-bound"), {positive: exp(exponent)}, domain)
    each = combine(le(moment, exp(exponent)), [(sum_bound, 1), (above, 1)], domain)
    product = product_of(each, t, 1, N1, sign(le(0, moment), domain))
    whole = Sum(exponent, (t, 1, N1))
    return combine(
        le(product.conclusion.lhs, exp(whole)),
        [(product, 1), (_exponential_of_sum(exponent), 1)],
        domain,
    )


def _missed(
    indicator_: AtLeast,
    factor: Expr,
    exponent: Expr,
    law: Theorem,
    bound: Theorem,
    domain: list[Theorem],
) -> Theorem:
    """``1 - E[I] <= a exp(Sum x_t)``, where ``1 - I <= a Product f_t`` and f_t has mean e^x_t.

    ``exponent`` is the random ``y_t`` with ``f_t = exp(y_t)``, ``factor`` is a, and a f > 1
    wherever ``I`` is 0; ``law`` and ``bound`` take the mean of the product to e^(Sum x_t).
    """
    upper, lower = indicator_.args
    raised = _exponential_of_sum(exponent)
    product, whole = raised.conclusion.args
    power = factor.args[0] + whole.args[0]
    claim = le(1 - indicator_, factor * product)
    over, under = indicator(le(lower, upper)), indicator(lt(upper, lower))
    short = assume(lt(upper, lower))
    weight = rate if indicator_.has(COUNT) and upper == n else pace
    large = monotone("exp", combine(le(0, power), [(short, weight)]))
    reached = combine(claim, [(over, -1)])
    failed = combine(claim, [(large, 1), (raised, -factor), (under, -1)])
    averaged = mean_of(cases(le(lower, upper), reached, failed))
    left, right = map(linear, averaged.conclusion.args)
    return combine(
        le(1 - Mean(indicator_), factor * bound.conclusion.rhs),
        [(averaged, 1), (left, -1), (right, 1), (law, factor), (bound, factor)],
        domain,
    )


@cache
def _few_pieces() -> Theorem:
    """``1 - E[W <= n] <= exp((lambda + lambda^2) E W - lambda n)``, W the pieces taken."""
    inside, both = taken(), rate + rate**2
    over, under = indicator(le(1, inside.args[0])), indicator(lt(inside.args[0], 1))
    one = monotone("exp", combine(eq(rate * inside, rate), [(over, rate)]))
    none = monotone("exp", combine(eq(rate * inside, 0), [(under, rate)]))
    quadratic = given(instantiate(prove("finite.exponential"), {reach: rate}), assume(SMALL))
    claim = le(exp(rate * inside), 1 + both * inside)
    pointwise = cases(
        le(1, inside.args[0]),
        combine(claim, [(one, 1), (quadratic, 1), (over, -both)]),
        combine(claim, [(none, 1), (under, -both)]),
    )
    weighted = combine(
        le(MASS * exp(rate * inside), MASS * (1 + both * inside)), [(pointwise, MASS)]
    )
    summed = sum_of(weighted, i, 0, k)
    total, _ = binomial_moments(k, alpha)
    moment = summed.conclusion.lhs
    bound = combine(le(moment, 1 + both * share_taken()), [(summed, 1), (total, 1)])
    bound = _below_exponential(moment, bound, [])
    rule = {OF_COUNT.label: Lambda((t, i), exp(rate * inside))}
    law = modus_ponens(instantiate(suppose("finite.mixing"), {**FIRST, **rule}), assume(BIAS))
    return _missed(AtLeast(n, PIECES), exp(-rate * n), rate * TAKEN, law, bound, [])


def _decay(v: Variable) -> Theorem:
    """``|- exp(-v) <= 1 - v + v^2`` for ``v >= 0``: because 1 + v <= exp(v)."""
    above = instantiate(prove("information.log-bound"), {positive: exp(v)})
    return combine(le(exp(-v), 1 - v + v**2), [(above, exp(-v) / (1 + v))])


def _moments_of_share(several: Theorem) -> tuple[Theorem, Theorem]:
    """Total and mean of ``Bin(i, 1/m')``, for ``i <= k``."""
    law = modus_ponens(suppose("sharp.binomial-moments"), assume(le(r, k)))
    total, mean = parts(law)
    total = combine(eq(Sum(mass_of(r, p, share), (share, 0, k)), 1), [(total, 1)])
    mean = combine(eq(Sum(share * mass_of(r, p, share), (share, 0, k)), r * p), [(mean, 1)])
    place = {r: i, p: 1 / wide}
    return instantiate(total, place, [several]), instantiate(mean, place, [several])


@cache
def _many_edges() -> Theorem:
    """``1 - E[Z_l >= q] <= exp(nu q - nu (1 - nu k) E Z_l)``, Z_l the edges of one skill."""
    inside, several = taken(), assume(SEVERAL)
    domain = [several]
    slow = pace * (1 - pace * k)
    v = Variable("v", NonNegative)
    _, square = one_or_none(inside)
    _, at_most = within_range(share, 0, k)
    decay = instantiate(_decay(v), {v: pace * inside * share})
    pointwise = combine(
        le(exp(-pace * inside * share), 1 - slow * inside * share),
        [(decay, 1), (square, pace**2 * share**2), (at_most, pace**2 * inside * share)],
    )
    weight = mass_of(i, 1 / wide, share)
    weighted = combine(
        le(weight * pointwise.conclusion.lhs, weight * pointwise.conclusion.rhs),
        [(pointwise, weight)],
        domain,
    )
    shares = sum_of(weighted, share, 0, k)
    total, mean = _moments_of_share(several)
    inner = combine(
        le(shares.conclusion.lhs, 1 - slow * inside * i / wide),
        [(shares, 1), (total, 1), (mean, -slow * inside)],
        domain,
    )
    outer = combine(
        le(MASS * inner.conclusion.lhs, MASS * inner.conclusion.rhs), [(inner, MASS)], domain
    )
    summed = sum_of(outer, i, 0, k)
    total, _ = binomial_moments(k, alpha)
    moment = summed.conclusion.lhs
    bound = combine(le(moment, 1 - slow * draws_taken() / wide), [(summed, 1), (total, 1)], domain)
    bound = _below_exponential(moment, bound, domain)
    rule = {FUNCTION.label: Lambda((t, i, share), exp(-pace * inside * share))}
    there = conjoin(assume(BIAS), several, assume(le(l, wide)))
    law = modus_ponens(instantiate(suppose("sharp.mixing"), {**FIRST, **rule}), there)
    return _missed(
        AtLeast(EDGES, quota), exp(pace * quota), -pace * TAKEN * OWN, law, bound, domain
    )


@cache
def _few_kept() -> Theorem:
    """``E[V >= m' - m + 1] <= m'/(m' - m + 1) b``, V the skills that miss their quota."""
    each = _many_edges()
    summed = sum_of(each, l, 1, wide)
    at_most, _ = one_or_none(AtLeast(EDGES, quota))
    missing = sum_of(combine(le(0, 1 - AtLeast(EDGES, quota)), [(at_most, 1)]), l, 1, wide)
    reached = markov(SPARE, combine(le(0, KEPT), [(missing, 1)]))
    some_spare = combine(lt(0, SPARE), [(assume(MOST), 1)])
    event = AtLeast(KEPT, SPARE)
    return combine(
        le(Mean(event), wide / SPARE * each.conclusion.rhs),
        [
            (reached, 1 / SPARE),
            (share_of(event), 1),
            (linear(Mean(KEPT)), 1 / SPARE),
            (summed, 1 / SPARE),
        ],
        [some_spare, assume(SEVERAL)],
    )


FEW, MISSED = AtLeast(n, PIECES), AtLeast(KEPT, SPARE)
GOOD = FEW - MISSED


@cache
def _good_is_likely() -> Theorem:
    """``E[W <= n] - E[V >= m' - m + 1] <= Pr[1 <= difference]``."""
    claim = le(GOOD, AtLeast(GOOD, 1))
    fits, too_many = indicator(le(PIECES, n)), indicator(lt(n, PIECES))
    missed, enough = indicator(le(SPARE, KEPT)), indicator(lt(KEPT, SPARE))
    reached = combine(le(1, GOOD), [(fits, -1), (enough, 1)])
    one = given(indicator(le(1, GOOD)), reached)
    averaged = mean_of(
        cases(
            le(PIECES, n),
            cases(
                le(SPARE, KEPT),
                combine(claim, [(fits, 1), (missed, -1)]),
                combine(claim, [(one, -1), (fits, 1), (enough, -1)]),
            ),
            combine(claim, [(too_many, 1)]),
        )
    )
    return combine(
        le(Mean(FEW) - Mean(MISSED), Pr(le(1, GOOD))),
        [(averaged, 1), (linear(Mean(GOOD)), -1), (share_of(AtLeast(GOOD, 1)), 1)],
    )


def _what_good_means() -> tuple[Theorem, Theorem]:
    """``1 <= difference |- W <= n`` and ``|- V < m' - m + 1``."""
    good, never = assume(le(1, GOOD)), le(Integer(1), Integer(0))
    too_many, missed = indicator(lt(n, PIECES)), indicator(le(SPARE, KEPT))
    at_most, _ = one_or_none(FEW)
    fits, enough = le(PIECES, n), lt(KEPT, SPARE)
    no_fit = contradiction(combine(never, [(good, 1), (too_many, 1)]), fits)
    no_spare = contradiction(combine(never, [(good, 1), (missed, -1), (at_most, 1)]), enough)
    return (
        cases(fits, assume(fits), no_fit),
        cases(le(SPARE, KEPT), no_spare, assume(enough)),
    )


@cache
def _lost_if_good() -> Theorem:
    """``1 <= difference |- some n pieces leave some m skills lost``."""
    few, enough = _what_good_means()
    at_most, square = one_or_none(TAKEN)
    chosen = instantiate(suppose("sharp.pieces"), {SHARE.label: Lambda(t, TAKEN)}, [at_most])
    whole = chosen.conclusion.args[0].args[0]
    zero = combine(whole.body.args[1], [(square, -1)])
    each = generalise(discharge(zero, whole.body.args[0]), t)
    some_pieces = modus_ponens(chosen, conjoin(each, few, assume(FITS)))
    low, high, cover = all_of(some_pieces.conclusion.body)
    more = combine(le(TAKEN * OWN, on() * OWN), [(at(cover, t), OWN)])
    more = sum_of(more, t, 1, N1)
    counted = instantiate(suppose("sharp.own"), FIRST)
    theirs = edges().xreplace(FIRST)
    claim = le(AtLeast(EDGES, quota), AtLeast(theirs, quota))
    over, under = indicator(le(quota, EDGES)), indicator(lt(EDGES, quota))
    reached = combine(le(quota, theirs), [(assume(le(quota, EDGES)), 1), (more, 1), (counted, -1)])
    one = given(indicator(le(quota, theirs)), reached)
    still = cases(
        le(quota, EDGES), combine(claim, [(one, -1), (over, 1)]), combine(claim, [(under, 1)])
    )
    summed = sum_of(still, l, 1, wide)
    many = combine(lt(m - 1, summed.conclusion.rhs), [(enough, 1), (summed, 1)])
    chosen = instantiate(suppose("sharp.skills"), {level: quota})
    within = combine(le(wide, N2), [(assume(BIAS), 1)])
    some_skills = modus_ponens(chosen, conjoin(within, many))
    found = exhibit(conjoin(low, high, some_skills), lost_event(), y)
    return choose(some_pieces, found)


@proves("sharp.lower-finite")
def lower_finite(proof: Proof) -> Theorem:
    """Few pieces too many, few skills too few: the union of both fails with small chance."""
    few = proof.line(_few_pieces(), "the rule rarely takes more than n pieces")
    proof.line(_many_edges(), "a skill rarely misses its quota")
    kept = proof.line(_few_kept(), "so more than m' - m skills rarely miss it")
    average = proof.line(_good_is_likely(), "so neither is likely to happen")
    event = proof.line(_lost_if_good(), "and then some n pieces leave some m skills lost")
    lost = likelier(event, le(1, GOOD))
    domain = [combine(lt(0, SPARE), [(assume(MOST), 1)]), assume(SEVERAL)]
    return proof.line(
        combine(
            proof.claim,
            [(few, 1), (kept, 1), (average, 1), (lost, 1)],
            domain,
        ),
        "add up",
    )
