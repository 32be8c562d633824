"""
Combinations follow single skills
=================================

A model grows; its excess falls; the guarantee for single skills rises, and those for pairs,
fours and eights follow it, each about as far behind as it takes to halve the excess once more.
The share of errors is read off the excess, which is an assumption (cloze sufficiency), and the
law is an empirical one.
"""

import matplotlib.pyplot as plt
import numpy as np

from skilltheory import NoGuarantee, solve
from skilltheory.plot.style import ordered_colours, percent, plain, styled
from skilltheory.scaling import get_law, get_model

law, model = get_law("besiroglu2024"), get_model("gpt-3")
ALPHA, K, SIZES = "1/10", 16, (1, 2, 4, 8, 16)
times = np.geomspace(1, 1e5, 120)
A, B, a, b = (float(x) for x in (law.A, law.B, law.a, law.b))
theta = A * (model.parameters * times) ** -a + B * (model.tokens * times) ** -b


def competence(size: int, bound: str) -> np.ndarray:
    """Guaranteed competence of tuples of a size along the growth."""
    made = np.full_like(times, np.nan)
    for place, share in enumerate(theta):
        if size * share >= 1:
            continue
        try:
            found = solve.beta(ALPHA, float(share), K, k_prime=size, bound=bound, digits=6)
        except NoGuarantee:
            continue
        if not found.vacuous:
            made[place] = 1 - size * share * float(found)
    return made


with styled():
    figure, axes = plt.subplots(figsize=(8.6, 5.0), layout="constrained")
    for size, colour in zip(SIZES, ordered_colours(len(SIZES)), strict=True):
        sharp, basic = competence(size, "sharp"), competence(size, "basic")
        axes.fill_between(times, basic, sharp, color=colour, alpha=0.15, linewidth=0)
        axes.plot(times, sharp, color=colour)
        axes.plot(times, basic, color=colour, linewidth=1, linestyle=(0, (4, 3)))
        name = "single skills" if size == 1 else f"{size}-tuples"
        at = int(np.argmax(sharp > 0.42))
        axes.annotate(
            name,
            (times[at], sharp[at]),
            xytext=(9, -9),
            textcoords="offset points",
            ha="left",
            color=colour,
            fontweight="bold",
        )
    axes.set(xscale="log", xlim=(1, 1e5), ylim=(0, 1))
    axes.yaxis.set_major_formatter(percent)
    axes.xaxis.set_major_formatter(lambda x, _: f"{plain(x)}\N{MULTIPLICATION SIGN}")
    axes.set_xlabel(f"parameters and tokens, times those of {model.title}")
    axes.set_ylabel("guaranteed competence")
    axes.set_title("90% of all tuples; full: sharp bound, dashed: emergence theorem")

plt.show()
