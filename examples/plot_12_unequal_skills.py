"""
Common skills and rare ones
===========================

Skills are not equally common. Here some follow a power law, and the errors are chosen by a
search for the worst. Measured by mass, the same bound holds: light sets of skills are the worse
ones, so what is lost has mass below :math:`\\alpha`. Each dot is a skill, as large as it is
common.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import solve
from skilltheory.plot.style import percent, styled
from skilltheory.simulate import Problem, SkillGraph, SkillMeasure, tally, worst_fixed

N1, N2, K, THETA, ALPHA = 120_000, 120, 8, "1/10", "1/10"
weights = [round(10_000 / (rank + 4) ** 0.8) for rank in range(N2)]
measure = SkillMeasure.weighted(weights)
graph = SkillGraph.make(N1, N2, K, seed=3, measure=measure)
problem = Problem.make(N1, N2, K, THETA, ALPHA, measure=measure)
mass = np.array(weights) / sum(weights)

# %%
# The adversary aims at the lightest skills of total mass :math:`\alpha`.

light = np.argsort(mass)
target = light[: int(np.searchsorted(np.cumsum(mass[light]), 0.1)) + 1]
counts = tally(graph, worst_fixed(graph, problem, [int(s) for s in target]))
level = problem.ratios(counts.edges)
sharp = float(solve.beta(ALPHA, THETA, K, bound="sharp"))

with styled():
    figure, axes = plt.subplots(figsize=(8.6, 4.8), layout="constrained")
    order = np.argsort(-level)
    edge = np.cumsum(mass[order])
    axes.axvspan(0, 0.1, color="#e69f00", alpha=0.13, linewidth=0)
    axes.scatter(
        edge - mass[order] / 2,
        level[order],
        s=14 + 9000 * mass[order] ** 1.5,
        color="#0072b2",
        alpha=0.75,
        linewidths=0,
    )
    axes.axhline(sharp, color="#d55e00", linestyle=(0, (5, 3)))
    axes.annotate(
        f"sharp: {sharp:.3f}",
        (0.995, sharp),
        ha="right",
        xytext=(0, 5),
        textcoords="offset points",
        color="#a84a00",
    )
    axes.annotate("aimed\nat", (0.05, 3.5), ha="center", color="#7a5200")
    axes.set(xlim=(0, 1), ylim=(0, 4))
    axes.xaxis.set_major_formatter(percent)
    axes.set_xlabel("mass of skills, from the most hit to the least")
    axes.set_ylabel("errors on the skill, times the average")
    axes.set_title("Unequal skills, and errors aimed at the rarest of them")

plt.show()
