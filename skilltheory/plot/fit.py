"""Picture: how well a fitted law describes its runs, and how sure its exponents are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from skilltheory.plot.style import INK, MARKERS, MUTED, PALETTE, canvas, percent, styled
from skilltheory.scaling import PUBLISHED

if TYPE_CHECKING:
    from skilltheory.scaling.fitting import Fit
    from skilltheory.scaling.objective import Floats
    from skilltheory.scaling.runs import Runs

__all__ = ["fit_picture"]

_BLUE, _RED = PALETTE[0], PALETTE[1]


def fit_picture(fit: Fit) -> Figure:
    """Draw the runs against the law, the residuals over compute, and the exponents.

    Parameters
    ----------
    fit : Fit
        A fitted law.
    """
    with styled():
        draws = fit.replicates.laws
        figure, axes = canvas(13.6 if len(draws) else 9.2, 4.8, 3 if len(draws) else 2)
        _runs(axes[0], fit)
        _residuals(axes[1], fit)
        if len(draws):
            _exponents(axes[2], fit)
        return figure


def _predicted(fit: Fit, runs: Runs) -> Floats:
    E, A, B, a, b = (float(getattr(fit.law, name)) for name in "EABab")
    found: Floats = E + A / runs.parameters**a + B / runs.tokens**b
    return found


def _runs(axes: Axes, fit: Fit) -> None:
    predicted = _predicted(fit, fit.runs)
    axes.plot(predicted, fit.runs.loss, "o", color=_BLUE, markersize=4, alpha=0.6, mew=0)
    if len(fit.set_aside):
        apart = _predicted(fit, fit.set_aside)
        axes.plot(apart, fit.set_aside.loss, "x", color=_RED, markersize=7, mew=2)
        axes.annotate(
            "x  set aside",
            (0.97, 0.05),
            xycoords="axes fraction",
            ha="right",
            color=_RED,
            fontweight="bold",
        )
    ends = np.array([predicted.min(), predicted.max()])
    axes.plot(ends, ends, color=MUTED, linewidth=1.2, zorder=1)
    axes.set_xlabel("loss by the law (nats per token)")
    axes.set_ylabel("measured loss (nats per token)")
    axes.set_title("The runs and the law")


def _residuals(axes: Axes, fit: Fit) -> None:
    compute = 6 * fit.runs.parameters * fit.runs.tokens
    residuals, leverage = fit.diagnostics.residuals, fit.diagnostics.leverage
    size = 12 + 260 * leverage
    axes.scatter(compute, residuals, s=size, color=_BLUE, alpha=0.5, linewidth=0)
    axes.axhline(0, color=MUTED, linewidth=1.2, zorder=1)
    axes.set_xscale("log")
    limit = 1.15 * float(abs(residuals).max()) or 1e-12
    axes.set_ylim(-limit, limit)
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("compute 6 N D (floating-point operations)")
    axes.set_ylabel("measured over law, less one")
    axes.set_title("Residuals (dot size: leverage)")


def _exponents(axes: Axes, fit: Fit) -> None:
    draws = fit.replicates.laws
    axes.plot(draws[:, 3], draws[:, 4], "o", color=_BLUE, markersize=3, alpha=0.25, mew=0)
    axes.plot(float(fit.law.a), float(fit.law.b), "o", color=INK, markersize=8, label="this fit")
    for marker, colour, law in zip(MARKERS[1:], PALETTE[1:], PUBLISHED.values(), strict=False):
        axes.plot(
            float(law.a), float(law.b), marker, color=colour, markersize=7, ls="", label=law.title
        )
    axes.legend(loc="upper left", fontsize=8.5, framealpha=0.75)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.32 * (high - low))  # room for the legend
    axes.set_xlabel("exponent a of the parameters")
    axes.set_ylabel("exponent b of the tokens")
    axes.set_title(f"Exponents in {len(draws)} replicates")
