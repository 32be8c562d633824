"""Finite bounds: figures, exact enumeration, rounding, refusals, extreme sizes."""

import pickle
from fractions import Fraction as F
from itertools import combinations, pairwise
from math import ceil, comb, exp, floor, lgamma, log

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom

from skilltheory import solve
from skilltheory.errors import MissingValue, NoGuarantee, SortError, UnknownName
from skilltheory.solve import _finite_basic, _finite_sharp
from skilltheory.solve._sizes import sizes

BOTH = ("finite-basic", "finite-sharp")


# -- figures ------------------------------------------------------------------------


@pytest.mark.parametrize(("n1", "n2", "figure"), [(1000, 10, "3.655"), (10**6, 1000, "3.122")])
def test_figures_of_the_theory(n1, n2, figure):
    options = {"bound": "finite-sharp", "n1": n1, "n2": n2, "failure": "1e-6"}
    assert solve.beta("0.1", "0.1", 8, digits=4, **options).value == figure


def direct_log_bound(alpha, beta, theta, k, n1, n2):
    """5.4 as it is written, in floats: an independent evaluation."""
    m, n = ceil(alpha * n2 - 1e-9), floor(theta * n1 + 1e-9)
    edges, x = m * beta * theta * k * n1 / n2, np.arange(k + 1)
    p = binom.pmf(x, k, m / n2)
    best = 0.0
    for c in range(k):

        def objective(u, c=c):
            rate = exp(u)
            return -rate * (edges - n * c) + n1 * log(p @ np.exp(rate * np.maximum(x - c, 0)))

        best = min(best, minimize_scalar(objective, bounds=(-12, 3), method="bounded").fun)
    return lgamma(n2 + 1) - lgamma(m + 1) - lgamma(n2 - m + 1) + best


@pytest.mark.parametrize(
    ("alpha", "beta", "theta", "k", "n1", "n2"),
    [
        (0.1, 4.0, 0.1, 8, 1000, 10),
        (0.25, 2.5, 0.2, 5, 400, 12),
        (0.05, 4.0, 0.1, 16, 5000, 40),
    ],
)
def test_failure_agrees_with_a_direct_minimisation(alpha, beta, theta, k, n1, n2):
    found = solve.failure(str(alpha), str(beta), str(theta), k, n1=n1, n2=n2, digits=12)
    assert log(float(found)) == pytest.approx(
        direct_log_bound(alpha, beta, theta, k, n1, n2), rel=1e-6
    )


def test_basic_failure_agrees_with_the_formula():
    found = solve.failure("0.1", 5, "0.1", 8, n1=1000, n2=10, bound="finite-basic", digits=12)
    direct = comb(1000, 100) * 10 * F(binom.sf(399, 800, 0.1))
    assert float(found) == pytest.approx(float(direct), rel=1e-9)


@pytest.mark.parametrize("competence", [False, True])
def test_failure_inverts_beta(competence):
    options = {"n1": 3000, "n2": 20, "competence": competence}
    level = solve.beta("0.1", "0.1", 8, bound="finite-sharp", failure="1e-6", digits=40, **options)
    for end, side in ((level.lower, 1), (level.upper, -1)):
        there = solve.failure("0.1", end, "0.1", 8, digits=30, **options)
        assert (F(there.value) - F(1, 10**6)) * side >= 0
        assert abs(F(there.value) * 10**6 - 1) < F(1, 10**20)


def test_sharp_works_where_basic_says_nothing():
    options = {"n1": 300, "n2": 5, "failure": "1e-3", "digits": 10}
    sharp = solve.beta("1/5", "1/10", 8, bound="finite-sharp", **options)
    basic = solve.beta("1/5", "1/10", 8, bound="finite-basic", **options)
    assert float(sharp) < float(basic)
    assert basic.vacuous or float(basic) > float(sharp)


def test_finite_levels_approach_the_asymptotic_ones():
    options = {"failure": "1e-6", "n2": 100, "digits": 12}
    for bound, limit in (("finite-sharp", "sharp"), ("finite-basic", "basic")):
        target = float(solve.beta("0.1", "0.1", 8, bound=limit))
        gaps = [
            float(solve.beta("0.1", "0.1", 8, bound=bound, n1=n1, **options)) - target
            for n1 in (10**4, 10**6, 10**9, 10**15)
        ]
        assert gaps == sorted(gaps, reverse=True)
        assert 0 < gaps[-1] < 1e-4


# -- exact enumeration ----------------------------------------------------------------


def worst_edges(counts, n):
    return sum(sorted(counts, reverse=True)[:n])


N1, K, THETA, N = 9, 3, F(1, 3), 3


def enumerate_two_skills():
    """Yield every outcome of the draws of skill 1 (skill 2 has the rest), with its weight."""
    weights = [F(comb(K, x), 2**K) for x in range(K + 1)]
    for multiset in combinations_with_counts(N1, K + 1):
        ways, weight = multinomial(multiset), F(1)
        for value, times in enumerate(multiset):
            weight *= weights[value] ** times
        counts = [value for value, times in enumerate(multiset) for _ in range(times)]
        yield counts, ways * weight


def combinations_with_counts(total, kinds):
    for bars in combinations(range(total + kinds - 1), kinds - 1):
        edges = (-1, *bars, total + kinds - 1)
        yield tuple(b - a - 1 for a, b in pairwise(edges))


def multinomial(parts):
    ways, left = 1, sum(parts)
    for part in parts:
        ways *= comb(left, part)
        left -= part
    return ways


OUTCOMES = list(enumerate_two_skills())


def test_the_enumeration_is_complete():
    assert sum(weight for _, weight in OUTCOMES) == 1


@pytest.mark.parametrize("beta", ["1.2", "1.5", "1.7", "1.9", "1.99"])
@pytest.mark.parametrize("bound", BOTH)
def test_bound_on_edges_holds_exactly(beta, bound):
    level = F(beta)
    edges = level * THETA * K * N1 / 2  # m = 1 of two skills
    true = sum(
        weight
        for counts, weight in OUTCOMES
        if worst_edges(counts, N) >= edges or worst_edges([K - x for x in counts], N) >= edges
    )
    found = solve.failure("1/2", beta, THETA, K, n1=N1, n2=2, bound=bound, digits=10)
    assert true <= F(found.upper)
    if beta in ("1.9", "1.99"):
        assert not found.vacuous


@pytest.mark.parametrize("beta", ["1.5", "1.9", "1.99"])
@pytest.mark.parametrize("counting", ["draws", "pieces"])
def test_bound_on_competence_holds_exactly(beta, counting):
    share = THETA * F(beta)

    def lost(counts):
        if counting == "pieces":
            counts = [min(x, 1) for x in counts]
        return worst_edges(counts, N) >= share * sum(counts)

    true = sum(
        weight for counts, weight in OUTCOMES if lost(counts) or lost([K - x for x in counts])
    )
    found = solve.failure(
        "1/2", beta, THETA, K, n1=N1, n2=2, competence=True, counting=counting, digits=10
    )
    assert true <= F(found.upper)


@pytest.mark.parametrize("beta", ["2.4", "2.9", "2.99"])
@pytest.mark.parametrize("bound", BOTH)
def test_bound_holds_for_three_skills(beta, bound):
    """Nine pieces of two draws, up to their order: every graph, every error set."""
    skills, k, n1, theta, n = 3, 2, 9, F(1, 3), 3
    kinds = list(combinations_with_counts(k, skills))
    chances = [F(multinomial(kind), skills**k) for kind in kinds]
    quota = F(beta) * theta * k * F(n1, skills)
    true = F(0)
    for multiset in combinations_with_counts(n1, len(kinds)):
        graph = [kind for kind, times in zip(kinds, multiset, strict=True) for _ in range(times)]
        if any(worst_edges([piece[s] for piece in graph], n) >= quota for s in range(skills)):
            weight = F(multinomial(multiset))
            for chance, times in zip(chances, multiset, strict=True):
                weight *= chance**times
            true += weight
    found = solve.failure(F(1, 3), beta, theta, k, n1=n1, n2=skills, bound=bound, digits=10)
    assert 0 < true <= F(found.upper)
    if bound == "finite-sharp":
        assert found.vacuous is (beta == "2.4")


# -- rounding ------------------------------------------------------------------------


def test_shares_round_on_the_safe_side():
    size = sizes(F(1, 4), F(3, 10), 5, 1003, 10, 1)
    assert (size.lost, size.errors) == (3, 300)
    assert size.hit == F(3, 10)
    assert size.edges == F(3, 10) * F(3, 10) * 5 * 1003
    assert "fewer than m = 3 of 10 skills are lost; at most n = 300 of 1003" in size.note()


def test_groups_and_tuples():
    size = sizes(F(1, 4), F(1, 10), 5, 1003, 10, 2)
    assert (size.pieces, size.skills, size.lost) == (501, 100, 25)
    assert size.errors == 100  # each wrong piece spoils one group
    assert size.share == F(1, 5)
    with pytest.raises(SortError, match="one group of pieces"):
        sizes(F(1, 4), F(1, 10), 5, 1, 10, 2)
    with pytest.raises(SortError, match="so that a piece may fail"):
        sizes(F(1, 4), F(1, 10), 5, 9, 10, 1)


def test_pairs_are_solved_on_their_own_graph():
    pairs = solve.beta(
        "1/4", "1/20", 8, bound="finite-sharp", n1=20000, n2=5, failure="1e-3", k_prime=2, digits=20
    )
    single = solve.beta(
        "1/4", "1/10", 8, bound="finite-sharp", n1=10000, n2=25, failure="1e-3", digits=20
    )
    assert pairs.value == single.value


@pytest.mark.parametrize("bound", BOTH)
@pytest.mark.parametrize("k_prime", [1, 2])
def test_least_n1_is_the_start_of_a_run(bound, k_prime):
    point = ("1/5", "3.5", "7/60", 8)
    options = {"n2": 5, "bound": bound, "k_prime": k_prime}
    found = solve.least_n1(*point, failure="1e-2", **options)
    n1 = int(found.value)
    assert n1 % k_prime == 0

    def holds(size):
        return F(solve.failure(*point, n1=size, digits=12, **options).upper) <= F(1, 100)

    assert not holds(n1 - k_prime)
    assert all(holds(n1 + j * k_prime) for j in range(60))


def test_least_n1_by_competence():
    found = solve.least_n1("1/10", 4, "1/10", 8, n2=100, failure="1e-6", competence=True)
    n1 = int(found.value)
    options = {"n2": 100, "competence": True, "digits": 10}
    assert float(solve.failure("1/10", 4, "1/10", 8, n1=n1, **options)) <= 1e-6
    assert float(solve.failure("1/10", 4, "1/10", 8, n1=n1 - 1, **options)) > 1e-6


# -- extremes -----------------------------------------------------------------------


@pytest.mark.parametrize("bound", BOTH)
def test_ten_pieces(bound):
    found = solve.failure("1/2", "1.9", "1/2", 2, n1=10, n2=2, bound=bound, digits=20)
    assert 0 <= F(found.lower) <= F(found.upper) <= 1


def test_failure_far_below_floats():
    found = solve.failure("1/10", 5, "1/10", 8, n1=10**15, n2=10**6, digits=20)
    assert "e-" in found.value
    assert float(found) == 0.0
    basic = solve.failure("1/10", 5, "1/10", 8, n1=10**15, n2=10**6, bound="finite-basic")
    assert int(basic.value.split("e")[1]) > int(found.value.split("e")[1])
    assert len(basic.value.split("e")[0].replace(".", "")) == 50


@pytest.mark.parametrize("bound", BOTH)
def test_enormous_sizes(bound):
    found = solve.beta(
        "1/10", "1/10", 8, bound=bound, n1=10**15, n2=10**6, failure="1e-9", digits=15
    )
    assert 3 < float(found) < 4.6


def test_digits_are_proved_at_any_precision():
    options = {"bound": "finite-sharp", "n1": 1000, "n2": 10, "failure": "1e-6"}
    long = F(solve.beta("0.1", "0.1", 8, digits=200, **options).value)
    short = solve.beta("0.1", "0.1", 8, digits=20, **options)
    assert F(short.lower) <= long <= F(short.upper)
    low, high = short.as_fraction_bounds()
    assert low <= long <= high


def test_a_level_at_which_one_slope_vanishes():
    """At beta = 1/theta the exponent of c = 0 has slope exactly 0, which no ball can tell."""
    options = {"n1": 1000, "n2": 10, "digits": 12}
    here, below, above = (
        float(solve.failure("1/10", beta, "1/5", 8, **options))
        for beta in ("5", "4.9999999", "5.0000001")
    )
    assert above < here < below < 1.0001 * above


def test_a_misplaced_start_is_corrected(monkeypatch):
    point, options = ("1/10", "4", "1/10", 8), {"n1": 1000, "n2": 10, "digits": 12}
    right = solve.failure(*point, **options)
    found = _finite_sharp.best_l

    def misplaced(f, beta, c, *, fixed=False):
        return found(f, beta, c if fixed else 5, fixed=True)

    monkeypatch.setattr(_finite_sharp, "best_l", misplaced)
    assert solve.failure(*point, **options).value == right.value


# -- counting alone ------------------------------------------------------------------


def test_all_skills_cannot_be_lost():
    """m = N2: all skills together would need more edges than there are."""
    assert solve.failure("1/2", "1.5", "1/5", 3, n1=100, n2=1).exact == 0
    options = {"bound": "finite-sharp", "n1": 100, "n2": 1, "failure": "1/100"}
    assert solve.beta("1/2", "1/5", 3, **options).exact == 1
    assert solve.least_n1("1/2", "1.5", "1/5", 3, n2=1, failure="1/100").value == "1"
    found = solve.competence("1/2", "1/5", 3, n1=100, n2=1, failure="1/100")
    assert found.exact == F(4, 5)


def test_more_edges_than_there_are():
    for bound in BOTH:
        found = solve.failure("2/5", "2.4", "1/5", 3, n1=100, n2=2, bound=bound)
        assert found.exact == 0
    found = solve.least_n1("2/5", "2.4", "1/5", 3, n2=2, failure="1/9", bound="finite-basic")
    assert found.value == "1"


def test_just_above_the_sharp_threshold_it_takes_many_pieces():
    threshold = solve.beta("1/10", "1/10", 8, bound="sharp").exact
    options = {"n2": 10, "failure": "1e-6"}
    found = solve.least_n1("1/10", threshold + F(1, 10**12), "1/10", 8, **options)
    assert 10**22 < int(found.value) < 10**28
    with pytest.raises(NoGuarantee, match=r"T_\(theta\)/\(E\(X\)\)"):
        solve.least_n1("1/10", "1.1", "1/10", 8, competence=True, counting="pieces", **options)


def test_a_bound_above_one_is_one_and_vacuous():
    for bound in BOTH:
        found = solve.failure("1/10", "1.5", "1/10", 8, n1=1000, n2=10, bound=bound)
        assert found.exact == 1
        assert found.vacuous


def test_at_the_sharp_threshold_nothing_is_enough():
    threshold = solve.beta("1/10", "1/10", 8, bound="sharp").exact
    assert solve.failure("1/10", threshold, "1/10", 8, n1=1000, n2=10).exact == 1
    with pytest.raises(NoGuarantee, match="below the sharp threshold"):
        solve.least_n1("1/10", threshold, "1/10", 8, n2=10, failure="1e-6")
    with pytest.raises(NoGuarantee, match=r"T_\(k_prime\*theta\)"):
        solve.least_n1("1/10", "2", "1/20", 8, n2=10, failure="1e-6", k_prime=2)
    basic = {"n2": 10, "failure": "1e-6", "bound": "finite-basic"}
    with pytest.raises(NoGuarantee, match="threshold of the basic bound"):
        solve.least_n1("1/10", threshold, "1/10", 8, **basic)
    with pytest.raises(NoGuarantee, match=r"h\(k_prime"):
        solve.least_n1("1/10", 2, "1/20", 8, k_prime=2, **basic)


def test_exact_comparison_where_balls_cannot_tell():
    """A failure equal to the bound: decided by rational arithmetic."""
    size = sizes(F(1, 2), F(1, 3), 3, 9, 2, 1)
    bound = _finite_basic._exact_bound(size, 9)
    assert bound == comb(9, 3) * 2 * F(1, 2) ** 9
    found = solve.beta("1/2", "1/3", 3, bound="finite-basic", n1=9, n2=2, failure=bound)
    assert found.exact == F(8) / size.edges


# -- competence ----------------------------------------------------------------------


def test_competence_is_one_minus_the_share_lost():
    options = {"n1": 10**5, "n2": 50, "failure": "1e-6"}
    found = solve.competence("1/10", "1/10", 8, digits=25, **options)
    level = solve.beta(
        "1/10", "1/10", 8, bound="finite-sharp", competence=True, digits=40, **options
    )
    low, high = level.as_fraction_bounds()
    assert F(found.lower) <= 1 - high / 10
    assert 1 - low / 10 <= F(found.upper)
    assert found.unknown == "competence"
    assert "own draws" in found.note
    pieces = solve.competence("1/10", "1/10", 8, digits=10, counting="pieces", **options)
    assert 0 < float(pieces) < 1
    assert "own pieces" in pieces.note


def test_competence_tends_to_that_of_the_sharp_bound():
    limit = 1 - solve.beta("1/10", "1/10", 8, bound="sharp").exact / 10
    found = solve.competence("1/10", "1/10", 8, n1=10**13, n2=100, failure="1e-6", digits=12)
    assert 0 < limit - F(found.value) < F(1, 10**5)


def test_no_competence():
    with pytest.raises(NoGuarantee, match="no competence above 0"):
        solve.competence("1/10", "1/2", 2, n1=20, n2=10, failure="1e-6")


# -- refusals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (lambda: solve.beta("0.1", "0.1", 8, bound="finite-sharp"), "n1"),
        (lambda: solve.beta("0.1", "0.1", 8, bound="finite-sharp", n1=10), "n2"),
        (lambda: solve.beta("0.1", "0.1", 8, bound="finite-basic", n1=10, n2=5), "failure"),
        (
            lambda: solve.beta("0.1", "0.1", 8, bound="finite-sharp", n1=100, n2=5, failure=2),
            "failure",
        ),
        (
            lambda: solve.beta("0.1", "0.1", 8, bound="finite-sharp", n1=5, n2=5, failure="1e-3"),
            "n1",
        ),
        (lambda: solve.failure("0.1", "11", "0.1", 8, n1=100, n2=5), "beta"),
        (lambda: solve.failure("0.1", "6", "0.2", 8, n1=100, n2=5, competence=True), "beta"),
        (
            lambda: solve.failure(
                "0.1", "2", "0.1", 8, n1=100, n2=5, bound="finite-basic", competence=True
            ),
            "competence",
        ),
        (lambda: solve.failure("0.1", "2", "0.1", 8, n1=100, n2=5, counting="pieces"), "counting"),
        (
            lambda: solve.failure(
                "0.1", "2", "0.1", 8, n1=100, n2=5, competence=True, counting="words"
            ),
            "counting",
        ),
        (lambda: solve.least_n1("0.1", "2", "0.1", 8, n2=0, failure="0.1"), "n2"),
    ],
)
def test_values_outside_their_sorts(call, parameter):
    with pytest.raises(SortError) as caught:
        call()
    assert caught.value.parameter == parameter


def test_asymptotic_bounds_have_no_failure():
    with pytest.raises(UnknownName):
        solve.failure("0.1", "2", "0.1", 8, n1=100, n2=5, bound="sharp")


@pytest.mark.parametrize(
    ("bound", "condition"),
    [
        ("finite-sharp", "N1*kl(n/N1, (m/N2)^k) > log C(N2,m) + log(1/failure)"),
        ("finite-basic", "log(C(N1,n) C(N2,m)) + k*n*log(m/N2) <= log(failure)"),
    ],
)
def test_no_guarantee_at_small_sizes(bound, condition):
    with pytest.raises(NoGuarantee) as caught:
        solve.beta("1/3", "1/10", 4, bound=bound, n1=10, n2=3, failure="1e-2")
    assert caught.value.condition == condition
    assert "n = 1 of 10 pieces" in caught.value.meaning


def test_a_missing_size_is_called_missing_and_said_how_to_give():
    given = {"n1": 1000, "n2": 10, "failure": "1e-6"}
    wanted = {
        "n1": "an integer that is at least 1, the number of text pieces",
        "n2": "an integer that is at least 1, the number of skills",
        "failure": "a number strictly between 0 and 1, the allowed probability of failure",
    }
    for bound in BOTH:
        for name, accepted in wanted.items():
            left = {key: value for key, value in given.items() if key != name}
            with pytest.raises(MissingValue) as caught:
                solve.beta("0.1", "0.1", 8, bound=bound, **left)
            assert str(caught.value) == (
                f"{name} is missing: the bound {bound} is for finite sizes; "
                f"{name} must be {accepted}"
            )
            assert isinstance(caught.value, SortError)
            assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args
