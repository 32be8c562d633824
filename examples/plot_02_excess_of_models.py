"""
How much loss is left to lose
=============================

A loss is the entropy of language plus an excess, and the excess has a part that more parameters
would remove and a part that more data would. Three published fits take the same models apart
differently. The figure that a lecture on the theory quotes for GPT-3, 0.05 nats, is none of the
excesses: it lies near the parameter term alone.
"""

import matplotlib.pyplot as plt

from skilltheory.plot.style import MUTED, styled
from skilltheory.scaling import LECTURE_GPT3_EXCESS, MODELS, PUBLISHED

rows = [
    (model.title, law.title, law.decompose(model.parameters, model.tokens, digits=6))
    for model in MODELS.values()
    for law in PUBLISHED.values()
]

with styled():
    figure, axes = plt.subplots(figsize=(8.2, 0.36 * len(rows) + 1.6), layout="constrained")
    place = 0.0
    for number, (_, law, parts) in enumerate(rows):
        place += 0.7 if number and number % len(PUBLISHED) == 0 else 0
        of_parameters, of_data = float(parts.parameter_term), float(parts.data_term)
        axes.barh(place, of_parameters, color="#0072b2", height=0.8)
        axes.barh(place, of_data, left=of_parameters, color="#e69f00", height=0.8)
        axes.annotate(
            law,
            (of_parameters + of_data, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=MUTED,
        )
        if number % len(PUBLISHED) == 1:
            axes.annotate(
                rows[number][0],
                (0, place),
                xytext=(-8, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontweight="bold",
                annotation_clip=False,
            )
        place += 1
    axes.axvline(float(LECTURE_GPT3_EXCESS), color="#d55e00", linestyle=(0, (4, 3)))
    axes.annotate(
        "the lecture's figure for GPT-3",
        (float(LECTURE_GPT3_EXCESS), -0.65),
        xytext=(6, 0),
        textcoords="offset points",
        color="#a84a00",
        va="bottom",
        fontsize=9,
        annotation_clip=False,
    )
    axes.invert_yaxis()
    axes.set_yticks([])
    axes.grid(axis="y", visible=False)
    axes.set_xlim(0, 1.18 * max(float(parts.excess) for *_, parts in rows))
    axes.set_xlabel("excess over the entropy of language (nats a token)")
    axes.set_title("Excess: what parameters and what data would remove", pad=18)
    axes.legend(
        handles=[
            plt.Rectangle((0, 0), 1, 1, color="#0072b2", label="parameter term $A/N^a$"),
            plt.Rectangle((0, 0), 1, 1, color="#e69f00", label="data term $B/D^b$"),
        ],
        loc="lower right",
    )

plt.show()
