"""Proofs of the chapter on the sharp threshold."""

from __future__ import annotations

from sympy import Expr, Lambda, Rational, exp, log

from skilltheory.kernel import (
    assume,
    cases,
    choose,
    combine,
    discharge,
    equality,
    exhibit,
    generalise,
    indicator,
    instantiate,
    membership,
    modus_ponens,
    monotone,
    rewrite,
    sign,
    specialise,
    sum_of,
)
from skilltheory.kernel.formula import Equal, Formula, eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import all_of, at, given, parts, within_range
from skilltheory.sorts import Count, Positive, Variable
from skilltheory.theory.emergence import beyond, u, value
from skilltheory.theory.emergence import x as base
from skilltheory.theory.finite import binomial_mass, c, gap, i, mean_surplus, reach, surplus
from skilltheory.theory.information import p as p_
from skilltheory.theory.information import q as q_
from skilltheory.theory.information import x as positive
from skilltheory.theory.sharp import (
    VALUES,
    WEIGHTS,
    at_level,
    mass_of,
    p,
    r,
    rho,
    start,
)
from skilltheory.theory.skillgraph import N1, N2, SKILLS, alpha, beta, eta, k, m, n, theta

from . import sharp_limit, sharp_lower  # noqa: F401  (the lower half has files of its own)
from .finite import binomial_moments, surplus_facts

TOTAL_MASS = binomial_mass()


@proves("sharp.duality")
def duality(proof: Proof) -> Theorem:
    """W (X - c) <= (X - c)_+ for every weight between 0 and 1."""
    share = assume(*proof.hypotheses)
    weight = WEIGHTS[i]
    nothing, more = surplus_facts(i)
    pointwise = proof.line(
        combine(
            le(TOTAL_MASS * weight * i, TOTAL_MASS * (weight * c + surplus(i))),
            [(more, TOTAL_MASS * weight), (nothing, TOTAL_MASS * (1 - weight))],
            [membership(weight)],
        ),
        "w (X - c) <= (X - c)_+, value by value",
    )
    summed = proof.line(sum_of(pointwise, i, 0, k), "take the mean")
    return proof.line(
        combine(proof.claim, [(summed, 1), (share, c)]), "the weights have mass theta"
    )


@proves("sharp.duality-attained")
def attained(proof: Proof) -> Theorem:
    """With weight 1 above c and 0 below, w (X - c) = (X - c)_+ everywhere."""
    share, above, below = map(assume, proof.hypotheses)
    weight = WEIGHTS[i]
    claim = eq(weight * (i - c), surplus(i))
    over = _at_value(above, lt(c, i))
    under = _at_value(below, lt(i, c))
    one = indicator(le(c, i))
    larger = combine(claim, [(over, i - c), (one, c - i)])
    at_c = sign(eq(i, c), [assume(le(i, c)), assume(le(c, i))])
    equal = combine(claim, [(at_c, _at_c_weight())])
    reached = cases(lt(c, i), larger, equal)
    smaller = combine(claim, [(under, i - c), (indicator(lt(i, c)), c - i)])
    pointwise = proof.line(
        cases(le(c, i), reached, smaller), "above c, at c and below c: w (X - c) = (X - c)_+"
    )
    weighted = combine(
        eq(TOTAL_MASS * weight * (i - c), TOTAL_MASS * surplus(i)), [(pointwise, TOTAL_MASS)]
    )
    summed = proof.line(sum_of(weighted, i, 0, k), "take the mean")
    return proof.line(
        combine(proof.claim, [(summed, 1), (share, c)]), "the weights have mass theta"
    )


def _at_c_weight() -> Expr:
    return WEIGHTS[i] - _indicator()


def _indicator() -> Expr:
    from skilltheory.functions import AtLeast

    return AtLeast(i, c)


def _at_value(rule: Theorem, where: Formula) -> Theorem:
    """``every i: where implies w = ...`` at ``i``, where it applies."""
    return modus_ponens(at(rule, i), assume(where))


@proves("sharp.at-least-one")
def at_least_one(proof: Proof) -> Theorem:
    """The constant weight theta is one choice in the duality."""
    total, mean = binomial_moments(k, alpha)
    constant = instantiate(prove("sharp.duality"), {WEIGHTS.label: Lambda(i, theta)})
    proof.line(mean, "the mean of Bin(k, alpha) is k alpha")
    share = combine(constant_share(constant), [(total, theta)])
    chosen = proof.line(given(constant, share), "pick the share theta of every value alike")
    return proof.line(combine(proof.claim, [(chosen, 1), (mean, -theta)]), "it has mean k alpha")


def constant_share(theorem: Theorem) -> Formula:
    """The one hypothesis of a theorem."""
    (hypothesis,) = theorem.hypotheses
    return hypothesis


@proves("sharp.at-most-errors")
def at_most_errors(proof: Proof) -> Theorem:
    """Every draw counts: (X - 0)_+ = X."""
    _, mean = binomial_moments(k, alpha)
    low, _high = within_range(i, 0, k)
    one = given(indicator(le(0, i)), low)
    pointwise = combine(eq(TOTAL_MASS * surplus(i, 0), TOTAL_MASS * i), [(one, TOTAL_MASS * i)])
    summed = proof.line(sum_of(pointwise, i, 0, k), "(X - 0)_+ = X")
    return proof.line(combine(proof.claim, [(summed, 1), (mean, 1)]), "the mean is k alpha")


@proves("sharp.at-most-edges")
def at_most_edges(proof: Proof) -> Theorem:
    """No draw beyond k: (X - k)_+ = 0."""
    _low, high = within_range(i, 0, k)
    claim = eq(TOTAL_MASS * surplus(i, k), 0)
    below = combine(claim, [(indicator(lt(i, k)), TOTAL_MASS * (i - k))])
    top = sign(eq(i, k), [high, assume(le(k, i))])
    reached = combine(claim, [(top, TOTAL_MASS * _top_indicator())])
    pointwise = cases(le(k, i), reached, below)
    summed = proof.line(sum_of(pointwise, i, 0, k), "(X - k)_+ = 0")
    return proof.line(combine(proof.claim, [(summed, 1)]), "so only theta k is left")


def _top_indicator() -> Expr:
    from skilltheory.functions import AtLeast

    return AtLeast(i, k)


@proves("sharp.entropic-better")
def entropic_better(proof: Proof) -> Theorem:
    """h(theta)/theta - log(1/theta) = (1 - theta) log(1/(1 - theta))/theta."""
    rest = proof.line(
        sign(lt(0, -(1 - theta) * log(1 - theta) / theta)),
        "the other half of the entropy counts too",
    )
    return proof.line(combine(proof.claim, [(rest, 1)]), "add log(1/theta)")


# -- the entropic bound ----------------------------------------------------------------------

rate = Variable("lambda", Positive)
q = alpha * beta
RATIO = q * (1 - alpha) / (alpha * (1 - q))
MOMENT = ((1 - alpha) / (1 - q)) ** k


@proves("sharp.entropic")
def entropic(proof: Proof) -> Theorem:
    """z_+ <= exp(lambda z - 1)/lambda; at one c the right side has the mean theta/lambda."""
    inside, condition = map(assume, proof.hypotheses)
    raised = sign(lt(1, RATIO), [inside])
    log_ratio = monotone("log", raised, [inside])
    as_rate = assume(eq(rate, log(RATIO)))
    placed = assume(eq(rate * c, log(MOMENT) - log(theta) - 1))
    domain = [inside]
    powers = monotone("exp", combine(eq(rate * i, i * log(RATIO)), [(as_rate, i)], domain), domain)
    shift = monotone(
        "exp",
        combine(eq(-rate * c - 1, log(theta) - log(MOMENT)), [(placed, -1)], domain),
        domain,
    )
    pointwise = _exponential_bound(domain)
    proof.line(pointwise, "lambda (X - c)_+ <= exp(lambda (X - c) - 1)")
    known = combine(
        le(rate * surplus(i), RATIO**i * theta / MOMENT),
        [(pointwise, 1), (powers, exp(-rate * c - 1)), (shift, RATIO**i)],
        domain,
    )
    weighted = combine(
        le(TOTAL_MASS * rate * surplus(i), TOTAL_MASS * RATIO**i * theta / MOMENT),
        [(known, TOTAL_MASS)],
        domain,
    )
    summed = sum_of(weighted, i, 0, k)
    expansion = instantiate(
        suppose("emergence.binomial-theorem"),
        {n: k, base: alpha * RATIO, u: 1 - alpha},
        domain,
    )
    mean = combine(
        le(rate * mean_surplus(), theta),
        [(summed, 1), (expansion, theta / MOMENT)],
        domain,
    )
    proof.line(mean, "so lambda E(X - c)_+ <= theta, at the c chosen")
    claim = proof.claim
    below = combine(
        claim.body,
        [
            (mean, 1 / rate),
            (placed, theta / rate),
            (as_rate, -theta * k * q / rate),
            (condition, theta / rate),
        ],
        domain,
    )
    proof.line(below, "and there theta c + E(X - c)_+ < theta k alpha beta")
    found = exhibit(below, claim, c)
    level = (log(MOMENT) - log(theta) - 1) / rate
    at_c = instantiate(found, {c: level}, domain)
    at_c = given(at_c, _same(at_c, rate, domain))
    at_rate = instantiate(at_c, {rate: log(RATIO)}, [log_ratio, *domain])
    return proof.line(
        given(at_rate, equality(eq(log(RATIO), log(RATIO)), domain)),
        "with exp(lambda) = q (1 - alpha)/(alpha (1 - q)), q = alpha beta",
    )


def _same(theorem: Theorem, inside: Variable, domain: list[Theorem]) -> Theorem:
    """The hypothesis that placed c, now an identity."""
    (placed,) = [h for h in theorem.hypotheses if isinstance(h, Equal) and h.lhs != inside]
    return equality(placed, domain)


def _exponential_bound(domain: list[Theorem]) -> Theorem:
    """``|- lambda (i - c)_+ <= exp(lambda (i - c) - 1)``."""
    power = exp(rate * (i - c) - 1)
    claim = le(rate * surplus(i), power)
    bound = instantiate(prove("information.log-bound"), {positive: power})
    above, below = indicator(le(c, i)), indicator(lt(i, c))
    over = combine(claim, [(above, rate * (i - c)), (bound, 1)])
    under = combine(claim, [(below, rate * (i - c))])
    del domain
    return cases(le(c, i), over, under)


# -- the limit --------------------------------------------------------------------------------

per_piece, per_skill = Variable("a", Positive), Variable("b", Positive)
few_skills = Variable("d", Count)


def _heavier_level() -> Theorem:
    """``alpha <= p |- alpha (theta c' + E_p(X - c')_+) <= p (theta c + E(X - c)_+)``.

    Here ``c' = c p/alpha``: the sharp threshold falls in alpha.
    """
    raised = c * p / alpha
    claim = le(alpha * at_level(raised, p), p * at_level())
    heavier = assume(le(alpha, p))
    fall = instantiate(
        prove("sharp.falls-in-alpha"), {rho: alpha / p, c: raised}, [assume(lt(alpha, p))]
    )
    above = combine(claim, [(fall, p)])
    same = sign(eq(p, alpha), [heavier, assume(le(p, alpha))])
    value = alpha * at_level()
    trivial = rewrite(same, combine(le(value, value), []), claim)
    return cases(lt(alpha, p), above, trivial)


@proves("sharp.upper")
def upper(proof: Proof) -> Theorem:
    """Choose N1 so large that skills cost at most half of N1 D^2/(4 R^2)."""
    condition = assume(*proof.hypotheses)
    difference = theta * (k * alpha * beta - c) - mean_surplus()
    positive_gap = proof.line(
        combine(lt(0, difference), [(condition, 1)]), "D = theta (k alpha beta - c) - E(X-c)_+ > 0"
    )
    room = k + (1 + c**2) / alpha + gap
    exponent = gap**2 / (4 * room**2)
    share = exponent / (2 * log(2))
    defined = assume(eq(gap, difference))
    cheap = specialise(suppose("skillgraph.sparse"), share)
    large = instantiate(suppose("emergence.archimedes"), {value: 2 * log(1 / eta) / exponent})
    proof.line(cheap, "from some M on, skills are so few that they cost half of N1 D^2/(4 R^2)")
    proof.line(large, "and K pieces bring the other half below log eta")
    skills = SKILLS[N1]
    claim = proof.claim.body.body.body.body
    premise = claim.args[0].xreplace({start: start + beyond})
    enough, many_pieces, fewer, many_skills, fewer_skills = all_of(premise)
    few = modus_ponens(
        specialise(assume(cheap.conclusion.body), N1), combine(le(start, N1), [(enough, 1)])
    )
    size = assume(large.conclusion.body)
    heavier = assume(le(alpha, p))
    raised = c * p / alpha
    lighter = _heavier_level()
    proof.line(lighter, "the threshold falls in alpha: a larger share of skills is no worse")
    nothing, _ = surplus_facts(i)
    mean = sum_of(combine(le(0, TOTAL_MASS * surplus(i)), [(nothing, TOTAL_MASS)]), i, 0, k)
    portion = combine(le(theta, n / N1), [(many_pieces, 1 / N1)])
    level = combine(le(0, k * alpha * beta - c), [(positive_gap, 1 / theta), (mean, 1 / theta)])
    wide = combine(
        le(gap, n / N1 * (k * p * beta - raised) - mean_surplus(raised, p)),
        [
            (lighter, 1 / alpha),
            (defined, p / alpha),
            (heavier, gap / alpha),
            (level, p / alpha * (n / N1 - theta)),
        ],
        [portion],
    )
    square = sign(le(0, (c + p / 2) ** 2))
    far = combine(le(k - raised, room), [(square, 1 / alpha)])
    near = combine(le(gap, room), [])
    at_share = {p: m / skills}
    weighty = combine(le(alpha, m / skills), [(many_skills, 1 / skills)])
    wide = given(instantiate(wide, at_share, [fewer_skills]), weighty)
    far = instantiate(far, at_share, [fewer_skills])
    bound = instantiate(
        prove("finite.failure"),
        {
            N2: skills,
            alpha: m / skills,
            theta: n / N1,
            c: c * (m / skills) / alpha,
            reach: room,
        },
        [fewer, fewer_skills],
    )
    sizes = equality(eq(m, m)), equality(eq(n, n))
    bound = proof.line(
        given(bound, *sizes, wide, far, near),
        "the finite sharp bound with R = k + (1 + c^2)/alpha + D",
    )
    coin = instantiate(
        prove("information.gibbs-binary"), {q_: m / skills, p_: Rational(1, 2)}, [fewer_skills]
    )
    budget = instantiate(_budget(), {per_piece: exponent, per_skill: log(2), few_skills: skills})
    small = combine(
        le(bound.conclusion.rhs.args[0], log(eta)),
        [(coin, skills), (given(budget, few, enough, size), 1)],
        [fewer_skills],
    )
    proof.line(small, "so the exponent is below log eta")
    final = combine(claim.args[1], [(bound, 1), (monotone("exp", small), 1)], [fewer_skills])
    implied = discharge(final, premise)
    for variable in (m, n, N1):
        implied = generalise(implied, variable)
    shown = choose(cheap, choose(large, exhibit(implied, proof.claim, start + beyond)))
    placed = instantiate(shown, {gap: difference}, [positive_gap])
    return proof.line(
        given(placed, equality(eq(difference, difference))),
        "for all N1 >= M + K, and all n, m that fit",
    )


def _budget() -> Theorem:
    """Skills cost at most half of what pieces bring, and the other half exceeds log(1/eta)."""
    few = assume(le(few_skills, per_piece / (2 * per_skill) * N1))
    enough = assume(le(start + beyond, N1))
    size = assume(le(2 * log(1 / eta) / per_piece, beyond))
    return combine(
        le(few_skills * per_skill - per_piece * N1, log(eta)),
        [(few, per_skill), (enough, per_piece / 2), (size, per_piece / 2)],
    )


@proves("sharp.falls-in-alpha")
def falls(proof: Proof) -> Theorem:
    """Thinning: given r successes of Bin(k, p), the thinned count has mean rho r; then Jensen."""
    law = instantiate(suppose("sharp.thinning"), {VALUES.label: Lambda(i, surplus(i, rho * c))})
    proof.line(law, "Bin(k, p rho) is Bin(k, p) thinned by rho")
    inside = within_range(r, 0, k)
    moments = instantiate(suppose("sharp.binomial-moments"), {p: rho})
    total, mean = parts(given(modus_ponens(moments, assume(le(r, k)))))
    nothing, more = surplus_facts(i, rho * c)
    mass = mass_of(r, rho)
    kept = sum_of(combine(le(0, mass * surplus(i, rho * c)), [(nothing, mass)]), i, 0, k)
    average = sum_of(
        combine(le(mass * (i - rho * c), mass * surplus(i, rho * c)), [(more, mass)]), i, 0, k
    )
    inner = kept.conclusion.rhs
    claim = le(rho * surplus(r), inner)
    over = combine(
        claim,
        [(indicator(le(c, r)), rho * (r - c)), (average, 1), (mean, -1), (total, rho * c)],
    )
    under = combine(claim, [(indicator(lt(r, c)), rho * (r - c)), (kept, 1)])
    jensen = proof.line(
        cases(le(c, r), over, under), "given r, the mean positive part is at least that of the mean"
    )
    outer_mass = mass_of(k, p, r)
    weighted = combine(
        le(outer_mass * rho * surplus(r), outer_mass * inner), [(jensen, outer_mass)]
    )
    summed = proof.line(sum_of(weighted, r, 0, k), "take the mean over r")
    del inside
    return proof.line(combine(proof.claim, [(law, -1), (summed, 1)]), "add theta rho c")
