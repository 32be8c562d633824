"""Random graphs against the certified bounds: no graph passes what a bound rules out."""

from math import exp, lgamma, log, sqrt

import numpy as np
import pytest

from skilltheory import solve
from skilltheory.simulate import (
    Problem,
    SkillGraph,
    SkillMeasure,
    exact_worst,
    local_search,
    simulate,
    simulate_seeds,
    tally,
)
from skilltheory.simulate.adversary import edges_into
from skilltheory.simulate.errorsets import Listed

FAILURE = "1e-6"


def finite_sharp(problem: Problem, failure: float) -> float:
    """The level that no graph passes except with that probability, in floating point.

    Fix m skills: they lose at most ``n c + sum_t (X_t - c)_+`` edges; Chernoff for the
    sum, the union bound for the skills ("Finite sharp" in the theory reference).
    """
    n1, n2, k, m = problem.n1, problem.n2, problem.k, problem.need
    skills = lgamma(n2 + 1) - lgamma(m + 1) - lgamma(n2 - m + 1)
    share = m / n2
    chance = [
        exp(lgamma(k + 1) - lgamma(x + 1) - lgamma(k - x + 1)) * share**x * (1 - share) ** (k - x)
        for x in range(k + 1)
    ]
    best = float("inf")
    for cut in range(k):
        for rate in np.geomspace(0.01, 10, 200):
            moment = sum(p * exp(rate * max(x - cut, 0)) for x, p in enumerate(chance))
            edges = problem.n * cut + (skills + n1 * log(moment) - log(failure)) / rate
            best = min(best, edges)
    return best / float(m * problem.average / n2)


@pytest.mark.parametrize("bound", ["finite-sharp", "finite-basic"])
@pytest.mark.parametrize(
    ("n1", "n2", "k", "theta", "alpha"),
    [
        (1000, 10, 8, "1/10", "1/10"),
        (1009, 25, 8, "1/10", "1/10"),  # neither share is whole
        (2000, 20, 4, "1/5", "1/5"),
        (400, 7, 6, "1/3", "1/4"),
    ],
)
def test_no_seed_passes_a_finite_bound(
    bound: str, n1: int, n2: int, k: int, theta: str, alpha: str
) -> None:
    beta = solve.beta(alpha, theta, k, bound=bound, n1=n1, n2=n2, failure=FAILURE)
    least, most = beta.as_fraction_bounds()
    problem = Problem.make(n1, n2, k, theta, alpha)
    levels = []
    for seed in range(20):
        draws = SkillGraph.make(n1, n2, k, seed=seed).draws()
        wrong = local_search(problem, draws, seed=seed, restarts=1)
        levels.append(problem.level(edges_into(problem, draws, wrong)))
    assert max(levels) < least <= most
    if bound == "finite-sharp":
        assert float(most) == pytest.approx(finite_sharp(problem, float(FAILURE)), rel=1e-3)
    # the search is a real adversary: the bound is not far off
    assert max(levels) > float(least) / 2


@pytest.mark.slow
def test_no_small_graph_passes_a_finite_bound_even_at_its_exact_worst() -> None:
    beta = solve.beta("1/4", "1/5", 4, bound="finite-sharp", n1=40, n2=8, failure="1e-3")
    problem = Problem.make(40, 8, 4, "1/5", "1/4")
    for seed in range(10):
        draws = SkillGraph.make(40, 8, 4, seed=seed).draws()
        assert exact_worst(problem, draws).level < beta.as_fraction_bounds()[0]


@pytest.mark.parametrize(
    ("alpha", "theta", "k"), [("1/10", "1/10", 4), ("1/5", "1/5", 4), ("1/20", "1/10", 32)]
)
def test_the_sharp_bound_is_what_the_worst_set_reaches(alpha: str, theta: str, k: int) -> None:
    """On both sides: the graph does not pass it, and no smaller bound would hold."""
    run = simulate(2_000_000, 1000, k, theta, alpha, seed=4)
    assert run.fixed is not None
    sharp = float(solve.beta(alpha, theta, k, bound="sharp").as_fraction_bounds()[0])
    assert abs(float(run.fixed.mean_level) - sharp) < 5 * run.fixed.standard_error
    # single skills of the set scatter round the mean, like a count of their edges
    scatter = 6 / sqrt(float(run.theta * sharp) * k * run.n1 / run.n2)
    assert sharp * (1 - scatter) < run.fixed.least_level <= run.fixed.mean_level


def test_unequal_skills_stay_below_the_bound_for_equal_ones() -> None:
    """Lighter sets are the worse ones, and their limit is the sharp value at ``alpha``."""
    weights = [1 + skill % 5 for skill in range(50)]
    sharp = float(solve.beta("1/10", "1/10", 8, bound="sharp").as_fraction_bounds()[0])
    measure = SkillMeasure.weighted(weights)
    problem = Problem.make("4e5", None, 8, "1/10", "1/10", measure=measure)
    for skills in ([0, 1, 2, 3], [4, 9, 14], [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]):
        run = simulate("4e5", None, 8, "1/10", "1/10", weights=weights, skills=skills)
        assert run.fixed is not None
        alone = solve.beta(run.fixed.mass, "1/10", 8, bound="sharp").as_fraction_bounds()[0]
        assert abs(float(run.fixed.mean_level - alone)) < 5 * run.fixed.standard_error
        if problem.measure.mass(skills) > problem.alpha:
            assert run.fixed.mean_level < sharp


def test_random_errors_are_far_from_the_worst() -> None:
    runs = simulate_seeds(range(10), 20_000, 40, 4, "1/10", "1/10", errors="random")
    assert max(run.level for run in runs) < 1.5


@pytest.mark.parametrize("counting", ["draws", "pieces"])
def test_competence_is_never_below_what_is_guaranteed(counting: str) -> None:
    n1, n2, k = 3000, 15, 6
    guaranteed = solve.competence(
        "1/5", "1/10", k, n1=n1, n2=n2, failure=FAILURE, counting=counting
    ).as_fraction_bounds()[1]
    problem = Problem.make(n1, n2, k, "1/10", "1/5")
    least = []
    for seed in range(15):
        graph = SkillGraph.make(n1, n2, k, seed=seed)
        wrong = local_search(problem, graph.draws(), seed=seed, restarts=1)
        counts = tally(graph, Listed(wrong), competence=True)
        lost, every = (
            (counts.edges, counts.all_edges)
            if counting == "draws"
            else (counts.pieces, counts.all_pieces)
        )
        assert lost is not None
        assert every is not None
        # all but fewer than m skills: so the m-th least competent one, too
        least.append(np.sort(1 - lost / every)[problem.need - 1])
    assert min(least) > guaranteed
    assert min(least) < guaranteed + 0.2
