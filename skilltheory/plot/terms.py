"""Picture: the two excess terms of published models under each fit."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from skilltheory.plot.style import INK, PALETTE, canvas, styled
from skilltheory.scaling import LECTURE_GPT3_EXCESS, LanguageModel, ScalingLaw

__all__ = ["excess_terms"]

_DOTS = (0, (2, 1.5))


def excess_terms(laws: Sequence[ScalingLaw], models: Sequence[LanguageModel]) -> Figure:
    """Draw the parameter term and the data term (nats per token) as stacked bars.

    A dotted line through GPT-3's bars marks the excess that the lecture gives for it.
    """
    with styled():
        figure, (axes,) = canvas(8.2, (0.36 * len(laws) + 0.5) * len(models) + 1.4)
        lecture = float(LECTURE_GPT3_EXCESS)
        positions: list[float] = []
        row, widest = 0.0, 0.0
        for model in models:
            row += 1.3
            axes.annotate(
                model.title,
                (0, row - 0.82),
                xytext=(1, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
            )
            if model.name == "gpt-3":
                axes.vlines(
                    lecture, row - 0.5, row + len(laws) - 0.5, color=INK, linestyle=_DOTS, zorder=3
                )
            for law in laws:
                parts = law.decompose(model.parameters, model.tokens)
                in_parameters, in_tokens = float(parts.parameter_term), float(parts.data_term)
                axes.barh(row, in_parameters, 0.78, color=PALETTE[0], zorder=2)
                axes.barh(row, in_tokens, 0.78, left=in_parameters, color=PALETTE[5], zorder=2)
                total = in_parameters + in_tokens
                widest = max(widest, total)
                axes.annotate(
                    f"{total:.3f}",
                    (total, row),
                    xytext=(5, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=9.5,
                )
                positions.append(row)
                row += 1
        axes.set_yticks(positions, [law.title for _ in models for law in laws])
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.set_ylim(row - 0.3, 0)
        axes.set_xlim(0, widest * 1.12)
        axes.set_xlabel("excess cross-entropy (nats per token)")
        axes.set_title("What each fit says of published models")
        handles = [
            Patch(color=PALETTE[0], label="finitely many parameters, $A/N^a$"),
            Patch(color=PALETTE[5], label="finitely many tokens, $B/D^b$"),
            Line2D([], [], color=INK, linestyle=_DOTS, label="the lecture's figure for GPT-3"),
        ]
        figure.legend(handles=handles, loc="outside lower center", ncols=3, columnspacing=1.4)
        return figure
