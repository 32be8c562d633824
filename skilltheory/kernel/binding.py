"""Variables, free and bound, and putting terms for them without capture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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

__all__ = ["bound_variables", "built", "free_variables", "kept", "rebuilt", "substitute"]

MAX_COPIES = 64
"""The largest whole power that is compared factor by factor."""


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
    """The same function of other parts, as SymPy writes it; see :func:`built`."""
    if term.func in EAGER and not any(part.free_symbols for part in parts):
        affordable(term.func(*parts, evaluate=False))
    return built(term.func, parts)


def built(function: Any, parts: list[Any], known: Algebra | None = None) -> Any:
    """What SymPy makes of some parts, if nothing is lost on the way that may be undefined.

    Facts serve only for what stands outside every binder.

    Raises
    ------
    SkillTheoryError
        Naming the power or logarithm that may have no value.
    """
    made = function(*parts)
    _require_values(_lost(function, [x for x in parts if isinstance(x, sympy.Basic)], made), known)
    return made


def kept(made: Any, part: sympy.Basic) -> Any:
    """A term regrouped by linearity, if all in it that may be undefined is still there.

    Raises
    ------
    SkillTheoryError
        Naming the power or logarithm that may have no value.
    """
    _require_values([(part, lost) for lost in doubtful(part) - doubtful(made)])
    return made


def _require_values(
    lost: Iterable[tuple[sympy.Basic, sympy.Expr]], known: Algebra | None = None
) -> None:
    """Refuse what is lost from a part unless it is known to have a value."""
    for part, term in lost:
        from skilltheory.kernel.signs import Algebra

        caught = bound_variables(part) & term.free_symbols
        try:
            (known if known and not caught else Algebra()).poly(term)
        except Refused as error:
            raise SkillTheoryError(f"{term} may have no value, and would vanish") from error


def _lost(
    function: Any, parts: list[sympy.Basic], made: sympy.Basic
) -> Iterator[tuple[sympy.Basic, sympy.Expr]]:
    """What must have a value for ``made`` to equal the function of its parts.

    Nothing, where SymPy changed nothing.  Sums collect equal terms, which is
    right whatever they stand for; so are products of equal factors, but not of
    powers.  In other functions, all that may be undefined has to be defined.
    """
    if made.func is function and Counter(made.args) == Counter(parts):
        return
    linear = function in (sympy.Add, sympy.Mul, sympy.Sum, sympy.Product)
    power = function is sympy.Pow and parts[1].is_Integer and 0 < parts[1] <= MAX_COPIES
    still = doubtful(made) if linear or power else frozenset()
    for part in parts:
        yield from ((part, x) for x in doubtful(part) - still)
    if function is sympy.Mul or power:
        copies = Counter(_factors(made))
        for part in parts[:1] * int(parts[1]) if power else parts:
            for factor in _factors(part):
                copies[factor] -= 1
                if factor in doubtful(factor) and copies[factor] < 0:
                    yield part, factor


def _factors(term: sympy.Basic) -> list[sympy.Basic]:
    """The factors of a product, repeated as often as their power says."""
    if isinstance(term, sympy.Mul):
        return [factor for part in term.args for factor in _factors(part)]
    if isinstance(term, sympy.Pow) and term.args[1].is_Integer and 0 < term.args[1] <= MAX_COPIES:
        return _factors(term.args[0]) * int(term.args[1])
    return [term]
