"""Finite sums and products, induction, indicators, and probability."""

from __future__ import annotations

from collections.abc import Iterable

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import Refused
from skilltheory.functions import AtLeast, BinomialTail
from skilltheory.kernel.binding import free_variables, substitute
from skilltheory.kernel.formula import (
    And,
    Equal,
    Exists,
    Formula,
    Less,
    LessEqual,
    Pr,
    Relation,
    as_term,
    eq,
    le,
    within,
)
from skilltheory.kernel.rules.logic import (
    facts,
    hypotheses,
    require_member,
    require_variable,
)
from skilltheory.kernel.signs import NONNEGATIVE, Algebra
from skilltheory.kernel.terms import integer_term, opened
from skilltheory.kernel.theorem import Theorem, Verdict, rule
from skilltheory.sorts import Natural, Probability, Variable


@rule
def induction(base: Theorem, step: Theorem, variable: Variable) -> Verdict:
    """From ``|- A[first]`` and ``A |- A[n+1]``: ``|- A``, ``first`` the least in ``n``'s sort."""
    require_variable(variable, "induction")
    sort = variable.sort
    if not sort.integer or sort.lower is None or sort.lower_open or sort.upper is not None:
        raise Refused("induction", f"the sort {sort} of {variable} has no first member to start at")
    claims = [h for h in step.hypotheses if _successor(h, variable) == step.conclusion]
    if len(claims) != 1:
        raise Refused("induction", f"{step.conclusion} is not the next case of a hypothesis")
    claim = claims[0]
    first = substitute(claim, {variable: sympy.Rational(sort.lower)})
    if base.conclusion != first:
        raise Refused("induction", f"the base case should be {first}, not {base.conclusion}")
    rest = (step.hypotheses - {claim}) | base.hypotheses
    if variable in free_variables(rest):
        raise Refused("induction", f"{variable} occurs in another hypothesis")
    return Verdict(claim, rest, (base, step), {"variable": variable, "claim": claim})


def _successor(formula: Formula, variable: Variable) -> Formula:
    made: Formula = substitute(formula, {variable: variable + 1})
    return made


@rule
def sum_of(
    theorem: Theorem,
    index: Variable,
    low: sympy.Expr,
    high: sympy.Expr,
    using: Iterable[Theorem] = (),
) -> Verdict:
    """Sum a relation that holds for every index of a range, termwise.

    From ``G, low <= i, i <= high |- f <= g`` with ``i`` not free in ``G``:
    ``G |- Sum f <= Sum g``; the same for equations. A strict relation gives ``<=``.
    """
    relation, evidence = theorem.conclusion, tuple(using)
    low, high = map(as_term, (low, high))
    if not isinstance(relation, Equal | Less | LessEqual):
        raise Refused("sum_of", f"{relation} is not an equation or an inequality")
    _require_range(index, low, high, Algebra(facts(evidence)), "sum_of")
    inside = frozenset(within(index, low, high).args)
    rest = (theorem.hypotheses - inside) | hypotheses(evidence)
    if index in free_variables(rest):
        raise Refused("sum_of", f"{index} occurs in a hypothesis other than its range")
    sums = [sympy.Sum(side, (index, low, high)) for side in (relation.lhs, relation.rhs)]
    claim = (eq if isinstance(relation, Equal) else le)(*sums)
    return Verdict(claim, rest, (theorem, *evidence), {"index": index, "low": low, "high": high})


@rule
def product_of(
    theorem: Theorem,
    index: Variable,
    low: sympy.Expr,
    high: sympy.Expr,
    nonnegative: Theorem,
) -> Verdict:
    """Multiply a relation that holds for every index of a range, factor by factor.

    From ``G, low <= i, i <= high |- f <= g`` and ``D, low <= i, i <= high |- 0 <= f``, with
    ``i`` not free in ``G, D``: ``G, D |- Product f <= Product g``.
    """
    relation, least = theorem.conclusion, nonnegative.conclusion
    low, high = map(as_term, (low, high))
    if not isinstance(relation, Less | LessEqual):
        raise Refused("product_of", f"{relation} is not an inequality")
    if not isinstance(least, Less | LessEqual) or least.args != (0, relation.lhs):
        raise Refused("product_of", f"{least} does not say that {relation.lhs} is not negative")
    _require_range(index, low, high, Algebra(), "product_of")
    inside = frozenset(within(index, low, high).args)
    rest = (theorem.hypotheses | nonnegative.hypotheses) - inside
    if index in free_variables(rest):
        raise Refused("product_of", f"{index} occurs in a hypothesis other than its range")
    products = [sympy.Product(side, (index, low, high)) for side in relation.args]
    data = {"index": index, "low": low, "high": high}
    return Verdict(le(*products), rest, (theorem, nonnegative), data)


def _require_range(
    index: Variable, low: sympy.Expr, high: sympy.Expr, algebra: Algebra, name: str
) -> None:
    require_variable(index, name)
    if not index.sort.integer:
        raise Refused(name, f"the index {index} must be of an integer sort")
    if index in low.free_symbols | high.free_symbols:
        raise Refused(name, f"the range depends on its own index {index}")
    if not integer_term(high):
        raise Refused(name, f"the end {high} is not known to be an integer")
    require_member(low, index.sort, algebra, name)


@rule
def split_off(total: sympy.Expr, at: sympy.Expr, using: Iterable[Theorem] = ()) -> Verdict:
    """``Sum_a^b f = Sum_a^(c-1) f + f(c) + Sum_(c+1)^b f`` for ``a <= c <= b``; products alike."""
    evidence, c = tuple(using), as_term(at)
    if not isinstance(total, sympy.Sum | sympy.Product):
        raise Refused("split_off", f"{total} is not a sum or a product")
    body, index, low, high = opened(total)
    algebra = Algebra(facts(evidence))
    _require_range(index, low, high, algebra, "split_off")
    if not integer_term(c):
        raise Refused("split_off", f"{c} is not known to be an integer")
    for gap in (c - low, high - c):
        if not algebra.sign(algebra.poly(gap)) <= NONNEGATIVE:
            raise Refused("split_off", f"{c} may lie outside the range from {low} to {high}")
    parts = [
        _stretch(total, low, c - 1, algebra),
        substitute(body, {index: c}),
        _stretch(total, c + 1, high, algebra),
    ]
    join = sympy.Add if isinstance(total, sympy.Sum) else sympy.Mul
    return Verdict(
        eq(total, join(*parts)), hypotheses(evidence), evidence, {"total": total, "at": c}
    )


def _stretch(
    total: ExprWithLimits, low: sympy.Expr, high: sympy.Expr, algebra: Algebra
) -> sympy.Expr:
    """A stretch of a sum or product; the neutral element when it is empty."""
    if algebra.is_zero(algebra.poly(high - low + 1)):
        return sympy.Integer(0 if isinstance(total, sympy.Sum) else 1)
    body, index, *_ = opened(total)
    return total.func(body, (index, low, high))


@rule
def swap(total: sympy.Sum) -> Verdict:
    """``Sum_i Sum_j f = Sum_j Sum_i f``, when neither range depends on the other index."""
    if not isinstance(total, sympy.Sum) or len(total.limits) != 2:
        raise Refused("swap", f"{total} is not a sum of sums")
    inner, outer = total.limits
    if inner[0] == outer[0]:
        raise Refused("swap", f"both sums run over {inner[0]}: the inner one hides the outer")
    for mine, other in ((inner, outer), (outer, inner)):
        if other[0] in mine[1].free_symbols | mine[2].free_symbols:
            raise Refused("swap", f"the range of {mine[0]} depends on {other[0]}")
    return Verdict(eq(total, sympy.Sum(total.function, outer, inner)), data={"total": total})


@rule
def indicator(condition: Relation) -> Verdict:
    """``b <= a |- [a >= b] = 1`` and ``a < b |- [a >= b] = 0``."""
    if isinstance(condition, LessEqual):
        return Verdict(eq(AtLeast(condition.rhs, condition.lhs), 1), frozenset({condition}))
    if isinstance(condition, Less):
        return Verdict(eq(AtLeast(condition.lhs, condition.rhs), 0), frozenset({condition}))
    raise Refused("indicator", f"{condition} is neither a <= nor a <")


@rule
def unfold(term: sympy.Expr, using: Iterable[Theorem] = ()) -> Verdict:
    """``|- BinomialTail(n, p, t)`` = its definition, for ``n`` natural, ``p`` a probability."""
    if not isinstance(term, BinomialTail):
        raise Refused("unfold", f"{term} has no definition by a sum")
    evidence, (trials, chance, _) = tuple(using), term.args
    algebra = Algebra(facts(evidence))
    require_member(trials, Natural, algebra, "unfold")
    require_member(chance, Probability, algebra, "unfold")
    return Verdict(
        eq(term, BinomialTail.definition(*term.args)),
        hypotheses(evidence),
        evidence,
        {"term": term},
    )


@rule
def some_event(probability: sympy.Expr) -> Verdict:
    """The union bound: ``|- Pr[some i from a to b: A] <= Sum_a^b Pr[A]``."""
    event = probability.event if isinstance(probability, Pr) else None
    if not isinstance(event, Exists) or not isinstance(event.body, And):
        raise Refused("some_event", f"{probability} is not the probability of 'some i: ...'")
    index = event.variable
    first, second, *rest = event.body.args
    low, high = first.args[0], second.args[-1]
    if not rest or And(*within(index, low, high).args, *rest) != event.body:
        raise Refused("some_event", f"{event} does not begin with the range of {index}")
    if any(x.random for x in free_variables([low, high])):
        raise Refused("some_event", f"the range of {index} is random")
    _require_range(index, low, high, Algebra(), "some_event")
    bound = sympy.Sum(Pr(And(*rest)), (index, low, high))
    return Verdict(le(probability, bound), data={"event": event})


@rule
def likelier(theorem: Theorem, event: Formula) -> Verdict:
    """From ``G, A |- B``: ``G |- Pr[A] <= Pr[B]``, when ``G`` says nothing about chance."""
    if event not in theorem.hypotheses:
        raise Refused("likelier", f"{event} is not a hypothesis of {theorem}")
    rest = theorem.hypotheses - {event}
    random = {str(x) for x in free_variables(rest) if x.random}
    if random:
        raise Refused("likelier", f"a hypothesis speaks about the random {sorted(random)}")
    return Verdict(le(Pr(event), Pr(theorem.conclusion)), rest, (theorem,), {"event": event})


@rule
def chance(probability: sympy.Expr) -> Verdict:
    """``|- 0 <= Pr[A] and Pr[A] <= 1``."""
    if not isinstance(probability, Pr):
        raise Refused("chance", f"{probability} is not a probability")
    return Verdict(And(le(0, probability), le(probability, 1)), data={"term": probability})
