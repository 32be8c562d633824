"""Finite sums and products, induction, indicators, probability."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from skilltheory.replay.definitions import minus
from skilltheory.replay.polynomials import (
    NONNEG,
    num,
)
from skilltheory.replay.steps import Step
from skilltheory.replay.terms import (
    SORTS,
    Rejected,
    Term,
    bound_in,
    is_integer,
    shape,
    substitute,
)


def induction(s: Step) -> None:
    """A first case, and from each case the next."""
    base, step = s.premises
    name, claim = s.data["variable"][1], s.data["claim"]
    s.free(name)
    sort = SORTS[s.sorts[name]]
    s.need(sort.integer and sort.lower is not None and sort.upper is None, "no first integer")
    first = substitute(claim, {name: ("num", sort.lower)})
    after = substitute(claim, {name: ("add", ("var", name), ("num", Fraction(1)))})
    s.need(s.same(base.conclusion, first), "another base case")
    s.need(s.same(step.conclusion, after), "another next case")
    rest = [*base.hypotheses, *(step.hypotheses - {claim})]
    s.absent(name, [*rest, *s.hyps])  # what is supposed of n is of no use in the next case
    s.carries(rest)
    s.concludes(claim)


def _ranges(s: Step, index: str, low: Term, high: Term) -> None:
    s.free(index)
    s.absent(index, [low, high])
    s.need(SORTS[s.sorts[index]].integer and is_integer(high, s.sorts), "a range of non-integers")
    s.member(low, index)


def sum_of(s: Step) -> None:
    """A relation summed over a range."""
    index, low, high = s.data["index"][1], s.data["low"], s.data["high"]
    theorem, *evidence = s.premises
    relation, v = theorem.conclusion, ("var", index)
    s.need(relation[0] in ("<", "<=", "="), "no inequality")
    _ranges(s, index, low, high)
    rest = theorem.hypotheses - {("<=", low, v), ("<=", v, high)}
    s.absent(index, rest)
    s.carries([*rest, *(h for p in evidence for h in p.hypotheses)])
    s.absent(index, s.hyps)
    sides = [("sum", index, side, low, high) for side in relation[1:]]
    s.concludes(("=" if relation[0] == "=" else "<=", *sides))


def product_of(s: Step) -> None:
    """A relation between factors that are not negative, multiplied over a range."""
    index, low, high = s.data["index"][1], s.data["low"], s.data["high"]
    theorem, nonnegative = s.premises
    relation, least, v = theorem.conclusion, nonnegative.conclusion, ("var", index)
    s.need(relation[0] in ("<", "<="), "no inequality")
    s.need(
        least[0] in ("<", "<=") and least[1] == ("num", Fraction(0)) and least[2] == relation[1],
        "a factor may be negative",
    )
    _ranges(s, index, low, high)
    rest = (theorem.hypotheses | nonnegative.hypotheses) - {("<=", low, v), ("<=", v, high)}
    s.absent(index, rest)
    s.carries(rest)
    s.absent(index, s.hyps)
    s.concludes(("<=", *(("prod", index, side, low, high) for side in relation[1:])))


def split_off(s: Step) -> None:
    """One term taken out of a sum or product."""
    total, c = s.data["total"], s.data["at"]
    kind, index, body, low, high = total
    _ranges(s, index, low, high)
    s.need(is_integer(c, s.sorts), "a place that is no integer")
    for a, b in ((low, c), (c, high)):
        s.need(s.sign_of(s.minus(b, a)) <= NONNEG, "a place outside the range")
    one = ("num", Fraction(1))
    pieces = [
        stretch(s, kind, index, body, low, ("add", c, minus(one))),
        s.put(body, {index: c}),
        stretch(s, kind, index, body, ("add", c, one), high),
    ]
    s.concludes(("=", total, ("add" if kind == "sum" else "mul", *pieces)))
    s.carries_all()


def stretch(s: Step, kind: str, index: str, body: Term, low: Term, high: Term) -> Term:
    """A stretch of a range; the neutral element when it is empty."""
    if s.minus(high, low) == num(-1):
        return ("num", Fraction(0 if kind == "sum" else 1))
    return (kind, index, body, low, high)


def swap(s: Step) -> None:
    """Two sums in the other order."""
    total = s.data["total"]
    outer, (_, i, body, low, high) = total[:2] + total[3:], total[2]
    _, j, jlow, jhigh = outer
    s.need(i != j, "one index hides the other")
    s.absent(i, [jlow, jhigh])
    s.absent(j, [low, high])
    s.concludes(("=", total, ("sum", i, ("sum", j, body, jlow, jhigh), low, high)))


def indicator(s: Step) -> None:
    """The value of an indicator where its condition is decided."""
    s.need(
        len(s.hyps) >= 1 and s.goal[0] == "=" and s.goal[1][:2] == ("call", "AtLeast"),
        "no [a >= b]",
    )
    a, b = s.goal[1][2:]
    wanted = {Fraction(1): ("<=", b, a), Fraction(0): ("<", a, b)}.get(s.goal[2][1])
    if s.goal[2][0] != "num" or wanted is None:
        raise Rejected("indicator: an indicator is 0 or 1")
    s.carries([wanted])


def unfold(s: Step) -> None:
    """A binomial tail is its sum."""
    t = s.data["term"]
    s.need(t[:2] == ("call", "BinomialTail"), "no definition")
    n, p, level = t[2:]
    right = s.goal[2]
    s.need(s.goal[1] == t and right[0] == "sum" and right[1] not in bound_in(t), "no sum")
    s.sorted(n, SORTS["Natural"])
    s.sorted(p, SORTS["Probability"])
    j = ("var", right[1])
    s.need(s.sorts[right[1]] == "Natural", "outcomes are natural numbers")
    rest = ("add", n, minus(j))
    mass = (
        "mul",
        ("call", "AtLeast", j, level),
        ("call", "binomial", n, j),
        ("pow", p, j),
        ("pow", ("add", ("num", Fraction(1)), minus(p)), rest),
    )
    s.need(shape(right) == shape(("sum", right[1], mass, ("num", Fraction(0)), n)), "another sum")


def some_event(s: Step) -> None:
    """The union bound."""
    event = s.data["event"]
    s.need(event[0] == "exists" and event[2][0] == "and", "no 'some'")
    _, index, (_, first, second, *rest) = event
    low, high = first[1], second[2]
    v = ("var", index)
    s.need(first == ("<=", low, v) and second == ("<=", v, high) and bool(rest), "no range")
    _ranges(s, index, low, high)
    s.need(not (s.random_in(low) or s.random_in(high)), "a random range")
    body = rest[0] if len(rest) == 1 else ("and", *rest)
    s.concludes(("<=", ("pr", event), ("sum", index, ("pr", body), low, high)))


def likelier(s: Step) -> None:
    """What implies an event is at most as likely."""
    (theorem,), event = s.premises, s.data["event"]
    rest = theorem.hypotheses - {event}
    s.need(not any(map(s.random_in, rest)), "a hypothesis about what is random")
    s.concludes(("<=", ("pr", event), ("pr", theorem.conclusion)))
    s.carries(rest)


def chance(s: Step) -> None:
    """A probability lies between 0 and 1."""
    t = s.data["term"]
    s.need(t[0] == "pr", "no probability")
    zero, one = ("num", Fraction(0)), ("num", Fraction(1))
    s.concludes(("and", ("<=", zero, t), ("<=", t, one)))


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f
    for f in (
        induction,
        sum_of,
        product_of,
        split_off,
        swap,
        indicator,
        unfold,
        some_event,
        likelier,
        chance,
    )
}
