from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from skilltheory.theory import statements

Run = Callable[..., Any]


def test_lists_every_statement(cli: Run) -> None:
    listed = cli("show", "--json").json["statements"]
    assert [one["id"] for one in listed] == [one.id for one in statements()]
    assert set(listed[0]) == {"id", "kind", "title"}
    spoken = cli("show").out
    assert all(one.id in spoken for one in statements())


def test_a_proved_statement(cli: Run) -> None:
    found = cli("show", "information.bracket", "--json").json
    assert found["status"] == "proved"
    assert found["rests_on"] == []
    assert {one["name"] for one in found["parameters"]} == {"p", "q"}
    spoken = cli("show", "information.bracket").out
    assert "[proved]" in spoken
    assert "nothing but the kernel's rules" in spoken


def test_an_assumption_is_never_shown_as_proved(cli: Run) -> None:
    found = cli("show", "cloze.sufficiency", "--json").json
    assert (found["kind"], found["status"]) == ("assumption", "assumed")
    assert "[assumed]" in cli("show", "cloze.sufficiency").out


def test_hypotheses_stand_before_the_conclusion(cli: Run) -> None:
    spoken = cli("show", "emergence.basic").out
    assert spoken.index("suppose") < spoken.index("then") < spoken.index("meaning")


@pytest.mark.parametrize(("form", "sign"), [("latex", r"\operatorname{kl}"), ("html", "<div>")])
def test_other_forms(cli: Run, form: str, sign: str) -> None:
    outcome = cli("show", "information.pinsker", "--format", form)
    assert outcome.code == 0
    assert sign in outcome.out


def test_unknown_id(cli: Run) -> None:
    outcome = cli("show", "emergence.basics", "--json")
    assert outcome.code == 2
    assert "did you mean emergence.basic" in outcome.json["message"]
    assert "emergence.basic" in outcome.json["known"]
