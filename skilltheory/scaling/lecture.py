"""The excess that the lecture gives for GPT-3, and what the published fits give instead."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from skilltheory.scaling.law import Decomposition, ScalingLaw
from skilltheory.scaling.models import get_model

__all__ = ["LECTURE_GPT3_EXCESS", "LectureComparison", "compare_with_lecture"]

LECTURE_GPT3_EXCESS = Fraction(1, 20)
"""0.05 nats per token, "3 to 4 % of the entropy": S. Arora, lecture on *A Theory for Emergence of
Complex Skills in Language Models* and *Skill-Mix*."""


@dataclass(frozen=True)
class LectureComparison:
    """The lecture's figure for GPT-3 beside what one fit gives.

    Parameters
    ----------
    law : ScalingLaw
        The fit.
    gpt3 : Decomposition
        GPT-3's loss under it (nats).
    stated : Fraction
        The lecture's figure (nats).
    excess_over_stated, parameter_term_over_stated : float
        How many times the stated figure the excess and its parameter term are.
    """

    law: ScalingLaw
    gpt3: Decomposition
    stated: Fraction
    excess_over_stated: float
    parameter_term_over_stated: float

    @property
    def follows(self) -> bool:
        """Whether the fit's excess rounds to the figure as it was stated, to two decimals."""
        return round(self.gpt3.excess.lower, 2) == round(self.stated, 2)


def compare_with_lecture(law: ScalingLaw) -> LectureComparison:
    """Set the lecture's figure for GPT-3 beside the excess that ``law`` gives."""
    model = get_model("gpt-3")
    parts = law.decompose(model.parameters, model.tokens)
    stated = LECTURE_GPT3_EXCESS
    return LectureComparison(
        law=law,
        gpt3=parts,
        stated=stated,
        excess_over_stated=float(parts.excess.lower / stated),
        parameter_term_over_stated=float(parts.parameter_term.lower / stated),
    )
