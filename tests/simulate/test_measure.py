"""What is read off an error set."""

from fractions import Fraction

import numpy as np
import pytest

from skilltheory.errors import NumberFormatError, SortError
from skilltheory.simulate import (
    Problem,
    SkillGraph,
    Tally,
    competence,
    kept_curve,
    tally,
    worst_fixed,
)
from skilltheory.simulate.measure import default_betas


def counts(*rows: list[int]) -> Tally:
    return Tally(*(np.array(row) for row in rows))


def test_competence_by_hand() -> None:
    # skills: untouched, half lost by edge and a third by piece, all lost, unused
    measured = competence(counts([0, 2, 3, 0], [5, 4, 3, 0], [0, 1, 2, 0], [5, 3, 2, 0]), bins=4)
    assert measured.by_edge == (1, 0, 1, 1)
    assert measured.by_piece == (1, 0, 1, 1)
    assert measured.mean_by_edge == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert measured.mean_by_piece == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert measured.least_by_edge == measured.least_by_piece == 0
    assert measured.unused == 1


def test_a_share_on_a_border_belongs_to_the_upper_bin() -> None:
    measured = competence(counts([1, 2, 3], [10, 10, 10], [1, 2, 3], [10, 10, 10]), bins=10)
    # 9/10, 8/10, 7/10: no float is in the way
    assert measured.by_edge == (0, 0, 0, 0, 0, 0, 0, 1, 1, 1)


def test_competence_follows_from_the_level_and_the_degrees() -> None:
    """A kept skill answers at least ``1 - beta theta`` times average over own degree."""
    graph = SkillGraph.make(200_000, 100, 4, seed=2)
    problem = Problem.make(200_000, 100, 4, "1/10", "1/10")
    found = tally(graph, worst_fixed(graph, problem), competence=True)
    beta = problem.level(found.edges)
    assert found.all_edges is not None
    kept = found.edges < problem.edges_for(beta)
    share = 1 - found.edges / found.all_edges
    average = float(problem.average / 100)
    assert (share[kept] > 1 - float(beta) * average / found.all_edges[kept]).all()
    assert (share[~kept] <= 1 - float(beta) * average / found.all_edges[~kept] + 1e-12).all()
    measured = competence(found)
    assert sum(measured.by_edge) == sum(measured.by_piece) == 100
    assert measured.least_by_edge == pytest.approx(share.min())


def test_competence_needs_its_counts() -> None:
    with pytest.raises(SortError, match="competence=True"):
        competence(counts([0, 1]))


@pytest.mark.parametrize("bins", [0, 2.5])
def test_bins_that_are_refused(bins: float) -> None:
    with pytest.raises(SortError, match="bins"):
        competence(counts([0], [1], [0], [1]), bins)


def test_kept_curve_rises_to_one() -> None:
    problem = Problem.make(1000, 10, 3, "1/10", "1/5")
    edges = np.arange(0, 100, 10)
    curve = kept_curve(problem, edges, ["1/2", 1, "3/2", 4])
    # the average is 30 edges
    assert [point.share for point in curve] == [
        Fraction(1, 5),
        Fraction(3, 10),
        Fraction(1, 2),
        1,
    ]
    assert [point.beta for point in curve] == [Fraction(1, 2), 1, Fraction(3, 2), 4]


def test_default_levels_end_where_counting_does() -> None:
    problem = Problem.make(1000, 10, 3, "2/5", "1/25")
    betas = default_betas(problem)
    assert (betas[0], betas[-1], len(betas)) == (Fraction(1), Fraction(5, 2), 25)
    assert betas == sorted(betas)


def test_levels_that_are_refused() -> None:
    problem = Problem.make(1000, 10, 3, "1/10", "1/5")
    with pytest.raises(SortError, match="betas"):
        kept_curve(problem, np.zeros(10, dtype=np.int64), [0])
    with pytest.raises(NumberFormatError, match="betas"):
        kept_curve(problem, np.zeros(10, dtype=np.int64), ["one"])
