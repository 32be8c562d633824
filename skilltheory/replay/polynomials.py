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
Mono: TypeAlias = tuple[tuple[int, Fraction], ...]
Poly: TypeAlias = dict[Mono, Fraction]
Signs: TypeAlias = frozenset[int]

ANY, POS, NEG, ZERO = frozenset({-1, 0, 1}), frozenset({1}), frozenset({-1}), frozenset({0})
NONNEG, NONZERO = POS | ZERO, POS | NEG
SAYS = {"<": POS, "<=": NONNEG, "=": ZERO, "!=": NONZERO}
ONE: Poly = {(): Fraction(1)}
LIMIT = 60_000  # terms of a product
DEPTH = 5
MAX_BITS = 48  # of a number that is factored by trial division


def num(c: Fraction | int) -> Poly:
    """A constant."""
    return {(): Fraction(c)} if c else {}


def add(*polys: Poly) -> Poly:
    """A sum of normal forms."""
    total: Poly = {}
    for p in polys:
        for m, c in p.items():
            total[m] = total.get(m, Fraction(0)) + c
    return {m: c for m, c in total.items() if c}


def scale(p: Poly, c: Fraction | int) -> Poly:
    """A multiple of a normal form."""
    return {m: v * c for m, v in p.items()} if c else {}


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


def primes(c: Fraction) -> list[tuple[int, int]]:
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

    def atom(self, key: Term) -> int:
        if key not in self.number:
            self.number[key] = len(self.atoms)
            self.atoms.append(key)
        return self.number[key]

    def single(self, key: Term, e: Fraction | int = 1) -> Poly:
        return self.settle({self.atom(key): Fraction(e)}, Fraction(1))

    def settle(self, powers: dict[int, Fraction], c: Fraction) -> Poly:
        """A product of powers, with whole powers of bases and primes multiplied out."""
        kept: dict[int, Fraction] = {}
        whole = num(c)
        for i, e in powers.items():
            kind = self.atoms[i][0]
            up = floor(e) if kind == "prime" or (kind == "base" and e >= 1) else 0
            if up and kind == "prime":
                whole = scale(whole, Fraction(self.atoms[i][1]) ** up)
            elif up:
                for _ in range(up):
                    whole = self.times(whole, dict(self.atoms[i][1]))
            if e != up:
                kept[i] = e - up
        return self.times({tuple(sorted(kept.items())): Fraction(1)}, whole)

    def times(self, a: Poly, b: Poly) -> Poly:
        if len(a) * len(b) > LIMIT:
            raise Rejected("a product is too large")
        out: Poly = {}
        special: list[Poly] = []
        for m, c in a.items():
            for n, d in b.items():
                if not m or not n:
                    mono = m or n
                else:
                    powers = dict(m)
                    for i, e in n:
                        powers[i] = powers.get(i, Fraction(0)) + e
                    if any(
                        e >= 1 and self.atoms[i][0] in ("base", "prime") for i, e in powers.items()
                    ):
                        special.append(self.settle(powers, c * d))
                        continue
                    mono = tuple(sorted((i, e) for i, e in powers.items() if e))
                out[mono] = out.get(mono, Fraction(0)) + c * d
        return add(out, *special)

    def split(self, p: Poly) -> tuple[Poly, Poly]:
        """Monomial times a rest without denominators, common atoms or leading constant."""
        p, undo = self.lift(p)
        if not p:
            raise Rejected("zero was taken for something else")
        common: dict[int, Fraction] = dict(next(iter(p)))
        for m in p:
            have = dict(m)
            common = {
                i: min(common.get(i, Fraction(0)), have.get(i, Fraction(0)))
                for i in {*common, *have}
            }
        lead = abs(p[max(p)])
        down = self.settle({i: -e for i, e in common.items() if e}, 1 / lead)
        out = {i: common.get(i, Fraction(0)) + undo.get(i, 0) for i in {*common, *undo}}
        return self.settle({i: e for i, e in out.items() if e}, lead), self.times(p, down)

    def lift(self, p: Poly) -> tuple[Poly, dict[int, Fraction]]:
        """Clear bases from denominators; with the powers that undo it."""
        undo: dict[int, Fraction] = {}
        while True:
            low: dict[int, Fraction] = {}
            for m in p:
                for i, e in m:
                    if e < 0 and self.atoms[i][0] == "base":
                        low[i] = min(low.get(i, e), e)
            if not low:
                return p, undo
            i = max(low)
            by = Fraction(-floor(low[i]))
            p = add(
                *(
                    self.settle({**dict(m), i: dict(m).get(i, Fraction(0)) + by}, c)
                    for m, c in p.items()
                )
            )
            undo[i] = undo.get(i, Fraction(0)) - by

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

    def _divide_once(self, powers: dict[int, Fraction], c: Fraction) -> Poly | None:
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
            part = self.times({keep: Fraction(1)}, rest)
            return scale(
                add(self.settle({j: q for j, q in first.items() if q}, Fraction(1)), part),
                c / base[lead],
            )
        return None
