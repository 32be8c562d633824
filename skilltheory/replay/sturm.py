"""The sign of a rational polynomial in one variable on an interval, by Sturm's theorem."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

from skilltheory.replay.terms import Rejected, Sort

__all__ = ["interval_sign"]

Coefficients = list[int]  # lowest degree first
MAX_DEGREE = 60
MAX_LENGTH = 160_000  # degree squared times bits of the coefficients


def interval_sign(powers: Mapping[int, int | Fraction], sort: Sort) -> frozenset[int]:
    """The sign when the polynomial has no root inside the interval; else all signs are possible."""
    degree = max(powers)
    common = lcm(*(c.denominator for c in powers.values()))
    bits = max(int(c * common).bit_length() for c in powers.values())
    if degree > MAX_DEGREE or degree**2 * bits > MAX_LENGTH:
        raise Rejected(f"a polynomial of degree {degree} with coefficients of {bits} bits")
    p = [int(powers.get(n, 0) * common) for n in range(degree + 1)]
    bound = 1 + Fraction(sum(map(abs, p)), abs(p[-1]))  # beyond every root
    low = -bound if sort.lower is None else sort.lower
    high = bound if sort.upper is None else sort.upper
    if sort.upper is None and high <= low:
        high = low + 1
    chain = sturm_chain(p)
    if len(chain[-1]) > 1:  # roots that stand more than once: an end must not be one of them
        chain = sturm_chain(quotient(p, chain[-1]))
    roots = changes(chain, low) - changes(chain, high)  # in (low, high]
    if value(p, high) == 0:
        roots -= 1
    if roots:
        return frozenset({-1, 0, 1})
    middle = value(p, (low + high) / 2)
    signs = {1 if middle > 0 else -1}
    ends = ((sort.lower, sort.lower_open), (sort.upper, sort.upper_open))
    if any(end is not None and not is_open and value(p, end) == 0 for end, is_open in ends):
        signs.add(0)
    return frozenset(signs)


def value(p: Coefficients, x: Fraction) -> int:
    """The value at a fraction, times a power of its denominator: its sign is what counts."""
    total, scale = 0, 1
    for c in reversed(p):
        total = total * x.numerator + c * scale
        scale *= x.denominator
    return total


def sturm_chain(p: Coefficients) -> list[Coefficients]:
    """Remainders from the derivative on, each up to a positive factor, with the sign turned."""
    chain = [p, [n * c for n, c in enumerate(p)][1:]]
    while any(chain[-1]):
        chain.append([-c for c in remainder(chain[-2], chain[-1])])
    return chain[:-1]


def remainder(a: Coefficients, b: Coefficients) -> Coefficients:
    """A positive multiple of the remainder, without common factors."""
    while len(a) >= len(b) and any(a):
        top, lead, shift = a[-1], b[-1], len(a) - len(b)
        turned = top if lead > 0 else -top
        a = [abs(lead) * c - (turned * b[n - shift] if n >= shift else 0) for n, c in enumerate(a)]
        a = primitive(a[:-1])
    return a or [0]


def quotient(a: Coefficients, b: Coefficients) -> Coefficients:
    """A positive multiple of a polynomial divided by one that divides it, or of its negative."""
    rest, out = [Fraction(c) for c in a], [Fraction(0)] * (len(a) - len(b) + 1)
    for shift in reversed(range(len(out))):
        out[shift] = rest[shift + len(b) - 1] / b[-1]
        for n, c in enumerate(b):
            rest[shift + n] -= out[shift] * c
    common = lcm(*(c.denominator for c in out))
    return primitive([int(c * common) for c in out])


def primitive(p: Coefficients) -> Coefficients:
    """Without leading zeros and common factors."""
    while len(p) > 1 and p[-1] == 0:
        p = p[:-1]
    common = gcd(*p) or 1
    return [c // common for c in p]


def changes(chain: list[Coefficients], x: Fraction) -> int:
    """How often the sign changes along the chain at a point."""
    signs = [v > 0 for v in (value(p, x) for p in chain) if v != 0]
    return sum(1 for a, b in pairwise(signs) if a != b)
