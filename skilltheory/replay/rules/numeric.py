"""Strict inequalities on closed boxes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from skilltheory.replay.balls import covers
from skilltheory.replay.definitions import minus
from skilltheory.replay.steps import Step
from skilltheory.replay.terms import (
    SORTS,
    bound_in,
)


def ball(s: Step) -> None:
    """Positive on every piece of a box."""
    box = {name[1]: (Fraction(a), Fraction(b)) for name, (a, b) in s.data["box"]}
    s.need(s.goal[0] == "<" and not bound_in(s.goal) - box.keys(), "a variable without a side")
    s.need(not any(SORTS[s.sorts[x]].integer for x in box), "a box of integers")
    pieces = [[(Fraction(a), Fraction(b)) for a, b in piece] for piece in s.data["pieces"]]
    gap = ("add", s.goal[2], minus(s.goal[1]))
    s.need(covers(gap, box, pieces), "an enclosure that is not positive")
    for x, (a, b) in box.items():
        s.carries([("<=", ("num", a), ("var", x)), ("<=", ("var", x), ("num", b))])


CHECKS: dict[str, Callable[[Step], None]] = {f.__name__: f for f in (ball,)}
