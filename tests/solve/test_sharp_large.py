"""The sharp bound where results are enclosed: moderate sizes both ways, and ``k = 10**9``."""

from fractions import Fraction as F

import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory import solve
from skilltheory.functions import superquantile
from skilltheory.functions.balls import binomial_tail
from skilltheory.solve import _sharp
from skilltheory.solve._inputs import ball
from skilltheory.solve._top_share import Draws, level_share, quantile, top_mean

LARGE = 10**9
shares = st.one_of(
    st.fractions(min_value=F(1, 99), max_value=F(98, 99), max_denominator=99),
    st.integers(2, 12).map(lambda n: F(1, 10**n)),
    st.integers(2, 12).map(lambda n: 1 - F(1, 10**n)),
)


def by_bisection(k, alpha, theta):
    """The top share's mean by two tails each, its quantile by halving: the definition."""

    def above(c):
        return binomial_tail(arb(k), alpha, arb(c + 1))

    low, high = -1, k
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if above(middle) > theta else (low, middle)
    hits = binomial_tail(arb(k - 1), alpha, arb(high)) * k * alpha
    return high + (hits - high * above(high)) / theta


@settings(max_examples=60, deadline=None)
@given(shares, shares, st.integers(1, 300))
def test_the_enclosed_mean_contains_the_exact_one(alpha, theta, k):
    with ctx.workprec(200):
        found = top_mean(Draws(k, ball(alpha)), ball(theta))
        assert found.contains(ball(superquantile(k, alpha, theta)).mid())
        assert found.rel_accuracy_bits() > 100


@settings(max_examples=60, deadline=None)
@given(shares, shares, st.integers(1, 300))
def test_the_enclosed_share_is_the_one_with_that_mean(alpha, theta, k):
    mean = superquantile(k, alpha, theta)
    if mean * theta >= k * alpha or mean >= k:  # levels that say nothing
        return
    with ctx.workprec(300):
        top = -(-mean.numerator // mean.denominator) - 1
        found = level_share(Draws(k, ball(alpha)), ball(mean), top)
        assert found.contains(ball(theta).mid())
        assert found.rel_accuracy_bits() > 100


@pytest.mark.parametrize("k", [4_097, 50_000])
@pytest.mark.parametrize("alpha", ["1/1000", "1/10", "0.97"])
@pytest.mark.parametrize("theta", ["1e-12", "1/7", "0.999"])
def test_the_mean_is_the_one_of_the_definition(k, alpha, theta):
    with ctx.workprec(192):
        a, t = ball(F(alpha)), ball(F(theta))
        found = top_mean(Draws(k, a), t)
        assert abs(found - by_bisection(k, a, t)) < found * arb((1, -120))


@pytest.mark.parametrize(("alpha", "theta"), [("1/10", "1/10"), ("0.999", "0.2"), ("1e-6", "0.9")])
def test_the_quantile_lies_where_the_tail_passes_the_share(alpha, theta):
    with ctx.workprec(160):
        draws, share = Draws(LARGE, ball(F(alpha))), ball(F(theta))
        c = quantile(draws, share)
        assert draws.above(c) <= share < draws.above(c - 1)
        assert abs(draws.above(c - 1) - draws.above(c) - draws.here(c)) < arb("1e-30")
        assert quantile(draws, share, near=c + 5) == c


@pytest.mark.parametrize("alpha", ["1/10", "2/3"])
@pytest.mark.parametrize("theta", ["1/1000", "1/10", "0.9"])
def test_the_level_tends_to_that_of_a_gaussian(alpha, theta):
    """``(beta - 1) sqrt(k alpha/(1-alpha))`` tends to the mean of a Gaussian's top share."""
    a, t = F(alpha), F(theta)
    level = solve.beta(a, t, LARGE, bound="sharp", digits=30)
    ctx.prec = 120
    z = (2 * ball(t)).erfcinv() * arb(2).sqrt()
    gaussian = (-(z**2) / 2).exp() / (2 * arb.pi()).sqrt() / ball(t)
    scaled = (level.enclosure - 1) * (ball(a / (1 - a)) * LARGE).sqrt()
    assert abs(scaled - gaussian) < gaussian / 10**3


def test_the_level_falls_by_each_draw():
    levels = [
        solve.beta("1/10", "1/10", LARGE + more, bound="sharp").enclosure for more in (-1, 0, 1)
    ]
    assert levels[0] > levels[1] > levels[2] > 1
    assert levels[0] - levels[2] < arb("1e-12")


@pytest.mark.parametrize(
    ("alpha", "theta"), [("1/10", "1/10"), ("0.999", "1/100"), ("1e-6", "0.7")]
)
def test_every_unknown_inverts_the_level_at_a_thousand_million(alpha, theta):
    a, t = F(alpha), F(theta)
    level = F(solve.beta(a, t, LARGE, bound="sharp", digits=40).value)
    assert abs(float(solve.theta(a, level, LARGE, bound="sharp")) / float(t) - 1) < 1e-13
    assert abs(float(solve.alpha(level, t, LARGE, bound="sharp")) / float(a) - 1) < 1e-13
    # A little above that level these draws are enough; a little below, one more is needed.
    slack = F(1, 10**35)
    assert solve.k(a, level + slack, t, bound="sharp").value == str(LARGE)
    assert solve.k(a, level - slack, t, bound="sharp").value == str(LARGE + 1)


def test_alpha_and_theta_are_monotone_at_a_thousand_million():
    levels = ["1.00001", "1.0001", "1.001", "2"]
    alphas = [solve.alpha(b, "1/10", LARGE, bound="sharp").enclosure for b in levels]
    thetas = [solve.theta("1/10", b, LARGE, bound="sharp").enclosure for b in levels]
    for falling in (alphas, thetas):
        assert 1 > falling[0] > falling[1] > falling[2] > falling[3] > 0
    assert thetas[3] < arb("1e-1000000")  # the tail at twice the mean


def test_alpha_near_a_level_that_says_nothing():
    """Where ``theta*beta`` is barely below 1 the level leaves ``1/theta`` at a kink."""
    beta, theta = (1 - F(1, 10**9)) * 10**7, F(1, 10**7)
    found = solve.alpha(beta, theta, 17, bound="sharp", digits=30)
    low, high = found.as_fraction_bounds()
    for share, above in ((low * (1 - F(1, 10**25)), True), (high * (1 + F(1, 10**25)), False)):
        assert (superquantile(17, share, theta) > beta * 17 * share) is above


def test_the_values_of_before():
    """Found by halving every bracket, before Newton's iterations took over."""
    known = {
        "0.23547507745743083282882257095077425122179192737759": solve.alpha(
            "1.0001", "0.1", LARGE, bound="sharp"
        ),
        "0.35218630958364631139358562569124652513317436803875": solve.theta(
            "0.1", "1.0001", LARGE, bound="sharp"
        ),
        "1.0001664953349379154416853383908565392747993800511": solve.beta(
            "0.1", "0.1", LARGE, bound="sharp"
        ),
        "1001146161": solve.k("0.1", "1.0001664", "0.1", bound="sharp"),
    }
    assert [found.value for found in known.values()] == list(known)


def test_few_draws_are_looked_at_for_k(monkeypatch):
    looks = []
    look = _sharp._look
    monkeypatch.setattr(_sharp, "_look", lambda k, *rest: looks.append(k) or look(k, *rest))
    assert solve.k("0.1", "1.0001664", "0.1", bound="sharp").value == "1001146161"
    assert len(looks) < 15
