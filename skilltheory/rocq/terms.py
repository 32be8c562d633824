"""SymPy terms in Rocq's syntax.

A term stands among the reals or, as an index, a limit or an exponent, among
the natural numbers; integer variables are natural numbers, and ``INR`` carries
them over.  The text follows the way SymPy prints, so that it can be read
against the statement.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy
from sympy import LambertW
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import SkillTheoryError
from skilltheory.functions import KL, AtLeast, BinomialTail, H, Phi, Superquantile
from skilltheory.functions._base import FormulaFunction
from skilltheory.kernel.formula import Formula, Pr
from skilltheory.kernel.terms import opened
from skilltheory.rocq.scope import Scope, Untranslatable, is_natural
from skilltheory.sorts import Count, Natural, Real, Sort, Variable, sort_of

__all__ = ["SIGNATURES", "Terms"]

SIGNATURES: dict[type[FormulaFunction], tuple[tuple[str, Sort], ...]] = {
    H: (("p", Real),),
    KL: (("q", Real), ("p", Real)),
    Phi: (("u", Real),),
    BinomialTail: (("n", Natural), ("p", Real), ("t", Real)),
    Superquantile: (("k", Count), ("alpha", Real), ("theta", Real)),
}
"""The functions that have a definition of their own in Rocq, with their arguments."""

_UNARY = {sympy.exp: "exp", sympy.Abs: "Rabs"}
_NARY = {sympy.Min: "Rmin", sympy.Max: "Rmax"}
_OVER_RANGE = {sympy.Sum: "Sum", sympy.Product: "Prod"}
_CONSTANTS = {sympy.pi: "PI", sympy.E: "(exp 1)"}


class Terms(ABC):
    """Translates terms; what they need to be meaningful is left in ``scope``."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.uses_lambert = False
        self._real: dict[type, Callable[[Any], str]] = {
            Variable: self._variable,
            sympy.Add: self._sum_of_terms,
            sympy.Mul: self._product,
            sympy.Pow: self._power,
            sympy.log: self._log,
            sympy.Indexed: self._member,
            sympy.binomial: lambda term: f"(INR {self.natural(term)})",
            AtLeast: lambda term: self._applied("at_least", *map(self.real, term.args)),
            LambertW: self._lambert,
            Pr: self._probability,
        }

    @abstractmethod
    def proposition(self, formula: Formula) -> str:
        """The text of a proposition: events are propositions inside terms."""

    # -- among the reals -------------------------------------------------------

    def real(self, term: sympy.Basic) -> str:
        """The text of a term among the reals.

        Raises
        ------
        Untranslatable
            Naming the node that has no translation.
        """
        if isinstance(term, sympy.Rational) and term.is_finite:
            return _literal(int(term.p), int(term.q))
        if term in _CONSTANTS:
            return _CONSTANTS[term]
        kind = type(term)
        if kind in self._real:
            return self._real[kind](term)
        if kind in _UNARY:
            return self._applied(_UNARY[kind], self.real(term.args[0]))
        if kind in _NARY:
            sides = map(self.real, sorted(term.args, key=sympy.default_sort_key))
            return reduce(lambda left, right: self._applied(_NARY[kind], left, right), sides)
        if kind in _OVER_RANGE:
            return self._over_range(term)
        if isinstance(term, FormulaFunction):
            return self._defined(term)
        raise Untranslatable(term, "this kind of term is not known")

    def _applied(self, function: str, *arguments: str) -> str:
        return f"({function} {' '.join(arguments)})"

    def _variable(self, term: Variable) -> str:
        name = self.scope.name(term)
        if not term.sort.integer:
            return name
        if is_natural(term.sort):
            return f"(INR {name})"
        raise Untranslatable(term, "integers that may be negative are not supported")

    def _sum_of_terms(self, term: sympy.Add) -> str:
        text = ""
        for part in term.as_ordered_terms():
            negative = _negative(part)
            size = self.real(-part if negative else part)
            if not text:
                text = f"- {size}" if negative else size
            else:
                text += f" - {size}" if negative else f" + {size}"
        return f"({text})"

    def _product(self, term: sympy.Mul) -> str:
        if _negative(term):
            return f"(- {self.real(-term)})"
        coefficient, rest = term.as_coeff_Mul()
        if not coefficient.is_Rational:
            raise Untranslatable(coefficient, "it is not an exact number")
        above = [] if coefficient.p == 1 else [str(coefficient.p)]
        below = [] if coefficient.q == 1 else [str(coefficient.q)]
        for factor in rest.as_ordered_factors():
            if _is_inverse(factor):
                below.append(self._denominator(factor))
            else:
                above.append(self.real(factor))
        return _fraction(above, below)

    def _power(self, term: sympy.Pow) -> str:
        if _is_inverse(term):
            return _fraction([], [self._denominator(term)])
        base, exponent = term.args
        if exponent == sympy.Rational(1, 2):
            return self._root(base)
        if exponent.is_integer:
            return f"({self.real(base)} ^ {self.natural(exponent)})"
        text = self.real(base)
        self.scope.need(f"0 < {text}", f"{text} <= 0")
        return self._applied("Rpower", text, self.real(exponent))

    def _root(self, base: sympy.Expr) -> str:
        text = self.real(base)
        self.scope.need(f"0 <= {text}", f"{text} < 0")
        return self._applied("sqrt", text)

    def _denominator(self, inverse: sympy.Pow) -> str:
        text = self.real(sympy.Pow(inverse.base, -inverse.exp))
        self.scope.need(f"{text} <> 0", f"{text} = 0")
        return text

    def _log(self, term: sympy.log) -> str:
        if len(term.args) != 1:
            raise Untranslatable(term, "logarithms are natural")
        text = self.real(term.args[0])
        self.scope.need(f"0 < {text}", f"{text} <= 0")
        return self._applied("ln", text)

    def _lambert(self, term: LambertW) -> str:
        if len(term.args) != 1:
            raise Untranslatable(term, "only the principal branch is known")
        self.uses_lambert = True
        text = self.real(term.args[0])
        self.scope.need(f"(- (exp (-1))) <= {text}", f"{text} < (- (exp (-1)))")
        return self._applied("W", text)

    def _probability(self, term: Pr) -> str:
        with self.scope.under("forall omega : Omega,"):
            event = self.proposition(term.event)
        return f"(pr (fun omega : Omega => {event}))"

    def _defined(self, term: FormulaFunction) -> str:
        signature = SIGNATURES.get(type(term))
        if signature is None:
            return self.real(term.formula)
        name = type(term).__name__
        arguments = [
            self.natural(argument) if is_natural(sort) else self.real(argument)
            for argument, (_, sort) in zip(term.args, signature, strict=True)
        ]
        claim = f"{name}_defined {' '.join(arguments)}"
        self.scope.need(claim, f"~ {claim}")
        return self._applied(name, *arguments)

    def _over_range(self, term: ExprWithLimits) -> str:
        body, index, low, high = opened(term)
        ends = self.natural(low), self.natural(high)
        name = self.scope.name(index)
        inside = f"({ends[0]} <= {name} <= {ends[1]})%nat"
        with self.scope.under(f"forall {name} : nat,", f"{inside} ->"):
            text = self.real(body)
        kind = _OVER_RANGE[type(term)]
        return f"({kind} {ends[0]} {ends[1]} (fun {name} : nat => {text}))"

    def _member(self, term: sympy.Indexed) -> str:
        text = self._family(term)
        return f"(INR {text})" if sort_of(term).integer else text

    def _family(self, term: sympy.Indexed) -> str:
        label = term.base.label
        indices = [self.natural(i) if i.is_integer else self.real(i) for i in term.indices]
        sample = ["omega"] if label.random else []
        return self._applied(self.scope.name(label), *sample, *indices)

    # -- among the natural numbers -----------------------------------------------

    def natural(self, term: sympy.Basic) -> str:
        """The text of a term among the natural numbers.

        Raises
        ------
        Untranslatable
            If it cannot be read there.
        """
        if isinstance(term, sympy.Integer) and term >= 0:
            return f"{term}%nat"
        if isinstance(term, Variable) and is_natural(term.sort):
            return self.scope.name(term)
        if isinstance(term, sympy.Indexed) and _has_natural_sort(term):
            return self._family(term)
        if isinstance(term, sympy.Add):
            return self._natural_sum(term)
        if isinstance(term, sympy.Mul):
            factors = term.as_ordered_factors()
            return f"({' * '.join(map(self.natural, factors))})%nat"
        if isinstance(term, sympy.Pow):
            base, exponent = map(self.natural, term.args)
            return f"({base} ^ {exponent})%nat"
        if isinstance(term, sympy.binomial):
            return self._applied("binom", *map(self.natural, term.args))
        raise Untranslatable(term, "it cannot be read as a natural number")

    def _natural_sum(self, term: sympy.Add) -> str:
        parts = term.as_ordered_terms()
        added = [self.natural(part) for part in parts if not _negative(part)]
        taken = [self.natural(-part) for part in parts if _negative(part)]
        whole, less = _natural_total(added), _natural_total(taken)
        if not taken:
            return whole
        # Subtraction of natural numbers stops at 0: it must not.
        self.scope.need(f"({less} <= {whole})%nat", f"({whole} < {less})%nat")
        return f"({whole} - {less})%nat"


def _natural_total(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})%nat" if parts else "0%nat"


def _has_natural_sort(term: sympy.Indexed) -> bool:
    try:
        return is_natural(sort_of(term))
    except SkillTheoryError:
        return False


def _negative(term: sympy.Expr) -> bool:
    coefficient, _ = term.as_coeff_Mul()
    return bool(coefficient.is_negative)


def _is_inverse(term: sympy.Expr) -> bool:
    """Whether to print it under a fraction bar: ``/x``, ``/x^n``, ``/sqrt x``."""
    if not isinstance(term, sympy.Pow):
        return False
    exponent = term.exp
    return bool(exponent == sympy.Rational(-1, 2) or (exponent.is_integer and _negative(exponent)))


def _literal(numerator: int, denominator: int) -> str:
    if denominator == 1:
        return str(numerator) if numerator >= 0 else f"({numerator})"
    return f"({numerator} / {denominator})"


def _fraction(above: list[str], below: list[str]) -> str:
    top = " * ".join(above)
    if not below:
        return f"({top})" if len(above) > 1 else (top or "1")
    bottom = below[0] if len(below) == 1 else f"({' * '.join(below)})"
    return f"({top} / {bottom})" if top else f"(/ {bottom})"
