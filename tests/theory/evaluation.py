"""An evaluator of formulas that shares nothing with the kernel: mpmath at 50 digits.

A formula is evaluated in a *world*: numbers for its variables, functions for
its families, and for probabilities a list of equally likely outcomes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import sympy
from mpmath import mp, mpf

from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import (
    And,
    Equal,
    Exists,
    ForAll,
    Formula,
    Implies,
    Less,
    LessEqual,
    Mean,
    Pr,
    Relation,
)
from skilltheory.sorts import Sort, Variable

DIGITS = 50
TOLERANCE = mpf(10) ** -35

Family = Callable[..., Any]


class NoValue(Exception):
    """The formula ranges over an infinite set, or a part has no value here."""


@dataclass
class World:
    """Where a formula is evaluated."""

    numbers: dict[Variable, Any]
    families: dict[Variable, Family] = field(default_factory=dict)
    outcomes: Sequence[Mapping[Variable, Family]] = ()

    def where(self, variable: Variable, value: Any) -> World:
        return World({**self.numbers, variable: value}, self.families, self.outcomes)

    # -- terms ------------------------------------------------------------------------------

    def value(self, term: sympy.Basic) -> Any:
        with mp.workdps(DIGITS):
            return self._value(term)

    def _value(self, term: sympy.Basic) -> Any:
        v = self._value
        if isinstance(term, sympy.Rational):
            return mpf(int(term.p)) / int(term.q)
        if isinstance(term, Variable):
            return mpf(self.numbers[term])
        if isinstance(term, sympy.Indexed):
            places = [v(i) for i in term.indices]
            return mpf(self.families[term.base.label](*map(_tidy, places)))
        if isinstance(term, sympy.Add):
            return mpmath.fsum(map(v, term.args))
        if isinstance(term, sympy.Mul):
            return mpmath.fprod(map(v, term.args))
        if isinstance(term, sympy.Pow):
            base, power = map(v, term.args)
            if (base == 0 and power < 0) or (base < 0 and power != int(power)):
                raise NoValue(str(term))
            return base**power
        if isinstance(term, sympy.Sum | sympy.Product):
            return self._over_range(term)
        if isinstance(term, Pr):
            return self._chance(term)
        if isinstance(term, Mean):
            return self._mean(term)
        name = type(term).__name__
        if name in FUNCTIONS:
            return FUNCTIONS[name](*map(v, term.args))
        if term is sympy.E:
            return mp.e
        raise NoValue(f"{name}: {term}")

    def _over_range(self, term: Any) -> Any:
        *inner, (index, low, high) = term.limits
        body = term.func(term.function, *inner) if inner else term.function
        start, end = (int(self._value(x)) for x in (low, high))
        parts = [self.where(index, i)._value(body) for i in range(start, end + 1)]
        return mpmath.fsum(parts) if isinstance(term, sympy.Sum) else mpmath.fprod(parts)

    def _chance(self, term: Pr) -> Any:
        if not self.outcomes:
            raise NoValue(f"no outcomes for {term}")
        happened = sum(
            World(self.numbers, {**self.families, **outcome}).holds(term.event) is True
            for outcome in self.outcomes
        )
        return mpf(happened) / len(self.outcomes)

    def _mean(self, term: Mean) -> Any:
        if not self.outcomes:
            raise NoValue(f"no outcomes for {term}")
        values = (
            World(self.numbers, {**self.families, **outcome})._value(term.term)
            for outcome in self.outcomes
        )
        return mpmath.fsum(values) / len(self.outcomes)

    # -- propositions -----------------------------------------------------------------------

    def gap(self, relation: Relation) -> Any:
        """``rhs - lhs``, relative to the size of the sides."""
        left, right = self.value(relation.lhs), self.value(relation.rhs)
        return (right - left) / (1 + abs(left) + abs(right))

    def holds(self, formula: Formula) -> bool:
        """Whether the formula is true, up to the tolerance in favour of non-strict relations."""
        if isinstance(formula, Relation):
            gap = self.gap(formula)
            if isinstance(formula, Less):
                return bool(gap > TOLERANCE)
            if isinstance(formula, LessEqual):
                return bool(gap > -TOLERANCE)
            close = abs(gap) <= TOLERANCE
            return bool(close if isinstance(formula, Equal) else not close)
        if isinstance(formula, And):
            return all(map(self.holds, formula.args))
        if isinstance(formula, Implies):
            return not self.holds(formula.args[0]) or self.holds(formula.args[1])
        if isinstance(formula, ForAll | Exists):
            worlds = [self.where(formula.variable, i) for i in self._range(formula)]
            held = (world.holds(formula.body) for world in worlds)
            return all(held) if isinstance(formula, ForAll) else any(held)
        raise NoValue(str(formula))

    def _range(self, formula: Any) -> Iterable[int]:
        """The integers between the ends that ``every`` and ``some`` write."""
        body = formula.body
        bounds = body.args[0].args if isinstance(body, Implies) else getattr(body, "args", ())
        low = [b.lhs for b in bounds if isinstance(b, LessEqual) and b.rhs == formula.variable]
        high = [b.rhs for b in bounds if isinstance(b, LessEqual) and b.lhs == formula.variable]
        if not low or not high or not formula.variable.sort.integer:
            raise NoValue(f"{formula} ranges over an infinite set")
        return range(int(self.value(low[0])), int(self.value(high[0])) + 1)

    def is_false(self, formula: Formula) -> bool:
        """Whether the formula is false beyond doubt."""
        if isinstance(formula, Less):
            return bool(self.gap(formula) <= TOLERANCE / 10**5)
        if isinstance(formula, LessEqual):
            return bool(self.gap(formula) < -TOLERANCE)
        if isinstance(formula, And):
            return any(map(self.is_false, formula.args))
        return not self.holds(formula)


def _tidy(place: Any) -> Any:
    return int(place) if place == int(place) else place


def _log(x: Any) -> Any:
    if x <= 0:
        raise NoValue(f"log({x})")
    return mpmath.log(x)


def _xlogx(x: Any, y: Any) -> Any:
    if x != 0 and y == 0:
        raise NoValue("division by zero")
    return mpf(0) if x == 0 else x * _log(x / y)


def _entropy(p: Any) -> Any:
    return -_xlogx(p, mpf(1)) - _xlogx(1 - p, mpf(1))


def _divergence(q: Any, p: Any) -> Any:
    return _xlogx(q, p) + _xlogx(1 - q, 1 - p)


def _tail(n: Any, p: Any, level: Any) -> Any:
    total = mpf(0)
    for i in range(int(n) + 1):
        if i >= level:
            total += mpmath.binomial(n, i) * p**i * (1 - p) ** (int(n) - i)
    return total


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "log": _log,
    "exp": mpmath.exp,
    "Abs": abs,
    "binomial": mpmath.binomial,
    "LambertW": lambda x: mpmath.lambertw(x).real,
    "BinaryEntropy": _entropy,
    "KL": _divergence,
    "Phi": lambda u: _xlogx(u, mpf(1)) - u + 1,
    "BinomialTail": _tail,
    "AtLeast": lambda a, b: mpf(1 if a >= b else 0),
}


# -- random worlds that satisfy hypotheses ---------------------------------------------------


def draw(sort: Sort, rng: random.Random, others: Sequence[Any] = ()) -> Any:
    """A member of a sort; often near an end, or equal to another value."""
    if others and rng.random() < 0.15:
        return rng.choice(list(others))
    if sort.integer:
        low = -3 if sort.lower is None else int(sort.lower)
        return low + rng.choice([0, 0, 1, 1, 2, 3, 4])
    if sort.upper is not None:
        near = mpf(10) ** (-rng.uniform(0.5, 4))
        value = rng.choice([near, 1 - near, mpf(rng.randint(1, 99)) / 100, mpf(1) / 2])
        return _end(sort.lower) + value * _end(sort.upper - sort.lower)
    if sort.lower is not None:
        above = rng.choice([mpf(1), mpf(10) ** rng.uniform(-4, 2), mpf(rng.uniform(0, 3))])
        return _end(sort.lower) + above
    return mpf(rng.choice([0, 1, rng.uniform(-4, 4), rng.uniform(-0.1, 0.1)]))


def _end(value: Fraction) -> Any:
    return mpf(value.numerator) / value.denominator


class Sampler:
    """Random worlds in which some hypotheses hold.

    Equations are solved one by one, each for a variable or for the scale of a
    family that no earlier equation has used; inequalities by trying again.
    """

    def __init__(
        self,
        formulas: Sequence[Formula],
        fixed: Mapping[Variable, Any] | None = None,
        outcomes: Sequence[Mapping[Variable, Family]] = (),
    ) -> None:
        self.formulas = formulas
        self.fixed = dict(fixed or {})
        self.outcomes = outcomes
        self.variables = sorted(free_variables(formulas), key=str)
        self.labels = {entry.base.label for f in formulas for entry in f.atoms(sympy.Indexed)}

    def worlds(self, suppose: Sequence[Formula], count: int, tries: int = 400) -> Iterator[World]:
        """Worlds where all of these hold."""
        rng = random.Random(str(self.formulas))
        found = 0
        for _ in range(tries):
            if found == count:
                return
            world = self._drawn(rng)
            self._ordered(world, suppose)
            try:
                if self._repaired(world, suppose, rng) and all(map(world.holds, suppose)):
                    found += 1
                    yield world
            except (NoValue, ZeroDivisionError, OverflowError):
                continue

    def _drawn(self, rng: random.Random) -> World:
        numbers: dict[Variable, Any] = {}
        families: dict[Variable, Family] = {}
        for v in self.variables:
            if v in self.fixed:
                place = families if v in self.labels else numbers
                place[v] = self.fixed[v]
            elif v in self.labels:
                families[v] = Drawn(v.sort, rng)
            else:
                same = [x for w, x in numbers.items() if w.sort is v.sort]
                numbers[v] = draw(v.sort, rng, same)
        return World(numbers, families, self.outcomes)

    def _ordered(self, world: World, suppose: Sequence[Formula]) -> None:
        """Where an order of two variables is supposed, put their values in order."""
        for s in suppose:
            if not isinstance(s, Less | LessEqual) or {s.lhs, s.rhs} & self.fixed.keys():
                continue
            x, y, numbers = s.lhs, s.rhs, world.numbers
            if isinstance(x, Variable) and isinstance(y, Variable) and x.sort is y.sort:
                numbers[x], numbers[y] = sorted((numbers[x], numbers[y]))

    def _repaired(self, world: World, suppose: Sequence[Formula], rng: random.Random) -> bool:
        used: set[Variable] = set()
        for equation in (s for s in suppose if isinstance(s, Equal)):
            if world.holds(equation):
                used |= set(free_variables([equation]))
                continue
            here = [v for v in free_variables([equation]) if v not in used | self.fixed.keys()]
            rng.shuffle(here)
            if not any(self._solved(world, equation, v) for v in sorted(here, key=self._order)):
                return False
            used |= set(free_variables([equation]))
        return True

    def _order(self, v: Variable) -> int:
        return 0 if v in self.labels else 1

    def _solved(self, world: World, equation: Equal, v: Variable) -> bool:
        if v.sort.integer:
            return False
        family = world.families.get(v)
        before = world.numbers.get(v)

        def put(value: Any) -> None:
            if family is not None:
                family.scale = value
            else:
                world.numbers[v] = value

        def gap(value: Any) -> Any:
            put(value)
            return world.value(equation.lhs) - world.value(equation.rhs)

        with mp.workdps(DIGITS):
            for value in self._roots(gap, v.sort if family is None else None):
                put(value)
                inside = family.inside() if family is not None else _inside(value, v.sort)
                if inside and world.holds(equation):
                    return True
        put(mpf(1) if family is not None else before)
        return False

    @staticmethod
    def _roots(gap: Callable[[Any], Any], sort: Sort | None) -> Iterator[Any]:
        grid = _grid(sort)
        values = []
        for x in grid:
            try:
                values.append((x, gap(x)))
            except (NoValue, ZeroDivisionError, OverflowError, KeyError):
                continue
        for (a, at_a), (b, at_b) in pairwise(values):
            if at_a == 0:
                yield a
            elif at_a * at_b < 0:
                yield mpmath.findroot(
                    gap, (a, b), solver="anderson", tol=mpf(10) ** -90, verify=False
                )


def _grid(sort: Sort | None) -> list[Any]:
    if sort is None or (sort.lower is not None and sort.upper is None):
        low = mpf(0) if sort is None else _end(sort.lower)
        return [low + mpf(10) ** (mpf(e) / 4) for e in range(-24, 25)]
    if sort.lower is None:
        return [mpf(e) / 2 for e in range(-20, 21)]
    return [mpf(e) / 64 for e in range(1, 64)]


def _inside(value: Any, sort: Sort) -> bool:
    for end, is_open, side in (
        (sort.lower, sort.lower_open, 1),
        (sort.upper, sort.upper_open, -1),
    ):
        if end is not None:
            room = side * (value - _end(end))
            if room < 0 or (is_open and room == 0):
                return False
    return True


class Drawn:
    """A family whose members are drawn when first asked for, times a scale."""

    def __init__(self, sort: Sort, rng: random.Random) -> None:
        self.sort, self.rng, self.members = sort, rng, {}
        self.scale = mpf(1)

    def __call__(self, *places: Any) -> Any:
        if places not in self.members:
            self.members[places] = draw(self.sort, self.rng)
        return self.members[places] * self.scale if self.scale != 1 else self.members[places]

    def inside(self) -> bool:
        return all(_inside(m * self.scale, self.sort) for m in self.members.values())
