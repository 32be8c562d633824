"""Picture: tuples of skills over scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from skilltheory.plot.series import TupleCurve
from skilltheory.plot.style import (
    MUTED,
    canvas,
    label_line_end,
    ordered_colours,
    percent,
    plain,
    styled,
)

__all__ = ["tuple_curves"]

_LABELS_AT = 0.6


def tuple_curves(curves: Sequence[TupleCurve], start: str) -> Figure:
    """Draw the guaranteed competence on tuples of skills as a model grows.

    Parameters
    ----------
    curves : sequence of TupleCurve
        One a tuple size, over the same scales.
    start : str
        The model that is scaled up, as the reader knows it.
    """
    first = curves[0]
    with styled():
        figure, (axes,) = canvas(8.2, 5.4)
        silent = []
        for one, colour in zip(curves, ordered_colours(len(curves)), strict=True):
            says = one.curve.speaks
            size = one.curve.k_prime
            name = "1 skill" if size == 1 else f"{size} skills"
            if not says.any():
                silent.append(name)
                continue
            times, competence = one.times[says], one.curve.competence[says]
            axes.plot(times, competence, color=colour, zorder=3)
            if not says[0]:
                axes.plot(times[0], competence[0], "o", color=colour, markersize=5, zorder=3)
            at = int(np.argmin(abs(competence - _LABELS_AT)))
            label_line_end(axes, times[at], competence[at], name, colour, xytext=(8, -4), va="top")
        axes.set_xscale("log")
        axes.set_xlim(1, first.times[-1])
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(percent)
        axes.set_xticks(10.0 ** np.arange(0, int(np.log10(first.times[-1])) + 1))
        axes.xaxis.set_major_formatter(plain)
        axes.set_xlabel(f"parameters and tokens, as multiples of {start}")
        axes.set_ylabel("guaranteed competence on tuples of skills")
        axes.set_title("Tuples of skills follow from scale")
        note = (
            f"for {percent(float(1 - first.curve.alpha))} of the tuples, "
            f"with k = {first.curve.k} skills a piece;\n"
            "a curve begins where the theorem begins to say something"
        )
        if silent:
            note += f"\n(nothing yet for {', '.join(silent)})"
        axes.annotate(
            note, (0.985, 0.03), xycoords="axes fraction", ha="right", va="bottom", color=MUTED
        )
        return figure
