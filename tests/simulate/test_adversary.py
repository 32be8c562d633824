"""Searched and exact error sets: enumeration, order, monotonicity, symmetry."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from skilltheory.errors import BudgetExceeded, SortError
from skilltheory.simulate import (
    Problem,
    SkillGraph,
    SkillMeasure,
    exact_worst,
    greedy,
    local_search,
    relaxation_bound,
    worst_fixed,
)
from skilltheory.simulate.adversary import edges_into

Draws = NDArray[np.uint16]

SMALL = settings(max_examples=10, deadline=None, derandomize=True)
ALPHAS = st.sampled_from(["1/10", "1/4", "2/5", "1/2", "4/5"])


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Draws]:
    """Numbers of skills, and any graph, drawn from a measure or not."""
    n2, k, n1 = draw(st.integers(1, 6)), draw(st.integers(1, 3)), draw(st.integers(4, 9))
    piece = st.lists(st.integers(0, n2 - 1), min_size=k, max_size=k)
    pieces = draw(st.lists(piece, min_size=n1, max_size=n1))
    return n2, np.array(pieces, dtype=np.uint16).T


def level_of(problem: Problem, draws: Draws, wrong: NDArray[np.bool_]) -> Fraction:
    assert wrong.sum() == problem.n
    return problem.level(edges_into(problem, draws, wrong))


def enumerated(problem: Problem, draws: Draws) -> Fraction:
    """Every error set, every set of skills."""
    best = Fraction(0)
    n2 = problem.n2
    mass = [problem.measure.mass([skill]) for skill in range(n2)]
    lost = [
        chosen
        for size in range(1, n2 + 1)
        for chosen in combinations([s for s in range(n2) if mass[s]], size)
        if sum(mass[s] for s in chosen) >= problem.alpha
    ]
    for wrong in combinations(range(problem.n1), problem.n):
        edges = np.bincount(draws[:, wrong].ravel(), minlength=n2).tolist()
        levels = {s: edges[s] / (problem.average * mass[s]) for s in range(n2) if mass[s]}
        best = max(best, *(min(levels[s] for s in chosen) for chosen in lost))
    return best


def for_draws(n2: int, draws: Draws, theta: str, alpha: str) -> Problem:
    k, n1 = draws.shape
    return Problem.make(n1, n2, k, theta, alpha)


@pytest.mark.parametrize("weights", [None, [1, 1, 2, 3, 1], [0, 5, 1, 1, 1]])
@pytest.mark.parametrize("seed", range(6))
def test_exact_against_enumeration(weights: list[int] | None, seed: int) -> None:
    measure = None if weights is None else SkillMeasure.weighted(weights)
    graph = SkillGraph.make(10, 5, 3, seed=seed, measure=measure)
    problem = Problem.make(10, 5, 3, "3/10", "2/5", measure=graph.measure)
    draws = graph.draws()
    worst = exact_worst(problem, draws)
    assert worst.level == enumerated(problem, draws)
    assert worst.level == level_of(problem, draws, worst.wrong)


@SMALL
@given(graphs(), st.sampled_from(["1/4", "1/2", "3/4"]), ALPHAS)
def test_order_of_the_adversaries(graph: tuple[int, Draws], theta: str, alpha: str) -> None:
    n2, draws = graph
    problem = for_draws(n2, draws, theta, alpha)
    searched = level_of(problem, draws, local_search(problem, draws, restarts=1))
    worst = exact_worst(problem, draws).level
    assert level_of(problem, draws, greedy(problem, draws)) <= searched <= worst
    assert worst == enumerated(problem, draws)
    bound = relaxation_bound(problem, draws)
    assert worst <= bound
    # edges into Y are at most k n in all, and at most a skill's own
    most = np.bincount(draws.ravel()).max() * n2 / problem.average
    assert bound <= min(1 / problem.alpha, most)


@pytest.mark.slow
@SMALL
@given(graphs(), ALPHAS)
def test_more_errors_never_take_fewer_edges(graph: tuple[int, Draws], alpha: str) -> None:
    n2, draws = graph
    edges = []
    for theta in ("1/4", "1/2", "3/4"):
        problem = for_draws(n2, draws, theta, alpha)
        edges.append(exact_worst(problem, draws).level * problem.average)
    assert edges == sorted(edges)


@pytest.mark.slow
@SMALL
@given(graphs())
def test_giving_up_more_skills_never_raises_the_level(graph: tuple[int, Draws]) -> None:
    n2, draws = graph
    levels = [
        exact_worst(for_draws(n2, draws, "1/2", alpha), draws).level
        for alpha in ("1/10", "2/5", "4/5")
    ]
    assert levels == sorted(levels, reverse=True)


@SMALL
@given(graphs(), ALPHAS, st.randoms(use_true_random=False))
def test_names_of_skills_and_pieces_do_not_matter(
    graph: tuple[int, Draws], alpha: str, random: object
) -> None:
    n2, draws = graph
    names, order = list(range(n2)), list(range(draws.shape[1]))
    random.shuffle(names)  # type: ignore[attr-defined]
    random.shuffle(order)  # type: ignore[attr-defined]
    renamed = np.array(names, dtype=np.uint16)[draws][:, order]
    problem = for_draws(n2, draws, "1/2", alpha)
    assert exact_worst(problem, draws).level == exact_worst(problem, renamed).level


@pytest.mark.slow
def test_local_search_finds_most_optima_of_small_graphs() -> None:
    found = 0
    for seed in range(6):
        graph = SkillGraph.make(40, 10, 4, seed=seed)
        problem = Problem.make(40, 10, 4, "1/10", "1/5")
        draws = graph.draws()
        searched = level_of(problem, draws, local_search(problem, draws, seed=seed))
        found += searched == exact_worst(problem, draws).level
    assert found >= 4


def test_search_beats_a_skill_set_fixed_beforehand() -> None:
    graph = SkillGraph.make(20_000, 200, 8, seed=1)
    problem = Problem.make(20_000, 200, 8, "1/10", "1/10")
    draws = graph.draws()
    fixed = worst_fixed(graph, problem)
    mean = fixed.edges / float(problem.average / 10)
    searched = level_of(problem, draws, local_search(problem, draws, restarts=0))
    assert level_of(problem, draws, greedy(problem, draws)) < searched
    assert searched > mean


def test_searches_are_deterministic() -> None:
    graph = SkillGraph.make(2000, 50, 4, seed=1)
    problem = Problem.make(2000, 50, 4, "1/10", "1/10")
    draws = graph.draws()
    first = local_search(problem, draws, seed=4)
    assert (first == local_search(problem, draws, seed=4)).all()
    assert (greedy(problem, draws) == greedy(problem, draws)).all()


@pytest.mark.parametrize(("n2", "alpha"), [(1, "1/2"), (4, "9/10")])
def test_when_all_skills_are_given_up(n2: int, alpha: str) -> None:
    draws = SkillGraph.make(12, n2, 2, seed=0).draws()
    problem = Problem.make(12, n2, 2, "1/2", alpha)
    worst = exact_worst(problem, draws).level
    assert worst == enumerated(problem, draws)
    assert worst <= 1


def test_too_few_edges_to_hit_enough_skills() -> None:
    # one wrong piece of one draw cannot touch two skills
    draws = SkillGraph.make(10, 4, 1, seed=0).draws()
    problem = Problem.make(10, 4, 1, "1/10", "1/2")
    assert exact_worst(problem, draws).level == 0
    assert local_search(problem, draws).sum() == 1


def test_sizes_that_are_refused() -> None:
    draws = np.zeros((4, 60_000), dtype=np.uint16)
    problem = Problem.make(60_000, 10, 4, "1/10", "1/10")
    with pytest.raises(BudgetExceeded, match="240000 draws; at most 4000"):
        exact_worst(problem, draws)
    with pytest.raises(BudgetExceeded, match="240000 draws; at most 200000"):
        relaxation_bound(problem, draws)


def test_time_that_is_up() -> None:
    draws = SkillGraph.make(100, 10, 4, seed=0).draws()
    problem = Problem.make(100, 10, 4, "1/10", "1/5")
    with pytest.raises(BudgetExceeded, match="at least 3 and at most"):
        exact_worst(problem, draws, seconds=0)
    draws = SkillGraph.make(400, 40, 4, seed=0).draws()
    problem = Problem.make(400, 40, 4, "1/10", "1/5")
    with pytest.raises(BudgetExceeded, match="seconds were not enough"):
        exact_worst(problem, draws, seconds=2)


@pytest.mark.parametrize("search", [greedy, local_search, exact_worst, relaxation_bound])
def test_graphs_of_other_sizes_are_refused(search: Callable[..., object]) -> None:
    problem = Problem.make(20, 5, 3, "1/2", "1/2")
    for draws in (np.zeros((20, 3), dtype=np.uint16), np.full((3, 20), 5, dtype=np.uint16)):
        with pytest.raises(SortError, match="draws"):
            search(problem, draws)
