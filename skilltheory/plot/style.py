"""One look for every picture: light, quiet, and readable without colour vision.

Pictures are matplotlib ``Figure`` objects made without pyplot: no global state, no window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

__all__ = [
    "INK",
    "MARKERS",
    "MUTED",
    "PALETTE",
    "canvas",
    "hatch_vacuous",
    "label_line_end",
    "ordered_colours",
    "percent",
    "plain",
    "save",
    "styled",
]

INK = "#1d2733"
MUTED = "#5b6775"
_GRID = "#e3e7ec"

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Unordered things: the palette of Okabe and Ito, distinguishable with any colour vision."""

MARKERS = ("o", "s", "D", "^", "v", "P")

_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#9aa5b1",
    "axes.linewidth": 0.8,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.labelsize": 11,
    "axes.labelpad": 6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": _GRID,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.frameon": True,
    "legend.facecolor": "white",
    "legend.edgecolor": "white",
    "legend.framealpha": 0.9,
    "legend.fontsize": 10,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "hatch.linewidth": 0.7,
    "mathtext.fontset": "dejavusans",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # The same picture gives the same SVG file, so that a change in one means something.
    "svg.hashsalt": "skilltheory",
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw within the project's style and leave matplotlib's settings as they were."""
    with mpl.rc_context(_STYLE):
        yield


def canvas(
    width: float = 8.2, height: float = 5.0, columns: int = 1, **subplots: Any
) -> tuple[Figure, list[Axes]]:
    """An empty figure with its axes, to be called within :func:`styled`."""
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, columns, squeeze=False, **subplots)
    return figure, list(axes[0])


def ordered_colours(count: int) -> list[tuple[float, float, float, float]]:
    """Colours for ordered things, dark to light, by a map made for every colour vision."""
    ramp = mpl.colormaps["viridis"]
    return [ramp(0.03 + 0.69 * index / max(1, count - 1)) for index in range(count)]


def hatch_vacuous(
    axes: Axes, x: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> None:
    """Hatch where a guarantee says nothing."""
    axes.fill_between(
        x,
        lower,
        upper,
        facecolor="#f3f4f6",
        edgecolor="#c3cad2",
        hatch="////",
        linewidth=0,
        zorder=0,
    )


def label_line_end(axes: Axes, x: float, y: float, text: str, colour: Any, **more: Any) -> None:
    """Name a line next to where it ends, which is quicker to read than a legend.

    The text is darker than the line: thin strokes need more contrast.
    """
    axes.annotate(
        text,
        (x, y),
        **{
            "xytext": (6, 0),
            "textcoords": "offset points",
            "color": 0.72 * np.array(to_rgb(colour)),
            "va": "center",
            "fontweight": "bold",
            "fontsize": 10.5,
            "annotation_clip": False,
            **more,
        },
    )


def plain(value: float, _: float = 0.0) -> str:
    """Tick text: the number as one would write it."""
    return f"{value:,.0f}".replace(",", "\u202f") if value >= 1 else f"{value:g}"


def percent(value: float, _: float = 0.0) -> str:
    """Tick text: a share in per cent."""
    return f"{round(100 * value, 9):g}%"


def save(figure: Figure, path: str | Path) -> None:
    """Write a picture; the ending of the name, ``.png`` or ``.svg``, says how.

    The same picture gives the same SVG file.
    """
    with styled():
        if Path(path).suffix == ".svg":
            figure.savefig(path, metadata={"Date": None})
        else:
            figure.savefig(path, dpi=160)
