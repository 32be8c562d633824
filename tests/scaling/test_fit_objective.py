"""The objective of a fit: exact derivatives, and descents that end at a minimum."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from skilltheory.scaling import synthetic_runs
from skilltheory.scaling.descent import descend, polish
from skilltheory.scaling.frame import FORMS, Frame
from skilltheory.scaling.objective import DELTA, Floats, Objective

RUNS = synthetic_runs("besiroglu2024", 25, seed=3)
FRAME = Frame.of(RUNS)
JOINT = FRAME.objective(RUNS)
POINT = np.array([-1.1, 0.5, -1.4, 0.6, -0.4])
NEWTON = np.ones(1, dtype=np.bool_)

points = st.lists(st.floats(-2, 2), min_size=5, max_size=5).map(np.array)


def exact_value(objective: Objective, point: list[mpmath.mpf]) -> mpmath.mpf:
    """Huber's loss from its definition, at 50 digits."""
    total = mpmath.mpf(0)
    for row, target in enumerate(objective.log_loss):
        terms, at = [], 0
        for x in objective.covariates:
            if x is None:
                terms.append(point[at])
                at += 1
            else:
                terms.append(point[at] - point[at + 1] * mpmath.mpf(float(x[row])))
                at += 2
        size = abs(mpmath.log(sum(mpmath.exp(u) for u in terms)) - mpmath.mpf(float(target)))
        delta = mpmath.mpf(DELTA)
        total += size**2 / 2 if size <= delta else delta * (size - delta / 2)
    return total


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_value_gradient_and_hessian_against_50_digits(form: object) -> None:
    objective = FRAME.objective(RUNS, form)  # type: ignore[arg-type]
    point = POINT[: objective.size]
    found = objective.derivatives(point[None], None, NEWTON)
    with mpmath.workdps(50):
        exact = [mpmath.mpf(float(x)) for x in point]
        assert found.value[0] == pytest.approx(float(exact_value(objective, exact)), rel=1e-13)
        h = mpmath.mpf("1e-18")

        def slope(i: int, at: list[mpmath.mpf]) -> mpmath.mpf:
            up, down = list(at), list(at)
            up[i], down[i] = up[i] + h, down[i] - h
            return (exact_value(objective, up) - exact_value(objective, down)) / (2 * h)

        scale = float(abs(found.gradient).max())
        for i in range(objective.size):
            assert float(slope(i, exact)) == pytest.approx(
                found.gradient[0, i], rel=1e-11, abs=1e-13 * scale
            )
            for j in range(objective.size):
                step = mpmath.mpf("1e-12")
                up, down = list(exact), list(exact)
                up[j], down[j] = up[j] + step, down[j] - step
                second = (slope(i, up) - slope(i, down)) / (2 * step)
                assert float(second) == pytest.approx(found.curvature[0, i, j], rel=1e-8, abs=1e-12)


@given(points)
def test_gradient_agrees_with_the_complex_step(point: Floats) -> None:
    """Im f(x + ih)/h has no cancellation: the derivative to the last digits."""
    n, d, _ = JOINT.covariates
    assert n is not None
    assert d is not None

    def value(z: np.ndarray) -> complex:
        log_law = np.log(np.exp(z[0] - z[1] * n) + np.exp(z[2] - z[3] * d) + np.exp(z[4]))
        r = log_law - JOINT.log_loss
        sign = np.where(r.real < 0, -1.0, 1.0)
        near = abs(r.real) <= DELTA
        return complex(np.where(near, r * r / 2, DELTA * (sign * r - DELTA / 2)).sum())

    found = JOINT.derivatives(point[None], None, NEWTON).gradient[0]
    for i in range(5):
        z = point.astype(complex)
        z[i] += 1e-30j
        assert found[i] == pytest.approx(value(z).imag / 1e-30, rel=1e-11, abs=1e-15)


@given(points)
def test_reweighted_curvature_is_positive_semidefinite(point: Floats) -> None:
    steady = JOINT.derivatives(point[None], None, ~NEWTON).curvature[0]
    bends = np.linalg.eigvalsh(steady)
    assert bends.min() >= -1e-12 * bends.max()


def test_weights_count_rows() -> None:
    counts = np.arange(len(RUNS)) % 3
    repeated = JOINT.rows(np.repeat(np.arange(len(RUNS)), counts))
    one = JOINT.derivatives(POINT[None], counts[None].astype(float), NEWTON)
    other = repeated.derivatives(POINT[None], None, NEWTON)
    for left, right in zip(one, other, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-12)


@pytest.mark.slow
def test_descent_ends_where_l_bfgs_ends_but_lower() -> None:
    starts = FRAME.starts(most=40)
    ended = descend(JOINT, starts)
    flat = 1e-9 * DELTA * len(RUNS)
    assert np.median(ended.gradients) < flat
    assert (ended.values <= JOINT.value(starts)).all()

    def both(x: Floats) -> tuple[float, Floats]:
        found = JOINT.derivatives(x[None], None, NEWTON)
        return float(found.value[0]), found.gradient[0]

    options = {"maxiter": 5000, "ftol": 0.0, "gtol": 1e-14}
    theirs = [minimize(both, x, jac=True, method="L-BFGS-B", options=options) for x in starts]
    lowest = min(theirs, key=lambda one: float(one.fun))
    assert ended.values.min() <= lowest.fun * (1 + 1e-9)
    np.testing.assert_allclose(ended.points[ended.best], lowest.x, atol=1e-4)


def test_polish_leaves_no_slope() -> None:
    point = polish(JOINT, descend(JOINT, POINT[None]).points[0])
    slope = JOINT.derivatives(point[None], None, NEWTON).gradient
    assert abs(slope).max() < 1e-13


def test_the_grid_is_that_of_hoffmann_et_al() -> None:
    starts = FRAME.starts()
    assert starts.shape == (4500, 5)
    assert len(np.unique(starts, axis=0)) == 4500
    laws = FRAME.laws(starts)
    # In the units of runs like theirs, exponents are 0 to 2 in steps of 1/2.
    np.testing.assert_allclose(np.unique(laws[:, 3].round(9)), [0, 0.5, 1, 1.5, 2], atol=1e-9)
    np.testing.assert_allclose(np.unique(laws[:, 4].round(9)), [0, 0.5, 1, 1.5, 2], atol=1e-9)
