"""Scaling laws: the published fits, what they say of a model, and what scale does to it."""

from skilltheory.scaling.enclosure import Enclosure
from skilltheory.scaling.law import Allocation, Decomposition, ScaleStep, ScalingLaw, Unit
from skilltheory.scaling.models import MODELS, LanguageModel, get_model
from skilltheory.scaling.published import PUBLISHED, get_law

__all__ = [
    "MODELS",
    "PUBLISHED",
    "Allocation",
    "Decomposition",
    "Enclosure",
    "LanguageModel",
    "ScaleStep",
    "ScalingLaw",
    "Unit",
    "get_law",
    "get_model",
]
