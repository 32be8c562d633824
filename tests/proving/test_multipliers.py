"""The search proposes; what it proposes, the kernel takes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sympy import Rational, exp, log, sqrt

from skilltheory.errors import Refused
from skilltheory.functions import KL
from skilltheory.kernel import Theorem, assume, combine, sign
from skilltheory.kernel.formula import Relation, eq, ge, le, lt
from skilltheory.proving.multipliers import propose
from skilltheory.sorts import Count, OpenUnit, Positive, Real, variables

x, y, a, b = variables("x y a b", Positive)
u, v, w, z = variables("u v w z", Real)
p, q = variables("p q", OpenUnit)
n, k = variables("n k", Count)


def found(
    claim: Relation, parts: Sequence[Relation], using: Sequence[Relation] = ()
) -> Theorem | None:
    facts, evidence = [assume(r) for r in parts], [assume(r) for r in using]
    for weights in propose(claim, facts, evidence):
        try:
            return combine(claim, weights, [*facts, *evidence])
        except Refused:
            continue
    return None


CASES: list[tuple[Relation, list[Relation]]] = [
    (lt(u, w), [lt(u, v), le(v, w)]),
    (le(u, w), [le(u, v), le(v, w), le(w, z)]),
    (le(2 * u + v, 6), [le(u, 1), le(v, 4)]),
    (le(u / 3, v / 3), [le(u, v)]),
    (eq(u, w), [eq(u, v), eq(w, v)]),
    (le(u, 1), [eq(u, v), le(v, 1)]),
    (le(v, 1), [eq(u, v), le(u, 1)]),
    (lt(x * u, x * v), [lt(u, v)]),
    (le(u / (x * y), v / (x * y)), [le(u, v)]),
    (le(x * u + y * u, x * v + y * v), [le(u, v)]),
    (le((1 - p) * u, (1 - p) * v), [le(u, v)]),
    (le(u * exp(-w), v * exp(-w)), [le(u, v)]),
    (le(2 * sqrt(x * y), x + y), [le(0, (sqrt(x) - sqrt(y)) ** 2)]),
    (le(log(x) * a, (x - 1) * a), [le(log(x), x - 1)]),
    (lt(0, u + v), [lt(0, u), le(0, v)]),
    (lt(0, u + v), [le(0, u), lt(0, v)]),
    (le(n * u, n * v + k), [le(u, v)]),
    (le(a * u + b * v, a + b), [le(u, 1), le(v, 1)]),
    (eq(a * u, a * w), [eq(u, v), eq(v, w)]),
    (le(u, Rational(1, 3)), [le(3 * u, 1)]),
    (le(p * u + (1 - p) * v, w), [le(u, w), le(v, w)]),
    (le(KL(q, p) * a, b * a), [le(KL(q, p), b)]),
]


@pytest.mark.parametrize(("claim", "parts"), CASES, ids=[str(c) for c, _ in CASES])
def test_finds_multipliers(claim: Relation, parts: list[Relation]) -> None:
    made = found(claim, parts)
    assert made is not None
    assert made.conclusion == claim
    assert made.hypotheses <= set(parts)


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        (lt(u, v), [le(u, v)]),
        (le(v, u), [le(u, v)]),
        (le(u, w), [le(u, v)]),
        (le(u * w, v * w), [le(u, v)]),
        (eq(u, v), [le(u, v)]),
        (lt(0, u + v), [le(0, u), le(0, v)]),
        (le(101 * x, 100 * y), [le(x, y)]),
    ],
)
def test_proposes_nothing_that_the_kernel_takes_for_what_does_not_follow(
    claim: Relation, parts: list[Relation]
) -> None:
    assert found(claim, parts) is None


def test_known_signs_allow_a_multiplier() -> None:
    claim, fact = le(u * w, v * w), le(u, v)
    assert found(claim, [fact]) is None
    assert found(claim, [fact], [ge(w, 0)]) is not None


def test_facts_that_are_not_needed_are_left_out() -> None:
    facts = [assume(r) for r in (le(u, v), le(w, z), le(v, 2))]
    weights = next(propose(le(u, 2), facts))
    assert [t for t, _ in weights] == [facts[0], facts[2]]


def test_what_is_no_relation_is_passed_over() -> None:
    fact = sign(le(0, x))
    assert list(propose(le(0, x), [assume(eq(u, v)), fact]))


def test_a_side_that_is_not_defined_gives_no_proposal() -> None:
    assert list(propose(le(0, log(u)), [assume(le(0, u))])) == []
