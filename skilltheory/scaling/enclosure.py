"""A number known to lie between two rationals, printed with its proven digits only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    localcontext,
)
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from skilltheory.errors import SkillTheoryError
from skilltheory.sorts import Count

if TYPE_CHECKING:
    from flint import arb

__all__ = ["Enclosure", "EnclosureJson", "ball", "enclose", "to_text"]

_FIXED_POINT = 21
"""Numbers with at most so many digits before the point are printed without an exponent."""


class EnclosureJson(TypedDict):
    """An :class:`Enclosure` as it is written to JSON."""

    value: str
    lower: str
    upper: str
    digits: int


def _rounded(number: Fraction, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    with localcontext(Context(prec=digits, rounding=rounding, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        return Decimal(number.numerator) / Decimal(number.denominator)


def to_text(number: Decimal) -> str:
    """Write a decimal in fixed point where that is readable, else with an exponent."""
    if -7 <= number.adjusted() < _FIXED_POINT:
        return f"{number:f}"
    return str(number.normalize() if number == number.to_integral_value() else number)


@dataclass(frozen=True, repr=False)
class Enclosure:
    """A real number between two rationals.

    Parameters
    ----------
    lower, upper : Fraction
        Proven bounds: ``lower <= number <= upper``.
    requested : int
        How many significant digits were asked for; never more are shown.

    Examples
    --------
    >>> third = Enclosure(Fraction(33332, 100000), Fraction(33334, 100000), 30)
    >>> third
    0.3333 (4 proven digits)
    >>> third.lower, third.upper
    (Fraction(8333, 25000), Fraction(16667, 50000))
    """

    lower: Fraction
    upper: Fraction
    requested: int = 30

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise SkillTheoryError(f"an enclosure cannot run from {self.lower} to {self.upper}")

    def _proven(self) -> tuple[int, Decimal]:
        for digits in range(self.requested, 0, -1):
            low, high = _rounded(self.lower, digits), _rounded(self.upper, digits)
            if low == high:
                return digits, low if len(low.as_tuple().digits) >= len(
                    high.as_tuple().digits
                ) else high
        return 0, Decimal("NaN")

    @property
    def digits(self) -> int:
        """How many significant digits are proven, up to what was asked for."""
        return self._proven()[0]

    @property
    def value(self) -> str:
        """The number rounded to its proven digits.

        Both ends of the enclosure round to this decimal, so the number does.

        Raises
        ------
        SkillTheoryError
            If not a single digit is proven.
        """
        digits, decimal = self._proven()
        if digits == 0:
            raise SkillTheoryError(
                f"no digit is proven of a number between {float(self.lower)} and "
                f"{float(self.upper)}"
            )
        return to_text(decimal)

    def __float__(self) -> float:
        return float((self.lower + self.upper) / 2)

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        digits, decimal = self._proven()
        if digits == 0:
            return f"between {float(self.lower)} and {float(self.upper)} (no digit proven)"
        return f"{to_text(decimal)} ({digits} proven digits)"

    def to_json(self) -> EnclosureJson:
        """The value and both bounds as decimal strings; the bounds are rounded outwards."""
        return EnclosureJson(
            value=self.value,
            lower=to_text(_rounded(self.lower, self.requested + 5, ROUND_FLOOR)),
            upper=to_text(_rounded(self.upper, self.requested + 5, ROUND_CEILING)),
            digits=self.digits,
        )


def ball(number: Fraction) -> arb:
    """The ball around a rational at the precision in force."""
    from flint import arb, fmpq

    return arb(fmpq(number.numerator, number.denominator))


def _end(point: arb) -> Fraction:
    mantissa, exponent = (int(part) for part in point.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def enclose(compute: Callable[[], arb], digits: int) -> Enclosure:
    """Evaluate ``compute`` in ball arithmetic until ``digits`` digits are proven.

    Parameters
    ----------
    compute : callable
        Builds the number from balls; it is called again at higher precision until enough digits
        are proven.
    digits : int
        Significant digits to prove.
    """
    from flint import ctx

    digits = int(Count.check("digits", digits))
    bits = int(digits * 3.33) + 40
    while True:
        with ctx.workprec(bits):
            result = compute()
            found = Enclosure(_end(result.lower()), _end(result.upper()), digits)
        # A number that is itself a short decimal may straddle a rounding boundary for ever:
        # its digits are then those of the widest rounding that both ends agree on.
        if found.digits >= digits or (found.digits >= digits - 1 and bits > 16 * digits + 400):
            return found
        bits *= 2
