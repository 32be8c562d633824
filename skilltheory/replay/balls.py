"""Strict positivity on a box, again, with mpmath's intervals instead of Arb's balls."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath import iv

from skilltheory.replay.definitions import DEFINITIONS
from skilltheory.replay.terms import Rejected, Term

__all__ = ["covers"]

Side = tuple[Fraction, Fraction]
DIGITS = 40


def covers(gap: Term, box: dict[str, Side], pieces: list[list[Side]]) -> bool:
    """Whether ``gap > 0`` on every piece, and the pieces make up the box by halving sides."""
    names = sorted(box)
    before, iv.dps = iv.dps, DIGITS
    try:
        wanted = {tuple(piece) for piece in pieces}
        todo = [tuple(box[name] for name in names)]
        while todo:
            sides = todo.pop()
            if sides in wanted:
                values = dict(zip(names, map(interval, sides), strict=True))
                if not enclosure(gap, values) > 0:
                    return False
                continue
            widths = [b - a for a, b in sides]
            if not any(widths):
                return False
            j = widths.index(max(widths))
            a, b = sides[j]
            for half in ((a, (a + b) / 2), ((a + b) / 2, b)):
                todo.append((*sides[:j], half, *sides[j + 1 :]))
            if len(todo) > len(wanted) + 1:
                return False  # a piece is missing: halving would go on for ever
        return True
    finally:
        iv.dps = before


def interval(side: Side) -> Any:
    a, b = (iv.mpf(x.numerator) / x.denominator for x in side)
    return iv.mpf([a.a, b.b])


def enclosure(t: Term, values: dict[str, Any]) -> Any:
    """An interval that contains the value of a term."""
    kind, *args = t
    if kind == "num":
        return iv.mpf(args[0].numerator) / args[0].denominator
    if kind == "var":
        return values[args[0]]
    if kind == "add":
        return sum((enclosure(x, values) for x in args), iv.mpf(0))
    if kind == "mul":
        out = iv.mpf(1)
        for x in args:
            out *= enclosure(x, values)
        return out
    if kind == "exp":
        return iv.exp(enclosure(args[0], values))
    if kind == "log":
        inner = enclosure(args[0], values)
        if not inner > 0:
            raise Rejected("a logarithm outside its domain")
        return iv.log(inner)
    if kind == "pow":
        base = enclosure(args[0], values)
        if args[1][0] == "num" and args[1][1].denominator == 1:
            return base ** int(args[1][1])
        if not base > 0:
            raise Rejected("a power outside its domain")
        return iv.exp(enclosure(args[1], values) * iv.log(base))
    if kind == "call" and args[0] in DEFINITIONS:
        return enclosure(DEFINITIONS[args[0]](*args[1:]), values)
    raise Rejected(f"{kind} has no enclosure")
