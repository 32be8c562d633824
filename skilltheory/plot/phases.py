"""Picture: where in (theta, alpha) each bound gives a guarantee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from skilltheory.plot._bounds import COLOURS
from skilltheory.plot.bound_series import PhaseDiagram
from skilltheory.plot.style import MUTED, canvas, hatch_vacuous, percent, styled

__all__ = ["phase_diagrams"]


_BOUND = {
    "sharp": "sharp bound",
    "entropic": "entropic bound",
    "basic": r"basic bound $\beta^*$",
    "closed-form": "closed form",
}
_ORDER = ("sharp", "entropic", "basic", "closed-form")
"""The largest region first."""


def phase_diagrams(diagrams: Sequence[PhaseDiagram]) -> Figure:
    """Draw phase diagrams side by side.

    The region of the sharp bound is the largest there can be.  Above it enough pieces draw only
    skills that are given up, so that no ``beta`` below ``1/alpha``, which counting alone gives,
    can be guaranteed; to its right some error set takes too much from all of those skills.

    Parameters
    ----------
    diagrams : sequence of PhaseDiagram
        One a panel, all for the same bounds.
    """
    names = [name for name in _ORDER if name in diagrams[0].edges]
    with styled():
        figure, several = canvas(6.6 * len(diagrams), 6.8, len(diagrams))
        for axes, diagram in zip(several, diagrams, strict=True):
            _panel(axes, diagram, names)
        figure.legend(
            handles=[
                Patch(
                    facecolor=_tint(name),
                    edgecolor=COLOURS[name],
                    label=("by the " if name == names[0] else "also by the ") + _BOUND[name],
                )
                for name in names
            ],
            loc="outside lower center",
            title="guaranteed, in the limit of many text pieces per skill:",
            ncols=len(names),
        )
        return figure


def _panel(axes: Axes, diagram: PhaseDiagram, names: Sequence[str]) -> None:
    theta, least = diagram.theta, diagram.theta[0]
    hatch_vacuous(axes, theta, np.full_like(theta, least), np.ones_like(theta))
    for name in names:
        low, high = diagram.edges[name]
        axes.fill_between(theta, low, high, facecolor=_tint(name), linewidth=0, zorder=1)
        for edge in (low, high):
            axes.plot(theta, edge, color=COLOURS[name], linewidth=1.5, zorder=2)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(least, 1)
    axes.set_ylim(least, 1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(percent)
    axes.set_xlabel(r"share $\theta$ of text pieces with an error")
    axes.set_ylabel(r"share $\alpha$ of skills given up")
    asked = percent(float(diagram.competence))
    if diagram.competence == 0:
        axes.set_title(f"Where the bounds say something, k = {diagram.k}")
        lost = "vacuous: every piece that uses\nthe given-up skills can be wrong"
    else:
        axes.set_title(f"Where they guarantee {asked} competence, k = {diagram.k}")
        lost = f"some errors leave all the\ngiven-up skills below {asked}"
    box = {"facecolor": "#f3f4f6", "edgecolor": "none", "pad": 3}
    axes.annotate(
        lost,
        (0.97, 0.05),
        xycoords="axes fraction",
        ha="right",
        color=MUTED,
        bbox=box,
    )
    axes.annotate(
        "vacuous: counting alone gives as much",
        (0.03, 0.985),
        xycoords="axes fraction",
        va="top",
        color=MUTED,
        bbox=box,
    )


def _tint(name: str) -> Any:
    return 1 - 0.33 * (1 - np.array(to_rgb(COLOURS[name])))
