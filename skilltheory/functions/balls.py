"""Enclosures of the functions in ball arithmetic (Arb, through python-flint).

Every function takes and returns ``flint.arb`` balls and runs at the current
``flint.ctx.prec``: the exact value at any point of the argument balls lies in
the ball returned.  :func:`evalf` turns an enclosure into correctly rounded
SymPy numbers by raising the precision until it is thin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import sympy
from flint import arb, ctx, fmpq, fmpz
from mpmath.libmp import from_man_exp

from skilltheory.functions._beta_integral import beta_integral

__all__ = [
    "binary_entropy",
    "binomial_tail",
    "enclose",
    "evalf",
    "kl",
    "phi",
    "superquantile",
    "to_float",
]

_GUARD = 12
_MAX_DOUBLINGS = 12
_SHORT = 10**4
_SHORT_NEAR_ONE = 100


def enclose(value: int | Fraction | sympy.Expr, prec: int) -> arb:
    """Return a ball around an exact number; SymPy evaluates what is not rational.

    A SymPy ``Float`` is taken at its exact binary value, and an irrational
    number at SymPy's own evaluation with two bits of slack.
    """
    if isinstance(value, int):
        return arb(value)
    if isinstance(value, Fraction) or value.is_Rational:
        with ctx.workprec(prec):
            return arb(fmpq(int(value.numerator), int(value.denominator)))
    if value.is_Float:
        return _from_float(value)
    approximate = value.evalf(max(1, int(prec * 0.30103)) + 3)
    middle = _from_float(approximate)
    return arb(middle, abs(middle).upper() * arb((1, 2 - prec)))


def _from_float(value: sympy.Float) -> arb:
    sign, mantissa, exponent, _ = value._mpf_
    return arb((fmpz(-int(mantissa) if sign else int(mantissa)), fmpz(int(exponent))))


def to_float(ball: arb, prec: int) -> sympy.Float:
    """Return the midpoint of a ball as a SymPy number of ``prec`` bits."""
    mantissa, exponent = ball.mid().man_exp()
    return sympy.Float._new(from_man_exp(int(mantissa), int(exponent), prec, "n"), prec)


def evalf(
    function: Callable[..., arb], arguments: Sequence[sympy.Expr], prec: int
) -> sympy.Expr | None:
    """Evaluate to ``prec`` bits, or return None if no precision was enough."""
    working = prec + _GUARD
    for _ in range(_MAX_DOUBLINGS):
        with ctx.workprec(working):
            ball = function(*(enclose(argument, working) for argument in arguments))
        if ball.rel_accuracy_bits() >= prec + 2:
            return to_float(ball, prec)
        if ball.is_exact() and ball.is_zero():
            return sympy.S.Zero
        working *= 2
    return None


def binary_entropy(p: arb) -> arb:
    """Enclose ``-p log p - (1-p) log(1-p)``."""
    rest = 1 - p
    return -_xlogx(p) if rest.is_zero() else -(_xlogx(p) + rest * (-p).log1p())


def _xlogx(x: arb) -> arb:
    return arb(0) if x.is_zero() else x * x.log()


def phi(u: arb) -> arb:
    """Enclose ``u log u - u + 1``."""
    return _xlogx(u) - u + 1


def kl(q: arb, p: arb) -> arb:
    """Enclose ``q log(q/p) + (1-q) log((1-q)/(1-p))``."""
    return _xlog_ratio(q, p) + _xlog_ratio(1 - q, 1 - p)


def _xlog_ratio(x: arb, y: arb) -> arb:
    return arb(0) if x.is_zero() else x * (x / y).log()


def _integer(ball: arb, name: str) -> int:
    exact = ball.unique_fmpz()
    if exact is None:
        raise ArithmeticError(f"{name} is not pinned down to one integer")
    return int(exact)


def binomial_tail(n: arb, p: arb, t: arb) -> arb:
    """Enclose ``P[Bin(n, p) >= t]`` by the incomplete beta function.

    Rigorous at any size: ``n = 10**15`` costs about as much as ``n = 10**5``.
    """
    draws, first = _integer(n, "n"), _integer(t.ceil(), "ceil(t)")
    if first <= 0 or p == 1:
        return arb(int(first <= draws))
    if first > draws or p.is_zero():
        return arb(0)
    if _series_is_long(draws, p, first):
        return beta_integral(draws, p, first).intersection(arb(0).union(arb(1)))
    return p.beta_lower(arb(first), arb(draws - first + 1), regularized=True)


def _series_is_long(n: int, p: arb, t: int) -> bool:
    """Whether the series of the incomplete beta function takes longer than its integral.

    It takes about as many terms as the standard deviation, at worst; for ``p`` near 1,
    where Arb starts at the other end, one for each miss, with all the digits of ``n``.
    """
    if n <= _SHORT:
        return False
    spread = n * p * (1 - p)
    if p > 0.5 and spread > 0:
        return n - t > _SHORT_NEAR_ONE or bool(spread > _SHORT_NEAR_ONE)
    return bool(spread > _SHORT)


def superquantile(k: arb, alpha: arb, theta: arb) -> arb:
    """Enclose the mean of ``Bin(k, alpha)`` over its largest ``theta`` share."""
    draws = _integer(k, "k")
    fail, pmf = 1 - alpha, alpha**draws
    total, tail = arb(0), arb(0)
    if fail.is_zero():
        return arb(draws)
    odds = fail / alpha
    for heads in range(draws, 0, -1):
        tail += pmf
        if tail >= theta:
            return (total + heads * theta) / theta
        total += tail.min(theta)
        pmf *= odds * heads / (draws - heads + 1)
    return total / theta
