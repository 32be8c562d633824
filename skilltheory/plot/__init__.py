"""Pictures of the theory: functions that return matplotlib figures, without pyplot.

The numbers behind them are in :mod:`skilltheory.plot.series` and
:mod:`skilltheory.plot.bound_series`, which need no matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skilltheory.plot.boundary import beta_curves
    from skilltheory.plot.competence import competence_curves
    from skilltheory.plot.excess import excess_over_compute
    from skilltheory.plot.phases import phase_diagrams
    from skilltheory.plot.pieces_needed import least_pieces
    from skilltheory.plot.style import save, styled
    from skilltheory.plot.terms import excess_terms
    from skilltheory.plot.tuples import tuple_curves
    from skilltheory.plot.tuples_sharp import tuple_bounds
    from skilltheory.plot.worst_case import bounds_and_worst_case

__all__ = [
    "beta_curves",
    "bounds_and_worst_case",
    "competence_curves",
    "excess_over_compute",
    "excess_terms",
    "least_pieces",
    "phase_diagrams",
    "save",
    "styled",
    "tuple_bounds",
    "tuple_curves",
]

_HOME = {
    "beta_curves": "boundary",
    "bounds_and_worst_case": "worst_case",
    "competence_curves": "competence",
    "excess_over_compute": "excess",
    "excess_terms": "terms",
    "least_pieces": "pieces_needed",
    "phase_diagrams": "phases",
    "save": "style",
    "styled": "style",
    "tuple_bounds": "tuples_sharp",
    "tuple_curves": "tuples",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
