"""The bounds by name."""

from __future__ import annotations

from skilltheory.errors import UnknownName
from skilltheory.solve._bound import AsymptoticBound, Bound, FiniteBound
from skilltheory.solve._finite_basic import FiniteBasic
from skilltheory.solve._finite_sharp import FiniteSharp
from skilltheory.solve._rate import Basic, ClosedForm, Entropic
from skilltheory.solve._sharp import Sharp

__all__ = ["BOUNDS", "asymptotic", "finite", "get_bound"]

_ASYMPTOTIC: dict[str, AsymptoticBound] = {
    bound.name: bound for bound in (Basic(), ClosedForm(), Entropic(), Sharp())
}
_FINITE: dict[str, FiniteBound] = {bound.name: bound for bound in (FiniteBasic(), FiniteSharp())}

BOUNDS: dict[str, Bound] = {**_ASYMPTOTIC, **_FINITE}
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
    if name in _ASYMPTOTIC:
        return _ASYMPTOTIC[name]
    get_bound(name)
    raise UnknownName("bound for this unknown", name, _ASYMPTOTIC)


def finite(name: str) -> FiniteBound:
    """Return a finite bound by name, or refuse."""
    if name in _FINITE:
        return _FINITE[name]
    get_bound(name)
    raise UnknownName("finite bound", name, _FINITE)
