"""Strict inequalities on closed boxes, by ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy

from skilltheory.errors import Refused
from skilltheory.kernel import ball as engine
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Formula, Less, le
from skilltheory.kernel.theorem import Verdict, rule
from skilltheory.sorts import ExactLike, Variable, exact


@rule
def ball(
    claim: Less,
    box: Mapping[Variable, tuple[ExactLike, ExactLike]] | None = None,
    precision: int = 64,
) -> Verdict:
    """``low <= x, x <= high, ... |- a < b`` on a closed box, by branch and bound.

    Every free variable of the claim needs a side of the box. The certificate
    is the list of pieces on which the enclosure of ``b - a`` is positive.
    """
    if not isinstance(claim, Less):
        raise Refused("ball", f"{claim} is not a strict inequality: equality cannot be enclosed")
    sides = {x: (exact(a, x.name), exact(b, x.name)) for x, (a, b) in (box or {}).items()}
    missing = free_variables([claim]) - sides.keys()
    if missing:
        raise Refused("ball", f"no side of the box is given for {sorted(map(str, missing))}")
    for x, (a, b) in sides.items():
        if a > b or x.sort.integer:
            raise Refused("ball", f"{x} needs a real sort and a side with its ends in order")
    # SymPy's own difference may have lost a part that has no value
    gap = sympy.Add(claim.rhs, sympy.Mul(-1, claim.lhs, evaluate=False), evaluate=False)
    pieces = engine.positive_on(gap, sides, precision)
    supposed: set[Formula] = set()
    for x, (a, b) in sides.items():
        supposed |= {le(_rational(a), x), le(x, _rational(b))}
    return Verdict(
        claim,
        frozenset(supposed),
        data={"claim": claim, "box": sides, "pieces": pieces, "precision": precision},
    )


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)
