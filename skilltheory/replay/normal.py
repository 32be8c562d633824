"""Normal forms of terms: powers, exponentials, logarithms, sums over a range."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from skilltheory.replay.definitions import DEFINITIONS
from skilltheory.replay.polynomials import (
    NEG,
    NONNEG,
    NONZERO,
    ONE,
    POS,
    ZERO,
    Number,
    Poly,
    Term,
    add,
    freeze,
    num,
    power_of,
    primes,
    ratio,
    scale,
    unit,
)
from skilltheory.replay.ranges import Ranges
from skilltheory.replay.terms import SORTS, Rejected, is_integer, rename, shape, sums_in


class Normal(Ranges):
    """Normal forms, with factorisations as hints."""

    def __init__(self, sorts: dict[str, str], hints: Callable[[], list[Any]], opaque: bool) -> None:
        super().__init__(sorts)
        self.opaque = opaque  # whether entropy, divergence and phi stay unexpanded
        self.cache: dict[int, tuple[Term, Poly]] = {}
        self.factors: dict[Any, list[tuple[Poly, int]]] | None = None
        self.hints = hints

    def power(self, p: Poly, e: Number) -> Poly:
        if e.denominator == 1 and e >= 0:
            return self.whole_power(p, int(e))
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
        out = self.settle({i: q * e for i, q in m}, 1)
        if e.denominator != 1:
            checks = [self.settle({i: 1}, 1) for i, _ in m]
            if not all(self.sign(x) <= need for x in [*checks, num(c), *(f for f, _ in parts)]):
                raise Rejected("a root of something whose sign is not known")
        for f, n in [(num(c), 1), *parts]:
            out = self.times(out, self._factor_power(f, n * e))
        return out

    def _factor_power(self, f: Poly, e: Number) -> Poly:
        if len(f) > 1:
            return self.single(("base", freeze(f)), e)
        ((m, c),) = f.items()
        out = self.settle({i: q * e for i, q in m}, 1)
        if e.denominator == 1:
            return scale(out, power_of(c, int(e)))
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
            elif self.sign({((i, 1),): 1}) != POS:
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
                                self.atom(("log", freeze({((i, 1),): 1}))),
                                1,
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

    def factor(self, p: Poly) -> list[tuple[Poly, int]]:
        if self.factors is None:
            self.factors = {}
            for whole, parts in self.hints():
                self._believe(whole, parts)
        monic, lead = unit(p)
        found = self.factors.get(freeze(monic))
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
            product = self.times(product, self.whole_power(f, n))
        if p and product == p:
            monic, lead = unit(p)
            self.factors[freeze(monic)] = [(num(ratio(1, lead)), 1), *factors]

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
            if args[1] == ("num", Fraction(1, 2)) and args[0][::2] == ("pow", ("num", 2)):
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
        if kind == "mean":
            return self.single(("mean", shape(args[0])))
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
