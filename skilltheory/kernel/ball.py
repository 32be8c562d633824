"""Enclosures of terms by ball arithmetic (Arb), and branch and bound over boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import sympy

from skilltheory.errors import BudgetExceeded, Refused, SkillTheoryError
from skilltheory.functions import AtLeast, BinomialTail
from skilltheory.kernel.language import MAX_CHOICES
from skilltheory.kernel.normal import (
    TRANSPARENT,
)
from skilltheory.kernel.terms import integer_term, opened
from skilltheory.sorts import OpenUnit, Probability, Variable, sort_of

if TYPE_CHECKING:
    from flint import arb

__all__ = ["Box", "Piece", "Point", "ball_of", "enclose", "positive_on"]

Box: TypeAlias = dict[Variable, tuple[Fraction, Fraction]]
Piece: TypeAlias = list[tuple[Fraction, Fraction]]
Point: TypeAlias = "Callable[[sympy.Expr], arb]"
"""Gives a ball for a variable or for a member of a family."""

MAX_PARTS = 20_000
"""Parts of a term that one enclosure may visit, every summand of a sum anew."""
MAX_WORK = 100_000
"""The same for all boxes of a branch and bound together."""
MAX_PRECISION = 10_000


class _Engine:
    """Evaluates terms within a budget."""

    def __init__(self, budget: int) -> None:
        self.point: Point
        self.bound: dict[Variable, int] = {}
        self.budget = budget

    def at(self, term: sympy.Expr, point: Point) -> arb:
        self.point = point
        return self.value(term)

    def value(self, term: sympy.Expr) -> arb:
        from flint import arb, fmpq

        self.budget -= 1
        if self.budget < 0:
            raise BudgetExceeded("ball", "the term has too many parts, or needs too many boxes")
        if isinstance(term, sympy.Rational):
            return arb(fmpq(int(term.p), int(term.q)))
        if isinstance(term, Variable):
            return arb(self.bound[term]) if term in self.bound else self.point(term)
        if isinstance(term, sympy.Indexed):
            return self.point(term.base[tuple(self.whole(i) for i in term.indices)])
        if isinstance(term, sympy.Sum | sympy.Product):
            return self._range(term)
        if isinstance(term, sympy.Pow) and isinstance(term.args[1], sympy.Integer):
            return self.value(term.args[0]) ** int(term.args[1])
        if isinstance(term, TRANSPARENT):
            return self.value(type(term).definition(*term.args))
        if isinstance(term, BinomialTail):
            trials, chance = self.whole(term.args[0]), self.value(term.args[1])
            within = chance >= 0 and chance <= 1  # outside, the sum means nothing
            if trials < 0 or not (within or _is_probability(term.args[1])):
                raise SkillTheoryError(f"{term} is not computed at {trials} and {chance}")
            return self.value(BinomialTail.definition(*term.args))
        if isinstance(term, sympy.binomial):
            n, k = map(self.whole, term.args)
            if not 0 <= n <= MAX_CHOICES:
                raise SkillTheoryError(f"{term} is not computed at {n}")
            return arb(fmpq(int(sympy.binomial(n, k))))
        parts = [self.value(part) for part in term.args]
        if isinstance(term, sympy.Add):
            return sum(parts, arb(0))
        if isinstance(term, sympy.Mul):
            product = arb(1)
            for factor in parts:
                product *= factor
            return product
        if isinstance(term, sympy.Pow):
            return parts[0] ** parts[1]
        if isinstance(term, sympy.exp) or term is sympy.E:
            return (parts[0] if parts else arb(1)).exp()
        if isinstance(term, sympy.log):
            return parts[0].log()
        if isinstance(term, sympy.Abs):
            return abs(parts[0])
        if isinstance(term, sympy.Max | sympy.Min):
            return reduce(arb.max if isinstance(term, sympy.Max) else arb.min, parts)
        if isinstance(term, sympy.LambertW) and len(parts) == 1:
            return parts[0].lambertw()
        if isinstance(term, AtLeast) and (parts[0] >= parts[1] or parts[0] < parts[1]):
            return arb(1 if parts[0] >= parts[1] else 0)
        raise SkillTheoryError(f"{term} has no value by ball arithmetic")

    def whole(self, term: sympy.Expr) -> int:
        ball = self.value(term)
        number = ball.unique_fmpz()
        if number is None or not (ball.is_exact() or integer_term(term)):
            raise SkillTheoryError(f"{term} is not an integer at this point")
        return int(number)

    def _range(self, term: sympy.Expr) -> arb:
        from flint import arb

        body, index, low, high = opened(term)
        start, end = self.whole(low), self.whole(high)
        total = arb(0 if isinstance(term, sympy.Sum) else 1)
        outside = dict(self.bound)
        for i in range(start, end + 1):
            self.bound = {**outside, index: i}
            part = self.value(body)
            total = total + part if isinstance(term, sympy.Sum) else total * part
        self.bound = outside
        return total


def _is_probability(term: sympy.Expr) -> bool:
    """Whether a term is from 0 to 1 by its sort, though its ball may stick out."""
    leaf = isinstance(term, Variable | sympy.Indexed)
    return leaf and sort_of(term) in (Probability, OpenUnit)


def enclose(term: sympy.Expr, point: Point) -> arb:
    """A ball that contains the value of ``term`` at a point.

    Raises
    ------
    SkillTheoryError
        If the term has a part without a value there.
    BudgetExceeded
        If it has too many parts.
    """
    return _Engine(MAX_PARTS).at(term, point)


def positive_on(term: sympy.Expr, box: Box, precision: int = 64) -> list[Piece]:
    """Show ``term > 0`` on a closed box by cutting it up; return the pieces as the certificate.

    Raises
    ------
    Refused
        With a point of the box at which the term is certainly not positive.
    BudgetExceeded
        When it takes too many pieces, or the precision is too low.
    """
    from flint import ctx

    if not 2 <= precision <= MAX_PRECISION:
        raise Refused("ball", f"a precision of {precision} is not from 2 to {MAX_PRECISION} bits")
    engine = _Engine(MAX_WORK)
    names = sorted(box, key=str)

    def value(piece: Piece) -> arb:
        balls: Mapping[sympy.Expr, arb] = {
            name: ball_of(a).union(ball_of(b)) for name, (a, b) in zip(names, piece, strict=True)
        }
        return engine.at(term, balls.__getitem__)

    todo: list[Piece] = [[box[name] for name in names]]
    done: list[Piece] = []
    before = ctx.prec
    ctx.prec = precision
    try:
        while todo:
            piece = todo.pop()
            ball = value(piece)
            if ball.is_finite() and ball > 0:
                done.append(piece)
                continue
            centre = [(a + b) / 2 for a, b in piece]
            if value([(c, c) for c in centre]) <= 0:
                found = {str(name): str(c) for name, c in zip(names, centre, strict=True)}
                raise Refused("ball", f"{term} is not positive", found)
            if all(a == b for a, b in piece):
                raise BudgetExceeded("ball", f"{precision} bits do not settle the sign of {term}")
            widest = max(range(len(names)), key=lambda j: piece[j][1] - piece[j][0])
            a, b = piece[widest]
            for half in ((a, centre[widest]), (centre[widest], b)):
                todo.append([half if j == widest else side for j, side in enumerate(piece)])
    finally:
        ctx.prec = before
    return done


def ball_of(number: Fraction) -> arb:
    """The ball of a rational number at the current precision."""
    from flint import arb, fmpq

    return arb(fmpq(number.numerator, number.denominator))
