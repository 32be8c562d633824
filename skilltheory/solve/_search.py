"""From an equation to a proved number: starts, retries, rounding."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import frexp
from typing import Generic, NamedTuple, TypeVar

from flint import arb, ctx

from skilltheory.solve._decimals import Decimal, rounded
from skilltheory.solve._newton import Equation, certified_root

__all__ = [
    "Proved",
    "Start",
    "bits_for",
    "by_bisection",
    "depth_of",
    "evaluate",
    "floating",
    "round_ball",
    "solve",
]

_GUARD = 24
_FLOAT_BITS = 47
_ATTEMPTS = 10
_MOST_BITS = 1 << 22


class Proved(NamedTuple):
    """An enclosure, and the correctly rounded decimal that it proves."""

    ball: arb
    decimal: Decimal
    digits: int


Kind = TypeVar("Kind", bound=Equation)


class Start(NamedTuple, Generic[Kind]):
    """A point near the root; ``depth`` is how many bits it is from an end of the domain."""

    point: Callable[[Kind], arb]
    good: int
    depth: int


def floating(point: Callable[[Kind], arb], gap: float) -> Start[Kind] | None:
    """Return a start found with floats, given its relative distance to the nearest end."""
    if not gap > 0:
        return None
    return Start(point, _FLOAT_BITS, 2 - frexp(gap)[1] if gap < 1 else 0)


def lost_near_one(beta: Fraction) -> int:
    """Bits that cancel in ``kl(alpha beta, alpha)`` because ``beta`` is near 1."""
    excess = beta - 1
    return max(0, 2 * (excess.denominator.bit_length() - excess.numerator.bit_length() + 1))


def bits_for(digits: int) -> int:
    """Bits that so many digits and their rounding take."""
    return int(digits * 3.3219281) + 8


def solve(
    equation: Callable[[], Kind],
    start: Start[Kind] | None,
    place: Callable[[arb], arb],
    finish: Callable[[Kind, arb], arb],
    digits: int,
    loss: int = 0,
) -> Proved:
    """Find and prove the root of a rising or falling equation.

    Parameters
    ----------
    equation : callable
        Makes the equation, its constants enclosed at ``ctx.prec``.
    start : Start or None
        From floats, if they could follow.
    place : callable
        Maps the real line onto the domain of the unknown, rising; for bisection.
    finish : callable
        From the equation and its root to the value asked for, at ``ctx.prec``.
    digits : int
        Significant digits to prove.
    loss : int
        Bits that cancel in the equation.
    """
    extra = 0
    for attempt in range(_ATTEMPTS):
        if start is None:
            start = by_bisection(equation, place)
        bits, depth = bits_for(digits) + extra, start.depth
        # Logarithms near an end of the domain cost its depth a second time; after an attempt
        # that failed, more may cancel than was foreseen.
        spare = 2 * depth + loss + _GUARD + extra
        ctx.prec = bits + spare
        made = equation()
        root = certified_root(made, start.point(made).mid(), start.good, bits, depth, spare)
        if root is None:
            start = None if attempt == 0 else start
        else:
            proved = round_ball(finish(made, root), digits, attempt)
            if proved is not None:
                return proved
        extra += 32 + extra
    raise ArithmeticError("the root could not be enclosed")  # pragma: no cover


def evaluate(formula: Callable[[], arb], digits: int) -> Proved:
    """Evaluate a formula to so many proved digits."""
    extra = 0
    for attempt in range(2 * _ATTEMPTS):
        ctx.prec = bits_for(digits) + _GUARD + extra
        proved = round_ball(formula(), digits, attempt)
        if proved is not None:
            return proved
        extra += 32 + extra
    raise ArithmeticError("the formula could not be enclosed")  # pragma: no cover


def round_ball(ball: arb, digits: int, attempt: int = 0) -> Proved | None:
    """Return the decimal that a ball proves, or None if it is too wide."""
    if not ball.is_finite():
        return None
    # A number that ends in ...5 right after the last digit cannot be rounded there by
    # any enclosure; after some attempts the answer is to give more digits.
    shown = digits + max(0, attempt - 3)
    decimal = rounded(ball, shown)
    return None if decimal is None else Proved(ball, decimal, shown)


def by_bisection(equation: Callable[[], Kind], place: Callable[[arb], arb]) -> Start[Kind]:
    """Find the root to about 40 bits with proved signs alone, wherever in the domain it lies."""

    def sign(u: arb) -> int:
        prec = 128 + 4 * int(abs(float(u)))
        while prec < _MOST_BITS:
            ctx.prec = prec
            value = equation().value(place(u))[0]
            if value > 0:
                return 1
            if value < 0:
                return -1
            prec *= 2
        raise ArithmeticError("a sign could not be decided")  # pragma: no cover

    low, high = arb(-1), arb(1)
    direction = 1 if equation().rising else -1
    while sign(low) * direction > 0:
        low, high = 2 * low, low
    while sign(high) * direction < 0:
        low, high = high, 2 * high
    while high - low > arb((1, -44)):
        middle = (low + high) / 2
        if sign(middle) * direction > 0:
            high = middle
        else:
            low = middle
    found = (low + high) / 2
    ctx.prec = 128 + 4 * int(abs(float(found)))
    while True:
        gap = equation().gap(place(found).mid())
        if gap.rel_accuracy_bits() > 8:
            return Start(lambda _: place(found), 38, depth_of(gap))
        ctx.prec *= 2


def depth_of(gap: arb) -> int:
    """Return how many bits a relative distance is below 1."""
    mantissa, exponent = gap.mid().man_exp()
    return max(0, 2 - int(exponent) - int(mantissa).bit_length())
