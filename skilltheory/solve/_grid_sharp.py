"""The sharp bound in float64 over many points.

``T = sum over j = 1..k of min(1, P[X >= j]/theta)``, by a loop in C (:func:`_by_loop`)
where it was compiled, and in NumPy (:func:`_by_summing`) where not.

In NumPy, points are grouped by ``k`` and then by ``alpha``, so that the coefficients of the
law are plain numbers, and so that a group has most levels in common: those below are certain,
above a few that are looked at one by one every tail is under ``theta``, and beyond the last
there is nothing.  Above those few, ``P[X >= j]`` and the sum of the tails from ``j`` on are
scalar products of the law with fixed vectors.  Every term added is positive.

The law is that of the odds ``r = alpha/(1-alpha)`` as rounded, ``C(k, j) r^j (1+r)^-k``, in
which ``1 + r`` is taken with what rounding lost of it.  So it is the exact law of an
``alpha`` that differs by an ulp or so, and ``T`` moves by less than that, relatively.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from itertools import pairwise
from math import comb

import numpy as np
import numpy.typing as npt

from skilltheory import compiled

__all__ = ["MOST_LEVELS", "sharp_levels"]

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_BLOCK = 1 << 19  # sorted at once: what is gathered should stay near the processor
_CHUNK = 4096
_BUCKETS = 64
"""Parts of the unit interval that ``alpha`` is grouped by; with ``k`` they fit 16 bits."""

MOST_LEVELS = 1000
"""Up to this ``k``, the least probability of the likelier end, ``2**-k``, is a float."""

_FAR = 1e-9

_NOTHING = 2.0**-70

_SURELY = 1e-9
"""A margin for what is decided for a whole group from its extreme points."""


def sharp_levels(alpha: Array, theta: Array, k: Counts) -> Array:
    """Return ``T/(k alpha)``."""
    by_tails = k > MOST_LEVELS
    if by_tails.any():
        levels = np.empty_like(alpha)
        levels[by_tails] = _by_tails(alpha[by_tails], theta[by_tails], k[by_tails])
        rest = ~by_tails
        levels[rest] = sharp_levels(alpha[rest], theta[rest], k[rest])
        return levels
    loops = compiled.library()
    if loops is not None:
        return _by_loop(loops, alpha, theta, k)
    levels = np.empty_like(alpha)
    for start in range(0, alpha.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        levels[part] = _by_summing(alpha[part], theta[part], k[part])
    return levels


def _by_loop(loops: ctypes.CDLL, alpha: Array, theta: Array, k: Counts) -> Array:
    levels = np.empty_like(alpha)
    occurring = np.flatnonzero(np.bincount(k)).tolist()
    rows = [_ways(draws) for draws in occurring]  # held, because C holds only addresses
    ways = (ctypes.c_void_p * (max(occurring, default=0) + 1))()
    for draws, row in zip(occurring, rows, strict=True):
        ways[draws] = row.ctypes.data
    failed = loops.skilltheory_sharp_levels(
        ctypes.c_size_t(alpha.size),
        *map(compiled.address, (alpha, theta, k)),
        ctypes.c_int64(len(ways) - 1),
        ways,
        compiled.address(levels),
    )
    if failed:
        raise MemoryError(f"no room to sum the levels of {alpha.size} points")
    return levels


def _by_summing(alpha: Array, theta: Array, k: Counts) -> Array:
    key = (alpha * _BUCKETS).astype(np.uint16)
    key += k.astype(np.uint16) * np.uint16(_BUCKETS)
    order = np.argsort(key, kind="stable")  # of so short a key by its digits, in linear time
    both = np.empty(alpha.size, dtype=np.complex128)  # gathered once instead of twice
    both.real, both.imag = alpha, theta
    both = both.take(order)
    half = key.take(order) // np.uint16(_BUCKETS // 2)
    means = np.empty_like(alpha)
    room = np.empty(_CHUNK * (int(k.max(initial=0)) + 1))  # not again for each part
    start = 0
    for end in (*(np.flatnonzero(half[1:] != half[:-1]) + 1).tolist(), alpha.size):
        draws, likelier_high = divmod(int(half[start]), 2)
        mean = _mean_from_top if likelier_high else _mean_from_bottom
        size = -(-(end - start) // -(-(end - start) // _CHUNK))  # parts alike
        for first in range(start, end, size):
            part = slice(first, min(first + size, end))
            a = both.real[part].copy()
            means[part] = mean(draws, a, both.imag[part], room)
            a *= draws
            means[part] /= a
        start = end
    levels = np.empty_like(alpha)
    levels[order] = means
    return levels


def _odds_and_end(k: int, ratio: Array, theta: Array) -> Array:
    """Return ``(1 + ratio)^-k / theta``, the likelier end of the law for odds up to 1."""
    base = 1 + ratio
    lost = ratio - (base - 1)
    lost /= base
    lost *= k
    end: Array = np.power(base, -k)
    lost *= end
    end -= lost
    end /= theta
    return end


def _mean_from_top(k: int, alpha: Array, theta: Array, room: Array) -> Array:
    """Return ``T`` where ``alpha >= 1/2``, so that the law begins at ``X = k``."""
    ratio = (1 - alpha) / alpha
    power = _odds_and_end(k, ratio, theta)
    tail, total, term = np.zeros_like(alpha), np.zeros_like(alpha), np.empty_like(alpha)
    for missed, ways in enumerate(_ways(k).tolist()[:k]):
        if missed:
            power *= ratio
        tail += np.multiply(power, ways, out=term)
        total += np.minimum(tail, 1.0, out=term)
        if missed % 4 == 0 and term.min() == 1.0:
            total += k - 1 - missed  # every tail still to come is above 1
            break
    return total


def _mean_from_bottom(k: int, alpha: Array, theta: Array, room: Array) -> Array:
    """Return ``T`` where ``alpha < 1/2``, so that the law begins at ``X = 0``."""
    ratio = alpha / (1 - alpha)
    power = _odds_and_end(k, ratio, theta)
    ways = _ways(k)
    low, high, top = _levels_apart(k, alpha, theta)
    for _ in range(low + 1):
        power *= ratio
    rows = max(1, top - low - 1)
    law = room[: rows * alpha.size].reshape(rows, -1)  # of X = low + 1, ..., but for ways
    law[0] = power
    for below, row in pairwise(law):
        np.multiply(below, ratio, out=row)
    above = law[high - low - 1 :]
    weights = ways[high:top]
    tail = weights @ above
    total = (weights * np.arange(1, weights.size + 1)) @ above
    between = law[: high - low - 1]
    for row, many in zip(between[::-1], ways[low + 1 : high][::-1], strict=True):
        row *= many
        tail += row
        total += np.minimum(tail, 1.0, out=row)
    total += low
    return total


def _levels_apart(k: int, alpha: Array, theta: Array) -> tuple[int, int, int]:
    """Find levels ``low < high <= top`` that hold for all these points.

    ``P[X >= j] >= theta`` up to ``low``, ``P[X >= j] < theta`` from ``high`` on, and
    ``P[X = j]`` is nothing next to ``T`` from ``top`` on.
    """
    ways = _ways(k).tolist()
    least, most = float(alpha.min()), float(alpha.max())
    rare, common = float(theta.min()), float(theta.max())
    nothing = _NOTHING * k * least * rare  # T is at least k alpha
    law: list[float] = []
    power, mode = (1 - most) ** k, (k + 1) * most
    for j, many in enumerate(ways):  # the law moves up with alpha
        if many * power < nothing and j > mode:
            break
        law.append(many * power)
        power *= most / (1 - most)
    top = high = len(law)
    tail = 0.0
    while high > 1:
        tail += law[high - 1]
        if tail > rare * (1 - _SURELY):
            break
        high -= 1
    low, below, power = 0, 0.0, (1 - least) ** k
    for many in ways[: high - 1]:
        below += many * power
        if below > 1 - common - _SURELY:
            break
        low += 1
        power *= least / (1 - least)
    return low, high, top


@lru_cache(maxsize=MOST_LEVELS)
def _ways(k: int) -> Array:
    """``C(k, j)`` for ``j = 0..k``."""
    return np.array([comb(k, j) for j in range(k + 1)], dtype=np.float64)


def _by_tails(alpha: Array, theta: Array, k: Counts) -> Array:
    """For large ``k``: ``c + E(X-c)_+/theta``, with ``c`` the quantile."""
    from scipy.special import betainc
    from scipy.stats import binom

    c = np.clip(binom.isf(theta, k, alpha), 0, k)
    far = np.flatnonzero(theta < _FAR)  # isf goes by 1 - theta, of which little is left here
    c[far] = _quantiles(alpha[far], theta[far], k[far])
    tail = np.where(c < k, betainc(c + 1, np.maximum(k - c, 1), alpha), 0.0)
    # E[(X - k alpha); X > c] = (c+1)(1-alpha) P[X = c+1], de Moivre.
    above = (c + 1) * (1 - alpha) * binom.pmf(c + 1, k, alpha)
    mean: Array = c + np.maximum(above - (c - k * alpha) * tail, 0.0) / theta
    return mean / (k * alpha)


def _quantiles(alpha: Array, theta: Array, k: Counts) -> Counts:
    """Return the least ``c`` with ``P[X > c] <= theta``, by bisection."""
    from scipy.special import betainc

    low, high = np.full_like(k, -1), k.copy()  # P[X > -1] = 1, P[X > k] = 0
    while (open_ends := np.flatnonzero(high - low > 1)).size:
        middle = (low[open_ends] + high[open_ends]) // 2
        tail = betainc(middle + 1, k[open_ends] - middle, alpha[open_ends])
        above = tail > theta[open_ends]
        low[open_ends[above]] = middle[above]
        high[open_ends[~above]] = middle[~above]
    return high
