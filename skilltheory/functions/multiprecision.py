"""The functions in mpmath, at its current precision: what ``lambdify`` calls.

Cancellation is met by working precision: each function reruns with more bits
until what is left of its terms has the bits asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
from mpmath import mpc, mpf

from skilltheory.errors import SortError

__all__ = [
    "binary_entropy",
    "binomial_tail",
    "alphabet_cross_entropy",
    "alphabet_divergence",
    "alphabet_entropy",
    "binary_divergence",
    "phi_function",
    "superquantile",
]

_PROBABILITY = "a number from 0 to 1, both included"


def _inside(name: str, value: Any, low: float, high: float, accepted: str) -> mpf:
    number = mpmath.mpmathify(value)
    if isinstance(number, mpc) and number.imag == 0:
        number = number.real
    if isinstance(number, mpc):
        raise SortError(name, number, accepted)
    if not low <= number <= high:  # NaN compares false
        raise SortError(name, number, accepted)
    return number


def _probability(name: str, value: Any) -> mpf:
    return _inside(name, value, 0, 1, _PROBABILITY)


def _surviving(terms: Callable[[], list[mpf]]) -> mpf:
    """Sum terms that may cancel, with the bits that cancelled added beforehand."""
    prec = mpmath.mp.prec
    extra = 10
    while True:
        with mpmath.workprec(prec + extra):
            parts = terms()
            total = mpmath.fsum(parts)
            largest = max(abs(part) for part in parts)
            lost = int(mpmath.mag(largest) - mpmath.mag(total)) if total else extra
        if lost + 10 <= extra or (not total and extra > 40 * prec):
            return +total
        extra = max(2 * extra, lost + 10)


def _xlog(x: mpf, y: mpf) -> mpf:
    return mpf(0) if x == 0 else x * mpmath.log(y)


def binary_entropy(p: Any) -> mpf:
    """Return ``-p log p - (1-p) log(1-p)``."""
    p = _probability("p", p)
    return _surviving(lambda: [-_xlog(p, p), -(1 - p) * mpmath.log1p(-p) if p != 1 else mpf(0)])


def binary_divergence(q: Any, p: Any) -> mpf:
    """Return the divergence of a ``q`` coin from a ``p`` coin; infinite where ``p`` excludes it."""
    q, p = _probability("q", q), _probability("p", p)
    if q == p:
        return mpf(0)
    if (p == 0 and q > 0) or (p == 1 and q < 1):
        return mpf("inf")

    def terms() -> list[mpf]:
        first = mpf(0) if q == 0 else q * mpmath.log1p((q - p) / p)
        second = mpf(0) if q == 1 else (1 - q) * mpmath.log1p((p - q) / (1 - p))
        return [first, second]

    return _surviving(terms)


def phi_function(u: Any) -> mpf:
    """Return ``u log u - u + 1`` for ``u >= 0``."""
    u = _inside("u", u, 0, float("inf"), "a number that is at least 0")
    if mpmath.isinf(u):
        return u
    return mpf(0) if u == 1 else _surviving(lambda: [_xlog(u, u), 1 - u])


def _count(name: str, value: Any, least: int) -> int:
    accepted = f"an integer that is at least {least}"
    number = _inside(name, value, least, float("inf"), accepted)
    if not mpmath.isint(number):
        raise SortError(name, number, accepted)
    return int(number)


def binomial_tail(n: Any, p: Any, t: Any) -> mpf:
    """Return ``P[Bin(n, p) >= t]``."""
    n, p = _count("n", n, 0), _probability("p", p)
    first = int(mpmath.ceil(_inside("t", t, -float("inf"), float("inf"), "a real number")))
    if first <= 0:
        return mpf(1)
    if first > n:
        return mpf(0)
    return mpmath.betainc(first, n - first + 1, 0, p, regularized=True)


def superquantile(k: Any, alpha: Any, theta: Any) -> mpf:
    """Return the mean of ``Bin(k, alpha)`` over its largest ``theta`` share."""
    k, alpha = _count("k", k, 1), _probability("alpha", alpha)
    theta = _inside("theta", theta, 0, 1, "a number greater than 0 and at most 1")
    if theta == 0:
        raise SortError("theta", theta, "a number greater than 0 and at most 1")
    with mpmath.workprec(mpmath.mp.prec + k.bit_length() + 10):
        total, tail = mpf(0), mpf(0)
        for heads in range(k, 0, -1):
            tail += mpmath.binomial(k, heads) * alpha**heads * (1 - alpha) ** (k - heads)
            if tail >= theta:
                total += heads * theta
                break
            total += tail
    return total / theta


def alphabet_entropy(p: Any, n: int) -> mpf:
    """Return the entropy of a distribution given as a sequence of length ``n``."""
    p = _distribution("p", p, n)
    return -mpmath.fsum(_xlog(x, x) for x in p)


def alphabet_cross_entropy(p: Any, q: Any, n: int) -> mpf:
    """Return the cross-entropy of ``q`` against ``p``, sequences of length ``n``."""
    return -mpmath.fsum(
        _xlog(x, y) for x, y in zip(_distribution("p", p, n), _distribution("q", q, n), strict=True)
    )


def alphabet_divergence(p: Any, q: Any, n: int) -> mpf:
    """Return the divergence of ``q`` from ``p``, sequences of length ``n``."""
    pairs = list(zip(_distribution("p", p, n), _distribution("q", q, n), strict=True))
    if any(y == 0 < x for x, y in pairs):
        return mpf("inf")
    # Written with Phi no term is negative: the linear parts sum to 1 - 1.
    return mpmath.fsum(y * phi_function(x / y) for x, y in pairs if y > 0)


def _distribution(name: str, value: Any, n: int) -> list[mpf]:
    entries = [_probability(name, entry) for entry in value]
    if len(entries) != int(n):
        raise SortError(name, value, f"a sequence of length {n}")
    if abs(mpmath.fsum(entries) - 1) > len(entries) * 8 * mpmath.eps:
        raise SortError(name, value, "a distribution: its sum must be 1")
    return entries
