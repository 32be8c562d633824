"""
From excess loss to wrong answers
=================================

At a place where a reader is certain of the answer, the whole loss is excess, and a model with
excess :math:`e` errs there with probability exactly :math:`1 - e^{-e}`. That is linear in the
excess. The general argument, through total variation, gives only a square root.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory.plot.style import percent, styled

excess = np.geomspace(1e-3, 2, 400)
exact, linear, root = -np.expm1(-excess), excess, np.sqrt(excess / 2)

with styled():
    figure, axes = plt.subplots(figsize=(8.2, 4.8), layout="constrained")
    axes.fill_between(excess, exact, np.minimum(root, 1), color="#e69f00", alpha=0.16)
    axes.plot(excess, root, color="#b45309")
    axes.plot(excess, linear, color="#0072b2", linestyle=(0, (6, 3)))
    axes.plot(excess, exact, color="#007a53")
    for text, at, y, colour, offset in (
        (r"general: $\sqrt{e/2}$", 0.004, np.sqrt(0.002), "#8a3f06", (-14, 16)),
        (r"$e$", 0.62, 0.62, "#00588c", (-14, 4)),
        (r"certain answer: $1 - \exp(-e)$, exactly", 0.012, 0.012, "#006041", (12, -12)),
    ):
        axes.annotate(
            text,
            (at, y),
            xytext=offset,
            textcoords="offset points",
            color=colour,
            fontweight="bold",
        )
    axes.annotate("what the linear\nlaw gains", (0.0045, 0.018), color="#5b6775", ha="center")
    axes.set(xscale="log", yscale="log", xlim=(1e-3, 2), ylim=(1e-3, 1.15))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("excess cross-entropy at the place, $e$ (nats)")
    axes.set_ylabel("probability of a wrong answer")
    axes.set_title("A small excess is a small error, not the root of one")

plt.show()
