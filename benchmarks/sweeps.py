"""A certified sweep on two processes against one.

Here the clock on the wall counts, so the machine must have two processors to give; the row
is not judged when the single process did not have a processor to itself.
What it can give just then is measured too: a loop that shares nothing, run twice in one
process and once in each of two.  Two processors that are two threads of one core give less
than 2.
"""

from __future__ import annotations

import platform
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from fractions import Fraction
from typing import Any

from benchmarks.harness import Disagreement, Row, Side

__all__ = ["machine_reach", "rows"]


def _spin(turns: int) -> int:
    total = 0
    for i in range(turns):
        total += i & 3
    return total


def machine_reach(turns: int = 30_000_000) -> float:
    """How much faster two processes are than one on work that shares nothing."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_spin, [1000, 1000]))
        start = time.perf_counter()
        list(pool.map(_spin, [turns, turns]))
        two = time.perf_counter() - start
    start = time.perf_counter()
    _spin(turns)
    _spin(turns)
    return (time.perf_counter() - start) / two


def _axes(points: int) -> dict[str, Any]:
    side = max(2, round((points / 10) ** 0.5))
    return {
        "alpha": [Fraction(i + 1, 2 * side + 3) for i in range(side)],
        "theta": [Fraction(i + 1, 2 * side + 5) for i in range(side)],
        "k": [2, 3, 4, 6, 8, 12, 16, 24, 32, 64],
    }


def _sweep(points: int, executor: Executor | None) -> list[Any]:
    from skilltheory.solve import sweep

    return sweep("beta", _axes(points), digits=50, executor=executor, chunk=256)


def rows(scale: float = 1) -> list[Row]:
    """The row; ``scale`` shrinks the work."""
    points = max(40, int(100_000 * scale))

    def on_two() -> list[Any]:
        with ProcessPoolExecutor(2) as pool:
            return _sweep(points, pool)

    def agree(ours: Any, theirs: Any) -> str:
        if [point.record for point in ours] != [point.record for point in theirs]:
            raise Disagreement("the processes found different values")
        return "the same records"

    return [
        Row(
            name="sweep",
            work=f"certified sweep of {points:,} points on 2 processes",
            peer="the same on 1",
            asked=1.8,
            faster=True,
            ours=Side(on_two),
            theirs=Side(lambda: _sweep(points, None)),
            agree=agree,
            versions={"python": platform.python_version()},
            rounds=3,
            clock=time.perf_counter,
            limit=machine_reach,
        )
    ]
