"""The steps of a certificate, each checked against the rule it names.

A sequent is a set of hypotheses and a conclusion.  Every check may use, as
facts, the relations among the premises and the hypotheses of the step: in a
step all of them are granted.  More hypotheses than needed do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from skilltheory.replay.algebra import Algebra
from skilltheory.replay.polynomials import (
    NONNEG,
    POS,
    SAYS,
    ZERO,
    Poly,
    add,
    both,
    num,
    scale,
    total_sign,
)
from skilltheory.replay.terms import (
    BINDERS,
    SORTS,
    Rejected,
    Sort,
    Term,
    bound_in,
    is_integer,
    is_term,
    shape,
    substitute,
)

RELATIONS = tuple(SAYS)


class Sequent(NamedTuple):
    """Hypotheses and a conclusion."""

    hypotheses: frozenset[Term]
    conclusion: Term


class Step:
    """One step: its sequent, its premises, and an algebra that knows their relations."""

    def __init__(
        self,
        rule: str,
        hyps: list[Term],
        goal: Term,
        premises: list[Sequent],
        data: dict[str, Any],
        sorts: dict[str, str],
        roles: dict[str, str],
        hints: Callable[[], list[Any]],
    ) -> None:
        self.rule, self.hyps, self.goal, self.premises, self.data = rule, hyps, goal, premises, data
        self.sorts, self.roles = sorts, roles
        granted = [*hyps, *(p.conclusion for p in premises)]
        self.facts, self.hints = relations(granted), hints
        self.algebra = Algebra(sorts, self.facts, hints)

    @cached_property
    def closed(self) -> Algebra:
        """The same algebra with entropy, divergence and phi left as they are."""
        return Algebra(self.sorts, self.facts, self.hints, opaque=True)

    # -- what checks share -----------------------------------------------------------------

    def need(self, condition: bool, what: str) -> None:
        if not condition:
            raise Rejected(f"{self.rule}: {what}")

    def carries(self, hypotheses: Iterable[Term]) -> None:
        """Every hypothesis of a premise is still supposed."""
        for h in hypotheses:
            self.need(
                h in self.hyps or any(self.same(h, g) for g in self.hyps),
                "a hypothesis was dropped",
            )

    def carries_all(self, *drop: Term) -> None:
        for p in self.premises:
            self.carries(h for h in p.hypotheses if h not in drop)

    def same(self, a: Term, b: Term) -> bool:
        """Equal up to normal forms of the terms inside."""
        if a == b or shape(a) == shape(b):
            return True
        if not (is_term(a) and is_term(b)):
            return False
        if (
            a[0] == b[0]
            and len(a) == len(b)
            and a[0] in (*RELATIONS, "and", "implies", *BINDERS[2:])
        ):
            return all(self.same(x, y) for x, y in zip(a[1:], b[1:], strict=True))
        for closed in (False, True):
            try:
                algebra = self.closed if closed else self.algebra
                if algebra.is_zero(add(algebra.poly(a), scale(algebra.poly(b), -1))):
                    return True
            except Rejected:
                pass  # not terms, or not defined without further facts: compare part by part
        return (
            a[0] == b[0]
            and len(a) == len(b)
            and all(self.same(x, y) for x, y in zip(a[1:], b[1:], strict=True))
        )

    def concludes(self, claim: Term) -> None:
        self.need(self.same(self.goal, claim), "the conclusion is another one")

    def minus(self, a: Term, b: Term) -> Poly:
        return {} if a == b else add(self.algebra.poly(a), scale(self.algebra.poly(b), -1))

    def gap(self, relation: Term) -> Poly:
        self.need(relation[0] in RELATIONS, "a relation is needed")
        return self.minus(relation[2], relation[1])

    def sign_of(self, p: Poly) -> frozenset[int]:
        return ZERO if self.algebra.is_zero(p) else self.algebra.sign(p)

    def member(self, t: Term, name: str) -> None:
        """``t`` lies in the sort of the variable."""
        if t[0] == "var" and self.sorts[t[1]] == self.sorts[name]:
            return
        self.sorted(t, SORTS[self.sorts[name]])

    def ends(self, x: str, *points: Term) -> None:
        """Ends of an interval lie in the sort of ``x``, by facts that do not speak of ``x``."""
        free = [
            p
            for p in self.premises
            if not any(x in bound_in(t) for t in (p.conclusion, *p.hypotheses))
        ]
        granted = [*(h for h in self.hyps if x not in bound_in(h)), *(p.conclusion for p in free)]
        apart = Step.__new__(Step)
        algebra = Algebra(self.sorts, relations(granted), self.hints)
        apart.__dict__.update(self.__dict__, algebra=algebra)
        for point in points:
            apart.member(point, x)

    def sorted(self, t: Term, sort: Sort) -> None:
        """``t`` lies in a sort."""
        self.need(not sort.integer or is_integer(t, self.sorts), "an integer is needed")
        value = self.algebra.poly(t)
        for end, is_open, side in (
            (sort.lower, sort.lower_open, 1),
            (sort.upper, sort.upper_open, -1),
        ):
            if end is not None:
                signs = self.algebra.sign(scale(add(value, num(-end)), side))
                self.need(signs <= (POS if is_open else NONNEG), "a term may lie outside its sort")

    def places(self, names: list[str], terms: Iterable[Term]) -> None:
        """Indices lie in the sorts of a function's variables; a bound index knows no facts."""
        bare = Step.__new__(Step)
        bare.__dict__.update(self.__dict__, algebra=Algebra(self.sorts, [], self.hints))
        for name, term in zip(names, terms, strict=True):
            bare.member(term, name)

    def random_in(self, t: Term) -> bool:
        """Whether a term has a random part."""
        return any(self.roles.get(name) == "random" for name in bound_in(t))

    def put(self, formula: Term, terms: dict[str, Term]) -> Term:
        """Substitute; nothing random may come under a probability, which binds it."""
        inside = has_probability(formula) and any(map(self.random_in, terms.values()))
        self.need(not inside, "something random put where a probability stands")
        return substitute(formula, terms)

    def free(self, name: str) -> None:
        self.need(self.roles.get(name, "free") == "free", f"{name} is fixed")

    def absent(self, name: str, terms: Iterable[Term]) -> None:
        self.need(all(name not in bound_in(t) for t in terms), f"{name} occurs where it must not")

    def written_sign(self, t: Term) -> frozenset[int]:
        if t[0] == "mul":
            out = POS
            for x in t[1:]:
                out = both(out, self.written_sign(x))
            return out
        if t[0] == "pow" and t[2][0] == "num" and t[2][1].denominator == 1:
            s = self.written_sign(t[1])
            return frozenset(x * x for x in s) if t[2][1] % 2 == 0 else s
        if t[0] == "add":
            return total_sign(map(self.written_sign, t[1:]))
        return self.algebra.sign(self.algebra.poly(t))

    # -- calculus ---------------------------------------------------------------------------

    def derivative(self, p: Poly, x: str) -> Poly:
        a = self.algebra
        total: Poly = {}
        for m, c in p.items():
            for i, e in m:
                if not a.depends(i, x):
                    continue
                one: Poly = {((i, Fraction(1)),): Fraction(1)}
                self.need(e.denominator == 1 or a.sign(one) == POS, "a root may be at zero")
                rest = a.settle(
                    {**dict(m), i: e - 1} if e != 1 else {j: q for j, q in m if j != i}, c * e
                )
                total = add(total, a.times(rest, self.atom_derivative(i, x)))
        return total

    def atom_derivative(self, i: int, x: str) -> Poly:
        a = self.algebra
        kind, *rest = a.atoms[i]
        if kind == "var":
            return num(1)
        if kind == "base":
            return self.derivative(dict(rest[0]), x)
        if kind == "exp":
            return a.times(
                self.derivative({rest[0]: Fraction(1)}, x), {((i, Fraction(1)),): Fraction(1)}
            )
        if kind == "log":
            inner = dict(rest[0])
            return a.times(self.derivative(inner, x), a.power(inner, Fraction(-1)))
        if kind == "sum":
            body, index, low, high = rest
            ends = [j for part in (low, high) for m, _ in part for j, _ in m]
            if not any(a.depends(j, x) for j in ends):
                return a.gather(self.derivative(dict(body), x), index, dict(low), dict(high))
        raise Rejected(f"{self.rule}: no derivative")

    def interval(self, x: str, hyps: Iterable[Term]) -> None:
        """Hypotheses on ``x`` cut out an interval: each is affine in it."""
        self.free(x)
        self.need(not SORTS[self.sorts[x]].integer, "calculus over integers")
        for h in hyps:
            if x not in bound_in(h):
                continue
            self.need(h[0] in ("<", "<="), "a hypothesis that is no inequality")
            i = self.algebra.atom(("var", x))
            for m in self.gap(h):
                self.need(dict(m).get(i, 0) in (0, 1), "a hypothesis that is not affine")
                self.need(
                    not any(j != i and self.algebra.depends(j, x) for j, _ in m),
                    "a hypothesis that is not affine",
                )

    def at(self, hyps: Iterable[Term], x: str, *points: Term) -> None:
        self.carries(substitute(h, {x: point}) for h in hyps for point in points)

    def slope(self, theorem: Sequent) -> tuple[Poly, bool]:
        relation = theorem.conclusion
        self.need(
            relation[0] in ("<", "<=") and relation[1] == ("num", Fraction(0)), "0 < d needed"
        )
        return self.algebra.poly(relation[2]), relation[0] == "<"


def relations(granted: Iterable[Term]) -> list[Term]:
    """The relations among some formulas, conjunctions taken apart."""
    return [f for g in granted for f in (g[1:] if g[0] == "and" else (g,)) if f[0] in RELATIONS]


def has_probability(t: Any) -> bool:
    """Whether a probability or a mean occurs in a term."""
    return is_term(t) and (t[0] in ("pr", "mean") or any(map(has_probability, t[1:])))
