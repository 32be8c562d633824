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

from skilltheory.replay.algebra import (
    NONNEG,
    POS,
    SAYS,
    ZERO,
    Algebra,
    Poly,
    add,
    both,
    minus,
    num,
    scale,
    total_sign,
)
from skilltheory.replay.balls import covers
from skilltheory.replay.terms import (
    BINDERS,
    SORTS,
    Rejected,
    Sort,
    Term,
    bound_in,
    is_integer,
    is_term,
    substitute,
)

RELATIONS = tuple(SAYS)
FLIP = {"<": "<=", "<=": "<", "=": "!=", "!=": "="}


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
        facts = [
            f for g in granted for f in (g[1:] if g[0] == "and" else (g,)) if f[0] in RELATIONS
        ]
        self.algebra = Algebra(sorts, facts, hints)
        self.facts, self.hints = facts, hints

    @cached_property
    def closed(self) -> Algebra:
        """The same algebra with entropy, divergence and phi left as they are."""
        return Algebra(self.sorts, self.facts, self.hints, opaque=True)

    def check(self) -> None:
        CHECKS[self.rule](self)

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
        facts = [
            f for g in granted for f in (g[1:] if g[0] == "and" else (g,)) if f[0] in RELATIONS
        ]
        apart = Step.__new__(Step)
        apart.__dict__.update(self.__dict__, algebra=Algebra(self.sorts, facts, self.hints))
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


def evaluate(f: Term, x: str, point: Term) -> Term:
    """A function at a point."""
    return substitute(f, {x: point})


# -- one function a rule ----------------------------------------------------------------------


def assume(s: Step) -> None:
    """What is supposed holds."""
    s.carries([s.goal])


def discharge(s: Step) -> None:
    """A hypothesis becomes the premise of an implication."""
    s.concludes(("implies", s.data["drop"], s.premises[0].conclusion))
    s.carries_all(s.data["drop"])


def modus_ponens(s: Step) -> None:
    """An implication and its premise."""
    implication, premise = s.premises
    s.need(implication.conclusion[0] == "implies", "no implication")
    s.need(s.same(implication.conclusion[1], premise.conclusion), "another premise")
    s.concludes(implication.conclusion[2])
    s.carries_all()


def conjoin(s: Step) -> None:
    """Several propositions in one."""
    flat = [
        x
        for p in s.premises
        for x in (p.conclusion[1:] if p.conclusion[0] == "and" else [p.conclusion])
    ]
    s.concludes(("and", *flat) if len(flat) > 1 else flat[0])
    s.carries_all()


def project(s: Step) -> None:
    """One part of a conjunction."""
    s.need(s.premises[0].conclusion[0] == "and", "no conjunction")
    s.concludes(s.premises[0].conclusion[1:][s.data["position"]])
    s.carries_all()


def membership(s: Step) -> None:
    """What a sort says of its members."""
    t = s.data["term"]
    s.need(t[0] in ("var", "entry"), "no variable")
    sort = SORTS[s.sorts[t[1]]]
    says: list[Term] = []
    if sort.lower is not None:
        says.append(("<" if sort.lower_open else "<=", ("num", sort.lower), t))
    if sort.upper is not None:
        says.append(("<" if sort.upper_open else "<=", t, ("num", sort.upper)))
    s.concludes(says[0] if len(says) == 1 else ("and", *says))


def instantiate(s: Step) -> None:
    """Terms put for variables, each in the sort of its variable."""
    terms = {name[1]: t for name, t in s.data["terms"]}
    theorem, *evidence = s.premises
    for name, t in terms.items():
        s.free(name)
        if t[0] == "lambda":
            for index in t[1].split(","):
                s.absent(index, [h for p in evidence for h in p.hypotheses])
                s.absent(index, s.hyps)
            s.member(t[2], name)
            for part in (theorem.conclusion, *theorem.hypotheses):
                for places in entries(part, name):
                    s.places(t[1].split(","), places)
        else:
            s.member(t, name)
    s.carries(s.put(h, terms) for h in theorem.hypotheses)
    s.carries(h for p in evidence for h in p.hypotheses)
    s.concludes(s.put(theorem.conclusion, terms))


def generalise(s: Step) -> None:
    """A variable on which nothing was supposed becomes universal."""
    name = s.data["variable"][1]
    s.free(name)
    s.absent(name, s.premises[0].hypotheses)
    s.concludes(("forall", name, s.premises[0].conclusion))
    s.carries_all()


def specialise(s: Step) -> None:
    """A universal proposition at a term of the right sort."""
    claim = s.premises[0].conclusion
    s.need(claim[0] == "forall", "not universal")
    s.member(s.data["term"], claim[1])
    s.concludes(s.put(claim[2], {claim[1]: s.data["term"]}))
    s.carries_all()


def exhibit(s: Step) -> None:
    """A term that shows existence."""
    claim = s.data["claim"]
    s.need(claim[0] == "exists", "not existential")
    s.member(s.data["term"], claim[1])
    here = s.put(claim[2], {claim[1]: s.data["term"]})
    s.need(s.same(here, s.premises[0].conclusion), "another instance")
    s.concludes(claim)
    s.carries_all()


def choose(s: Step) -> None:
    """Something that exists, named by a variable that occurs nowhere else."""
    existence, theorem = s.premises
    claim = existence.conclusion
    s.need(claim[0] == "exists", "not existential")
    rest = theorem.hypotheses - {claim[2]}
    s.absent(claim[1], [*rest, theorem.conclusion])
    s.concludes(theorem.conclusion)
    s.carries([*rest, *existence.hypotheses])


def cases(s: Step) -> None:
    """A relation or its negation."""
    split = s.data["split"]
    sides = (split[1], split[2]) if split[0] in ("=", "!=") else (split[2], split[1])
    other = (FLIP[split[0]], *sides)
    first, second = s.premises
    s.concludes(first.conclusion)
    s.concludes(second.conclusion)
    s.carries(first.hypotheses - {split})
    s.carries(second.hypotheses - {other})


def contradiction(s: Step) -> None:
    """From what is false, anything."""
    relation, *evidence = [p.conclusion for p in s.premises]
    facts = [f for e in evidence for f in (e[1:] if e[0] == "and" else (e,)) if f[0] in RELATIONS]
    alone = Algebra(s.sorts, facts, s.algebra.hints)  # the false relation is no fact here
    gap: Poly = {}
    if relation[1] != relation[2]:
        gap = add(alone.poly(relation[2]), scale(alone.poly(relation[1]), -1))
    signs = ZERO if alone.is_zero(gap) else alone.sign(gap)
    s.need(not signs & SAYS[relation[0]], "not false")
    s.carries_all()


def equality(s: Step) -> None:
    """Both sides have one normal form."""
    s.need(s.goal[0] == "=" and s.algebra.is_zero(s.gap(s.goal)), "not an identity")
    s.carries_all()


def sign(s: Step) -> None:
    """The sign follows from the structure."""
    gap = ("add", s.goal[2], minus(s.goal[1])) if s.goal[1] != ("num", Fraction(0)) else s.goal[2]
    signs = s.sign_of(s.gap(s.goal)) & s.written_sign(gap)
    s.need(signs <= SAYS[s.goal[0]], "the sign does not follow")
    s.carries_all()


def combine(s: Step) -> None:
    """A sum of multiples of known relations, with a rest of known sign."""
    rest, signs = s.gap(s.goal), []
    for premise, multiplier in zip(s.premises, s.data["multipliers"], strict=False):
        relation = premise.conclusion
        weight = s.algebra.poly(multiplier)
        of_weight = ZERO if relation[0] == "=" else s.sign_of(weight)
        s.need(relation[0] in ("<", "<=", "=") and of_weight <= NONNEG, "a negative multiplier")
        signs.append(both(of_weight, SAYS[relation[0]]))
        rest = add(rest, scale(s.algebra.times(weight, s.gap(relation)), -1))
    total = total_sign([*signs, s.sign_of(rest)])
    s.need(total <= SAYS[s.goal[0]], "what is left does not settle it")
    s.carries_all()


def rewrite(s: Step) -> None:
    """Equals put for equals."""
    equation, theorem = s.premises
    s.need(equation.conclusion[0] == "=", "no equation")
    _, old, new = equation.conclusion
    s.need(
        s.same(replaced(s, s.goal, old, new), replaced(s, theorem.conclusion, old, new)),
        "more was changed than the equation allows",
    )
    s.carries_all()


def replaced(s: Step, t: Any, old: Term, new: Term) -> Any:
    """A term replaced wherever no binder catches its variables."""
    if t == old:
        return new
    if not is_term(t) or t[0] in ("num", "var", "entry"):
        return t
    if t[0] in BINDERS and t[1] in bound_in(old) | bound_in(new):
        return t
    if t[0] == "pr" and (s.random_in(old) or s.random_in(new)):
        return t
    return (t[0], *(replaced(s, x, old, new) for x in t[1:]))


def monotone(s: Step) -> None:
    """The exponential, logarithm or root of both sides."""
    name, relation = s.data["function"], s.premises[0].conclusion
    s.need(relation[0] in ("<", "<=", "="), "no inequality")
    if name != "exp":
        low = s.sign_of(s.algebra.poly(relation[1]))
        s.need(low <= (POS if name == "log" else NONNEG), "outside the domain")
    half = ("num", Fraction(1, 2))
    apply: Callable[[Term], Term] = {
        "exp": lambda t: ("exp", t),
        "log": lambda t: ("log", t),
        "sqrt": lambda t: ("pow", t, half),
    }[name]
    s.concludes((relation[0], apply(relation[1]), apply(relation[2])))
    s.carries_all()


def _checked_derivative(s: Step, order: int) -> tuple[Term, str, bool]:
    f, x = s.data["function"], s.data["x"][1]
    claimed, strict = s.slope(s.premises[0])
    s.interval(x, [h for p in s.premises for h in p.hypotheses])
    p = s.algebra.poly(f)
    for _ in range(order):
        p = s.derivative(p, x)
    s.need(s.algebra.is_zero(add(p, scale(claimed, -1))), "another derivative")
    return f, x, strict


def increasing(s: Step) -> None:
    """A positive derivative, and so an increasing function."""
    f, x, strict = _checked_derivative(s, 1)
    a, b = s.data["a"], s.data["b"]
    s.ends(x, a, b)
    s.at([h for p in s.premises for h in p.hypotheses], x, a, b)
    s.carries([("<", a, b)])
    s.concludes(("<" if strict else "<=", evaluate(f, x, a), evaluate(f, x, b)))


def tangent(s: Step) -> None:
    """A non-negative second derivative, and so a function above its tangent."""
    f, x, strict = _checked_derivative(s, 2)
    c, claimed = s.data["at"], s.data["slope"]
    s.absent(x, [c])
    s.member(c, x)
    first = s.derivative(s.algebra.poly(f), x)
    s.need(s.algebra.is_zero(add(first, scale(s.algebra.poly(claimed), -1))), "another slope")
    s.at([h for p in s.premises for h in p.hypotheses], x, ("var", x), c)
    if strict:
        s.carries([("!=", ("var", x), c)])
    run = ("mul", evaluate(claimed, x, c), ("add", ("var", x), minus(c)))
    s.concludes(("<" if strict else "<=", ("add", evaluate(f, x, c), run), f))


def minimum(s: Step) -> None:
    """A derivative that changes sign, and so a least value."""
    f, x, c = s.data["function"], s.data["x"][1], s.data["at"]
    s.absent(x, [c])
    s.member(c, x)
    claimed, strict = s.slope(s.premises[0])
    apart = ("!=", ("var", x), c)
    direction, *evidence = s.premises
    hyps = [h for h in direction.hypotheses if not s.same(h, apart)]
    hyps += [h for p in evidence for h in p.hypotheses]
    s.interval(x, hyps)
    domain = Step("minimum", hyps, s.goal, list(evidence), {}, s.sorts, s.roles, s.algebra.hints)
    slope = domain.derivative(domain.algebra.poly(f), x)  # defined at c too: without x != c
    product = domain.algebra.times(domain.algebra.poly(("add", ("var", x), minus(c))), slope)
    here = domain.algebra.poly(direction.conclusion[2])
    s.need(domain.algebra.is_zero(add(product, scale(here, -1))), "another derivative")
    del claimed
    s.at(hyps, x, ("var", x), c)
    if strict:
        s.carries([apart])
    s.concludes(("<" if strict else "<=", evaluate(f, x, c), f))


def intermediate_value(s: Step) -> None:
    """A continuous function that changes sign has a zero."""
    f, x, a, b = s.data["function"], s.data["x"][1], s.data["a"], s.data["b"]
    below, above, order, *evidence = s.premises
    v, zero = ("var", x), ("num", Fraction(0))
    between = [("<=", a, v), ("<=", v, b)]
    hyps = [h for p in evidence for h in p.hypotheses if h not in between]
    s.interval(x, hyps)
    inside = Step(
        s.rule, [*s.hyps, *between], s.goal, s.premises, {}, s.sorts, s.roles, s.algebra.hints
    )
    inside.derivative(inside.algebra.poly(f), x)  # it has one, hence is continuous
    s.absent(x, [a, b, *(h for p in (below, above, order) for h in p.hypotheses)])
    s.ends(x, a, b)
    for theorem, wanted in (
        (below, ("<", evaluate(f, x, a), zero)),
        (above, ("<", zero, evaluate(f, x, b))),
        (order, ("<", a, b)),
    ):
        s.need(s.same(theorem.conclusion, wanted), "an end value is missing")
        s.carries(theorem.hypotheses)
    s.at(hyps, x, a, b)
    s.concludes(("exists", x, ("and", ("<", a, v), ("<", v, b), ("=", f, zero))))


def induction(s: Step) -> None:
    """A first case, and from each case the next."""
    base, step = s.premises
    name, claim = s.data["variable"][1], s.data["claim"]
    s.free(name)
    sort = SORTS[s.sorts[name]]
    s.need(sort.integer and sort.lower is not None and sort.upper is None, "no first integer")
    first = substitute(claim, {name: ("num", sort.lower)})
    after = substitute(claim, {name: ("add", ("var", name), ("num", Fraction(1)))})
    s.need(s.same(base.conclusion, first), "another base case")
    s.need(s.same(step.conclusion, after), "another next case")
    rest = [*base.hypotheses, *(step.hypotheses - {claim})]
    s.absent(name, rest)
    s.carries(rest)
    s.concludes(claim)


def _ranges(s: Step, index: str, low: Term, high: Term) -> None:
    s.free(index)
    s.absent(index, [low, high])
    s.need(SORTS[s.sorts[index]].integer and is_integer(high, s.sorts), "a range of non-integers")
    s.member(low, index)


def sum_of(s: Step) -> None:
    """A relation summed over a range."""
    index, low, high = s.data["index"][1], s.data["low"], s.data["high"]
    theorem, *evidence = s.premises
    relation, v = theorem.conclusion, ("var", index)
    s.need(relation[0] in ("<", "<=", "="), "no inequality")
    _ranges(s, index, low, high)
    rest = theorem.hypotheses - {("<=", low, v), ("<=", v, high)}
    s.absent(index, rest)
    s.carries([*rest, *(h for p in evidence for h in p.hypotheses)])
    outside = [h for h in s.hyps if index not in bound_in(h)]
    s.need(len(outside) == len(s.hyps), "a hypothesis on the index")
    sides = [("sum", index, side, low, high) for side in relation[1:]]
    s.concludes(("=" if relation[0] == "=" else "<=", *sides))


def split_off(s: Step) -> None:
    """One term taken out of a sum or product."""
    total, c = s.data["total"], s.data["at"]
    kind, index, body, low, high = total
    _ranges(s, index, low, high)
    s.need(is_integer(c, s.sorts), "a place that is no integer")
    for a, b in ((low, c), (c, high)):
        s.need(s.sign_of(s.minus(b, a)) <= NONNEG, "a place outside the range")
    one = ("num", Fraction(1))
    pieces = [
        stretch(s, kind, index, body, low, ("add", c, minus(one))),
        substitute(body, {index: c}),
        stretch(s, kind, index, body, ("add", c, one), high),
    ]
    s.concludes(("=", total, ("add" if kind == "sum" else "mul", *pieces)))
    s.carries_all()


def stretch(s: Step, kind: str, index: str, body: Term, low: Term, high: Term) -> Term:
    """A stretch of a range; the neutral element when it is empty."""
    if s.minus(high, low) == num(-1):
        return ("num", Fraction(0 if kind == "sum" else 1))
    return (kind, index, body, low, high)


def swap(s: Step) -> None:
    """Two sums in the other order."""
    total = s.data["total"]
    outer, (_, i, body, low, high) = total[:2] + total[3:], total[2]
    _, j, jlow, jhigh = outer
    s.need(i != j, "one index hides the other")
    s.absent(i, [jlow, jhigh])
    s.absent(j, [low, high])
    s.concludes(("=", total, ("sum", i, ("sum", j, body, jlow, jhigh), low, high)))


def indicator(s: Step) -> None:
    """The value of an indicator where its condition is decided."""
    s.need(
        len(s.hyps) >= 1 and s.goal[0] == "=" and s.goal[1][:2] == ("call", "AtLeast"),
        "no [a >= b]",
    )
    a, b = s.goal[1][2:]
    wanted = {Fraction(1): ("<=", b, a), Fraction(0): ("<", a, b)}.get(s.goal[2][1])
    if s.goal[2][0] != "num" or wanted is None:
        raise Rejected("indicator: an indicator is 0 or 1")
    s.carries([wanted])


def unfold(s: Step) -> None:
    """A binomial tail is its sum."""
    t = s.data["term"]
    s.need(t[:2] == ("call", "BinomialTail"), "no definition")
    n, p, level = t[2:]
    right = s.goal[2]
    s.need(s.goal[1] == t and right[0] == "sum" and right[1] not in bound_in(t), "no sum")
    s.sorted(n, SORTS["Natural"])
    s.sorted(p, SORTS["Probability"])
    j = ("var", right[1])
    s.need(s.sorts[right[1]] == "Natural", "outcomes are natural numbers")
    rest = ("add", n, minus(j))
    mass = (
        "mul",
        ("call", "AtLeast", j, level),
        ("call", "binomial", n, j),
        ("pow", p, j),
        ("pow", ("add", ("num", Fraction(1)), minus(p)), rest),
    )
    s.need(shape(right) == shape(("sum", right[1], mass, ("num", Fraction(0)), n)), "another sum")


def shape(t: Any) -> Any:
    """A term up to the order of sums and products."""
    if not is_term(t):
        return t
    parts = [shape(x) for x in t[1:]]
    if t[0] in ("add", "mul"):
        flat = [y for x in parts for y in (x[1:] if is_term(x) and x[0] == t[0] else (x,))]
        return (t[0], *sorted(flat, key=repr))
    return (t[0], *parts)


def some_event(s: Step) -> None:
    """The union bound."""
    event = s.data["event"]
    s.need(event[0] == "exists" and event[2][0] == "and", "no 'some'")
    _, index, (_, first, second, *rest) = event
    low, high = first[1], second[2]
    v = ("var", index)
    s.need(first == ("<=", low, v) and second == ("<=", v, high) and bool(rest), "no range")
    _ranges(s, index, low, high)
    s.need(not (s.random_in(low) or s.random_in(high)), "a random range")
    body = rest[0] if len(rest) == 1 else ("and", *rest)
    s.concludes(("<=", ("pr", event), ("sum", index, ("pr", body), low, high)))


def likelier(s: Step) -> None:
    """What implies an event is at most as likely."""
    (theorem,), event = s.premises, s.data["event"]
    rest = theorem.hypotheses - {event}
    s.need(not any(map(s.random_in, rest)), "a hypothesis about what is random")
    s.concludes(("<=", ("pr", event), ("pr", theorem.conclusion)))
    s.carries(rest)


def entries(t: Any, label: str) -> list[tuple[Term, ...]]:
    """The indices at which a family occurs in a term."""
    if not is_term(t):
        return []
    own = [t[2:]] if t[0] == "entry" and t[1] == label else []
    return own + [found for x in t[1:] for found in entries(x, label)]


def has_probability(t: Any) -> bool:
    """Whether a probability occurs in a term."""
    return is_term(t) and (t[0] == "pr" or any(map(has_probability, t[1:])))


def chance(s: Step) -> None:
    """A probability lies between 0 and 1."""
    t = s.data["term"]
    s.need(t[0] == "pr", "no probability")
    zero, one = ("num", Fraction(0)), ("num", Fraction(1))
    s.concludes(("and", ("<=", zero, t), ("<=", t, one)))


def ball(s: Step) -> None:
    """Positive on every piece of a box."""
    box = {name[1]: (Fraction(a), Fraction(b)) for name, (a, b) in s.data["box"]}
    s.need(s.goal[0] == "<" and not bound_in(s.goal) - box.keys(), "a variable without a side")
    s.need(not any(SORTS[s.sorts[x]].integer for x in box), "a box of integers")
    pieces = [[(Fraction(a), Fraction(b)) for a, b in piece] for piece in s.data["pieces"]]
    gap = ("add", s.goal[2], minus(s.goal[1]))
    s.need(covers(gap, box, pieces), "an enclosure that is not positive")
    for x, (a, b) in box.items():
        s.carries([("<=", ("num", a), ("var", x)), ("<=", ("var", x), ("num", b))])


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f
    for f in (
        assume,
        discharge,
        modus_ponens,
        conjoin,
        project,
        membership,
        instantiate,
        generalise,
        specialise,
        exhibit,
        choose,
        cases,
        contradiction,
        equality,
        sign,
        combine,
        rewrite,
        monotone,
        increasing,
        tangent,
        minimum,
        intermediate_value,
        induction,
        sum_of,
        split_off,
        swap,
        indicator,
        unfold,
        some_event,
        likelier,
        chance,
        ball,
    )
}
