from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.scaling import example_runs, synthetic_runs
from skilltheory.scaling.synthetic import to_csv

Run = Callable[..., Any]
STEP = ("--from", "70e9,1.4e12", "--to", "700e9,14e12")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    path = tmp_path / "runs.csv"
    path.write_text(to_csv(synthetic_runs("besiroglu2024", 14, seed=4)), encoding="utf-8")
    return path


def test_from_runs_to_forecast(cli: Run, runs: Path, tmp_path: Path) -> None:
    law, picture = tmp_path / "out" / "law.json", tmp_path / "out" / "fit.png"
    fitting = ("fit", runs, "--bootstrap", "40", "--starts", "100", "--workers", "1")
    outcome = cli(*fitting, "--out", law, "--picture", picture, "--json")
    assert outcome.code == 0, outcome.out
    found = outcome.json
    assert found["files"] == [str(law), str(picture)]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert set(found["intervals"]) == set("EABab")
    assert "draws" not in found["bootstrap"]

    scaled = cli("scale", "--fit", law, "--model", "gpt-3", "--json").json
    assert scaled["fit"] == "fitted"

    drawn, stored = tmp_path / "forecast.svg", tmp_path / "forecast.json"
    step = cli("forecast", law, *STEP, "--picture", drawn, "--out", stored, "--json")
    assert step.code == 0
    assert step.json["tuple_factor"]["low"] < step.json["tuple_factor"]["high"]
    assert "<svg" in drawn.read_text()
    assert json.loads(stored.read_text())["tuple_factor"] == step.json["tuple_factor"]

    assert sorted(path.name for path in law.parent.iterdir()) == ["fit.png", "law.json"]
    assert picture.stat().st_size > 20_000


def test_the_tables_say_what_a_reader_needs(cli: Run, runs: Path) -> None:
    outcome = cli("fit", runs, "--bootstrap", "30", "--starts", "100", "--workers", "1")
    for said in ("95% from", "ended at the minimum", "held-out error", "Largest residuals"):
        assert said in outcome.out
    outcome = cli("forecast", "hoffmann2022", *STEP)
    for said in (
        "Tuples of skills grow by a factor 1.992",
        "cloze.sufficiency",
        "check: ",
        "sharp",
    ):
        assert said in outcome.out


def test_two_processes_find_what_one_finds(cli: Run, runs: Path) -> None:
    arguments = ("fit", runs, "--bootstrap", "20", "--starts", "150", "--json")
    one = cli(*arguments, "--workers", "1").json
    assert cli(*arguments, "--workers", "2").json == one


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fit",), "give either a file RUNS.csv or --example"),
        (("fit", "none.csv"), "cannot read none.csv"),
        (("fit", "runs.csv", "--example"), "give either"),
        (("fit", "runs.csv", "--picture", "x.txt"), "must end in .png or .svg"),
        (("fit", "runs.csv", "--out", "x.txt"), "must end in .json"),
        (("forecast", "hoffmann2022", "--from", "7e9", "--to", "7e9,1e12"), "--from 7e9"),
        (("forecast", "hofmann2022", *STEP), "did you mean hoffmann2022"),
        (("forecast", "hoffmann2022", *STEP, "--alpha", "2"), "alpha = 2"),
        (("forecast", "hoffmann2022", *STEP, "--picture", "x"), "must end in .png or .svg"),
        (("forecast", "hoffmann2022", *STEP, "--out", "x"), "must end in .json"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = cli(*arguments)
    assert outcome.code == 2
    assert said in outcome.err


def test_a_bad_row_is_named_and_nothing_is_written(cli: Run, tmp_path: Path) -> None:
    path, law = tmp_path / "bad.csv", tmp_path / "law.json"
    path.write_text("params,tokens,loss\n1e9,2e10,x\n", encoding="utf-8")
    outcome = cli("fit", path, "--out", law, "--json")
    assert outcome.code == 2
    assert "line 2: loss = 'x' is not a number" in outcome.json["message"]
    assert not law.exists()


@pytest.mark.slow
def test_the_example_in_full(cli: Run) -> None:
    found = cli("fit", "--example", "--json").json
    assert found["runs"]["used"] == len(example_runs().read_text().splitlines()) - 1
    assert found["diagnostics"]["starts"] == 4500
