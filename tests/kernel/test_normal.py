"""The normal form keeps the value of a term, and two terms with one normal form are equal."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import assume as given_that
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Integer, Product, Rational, Sum, binomial, exp, log, sqrt

from skilltheory.errors import BudgetExceeded, Refused
from skilltheory.functions import KL, H, Phi
from skilltheory.kernel import equality
from skilltheory.kernel.formula import Relation, eq, le, lt, ne
from skilltheory.kernel.normal import (
    Normaliser,
)
from skilltheory.kernel.polynomials import (
    Poly,
    const,
    number_power,
    plus,
    prime_factors,
    scaled,
)
from skilltheory.kernel.rules.calculus import derivative
from skilltheory.kernel.signs import Algebra
from tests.kernel.terms import FAMILIES, a, b, g, i, j, k, m, n, p, points, q, terms, value, x, y

F, P, Q, M = FAMILIES


def normal(term: sympy.Expr) -> tuple[Algebra, Poly]:
    """A term's normal form; the test is over for a term that has none."""
    algebra = Algebra()
    try:
        return algebra, algebra.poly(term)
    except Refused:
        given_that(False)
        raise


@settings(max_examples=250)
@given(terms, st.integers(0, 10**6))
def test_the_normal_form_has_the_value_of_the_term(term: sympy.Expr, seed: int) -> None:
    algebra, form = normal(term)
    back = [algebra.term(form)]
    for changed in (algebra.reduced, lambda f: algebra.times(*algebra.split(f)) if f else f):
        try:
            back.append(algebra.term(changed(form)))
        except BudgetExceeded:
            continue
    for point in points(seed):
        here = value(term, point)
        if here is not None:
            for other in back:
                there = value(other, point)
                assert there is None or here.overlaps(there), (term, other, dict(point))


@settings(max_examples=250)
@given(terms, st.integers(0, 10**6))
def test_where_the_normal_form_is_accepted_the_term_has_a_value(
    term: sympy.Expr, seed: int
) -> None:
    """Domains are checked: no accepted term is a logarithm of 0 or a quotient by 0 somewhere."""
    normal(term)
    for point in points(seed):
        try:
            ball = point.value(term, 200)
        except Exception:  # has no value by ball arithmetic at all
            continue
        assert "nan" not in str(ball), (term, dict(point))


@settings(max_examples=180)
@given(terms, terms, st.integers(0, 10**6))
def test_equal_normal_forms_mean_equal_values(
    one: sympy.Expr, other: sympy.Expr, seed: int
) -> None:
    algebra, left = normal(one)
    try:
        right = algebra.poly(other)
        zero = algebra.is_zero(plus(left, scaled(right, -1)))
    except Refused:
        given_that(False)
        raise
    for point in points(seed):
        here, there = value(one, point), value(other, point)
        if here is not None and there is not None and not here.overlaps(there):
            assert not zero, (one, other, dict(point))


@settings(max_examples=250)
@given(terms, st.sampled_from([Fraction(1), Fraction(-1, 100), Fraction(1, 10**9)]))
def test_a_wrong_identity_is_never_accepted(term: sympy.Expr, off: Fraction) -> None:
    normal(term)
    for wrong in (term + Rational(off), term * (1 + Rational(off) ** 2) + Rational(off) ** 2):
        with pytest.raises(Refused):
            equality(eq(term, wrong))


@settings(max_examples=60)
@given(terms, terms, terms)
def test_the_laws_of_arithmetic(s: sympy.Expr, t: sympy.Expr, w: sympy.Expr) -> None:
    algebra, left = normal(s)
    try:
        middle, right = algebra.poly(t), algebra.poly(w)
        product = algebra.times(plus(left, middle), right)
        parts = plus(algebra.times(left, right), algebra.times(middle, right))
        turned = algebra.times(right, plus(middle, left))
    except Refused:
        given_that(False)
        raise
    assert product == parts == turned


@settings(max_examples=150)
@given(terms, st.integers(0, 10**6))
def test_the_derivative_is_the_slope(term: sympy.Expr, seed: int) -> None:
    algebra, form = normal(term)
    step = Fraction(1, 2**60)
    for variable in (x, a, p):
        try:
            slope = algebra.term(derivative(algebra, form, variable))
        except Refused:
            continue
        for point in points(seed, 3):
            here, claimed = value(term, point, 300), value(slope, point, 300)
            point[variable] += step
            there = value(term, point, 300)
            if here is None or claimed is None or there is None:
                continue
            error = abs((there - here) * 2**60 - claimed)
            assert not error > (1 + abs(claimed)) ** 3 / 2**20, (term, slope, dict(point))


IDENTITIES = [
    eq(log(a * b / 2), log(a) + log(b) - log(2)),
    eq(log(sqrt(2)), log(2) / 2),
    eq(log(12), 2 * log(2) + log(3)),
    eq(sqrt(8), 2 * sqrt(2)),
    eq(sqrt(a**2 * b), a * sqrt(b)),
    eq((a * b) ** x, a**x * b**x),
    eq(exp(x + log(a)), a * exp(x)),
    eq(1 / (1 + 1 / a), a / (a + 1)),
    eq(a / (a + b) + b / (a + b), 1),
    eq((a**2 - b**2) / (a + b), a - b),
    eq(1 / (a * (a + 1)), 1 / a - 1 / (a + 1)),
    eq(H(p), H(1 - p)),
    eq(KL(q, p), KL(1 - q, 1 - p)),
    eq(KL(q, p), p * Phi(q / p) + (1 - p) * Phi((1 - q) / (1 - p))),
    eq(abs(x * a), a * abs(-x)),
    eq(abs(abs(x)), abs(x)),
    eq(Sum(a * F[i] + P[i], (i, 1, n)), a * Sum(F[j], (j, 1, n)) + Sum(P[i], (i, 1, n))),
    eq(Sum(F[i] * P[j], (i, 1, n), (j, 1, m)), Sum(F[i], (i, 1, n)) * Sum(P[i], (i, 1, m))),
    eq(Sum(3, (i, k + 1, k + n)), 3 * n),
    eq(Sum(i * j, (i, 1, j), (j, 1, n)), Sum(j * Sum(i, (i, 1, j)), (j, 1, n))),
    eq(log(Product(P[i] * a, (i, 1, n))), n * log(a) + Sum(log(P[i]), (i, 1, n))),
    eq(Product(a, (i, 1, n)), a**n),
    eq(exp(Sum(x, (i, 1, n))), exp(n * x)),
    eq(binomial(n + k, k) * 0, 0),
    eq((1 + x) ** 4, 1 + 4 * x + 6 * x**2 + 4 * x**3 + x**4),
    eq(g ** (x + y) * g**-y, g**x),
]


@pytest.mark.parametrize("identity", IDENTITIES, ids=str)
def test_identities_are_seen(identity: Relation) -> None:
    assert equality(identity).hypotheses == frozenset()


@pytest.mark.parametrize(
    ("identity", "fact"),
    [
        (eq(log(x * y), log(x) + log(y)), [lt(0, x), lt(0, y)]),
        (eq(log(x * y), log(-x) + log(-y)), [lt(x, 0), lt(y, 0)]),
        (eq((x**2 - y**2) / (x - y), x + y), [ne(x, y)]),
        (eq(sqrt(x) ** 2 * y, x * y + 0 * a), [le(0, x)]),
        (eq(sqrt(x**2 * a), x * sqrt(a)), [le(0, x)]),
        (eq(abs(x - y), y - x), [le(x, y)]),
    ],
    ids=str,
)
def test_facts_open_domains(identity: Relation, fact: list[Relation]) -> None:
    from skilltheory.kernel import assume

    theorem = equality(identity, map(assume, fact))
    assert theorem.hypotheses == set(fact)


def test_the_order_in_which_facts_come_does_not_matter() -> None:
    facts = [lt(0, log(log(x))), lt(0, log(x)), lt(0, x)]
    for order in (facts, facts[::-1]):
        assert Algebra(order).poly(log(log(log(x))))


def test_factors_are_believed_only_after_multiplying_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(expr: sympy.Expr, *gens: sympy.Symbol) -> tuple[sympy.Expr, list[object]]:
        return Integer(1), [(expr + 1, 1), (expr - 1, 1)]

    algebra = Algebra()
    form = algebra.poly(x**2 - y**2)
    monkeypatch.setattr("skilltheory.kernel.proposals.sympy.factor_list", lie)
    assert algebra.factor(form) == [(form, 1)]


def test_large_numbers_are_factored_only_in_part() -> None:
    big = (10**61 + 93) * (10**60 + 7)
    assert prime_factors(Fraction(big * 12)) == [(2, 2), (3, 1), (big, 1)]
    assert prime_factors(Fraction(1, 12)) == [(2, -2), (3, -1)]
    assert number_power(Fraction(-1), 10**9) == 1
    with pytest.raises(BudgetExceeded):
        number_power(Fraction(3), 10**6)


def test_a_constant_is_one_monomial() -> None:
    assert const(0) == {}
    assert Normaliser().poly(Integer(3)) == const(3)
