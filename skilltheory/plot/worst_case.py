"""Picture: every bound against the worst that errors do to random graphs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from skilltheory.plot._bounds import COLOURS, NAMES, chance
from skilltheory.plot.bound_series import AlongPieces, AlongSkills
from skilltheory.plot.style import INK, MUTED, canvas, label_line_end, percent, plain, styled

__all__ = ["bounds_and_worst_case"]

_DASHED = (0, (4, 3))


def bounds_and_worst_case(skills: AlongSkills, pieces: AlongPieces) -> Figure:
    """Draw the bounds along ``k`` and along ``N1``, with measured error sets as points.

    Left, on large graphs, the worst error set for skills fixed beforehand lies on the sharp
    bound: nothing less can be guaranteed.  Right, at finite sizes, no error set that a search
    finds, against any skills, passes the finite sharp bound.
    """
    with styled():
        figure, (left, right) = canvas(13.2, 6.2, 2, sharey=False)
        _along_skills(left, skills)
        _along_pieces(right, pieces)
        return figure


def _along_skills(axes: Axes, data: AlongSkills) -> None:
    k = np.array(data.k, dtype=np.float64)
    for name, beta in data.bounds.items():
        drawn = np.isfinite(beta)
        axes.plot(k[drawn], beta[drawn], color=COLOURS[name], label=NAMES[name], zorder=2)
    axes.errorbar(
        [one.x for one in data.measured],
        [one.level for one in data.measured],
        yerr=[2 * one.error for one in data.measured],
        fmt="o",
        color=INK,
        markersize=5.5,
        elinewidth=1.2,
        zorder=4,
        label="measured: worst errors\nagainst fixed skills",
    )
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_yticks([1, 1.5, 2, 3, 4, 5, 7, 10, 20, 50, 100])
    axes.set_ylim(1, 1.05 * float(min(1 / data.alpha, 1 / data.theta)))
    axes.yaxis.set_minor_formatter(lambda value, _: "")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel("skills drawn by a text piece, k")
    axes.set_ylabel(r"$\beta$ (multiples of the average error share)")
    axes.set_title("On large graphs, the sharp bound is what happens")
    axes.legend(loc="upper right")
    axes.annotate(
        _shares(data) + f";\ngraphs of {plain(data.n1)} pieces and {plain(data.n2)} skills,\n"
        "points with two standard errors",
        (0.03, 0.04),
        xycoords="axes fraction",
        va="bottom",
        color=MUTED,
    )


def _along_pieces(axes: Axes, data: AlongPieces) -> None:
    x = np.array(data.n1, dtype=np.float64)
    for name, beta in data.bounds.items():
        drawn = np.isfinite(beta)
        axes.plot(x[drawn], beta[drawn], color=COLOURS[name], label=NAMES[name], zorder=3)
    limits = {name: limit for name, limit in data.limits.items() if np.isfinite(limit)}
    for name, limit in limits.items():
        axes.axhline(limit, color=COLOURS[name], linestyle=_DASHED, linewidth=1.3)
        label_line_end(axes, 1.3 * x[-1], limit, f"{limit:.3f}", COLOURS[name])
    axes.plot(
        [one.x for one in data.searched],
        [one.level for one in data.searched],
        "D",
        color=INK,
        markersize=5,
        markerfacecolor="white",
        zorder=4,
        label="measured: worst errors found\nagainst any skills",
    )
    axes.errorbar(
        [one.x for one in data.fixed],
        [one.level for one in data.fixed],
        yerr=[2 * one.error for one in data.fixed],
        fmt="o",
        color=INK,
        markersize=5.5,
        elinewidth=1.2,
        zorder=4,
        label="measured: worst errors\nagainst fixed skills",
    )
    axes.set_xscale("log")
    axes.set_xlim(x[0] / 1.3, x[-1] * 1.3)
    low, high = 0.65 * data.limits["sharp"], max(limits.values())
    # The legend and the caption have the space above and below the limits to themselves.
    axes.set_ylim(low, max(axes.get_ylim()[1], low + (high - low) / 0.6))
    axes.set_xlabel("text pieces, N1")
    axes.set_ylabel(r"$\beta$ (multiples of the average error share)")
    axes.set_title("At finite sizes, every graph searched stays below")
    axes.legend(loc="upper right")
    axes.annotate(
        _shares(data) + f", k = {data.k}, {data.n2} skills;\n"
        f"the finite bounds fail with probability at most {chance(data.failure)}\n"
        f"(dashed: their limits); {data.seeds} graphs searched at each size",
        (0.03, 0.04),
        xycoords="axes fraction",
        va="bottom",
        color=MUTED,
    )


def _shares(data: AlongSkills | AlongPieces) -> str:
    errors, skills = percent(float(data.theta)), percent(float(data.alpha))
    return f"{errors} of the pieces wrong, {skills} of the skills given up"
