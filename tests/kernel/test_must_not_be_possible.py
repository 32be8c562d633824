"""What the kernel must never allow, one test each."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
import sympy
from sympy import Sum, log, sqrt

from skilltheory.errors import BudgetExceeded, ForgeryError, Refused, SkillTheoryError
from skilltheory.functions import KL, H
from skilltheory.kernel import (
    Pr,
    Theorem,
    assume,
    ball,
    cases,
    chance,
    combine,
    contradiction,
    discharge,
    equality,
    generalise,
    increasing,
    induction,
    instantiate,
    likelier,
    membership,
    minimum,
    modus_ponens,
    sign,
    sum_of,
    tangent,
)
from skilltheory.kernel.formula import eq, le, lt, ne
from skilltheory.kernel.theorem import rule
from skilltheory.sorts import Count, OpenUnit, Positive, Real, Variable, family, variables
from tests.clock import soon

x, y = variables("x y", Real)
u = Variable("u", Positive)
p, q = variables("p q", OpenUnit)
n, i = variables("n i", Count)


def a_theorem() -> Theorem:
    return sign(le(0, (x - 1) ** 2))


# -- forging --------------------------------------------------------------------------------


def test_by_constructor() -> None:
    with pytest.raises(ForgeryError):
        Theorem()
    with pytest.raises(ForgeryError):
        Theorem(frozenset(), lt(1, 0))  # type: ignore[call-arg]


@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy, pickle.dumps])
def test_by_copying(how: object) -> None:
    with pytest.raises(ForgeryError):
        how(a_theorem())  # type: ignore[operator]


def test_by_replace() -> None:
    with pytest.raises((ForgeryError, TypeError)):
        dataclasses.replace(a_theorem(), conclusion=lt(1, 0))  # type: ignore[type-var]


def test_by_bare_object() -> None:
    forged = object.__new__(Theorem)
    for question in ("conclusion", "hypotheses", "axioms", "step"):
        with pytest.raises(ForgeryError):
            getattr(forged, question)
    with pytest.raises(ForgeryError):
        modus_ponens(forged, forged)


def test_by_subclass() -> None:
    with pytest.raises((ForgeryError, TypeError)):
        type("Mine", (Theorem,), {})


def test_by_mutation() -> None:
    theorem = a_theorem()
    with pytest.raises((ForgeryError, AttributeError)):
        theorem.conclusion = lt(1, 0)  # type: ignore[misc]
    with pytest.raises((ForgeryError, AttributeError, TypeError)):
        Theorem.conclusion = property(lambda self: lt(1, 0))  # type: ignore[method-assign,misc]
    assert theorem.conclusion == le(0, (x - 1) ** 2)


def test_by_another_class() -> None:
    class Other:
        __slots__ = ("__weakref__",)

    other = Other()
    with pytest.raises((ForgeryError, TypeError)):
        _pretend(other)


def _pretend(other: object) -> object:
    other.__class__ = Theorem  # type: ignore[assignment]
    return other.conclusion  # type: ignore[attr-defined]


def test_by_a_rule_of_ones_own() -> None:
    with pytest.raises(ForgeryError):
        rule(lambda: None)  # type: ignore[arg-type,return-value]


# -- sorts, domains, hypotheses -----------------------------------------------------------------


def test_a_name_with_two_sorts() -> None:
    with pytest.raises(Refused, match="two sorts"):
        assume(lt(x, Variable("x", Positive)))


@pytest.mark.parametrize("term", [sympy.Integer(-1), sympy.Integer(0), -u])
def test_instantiating_outside_the_sort(term: sympy.Expr) -> None:
    positive = sign(lt(0, u))
    with pytest.raises(Refused):
        instantiate(positive, {u: term})


def test_an_integer_must_be_one() -> None:
    with pytest.raises(Refused):
        instantiate(sign(le(1, n)), {n: sympy.Rational(5, 2)})


def test_dividing_by_what_may_be_zero() -> None:
    with pytest.raises(Refused, match="zero"):
        equality(eq((x**2 - 1) / (x - 1), x + 1))
    apart = assume(ne(x, 1))
    assert equality(eq((x**2 - 1) / (x - 1), x + 1), [apart]).hypotheses == {ne(x, 1)}


@pytest.mark.parametrize("term", [log(x), log(p - q), sqrt(x)])
def test_functions_outside_their_domain(term: sympy.Expr) -> None:
    with pytest.raises(Refused):
        equality(eq(term + 1, 1 + term + y - y))


def test_a_hypothesis_is_carried() -> None:
    theorem = combine(lt(0, x), [(assume(lt(1, x)), 1)])
    assert theorem.hypotheses == {lt(1, x)}
    with pytest.raises(Refused):
        generalise(theorem, x)
    other = discharge(theorem, lt(2, x))
    assert lt(1, x) in other.hypotheses


def test_calculus_needs_an_interval() -> None:
    slope = sign(lt(0, 1 / u**2))
    with pytest.raises(Refused):
        increasing(-1 / x, x, (-1, 1), sign(le(0, x**2)))
    away = sign(lt(0, 1 / x**2), [assume(ne(x, 0))])
    with pytest.raises(Refused, match="interval"):
        increasing(-1 / x, x, (-1, 1), away, [assume(ne(x, 0))])
    assert increasing(-1 / u, u, (1, 2), slope).conclusion == lt(-1, sympy.Rational(-1, 2))


def test_calculus_needs_the_right_derivative() -> None:
    with pytest.raises(Refused, match="derivative"):
        tangent(u**2, u, 1, sign(le(0, u)))
    with pytest.raises(Refused):
        minimum(u**2, u, 1, sign(le(0, (u - 1) ** 2)))


def test_induction_needs_both_cases() -> None:
    claim = le(n, 5)
    with pytest.raises(Refused):
        induction(sign(le(1, 5)), assume(claim), n)


def test_sums_need_a_free_index() -> None:
    with pytest.raises(Refused):
        sum_of(assume(lt(0, x + i)), i, 1, n)


def test_probability_keeps_to_chance() -> None:
    edge = family("X", Positive, random=True)
    event = le(1, edge[1])
    about = combine(le(3, edge[1] + edge[2]), [(assume(event), 1), (assume(le(2, edge[2])), 1)])
    with pytest.raises(Refused, match="random"):
        likelier(about, event)
    assert chance(Pr(event)).hypotheses == frozenset()


def test_cases_must_agree() -> None:
    with pytest.raises(Refused):
        cases(lt(x, 0), assume(lt(x, 0)), assume(le(0, x)))


def test_only_what_is_false_gives_anything() -> None:
    with pytest.raises(Refused):
        contradiction(assume(lt(0, u)), lt(1, 0))


# -- near misses and budgets ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        lt(0, (x - 1) ** 2),
        le(0, x),
        le((x + 1) ** 2, x**2 + 1),
        lt(log(u), u - 1),
        le(sympy.Rational(202, 100) * (q - p) ** 2, KL(q, p)),
    ],
)
def test_a_false_claim_is_refused_with_a_point(claim: object) -> None:
    with pytest.raises(Refused) as caught:
        sign(claim)  # type: ignore[arg-type]
    assert caught.value.counterexample or "not known" in caught.value.reason


def test_refusals_carry_a_counterexample() -> None:
    with pytest.raises(Refused) as caught:
        sign(le(0, x**3 - x))
    point = caught.value.counterexample
    assert point is not None
    at = sympy.Rational(point["x"])
    assert at**3 - at < 0


def test_a_box_is_not_cut_for_ever() -> None:
    with soon(30), pytest.raises((BudgetExceeded, Refused)):
        ball(lt(0, (x - 1) ** 2), {x: (0, 2)})


def test_large_powers_end_in_a_refusal() -> None:
    with pytest.raises(SkillTheoryError):
        equality(eq((x + y + u + p + q) ** 200, 0))


def test_membership_says_the_sort() -> None:
    assert str(membership(p).conclusion) == "0 < p and p < 1"


def test_sums_of_families_stay_apart() -> None:
    first, second = family("f", Positive), family("g", Positive)
    with pytest.raises(Refused):
        equality(eq(Sum(first[i], (i, 1, n)), Sum(second[i], (i, 1, n))))
    assert equality(eq(Sum(first[i], (i, 1, n)), Sum(first[n + 0 - n + i], (i, 1, n))))


def test_entropy_is_not_symmetric_to_anything_else() -> None:
    assert equality(eq(H(p), H(1 - p)))
    with pytest.raises(Refused):
        equality(eq(H(p), H(p / 2)))
