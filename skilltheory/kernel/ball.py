"""Enclosures of terms by ball arithmetic (Arb), and branch and bound over boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

import sympy

from skilltheory.errors import BudgetExceeded, Refused, SkillTheoryError
from skilltheory.kernel.formula import opened
from skilltheory.kernel.normal import TRANSPARENT
from skilltheory.sorts import Variable

__all__ = ["Box", "Point", "enclose", "positive_on"]

Box: TypeAlias = dict[Variable, tuple[Fraction, Fraction]]
Point: TypeAlias = Callable[[sympy.Expr], object]
"""Gives a ball for a variable or for a member of a family."""

MAX_BOXES = 20_000


def enclose(
    term: sympy.Expr, point: Point, indices: Mapping[Variable, int] | None = None
) -> object:
    """A ball that contains the value of ``term`` at a point.

    Raises
    ------
    SkillTheoryError
        If the term has a part without a value there.
    """
    from flint import arb, fmpq

    bound = indices or {}

    def value(t: sympy.Expr) -> object:
        return enclose(t, point, bound)

    if isinstance(term, sympy.Rational):
        return arb(fmpq(int(term.p), int(term.q)))
    if isinstance(term, Variable):
        return arb(bound[term]) if term in bound else point(term)
    if isinstance(term, sympy.Indexed):
        places = [integer(i, point, bound) for i in term.indices]
        return point(term.base[tuple(map(sympy.Integer, places))])
    if isinstance(term, sympy.Add):
        return sum(map(value, term.args), arb(0))
    if isinstance(term, sympy.Mul):
        product = arb(1)
        for factor in term.args:
            product *= value(factor)
        return product
    if term is sympy.E:
        return arb(1).exp()
    if isinstance(term, sympy.exp):
        return value(term.args[0]).exp()
    if isinstance(term, sympy.log):
        return value(term.args[0]).log()
    if isinstance(term, sympy.Abs):
        return abs(value(term.args[0]))
    if isinstance(term, sympy.Pow):
        base, power = term.args
        if isinstance(power, sympy.Integer):
            return value(base) ** int(power)
        return value(base) ** value(power)
    if isinstance(term, sympy.Sum | sympy.Product):
        body, index, low, high = opened(term)
        start, end = integer(low, point, bound), integer(high, point, bound)
        if end - start > 200:
            raise SkillTheoryError("the range is too long to sum term by term")
        total = arb(0 if isinstance(term, sympy.Sum) else 1)
        for i in range(start, end + 1):
            part = enclose(body, point, {**bound, index: i})
            total = total + part if isinstance(term, sympy.Sum) else total * part
        return total
    name = type(term).__name__
    if name in TRANSPARENT or name == "BinomialTail":
        return value(type(term).definition(*term.args))
    if name == "binomial":
        n, k = (integer(a, point, bound) for a in term.args)
        return arb(fmpq(int(sympy.binomial(n, k))))
    if name == "AtLeast":
        gap = value(term.args[0]) - value(term.args[1])
        if gap >= 0 or gap < 0:
            return arb(1 if gap >= 0 else 0)
    raise SkillTheoryError(f"{term} has no value by ball arithmetic")


def integer(term: sympy.Expr, point: Point, bound: Mapping[Variable, int]) -> int:
    ball = enclose(term, point, bound)
    number = ball.unique_fmpz()  # type: ignore[attr-defined]
    if number is None:
        raise SkillTheoryError(f"{term} is not an integer at this point")
    return int(number)


def positive_on(
    term: sympy.Expr, box: Box, precision: int = 64
) -> list[list[tuple[Fraction, Fraction]]]:
    """Show ``term > 0`` on a closed box by cutting it up; return the pieces as the certificate.

    Raises
    ------
    Refused
        With a point of the box at which the term is certainly not positive.
    BudgetExceeded
        When the pieces become too many.
    """
    from flint import arb, ctx

    names = sorted(box, key=str)
    todo = [[box[name] for name in names]]
    done: list[list[tuple[Fraction, Fraction]]] = []
    before = ctx.prec
    ctx.prec = precision
    try:
        while todo:
            if len(todo) + len(done) > MAX_BOXES:
                raise BudgetExceeded("ball", f"{MAX_BOXES} boxes do not settle {term} > 0")
            piece = todo.pop()
            balls = dict(zip(names, map(_ball, piece), strict=True))
            value = enclose(term, balls.__getitem__)
            if value > 0:  # type: ignore[operator]
                done.append(piece)
                continue
            centre = dict(zip(names, ((a + b) / 2 for a, b in piece), strict=True))
            middle = enclose(term, lambda v, c=centre: _ball((c[v], c[v])))
            if middle <= 0 or (not names and not value > 0 and precision > 4096):  # type: ignore[operator]
                raise Refused(
                    "ball", f"{term} is not positive", {str(n): str(c) for n, c in centre.items()}
                )
            if not names or all(a == b for a, b in piece):
                raise BudgetExceeded(
                    "ball", f"the sign of {term} is not settled at {precision} bits"
                )
            widest = max(range(len(names)), key=lambda j: piece[j][1] - piece[j][0])
            a, b = piece[widest]
            for half in ((a, (a + b) / 2), ((a + b) / 2, b)):
                todo.append([half if j == widest else side for j, side in enumerate(piece)])
    finally:
        ctx.prec = before
    return done


def _ball(side: tuple[Fraction, Fraction]) -> object:
    from flint import arb, fmpq

    a, b = (arb(fmpq(x.numerator, x.denominator)) for x in side)
    return a.union(b)
