"""Propositions in Rocq's syntax, their false twins, and statements closed over all they mention."""

from __future__ import annotations

import pytest
from sympy import Sum, log

from skilltheory.kernel.formula import (
    And,
    Exists,
    ForAll,
    Formula,
    Implies,
    Mean,
    Pr,
    eq,
    le,
    lt,
    ne,
)
from skilltheory.rocq.checks import closed
from skilltheory.rocq.closure import close
from skilltheory.rocq.propositions import Propositions
from skilltheory.rocq.scope import Scope, Untranslatable
from skilltheory.sorts import (
    Count,
    Natural,
    Positive,
    Probability,
    Real,
    Variable,
    constant,
    family,
)
from skilltheory.theory import statement, statements

x, r = Variable("x", Positive), Variable("r", Real)
n, i = Variable("n", Count), Variable("i", Natural)
P = family("P", Probability)


@pytest.mark.parametrize(
    ("formula", "text", "twins"),
    [
        (lt(r, x), "(r < x)", ["(x <= r)"]),
        (le(r, x), "(r <= x)", ["(x < r)"]),
        (eq(r, x), "(r = x)", ["(r = x + 1)"]),
        (ne(r, x), "(r <> x)", ["(r = x)"]),
        (
            And(lt(r, x), le(r, n)),
            "((r < x) /\\ (r <= (INR n)))",
            ["((x <= r) /\\ (r <= (INR n)))", "((r < x) /\\ ((INR n) < r))"],
        ),
        (Implies(lt(r, x), lt(r, 1)), "((r < x) -> (r < 1))", ["((r < x) -> (1 <= r))"]),
        (
            ForAll(x, lt(r, x)),
            "(forall x : R, 0 < x -> (r < x))",
            ["(forall x : R, 0 < x -> (x <= r))"],
        ),
        (
            Exists(n, lt(r, n)),
            "(exists n : nat, (1 <= n)%nat /\\ (r < (INR n)))",
            ["(~ (exists n : nat, (1 <= n)%nat /\\ (r < (INR n))))"],
        ),
    ],
    ids=str,
)
def test_a_proposition_and_its_twins(formula: Formula, text: str, twins: list[str]) -> None:
    assert Propositions(Scope()).proposition(formula) == text
    assert Propositions(Scope()).twins(formula) == twins


def test_a_statement_is_closed_over_its_variables_with_their_sorts() -> None:
    made = close(le(log(x), x - 1))
    assert made.under_prefix(made.claim).split("\n  ") == [
        "forall x : R,",
        "0 < x ->",
        "((ln x) <= (x - 1))",
    ]
    assert made.domain == (
        ("forall x : R,\n  0 < x ->\n  0 < x", "forall x : R,\n  0 < x ->\n  x <= 0"),
    )


def test_a_family_is_a_function_whose_values_lie_in_the_sort() -> None:
    made = close(lt(0, n), [eq(Sum(P[i], (i, 1, n)), 1)])
    assert "forall P : nat -> R," in made.under_prefix(made.claim)
    assert "(forall (i1 : nat), 0 <= P i1 <= 1) ->" in made.under_prefix(made.claim)


def test_a_hypothesis_must_be_meaningful_under_the_others() -> None:
    made = close(lt(0, r), [lt(0, r), lt(log(r), 1)])
    (need, _), *_ = made.domain
    assert "(0 < r) ->" in need
    assert "(ln r) < 1" not in need  # a hypothesis does not vouch for itself


def test_what_is_given_is_a_premise_outside_the_statements_own_variables() -> None:
    level = constant("E", Positive)
    made = close(lt(0, level + x), [], [lt(level, x)])
    text = made.under_prefix(made.claim)
    assert text.split("\n  ")[:3] == [
        "forall E : R,",
        "0 < E ->",
        "(forall x : R, 0 < x -> (E < x)) ->",
    ]


def test_probability_brings_its_space() -> None:
    drawn = family("X", Natural, random=True)
    made = close(le(Pr(le(1, drawn[n])), 1))
    text = made.under_prefix(made.claim)
    assert text.startswith("forall Omega : Type,\n  forall pr : probability Omega,")
    assert "forall X : Omega -> nat -> nat," in text


def test_a_family_with_indices_of_two_types_is_refused() -> None:
    with pytest.raises(Untranslatable, match="indices of other types"):
        close(eq(P[n], P[x]))


@pytest.mark.parametrize(
    "one", [s for s in statements() if not s.kind.is_supposed], ids=lambda s: s.id
)
def test_every_statement_has_a_translation_unless_it_speaks_of_means(one) -> None:  # type: ignore[no-untyped-def]
    if one.formula.has(Mean):
        with pytest.raises(Untranslatable, match=r"Mean E\["):
            closed(one)
        return
    made = closed(one)
    assert made.twins
    assert made.claim not in made.twins


def test_only_what_is_supposed_may_be_given() -> None:
    from skilltheory.errors import SkillTheoryError

    with pytest.raises(SkillTheoryError, match=r"information\.gibbs is given in Rocq"):
        closed(statement("information.pinsker"), ["information.gibbs"])
