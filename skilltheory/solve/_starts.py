"""Float approximations from which the certified iteration starts.

Nothing here needs to be right; a bad start costs time, never truth.  Each
function works in the variable that stays well scaled towards the ends of the
domain, and returns None where floats cannot follow.
"""

from __future__ import annotations

from math import exp, expm1, isfinite, log, log1p, sqrt

__all__ = ["level_gap", "level_point", "log_share", "share_gap", "share_ratio", "top_gap"]

_SWEEPS = 60


def _bregman(x: float, y: float, gap: float) -> float:
    """Return ``x log(x/y) - x + y`` given ``gap = x - y``, without cancellation."""
    s = gap / (x + y)
    if abs(s) > 0.05:
        return x * log(x / y) - gap
    square = s * s
    series = square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9 + square / 11))))
    return gap * s + 2 * x * s * series


def level_point(a: float, b: float, target: float) -> float | None:
    """Solve ``kl(q, a) = target`` for ``q`` to all bits of a float, by the quickest way there is.

    The closed form and the fourth-order step of :mod:`skilltheory.solve._grid_level`.
    """
    width = b / a
    s = 2 / 3 * sqrt(2 * target * width)
    w = abs(1 + s * (1 - 1 / width))
    x = min(s * (1 + w / (1 + sqrt(w))), 0.98 * width)
    odds = (1 + x) * width / (width - x)
    for _ in range(6):
        grown = a * (odds - 1)
        q = a * odds / (1 + grown)
        lam = log(odds)
        step = (q * lam - log1p(grown) - target) / lam
        r = step / (q * (1 - q) * lam)
        q -= step * (1 + r * (0.5 + r * (0.5 - lam * (q - 0.5) / 3)))
        if not a < q < 1:
            return None
        if abs(r) * (lam + 0.4) < 1e-4:
            return q
        odds = q / (1 - q) * width
    return None


def level_gap(a: float, b: float, target: float) -> float | None:
    """Solve ``kl(a + d, a) = target`` for ``d``, where the root is not close to ``d = b``."""
    # Bernstein: kl(a+d, a) >= d^2 / (2 (a + d/3)), so this d is at or above the root.
    third = target / 3
    d = third + sqrt(third * third + 2 * target * a)
    if not d > 0:
        return None
    d = min(d, 0.999 * b)
    for _ in range(_SWEEPS):
        q, y = a + d, b - d
        up, down = log1p(d / a), log1p(-d / b)
        f = q * up + y * down if d > 0.05 * a else _bregman(q, a, d) + _bregman(y, b, -d)
        f -= target
        f1 = up - down
        # Halley's step, the curvature being 1/(q y); far off Newton's is the safe one.
        fresh = d - f / max(f1 - f / (2 * f1 * q * y), f1 / 2)
        if not 0 < fresh < b:
            fresh = (d + (b if fresh >= b else 0.0)) / 2
        if abs(fresh - d) <= 1e-5 * min(fresh, b - fresh):
            return fresh
        d = fresh
    return None


def top_gap(a: float, b: float, deficit: float) -> float | None:
    """Solve ``kl(1 - y, a) = log(1/a) - deficit`` for ``y``."""
    tilt = log(b) - log(a)
    y = 0.0
    for _ in range(4):  # y (1 + tilt + log(1/y)) is about the deficit
        y = deficit / max(1 + tilt - log(y or min(deficit, 0.5)), 1.0)
    y = min(y, 0.999 * b)
    for _ in range(_SWEEPS):
        f = -(1 - y) * log1p(-y) - y * log(y) + y * tilt - deficit
        f1 = log1p(-y) - log(y) + tilt
        fresh = y - f / f1
        if not 0 < fresh < b:
            fresh = (y + (b if fresh >= b else 0.0)) / 2
        done = abs(fresh - y) <= 1e-8 * fresh
        y = fresh
        if done:
            return y
    return None


def share_ratio(x: float, target: float) -> float | None:
    """Solve ``kl(a (1 + x), a) = target`` for ``a``, where ``a (1 + x)`` is not close to 1."""
    beta = 1 + x
    rise = _bregman(beta, 1.0, x)
    a = min(target / rise, 0.999 / beta)  # kl >= a phi(beta): at or above the root
    for _ in range(_SWEEPS):
        rest, q = 1 - a, 1 - a * beta
        f = a * rise + _bregman(q, rest, -a * x) - target
        f1 = _bregman(beta, q / rest, beta - q / rest)
        fresh = a - f / f1
        if not 0 < fresh < 1 / beta:
            fresh = a / 2
        done = abs(fresh - a) <= 1e-8 * min(fresh, 1 - fresh * beta)
        a = fresh
        if done:
            return a
    return None


def share_gap(x: float, deficit: float) -> float | None:
    """Solve ``kl(1 - y, (1 - y)/(1 + x)) = log(1 + x) - deficit`` for ``y``."""
    y = min(deficit, 0.5)
    for _ in range(_SWEEPS):
        # The equation is y log(1 + x/y) = deficit.
        f, f1 = y * log1p(x / y) - deficit, log1p(x / y) - x / (x + y)
        fresh = y - f / f1
        if not 0 < fresh < 1:
            fresh = (y + (1.0 if fresh >= 1 else 0.0)) / 2
        done = abs(fresh - y) <= 1e-8 * fresh
        y = fresh
        if done:
            return y
    return None


def log_share(target: float) -> float | None:
    """Solve ``h(theta)/theta = target`` for ``w = log theta``."""
    if not target > 0 or not isfinite(target):
        return None
    if target > 50:
        return 1 - target
    z = target
    for _ in range(4):  # for theta = 1 - z near 1 the ratio is about z (1 + log(1/z))
        z = target / (1 - log(min(z, 1.0)))
    w = log1p(-z) if z < 0.5 else 0.5 - target
    for _ in range(_SWEEPS):
        theta, rest = exp(w), -expm1(w)
        slope = log(rest) / theta
        fresh = w - (-w - rest * slope - target) / slope
        if not fresh < 0:
            fresh = w / 2
        done = abs(fresh - w) <= 1e-8 * abs(fresh)
        w = fresh
        if done:
            return w
    return None
