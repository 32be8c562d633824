"""The sharp bound solved for the share of skills given up.

``T/(k alpha)`` falls in ``alpha`` and, where it is below ``1/theta``, strictly: a sign
change proves one root.  Beyond 1 it falls about as the root of the odds against a hit,
so secants of logarithms find where; at a fixed ``c`` the equation is smooth, Newton's
iteration refines the root, and the signs at its sides prove it.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb, ctx

from skilltheory.solve._inputs import ball
from skilltheory.solve._search import Proved, bits_for, lost_near_one, round_ball
from skilltheory.solve._top_share import Draws, quantile, tail_square, top_mean

__all__ = ["share_given_up"]

_TRIES = 12
_STEPS = 200
_SECANTS = 40
_CLOSE = arb((1, -40))


def share_given_up(k: int, beta: Fraction, share: Fraction, digits: int) -> Proved:
    """Enclose the root ``alpha`` of ``T(alpha) = k alpha beta`` in ``(0, 1/beta)``.

    Parameters
    ----------
    k : int
        Skills drawn per text piece.
    beta : Fraction
        Level; ``share * beta < 1`` and ``share * beta**k > 1``.
    share : Fraction
        The share of pieces with an error (of groups, for tuples).
    digits : int
        Significant digits to prove.

    Notes
    -----
    Theory reference, statements 5.2 and 5.3.
    """

    def surplus(alpha: arb, c: int) -> arb:
        return top_mean(Draws(k, alpha), ball(share), c) - alpha * ball(k * beta)

    extra = lost_near_one(beta) // 2 + k.bit_length()
    ctx.prec = 64 + extra
    x, c = _piece(k, beta, share)
    for attempt in range(_TRIES):
        bits = bits_for(digits) + extra
        ctx.prec = bits + 64 + extra
        for _ in range(4 * bits.bit_length()):
            draws, edges = Draws(k, x), ball(k * beta * share)
            value = c * ball(share) + draws.excess(c) - x * edges
            step = value / (draws.excess_slope(c) - edges)
            x = (x - step).mid()
            if abs(step) < x * arb((1, -ctx.prec // 2 - 8)):
                break
        radius = x * arb((1, -bits))
        if surplus((x - radius).mid(), c) > 0 and surplus((x + radius).mid(), c) < 0:
            proved = round_ball(arb(x, radius), digits, attempt)
            if proved is not None:
                return proved
        x, c = _piece(k, beta, share)  # at this precision
        extra += 64 + extra
    raise ArithmeticError("the root could not be enclosed")  # pragma: no cover


def _piece(k: int, beta: Fraction, share: Fraction) -> tuple[arb, int]:
    """Return a point just below the root, and the ``c`` that minimises from it to the root.

    By secants of ``log(T/(k alpha) - 1)`` over the log odds of a hit.  Not by tangents:
    ``T`` has a kink wherever the minimising ``c`` moves on, and its slope between two
    kinks is not the one from kink to kink.  ``c`` rises with ``alpha``, so that the same
    one on both sides of the root is the one there.
    """
    target, theta = ball(beta - 1), ball(share)
    low, high, reach = arb(0), (1 / ball(beta)).mid(), _CLOSE
    c_low, c_high = None, None
    odds = ball(tail_square(share)) / k / target**2
    x, before = (odds / (1 + odds)).mid(), None
    for step in range(_STEPS):
        if not (low < x and x < high) or step > _SECANTS:
            x = ((low + high) / 2).mid()
        draws = Draws(k, x)
        c = quantile(draws, theta)
        above_one = top_mean(draws, theta, c) / (k * x) - 1
        is_low = bool(above_one > target)
        if is_low:
            low, c_low = x, c
        else:
            high, c_high = x, c
        if c_low is not None and (c_low == c_high or high - low < low * arb((1, -ctx.prec // 2))):
            break
        here = ((x / (1 - x)).log().mid(), (above_one / target).log().mid())
        slope = arb(-0.5)
        if before is not None:
            secant = (here[1] - before[1]) / (here[0] - before[0])
            slope = secant.mid() if abs(secant + 1) < 0.75 else slope
            # Go beyond the root, to see it from both sides, and ever farther if it is not.
            reach = reach * 16 if is_low == (before[1] > 0) else _CLOSE
        move, before = abs(here[1] / slope).max(reach), here
        move = move.mid() if is_low else -move.mid()
        odds = (here[0] + move).exp()
        x = (odds / (1 + odds)).mid()
    return low, c if c_low is None else c_low
