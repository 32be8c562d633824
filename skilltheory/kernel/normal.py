"""Exact algebra: a normal form in which equality is a polynomial zero test.

A term becomes a sum of *monomials*: a rational coefficient, atoms to rational
powers, and one exponential.  Atoms are variables, members of families, prime
numbers under a root, logarithms of things that do not split, sums over a
symbolic range, opaque functions, and *bases*: polynomials that occur under a
root or in a denominator.

* A logarithm is split over the factors of its argument only when each factor
  is known to be positive; logarithms of different factors are then treated as
  independent indeterminates.
* A power with a fractional exponent is taken only of something known to be
  positive, a reciprocal only of something known not to be zero.

So when the difference of two terms reduces to no monomials at all, the terms
are equal wherever the facts hold.  The converse is not claimed: the test may
miss an equality, it never invents one.

A factorisation is proposed by SymPy and believed only after multiplying out.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import floor
from typing import Any, TypeAlias

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import BudgetExceeded, Refused
from skilltheory.functions import KL, AtLeast, BinaryEntropy, BinomialTail, Phi
from skilltheory.kernel.formula import Pr, integer_term, opened, substitute
from skilltheory.sorts import Sort, Variable

__all__ = ["Atom", "Frozen", "Normaliser", "Poly", "Signs"]

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
MAX_FACTORED = 200
"""Terms times atoms of a polynomial that SymPy is asked to factor."""
MAX_BITS = 4096
"""The size of a number that is factored or raised to a power."""
TRANSPARENT = (BinaryEntropy, KL, Phi)
OPAQUE = (BinomialTail, AtLeast, sympy.LambertW, sympy.binomial, sympy.Max, sympy.Min)


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


class Normaliser:
    """Normal forms relative to some facts; :class:`Signs` decides what is positive."""

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

    # -- monomials and polynomials -------------------------------------------------------

    def atom(self, key: Atom) -> int:
        """The number of an atom. Atoms are numbered after the atoms they contain."""
        if key not in self.index:
            self.index[key] = len(self.atoms)
            self.atoms.append(key)
        return self.index[key]

    def of_atom(self, key: Atom, power: Fraction | int = 1) -> Poly:
        return {(((self.atom(key), Fraction(power)),), ()): Fraction(1)}

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

    def power(self, p: Poly, e: Fraction) -> Poly:
        """``p ** e`` for a rational ``e``; checks what the power needs."""
        if e.denominator == 1 and e >= 0:
            return self.whole_power(p, int(e))
        signs = self.sign(p)
        need = NONZERO if e.denominator == 1 else POSITIVE if e < 0 else NONNEGATIVE
        if not p or not signs <= need:
            what = {NONZERO: "zero", POSITIVE: "zero or negative", NONNEGATIVE: "negative"}[need]
            raise Refused("algebra", f"{self.text(p)} may be {what} under the power {e}")
        outside, rest = self.split(p)
        factors: list[tuple[Poly, int]] = []
        for factor, n in self.factor(rest) if rest != ONE else []:
            flip = self.sign(factor)
            turn = flip <= frozenset({-1, 0}) or (
                not flip <= NONNEGATIVE and factor[max(factor)] < 0
            )
            factors.append((scaled(factor, -1) if turn else factor, n))
            outside = scaled(outside, (-1) ** n if turn else 1)
        (((powers, exponent), c),) = outside.items()
        if e.denominator != 1:
            for part in [*(self.one(i) for i, _ in powers), const(c), *(f for f, _ in factors)]:
                if not self.sign(part) <= need:
                    raise Refused("algebra", f"the sign of {self.text(part)} is not known")
        scaled_powers = {i: q * e for i, q in powers}
        result = self._unfolded(scaled_powers, frozen(scaled(dict(exponent), e)), Fraction(1))
        result = self.times(result, self.rational_power(c, e))
        for factor, n in factors:
            result = self.times(result, self._base_power(factor, n * e))
        return result

    def _base_power(self, p: Poly, e: Fraction) -> Poly:
        if len(p) > 1:
            return self._unfolded({self.atom(("base", frozen(p))): e}, (), Fraction(1))
        (((powers, _), c),) = p.items()
        root = self.rational_power(c, e)
        return self.times(self._unfolded({i: q * e for i, q in powers}, (), Fraction(1)), root)

    def rational_power(self, c: Fraction, e: Fraction) -> Poly:
        if e.denominator == 1:
            return const(number_power(c, int(e)))
        result = ONE
        for prime, n in prime_factors(c):
            whole, part = divmod(n * e, 1)
            result = self.times(result, const(number_power(Fraction(prime), int(whole))))
            if part:
                result = self.times(result, self.of_atom(("prime", prime), part))
        return result

    def one(self, i: int) -> Poly:
        return {(((i, Fraction(1)),), ()): Fraction(1)}

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

    # -- functions -----------------------------------------------------------------------

    def exp(self, p: Poly) -> Poly:
        """``e ** p``; whole multiples of logarithms become powers again."""
        p = self.reduced(p)
        kept: Poly = {}
        result = ONE
        for (powers, exponent), c in p.items():
            if len(powers) == 1 and not exponent and powers[0][1] == 1:
                key = self.atoms[powers[0][0]]
                if key[0] == "log":
                    result = self.times(result, self.power(dict(key[1]), c))
                    continue
            kept[(powers, exponent)] = c
        return self.times(result, {((), frozen(kept)): Fraction(1)})

    def log(self, p: Poly) -> Poly:
        """``log p`` split over factors, each of which must be known positive."""
        if self.sign(p) != POSITIVE:
            raise Refused("algebra", f"logarithm of {self.text(p)}, not known to be positive")
        outside, rest = self.split(p)
        (((powers, exponent), c),) = outside.items()
        terms = [dict(exponent)]
        parts = [(self.one(i), e) for i, e in powers]
        if rest != ONE:
            parts += [(f, Fraction(n)) for f, n in self.factor(rest)]
        for factor, e in parts:
            if factor.keys() == {UNIT}:
                c *= factor[UNIT] ** int(e)
                continue
            signs = self.sign(factor)
            if signs == frozenset({-1}):
                factor, c = scaled(factor, -1), c * (-1) ** int(e)
            elif signs != POSITIVE:
                raise Refused("algebra", f"the factor {self.text(factor)} is not known positive")
            terms.append(scaled(self._log_factor(factor), e))
        for prime, n in prime_factors(c):
            terms.append(scaled(self.of_atom(("log", frozen(const(prime)))), n))
        return plus(*terms)

    def _log_factor(self, factor: Poly) -> Poly:
        if len(factor) == 1:
            (((powers, _), _c),) = factor.items()
            key = self.atoms[powers[0][0]]
            if key[0] == "prime":
                return self.of_atom(("log", frozen(const(key[1]))))
            if key[0] == "base":
                return self.log(dict(key[1]))
            if key[0] == "prod":
                body, index, start, end = self.inside(key)
                return self.gather(self.log(body), index, start, end)
        return self.of_atom(("log", frozen(factor)))

    def factor(self, p: Poly) -> list[tuple[Poly, int]]:
        """Factors of a polynomial without denominators: proposed by SymPy, multiplied out here."""
        key = frozen(p)
        if key not in self.factors:
            self.factors[key] = self._factor(p)
        return self.factors[key]

    def _factor(self, p: Poly) -> list[tuple[Poly, int]]:
        used = sorted({i for powers, _ in p for i, _ in powers})
        whole = all(e.denominator == 1 and e > 0 for powers, _ in p for _, e in powers)
        degree = sum(max(dict(powers).get(i, Fraction(0)) for powers, _ in p) for i in used)
        if len(p) < 2 or not whole or any(exponent for _, exponent in p):
            return [(p, 1)]
        if len(p) * len(used) > MAX_FACTORED or degree > MAX_DEGREE:
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
            terms = sympy.Poly(factor, *gens.values()).terms()
            parts.append(
                (
                    {
                        self._mono(
                            {i: Fraction(int(e)) for i, e in zip(used, exps, strict=True)}, ()
                        ): Fraction(int(c.p), int(c.q))
                        for exps, c in terms
                    },
                    int(n),
                )
            )
        if scale != 1:
            parts.append((const(Fraction(int(scale.p), int(scale.q))), 1))
        product = reduce(self.times, (self.whole_power(f, n) for f, n in parts), ONE)
        return parts if product == p else [(p, 1)]

    # -- sums and products over a range ---------------------------------------------------

    def _range(self, term: ExprWithLimits) -> tuple[Poly, Variable, Poly, Poly]:
        body, index, low, high = opened(term)
        start, end = self.poly(low), self.poly(high)
        for bound in (low, high):
            if not integer_term(bound):
                raise Refused("algebra", f"the end {bound} of {term} is not known to be an integer")
        if index.sort.lower is not None:
            first = plus(start, const(-index.sort.lower))
            if not self.sign(first) <= NONNEGATIVE:
                raise Refused("algebra", f"{low} may lie outside the sort of {index}")
        fresh = self._fresh(index.sort)
        return self.poly(substitute(body, {index: fresh})), fresh, start, end

    def _fresh(self, sort: Sort) -> Variable:
        """A bound variable of its own, so that nothing is ever caught."""
        self.opened += 1
        return bound_name(f"open{self.opened}", sort)

    def inside(self, key: Atom) -> tuple[Poly, Variable, Poly, Poly]:
        """Body, index and ends of a sum or product, with a fresh index."""
        _, body, index, start, end = key
        fresh = self._fresh(index.sort)
        return self.renamed(dict(body), index, fresh), fresh, dict(start), dict(end)

    def _sum(self, term: sympy.Sum) -> Poly:
        return self.gather(*self._range(term))

    def gather(self, body: Poly, index: Variable, start: Poly, end: Poly) -> Poly:
        """Sum monomial by monomial; what does not depend on the index comes out."""
        total: Poly = {}
        for (powers, exponent), c in self.reduced(body).items():
            inside = {i: e for i, e in powers if self.depends(i, index)}
            outside = {i: e for i, e in powers if i not in inside}
            held = {
                m: d for m, d in exponent if any(self.depends(i, index) for i in self.mono_atoms(m))
            }
            freed = {m: d for m, d in exponent if m not in held}
            core: Poly = {self._mono(inside, frozen(held)): Fraction(1)}
            if core == ONE:
                count = plus(end, scaled(start, -1), ONE)
                if not self.sign(count) <= frozenset({0, 1}):
                    raise Refused("algebra", "the range of a sum may be turned round")
                core = count
            else:
                core = self.of_atom(("sum", *self._canonical(core, index, start, end)))
            out: Poly = {self._mono(outside, frozen(freed)): c}
            total = plus(total, self.times(out, core))
        return total

    def _product(self, body: Poly, index: Variable, start: Poly, end: Poly) -> Poly:
        """A constant factor comes out as a power; the rest stays an atom."""
        body = self.reduced(body)
        if any(self.depends(i, index) for m in body for i in self.mono_atoms(m)):
            return self.of_atom(("prod", *self._canonical(body, index, start, end)))
        count = plus(end, scaled(start, -1), ONE)
        if not self.sign(count) <= frozenset({0, 1}):
            raise Refused("algebra", "the range of a product may be turned round")
        return self.exp(self.times(count, self.log(body)))

    def _canonical(self, core: Poly, index: Variable, start: Poly, end: Poly) -> tuple[Any, ...]:
        """Name the bound variable by how deep sums nest in what is left.

        The sums inside have names of lower levels, and every sum around is open
        under a fresh name: the new name catches nothing, and nothing catches it.
        """
        name = bound_name(str(self._level(core)), index.sort)
        return frozen(self.renamed(core, index, name)), name, frozen(start), frozen(end)

    def _level(self, p: Poly) -> int:
        return max((self._atom_level(i) for m in p for i in self.mono_atoms(m)), default=0)

    def _atom_level(self, i: int) -> int:
        key = self.atoms[i]
        inner = max((self._level(dict(part)) for part in key if _is_frozen(part)), default=0)
        if key[0] == "pr":
            inner = sum(
                1 for x in sympy.preorder_traversal(key[1]) if isinstance(x, ExprWithLimits)
            )
        return inner + 1 if key[0] in ("sum", "prod") else inner

    def mono_atoms(self, mono: Mono) -> Iterable[int]:
        yield from (i for i, _ in mono[0])
        for m, _ in mono[1]:
            yield from self.mono_atoms(m)

    def renamed(self, p: Poly, old: Variable, new: Variable) -> Poly:
        """Rename a bound variable throughout."""
        total: Poly = {}
        for (powers, exponent), c in p.items():
            term = const(c)
            for i, e in powers:
                key = self.atoms[i]
                if self.depends(i, old):
                    key = tuple(self._rename_part(part, old, new) for part in key)
                term = self.times(term, {(((self.atom(key), e),), ()): Fraction(1)})
            if exponent:
                grown = frozen(self.renamed(dict(exponent), old, new))
                term = self.times(term, {((), grown): Fraction(1)})
            total = plus(total, term)
        return total

    def _rename_part(self, part: Any, old: Variable, new: Variable) -> Any:
        if _is_frozen(part):
            return frozen(self.renamed(dict(part), old, new))
        if isinstance(part, sympy.Basic):
            return substitute(part, {old: new})
        return part

    def depends(self, i: int, variable: Variable) -> bool:
        """Whether an atom contains a variable free."""
        kind, *parts = self.atoms[i]
        if kind in ("sum", "prod") and parts[1] == variable:
            parts = parts[2:]
        for part in parts:
            if _is_frozen(part):
                if any(self.depends(j, variable) for m, _ in part for j in self.mono_atoms(m)):
                    return True
            elif isinstance(part, sympy.Basic) and variable in part.free_symbols:
                return True
        return False

    # -- from SymPy ----------------------------------------------------------------------

    def poly(self, term: sympy.Basic) -> Poly:
        """The normal form of a SymPy term.

        Raises
        ------
        Refused
            If a part has no place in the language, or a condition is not known.
        """
        self.spend(1)
        if isinstance(term, sympy.Rational):
            return const(Fraction(int(term.p), int(term.q)))
        if isinstance(term, Variable):
            return self.of_atom(("var", term))
        if isinstance(term, sympy.Indexed):
            return self.of_atom(
                ("entry", term.base.label, *(frozen(self.poly(i)) for i in term.indices))
            )
        if isinstance(term, sympy.Add):
            return plus(*map(self.poly, term.args))
        if isinstance(term, sympy.Mul):
            return reduce(self.times, map(self.poly, term.args))
        if isinstance(term, sympy.exp):
            return self.exp(self.poly(term.args[0]))
        if term is sympy.E:
            return self.exp(ONE)
        if isinstance(term, sympy.Pow):
            base, power = term.args
            if isinstance(power, sympy.Rational):
                return self.power(self.poly(base), Fraction(int(power.p), int(power.q)))
            return self.exp(self.times(self.poly(power), self.log(self.poly(base))))
        if isinstance(term, sympy.log) and len(term.args) == 1:
            return self.log(self.poly(term.args[0]))
        if isinstance(term, sympy.Sum):
            return self._sum(term)
        if isinstance(term, sympy.Product):
            return self._product(*self._range(term))
        if isinstance(term, sympy.Abs):
            inner = self.poly(term.args[0])
            signs = self.sign(inner)
            if signs <= frozenset({0, 1}):
                return inner
            if signs <= frozenset({-1, 0}):
                return scaled(inner, -1)
            return self.call("Abs", min(inner, scaled(inner, -1), key=frozen))
        if isinstance(term, TRANSPARENT):
            return self.poly(type(term).definition(*term.args))
        if isinstance(term, OPAQUE):
            return self.call(term.func.__name__, *map(self.poly, term.args))
        if isinstance(term, Pr):
            return self.of_atom(("pr", term))
        raise Refused("algebra", f"{term} has no place in the kernel's language")

    def call(self, name: str, *args: Poly) -> Poly:
        """A function that is not unfolded."""
        return self.of_atom(("call", name, *map(frozen, args)))

    # -- back to SymPy, for messages and certificates -------------------------------------

    def term(self, p: Poly) -> sympy.Expr:
        """A SymPy term whose normal form is ``p``."""
        return sympy.Add(
            *(
                sympy.Rational(c)
                * sympy.Mul(*(self.atom_term(i) ** sympy.Rational(e) for i, e in powers))
                * (sympy.exp(self.term(dict(exponent))) if exponent else 1)
                for (powers, exponent), c in p.items()
            )
        )

    def atom_term(self, i: int) -> sympy.Expr:
        kind, *rest = self.atoms[i]
        if kind in ("var", "pr"):
            return rest[0]
        if kind == "prime":
            return sympy.Integer(rest[0])
        if kind == "entry":
            return sympy.IndexedBase(rest[0])[tuple(self.term(dict(x)) for x in rest[1:])]
        if kind in ("sum", "prod"):
            body, index, low, high = rest
            limits = (index, self.term(dict(low)), self.term(dict(high)))
            return (sympy.Sum if kind == "sum" else sympy.Product)(self.term(dict(body)), limits)
        if kind == "call":
            return sympy.Function(rest[0])(*(self.term(dict(x)) for x in rest[1:]))
        inner = self.term(dict(rest[0]))
        return sympy.log(inner) if kind == "log" else inner

    def text(self, p: Poly) -> str:
        return str(self.term(p))


def bound_name(name: str, sort: Sort) -> Variable:
    """A name that no author can give: :class:`Variable` refuses a leading underscore."""
    made: Variable = Variable._cached(f"_{name}{sort.name}", sort)
    return made


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


def _is_frozen(part: object) -> bool:
    return isinstance(part, tuple)
