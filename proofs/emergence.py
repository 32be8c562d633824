"""Proofs of the chapter on emergence."""

from __future__ import annotations

from sympy import E, Expr, LambertW, Rational, binomial, exp, log

from skilltheory.functions import KL, AtLeast, BinomialTail, H, Phi
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
    increasing,
    indicator,
    instantiate,
    intermediate_value,
    likelier,
    modus_ponens,
    monotone,
    rewrite,
    sign,
    some_event,
    specialise,
    split_off,
    sum_of,
    tangent,
    unfold,
)
from skilltheory.kernel.formula import Formula, Pr, eq, ge, le, lt, ne
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import all_of, at, given, parts
from skilltheory.sorts import Count, OpenUnit, Positive, Variable
from skilltheory.theory.emergence import (
    alpha_1,
    alpha_2,
    beta_1,
    beta_2,
    beyond,
    boundary,
    i,
    kappa,
    lost_event,
    p,
    q,
    start,
    theta_1,
    theta_2,
    u,
    value,
    x,
)
from skilltheory.theory.information import x as positive
from skilltheory.theory.skillgraph import (
    N1,
    N2,
    SKILLS,
    alpha,
    beta,
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

t = Variable("t", OpenUnit)
v = Variable("b_0", Positive)  # a value of beta, or a point of the tangent


# -- counting edges and the union bound ------------------------------------------------------


@proves("emergence.pigeonhole")
def pigeonhole(proof: Proof) -> Theorem:
    """Add up over the skills."""
    each = proof.line(at(assume(*proof.hypotheses), l), "each skill has at least z edges")
    total = proof.line(sum_of(each, l, 1, m), "add up over the m skills")
    return proof.line(combine(proof.claim, [(total, 1)]), "m times z")


@proves("emergence.finite")
def finite(proof: Proof) -> Theorem:
    """Union bound over the set of pieces and the set of skills; then one binomial tail."""
    some_pieces = lost_event()
    some_skills = some_pieces.body.args[-1]
    all_lost = some_skills.body.args[-1]
    many = instantiate(prove("emergence.pigeonhole"), {level: quota})
    crowded = proof.line(many, "m lost skills take at least m quotas of edges")
    one_choice = proof.line(likelier(crowded, all_lost), "so their loss is at most as likely")
    law = modus_ponens(suppose("skillgraph.mixing"), conjoin(*map(assume, proof.hypotheses)))
    law = instantiate(law, {level: m * quota})
    proof.line(law, "these edges fall like k n tosses of a coin with bias m/N2")
    tail = combine(le(Pr(all_lost), law.conclusion.rhs), [(one_choice, 1), (law, 1)])
    over_skills = proof.line(some_event(Pr(some_skills)), "union bound over the sets of skills")
    summed = sum_of(tail, j, 1, binomial(N2, m))
    per_pieces = combine(
        le(Pr(some_skills), binomial(N2, m) * law.conclusion.rhs), [(over_skills, 1), (summed, 1)]
    )
    over_pieces = proof.line(some_event(Pr(some_pieces)), "union bound over the sets of pieces")
    counted = sum_of(per_pieces, y, 1, binomial(N1, n))
    return proof.line(
        combine(proof.claim, [(over_pieces, 1), (counted, 1)]), "every choice has the same bound"
    )


@proves("emergence.binomial-estimate")
def binomial_estimate(proof: Proof) -> Theorem:
    """One term of the expansion of (p + (1 - p))^n, p = m/n."""
    fewer = assume(lt(m, n))
    share = m / n
    whole = proof.line(
        instantiate(suppose("emergence.binomial-theorem"), {x: share, u: 1 - share}, [fewer]),
        "expand (p + (1-p))^n = 1 at p = m/n",
    )
    total = whole.conclusion.lhs
    split = proof.line(split_off(total, m, [fewer]), "take out the term for m")
    term = total.function
    others = sign(le(0, term), [fewer])
    before, after = sum_of(others, i, 0, m - 1), sum_of(others, i, m + 1, n)
    one = proof.line(
        combine(
            le(term.subs(i, m), 1), [(split, -1), (before, 1), (after, 1), (whole, 1)], [fewer]
        ),
        "the other terms are not negative",
    )
    return proof.line(
        combine(proof.claim, [(one, exp(n * H(share)))], [fewer]), "p^-m (1-p)^(m-n) = exp(n h(p))"
    )


@proves("emergence.chernoff")
def chernoff(proof: Proof) -> Theorem:
    """Bound the indicator of {i >= n q} by s^(i - n q), with s = q(1-p) / (p(1-q))."""
    higher = assume(*proof.hypotheses)
    s = q * (1 - p) / (p * (1 - q))
    at_least_one = proof.line(sign(le(1, s), [higher]), "s >= 1, because p <= q")
    parts_ = _by_powers(proof, s, n * q, at_least_one, [higher])
    return proof.line(
        combine(proof.claim, parts_),
        "collect: s^(-n q) (1 - p + p s)^n = exp(-n kl(q, p))",
    )


def _by_powers(
    proof: Proof, s: Expr, bar: Expr, at_least_one: Theorem, domain: list[Theorem]
) -> list[tuple[Theorem, Expr | int]]:
    """For ``s >= 1``: the tail beyond ``bar`` is at most ``s^-bar (1 - p + p s)^n``; in parts."""
    rate = monotone("log", at_least_one, domain)
    beyond = assume(le(bar, i))
    exponent = combine(le(0, (i - bar) * log(s)), [(rate, i - bar)], [beyond, *domain])
    grows = monotone("exp", exponent)
    bound = exp((i - bar) * log(s))
    claim = le(AtLeast(i, bar), bound)
    inside = combine(claim, [(indicator(beyond.conclusion), 1), (grows, 1)], domain)
    outside = combine(claim, [(indicator(lt(i, bar)), 1)], domain)
    pointwise = proof.line(
        cases(le(bar, i), inside, outside), "where the level is reached, the power is at least 1"
    )
    mass = binomial(n, i) * p**i * (1 - p) ** (n - i)
    weighted = combine(le(AtLeast(i, bar) * mass, bound * mass), [(pointwise, mass)], domain)
    summed = proof.line(sum_of(weighted, i, 0, n), "take the mean under the binomial law")
    expansion = instantiate(suppose("emergence.binomial-theorem"), {x: p * s, u: 1 - p}, domain)
    proof.line(expansion, "the mean is a binomial expansion")
    definition = unfold(BinomialTail(n, p, bar))
    return [(definition, 1), (summed, 1), (expansion, exp(-bar * log(s)))]


@proves("emergence.heavier")
def heavier(proof: Proof) -> Theorem:
    """The power that is best for alpha, and the tangent of the logarithm for the rest."""
    more, inside = map(assume, proof.hypotheses)
    s = beta * (1 - alpha) / (1 - alpha * beta)
    domain = [inside]
    above = proof.line(sign(le(1, s), domain), "s >= 1, because beta > 1")
    powers = _by_powers(proof, s, n * p * beta, above, domain)
    tangent_ = prove("information.log-bound")
    steep = instantiate(tangent_, {positive: 1 / s}, domain)
    proof.line(steep, "log s >= 1 - 1/s = (beta - 1)/(beta (1 - alpha))")
    mean = 1 - p + p * s
    flat = instantiate(tangent_, {positive: mean * (1 - alpha * beta) / (1 - alpha)}, domain)
    exponent = combine(
        le(-n * p * beta * log(s) + n * log(mean), -n * KL(alpha * beta, alpha)),
        [(flat, n), (steep, n * (p - alpha) * beta)],
        [more, *domain],
    )
    proof.line(exponent, "so the exponent is largest at p = alpha, where it is -n kl")
    return proof.line(
        combine(proof.claim, [*powers, (monotone("exp", exponent), 1)], [more, *domain]),
        "exponentiate",
    )


@proves("emergence.failure")
def failure(proof: Proof) -> Theorem:
    """The finite theorem, with the three factors estimated."""
    fewer_pieces, below = map(assume, proof.hypotheses)
    fewer_skills = combine(lt(m, N2), [(below, 1)])
    start = prove("emergence.finite")
    start = given(start, sign(le(n, N1), [fewer_pieces]), sign(le(m, N2), [fewer_skills]))
    proof.line(start, "the finite theorem")
    estimate = prove("emergence.binomial-estimate")
    pieces = proof.line(
        given(instantiate(estimate, {n: N1, m: n}), fewer_pieces), "the choice of the pieces"
    )
    skills = proof.line(
        given(instantiate(estimate, {n: N2}), fewer_skills), "the choice of the skills"
    )
    share, raised = m / N2, m * beta / N2
    higher = sign(le(share, raised))
    tail = instantiate(
        prove("emergence.chernoff"), {n: k * n, p: share, q: raised}, [fewer_skills, below]
    )
    tail = proof.line(given(tail, higher), "the tail, at q = alpha beta")
    a, b, _ = (part.conclusion.lhs for part in (pieces, skills, tail))
    _, bb, cc = (part.conclusion.rhs for part in (pieces, skills, tail))
    return proof.line(
        combine(
            proof.claim,
            [(start, 1), (pieces, bb * cc), (skills, a * cc), (tail, a * b)],
            [fewer_pieces, fewer_skills, below],
        ),
        "multiply",
    )


@proves("emergence.basic")
def basic(proof: Proof) -> Theorem:
    """Take N1 so large that skills cost at most half of the exponent; the rest is below eta."""
    inside, condition = map(assume, proof.hypotheses)
    surplus = k * theta * KL(alpha * beta, alpha) - H(theta)
    positive_gap = proof.line(
        combine(lt(0, surplus), [(condition, 1)], [inside]), "the exponent per piece is positive"
    )
    share = surplus / (2 * log(2))
    cheap = specialise(suppose("skillgraph.sparse"), share, [positive_gap, inside])
    proof.line(cheap, "from some M on, skills are so few that they cost half of it")
    large = instantiate(
        suppose("emergence.archimedes"),
        {value: 2 * log(1 / eta) / surplus},
        [positive_gap, inside],
    )
    proof.line(large, "and K pieces bring the other half below log eta")
    skills = SKILLS[N1]
    claim = proof.claim.body.body.body.body  # under: there is M, for all N1, n, m
    premise = claim.args[0].xreplace({start: start + beyond})
    enough, many_pieces, fewer, many_skills, fewer_skills = all_of(premise)
    few = modus_ponens(
        specialise(assume(cheap.conclusion.body), N1), combine(le(start, N1), [(enough, 1)])
    )
    size = assume(large.conclusion.body)
    finite_form = instantiate(prove("emergence.finite"), {N2: skills})
    fits = sign(le(n, N1), [fewer]), sign(le(m, skills), [fewer_skills])
    bound = proof.line(given(finite_form, *fits), "the finite theorem")
    estimate = prove("emergence.binomial-estimate")
    of_pieces = given(instantiate(estimate, {n: N1, m: n}), fewer)
    of_skills = given(instantiate(estimate, {n: skills}), fewer_skills)
    heavy = instantiate(prove("emergence.heavier"), {n: k * n, p: m / skills}, [fewer_skills])
    heavy = given(heavy, combine(le(alpha, m / skills), [(many_skills, 1 / skills)]))
    proof.line(heavy, "every share of skills from alpha on has the tail of alpha")
    gibbs = prove("information.gibbs-binary")
    line = instantiate(gibbs, {q: n / N1, p: theta}, [fewer])
    coin = instantiate(gibbs, {q: m / skills, p: Rational(1, 2)}, [fewer_skills])
    budget = instantiate(
        _budget(),
        {per_piece: surplus, per_skill: log(2), few_skills: skills},
        [positive_gap, inside],
    )
    domain = [inside, fewer, fewer_skills, positive_gap]
    small = combine(
        le(
            N1 * H(n / N1) + skills * H(m / skills) - k * n * KL(alpha * beta, alpha),
            log(eta),
        ),
        [
            (line, N1),
            (many_pieces, -log(1 - theta) / theta),
            (many_pieces, surplus / theta),
            (coin, skills),
            (given(budget, few, enough, size), 1),
        ],
        domain,
    )
    proof.line(small, "entropy per error falls, so the exponent is below log eta")
    a, b, _ = (part.conclusion.lhs for part in (of_pieces, of_skills, heavy))
    _, bb, cc = (part.conclusion.rhs for part in (of_pieces, of_skills, heavy))
    final = combine(
        claim.args[1],
        [
            (bound, 1),
            (of_pieces, bb * cc),
            (of_skills, a * cc),
            (heavy, a * b),
            (monotone("exp", small), 1),
        ],
        domain,
    )
    implied = discharge(final, premise)
    for variable in (m, n, N1):
        implied = generalise(implied, variable)
    shown = exhibit(implied, proof.claim, start + beyond)
    return proof.line(
        choose(cheap, choose(large, shown)), "for all N1 >= M + K, and all n, m that fit"
    )


per_piece, per_skill = Variable("a", Positive), Variable("b", Positive)
few_skills = Variable("d", Count)


def _budget() -> Theorem:
    """Skills cost at most half of what pieces bring, and the other half exceeds log(1/eta)."""
    few = assume(le(few_skills, per_piece / (2 * per_skill) * N1))
    enough = assume(le(start + beyond, N1))
    size = assume(le(2 * log(1 / eta) / per_piece, beyond))
    return combine(
        le(few_skills * per_skill - per_piece * N1, log(eta)),
        [(few, per_skill), (enough, per_piece / 2), (size, per_piece / 2)],
    )


def _put(term: Expr, old: Expr, new: Expr, equation: Theorem, domain: list[Theorem]) -> Theorem:
    """``|- f(a) = f(b)`` from ``a = b``."""
    return rewrite(equation, equality(eq(term, term), domain), eq(term, term.xreplace({old: new})))


# -- the boundary ---------------------------------------------------------------------------


def _slope(beta_: Expr = beta) -> Expr:
    return alpha * log(beta_ * (1 - alpha) / (1 - alpha * beta_))


@proves("emergence.increasing")
def rises(proof: Proof) -> Theorem:
    """The derivative in beta is alpha log(beta (1-alpha) / (1 - alpha beta))."""
    inside = assume(lt(alpha * beta, 1))
    ratio = sign(lt(1, beta * (1 - alpha) / (1 - alpha * beta)), [inside])
    positive = proof.line(monotone("log", ratio), "beta > 1, so the ratio exceeds 1")
    slope = proof.line(
        combine(lt(0, _slope()), [(positive, alpha)], [inside]), "the derivative is positive"
    )
    grown = proof.line(
        increasing(KL(alpha * beta, alpha), beta, (beta_1, beta_2), slope, [inside]),
        "so the divergence rises with beta",
    )
    ordered, below = map(assume, proof.hypotheses)
    lower = combine(lt(alpha * beta_1, 1), [(ordered, alpha), (below, 1)])
    return proof.line(given(grown, lower), "alpha beta_1 < alpha beta_2 < 1")


@proves("emergence.reflects")
def reflects(proof: Proof) -> Theorem:
    """Otherwise beta_2 <= beta_1, and the divergences would be in the other order."""
    larger, _, below_2 = map(assume, proof.hypotheses)
    swapped = instantiate(prove("emergence.increasing"), {beta_1: beta_2, beta_2: beta_1})
    greater = _impossible(swapped, larger, proof.claim)
    not_less = assume(ge(beta_1, beta_2))
    same = sign(eq(beta_1, beta_2), [not_less, assume(ge(beta_2, beta_1))])
    at_once = contradiction(rewrite(same, larger), proof.claim, [below_2])
    proof.line(swapped, "if beta_2 < beta_1, the divergences are in the other order")
    proof.line(same, "if neither is larger, they are equal, and so are the divergences")
    either = cases(lt(beta_2, beta_1), greater, at_once)
    trivially = assume(lt(beta_1, beta_2))
    return proof.line(
        cases(lt(beta_1, beta_2), trivially, either), "so only beta_1 < beta_2 is left"
    )


def _impossible(one: Theorem, other: Theorem, claim: Formula) -> Theorem:
    """``a < b`` and ``b < a`` give anything."""
    together = combine(
        lt(one.conclusion.lhs, one.conclusion.lhs),
        [(one, 1), (other, 1)],
        [assume(lt(alpha * beta_1, 1)), assume(lt(alpha * beta_2, 1))],
    )
    return contradiction(together, claim, [assume(lt(alpha * beta_1, 1))])


@proves("emergence.unique")
def unique(proof: Proof) -> Theorem:
    """Two boundaries in a definite order would have different divergences."""
    first, second, below_1, below_2 = map(assume, proof.hypotheses)
    domain = [below_1, below_2]
    equal = proof.line(
        combine(
            eq(KL(alpha * beta_1, alpha), KL(alpha * beta_2, alpha)),
            [(first, 1 / (kappa * theta)), (second, -1 / (kappa * theta))],
            domain,
        ),
        "both divergences are h(theta)/(k theta)",
    )
    up = prove("emergence.increasing")
    down = instantiate(up, {beta_1: beta_2, beta_2: beta_1})
    proof.line(up, "but the divergence rises with beta")
    less = _clash(up, equal, 1, domain, proof.claim)
    more = _clash(down, equal, -1, domain, proof.claim)
    same = sign(eq(beta_1, beta_2), [assume(ge(beta_1, beta_2)), assume(ge(beta_2, beta_1))])
    rest = cases(lt(beta_2, beta_1), more, same)
    return proof.line(cases(lt(beta_1, beta_2), less, rest), "so neither is larger")


def _clash(
    strict: Theorem, equal: Theorem, weight: int, domain: list[Theorem], claim: Formula
) -> Theorem:
    """``a < b`` and ``a = b`` give anything."""
    never = combine(lt(0, 0), [(strict, 1), (equal, -weight)], domain)
    return contradiction(never, claim)


@proves("emergence.necessary")
def necessary(proof: Proof) -> Theorem:
    """kl(q, p) < log(1/p) whenever p < q < 1."""
    on_it, below = map(assume, proof.hypotheses)
    higher = assume(lt(p, q))
    ratio = sign(lt((1 - q) / (1 - p), 1), [higher])
    negative = proof.line(monotone("log", ratio), "q > p, so (1-q)/(1-p) < 1")
    general = proof.line(
        combine(lt(KL(q, p), log(1 / p)), [(negative, 1 - q)]),
        "every term of kl(q, p) - log(1/p) is negative",
    )
    here = instantiate(general, {q: alpha * beta, p: alpha}, [below])
    here = given(here, sign(lt(alpha, alpha * beta)))
    return proof.line(
        combine(proof.claim, [(on_it, -1), (here, kappa * theta)], [below]),
        "multiply by k theta",
    )


@proves("emergence.exists")
def exists(proof: Proof) -> Theorem:
    """Near beta = 1/alpha the divergence is close to log(1/alpha): intermediate values."""
    enough = assume(*proof.hypotheses)
    rate, top = H(theta) / (kappa * theta), log(1 / alpha)
    room = proof.line(
        combine(lt(rate, top), [(enough, 1 / (kappa * theta))]), "divide the condition by k theta"
    )
    found = _between(proof, rate, top)
    lengths = {ell: top, r: rate}
    positive = [sign(lt(0, rate))]
    small, less, *rest = (
        given(instantiate(lemma, lengths, positive), room) for lemma in _step_lemmas()
    )
    placed = instantiate(found, {t: small.conclusion.rhs}, [small, less])
    return proof.line(given(placed, *rest), "take t = (L - r)/(2 (L + 2))")


ell, r = Variable("L", Positive), Variable("r", Positive)
STEP = (ell - r) / (2 * (ell + 2))


def _outside(step: Expr, length: Expr) -> Formula:
    return lt(step**2 * (1 + length), length)


def _surplus(step: Expr, length: Expr, rate: Expr) -> Formula:
    return lt(rate, (1 - step**2) * length - 2 * step + step**2)


def _step_lemmas() -> tuple[Theorem, ...]:
    """What t = (L - r)/(2 (L + 2)) satisfies when r < L."""
    room = assume(lt(r, ell))
    small = sign(lt(0, STEP), [room])
    less = combine(lt(STEP, 1), [], [room])
    outside = combine(_outside(STEP, ell), [(less, STEP * (1 + ell))], [small])
    surplus = combine(_surplus(STEP, ell, r), [(room, Rational(1, 2)), (less, STEP * ell)], [small])
    return small, less, outside, surplus


def _between(proof: Proof, rate: Expr, top: Expr) -> Theorem:
    """The boundary is crossed before beta = (1 - t^2)/alpha, if t suits ``L`` and ``r``."""
    outside, surplus = assume(_outside(t, top)), assume(_surplus(t, top, rate))
    far = combine(lt(rate, KL(1 - t**2, alpha)), [(_near_the_end(proof), 1), (surplus, 1)])
    proof.line(far, "if t is small, the divergence there exceeds r = h(theta)/(k theta)")
    bound = instantiate(prove("information.log-bound"), {x: 1 / alpha})
    order = combine(
        lt(1, (1 - t**2) / alpha),
        [(bound, 1 / (1 + top)), (outside, 1 / (alpha * (1 + top)))],
    )
    proof.line(order, "and (1 - t^2)/alpha lies beyond 1, because log(1/alpha) <= 1/alpha - 1")
    excess = kappa * theta * KL(alpha * v, alpha) - H(theta)
    end = (1 - t**2) / alpha
    inside = combine(lt(alpha * v, 1), [(assume(le(v, end)), alpha)])
    below = sign(lt(excess.subs(v, 1), 0))
    above = combine(lt(0, excess.subs(v, end)), [(far, kappa * theta)])
    crossing = proof.line(
        intermediate_value(excess, v, (1, end), below, above, order, [inside]),
        "so between beta = 1 and beta = (1 - t^2)/alpha the boundary is crossed",
    )
    body = crossing.conclusion.body
    past_one, before_end, zero = all_of(body)
    domain = combine(lt(alpha * v, 1), [(before_end, alpha)])
    on_it = combine(boundary(v), [(zero, 1)], [domain])
    return choose(crossing, exhibit(conjoin(domain, on_it), proof.claim, v, [past_one]))


def _near_the_end(proof: Proof) -> Theorem:
    """``|- (1 - t^2) log(1/alpha) - 2 t + t^2 < kl(1 - t^2, alpha)``."""
    bound = prove("information.log-bound")
    first = instantiate(bound, {x: 1 / t})
    second = instantiate(bound, {x: 1 / (1 - t**2)})
    return proof.line(
        combine(
            lt((1 - t**2) * log(1 / alpha) - 2 * t + t**2, KL(1 - t**2, alpha)),
            [(first, 2 * t**2), (second, 1 - t**2)],
        ),
        "kl(1 - t^2, alpha) > (1 - t^2) log(1/alpha) - 2t + t^2, by the logarithm's bound",
    )


@proves("emergence.entropy-rate")
def entropy_rate(proof: Proof) -> Theorem:
    """The derivative of h(theta)/theta is log(1 - theta)/theta^2."""
    slope = proof.line(sign(lt(0, -log(1 - theta) / theta**2)), "minus the derivative is positive")
    falls = proof.line(
        increasing(-H(theta) / theta, theta, (theta_1, theta_2), slope), "so h(theta)/theta falls"
    )
    return proof.line(combine(proof.claim, [(falls, 1)]), "change signs")


def _divergence(level_: Expr) -> Expr:
    return KL(alpha * level_, alpha)


@proves("emergence.falls-in-k")
def falls_in_k(proof: Proof) -> Theorem:
    """The divergence on the boundary is h(theta)/(k theta), smaller for larger k."""
    more, first, second, below_1, below_2 = map(assume, proof.hypotheses)
    k_1, k_2 = more.conclusion.args
    domain = [below_1, below_2]
    positive = combine(lt(0, _divergence(beta_1)), [(first, -1 / (k_1 * theta))], domain)
    smaller = proof.line(
        combine(
            lt(_divergence(beta_2), _divergence(beta_1)),
            [
                (first, -1 / (k_2 * theta)),
                (second, 1 / (k_2 * theta)),
                (more, _divergence(beta_1) / k_2),
            ],
            [*domain, positive],
        ),
        "the divergence on the boundary is h(theta)/(k theta)",
    )
    reflected = instantiate(prove("emergence.reflects"), {beta_1: beta_2, beta_2: beta_1})
    return proof.line(given(reflected, smaller), "a smaller divergence means a smaller beta")


@proves("emergence.falls-in-theta")
def falls_in_theta(proof: Proof) -> Theorem:
    """The divergence on the boundary is h(theta)/(k theta), smaller for larger theta."""
    more, first, second, below_1, below_2 = map(assume, proof.hypotheses)
    domain = [below_1, below_2]
    falls = proof.line(given(prove("emergence.entropy-rate"), more), "h(theta)/theta falls")
    smaller = proof.line(
        combine(
            lt(_divergence(beta_2), _divergence(beta_1)),
            [(first, -1 / (kappa * theta_1)), (second, 1 / (kappa * theta_2)), (falls, 1 / kappa)],
            domain,
        ),
        "the divergence on the boundary is h(theta)/(k theta)",
    )
    reflected = instantiate(prove("emergence.reflects"), {beta_1: beta_2, beta_2: beta_1})
    return proof.line(given(reflected, smaller), "a smaller divergence means a smaller beta")


@proves("emergence.share-rises")
def share_rises(proof: Proof) -> Theorem:
    """Hold the error share s = theta beta fixed: then more errors relax the condition."""
    more, half, first, second, below_1, below_2 = map(assume, proof.hypotheses)
    share = Variable("s", Positive)
    excess = kappa * theta * KL(alpha * share / theta, alpha) - H(theta)
    above, inside, small = (
        assume(lt(theta, share)),
        assume(lt(alpha * share, theta)),
        assume(le(2 * theta, 1)),
    )
    domain = [above, inside, small]
    first_log = monotone(
        "log", sign(lt(1, (1 - alpha) / (1 - alpha * share / theta)), domain), domain
    )
    second_log = monotone("log", sign(le(1, (1 - theta) / theta), domain), domain)
    slope_term = kappa * log((1 - alpha) / (1 - alpha * share / theta)) + log((1 - theta) / theta)
    slope = proof.line(
        combine(lt(0, slope_term), [(first_log, kappa), (second_log, 1)], domain),
        "minus the derivative in theta of k theta kl(alpha s/theta, alpha) - h(theta)",
    )
    falls = proof.line(
        increasing(-excess, theta, (theta_1, theta_2), slope, domain),
        "so, with s = theta beta held fixed, the condition relaxes as theta grows",
    )
    at_share = instantiate(falls, {share: theta_1 * beta_1})
    room = assume(lt(theta_2, theta_1 * beta_1))
    at_share = given(
        at_share,
        sign(lt(theta_1, theta_1 * beta_1)),
        combine(lt(alpha * theta_1 * beta_1, theta_1), [(below_1, theta_1)]),
        combine(lt(alpha * theta_1 * beta_1, theta_2), [(below_1, theta_1), (more, 1)]),
        combine(le(2 * theta_1, 1), [(half, 1), (more, 2)]),
    )
    ratio = theta_1 * beta_1 / theta_2
    below_ratio = combine(lt(alpha * ratio, 1), [(below_1, theta_1 / theta_2), (more, 1 / theta_2)])
    smaller = combine(
        lt(_divergence(ratio), _divergence(beta_2)),
        [
            (at_share, 1 / (kappa * theta_2)),
            (first, 1 / (kappa * theta_2)),
            (second, -1 / (kappa * theta_2)),
        ],
        [below_ratio, below_1, below_2],
    )
    proof.line(smaller, "at theta_2 the share of theta_1 lies below the boundary")
    larger_one = sign(lt(1, ratio), [room])
    reflected = instantiate(prove("emergence.reflects"), {beta_1: ratio}, [larger_one])
    ordered = given(reflected, smaller, below_ratio)
    inside_case = combine(proof.claim, [(ordered, theta_2)])
    outside = assume(ge(theta_2, theta_1 * beta_1))
    outside_case = combine(proof.claim, [(outside, 1)])
    return proof.line(
        cases(room.conclusion, inside_case, outside_case),
        "if theta_1 beta_1 >= theta_2 there is nothing to show beyond beta_2 > 1",
    )


@proves("emergence.rises-in-alpha")
def rises_in_alpha(proof: Proof) -> Theorem:
    """The derivative in alpha is r phi(beta/r) with r = (1 - beta alpha)/(1 - alpha)."""
    inside = assume(lt(alpha * beta, 1))
    r = (1 - alpha * beta) / (1 - alpha)
    apart = sign(ne(beta / r, 1), [inside])
    phi = given(instantiate(prove("information.phi-strict"), {u: beta / r}, [inside]), apart)
    slope = proof.line(
        combine(lt(0, r * Phi(beta / r)), [(phi, r)], [inside]),
        "the derivative in alpha is r phi(beta/r), r = (1 - beta alpha)/(1 - alpha) < 1",
    )
    grown = proof.line(
        increasing(KL(alpha * beta, alpha), alpha, (alpha_1, alpha_2), slope, [inside]),
        "so the divergence rises with alpha",
    )
    ordered, below = map(assume, proof.hypotheses)
    lower = combine(lt(alpha_1 * beta, 1), [(ordered, beta), (below, 1)])
    return proof.line(given(grown, lower), "alpha_1 beta < alpha_2 beta < 1")


@proves("emergence.phi-bound")
def phi_bound(proof: Proof) -> Theorem:
    """Of the two summands, phi((1-q)/(1-p)) is not negative."""
    below = assume(*proof.hypotheses)
    mean = proof.line(
        instantiate(prove("information.kl-by-phi"), {q: alpha * beta, p: alpha}, [below]),
        "the divergence is a mean of values of phi",
    )
    rest = instantiate(prove("information.phi"), {u: (1 - alpha * beta) / (1 - alpha)}, [below])
    proof.line(rest, "the second is not negative")
    return proof.line(combine(proof.claim, [(mean, -1), (rest, 1 - alpha)], [below]), "drop it")


@proves("emergence.phi-gap")
def phi_gap(proof: Proof) -> Theorem:
    """phi(u) <= (u - 1)^2."""
    below = assume(*proof.hypotheses)
    r = (1 - alpha * beta) / (1 - alpha)
    bound = instantiate(prove("information.log-bound"), {x: r}, [below])
    proof.line(bound, "phi(r) <= (r - 1)^2, by the logarithm's bound at r")
    return proof.line(
        combine(proof.claim, [(bound, 1 - alpha * beta)], [below]),
        "r - 1 = -alpha (beta - 1)/(1 - alpha)",
    )


@proves("emergence.closed-form")
def closed_form(proof: Proof) -> Theorem:
    """phi(beta) <= c = phi(B) with B = exp(1 + W), and phi is increasing beyond 1."""
    on_it, below = map(assume, proof.hypotheses)
    c = H(theta) / (kappa * theta * alpha)
    small = proof.line(
        combine(
            le(Phi(beta), c),
            [(prove("emergence.phi-bound"), 1 / alpha), (on_it, 1 / (kappa * theta * alpha))],
            [below],
        ),
        "on the boundary phi(beta) <= c",
    )
    argument = (c - 1) / E
    enough = combine(le(-1 / E, argument), [(sign(lt(0, c)), 1 / E)])
    solves, principal = parts(given(_lambert(argument), enough))
    proof.line(solves, "W solves w e^w = (c - 1)/e")
    top = exp(1 + LambertW(argument))
    return _below_top(proof, small, solves, principal, top)


def _lambert(argument: Expr) -> Theorem:
    law = instantiate(suppose("emergence.lambert"), {value: argument})
    return modus_ponens(law, assume(law.conclusion.args[0]))


def _below_top(
    proof: Proof, small: Theorem, solves: Theorem, principal: Theorem, top: Expr
) -> Theorem:
    """If B < beta, strict convexity of phi at B gives phi(B) < phi(beta)."""
    curvature = sign(lt(0, 1 / u))
    line = proof.line(tangent(Phi(u), u, v, curvature), "phi is strictly convex")
    larger = assume(lt(top, beta))
    apart = sign(ne(beta, top), [larger])
    above = given(instantiate(line, {u: beta, v: top}), apart)
    gap = combine(
        lt(0, 0),
        [
            (above, 1),
            (small, 1),
            (solves, -E),
            (larger, 1 + LambertW((small.conclusion.rhs - 1) / E)),
        ],
        [principal],
    )
    never = contradiction(gap, proof.claim)
    return proof.line(
        cases(larger.conclusion, never, assume(proof.claim)),
        "phi(B) = e W e^W + 1 = c, so beta cannot exceed B",
    )
