"""The divergence between two coins, and the function phi that it is made of."""

from __future__ import annotations

from typing import Any

import sympy

from skilltheory.errors import SkillTheoryError
from skilltheory.functions._base import PROBABILITY, FormulaFunction, refuse_outside
from skilltheory.sorts import OpenUnit, sort_of

__all__ = ["KL", "Phi"]


class KL(FormulaFunction):
    r"""Divergence of a ``q`` coin from a ``p`` coin, in nats.

    ``KL(q, p) = q log(q/p) + (1-q) log((1-q)/(1-p))``: the exponent at which a
    ``p`` coin shows a share ``q`` of heads.  At the edges it takes its limits;
    it is infinite where ``p`` excludes what ``q`` allows.

    Raises
    ------
    SortError
        If ``q`` or ``p`` is a number outside ``[0, 1]``.

    Notes
    -----
    Theory reference, section 1 (Information).  ``KL >= 0`` (Gibbs) is a theorem
    of the library, hence not an assumption that SymPy may use to collapse the
    inequality to ``True``; ``ask(Q.nonnegative(KL(q, p)))`` knows it.

    Examples
    --------
    >>> from sympy import Rational, log, symbols
    >>> q, p = symbols("q p", positive=True)
    >>> KL(q, p).rewrite(log)
    q*log(q/p) + (1 - q)*log((1 - q)/(1 - p))
    >>> KL(p, p)
    0
    >>> KL(q, p).diff(q)
    log(q/p) - log((1 - q)/(1 - p))
    >>> KL(Rational(1, 2), Rational(1, 2) + Rational(1, 10**20)).evalf(20)
    2.0000000000000000000e-40
    """

    ball_name = "kl"
    code_name = "binary_divergence"

    @classmethod
    def eval(cls, q: Any, p: Any) -> sympy.Expr | None:
        refuse_outside("q", q, PROBABILITY, 0, 1)
        refuse_outside("p", p, PROBABILITY, 0, 1)
        if q == p:
            return sympy.S.Zero
        if not (q.is_number and p.is_number):
            return None
        return cls._edge(q, p)

    @classmethod
    def _edge(cls, q: sympy.Expr, p: sympy.Expr) -> sympy.Expr | None:
        if (p.is_zero and not q.is_zero) or ((1 - p).is_zero and not (1 - q).is_zero):
            return sympy.oo
        if q.is_zero:
            return -sympy.log(1 - p)
        if (1 - q).is_zero:
            return -sympy.log(p)
        return None

    @classmethod
    def definition(cls, q: Any, p: Any) -> sympy.Expr:
        """Return ``q*log(q/p) + (1-q)*log((1-q)/(1-p))``, and its limits at the edges."""
        q, p = sympy.sympify(q), sympy.sympify(p)
        if q == p:
            return sympy.S.Zero
        at_edge = cls._edge(q, p)
        if at_edge is not None:
            return at_edge
        return q * sympy.log(q / p) + (1 - q) * sympy.log((1 - q) / (1 - p))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative in ``q`` (1) or in ``p`` (2)."""
        q, p = self.args
        if argindex == 1:
            return sympy.log(q / p) - sympy.log((1 - q) / (1 - p))
        if argindex == 2:
            return (p - q) / (p * (1 - p))
        raise sympy.core.function.ArgumentIndexError(self, argindex)

    def _eval_is_extended_real(self) -> bool | None:
        return True if all(argument.is_real for argument in self.args) else None

    def _eval_is_finite(self) -> bool | None:
        try:
            return True if sort_of(self.args[1]) is OpenUnit else None
        except SkillTheoryError:
            return None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        q, p = (printer._print(argument) for argument in self.args)
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{kl}}{power}\left({q}, {p}\right)"


class Phi(FormulaFunction):
    r"""``Phi(u) = u log u - u + 1``, for ``u >= 0``.

    The divergence splits into it: ``KL(q, p) = p Phi(q/p) + (1-p) Phi((1-q)/(1-p))``.

    Raises
    ------
    SortError
        If ``u`` is a negative number.

    Notes
    -----
    Theory reference, section 1, statements 1.1 and 1.2.

    Examples
    --------
    >>> from sympy import log, solve, symbols
    >>> u = symbols("u", positive=True)
    >>> Phi(0), Phi(1), Phi(u)
    (1, 0, Phi(u))
    >>> Phi(u).diff(u)
    log(u)
    >>> solve(Phi(u) - 2, u)
    [exp(LambertW(exp(-1)) + 1)]
    """

    ball_name = "phi"
    code_name = "phi_function"

    @classmethod
    def eval(cls, u: Any) -> sympy.Expr | None:
        refuse_outside("u", u, "a number that is at least 0")
        if u.is_zero:
            return sympy.S.One
        if u is sympy.S.One:
            return sympy.S.Zero
        return sympy.oo if u is sympy.oo else None

    @classmethod
    def definition(cls, u: Any) -> sympy.Expr:
        """Return ``u*log(u) - u + 1``, and 1 at ``u = 0``."""
        u = sympy.sympify(u)
        return sympy.S.One if u.is_zero else u * sympy.log(u) - u + 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative, ``log(u)``."""
        if argindex != 1:
            raise sympy.core.function.ArgumentIndexError(self, argindex)
        return sympy.log(self.args[0])

    def _eval_is_real(self) -> bool | None:
        return True if self.args[0].is_real else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\varphi{power}\left({printer._print(self.args[0])}\right)"
