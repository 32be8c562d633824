"""
An adversary at work
====================

Two models err on the same number of text pieces of the same random skill graph. One errs at
random; the other errs where it hurts a tenth of the skills most. Each dot is a skill. However
the errors are placed, no more than a tenth of the skills lies above the sharp line (up to the
fluctuation that a finite graph has).
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import solve
from skilltheory.plot.style import percent, plain, styled
from skilltheory.simulate import Problem, SkillGraph, random_set, tally, worst_fixed

N1, N2, K, THETA, ALPHA = 60_000, 300, 8, "1/10", "1/10"
graph = SkillGraph.make(N1, N2, K, seed=7)
problem = Problem.make(N1, N2, K, THETA, ALPHA)
share = {
    "errors at random": random_set(graph, problem, seed=1),
    "the worst errors": worst_fixed(graph, problem),
}

# %%
# What each skill suffers: its edges into the set of errors, over its fair share of them.

level = {name: problem.ratios(tally(graph, errors).edges) for name, errors in share.items()}
sharp, basic = (float(solve.beta(ALPHA, THETA, K, bound=b)) for b in ("sharp", "basic"))

with styled():
    figure, axes = plt.subplots(figsize=(8.6, 4.8), layout="constrained")
    for (_, values), colour in zip(level.items(), ("#5b6775", "#0072b2"), strict=True):
        order = np.sort(values)[::-1]
        axes.plot(np.arange(1, N2 + 1) / N2, order, ".", color=colour, markersize=5)
    axes.axvspan(0, 0.1, color="#e69f00", alpha=0.13, linewidth=0)
    for value, name in ((sharp, "sharp"), (basic, "emergence theorem")):
        axes.axhline(value, color="#d55e00", linewidth=1.4, linestyle=(0, (5, 3)))
        axes.annotate(
            f"{name}: {value:.3f}",
            (0.995, value),
            ha="right",
            xytext=(0, 5),
            textcoords="offset points",
            color="#a84a00",
        )
    axes.annotate("the skills\ngiven up", (0.05, 4.02), ha="center", color="#7a5200")
    axes.annotate("the worst errors", (0.115, 2.3), color="#00588c", fontweight="bold")
    axes.annotate("errors at random", (0.45, 1.14), color="#3f4954", fontweight="bold")
    axes.set(xlim=(0, 1), ylim=(0, 4.9))
    axes.xaxis.set_major_formatter(percent)
    axes.set_xlabel("skills, from the most hit to the least")
    axes.set_ylabel("errors on the skill, times the average")
    axes.set_title(f"{plain(N1)} pieces, {N2} skills, 10% of the pieces wrong")

plt.show()
