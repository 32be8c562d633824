"""Derivatives, and what their signs say on an interval.

The interval is what the hypotheses of the premises cut out.  On it, they and
the conclusions of the premises are granted; a hypothesis of the step itself is,
if it does not speak of the variable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from skilltheory.replay.algebra import Algebra
from skilltheory.replay.definitions import minus
from skilltheory.replay.polynomials import POS, Poly, add, num, scale
from skilltheory.replay.steps import NOTHING, Sequent, Step, relations
from skilltheory.replay.terms import SORTS, Rejected, Term, bound_in


def derivative(a: Algebra, p: Poly, x: str) -> Poly:
    """The derivative of a normal form, by the rules of first-year calculus."""
    total: Poly = {}
    for m, c in p.items():
        for i, e in m:
            if not a.depends(i, x):
                continue
            if e.denominator != 1 and a.sign({((i, 1),): 1}) != POS:
                raise Rejected("a root may be at zero")
            powers = {j: q for j, q in m if j != i} if e == 1 else {**dict(m), i: e - 1}
            total = add(total, a.times(a.settle(powers, c * e), _atom_derivative(a, i, x)))
    return total


def _atom_derivative(a: Algebra, i: int, x: str) -> Poly:
    kind, *rest = a.atoms[i]
    if kind == "var":
        return num(1)
    if kind == "base":
        return derivative(a, dict(rest[0]), x)
    if kind == "exp":
        slope = derivative(a, {rest[0]: 1}, x)
        return a.times(slope, {((i, 1),): 1})
    if kind == "log":
        inner = dict(rest[0])
        return a.times(derivative(a, inner, x), a.power(inner, -1))
    if kind == "sum":
        body, index, low, high = rest
        ends = [j for part in (low, high) for m, _ in part for j, _ in m]
        if not any(a.depends(j, x) for j in ends):
            return a.gather(derivative(a, dict(body), x), index, dict(low), dict(high))
    raise Rejected("no derivative")


def evaluate(s: Step, f: Term, x: str, *points: Term) -> list[Term]:
    """A function at some points."""
    return [s.put(f, {x: point}) for point in points]


def hypotheses(premises: Iterable[Sequent]) -> list[Term]:
    """All that some premises suppose."""
    return [h for p in premises for h in p.hypotheses]


def without(x: str, formulas: Iterable[Term]) -> list[Term]:
    """The formulas that do not speak of a variable."""
    return [f for f in formulas if x not in bound_in(f)]


def interval(s: Step, x: str, hyps: list[Term], conclusions: Iterable[Term]) -> Algebra:
    """What is known on the interval that hypotheses cut out: each must be affine in ``x``."""
    s.free(x)
    s.need(not SORTS[s.sorts[x]].integer, "calculus over integers")
    bare = s.knowing(NOTHING)
    i = bare.atom(("var", x))
    for h in hyps:
        if x not in bound_in(h):
            continue
        s.need(h[0] in ("<", "<="), "a hypothesis that is no inequality")
        for m in add(bare.poly(h[2]), scale(bare.poly(h[1]), -1)):
            others = any(j != i and bare.depends(j, x) for j, _ in m)
            s.need(dict(m).get(i, 0) in (0, 1) and not others, "a hypothesis that is not affine")
    return s.knowing(relations([*without(x, s.hyps), *hyps, *conclusions]))


def ends(s: Step, x: str, *points: Term) -> None:
    """Ends of an interval lie in the sort of ``x``, by facts that do not speak of ``x``."""
    steady = [
        p.conclusion
        for p in s.premises
        if not any(x in bound_in(t) for t in (p.conclusion, *p.hypotheses))
    ]
    facts = relations([*without(x, s.hyps), *steady])
    for point in points:
        s.member(point, x, facts)


def slope_of(s: Step, known: Algebra, theorem: Sequent) -> tuple[Poly, bool]:
    """The ``d`` of ``0 < d`` or ``0 <= d``, and whether it is strict."""
    sign, zero, d = theorem.conclusion
    s.need(sign in ("<", "<=") and zero == ("num", Fraction(0)), "0 < d needed")
    return known.poly(d), sign == "<"


def at(s: Step, hyps: Iterable[Term], x: str, *points: Term) -> None:
    """The hypotheses hold at some points."""
    s.carries(here for h in hyps for here in evaluate(s, h, x, *points))


def _differentiated(s: Step, order: int) -> tuple[Algebra, Poly, bool]:
    """The derivative of lower order, when that of the order asked for is as the premise says."""
    x = s.data["x"][1]
    known = interval(s, x, hypotheses(s.premises), [p.conclusion for p in s.premises])
    claimed, strict = slope_of(s, known, s.premises[0])
    below = known.poly(s.data["function"])
    for _ in range(order - 1):
        below = derivative(known, below, x)
    value = derivative(known, below, x)
    s.need(known.is_zero(add(value, scale(claimed, -1))), "another derivative")
    return known, below, strict


def increasing(s: Step) -> None:
    """A positive derivative, and so an increasing function."""
    _, _, strict = _differentiated(s, 1)
    f, x, a, b = s.data["function"], s.data["x"][1], s.data["a"], s.data["b"]
    ends(s, x, a, b)
    at(s, hypotheses(s.premises), x, a, b)
    s.carries([("<", a, b)])
    s.concludes(("<" if strict else "<=", *evaluate(s, f, x, a, b)))


def tangent(s: Step) -> None:
    """A non-negative second derivative, and so a function above its tangent."""
    known, first, strict = _differentiated(s, 2)
    f, x, c, claimed = s.data["function"], s.data["x"][1], s.data["at"], s.data["slope"]
    s.absent(x, [c])
    s.member(c, x)
    s.need(known.is_zero(add(first, scale(known.poly(claimed), -1))), "another slope")
    at(s, hypotheses(s.premises), x, ("var", x), c)
    if strict:
        s.carries([("!=", ("var", x), c)])
    here, slope = *evaluate(s, f, x, c), *evaluate(s, claimed, x, c)
    run = ("mul", slope, ("add", ("var", x), minus(c)))
    s.concludes(("<" if strict else "<=", ("add", here, run), f))


def minimum(s: Step) -> None:
    """A derivative that changes sign, and so a least value."""
    f, x, c = s.data["function"], s.data["x"][1], s.data["at"]
    s.absent(x, [c])
    s.member(c, x)
    apart = ("!=", ("var", x), c)
    direction, *evidence = s.premises
    hyps = [*(direction.hypotheses - {apart}), *hypotheses(evidence)]
    known = interval(s, x, hyps, [p.conclusion for p in evidence])  # at c too: without x != c
    claimed, strict = slope_of(s, known, direction)
    slope = derivative(known, known.poly(f), x)
    product = known.times(known.poly(("add", ("var", x), minus(c))), slope)
    s.need(known.is_zero(add(product, scale(claimed, -1))), "another derivative")
    at(s, hyps, x, ("var", x), c)
    if strict:
        s.carries([apart])
    s.concludes(("<" if strict else "<=", *evaluate(s, f, x, c), f))


def intermediate_value(s: Step) -> None:
    """A continuous function that changes sign has a zero."""
    f, x, a, b = s.data["function"], s.data["x"][1], s.data["a"], s.data["b"]
    below, above, order, *evidence = s.premises
    v, zero = ("var", x), ("num", Fraction(0))
    between = [("<=", a, v), ("<=", v, b)]
    hyps = [h for h in hypotheses(evidence) if h not in between]
    s.absent(x, [a, b, *hypotheses((below, above, order))])
    known = interval(s, x, hyps, [*between, *(p.conclusion for p in s.premises)])
    derivative(known, known.poly(f), x)  # it has one, hence is continuous
    ends(s, x, a, b)
    start, end = evaluate(s, f, x, a, b)
    wanted = [("<", start, zero), ("<", zero, end), ("<", a, b)]
    for theorem, relation in zip((below, above, order), wanted, strict=True):
        s.need(s.same(theorem.conclusion, relation), "an end value is missing")
        s.carries(theorem.hypotheses)
    at(s, hyps, x, a, b)
    s.concludes(("exists", x, ("and", ("<", a, v), ("<", v, b), ("=", f, zero))))


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f for f in (increasing, tangent, minimum, intermediate_value)
}
