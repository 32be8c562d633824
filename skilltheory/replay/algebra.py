"""Exact algebra and signs for the replayer, written apart from the kernel's.

Terms are nested tuples read from JSON; numbers are fractions.  A normal form
is a sum of monomials in *atoms* with rational exponents.  Unlike the kernel,
an exponential is a product of atoms here: ``exp(c1 m1 + c2 m2)`` is the atom
``exp m1`` to the power ``c1`` times the atom ``exp m2`` to the power ``c2``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from skilltheory.replay.sturm import interval_sign
from skilltheory.replay.terms import SORTS, Rejected, bound_in, is_integer, rename, sums_in

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


class Algebra:
    """Normal forms and signs under some facts, with factorisations as hints."""

    def __init__(
        self,
        sorts: dict[str, str],
        facts: Iterable[Term],
        hints: Callable[[], list[Any]],
        opaque: bool = False,
    ) -> None:
        self.opaque = opaque  # whether entropy, divergence and phi stay unexpanded
        self.sorts = sorts
        self.atoms: list[Term] = []
        self.number: dict[Term, int] = {}
        self.known: dict[Any, Signs] = {}
        self.busy: set[Any] = set()
        self.cache: dict[int, tuple[Term, Poly]] = {}
        self.factors: dict[Any, list[tuple[Poly, int]]] | None = None
        self.hints = hints
        todo = list(facts)
        while todo:
            stuck = []
            for fact in todo:
                try:
                    self._learn(fact)
                except Rejected:
                    stuck.append(fact)
            if len(stuck) == len(todo):
                return
            todo = stuck

    def _learn(self, fact: Term) -> None:
        gap = add(self.poly(fact[2]), scale(self.poly(fact[1]), -1))
        if not gap:
            return
        says = SAYS[fact[0]]
        self._note(gap, says)
        outside, rest = self.split(gap)
        outer = self.sign(outside)
        if rest != ONE and len(outer) == 1 and outer != ZERO:
            self._note(rest, both(says, outer))
        if rest == ONE:
            self._learn_factor(gap, says)

    def _learn_factor(self, monomial: Poly, says: Signs) -> None:
        """The sign of a product is that of its one factor of unknown sign."""
        ((m, c),) = monomial.items()
        unknown = [(i, e) for i, e in m if len(self.sign({((i, Fraction(1)),): Fraction(1)})) > 1]
        if len(unknown) == 1 and unknown[0][1].denominator == 1 and unknown[0][1] % 2:
            others = self.sign({tuple(x for x in m if x not in unknown): c})
            if 0 not in others:
                self._note({((unknown[0][0], Fraction(1)),): Fraction(1)}, both(says, others))

    def _note(self, p: Poly, says: Signs) -> None:
        lead = p[max(p)]
        key = freeze(scale(p, 1 / lead))
        self.known[key] = self.known.get(key, ANY) & (says if lead > 0 else both(says, NEG))

    # -- polynomials ---------------------------------------------------------------------

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

    def factor(self, p: Poly) -> list[tuple[Poly, int]]:
        if self.factors is None:
            self.factors = {}
            for whole, parts in self.hints():
                self._believe(whole, parts)
        lead = p[max(p)]
        found = self.factors.get(freeze(scale(p, 1 / lead)))
        return [(p, 1)] if found is None else [(num(lead), 1), *found]

    def _believe(self, whole: Term, parts: list[tuple[Term, int]]) -> None:
        """Enter a factorisation after multiplying it out."""
        assert self.factors is not None
        try:
            p = self.poly(whole)
            factors = [(self.poly(f), n) for f, n in parts]
        except Rejected:
            return
        product = ONE
        for f, n in factors:
            for _ in range(n):
                product = self.times(product, f)
        if p and product == p:
            lead = p[max(p)]
            key = freeze(scale(p, 1 / lead))
            self.factors[key] = [(num(1 / lead), 1), *factors]

    # -- powers, exponentials, logarithms --------------------------------------------------

    def power(self, p: Poly, e: Fraction) -> Poly:
        if e.denominator == 1 and e >= 0:
            out = ONE
            for _ in range(int(e)):
                out = self.times(out, p)
            return out
        need = NONZERO if e.denominator == 1 else POS if e < 0 else NONNEG
        if not p or not self.sign(p) <= need:
            raise Rejected("a power of something whose sign is not known")
        outside, rest = self.split(p)
        parts: list[tuple[Poly, int]] = []
        for f, n in self.factor(rest) if rest != ONE else []:
            s = self.sign(f)
            turn = s <= NEG | ZERO or (not s <= NONNEG and f[max(f)] < 0)
            parts.append((scale(f, -1) if turn else f, n))
            outside = scale(outside, (-1) ** n if turn else 1)
        ((m, c),) = outside.items()
        out = self.settle({i: q * e for i, q in m}, Fraction(1))
        if e.denominator != 1:
            checks = [self.settle({i: Fraction(1)}, Fraction(1)) for i, _ in m]
            if not all(self.sign(x) <= need for x in [*checks, num(c), *(f for f, _ in parts)]):
                raise Rejected("a root of something whose sign is not known")
        for f, n in [(num(c), 1), *parts]:
            out = self.times(out, self._factor_power(f, n * e))
        return out

    def _factor_power(self, f: Poly, e: Fraction) -> Poly:
        if len(f) > 1:
            return self.single(("base", freeze(f)), e)
        ((m, c),) = f.items()
        out = self.settle({i: q * e for i, q in m}, Fraction(1))
        if e.denominator == 1:
            return scale(out, c ** int(e))
        for prime, n in primes(c):
            out = self.times(out, self.single(("prime", prime), n * e))
        return out

    def exp(self, p: Poly) -> Poly:
        out = ONE
        for m, c in self.divide(p).items():
            if len(m) == 1 and m[0][1] == 1 and self.atoms[m[0][0]][0] == "log":
                out = self.times(out, self.power(dict(self.atoms[m[0][0]][1]), c))
            else:
                out = self.times(out, self.single(("exp", m), c))
        return out

    def log(self, p: Poly) -> Poly:
        if not p or self.sign(p) != POS:
            raise Rejected("a logarithm of something not known to be positive")
        outside, rest = self.split(p)
        ((m, c),) = outside.items()
        terms: list[Poly] = []
        for i, e in m:
            key = self.atoms[i]
            if key[0] == "exp":
                terms.append({key[1]: e})
            elif self.sign({((i, Fraction(1)),): Fraction(1)}) != POS:
                raise Rejected("a factor under a logarithm is not known to be positive")
            elif key[0] == "base":
                terms.append(scale(self.log(dict(key[1])), e))
            elif key[0] == "prod":
                body, index, low, high = key[1:]
                total = self.gather(self.log(dict(body)), index, dict(low), dict(high))
                terms.append(scale(total, e))
            else:
                terms.append(
                    {
                        (
                            (
                                self.atom(("log", freeze({((i, Fraction(1)),): Fraction(1)}))),
                                Fraction(1),
                            ),
                        ): e
                    }
                )
        for f, n in self.factor(rest) if rest != ONE else []:
            s = self.sign(f)
            if s == NEG:
                f, c = scale(f, -1), c * (-1) ** n
            elif s != POS:
                raise Rejected("a factor under a logarithm is not known to be positive")
            if set(f) == {()}:
                c *= f[()] ** n
            elif len(f) == 1:
                terms.append(scale(self.log(f), n))
            else:
                terms.append(
                    self.single(("log", freeze(f)), 1)
                    if n == 1
                    else scale(self.single(("log", freeze(f))), n)
                )
        for prime, n in primes(c):
            terms.append(scale(self.single(("log", freeze(num(prime)))), n))
        return add(*terms)

    # -- sums ------------------------------------------------------------------------------

    def gather(self, body: Poly, index: str, low: Poly, high: Poly) -> Poly:
        total: Poly = {}
        for m, c in self.divide(body).items():
            inside = tuple(x for x in m if self.depends(x[0], index))
            outside = tuple(x for x in m if x not in inside)
            if inside:
                core = self.single(
                    (
                        "sum",
                        *self.canonical({inside: Fraction(1)}, index),
                        freeze(low),
                        freeze(high),
                    )
                )
            else:
                core = self.length(low, high)
            total = add(total, self.times({outside: c}, core))
        return total

    def length(self, low: Poly, high: Poly) -> Poly:
        count = add(high, scale(low, -1), ONE)
        if not self.sign(count) <= NONNEG:
            raise Rejected("a range may be turned round")
        return count

    def canonical(self, core: Poly, index: str) -> tuple[Any, str]:
        name = f"_{self.level(core)}{self.sorts[index]}"
        self.sorts.setdefault(name, self.sorts[index])
        return freeze(self.renamed(core, index, name) if name != index else core), name

    def level(self, p: Any) -> int:
        if isinstance(p, int):
            key = self.atoms[p]
            if key[0] == "exp":
                return self.level({key[1]: Fraction(1)})
            if key[0] == "pr":
                return sums_in(key[1])
            inner = max((self.level(dict(x)) for x in key if is_poly(x)), default=0)
            return inner + 1 if key[0] in ("sum", "prod") else inner
        return max((self.level(i) for m in p for i, _ in m), default=0)

    def renamed(self, p: Poly, old: str, new: str) -> Poly:
        out: Poly = {}
        for m, c in p.items():
            term = num(c)
            for i, e in m:
                key = self.atoms[i]
                if self.depends(i, old):
                    key = tuple(self._rename_part(key[0], x, old, new) for x in key)
                term = self.times(term, {((self.atom(key), e),): Fraction(1)})
            out = add(out, term)
        return out

    def _rename_part(self, kind: str, x: Any, old: str, new: str) -> Any:
        if kind == "exp" and isinstance(x, tuple):
            ((m, _),) = self.renamed({x: Fraction(1)}, old, new).items()
            return m
        if is_poly(x):
            return freeze(self.renamed(dict(x), old, new))
        if kind == "pr" and isinstance(x, tuple):
            return rename(x, old, new)
        return new if kind == "var" and x == old else x

    def depends(self, i: int, name: str) -> bool:
        kind, *parts = self.atoms[i]
        if kind in ("sum", "prod") and parts[1] == name:
            parts = parts[2:]
        if kind == "exp":
            return any(self.depends(j, name) for j, _ in parts[0])
        if kind == "var":
            return bool(parts[0] == name)
        if kind == "pr":
            return name in bound_in(parts[0])
        return any(self.depends(j, name) for x in parts if is_poly(x) for m, _ in x for j, _ in m)

    # -- terms -------------------------------------------------------------------------------

    def poly(self, t: Term) -> Poly:
        hit = self.cache.get(id(t))
        if hit is None or hit[0] is not t:
            hit = self.cache[id(t)] = (t, self._poly(t))
        return hit[1]

    def _poly(self, t: Term) -> Poly:
        kind, *args = t
        if kind == "num":
            return num(args[0])
        if kind == "var":
            return self.single(("var", args[0]))
        if kind == "entry":
            return self.single(("entry", args[0], *(freeze(self.poly(x)) for x in args[1:])))
        if kind == "add":
            return add(*map(self.poly, args))
        if kind == "mul":
            out = ONE
            for x in args:
                out = self.times(out, self.poly(x))
            return out
        if kind == "pow":
            if args[1] == ("num", Fraction(1, 2)) and args[0][::2] == ("pow", ("num", Fraction(2))):
                return self.poly(("call", "Abs", args[0][1]))
            if args[1][0] == "num":
                return self.power(self.poly(args[0]), args[1][1])
            return self.exp(self.times(self.poly(args[1]), self.log(self.poly(args[0]))))
        if kind == "exp" and args[0][0] == "log" and self.sign(self.poly(args[0][1])) == POS:
            return self.poly(args[0][1])
        if kind in ("exp", "log"):
            return (self.exp if kind == "exp" else self.log)(self.poly(args[0]))
        if kind in ("sum", "prod"):
            return self._range(kind, *args)
        if kind == "pr":
            return self.single(("pr", args[0]))
        name, *values = args
        if kind == "call" and name in DEFINITIONS and not self.opaque:
            return self.poly(DEFINITIONS[name](*values))
        if kind == "call" and name == "binomial" and not self.poly(values[1]):
            return ONE  # there is one empty set
        if kind == "call" and name == "Abs":
            p = self.poly(values[0])
            s = self.sign(p)
            if s <= NONNEG or s <= NEG | ZERO:
                return p if s <= NONNEG else scale(p, -1)
            return self.single(("call", "Abs", min(freeze(p), freeze(scale(p, -1)))))
        if kind == "call":
            return self.single(("call", name, *(freeze(self.poly(x)) for x in values)))
        raise Rejected(f"{kind} is not a term")

    def _range(self, kind: str, index: str, body: Term, low: Term, high: Term) -> Poly:
        sort = SORTS[self.sorts[index]]
        if not (sort.integer and is_integer(low, self.sorts) and is_integer(high, self.sorts)):
            raise Rejected("a range of non-integers")
        start, end = self.poly(low), self.poly(high)
        if sort.upper is not None or (
            sort.lower is not None and not self.sign(add(start, num(-sort.lower))) <= NONNEG
        ):
            raise Rejected("a range outside the sort of its index")
        fresh = f"_{sums_in(body)}{self.sorts[index]}"
        self.sorts.setdefault(fresh, self.sorts[index])
        inner = self.poly(rename(body, index, fresh))
        if kind == "sum":
            return self.gather(inner, fresh, start, end)
        inner = self.divide(inner)
        if any(self.depends(i, fresh) for m in inner for i, _ in m):
            return self.single(("prod", *self.canonical(inner, fresh), freeze(start), freeze(end)))
        return self.exp(self.times(self.length(start, end), self.log(inner)))

    # -- signs -------------------------------------------------------------------------------

    def sign(self, p: Poly, depth: int = DEPTH) -> Signs:
        if not p:
            return ZERO
        if set(p) == {()}:
            return POS if p[()] > 0 else NEG
        key = freeze(p)
        if key in self.busy:
            return ANY
        lead = p[max(p)]
        known = self.known.get(freeze(scale(p, 1 / lead)), ANY)
        signs = known if lead > 0 else both(known, NEG)
        self.busy.add(key)
        try:
            for method in (self._termwise, self._product, self._ends):
                if len(signs) > 1 and depth:
                    signs &= method(p, depth - 1)
        finally:
            self.busy.discard(key)
        return signs

    def _termwise(self, p: Poly, depth: int) -> Signs:
        if len(p) == 1:
            ((m, c),) = p.items()
            out = POS if c > 0 else NEG
            for i, e in m:
                s = self._atom_sign(i, depth)
                if e.denominator != 1:
                    s = POS if e < 0 or s == POS else NONNEG
                elif e % 2 == 0:
                    s = both(s, s) & frozenset(x * x for x in s)
                out = both(out, s)
            return out
        signs = total_sign(self.sign({m: c}, depth) for m, c in p.items())
        groups: dict[Mono, Poly] = {}
        for m, c in p.items():
            easy = tuple(x for x in m if self.atoms[x[0]][0] in ("var", "entry", "base", "prime"))
            groups.setdefault(tuple(x for x in m if x not in easy), {})[easy] = c
        if len(signs) > 1 and 1 < len(groups) < len(p):
            signs &= total_sign(
                both(self.sign({hard: Fraction(1)}, depth), self.sign(part, depth))
                for hard, part in groups.items()
            )
        return signs

    def _atom_sign(self, i: int, depth: int) -> Signs:
        kind, *rest = self.atoms[i]
        s = self.known.get(freeze({((i, Fraction(1)),): Fraction(1)}), ANY)
        if kind in ("var", "entry"):
            sort = SORTS[self.sorts[rest[0]]]
            if sort.lower is not None and sort.lower >= 0:
                s &= POS if sort.lower > 0 or sort.lower_open else NONNEG
        elif kind in ("prime", "exp"):
            s = POS
        elif kind == "base":
            s &= self.sign(dict(rest[0]), depth)
        elif kind == "log":
            s &= self.sign(add(dict(rest[0]), num(-1)), depth)
        elif kind == "pr":
            s &= NONNEG
        elif kind == "call":
            if rest[0] in ("BinomialTail", "AtLeast", "Abs"):
                s &= NONNEG
            if rest[0] == "binomial":
                s &= self._choices(dict(rest[1]), dict(rest[2]), depth)
        elif kind in ("sum", "prod"):
            inner = self.sign(dict(rest[0]), depth)
            count = add(dict(rest[3]), scale(dict(rest[2]), -1))
            if kind == "sum":
                s &= inner if self.sign(count, depth) <= NONNEG else inner | ZERO
            elif inner == POS:
                s = POS
        return s

    def _choices(self, n: Poly, k: Poly, depth: int) -> Signs:
        """Of the number of ways to choose ``k`` of ``n``, where both are natural numbers."""
        if not (self._whole(n) and self._whole(k) and self.sign(n, depth) <= NONNEG):
            return ANY
        if not self.sign(k, depth) <= NONNEG:
            return NONNEG
        return POS if self.sign(add(n, scale(k, -1)), depth) <= NONNEG else NONNEG

    def _whole(self, p: Poly) -> bool:
        """Whether a normal form is an integer by its parts."""
        return all(
            c.denominator == 1 and all(self._whole_power(i, e) for i, e in m) for m, c in p.items()
        )

    def _whole_power(self, i: int, e: Fraction) -> bool:
        kind, *rest = self.atoms[i]
        if e.denominator != 1 or e < 0:
            return False
        if kind in ("var", "entry"):
            return SORTS[self.sorts[rest[0]]].integer
        if kind == "exp":  # a power of an integer: exp(n log b)
            return self._integer_power(rest[0])
        return (
            kind == "call" and rest[0] == "binomial" and all(self._whole(dict(x)) for x in rest[1:])
        )

    def _integer_power(self, exponent: Mono) -> bool:
        logs = [(i, e) for i, e in exponent if self.atoms[i][0] == "log"]
        rest = tuple(x for x in exponent if x not in logs)
        return (
            len(logs) == 1
            and logs[0][1] == 1
            and self._whole(dict(self.atoms[logs[0][0]][1]))
            and self._whole({rest: Fraction(1)})
            and self.sign({rest: Fraction(1)}) <= NONNEG
        )

    def _product(self, p: Poly, depth: int) -> Signs:
        if len(p) < 2:
            return ANY
        if not self.lift(p)[0]:
            return ZERO
        outside, rest = self.split(p)
        if rest != p:
            return both(self.sign(outside, depth), self.sign(rest, depth))
        parts = self.factor(p)
        if len(parts) == 1:
            return ANY
        out = POS
        for f, n in parts:
            s = self.sign(f, depth)
            out = both(out, frozenset(x * x for x in s) if n % 2 == 0 else s)
        return out

    def _ends(self, p: Poly, depth: int) -> Signs:
        used = sorted({i for m in p for i, _ in m})
        out = ANY
        for i in used:
            if self.atoms[i][0] not in ("var", "entry") or len(out) == 1 or len(p) < 2:
                continue
            sort = SORTS[self.sorts[self.atoms[i][1]]]
            powers = [dict(m).get(i, Fraction(0)) for m in p]
            if len(used) == 1 and all(e.denominator == 1 and e >= 0 for e in powers):
                coefficients = {int(dict(m).get(i, 0)): c for m, c in p.items()}
                return interval_sign(coefficients, sort)
            hidden = any(j != i and self._hides(j, i) for j in used)
            if hidden or any(e not in (0, 1) for e in powers):
                continue
            slope = {tuple(x for x in m if x[0] != i): c for m, c in p.items() if i in dict(m)}
            flat = {m: c for m, c in p.items() if i not in dict(m)}
            ends = [
                (self.sign(add(flat, scale(slope, end)), depth), is_open)
                for end, is_open in ((sort.lower, sort.lower_open), (sort.upper, sort.upper_open))
                if end is not None
            ]
            if len(ends) == 2:
                closed = [s for s, is_open in ends if not is_open]
                out &= total_sign(s for s, _ in ends).union(*closed)
            elif len(ends) == 1 and sort.upper is None:
                beyond = total_sign([ends[0][0], self.sign(slope, depth)])
                out &= beyond if ends[0][1] else beyond | ends[0][0]
        return out

    def _hides(self, j: int, i: int) -> bool:
        if self.atoms[i][0] == "var":
            return self.depends(j, self.atoms[i][1])
        return self.atoms[j][0] not in ("var", "prime", "entry")


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


def _h(p: Term) -> Term:
    q = ("add", ("num", Fraction(1)), minus(p))
    return ("add", minus(("mul", p, ("log", p))), minus(("mul", q, ("log", q))))


def _kl(q: Term, p: Term) -> Term:
    one = ("num", Fraction(1))
    qq, pp = ("add", one, minus(q)), ("add", one, minus(p))
    return ("add", ("mul", q, ("log", over(q, p))), ("mul", qq, ("log", over(qq, pp))))


def _phi(u: Term) -> Term:
    return ("add", ("mul", u, ("log", u)), minus(u), ("num", Fraction(1)))


def minus(t: Term) -> Term:
    """The negative of a term."""
    return ("mul", ("num", Fraction(-1)), t)


def over(a: Term, b: Term) -> Term:
    """A quotient of terms."""
    return ("mul", a, ("pow", b, ("num", Fraction(-1))))


DEFINITIONS: dict[str, Callable[..., Term]] = {"BinaryEntropy": _h, "KL": _kl, "Phi": _phi}
