"""Reading parameters: exact numbers, sorts, tuples of skills."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from skilltheory._digits import shortened
from skilltheory.errors import NoGuarantee, SortError
from skilltheory.sorts import Count, ExactLike, GreaterThanOne, OpenUnit, exact

__all__ = [
    "above_one",
    "ball",
    "brief",
    "count",
    "level",
    "places",
    "rest_ball",
    "tuple_share",
    "unit",
    "whole",
]

_MOST_PLACES = 10**6
"""More digits than this take longer than anyone waits."""


def unit(name: str, value: ExactLike) -> Fraction:
    """Return a number strictly between 0 and 1, or refuse it."""
    number = value if type(value) is Fraction else exact(value, name)
    if 0 < number.numerator < number.denominator:
        return number
    return OpenUnit.check(name, value)


def count(name: str, value: ExactLike) -> int:
    """Return an integer of at least 1, or refuse it."""
    if type(value) is int and value >= 1:
        return value
    return int(Count.check(name, value))


def places(digits: ExactLike) -> int:
    """Return how many digits to prove, or refuse."""
    number = count("digits", digits)
    if number > _MOST_PLACES:
        raise SortError("digits", digits, f"an integer from 1 to {_MOST_PLACES}")
    return number


def above_one(name: str, value: ExactLike) -> Fraction:
    """Return a number greater than 1, or refuse it."""
    return GreaterThanOne.check(name, value)


def level(beta: ExactLike, alpha: Fraction) -> Fraction:
    """Return ``beta``, in ``(1, 1/alpha)``, or refuse it."""
    number = GreaterThanOne.check("beta", beta)
    if number * alpha >= 1:
        most = shortened(1 / alpha)
        raise SortError("beta", beta, f"greater than 1 and less than 1/alpha = {most}")
    return number


def tuple_share(theta: Fraction, k_prime: int) -> Fraction:
    """Return ``k' theta``, the share of groups of ``k'`` pieces that may fail.

    Raises
    ------
    NoGuarantee
        If ``k' theta >= 1``: then every group may fail (theory reference, section 6).
    """
    if k_prime == 1:
        return theta
    share = theta * k_prime
    if share >= 1:
        raise NoGuarantee(
            "k_prime*theta < 1", shortened(share), "1", "every group of k' pieces may fail"
        )
    return share


def ball(value: Fraction | int) -> arb:
    """Return a ball around an exact number, at the current precision."""
    return arb(value.numerator) / value.denominator


def rest_ball(value: Fraction) -> arb:
    """Return a ball around ``1 - value``, without a Fraction's gcd and without cancellation."""
    p, q = value.numerator, value.denominator
    return arb(q - p) / q


def whole(point: arb) -> int:
    """Return an integer that a ball holds exactly."""
    integer = point.unique_fmpz()
    if integer is None:
        raise ArithmeticError(f"{point} is not one integer")
    return int(integer)


def brief(value: arb, digits: int = 15) -> str:
    """Write a ball for an error message, with digits that hold."""
    return str(value.str(digits, radius=False))
