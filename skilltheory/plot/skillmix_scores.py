"""Picture: the scores of Skill-Mix over the number of skills, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from skilltheory.plot.style import MARKERS, PALETTE, canvas, percent, styled
from skilltheory.skillmix.scores import Score

if TYPE_CHECKING:
    from skilltheory.skillmix.report import ModelReport

__all__ = ["score_curves"]

_LONG = 70  # two longer names do not fit side by side
_APART = 0.07  # markers of different models would hide one another


def score_curves(reports: Sequence[ModelReport]) -> Figure:
    """Draw the three scores of each model over ``k``.

    Parameters
    ----------
    reports : sequence of ModelReport
        One for each model; bars are intervals from the bootstrap.  A ``k`` of which no answer is
        complete has no point.
    """
    with styled():
        figure, axes = canvas(12.6, 4.6, 3, sharey=True)
        for one, score in zip(axes, Score, strict=True):
            for number, found in enumerate(reports):
                _curve(one, found, score, number, len(reports))
            one.set_title(score.title.capitalize())
            one.set_xlabel("skills a prompt, k")
            one.xaxis.set_major_locator(MaxNLocator(integer=True))
            one.yaxis.set_major_formatter(percent)
            one.set_ylim(-0.03, 1.03)
        sizes = [summary.k for found in reports for summary in found.summaries]
        axes[0].set_xlim(min(sizes) - 0.5, max(sizes) + 0.5)
        for one in axes[1:]:
            one.set_xlim(axes[0].get_xlim())
        axes[0].set_ylabel("score")
        handles, labels = axes[0].get_legend_handles_labels()
        columns = 1 if max(map(len, labels)) > _LONG else 2
        figure.legend(handles, labels, loc="outside lower center", ncols=columns)
        return figure


def _curve(axes: Axes, found: ModelReport, score: Score, number: int, of: int) -> None:
    shift = _APART * (number - (of - 1) / 2)
    colour = PALETTE[number % len(PALETTE)]
    points = [
        (summary.k + shift, interval)
        for summary in found.summaries
        if (interval := summary[score].interval) is not None
    ]
    axes.plot(
        [at for at, _ in points],
        [interval.estimate for _, interval in points],
        color=colour,
        marker=MARKERS[number % len(MARKERS)],
        markersize=5.5,
        label=f"{found.student} (graded by {found.grader})",
    )
    axes.vlines(
        [at for at, _ in points],
        [interval.low for _, interval in points],
        [interval.high for _, interval in points],
        color=colour,
        linewidth=3.2,
        alpha=0.45,
    )
