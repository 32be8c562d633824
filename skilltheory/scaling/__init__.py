"""Scaling laws: the published fits, what they say of a model, and what scale does to it."""

from skilltheory.scaling.enclosure import Enclosure
from skilltheory.scaling.law import Allocation, Decomposition, ScaleStep, ScalingLaw, Unit
from skilltheory.scaling.lecture import (
    LECTURE_GPT3_EXCESS,
    LectureComparison,
    compare_with_lecture,
)
from skilltheory.scaling.models import MODELS, LanguageModel, get_model
from skilltheory.scaling.published import PUBLISHED, get_law

__all__ = [
    "LECTURE_GPT3_EXCESS",
    "MODELS",
    "PUBLISHED",
    "Allocation",
    "Decomposition",
    "Enclosure",
    "LanguageModel",
    "LectureComparison",
    "ScaleStep",
    "ScalingLaw",
    "Unit",
    "compare_with_lecture",
    "get_law",
    "get_model",
]
