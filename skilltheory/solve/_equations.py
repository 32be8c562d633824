"""The equations ``k theta rate(alpha, beta) = cost(theta)``, one for each unknown.

Each has one root on its domain: the rate rises in ``beta`` and in ``alpha``, and
``cost(theta)/theta`` falls in ``theta`` (theory reference, statements 4.4 to 4.6).
"""

from __future__ import annotations

from flint import arb

from skilltheory.solve._newton import Equation, Pair

__all__ = ["EntropyRatio", "LevelEquation", "ShareEquation"]


class LevelEquation(Equation):
    """``kl(q, a) = target``, for ``q = a beta`` in ``(a, 1)``; ``b = 1 - a``."""

    def __init__(self, a: arb, b: arb, target: arb) -> None:
        self.a, self.b, self.target = a, b, target

    def value(self, x: arb) -> Pair:
        y = 1 - x
        up, down = (x / self.a).log(), (y / self.b).log()
        return x * up + y * down - self.target, up - down

    def bend(self, x: arb) -> Pair:
        p, q = 1 / x, 1 / (1 - x)
        total = p + q
        return total / 2, total * (q - p) / 6

    def curvature(self, x: arb) -> arb:
        return 1 / (x * (1 - x))

    def gap(self, x: arb) -> arb:
        return (1 - self.a / x).min(1 - x)


class ShareEquation(Equation):
    """``kl(a beta, a) = target``, for ``a`` in ``(0, 1/beta)``."""

    def __init__(self, beta: arb, target: arb) -> None:
        self.beta, self.log_beta, self.target = beta, beta.log(), target

    def _ratio(self, x: arb) -> tuple[arb, arb, arb]:
        """Return ``1 - a``, ``r = (1 - a beta)/(1 - a)`` and its derivative."""
        rest = 1 - x
        return rest, (1 - x * self.beta) / rest, (1 - self.beta) / (rest * rest)

    def value(self, x: arb) -> Pair:
        beta, q = self.beta, x * self.beta
        _, r, _ = self._ratio(x)
        log_r = r.log()
        f = q * self.log_beta + (1 - q) * log_r - self.target
        # The derivative is r phi(beta/r), statement 4.6.
        return f, beta * (self.log_beta - log_r) - beta + r

    def bend(self, x: arb) -> Pair:
        rest, r, r1 = self._ratio(x)
        slope = 1 - self.beta / r
        return r1 * slope / 2, (2 * r1 / rest * slope + self.beta * (r1 / r) ** 2) / 6

    def curvature(self, x: arb) -> arb:
        _, r, r1 = self._ratio(x)
        return r1 * (1 - self.beta / r)

    def gap(self, x: arb) -> arb:
        return 1 - x * self.beta


class EntropyRatio(Equation):
    """``h(theta)/theta = target``, for ``w = log theta`` below 0.

    In ``w`` the equation is nearly linear, and ``theta`` may be far below what a
    float can hold.
    """

    rising = False

    def __init__(self, target: arb) -> None:
        self.target = target

    @staticmethod
    def _slope(x: arb) -> tuple[arb, arb]:
        """Return ``1 - theta`` and ``log(1 - theta)/theta``, at either end of (0, 1)."""
        theta, rest = x.exp(), -x.expm1()
        return rest, ((-theta).log1p() if x < -1 else rest.log()) / theta

    def value(self, x: arb) -> Pair:
        rest, slope = self._slope(x)
        return -x - rest * slope - self.target, slope

    def bend(self, x: arb) -> Pair:
        rest, f2 = -x.expm1(), self.curvature(x)
        return f2 / 2, (-x.exp() / rest**2 - f2) / 6

    def curvature(self, x: arb) -> arb:
        rest, slope = self._slope(x)
        return -1 / rest - slope

    def gap(self, x: arb) -> arb:
        """What is asked for is ``exp(x)``: far from 0 that takes more bits of ``x``."""
        return 1 / (1 - x)
