"""``beta`` from one evaluation of its equation at a point found in floats, proved.

At some fifty digits the time goes into making balls, not into their bits, so the general
method (:mod:`skilltheory.solve._newton`), which evaluates the equation afresh for the
step and for its proof, costs more than it must.  Here the equation is evaluated once, at
a point ``x``.  With ``u = f/f'``, ``rho = f''/f'`` and ``e = f'''/f''`` there, the series
of the inverse function gives the root as

    ``x - u - rho u^2/2 - rho (rho/2 - e/6) u^3 + rest``,

and a float is near enough for 180 bits.  What is asked of the terms differs so much that
only the first two need balls.  The third is a float with a bound on its error, and so are
the ``rest`` and the proof that there is a root: those two need inequalities that hold by
a wide margin, evaluated in floats as sums and products of positive numbers.
"""

from __future__ import annotations

from flint import arb

__all__ = ["level_root"]

_LEAST_ACCURACY = 60
"""Bits of ``u`` that must be known, so that its cube may be formed in floats."""

_NEAR = 2.0**-20
"""How far the root may be, relative to the distances of ``x`` from 0 and 1."""

_STEADY = 2.0**-10
"""How much ``f'`` may change, relatively, on the way to the root."""

_SMALLEST, _LARGEST = 1e-30, 1 - 2.0**-6
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

    Notes
    -----
    Let ``f(q) = kl(q, alpha) - target`` and ``x = alpha level``, exactly; let ``U`` bound
    ``|u|``, and let ``X`` be the points within ``2 U`` of ``x``.  The derivatives are
    ``f'' = s = 1/(q (1-q))``, ``f''' = s e`` with ``e = 1/(1-q) - 1/q``, and
    ``f'''' <= 2 s^3``.

    Existence and uniqueness.  ``2 U <= 2^-20 min(x, 1-x)`` keeps ``s`` on ``X`` within a
    share ``2^-18`` of its value at ``x``; then ``2 U s <= 2^-10 f'(x)`` keeps ``f'`` on
    ``X`` within a share ``2^-9``, so that it is positive, and ``|f(x)|/f' < 2 U``: the
    step of interval Newton lies inside ``X``.  Where ``f'`` is positive, ``q`` is above
    ``alpha``; and there ``f`` rises, so that it has no other root.

    Rest.  The fourth derivative of the inverse function is
    ``(-15 s^3 + 10 f' s f''' - f'^2 f'''')/f'^7``, so the rest is at most
    ``f(x)^4/24 s^3 (15 + 10 f' + 2 f'^2)/f'^7`` on ``X``, and that is less than
    ``U^4 rho^3 (15 + 10 f' + 2 f'^2)/16`` at ``x``.

    Rounding.  Every float below but ``e`` is a sum, a product or a quotient of positive
    ones (and ``1 - x``, which is at least ``2^-6``), within a share ``2^-44`` of what it
    stands for; the margins of ``2^-10`` and more that the constants leave cover that.  In
    the third term ``e`` is a difference of terms up to ``s``, hence
    ``2^-42 U^3 rho (rho + s)`` for its error.
    """
    x = level * (p / d)
    if not _SMALLEST < x < _LARGEST:
        return None
    beta = arb(level)
    here = beta * p / d
    rest = 1 - here
    down = (rest * d / (d - p)).log()
    slope = beta.log() - down
    u = (down + here * slope - target) / slope  # kl = q log beta + (1-q) down
    if u.rel_accuracy_bits() < _LEAST_ACCURACY:
        return None
    y = 1 - x
    step, steep, s = float(u), float(slope), 1 / (x * y)
    size, rho = 1.001 * abs(step), s / steep
    if not (steep > 0 and 2 * size <= _NEAR * min(x, y) and 2 * size * rho <= _STEADY):
        return None
    cube = size * size * size * rho
    error = cube * ((rho + s) * 2.0**-42 + size * rho * rho * (15 + steep * (10 + 2 * steep)) / 16)
    third = step * step * step * rho * (rho / 2 - (1 / y - 1 / x) / 6)
    return beta - (u + (u * u / (here * rest * slope * 2) + arb(third, error))) * d / p
