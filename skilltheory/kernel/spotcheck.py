"""Random points in ball arithmetic: a guard against errors, and counterexamples.

Nothing is ever proved here.  A point can only stop a rule that was about to
accept something false, or explain a refusal.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy

from skilltheory.errors import BudgetExceeded, Refused, SkillTheoryError
from skilltheory.kernel.ball import ball_of, enclose
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Equal, Less, Relation, Unequal
from skilltheory.sorts import Sort, Variable, sort_of

if TYPE_CHECKING:
    from flint import arb

__all__ = ["agree", "counterexample", "derivative", "draw"]

TRIES = 60
PRECISION = 96
NO_VALUE = (SkillTheoryError, ValueError, ArithmeticError)
EASY = [Fraction(n, 6) for n in (0, 6, 12, 3, 2, 9, -6)]


class _Point(dict[sympy.Expr, Fraction]):
    """Values drawn on demand, each from its sort."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.rng = rng

    def __missing__(self, term: sympy.Expr) -> Fraction:
        self[term] = draw(sort_of(term), self.rng)
        return self[term]

    def value(self, term: sympy.Expr, precision: int = PRECISION) -> arb:
        """A ball for a term here, at a precision of its own."""
        from flint import ctx

        before, ctx.prec = ctx.prec, precision
        try:
            return enclose(term, lambda part: ball_of(self[part]))
        finally:
            ctx.prec = before


def draw(sort: Sort, rng: random.Random) -> Fraction:
    """A random member of a sort: small integers, simple fractions, the ends that belong to it."""
    easy = rng.choice(EASY)
    if easy in sort and rng.random() < 0.25:
        return easy
    low = sort.lower if sort.lower is not None else Fraction(0)
    side = 1 if sort.lower is not None else rng.choice([-1, 1])
    if sort.integer:
        return low + side * rng.randint(0, 4)
    share = Fraction(rng.randint(1, 99), 100)
    if sort.upper is not None:
        return low + share * (sort.upper - low)
    return low + side * rng.choice([share, 3 * share, 1 / share])


def _points(relations: Iterable[Relation], facts: list[Relation]) -> Iterator[_Point]:
    rng = random.Random("skilltheory")
    names = sorted(free_variables([*relations, *facts]), key=str)
    for _ in range(TRIES):
        point = _Point(rng)
        try:
            for name in names:
                point[name]
            if all(_surely(fact, point) for fact in facts):
                yield point
        except BudgetExceeded:
            return
        except NO_VALUE:
            continue


def _surely(relation: Relation, point: _Point, negated: bool = False) -> bool:
    """Whether a relation certainly holds at a point, or certainly fails there."""
    gap = point.value(relation.gap)
    if isinstance(relation, Equal | Unequal):
        equal = isinstance(relation, Equal) is not negated
        return bool(gap == 0 if equal else gap != 0)
    if negated:
        return bool(gap <= 0 if isinstance(relation, Less) else gap < 0)
    return bool(gap > 0 if isinstance(relation, Less) else gap >= 0)


def counterexample(claim: Relation, facts: list[Relation]) -> dict[str, str] | None:
    """A point at which the facts hold and the claim certainly does not, if one is found soon."""
    for point in _points([claim], facts):
        try:
            false = _surely(claim, point, negated=True)
        except BudgetExceeded:
            return None
        except NO_VALUE:
            continue
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
    for count, point in enumerate(_points([Less(0, function)], facts)):
        if count == 3:
            return
        try:
            slope, here = point.value(claimed, 400), point.value(function, 400)
            moved = _Point(point.rng)
            moved.update({**point, x: point[x] + Fraction(1, 2**80)})
            error = abs((moved.value(function, 400) - here) * 2**80 - slope)
        except NO_VALUE:
            continue
        if error > (1 + abs(slope)) * ball_of(Fraction(1, 2**30)):
            raise Refused(
                "spot check",
                f"{claimed} is not the derivative of {function}",
                {str(t): str(v) for t, v in point.items()},
            )
