"""``beta`` from one evaluation of its equation at a point found in floats, proved.

At some fifty digits the time goes into making balls, not into their bits, so the general
method (:mod:`skilltheory.solve._newton`), which evaluates the equation afresh for the
step and for its proof, costs more than it must.  Here the equation ``f = 0`` is evaluated
once, at a point ``x``.  With ``u = f/f'``, ``rho = f''/f'`` and ``e = f'''/f''`` there, the
series of the inverse function gives the root as

    ``x - u - rho u^2/2 - rho (rho/2 - e/6) u^3 + rest``,

and a float is near enough for 180 bits.  What is asked of the terms differs so much that
only the first two need balls (:func:`second_order`).  The third is a float with a bound on
its error, and so are the ``rest`` and the proof that there is a root: those two need
inequalities that hold by a wide margin, evaluated in floats, or in arrays of floats for
many points at once (:func:`third_order`).

Let ``f(q) = kl(q, alpha) - target`` and ``x = alpha level``, exactly; let ``U`` bound
``|u|``, and let ``X`` be the points within ``2 U`` of ``x``.  The derivatives are
``f'' = s = 1/(q (1-q))``, ``f''' = s e`` with ``e = 1/(1-q) - 1/q``, and
``f'''' <= 2 s^3``.

Existence and uniqueness.  ``2 U <= 2^-20 min(x, 1-x)`` keeps ``s`` on ``X`` within a share
``2^-18`` of its value at ``x``; then ``2 U s <= 2^-10 f'(x)`` keeps ``f'`` on ``X`` within
a share ``2^-9``, so that it is positive, and ``|f(x)|/f' < 2 U``: the step of interval
Newton lies inside ``X``.  Where ``f'`` is positive, ``q`` is above ``alpha``; and there
``f`` rises, so that it has no other root.

Rest.  The fourth derivative of the inverse function is
``(-15 s^3 + 10 f' s f''' - f'^2 f'''')/f'^7``, so the rest is at most
``f(x)^4/24 s^3 (15 + 10 f' + 2 f'^2)/f'^7`` on ``X``, and that is less than
``U^4 rho^3 (15 + 10 f' + 2 f'^2)/16`` at ``x``.

Rounding.  Every float but ``e`` is a sum, a product or a quotient of positive ones (and
``1 - x``, which is at least ``2^-6``), within a share ``2^-44`` of what it stands for; the
margins of ``2^-10`` and more that the constants leave cover that.  In the third term ``e``
is a difference of terms up to ``s``, hence ``2^-42 U^3 rho (rho + s)`` for its error.
"""

from __future__ import annotations

from math import inf, isfinite
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from flint import arb

__all__ = ["LARGEST", "SMALLEST", "level_root", "second_order", "third_order"]

Floats = TypeVar("Floats", float, npt.NDArray[np.float64])

_LEAST_ACCURACY = 60
"""Bits of ``u`` that must be known, so that its cube may be formed in floats."""

_NEAR = 2.0**-20
"""How far the root may be, relative to the distances of ``x`` from 0 and 1."""

_STEADY = 2.0**-10
"""How much ``f'`` may change, relatively, on the way to the root."""

SMALLEST, LARGEST = 1e-30, 1 - 2.0**-6
"""Below, powers of floats might leave their range; above, ``1 - x`` is not known well."""


def level_root(p: int, d: int, level: float, target: arb) -> arb | None:
    """Enclose ``beta``, where ``kl(alpha beta, alpha) = target`` for ``alpha = p/d``.

    Parameters
    ----------
    p, d : int
        Numerator and denominator of ``alpha``.
    level : float
        An approximation of ``beta``, above 1.
    target : arb
        The right side, enclosed at the working precision.

    Returns
    -------
    arb or None
        A ball with ``beta``, the only solution above 1; None if ``level`` is not close
        enough to prove that.
    """
    a = p / d
    x = level * a
    if not SMALLEST < x < LARGEST:
        return None
    reached, step, slope = second_order(p, d, level, target)
    if not (slope > 0 and isfinite(step)):
        return None
    third, error, proved = third_order(a, x, step, slope)
    return reached - arb(third, error) if proved else None


def second_order(p: int, d: int, level: float, target: arb) -> tuple[arb, float, float]:
    """Return ``(x - u - rho u^2/2)/alpha``, and as floats ``u/alpha`` and ``f'``.

    The step ``u/alpha`` is infinite where it is not known well.
    """
    beta = arb(level)
    rest = d - beta * p  # d (1 - x)
    down = (rest / (d - p)).log()
    slope = beta.log() - down
    # As kl = x slope + down, Newton's step from x leads to (target - down)/slope.
    newton = (target - down) * d / (slope * p)
    step = beta - newton
    return (
        newton - step * step * d / (rest * slope * (2 * level)),
        float(step) if step.rel_accuracy_bits() >= _LEAST_ACCURACY else inf,
        float(slope),
    )


def third_order(a: Floats, x: Floats, step: Floats, slope: Floats) -> tuple[Floats, Floats, Any]:
    """Return the third term over ``alpha``, a bound on its error and the rest, and the proof.

    Parameters
    ----------
    a, x : float or array
        ``alpha``, and ``alpha level`` between :data:`SMALLEST` and :data:`LARGEST`.
    step, slope : float or array
        From :func:`second_order`.

    Returns
    -------
    third, error : float or array
    proved : bool or array of bool
        Whether that encloses the only root above ``alpha``.
    """
    y = 1 - x
    u, s = step * a, 1 / (x * y)
    size, rho = 1.001 * abs(u), s / slope
    cube = size * size * size * rho
    error = cube * ((rho + s) * 2.0**-42 + size * rho * rho * (15 + slope * (10 + 2 * slope)) / 16)
    third = u * u * u * rho * (rho / 2 - (1 / y - 1 / x) / 6)
    proved = (
        (slope > 0)
        & (2 * size <= _NEAR * x)
        & (2 * size <= _NEAR * y)
        & (2 * size * rho <= _STEADY)
    )
    return third / a, error / a, proved
