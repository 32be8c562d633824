from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.solve import beta, least_n1

Run = Callable[..., Any]
GRID = ("--alpha", "0.1:0.5:3", "--theta", "1/10,1/5", "--k", "4,8")
ONE = ("--alpha", "1/10", "--theta", "1/10", "--k", "8")


def test_points_are_those_of_the_solver(cli: Run) -> None:
    outcome = cli("sweep", "beta", *GRID, "--json")
    found = outcome.json
    assert outcome.code == 0
    assert (found["unknown"], found["bound"], found["k_prime"]) == ("beta", "basic", "1")
    assert [(one["alpha"], one["theta"], one["k"]) for one in found["points"]] == [
        (alpha, theta, k)
        for alpha in ("1/10", "3/10", "1/2")
        for theta in ("1/10", "1/5")
        for k in ("4", "8")
    ]
    for one in found["points"]:
        if one["status"] == "none":
            assert one["beta"] is None
            continue
        expected = beta(one["alpha"], one["theta"], one["k"], digits=15)
        assert one["beta"] == expected.value
        assert (one["lower"], one["upper"]) == (expected.lower, expected.upper)


def test_each_point_says_how_it_stands(cli: Run) -> None:
    given = ("--alpha", "1/25", "--theta", "1/1000,1/10,2/5", "--k", "1,3,8")
    found = cli("sweep", "beta", *given, "--json").json
    status = {(one["theta"], one["k"]): one["status"] for one in found["points"]}
    assert status["1/1000", "1"] == "none"
    assert status["1/10", "8"] == "guaranteed"
    assert status["2/5", "3"] == "vacuous"
    refused = next(one for one in found["points"] if one["status"] == "none")
    assert "h(theta)" in refused["reason"]
    spoken = cli("sweep", "beta", *given).out
    assert "no guarantee" in spoken
    assert "vacuous" in spoken


def test_logarithmic_axes_have_exact_ends_and_short_numbers(cli: Run) -> None:
    given = ("--alpha", "1/10", "--theta", "1e-3:1/3:4:log", "--k", "16")
    found = cli("sweep", "beta", *given, "--json").json
    thetas = [one["theta"] for one in found["points"]]
    assert (thetas[0], thetas[-1]) == ("1/1000", "1/3")
    spoken = cli("sweep", "beta", *given).out
    assert "0.00693361" in spoken
    assert "alpha = 1/10, k = 16" in spoken or "alpha = 0.1, k = 16" in spoken


def test_an_unknown_with_its_own_bound(cli: Run) -> None:
    given = ("--beta", "4,5", *ONE, "--n2", "100", "--failure", "1e-6")
    found = cli("sweep", "n1", *given, "--json").json
    assert found["bound"] == "finite-sharp"
    for one in found["points"]:
        expected = least_n1("1/10", one["beta"], "1/10", 8, n2=100, failure="1e-6")
        assert one["n1"] == expected.value


def test_points_outside_a_sort_in_combination_keep_their_reason(cli: Run) -> None:
    given = ("--beta", "3,30", "--alpha", "1/10", "--k", "8")
    spoken = cli("sweep", "theta", *given)
    assert spoken.code == 0
    assert "beta = 30 is not accepted" in spoken.out


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_files(cli: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"points.{ending}"
    outcome = cli("sweep", "beta", *GRID, "--out", str(path))
    assert (outcome.code, outcome.out) == (0, f"{path}\n")
    points = cli("sweep", "beta", *GRID, "--json").json["points"]
    if ending == "json":
        assert json.loads(path.read_text())["points"] == points
        return
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert rows == [{name: text or "" for name, text in one.items()} for one in points]
    told = cli("sweep", "beta", *GRID, "--out", str(path), "--json").json
    assert told["file"] == str(path)


def test_processes_and_an_interrupted_run_change_nothing(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "points.jsonl"
    grid = ("sweep", "beta", "--alpha", "0.1:0.5:9", "--theta", "0.1:0.5:9", "--k", "8", "--json")
    plain = cli(*grid).json
    assert cli(*grid, "--workers", "2", "--resume", str(path)).json == plain
    lines = path.read_text().splitlines(keepends=True)
    assert len(lines) == 3
    path.write_text("".join(lines[:2]) + lines[2][:30])
    assert cli(*grid, "--resume", str(path)).json == plain
    other = cli(*grid, "--bound", "sharp", "--resume", str(path))
    assert other.code == 2
    assert "other inputs (bound: basic there, sharp here)" in other.json["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gamma", *ONE), "gamma"),
        (("beta", "--alpha", "1/10", "--k", "8"), "theta = None"),
        (("beta", *ONE, "--beta", "3"), "left out"),
        (("beta", "--alpha", "1/10,x", "--theta", "1/10", "--k", "8"), "alpha = 'x'"),
        (("beta", "--alpha", "1/10:2:5", "--theta", "1/10", "--k", "8"), "alpha ="),
        (("beta", "--alpha", "1/10:1/2", "--theta", "1/10", "--k", "8"), "FROM:TO:POINTS"),
        (("beta", "--alpha", "1/10:1/2:3:lag", "--theta", "1/10", "--k", "8"), "FROM:TO:POINTS"),
        (("beta", "--alpha", "1/10:1/2:1", "--theta", "1/10", "--k", "8"), "both ends"),
        (("beta", "--alpha", "0:1/2:3", "--theta", "1/10", "--k", "8"), "alpha = 0"),
        (("beta", *ONE, "--digits", "0"), "digits = 0"),
        (("beta", *ONE, "--bound", "best"), "bound"),
        (("beta", *ONE, "--k-prime", "x"), "k_prime"),
        (("beta", *ONE, "--out", "points.txt"), "must end in"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], message: str) -> None:
    told = cli("sweep", *arguments, "--json")
    assert (told.code, told.json["error"]) == (2, "bad_input")
    assert message in told.json["message"]
