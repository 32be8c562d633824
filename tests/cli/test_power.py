"""``skilltheory skillmix power``: the figures of the library, pictures, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.skillmix.power import Comparison
from skilltheory.skillmix.student import Grader, Student

Run = Callable[..., Any]
GIVEN = ("skillmix", "power", "--first", "0.2", "--second", "0.4", "--k", "3")


def test_figures_are_those_of_the_library(cli: Run) -> None:
    found = cli(*GIVEN, "--false-negative", "1/10", "--missing", "0.01", "--json").json
    weak, strong = (Student.given(text, alpha="1/10") for text in ("0.2", "0.4"))
    for row, paired in zip(found["comparisons"], (False, True), strict=True):
        one = Comparison(weak, strong, 3, Grader(0, "1/10", "0.01"), paired=paired)
        need = one.needed()
        assert row["paired"] is paired
        assert row["needed"]["complete"] == need.complete
        assert row["needed"]["asked"] == need.asked
        assert row["scores"] == [found.mean for found in one.scores]
    assert found["rests_on"] == []


def test_models_by_name_rest_on_the_theory(cli: Run, tmp_path: Path) -> None:
    picture = tmp_path / "power.svg"
    outcome = cli(
        "skillmix", "power", "--first", "gpt-3*10", "--second", "gpt-3*1000", "--k", "2",
        "--simulate", "200", "--out", str(picture),
    )  # fmt: skip
    assert outcome.code == 0
    assert "skillmix.transfer" in outcome.out
    assert "±" in outcome.out
    assert picture.read_text().startswith("<?xml")


def test_equal_models_are_never_told_apart(cli: Run) -> None:
    equal = ("skillmix", "power", "--first", "0.3", "--second", "0.3")
    assert cli(*equal).out.count("none will do") == 2
    assert cli(*equal, "--json").json["comparisons"][0]["needed"] is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--first", "gpt-9"), "gpt-9"),
        (("--first", "1.5"), "competence"),
        (("--first", "gpt-3*0"), "times"),
        (("--missing", "1"), "missing"),
        (("--power", "1"), "power"),
        (("--k", "0"), "k = 0"),
        (("--out", "power.txt"), "must end in .png or .svg"),
    ],
)
def test_bad_input_is_refused(cli: Run, more: tuple[str, str], said: str) -> None:
    outcome = cli(*GIVEN, *more)
    assert outcome.code == 2
    assert said in outcome.err


def test_examples_in_the_help_stand_as_written(cli: Run) -> None:
    for name in ("power", "run", "report"):
        assert "\\b" not in cli("skillmix", name, "--help").out
    assert (
        "  skilltheory skillmix power --first 0.2 --second 0.3 --k 4\n"
        in cli("skillmix", "power", "--help").out
    )
