"""The sharp bound: exact values, order of the bounds, inverses, large sizes."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory import solve
from skilltheory.errors import NoGuarantee
from skilltheory.functions import superquantile
from skilltheory.solve import _sharp

shares = st.fractions(min_value=F(1, 60), max_value=F(59, 60), max_denominator=60)
counts = st.integers(1, 40)


@pytest.mark.parametrize(
    ("point", "value"),
    [
        (("0.1", "0.1", 4), F(39025, 10000)),
        (("0.2", "0.2", 4), F(256, 100)),
        (("1/25", "2/5", 3), F(5, 2)),
        (("0.1", "0.1", 8), F(304464925, 100000000)),
    ],
)
def test_exact_values(point, value):
    found = solve.beta(*point, bound="sharp")
    assert found.exact == value
    assert F(found.value) == value


def test_table_of_the_theory():
    assert solve.beta("0.05", "0.1", 32, bound="sharp", digits=12).value == "2.49867726907"


def test_vacuous_by_counting():
    """Where P[X > 0] <= theta the level is 1/theta exactly; where theta <= alpha^k, 1/alpha."""
    assert solve.beta("1/25", "2/5", 3, bound="sharp").vacuous
    found = solve.beta("1/2", "1/100", 3, bound="sharp")
    assert found.exact == 2
    assert found.vacuous
    assert not solve.beta("0.1", "0.1", 4, bound="sharp").vacuous


@settings(max_examples=60, deadline=None)
@given(shares, shares, counts)
def test_order_of_the_bounds(alpha, theta, k):
    sharp = solve.beta(alpha, theta, k, bound="sharp").exact
    assert 1 <= sharp <= min(1 / alpha, 1 / theta)
    levels = [sharp]
    for bound in ("entropic", "basic", "closed-form"):
        try:
            levels.append(F(solve.beta(alpha, theta, k, bound=bound, digits=30).upper))
        except NoGuarantee:
            levels.append(1 / alpha)
    entropic, basic, closed = levels[1:]
    assert sharp <= entropic <= basic * (1 + F(1, 10**28))
    assert basic <= max(closed, 1 / alpha)


@settings(max_examples=60, deadline=None)
@given(shares, shares, counts, shares, st.integers(1, 10))
def test_sharp_falls_in_alpha_in_k_and_in_theta(alpha, theta, k, other, more):
    here = solve.beta(alpha, theta, k, bound="sharp").exact
    assert solve.beta(alpha, theta, k + more, bound="sharp").exact <= here
    if other > alpha:
        assert solve.beta(other, theta, k, bound="sharp").exact <= here
    if other > theta:
        assert solve.beta(alpha, other, k, bound="sharp").exact <= here
        assert other * solve.beta(alpha, other, k, bound="sharp").exact >= theta * here


@settings(max_examples=60, deadline=None)
@given(shares, counts, st.fractions(min_value=F(1, 40), max_value=F(39, 40), max_denominator=40))
def test_theta_is_where_the_superquantile_meets_the_level(alpha, k, position):
    level = 1 + (1 / alpha - 1) * position
    found = solve.theta(alpha, level, k, bound="sharp").exact
    if found < 1:
        assert superquantile(k, alpha, found) == k * alpha * level
    assert solve.theta(alpha, level, k, bound="sharp", k_prime=2).exact == found / 2


@settings(max_examples=25, deadline=None)
@given(shares, shares, counts)
def test_alpha_and_k_invert_beta(alpha, theta, k):
    level = solve.beta(alpha, theta, k, bound="sharp").exact
    if level * theta >= 1 or level * alpha >= 1 or level == 1:
        return
    back = solve.alpha(level, theta, k, bound="sharp", digits=25)
    low, high = back.as_fraction_bounds()
    assert low <= alpha <= high
    least = int(solve.k(alpha, level, theta, bound="sharp").value)
    assert least > k
    assert solve.beta(alpha, theta, least, bound="sharp").exact < level
    assert solve.beta(alpha, theta, least - 1, bound="sharp").exact >= level


def test_alpha_at_its_ends():
    trivial = solve.alpha("3", "1/27", 3, bound="sharp")
    assert trivial.exact == F(1, 3)
    assert trivial.vacuous
    with pytest.raises(NoGuarantee, match=r"theta\*beta < 1"):
        solve.alpha("3", "1/3", 4, bound="sharp")
    with pytest.raises(NoGuarantee, match=r"k_prime\*theta\*beta < 1"):
        solve.alpha("3", "1/6", 4, bound="sharp", k_prime=2)


def test_k_under_a_vacuous_level_is_one():
    found = solve.k("1/10", "5", "1/4", bound="sharp")
    assert found.value == "1"
    assert found.vacuous


def test_tuples_replace_theta():
    assert (
        solve.beta("1/10", "1/20", 4, bound="sharp", k_prime=2).exact
        == solve.beta("1/10", "1/10", 4, bound="sharp").exact
    )


def test_enclosures_agree_with_fractions(monkeypatch):
    point, digits = (F(1, 10), F(1, 7), 300), 40
    exact = solve.beta(*point, bound="sharp", digits=digits)
    theta = solve.theta(point[0], "1.2", point[2], bound="sharp", digits=digits)
    least = solve.k(point[0], "1.2", point[1], bound="sharp")
    monkeypatch.setattr(_sharp, "_EXACT_BITS", 1)
    ball = solve.beta(*point, bound="sharp", digits=digits)
    assert ball.exact is None
    assert ball.value == exact.value
    assert solve.theta(point[0], "1.2", point[2], bound="sharp", digits=digits).value == theta.value
    assert solve.k(point[0], "1.2", point[1], bound="sharp").value == least.value


def test_ties_of_the_quantile_are_enclosed(monkeypatch):
    """At alpha = theta = 1/2, k = 1 the tail equals theta: two levels c attain the minimum."""
    monkeypatch.setattr(_sharp, "_EXACT_BITS", 0)
    found = solve.beta("1/2", "1/2", 1, bound="sharp", digits=20)
    low, high = found.as_fraction_bounds()
    assert low <= 2 <= high
    assert found.vacuous


def test_large_k():
    found = solve.beta("1/10", "1e-9", 10**9, bound="sharp", digits=20)
    assert found.exact is None
    assert 1 < float(found) < float(solve.beta("1/10", "1e-9", 10**9, bound="entropic"))
    assert solve.theta("1/10", "1.001", 10**7, bound="sharp", digits=10).vacuous is False


def test_powers_are_compared_without_being_formed():
    """3**(10**9) would have half a billion digits."""
    assert not _sharp._power_below(F(3), 10**9, F(10))
    assert not _sharp._power_below(F(2), 5, F(32) - F(1, 10**60))
    assert _sharp._power_below(F(2), 5, F(32))
    assert solve.alpha(2, F(1, 2) ** 5, 5, bound="sharp").exact == F(1, 2)
