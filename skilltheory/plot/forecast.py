"""Picture: guaranteed competence on tuples of skills, before and after a step in scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from skilltheory.plot._bounds import COLOURS
from skilltheory.plot.style import MARKERS, MUTED, canvas, percent, styled

if TYPE_CHECKING:
    from skilltheory.scaling.forecasting import Forecast

__all__ = ["forecast_picture"]

_APART = 0.06  # markers of different bounds would hide one another


def forecast_picture(forecast: Forecast) -> Figure:
    """Draw the guarantee for tuples of every size under each bound, before and after.

    Parameters
    ----------
    forecast : Forecast
        The forecast; bars are intervals from the bootstrap.
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
            f"for {percent(float(1 - forecast.alpha))} of the tuples, k = {forecast.k};\n"
            "a curve ends where its bound says nothing more",
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
        shift = _APART * (number - (len(forecast.bounds) - 1) / 2)
        says = [point for point in points if point.status == "guaranteed"]
        axes.plot(
            [point.size + shift for point in says],
            [point.competence.estimate for point in says],
            color=COLOURS[bound],
            marker=MARKERS[number],
            markersize=5.5,
            label=bound,
        )
        sure = [point for point in points if point.competence.is_known and point.competence.high]
        axes.vlines(
            [point.size + shift for point in sure],
            [point.competence.low for point in sure],
            [point.competence.high for point in sure],
            color=COLOURS[bound],
            linewidth=3.2,
            alpha=0.45,
        )
    axes.set_ylim(0, 1)
    sizes = max(point.size for point in forecast.points)
    axes.set_xlim(0.5, sizes + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("size k' of the tuples of skills")
