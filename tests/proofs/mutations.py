"""Near misses of a statement: what its proof must not prove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy

from skilltheory.kernel.formula import (
    And,
    Binder,
    Equal,
    Formula,
    Implies,
    Less,
    LessEqual,
    Relation,
    Unequal,
    lt,
)

PERCENT = sympy.Rational(1, 100)


@dataclass(frozen=True)
class NearMiss:
    """A claim that differs a little from a true one."""

    what: str
    claim: Formula

    def __str__(self) -> str:
        return self.what


def near_misses(conclusion: Formula) -> Iterator[NearMiss]:
    """Reversed, strict, off by one per cent on either side, with a sign flipped."""
    for what, changed in _changed(conclusion):
        if changed != conclusion:
            yield NearMiss(what, changed)


def _changed(formula: Formula) -> Iterator[tuple[str, Formula]]:
    if isinstance(formula, Relation):
        yield from _relations(formula)
    elif isinstance(formula, And):
        for i, part in enumerate(formula.args):
            for what, changed in _changed(part):
                parts = [*formula.args[:i], changed, *formula.args[i + 1 :]]
                yield f"part {i + 1} {what}", And(*parts)
    elif isinstance(formula, Implies):
        for what, changed in _changed(formula.args[1]):
            yield what, Implies(formula.args[0], changed)
    elif isinstance(formula, Binder):
        for what, changed in _changed(formula.body):
            yield what, formula.func(formula.variable, changed)


def _relations(relation: Relation) -> Iterator[tuple[str, Formula]]:
    """The closest misses first."""
    left, right = relation.lhs, relation.rhs
    if isinstance(relation, LessEqual):
        yield "made strict", lt(left, right)
    for factor in (1 + PERCENT, 1 - PERCENT):
        yield f"left side times {factor}", relation.func(factor * left, right)
        yield f"right side times {factor}", relation.func(left, factor * right)
    yield from _constants(relation)
    for amount in (PERCENT, -PERCENT):
        yield f"right side plus {amount}", relation.func(left, right + amount)
    if isinstance(relation, Equal):
        yield "made an inequality", lt(left, right)
    if isinstance(relation, Less | LessEqual):
        yield "reversed", relation.func(right, left)
    if not isinstance(relation, Unequal):
        yield "sign of the left side flipped", relation.func(-left, right)
        yield "sign of the right side flipped", relation.func(left, -right)


def _constants(relation: Relation) -> Iterator[tuple[str, Formula]]:
    """Each rational number in the formula, one per cent larger or smaller."""
    numbers = {
        x for x in relation.atoms(sympy.Rational) if x not in (0, 1, -1) and _plain(relation, x)
    }
    for number in sorted(numbers):
        for factor in (1 + PERCENT, 1 - PERCENT):
            changed = relation.xreplace({number: number * factor})
            yield f"{number} made {number * factor}", changed


def _plain(relation: Relation, number: sympy.Rational) -> bool:
    """Whether a number stands for itself, not for the range of a sum or a tenfold scale."""
    places = [x for x in sympy.preorder_traversal(relation) if isinstance(x, sympy.Indexed)]
    return not any(number in place.atoms(sympy.Rational) for place in places)
