"""
From theorem to thousands
=========================

The emergence theorem speaks of a limit. How many text pieces does it take? Dots: the level that
the worst error set for a fixed tenth of the skills reaches in random graphs of each size.
Lines: what the finite theorems guarantee with failure probability at most one in a million.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import NoGuarantee, solve
from skilltheory.plot.style import styled
from skilltheory.simulate import simulate

ALPHA, THETA, K, N2 = "1/10", "1/10", 8, 10
sizes = [300, 1000, 3000, 10_000, 30_000, 100_000]


def guarantee(bound: str, n1: int) -> float:
    """The level that the finite theorem guarantees."""
    try:
        return float(
            solve.beta(ALPHA, THETA, K, bound=bound, n1=n1, n2=N2, failure="1e-6", digits=8)
        )
    except NoGuarantee:
        return np.nan


found = {
    n1: [float(simulate(n1, N2, K, THETA, ALPHA, seed=s).fixed.mean_level) for s in range(8)]
    for n1 in sizes
}
grid = [int(n) for n in np.geomspace(200, 200_000, 60)]
sharp, basic = (float(solve.beta(ALPHA, THETA, K, bound=b)) for b in ("sharp", "basic"))

with styled():
    figure, axes = plt.subplots(figsize=(8.4, 5.0), layout="constrained")
    axes.plot(grid, [guarantee("finite-basic", n) for n in grid], color="#0072b2")
    axes.plot(grid, [guarantee("finite-sharp", n) for n in grid], color="#007a53")
    for n1, levels in found.items():
        axes.plot([n1] * len(levels), levels, "o", color="#d55e00", markersize=4, alpha=0.7)
    for value, text, colour in (
        (basic, "emergence theorem, in the limit", "#0072b2"),
        (sharp, "sharp, in the limit", "#007a53"),
    ):
        axes.axhline(value, color=colour, linewidth=1.1, linestyle=(0, (4, 4)))
        axes.annotate(
            text,
            (190_000, value),
            ha="right",
            xytext=(0, -13),
            textcoords="offset points",
            color=colour,
        )
    axes.annotate(
        "finite theorem, union over error sets",
        (2_000, guarantee("finite-basic", 2000)),
        xytext=(10, 8),
        textcoords="offset points",
        color="#00588c",
        fontweight="bold",
    )
    axes.annotate(
        "finite sharp theorem",
        (2_500, guarantee("finite-sharp", 2500)),
        xytext=(6, 9),
        textcoords="offset points",
        color="#00694d",
        fontweight="bold",
    )
    axes.annotate(
        "random graphs",
        (300, min(found[300])),
        xytext=(10, -6),
        textcoords="offset points",
        color="#a84a00",
        fontweight="bold",
    )
    axes.set(xscale="log", xlim=(200, 200_000), ylim=(2.4, 5.1))
    axes.set_xlabel(f"text pieces, with {N2} skills and {K} a piece")
    axes.set_ylabel(r"level $\beta$")
    axes.set_title("Guarantees at finite size, and what happens")

plt.show()
