"""Sums of monomials in atoms with rational exponents, written apart from the kernel's.

Numbers are fractions.  Unlike the kernel, an exponential is a product of atoms
here: ``exp(c1 m1 + c2 m2)`` is the atom ``exp m1`` to the power ``c1`` times
the atom ``exp m2`` to the power ``c2``.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from skilltheory.replay.terms import Rejected

Term: TypeAlias = tuple[Any, ...]
Number: TypeAlias = int | Fraction  # whole numbers as int: quicker to add and to hash
Mono: TypeAlias = tuple[tuple[int, Number], ...]
Poly: TypeAlias = dict[Mono, Number]
Signs: TypeAlias = frozenset[int]

ANY, POS, NEG, ZERO = frozenset({-1, 0, 1}), frozenset({1}), frozenset({-1}), frozenset({0})
NONNEG, NONZERO = POS | ZERO, POS | NEG
SAYS = {"<": POS, "<=": NONNEG, "=": ZERO, "!=": NONZERO}
ONE: Poly = {(): 1}
MAX_WORK = 400_000
"""Products of two monomials, and questions about a sign, that one algebra may cost."""
MAX_EXPONENT = 64
MAX_POWER = 8192  # bits of a power of a number
MAX_BITS = 48  # of a number that is factored by trial division


def exact(c: Number) -> Number:
    """A number, as an ``int`` if it is whole."""
    return c.numerator if c.denominator == 1 else c


def ratio(a: Number, b: Number) -> Number:
    """A quotient."""
    return a if b == 1 else exact(Fraction(a) / b)


def power_of(c: Number, n: int) -> Number:
    """A power of a number, if it is not too long."""
    bits = max(c.numerator.bit_length(), c.denominator.bit_length())
    if abs(n) * bits > MAX_POWER and abs(c) != 1:
        raise Rejected(f"a number of {bits} bits is too long to be raised to the power {n}")
    return exact(Fraction(c) ** n)


def num(c: Number) -> Poly:
    """A constant."""
    return {(): exact(c)} if c else {}


def add(*polys: Poly) -> Poly:
    """A sum of normal forms."""
    total: Poly = {}
    for p in polys:
        for m, c in p.items():
            total[m] = total[m] + c if m in total else c
    return {m: c for m, c in total.items() if c}


def scale(p: Poly, c: Number) -> Poly:
    """A multiple of a normal form."""
    if c == 1:
        return p
    return {m: v * c for m, v in p.items()} if c else {}


def unit(p: Poly) -> tuple[Poly, Number]:
    """A normal form divided by its leading coefficient, and that."""
    lead = p[max(p)]
    return scale(p, ratio(1, lead)), lead


def freeze(p: Poly) -> tuple[Any, ...]:
    """A normal form as a key."""
    return tuple(sorted(p.items()))


def both(a: Signs, b: Signs) -> Signs:
    """The signs that a product can have."""
    return frozenset(x * y for x in a for y in b)


def total_sign(signs: Iterable[Signs]) -> Signs:
    """The signs that a sum can have."""
    low, high, strict = False, False, False
    for s in signs:
        low, high = low or -1 in s, high or 1 in s
        strict = strict or (bool(s) and 0 not in s)
    if low and high:
        return ANY
    side = NEG if low else POS if high else ZERO
    return side if strict or side == ZERO else side | ZERO


def is_poly(x: Any) -> bool:
    """Whether a part of an atom is a frozen normal form."""
    return isinstance(x, tuple)


def primes(c: Number) -> list[tuple[int, int]]:
    """The factorisation of a positive fraction."""
    out: list[tuple[int, int]] = []
    for number, side in ((c.numerator, 1), (c.denominator, -1)):
        d = 2
        if number.bit_length() > MAX_BITS:
            raise Rejected("a number is too large to factor")
        while number > 1:
            if d * d > number:
                d = number
            n = 0
            while number % d == 0:
                number, n = number // d, n + 1
            if n:
                out.append((d, side * n))
            d += 1
    return out


class Ring:
    """Sums and products of monomials, and what bases in denominators do to them."""

    def __init__(self) -> None:
        self.atoms: list[Term] = []
        self.number: dict[Term, int] = {}
        self.unfolding: set[int] = set()  # bases and primes: no free indeterminates
        self.spent = 0

    def atom(self, key: Term) -> int:
        found = self.number.get(key)
        if found is None:
            found = self.number[key] = len(self.atoms)
            self.atoms.append(key)
            if key[0] in ("base", "prime"):
                self.unfolding.add(found)
        return found

    def spend(self, work: int) -> None:
        """Count work: whatever could run on and on passes here."""
        self.spent += work
        if self.spent > MAX_WORK:
            raise Rejected(f"more than {MAX_WORK} operations were needed")

    def single(self, key: Term, e: Number = 1) -> Poly:
        return self.settle({self.atom(key): exact(e)}, 1)

    def settle(self, powers: dict[int, Number], c: Number) -> Poly:
        """A product of powers, with whole powers of bases and primes multiplied out."""
        kept: dict[int, Number] = {}
        whole = num(c)
        for i, e in powers.items():
            kind = self.atoms[i][0]
            up = floor(e) if kind == "prime" or (kind == "base" and e >= 1) else 0
            if up and kind == "prime":
                whole = scale(whole, power_of(self.atoms[i][1], up))
            elif up:
                whole = self.times(whole, self.whole_power(dict(self.atoms[i][1]), up))
            if e != up:
                kept[i] = e - up
        return self.times({tuple(sorted(kept.items())): 1}, whole)

    def times(self, a: Poly, b: Poly) -> Poly:
        if len(a) == 1 and () in a:
            return scale(b, a[()])
        if len(b) == 1 and () in b:
            return scale(a, b[()])
        self.spend(len(a) * len(b))
        out: Poly = {}
        special: list[Poly] = []
        for m, c in a.items():
            for n, d in b.items():
                if not m or not n:
                    mono = m or n
                else:
                    powers = dict(m)
                    for i, e in n:
                        powers[i] = powers.get(i, 0) + e
                    if any(i in self.unfolding and e >= 1 for i, e in powers.items()):
                        special.append(self.settle(powers, c * d))
                        continue
                    mono = tuple(sorted((i, e) for i, e in powers.items() if e))
                out[mono] = out[mono] + c * d if mono in out else c * d
        return add(out, *special)

    def whole_power(self, p: Poly, n: int) -> Poly:
        """A natural power, by squaring."""
        if n > MAX_EXPONENT and len(p) > 1:
            raise Rejected(f"the power {n} of a sum is too large to expand")
        if len(p) == 1:
            ((m, c),) = p.items()
            if not any(i in self.unfolding for i, _ in m):
                return {tuple((i, e * n) for i, e in m): power_of(c, n)} if n else ONE
        out, square = ONE, p
        while n:
            if n & 1:
                out = self.times(out, square)
            n >>= 1
            if n:
                square = self.times(square, square)
        return out

    def split(self, p: Poly) -> tuple[Poly, Poly]:
        """Monomial times a rest without denominators, common atoms or leading constant."""
        p, undo = self.lift(p)
        if not p:
            raise Rejected("zero was taken for something else")
        common: dict[int, Number] = dict(next(iter(p)))
        for m in p:
            have = dict(m)
            common = {i: min(common.get(i, 0), have.get(i, 0)) for i in {*common, *have}}
        lead = p[max(p)]
        lead = exact(lead if lead > 0 else -lead)
        down = self.settle({i: -e for i, e in common.items() if e}, ratio(1, lead))
        out = {i: common.get(i, 0) + undo.get(i, 0) for i in {*common, *undo}}
        return self.settle({i: e for i, e in out.items() if e}, lead), self.times(p, down)

    def lift(self, p: Poly) -> tuple[Poly, dict[int, Number]]:
        """Clear bases from denominators; with the powers that undo it."""
        undo: dict[int, Number] = {}
        while True:
            low: dict[int, Number] = {}
            for m in p:
                for i, e in m:
                    if e < 0 and self.atoms[i][0] == "base":
                        low[i] = min(low.get(i, e), e)
            if not low:
                return p, undo
            i = max(low)
            by = -floor(low[i])
            p = add(*(self.settle({**dict(m), i: dict(m).get(i, 0) + by}, c) for m, c in p.items()))
            undo[i] = undo.get(i, 0) - by

    def is_zero(self, p: Poly) -> bool:
        return not self.lift(p)[0] or not self.lift(self.divide(p))[0]

    def divide(self, p: Poly) -> Poly:
        """``lead(B)/B = 1 - (B - lead(B))/B``, until no leading monomial is over its base."""
        for _ in range(200):
            out: list[Poly] = []
            changed = False
            for m, c in p.items():
                step = self._divide_once(dict(m), c)
                changed = changed or step is not None
                out.append({m: c} if step is None else step)
            p = add(*out)
            if not changed:
                return p
        raise Rejected("division does not end")

    def _divide_once(self, powers: dict[int, Number], c: Number) -> Poly | None:
        for i, e in powers.items():
            if self.atoms[i][0] != "base" or e > -1:
                continue
            base: Poly = dict(self.atoms[i][1])
            lead = max(base)
            if not lead or any(q < 0 or powers.get(j, 0) < q for j, q in lead):
                continue
            cut = dict(powers)
            for j, q in lead:
                cut[j] -= q
            rest = {m: -v for m, v in base.items() if m != lead}
            first = {**cut, i: cut[i] + 1}
            keep = tuple(sorted((j, q) for j, q in cut.items() if q))
            part = self.times({keep: 1}, rest)
            return scale(
                add(self.settle({j: q for j, q in first.items() if q}, 1), part),
                ratio(c, base[lead]),
            )
        return None
