"""``beta`` over arrays, in float64.

Accuracy, against the certified value at the same floats (their exact binary values):

inside the domain
    4 ulp; under ``sharp`` for ``k`` up to 64, 6 ulp up to 1000, and relative 1e-12 beyond.
``theta`` to 1e-12 (or to 1 - 1e-12), ``beta`` to 1
    the same, but 6 ulp for ``sharp`` when ``theta`` is within 1e-3 of 1: neither
    ``log(1-theta)`` nor ``beta - 1`` is ever formed by cancellation.
``alpha`` or ``alpha beta`` to 1
    the same in ``beta``.  Whether a level exists at all is decided in floats where the two
    sides of the condition differ by more than 1e-12 of themselves, and by the certified
    solver where they do not.
``alpha`` below 1e-289
    is left to the certified solver, point by point.
``k_prime * theta``
    is rounded to a float first; near 1 that moves the point, and ``beta`` is that of the
    moved point.

The work is done by loops in C where a compiler was there when skilltheory was installed and
``SKILLTHEORY_PURE`` is not set in the environment, and in NumPy where not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from skilltheory.errors import NoGuarantee, SortError
from skilltheory.solve._grid_level import entropy_ratio, hard_levels, levels, repeated
from skilltheory.solve._grid_sharp import MOST_LEVELS, sharp_levels
from skilltheory.solve._inputs import count
from skilltheory.solve._rate import Basic
from skilltheory.solve.bounds import asymptotic
from skilltheory.sorts import Count, ExactLike, OpenUnit

__all__ = ["Grid", "beta_grid"]

Array: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_CHUNK = 32768  # long enough that calls cost little, short enough for the cache

_VACUOUS = 1 - 2.0**-50
"""A product this close to 1 counts as 1: in doubt a guarantee is vacuous."""

_VACUOUS_FAR = 1 - 2e-12
"""The same where the sharp bound is good to 1e-12."""

_TINY = 2.0**-960
"""Below this ``alpha`` its products and quotients leave the range of floats."""


@dataclass(frozen=True)
class Grid:
    """``beta`` over an array, and where it means something.

    Attributes
    ----------
    values : array of float
        ``beta``; ``inf`` where no level is guaranteed, or it is beyond the floats.  Never NaN.
    guaranteed : array of bool
        Where a level is guaranteed.
    vacuous : array of bool
        Where the guarantee says nothing: ``alpha*beta >= 1`` or ``k_prime*theta*beta >= 1``.
    bound : str
        Name of the bound.
    """

    values: Array
    guaranteed: Flags
    vacuous: Flags
    bound: str

    @property
    def no_guarantee(self) -> Flags:
        """Where no level is guaranteed."""
        return ~self.guaranteed


def beta_grid(
    alpha: npt.ArrayLike,
    theta: npt.ArrayLike,
    k: npt.ArrayLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
) -> Grid:
    """Solve for ``beta`` at every point of an array.

    Parameters
    ----------
    alpha, theta : array_like of float
        Shares strictly between 0 and 1.
    k : array_like of int
        Skills a piece.  The three broadcast.
    bound : {"basic", "closed-form", "entropic", "sharp"}
        Which bound.
    k_prime : exact integer
        Size of the tuples of skills.  Where ``k_prime*theta >= 1`` nothing is guaranteed.

    Raises
    ------
    SortError
        If some value is outside its sort (NaN included), is no number, or if the shapes
        do not broadcast.
    UnknownName
        If there is no such asymptotic bound.

    Examples
    --------
    >>> import numpy as np
    >>> grid = beta_grid(0.1, [0.1, 1e-9], [4, 4])
    >>> grid.values
    array([6.23389715,        inf])
    >>> grid.guaranteed
    array([ True, False])
    """
    chosen = asymptotic(bound)
    name = chosen.name
    tuple_size = count("k_prime", k_prime)
    a = _open_unit("alpha", alpha)
    t = _open_unit("theta", theta)
    draws = _counts(k)
    shape = _shape(a, t, draws)
    a = np.ascontiguousarray(np.broadcast_to(a, shape)).reshape(-1)
    t = np.ascontiguousarray(np.broadcast_to(t, shape)).reshape(-1)
    draws = np.ascontiguousarray(np.broadcast_to(draws, shape)).reshape(-1)
    share = t * tuple_size if tuple_size > 1 else t
    outside = np.flatnonzero(share >= 1) if tuple_size > 1 else np.empty(0, dtype=np.intp)
    if outside.size:
        share[outside] = 0.5  # any value: these points are struck out below
    with np.errstate(all="ignore"):  # what overflows is found again by its flag
        if name == "sharp":
            values, guaranteed = sharp_levels(a, share, draws), np.ones(a.shape, dtype=np.bool_)
            product = np.maximum(a, share)
            product *= values
            vacuous = product >= _VACUOUS
            if draws.max(initial=0) > MOST_LEVELS:
                vacuous |= (product >= _VACUOUS_FAR) & (draws > MOST_LEVELS)
        elif isinstance(chosen, Basic):
            values, guaranteed, vacuous = _rate_levels(chosen, a, share, draws)
        else:
            values = _closed_levels(a, share, draws)
            guaranteed = np.ones(a.shape, dtype=np.bool_)
            vacuous = values * np.maximum(a, share) >= _VACUOUS
    tiny = np.flatnonzero(a < _TINY)
    for index in tiny:
        values[index], guaranteed[index], vacuous[index] = _one(
            name, a[index], share[index], int(draws[index])
        )
    if outside.size:
        values[outside] = np.inf
        guaranteed[outside] = vacuous[outside] = False
    return Grid(values.reshape(shape), guaranteed.reshape(shape), vacuous.reshape(shape), name)


def _rate_levels(
    bound: Basic, a: Array, share: Array, k: npt.NDArray[np.int64]
) -> tuple[Array, Flags, Flags]:
    """Solve ``k kl(alpha beta, alpha) = cost(theta)/theta``."""
    values = np.empty_like(a)
    guaranteed, vacuous = np.empty(a.shape, dtype=np.bool_), np.empty(a.shape, dtype=np.bool_)
    unsettled = []
    for start in range(0, a.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        target = bound.grid_ratio(share[part])
        target /= k[part].astype(np.float64)
        beta, none, settled = levels(a[part], target)
        np.copyto(beta, np.inf, where=none)
        values[part] = beta
        np.logical_not(none, out=guaranteed[part])
        beta *= share[part]
        # A point without a level has an infinite one here, which is not called vacuous.
        np.greater(beta >= _VACUOUS, none, out=vacuous[part])
        unsettled.append(start + np.flatnonzero(np.logical_not(settled, out=settled)))
    at = np.concatenate(unsettled) if unsettled else np.empty(0, dtype=np.intp)
    if at.size:
        values[at], guaranteed[at] = _settled(bound, a, share, k, at, values[at])
        vacuous[at] = (values[at] * share[at] >= _VACUOUS) & guaranteed[at]
    return values, guaranteed, vacuous


def _settled(
    bound: Basic,
    a: Array,
    share: Array,
    k: npt.NDArray[np.int64],
    at: npt.NDArray[np.intp],
    beta: Array,
) -> tuple[Array, Flags]:
    """Solve again at some points."""
    target = bound.grid_ratio(share[at]) / k[at]
    beta, settled = repeated(a[at], target, beta)
    guaranteed = np.ones(at.shape, dtype=np.bool_)
    left = np.flatnonzero(~settled)
    beta[left], none, unclear = hard_levels(a[at[left]], target[left])
    guaranteed[left] = ~none
    unclear |= ~none & ~((beta[left] >= 1) & (beta[left] < np.inf))
    for index in left[unclear]:
        point = at[index]
        beta[index], guaranteed[index], _ = _one(bound.name, a[point], share[point], int(k[point]))
    beta[~guaranteed] = np.inf
    return beta, guaranteed


def _one(name: str, a: float, share: float, k: int) -> tuple[float, bool, bool]:
    """Decide and solve one point with the certified solver."""
    from skilltheory.solve.unknowns import beta

    try:
        found = beta(Fraction(a), Fraction(share), k, bound=name, digits=18)
    except NoGuarantee:
        return np.inf, False, False
    return float(found), True, found.vacuous


def _closed_levels(a: Array, share: Array, k: npt.NDArray[np.int64]) -> Array:
    """Solve ``k alpha phi(beta) = h(theta)/theta``."""
    values = np.empty_like(a)
    for start in range(0, a.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        target = entropy_ratio(share[part])
        target /= k[part] * a[part]
        values[part] = _closed_form(target)
    return values


def _closed_form(c: Array) -> Array:
    """Solve ``phi(beta) = c`` for ``beta > 1``."""
    s = np.sqrt(2 * c)
    w = np.sqrt(1 + s * (2 / 3))
    beta: Array = 1 + s * (2 / 3) * (1 + w * w / (1 + w))
    for _ in range(40):  # third order each: three or four do, unless c is enormous
        lam = np.log(beta)
        step = beta * lam
        bend = 2 * step
        step -= beta - 1
        step -= c
        step /= lam
        # Halley's step, kept from going astray far off.
        np.divide(step, bend, out=bend)
        np.subtract(1, bend, out=bend)
        step /= np.maximum(bend, 0.5, out=bend)
        step[lam <= 0] = 0.0
        beta -= step
        if (np.abs(step, out=step) <= 1e-6 * beta).all():
            break
    return beta


# -- reading arrays ----------------------------------------------------------------


def _open_unit(name: str, value: npt.ArrayLike) -> Array:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise SortError(
            name, value, f"an array in which each element is {OpenUnit.meaning}"
        ) from error
    if array.size and not (array.min() > 0 and array.max() < 1):  # NaN fails both
        bad = array[~((array > 0) & (array < 1))].flat[0]
        raise SortError(name, bad, OpenUnit.meaning)
    return array


def _shape(a: Array, t: Array, draws: npt.NDArray[np.int64]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(a.shape, t.shape, draws.shape)
    except ValueError as error:
        raise SortError(
            "shapes", f"{a.shape}, {t.shape}, {draws.shape}", "such that alpha, theta, k broadcast"
        ) from error


def _counts(value: npt.ArrayLike) -> npt.NDArray[np.int64]:
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise SortError("k", value, f"an array in which each element is {Count.meaning}") from error
    if array.dtype.kind in "iu":
        good = not array.size or array.min() >= 1
        if good:
            return array.astype(np.int64, copy=False)
    elif array.dtype.kind == "f" and np.all((array >= 1) & (array < 2**53)):
        whole = array.astype(np.int64)
        if np.array_equal(whole, array):
            return whole
    bad = next((x for x in array.flat if not _is_count(x)), value)
    raise SortError("k", bad, Count.meaning)


def _is_count(x: object) -> bool:
    try:
        Count.check("k", x)
    except SortError:
        return False
    return True
