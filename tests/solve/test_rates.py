"""Basic, entropic and closed form: known values, monotonicity, inverses, refusals."""

from fractions import Fraction as F

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skilltheory import solve
from skilltheory.errors import NoGuarantee, NumberFormatError, SortError, UnknownName
from skilltheory.solve import mpmath_path

RATES = ("basic", "entropic", "closed-form")
shares = st.fractions(min_value=F(1, 100), max_value=F(99, 100), max_denominator=100)
counts = st.integers(1, 60)


def number(found):
    return F(found.value)


@pytest.mark.parametrize(
    ("point", "basic", "entropic"),
    [
        (("1/10", "1/10", 4), "6.23389714683", "5.28748445622"),
        (("1/5", "1/5", 4), "3.59394449892", "3.05632928645"),
        (("1/20", "1/10", 32), "3.48194813552", "3.02807029759"),
    ],
)
def test_table_of_the_theory(point, basic, entropic):
    assert solve.beta(*point, digits=12).value == basic
    assert solve.beta(*point, bound="entropic", digits=12).value == entropic


@pytest.mark.parametrize("digits", [30, 100, 1000])
@pytest.mark.parametrize("bound", RATES)
def test_certified_agrees_with_mpmath(bound, digits):
    cases = [
        (solve.beta, mpmath_path.beta, ("1/10", "1/10", 4)),
        (solve.alpha, mpmath_path.alpha, ("3", "1/10", 4)),
        (solve.theta, mpmath_path.theta, ("1/10", "3", 4)),
        (_boundary, mpmath_path.k_boundary, ("1/10", "3", "1/10")),
    ]
    for certified, other, point in cases[: 1 if digits == 1000 else None]:
        value = certified(*point, bound=bound, digits=digits).value
        opinion = other(*point, bound=bound, digits=digits)
        with mpmath.workdps(digits + 10):
            assert abs(mpmath.mpf(value) / opinion - 1) < mpmath.mpf(10) ** (1 - digits)


def _boundary(*point, **options):
    return solve.k(*point, **options).boundary


@pytest.mark.parametrize("digits", [1, 2, 15, 50, 333])
def test_digits_are_those_asked_for_and_agree(digits):
    found = solve.beta("1/7", "2/9", 5, digits=digits)
    assert len(found.value.replace(".", "")) == found.digits == digits
    longer = number(solve.beta("1/7", "2/9", 5, digits=400))
    assert abs(number(found) - longer) <= F(1, 2) * F(10) ** (1 - digits)


@settings(max_examples=40, deadline=None)
@given(shares, shares, counts, st.sampled_from(RATES))
def test_solution_lies_on_the_boundary(alpha, theta, k, bound):
    """Just above the level the condition holds, just below it fails."""
    try:
        found = solve.beta(alpha, theta, k, bound=bound, digits=30)
    except NoGuarantee:
        with mpmath.workdps(40):
            top = -mpmath.log(_mpf(alpha))
            assert top <= mpmath_path._cost(bound, _mpf(theta)) / k
        return
    with mpmath.workdps(60):
        a, cost = _mpf(alpha), mpmath_path._cost(bound, _mpf(theta)) / k
        low = mpmath_path._rate(bound, a, mpmath.mpf(found.lower)) - cost
        high = mpmath_path._rate(bound, a, mpmath.mpf(found.upper)) - cost
    assert low <= 0 <= high


def _mpf(value):
    return mpmath.mpf(value.numerator) / value.denominator


@settings(max_examples=40, deadline=None)
@given(shares, shares, counts, st.sampled_from(RATES))
def test_every_unknown_inverts_the_others(alpha, theta, k, bound):
    try:
        found = solve.beta(alpha, theta, k, bound=bound, digits=40)
    except NoGuarantee:
        assume(False)
    level = number(found)
    assume(level * alpha < 1 - F(1, 10**9))
    back = solve.alpha(level, theta, k, bound=bound, digits=20)
    assert abs(number(back) / alpha - 1) < F(1, 10**15)
    back = solve.theta(alpha, level, k, bound=bound, digits=20)
    assert abs(number(back) / theta - 1) < F(1, 10**15)
    back = solve.k(alpha, level, theta, bound=bound, digits=20)
    assert abs(number(back.boundary) / k - 1) < F(1, 10**15)
    assert int(back.value) in (k, k + 1)
    assert F(back.boundary.lower) <= int(back.value) <= F(back.boundary.upper) + 1


@settings(max_examples=40, deadline=None)
@given(shares, shares, counts, st.integers(1, 20), shares, shares)
def test_beta_falls_in_k_and_theta_and_closed_form_is_above_basic(
    alpha, theta, k, more, alpha2, theta2
):
    try:
        here = number(solve.beta(alpha, theta, k, digits=30))
    except NoGuarantee:
        assume(False)
    assert number(solve.beta(alpha, theta, k + more, digits=30)) < here
    assert number(solve.beta(alpha, theta, k, bound="closed-form", digits=30)) >= here
    assert number(solve.beta(alpha, theta, k, bound="entropic", digits=30)) <= here
    if theta2 > theta:
        assert number(solve.beta(alpha, theta2, k, digits=30)) < here
    if theta < theta2 <= F(1, 2):  # the guaranteed share of errors rises, statement 4.5
        assert theta2 * number(solve.beta(alpha, theta2, k, digits=30)) > theta * here
    if alpha2 > alpha and alpha2 * here < 1:  # more given up, a smaller level: statement 4.6
        assert number(solve.beta(alpha2, theta, k, digits=30)) < here


def test_closed_form_is_exact_as_alpha_vanishes():
    k, c = 10**8, F(1, 10**8)  # k alpha is kept
    basic = number(solve.beta(c, "1/10", k, digits=20))
    closed = number(solve.beta(c, "1/10", k, bound="closed-form", digits=20))
    assert 0 < closed / basic - 1 < F(1, 10**6)


# -- edges --------------------------------------------------------------------------


def test_equality_in_the_condition_is_no_guarantee():
    """1/2 log 4 = h(1/2): the two sides are equal, which no precision could tell."""
    with pytest.raises(NoGuarantee) as caught:
        solve.beta("1/4", "1/2", 1)
    assert caught.value.condition == "k*theta*log(1/alpha) > h(theta)"
    assert caught.value.left == caught.value.right
    assert caught.value.left.startswith("0.6931471805599")
    with pytest.raises(NoGuarantee):
        solve.beta("1/4", "1/16", 2, bound="entropic")


def test_just_inside_the_condition():
    found = solve.beta(F(1, 4) - F(1, 10**60), "1/2", 1, digits=70)
    assert 0 < 4 - number(found) < F(1, 10**50) or 0 < number(found) - 4 < F(1, 10**50)
    assert number(found) * (F(1, 4) - F(1, 10**60)) < 1


@pytest.mark.parametrize(
    ("alpha", "theta", "k"),
    [
        ("1e-400", "1/10", 5),
        (1 - F(1, 10**30), 1 - F(1, 10**40), 5),
        ("1/10", "1/10", 10**30),
        ("1/10", "1e-300", 5000),
        ("1/10", 1 - F(1, 10**200), 3),
        ("1e-12", "1e-12", 64),
        ("0.999999999", "0.5", 10**12),
    ],
)
def test_far_out(alpha, theta, k):
    found = solve.beta(alpha, theta, k, digits=30)
    low, high = found.as_fraction_bounds()
    a = F(alpha)
    assert 1 < low <= high < 1 / a
    back = solve.theta(a, number(solve.beta(a, theta, k, digits=450)), k, digits=15)
    assert abs(number(back) / F(theta) - 1) < F(1, 10**10)


@pytest.mark.parametrize("beta", ["1.000000000001", "9.999999999999", "5"])
def test_theta_and_alpha_near_the_ends_of_beta(beta):
    theta = number(solve.theta("1/10", beta, 7, digits=60))
    alpha = solve.alpha(beta, theta, 7, digits=20)
    assert abs(number(alpha) * 10 - 1) < F(1, 10**15)


def test_theta_far_below_what_a_float_holds():
    found = solve.theta("1/10", "3", 10**7, digits=20)
    assert found.value.endswith("e-667353")
    found = solve.theta("1/10", "3", 10**7, bound="entropic", digits=20)
    assert float(found) == 0.0


def test_vacuous():
    found = solve.beta("1/25", "2/5", 3, digits=6)
    assert found.value == "9.27923"
    assert found.vacuous
    assert not solve.beta("1/10", "1/10", 4).vacuous
    # Pairs double theta: what was a guarantee for one skill may say nothing for two.
    assert solve.beta("1/10", "1/5", 4, k_prime=3, digits=6).vacuous
    assert solve.theta("1/10", "3/2", 2, digits=5).vacuous
    assert solve.k("1/10", "5", "1/4").vacuous
    assert solve.alpha("5", "1/4", 5).vacuous
    assert solve.beta("1/2", "1/10", 1, bound="closed-form").vacuous


@pytest.mark.parametrize("bound", RATES)
def test_tuples_replace_theta(bound):
    pairs = solve.beta("1/10", "1/10", 6, k_prime=2, bound=bound, digits=30)
    single = solve.beta("1/10", "1/5", 6, bound=bound, digits=30)
    assert pairs.value == single.value
    assert pairs.inputs["k_prime"] == 2
    theta = solve.theta("1/10", "2", 6, bound=bound, digits=30)
    half = solve.theta("1/10", "2", 6, k_prime=2, bound=bound, digits=30)
    assert abs(number(half) * 2 / number(theta) - 1) < F(1, 10**28)


def test_too_large_tuples():
    with pytest.raises(NoGuarantee) as caught:
        solve.beta("1/10", "1/4", 6, k_prime=4)
    assert (caught.value.condition, caught.value.left) == ("k_prime*theta < 1", "1")


def test_exactly_rational_solutions():
    """exp(-4 kl(3/4, 1/2)) = 16/27; the boundary of k is the integer 4, and is not enough."""
    found = solve.theta("1/2", "3/2", 4, bound="entropic", digits=20)
    low, high = found.as_fraction_bounds()
    assert low <= F(16, 27) <= high
    least = solve.k("1/2", "3/2", F(16, 27), bound="entropic", digits=20)
    assert least.value == "5"
    assert least.boundary.value == "4.0000000000000000000"


def test_a_tie_of_the_rounding_gives_more_digits():
    """exp(-2 kl(1/2, 1/8)) is 0.4375 exactly, which no enclosure can round to three digits."""
    found = solve.theta("1/8", "4", 2, bound="entropic", digits=3)
    assert found.value == "0.4375"
    assert found.digits == 4


# -- refusals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (lambda: solve.beta("1.2", "1/10", 4), "alpha"),
        (lambda: solve.beta("0", "1/10", 4), "alpha"),
        (lambda: solve.beta("1/10", "1.2", 4), "theta"),
        (lambda: solve.beta("1/10", 1, 4), "theta"),
        (lambda: solve.beta("1/10", "1/10", "2.5"), "k"),
        (lambda: solve.beta("1/10", "1/10", 0), "k"),
        (lambda: solve.beta("1/10", "1/10", 4, k_prime=0), "k_prime"),
        (lambda: solve.beta("1/10", "1/10", 4, digits=0), "digits"),
        (lambda: solve.beta("1/10", "1/10", 4, n1=10), "n1"),
        (lambda: solve.beta("1/10", "1/10", 4, competence=True), "competence"),
        (lambda: solve.alpha("1", "1/10", 4), "beta"),
        (lambda: solve.theta("1/2", "2", 4), "beta"),
        (lambda: solve.theta("1/2", "3", 4), "beta"),
        (lambda: solve.k("1/2", "3", "1/10"), "beta"),
        (lambda: solve.k("1/2", "1/2", "1/10"), "beta"),
    ],
)
def test_values_outside_their_sorts(call, parameter):
    with pytest.raises(SortError) as caught:
        call()
    assert caught.value.parameter == parameter


@pytest.mark.parametrize("text", ["abc", "__import__('os')", "1/0", "nan", "1e", ""])
def test_texts_that_are_no_numbers(text):
    with pytest.raises(NumberFormatError):
        solve.beta(text, "1/10", 4)


def test_the_message_says_what_would_do():
    with pytest.raises(SortError, match=r"less than 1/alpha = 10"):
        solve.theta("1/10", "12", 4)


def test_unknown_bounds():
    with pytest.raises(UnknownName, match="did you mean sharp"):
        solve.beta("1/10", "1/10", 4, bound="shrap")
    with pytest.raises(UnknownName):
        solve.alpha("3", "1/10", 4, bound="finite-sharp")
    with pytest.raises(UnknownName):
        mpmath_path.alpha("3", "1/10", 4, bound="sharp")


@pytest.mark.parametrize(
    ("call", "condition"),
    [
        (lambda: solve.beta("1/10", "1/10", 1), "k*theta*log(1/alpha) > h(theta)"),
        (
            lambda: solve.beta("1/10", "1/20", 1, k_prime=2),
            "k*k_prime*theta*log(1/alpha) > h(k_prime*theta)",
        ),
        (
            lambda: solve.beta("1/2", "1/10", 1, bound="entropic"),
            "k*theta*log(1/alpha) > theta*log(1/theta)",
        ),
        (lambda: solve.alpha("11/10", "1/10", 4), "k*theta*log(beta) > h(theta)"),
        (
            lambda: solve.alpha("11/10", "1/10", 4, bound="closed-form"),
            "k*theta*phi(beta) > h(theta)",
        ),
    ],
)
def test_no_guarantee_names_the_condition_and_both_sides(call, condition):
    with pytest.raises(NoGuarantee) as caught:
        call()
    assert caught.value.condition == condition
    assert F(caught.value.left) <= F(caught.value.right)


def test_mpmath_path_refuses_too():
    with pytest.raises(NoGuarantee):
        mpmath_path.beta("1/10", "1/10", 1)
    with pytest.raises(NoGuarantee):
        mpmath_path.alpha("11/10", "1/10", 4)
    with pytest.raises(NoGuarantee):
        mpmath_path.alpha("11/10", "1/10", 4, bound="closed-form")
    sharp = mpmath_path.beta("1/10", "1/10", 4, bound="sharp", digits=20)
    assert abs(sharp - mpmath.mpf("3.9025")) < 1e-15


def test_the_table_of_bounds():
    names = {"basic", "closed-form", "entropic", "sharp", "finite-basic", "finite-sharp"}
    assert set(solve.BOUNDS) == names
    for bound in solve.BOUNDS.values():
        assert bound.title in repr(bound)
        assert bound.source
    assert solve.get_bound("sharp").unknowns == ("beta", "alpha", "theta", "k")
    with pytest.raises(AttributeError):
        solve.gamma  # noqa: B018
    assert "beta_grid" in dir(solve)
    assert solve.mpmath_path is mpmath_path


@pytest.mark.parametrize("bound", ["basic", "entropic"])
@pytest.mark.parametrize("alpha", ["1e-300", "1e-1000"])
def test_a_small_divergence_of_small_shares(bound, alpha):
    """Where alpha*beta is small and beta enormous, most of ``kl`` cancels."""
    found = solve.beta(alpha, "0.999999999999", 10**9, bound=bound, digits=20)
    back = solve.alpha(found.value, "0.999999999999", 10**9, bound=bound, digits=15)
    assert back.value == "1.00000000000000" + alpha[1:]
