"""The numbers behind the pictures, against the certified solver."""

from __future__ import annotations

import numpy as np
import pytest

from skilltheory.errors import NoGuarantee, SortError, UnknownName
from skilltheory.plot.series import competence_curve, theta_range, tuples_over_scale
from skilltheory.scaling import get_law
from skilltheory.solve import beta


@pytest.mark.parametrize("k", [1, 2, 8])
@pytest.mark.parametrize("k_prime", [1, 3])
def test_a_curve_is_the_certified_solution_at_its_points(k: int, k_prime: int) -> None:
    theta = np.array([0.001, 0.02, 0.1, 0.25, 0.4])
    curve = competence_curve("1/10", k, theta, k_prime=k_prime)
    for index, row in enumerate(curve.rows()):
        try:
            found = beta("1/10", float(theta[index]), k, k_prime=k_prime)
        except NoGuarantee:
            assert row["status"] == "none"
            assert curve.competence[index] == 0
            continue
        assert row["status"] == ("vacuous" if found.vacuous else "guaranteed")
        # How exact a grid is has its own tests; here alpha is 1/10 for one, a float for the other.
        assert row["beta"] == pytest.approx(float(found), rel=1e-13)
        if not found.vacuous:
            expected = 1 - k_prime * theta[index] * float(found)
            assert row["competence"] == pytest.approx(expected, rel=1e-11)


def test_nothing_is_ever_not_a_number() -> None:
    theta = theta_range("1e-6", "0.999999", 200)
    for k in (1, 2, 50):
        for k_prime in (1, 4):
            curve = competence_curve("1/10", k, theta, k_prime=k_prime)
            assert np.isfinite(curve.beta).all()
            assert np.isfinite(curve.competence).all()
            assert (curve.competence >= 0).all()


def test_competence_falls_with_errors_and_rises_with_k() -> None:
    theta = theta_range("1/100", "1/2", 100)
    low, high = (competence_curve("1/10", k, theta) for k in (8, 16))
    assert (np.diff(low.competence) <= 0).all()
    assert (low.competence <= high.competence).all()


def test_tuples_of_a_smaller_loss_are_where_single_skills_were() -> None:
    """At excess delta/k' the k'-tuples are where single skills were at delta."""
    theta = theta_range("1/100", "1/3", 40)
    single = competence_curve("1/10", 16, theta)
    tuples = competence_curve("1/10", 16, theta / 4, k_prime=4)
    np.testing.assert_allclose(single.competence, tuples.competence, rtol=1e-12, atol=1e-12)


def test_scale_follows_the_law() -> None:
    law = get_law("hoffmann2022")
    curves = tuples_over_scale(
        law, "70e9", "1.4e12", alpha="1/10", k=32, tuple_sizes=(1, 2), most=100, points=3
    )
    assert [one.curve.k_prime for one in curves] == [1, 2]
    for one in curves:
        np.testing.assert_allclose(one.times, [1, 10, 100])
        expected = [float(law.excess(7 * 10 ** (10 + e), 14 * 10 ** (11 + e))) for e in range(3)]
        np.testing.assert_allclose(one.theta, expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("first", "last", "points", "message"),
    [
        (0, "1/2", 9, "from = 0"),
        ("1/2", 1, 9, "to = 1"),
        ("1/2", "1/2", 9, "less than"),
        ("1/4", "1/2", 1, "points = 1"),
    ],
)
def test_ranges_are_checked(first: object, last: object, points: int, message: str) -> None:
    with pytest.raises(SortError, match=message):
        theta_range(first, last, points)  # type: ignore[arg-type]


def test_parameters_are_checked() -> None:
    theta = theta_range("1/10", "1/2", 3)
    with pytest.raises(SortError, match="alpha = 3"):
        competence_curve(3, 4, theta)
    with pytest.raises(SortError, match=r"k = 1\.5"):
        competence_curve("1/10", "1.5", theta)
    with pytest.raises(UnknownName, match="bound"):
        competence_curve("1/10", 4, theta, bound="best")


def test_a_range_can_be_logarithmic() -> None:
    np.testing.assert_allclose(
        theta_range("1/1000", "1/10", 3, logarithmic=True), [1e-3, 1e-2, 0.1]
    )
