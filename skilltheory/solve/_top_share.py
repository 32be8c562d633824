"""The largest values of a binomial variable in ball arithmetic, for any number of draws.

For ``X ~ Bin(k, alpha)``, the mean over the largest ``theta`` share is the minimum over
``c`` of ``c + E(X-c)_+ / theta``, and the largest share whose mean reaches ``v`` the
minimum over ``c < v`` of ``E(X-c)_+ / (v - c)``.  Either falls in ``c`` and then rises,
and where it turns is told by the sign of a number that rises in ``c``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb, ctx

from skilltheory.functions._beta_integral import log_choose
from skilltheory.functions.balls import binomial_tail
from skilltheory.solve._integers import least_integer

__all__ = ["Draws", "leading_zeros", "level_share", "quantile", "tail_square", "top_mean"]

_GUESS_BITS = 64


class Draws:
    """A binomial variable ``X``, at the precision at which it is made.

    ``E(X-c)_+ = (k alpha - c) P[X > c] + (k - c) alpha P[X = c]``: one tail and one
    single probability, whose difference loses at most ``log2 k`` bits or so.
    """

    def __init__(self, k: int, alpha: arb) -> None:
        self.k, self.alpha = k, alpha
        self._above: dict[int, arb] = {}
        self._prec = ctx.prec + 2 * k.bit_length()

    def above(self, c: int) -> arb:
        """Enclose ``P[X > c]``."""
        if c not in self._above:
            with ctx.workprec(self._prec):
                self._above[c] = binomial_tail(arb(self.k), self.alpha, arb(c + 1))
        return self._above[c]

    def here(self, c: int) -> arb:
        """Enclose ``P[X = c]``."""
        with ctx.workprec(self._prec):
            rest = self.k - c
            logs = c * self.alpha.log() + rest * (-self.alpha).log1p()
            return (log_choose(self.k, c) + logs).exp()

    def excess(self, c: int) -> arb:
        """Enclose ``E(X - c)_+`` for ``c >= 0``."""
        with ctx.workprec(self._prec):
            beyond = (self.k * self.alpha - c) * self.above(c)
            return beyond + (self.k - c) * self.alpha * self.here(c)

    def surplus(self, c: int, v: arb) -> arb:
        """Enclose ``E[(X - v); X > c]``."""
        with ctx.workprec(self._prec):
            beyond = (self.k * self.alpha - v) * self.above(c)
            return beyond + (self.k - c) * self.alpha * self.here(c)

    def excess_slope(self, c: int) -> arb:
        """Enclose the derivative of ``E(X - c)_+`` in ``alpha``."""
        return self.k * self.above(c) + (self.k - c) * self.here(c)


def top_mean(draws: Draws, theta: arb, near: int | None = None) -> arb:
    """Enclose the mean over the largest ``theta`` share; not finite if precision lacks.

    ``near`` is a guess at the minimising ``c``.
    """
    return _minimum(
        lambda c: c + draws.excess(c) / theta,
        lambda c: theta - draws.above(c),
        quantile(draws, theta, near),
        draws.k,
    )


def level_share(draws: Draws, v: arb, top: int) -> arb:
    """Enclose the largest share whose mean reaches ``v``; not finite if precision lacks.

    ``top`` is the largest integer below ``v``.
    """
    return _minimum(
        lambda c: draws.excess(c) / (v - c),
        lambda c: draws.surplus(c, v),
        _turning_point(draws, v, top),
        top,
    )


def _minimum(value: Callable[[int], arb], turn: Callable[[int], arb], c: int, last: int) -> arb:
    """Enclose the minimum of ``value``, which does not fall from where ``turn >= 0``.

    ``c`` is the first at which ``turn`` is not seen to be negative.  Where its sign
    cannot be told, the minimum is there or at the next.
    """
    if c == last or turn(c) >= 0:
        return value(c)
    if c + 1 == last or turn(c + 1) >= 0:
        return value(c).min(value(c + 1))
    return arb.nan()


def _with_guess(draws: Draws, lost: int, search: Callable[[Draws, int | None], int]) -> int:
    """Search at low precision, then from what was found there at this one."""
    bits = _GUESS_BITS + draws.k.bit_length() + lost
    if bits >= ctx.prec:
        return search(draws, None)
    with ctx.workprec(bits):
        guess = search(Draws(draws.k, draws.alpha), None)
    return search(draws, guess)


def quantile(draws: Draws, theta: arb, near: int | None = None) -> int:
    """Return the least ``c`` with ``P[X > c] <= theta``, as far as the balls can tell.

    Newton's iteration on the logarithm of the smaller of both tails, which is concave.
    """
    upper = bool(2 * theta < 1)

    def look(draws: Draws, c: int) -> tuple[bool, arb]:
        tail = draws.above(c)
        if upper:
            ratio = (-draws.here(c + 1) / tail).log1p()
            guess = c + (theta / tail).log() / ratio
        else:
            below = 1 - tail
            ratio = (draws.here(c + 1) / below).log1p()
            guess = c + ((1 - theta) / below).log() / ratio
        return not tail > theta, guess

    def search(draws: Draws, near: int | None) -> int:
        start = _normal_quantile(draws, theta) if near is None else near
        return least_integer(-1, draws.k, lambda c: look(draws, c), start)

    if near is not None:
        return search(draws, near)
    return _with_guess(draws, 0 if upper else leading_zeros(1 - theta), search)


def _turning_point(draws: Draws, v: arb, top: int) -> int:
    """Return the least ``c`` with ``E[(X-v); X > c] >= 0``, as far as the balls can tell.

    Newton's iteration on the logarithm of ``E[X | X > c] - k alpha``, nearly concave.
    """

    def look(draws: Draws, c: int) -> tuple[bool, arb]:
        tail, single = draws.above(c), draws.here(c)
        mean = draws.k * draws.alpha
        gain = (draws.k - c) * draws.alpha * single / tail
        slope = (single / tail) * (mean + gain - c) / gain
        return not draws.surplus(c, v) < 0, c + ((v - mean) / gain).log() / slope

    def search(draws: Draws, near: int | None) -> int:
        return least_integer(-1, top, lambda c: look(draws, c), near)

    lost = 2 * leading_zeros(v / (draws.k * draws.alpha) - 1)
    return _with_guess(draws, lost + draws.k.bit_length(), search)


def _normal_quantile(draws: Draws, theta: arb) -> int | None:
    """Return about the quantile, by the normal distribution."""
    mean, variance = draws.k * draws.alpha, draws.k * draws.alpha * (1 - draws.alpha)
    found = (mean + (2 * variance).sqrt() * (2 * theta).mid().erfcinv()).mid().floor()
    return int(whole) if (whole := found.unique_fmpz()) is not None else None


def leading_zeros(share: arb) -> int:
    """Return about how many zero bits a small number begins with."""
    middle = share.mid()
    if not middle > 0:
        return 0
    return max(0, -int(middle.log().mid().floor().unique_fmpz() or 0) * 3 // 2)


def tail_square(share: Fraction) -> Fraction:
    """Return about the square of a top share's mean, in standard deviations from the mean.

    The lesser of Cantelli's inequality and the tail of a Gaussian; for first guesses.
    """
    rest = (1 - share) / share
    digits = share.denominator.bit_length() - share.numerator.bit_length() + 1
    return min(rest, Fraction(2 * digits))
