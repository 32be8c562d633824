"""A step of a certificate: its sequent, what is granted in it, and what checks share.

A sequent is a set of hypotheses and a conclusion.  More hypotheses than needed
do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

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

Facts: TypeAlias = tuple[Term, ...]
RELATIONS = tuple(SAYS)
STRUCTURES = {*RELATIONS, "and", "implies", "forall", "exists", "pr", "mean", "lambda"}
"""What has parts to compare, and no normal form."""
NOTHING: Facts = ()


class Sequent(NamedTuple):
    """Hypotheses and a conclusion."""

    hypotheses: frozenset[Term]
    conclusion: Term


class Step:
    """One step: its sequent, its premises, and algebras that know what is granted in it.

    Granted are the hypotheses, and the conclusion of every premise whose own
    hypotheses are among them.  A premise of which a hypothesis is dropped
    (discharged, or bound) says nothing for certain here.
    """

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
        self.sorts, self.roles, self.hints = sorts, roles, hints
        self._algebras: dict[tuple[int, bool], tuple[Facts, Algebra]] = {}

    @cached_property
    def supposed(self) -> Facts:
        """The relations among the hypotheses."""
        return relations(self.hyps)

    @cached_property
    def facts(self) -> Facts:
        """The relations among all that is granted."""
        have = {*self.hyps, *map(shape, self.hyps)}
        granted = [
            p.conclusion
            for p in self.premises
            if all(h in have or shape(h) in have for h in p.hypotheses)
        ]
        return relations([*self.hyps, *granted])

    @cached_property
    def algebra(self) -> Algebra:
        return self.knowing(self.facts)

    def knowing(self, facts: Facts, opaque: bool = False) -> Algebra:
        """An algebra that knows some facts; opaque to leave entropy and the like as they are."""
        key = id(facts), opaque
        if key not in self._algebras:
            self._algebras[key] = facts, Algebra(self.sorts, facts, self.hints, opaque)
        return self._algebras[key][1]

    # -- what checks share -----------------------------------------------------------------

    def need(self, condition: bool, what: str) -> None:
        if not condition:
            raise Rejected(f"{self.rule}: {what}")

    def carries(self, hypotheses: Iterable[Term]) -> None:
        """Every hypothesis of a premise is still supposed; only the hypotheses tell."""
        for h in hypotheses:
            self.need(
                h in self.hyps or any(self.same(h, g, self.supposed) for g in self.hyps),
                "a hypothesis was dropped",
            )

    def carries_all(self, *drop: Term) -> None:
        for p in self.premises:
            self.carries(h for h in p.hypotheses if h not in drop)

    def same(self, a: Term, b: Term, facts: Facts | None = None) -> bool:
        """Equal up to normal forms of the terms inside.

        Inside a binder, facts about what it binds are of no use.
        """
        facts = self.facts if facts is None else facts
        if a == b or shape(a) == shape(b):
            return True
        if not (is_term(a) and is_term(b)):
            return False
        if not {a[0], b[0]} <= STRUCTURES:
            for opaque in (False, True):
                try:
                    algebra = self.knowing(facts, opaque)
                    if algebra.is_zero(add(algebra.poly(a), scale(algebra.poly(b), -1))):
                        return True
                except Rejected:
                    pass  # not defined without further facts: compare part by part
        if a[0] != b[0] or len(a) != len(b):
            return False
        inner = facts
        if a[0] in BINDERS:
            inner = tuple(f for f in facts if a[1] not in bound_in(f))
        elif a[0] in ("pr", "mean"):
            inner = tuple(f for f in facts if not self.random_in(f))
        return all(
            self.same(x, y, inner if n < 2 else facts)
            for n, (x, y) in enumerate(zip(a[1:], b[1:], strict=True))
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

    def member(self, t: Term, name: str, facts: Facts | None = None) -> None:
        """``t`` lies in the sort of the variable."""
        if t[0] == "var" and self.sorts[t[1]] == self.sorts[name]:
            return
        self.sorted(t, SORTS[self.sorts[name]], facts)

    def sorted(self, t: Term, sort: Sort, facts: Facts | None = None) -> None:
        """``t`` lies in a sort."""
        self.need(not sort.integer or is_integer(t, self.sorts), "an integer is needed")
        algebra = self.algebra if facts is None else self.knowing(facts)
        value = algebra.poly(t)
        for end, is_open, side in (
            (sort.lower, sort.lower_open, 1),
            (sort.upper, sort.upper_open, -1),
        ):
            if end is not None:
                signs = algebra.sign(scale(add(value, num(-end)), side))
                self.need(signs <= (POS if is_open else NONNEG), "a term may lie outside its sort")

    def places(self, names: list[str], terms: Iterable[Term]) -> None:
        """Indices lie in the sorts of a function's variables; a bound index knows no facts."""
        for name, term in zip(names, terms, strict=True):
            self.member(term, name, NOTHING)

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
            s = self.written_sign(t[1]) if t[2][1] else POS  # a power of zero is 1
            return frozenset(x * x for x in s) if t[2][1] % 2 == 0 else s
        if t[0] == "add":
            return total_sign(map(self.written_sign, t[1:]))
        return self.algebra.sign(self.algebra.poly(t))


def relations(granted: Iterable[Term]) -> Facts:
    """The relations among some formulas, conjunctions taken apart."""
    parts = (f for g in granted for f in (g[1:] if g[0] == "and" else (g,)))
    return tuple(f for f in parts if f[0] in RELATIONS)


def has_probability(t: Any) -> bool:
    """Whether a probability or a mean occurs in a term."""
    return is_term(t) and (t[0] in ("pr", "mean") or any(map(has_probability, t[1:])))
