"""The sharp bound in float64 over many points.

``T = sum over j = 1..k of min(1, P[X >= j]/theta)``.  Points are grouped by ``k``, so
that the factors of the recurrence are plain numbers.  The law of ``X`` is generated from
its likelier end and summed from the top, where the tail begins, so that every term added
is positive and small terms come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import comb

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_LEVELS", "sharp_levels"]

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_CHUNK = 8192
MOST_LEVELS = 1000
"""Up to this ``k``, the least probability of the likelier end, ``2**-k``, is a float."""

_FAR = 1e-9

_NOTHING = 2.0**-70

_RENEWAL = 4
"""After so many steps of the recurrence the rounding of its factor is taken out."""


def sharp_levels(alpha: Array, theta: Array, k: Counts) -> Array:
    """Return ``T/(k alpha)``."""
    by_tails = k > MOST_LEVELS
    if by_tails.any():
        levels = np.empty_like(alpha)
        levels[by_tails] = _by_tails(alpha[by_tails], theta[by_tails], k[by_tails])
        rest = ~by_tails
        levels[rest] = _by_summing(alpha[rest], theta[rest], k[rest])
        return levels
    return _by_summing(alpha, theta, k)


def _by_summing(alpha: Array, theta: Array, k: Counts) -> Array:
    key = k.astype(np.uint16)  # a short key is sorted by its digits, in linear time
    key *= 2
    key += alpha > 0.5
    order = np.argsort(key, kind="stable")
    a, t, ordered = alpha.take(order), theta.take(order), key.take(order)
    means = np.empty_like(a)
    ends = np.r_[np.flatnonzero(ordered[1:] != ordered[:-1]) + 1, a.size]
    start = 0
    for end in ends:
        while start < end:
            part = slice(start, min(start + _CHUNK, int(end)))
            draws, likelier_high = divmod(int(ordered[start]), 2)
            means[part] = _mean_of_top(draws, a[part], t[part], bool(likelier_high))
            start = part.stop
    means /= a
    levels = np.empty_like(a)
    levels[order] = means
    return levels


def _mean_of_top(k: int, alpha: Array, theta: Array, likelier_high: bool) -> Array:
    """Return ``T/k``."""
    rest = 1 - alpha
    lost = (1 - rest) - alpha  # 1 - alpha is rest + lost, exactly
    if likelier_high:
        term = np.empty_like(alpha)
        law = _law(k, alpha, np.zeros_like(lost), rest, lost, theta, [term] * (k + 1))
        total = _summed(law, k)
    else:
        # The law thins out towards the top; what comes there may be nothing next to T >= k alpha.
        negligible = _NOTHING * k * float(alpha.min())
        mode = (k + 1) * float(alpha.max())
        rows = np.empty((k + 1, alpha.size))
        terms: list[Array] = []
        for term in _law(k, rest, lost, alpha, np.zeros_like(lost), theta, rows):
            terms.append(term)
            j = len(terms)
            if j > mode and j % _RENEWAL == 0 and term.max() < negligible:
                break
        total = _summed(reversed(terms), len(terms) - 1)
    total /= k
    return total


def _law(
    k: int,
    p: Array,
    p_lost: Array,
    q: Array,
    q_lost: Array,
    theta: Array,
    rows: Sequence[Array] | Array,
) -> Iterator[Array]:
    """Yield ``C(k, j) p^(k-j) q^j / theta`` for ``j = 0..k``, written to ``rows[j]``.

    ``q <= p``; what the two lost in rounding is put back to first order.
    """
    ratio = q / p
    # ratio * p - q exactly, by splitting both factors in two (Dekker).
    high, low = _split(ratio)
    p_high, p_low = _split(p)
    product = ratio * p
    error = ((high * p_high - product) + high * p_low + low * p_high) + low * p_low
    drift = ((q - product) - error + q_lost) / q - p_lost / p
    renewal = 1 + _RENEWAL * drift
    power = p**k * (1 + k * (p_lost / p)) / theta
    rows[0][:] = power
    yield rows[0]
    for j in range(1, k + 1):
        power *= ratio
        if j % _RENEWAL == 0:
            power *= renewal
        yield np.multiply(power, float(comb(k, j)), out=rows[j])


def _split(x: Array) -> tuple[Array, Array]:
    """Split a float into a high and a low half, exactly."""
    shifted = x * 134217729.0  # 2**27 + 1
    high = shifted - (shifted - x)
    return high, x - high


def _summed(terms: Iterable[Array], count: int) -> Array:
    """Return the sum of ``min(1, tail)`` over the first tails that these terms build up."""
    tail = total = capped = np.empty(0)
    for index, term in enumerate(terms):
        if index == 0:
            tail, total, capped = term.copy(), np.minimum(term, 1.0), np.empty_like(term)
        elif index < count:
            tail += term
            total += np.minimum(tail, 1.0, out=capped)
            if index % _RENEWAL == 0 and capped.min() == 1.0:
                total += count - 1 - index  # every tail still to come is above 1
                break
    return total


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
