"""Whole numbers of any length, between texts and numbers.

Python's own conversion between ``int`` and ``str`` gives up at 4300 digits, as a
guard against texts that take long.  Results here may have more digits than that, so
longer numbers are written by FLINT and read by :mod:`decimal`, which are exact, quick
and without that limit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

__all__ = ["fraction_text", "integer_text", "read_fraction", "shortened"]

_SHORT_BITS = 2000  # well below the least limit that Python can be set to
_SHORT_TEXT = 600
_MOST_SHOWN = 60


def integer_text(number: int) -> str:
    """Write an integer in full."""
    if number.bit_length() <= _SHORT_BITS:
        return str(number)
    from flint import fmpz

    return str(fmpz(number))


def fraction_text(number: Fraction | int) -> str:
    """Write a fraction in full: ``3``, ``3/10``."""
    if number.denominator == 1:
        return integer_text(number.numerator)
    return f"{integer_text(number.numerator)}/{integer_text(number.denominator)}"


def read_fraction(text: str) -> Fraction:
    """Read an integer, a decimal, a number such as ``1e-6`` or a fraction ``a/b``, exactly.

    The text must be one of these: it is not checked.
    """
    if len(text) <= _SHORT_TEXT:
        return Fraction("".join(text.split()))
    above, slash, below = text.partition("/")
    return Fraction(Decimal(above)) / (Fraction(Decimal(below)) if slash else 1)


def shortened(value: object) -> str:
    """Print a value for a message: numbers in full, and what is long only in part."""
    number = isinstance(value, int | Fraction) and not isinstance(value, bool)
    text = fraction_text(value) if number else str(value)  # type: ignore[arg-type]
    if len(text) <= 2 * _MOST_SHOWN:
        return text
    return f"{text[:_MOST_SHOWN]}... ({len(text)} characters)"
