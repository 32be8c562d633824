"""Propositions in Rocq's syntax, and their false twins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from skilltheory.kernel.formula import (
    And,
    Binder,
    Equal,
    Exists,
    Formula,
    Implies,
    Less,
    LessEqual,
    Relation,
    Unequal,
    negation,
)
from skilltheory.rocq.scope import Untranslatable
from skilltheory.rocq.terms import Terms

__all__ = ["Propositions"]

_SIGNS: dict[type[Relation], str] = {Less: "<", LessEqual: "<=", Equal: "=", Unequal: "<>"}


class Propositions(Terms):
    """Translates propositions and the terms in them."""

    def proposition(self, formula: Formula) -> str:
        """The text of a proposition.

        Raises
        ------
        Untranslatable
            Naming the node that has no translation.
        """
        if isinstance(formula, Relation):
            left, right = self.real(formula.lhs), self.real(formula.rhs)
            return f"({left} {_SIGNS[type(formula)]} {right})"
        if isinstance(formula, And):
            return _conjunction(self._in_order(formula.args))
        if isinstance(formula, Implies):
            premise, (conclusion,) = self._implication(formula, lambda c: [self.proposition(c)])
            return f"({premise} -> {conclusion})"
        if isinstance(formula, Binder):
            return self._quantified(formula, lambda body: [self.proposition(body)])[0]
        raise Untranslatable(formula, "this kind of proposition is not known")

    def twins(self, formula: Formula) -> list[str]:
        """Propositions that are false wherever ``formula`` is true.

        One for each relation that could be the wrong way round: an inequality
        is turned, an equation is off by one.
        """
        if isinstance(formula, Equal):
            return [f"({self.real(formula.lhs)} = {self.real(formula.rhs)} + 1)"]
        if isinstance(formula, Relation):
            return [self.proposition(negation(formula))]
        if isinstance(formula, And):
            parts = self._in_order(formula.args)
            return [
                _conjunction([*parts[:place], twin, *parts[place + 1 :]])
                for place, part in enumerate(formula.args)
                for twin in self.twins(part)
            ]
        if isinstance(formula, Implies):
            premise, conclusions = self._implication(formula, self.twins)
            return [f"({premise} -> {conclusion})" for conclusion in conclusions]
        if isinstance(formula, Exists):
            return [f"(~ {self.proposition(formula)})"]
        if isinstance(formula, Binder):
            return self._quantified(formula, self.twins)
        raise Untranslatable(formula, "this kind of proposition is not known")

    def _in_order(self, parts: Sequence[Formula]) -> list[str]:
        """Each part of a conjunction may rely on the parts before it."""
        texts: list[str] = []
        for part in parts:
            with self.scope.under(*(f"{text} ->" for text in texts)):
                texts.append(self.proposition(part))
        return texts

    def _implication(
        self, formula: Implies, inner: Callable[[Formula], list[str]]
    ) -> tuple[str, list[str]]:
        premise = self.proposition(formula.args[0])
        with self.scope.under(f"{premise} ->"):
            return premise, inner(formula.args[1])

    def _quantified(self, formula: Binder, inner: Callable[[Formula], list[str]]) -> list[str]:
        with self.scope.binding(formula.variable) as (name, kind, claim):
            bodies = inner(formula.body)
        if isinstance(formula, Exists):
            guard = "" if claim is None else f"{claim} /\\ "
            return [f"(exists {name} : {kind}, {guard}{body})" for body in bodies]
        guard = "" if claim is None else f"{claim} -> "
        return [f"(forall {name} : {kind}, {guard}{body})" for body in bodies]


def _conjunction(parts: Sequence[str]) -> str:
    return "(" + " /\\ ".join(parts) + ")"
