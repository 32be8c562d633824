"""Certified roots: approximate by a fast iteration, then prove by interval Newton.

The iteration may be wrong without harm.  The proof is one step: if ``f`` is
enclosed at the centre ``m`` of a ball ``X``, its derivative over all of ``X``,
and ``m - f(m)/f'(X)`` lies inside ``X``, then ``X`` contains exactly one root,
and the step contains it too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import ClassVar, TypeAlias

from flint import arb, ctx

__all__ = ["Equation", "Pair", "certified_root"]

Pair: TypeAlias = tuple[arb, arb]

_LOSS = 8  # bits that a fourth-order step is taken not to gain
_WIDENINGS = 4


class Equation(ABC):
    """A smooth monotone equation ``f(x) = 0``, with its constants already enclosed."""

    rising: ClassVar[bool] = True

    @abstractmethod
    def value(self, x: arb) -> Pair:
        """Enclose ``f`` and its derivative at a point."""

    @abstractmethod
    def bend(self, x: arb) -> Pair:
        """Enclose the next two Taylor coefficients, of second and third order."""

    @abstractmethod
    def curvature(self, x: arb) -> arb:
        """Enclose ``f''`` over a ball."""

    @abstractmethod
    def gap(self, x: arb) -> arb:
        """Enclose how near an end of the domain is, relative to ``x``."""


@lru_cache(maxsize=256)
def _power_of_two(exponent: int) -> arb:
    return arb((1, exponent))


def _step(equation: Equation, x: arb) -> arb:
    """Return the displacement to the root, to fourth order (reversion of the series)."""
    f, f1 = equation.value(x)
    f2, f3 = equation.bend(x)
    u = f / f1
    a = f2 / f1
    return -u * (1 + u * (a + u * (2 * a * a - f3 / f1)))


def certified_root(
    equation: Equation, start: arb, good: int, bits: int, depth: int, spare: int
) -> arb | None:
    """Return a ball that contains the root and no other, or None if the proof fails.

    Leaves ``ctx.prec`` at the working precision, ``bits + spare``.

    Parameters
    ----------
    equation : Equation
        What to solve, its constants enclosed at the working precision.
    start : arb
        An approximation, exact as a ball.
    good : int
        About how many bits of its distance to the domain's end are right; it only
        decides the schedule.
    bits : int
        Accuracy to reach, relative to that distance.
    depth : int
        How many bits smaller than the root itself that distance is.
    spare : int
        Bits to work with beyond those to reach.
    """
    schedule = [bits]
    while schedule[-1] > 4 * good - _LOSS:
        schedule.append((schedule[-1] + _LOSS + 3) // 4)
    x = start
    for reached in reversed(schedule):
        ctx.prec = reached + spare
        x = (x + _step(equation, x)).mid()
    if not x.is_finite():
        return None
    f, f1 = equation.value(x)
    radius = abs(x) * _power_of_two(4 - bits - depth)
    for _ in range(_WIDENINGS):
        around = arb(x, radius)
        # Mean value form: f' over the ball without another logarithm.
        slope = f1 + (around - x) * equation.curvature(around)
        newton = x - f / slope
        if around.contains_interior(newton):
            return newton
        radius = radius * 4096
    return None
