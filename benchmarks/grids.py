"""``beta_grid`` against SciPy's root finders, and against the floor of one logarithm."""

from __future__ import annotations

from math import log, log1p
from typing import Any

import numpy as np
import scipy
from scipy.optimize import brentq, elementwise
from scipy.special import xlogy

from benchmarks.harness import Disagreement, Row, Side
from benchmarks.inputs import float_triples, our_loop

__all__ = ["rows"]


def _by_brentq(alpha: list[float], theta: list[float], k: list[int]) -> list[float]:
    """One triple after another, in Python's floats; infinite where there is no root."""
    found = []
    for a, t, draws in zip(alpha, theta, k, strict=True):
        b = 1 - a
        target = -(log(t) + (1 - t) * log1p(-t) / t) / draws
        if target >= -log(a):
            found.append(np.inf)
            continue

        def equation(beta: float, a: float = a, b: float = b, target: float = target) -> float:
            q = a * beta
            y = 1 - q
            return q * log(beta) + (y * log(y / b) if y > 0 else 0.0) - target

        found.append(brentq(equation, 1, 1 / a))
    return found


def _by_elementwise(alpha: Any, theta: Any, k: Any) -> Any:
    """All at once, with SciPy's vectorised bracketing method."""
    target = -(np.log(theta) + (1 - theta) * np.log1p(-theta) / theta) / k

    def equation(beta: Any, a: Any, target: Any) -> Any:
        q = a * beta
        y = np.maximum(1 - q, 0)
        return q * np.log(beta) + xlogy(y, y / (1 - a)) - target

    found = elementwise.find_root(equation, (np.ones_like(alpha), 1 / alpha), args=(alpha, target))
    return np.where(found.success, found.x, np.inf)


def _agree(ours: Any, found: Any) -> str:
    values, other = ours.values[: len(found)], np.asarray(found)
    both = np.isfinite(values) & np.isfinite(other)
    # Next to the edge of existence a root finder's bracket may or may not hold a root.
    if np.mean(both) < 0.5 or np.mean(np.isfinite(values) != np.isfinite(other)) > 1e-3:
        raise Disagreement("roots at different points")
    worst = float(np.max(np.abs(other[both] / values[both] - 1)))
    if worst > 1e-6:
        raise Disagreement(f"relative difference {worst:.1e}")
    return f"to a relative {worst:.0e}"


def rows(scale: float = 1) -> list[Row]:
    """The three rows; ``scale`` shrinks the work."""
    from skilltheory.solve import beta_grid

    count = max(1000, int(1_000_000 * scale))
    alpha, theta, k = float_triples(count)
    loop, at_once = max(200, count // 100), max(500, count // 5)
    lists = alpha[:loop].tolist(), theta[:loop].tolist(), k[:loop].tolist()
    arrays = alpha[:at_once], theta[:at_once], k[:at_once]
    out = np.empty(count)
    work = f"beta_grid, {count:,} random triples"
    ours = Side(lambda: beta_grid(alpha, theta, k), count)
    versions = {"scipy": scipy.__version__, "numpy": np.__version__, "our loop": our_loop()}
    return [
        Row(
            name="grid-brentq",
            work=work,
            peer=f"scipy.optimize.brentq in a loop, {loop:,} of them",
            asked=300,
            faster=True,
            ours=ours,
            theirs=Side(lambda: _by_brentq(*lists), loop),
            agree=_agree,
            versions=versions,
        ),
        Row(
            name="grid-elementwise",
            work=work,
            peer=f"scipy.optimize.elementwise.find_root, {at_once:,} of them",
            asked=5,
            faster=True,
            ours=ours,
            theirs=Side(lambda: _by_elementwise(*arrays), at_once),
            agree=_agree,
            versions=versions,
            rounds=5,
        ),
        Row(
            name="grid-floor",
            work=work,
            peer=f"one numpy.log over {count:,} values, into a given array",
            asked=15,
            faster=False,
            ours=ours,
            theirs=Side(lambda: np.log(alpha, out=out), count),
            agree=lambda ours, found: "",
            versions={"numpy": np.__version__, "our loop": our_loop()},
            rounds=15,
        ),
    ]
