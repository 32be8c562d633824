"""
Where the theorem speaks
========================

For each share of errors and each number of skills a piece: is there a guarantee, and does it
say anything? The emergence theorem is silent in the hatched region (no :math:`\\beta` below
:math:`1/\\alpha`, or one that promises nothing). The sharp bound speaks wherever anything can
be said.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import NoGuarantee, solve
from skilltheory.plot.style import percent, plain, styled

ALPHA = "1/10"
theta = np.geomspace(0.002, 0.6, 90)
skills = np.unique(np.geomspace(1, 64, 40).round().astype(int))


def competence(bound: str) -> np.ndarray:
    """Guaranteed competence on the grid; not a number where nothing is said."""
    made = np.full((len(skills), len(theta)), np.nan)
    for row, k in enumerate(skills):
        for column, share in enumerate(theta):
            try:
                found = solve.beta(ALPHA, float(share), int(k), bound=bound, digits=6)
            except NoGuarantee:
                continue
            if not found.vacuous:
                made[row, column] = 1 - share * float(found)
    return made


with styled():
    figure, both = plt.subplots(1, 2, figsize=(9.6, 4.6), layout="constrained", sharey=True)
    for axes, bound, title in zip(
        both, ("basic", "sharp"), ("Emergence theorem", "Sharp bound"), strict=True
    ):
        axes.set_facecolor("#eef0f3")
        axes.patch.set(hatch="////", edgecolor="#c3cad2")
        values = np.ma.masked_invalid(competence(bound))
        shown = axes.pcolormesh(
            theta,
            skills,
            values,
            cmap="viridis",
            vmin=0,
            vmax=1,
            shading="gouraud" if not values.mask.any() else "nearest",
        )
        lines = axes.contour(
            theta, skills, values, levels=[0.5, 0.8, 0.9], colors="white", linewidths=1.2
        )
        axes.clabel(lines, fmt=percent, fontsize=9)
        axes.set(xscale="log", yscale="log", title=title)
        axes.set_xlabel(r"share $\theta$ of pieces with an error")
        axes.xaxis.set_major_formatter(percent)
        axes.yaxis.set_major_formatter(plain)
        axes.set_yticks([1, 2, 4, 8, 16, 32, 64])
        axes.grid(False)
    both[0].set_ylabel("skills a piece, $k$")
    bar = figure.colorbar(shown, ax=both, format=percent)
    bar.set_label("competence that 90% of the skills are sure to reach")

plt.show()
