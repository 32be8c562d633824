"""Time and memory as the work grows: ``python -m benchmarks.growth docs/growth.json``.

Each size runs in a process of its own, which reports the processor time of the work (the
least of several goes) and by how much the most memory it ever held rose above what it
held before.  The book plots the file that this writes; it does not measure.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log
from pathlib import Path
from typing import Any

__all__ = ["FIGURES", "SERIES", "Curve", "Series", "picture", "read", "table"]

FIGURES = Path(__file__).parents[1] / "docs" / "growth.json"
"""What ``make growth`` measured last."""

_GOES, _SHORT, _LONG = 5, 0.3, 2.0
_HOUR = 3600.0


@dataclass(frozen=True)
class Series:
    """One way for work to grow.

    Attributes
    ----------
    title, axis : str
        What is done, and what its size counts.
    sizes : tuple of int
    prepare : callable
        From a size to the work, a callable.  What the work returns is the size to plot,
        if it is a number: where the size is only known afterwards.
    """

    title: str
    axis: str
    sizes: tuple[int, ...]
    prepare: Callable[[int], Callable[[], Any]]


def _digits(size: int) -> Callable[[], Any]:
    from skilltheory.solve import beta

    def work() -> None:
        assert len(beta("1/10", "1/10", 4, digits=size).value) > size

    return work


def _many_draws(size: int) -> Callable[[], Any]:
    from skilltheory.solve import beta

    def work() -> None:
        assert beta("1/10", "1/10", size, bound="sharp").value

    return work


def _grid(bound: str) -> Callable[[int], Callable[[], Any]]:
    def prepare(size: int) -> Callable[[], Any]:
        from benchmarks.inputs import float_triples
        from skilltheory.solve import beta_grid

        triples = float_triples(size)

        def work() -> None:
            assert beta_grid(*triples, bound=bound).values.size == size

        return work

    return prepare


def _graph(size: int) -> Callable[[], Any]:
    from skilltheory.simulate import Problem, SkillGraph, tally, worst_fixed

    graph = SkillGraph.make(size, 1000, 8, seed=1)
    problem = Problem.make(size, 1000, 8, theta="1/10", alpha="1/10")

    def work() -> None:
        assert tally(graph, worst_fixed(graph, problem, range(100))).edges.sum() > 0

    return work


def _points(size: int) -> Callable[[], Any]:
    from skilltheory.solve import sweep

    side = max(1, size // 10)
    axes = {
        "alpha": [Fraction(i + 1, 2 * side + 3) for i in range(side)],
        "theta": [Fraction(i + 1, 25) for i in range(10)],
        "k": 8,
    }

    def work() -> None:
        assert len(sweep("beta", axes, digits=50)) == 10 * side

    return work


def _boxes(size: int) -> Callable[[], Any]:
    """A square with a margin of ``1/size``, multiplied out, on a square around its zeros."""
    from skilltheory.kernel.ball import positive_on
    from skilltheory.sorts import OpenUnit, variables

    p, q = variables("p q", OpenUnit)
    side = Fraction(1, 4), Fraction(3, 4)
    term = p**2 - 2 * p * q + q**2 + Fraction(1, size)

    def work() -> int:
        return len(positive_on(term, {p: side, q: side}))

    return work


SERIES = {
    "digits": Series(
        "certified beta, basic bound",
        "digits",
        (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000),
        _digits,
    ),
    "draws": Series(
        "certified beta, sharp bound, 50 digits",
        "skills a piece, k",
        (10, 30, 100, 300, 1000, 3000, 10_000, 100_000, 1_000_000),
        _many_draws,
    ),
    "grid": Series(
        "beta_grid, basic bound",
        "points of the grid",
        (1000, 10_000, 100_000, 1_000_000, 10_000_000),
        _grid("basic"),
    ),
    "grid-sharp": Series(
        "beta_grid, sharp bound",
        "points of the grid",
        (1000, 10_000, 100_000, 1_000_000, 4_000_000),
        _grid("sharp"),
    ),
    "sweep": Series(
        "certified sweep, 50 digits",
        "points of the sweep",
        (100, 1000, 10_000, 100_000),
        _points,
    ),
    "graph": Series(
        "worst error set for given skills, k = 8",
        "text pieces, N1",
        (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000),
        _graph,
    ),
    "boxes": Series(
        "a polynomial is positive, by ball arithmetic",
        "boxes in the proof",
        (2, 4, 8, 16, 32, 64),
        _boxes,
    ),
}


# -- measuring ---------------------------------------------------------------------


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def point(name: str, size: int) -> dict[str, float]:
    """Measure one size in this process."""
    work = SERIES[name].prepare(size)
    before, best, spent, goes = _peak(), float("inf"), 0.0, 0
    while spent < _LONG and (goes < _GOES or spent < _SHORT):
        start = time.process_time()
        counted = work()
        seconds = time.process_time() - start
        best, spent, goes = min(best, seconds), spent + seconds, goes + 1
    return {"size": counted or size, "seconds": best, "bytes": _peak() - before}


def measured(name: str, sizes: tuple[int, ...] | None = None) -> list[dict[str, float]]:
    """Measure a series, each size in a process of its own."""
    found = []
    for size in sizes or SERIES[name].sizes:
        command = [sys.executable, "-m", "benchmarks.growth", "--point", name, str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    return found


# -- showing -----------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """A measured series, with the power law that its upper end follows.

    Attributes
    ----------
    sizes, seconds, bytes : list of float
    exponent, factor : float
        Time is about ``factor * size**exponent``, by least squares in logarithms over the
        sizes from a hundredth of the largest on.
    """

    series: Series
    sizes: list[float]
    seconds: list[float]
    bytes: list[float]
    exponent: float
    factor: float

    @classmethod
    def of(cls, series: Series, points: list[dict[str, float]]) -> Curve:
        """Fit the law to the points."""
        points = sorted(points, key=lambda one: one["size"])
        upper = [one for one in points if one["size"] >= points[-1]["size"] / 100]
        x, y = ([log(one[name]) for one in upper] for name in ("size", "seconds"))
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        spread = sum((a - mean_x) ** 2 for a in x)
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
        return cls(
            series,
            *([one[name] for one in points] for name in ("size", "seconds", "bytes")),
            exponent=slope,
            factor=exp(mean_y - slope * mean_x),
        )

    @property
    def in_an_hour(self) -> float:
        """The size that takes an hour of one processor, by the law."""
        return (_HOUR / self.factor) ** (1 / self.exponent)


def read(path: str | Path = FIGURES) -> dict[str, Curve]:
    """Read what was measured."""
    found = json.loads(Path(path).read_text())["series"]
    return {name: Curve.of(SERIES[name], points) for name, points in found.items()}


def table(curves: dict[str, Curve]) -> str:
    """Exponents, and what an hour of one processor is enough for."""
    lines = [f"{'work':11} {'size counts':20} exponent  largest   memory  one hour"]
    for name, curve in curves.items():
        lines.append(
            f"{name:11} {curve.series.axis:20} {curve.exponent:8.2f}  "
            f"{curve.sizes[-1]:7.0e}  {max(curve.bytes) / 2**20:4.0f} MiB {curve.in_an_hour:9.0e}"
        )
    lines += ["", *(f"{name}: {curve.series.title}" for name, curve in curves.items())]
    return "\n".join(lines).replace("e+0", "e").replace("e+", "e")


def picture(curves: dict[str, Curve], quantity: str = "seconds") -> Any:
    """Time (or memory) over size, both on logarithmic scales."""
    from skilltheory.plot.style import MARKERS, PALETTE, canvas, styled

    with styled():
        figure, (axes,) = canvas(8.2, 5.2)
        for number, (name, curve) in enumerate(curves.items()):
            colour = "#1d2733" if number >= len(PALETTE) else PALETTE[number]
            values = getattr(curve, quantity)
            shown = [
                (x, y / (1 if quantity == "seconds" else 2**20))
                for x, y in zip(curve.sizes, values, strict=True)
                if y > 0
            ]
            label = f"{name} ({curve.exponent:.2f})" if quantity == "seconds" else name
            axes.loglog(
                *zip(*shown, strict=True),
                color=colour,
                marker=MARKERS[number % len(MARKERS)],
                markersize=5,
                linewidth=1.6,
                label=label,
            )
        axes.set_xlabel("size: digits, skills a piece, points, text pieces or boxes")
        axes.set_ylabel("processor time in seconds" if quantity == "seconds" else "memory in MiB")
        axes.legend(loc="upper left", ncols=2)
    return figure


def main(arguments: list[str]) -> int:
    """Measure all series into a file, or one point onto standard output."""
    if arguments[:1] == ["--point"]:
        print(json.dumps(point(arguments[1], int(arguments[2]))))
        return 0
    (target,) = arguments
    series = {}
    for name in SERIES:
        print(f"{name} ...", file=sys.stderr)
        series[name] = measured(name)
    Path(target).write_text(json.dumps({"series": series}, indent=1) + "\n")
    print(table(read(target)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
