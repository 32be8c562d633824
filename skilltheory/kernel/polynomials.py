"""Polynomials in atoms, and a ring in which whole powers of bases are multiplied out.

A *monomial* is a product of atoms to rational powers, and one exponential.
Atoms are variables, members of families, prime numbers under a root,
logarithms of things that do not split, sums over a symbolic range, opaque
functions, and *bases*: polynomials that occur under a root or in a denominator.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor, lcm
from typing import Any, TypeAlias

import sympy

from skilltheory.errors import BudgetExceeded, Refused
from skilltheory.kernel.rendering import Rendered

__all__ = ["Atom", "Frozen", "Mono", "Poly", "Ring", "Signs"]

Atom: TypeAlias = tuple[Any, ...]
Powers: TypeAlias = tuple[tuple[int, Fraction], ...]
Mono: TypeAlias = tuple[Powers, tuple[Any, ...]]  # powers of atoms, frozen exponent of e
Poly: TypeAlias = dict[Mono, Fraction]
Frozen: TypeAlias = tuple[tuple[Mono, Fraction], ...]
Signs: TypeAlias = frozenset[int]

POSITIVE: Signs = frozenset({1})
NONNEGATIVE: Signs = frozenset({0, 1})
NONZERO: Signs = frozenset({-1, 1})
UNIT: Mono = ((), ())
ONE: Poly = {UNIT: Fraction(1)}
MAX_WORK = 8_000
"""Products of two monomials, and questions about a sign, that one step may cost."""
MAX_TERMS = 4000
MAX_ROUNDS = 200
MAX_PRIME = 10_000
MAX_DEGREE = 60
MAX_LENGTH = 80_000
"""Degree squared times bits of the coefficients, where factors or roots are looked for."""
MAX_BITS = 4096
"""The size of a number that is factored or raised to a power."""


def frozen(p: Poly) -> Frozen:
    return tuple(sorted(p.items()))


def const(c: Fraction | int) -> Poly:
    return {UNIT: Fraction(c)} if c else {}


def plus(*polys: Poly) -> Poly:
    total: Poly = {}
    for p in polys:
        for mono, c in p.items():
            new = total.get(mono, 0) + c
            if new:
                total[mono] = Fraction(new)
            else:
                del total[mono]
    return total


def scaled(p: Poly, c: Fraction | int) -> Poly:
    return {mono: v * c for mono, v in p.items()} if c else {}


def too_long(p: Poly, degree: Fraction | int) -> bool:
    """Whether SymPy might take for ever over the factors or roots of a polynomial."""
    common = lcm(*(c.denominator for c in p.values())).bit_length()
    bits = common + max(c.numerator.bit_length() for c in p.values())
    return degree > MAX_DEGREE or degree**2 * bits > MAX_LENGTH


def number_power(c: Fraction, n: int) -> Fraction:
    """A power of a number, if it is not too long."""
    if (
        abs(n) * max(c.numerator.bit_length(), c.denominator.bit_length()) > MAX_BITS
        and abs(c) != 1
    ):
        raise BudgetExceeded("algebra", f"the number {c}**{n} is too long")
    return c**n


def prime_factors(c: Fraction) -> list[tuple[int, int]]:
    """Factors of a positive number; what trial division leaves over counts as prime.

    That is sound: an equation that holds with such a factor as an indeterminate holds.
    """
    return [
        (int(p), int(n)) for p, n in sympy.factorrat(sympy.Rational(c), limit=MAX_PRIME).items()
    ]


class Ring(Rendered):
    """Sums and products of monomials; what a base in a denominator does to them."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self.index: dict[Atom, int] = {}
        self.factors: dict[Frozen, list[tuple[Poly, int]]] = {}
        self.opened = 0
        self.spent = 0

    def spend(self, work: int) -> None:
        """Count work; every decider that could run on and on passes here."""
        self.spent += work
        if self.spent > MAX_WORK:
            raise BudgetExceeded("algebra", f"more than {MAX_WORK} operations were needed")

    def sign(self, p: Poly) -> Signs:
        """The possible signs of ``p``: a subset of {-1, 0, 1}."""
        raise NotImplementedError

    def atom(self, key: Atom) -> int:
        """The number of an atom. Atoms are numbered after the atoms they contain."""
        if key not in self.index:
            self.index[key] = len(self.atoms)
            self.atoms.append(key)
        return self.index[key]

    def of_atom(self, key: Atom, power: Fraction | int = 1) -> Poly:
        return {(((self.atom(key), Fraction(power)),), ()): Fraction(1)}

    def one(self, i: int) -> Poly:
        return {(((i, Fraction(1)),), ()): Fraction(1)}

    def times(self, a: Poly, b: Poly) -> Poly:
        if len(a) * len(b) > MAX_TERMS * 16:
            raise BudgetExceeded("algebra", f"a product of {len(a)} by {len(b)} terms is too large")
        if len(a) == 1 and UNIT in a:
            return scaled(b, a[UNIT])
        if len(b) == 1 and UNIT in b:
            return scaled(a, b[UNIT])
        self.spend(len(a) * len(b))
        total: Poly = {}
        rest: list[Poly] = []
        for m, c in a.items():
            for n, d in b.items():
                powers = dict(m[0])
                for i, e in n[0]:
                    powers[i] = powers.get(i, Fraction(0)) + e
                exponent = m[1]
                if n[1]:
                    self.spend(len(exponent) + len(n[1]))
                    exponent = frozen(plus(dict(exponent), dict(n[1])))
                if any(e >= 1 and self.atoms[i][0] in ("base", "prime") for i, e in powers.items()):
                    rest.append(self._unfolded(powers, exponent, c * d))
                    continue
                mono = (tuple(sorted((i, e) for i, e in powers.items() if e)), exponent)
                new = total.get(mono, 0) + c * d
                if new:
                    total[mono] = Fraction(new)
                else:
                    del total[mono]
        if len(total) > MAX_TERMS:
            raise BudgetExceeded("algebra", f"a product grew beyond {MAX_TERMS} terms")
        return plus(total, *rest) if rest else total

    def _unfolded(self, powers: dict[int, Fraction], exponent: Any, c: Fraction) -> Poly:
        """Multiply out whole powers of bases and primes, which are not free indeterminates."""
        kept, whole = {}, ONE
        for i, e in powers.items():
            kind = self.atoms[i][0]
            up = floor(e) if kind == "prime" or (kind == "base" and e >= 1) else 0
            if up:
                value = const(self.atoms[i][1]) if kind == "prime" else dict(self.atoms[i][1])
                whole = self.times(whole, self.whole_power(value, up))
            if e - up:
                kept[i] = e - up
        return self.times({(tuple(sorted(kept.items())), exponent): c}, whole)

    def whole_power(self, p: Poly, n: int) -> Poly:
        if n < 0:
            (value,) = p.values()  # only rational constants come here
            return const(number_power(value, n))
        if n > 64 and len(p) > 1:
            raise BudgetExceeded("algebra", f"the power {n} of a sum is too large to expand")
        result, base = ONE, p
        while n:
            if n & 1:
                result = self.times(result, base)
            n >>= 1
            if n:
                base = self.times(base, base)
        return result

    def numerator(self, p: Poly) -> tuple[Poly, Powers]:
        """Multiply by bases until none is in a denominator; with the powers that undo it."""
        undo: dict[int, Fraction] = {}
        while True:
            low: dict[int, Fraction] = {}
            for powers, _ in p:
                for i, e in powers:
                    if e < 0 and self.atoms[i][0] == "base":
                        low[i] = min(low.get(i, Fraction(0)), e)
            if not low:
                return p, tuple(undo.items())
            outer = max(low)  # numbered last: it may contain the others, never the reverse
            lift = Fraction(-floor(low[outer]))
            pieces = []
            for (powers, exponent), c in p.items():
                lifted = dict(powers)
                lifted[outer] = lifted.get(outer, Fraction(0)) + lift
                pieces.append(self._unfolded(lifted, exponent, c))
            p = plus(*pieces)
            undo[outer] = undo.get(outer, Fraction(0)) - lift

    def split(self, p: Poly) -> tuple[Poly, Poly]:
        """``p = monomial * rest``, the rest without denominators or common atoms."""
        undo: Powers = ()
        if len(p) > 1:
            p, undo = self.numerator(p)
            if not p:
                raise Refused("algebra", "an expression that is zero was taken for non-zero")
        outside, rest = self.content(p)
        return self.times(outside, {(undo, ()): Fraction(1)}), rest

    def content(self, p: Poly) -> tuple[Poly, Poly]:
        """Split ``p = monomial * rest``; the rest has no common atom and a leading 1 or -1."""
        monos = list(p)
        common = dict(monos[0][0])
        for powers, _ in monos[1:]:
            have = dict(powers)
            common = {
                i: min(common.get(i, Fraction(0)), have.get(i, Fraction(0)))
                for i in {*common, *have}
            }
        exponent = monos[0][1] if all(m[1] == monos[0][1] for m in monos) else ()
        powers_ = tuple(sorted((i, e) for i, e in common.items() if e))
        lead = abs(p[max(monos)])
        outside: Poly = {(powers_, exponent): lead}
        inverse_exponent = frozen(scaled(dict(exponent), -1))
        inverse: Poly = {(tuple((i, -e) for i, e in powers_), inverse_exponent): 1 / lead}
        return outside, self.times(p, inverse)

    def reduced(self, p: Poly) -> Poly:
        """Divide leading monomials of bases out of numerators: ``a/(a+b) = 1 - b/(a+b)``."""
        done: list[Poly] = []
        work = p
        for _ in range(MAX_ROUNDS):
            if not work:
                return plus(*done)
            later: list[Poly] = []
            stay: Poly = {}
            for mono, c in work.items():
                step = self._reduce_once(mono)
                if step is None:
                    stay[mono] = c
                else:
                    later.append(scaled(step, c))
            done.append(stay)
            work = plus(*later)
            if len(work) > MAX_TERMS:
                break
        raise BudgetExceeded("algebra", "reduction by denominators does not end")

    def _reduce_once(self, mono: Mono) -> Poly | None:
        powers = dict(mono[0])
        for i, e in mono[0]:
            if self.atoms[i][0] == "base" and e <= -1:
                base: Poly = dict(self.atoms[i][1])
                lead = max(base)
                if lead[1] or any(powers.get(j, 0) < q or q < 0 for j, q in lead[0]):
                    continue
                if not lead[0]:
                    continue
                rest = {m: c for m, c in base.items() if m != lead}
                cut = {**powers}
                for j, q in lead[0]:
                    cut[j] -= q
                less: Poly = {self._mono(cut, mono[1]): Fraction(1)}
                more = {**cut, i: cut[i] + 1}
                value = plus(
                    {self._mono(more, mono[1]): Fraction(1)}, scaled(self.times(less, rest), -1)
                )
                return scaled(value, 1 / base[lead])
        return None

    @staticmethod
    def _mono(powers: dict[int, Fraction], exponent: Any) -> Mono:
        return tuple(sorted((i, e) for i, e in powers.items() if e)), exponent

    def is_zero(self, p: Poly) -> bool:
        """Whether ``p`` reduces to nothing: the zero test."""
        return not self.numerator(p)[0] or not self.numerator(self.reduced(p))[0]

    def mono_atoms(self, mono: Mono) -> Iterable[int]:
        yield from (i for i, _ in mono[0])
        for m, _ in mono[1]:
            yield from self.mono_atoms(m)
