"""Derivatives, and what their signs say on an interval."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from skilltheory.replay.definitions import minus
from skilltheory.replay.polynomials import (
    add,
    scale,
)
from skilltheory.replay.steps import Step
from skilltheory.replay.terms import (
    Term,
    substitute,
)


def evaluate(f: Term, x: str, point: Term) -> Term:
    """A function at a point."""
    return substitute(f, {x: point})


def _checked_derivative(s: Step, order: int) -> tuple[Term, str, bool]:
    f, x = s.data["function"], s.data["x"][1]
    claimed, strict = s.slope(s.premises[0])
    s.interval(x, [h for p in s.premises for h in p.hypotheses])
    p = s.algebra.poly(f)
    for _ in range(order):
        p = s.derivative(p, x)
    s.need(s.algebra.is_zero(add(p, scale(claimed, -1))), "another derivative")
    return f, x, strict


def increasing(s: Step) -> None:
    """A positive derivative, and so an increasing function."""
    f, x, strict = _checked_derivative(s, 1)
    a, b = s.data["a"], s.data["b"]
    s.ends(x, a, b)
    s.at([h for p in s.premises for h in p.hypotheses], x, a, b)
    s.carries([("<", a, b)])
    s.concludes(("<" if strict else "<=", evaluate(f, x, a), evaluate(f, x, b)))


def tangent(s: Step) -> None:
    """A non-negative second derivative, and so a function above its tangent."""
    f, x, strict = _checked_derivative(s, 2)
    c, claimed = s.data["at"], s.data["slope"]
    s.absent(x, [c])
    s.member(c, x)
    first = s.derivative(s.algebra.poly(f), x)
    s.need(s.algebra.is_zero(add(first, scale(s.algebra.poly(claimed), -1))), "another slope")
    s.at([h for p in s.premises for h in p.hypotheses], x, ("var", x), c)
    if strict:
        s.carries([("!=", ("var", x), c)])
    run = ("mul", evaluate(claimed, x, c), ("add", ("var", x), minus(c)))
    s.concludes(("<" if strict else "<=", ("add", evaluate(f, x, c), run), f))


def minimum(s: Step) -> None:
    """A derivative that changes sign, and so a least value."""
    f, x, c = s.data["function"], s.data["x"][1], s.data["at"]
    s.absent(x, [c])
    s.member(c, x)
    claimed, strict = s.slope(s.premises[0])
    apart = ("!=", ("var", x), c)
    direction, *evidence = s.premises
    hyps = [h for h in direction.hypotheses if not s.same(h, apart)]
    hyps += [h for p in evidence for h in p.hypotheses]
    s.interval(x, hyps)
    domain = Step("minimum", hyps, s.goal, list(evidence), {}, s.sorts, s.roles, s.algebra.hints)
    slope = domain.derivative(domain.algebra.poly(f), x)  # defined at c too: without x != c
    product = domain.algebra.times(domain.algebra.poly(("add", ("var", x), minus(c))), slope)
    here = domain.algebra.poly(direction.conclusion[2])
    s.need(domain.algebra.is_zero(add(product, scale(here, -1))), "another derivative")
    del claimed
    s.at(hyps, x, ("var", x), c)
    if strict:
        s.carries([apart])
    s.concludes(("<" if strict else "<=", evaluate(f, x, c), f))


def intermediate_value(s: Step) -> None:
    """A continuous function that changes sign has a zero."""
    f, x, a, b = s.data["function"], s.data["x"][1], s.data["a"], s.data["b"]
    below, above, order, *evidence = s.premises
    v, zero = ("var", x), ("num", Fraction(0))
    between = [("<=", a, v), ("<=", v, b)]
    hyps = [h for p in evidence for h in p.hypotheses if h not in between]
    s.interval(x, hyps)
    inside = Step(
        s.rule, [*s.hyps, *between], s.goal, s.premises, {}, s.sorts, s.roles, s.algebra.hints
    )
    inside.derivative(inside.algebra.poly(f), x)  # it has one, hence is continuous
    s.absent(x, [a, b, *(h for p in (below, above, order) for h in p.hypotheses)])
    s.ends(x, a, b)
    for theorem, wanted in (
        (below, ("<", evaluate(f, x, a), zero)),
        (above, ("<", zero, evaluate(f, x, b))),
        (order, ("<", a, b)),
    ):
        s.need(s.same(theorem.conclusion, wanted), "an end value is missing")
        s.carries(theorem.hypotheses)
    s.at(hyps, x, a, b)
    s.concludes(("exists", x, ("and", ("<", a, v), ("<", v, b), ("=", f, zero))))


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f
    for f in (
        increasing,
        tangent,
        minimum,
        intermediate_value,
    )
}
