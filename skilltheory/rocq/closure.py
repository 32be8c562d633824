"""A statement as one closed proposition of Rocq, with its domain conditions.

What is closed over, from outside in: the probability space, the fixed numbers
and families that assumptions speak of, the assumptions themselves, then the
statement's own parameters and hypotheses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sympy

from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import And, Formula, Pr
from skilltheory.rocq.propositions import Propositions
from skilltheory.rocq.scope import Scope, Untranslatable, sort_claim, type_of
from skilltheory.sorts import Variable

__all__ = ["Closed", "Prefix", "close"]


@dataclass(frozen=True)
class Prefix:
    """One step of closing a proposition: quantifiers, or a premise.

    Attributes
    ----------
    text : str
        ``"forall x : R,"`` or ``"0 < x ->"``.
    binds : tuple of str
        The names that it quantifies over; none for a premise.
    """

    text: str
    binds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closed:
    """A closed proposition with what belongs to it; every text is a Rocq proposition.

    Attributes
    ----------
    prefix : tuple of Prefix
        Quantifiers and premises, from outside in.
    claim : str
        What stands under them.
    twins : tuple of str
        False variants of the claim.
    domain : tuple of (str, str)
        Each domain condition, closed, with its false twin.
    """

    prefix: tuple[Prefix, ...]
    claim: str
    twins: tuple[str, ...]
    domain: tuple[tuple[str, str], ...]

    def under_prefix(self, claim: str) -> str:
        """``claim`` under the same quantifiers and premises."""
        return _lines([step.text for step in self.prefix], claim)


def close(
    conclusion: Formula, hypotheses: Sequence[Formula] = (), given: Sequence[Formula] = ()
) -> Closed:
    """Translate ``hypotheses`` entail ``conclusion``, on the strength of what is ``given``.

    Raises
    ------
    Untranslatable
        Naming the node that has no translation.
    """
    supposed = _flat(hypotheses)
    closing = _Closing([conclusion, *supposed, *given])
    scope, printer = closing.scope, closing.printer
    outer = [*closing.space(), *closing.quantified(lambda v: v.fixed, closing.formulas)]
    with scope.under(*_texts(outer)):
        premises = [closing.premise(formula) for formula in given]
    inner = closing.own([conclusion, *supposed])
    with scope.under(*_texts([*outer, *inner])):
        texts = _in_company(printer, supposed)
        with scope.under(*_texts(texts)):
            claim = printer.proposition(conclusion)
            twins = printer.twins(conclusion)
    functions = [Prefix("forall W : R -> R,", ("W",))] if printer.uses_lambert else []
    return Closed(
        prefix=(*functions, *outer, *premises, *inner, *texts),
        claim=claim,
        twins=tuple(twins),
        domain=tuple(
            (
                _lines([*_texts(functions), *need.context], need.claim),
                _lines([*_texts(functions), *need.context], need.opposite),
            )
            for need in scope.conditions
        ),
    )


class _Closing:
    """Names and quantifiers for several formulas that are closed together."""

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self.formulas = formulas
        self.shapes = _families(formulas)
        self.scope = Scope()
        self.printer = Propositions(self.scope)

    def space(self) -> list[Prefix]:
        """The set of outcomes if there are random quantities, and the probability if it occurs."""
        steps = []
        if any(_random_parts(formula) for formula in self.formulas):
            steps.append(Prefix("forall Omega : Type,", ("Omega",)))
        if any(formula.has(Pr) for formula in self.formulas):
            steps.append(Prefix("forall pr : probability Omega,", ("pr",)))
        return steps

    def quantified(
        self, which: Callable[[Variable], bool], formulas: Sequence[Formula]
    ) -> list[Prefix]:
        """Quantify over the free variables that ``which`` accepts, sorts as premises."""
        chosen = {v for v in free_variables(formulas) if which(v)}
        return [
            step
            for variable in sorted(chosen, key=lambda v: (v.name, v.sort.name))
            for step in self._binder(variable)
        ]

    def own(self, formulas: Sequence[Formula]) -> list[Prefix]:
        """Quantify over what is not fixed, and over the outcomes of random quantities."""
        steps = self.quantified(lambda v: not v.fixed, formulas)
        if any(False in _random_parts(formula) for formula in formulas):
            steps.insert(0, Prefix("forall omega : Omega,", ("omega",)))
        return steps

    def premise(self, formula: Formula) -> Prefix:
        """A formula closed over its own variables, as a premise."""
        own = _texts(self.own([formula]))
        with self.scope.under(*own):
            text = self.printer.proposition(formula)
        return Prefix(f"({' '.join([*own, text])}) ->")

    def _binder(self, variable: Variable) -> list[Prefix]:
        name, kind = self.scope.name(variable), type_of(variable.sort, variable)
        if variable not in self.shapes:
            claim = sort_claim(variable.sort, name)
            sort = [] if claim is None else [Prefix(f"{claim} ->")]
            return [Prefix(f"forall {name} : {kind},", (name,)), *sort]
        indices = [*(["Omega"] if variable.random else []), *self.shapes[variable]]
        steps = [Prefix(f"forall {name} : {' -> '.join([*indices, kind])},", (name,))]
        places = [f"i{place}" for place, _ in enumerate(indices, 1)]
        claim = sort_claim(variable.sort, f"{name} {' '.join(places)}")
        if claim is not None:
            binders = " ".join(f"({i} : {of})" for i, of in zip(places, indices, strict=True))
            steps.append(Prefix(f"(forall {binders}, {claim}) ->"))
        return steps


def _texts(steps: Iterable[Prefix]) -> list[str]:
    return [step.text for step in steps]


def _lines(prefix: Sequence[str], claim: str) -> str:
    return "\n  ".join([*prefix, claim])


def _flat(hypotheses: Iterable[Formula]) -> list[Formula]:
    return [part for one in hypotheses for part in (one.args if isinstance(one, And) else [one])]


def _in_company(printer: Propositions, supposed: Sequence[Formula]) -> list[Prefix]:
    """Translate hypotheses; the terms of each must be meaningful under the others."""
    known = dict(printer.scope.conditions)
    steps = [Prefix(f"{printer.proposition(formula)} ->") for formula in supposed]
    printer.scope.conditions = known
    for place, formula in enumerate(supposed):
        others = [step for other, step in enumerate(steps) if other != place]
        with printer.scope.under(*_texts(others)):
            printer.proposition(formula)
    return steps


def _families(formulas: Iterable[Formula]) -> Mapping[Variable, tuple[str, ...]]:
    """The types of the indices of each family."""
    shapes: dict[Variable, tuple[str, ...]] = {}
    for formula in formulas:
        for node in sympy.preorder_traversal(formula):
            if isinstance(node, sympy.Indexed):
                shape = tuple("nat" if i.is_integer else "R" for i in node.indices)
                if shapes.setdefault(node.base.label, shape) != shape:
                    raise Untranslatable(node, "its family has indices of other types elsewhere")
    return shapes


def _random_parts(node: sympy.Basic, inside: bool = False) -> set[bool]:
    """Whether random quantities occur inside events (True), outside of them (False), or both."""
    found = {inside} if isinstance(node, sympy.Indexed) and node.base.label.random else set()
    return found.union(*(_random_parts(part, inside or isinstance(node, Pr)) for part in node.args))
