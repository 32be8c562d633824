"""What the functions of the theory have in common: a defining formula.

The formula is the only source of truth: rewriting, series and limits are read
off from it, and the kernel unfolds it.  Constructors leave symbolic arguments
alone, so that ``KL(q, p)`` stays what was written.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy

from skilltheory.errors import SortError
from skilltheory.sorts import Sort, Variable

__all__ = ["FormulaFunction", "bound_variable", "refuse_outside"]


class FormulaFunction(sympy.Function):
    """A SymPy function with a defining formula.

    Subclasses give ``definition``; where the formula is ``0/0`` or ``0*oo`` at
    an edge of the domain, ``eval`` and ``definition`` give the limit.
    """

    @classmethod
    def definition(cls, *args: Any) -> sympy.Expr:
        """Return the defining formula at these arguments, unevaluated sums included."""
        raise NotImplementedError

    @property
    def formula(self) -> sympy.Expr:
        """The defining formula at this function's own arguments."""
        return self.definition(*self.args)

    def _eval_rewrite(self, rule: Any, args: Any, **hints: Any) -> sympy.Expr | None:
        # ``exp`` is what SymPy's transcendental solver tries, ``tractable`` its limits.
        if rule in (sympy.log, sympy.exp, sympy.Sum, "tractable"):
            return self.definition(*args)
        return super()._eval_rewrite(rule, args, **hints)

    def _eval_rewrite_as_tractable(self, *args: Any, **hints: Any) -> sympy.Expr:
        return self.definition(*args)

    def _eval_nseries(self, x: Any, n: int, logx: Any, cdir: Any = 0) -> sympy.Expr:
        return self.formula._eval_nseries(x, n=n, logx=logx, cdir=cdir)

    def _eval_as_leading_term(self, x: Any, logx: Any = None, cdir: Any = 0) -> sympy.Expr:
        return self.formula.as_leading_term(x, logx=logx, cdir=cdir)

    # -- numbers ---------------------------------------------------------------

    ball_name: ClassVar[str] = ""
    """Name of the enclosure in :mod:`skilltheory.functions.balls`."""

    def _eval_evalf(self, prec: int) -> sympy.Expr | None:
        if not self.ball_name or not all(argument.is_number for argument in self.args):
            return None
        from skilltheory.functions import balls

        return balls.evalf(getattr(balls, self.ball_name), self.args, prec)

    # -- code ------------------------------------------------------------------

    code_name: ClassVar[str] = ""
    """Name of the stable implementation in ``float64`` and in ``multiprecision``.

    Long, because ``lambdify`` puts it beside all of numpy or mpmath (where ``phi``
    is the golden ratio).
    """

    def _code(self, printer: Any, module: str) -> str:
        if not self.code_name:
            raise NotImplementedError(f"{type(self).__name__} has no code form")
        function = printer._module_format(f"skilltheory.functions.{module}.{self.code_name}")
        return f"{function}({', '.join(printer._print(argument) for argument in self.args)})"

    def _numpycode(self, printer: Any, **_: Any) -> str:
        return self._code(printer, "float64")

    def _pythoncode(self, printer: Any, **_: Any) -> str:
        from sympy.printing.pycode import SymPyPrinter

        if isinstance(printer, SymPyPrinter):  # symbols in, symbols out
            function = printer._module_format(f"skilltheory.functions.{type(self).__name__}")
            return f"{function}({', '.join(printer._print(argument) for argument in self.args)})"
        return self._code(printer, "float64")

    def _mpmathcode(self, printer: Any, **_: Any) -> str:
        return self._code(printer, "multiprecision")


def bound_variable(name: str, sort: Sort, *terms: Any) -> Variable:
    """Return a variable of this name, or ``name_1``, ... if one of the terms mentions it."""
    taken = {str(symbol) for term in terms for symbol in sympy.sympify(term).free_symbols}
    fresh, count = name, 0
    while fresh in taken:
        count += 1
        fresh = f"{name}_{count}"
    return Variable(fresh, sort)


def refuse_outside(
    name: str, value: sympy.Expr, accepted: str, low: int | None = 0, high: int | None = None
) -> None:
    """Raise SortError if ``value`` is a number outside ``[low, high]``; let symbols pass."""
    if not value.is_number:
        return
    outside = (
        value is sympy.nan
        or value.is_extended_real is False
        or (low is not None and (value - low).is_extended_negative)
        or (high is not None and (high - value).is_extended_negative)
    )
    if outside:
        raise SortError(name, value, accepted)


PROBABILITY = "a number from 0 to 1, both included"
