"""
What a budget of compute can buy
================================

The loss that a scaling law predicts, over the number of parameters and of training tokens.
Along a dashed line the compute :math:`C = 6ND` is the same; the white line joins the best
points of all of them. Models to the upper left of it were too large for their data.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import BoundaryNorm

from skilltheory.plot.style import INK, styled
from skilltheory.scaling import MODELS, get_law

law = get_law("besiroglu2024")
E, A, B, a, b = (float(x) for x in (law.E, law.A, law.B, law.a, law.b))

parameters, tokens = np.geomspace(1e8, 2e12, 300), np.geomspace(1e9, 4e13, 300)
N, D = np.meshgrid(parameters, tokens)
loss = E + A / N**a + B / D**b

# %%
# The best split of each budget is a closed form, so the frontier needs no search
# (:math:`N^* = G\,(C/6)^{b/(a+b)}`; the statement ``scaling.optimum``).

frontier = [law.allocate(f"1e{power}", digits=8) for power in range(18, 28)]

with styled():
    figure, axes = plt.subplots(figsize=(8.2, 5.6), layout="constrained")
    levels = [1.85, 1.9, 1.95, 2.0, 2.1, 2.2, 2.4, 2.7, 3.2, 4.0, 5.0]
    filled = axes.contourf(
        D,
        N,
        loss,
        levels=levels,
        cmap="YlGnBu_r",
        norm=BoundaryNorm(levels, 256, extend="both"),
        extend="both",
    )
    axes.contour(D, N, loss, levels=levels, colors="white", linewidths=0.5, alpha=0.6)
    for power in (20, 22, 24, 26):
        line = 10.0**power / 6 / tokens
        axes.plot(tokens, line, color="white", linewidth=1.1, linestyle=(0, (4, 4)))
        bottom = max(2.2e8, 10.0**power / 6 / 1.6e13)
        axes.annotate(
            rf"$10^{{{power}}}$ FLOP",
            (10.0**power / 6 / bottom, bottom),
            color="white" if power > 22 else INK,
            fontsize=9,
            ha="right",
            va="top",
            xytext=(-4, 0),
            textcoords="offset points",
        )
    axes.plot(
        [float(best.tokens) for best in frontier],
        [float(best.parameters) for best in frontier],
        color="white",
        linewidth=2.6,
    )
    for model in MODELS.values():
        axes.plot(model.tokens, model.parameters, "o", color="#d55e00", markeredgecolor="white")
        left = model.title in ("Chinchilla", "LLaMA-2 7B")
        axes.annotate(
            model.title,
            (model.tokens, model.parameters),
            xytext=(-7 if left else 7, 5),
            ha="right" if left else "left",
            textcoords="offset points",
            color="white",
            fontweight="bold",
            fontsize=9.5,
        )
    axes.set(xscale="log", yscale="log", xlim=(1e9, 4e13), ylim=(1e8, 2e12))
    axes.set_xlabel("training tokens $D$")
    axes.set_ylabel("parameters $N$")
    axes.set_title("Loss in nats a token, and the best use of compute")
    axes.grid(False)
    bar = figure.colorbar(filled, ax=axes, ticks=levels)
    bar.set_label(f"loss; the entropy of language is {E:.4g}")

plt.show()
