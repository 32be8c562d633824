"""Random terms, and their values: what the tests of the deciders are made of."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import sympy
from hypothesis import strategies as st
from sympy import Integer, Product, Rational, Sum, exp, log, sqrt

from skilltheory.errors import SkillTheoryError
from skilltheory.functions import KL, AtLeast, H, Phi
from skilltheory.kernel.language import in_language
from skilltheory.kernel.spotcheck import _Point
from skilltheory.sorts import (
    Count,
    GreaterThanOne,
    Integers,
    Natural,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Variable,
    family,
    variables,
)

p, q = variables("p q", OpenUnit)
a, b = variables("a b", Positive)
x, y = variables("x y", Real)
n, m = variables("n m", Count)
i, j = variables("i j", Count)
k = Variable("k", Natural)
r = Variable("r", Probability)
g = Variable("g", GreaterThanOne)
z = Variable("z", Integers)
FAMILIES = [
    family("F", Real),
    family("P", Positive),
    family("Q", OpenUnit),
    family("M", Natural),
]
VARIABLES = [p, q, a, b, x, y, n, m, k, r, g, z]
POWERS = [2, 3, -1, -2, Rational(1, 2), Rational(-1, 2), Rational(3, 2), Rational(1, 3)]

leaves = st.one_of(
    st.sampled_from(VARIABLES),
    st.fractions(-3, 4, max_denominator=3).map(lambda c: Rational(c.numerator, c.denominator)),
    st.builds(
        lambda f, at: f[at], st.sampled_from(FAMILIES), st.sampled_from([i, j, n, k, Integer(1)])
    ),
)
unary = st.sampled_from(
    [exp, log, abs, sqrt, H, Phi, lambda t: KL(t, p), lambda t: KL(q, t), lambda t: AtLeast(t, x)]
)
ranges = st.builds(
    lambda index, low, high: (index, low, high),
    st.sampled_from([i, j]),
    st.sampled_from([Integer(1), Integer(2), k + 1, n]),
    st.sampled_from([n, m, n + k, Integer(3)]),
)


def _grown(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda s, t: s + t, parts, parts),
        st.builds(lambda s, t: s * t, parts, parts),
        st.builds(lambda s, t: s - t, parts, parts),
        st.builds(lambda s, t: s / t if t != 0 else s, parts, parts),
        st.builds(lambda t, e: t**e if t != 0 else t, parts, st.sampled_from(POWERS)),
        st.builds(lambda s, t: s**t, st.sampled_from([p, a, g, Integer(2)]), parts),
        st.builds(_applied, unary, parts),
        st.builds(Sum, parts, ranges),
        st.builds(Product, parts, ranges),
    )


def _applied(function: Any, term: sympy.Expr) -> sympy.Expr:
    try:
        return function(term)
    except SkillTheoryError:  # a number outside the domain of the function
        return term


def _legal(term: sympy.Expr) -> bool:
    try:
        in_language([term])
    except SkillTheoryError:
        return False
    return True


terms = st.recursive(leaves, _grown, max_leaves=6).filter(_legal)
"""Terms of the kernel's language; many of them are not defined everywhere."""

simple = st.one_of(
    leaves,
    st.builds(lambda s, t: s + t, leaves, leaves),
    st.builds(lambda s, t: s - t, leaves, leaves),
    st.builds(lambda s, t: s * t, leaves, leaves),
    st.builds(lambda s, t: s / t, leaves, st.sampled_from([a, n, p, g])),
)


def points(seed: int, count: int = 8) -> Iterator[_Point]:
    """Points with a value from its sort for everything that is asked for."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _Point(rng)


def value(term: sympy.Expr, point: _Point, precision: int = 200) -> Any:
    """A narrow ball around the value of a term, or None if there is none."""
    try:
        ball = point.value(term, precision)
    except (SkillTheoryError, ValueError, ArithmeticError):
        return None
    return ball if ball.is_finite() and ball.rad() < 1 else None
