"""``check``, ``graph`` and ``show --proof`` on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.proving import script, store
from skilltheory.theory import statement

KEYS = {"id", "kind", "status", "rests_on", "seconds", "replayed"}


def test_check_of_some_statements(cli: Callable[..., Any]) -> None:
    done = cli("check", "information.pinsker", "scaling.law", "--jobs", "1", "--json")
    assert done.code == 0
    pinsker, law = done.json["statements"]
    assert set(pinsker) >= KEYS
    assert (pinsker["status"], pinsker["replayed"], pinsker["rests_on"]) == ("proved", True, [])
    assert (law["status"], law["replayed"]) == ("assumed", False)
    assert done.json["replay_seconds"] > 0


def test_check_on_two_processes(cli: Callable[..., Any]) -> None:
    done = cli("check", "cloze.linear", "skillgraph.vacuous")
    assert done.code == 0
    assert "2 proved, 2 of them replayed, 0 open" in done.out


def test_a_refused_proof_fails_the_check(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PROVED", {})
    monkeypatch.setitem(
        script.SCRIPTS, "information.pinsker", lambda proof: store.prove("information.bracket")
    )
    done = cli("check", "information.pinsker", "--jobs", "1", "--json")
    assert done.code == 1
    (row,) = done.json["statements"]
    assert row["status"] == "open"
    assert "ends in" in row["reason"]
    monkeypatch.delitem(statement("information.pinsker").__dict__, "state", raising=False)


def test_check_refuses_an_unknown_id(cli: Callable[..., Any]) -> None:
    done = cli("check", "emergence.basik", "--json")
    assert done.code == 2
    assert "emergence.basic" in done.json["message"]


@pytest.mark.parametrize("form", ["text", "latex", "html"])
def test_show_with_proof(cli: Callable[..., Any], form: str) -> None:
    done = cli("show", "information.pinsker", "--proof", "--format", form)
    assert done.code == 0
    assert "second derivative" in done.out


def test_show_with_proof_as_data(cli: Callable[..., Any]) -> None:
    lines = cli("show", "information.pinsker", "--proof", "--json").json["proof"]
    assert [line["rule"] for line in lines] == ["sign", "tangent", "combine"]
    assert cli("show", "scaling.law", "--proof", "--json").json["proof"] is None
    assert "supposed" in cli("show", "scaling.law", "--proof").out


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_graph(cli: Callable[..., Any], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / "deep" / f"graph.{suffix}"
    assert cli("graph", "--out", out).code == 0
    assert out.stat().st_size > 10_000


def test_graph_as_data(cli: Callable[..., Any]) -> None:
    rows = {row["id"]: row for row in cli("graph", "--json").json["statements"]}
    assert rows["emergence.failure"]["uses"] == [
        "emergence.binomial-estimate",
        "emergence.chernoff",
        "emergence.finite",
    ]
    assert rows["scaling.law"]["uses"] == []


def test_graph_refuses_other_formats(cli: Callable[..., Any], tmp_path: Path) -> None:
    assert cli("graph", "--out", tmp_path / "graph.docx").code == 2
