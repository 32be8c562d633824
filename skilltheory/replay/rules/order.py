"""Equality by normal forms, signs, and sums of multiples of known relations."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from skilltheory.replay.definitions import minus
from skilltheory.replay.polynomials import (
    NONNEG,
    POS,
    SAYS,
    ZERO,
    add,
    both,
    scale,
    total_sign,
)
from skilltheory.replay.steps import Step
from skilltheory.replay.terms import (
    BINDERS,
    Term,
    bound_in,
    is_term,
)


def equality(s: Step) -> None:
    """Both sides have one normal form."""
    s.need(s.goal[0] == "=" and s.algebra.is_zero(s.gap(s.goal)), "not an identity")
    s.carries_all()


def sign(s: Step) -> None:
    """The sign follows from the structure."""
    gap = ("add", s.goal[2], minus(s.goal[1])) if s.goal[1] != ("num", Fraction(0)) else s.goal[2]
    signs = s.sign_of(s.gap(s.goal)) & s.written_sign(gap)
    s.need(signs <= SAYS[s.goal[0]], "the sign does not follow")
    s.carries_all()


def combine(s: Step) -> None:
    """A sum of multiples of known relations, with a rest of known sign."""
    rest, signs = s.gap(s.goal), []
    for premise, multiplier in zip(s.premises, s.data["multipliers"], strict=False):
        relation = premise.conclusion
        weight = s.algebra.poly(multiplier)
        of_weight = ZERO if relation[0] == "=" else s.sign_of(weight)
        s.need(relation[0] in ("<", "<=", "=") and of_weight <= NONNEG, "a negative multiplier")
        signs.append(both(of_weight, SAYS[relation[0]]))
        rest = add(rest, scale(s.algebra.times(weight, s.gap(relation)), -1))
    total = total_sign([*signs, s.sign_of(rest)])
    s.need(total <= SAYS[s.goal[0]], "what is left does not settle it")
    s.carries_all()


def rewrite(s: Step) -> None:
    """Equals put for equals."""
    equation, theorem = s.premises
    s.need(equation.conclusion[0] == "=", "no equation")
    _, old, new = equation.conclusion
    s.need(
        s.same(replaced(s, s.goal, old, new), replaced(s, theorem.conclusion, old, new)),
        "more was changed than the equation allows",
    )
    s.carries_all()


def replaced(s: Step, t: Any, old: Term, new: Term) -> Any:
    """A term replaced wherever no binder catches its variables."""
    if t == old:
        return new
    if not is_term(t) or t[0] in ("num", "var", "entry"):
        return t
    if t[0] in BINDERS and t[1] in bound_in(old) | bound_in(new):
        return t
    if t[0] in ("pr", "mean") and (s.random_in(old) or s.random_in(new)):
        return t
    return (t[0], *(replaced(s, x, old, new) for x in t[1:]))


def monotone(s: Step) -> None:
    """The exponential, logarithm or root of both sides."""
    name, relation = s.data["function"], s.premises[0].conclusion
    s.need(relation[0] in ("<", "<=", "="), "no inequality")
    if name != "exp":
        low = s.sign_of(s.algebra.poly(relation[1]))
        s.need(low <= (POS if name == "log" else NONNEG), "outside the domain")
    half = ("num", Fraction(1, 2))
    apply: Callable[[Term], Term] = {
        "exp": lambda t: ("exp", t),
        "log": lambda t: ("log", t),
        "sqrt": lambda t: ("pow", t, half),
    }[name]
    s.concludes((relation[0], apply(relation[1]), apply(relation[2])))
    s.carries_all()


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f
    for f in (
        equality,
        sign,
        combine,
        rewrite,
        monotone,
    )
}
