"""Picture: beta*, how many times the average error share a kept skill may suffer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from skilltheory.plot.series import CompetenceCurve
from skilltheory.plot.style import (
    MUTED,
    canvas,
    hatch_vacuous,
    label_line_end,
    ordered_colours,
    percent,
    plain,
    styled,
)

__all__ = ["beta_curves"]

_ROOM_FOR_FIVES = 1000  # beyond three decades only powers of ten have room


def beta_curves(curves: Sequence[CompetenceCurve]) -> Figure:
    """Draw ``beta*`` over ``theta`` for each ``k``, with the vacuous region hatched.

    Counting alone gives ``beta <= 1/alpha`` and ``beta <= 1/theta``: a guarantee above either says
    nothing.

    Parameters
    ----------
    curves : sequence of CompetenceCurve
        Curves of one ``alpha``, one bound and one range of ``theta``, in the order of their ``k``.
    """
    first = curves[0]
    alpha, theta = float(first.alpha), first.theta
    top = 1.6 / alpha
    # With the corner, where counting pieces begins to say more than counting skills.
    along = np.union1d(theta, np.clip(alpha, theta[0], theta[-1]))
    ceiling = np.minimum(1 / alpha, 1 / along)
    with styled():
        figure, (axes,) = canvas(8.2, 5.2)
        hatch_vacuous(axes, along, ceiling, np.full_like(along, top))
        axes.plot(along, ceiling, color=MUTED, linewidth=1.2)
        for curve, colour in zip(curves, ordered_colours(len(curves)), strict=True):
            says, empty = curve.speaks, curve.vacuous
            axes.plot(theta[says], curve.beta[says], color=colour, zorder=3)
            axes.plot(theta[empty], curve.beta[empty], color=colour, linestyle=(0, (1, 1.4)))
            inside = curve.solved & (curve.beta < top)
            if inside.any():
                label_line_end(
                    axes, theta[inside][-1], curve.beta[inside][-1], f"k = {curve.k}", colour
                )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(theta[0], theta[-1])
        axes.set_ylim(1, top)
        wide = theta[-1] / theta[0] > _ROOM_FOR_FIVES
        axes.xaxis.set_major_locator(LogLocator(subs=(1,) if wide else (1, 2, 5)))
        axes.xaxis.set_major_formatter(percent)
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_formatter(plain)
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_yticks([tick for tick in (1, 2, 3, 5, 10, 20, 50, 100) if tick <= top])
        axes.set_xlabel(r"share $\theta$ of text pieces with an error")
        axes.set_ylabel(r"$\beta^*$ (multiples of the average error share)")
        axes.set_title(
            f"How unevenly errors can fall on skills, giving up {percent(alpha)} of them"
        )
        axes.annotate(
            "vacuous: no skill can lose more than all its pieces",
            (theta[0], float(np.sqrt(top / alpha))),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=MUTED,
            bbox={"facecolor": "#f3f4f6", "edgecolor": "none", "pad": 3},
        )
        return figure
