"""The numbers of the tour's table, as goals for Rocq's own interval arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest

from skilltheory.errors import SkillTheoryError
from skilltheory.rocq import numbers
from skilltheory.rocq.library import Library
from skilltheory.rocq.numbers import number_units, row_name
from skilltheory.solve import beta
from skilltheory.theory import statement
from skilltheory.tour.figures import BETA_TABLE


def unit(alpha: str, theta: str, k: int, digits: int = 12):  # type: ignore[no-untyped-def]
    (made,) = number_units([(alpha, theta, k)], digits)
    return made


def test_the_inequality_fails_at_one_end_and_holds_at_the_other() -> None:
    made = unit("1/10", "1/10", 4)
    found = beta("1/10", "1/10", 4, digits=12)
    low, high = Fraction(found.lower), Fraction(found.upper)
    assert f"Definition low : R := ({low.numerator} / {low.denominator})." in made.text
    assert f"Definition high : R := ({high.numerator} / {high.denominator})." in made.text
    goals = made.text.split("Goal ")
    assert "fails_at_low : ~ inequality alpha low k theta" in goals[0]
    assert "holds_at_high : inequality alpha high k theta" in goals[0]
    assert goals[1].startswith("inequality alpha low k theta.\nProof. Fail")
    assert goals[2].startswith("~ inequality alpha high k theta.\nProof. Fail")
    assert made.audited


def test_the_inequality_is_the_statements_own_with_its_parameters_free() -> None:
    text = unit("1/10", "1/10", 4).text
    assert (
        "Definition inequality (alpha : R) (beta : R) (k : nat) (theta : R) : Prop :=\n"
        "  ((BinaryEntropy theta) < ((INR k) * theta * (KL (alpha * beta) alpha)))." in text
    )
    assert text.index("Definition inequality") < text.index("Require Import Vocabulary Sums")


def test_where_there_is_no_boundary_there_is_a_goal_that_says_so() -> None:
    text = unit("1/10", "1/100", 1).text
    assert "Lemma fails : ~ condition alpha (INR k) theta." in text
    assert "~ boundary alpha beta (INR k) theta" in text
    assert "Definition low" not in text


def test_every_row_of_the_table_is_there() -> None:
    names = [one.name for one in number_units(BETA_TABLE, 12)]
    assert names == [row_name(*row) for row in BETA_TABLE]
    assert len(set(names)) == len(BETA_TABLE) == 10
    modules = Library.read().modules
    assert set(numbers._IMPORTS) <= {*modules, "Functions"}


def test_a_statement_that_supposes_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "statement", lambda _: statement("cloze.linear"))
    with pytest.raises(SkillTheoryError, match=r"no longer supposes one condition on h"):
        unit("1/10", "1/10", 4)
