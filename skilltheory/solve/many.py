"""``beta`` at many points at once: the same certified results, for less time each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias, TypeGuard, TypeVar

from skilltheory.errors import NoGuarantee, SortError
from skilltheory.solve._inputs import count, places, unit
from skilltheory.solve._precision import own_precision
from skilltheory.solve.bounds import asymptotic
from skilltheory.solve.certified import Certified
from skilltheory.sorts import ExactLike

__all__ = ["betas"]

Column: TypeAlias = ExactLike | Sequence[ExactLike]
Value = TypeVar("Value", Fraction, int)


@own_precision
def betas(
    alpha: Column,
    theta: Column,
    k: Column,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Sequence[Certified | NoGuarantee]:
    """Return what :func:`~skilltheory.solve.beta` returns at many points.

    Up to 52 digits under ``basic`` and ``entropic`` this takes less than half the time of
    as many calls of :func:`~skilltheory.solve.beta`; else it saves nothing but a loop.

    Parameters
    ----------
    alpha, theta : exact number, or sequence of them
        Share of skills given up, and of text pieces with an error, in ``(0, 1)``.
    k : exact integer, or sequence of them
        Skills drawn per text piece.  Sequences are as long as one another; a single
        number stands at every point.
    bound, k_prime, digits
        As for :func:`~skilltheory.solve.beta`; the bound must be an asymptotic one.

    Returns
    -------
    sequence of Certified or NoGuarantee
        One for each point, all solved, its object made when it is asked for; where no level
        is guaranteed, the refusal that :func:`~skilltheory.solve.beta` would raise.

    Raises
    ------
    SortError
        If a parameter is outside its sort, or the sequences differ in length.
    UnknownName
        If there is no such asymptotic bound.

    Notes
    -----
    Arora and Goyal (2023); theory reference, sections 4 to 6.

    Examples
    --------
    >>> for found in betas("1/10", "1/10", [1, 4], digits=12):
    ...     print(getattr(found, "value", "no guarantee"))
    no guarantee
    6.23389714683
    """
    chosen = asymptotic(bound)
    size, proved = count("k_prime", k_prime), places(digits)
    columns = {"alpha": alpha, "theta": theta, "k": k}
    lengths = {name: len(given) for name, given in columns.items() if _several(given)}
    points = max(lengths.values(), default=1)
    for name, length in lengths.items():
        if length != points:
            given = f"a sequence of {length}"
            raise SortError(name, given, f"one number, or a sequence of {points} like another")
    return chosen.betas(
        _column("alpha", alpha, points, unit),
        _column("theta", theta, points, unit),
        _column("k", k, points, count),
        size,
        proved,
    )


def _several(given: Column) -> TypeGuard[Sequence[ExactLike]]:
    return isinstance(given, Sequence) and not isinstance(given, str)


def _column(
    name: str, given: Column, points: int, read: Callable[[str, ExactLike], Value]
) -> list[Value]:
    if _several(given):
        return [read(name, entry) for entry in given]
    return [read(name, given)] * points
