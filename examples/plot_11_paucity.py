"""
More combinations than any text can show
========================================

A text piece with :math:`k` skills shows at most :math:`\\binom{k}{k'}` tuples of :math:`k'`
skills. There are :math:`\\binom{N_2}{k'}` of them. As soon as a model is competent on more
tuples than its corpus can have shown, it is competent on tuples that it never saw: no counting
of the corpus can explain that.
"""

from math import comb, log10

import matplotlib.pyplot as plt

from skilltheory.plot.style import ordered_colours, styled

SKILLS, K = 1000, 16
CORPORA = (10**9, 10**10, 10**11, 10**12)
sizes = range(1, 9)
competent = [log10(comb(SKILLS, size) * 0.9) for size in sizes]

with styled():
    figure, axes = plt.subplots(figsize=(8.4, 5.0), layout="constrained")
    shown = [[log10(pieces * comb(K, size)) for size in sizes] for pieces in CORPORA]
    axes.fill_between(
        sizes,
        shown[-1],
        competent,
        color="#009e73",
        alpha=0.14,
        where=[c > s for c, s in zip(competent, shown[-1], strict=True)],
        interpolate=True,
    )
    for pieces, row, colour in zip(CORPORA, shown, ordered_colours(len(CORPORA)), strict=True):
        axes.plot(sizes, row, color=colour, marker="o", markersize=4)
        axes.annotate(
            rf"$10^{{{log10(pieces):.0f}}}$ pieces",
            (8, row[-1]),
            xytext=(7, -3),
            textcoords="offset points",
            color=colour,
            annotation_clip=False,
        )
    axes.plot(sizes, competent, color="#d55e00", marker="o", linewidth=2.8)
    axes.annotate(
        f"90% of the tuples of {SKILLS} skills",
        (3.6, 9.0),
        xytext=(14, -18),
        textcoords="offset points",
        ha="left",
        color="#a84a00",
        fontweight="bold",
    )
    axes.annotate("never seen", (7.62, 16.9), color="#006041", ha="center", fontweight="bold")
    axes.set(xlim=(1, 8), ylim=(0, 22))
    axes.yaxis.set_major_formatter(lambda x, _: rf"$10^{{{x:.0f}}}$")
    axes.set_xlabel("size of the tuples, $k'$")
    axes.set_ylabel("number of tuples")
    axes.set_title(f"What a corpus can show ({K} skills a piece)")

plt.show()
