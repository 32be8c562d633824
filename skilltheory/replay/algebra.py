"""Exact algebra and signs for the replayer, written apart from the kernel's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from skilltheory.replay.normal import Normal
from skilltheory.replay.polynomials import (
    ANY,
    NEG,
    NONNEG,
    NONZERO,
    ONE,
    POS,
    SAYS,
    ZERO,
    Mono,
    Number,
    Poly,
    Signs,
    Term,
    add,
    both,
    freeze,
    num,
    scale,
    total_sign,
    unit,
)
from skilltheory.replay.sturm import interval_sign
from skilltheory.replay.terms import SORTS, Rejected

DEPTH = 5


class Algebra(Normal):
    """Normal forms and signs under some facts, with factorisations as hints."""

    def __init__(
        self,
        sorts: dict[str, str],
        facts: Iterable[Term],
        hints: Callable[[], list[Any]],
        opaque: bool = False,
    ) -> None:
        super().__init__(sorts, hints, opaque)
        self.known: dict[Any, Signs] = {}
        self.busy: set[Any] = set()
        self.signs: dict[Any, Signs] = {}
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
            self._learn_factor(outside, says)

    def _learn_factor(self, monomial: Poly, says: Signs) -> None:
        """The sign of a product is that of its one factor of unknown sign."""
        ((m, c),) = monomial.items()
        unknown = [(i, e) for i, e in m if len(self.sign({((i, 1),): 1})) > 1]
        if len(unknown) == 1 and unknown[0][1].denominator == 1 and unknown[0][1] % 2:
            others = self.sign({tuple(x for x in m if x not in unknown): c})
            if 0 not in others:
                self._note({((unknown[0][0], 1),): 1}, both(says, others))

    def _note(self, p: Poly, says: Signs) -> None:
        monic, lead = unit(p)
        key = freeze(monic)
        self.signs.clear()
        self.known[key] = self.known.get(key, ANY) & (says if lead > 0 else both(says, NEG))

    def sign(self, p: Poly, depth: int = DEPTH) -> Signs:
        if not p:
            return ZERO
        if set(p) == {()}:
            return POS if p[()] > 0 else NEG
        key = freeze(p)
        if (key, depth) in self.signs:
            return self.signs[key, depth]
        if key in self.busy:
            return ANY
        self.spend(len(p))
        signs = self._known(p)
        self.busy.add(key)
        try:
            for method in (self._termwise, self._product, self._ends):
                if len(signs) > 1 and depth:
                    signs &= method(p, depth - 1)
        finally:
            self.busy.discard(key)
        self.signs[key, depth] = signs
        return signs

    def _known(self, p: Poly) -> Signs:
        """What the facts say of a normal form."""
        monic, lead = unit(p)
        known = self.known.get(freeze(monic), ANY)
        return known if lead > 0 else both(known, NEG)

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
                both(self.sign({hard: 1}, depth), self.sign(part, depth))
                for hard, part in groups.items()
            )
        return signs

    def _atom_sign(self, i: int, depth: int) -> Signs:
        kind, *rest = self.atoms[i]
        s = self.known.get(freeze({((i, 1),): 1}), ANY)
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
            if kind == "sum" and inner >= NONZERO:
                inner = ANY  # of summands that are not zero, a sum may be
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

    def _whole_power(self, i: int, e: Number) -> bool:
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
            and self._whole({rest: 1})
            and self.sign({rest: 1}) <= NONNEG
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
            powers = [dict(m).get(i, 0) for m in p]
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
