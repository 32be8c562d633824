"""Upper tails of the binomial distribution."""

from __future__ import annotations

from typing import Any

import sympy

from skilltheory.errors import SortError
from skilltheory.functions._base import (
    PROBABILITY,
    FormulaFunction,
    bound_variable,
    refuse_outside,
)
from skilltheory.sorts import Natural

__all__ = ["AtLeast", "BinomialTail"]


class AtLeast(sympy.Function):
    """The indicator of an order: 1 if ``a >= b``, else 0.

    It takes the two sides and not the relation, because SymPy would evaluate a
    relation before anyone could reason about it.

    Examples
    --------
    >>> from sympy import symbols
    >>> AtLeast(3, 2), AtLeast(2, 3), AtLeast(*symbols("a b"))
    (1, 0, AtLeast(a, b))
    """

    @classmethod
    def eval(cls, a: Any, b: Any) -> sympy.Expr | None:
        for name, side in (("a", a), ("b", b)):
            refuse_outside(name, side, "a real number", None)
        if a == b:
            return sympy.S.One
        if not (a.is_number and b.is_number):
            return None
        order = a >= b
        return sympy.Integer(bool(order)) if order in (True, False) else None

    def _eval_rewrite_as_Piecewise(self, a: Any, b: Any, **_: Any) -> sympy.Expr:
        return sympy.Piecewise((1, a >= b), (0, True))

    def _eval_is_integer(self) -> bool:
        return True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        a, b = (printer._print(argument) for argument in self.args)
        return rf"\mathbf{{1}}\left[{a} \ge {b}\right]"  # its powers are itself

    def _numpycode(self, printer: Any, **_: Any) -> str:
        a, b = (printer._print(argument) for argument in self.args)
        return f"{printer._module_format('numpy.greater_equal')}({a}, {b}).astype(float)"

    def _pythoncode(self, printer: Any, **_: Any) -> str:
        a, b = (printer._print(argument) for argument in self.args)
        return f"int(({a}) >= ({b}))"

    _mpmathcode = _pythoncode


class BinomialTail(FormulaFunction):
    r"""Probability that ``n`` coins of bias ``p`` show at least ``t`` heads.

    ``sum over j = 0..n of [j >= t] C(n, j) p^j (1-p)^(n-j)``; ``t`` may be any
    real number.  ``doit()`` gives the exact rational at rational arguments.

    Raises
    ------
    SortError
        If ``n`` is a number that is not a natural number, ``p`` one outside
        ``[0, 1]``, or ``t`` not real.

    Notes
    -----
    Theory reference, section 4, statements 4.1 and 4.2.

    Examples
    --------
    >>> from sympy import Rational
    >>> tail = BinomialTail(4, Rational(1, 10), 2)
    >>> tail
    BinomialTail(4, 1/10, 2)
    >>> tail.doit(), tail.evalf(10)
    (523/10000, 0.05230000000)
    """

    ball_name = "binomial_tail"
    code_name = "binomial_tail"

    @classmethod
    def eval(cls, n: Any, p: Any, t: Any) -> sympy.Expr | None:
        refuse_outside("n", n, Natural.meaning)
        if n.is_number and n.is_integer is False:
            raise SortError("n", n, Natural.meaning)
        refuse_outside("p", p, PROBABILITY, 0, 1)
        refuse_outside("t", t, "a real number", None)
        if t.is_number and t.is_extended_nonpositive:
            return sympy.S.One
        if t.is_number and n.is_number and (t - n).is_extended_positive:
            return sympy.S.Zero
        if p.is_zero and t.is_number:
            return AtLeast(0, t)
        if p is sympy.S.One:
            return AtLeast(n, t) if n.is_number and t.is_number else None
        return None

    @classmethod
    def definition(cls, n: Any, p: Any, t: Any) -> sympy.Expr:
        """Return the sum over the outcomes, as a SymPy ``Sum``."""
        j = bound_variable("j", Natural, n, p, t)
        term = AtLeast(j, t) * sympy.binomial(n, j) * p**j * (1 - p) ** (n - j)
        return sympy.Sum(term, (j, 0, n))

    def doit(self, **hints: Any) -> sympy.Expr:
        """Sum up exactly when ``n`` and ``t`` are numbers."""
        n, p, t = (a.doit(**hints) if hints.get("deep", True) else a for a in self.args)
        if not (n.is_Integer and t.is_number):
            return self.func(n, p, t)
        first = max(int(sympy.ceiling(t)), 0)
        terms = (
            sympy.binomial(n, j) * p**j * (1 - p) ** (int(n) - j) for j in range(first, int(n) + 1)
        )
        return sympy.Add(*terms)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative in ``p``; the other arguments are discrete."""
        if argindex != 2:
            raise sympy.core.function.ArgumentIndexError(self, argindex)
        n, p, t = self.args
        first = sympy.ceiling(t)
        return n * sympy.binomial(n - 1, first - 1) * p ** (first - 1) * (1 - p) ** (n - first)

    def _eval_is_real(self) -> bool | None:
        return True if all(argument.is_real for argument in self.args) else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, p, t = (printer._print(argument) for argument in self.args)
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\Pr{power}\left[\operatorname{{Bin}}\left({n}, {p}\right) \ge {t}\right]"
