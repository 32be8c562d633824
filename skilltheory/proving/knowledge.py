"""Showing a formula from what is known: guesses, each checked by a rule of the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb, prod
from typing import Any, TypeAlias

import sympy

from skilltheory.errors import Refused, UnknownName
from skilltheory.kernel.formula import And, Equal, Formula, Relation, le, lt, negation
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.multipliers import propose
from skilltheory.proving.refute import refute
from skilltheory.proving.source import Made, call
from skilltheory.sorts import Variable

__all__ = ["WAYS", "Knowledge", "Part", "Shown", "forms"]

WAYS = ("sign", "algebra", "combining")
"""How a formula is shown; see :meth:`Knowledge.show`."""

Part: TypeAlias = tuple[Made, Any]
"""A fact with the multiplier to use; None where it is to be found."""
Shown: TypeAlias = tuple[Made, str]
"""A fact, and why it holds in words."""


@dataclass(frozen=True)
class Knowledge:
    """What is known at a point of a proof.

    Attributes
    ----------
    known : tuple of Made
        Theorems that may be used.
    supposed : tuple of Formula
        What their hypotheses may be.
    numbers : mapping
        The lines in which theorems stand.
    """

    known: tuple[Made, ...]
    supposed: tuple[Formula, ...]
    numbers: Mapping[Theorem, int]

    def label(self, made: Made) -> str:
        """``(2)`` for line 2."""
        number = self.numbers.get(made.theorem)
        return f"({number})" if number is not None else "a theorem"

    # -- a formula from what is known -------------------------------------------------------

    def show(
        self, claim: Formula, by: str | None = None, parts: Sequence[Part] | None = None
    ) -> Shown:
        """Show a formula in one of the ways, or in any.

        Raises
        ------
        Refused
            With the reason of each way that was tried, and a point at which the
            formula is false if there is one.
        UnknownName
            If there is no such way.
        """
        for made in self.known:
            if made.theorem.conclusion == claim:
                return made, f"this is {self.label(made)}"
        if isinstance(claim, And) and by is None:
            each = [self.show(part, None, parts)[0] for part in claim.args]
            return call("conjoin", *each), "all parts hold"
        if not isinstance(claim, Relation):
            raise Refused("have", f"{claim} is not an equation or an inequality: use .apply(rule)")
        reasons: dict[str, Refused] = {}
        for way in self._ways(claim, by, parts):
            try:
                return self._by(way, claim, parts)
            except Refused as refused:
                reasons[way] = refused
        point = refute(claim, self.supposed)
        if point is not None:
            raise Refused("have", f"{claim} does not hold", point)
        if len(reasons) == 1:
            (alone,) = reasons.values()
            raise alone
        told = "; ".join(f"by {way}: {refused.reason}" for way, refused in reasons.items())
        raise Refused("have", f"{claim} could not be shown ({told})")

    @staticmethod
    def _ways(claim: Relation, by: str | None, parts: Sequence[Part] | None) -> list[str]:
        if by is not None:
            if by not in WAYS:
                raise UnknownName("way to show a formula", by, WAYS)
            return [by]
        if parts is not None:
            return ["combining"]
        return ["algebra", "combining"] if isinstance(claim, Equal) else ["sign", "combining"]

    def _by(self, way: str, claim: Relation, parts: Sequence[Part] | None) -> Shown:
        if way == "sign":
            return self.used("sign", claim), "by the signs of its terms"
        if way == "algebra":
            return self.used("equality", claim), "both sides are the same"
        return self.combined(claim, parts)

    def used(self, step: str, *args: Any) -> Made:
        """Call a rule that takes facts to use, with none if that works, else as few as will do."""
        facts = self.known

        def attempt(using: Sequence[Made]) -> Made:
            return call(step, *args, *([list(using)] if using else []))

        try:
            return attempt(())
        except Refused:
            if not facts:
                raise
        made, kept = attempt(facts), list(facts)
        for fact in facts:
            fewer = [k for k in kept if k is not fact]
            try:
                made, kept = attempt(fewer), fewer
            except Refused:
                continue
        return made

    def combined(self, claim: Relation, parts: Sequence[Part] | None) -> Shown:
        """Add multiples of facts; those without a multiplier get one that a search finds."""
        chosen = [(made, None) for made in self.known] if parts is None else list(parts)
        given = [(made, weight) for made, weight in chosen if weight is not None]
        refused = None
        for found in self._weights(claim, given, [m for m, weight in chosen if weight is None]):
            pairs = [*given, *found]
            try:
                made = self.used("combine", claim, pairs)
            except Refused as reason:
                refused = refused or reason
                continue
            words = " and ".join(
                self.label(m) if weight == 1 else f"{self.label(m)} times {weight}"
                for m, weight in pairs
            )
            return made, f"add {words}" if words else "by the signs of its terms"
        if refused is not None and given:
            raise refused
        if not chosen:
            raise Refused("combine", f"nothing is known yet that could give {claim}")
        raise Refused("combine", f"no multiples of what is known were found that give {claim}")

    def _weights(
        self, claim: Relation, given: Sequence[Part], free: Sequence[Made]
    ) -> Iterator[list[Part]]:
        if not free:
            yield []
            return
        gap = claim.gap
        for made, weight in given:
            if isinstance(made.theorem.conclusion, Relation):
                gap -= weight * made.theorem.conclusion.gap
        by_theorem = {made.theorem: made for made in free}
        evidence = [made.theorem for made in self.known]
        for weights in propose(type(claim)(0, gap), list(by_theorem), evidence):
            yield [(by_theorem[theorem], weight) for theorem, weight in weights]

    # -- signs of derivatives ---------------------------------------------------------------

    def positive(self, term: sympy.Expr, strict: bool, what: str) -> Made:
        """``0 <= term``, or ``0 < term``, for some way to write the term.

        Raises
        ------
        Refused
            Naming ``what`` the term is.
        """
        relation = lt if strict else le
        for form in forms(term):
            try:
                return self.show(relation(0, form))[0]
            except Refused as refused:
                if refused.counterexample is not None:
                    break
        shown = forms(term)[0]
        raise Refused(
            "sign",
            f"{what}, {shown}, is not known to be {'positive' if strict else 'non-negative'}",
            refute(relation(0, shown), self.supposed),
        )

    def positive_on_both_sides(
        self, term: sympy.Expr, x: Variable, at: sympy.Expr, strict: bool, what: str
    ) -> Made:
        """The same, for ``x`` on either side of a point if it does not show at once."""
        try:
            return self.positive(term, strict, what)
        except Refused as refused:
            if refused.counterexample is not None:
                raise
            first = refused
        split, relation = le(x, at), lt if strict else le
        for form in forms(term):
            try:
                halves = [
                    self._on_side(side).show(relation(0, form))[0]
                    for side in (split, negation(split))
                ]
            except Refused:
                continue
            return call("cases", split, *halves)
        raise first

    def supposing(self, formulas: Iterable[Formula]) -> Knowledge:
        """Suppose something more."""
        more = tuple(formulas)
        made = [call("assume", formula) for formula in more]
        return replace(self, known=(*self.known, *made), supposed=(*self.supposed, *more))

    def _on_side(self, side: Relation) -> Knowledge:
        """Suppose an order as well; and that of the logarithms, where they exist."""
        there = self.supposing([side])
        try:
            logarithms = call("monotone", "log", there.known[-1])
        except Refused:  # a side is not positive
            return there
        return replace(there, known=(*there.known, logarithms))

    # -- hypotheses -------------------------------------------------------------------------

    def discharged(self, made: Made) -> Made:
        """Prove every hypothesis that is not supposed here.

        Raises
        ------
        Refused
            Naming the hypothesis that is not known.
        """
        shown = []
        for hypothesis in sorted(made.theorem.hypotheses - set(self.supposed), key=str):
            try:
                shown.append(self.show(hypothesis)[0])
            except Refused as refused:
                raise Refused(
                    made.rule,
                    f"{made.theorem.conclusion} needs {hypothesis}, which is not known here: "
                    f"{refused.reason}",
                    refused.counterexample,
                ) from refused
        return call("given", made, *shown) if shown else made


LONG = 2000  # summands that a term may have when multiplied out, to be factored


def forms(term: sympy.Expr) -> list[sympy.Expr]:
    """Ways to write a term, those in which a sign shows most often first."""
    if _summands(term) > LONG:
        return [term]
    together = sympy.together(term)
    ways = [sympy.factor(together, deep=False), _in_roots(together), sympy.factor_terms(term)]
    return list(dict.fromkeys([*ways, together, term]))


def _summands(term: sympy.Expr) -> int:
    """How many summands a term may have when its products and powers are multiplied out."""
    if isinstance(term, sympy.Add):
        return sum(map(_summands, term.args))
    if isinstance(term, sympy.Mul):
        return prod(map(_summands, term.args))
    if isinstance(term, sympy.Pow) and isinstance(term.args[1], sympy.Integer):
        inside, power = _summands(term.args[0]), abs(int(term.args[1]))
        return comb(inside + power - 1, power) if inside > 1 else 1
    return max(1, *map(_summands, term.args)) if term.args else 1


def _in_roots(term: sympy.Expr) -> sympy.Expr:
    """Factor over the roots that occur: ``x - 2 sqrt(x) + 1`` is ``(sqrt(x) - 1)^2``."""
    orders: dict[sympy.Expr, int] = {}
    for power in term.atoms(sympy.Pow):
        base, exponent = power.args
        if isinstance(exponent, sympy.Rational) and base.is_positive:
            orders[base] = sympy.ilcm(orders.get(base, 1), exponent.q)
    roots = {b: sympy.Symbol(f"root{i}", positive=True) for i, b in enumerate(orders)}
    inside = term.subs({base: roots[base] ** orders[base] for base in orders})
    back = {root: base ** sympy.Rational(1, orders[base]) for base, root in roots.items()}
    return sympy.factor(sympy.together(inside), deep=False).subs(back)
