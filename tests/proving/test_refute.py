"""Points at which a claim is false: simple ones first, corners too, never a wrong one."""

from __future__ import annotations

import pytest
import sympy
from sympy import Rational, Sum, exp, log, sqrt

from skilltheory.functions import KL, H
from skilltheory.kernel.formula import And, Formula, Pr, Relation, eq, every, le, lt, ne
from skilltheory.proving.refute import refute
from skilltheory.sorts import (
    Count,
    Natural,
    OpenUnit,
    Positive,
    Real,
    Variable,
    constant,
    family,
    variables,
)
from skilltheory.theory import State, statements

x, y = variables("x y", Positive)
z = Variable("z", Real)
p, q = variables("p q", OpenUnit)
n = Variable("n", Count)


@pytest.mark.parametrize(
    ("claim", "facts", "point"),
    [
        (le(x, 1), [], {"x": "2"}),
        (lt(x, x**2), [], {"x": "1"}),
        (eq(x, 1), [], {"x": "2"}),
        (ne(x, 2), [], {"x": "2"}),
        (le(n, 2), [], {"n": "3"}),
        (le(0, z), [], {"z": "-1"}),
        (le(x, 1), [lt(2, x)], {"x": "3"}),
        (le(x, 1), [And(lt(2, x), lt(x, 9))], {"x": "3"}),
    ],
)
def test_simple_points_come_first(
    claim: Relation, facts: list[Formula], point: dict[str, str]
) -> None:
    assert refute(claim, facts) == point


CORNERS = [
    (le(Rational(6923, 10000), x**x), "x"),
    (le(KL(q, p), 8 * (q - p) ** 2 + Rational(1, 50)), "p"),
    (le(2 * (q - p) ** 2 + Rational(1, 10**6), KL(q, p)), "p"),
    (le(H(p), Rational(693147, 10**6)), "p"),
    (le(sqrt(x * y) * Rational(1001, 1000), (x + y) / 2), "x"),
    (le(exp(z), 1 + z + 2 * z**2), "z"),
    (le(n**3, 40 * n**2), "n"),
]


@pytest.mark.parametrize(("claim", "name"), CORNERS, ids=[str(c) for c, _ in CORNERS])
def test_corners_are_found_and_are_what_they_say(claim: Relation, name: str) -> None:
    point = refute(claim)
    assert point is not None
    assert name in point
    names = {v.name: v for v in claim.free_symbols}
    values = {names[k]: sympy.Rational(v) for k, v in point.items()}
    gap = claim.gap.rewrite(log).subs(values)
    assert sympy.N(gap, 40) < 0


def test_nothing_is_found_where_nothing_is_false() -> None:
    """What is proved is not refuted; the chapters with long sums take longer and show no more."""
    for s in statements():
        if s.state is State.PROVED and s.chapter in (
            "information",
            "scaling",
            "cloze",
            "emergence",
        ):
            assert refute(s.conclusion, s.hypotheses) is None, s.id


def test_nothing_is_said_where_a_fact_cannot_be_seen() -> None:
    members = family("e", Natural)
    i = Variable("i", Count)
    few, hidden = le(Sum(members[i], (i, 1, n)), 1), every(i, 1, n, le(members[i], 0))
    assert refute(few) is not None
    assert refute(few, [hidden]) is None
    assert refute(le(Pr(le(1, members[1])), Rational(1, 2))) is None


def test_a_fixed_name_is_not_refuted() -> None:
    """It stands for one number, and an assumption may say which."""
    fixed = constant("c", Positive)
    assert refute(le(fixed, 1)) is None
    assert refute(le(x, fixed)) is None


def test_each_part_of_a_conjunction_is_tried() -> None:
    assert refute(And(lt(0, x), le(x, 1))) == {"x": "2"}
    assert refute(And(lt(0, x), lt(0, y))) is None
