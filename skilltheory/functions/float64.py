"""The functions in float64, vectorised over numpy arrays: what ``lambdify`` calls.

Edges take their limits, nothing cancels near ``q = p`` or ``u = 1``, and a
value outside the domain (or NaN) raises :class:`~skilltheory.errors.SortError`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from skilltheory.errors import SortError

__all__ = [
    "binary_entropy",
    "binomial_tail",
    "alphabet_cross_entropy",
    "alphabet_divergence",
    "alphabet_entropy",
    "binary_divergence",
    "phi_function",
    "superquantile",
]

Array = npt.NDArray[np.float64]
_PROBABILITY = "a number from 0 to 1, both included"


def _real(name: str, value: npt.ArrayLike, accepted: str) -> Array:
    """Return floats; complex numbers pass if they are real (SymPy's plots send such)."""
    array = np.asarray(value)
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            raise SortError(name, array[array.imag != 0].flat[0], accepted)
        array = array.real
    return array.astype(np.float64, copy=False)


def _inside(name: str, value: npt.ArrayLike, low: float, high: float, accepted: str) -> Array:
    array = _real(name, value, accepted)
    good = (array >= low) & (array <= high)  # NaN compares false
    if not good.all():
        raise SortError(name, array[~good].flat[0], accepted)
    return array


def _probability(name: str, value: npt.ArrayLike) -> Array:
    return _inside(name, value, 0.0, 1.0, _PROBABILITY)


def binary_entropy(p: npt.ArrayLike) -> Array:
    """Return ``-p log p - (1-p) log(1-p)``, accurate to a few ulp on all of [0, 1]."""
    p = _probability("p", p)
    safe = np.clip(p, np.finfo(np.float64).tiny, 1 - 2**-53)
    value = -(safe * np.log(safe) + (1 - safe) * np.log1p(-safe))
    # Subnormal p: the second term is p itself.
    value = np.where(p < safe, -p * np.log(np.where(p > 0, p, 1.0)) + p, value)
    return np.where(p == 1.0, 0.0, value)[()]


def _half_kl(x: Array, y: Array, gap: Array) -> Array:
    """Return ``x log(x/y) - x + y`` for ``x >= 0``, ``y > 0``, given ``gap = x - y``.

    It is ``y Phi(x/y)``, hence at least 0.  For ratios near 1 the series in
    ``s = gap/(x+y)``, ``gap*s + 2 x (s^3/3 + s^5/5 + ...)``, has no cancellation.
    """
    s = gap / (x + y)
    square = s * s
    series = np.zeros_like(s)
    for odd in range(37, 1, -2):  # at |s| = 1/3, x = 2y, the rest is below 2^-60 of the value
        series = (series + 1.0 / odd) * square
    near = gap * s + 2.0 * x * s * series
    ratio = np.where(x > 0, x, y) / y
    return np.where(np.abs(s) <= 1 / 3, near, x * np.log(ratio) - gap)


def binary_divergence(q: npt.ArrayLike, p: npt.ArrayLike) -> Array:
    """Return the divergence of a ``q`` coin from a ``p`` coin; ``inf`` where ``p`` excludes it."""
    q, p = np.broadcast_arrays(_probability("q", q), _probability("p", p))
    excluded = ((p == 0) & (q > 0)) | ((p == 1) & (q < 1))
    trivial = excluded | (q == p)
    q, p = np.where(trivial, 0.5, q), np.where(trivial, 0.5, p)
    gap = q - p
    value = _half_kl(q, p, gap) + _half_kl(1 - q, 1 - p, -gap)
    return np.where(trivial, np.where(excluded, np.inf, 0.0), value)[()]


def phi_function(u: npt.ArrayLike) -> Array:
    """Return ``u log u - u + 1`` for ``u >= 0``, stable near ``u = 1``."""
    u = _inside("u", u, 0.0, np.inf, "a number that is at least 0")
    finite = np.where(np.isinf(u), 1.0, u)
    return np.where(np.isinf(u), np.inf, _half_kl(finite, np.ones_like(u), finite - 1.0))[()]


def binomial_tail(n: npt.ArrayLike, p: npt.ArrayLike, t: npt.ArrayLike) -> Array:
    """Return ``P[Bin(n, p) >= t]``."""
    from scipy.special import betainc

    n = _counts("n", n, 0)
    p = _probability("p", p)
    first = np.ceil(_inside("t", t, -np.inf, np.inf, "a real number"))
    n, p, first = np.broadcast_arrays(n, p, first)
    inner = (first > 0) & (first <= n)
    a = np.where(inner, first, 1.0)
    b = np.where(inner, n - first + 1.0, 1.0)
    value: Array = np.where(inner, betainc(a, b, p), first <= 0)[()]
    return value


def _counts(name: str, value: npt.ArrayLike, least: int) -> Array:
    accepted = f"an integer that is at least {least}"
    array = _inside(name, value, least, 2.0**53, accepted)
    fractional = array != np.floor(array)
    if fractional.any():
        raise SortError(name, array[fractional].flat[0], accepted)
    return array


def superquantile(k: npt.ArrayLike, alpha: npt.ArrayLike, theta: npt.ArrayLike) -> Array:
    """Return the mean of ``Bin(k, alpha)`` over its largest ``theta`` share."""
    k = _counts("k", k, 1)
    alpha = _probability("alpha", alpha)
    theta = _inside("theta", theta, 5e-324, 1.0, "a number greater than 0 and at most 1")
    k, alpha, theta = np.broadcast_arrays(k, alpha, theta)
    total = np.zeros(k.shape)
    for level in range(1, int(k.max(initial=0)) + 1):
        total += np.minimum(binomial_tail(k, alpha, float(level)) / theta, 1.0)
    return total[()]


def alphabet_entropy(p: npt.ArrayLike, n: int) -> Array:
    """Return the entropy of the distribution along the last axis, of length ``n``."""
    p = _distribution("p", p, n)
    value: Array = -np.sum(_xlog(p, p), axis=-1)
    return value


def alphabet_cross_entropy(p: npt.ArrayLike, q: npt.ArrayLike, n: int) -> Array:
    """Return the cross-entropy of ``q`` against ``p`` along the last axis, of length ``n``."""
    p, q = np.broadcast_arrays(_distribution("p", p, n), _distribution("q", q, n))
    value: Array = -np.sum(_xlog(p, q), axis=-1)
    return value


def alphabet_divergence(p: npt.ArrayLike, q: npt.ArrayLike, n: int) -> Array:
    """Return the divergence of ``q`` from ``p`` along the last axis, of length ``n``."""
    p, q = np.broadcast_arrays(_distribution("p", p, n), _distribution("q", q, n))
    excluded = (q == 0) & (p > 0)
    safe = np.where(q == 0, 1.0, q)
    terms = np.where(q == 0, 0.0, _half_kl(p, safe, p - safe))
    # Both sum to 1, so the linear parts cancel and every term is at least 0.
    value: Array = np.sum(np.where(excluded, np.inf, terms), axis=-1)
    return value


def _xlog(p: Array, q: Array) -> Array:
    """Return ``p log q`` with ``0 log 0 = 0``."""
    with np.errstate(divide="ignore"):
        value: Array = np.where(p > 0, p * np.log(np.where(p > 0, q, 1.0)), 0.0)
    return value


def _distribution(name: str, value: npt.ArrayLike, n: int) -> Array:
    array = _probability(name, value)
    if array.shape[-1:] != (int(n),):
        raise SortError(name, array.shape, f"an array whose last axis has length {n}")
    off = np.abs(array.sum(axis=-1) - 1.0)
    if (off > n * 2**-50).any():
        raise SortError(name, array, "a distribution: its sum must be 1")
    return array
