"""Picture: how many text pieces until the theorem speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from skilltheory.plot._bounds import COLOURS, NAMES, chance
from skilltheory.plot.bound_series import PiecesNeeded
from skilltheory.plot.style import (
    INK,
    MUTED,
    canvas,
    hatch_vacuous,
    label_line_end,
    ordered_colours,
    percent,
    styled,
)

__all__ = ["least_pieces"]

_DASHED = (0, (4, 3))
_STYLES: dict[str, Any] = {"finite-sharp": "-", "finite-basic": _DASHED}
_TOP, _BOTTOM = 1e8, 1e2


def least_pieces(levels: PiecesNeeded, skills: Sequence[PiecesNeeded]) -> Figure:
    """Draw the least ``N1`` along ``beta``, and along the number of skills.

    Parameters
    ----------
    levels : PiecesNeeded
        Along ``beta``.
    skills : sequence of PiecesNeeded
        Along ``N2``, one a level.
    """
    with styled():
        figure, (left, right) = canvas(13.2, 6.2, 2)
        _along_level(left, levels)
        _along_skills(right, skills, levels.n2)
        for axes in (left, right):
            axes.set_yscale("log")
            axes.set_ylabel("text pieces, N1")
        return figure


def _along_level(axes: Axes, data: PiecesNeeded) -> None:
    x, beyond = data.x, 10 * _TOP
    sharp, basic = (
        np.where(np.isfinite(least), least, beyond)
        for least in (data.least["finite-sharp"], data.least["finite-basic"])
    )
    one, both = np.minimum(sharp, basic), np.maximum(sharp, basic)
    end = float(min(1 / data.alpha, 1 / data.theta))
    start = data.thresholds["finite-sharp"]
    silent = np.concatenate([[1.0, start], x])
    hatch_vacuous(axes, silent, np.zeros_like(silent), np.concatenate([[beyond, beyond], one]))
    axes.fill_between(x, one, both, color=COLOURS["sharp"], alpha=0.13, linewidth=0)
    axes.fill_between(x, both, beyond, color=COLOURS["basic"], alpha=0.13, linewidth=0)
    for name, least in data.least.items():
        drawn = np.isfinite(least)
        axes.plot(x[drawn], least[drawn], color=COLOURS[name], label=NAMES[name], zorder=3)
    axes.set_xlim(1, end)
    axes.set_ylim(_BOTTOM, _TOP)
    axes.set_xlabel(r"level $\beta$ to be guaranteed (multiples of the average error share)")
    axes.set_title("How many text pieces until the theorem speaks")
    axes.legend(loc="upper right")
    middle = np.sqrt(_BOTTOM * _TOP)
    basic_from = min(data.thresholds["finite-basic"], end)
    width = end - 1
    if start - 1 > 0.2 * width:
        text = f"nothing is said:\nup to {start:.3f} no\nnumber of pieces\nis enough"
        _say(axes, (1 + start) / 2, middle, text, fontsize=9.5)
    if np.interp(1 + 0.7 * width, x, one) > 4 * _BOTTOM:
        _say(axes, 1 + 0.45 * width, 3 * _BOTTOM, "nothing is said: too few pieces")
    if basic_from - start > 0.13 * width:
        text = "only\nthe sharp\nbound\nspeaks"
        _say(axes, (start + basic_from) / 2, 5 * middle, text, bound="sharp")
    if end - basic_from > 0.4 * width:
        text = f"both bounds speak\n(the basic one beyond {basic_from:.3f})"
        _say(axes, (basic_from + end) / 2, middle, text, bound="basic")


def _say(
    axes: Axes, x: float, y: float, text: str, *, bound: str | None = None, **more: Any
) -> None:
    """Name a region in its middle, on a ground that its hatching or tint does not disturb."""
    axes.annotate(
        text,
        (x, y),
        ha="center",
        va="center",
        color=MUTED if bound is None else 0.72 * np.array(to_rgb(COLOURS[bound])),
        bbox={"facecolor": "#f3f4f6", "edgecolor": "none", "pad": 3} if bound is None else None,
        **more,
    )


def _along_skills(axes: Axes, several: Sequence[PiecesNeeded], n2: int | None) -> None:
    first = several[0]
    for data, colour in zip(several, ordered_colours(len(several)), strict=True):
        for name, style in _STYLES.items():
            drawn = np.isfinite(data.least[name])
            axes.plot(data.x[drawn], data.least[name][drawn], color=colour, linestyle=style)
        ends = [least[-1] for least in data.least.values() if np.isfinite(least[-1])]
        if ends:
            label_line_end(axes, data.x[-1], max(ends), rf"$\beta$ = {data.beta:g}", colour)
    axes.set_xscale("log")
    axes.set_xlim(first.x[0], first.x[-1])
    axes.set_ylim(bottom=max(10.0, float(1 / first.theta)))  # with fewer, no piece can be wrong
    axes.set_xlabel("skills, N2")
    axes.set_title("The pieces needed grow with the number of skills")
    axes.legend(
        handles=[
            Line2D([], [], color=INK, linestyle=style, label=NAMES[name])
            for name, style in _STYLES.items()
        ],
        loc="upper left",
    )
    note = (
        f"{percent(float(first.theta))} of the pieces wrong,\n"
        f"{percent(float(first.alpha))} of the skills given up, k = {first.k};\n"
        f"failure with probability at most {chance(first.failure)}\n"
        f"(on the left, {n2} skills)"
    )
    levels = [(data.beta, data.thresholds["finite-basic"]) for data in several]
    never = [beta for beta, start in levels if beta is not None and beta <= start]
    if never:
        note += ".\nThe basic bound never speaks at $\\beta$ = " + ", ".join(
            f"{beta:g}" for beta in never
        )
    axes.annotate(
        note, (0.97, 0.04), xycoords="axes fraction", ha="right", va="bottom", color=MUTED
    )
