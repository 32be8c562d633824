"""Picture: tuples of skills over scale, by the sharp bound beside the basic one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from skilltheory.plot.series import TupleCurve
from skilltheory.plot.style import (
    INK,
    MUTED,
    canvas,
    ordered_colours,
    percent,
    plain,
    styled,
)

__all__ = ["tuple_bounds"]

_DASHED = (0, (4, 3))
_NAMED_AT = 0.7


def tuple_bounds(
    basic: Sequence[TupleCurve], sharp: Sequence[TupleCurve], start: str, law: str
) -> Figure:
    """Draw the competence on tuples that each bound guarantees as a model grows.

    Parameters
    ----------
    basic, sharp : sequence of TupleCurve
        One a tuple size, the same sizes and scales under the two bounds.
    start : str
        The model that is scaled up, as the reader knows it.
    law : str
        The scaling law, likewise.
    """
    first = sharp[0]
    with styled():
        figure, (axes,) = canvas(9.4, 6.2)
        for weak, strong, colour in zip(basic, sharp, ordered_colours(len(sharp)), strict=True):
            for one, style, width in ((weak, _DASHED, 1.6), (strong, "-", 2.4)):
                says = one.curve.speaks
                axes.plot(
                    one.times[says],
                    one.curve.competence[says],
                    color=colour,
                    linestyle=style,
                    linewidth=width,
                    zorder=3,
                )
            _name(axes, strong, colour)
        axes.set_xscale("log")
        axes.set_xlim(1, first.times[-1])
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(percent)
        axes.xaxis.set_major_formatter(plain)
        axes.set_xlabel(f"parameters and tokens, as multiples of {start}")
        axes.set_ylabel("guaranteed competence on tuples of skills")
        axes.set_title("Tuples of skills over scale: the sharp bound sees them sooner")
        lines = [
            Line2D([], [], color=INK, linewidth=2.4, label="sharp bound"),
            Line2D([], [], color=INK, linestyle=_DASHED, linewidth=1.6, label="basic bound"),
        ]
        axes.legend(handles=lines, loc="lower right", bbox_to_anchor=(1, 0.17))
        axes.annotate(
            f"for {percent(float(1 - first.curve.alpha))} of the tuples, k = {first.curve.k} "
            f"skills a piece;\nthe excess by {law}\nis read as the share of pieces with an error",
            (0.985, 0.03),
            xycoords="axes fraction",
            ha="right",
            va="bottom",
            color=MUTED,
        )
        return figure


def _name(axes: Axes, one: TupleCurve, colour: Any) -> None:
    """Write the size on the curve, where the curves are far apart."""
    says = one.curve.speaks
    if not says.any():
        return
    size = one.curve.k_prime
    times, competence = one.times[says], one.curve.competence[says]
    at = int(np.argmin(abs(competence - _NAMED_AT)))
    axes.annotate(
        "1 skill" if size == 1 else f"{size} skills",
        (times[at], competence[at]),
        ha="center",
        va="center",
        color=0.72 * np.array(to_rgb(colour)),
        fontweight="bold",
        fontsize=10,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        zorder=4,
    )
