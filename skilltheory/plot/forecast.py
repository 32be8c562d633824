"""Picture: guaranteed competence on tuples of skills, before and after a step in scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from skilltheory.plot.style import MARKERS, MUTED, PALETTE, canvas, percent, styled

if TYPE_CHECKING:
    from skilltheory.scaling.forecasting import Forecast

__all__ = ["forecast_picture"]

_APART = 0.06  # markers of different bounds would hide one another


def forecast_picture(forecast: Forecast) -> Figure:
    """Draw the guarantee for tuples of every size under each bound, before and after.

    Parameters
    ----------
    forecast : Forecast
        The forecast; its intervals are drawn as bars.
    """
    with styled():
        figure, axes = canvas(11.4, 5.0, 2, sharey=True)
        stages = (("before", forecast.start), ("after", forecast.end))
        for one, (stage, (parameters, tokens)) in zip(axes, stages, strict=True):
            excess = forecast.before if stage == "before" else forecast.after
            _stage(one, forecast, stage)
            one.set_title(
                f"{stage.capitalize()}: N = {float(parameters):.3g}, D = {float(tokens):.3g}\n"
                f"excess {excess} nats",
                fontsize=11.5,
            )
        axes[0].set_ylabel("guaranteed competence")
        axes[0].legend(loc="upper right", title="bound")
        factor = forecast.factor
        axes[1].annotate(
            f"tuples grow by a factor {factor};\n"
            f"for {percent(float(1 - forecast.alpha))} of the tuples, k = {forecast.k}",
            (0.98, 0.97),
            xycoords="axes fraction",
            ha="right",
            va="top",
            color=MUTED,
        )
        return figure


def _stage(axes: Axes, forecast: Forecast, stage: str) -> None:
    for number, bound in enumerate(forecast.bounds):
        points = forecast.curve(stage, bound)
        sizes = np.array([point.size for point in points], dtype=np.float64)
        found = [point.competence for point in points]
        middle = np.array([one.estimate for one in found])
        shift = _APART * (number - (len(forecast.bounds) - 1) / 2)
        colour = PALETTE[number]
        axes.plot(
            sizes + shift, middle, color=colour, marker=MARKERS[number], markersize=5, label=bound
        )
        if found[0].is_known:
            low, high = (np.array([getattr(one, end) for one in found]) for end in ("low", "high"))
            axes.vlines(sizes + shift, low, high, color=colour, linewidth=3.2, alpha=0.45)
    axes.set_ylim(-0.02, 1)
    axes.set_xticks(range(1, 1 + max(point.size for point in forecast.points)))
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("size k' of the tuples of skills")
