"""The incomplete beta integral of a binomial tail, enclosed at any number of draws.

``P[Bin(n, p) >= t]`` is the integral over ``(0, p)`` of the density of Beta(t, n-t+1).
Series and continued fractions for it take as many terms as there are values within a
few standard deviations, but the density is as smooth as a Gaussian: it is integrated
from ``p`` to the side on which it falls, by a few Taylor polynomials.  Cauchy's
inequality bounds what a polynomial leaves out, and concavity of the logarithm what
lies beyond the last one.
"""

from __future__ import annotations

from typing import NamedTuple

from flint import arb, arb_poly, arb_series, ctx

__all__ = ["beta_integral", "log_choose"]

_RATIO = 4
"""How many times wider than a panel the circle is on which the density is bounded."""

_MOST_PANELS = 4096


class _Density(NamedTuple):
    """``exp(constant) x**a (1-x)**b``."""

    a: int
    b: int
    constant: arb

    def at(self, x: arb) -> arb:
        return (self.constant + self.a * x.log() + self.b * (-x).log1p()).exp()

    def slope(self, x: arb) -> arb:
        """Enclose the derivative of the logarithm."""
        return self.a / x - self.b / (1 - x)

    def bend(self, x: arb) -> arb:
        """Enclose minus half the second derivative of the logarithm, which is concave."""
        return (self.a / x**2 + self.b / (1 - x) ** 2) / 2

    def growth(self, x: arb, radius: arb) -> arb:
        """Bound the logarithm's rise from ``x`` to the circle around it, by its series."""
        to_zero, to_one = radius / x, radius / (1 - x)
        first = abs(self.slope(x)) * radius + self.bend(x) * radius**2
        zero, one = to_zero**3 / (1 - to_zero), to_one**3 / (1 - to_one)
        return (first + (self.a * zero + self.b * one) / 3).upper()


def log_choose(n: int, t: int) -> arb:
    """Enclose ``log C(n, t)``."""
    return arb(n + 1).lgamma() - arb(t + 1).lgamma() - arb(n - t + 1).lgamma()


def beta_integral(n: int, p: arb, t: int) -> arb:
    """Enclose ``P[Bin(n, p) >= t]`` for ``1 <= t <= n`` and ``p`` inside ``(0, 1)``.

    Meant for many draws: with few, the density may be too flat for few panels.  Not
    finite if the precision is far too low.

    Parameters
    ----------
    n, t : int
        Draws, and the least number of hits.
    p : arb
        Chance of a hit.

    Notes
    -----
    Theory reference, section 4; the integral is 8.17.5 of NIST's Digital Library of
    Mathematical Functions.
    """
    wanted = ctx.prec
    # The logarithms are about n in size, and the slope is a difference of such terms.
    with ctx.workprec(wanted + 2 * n.bit_length() + 32):
        density = _Density(t - 1, n - t, log_choose(n, t) + arb(t).log())
        middle = p.mid()
        upper = not middle * (n - 1) > density.a
        part = _beside(density, middle, -1 if upper else 1, wanted)
        tail = part if upper else 1 - part
        if not p.is_exact():  # by the mean value theorem
            tail += arb(0, (density.at(p) * p.rad()).upper())
    return +tail


def _beside(density: _Density, edge: arb, side: int, wanted: int) -> arb:
    """Enclose the integral from ``edge`` to one side, where the density falls."""
    total = arb(0)
    for _ in range(_MOST_PANELS):
        width = _width(density, edge, wanted)
        end = (edge + side * width).mid()
        total += abs(_panel(density, edge, end, wanted))
        edge, fall = end, -side * density.slope(end)
        if fall > 0:
            # A concave logarithm stays below its tangent: no more than an exponential's tail.
            beyond = (density.at(edge) / fall).upper()
            if beyond < total * arb((1, -wanted - 8)):
                return total + arb(0).union(beyond)
    return arb.nan()


def _width(density: _Density, edge: arb, wanted: int) -> arb:
    """Choose a panel on whose circle the density grows by at most ``2**(wanted/3)`` or so."""
    target = arb(wanted) * arb.const_log2() / 3
    half = abs(density.slope(edge)) / 2
    radius = target / (half + (half**2 + density.bend(edge) * target).sqrt())
    radius = radius.min(edge * 4 / 9).min((1 - edge) * 4 / 9)
    return (radius * 2 / _RATIO).mid()


def _panel(density: _Density, start: arb, end: arb, wanted: int) -> arb:
    """Enclose the integral from ``start`` to ``end`` by the Taylor series in the middle."""
    centre, terms = ((start + end) / 2).mid(), wanted * 4 // 5 + 8
    reach = abs(end - centre).max(abs(start - centre))
    cap, ctx.cap = ctx.cap, terms
    try:
        rest = arb_series([0, 1])
        powers = density.a * (centre + rest).log() + density.b * (1 - centre - rest).log()
        series = (density.constant + powers).exp()
    finally:
        ctx.cap = cap
    inside = arb_poly(list(series)).integral()
    radius = _RATIO * reach
    most = density.at(centre) * density.growth(centre, radius).exp()
    ratio = reach / radius
    left_out = 2 * reach * most * ratio**terms / (1 - ratio)
    return inside(end - centre) - inside(start - centre) + arb(0, left_out.upper())
