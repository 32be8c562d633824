"""From a statement to numbers: solve for any unknown, at any precision, with proof.

``beta, alpha, theta, k`` solve the emergence inequality for one unknown, under a
bound chosen by name; ``failure, least_n1, competence`` answer the finite
questions; ``betas`` solves at many points at once; ``beta_grid`` fills arrays with
float64; ``sweep`` runs many certified solutions on any executor.  Natural logarithms, nats.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skilltheory.solve import mpmath_path
    from skilltheory.solve.bounds import BOUNDS, get_bound
    from skilltheory.solve.certified import Certified
    from skilltheory.solve.grid import Grid, beta_grid
    from skilltheory.solve.many import betas
    from skilltheory.solve.sweeping import SweepPoint, sweep
    from skilltheory.solve.unknowns import alpha, beta, competence, failure, k, least_n1, theta

__all__ = [
    "BOUNDS",
    "Certified",
    "Grid",
    "SweepPoint",
    "alpha",
    "beta",
    "beta_grid",
    "betas",
    "competence",
    "failure",
    "get_bound",
    "k",
    "least_n1",
    "mpmath_path",
    "sweep",
    "theta",
]

_HOMES = {
    "BOUNDS": "bounds",
    "get_bound": "bounds",
    "Certified": "certified",
    "Grid": "grid",
    "beta_grid": "grid",
    "betas": "many",
    "SweepPoint": "sweeping",
    "sweep": "sweeping",
    **dict.fromkeys(
        ("alpha", "beta", "competence", "failure", "k", "least_n1", "theta"), "unknowns"
    ),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: ball arithmetic and numpy only when they are used."""
    if name == "mpmath_path":
        return import_module(f"{__name__}.mpmath_path")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
