"""A report counts for a statement only while statement and scripts are what was compiled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.kernel.formula import le, lt
from skilltheory.proving.check import check
from skilltheory.replay import Replayer
from skilltheory.rocq import __main__ as command_line
from skilltheory.rocq.checks import module_name
from skilltheory.rocq.library import Library, Module
from skilltheory.rocq.report import Entry, Report, verdicts
from skilltheory.rocq.toolchain import RocqMissing, find_toolchain
from skilltheory.rocq.units import keys_of_checks
from skilltheory.theory import statement
from skilltheory.theory.statement import _TABLE

LINEAR, PINSKER, OPEN = "cloze.linear", "information.pinsker", "sharp.lower"
VERSION = "8.16.1"
LIBRARY = Library.read()


def report_on(*identifiers: str, accepted: bool = True, library: Library = LIBRARY) -> Report:
    """What a run would have left that accepted, or refused, these statements as they are now."""
    keys = keys_of_checks(library, identifiers, VERSION)
    entries = {module_name(i): Entry(key, accepted, 1.0) for i, key in keys.items()}
    return Report(VERSION, ("Classical_Prop.classic",), entries)


def test_what_was_compiled_counts() -> None:
    assert verdicts([LINEAR, PINSKER, OPEN], report_on(LINEAR)) == {
        LINEAR: True,
        PINSKER: "not-run",
        OPEN: "not-run",
    }
    assert verdicts([LINEAR], report_on(LINEAR, accepted=False)) == {LINEAR: False}
    assert verdicts([LINEAR], None) == {LINEAR: "not-run"}
    with pytest.raises(UnknownName):
        verdicts(["cloze.linaer"], None)


@pytest.mark.parametrize("where", ["conclusion", "hypotheses"])
def test_a_changed_statement_no_longer_counts(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = report_on(LINEAR, PINSKER)
    now = statement(LINEAR)
    left, right = now.conclusion.args
    changed = {"conclusion": lt(left, right), "hypotheses": (le(right, 1),)}
    monkeypatch.setitem(_TABLE, LINEAR, replace(now, **{where: changed[where]}))
    assert verdicts([LINEAR, PINSKER], old) == {LINEAR: "not-run", PINSKER: True}


def test_a_changed_script_no_longer_counts() -> None:
    old = report_on(LINEAR, PINSKER)
    cloze = LIBRARY.modules["Cloze"]
    others = [one for one in LIBRARY.modules.values() if one is not cloze]
    edited = Library([*others, Module("Cloze", cloze.text + "\n(* edited *)\n")])
    assert verdicts([LINEAR, PINSKER], old, edited) == {LINEAR: "not-run", PINSKER: True}


def test_another_version_of_rocq_has_said_nothing() -> None:
    assert verdicts([LINEAR], replace(report_on(LINEAR), version="9.0")) == {LINEAR: "not-run"}


def test_a_report_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = report_on(LINEAR, PINSKER)
    made.save(tmp_path)
    assert Report.load(tmp_path) == made
    assert Report.load(tmp_path / "nowhere") is None


def _without_checks(data: dict[str, Any]) -> None:
    del data["checks"]


def _older(data: dict[str, Any]) -> None:
    data["format"] = 0


def _convenient(data: dict[str, Any]) -> None:
    data["assumes"].append("Convenient.axiom")


@pytest.mark.parametrize("spoil", [_without_checks, _older, _convenient])
def test_a_report_that_cannot_be_relied_on_is_refused(
    spoil: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    path = report_on(LINEAR).save(tmp_path)
    data = json.loads(path.read_text())
    spoil(data)
    path.write_text(json.dumps(data))
    with pytest.raises(SkillTheoryError, match="make rocq writes a new one"):
        Report.load(tmp_path)
    path.write_text("not JSON")
    with pytest.raises(SkillTheoryError, match="make rocq writes a new one"):
        Report.load(tmp_path)


# -- in the check of all proofs ----------------------------------------------------


def test_check_merges_the_verdicts_into_results_and_certificates() -> None:
    certificates: list[dict[str, Any]] = []
    both = [LINEAR, "skillgraph.vacuous"]
    results = check(both, independent={LINEAR: True}, certificates=certificates)
    assert {one.id: one.independent for one in results} == {
        LINEAR: True,
        "skillgraph.vacuous": "not-run",
    }
    assert results[0].to_json()["independent"] is True
    lemma = "information.log-bound"  # below cloze.linear, and nothing is said of it
    assert {one["id"]: one["independent"] for one in certificates} == {
        LINEAR: True,
        "skillgraph.vacuous": "not-run",
        lemma: "not-run",
    }
    assert not any(Replayer().replay_all(json.loads(json.dumps(certificates))).values())
    assert check([LINEAR])[0].independent == "not-run"


def test_on_the_command_line(cli: Callable[..., Any], tmp_path: Path) -> None:
    report_on(LINEAR).save(tmp_path)
    certificates = tmp_path / "made" / "certificates.json"
    asked = ("check", LINEAR, "cloze.chance", "--jobs", "1", "--independent", "--report", tmp_path)
    done = cli(*asked, "--json", "--certificates", certificates)
    assert done.code == 0
    assert [row["independent"] for row in done.json["statements"]] == [True, "not-run"]
    assert {one["id"] for one in json.loads(certificates.read_text())} >= {LINEAR, "cloze.chance"}
    shown = cli(*asked)
    assert "1 of the proved statements accepted, 0 refused, 1 not run" in shown.out
    report_on(LINEAR, accepted=False).save(tmp_path)
    refused = cli(*asked, "--json")
    assert refused.code == 1
    assert refused.json["statements"][0]["independent"] is False
    (tmp_path / "report.json").write_text("{}")
    assert cli(*asked).code == 2


# -- without Rocq ------------------------------------------------------------------


def test_what_is_missing_is_said_and_nothing_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RocqMissing, match="apt-get install coq libcoq-interval libcoq-coquelicot"):
        find_toolchain()
    code = command_line.main(["--out", str(tmp_path / "out")], standalone_mode=False)
    said = capsys.readouterr().err
    assert code == 2
    assert "not installed: coqc (coq)" in said
    assert "Nothing was installed, and nothing was checked." in said
    assert not (tmp_path / "out").exists()


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    coqc = tmp_path / "coqc"
    coqc.write_text(f'#!/bin/sh\ncase $1 in -where) echo {tmp_path};; *) echo "version 9";; esac\n')
    coqc.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("COQPATH", raising=False)
    (tmp_path / "user-contrib" / "Interval").mkdir(parents=True)
    with pytest.raises(RocqMissing, match=r"not installed: Coquelicot \(libcoq-coquelicot\)") as no:
        find_toolchain()
    assert no.value.missing == ("Coquelicot",)
    (tmp_path / "user-contrib" / "Coquelicot").mkdir()
    assert find_toolchain().version == "9"
