"""Scaling laws: the published fits, what they say of a model, and what scale does to it.

``fit`` makes a law from training runs of your own, ``forecast`` says what a step in scale should do
to combinations of skills.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from skilltheory.scaling.enclosure import Enclosure
from skilltheory.scaling.law import Allocation, Decomposition, ScaleStep, ScalingLaw, Unit
from skilltheory.scaling.lecture import (
    LECTURE_GPT3_EXCESS,
    LectureComparison,
    compare_with_lecture,
)
from skilltheory.scaling.models import MODELS, LanguageModel, get_model
from skilltheory.scaling.published import PUBLISHED, get_law

if TYPE_CHECKING:
    from skilltheory.scaling.fitting import Fit, fit
    from skilltheory.scaling.forecasting import Forecast, forecast
    from skilltheory.scaling.runs import Runs, RunsError, read_runs
    from skilltheory.scaling.synthetic import example_runs, synthetic_runs

__all__ = [
    "LECTURE_GPT3_EXCESS",
    "MODELS",
    "PUBLISHED",
    "Allocation",
    "Decomposition",
    "Enclosure",
    "Fit",
    "Forecast",
    "LanguageModel",
    "LectureComparison",
    "Runs",
    "RunsError",
    "ScaleStep",
    "ScalingLaw",
    "Unit",
    "compare_with_lecture",
    "example_runs",
    "fit",
    "forecast",
    "get_law",
    "get_model",
    "read_runs",
    "synthetic_runs",
]

# Fitting needs numpy, which is loaded on use.
_HOMES = {
    "Fit": "fitting",
    "fit": "fitting",
    "Forecast": "forecasting",
    "forecast": "forecasting",
    "Runs": "runs",
    "RunsError": "runs",
    "read_runs": "runs",
    "example_runs": "synthetic",
    "synthetic_runs": "synthetic",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
