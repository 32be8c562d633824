"""``kl(alpha beta, alpha) = K`` for ``beta``, in float64 over many points, in few passes.

The unknown is ``E``, the odds of ``q = alpha beta`` over the odds of ``alpha``: with
``lam = log E`` and ``u = 1 + alpha (E - 1)``

    ``beta = E/u``,  ``kl(q, alpha) = q lam - log u``,  ``d kl/d q = lam``,

so that a point costs two logarithms, and nothing cancels where ``E`` is near 1 because
``E - 1`` is exact.  ``E`` is approximated in float32, by a closed form and one
fourth-order step, and corrected in float64 by another, whose largest product is taken
with what rounding lost of it: ``E`` comes with 24 bits, so its products with halves of
``alpha`` are exact.  Where that correction is not small it is repeated
(:func:`repeated`), and what then is still not settled is left to :func:`hard_levels`,
which takes its time.

The functions work in place, because the time goes into passes over memory.  Where the
loops in C were compiled, :func:`levels` and :func:`entropy_ratio` are done by those.
"""

from __future__ import annotations

import ctypes
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from skilltheory import compiled

__all__ = ["entropy_ratio", "hard_levels", "levels", "log_ratio", "repeated"]

Floats: TypeAlias = npt.NDArray[np.float64] | npt.NDArray[np.float32]
Array: TypeAlias = npt.NDArray[np.float64]
Short: TypeAlias = npt.NDArray[np.float32]
Flags: TypeAlias = npt.NDArray[np.bool_]

_TWO_THIRDS = np.float32(2 / 3)

_SMALL_STEP = 1e-4
"""A relative correction at which a fourth-order step leaves less than an ulp."""

_BEYOND = np.float32(-1.00002)
"""Float32 is sure that there is no root when ``K > 1.00002 log(1/alpha)``, up to _NEAR_ONE."""

_NEAR_ONE = 0.99
"""Beyond this ``alpha`` too few bits of ``1 - alpha`` are left in float32 to decide anything."""

_FARTHEST = np.float32(0.98)
"""No approximation goes further than this share of the way from ``alpha`` to 1."""

_NEAREST = np.float32(1 + 2**-20)

_UNDECIDED = 1e-12
"""Relative distance to the edge of existence that float64 cannot be trusted with."""

_SWEEPS = 80


def entropy_ratio(theta: Array) -> Array:
    """Return ``h(theta)/theta``."""
    loops = compiled.library()
    if loops is not None:
        found = np.empty_like(theta)
        loops.skilltheory_entropy_ratio(
            ctypes.c_size_t(theta.size), *map(compiled.address, (theta, found))
        )
        return found
    rest = 1 - theta
    ratio = np.log(rest)
    ratio *= rest
    # (1 - theta) log1p(-theta) is that, and what rest lost in rounding.
    lost = np.subtract(1, rest, out=rest)
    lost -= theta
    ratio += lost
    ratio /= theta
    ratio += np.log(theta, out=lost)
    return np.negative(ratio, out=ratio)


def log_ratio(theta: Array) -> Array:
    """Return ``log(1/theta)``, the same for the entropic bound."""
    return -np.log(theta)


def levels(a: Array, target: Array) -> tuple[Array, Flags, Flags]:
    """Return ``beta``, where there surely is none, and where it is settled or there is none."""
    loops = compiled.library()
    if loops is not None:
        beta, none, settled = np.empty_like(a), np.empty(a.shape, bool), np.empty(a.shape, bool)
        loops.skilltheory_rate_levels(
            ctypes.c_size_t(a.size), *map(compiled.address, (a, target, beta, none, settled))
        )
        return beta, none, settled
    odds, none = _approximate(a.astype(np.float32), target.astype(np.float32))
    beta, settled = _corrected(a, target, odds.astype(np.float64), short=True)
    if a.max(initial=0) > _NEAR_ONE:
        far = a <= _NEAR_ONE
        none &= far
        settled &= far
    settled |= none
    return beta, none, settled


def repeated(a: Array, target: Array, beta: Array) -> tuple[Array, Flags]:
    """Correct a ``beta`` that is nearly right; return it, and where it is settled now."""
    q = a * beta
    odds = q / (1 - q) * ((1 - a) / a)
    # To 24 bits again, but where E - 1 would suffer or float32 end.
    short = (odds > 1.01) & (odds < 1 / np.finfo(np.float32).tiny)
    np.copyto(odds, odds.astype(np.float32), where=short)
    again, settled = _corrected(a, target, odds, short=True)
    return again, settled & (beta > 1) & (again > 1)


def _approximate(a: Short, target: Short) -> tuple[Short, Flags]:
    edge = np.log(a)
    edge *= _BEYOND
    none = target > edge
    # With s = sqrt(2 K b/a) and w = sqrt(1 + (2/3) s (1-2a)/b), the approximation
    # x = (2/3) s (1 + w^2/(1+w)) of beta - 1 agrees with it to two orders in s for every
    # alpha, and for small alpha it is close far out.
    width = (1 - a) / a
    s = width * target
    s *= 2
    np.sqrt(s, out=s)
    s *= _TWO_THIRDS
    w = width - 1
    w /= width
    w *= s
    w += 1
    np.abs(w, out=w)  # where that matters the approximation is of no use anyway
    x = np.sqrt(w)
    x += 1
    np.divide(w, x, out=x)
    x += 1
    x *= s
    np.minimum(x, width * _FARTHEST, out=x)
    odds = x + 1
    odds *= width
    odds /= np.subtract(width, x, out=x)
    step, lam, u = _newton(a, target, odds)
    q = odds
    q *= a
    q /= u
    _bend(step, lam, q.copy())
    q -= step
    q /= 1 - q
    q *= width
    # Rounding must not carry E to the other side of 1, where kl has its other root.
    return np.maximum(q, _NEAREST, out=q), none


def _newton(
    a: Floats, target: Floats, odds: Floats, *, short: bool = False
) -> tuple[Floats, Floats, Floats]:
    """Return ``(kl - K)/lam``, which is Newton's step in ``q``, with ``lam`` and ``u``.

    Where the odds have 24 bits (``short``), ``alpha E lam`` is exact to far below an ulp.
    """
    g = odds - 1
    g *= a
    u = g + 1
    lam = np.log(odds)
    share = odds * a if short else g + a
    step = share * lam
    # log(1 + g) is log u and, for what u lost in rounding, (g - (u - 1))/u.
    g -= u - 1
    if short:
        rest = _lost(a, odds, share, lam, step)
        rest -= g
        rest /= u
    else:
        step -= g
    step /= u
    step -= np.log(u, out=g)
    step -= target
    if short:
        step += rest  # now that what it is small against is gone
    step /= lam
    return step, lam, u


def _lost(a: Floats, odds: Floats, share: Floats, lam: Floats, product: Floats) -> Floats:
    """Return ``a odds lam - product``, where ``share = a odds`` and ``product`` were rounded.

    Halves of 24 and 29 bits have exact products with 24 bits (Dekker).
    """
    high = a.astype(np.float32).astype(np.float64)
    low = a - high
    high *= odds
    high -= share
    low *= odds
    low += high
    low *= lam
    high = share.astype(np.float32).astype(np.float64)
    rest = share - high
    rest *= lam
    low += rest
    half = lam.astype(np.float32).astype(np.float64)
    np.subtract(lam, half, out=rest)
    half *= high
    half -= product
    rest *= high
    rest += half
    rest += low
    return rest


def _bend(step: Floats, lam: Floats, q: Floats) -> Floats:
    """Make Newton's step one of fourth order, in place; return its relative size.

    With ``r = step/(q (1-q) lam)`` the factor is
    ``1 + r/2 + r^2 (1/2 - lam (q - 1/2)/3)``.  Uses up ``q``.
    """
    r = 1 - q
    r *= q
    r *= lam
    np.divide(step, r, out=r)
    factor = q
    factor -= 0.5
    factor *= lam
    factor *= -1 / 3
    factor += 0.5
    factor *= r
    factor += 0.5
    factor *= r
    factor *= step
    step += factor
    return r


def _corrected(a: Array, target: Array, odds: Array, *, short: bool = False) -> tuple[Array, Flags]:
    """Return ``beta`` after one step from ``odds`` (used up), and where that step is small."""
    step, lam, u = _newton(a, target, odds, short=short)
    beta = odds
    beta /= u
    relative = _bend(step, lam, a * beta)
    step /= a
    beta -= step
    # The step is small in every scale that matters: that of beta - 1 where lam is small,
    # those of beta and of 1 - q where it is large.
    lam += 0.4
    relative *= lam
    np.abs(relative, out=relative)
    return beta, relative <= _SMALL_STEP


def hard_levels(a: Array, target: Array) -> tuple[Array, Flags, Flags]:
    """Return ``beta``, where there is none, and where float64 cannot tell.

    Newton's iteration from the side on which it is monotone: in ``d = q - alpha`` from
    above, or, for roots near the top, in ``y = 1 - q`` from below.
    """
    top = -np.log(a)
    unclear = np.abs(target - top) <= _UNDECIDED * top
    none = (target > top) & ~unclear
    beta = np.ones_like(a)
    high = ~none & ~unclear & (target > 0.6 * top)
    low = ~none & ~unclear & ~high
    for chosen, solve in ((low, _from_above), (high, _from_below)):
        if chosen.any():
            beta[chosen] = solve(a[chosen], target[chosen])
    return beta, none, unclear


def _from_above(a: Array, target: Array) -> Array:
    b = 1 - a
    narrow = np.minimum(a, b)
    third = target / 3
    d = np.minimum(third + np.sqrt(third * third + 2 * target * a), 0.999 * b)  # Bernstein
    for _ in range(_SWEEPS):
        odds = (1 + d / a) / (1 - d / b)
        step, lam, _ = _newton(a, target, odds)
        # Halley's step where it is safe, Newton's where it is not: kl is convex in q.
        bend = 1 - step / (2 * (a + d) * (b - d) * lam)
        fresh = d - step / np.maximum(bend, 0.5)
        fresh = np.where(fresh > 0, fresh, d / 2)
        settled = np.abs(fresh - d) <= 1e-7 * d
        d = fresh
        # Where q is so close to alpha that the residual is noise, d stops moving relevantly.
        if (settled | (d <= 1e-8 * narrow)).all():
            break
    beta, _ = _corrected(a, target, (1 + d / a) / (1 - d / b))
    # The closed form of the limit, where one more step would only add noise.
    tiny = target * a * b <= 1e-17 * narrow * narrow
    return np.where(tiny, 1 + np.sqrt(2 * target * b / a), beta)


def _from_below(a: Array, target: Array) -> Array:
    b = 1 - a
    tilt = np.log(b) - np.log(a)
    deficit = -np.log(a) - target
    y = deficit / np.maximum(1 + tilt - np.log(np.minimum(deficit, 0.5)), 1.0)
    y = np.minimum(y, 0.5 * b)
    for _ in range(_SWEEPS):
        slope = np.log1p(-y) - np.log(y) + tilt
        value = -(1 - y) * np.log1p(-y) - y * np.log(y) + y * tilt
        fresh = y - (value - deficit) / slope
        fresh = np.where(fresh > 0, np.minimum(fresh, (y + b) / 2), y / 2)
        settled = np.abs(fresh - y) <= 1e-9 * y
        y = fresh
        if settled.all():
            break
    # Below an ulp of 1 the level is 1/alpha as far as floats go.
    inner = y > 1e-18
    odds = np.where(inner, (1 - y) / np.where(inner, y, 1.0) * (b / a), 1e18)
    beta, _ = _corrected(a, target, odds)
    return np.where(inner, beta, 1 / a)
