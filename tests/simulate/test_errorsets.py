"""Streamed error sets, against the same sets computed on a stored graph."""

from fractions import Fraction
from math import comb, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from skilltheory.errors import BudgetExceeded
from skilltheory.simulate import Problem, SkillGraph, SkillMeasure, random_set, tally, worst_fixed
from skilltheory.simulate import graph as graph_module
from skilltheory.simulate.errorsets import ErrorSet, Listed

Case = tuple[SkillGraph, Problem]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and chunks so short that a small graph has many of them."""
    monkeypatch.setattr(graph_module, "DRAWS_PER_BLOCK", 300)
    monkeypatch.setattr(graph_module, "DRAWS_PER_CHUNK", 70)


def case(n1: int, n2: int, k: int, theta: str, alpha: str, weights: object = None) -> Case:
    measure = None if weights is None else SkillMeasure.weighted(weights)  # type: ignore[arg-type]
    graph = SkillGraph.make(n1, n2, k, seed=3, measure=measure)
    return graph, Problem.make(n1, n2, k, theta, alpha, measure=graph.measure)


def mask_of(graph: SkillGraph, errors: ErrorSet) -> NDArray[np.bool_]:
    every = range(len(graph.blocks()))
    return np.concatenate([mask for number in every for _, mask in errors.masks(graph, number)])


def superquantile(k: int, alpha: Fraction, theta: Fraction) -> tuple[Fraction, Fraction]:
    """Of Bin(k, alpha), by its definition; and the variance of the excess over the cut."""
    chance = [comb(k, x) * alpha**x * (1 - alpha) ** (k - x) for x in range(k + 1)]

    def mean(power: int, cut: int) -> Fraction:
        return sum((p * max(x - cut, 0) ** power for x, p in enumerate(chance)), Fraction(0))

    value, cut = min((cut + mean(1, cut) / theta, cut) for cut in range(k))
    return value, mean(2, cut) - mean(1, cut) ** 2


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("theta", ["1/100", "1/10", "1/2", "9/10"])
@pytest.mark.parametrize("skills", [None, [2, 5], [0], [4]])
@pytest.mark.parametrize("weights", [None, [1, 2, 3, 4, 5, 6]])
def test_worst_set_for_fixed_skills(theta: str, skills: list[int] | None, weights: object) -> None:
    graph, problem = case(400, 6, 4, theta, "1/3", weights)
    errors = worst_fixed(graph, problem, skills)
    chosen = problem.skill_set(skills)
    drawn = np.isin(graph.draws(), chosen).sum(axis=0)
    wrong = mask_of(graph, errors)
    assert wrong.sum() == problem.n
    # largest first, and of equal pieces the first in order
    assert np.flatnonzero(wrong).tolist() == sorted(
        np.argsort(-drawn, kind="stable")[: problem.n].tolist()
    )
    assert errors.edges == np.sort(drawn)[::-1][: problem.n].sum()
    counts = tally(graph, errors)
    assert counts.edges[chosen].sum() == errors.edges
    assert counts.edges.sum() == problem.n * graph.k


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("k", [1, 2, 7])
def test_tally_of_edges_and_distinct_pieces(k: int) -> None:
    graph, _ = case(200, 5, k, "3/10", "1/5")
    draws = graph.draws()
    wrong = np.zeros(200, dtype=np.bool_)
    wrong[::3] = True
    counts = tally(graph, Listed(wrong), competence=True)
    for skill in range(5):
        uses = draws == skill
        assert counts.edges[skill] == uses[:, wrong].sum()
        assert counts.all_edges is not None
        assert counts.all_edges[skill] == uses.sum()
        assert counts.pieces is not None
        assert counts.pieces[skill] == uses[:, wrong].any(axis=0).sum()
        assert counts.all_pieces is not None
        assert counts.all_pieces[skill] == uses.any(axis=0).sum()
    assert (tally(graph, Listed(wrong)).edges == counts.edges).all()


@pytest.mark.usefixtures("small_parts")
def test_random_set_has_its_size_and_its_own_seed() -> None:
    graph, problem = case(500, 5, 3, "2/7", "1/5")
    masks = [mask_of(graph, random_set(graph, problem, seed)) for seed in (0, 0, 1)]
    assert [int(mask.sum()) for mask in masks] == [problem.n] * 3
    assert (masks[0] == masks[1]).all()
    assert (masks[0] != masks[2]).any()


@pytest.mark.usefixtures("small_parts")
def test_random_set_takes_every_piece_equally_often() -> None:
    graph, problem = case(150, 5, 3, "1/3", "1/5")
    runs = 600
    times = sum(
        mask_of(graph, random_set(graph, problem, seed)).astype(int) for seed in range(runs)
    )
    sigma = sqrt(runs * (1 / 3) * (2 / 3))
    assert np.abs(times - runs / 3).max() < 5 * sigma


def test_random_set_hits_every_skill_alike() -> None:
    graph, problem = case(200_000, 20, 4, "1/10", "1/5")
    edges = tally(graph, random_set(graph, problem, 0)).edges
    sigma = sqrt(problem.n * 4 * (1 / 20) * (19 / 20))
    assert np.abs(edges - problem.n * 4 / 20).max() < 5 * sigma


@pytest.mark.parametrize(
    ("n2", "k", "theta", "alpha"),
    [
        (1000, 4, "1/10", "1/10"),
        (1000, 4, "1/5", "1/5"),
        (1000, 8, "1/10", "1/10"),
        (500, 3, "2/5", "1/25"),  # the sharp bound is 1/theta: every edge can be lost
        (1000, 32, "1/10", "1/20"),
    ],
)
def test_fixed_worst_case_agrees_with_the_sharp_value(
    n2: int, k: int, theta: str, alpha: str
) -> None:
    n1 = 2_000_000
    graph, problem = case(n1, n2, k, theta, alpha)
    errors = worst_fixed(graph, problem)
    measured = problem.mean_level(tally(graph, errors).edges, errors.skills)
    tail, variance = superquantile(k, Fraction(alpha), Fraction(theta))
    average = k * Fraction(alpha) * Fraction(theta) * n1
    sigma = sqrt(n1 * variance) / float(average)
    sharp = tail / (k * Fraction(alpha))
    assert abs(float(measured - sharp)) < 5 * sigma
    assert errors.standard_error / float(average) == pytest.approx(sigma, rel=0.02)


def test_fixed_worst_case_of_unequal_skills_agrees_with_the_sharp_value() -> None:
    # only the mass of the set counts: 1/10, in one heavy and many light skills
    weights = ["0.05", *["0.0005"] * 100, *["0.009"] * 100]
    graph, problem = case(2_000_000, 201, 4, "1/10", "1/10", weights)
    errors = worst_fixed(graph, problem, range(101))
    measured = problem.mean_level(tally(graph, errors).edges, errors.skills)
    tail, variance = superquantile(4, Fraction(1, 10), Fraction(1, 10))
    sigma = sqrt(2_000_000 * variance) / (2_000_000 * 4 * 0.01)
    assert abs(float(measured) - float(tail / Fraction(4, 10))) < 5 * sigma


def test_with_one_draw_a_piece_counting_is_exact() -> None:
    graph, problem = case(100_000, 100, 1, "1/10", "1/5")
    errors = worst_fixed(graph, problem)
    # a fifth of the pieces draws from the set: all errors can go there
    assert problem.mean_level(tally(graph, errors).edges, errors.skills) == 5
    assert errors.standard_error == 0


def test_a_set_of_all_skills_loses_the_average() -> None:
    graph, problem = case(10_000, 20, 5, "1/10", "99/100")
    errors = worst_fixed(graph, problem)
    assert errors.skills.size == 20
    assert problem.mean_level(tally(graph, errors).edges, errors.skills) == 1


def test_random_sets_have_a_largest_population() -> None:
    graph, problem = case(10**9, 20, 5, "1/10", "1/10")
    with pytest.raises(BudgetExceeded, match="1000000000"):
        random_set(graph, problem, 0)
