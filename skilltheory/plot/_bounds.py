"""How the pictures name and colour the bounds: the same everywhere."""

from __future__ import annotations

from fractions import Fraction

from skilltheory.plot.style import PALETTE

__all__ = ["COLOURS", "NAMES", "chance"]

_BLUE, _VERMILION, _GREEN, _PURPLE = PALETTE[:4]

COLOURS = {
    "sharp": _BLUE,
    "finite-sharp": _BLUE,
    "entropic": _GREEN,
    "basic": _VERMILION,
    "finite-basic": _VERMILION,
    "closed-form": _PURPLE,
}

NAMES = {
    "sharp": "sharp",
    "finite-sharp": "finite sharp",
    "entropic": "entropic",
    "basic": r"basic, $\beta^*$",
    "finite-basic": "finite basic",
    "closed-form": "closed form",
}


def chance(failure: Fraction) -> str:
    """A small probability, as one would write it."""
    places = len(str(failure.denominator)) - 1
    if failure == Fraction(1, 10**places):
        return f"$10^{{-{places}}}$"
    return f"{float(failure):g}"
