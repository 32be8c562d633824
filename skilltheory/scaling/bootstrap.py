"""Intervals by the bootstrap: runs are drawn again, and the law is fitted again.

Each replicate draws as many runs as there are, with replacement, and starts its fit from the
minima that the fit to all runs found.  Intervals are *expanded percentile* intervals: percentiles
of the replicates, taken a little further out than the level says, by as much as a t interval is
wider than a normal one (T. Hesterberg, *What Teachers Should Know About the Bootstrap*, The
American Statistician 69, 2015; here with all parameters of the fit taken off the degrees of
freedom).  They do not depend on whether A or log A is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from skilltheory.scaling.descent import descend
from skilltheory.scaling.objective import Floats, Objective

__all__ = ["Interval", "Replicates", "bootstrap", "interval"]


@dataclass(frozen=True)
class Interval:
    """An estimate with an interval around it.

    Parameters
    ----------
    estimate : float
        From all runs.
    low, high : float
        Ends of the interval; infinite where the runs set no limit.
    level : float
        How often such an interval should hold the true value.
    """

    estimate: float
    low: float
    high: float
    level: float

    def to_json(self) -> dict[str, float | None]:
        """All four figures; an end that does not exist is None."""
        return {
            "estimate": self.estimate,
            "low": self.low if np.isfinite(self.low) else None,
            "high": self.high if np.isfinite(self.high) else None,
            "level": self.level if self.is_known else None,
        }

    @classmethod
    def unknown(cls, estimate: float) -> Interval:
        """An estimate of which nothing is known besides."""
        return cls(estimate, -np.inf, np.inf, 0.0)

    @property
    def is_known(self) -> bool:
        """Whether there is an interval at all."""
        return self.level > 0

    def __str__(self) -> str:
        if not self.is_known:
            return f"{self.estimate:.4g}"
        return f"{self.estimate:.4g} ({self.low:.4g} to {self.high:.4g})"


@dataclass(frozen=True, eq=False)
class Replicates:
    """The laws of all replicates, and what their intervals are made with.

    Parameters
    ----------
    laws : array, replicates x 5
        Columns ``log E, log A, log B, a, b``.
    rows : int
        How many runs each was fitted to.
    level : float
        The level of the intervals.
    seed : int
        Of the bootstrap.
    """

    laws: Floats
    rows: int
    level: float
    seed: int = 0

    def interval(self, estimate: float, draws: Floats) -> Interval:
        """The interval of a quantity, from its value in every replicate."""
        return interval(estimate, draws, self.level, rows=self.rows, parameters=self.laws.shape[1])


def bootstrap(
    objective: Objective,
    minima: Floats,
    count: int,
    *,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Fit again to ``count`` samples of the rows, drawn with replacement.

    Parameters
    ----------
    objective : Objective
        The objective on all rows.
    minima : array, points x parameters
        Where each replicate starts; the lowest point it reaches counts.
    count : int
        How many replicates.
    seed : int
        Replicate i draws from a generator seeded by ``(seed, i)``, on whatever machine it runs.
    executor : Executor, optional
        Anything that follows :class:`concurrent.futures.Executor`.
    progress : callable, optional
        Told how many replicates are done, of how many.

    Returns
    -------
    array, replicates x parameters
    """
    rows, ways = len(objective.log_loss), len(minima)
    drawn = np.stack(
        [
            np.bincount(np.random.default_rng((seed, i)).integers(rows, size=rows), minlength=rows)
            for i in range(count)
        ]
    ).astype(np.float64)
    told = None if progress is None else lambda done, _: progress(done // ways, count)
    ended = descend(
        objective,
        np.tile(minima, (count, 1)),
        np.repeat(drawn, ways, axis=0),
        executor=executor,
        progress=told,
    )
    best = ended.values.reshape(count, ways).argmin(axis=1)
    found: Floats = ended.points.reshape(count, ways, -1)[np.arange(count), best]
    return found


def interval(
    estimate: float, draws: Floats, level: float, *, rows: int, parameters: int
) -> Interval:
    """The expanded percentile interval.

    Parameters
    ----------
    estimate : float
        From all runs.
    draws : array
        The same quantity from every replicate.
    level : float
        The level, e.g. 0.95.
    rows, parameters : int
        How many runs the fit used, and how many parameters it has: the degrees of freedom of
        the t quantile.
    """
    from scipy.special import ndtr, stdtrit

    free = max(1, rows - parameters)
    tail = float(ndtr(np.sqrt(rows / free) * stdtrit(free, (1 - level) / 2)))
    # Order statistics: an infinite draw is larger than the others, and nothing else.
    low = float(np.quantile(draws, tail, method="inverted_cdf"))
    high = float(np.quantile(draws, 1 - tail, method="inverted_cdf"))
    return Interval(estimate, low, high, level)
