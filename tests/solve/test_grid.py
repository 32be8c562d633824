"""Float64 grids against certified values: ulps inside and at the edges, masks, refusals."""

from fractions import Fraction as F

import numpy as np
import pytest

from skilltheory import compiled, solve
from skilltheory.errors import NoGuarantee, SortError, UnknownName
from skilltheory.solve import beta_grid

BOUNDS = ("basic", "entropic", "closed-form", "sharp")
IN_NUMPY = " in numpy"  # without the compiled loops
PATHS = (*BOUNDS, *(bound + IN_NUMPY for bound in BOUNDS if bound != "closed-form"))
POINTS = 250


def ulps(value, found):
    low, high = found.as_fraction_bounds()
    middle = (low + high) / 2
    return float(abs(F(float(value)) - middle) / F(float(np.spacing(float(middle)))))


def compare(alpha, theta, k, bound, k_prime=1):
    """Return the largest error in ulps; the masks must agree with the certified solver."""
    with pytest.MonkeyPatch.context() as patch:
        if bound.endswith(IN_NUMPY):
            bound = bound.removesuffix(IN_NUMPY)
            patch.setattr(compiled, "library", lambda: None)
        grid = beta_grid(alpha, theta, k, bound=bound, k_prime=k_prime)
    assert not np.isnan(grid.values).any()
    worst = 0.0
    for index, value in enumerate(grid.values):
        point = float(alpha[index]), float(theta[index]), int(k[index])
        try:
            found = solve.beta(*point, bound=bound, digits=22, k_prime=k_prime)
        except NoGuarantee:
            assert not grid.guaranteed[index], point
            assert value == np.inf
            assert not grid.vacuous[index]
            continue
        assert grid.guaranteed[index], point
        assert grid.vacuous[index] == found.vacuous, point
        worst = max(worst, ulps(value, found))
    return worst


def regions(seed, points=POINTS):
    rng = np.random.default_rng(seed)

    def powers(low, high):
        return 10 ** rng.uniform(low, high, points)

    def flat(low, high):
        return rng.uniform(low, high, points)

    def draws(high):
        return rng.integers(1, high, points)

    return {
        "anywhere": (flat(0, 1), flat(0, 1), draws(65)),
        "usual": (flat(0.01, 0.4), flat(0.01, 0.5), draws(33)),
        "small shares": (powers(-6, -0.3), powers(-12, -0.01), draws(65)),
        "many draws": (powers(-3, -0.1), flat(0.01, 0.9), draws(800)),
        "few draws": (flat(0.05, 0.95), flat(0.05, 0.95), draws(3)),
    }


@pytest.mark.parametrize("bound", PATHS)
@pytest.mark.parametrize("region", regions(0))
def test_within_four_ulps(bound, region):
    alpha, theta, k = regions(7)[region]
    long_sums = bound.startswith("sharp") and region == "many draws"
    assert compare(alpha, theta, k, bound) <= (6 if long_sums else 4)


@pytest.mark.slow
@pytest.mark.parametrize("bound", ["basic", "entropic"])
@pytest.mark.parametrize("region", ["anywhere", "usual", "few draws"])
def test_within_four_ulps_at_many_points(bound, region):
    alpha, theta, k = regions(17, 20_000)[region]
    assert compare(alpha, theta, k, bound) <= 4


@pytest.mark.parametrize("bound", PATHS)
def test_theta_near_one(bound):
    rng = np.random.default_rng(3)
    theta = 1 - 10 ** rng.uniform(-12, -3, POINTS)
    k = rng.integers(1, 1001 if bound.startswith("sharp") else 65, POINTS)
    worst = compare(rng.uniform(0.01, 0.95, POINTS), theta, k, bound)
    assert worst <= (6 if bound.startswith("sharp") else 4)


@pytest.mark.parametrize("bound", ["basic", "entropic"])
def test_alpha_beta_near_one(bound):
    """Choose theta so that the condition is met by ever less."""
    rng = np.random.default_rng(4)
    alpha = rng.uniform(0.05, 0.95, 60)
    k = rng.integers(1, 20, 60)
    theta = []
    for a, draws, gap in zip(alpha, k, 10 ** rng.uniform(-12, -1, 60), strict=True):
        level = F(1 - gap) / F(float(a))
        theta.append(
            float(solve.theta(float(a), max(level, F(11, 10)), int(draws), bound=bound))
            if level > F(11, 10)
            else 0.5
        )
    assert compare(alpha, np.array(theta), k, bound) <= 4


@pytest.mark.parametrize("bound", ["basic", "entropic"])
def test_alpha_near_one(bound):
    """Float32 has no bits left of ``1 - alpha``: nothing may be decided by it."""
    rng = np.random.default_rng(12)
    alpha, theta = 1 - 10 ** rng.uniform(-14, -2, 80), 1 - 10 ** rng.uniform(-14, -1, 80)
    k = (10 ** rng.uniform(0, 9, 80)).astype(np.int64)
    # The last is so near 1 that float64 can only hand it on.
    alpha[-2:], theta[-2:], k[-2:] = 1 - 2**-53, 1 - 2**-53, [1001, 10**9]
    worst = 0.0
    for index in range(80):
        at = slice(index, index + 1)
        try:
            found = solve.beta(
                float(alpha[index]), float(theta[index]), int(k[index]), bound=bound, digits=22
            )
        except NoGuarantee:
            assert not beta_grid(alpha[at], theta[at], k[at], bound=bound).guaranteed
            continue
        grid = beta_grid(alpha[at], theta[at], k[at], bound=bound)
        assert grid.guaranteed
        assert grid.vacuous or not found.vacuous  # in doubt it is called vacuous
        worst = max(worst, ulps(grid.values[0], found))
    assert 0 < worst <= 4


@pytest.mark.parametrize("bound", BOUNDS)
def test_alpha_below_the_floats(bound):
    alpha = np.array([5e-324, 5e-324, 1e-310, 1e-295])
    theta = np.array([1e-6, 1 - 1e-12, 0.5, 0.5])
    k = np.array([2, 1001, 1000, 3])
    grid = beta_grid(alpha, theta, k, bound=bound)
    assert not np.isnan(grid.values).any()
    for index, value in enumerate(grid.values):
        try:
            found = solve.beta(
                float(alpha[index]), float(theta[index]), int(k[index]), bound=bound, digits=22
            )
        except NoGuarantee:
            assert not grid.guaranteed[index]
            continue
        assert grid.guaranteed[index]
        assert grid.vacuous[index] == found.vacuous
        assert value == float(found)


@pytest.mark.parametrize("bound", ["basic", "entropic", "closed-form"])
def test_beta_near_one(bound):
    rng = np.random.default_rng(5)
    k = (10 ** rng.uniform(4, 15, POINTS)).astype(np.int64)
    worst = compare(rng.uniform(0.01, 0.9, POINTS), rng.uniform(0.01, 0.9, POINTS), k, bound)
    assert worst <= 4


def test_sharp_beyond_a_thousand_draws():
    rng = np.random.default_rng(6)
    k = (10 ** rng.uniform(3.01, 6, 60)).astype(np.int64)
    alpha, theta = 10 ** rng.uniform(-3, -0.1, 60), rng.uniform(1e-6, 0.9, 60)
    grid = beta_grid(alpha, theta, k, bound="sharp")
    for index in range(60):
        found = solve.beta(
            float(alpha[index]), float(theta[index]), int(k[index]), bound="sharp", digits=22
        )
        assert abs(float(grid.values[index]) / float(found) - 1) < 1e-12


@pytest.mark.parametrize("theta", [1e-12, 1e-20, 1e-100, 1e-300])
def test_sharp_of_many_draws_and_few_errors(theta):
    for alpha, k in ((1e-5, 34512), (0.04, 23737), (0.5, 1001)):
        grid = beta_grid(alpha, theta, k, bound="sharp")
        found = solve.beta(alpha, theta, k, bound="sharp", digits=22)
        assert abs(float(grid.values) / float(found) - 1) < 1e-12
        assert bool(grid.vacuous) == found.vacuous


@pytest.mark.parametrize("bound", PATHS)
def test_extreme_shares(bound):
    alpha = np.array([1e-300, 1e-12, 1 - 2**-53, 1 - 1e-9, 0.5, 0.5, 1e-200])
    theta = np.array([0.5, 1e-12, 0.5, 1e-12, 5e-324, 1 - 2**-53, 1e-200])
    k = np.array([3, 64, 64 if bound.startswith("sharp") else 2**40, 1000, 1000, 1, 5])
    assert compare(alpha, theta, k, bound) <= 4


@pytest.mark.parametrize("bound", ["basic", "entropic"])
def test_equality_in_the_condition_is_decided_exactly(bound):
    alpha, theta, k = (0.25, 0.5, 1) if bound == "basic" else (0.25, 0.0625, 2)
    below, above = np.nextafter(alpha, 0), np.nextafter(alpha, 1)
    grid = beta_grid([below, alpha, above], theta, k, bound=bound)
    assert grid.guaranteed.tolist() == [True, False, False]
    assert grid.no_guarantee.tolist() == [False, True, True]
    assert grid.values[0] == pytest.approx(4, abs=1e-12)


def test_known_values_and_broadcasting():
    grid = beta_grid([[0.1], [0.2]], [0.1, 0.2, 0.3], 4)
    assert grid.values.shape == grid.vacuous.shape == grid.guaranteed.shape == (2, 3)
    assert grid.values[0, 0] == pytest.approx(6.23389714683, rel=1e-11)
    single = beta_grid(0.1, 0.1, 4, bound="sharp")
    assert single.values.shape == ()
    assert float(single.values) == pytest.approx(3.9025)
    assert beta_grid([], [], []).values.shape == (0,)


def test_points_without_a_guarantee_are_masked_and_infinite():
    grid = beta_grid(0.1, [1e-9, 0.1, 0.4], 4)
    assert grid.values[0] == np.inf
    assert grid.guaranteed.tolist() == [False, True, True]
    assert grid.vacuous.tolist() == [False, False, True]
    assert beta_grid(0.04, 0.4, 3).vacuous


def test_tuples():
    pairs = beta_grid(0.1, [0.1, 0.3, 0.5, 0.9], 6, k_prime=2)
    assert pairs.values[0] == beta_grid(0.1, 0.2, 6).values
    assert pairs.guaranteed.tolist() == [True, True, False, False]
    for bound in BOUNDS:
        rng = np.random.default_rng(9)
        theta = rng.uniform(0.01, 0.3, 50)
        assert compare(rng.uniform(0.05, 0.5, 50), theta, np.full(50, 6), bound, 3) <= 6


def test_chunks_and_columns_do_not_matter():
    rng = np.random.default_rng(1)
    alpha, theta = rng.uniform(0.01, 0.5, 70001), rng.uniform(0.01, 0.5, 70001)
    k = rng.integers(1, 9, 70001)
    for bound in BOUNDS:
        whole = beta_grid(alpha, theta, k, bound=bound)
        part = beta_grid(alpha[::7], theta[::7], k[::7], bound=bound)
        np.testing.assert_allclose(whole.values[::7], part.values, rtol=1e-15)
        assert (whole.guaranteed[::7] == part.guaranteed).all()


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [
        (([0.1, np.nan], 0.1, 4), "alpha"),
        (([0.1, 1.0], 0.1, 4), "alpha"),
        ((0.1, [0.0, 0.5], 4), "theta"),
        ((0.1, 0.1, [1, 0]), "k"),
        ((0.1, 0.1, [1.5]), "k"),
        ((0.1, 0.1, [np.nan]), "k"),
        ((0.1, 0.1, ["a"]), "k"),
        ((0.1, 0.1, True), "k"),
        (("x", 0.1, 4), "alpha"),
        ((0.1, 0.1 + 0j, 4), "theta"),
        (([[0.1], [0.1, 0.2]], 0.1, 4), "alpha"),
        ((0.1, 0.1, [[1], [1, 2]]), "k"),
        (([0.1, 0.2], [0.1, 0.2, 0.3], 4), "shapes"),
    ],
)
def test_values_outside_their_sorts(arguments, parameter):
    with pytest.raises(SortError) as caught:
        beta_grid(*arguments)
    assert caught.value.parameter == parameter


def test_whole_floats_count_as_counts():
    assert beta_grid(0.1, 0.1, np.array([4.0])).values == beta_grid(0.1, 0.1, 4).values


def test_bounds_without_a_grid():
    with pytest.raises(UnknownName):
        beta_grid(0.1, 0.1, 4, bound="finite-sharp")
    with pytest.raises(SortError):
        beta_grid(0.1, 0.1, 4, k_prime=0)
