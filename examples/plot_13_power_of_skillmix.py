"""
How many prompts tell two models apart
======================================

Two synthetic models answer Skill-Mix prompts: one of ten times GPT-3's parameters and tokens, one
of twice that. Each shows all :math:`k` skills of a prompt as often as the theory guarantees (sharp
bound; the excess of a scaling law read as the share of errors, which is an assumption). The lines
are exact sums over the binomial law, the dots simulated marks. A grader who misses one earned mark
in ten, and gives one in twenty that is not earned, makes the same question much dearer.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory.plot.style import label_line_end, percent, plain, styled
from skilltheory.skillmix.power import Comparison
from skilltheory.skillmix.student import Grader, Student

FIT, K = "besiroglu2024", 4
small = Student.by_theory(FIT, "175e10", "300e10")
large = Student.by_theory(FIT, "350e10", "600e10")
sloppy = Grader(false_positive="1/20", false_negative="1/10")
compared = {
    "true marks": ("#0072b2", Comparison(small, large, K)),
    "a sloppy grader": ("#d55e00", Comparison(small, large, K, sloppy)),
    "sloppy, same prompts": ("#009e73", Comparison(small, large, K, sloppy, paired=True)),
}
prompts = np.unique(np.geomspace(30, 3000, 70).round().astype(int))

# %%
# The exact power is a little ragged, because counts are whole numbers.

with styled():
    figure, axes = plt.subplots(figsize=(8.6, 5.0), layout="constrained")
    axes.axhline(0.8, color="#5b6775", linewidth=1, linestyle=(0, (4, 3)))
    for name, (colour, one) in compared.items():
        power = np.array(one.curve([int(n) for n in prompts]))
        axes.plot(prompts, power, color=colour)
        for n in (60, 200, 600, 1800):
            found = one.simulated_power(n, repeats=400, seed=n)
            axes.errorbar(n, found.power, 2 * found.error, fmt="o", color=colour, markersize=5)
        need = one.needed()
        print(f"{name:21s} scores {one.scores[0].mean:.3f} and {one.scores[1].mean:.3f}; ", end="")
        print(f"80% power from {need.complete} prompts each")
    axes.set(xscale="log", xlim=(30, 3000), ylim=(0, 1))
    for (name, (colour, _)), (x, y) in zip(
        compared.items(), ((160, 0.62), (1080, 0.52), (690, 0.33)), strict=True
    ):
        label_line_end(axes, x, y, name, colour)
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("prompts answered by each model")
    axes.set_ylabel("how often the difference is found")
    axes.set_title(f"Skill-Mix with {K} skills: power of a comparison")

plt.show()
