"""Random points in ball arithmetic: a guard against errors, and counterexamples.

Nothing is ever proved here.  A point can only stop a rule that was about to
accept something false, or explain a refusal.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction

import sympy

from skilltheory.errors import Refused, SkillTheoryError
from skilltheory.kernel.ball import enclose
from skilltheory.kernel.formula import Equal, Less, LessEqual, Relation, Unequal, free_variables
from skilltheory.sorts import Sort, Variable, sort_of

__all__ = ["agree", "counterexample", "derivative"]

TRIES = 60
PRECISION = 96


class _Point(dict[sympy.Expr, Fraction]):
    """Values drawn on demand, each from its sort."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.rng = rng

    def __missing__(self, term: sympy.Expr) -> Fraction:
        self[term] = draw(sort_of(term), self.rng)
        return self[term]

    def ball(self, term: sympy.Expr) -> object:
        from flint import arb, fmpq

        value = self[term]
        return arb(fmpq(value.numerator, value.denominator))


def draw(sort: Sort, rng: random.Random) -> Fraction:
    """A random member of a sort: small integers, simple fractions."""
    if sort.integer:
        low = int(sort.lower) if sort.lower is not None else -3
        return Fraction(rng.randint(low, low + 4))
    low = sort.lower if sort.lower is not None else Fraction(-4)
    share = Fraction(rng.randint(1, 99), 100)
    if sort.upper is not None:
        return low + share * (sort.upper - low)
    return low + rng.choice([share, 3 * share, 1 / share])


def _points(relations: Iterable[Relation], facts: list[Relation]) -> Iterator[_Point]:
    rng = random.Random("skilltheory")
    names = sorted(free_variables([*relations, *facts]), key=str)
    for _ in range(TRIES):
        point = _Point(rng)
        try:
            for name in names:
                point[name]
            if all(_holds(fact, point) for fact in facts):
                yield point
        except (SkillTheoryError, ValueError, ZeroDivisionError, OverflowError):
            continue


def _gap(relation: Relation, point: _Point) -> object:
    from flint import ctx

    before = ctx.prec
    ctx.prec = PRECISION
    try:
        return enclose(relation.gap, point.ball)
    finally:
        ctx.prec = before


def _holds(relation: Relation, point: _Point) -> bool:
    gap = _gap(relation, point)
    return {
        Less: lambda: gap > 0,  # type: ignore[operator]
        LessEqual: lambda: gap >= 0,  # type: ignore[operator]
        Unequal: lambda: gap > 0 or gap < 0,  # type: ignore[operator]
        Equal: lambda: gap == 0,
    }[type(relation)]()


def counterexample(claim: Relation, facts: list[Relation]) -> dict[str, str] | None:
    """A point at which the facts hold and the claim certainly does not, if one is found soon."""
    for point in _points([claim], facts):
        try:
            gap = _gap(claim, point)
        except (SkillTheoryError, ValueError, ZeroDivisionError, OverflowError):
            continue
        if not gap.is_finite():  # type: ignore[attr-defined]
            continue
        false = {
            Less: lambda g=gap: g <= 0,
            LessEqual: lambda g=gap: g < 0,
            Equal: lambda g=gap: g < 0 or g > 0,
            Unequal: lambda g=gap: g == 0,
        }[type(claim)]()
        if false:
            return {str(term): str(value) for term, value in sorted(point.items(), key=str)}
    return None


def agree(claim: Equal, facts: list[Relation]) -> None:
    """Stop an equation that is false at a random point.

    Raises
    ------
    Refused
        If one is found: then the algebra, or SymPy, has an error.
    """
    point = counterexample(claim, facts)
    if point is not None:
        raise Refused("spot check", f"{claim} passed the zero test but is false", point)


def derivative(
    function: sympy.Expr, x: Variable, claimed: sympy.Expr, facts: list[Relation]
) -> None:
    """Compare a derivative with a difference quotient in high precision.

    Raises
    ------
    Refused
        If they disagree by more than the step explains.
    """
    from flint import arb, ctx

    step = Fraction(1, 2**80)
    for count, point in enumerate(_points([Less(0, function)], facts)):
        if count == 3:
            return
        before = ctx.prec
        ctx.prec = 400
        try:
            here, slope = (enclose(t, point.ball) for t in (function, claimed))
            moved = _Point(point.rng)
            moved.update(point)
            moved[x] = point[x] + step
            there = enclose(function, moved.ball)
            error = (there - here) * 2**80 - slope  # type: ignore[operator]
        except (SkillTheoryError, ValueError, ZeroDivisionError, OverflowError):
            continue
        finally:
            ctx.prec = before
        if error.is_finite() and abs(error) > arb(2) ** -30 * (1 + abs(slope)):  # type: ignore[attr-defined]
            raise Refused(
                "spot check",
                f"{claimed} is not the derivative of {function}",
                {str(t): str(v) for t, v in point.items()},
            )
