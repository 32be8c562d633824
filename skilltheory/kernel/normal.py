"""Exact algebra: a normal form in which equality is a polynomial zero test.

A term becomes a sum of *monomials*: a rational coefficient, atoms to rational
powers, and one exponential.  Atoms are variables, members of families, prime
numbers under a root, logarithms of things that do not split, sums over a
symbolic range, opaque functions, and *bases*: polynomials that occur under a
root or in a denominator.

* A logarithm is split over the factors of its argument only when each factor
  is known to be positive; logarithms of different factors are then treated as
  independent indeterminates.
* A power with a fractional exponent is taken only of something known to be
  positive, a reciprocal only of something known not to be zero.

So when the difference of two terms reduces to no monomials at all, the terms
are equal wherever the facts hold.  The converse is not claimed: the test may
miss an equality, it never invents one.

A factorisation is proposed by SymPy and believed only after multiplying out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import Refused
from skilltheory.functions import KL, AtLeast, BinaryEntropy, BinomialTail, Phi
from skilltheory.kernel.binding import substitute
from skilltheory.kernel.formula import Mean, Pr
from skilltheory.kernel.polynomials import NONNEGATIVE, ONE, Poly, const, frozen, plus, scaled
from skilltheory.kernel.ranges import Ranges
from skilltheory.kernel.terms import integer_term, opened
from skilltheory.sorts import Variable

__all__ = ["TRANSPARENT", "Normaliser"]

TRANSPARENT = (BinaryEntropy, KL, Phi)
OPAQUE = (BinomialTail, AtLeast, sympy.LambertW, sympy.binomial, sympy.Max, sympy.Min)


class Normaliser(Ranges):
    """Normal forms of SymPy terms, relative to some facts."""

    def poly(self, term: sympy.Basic) -> Poly:
        """The normal form of a SymPy term.

        Raises
        ------
        Refused
            If a part has no place in the language, or a condition is not known.
        """
        self.spend(1)
        if isinstance(term, sympy.Rational):
            return const(Fraction(int(term.p), int(term.q)))
        if isinstance(term, Variable):
            return self.of_atom(("var", term))
        if isinstance(term, sympy.Indexed):
            return self.of_atom(
                ("entry", term.base.label, *(frozen(self.poly(i)) for i in term.indices))
            )
        if isinstance(term, sympy.Add):
            return plus(*map(self.poly, term.args))
        if isinstance(term, sympy.Mul):
            return reduce(self.times, map(self.poly, term.args))
        if isinstance(term, sympy.exp):
            return self.exp(self.poly(term.args[0]))
        if term is sympy.E:
            return self.exp(ONE)
        if isinstance(term, sympy.Pow):
            base, power = term.args
            if isinstance(power, sympy.Rational):
                return self.power(self.poly(base), Fraction(int(power.p), int(power.q)))
            return self.exp(self.times(self.poly(power), self.log(self.poly(base))))
        if isinstance(term, sympy.log) and len(term.args) == 1:
            return self.log(self.poly(term.args[0]))
        if isinstance(term, sympy.Sum):
            return self.gather(*self._range(term))
        if isinstance(term, sympy.Product):
            return self.product(*self._range(term))
        if isinstance(term, sympy.Abs):
            inner = self.poly(term.args[0])
            signs = self.sign(inner)
            if signs <= frozenset({0, 1}):
                return inner
            if signs <= frozenset({-1, 0}):
                return scaled(inner, -1)
            return self.call("Abs", min(inner, scaled(inner, -1), key=frozen))
        if isinstance(term, TRANSPARENT):
            return self.poly(type(term).definition(*term.args))
        if isinstance(term, OPAQUE):
            return self.call(term.func.__name__, *map(self.poly, term.args))
        if isinstance(term, Pr):
            return self.of_atom(("pr", term))
        if isinstance(term, Mean):
            return self.of_atom(("mean", term))
        raise Refused("algebra", f"{term} has no place in the kernel's language")

    def call(self, name: str, *args: Poly) -> Poly:
        """A function that is not unfolded."""
        return self.of_atom(("call", name, *map(frozen, args)))

    def _range(self, term: ExprWithLimits) -> tuple[Poly, Variable, Poly, Poly]:
        body, index, low, high = opened(term)
        start, end = self.poly(low), self.poly(high)
        for bound in (low, high):
            if not integer_term(bound):
                raise Refused("algebra", f"the end {bound} of {term} is not known to be an integer")
        if index.sort.lower is not None:
            first = plus(start, const(-index.sort.lower))
            if not self.sign(first) <= NONNEGATIVE:
                raise Refused("algebra", f"{low} may lie outside the sort of {index}")
        fresh = self.fresh(index.sort)
        return self.poly(substitute(body, {index: fresh})), fresh, start, end
