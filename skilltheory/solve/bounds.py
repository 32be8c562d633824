"""The bounds by name."""

from __future__ import annotations

from skilltheory.errors import UnknownName
from skilltheory.solve._bound import AsymptoticBound, Bound, FiniteBound
from skilltheory.solve._finite_basic import FiniteBasic
from skilltheory.solve._finite_sharp import FiniteSharp
from skilltheory.solve._rate import Basic, ClosedForm, Entropic
from skilltheory.solve._sharp import Sharp

__all__ = ["BOUNDS", "asymptotic", "finite", "get_bound"]

BOUNDS: dict[str, Bound] = {
    bound.name: bound
    for bound in (Basic(), ClosedForm(), Entropic(), Sharp(), FiniteBasic(), FiniteSharp())
}
"""Every bound by name: ``basic``, ``closed-form``, ``entropic``, ``sharp``,
``finite-basic`` and ``finite-sharp``."""


def get_bound(name: str) -> Bound:
    """Return a bound by name.

    Raises
    ------
    UnknownName
        Suggesting the names that come close.
    """
    try:
        return BOUNDS[name]
    except KeyError:
        raise UnknownName("bound", name, BOUNDS) from None


def asymptotic(name: str) -> AsymptoticBound:
    """Return an asymptotic bound by name, or refuse."""
    bound = get_bound(name)
    if not isinstance(bound, AsymptoticBound):
        known = [key for key, value in BOUNDS.items() if isinstance(value, AsymptoticBound)]
        raise UnknownName("bound for this unknown", name, known)
    return bound


def finite(name: str) -> FiniteBound:
    """Return a finite bound by name, or refuse."""
    bound = get_bound(name)
    if not isinstance(bound, FiniteBound):
        known = [key for key, value in BOUNDS.items() if isinstance(value, FiniteBound)]
        raise UnknownName("finite bound", name, known)
    return bound
