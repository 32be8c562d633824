"""Going down from many starts at once.

Hoffmann et al. run L-BFGS from every start.  The objective has five parameters, so its exact
Hessian costs little more than its gradient, and Newton's method with a trust parameter reaches
the minimum to machine precision in a few dozen steps; L-BFGS stops at whatever tolerance it was
given, which is what went wrong in the first fit (T. Besiroglu et al., arXiv 2404.10102).  Far from
a minimum, where the Hessian of Huber's loss says little, steps of iteratively reweighted least
squares take its place.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skilltheory.scaling.objective import Floats, Objective

__all__ = ["BATCH", "Descent", "descend", "polish"]

BATCH = 128
"""Points that go down together: few enough that what they need stays in the cache."""

_MOST_STEPS = 400
_LONGEST_STEP = 3.0  # in units of the normalised parameters
_SMALLEST_TRUST, _LARGEST_TRUST = 1e-14, 1e3
_FLAT = 1e-10  # of the largest gradient that the rows can make
_STALLED = 1e-13  # of the value, several steps running
_PATIENCE = 6
_LAST_STEPS = 8
_LITTLE = 1e-2  # of the value: from such a gain on, Newton's method takes over


@dataclass(frozen=True, eq=False)
class Descent:
    """Where the starts ended.

    Parameters
    ----------
    points : array, starts x parameters
        The last point of each.
    values : array
        The objective there.
    gradients : array
        The largest component of the gradient there, in absolute value.
    steps : array of int
        Steps taken.
    """

    points: Floats
    values: Floats
    gradients: Floats
    steps: NDArray[np.int64]

    @property
    def best(self) -> int:
        """The start that ended lowest."""
        return int(self.values.argmin())


def descend(
    objective: Objective,
    starts: Floats,
    weights: Floats | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Descent:
    """Go down from every start until the gradient vanishes.

    Parameters
    ----------
    objective : Objective
        What to make small.
    starts : array, starts x parameters
        Where to start.
    weights : array, starts x rows, optional
        How often each row counts, for each start (as in a bootstrap).
    executor : Executor, optional
        Anything that follows :class:`concurrent.futures.Executor`; batches of starts are its tasks.
    progress : callable, optional
        Told how many starts have come to an end, of how many.
    """
    cuts = range(0, len(starts), BATCH)
    points = [starts[first : first + BATCH] for first in cuts]
    counts = [None if weights is None else weights[first : first + BATCH] for first in cuts]
    spread = map if executor is None else executor.map
    parts = []
    for part in spread(_batch, [objective] * len(points), points, counts):
        parts.append(part)
        if progress is not None:
            progress(min(len(starts), BATCH * len(parts)), len(starts))
    return Descent(
        np.concatenate([part.points for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.gradients for part in parts]),
        np.concatenate([part.steps for part in parts]),
    )


def _batch(
    objective: Objective, starts: Floats, weights: Floats | None, flat: float = _FLAT
) -> Descent:
    count = len(starts)
    ended = Descent(starts.copy(), np.empty(count), np.empty(count), np.zeros(count, np.int64))
    rows = len(objective.log_loss)
    left = np.arange(count)
    point, weight = starts.copy(), weights
    newton = np.zeros(count, dtype=np.bool_)
    trust, idle = np.full(count, 1e-3), np.zeros(count, np.int64)
    for number in range(_MOST_STEPS + 1):
        value, gradient, curvature = objective.derivatives(point, weight, newton)
        slope = abs(gradient).max(axis=1)
        stop = (
            (slope <= flat * objective.delta * rows) | (idle >= _PATIENCE) | (number == _MOST_STEPS)
        )
        if stop.any():
            out = left[stop]
            ended.points[out], ended.values[out] = point[stop], value[stop]
            ended.gradients[out], ended.steps[out] = slope[stop], number
            go = ~stop
            if not go.any():
                break
            left, point, value, gradient = left[go], point[go], value[go], gradient[go]
            curvature, newton, trust, idle = curvature[go], newton[go], trust[go], idle[go]
            weight = None if weight is None else weight[go]
        step, promised = _step(gradient, curvature, trust)
        tried = point + step
        gain = value - objective.value(tried, weight)
        better = gain > 0
        point = np.where(better[:, None], tried, point)
        trust = np.clip(
            np.where(better, np.where(gain > 0.5 * promised, trust / 8, trust), trust * 6),
            _SMALLEST_TRUST,
            _LARGEST_TRUST,
        )
        small = np.where(better, gain <= _STALLED * value, trust >= _LARGEST_TRUST)
        idle = np.where(small, idle + 1, np.where(better, 0, idle))
        # Newton once the steady steps gain little; back to them when it fails.
        newton = np.where(newton, better, gain < _LITTLE * value)
    return ended


def _step(gradient: Floats, curvature: Floats, trust: Floats) -> tuple[Floats, Floats]:
    """A step down, and the gain that the local parabola promises.

    Negative curvature is turned round, so that the step leads down along it too.
    """
    bends, axes = np.linalg.eigh(curvature)
    along = np.einsum("sij,si->sj", axes, gradient)
    size = abs(bends)
    size = np.maximum(size, 1e-14 * size.max(axis=1, keepdims=True)) + trust[:, None]
    step = -np.einsum("sij,sj->si", axes, along / size)
    length = np.sqrt((step**2).sum(axis=1, keepdims=True))
    step *= np.minimum(1.0, _LONGEST_STEP / np.maximum(length, _LONGEST_STEP))
    bent = np.einsum("si,sij,sj->s", step, curvature, step)
    return step, -(gradient * step).sum(axis=1) - 0.5 * bent


def polish(objective: Objective, point: Floats) -> Floats:
    """Follow a minimum to the last digit, and let L-BFGS-B try to find a lower point from there.

    The two optimisers share nothing but the objective, so that a failure of one shows.
    """
    from scipy.optimize import minimize

    steady = np.zeros(1, dtype=np.bool_)

    def both(at: Floats) -> tuple[float, Floats]:
        found = objective.derivatives(at[None], None, steady)
        return float(found.value[0]), found.gradient[0]

    options = {"maxiter": 1000, "ftol": 0.0, "gtol": 0.0}
    lower = minimize(both, point, jac=True, method="L-BFGS-B", options=options).x
    tries = np.stack([point, lower])
    ended = _batch(objective, tries, None, flat=0.0)
    # The value is flat to rounding long before the point is exact; the gradient is not.
    lowest: Floats = ended.points[[ended.best]]
    newton, trust = ~steady, np.full(1, _SMALLEST_TRUST)
    at = objective.derivatives(lowest, None, newton)
    for _ in range(_LAST_STEPS):
        tried = lowest + _step(at.gradient, at.curvature, trust)[0]
        there = objective.derivatives(tried, None, newton)
        if abs(there.gradient).max() >= abs(at.gradient).max():
            break
        lowest, at = tried, there
    best: Floats = lowest[0]
    return best
