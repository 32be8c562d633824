"""The mean of a binomial variable over its largest share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from skilltheory.errors import SortError
from skilltheory.functions._base import (
    PROBABILITY,
    FormulaFunction,
    bound_variable,
    refuse_outside,
)
from skilltheory.functions.binomial import AtLeast, BinomialTail
from skilltheory.sorts import Count, ExactLike, Probability

__all__ = ["Superquantile", "superquantile"]


def superquantile(k: ExactLike, alpha: ExactLike, theta: ExactLike) -> Fraction:
    """Return the mean of ``X ~ Bin(k, alpha)`` over its largest ``theta`` share, exactly.

    Also known as conditional value-at-risk: ``min over c of c + E(X-c)_+ / theta``.

    Raises
    ------
    SortError
        Unless ``k`` is an integer of at least 1, ``alpha`` a probability and
        ``0 < theta <= 1``.

    Notes
    -----
    Theory reference, section 5, statement 5.2.

    Examples
    --------
    >>> superquantile(4, "0.1", "0.1")
    Fraction(1561, 1000)
    """
    draws = int(Count.check("k", k))
    p = Probability.check("alpha", alpha)
    share = Probability.check("theta", theta)
    if share == 0:
        raise SortError("theta", theta, "a number greater than 0 and at most 1")
    # Integers over the common denominator d**draws: no gcd until the end.
    a, d = p.numerator, p.denominator
    b = d - a
    left = share * d**draws
    total: Fraction | int = 0
    weight, heads = a**draws, draws
    while weight < left:
        total += heads * weight
        left -= weight
        # The next weight down, C(n, h-1) a^(h-1) b^(n-h+1), is an integer again.
        weight = weight * heads * b // ((draws - heads + 1) * a) if a else 0
        heads -= 1
    total += heads * left
    mean: Fraction = Fraction(total) / (share * d**draws)
    return mean


class Superquantile(FormulaFunction):
    r"""Mean of ``X ~ Bin(k, alpha)`` over its largest ``theta`` share.

    ``(1/theta) sum over j = 1..k of min(theta, P[X >= j])``.  Divided by
    ``k alpha`` it is the exact threshold of the emergence theorem.  ``doit()``
    gives the exact rational at rational arguments.

    Raises
    ------
    SortError
        If ``k`` is a number that is not an integer of at least 1, ``alpha`` one
        outside ``[0, 1]`` or ``theta`` one outside ``(0, 1]``.

    Notes
    -----
    Theory reference, section 5, statement 5.2.  The derivatives hold where no
    ``P[X >= j]`` equals ``theta``; at such a point the function has a kink.

    Examples
    --------
    >>> from sympy import Rational
    >>> top = Superquantile(4, Rational(1, 10), Rational(1, 10))
    >>> top.doit(), top.evalf(5)
    (1561/1000, 1.5610)
    """

    ball_name = "superquantile"
    code_name = "superquantile"

    @classmethod
    def eval(cls, k: Any, alpha: Any, theta: Any) -> sympy.Expr | None:
        refuse_outside("k", k, Count.meaning, 1)
        if k.is_number and k.is_integer is False:
            raise SortError("k", k, Count.meaning)
        refuse_outside("alpha", alpha, PROBABILITY, 0, 1)
        refuse_outside("theta", theta, "a number greater than 0 and at most 1", 0, 1)
        if theta.is_zero:
            raise SortError("theta", theta, "a number greater than 0 and at most 1")
        if alpha.is_zero:
            return sympy.S.Zero
        if alpha is sympy.S.One:
            return k
        return k * alpha if theta is sympy.S.One else None

    @classmethod
    def definition(cls, k: Any, alpha: Any, theta: Any) -> sympy.Expr:
        """Return the mean as a sum over the levels of ``X``."""
        j = bound_variable("j", Count, k, alpha, theta)
        level = sympy.Min(theta, BinomialTail(k, alpha, j))
        return sympy.Sum(level, (j, 1, k)) / theta

    def doit(self, **hints: Any) -> sympy.Expr:
        """Evaluate exactly at rational arguments."""
        k, alpha, theta = (a.doit(**hints) if hints.get("deep", True) else a for a in self.args)
        if k.is_Integer and alpha.is_Rational and theta.is_Rational:
            return sympy.Rational(superquantile(k, alpha, theta))
        return self.func(k, alpha, theta)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative in ``alpha`` (2) or ``theta`` (3), off the kinks."""
        k, alpha, theta = self.args
        j = bound_variable("j", Count, k, alpha, theta)
        tail = BinomialTail(k, alpha, j)
        if argindex == 2:
            slope = AtLeast(theta, tail) * tail.fdiff(2)
            return sympy.Sum(slope, (j, 1, k)) / theta
        if argindex == 3:
            quantile = sympy.Sum(AtLeast(tail, theta), (j, 1, k))
            return (quantile - self) / theta
        raise sympy.core.function.ArgumentIndexError(self, argindex)

    def _eval_is_real(self) -> bool | None:
        return True if all(argument.is_real for argument in self.args) else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        k, alpha, theta = (printer._print(argument) for argument in self.args)
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"T_{{{theta}}}{power}\left(\operatorname{{Bin}}\left({k}, {alpha}\right)\right)"
