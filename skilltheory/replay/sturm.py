"""The sign of a rational polynomial in one variable on an interval, by Sturm's theorem."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from skilltheory.replay.terms import Rejected, Sort

__all__ = ["interval_sign"]

Coefficients = list[Fraction]  # lowest degree first
MAX_DEGREE = 60


def interval_sign(powers: Mapping[int, int | Fraction], sort: Sort) -> frozenset[int]:
    """The sign when the polynomial has no root inside the interval; else all signs are possible."""
    if max(powers) > MAX_DEGREE:
        raise Rejected(f"a polynomial of degree {max(powers)}")
    p = [Fraction(powers.get(n, 0)) for n in range(max(powers) + 1)]
    bound = 1 + sum(abs(c) for c in p) / abs(p[-1])  # beyond every root
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


def value(p: Coefficients, x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(p):
        total = total * x + c
    return total


def sturm_chain(p: Coefficients) -> list[Coefficients]:
    chain = [p, [n * c for n, c in enumerate(p)][1:]]
    while any(chain[-1]):
        chain.append([-c for c in remainder(chain[-2], chain[-1])])
    return chain[:-1]


def remainder(a: Coefficients, b: Coefficients) -> Coefficients:
    a, b = trimmed(a), trimmed(b)
    while len(a) >= len(b) and any(a):
        ratio, shift = a[-1] / b[-1], len(a) - len(b)
        a = trimmed([c - ratio * b[n - shift] if n >= shift else c for n, c in enumerate(a)][:-1])
    return a


def quotient(a: Coefficients, b: Coefficients) -> Coefficients:
    """A polynomial divided by one that divides it."""
    a, b = trimmed(a), trimmed(b)
    out = [Fraction(0)] * (len(a) - len(b) + 1)
    for shift in reversed(range(len(out))):
        out[shift] = a[shift + len(b) - 1] / b[-1]
        a = [c - out[shift] * b[n - shift] if n >= shift else c for n, c in enumerate(a)]
        a = a[: shift + len(b) - 1]
    return out


def trimmed(p: Coefficients) -> Coefficients:
    while len(p) > 1 and p[-1] == 0:
        p = p[:-1]
    return p or [Fraction(0)]


def changes(chain: list[Coefficients], x: Fraction) -> int:
    signs = [v > 0 for v in (value(p, x) for p in chain) if v != 0]
    return sum(1 for a, b in pairwise(signs) if a != b)
