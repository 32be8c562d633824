from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.solve import beta

Run = Callable[..., Any]
SHORT = ("--alpha", "1/10", "--from", "1/10", "--to", "1/2", "--points", "5")


def test_points_agree_with_the_certified_solver(cli: Run) -> None:
    found = cli("curve", *SHORT, "--k", "8", "--json").json
    assert (found["alpha"], found["bound"], found["k_prime"]) == ("1/10", "basic", 1)
    for point in found["points"]:
        exact = beta("1/10", point["theta"], 8)
        assert point["beta"] == pytest.approx(float(exact), rel=1e-14)
        if point["status"] == "vacuous":
            assert exact.vacuous
            assert point["competence"] is None
        else:
            expected = 1 - point["theta"] * float(exact)
            assert point["competence"] == pytest.approx(expected, rel=1e-12)
    assert {point["status"] for point in found["points"]} == {"guaranteed", "vacuous"}


def test_points_without_a_guarantee(cli: Run) -> None:
    found = cli("curve", *SHORT, "--from", "1/1000", "--k", "1", "--json").json
    first = found["points"][0]
    assert first["status"] == "none"
    assert first["beta"] is None
    assert first["competence"] is None


def test_a_table_for_each_k(cli: Run) -> None:
    outcome = cli("curve", *SHORT, "--k", "1", "--k", "8", "--k-prime", "2")
    assert outcome.code == 0
    assert "k = 1, tuples of 2" in outcome.out
    assert "k = 8, tuples of 2" in outcome.out
    assert "vacuous" in outcome.out
    assert "no guarantee" in outcome.out


def test_files(cli: Run, tmp_path: Path) -> None:
    for ending in ("csv", "json", "svg", "png"):
        path = tmp_path / f"curve.{ending}"
        outcome = cli("curve", *SHORT, "--k", "8", "--out", str(path))
        assert (outcome.code, outcome.out) == (0, f"{path}\n")
        assert path.stat().st_size > 100
    rows = list(csv.DictReader((tmp_path / "curve.csv").read_text().splitlines()))
    points = json.loads((tmp_path / "curve.json").read_text())["points"]
    assert [float(row["theta"]) for row in rows] == [point["theta"] for point in points]
    assert [row["status"] for row in rows] == [point["status"] for point in points]


def test_picture_of_beta(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "beta.svg"
    outcome = cli("curve", *SHORT, "--k", "8", "--what", "beta", "--out", str(path), "--json")
    assert outcome.json["file"] == str(path)
    assert path.read_text().lstrip().startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--alpha", "2", "--k", "8"), "alpha = 2"),
        (("--alpha", "1/10", "--k", "8", "--from", "0"), "from = 0"),
        (("--alpha", "1/10", "--k", "8", "--from", "0.6"), "less than to"),
        (("--alpha", "1/10", "--k", "8", "--points", "1"), "points = 1"),
        (("--alpha", "1/10", "--k", "8", "--out", "curve.pdf"), "must end in"),
        (("--alpha", "1/10", "--k", "8", "--out", "nowhere/at/all.csv"), "No such file"),
        (("--alpha", "1/10", "--k", "0"), "k = 0"),
        (("--alpha", "1/10"), "--k"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], message: str) -> None:
    told = cli("curve", *arguments, "--json")
    assert (told.code, told.json["error"]) == (2, "bad_input")
    assert message in told.json["message"]
