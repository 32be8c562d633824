"""Whatever sign is claimed is the sign of the value, wherever the facts hold."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import sympy
from hypothesis import assume as given_that
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Product, Rational, Sum, binomial, exp, log, sqrt

from skilltheory.errors import Refused
from skilltheory.functions import AtLeast, BinomialTail
from skilltheory.kernel import Pr
from skilltheory.kernel.formula import Relation, eq, le, lt, ne
from skilltheory.kernel.signs import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    Algebra,
    Signs,
    polynomial_sign,
    product_sign,
    sum_sign,
)
from skilltheory.kernel.spotcheck import _Point
from skilltheory.sorts import SORTS, Sort, Variable
from tests.kernel.terms import (
    FAMILIES,
    VARIABLES,
    a,
    b,
    g,
    i,
    k,
    m,
    n,
    p,
    points,
    q,
    r,
    simple,
    terms,
    value,
    x,
    y,
    z,
)

F, P, Q, M = FAMILIES
relations = st.builds(
    lambda make, s, t: make(s, t), st.sampled_from([lt, le, eq, ne]), simple, simple
)
goals = st.one_of(
    simple,
    st.builds(lambda s, t: s - t, simple, simple),
    st.builds(lambda s, t: s * t, simple, simple),
    st.builds(lambda s, t: s / t if t != 0 else s, simple, simple),
    simple.map(lambda t: log(t) if t != 0 else t),
    st.builds(lambda s, t: sqrt(s) - t, simple, simple),
)


def sign_of(ball: object) -> int | None:
    """The sign of a value, if its ball shows it."""
    if ball is None:
        return None
    return 1 if ball > 0 else -1 if ball < 0 else 0 if ball == 0 else None  # type: ignore[operator]


@settings(max_examples=300)
@given(terms, st.integers(0, 10**6))
def test_the_sign_of_a_term(term: sympy.Expr, seed: int) -> None:
    algebra = Algebra()
    try:
        claimed = algebra.sign(algebra.poly(term))
    except Refused:
        given_that(False)
        raise
    assert claimed, "without facts nothing is contradictory"
    for point in points(seed):
        actual = sign_of(value(term, point))
        assert actual is None or actual in claimed, (term, claimed, dict(point))


@settings(max_examples=200)
@given(
    st.lists(relations, min_size=1, max_size=3),
    st.lists(goals, min_size=4, max_size=4),
    st.integers(0, 10**6),
)
def test_the_sign_of_a_term_under_facts(
    facts: list[Relation], claims: list[sympy.Expr], seed: int
) -> None:
    algebra = Algebra(facts)
    rng = random.Random(seed)
    drawn = [_place(rng) for _ in range(12)]
    places = [point for point in drawn if all(_holds(fact, point) for fact in facts)]
    given_that(places)
    for term in claims:
        try:
            claimed = algebra.sign(algebra.poly(term))
        except Refused:
            continue
        for point in places:
            actual = sign_of(value(term, point))
            assert actual is None or actual in claimed, (term, claimed, facts, dict(point))


def _place(rng: random.Random) -> _Point:
    """A point at which some variables agree, so that equations and ties occur."""
    point = _Point(rng)
    one, other = rng.sample(VARIABLES, 2)
    if point[one] in other.sort:
        point[other] = point[one]
    return point


def _holds(relation: Relation, point: _Point) -> bool:
    sign = sign_of(value(relation.gap, point))
    return (
        sign is not None
        and sign in {"<": {1}, "<=": {0, 1}, "=": {0}, "!=": {-1, 1}}[relation.sign]
    )


SETS: list[Signs] = [ZERO, POSITIVE, NEGATIVE, NONNEGATIVE, NONZERO, NEGATIVE | ZERO, ANY]


@pytest.mark.parametrize("one", SETS)
@pytest.mark.parametrize("other", SETS)
def test_the_tables_of_signs(one: Signs, other: Signs) -> None:
    for s in one:
        for t in other:
            assert s * t in product_sign(one, other)
            possible = {s + t} if s * t >= 0 else {-1, 0, 1}
            assert {max(-1, min(1, w)) for w in possible} <= sum_sign([one, other])
    assert sum_sign([one, other]) == sum_sign([other, one])
    assert sum_sign([one]) == one


@settings(max_examples=200)
@given(
    st.lists(st.integers(-6, 6), min_size=2, max_size=6),
    st.sampled_from(sorted(SORTS)),
    st.sampled_from([1, 2]),
)
def test_polynomials_by_their_roots(coefficients: list[int], name: str, power: int) -> None:
    given_that(any(coefficients[:-1]))
    symbol, sort = sympy.Symbol("x"), SORTS[name]
    poly = sympy.Poly(coefficients, symbol) ** power
    claimed = polynomial_sign(poly, sort)
    rng = random.Random(str(coefficients))
    at = [_Point(rng)[Variable("t", sort)] for _ in range(20)]
    at += [root for root in _rational_roots(poly) if root in sort]
    for place in at:
        here = poly.eval(Rational(place.numerator, place.denominator))
        assert int(sympy.sign(here)) in claimed, (poly, place)


def _rational_roots(poly: sympy.Poly) -> list[Fraction]:
    return [Fraction(int(root.p), int(root.q)) for root in sympy.roots(poly, filter="Q")]


SEEN: list[tuple[sympy.Expr, Signs]] = [
    (x**2, NONNEGATIVE),
    (x**2 + 1, POSITIVE),
    ((x - y) ** 2, NONNEGATIVE),
    (x**2 - x + 1, POSITIVE),
    (p * (1 - p), POSITIVE),
    (r * (1 - r), NONNEGATIVE),
    (r**2 - r, NEGATIVE | ZERO),
    (p - 2, NEGATIVE),
    (1 - p * q, POSITIVE),
    (p + q - p * q, POSITIVE),
    (log(p), NEGATIVE),
    (log(1 + a), POSITIVE),
    (log(g), POSITIVE),
    (log(n), NONNEGATIVE),
    (exp(x) - 0, POSITIVE),
    (sqrt(a + b), POSITIVE),
    (abs(x), NONNEGATIVE),
    (-log(1 - p) / p, POSITIVE),
    (binomial(n + k, k), POSITIVE),
    (binomial(n, k), NONNEGATIVE),
    (binomial(z, k), ANY),
    (BinomialTail(n, p, x), NONNEGATIVE),
    (AtLeast(x, y), NONNEGATIVE),
    (Pr(lt(x, y)), NONNEGATIVE),
    (Sum(P[i], (i, 1, n)), POSITIVE),
    (Sum(P[i], (i, 1, k)), NONNEGATIVE),
    (Sum(F[i] ** 2, (i, 1, n)), NONNEGATIVE),
    (Sum(F[i], (i, 1, n)), ANY),
    (Product(P[i], (i, 1, k)), POSITIVE),
    (Product(F[i], (i, 1, k)), ANY),
    (x - y, ANY),
]


@pytest.mark.parametrize(("term", "signs"), SEEN, ids=lambda part: str(part)[:40])
def test_signs_that_are_seen(term: sympy.Expr, signs: Signs) -> None:
    algebra = Algebra()
    assert algebra.sign(algebra.poly(term)) == signs


@pytest.mark.parametrize(
    ("facts", "term", "signs"),
    [
        ([lt(x, y)], y - x, POSITIVE),
        ([lt(x, y)], x - y, NEGATIVE),
        ([lt(x, y)], 3 * y - 3 * x, POSITIVE),
        ([le(x, y)], y - x, NONNEGATIVE),
        ([ne(x, y)], y - x, NONZERO),
        ([ne(x, y)], (y - x) ** 2, POSITIVE),
        ([le(x, y), le(y, x)], x - y, ZERO),
        ([lt(0, a * x)], x, POSITIVE),
        ([lt(x / a, y / a)], y - x, POSITIVE),
        ([lt(0, x)], log(1 + x), POSITIVE),
        ([lt(0, x), lt(x, 1)], log(x), NEGATIVE),
        ([lt(a * g, 1)], 1 - a * g, POSITIVE),
        ([lt(x, 0)], x**3, NEGATIVE),
        ([lt(m, n)], binomial(n, m), POSITIVE),
        ([lt(x, y)], F[x] - F[y], ANY),
        ([lt(F[1], 0)], F[n], ANY),
        ([lt(F[i], 0)], Sum(F[i], (i, 1, n)), ANY),
        ([le(0, x)], x - 1, ANY),
    ],
    ids=str,
)
def test_signs_under_facts(facts: list[Relation], term: sympy.Expr, signs: Signs) -> None:
    algebra = Algebra(facts)
    assert algebra.sign(algebra.poly(term)) == signs


def test_a_fact_learned_later_is_used() -> None:
    algebra = Algebra()
    form = algebra.poly(x - y)
    assert algebra.sign(form) == ANY
    algebra._learn(lt(y, x))
    assert algebra.sign(form) == POSITIVE


def test_an_unusual_sort_by_its_ends() -> None:
    sort = Sort("Narrow", "from 1 to 2", Fraction(1), Fraction(2), upper_open=True)
    symbol = sympy.Symbol("x")
    assert polynomial_sign(sympy.Poly((symbol - 1) * (symbol - 2), symbol), sort) == NEGATIVE | ZERO
    assert polynomial_sign(sympy.Poly((symbol - 2) ** 2, symbol), sort) == POSITIVE
