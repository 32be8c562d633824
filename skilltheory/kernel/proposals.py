"""Factors of a polynomial, as SymPy proposes them: they are multiplied out before they count."""

from __future__ import annotations

from fractions import Fraction

import sympy

from skilltheory.kernel.polynomials import Poly, const, too_long

__all__ = ["proposed_factors"]

MAX_FACTORED = 200
"""Terms times atoms of a polynomial that SymPy is asked to factor."""


def proposed_factors(p: Poly) -> list[tuple[Poly, int]]:
    """Factors with their powers; ``p`` itself where there is nothing to gain, or too much to do."""
    used = sorted({i for powers, _ in p for i, _ in powers})
    whole = all(e.denominator == 1 and e > 0 for powers, _ in p for _, e in powers)
    degree = sum(max(dict(powers).get(i, Fraction(0)) for powers, _ in p) for i in used)
    if len(p) < 2 or not whole or any(exponent for _, exponent in p):
        return [(p, 1)]
    if len(p) * len(used) > MAX_FACTORED or too_long(p, degree):
        return [(p, 1)]
    gens = {i: sympy.Symbol(f"x{i}") for i in used}
    expr = sympy.Add(
        *(
            sympy.Rational(c) * sympy.Mul(*(gens[i] ** int(e) for i, e in powers))
            for (powers, _), c in p.items()
        )
    )
    scale, found = sympy.factor_list(expr, *gens.values())
    parts: list[tuple[Poly, int]] = []
    for factor, n in found:
        made: Poly = {}
        for exponents, c in sympy.Poly(factor, *gens.values()).terms():
            powers = tuple((i, Fraction(int(e))) for i, e in zip(used, exponents, strict=True) if e)
            made[powers, ()] = Fraction(int(c.p), int(c.q))
        parts.append((made, int(n)))
    if scale != 1:
        parts.append((const(Fraction(int(scale.p), int(scale.q))), 1))
    return parts
