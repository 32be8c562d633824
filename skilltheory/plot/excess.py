"""Picture: the excess over training compute, best split and published models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from skilltheory.plot.style import MARKERS, MUTED, PALETTE, canvas, styled
from skilltheory.scaling import LanguageModel, ScalingLaw

__all__ = ["excess_over_compute"]


def excess_over_compute(
    laws: Sequence[ScalingLaw],
    models: Sequence[LanguageModel],
    least: float = 3e22,
    most: float = 3e26,
    points: int = 61,
) -> Figure:
    """Draw the least excess (nats per token) that compute buys, and the models above it.

    Parameters
    ----------
    laws, models : sequence
        A line for each law; a marker for each model under each law.
    least, most : float
        Range of training compute, in floating-point operations.
    points : int
        Points a line.
    """
    compute = np.geomspace(least, most, points)
    with styled():
        figure, (axes,) = canvas(8.2, 5.2)
        lines = []
        for law, colour in zip(laws, PALETTE, strict=False):
            excess = [float(law.allocate(float(budget), digits=10).excess) for budget in compute]
            lines += axes.plot(compute, excess, color=colour, label=law.title, zorder=2)
            for model, marker in zip(models, MARKERS, strict=False):
                axes.plot(
                    6 * model.parameters * model.tokens,
                    float(law.excess(model.parameters, model.tokens, digits=10)),
                    marker=marker,
                    color=colour,
                    markeredgecolor="white",
                    markersize=9,
                    zorder=3,
                )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(least, most)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.yaxis.set_minor_formatter(lambda value, _: "")
        axes.set_yticks([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5])
        axes.set_xlabel("training compute C = 6 N D (floating-point operations)")
        axes.set_ylabel("excess cross-entropy (nats per token)")
        axes.set_title("Excess falls as a small power of compute")
        first = axes.legend(
            handles=lines, title="best split of compute", loc="upper right", alignment="left"
        )
        axes.add_artist(first)
        markers = [
            Line2D(
                [], [], marker=marker, color=MUTED, linestyle="", markersize=8, label=model.title
            )
            for model, marker in zip(models, MARKERS, strict=False)
        ]
        axes.legend(handles=markers, title="as trained", loc="lower left", alignment="left")
        return figure
