"""Picture: the competence that is guaranteed, along the share of pieces with an error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from skilltheory.plot.series import CompetenceCurve
from skilltheory.plot.style import MUTED, canvas, label_line_end, ordered_colours, percent, styled

__all__ = ["competence_curves"]


def competence_curves(curves: Sequence[CompetenceCurve]) -> Figure:
    """Draw ``1 - beta theta`` for each ``k``; a curve ends where its guarantee says nothing.

    Parameters
    ----------
    curves : sequence of CompetenceCurve
        Curves of one ``alpha`` and one bound, in the order of their ``k``.
    """
    first = curves[0]
    with styled():
        figure, (axes,) = canvas(8.2, 5.2)
        for curve, colour in zip(curves, ordered_colours(len(curves)), strict=True):
            theta, competence = curve.theta[curve.speaks], curve.competence[curve.speaks]
            if not theta.size:
                continue
            axes.plot(theta, competence, color=colour, zorder=3)
            end = (theta[-1], competence[-1])
            axes.plot(*end, "o", color=colour, markersize=5, zorder=3, clip_on=False)
            label_line_end(
                axes,
                theta[-1],
                competence[-1],
                f"k = {curve.k}",
                colour,
                xytext=(7, 4),
                va="bottom",
            )
        axes.set_xlim(0, float(first.theta.max()))
        axes.set_ylim(0, 1)
        axes.xaxis.set_major_formatter(percent)
        axes.yaxis.set_major_formatter(percent)
        axes.set_xlabel(r"share $\theta$ of text pieces with an error")
        axes.set_ylabel(r"guaranteed competence, $1 - \beta^*\theta$")
        axes.set_title(f"What {percent(float(1 - first.alpha))} of the skills are sure to reach")
        axes.annotate(
            "a curve begins and ends where\nthe theorem says something",
            (0.985, 0.97),
            xycoords="axes fraction",
            ha="right",
            va="top",
            color=MUTED,
        )
        baseline = np.array([0.0, float(first.theta.max())])
        axes.plot(baseline, 1 - baseline, color=MUTED, linestyle=(0, (4, 3)), linewidth=1.3)
        axes.annotate(
            r"average skill, $1 - \theta$",
            (baseline[1] * 0.55, 1 - baseline[1] * 0.55),
            xytext=(4, 6),
            textcoords="offset points",
            color=MUTED,
        )
        return figure
