"""Random skill graphs and their worst error sets, set against the theory.

One call
    ``simulate(n1, n2, k, theta, alpha, errors="fixed")`` draws a graph, chooses an
    error set and measures it; ``simulate_seeds(seeds, ...)`` does so for many seeds, on
    an executor, and resumes from a file.  Both return :class:`Simulation`.
Parts
    ``SkillMeasure`` (uniform or weighted skills), ``SkillGraph`` (a graph by its seed),
    ``Problem`` (sizes, rounding, and the *level* of an error set).
Error sets
    Streamed: ``random_set``, ``worst_fixed``, counted by ``tally``.  On a stored graph:
    ``greedy``, ``local_search``, ``exact_worst``, and ``relaxation_bound`` from above.
Measured
    ``kept_curve`` and ``competence``.

Everything loads on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skilltheory.simulate.adversary import greedy, local_search
    from skilltheory.simulate.errorsets import Tally, random_set, tally, worst_fixed
    from skilltheory.simulate.exact import exact_worst, relaxation_bound
    from skilltheory.simulate.graph import SkillGraph
    from skilltheory.simulate.measure import Competence, Kept, competence, kept_curve
    from skilltheory.simulate.problem import Problem
    from skilltheory.simulate.run import (
        ERROR_SETS,
        FixedSet,
        Simulation,
        simulate,
        simulate_seeds,
    )
    from skilltheory.simulate.skillmeasure import SkillMeasure

__all__ = [
    "ERROR_SETS",
    "Competence",
    "FixedSet",
    "Kept",
    "Problem",
    "Simulation",
    "SkillGraph",
    "SkillMeasure",
    "Tally",
    "competence",
    "exact_worst",
    "greedy",
    "kept_curve",
    "local_search",
    "random_set",
    "relaxation_bound",
    "simulate",
    "simulate_seeds",
    "tally",
    "worst_fixed",
]

_HOMES = {
    "adversary": ("greedy", "local_search"),
    "errorsets": ("Tally", "random_set", "tally", "worst_fixed"),
    "exact": ("exact_worst", "relaxation_bound"),
    "graph": ("SkillGraph",),
    "measure": ("Competence", "Kept", "competence", "kept_curve"),
    "problem": ("Problem",),
    "run": ("ERROR_SETS", "FixedSet", "Simulation", "simulate", "simulate_seeds"),
    "skillmeasure": ("SkillMeasure",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'skilltheory.simulate' has no attribute {name!r}")
    value = getattr(import_module(f"skilltheory.simulate.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
