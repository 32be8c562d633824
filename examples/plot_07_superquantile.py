"""
The sharp theorem in one picture
================================

Fix the skills that we may lose, a share :math:`\\alpha` of all. A text piece draws :math:`X
\\sim \\mathrm{Bin}(k, \\alpha)` of them. The worst that a share :math:`\\theta` of pieces can
do is to be the pieces with the largest :math:`X`: the dark part of the histogram. Its mean,
over the mean of all, is the sharp threshold. It is a rational number.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import binom

from skilltheory import solve
from skilltheory.plot.style import percent, styled

K, ALPHA, THETA = 16, 0.2, 0.1
found = solve.beta("1/5", "1/10", K, bound="sharp")
print(found)
print("exactly", found.exact)

# %%

x = np.arange(K + 1)
mass = binom.pmf(x, K, ALPHA)
above = binom.sf(x, K, ALPHA)  # P[X > x]
worst = np.clip(THETA - above, 0, mass)  # fill from the right up to mass theta
mean, top = K * ALPHA, float(found) * K * ALPHA

with styled():
    figure, axes = plt.subplots(figsize=(8.2, 4.8), layout="constrained")
    axes.bar(x, mass, color="#cfe3f1", width=0.84)
    axes.bar(x, worst, color="#0072b2", width=0.84)
    for at, text, colour, up in (
        (mean, f"mean of all pieces: {mean:g}", "#5b6775", 0.243),
        (top, f"mean of the worst {percent(THETA)}: {top:.4g}", "#00588c", 0.15),
    ):
        axes.axvline(at, color=colour, linestyle=(0, (4, 3)), linewidth=1.4, ymax=up / 0.27)
        axes.annotate(
            text,
            (at, up),
            xytext=(6, -4),
            textcoords="offset points",
            color=colour,
            fontweight="bold",
        )
    axes.annotate(
        "", (top, 0.115), (mean, 0.115), arrowprops={"arrowstyle": "<->", "color": "#1d2733"}
    )
    axes.annotate(
        rf"$\beta = {float(found):.5f}$ times as many",
        (top, 0.118),
        ha="left",
        xytext=(8, -3),
        textcoords="offset points",
    )
    axes.set(xlim=(-0.6, 11.6), ylim=(0, 0.27))
    axes.set_xticks(range(12))
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("how many of the given-up skills a piece draws")
    axes.set_ylabel("share of the pieces")
    axes.set_title("The worst error set takes the right end")
    axes.grid(axis="x", visible=False)

plt.show()
