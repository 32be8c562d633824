"""Sizes, rounding and the level of an error set."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltheory.errors import SortError
from skilltheory.simulate import Problem, SkillMeasure

EDGES = st.lists(st.integers(0, 30), min_size=1, max_size=7)
SHARE = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)


def level_by_definition(problem: Problem, edges: list[int]) -> Fraction:
    """Over every set of skills of mass at least alpha, the least of its skills."""
    units = problem.measure.units.tolist()
    best = Fraction(0)
    used = [s for s in range(problem.n2) if units[s]]
    for size in range(1, len(used) + 1):
        for chosen in combinations(used, size):
            if Fraction(sum(units[s] for s in chosen), problem.measure.total) >= problem.alpha:
                share = [Fraction(units[s], problem.measure.total) for s in chosen]
                lost = [
                    edges[s] / (problem.average * mu) for s, mu in zip(chosen, share, strict=True)
                ]
                best = max(best, min(lost))
    return best


@given(EDGES, SHARE, SHARE)
def test_level_by_definition_equal_skills(
    edges: list[int], theta: Fraction, alpha: Fraction
) -> None:
    problem = Problem.make(100, len(edges), 3, theta, alpha)
    assert problem.level(np.array(edges)) == level_by_definition(problem, edges)


@given(EDGES, SHARE, SHARE, st.data())
def test_level_by_definition_unequal_skills(
    edges: list[int], theta: Fraction, alpha: Fraction, data: st.DataObject
) -> None:
    # few distinct weights: ties between skills of unlike mass are the hard case
    weights = data.draw(
        st.lists(st.sampled_from([0, 1, 2, 4]), min_size=len(edges), max_size=len(edges)).filter(
            any
        )
    )
    edges = [e if w else 0 for e, w in zip(edges, weights, strict=True)]
    measure = SkillMeasure.weighted(weights)
    problem = Problem.make(100, None, 3, theta, alpha, measure=measure)
    assert problem.level(np.array(edges)) == level_by_definition(problem, edges)


@given(EDGES, SHARE, SHARE)
def test_kept_by_definition(edges: list[int], theta: Fraction, beta: Fraction) -> None:
    problem = Problem.make(100, len(edges), 3, theta, "1/2")
    beta *= 10
    kept = [e for e in edges if e < beta * theta * 3 * 100 / len(edges)]
    assert problem.kept(np.array(edges), beta) == Fraction(len(kept), len(edges))


def test_unequal_skills_are_kept_by_their_own_averages() -> None:
    measure = SkillMeasure.weighted([3, 1, 0])
    problem = Problem.make(80, None, 1, "1/4", "1/2", measure=measure)
    # averages are 15 and 5 edges
    edges = np.array([15, 10, 0])
    assert problem.kept(edges, 1) == 0
    assert problem.kept(edges, "1.001") == Fraction(3, 4)
    assert problem.kept(edges, 3) == 1
    assert problem.level(edges) == 1
    assert problem.edges_for(Fraction(2)).tolist() == [30, 10, 81]
    assert problem.edges_for(Fraction(2), beyond=True).tolist() == [31, 11, 81]


@given(EDGES, SHARE, SHARE)
def test_level_is_where_the_curve_of_kept_skills_falls(
    edges: list[int], theta: Fraction, alpha: Fraction
) -> None:
    problem = Problem.make(100, len(edges), 3, theta, alpha)
    level = problem.level(np.array(edges))
    beyond = level + Fraction(1, 10**9)
    assert 1 - problem.kept(np.array(edges), beyond) < alpha
    if level:
        assert 1 - problem.kept(np.array(edges), level) >= alpha


def test_rounding() -> None:
    problem = Problem.make(1009, 25, 4, theta="1/10", alpha="1/10")
    assert (problem.n, problem.need) == (100, 3)
    assert problem.average == Fraction(1009 * 4, 10)
    exact = Problem.make(1000, 20, 4, theta="1/10", alpha="1/10")
    assert (exact.n, exact.need) == (100, 2)


def test_float_shares_are_taken_at_their_binary_value() -> None:
    # the float 0.1 is a little more than 1/10: three of twenty skills are needed
    assert Problem.make(1000, 20, 4, theta=0.1, alpha=0.1).need == 3


def test_worst_skills_break_ties_in_order_or_at_random() -> None:
    problem = Problem.make(100, 8, 3, "1/10", "1/2")
    edges = np.full(8, 4)
    assert problem.worst_skills(edges).tolist() == [0, 1, 2, 3]
    random = np.random.default_rng(1)
    seen = {tuple(sorted(problem.worst_skills(edges, random).tolist())) for _ in range(20)}
    assert len(seen) > 5


def test_mean_level() -> None:
    problem = Problem.make(100, 4, 2, "1/10", "1/2")
    assert problem.mean_level(np.array([5, 10, 5, 0]), [0, 1]) == Fraction(15, 10)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"theta": "1.2"}, "theta"),
        ({"theta": 0}, "theta"),
        ({"theta": "1e-6"}, "theta"),  # no whole piece is wrong
        ({"alpha": 1}, "alpha"),
        ({"k": 2.5}, "k"),
        ({"n1": 0}, "n1"),
        ({"n2": "x"}, "n2"),
    ],
)
def test_refused(values: dict[str, object], name: str) -> None:
    given_values = {"n1": 100, "n2": 10, "k": 2, "theta": "1/2", "alpha": "1/2", **values}
    with pytest.raises(SortError) as refusal:
        Problem.make(**given_values)  # type: ignore[arg-type]
    assert refusal.value.parameter == name


@pytest.mark.parametrize("skills", [[], [0, 0], [10], [-1], [1.5], ["one"]])
def test_skill_sets_that_are_refused(skills: list[object]) -> None:
    problem = Problem.make(100, 10, 2, "1/2", "1/2")
    with pytest.raises(SortError, match="skills"):
        problem.skill_set(skills)


def test_a_skill_set_without_mass_is_refused() -> None:
    problem = Problem.make(100, None, 2, "1/2", "1/2", measure=SkillMeasure.weighted([1, 0]))
    with pytest.raises(SortError, match="positive mass"):
        problem.skill_set([1])
    assert problem.skill_set().tolist() == [0]
