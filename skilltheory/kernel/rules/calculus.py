"""Calculus in one variable, on an interval.

The interval is what the sort of the variable and the hypotheses about it cut
out; so every hypothesis in which the variable occurs must be affine in it, and
then it holds between two points when it holds at both.  That the function is
defined and differentiable there is checked by normalising it: every logarithm
and root needs a positive argument, every denominator a non-zero one.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import sympy

from skilltheory.errors import Refused
from skilltheory.kernel import spotcheck
from skilltheory.kernel.binding import free_variables, substitute
from skilltheory.kernel.formula import (
    And,
    Exists,
    Formula,
    Less,
    LessEqual,
    as_term,
    eq,
    le,
    lt,
    ne,
)
from skilltheory.kernel.polynomials import (
    Poly,
    plus,
    scaled,
)
from skilltheory.kernel.rules.logic import facts, hypotheses, require_member, require_variable
from skilltheory.kernel.rules.order import hints
from skilltheory.kernel.signs import Algebra
from skilltheory.kernel.theorem import Theorem, Verdict, rule
from skilltheory.sorts import Variable


def derivative(algebra: Algebra, p: Poly, x: Variable) -> Poly:
    """The derivative of a normal form, by the rules of first-year calculus."""
    parts: list[Poly] = []
    for (powers, exponent), c in p.items():
        whole: Poly = {(powers, exponent): c}
        for i, e in powers:
            if algebra.depends(i, x):
                if e.denominator != 1 and algebra.sign(algebra.one(i)) != frozenset({1}):
                    raise Refused(
                        "derivative", f"the root of {algebra.atom_term(i)} may be at zero"
                    )
                lowered = algebra.times(whole, algebra.of_atom(algebra.atoms[i], Fraction(-1)))
                inner = _atom_derivative(algebra, i, x)
                parts.append(scaled(algebra.times(lowered, inner), e))
        if exponent:
            parts.append(algebra.times(whole, derivative(algebra, dict(exponent), x)))
    return plus(*parts)


def _atom_derivative(algebra: Algebra, i: int, x: Variable) -> Poly:
    kind, *rest = algebra.atoms[i]
    if kind == "var":
        return {((), ()): Fraction(1)}
    if kind == "base":
        return derivative(algebra, dict(rest[0]), x)
    if kind == "log":
        inner = dict(rest[0])
        return algebra.times(derivative(algebra, inner, x), algebra.power(inner, Fraction(-1)))
    if kind == "sum":
        body, index, low, high = rest
        if any(
            algebra.depends(j, x)
            for part in (low, high)
            for m, _ in part
            for j in algebra.mono_atoms(m)
        ):
            raise Refused("derivative", f"the range of a sum depends on {x}")
        return algebra.gather(derivative(algebra, dict(body), x), index, dict(low), dict(high))
    raise Refused("derivative", f"{algebra.atom_term(i)} cannot be differentiated in {x}")


def _require_interval(x: Variable, supposed: Iterable[Formula], name: str) -> None:
    require_variable(x, name)
    if x.sort.integer:
        raise Refused(name, f"{x} ranges over integers: calculus needs an interval of reals")
    for formula in supposed:
        if x not in free_variables([formula]):
            continue
        if not isinstance(formula, Less | LessEqual):
            raise Refused(name, f"the hypothesis {formula} on {x} does not cut out an interval")
        algebra = Algebra()
        gap = algebra.gap(formula)
        i = algebra.atom(("var", x))
        for powers, exponent in gap:
            of_x = dict(powers).get(i, Fraction(0))
            others = [j for j, _ in powers if j != i]
            others += [j for m, _ in exponent for j in algebra.mono_atoms(m)]
            if of_x not in (0, 1) or any(algebra.depends(j, x) for j in others):
                raise Refused(name, f"the hypothesis {formula} is not affine in {x}")


def _at(supposed: Iterable[Formula], x: Variable, *points: sympy.Expr) -> frozenset[Formula]:
    return frozenset(substitute(h, {x: point}) for h in supposed for point in points)


def _require_ends(
    ends: tuple[sympy.Expr, ...], x: Variable, evidence: Iterable[Theorem], name: str
) -> None:
    """The ends lie in the sort of ``x``, whatever the evidence supposes about ``x``."""
    algebra = Algebra(facts(theorem for theorem in evidence if x not in theorem.free))
    for end in ends:
        require_member(end, x.sort, algebra, name)


def _check_derivative(
    algebra: Algebra, function: sympy.Expr, x: Variable, claimed: sympy.Expr, order: int, name: str
) -> None:
    value = algebra.poly(function)
    for _ in range(order):
        value = derivative(algebra, value, x)
    if not algebra.is_zero(plus(value, scaled(algebra.poly(claimed), -1))):
        raise Refused(
            name,
            f"the derivative of order {order} of {function} in {x} is "
            f"{algebra.text(algebra.reduced(value))}, not {claimed}",
        )


def _nonnegative_side(theorem: Theorem, name: str) -> tuple[sympy.Expr, bool]:
    relation = theorem.conclusion
    if not isinstance(relation, Less | LessEqual) or relation.lhs != 0:
        raise Refused(name, f"{relation} should have the form 0 < d or 0 <= d")
    return relation.rhs, isinstance(relation, Less)


@rule
def increasing(
    function: sympy.Expr,
    x: Variable,
    ends: tuple[sympy.Expr, sympy.Expr],
    slope: Theorem,
    using: Iterable[Theorem] = (),
) -> Verdict:
    """From ``G |- 0 < f'(x)``: ``G[a], G[b], a < b |- f(a) < f(b)``; from ``<=``: ``f(a) <= f(b)``.

    ``using`` shows that ``f`` is defined on the interval; what it says without
    ``x`` shows that ``a``, ``b`` lie in the sort of ``x``.
    """
    evidence = tuple(using)
    a, b = map(as_term, ends)
    algebra = Algebra(facts(evidence))
    claimed, strict = _nonnegative_side(slope, "increasing")
    supposed = hypotheses((slope, *evidence))
    _require_interval(x, supposed, "increasing")
    _check_derivative(algebra, function, x, claimed, 1, "increasing")
    _require_ends((a, b), x, evidence, "increasing")
    values = [substitute(function, {x: end}) for end in (a, b)]
    return Verdict(
        (lt if strict else le)(*values),
        _at(supposed, x, a, b) | {lt(a, b)},
        (slope, *evidence),
        {"function": function, "x": x, "a": a, "b": b, **hints(algebra)},
    )


@rule
def tangent(
    function: sympy.Expr,
    x: Variable,
    at: sympy.Expr,
    curvature: Theorem,
    using: Iterable[Theorem] = (),
) -> Verdict:
    """From ``G |- 0 <= f''(x)``: ``G, G[c] |- f(c) + f'(c) (x - c) <= f(x)``.

    With ``0 < f''(x)`` and the hypothesis ``x != c`` the conclusion is strict.
    """
    evidence, c = tuple(using), as_term(at)
    algebra = Algebra(facts(evidence))
    claimed, strict = _nonnegative_side(curvature, "tangent")
    supposed = hypotheses((curvature, *evidence))
    _require_interval(x, supposed, "tangent")
    _check_derivative(algebra, function, x, claimed, 2, "tangent")
    require_member(c, x.sort, algebra, "tangent")
    if x in c.free_symbols:
        raise Refused("tangent", f"the point {c} must not depend on {x}")
    first = sympy.diff(function, x)  # proposed by SymPy, checked against our own derivative
    _check_derivative(algebra, function, x, first, 1, "tangent")
    spotcheck.derivative(function, x, first, facts(evidence))
    line = substitute(function, {x: c}) + substitute(first, {x: c}) * (x - c)
    return Verdict(
        (lt if strict else le)(line, function),
        _at(supposed, x, x, c) | ({ne(x, c)} if strict else set()),
        (curvature, *evidence),
        {"function": function, "x": x, "at": c, "slope": first, **hints(algebra)},
    )


@rule
def minimum(
    function: sympy.Expr,
    x: Variable,
    at: sympy.Expr,
    direction: Theorem,
    using: Iterable[Theorem] = (),
) -> Verdict:
    """From ``G |- 0 <= (x - c) f'(x)``: ``G, G[c] |- f(c) <= f(x)``.

    When ``G`` contains ``x != c`` and the premise is strict, so is the conclusion.
    """
    evidence, c = tuple(using), as_term(at)
    algebra = Algebra(facts(evidence))
    claimed, strict = _nonnegative_side(direction, "minimum")
    apart = ne(x, c)
    # only the premise may set the point c aside: the function must be defined there too
    supposed = (direction.hypotheses - {apart}) | hypotheses(evidence)
    _require_interval(x, supposed, "minimum")
    if x in c.free_symbols:
        raise Refused("minimum", f"the point {c} must not depend on {x}")
    require_member(c, x.sort, algebra, "minimum")
    slope = derivative(algebra, algebra.poly(function), x)
    product = algebra.times(algebra.poly(x - c), slope)
    if not algebra.is_zero(plus(product, scaled(algebra.poly(claimed), -1))):
        raise Refused(
            "minimum",
            f"({x} - {c}) times the derivative of {function} is "
            f"{algebra.text(product)}, not {claimed}",
        )
    return Verdict(
        (lt if strict else le)(substitute(function, {x: c}), function),
        _at(supposed, x, x, c) | ({apart} if strict else set()),
        (direction, *evidence),
        {"function": function, "x": x, "at": c, **hints(algebra)},
    )


@rule
def intermediate_value(
    function: sympy.Expr,
    x: Variable,
    ends: tuple[sympy.Expr, sympy.Expr],
    below: Theorem,
    above: Theorem,
    order: Theorem,
    using: Iterable[Theorem] = (),
) -> Verdict:
    """From ``f(a) < 0``, ``0 < f(b)``, ``a < b``: there is ``x``, ``a < x < b``, ``f(x) = 0``.

    ``f`` must have a derivative by the rules of calculus, which makes it
    continuous; facts used to show that may suppose ``a <= x`` and ``x <= b``.
    """
    a, b = map(as_term, ends)
    evidence = tuple(using)
    algebra = Algebra(facts(evidence))
    between = {le(a, x), le(x, b)}
    supposed = hypotheses(evidence) - between
    _require_interval(x, supposed, "intermediate_value")
    derivative(algebra, algebra.poly(function), x)  # it has one, hence is continuous
    _require_ends((a, b), x, evidence, "intermediate_value")
    if x in a.free_symbols | b.free_symbols:
        raise Refused("intermediate_value", f"the ends {a} and {b} must not depend on {x}")
    wanted = [
        (below, lt(substitute(function, {x: a}), 0)),
        (above, lt(0, substitute(function, {x: b}))),
        (order, lt(a, b)),
    ]
    for theorem, relation in wanted:
        if theorem.conclusion != relation:
            raise Refused("intermediate_value", f"{theorem.conclusion} is not {relation}")
        if x in free_variables(theorem.hypotheses):
            raise Refused("intermediate_value", f"{x} occurs in a hypothesis of {relation}")
    return Verdict(
        Exists(x, And(lt(a, x), lt(x, b), eq(function, 0))),
        _at(supposed, x, a, b) | hypotheses((below, above, order)),
        (below, above, order, *evidence),
        {"function": function, "x": x, "a": a, "b": b, **hints(algebra)},
    )
