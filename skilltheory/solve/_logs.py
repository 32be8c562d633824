"""Exact signs of sums of logarithms of rational numbers.

The conditions of the theory compare such sums.  Ball arithmetic decides a
strict inequality; equality it never can, so that is tested exactly: the sum is
zero if and only if a product of rational powers is 1, which a common basis of
pairwise coprime integers decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from flint import arb, ctx

from skilltheory.solve._inputs import ball

__all__ = ["LogSum", "enclose", "entropy_terms", "is_zero", "kl_terms", "sign"]

LogSum: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""Pairs ``(a, x)``, standing for the sum of ``a log x``."""


def enclose(terms: LogSum) -> arb:
    """Return a ball around the sum, at the current precision."""
    return sum((ball(a) * ball(x).log() for a, x in terms), arb(0))


def sign(terms: LogSum) -> int:
    """Return the sign of the sum: -1, 0 or 1, proved."""
    prec = 64
    while True:
        with ctx.workprec(prec):
            value = enclose(terms)
            if value > 0:
                return 1
            if value < 0:
                return -1
        if prec == 128 and is_zero(terms):
            return 0
        prec *= 2


def is_zero(terms: LogSum) -> bool:
    """Decide whether the sum is zero."""
    scale = lcm(*(a.denominator for a, _ in terms))
    powers: list[tuple[int, int]] = []  # (exponent, integer base)
    for a, x in terms:
        exponent = int(a * scale)
        powers += [(exponent, x.numerator), (-exponent, x.denominator)]
    basis = _coprime_basis(base for _, base in powers)
    return all(sum(e * _multiplicity(base, b) for e, base in powers) == 0 for b in basis)


def _multiplicity(number: int, base: int) -> int:
    times = 0
    while number % base == 0:
        number //= base
        times += 1
    return times


def _coprime_basis(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers above 1 of which every given number is a product of powers."""
    basis: list[int] = []
    waiting = [number for number in numbers if number > 1]
    while waiting:
        number = waiting.pop()
        for index, other in enumerate(basis):
            common = gcd(number, other)
            if common > 1:
                del basis[index]
                waiting += [x for x in (number // common, other // common, common) if x > 1]
                break
        else:
            basis.append(number)
    return basis


def entropy_terms(p: Fraction, factor: Fraction | int = 1) -> LogSum:
    """Return ``factor * h(p)`` as a sum of logarithms."""
    return [(-factor * p, p), (-factor * (1 - p), 1 - p)]


def kl_terms(q: Fraction, p: Fraction, factor: Fraction | int = 1) -> LogSum:
    """Return ``factor * kl(q, p)`` as a sum of logarithms, for ``q`` in ``(0, 1]``."""
    terms = [(factor * q, q / p)]
    return terms if q == 1 else [*terms, (factor * (1 - q), (1 - q) / (1 - p))]
