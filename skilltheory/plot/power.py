"""Picture: how many prompts tell two models apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from matplotlib.figure import Figure

from skilltheory.plot.style import (
    MUTED,
    PALETTE,
    canvas,
    label_line_end,
    percent,
    plain,
    styled,
)
from skilltheory.skillmix.power import Comparison, Simulated
from skilltheory.sorts import ExactLike, OpenUnit

__all__ = ["PowerCurve", "power_curve", "power_curves"]


@dataclass(frozen=True)
class PowerCurve:
    """The power of one comparison over the number of prompts.

    Parameters
    ----------
    name : str
        What the curve is called.
    prompts : tuple of int
        Complete answers of each model.
    power : tuple of float
        The power at each, computed.
    simulated : dict
        The power simulated at some numbers of prompts asked; may be empty.
    """

    name: str
    prompts: tuple[int, ...]
    power: tuple[float, ...]
    simulated: dict[int, Simulated]


def power_curve(
    name: str,
    comparison: Comparison,
    prompts: Sequence[int],
    *,
    simulate_at: Sequence[int] = (),
    repeats: int = 400,
) -> PowerCurve:
    """Compute a curve, and simulate the marks at some of its points."""
    found = {n: comparison.simulated_power(n, repeats=repeats, seed=n) for n in simulate_at}
    return PowerCurve(name, tuple(prompts), tuple(comparison.curve(prompts)), found)


def power_curves(
    curves: Sequence[PowerCurve], *, target: ExactLike = "4/5", title: str = ""
) -> Figure:
    """Draw power over the number of prompts.

    Parameters
    ----------
    curves : sequence of PowerCurve
        At most as many as there are colours.
    target : number
        The power wanted, drawn as a line; in (0, 1).
    title : str
        What is compared.

    Raises
    ------
    SortError
        If the target is outside its sort.
    """
    wanted = float(OpenUnit.check("target", target))
    with styled():
        figure, (axes,) = canvas(8.4, 5.0)
        axes.axhline(wanted, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        least = min(curve.prompts[0] for curve in curves)
        most = max(curve.prompts[-1] for curve in curves)
        axes.annotate(
            f"{percent(float(Fraction(wanted).limit_denominator(1000)))} power",
            (least, wanted),
            xytext=(4, 4),
            textcoords="offset points",
            color=MUTED,
        )
        heights = _spread([curve.power[-1] for curve in curves])
        for curve, colour, height in zip(curves, PALETTE, heights, strict=False):
            axes.plot(curve.prompts, curve.power, color=colour)
            label_line_end(axes, curve.prompts[-1], height, curve.name, colour)
            for prompts, found in curve.simulated.items():
                axes.errorbar(
                    prompts, found.power, 2 * found.error, fmt="o", color=colour, markersize=5
                )
        axes.set(xscale="log", xlim=(least, most), ylim=(0, 1))
        axes.xaxis.set_major_formatter(plain)
        axes.xaxis.set_minor_formatter(lambda *_: "")
        axes.yaxis.set_major_formatter(percent)
        axes.set_xlabel("prompts answered by each model")
        axes.set_ylabel("how often the difference is found")
        axes.set_title(title or "Telling two models apart")
        return figure


def _spread(heights: Sequence[float], least: float = 0.055) -> list[float]:
    """Heights for labels, in the same order from the top down, apart enough to be read."""
    order = np.argsort([-height for height in heights], kind="stable")
    placed = list(heights)
    above = 1.0 + least
    for index in order:
        placed[index] = above = min(heights[index], above - least)
    return placed
