"""Float approximations for the finite sharp bound: which ``c``, ``lam`` and ``beta``.

Nothing here needs to be right; the ball arithmetic in :mod:`._finite_sharp`
proves what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skilltheory.solve._exponent import Exponent

__all__ = ["Guess", "best_beta", "best_l"]

Array = npt.NDArray[np.float64]
_ROUNDS = 7
_POINTS = 33
_WIDTH = 24.0


class Guess(NamedTuple):
    """Approximate optimum: the level, ``lam``, and the value reached there."""

    c: int
    lam: float
    value: float


class _Floats:
    """The exponent in floats, vectorised over ``lam``."""

    def __init__(self, exponent: Exponent) -> None:
        self.law = np.array([float(p) for p in exponent.law])
        self.i = np.arange(len(self.law), dtype=np.float64)
        self.pieces = float(exponent.pieces)
        self.errors = float(exponent.errors)
        self.edges = float(exponent.edges)
        self.share = float(exponent.share)
        self.competence = exponent.competence
        mean = float(self.law @ self.i)
        self.spread = max(float(self.law @ (self.i - mean) ** 2), 1e-300)

    def log_mean(self, c: int, lam: Array, x: Array | float) -> Array:
        """``log E exp(lam W)``, stable for small and for large ``lam``."""
        w = np.maximum(self.i - c, 0.0) - np.multiply.outer(np.asarray(x, dtype=float), self.i)
        lw = lam[:, None] * w
        top = lw.max(axis=1)
        safe = np.minimum(lw, 1.0)
        small: Array = np.log1p(np.expm1(safe) @ self.law)
        shifted = np.exp(lw - top[:, None]) @ self.law
        with np.errstate(divide="ignore"):
            return np.where(top < 1.0, small, top + np.log(shifted))

    def value(self, c: int, lam: Array, beta: Array | float) -> Array:
        """``F``."""
        if self.competence:
            return lam * self.errors * c + self.pieces * self.log_mean(c, lam, self.share * beta)
        pull = self.errors * c - self.edges * beta
        return lam * pull + self.pieces * self.log_mean(c, lam, 0.0)

    def beta(self, c: int, lam: Array, need: float) -> Array:
        """Return the ``beta`` with ``F = -need``; infinite where ``1/theta`` is not enough."""
        if not self.competence:
            total = need + self.pieces * self.log_mean(c, lam, 0.0) + lam * self.errors * c
            return total / (lam * self.edges)
        low, high = np.zeros_like(lam), np.full_like(lam, 1 / self.share)
        none = self.value(c, lam, high) > -need
        for _ in range(48):
            middle = (low + high) / 2
            enough = self.value(c, lam, middle) <= -need
            high = np.where(enough, middle, high)
            low = np.where(enough, low, middle)
        return np.where(none, np.inf, high)


def best_beta(exponent: Exponent, need: float, c: int) -> Guess:
    """Return the least ``beta`` with ``F = -need`` and where it is reached, near ``c``."""
    floats = _Floats(exponent)
    centre = log(2 * need / (floats.pieces * floats.spread)) / 2
    return _descend(exponent, c, centre, lambda c, lam: floats.beta(c, lam, need))


def best_l(exponent: Exponent, beta: float, c: int, *, fixed: bool = False) -> Guess:
    """Return where ``F`` is least for a given ``beta``, at this ``c`` or near it."""
    floats = _Floats(exponent)
    centre = -log(floats.pieces * floats.spread) / 2
    return _descend(exponent, c, centre, lambda c, lam: floats.value(c, lam, beta), fixed)


def _descend(
    exponent: Exponent,
    start: int,
    centre: float,
    function: Callable[[int, Array], Array],
    fixed: bool = False,
) -> Guess:
    """Minimise over ``lam``, and over ``c`` as long as a neighbour is better."""

    def at(c: int) -> Guess:
        # One valley in log lam: grids that close in on it.
        best, value, width = centre, 0.0, _WIDTH
        for _ in range(_ROUNDS):
            points = np.linspace(best - width, best + width, _POINTS)
            values = function(c, np.exp(points))
            lowest = int(np.argmin(values))
            best, value = float(points[lowest]), float(values[lowest])
            width *= 5 / (_POINTS - 1)
        return Guess(c, exp(best), value)

    best = at(start)
    for step in () if fixed else (1, -1):
        while best.c + step in exponent.levels:
            candidate = at(best.c + step)
            if not candidate.value < best.value:
                break
            best = candidate
    return best
