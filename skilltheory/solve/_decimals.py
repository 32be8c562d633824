"""From enclosures to decimal digits: nothing is printed that is not proved."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import floor, log10
from typing import TypeAlias

from flint import arb, ctx, fmpz

from skilltheory._digits import integer_text
from skilltheory.errors import SkillTheoryError
from skilltheory.solve._inputs import whole

__all__ = [
    "Decimal",
    "decimal_text",
    "fraction_of",
    "outward",
    "outward_fraction",
    "read_decimal",
    "rounded",
    "rounded_at",
    "shown",
]

Decimal: TypeAlias = tuple[fmpz, int]
"""``(mantissa, exponent)`` for ``mantissa * 10**exponent``."""

_EXACT_POWERS = 4096
_LARGEST_BITS = 1 << 24


_HALF = arb(0.5)
_WITHIN_HALF = arb(0, 0.5)
_POWERS = {places: arb(fmpz(10) ** places) for places in range(64)}  # exact


def read_decimal(text: str) -> Fraction:
    """Read a decimal of any length, as :func:`decimal_text` writes it."""
    digits, _, power = text.partition("e")
    whole_part, _, places = digits.partition(".")
    number = int(fmpz(whole_part + places))
    exponent = int(power or 0) - len(places)
    return Fraction(number * 10**exponent) if exponent >= 0 else Fraction(number, 10**-exponent)


@lru_cache(maxsize=512)
def _exact_power(exponent: int) -> arb:
    return arb(fmpz(10) ** exponent)


@lru_cache(maxsize=512)
def _range_of(digits: int) -> tuple[fmpz, fmpz]:
    """The least integer of so many digits, and the least with one more."""
    return fmpz(10) ** (digits - 1), fmpz(10) ** digits


def _shifted(ball: arb, places: int) -> arb:
    """``ball * 10**places``; for places in the billions the power itself is a ball."""
    if 0 <= places <= _EXACT_POWERS:
        return ball * _exact_power(places)
    if -_EXACT_POWERS <= places < 0:
        return ball / _exact_power(-places)
    with ctx.workprec(ctx.prec + places.bit_length() + 8):
        return ball * arb(10) ** places


def _leading_exponent(ball: arb) -> int:
    """Return floor(log10 |x|) for the midpoint, or one next to it."""
    middle = abs(float(ball))
    if 1e-300 < middle < 1e300:
        return floor(log10(middle))
    with ctx.workprec(128):
        return whole((abs(ball.mid()).log() / arb(10).log()).mid().floor())


def rounded(ball: arb, digits: int) -> Decimal | None:
    """Round every point of a ball to the same decimal of so many digits, if that can be done.

    Returns
    -------
    (mantissa, exponent) or None
        The decimal is ``mantissa * 10**exponent``; None if the ball is too wide.  The
        mantissa stays FLINT's, because Python's takes long to make.
    """
    return rounded_at(ball, digits, _leading_exponent(ball))


def rounded_at(ball: arb, digits: int, leading: int) -> Decimal | None:
    """Do what :func:`rounded` does, given floor(log10 |x|) or a number next to it."""
    least, beyond = _range_of(digits)
    for _ in range(3):  # next to a power of ten the first guess of the exponent is one off
        exponent = leading - digits + 1
        scale = _POWERS.get(-exponent)
        scaled = _shifted(ball, -exponent) if scale is None else ball * scale
        # A ball wider by 1/2 on each side holds one integer only if all its points round to it.
        nearest = (scaled + _WITHIN_HALF).unique_fmpz()
        if nearest is None:  # which so close to a half needs a closer look
            nearest = (scaled + _HALF).floor().unique_fmpz()
        if nearest is None:
            return None
        size = abs(nearest)
        if least <= size < beyond:
            return nearest, exponent
        leading += -1 if size < least else 1
    return None


def shown(value: Fraction, digits: int) -> str:
    """Write an exact number: in full if that takes at most so many digits, else rounded."""
    if value.denominator == 1:
        return integer_text(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest == 1:
        mantissa = int(value * 10**places)
        if len(integer_text(abs(mantissa))) <= digits:
            return decimal_text(mantissa, -places)
    return decimal_text(*_rounded_fraction(value, digits))


def _scaled(value: Fraction, exponent: int) -> Fraction:
    power = Fraction(10) ** abs(exponent)
    return value / power if exponent >= 0 else value * power


def _rounded_fraction(value: Fraction, digits: int) -> tuple[int, int]:
    """Round an exact nonzero number to so many digits, half to even."""
    exponent = (
        len(integer_text(abs(value.numerator))) - len(integer_text(value.denominator)) - digits
    )
    while True:  # at first a digit too many, or none; rounding up may add one
        mantissa = round(_scaled(value, exponent))
        if len(integer_text(abs(mantissa))) <= digits:
            return mantissa, exponent
        exponent += 1


def outward(ball: arb, digits: int) -> tuple[str, str]:
    """Decimals of so many digits, one below and one above every point of a ball."""
    exponent = _leading_exponent(ball) - digits + 1
    scaled = _shifted(ball, -exponent)
    low, high = whole(scaled.lower().floor()), whole(scaled.upper().ceil())
    return decimal_text(low, exponent), decimal_text(high, exponent)


def outward_fraction(value: Fraction, digits: int) -> tuple[str, str]:
    """Decimals around an exact number: both the number itself if it is that short."""
    text = shown(value, digits)
    if read_decimal(text) == value:
        return text, text
    mantissa, exponent = _rounded_fraction(value, digits)
    below = mantissa if Fraction(mantissa) <= _scaled(value, exponent) else mantissa - 1
    return decimal_text(below, exponent), decimal_text(below + 1, exponent)


def fraction_of(point: arb) -> Fraction:
    """Return an exact ball (no radius) as a fraction.

    Raises
    ------
    SkillTheoryError
        If the fraction would not fit in memory.
    """
    mantissa, exponent = point.man_exp()
    m, e = int(mantissa), int(exponent)
    if abs(e) > _LARGEST_BITS:
        raise SkillTheoryError(
            f"a fraction with 2**{abs(e)} is too large to write: use lower and upper"
        )
    return Fraction(m << e) if e >= 0 else Fraction(m, 1 << -e)


def decimal_text(mantissa: int | fmpz, exponent: int) -> str:
    """Write ``mantissa * 10**exponent``: positional when all digits written are given."""
    mantissa = int(mantissa)
    if mantissa == 0:
        return "0"
    sign, text = ("-", integer_text(-mantissa)) if mantissa < 0 else ("", integer_text(mantissa))
    leading = len(text) + exponent - 1
    if exponent == 0:
        return f"{sign}{text}"
    if exponent < 0 <= leading:
        return f"{sign}{text[: leading + 1]}.{text[leading + 1 :]}"
    if exponent < 0 and leading >= -6:
        return f"{sign}0.{'0' * (-leading - 1)}{text}"
    return f"{sign}{text[0]}{'.' if len(text) > 1 else ''}{text[1:]}e{leading}"
