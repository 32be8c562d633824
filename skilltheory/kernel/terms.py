"""Terms by their form: what a sum runs over, what is an integer, what may be undefined."""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import SkillTheoryError
from skilltheory.sorts import Sort, Variable, sort_of

__all__ = ["doubtful", "integer_term", "natural_term", "opened"]


def opened(term: ExprWithLimits) -> tuple[sympy.Expr, Variable, sympy.Expr, sympy.Expr]:
    """Body, index and ends of the outermost sum or product.

    SymPy writes a sum of sums as one sum with several limits, innermost first.

    Raises
    ------
    SkillTheoryError
        If a limit has no two ends, or the index is not of an integer sort.
    """
    *inner, outer = term.limits
    if len(outer) != 3:
        raise SkillTheoryError(f"{term} must run over an index with two ends")
    index, low, high = outer
    if not (isinstance(index, Variable) and index.sort.integer and not index.fixed):
        raise SkillTheoryError(f"the index {index} of {term} must be a variable of an integer sort")
    body = term.func(term.function, *inner) if inner else term.function
    return body, index, low, high


def integer_term(term: sympy.Basic) -> bool:
    """Whether a term is built from integers by operations that keep them integers."""
    if isinstance(term, sympy.Pow):
        return integer_term(term.args[0]) and natural_term(term.args[1])
    if isinstance(term, sympy.Add | sympy.Mul | sympy.binomial):
        return all(map(integer_term, term.args))
    sort = _sort_of_leaf(term)
    return isinstance(term, sympy.Integer) or (sort is not None and sort.integer)


def natural_term(term: sympy.Basic) -> bool:
    """Whether a term is built from natural numbers by operations that keep them natural."""
    if isinstance(term, sympy.Add | sympy.Mul | sympy.Pow):
        return all(map(natural_term, term.args))
    sort = _sort_of_leaf(term)
    if sort is not None:
        return sort.integer and sort.lower is not None and sort.lower >= 0
    return isinstance(term, sympy.Integer) and int(term) >= 0


def _sort_of_leaf(term: sympy.Basic) -> Sort | None:
    return sort_of(term) if isinstance(term, Variable | sympy.Indexed) else None


@lru_cache(maxsize=100_000)
def doubtful(term: sympy.Basic) -> frozenset[sympy.Expr]:
    """The powers and logarithms in a term that do not have a value at every argument."""
    inside = frozenset().union(*map(doubtful, term.args))
    partial = isinstance(term, sympy.log) or (
        isinstance(term, sympy.Pow) and not natural_term(term.args[1])
    )
    return inside | {term} if partial else inside
