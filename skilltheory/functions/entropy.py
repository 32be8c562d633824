"""Binary entropy, in nats."""

from __future__ import annotations

from typing import Any

import sympy

from skilltheory.functions._base import PROBABILITY, FormulaFunction, refuse_outside

__all__ = ["BinaryEntropy", "H"]


class BinaryEntropy(FormulaFunction):
    r"""Entropy of a coin that shows heads with probability ``p``, in nats.

    ``H(p) = -p log p - (1-p) log(1-p)``, with its limits 0 at ``p = 0`` and
    ``p = 1``.  It counts: ``C(n, p n) <= exp(n H(p))``.

    Raises
    ------
    SortError
        If ``p`` is a number outside ``[0, 1]``.

    Notes
    -----
    Theory reference, section 1 (Information).

    Examples
    --------
    >>> from sympy import Rational, log, symbols
    >>> p = symbols("p", positive=True)
    >>> H(p)
    H(p)
    >>> H(p).rewrite(log)
    -p*log(p) - (1 - p)*log(1 - p)
    >>> H(p).diff(p)
    log((1 - p)/p)
    >>> H(Rational(1, 3)).evalf(30)
    0.636514168294812818450423822617
    """

    ball_name = "binary_entropy"
    code_name = "binary_entropy"

    @classmethod
    def eval(cls, p: Any) -> sympy.Expr | None:
        refuse_outside("p", p, PROBABILITY, 0, 1)
        return sympy.S.Zero if p.is_zero or (1 - p).is_zero else None

    @classmethod
    def definition(cls, p: Any) -> sympy.Expr:
        """Return ``-p*log(p) - (1-p)*log(1-p)``, and 0 at the edges."""
        p = sympy.sympify(p)
        if p.is_zero or (1 - p).is_zero:
            return sympy.S.Zero
        return -p * sympy.log(p) - (1 - p) * sympy.log(1 - p)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative, ``log((1-p)/p)``."""
        if argindex != 1:
            raise sympy.core.function.ArgumentIndexError(self, argindex)
        (p,) = self.args
        return sympy.log((1 - p) / p)

    def _eval_is_real(self) -> bool | None:
        return True if self.args[0].is_real else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"h{power}\left({printer._print(self.args[0])}\right)"

    def _sympystr(self, printer: Any) -> str:
        return f"H({printer._print(self.args[0])})"


H = BinaryEntropy
