"""Looking for a point at which a claim is false.

The kernel draws a few random points.  This tries simple numbers first, so that
what it finds is easy to check by hand, and goes downhill from the best points,
so that a claim that fails only by a little, in a corner, is caught as well.
Only a point in exact numbers at which ball arithmetic is certain counts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any, TypeAlias

import sympy

from skilltheory.errors import SkillTheoryError
from skilltheory.functions import BinomialTail
from skilltheory.kernel import spotcheck
from skilltheory.kernel.ball import enclose
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import (
    And,
    Equal,
    Formula,
    Less,
    LessEqual,
    Mean,
    Pr,
    Relation,
    Unequal,
)
from skilltheory.sorts import Sort, Variable

__all__ = ["refute"]

Place: TypeAlias = dict[Variable, Fraction]

SIMPLE = [Fraction(n, d) for n, d in ((1, 1), (2, 1), (1, 2), (1, 3), (3, 1), (1, 10), (9, 10))]
SIMPLE += [Fraction(n, d) for n, d in ((10, 1), (1, 100), (99, 100), (100, 1), (0, 1), (-1, 1))]
SIMPLE_POINTS = 250
STARTS = 60
LONGEST, LARGEST = 10, 1000
DESCENTS = 3
ROUNDS = 40
PRECISION = 96


def refute(claim: Formula, facts: Sequence[Formula] = ()) -> dict[str, str] | None:
    """A point at which all facts hold and the claim does not, or None if none was found.

    None says nothing: the claim may still be false.
    """
    given = [part for fact in facts for part in _parts(fact)]
    known = [fact for fact in given if isinstance(fact, Relation)]
    if len(known) < len(given):
        return None  # whether the other facts hold at a point cannot be seen
    if any(name.fixed for name in free_variables([claim, *facts])):
        return None  # what is supposed of a fixed name may rule the point out
    for part in _parts(claim):
        if isinstance(part, Relation):
            found = _search(part, known) or spotcheck.counterexample(part, known)
            if found is not None:
                return found
    return None


def _parts(formula: Formula) -> tuple[Formula, ...]:
    return formula.args if isinstance(formula, And) else (formula,)


def _search(claim: Relation, facts: list[Relation]) -> dict[str, str] | None:
    if any(part.atoms(sympy.Indexed, Pr, Mean) for part in [claim, *facts]):
        return None  # families have no single value; their points are the kernel's to draw
    names = sorted(free_variables([claim, *facts]), key=str)
    seen: list[tuple[float, int, Place]] = []
    for place in (*_simple(names, _largest(claim)), *_random(names)):
        gap = _gap_where(facts, claim, place)
        if gap is not None and _false(claim, gap):
            return _told(place)
        if gap is not None:
            seen.append((float(gap.mid()), len(seen), place))
    if isinstance(claim, Less | LessEqual):
        for height, _, place in sorted(seen)[:DESCENTS]:
            low = _descend(claim, facts, place, height)
            if low is not None:
                return _told(low)
    return None


def _told(place: Place) -> dict[str, str]:
    return {str(name): str(value) for name, value in place.items()}


def _largest(claim: Relation) -> int:
    """How large an integer may be, which is often the length of a sum."""
    return LONGEST if claim.has(sympy.Sum, sympy.Product, BinomialTail) else LARGEST


def _simple(names: list[Variable], largest: int) -> Iterator[Place]:
    choices = [
        [v for v in SIMPLE if v in name.sort and not (name.sort.integer and v > largest)]
        for name in names
    ]
    for values in islice(product(*choices), SIMPLE_POINTS):
        yield dict(zip(names, values, strict=True))


def _random(names: list[Variable]) -> Iterator[Place]:
    rng = random.Random("skilltheory")
    for _ in range(STARTS):
        yield {name: spotcheck.draw(name.sort, rng) for name in names}


def _descend(claim: Relation, facts: list[Relation], place: Place, height: float) -> Place | None:
    """Follow the gap down, halving the step when no direction helps."""
    step = Fraction(1, 2)
    for _ in range(ROUNDS):
        for moved in _neighbours(place, step, _largest(claim)):
            gap = _gap_where(facts, claim, moved)
            if gap is None:
                continue
            if _false(claim, gap):
                return moved
            if float(gap.mid()) < height:
                place, height = moved, float(gap.mid())
                break
        else:
            step /= 2
    return None


def _neighbours(place: Place, step: Fraction, largest: int) -> Iterator[Place]:
    for name, value in place.items():
        for move in _moves(name.sort, value, step):
            moved = move.limit_denominator(10**6)
            too_large = name.sort.integer and moved > largest
            if moved in name.sort and moved != value and not too_large:
                yield {**place, name: moved}


def _moves(sort: Sort, value: Fraction, step: Fraction) -> list[Fraction]:
    if sort.integer:
        return [value - 1, value + 1, 2 * value]
    if sort.lower is None:
        return [value - step, value + step]
    room = value - sort.lower
    moves = [sort.lower + room * (1 - step), sort.lower + room * (1 + step)]
    if sort.upper is not None:
        moves.append(sort.upper - (sort.upper - value) * (1 - step))
    return moves


def _gap_where(facts: list[Relation], claim: Relation, place: Place) -> Any:
    """The gap of the claim at a place, or None if a fact fails there or something has no value."""
    try:
        if not all(_true(fact, _gap(fact, place)) for fact in facts):
            return None
        gap = _gap(claim, place)
    except (SkillTheoryError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return gap if gap.is_finite() else None


def _gap(relation: Relation, place: Place) -> Any:
    from flint import arb, ctx, fmpq

    def point(term: sympy.Expr) -> arb:
        value = place[term]
        return arb(fmpq(value.numerator, value.denominator))

    before, ctx.prec = ctx.prec, PRECISION
    try:
        return enclose(relation.gap, point)
    finally:
        ctx.prec = before


def _true(relation: Relation, gap: Any) -> bool:
    if isinstance(relation, Less):
        return bool(gap > 0)
    if isinstance(relation, LessEqual):
        return bool(gap >= 0)
    return bool(gap == 0 if isinstance(relation, Equal) else gap != 0)


def _false(relation: Relation, gap: Any) -> bool:
    if isinstance(relation, Less):
        return bool(gap <= 0)
    if isinstance(relation, LessEqual):
        return bool(gap < 0)
    if isinstance(relation, Unequal):
        return bool(gap == 0)
    return bool(gap != 0)
