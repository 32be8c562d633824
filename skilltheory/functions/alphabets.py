"""Entropy, cross-entropy and divergence on a finite alphabet, in nats.

A distribution is either a family ``p[1], ..., p[n]`` (see
:func:`skilltheory.sorts.family`) together with ``n``, or an explicit sequence
of numbers: ``Entropy(p, n)`` or ``Entropy((1/2, 1/2))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import sympy

from skilltheory.errors import SortError
from skilltheory.functions._base import (
    PROBABILITY,
    FormulaFunction,
    bound_variable,
    refuse_outside,
)
from skilltheory.sorts import Count

__all__ = ["CrossEntropy", "Divergence", "Entropy"]


class _OnAlphabet(FormulaFunction):
    """A sum over an alphabet of a term in one or two distributions."""

    distributions: ClassVar[int] = 2

    def __new__(cls, *args: Any, **options: Any) -> Any:
        given, size = args[: cls.distributions], args[cls.distributions :]
        if len(given) < cls.distributions or len(size) > 1:
            raise TypeError(f"{cls.__name__} takes {cls.distributions} distributions and a size")
        if all(isinstance(item, Sequence | sympy.Tuple) for item in given):
            lists = [sympy.Tuple(*item) for item in given]
            length = _common_length(lists)
            if size and sympy.sympify(size[0]) != length:
                raise SortError("n", size[0], f"the number of entries given, {length}")
            for name, entries in zip("pq", lists, strict=False):
                _refuse_unless_distribution(name, entries)
            return super().__new__(cls, *lists, length, **options)
        if not all(isinstance(item, sympy.IndexedBase) for item in given) or not size:
            raise SortError("distributions", given, "families with a size, or sequences of numbers")
        return super().__new__(cls, *given, _size(size[0]), **options)

    @classmethod
    def term(cls, *entries: sympy.Expr) -> sympy.Expr:
        """Return the summand at one letter, with its limit where a probability is 0."""
        raise NotImplementedError

    @classmethod
    def definition(cls, *args: Any) -> sympy.Expr:
        """Return the sum over the alphabet: a ``Sum`` for families, explicit for sequences."""
        *given, n = args
        if isinstance(given[0], sympy.Tuple):
            return sympy.Add(*(cls.term(*entries) for entries in zip(*given, strict=True)))
        i = bound_variable("i", Count, n, *(item.label for item in given))
        return sympy.Sum(cls.term(*(item[i] for item in given)), (i, 1, n))

    def doit(self, **hints: Any) -> sympy.Expr:
        """Write the sum out when the alphabet is a sequence or its size a number."""
        *given, n = self.args
        if isinstance(given[0], sympy.Tuple):
            return self.formula
        return self.formula.doit(**hints) if n.is_Integer else self

    def _eval_evalf(self, prec: int) -> sympy.Expr | None:
        if not isinstance(self.args[0], sympy.Tuple):
            return None
        return self.formula._eval_evalf(prec)

    def _eval_derivative(self, s: Any) -> sympy.Expr:
        return self.formula.diff(s)

    def _eval_is_extended_real(self) -> bool:
        return True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        names = [
            printer._print(item.label if isinstance(item, sympy.IndexedBase) else item)
            for item in self.args[:-1]
        ]
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{self.symbol}{power}\left({self.separator.join(names)}\right)"

    symbol: ClassVar[str]
    separator: ClassVar[str] = ", "


def _size(size: Any) -> sympy.Expr:
    """Return ``n`` from ``n`` or from limits ``(i, 1, n)``."""
    if isinstance(size, tuple | sympy.Tuple):
        if len(size) != 3 or size[1] != 1:
            raise SortError("limits", size, "(index, 1, n)")
        size = size[2]
    n = sympy.sympify(size)
    refuse_outside("n", n, Count.meaning, 1)
    if n.is_integer is False:
        raise SortError("n", n, Count.meaning)
    return n


def _common_length(lists: list[sympy.Tuple]) -> sympy.Integer:
    lengths = {len(entries) for entries in lists}
    if len(lengths) != 1 or 0 in lengths:
        raise SortError("distributions", lists, "of one length, at least 1")
    return sympy.Integer(lengths.pop())


def _refuse_unless_distribution(name: str, entries: sympy.Tuple) -> None:
    for entry in entries:
        refuse_outside(name, entry, PROBABILITY, 0, 1)
    total = sympy.Add(*entries)
    # Floats are allowed the rounding of their sum; exact numbers nothing.
    slack = 0 if not total.has(sympy.Float) else sympy.Float(len(entries)) * 2**-52
    if total.is_number and abs(total - 1) > slack:
        raise SortError(name, entries, f"a distribution: its sum is {total}, not 1")


class Entropy(_OnAlphabet):
    r"""Entropy of a distribution on a finite alphabet, in nats.

    ``sum over i of -p[i] log p[i]``, with ``0 log 0 = 0``.

    Raises
    ------
    SortError
        If a sequence of numbers is not a distribution.

    Notes
    -----
    Theory reference, section 1, statement 1.3.

    Examples
    --------
    >>> from sympy import Rational
    >>> Entropy((Rational(1, 3), Rational(2, 3))).doit()
    -2*log(2/3)/3 + log(3)/3
    """

    distributions = 1
    symbol = "H"
    code_name = "alphabet_entropy"

    @classmethod
    def eval(cls, p: Any, n: Any) -> None:
        """Leave the sum as it is written."""

    @classmethod
    def term(cls, p: sympy.Expr) -> sympy.Expr:
        return sympy.S.Zero if p.is_zero else -p * sympy.log(p)


class CrossEntropy(_OnAlphabet):
    r"""Cross-entropy of ``q`` against the truth ``p``, in nats: the loss of a language model.

    ``sum over i of -p[i] log q[i]``, with ``0 log 0 = 0``.

    Raises
    ------
    SortError
        If a sequence of numbers is not a distribution, or the lengths differ.

    Notes
    -----
    Theory reference, section 1, statement 1.3: it is the entropy of ``p`` plus
    the divergence of ``q`` from it.

    Examples
    --------
    >>> from skilltheory.sorts import Probability, family, variables, Count
    >>> p, q = family("p", Probability), family("q", Probability)
    >>> (n,) = variables("n", Count)
    >>> CrossEntropy.definition(p, q, n)
    Sum(-log(q[i])*p[i], (i, 1, n))
    """

    symbol = r"\operatorname{CE}"
    code_name = "alphabet_cross_entropy"

    @classmethod
    def eval(cls, p: Any, q: Any, n: Any) -> None:
        """Leave the sum as it is written."""

    @classmethod
    def term(cls, p: sympy.Expr, q: sympy.Expr) -> sympy.Expr:
        if p.is_zero:
            return sympy.S.Zero
        return sympy.oo if q.is_zero else -p * sympy.log(q)


class Divergence(_OnAlphabet):
    r"""Divergence of ``q`` from the truth ``p`` on a finite alphabet, in nats.

    ``sum over i of p[i] log(p[i]/q[i])``, with ``0 log 0 = 0``: the excess loss.

    Raises
    ------
    SortError
        If a sequence of numbers is not a distribution, or the lengths differ.

    Notes
    -----
    Theory reference, section 1, statements 1.2 and 1.3.
    """

    symbol = r"\operatorname{KL}"
    separator = r" \,\Vert\, "
    code_name = "alphabet_divergence"

    @classmethod
    def eval(cls, p: Any, q: Any, n: Any) -> None:
        """Leave the sum as it is written."""

    @classmethod
    def term(cls, p: sympy.Expr, q: sympy.Expr) -> sympy.Expr:
        if p.is_zero:
            return sympy.S.Zero
        return sympy.oo if q.is_zero else p * sympy.log(p / q)
