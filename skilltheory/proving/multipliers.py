"""A search for the multipliers of :func:`~skilltheory.kernel.combine`.

``combine`` adds multiples of known relations to a claim.  Which multiples is a
linear programme over monomials once a finite stock of multipliers is fixed,
and this module solves it in floating point.  Nothing here is trusted: what it
finds is a proposal, and the kernel checks the sum exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy

from skilltheory.errors import Refused
from skilltheory.kernel.formula import Equal, Less, LessEqual, Relation
from skilltheory.kernel.polynomials import (
    Mono,
    Poly,
    frozen,
    plus,
    scaled,
)
from skilltheory.kernel.rules.logic import facts
from skilltheory.kernel.signs import NEGATIVE, NONNEGATIVE, POSITIVE, ZERO, Algebra, flipped
from skilltheory.kernel.theorem import Theorem

__all__ = ["Weighted", "propose"]

Weighted = tuple[Theorem, sympy.Expr]
"""A theorem with its multiplier, as :func:`~skilltheory.kernel.combine` takes it."""

STOCK = 80  # multipliers tried for each fact
SIZE = 60  # monomials that a column, or a search for its multiplier, may have
DENOMINATORS = (1, 12, 5040, 10**6)
LEVELS = 3


@dataclass(frozen=True)
class _Column:
    """One multiplier of one fact, and what it adds to the right-hand side minus the left."""

    part: int
    multiplier: Poly
    product: Poly
    cost: float
    strict: bool


def propose(
    claim: Relation, parts: Sequence[Theorem], using: Sequence[Theorem] = ()
) -> Iterator[list[Weighted]]:
    """Multipliers that may do, simplest stock of candidates first.

    Parameters
    ----------
    claim : Relation
        What the sum should give.
    parts : sequence of Theorem
        The relations to be added; those left out of a proposal are not needed.
    using : sequence of Theorem
        Facts from which signs are read.
    """
    usable = [p for p in parts if isinstance(p.conclusion, Equal | Less | LessEqual)]
    try:
        search = _Search(claim, usable, using)
    except Refused:  # a side has no normal form: combine will say why
        return
    seen: set[tuple[tuple[int, sympy.Expr], ...]] = set()
    for level in range(LEVELS):
        for weights in search.solve(level):
            key = tuple(sorted(((usable.index(t), m) for t, m in weights), key=str))
            if key not in seen:
                seen.add(key)
                yield weights


class _Search:
    def __init__(self, claim: Relation, parts: list[Theorem], using: Sequence[Theorem]) -> None:
        self.claim, self.parts = claim, parts
        self.algebra = Algebra(facts([*using, *parts]))
        self.gap = self._reduced(self.algebra.poly(claim.gap))
        self.gaps = [self._reduced(self.algebra.poly(p.conclusion.gap)) for p in parts]
        self.known = [
            p for p in self.gaps if p and len(p) <= 6 and self.algebra.sign(p) <= NONNEGATIVE
        ]

    def _reduced(self, p: Poly) -> Poly:
        try:
            return self.algebra.reduced(p)
        except Refused:
            return p

    # -- the stock of multipliers ---------------------------------------------------------

    def stock(self, j: int, level: int, wanted: set[Mono]) -> list[Poly]:
        """Candidates for one fact: 1, then what carries its terms to terms that are wanted."""
        one: Poly = {((), ()): Fraction(1)}
        found = [one]
        if level:
            monos = sorted(self.gaps[j])[:SIZE]
            found += [self._ratio(x, mono) for x in sorted(wanted)[:SIZE] for mono in monos]
        if level > 1:
            ends = self._ends()
            found += ends
            short = [p for p in found if len(p) <= 2][:12]
            found += [self.algebra.times(p, q) for p in short for q in ends]
            found += self.known
        unique = {frozen(p): p for p in found if p}
        return sorted(unique.values(), key=self._cost)[:STOCK]

    def _ratio(self, target: Mono, mono: Mono) -> Poly:
        powers = dict(target[0])
        for i, e in mono[0]:
            powers[i] = powers.get(i, Fraction(0)) - e
        exponent = plus(dict(target[1]), scaled(dict(mono[1]), -1))
        made: Poly = {
            (tuple(sorted((i, e) for i, e in powers.items() if e)), frozen(exponent)): Fraction(1)
        }
        return made

    def _ends(self) -> list[Poly]:
        """How far each variable is from the ends of its sort: ``x - low``, ``high - x``."""
        found: list[Poly] = []
        for i, (kind, *rest) in enumerate(list(self.algebra.atoms)):
            if kind not in ("var", "entry"):
                continue
            for end, side in ((rest[0].sort.lower, 1), (rest[0].sort.upper, -1)):
                if end is not None:
                    gap: Poly = {((), ()): Fraction(-end)} if end else {}
                    found.append(scaled(plus(self.algebra.one(i), gap), side))
        return found

    @staticmethod
    def _cost(p: Poly) -> float:
        return 1 + sum(
            2 * len(powers) + float(sum(abs(e) for _, e in powers)) + 3 * len(exponent)
            for powers, exponent in p
        )

    def columns(self, level: int) -> list[_Column]:
        wanted = set(self.gap)
        made = self._columns(level, wanted)
        if level > 1:  # terms that a column brings in must be cancelled by another
            more = {mono for column in made for mono in column.product}
            if len(more) <= SIZE:
                made = self._columns(level, wanted | more)
        return made

    def _columns(self, level: int, wanted: set[Mono]) -> list[_Column]:
        made = []
        for j, theorem in enumerate(self.parts):
            equation = isinstance(theorem.conclusion, Equal)
            for multiplier in self.stock(j, level, wanted):
                try:
                    signs = ZERO if equation else self.algebra.sign(multiplier)
                    if not equation and signs <= flipped(NONNEGATIVE):
                        multiplier, signs = scaled(multiplier, -1), flipped(signs)
                    if not signs <= NONNEGATIVE:
                        continue
                    product = self._reduced(self.algebra.times(multiplier, self.gaps[j]))
                except Refused:
                    continue
                if not product or len(product) > SIZE:
                    continue
                cost = self._cost(multiplier)
                strict = isinstance(theorem.conclusion, Less) and signs == POSITIVE
                made.append(_Column(j, multiplier, product, cost, strict))
                if equation:  # which may be used either way round
                    back = scaled(multiplier, -1)
                    made.append(_Column(j, back, scaled(product, -1), cost, False))
        return made

    # -- the linear programme -------------------------------------------------------------

    def solve(self, level: int) -> Iterator[list[Weighted]]:
        """Multiples whose sum leaves only terms of the right sign."""
        import numpy as np
        from scipy.optimize import linprog

        columns = self.columns(level)
        if not columns:
            return
        monos = sorted({*self.gap, *(m for c in columns for m in c.product)})
        side = np.array([self._side(mono) for mono in monos])
        gap = np.array([float(self.gap.get(m, 0)) for m in monos])
        table = np.array([[float(c.product.get(m, 0)) for c in columns] for m in monos])
        cost = np.array([c.cost for c in columns])
        # what is left, gap - table @ weights, must vanish or have the sign of its term
        signed, exact = side != 0, side == 0
        rows, limits = side[signed, None] * table[signed], side[signed] * gap[signed]
        equal = table[exact]
        if isinstance(self.claim, Less):
            # one more unknown, from 0 to 1: how strict the sum is; worth more than any saving
            sure = side * np.array([self._strict(mono) for mono in monos])
            strict = np.array([float(c.strict) for c in columns]) - sure @ table
            rows = np.vstack([np.pad(rows, ((0, 0), (0, 1))), np.append(-strict, 1.0)])
            limits = np.append(limits, min(sure @ gap, 1e6))
            equal, cost = np.pad(equal, ((0, 0), (0, 1))), np.append(cost, -1000.0)
        bounds = [(0, None)] * len(columns) + [(0, 1)] * (len(cost) - len(columns))
        found = linprog(cost, rows, limits, equal, gap[exact], bounds, method="highs")
        if found.status == 0:
            for denominator in DENOMINATORS:
                yield self._weights(columns, found.x.tolist(), denominator)

    def _side(self, mono: Mono) -> int:
        """1 if a positive multiple of this term may be left over, -1 if a negative one, else 0."""
        if isinstance(self.claim, Equal):
            return 0
        signs = self.algebra.sign({mono: Fraction(1)})
        if signs <= NONNEGATIVE:
            return 1
        return -1 if signs <= flipped(NONNEGATIVE) else 0

    def _strict(self, mono: Mono) -> bool:
        return self.algebra.sign({mono: Fraction(1)}) in (POSITIVE, NEGATIVE)

    def _weights(
        self, columns: list[_Column], values: list[float], denominator: int
    ) -> list[Weighted]:
        total: dict[int, Poly] = {}
        for column, value in zip(columns, values, strict=False):  # the last may be strictness
            weight = Fraction(value).limit_denominator(denominator)
            if weight:
                part = scaled(column.multiplier, weight)
                total[column.part] = plus(total.get(column.part, {}), part)
        return [(self.parts[j], self._written(p)) for j, p in sorted(total.items()) if p]

    def _written(self, p: Poly) -> sympy.Expr:
        term = self.algebra.term(p)
        return sympy.factor_terms(term) if len(p) > 1 else term
