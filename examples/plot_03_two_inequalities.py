"""
How far apart can two coins be?
===============================

Fix a divergence :math:`\\mathrm{kl}(q, p)` and ask how large :math:`|q - p|` can be. Every thin
line is one :math:`p`; Pinsker's inequality and that of Bretagnolle and Huber bound them all.
The first is better for small divergences and absurd for large ones; the second never exceeds 1.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory.plot.style import styled
from skilltheory.theory import statement

# %%
# Both are theorems of the library, checked by its kernel when this page was made:

for name in ("information.pinsker", "information.bretagnolle-huber"):
    print(statement(name).text(), "\n  state    ", statement(name).state.value, "\n")

# %%


def kl(q, p):
    """The binary divergence, for arrays away from the corners."""
    return q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p))


q = np.linspace(1e-5, 1 - 1e-5, 4001)
divergence = np.linspace(1e-4, 3, 600)

with styled():
    figure, axes = plt.subplots(figsize=(8.2, 5.0), layout="constrained")
    for p in np.linspace(0.02, 0.98, 33):
        axes.plot(kl(q, p), np.abs(q - p), color="#0072b2", alpha=0.3, linewidth=0.9)
    pinsker, huber = np.sqrt(divergence / 2), np.sqrt(1 - np.exp(-divergence))
    axes.plot(divergence, pinsker, color="#d55e00")
    axes.plot(divergence, huber, color="#009e73")
    axes.fill_between(divergence, np.minimum(pinsker, huber), 1.25, color="#5b6775", alpha=0.09)
    axes.annotate(
        "Pinsker",
        (2.55, np.sqrt(2.55 / 2)),
        color="#a84a00",
        fontweight="bold",
        xytext=(-62, 4),
        textcoords="offset points",
    )
    axes.annotate(
        "Bretagnolle-Huber",
        (2.2, np.sqrt(1 - np.exp(-2.2))),
        color="#00694d",
        fontweight="bold",
        xytext=(0, 8),
        textcoords="offset points",
    )
    axes.annotate("no pair of coins is here", (0.35, 1.05), color="#5b6775")
    axes.set(xlim=(0, 3), ylim=(0, 1.2))
    axes.set_xlabel(r"divergence $\mathrm{kl}(q, p)$ (nats)")
    axes.set_ylabel(r"distance $|q - p|$")
    axes.set_title("Two inequalities, and every pair of coins they bound")

plt.show()
