"""Proofs of the chapter on finite sizes."""

from __future__ import annotations

from sympy import Expr, Lambda, binomial, exp, log

from skilltheory.kernel import (
    assume,
    cases,
    choose,
    combine,
    conjoin,
    discharge,
    equality,
    exhibit,
    indicator,
    instantiate,
    likelier,
    membership,
    minimum,
    modus_ponens,
    monotone,
    sign,
    some_event,
    split_off,
    sum_of,
)
from skilltheory.kernel.formula import Pr, eq, le, lt, some
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import all_of, given, markov, parts
from skilltheory.sorts import NonNegative, Variable
from skilltheory.theory.emergence import lost_event
from skilltheory.theory.finite import (
    DRAWN,
    FUNCTION,
    QUANTITY,
    SHARE,
    binomial_mass,
    c,
    d,
    drawn,
    epsilon,
    gap,
    i,
    level,
    mean_surplus,
    moment,
    on,
    rate,
    reach,
    size,
    surplus,
    surpluses,
    t,
)
from skilltheory.theory.information import x as positive
from skilltheory.theory.sharp import p as bias
from skilltheory.theory.sharp import r
from skilltheory.theory.skillgraph import N1, N2, alpha, beta, j, k, m, n, quota, y


def surplus_facts(value: Expr, level_: Expr = c) -> tuple[Theorem, Theorem]:
    """``0 <= (v - c)_+`` and ``v - c <= (v - c)_+``."""
    above, below = le(level_, value), lt(value, level_)
    positive_part = surplus(value, level_)
    one, zero = indicator(above), indicator(below)
    claims = le(0, positive_part), le(value - level_, positive_part)
    found = []
    for claim in claims:
        over = combine(claim, [(one, level_ - value), (assume(above), _weight(claim))])
        under = combine(claim, [(zero, level_ - value), (assume(below), 1 - _weight(claim))])
        found.append(cases(above, over, under))
    return found[0], found[1]


def _weight(claim: object) -> int:
    return 1 if getattr(claim, "lhs", None) == 0 else 0


@proves("finite.markov")
def markov_bound(proof: Proof) -> Theorem:
    """Take the mean of z [V >= z] <= V."""
    low = proof.line(membership(QUANTITY[t]), "V is not negative")
    bound = proof.line(markov(level, low), "so z [V >= z] <= V: take the mean")
    return proof.line(combine(proof.claim, [(bound, 1)]), "the mean of an indicator is a chance")


@proves("finite.tail")
def tail(proof: Proof) -> Theorem:
    """The exponential of a sum is a product, whose mean is a product of means."""
    share = assume(*proof.hypotheses)
    law = modus_ponens(suppose("finite.mixing"), share)
    powers = {FUNCTION.label: Lambda((t, i), exp(rate * surplus(i)))}
    law = proof.line(instantiate(law, powers), "independent pieces, each with one moment")
    product = law.conclusion.lhs.term
    logarithm = equality(eq(log(product), rate * surpluses))
    raised = proof.line(
        monotone("exp", logarithm), "the product of the exponentials is that of the sum"
    )
    level_ = exp(rate * level)
    bound = markov(level_, sign(le(0, product)))
    proof.line(bound, "Markov's inequality for it")
    reached = assume(le(level, surpluses))
    higher = monotone("exp", combine(le(rate * level, rate * surpluses), [(reached, rate)]))
    higher = combine(le(level_, product), [(higher, 1), (raised, -1)])
    likely = proof.line(likelier(higher, reached.conclusion), "it reaches exp(lambda z)")
    positive_moment = moment_positive(rate)
    return proof.line(
        combine(
            proof.claim,
            [(likely, 1), (bound, exp(-rate * level)), (law, exp(-rate * level))],
            [positive_moment],
        ),
        "divide by exp(lambda z)",
    )


@proves("finite.edges")
def edges(proof: Proof) -> Theorem:
    """W (X - c) <= (X - c)_+ for a weight between 0 and 1."""
    total = assume(*proof.hypotheses)
    value, weight = DRAWN[t], SHARE[t]
    nothing, more = surplus_facts(value)
    low, high = parts(membership(weight))
    pointwise = proof.line(
        combine(
            le(weight * value, weight * c + surplus(value)),
            [(more, weight), (nothing, 1 - weight)],
            [low, high],
        ),
        "w (X - c) <= w (X - c)_+ <= (X - c)_+, piece by piece",
    )
    summed = proof.line(sum_of(pointwise, t, 1, N1), "add up over the pieces")
    return proof.line(
        combine(proof.claim, [(summed, 1), (total, c)]), "the weights sum to the size of the set"
    )


def _turned(event: object) -> Theorem:
    """``some y, some j: A |- some j, some y: A``."""
    whole = assume(event)  # type: ignore[arg-type]
    body_y = whole.conclusion.body
    low_y, high_y, some_j = all_of(body_y)
    body_j = some_j.conclusion.body
    low_j, high_j, lost = all_of(body_j)
    inner = some(y, 1, binomial(N1, n), lost.conclusion)
    found = exhibit(conjoin(low_y, high_y, lost), inner, y)
    outer = some(j, 1, binomial(N2, m), inner)
    both = exhibit(conjoin(low_j, high_j, found), outer, j)
    return choose(whole, choose(some_j, both))


@proves("finite.sharp")
def sharp(proof: Proof) -> Theorem:
    """Fix the skills; every set of pieces at once; then Markov for one sum."""
    share, fits = map(assume, proof.hypotheses)
    event = lost_event()
    turned = proof.line(likelier(_turned(event), event), "first choose the skills, then the pieces")
    by_skills = turned.conclusion.rhs.event
    some_pieces = by_skills.body.args[-1]
    over_skills = proof.line(some_event(Pr(by_skills)), "union bound over the sets of skills only")
    body = some_pieces.body
    *_, lost = all_of(body)
    crowded = modus_ponens(
        discharge(instantiate(prove("emergence.pigeonhole"), {level: quota}), lost.conclusion), lost
    )
    counted = suppose("finite.counting")
    sized = modus_ponens(suppose("finite.size"), fits)
    weights = {SHARE.label: Lambda(t, on()), DRAWN.label: Lambda(t, drawn()), size: n}
    all_sets = given(instantiate(prove("finite.edges"), weights), sized)
    threshold = m * quota - n * c
    enough = proof.line(
        combine(le(threshold, surpluses), [(crowded, 1), (counted, 1), (all_sets, 1)]),
        "whatever the pieces: m quotas of edges force a large sum of positive parts",
    )
    forced = choose(assume(some_pieces), enough)
    one_set = proof.line(likelier(forced, some_pieces), "so the one event is at most as likely")
    tail = given(instantiate(prove("finite.tail"), {level: threshold}), share)
    proof.line(tail, "independent pieces: an exponential moment bounds the tail")
    bound = tail.conclusion.rhs
    positive_moment = moment_positive(rate)
    each = combine(le(Pr(some_pieces), bound), [(one_set, 1), (tail, 1)], [positive_moment])
    summed = sum_of(each, j, 1, binomial(N2, m))
    return proof.line(
        combine(proof.claim, [(turned, 1), (over_skills, 1), (summed, 1)], [positive_moment]),
        "every set of skills has the same bound",
    )


def moment_positive(factor: Expr) -> Theorem:
    """``0 < E exp(lambda (X - c)_+)``: the term at 0 is positive, the others are not negative."""
    whole = moment(factor)
    split = split_off(whole, 0)
    rest = sum_of(sign(le(0, whole.function)), i, 1, k)
    return combine(lt(0, whole), [(split, -1), (rest, 1)])


@proves("finite.exponential")
def exponential(proof: Proof) -> Theorem:
    """log(1 + x + x^2) - x rises from 0 on [0, 1]."""
    v = Variable("v", NonNegative)
    small = assume(le(v, 1))
    slope = (v - v**2) / (1 + v + v**2)
    direction = proof.line(
        sign(le(0, v * slope), [combine(le(0, 1 - v), [(small, 1)])]),
        "the derivative of log(1 + x + x^2) - x is (x - x^2)/(1 + x + x^2)",
    )
    least = proof.line(
        minimum(log(1 + v + v**2) - v, v, 0, direction), "so it is least at 0, where it vanishes"
    )
    below = given(instantiate(least, {v: reach}), sign(le(0, 1)))
    power = monotone("exp", combine(le(reach, log(1 + reach + reach**2)), [(below, 1)]))
    return proof.line(combine(proof.claim, [(power, 1)]), "exponentiate")


@proves("finite.failure")
def failure(proof: Proof) -> Theorem:
    """The finite sharp bound at lambda = D/(2 R^2)."""
    share, portion, surplus_gap, small, far = map(assume, proof.hypotheses)
    fewer = sign(le(n, N1), [combine(lt(n, N1), [(portion, 1)])])
    few = combine(lt(m, N2), [(share, 1)])
    start = instantiate(prove("finite.sharp"), {rate: gap / (2 * reach**2)})
    start = proof.line(given(start, fewer), "the finite sharp bound at lambda = D/(2 R^2)")
    choices = given(instantiate(prove("emergence.binomial-estimate"), {n: N2}), few)
    proof.line(choices, "the choice of the skills")
    factor = gap / (2 * reach**2)
    nothing, _ = surplus_facts(i)
    inside_range = assume(le(i, k))
    most = _at_most_reach(far, inside_range)
    law = proof.line(_mean_bound(factor, most, nothing, small), "exp(x) <= 1 + x + x^2 on [0, 1]")
    whole = moment_positive(factor)
    logarithm = instantiate(prove("information.log-bound"), {positive: moment(factor)}, [whole])
    exponent = combine(
        le(-factor * (m * quota - n * c) + N1 * log(moment(factor)), -N1 * gap**2 / (4 * reach**2)),
        [
            (logarithm, N1),
            (law, N1),
            (surplus_gap, N1 * factor),
            (portion, -factor * (k * alpha * beta - c)),
            (share, -factor * beta * k * n / N2),
        ],
        [whole],
    )
    proof.line(exponent, "so the exponent per piece is at most -D^2/(4 R^2)")
    power = monotone("exp", exponent)
    bound = exp(-factor * (m * quota - n * c)) * moment(factor) ** N1
    return proof.line(
        combine(
            proof.claim,
            [(start, 1), (choices, bound), (power, choices.conclusion.rhs)],
            [few, whole],
        ),
        "multiply",
    )


def _mean_bound(factor: Expr, most: Theorem, nothing: Theorem, small: Theorem) -> Theorem:
    """``E exp(lambda (X - c)_+) <= 1 + lambda E(X - c)_+ + lambda^2 R^2``."""
    value, v = surplus(i), Variable("v", NonNegative)
    below_one = combine(le(factor * value, 1), [(most, factor), (small, 1 / (2 * reach))])
    from_zero = combine(le(0, factor * value), [(nothing, factor)])
    grows = instantiate(_exponential_from_zero(v), {v: factor * value}, [from_zero])
    grows = given(grows, below_one)
    square = combine(le(value**2, reach**2), [(most, value), (most, reach)], [nothing])
    pointwise = combine(
        le(
            binomial_mass() * exp(factor * value),
            binomial_mass() * (1 + factor * value + factor**2 * reach**2),
        ),
        [(grows, binomial_mass()), (square, binomial_mass() * factor**2)],
    )
    summed = sum_of(pointwise, i, 0, k)
    total, _ = binomial_moments(k, alpha)
    claim = le(moment(factor), 1 + factor * mean_surplus() + factor**2 * reach**2)
    return combine(claim, [(summed, 1), (total, 1 + factor**2 * reach**2)])


def _exponential_from_zero(v: Variable) -> Theorem:
    """``v <= 1 |- exp(v) <= 1 + v + v^2`` for ``v >= 0``, zero included."""
    claim = le(exp(v), 1 + v + v**2)
    small = assume(le(v, 1))
    is_positive = instantiate(prove("finite.exponential"), {reach: v}, [assume(lt(0, v))])
    above = given(is_positive, small)
    at_zero = combine(claim, [(monotone("exp", assume(le(v, 0))), 1)])
    return cases(lt(0, v), above, at_zero)


def binomial_moments(draws: Expr, bias_: Expr) -> tuple[Theorem, Theorem]:
    """Total and mean of ``Bin(draws, bias)``, for ``draws <= k``."""
    law = instantiate(suppose("sharp.binomial-moments"), {r: draws, bias: bias_})
    total, mean = parts(modus_ponens(law, sign(law.conclusion.args[0])))
    return total, mean


def _at_most_reach(far: Theorem, inside_range: Theorem) -> Theorem:
    """``(i - c)_+ <= R`` for ``i <= k``, because ``k - c <= R``."""
    above, below = le(c, i), lt(i, c)
    claim = le(surplus(i), reach)
    over = combine(claim, [(indicator(above), i - c), (far, 1), (inside_range, 1)])
    under = combine(claim, [(indicator(below), i - c)])
    return cases(above, over, under)


@proves("finite.competence")
def competence(proof: Proof) -> Theorem:
    """Divide the quota by the degree."""
    few, degree = map(assume, proof.hypotheses)
    least = proof.line(
        combine(
            le(quota, beta * (n / N1) / (1 - epsilon) * d),
            [(degree, beta * n / (N1 * (1 - epsilon)))],
        ),
        "the quota is at most beta theta d/(1 - epsilon)",
    )
    return proof.line(combine(proof.claim, [(few, 1 / d), (least, 1 / d)]), "divide by the degree")
