"""Sums and products over a symbolic range, and the names of their indices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import Refused
from skilltheory.kernel.binding import substitute
from skilltheory.kernel.polynomials import (
    ONE,
    Atom,
    Poly,
    const,
    frozen,
    plus,
    scaled,
)
from skilltheory.kernel.powers import Powers
from skilltheory.sorts import Sort, Variable

__all__ = ["Ranges"]


class Ranges(Powers):
    """Sums monomial by monomial, with indices that nothing catches."""

    def gather(self, body: Poly, index: Variable, start: Poly, end: Poly) -> Poly:
        """Sum monomial by monomial; what does not depend on the index comes out."""
        total: Poly = {}
        for (powers, exponent), c in self.reduced(body).items():
            inside = {i: e for i, e in powers if self.depends(i, index)}
            outside = {i: e for i, e in powers if i not in inside}
            held = {
                m: d for m, d in exponent if any(self.depends(i, index) for i in self.mono_atoms(m))
            }
            freed = {m: d for m, d in exponent if m not in held}
            core: Poly = {self._mono(inside, frozen(held)): Fraction(1)}
            if core == ONE:
                count = plus(end, scaled(start, -1), ONE)
                if not self.sign(count) <= frozenset({0, 1}):
                    raise Refused("algebra", "the range of a sum may be turned round")
                core = count
            else:
                core = self.of_atom(("sum", *self._canonical(core, index, start, end)))
            out: Poly = {self._mono(outside, frozen(freed)): c}
            total = plus(total, self.times(out, core))
        return total

    def _log_factor(self, factor: Poly) -> Poly:
        """The logarithm of a product over a range is a sum over it."""
        if len(factor) == 1:
            (((powers, _), _c),) = factor.items()
            key = self.atoms[powers[0][0]]
            if key[0] == "prod":
                body, index, start, end = self.inside(key)
                return self.gather(self.log(body), index, start, end)
        return super()._log_factor(factor)

    def product(self, body: Poly, index: Variable, start: Poly, end: Poly) -> Poly:
        """A constant factor comes out as a power; the rest stays an atom."""
        body = self.reduced(body)
        if any(self.depends(i, index) for m in body for i in self.mono_atoms(m)):
            return self.of_atom(("prod", *self._canonical(body, index, start, end)))
        count = plus(end, scaled(start, -1), ONE)
        if not self.sign(count) <= frozenset({0, 1}):
            raise Refused("algebra", "the range of a product may be turned round")
        return self.exp(self.times(count, self.log(body)))

    def _canonical(self, core: Poly, index: Variable, start: Poly, end: Poly) -> tuple[Any, ...]:
        """Name the bound variable by how deep sums nest in what is left.

        The sums inside have names of lower levels, and every sum around is open
        under a fresh name: the new name catches nothing, and nothing catches it.
        """
        name = bound_name(str(self._level(core)), index.sort)
        return frozen(self.renamed(core, index, name)), name, frozen(start), frozen(end)

    def _level(self, p: Poly) -> int:
        return max((self._atom_level(i) for m in p for i in self.mono_atoms(m)), default=0)

    def _atom_level(self, i: int) -> int:
        key = self.atoms[i]
        inner = max((self._level(dict(part)) for part in key if _is_frozen(part)), default=0)
        if key[0] in ("pr", "mean"):
            inner = sum(
                1 for x in sympy.preorder_traversal(key[1]) if isinstance(x, ExprWithLimits)
            )
        return inner + 1 if key[0] in ("sum", "prod") else inner

    def inside(self, key: Atom) -> tuple[Poly, Variable, Poly, Poly]:
        """Body, index and ends of a sum or product, with a fresh index."""
        _, body, index, start, end = key
        fresh = self.fresh(index.sort)
        return self.renamed(dict(body), index, fresh), fresh, dict(start), dict(end)

    def fresh(self, sort: Sort) -> Variable:
        """A bound variable of its own, so that nothing is ever caught."""
        self.opened += 1
        return bound_name(f"open{self.opened}", sort)

    def renamed(self, p: Poly, old: Variable, new: Variable) -> Poly:
        """Rename a bound variable throughout."""
        total: Poly = {}
        for (powers, exponent), c in p.items():
            term = const(c)
            for i, e in powers:
                key = self.atoms[i]
                if self.depends(i, old):
                    key = tuple(self._rename_part(part, old, new) for part in key)
                term = self.times(term, {(((self.atom(key), e),), ()): Fraction(1)})
            if exponent:
                grown = frozen(self.renamed(dict(exponent), old, new))
                term = self.times(term, {((), grown): Fraction(1)})
            total = plus(total, term)
        return total

    def _rename_part(self, part: Any, old: Variable, new: Variable) -> Any:
        if _is_frozen(part):
            return frozen(self.renamed(dict(part), old, new))
        if isinstance(part, sympy.Basic):
            return substitute(part, {old: new})
        return part

    def depends(self, i: int, variable: Variable) -> bool:
        """Whether an atom contains a variable free."""
        kind, *parts = self.atoms[i]
        if kind in ("sum", "prod") and parts[1] == variable:
            parts = parts[2:]
        for part in parts:
            if _is_frozen(part):
                if any(self.depends(j, variable) for m, _ in part for j in self.mono_atoms(m)):
                    return True
            elif isinstance(part, sympy.Basic) and variable in part.free_symbols:
                return True
        return False


def bound_name(name: str, sort: Sort) -> Variable:
    """A name that no author can give: :class:`Variable` refuses a leading underscore."""
    made: Variable = Variable._cached(f"_{name}{sort.name}", sort)
    return made


def _is_frozen(part: object) -> bool:
    return isinstance(part, tuple)
