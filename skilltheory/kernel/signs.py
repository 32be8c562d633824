"""Sign by structure: what sign a normal form can have, given facts.

A sign is a set of possibilities, a subset of {-1, 0, 1}.  Signs come from the
sorts of variables, from facts (earlier theorems and hypotheses), from products
and sums of known signs, from the ends of an interval for what is affine in a
variable, and from root isolation for a polynomial in one variable.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import sympy

from skilltheory.errors import Refused
from skilltheory.kernel.formula import Equal, Less, LessEqual, Relation, Unequal
from skilltheory.kernel.normal import (
    Normaliser,
)
from skilltheory.kernel.polynomials import (
    ONE,
    UNIT,
    Frozen,
    Mono,
    Poly,
    Signs,
    const,
    frozen,
    plus,
    scaled,
    too_long,
)
from skilltheory.sorts import Sort

__all__ = ["ANY", "NEGATIVE", "NONNEGATIVE", "POSITIVE", "SIGN_OF", "ZERO", "Algebra"]

ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NEGATIVE: Signs = frozenset({-1})
NONNEGATIVE: Signs = frozenset({0, 1})
ZERO: Signs = frozenset({0})
NONZERO: Signs = frozenset({-1, 1})

SIGN_OF: dict[type[Relation], Signs] = {
    Less: POSITIVE,
    LessEqual: NONNEGATIVE,
    Equal: ZERO,
    Unequal: NONZERO,
}
"""What a relation says of ``rhs - lhs``."""

DEPTH = 5


def product_sign(a: Signs, b: Signs) -> Signs:
    return frozenset(x * y for x, y in product(a, b))


def sum_sign(signs: Iterable[Signs]) -> Signs:
    total = ZERO
    for s in signs:
        if s <= ZERO:
            continue
        if total <= ZERO:
            total = s
        elif total | s <= NONNEGATIVE:
            total = POSITIVE if 0 not in total & s else NONNEGATIVE
        elif total | s <= NEGATIVE | ZERO:
            total = NEGATIVE if 0 not in total & s else NEGATIVE | ZERO
        else:
            return ANY
    return total


def even(s: Signs) -> Signs:
    """The sign of an even power."""
    return frozenset(x * x for x in s)


def flipped(s: Signs) -> Signs:
    return frozenset(-x for x in s)


class Algebra(Normaliser):
    """The normaliser together with a sign decider, relative to some facts.

    Parameters
    ----------
    facts : iterable of Relation
        Known relations; whoever builds an ``Algebra`` must hold a theorem for each.
    """

    def __init__(self, facts: Iterable[Relation] = ()) -> None:
        super().__init__()
        self.known: list[tuple[Poly, Signs]] = []
        self._memo: dict[tuple[Frozen, int], Signs] = {}
        self._busy: set[Frozen] = set()
        waiting = list(facts)
        while waiting:  # a fact may need another one before its terms make sense
            later = []
            for fact in waiting:
                try:
                    self._learn(fact)
                except Refused:
                    later.append(fact)
            if len(later) == len(waiting):
                break
            waiting = later

    def gap(self, relation: Relation) -> Poly:
        """``rhs - lhs``; sides that differ must be defined: SymPy's difference may lose a part."""
        if relation.lhs == relation.rhs:
            return {}
        return plus(self.poly(relation.rhs), scaled(self.poly(relation.lhs), -1))

    def _learn(self, fact: Relation) -> None:
        gap = self.gap(fact)
        signs = SIGN_OF[type(fact)]
        if not gap:
            return
        self._note(gap, signs)
        outside, rest = self.split(gap)
        if rest != ONE and rest != gap:
            outer = self.sign(outside)
            if 0 not in outer:
                self._note(rest, product_sign(signs, outer) if len(outer) == 1 else ANY)
        if rest == ONE:
            self._learn_factor(outside, signs)
        self._memo.clear()

    def _learn_factor(self, monomial: Poly, signs: Signs) -> None:
        """The sign of a product is that of its one factor of unknown sign."""
        (((powers, _), _c),) = monomial.items()
        unknown = [(i, e) for i, e in powers if len(self.sign(self.one(i))) > 1]
        if len(unknown) == 1 and unknown[0][1].denominator == 1 and unknown[0][1] % 2:
            (i, e) = unknown[0]
            others = self.sign(self.times(monomial, self.of_atom(self.atoms[i], -e)))
            if 0 not in others:
                self._note(self.one(i), product_sign(signs, others))

    def _note(self, p: Poly, signs: Signs) -> None:
        lead = p[max(p)]
        self.known.append((scaled(p, 1 / abs(lead)), signs))
        self._memo.clear()

    def sign(self, p: Poly) -> Signs:
        return self._sign(p, DEPTH)

    def _sign(self, p: Poly, depth: int) -> Signs:
        if not p:
            return ZERO
        if p.keys() == {UNIT}:
            return POSITIVE if p[UNIT] > 0 else NEGATIVE
        key = frozen(p)
        if (key, depth) in self._memo:
            return self._memo[key, depth]
        self.spend(len(p) + len(self.known))
        if key in self._busy:
            return ANY
        self._busy.add(key)
        try:
            signs = self._from_facts(p)
            for method in (self._structural, self._factored, self._at_ends):
                if len(signs) <= 1 or depth <= 0:
                    break
                signs &= method(p, depth - 1)
        finally:
            self._busy.discard(key)
        self._memo[key, depth] = signs
        return signs

    def _from_facts(self, p: Poly) -> Signs:
        signs, lead = ANY, p[max(p)]
        unit = scaled(p, 1 / abs(lead))
        minus = scaled(unit, -1)
        for fact, says in self.known:
            if fact == unit:
                signs &= says
            elif fact == minus:
                signs &= flipped(says)
        return signs

    def _structural(self, p: Poly, depth: int) -> Signs:
        if len(p) > 1:
            signs = sum_sign(self._sign({m: c}, depth) for m, c in p.items())
            return signs & self._grouped(p, depth) if len(signs) > 1 else signs
        (((powers, _), c),) = p.items()
        signs = POSITIVE if c > 0 else NEGATIVE
        for i, e in powers:
            base = self._atom_sign(i, depth)
            if e.denominator != 1:  # a root was taken only of something non-negative
                base = POSITIVE if e < 0 or base == POSITIVE else NONNEGATIVE
            elif e % 2 == 0:
                base = even(base)
            signs = product_sign(signs, base)
        return signs

    def _grouped(self, p: Poly, depth: int) -> Signs:
        """Collect by logarithms and the like: ``-log(1-x) + x log(1-x) = -(1-x) log(1-x)``."""
        groups: dict[Mono, Poly] = {}
        for (powers, exponent), c in p.items():
            plain = [x for x in powers if self.atoms[x[0]][0] in ("var", "entry", "base", "prime")]
            hard = tuple(x for x in powers if x not in plain), exponent
            groups.setdefault(hard, {})[tuple(plain), ()] = c
        if len(groups) == len(p) or len(groups) == 1:
            return ANY
        return sum_sign(
            product_sign(self._sign({hard: Fraction(1)}, depth), self._sign(part, depth))
            for hard, part in groups.items()
        )

    def _atom_sign(self, i: int, depth: int) -> Signs:
        kind, *rest = self.atoms[i]
        signs = self._from_facts(self.one(i))
        if kind == "var" or kind == "entry":
            sort = rest[0].sort
            if sort.lower is not None and sort.lower >= 0:
                signs &= POSITIVE if sort.lower > 0 or sort.lower_open else NONNEGATIVE
        elif kind == "prime":
            signs = POSITIVE
        elif kind == "base":
            signs &= self._sign(dict(rest[0]), depth)
        elif kind == "log":
            signs &= self._sign(plus(dict(rest[0]), const(-1)), depth)
        elif kind == "pr" or (kind == "call" and rest[0] in ("BinomialTail", "AtLeast", "Abs")):
            signs &= NONNEGATIVE
        elif kind == "call" and rest[0] == "binomial":
            signs &= self._choices(dict(rest[1]), dict(rest[2]), depth)
        elif kind in ("sum", "prod"):
            inner = self._sign(dict(rest[0]), depth)
            if kind == "sum":
                inner = sum_sign([inner, inner])  # of summands that are not zero, one may be
            if kind == "sum" and not self._nonempty(rest, depth):
                inner |= ZERO
            if kind == "sum" or inner == POSITIVE:
                signs &= inner
        return signs

    def _choices(self, n: Poly, k: Poly, depth: int) -> Signs:
        """Positive for ``0 <= k <= n``; for other integers still not negative, if ``n`` is not."""
        whole = [plus(n, scaled(k, -1)), k]
        if all(self._sign(p, depth) <= NONNEGATIVE for p in whole):
            return POSITIVE
        natural = self._whole(n) and self._whole(k) and self._sign(n, depth) <= NONNEGATIVE
        return NONNEGATIVE if natural else ANY

    def _whole(self, p: Poly) -> bool:
        """Whether every term is a product of integers."""
        return all(
            c.denominator == 1
            and not exponent
            and all(e.denominator == 1 and e > 0 and self._whole_atom(i) for i, e in powers)
            for (powers, exponent), c in p.items()
        )

    def _whole_atom(self, i: int) -> bool:
        kind, *rest = self.atoms[i]
        if kind in ("var", "entry"):
            return bool(rest[0].sort.integer)
        return (
            kind == "call" and rest[0] == "binomial" and all(self._whole(dict(x)) for x in rest[1:])
        )

    def _nonempty(self, rest: list[Frozen], depth: int) -> bool:
        length = plus(dict(rest[3]), scaled(dict(rest[2]), -1))
        return self._sign(length, depth) <= NONNEGATIVE

    def _factored(self, p: Poly, depth: int) -> Signs:
        """The sign of a product: content, denominators, then factors."""
        if len(p) < 2:
            return ANY
        if not self.numerator(p)[0]:
            return ZERO
        outside, rest = self.split(p)
        if rest != p:
            return product_sign(self._sign(outside, depth), self._sign(rest, depth))
        signs = POSITIVE
        parts = self.factor(p)
        if len(parts) == 1 and parts[0][1] == 1:
            return ANY
        for factor, n in parts:
            s = self._sign(factor, depth)
            signs = product_sign(signs, even(s) if n % 2 == 0 else s)
        return signs

    def _at_ends(self, p: Poly, depth: int) -> Signs:
        """A polynomial in one variable by its roots; one affine in a variable by its ends."""
        if len(p) < 2 or any(exponent for _, exponent in p):
            return ANY
        used = sorted({i for powers, _ in p for i, _ in powers})
        if len(used) == 1:
            return self._by_roots(p, used[0])
        signs = ANY
        for i in used:
            if self.atoms[i][0] in ("var", "entry") and len(signs) > 1:
                signs &= self._affine(p, i, depth)
        return signs

    def _affine(self, p: Poly, i: int, depth: int) -> Signs:
        sort: Sort = self.atoms[i][1].sort
        if any(dict(m[0]).get(i, 0) not in (0, 1) for m in p) or any(
            j != i and self._inside(j, i) for m, _ in p.items() for j, _ in m[0]
        ):
            return ANY
        slope: Poly = {
            (tuple(x for x in m[0] if x[0] != i), m[1]): c for m, c in p.items() if i in dict(m[0])
        }
        flat = {m: c for m, c in p.items() if i not in dict(m[0])}
        ends = [
            self._sign(plus(flat, scaled(slope, end)), depth)
            for end in (sort.lower, sort.upper)
            if end is not None
        ]
        opens = [
            o
            for o, e in ((sort.lower_open, sort.lower), (sort.upper_open, sort.upper))
            if e is not None
        ]
        if len(ends) == 2:
            inner = sum_sign(ends)
            return inner | frozenset().union(
                *(e for e, o in zip(ends, opens, strict=True) if not o)
            )
        if len(ends) == 1 and sort.upper is None:
            beyond = sum_sign([ends[0], self._sign(slope, depth)])
            return beyond if opens[0] else beyond | ends[0]
        return ANY

    def _inside(self, j: int, i: int) -> bool:
        """Whether atom ``j`` contains atom ``i``."""
        if self.atoms[i][0] == "var":
            return self.depends(j, self.atoms[i][1])
        return self.atoms[j][0] not in ("var", "prime", "entry")

    def _by_roots(self, p: Poly, i: int) -> Signs:
        kind, *rest = self.atoms[i]
        if kind not in ("var", "entry"):
            return ANY
        exponents = [e for powers, _ in p for _, e in powers]
        if any(e.denominator != 1 or e < 0 for e in exponents) or too_long(p, max(exponents)):
            return ANY
        x = sympy.Symbol("x")
        poly = sympy.Poly(
            sympy.Add(
                *(
                    sympy.Rational(c) * x ** int(dict(powers).get(i, 0))
                    for (powers, _), c in p.items()
                )
            ),
            x,
        )
        return polynomial_sign(poly, rest[0].sort)


def polynomial_sign(poly: sympy.Poly, sort: Sort) -> Signs:
    """The signs that a rational polynomial takes on a sort's interval, by root isolation."""
    low = None if sort.lower is None else sympy.Rational(sort.lower)
    high = None if sort.upper is None else sympy.Rational(sort.upper)
    signs: Signs = POSITIVE
    coefficient, factors = poly.sqf_list()
    if coefficient < 0:
        signs = NEGATIVE
    for factor, n in factors:
        at = [(end, factor.eval(end)) for end in (low, high) if end is not None]
        inner = factor.count_roots(low, high) - sum(1 for _, value in at if value == 0)
        closed_zero = (low is not None and not sort.lower_open and factor.eval(low) == 0) or (
            high is not None and not sort.upper_open and factor.eval(high) == 0
        )
        if inner and n % 2:
            return ANY
        if not inner:
            s = POSITIVE if _sample(factor, low, high) > 0 else NEGATIVE
            s = POSITIVE if n % 2 == 0 else s
        else:
            s = NONNEGATIVE
        if closed_zero:
            s |= ZERO
        signs = product_sign(signs, s)
    return signs


def _sample(
    factor: sympy.Poly, low: sympy.Rational | None, high: sympy.Rational | None
) -> Fraction:
    """A value of the polynomial inside the interval; it has no root there."""
    if low is None:
        point = (high if high is not None else sympy.Integer(1)) - 1
    elif high is None:
        point = low + 1
    else:
        point = (low + high) / 2
    return Fraction(str(factor.eval(point)))
