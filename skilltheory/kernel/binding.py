"""Variables, free and bound, and putting terms for them without capture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import Refused, SkillTheoryError
from skilltheory.kernel.formula import Binder, Mean, Pr
from skilltheory.kernel.language import EAGER, affordable
from skilltheory.kernel.terms import doubtful, opened
from skilltheory.sorts import Variable

if TYPE_CHECKING:
    from skilltheory.kernel.signs import Algebra

__all__ = ["bound_variables", "free_variables", "kept", "rebuilt", "substitute"]


def bound_variables(term: sympy.Basic) -> set[sympy.Basic]:
    """Every variable that a quantifier, sum, product or chance inside ``term`` binds."""
    bound: set[sympy.Basic] = set()
    for node in sympy.preorder_traversal(term):
        if isinstance(node, Binder):
            bound.add(node.variable)
        elif isinstance(node, ExprWithLimits):
            bound.update(node.bound_symbols)
        elif isinstance(node, Pr | Mean):
            bound.update(x for x in free_variables([node]) if x.random)
    return bound


def free_variables(terms: Iterable[sympy.Basic]) -> set[Variable]:
    """The free typed variables of several terms (a family counts as its label).

    Raises
    ------
    SkillTheoryError
        If a free symbol has no sort.
    """
    found: set[Variable] = set()
    for term in terms:
        for symbol in term.free_symbols:
            if isinstance(symbol, Variable):
                found.add(symbol)
            elif not isinstance(symbol, sympy.Indexed):
                raise SkillTheoryError(f"the symbol {symbol} has no sort: use Variable(name, sort)")
    return found


def substitute(term: Any, mapping: Mapping[Variable, sympy.Basic]) -> Any:
    """Replace free variables, simultaneously; never capture.

    A family is replaced through its label by a ``sympy.Lambda`` of its indices.
    A binder whose variable is replaced hides it; a binder whose variable
    occurs in a replacement would capture it and is refused.

    Raises
    ------
    SkillTheoryError
        On capture, and when a part that may be undefined would vanish.
    """
    if not mapping:
        return term
    if isinstance(term, Variable):
        return mapping.get(term, term)
    if isinstance(term, sympy.Indexed):
        indices = [substitute(i, mapping) for i in term.indices]
        member = mapping.get(term.base.label)
        if not isinstance(member, sympy.Lambda):
            return term.func(term.base, *indices)
        if len(member.variables) != len(indices):
            raise SkillTheoryError(f"{member} does not take the indices of {term}")
        return substitute(member.expr, dict(zip(member.variables, indices, strict=True)))
    if not term.args:
        return term
    if isinstance(term, ExprWithLimits):
        body, index, low, high = opened(term)
        inner = _open({index}, body, mapping)
        return rebuilt(term, [inner, (index, substitute(low, mapping), substitute(high, mapping))])
    if isinstance(term, Binder):
        return term.func(term.variable, _open({term.variable}, term.body, mapping))
    if isinstance(term, Pr | Mean):
        random = {x for x in free_variables([term, *mapping.values()]) if x.random}
        return term.func(_open(random, term.args[0], mapping))
    return rebuilt(term, [substitute(part, mapping) for part in term.args])


def _open(
    caught: set[Variable], body: sympy.Basic, mapping: Mapping[Variable, sympy.Basic]
) -> sympy.Basic:
    free = body.free_symbols
    inner = {x: t for x, t in mapping.items() if x in free and x not in caught}
    for name, value in inner.items():
        for variable in caught & value.free_symbols:
            raise SkillTheoryError(
                f"replacing {name} by {value} would capture {variable}, which is bound in {body}"
            )
    return substitute(body, inner)


def rebuilt(term: sympy.Basic, parts: list[Any]) -> Any:
    """The same function of other parts, as SymPy writes it; see :func:`kept`."""
    if term.func in EAGER and not any(part.free_symbols for part in parts):
        affordable(term.func(*parts, evaluate=False))
    return kept(term.func(*parts), [part for part in parts if isinstance(part, sympy.Basic)])


def kept(made: Any, parts: Iterable[sympy.Basic], known: Algebra | None = None) -> Any:
    """What SymPy made of some parts, if nothing vanished that may be undefined.

    Facts serve only for what stands outside every binder.

    Raises
    ------
    SkillTheoryError
        Naming the power or logarithm that did.
    """
    for part in parts:
        for lost in doubtful(part) - doubtful(made):
            from skilltheory.kernel.signs import Algebra

            caught = bound_variables(part) & lost.free_symbols
            try:
                (known if known and not caught else Algebra()).poly(lost)
            except Refused as error:
                raise SkillTheoryError(
                    f"{lost} may have no value, and would vanish in {made}"
                ) from error
    return made
