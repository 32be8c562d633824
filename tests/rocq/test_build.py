"""Modules are compiled in order, only when something changed, and audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from skilltheory.errors import SkillTheoryError
from skilltheory.rocq.audit import audit
from skilltheory.rocq.axioms import assumed_in, not_allowed
from skilltheory.rocq.build import Unit, compile_units, keys_of
from skilltheory.rocq.run import run
from skilltheory.rocq.toolchain import Toolchain

BASE = Unit("Base", "base")
MIDDLE = Unit("Middle", "middle", ("Base",))
TOP = Unit("Top", "top", ("Middle",), audited=True)
OTHER = Unit("Other", "other", audited=True)
ALL = [TOP, OTHER, MIDDLE, BASE]


def diary(folder: Path) -> list[str]:
    path = folder / "diary"
    lines = path.read_text().split() if path.is_file() else []
    path.unlink(missing_ok=True)
    return lines


def changed(unit: Unit, text: str) -> Unit:
    return Unit(unit.name, text, unit.needs, unit.audited)


def test_imports_are_compiled_first_and_nothing_twice(stand_in: Toolchain, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    assert all(outcome.ok for outcome in compile_units(ALL, folder, stand_in).values())
    done = diary(folder)
    assert sorted(done) == ["Base.v", "Middle.v", "Other.v", "Top.v"]
    assert done.index("Base.v") < done.index("Middle.v") < done.index("Top.v")
    compile_units(ALL, folder, stand_in)
    assert diary(folder) == []


def test_what_stands_above_a_change_is_compiled_again(stand_in: Toolchain, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    compile_units(ALL, folder, stand_in)
    diary(folder)
    compile_units([TOP, OTHER, changed(MIDDLE, "new"), BASE], folder, stand_in)
    assert diary(folder) == ["Middle.v", "Top.v"]
    compile_units(ALL, folder, Toolchain(stand_in.coqc, "0.1"))
    assert len(diary(folder)) == 4  # another version of Rocq has said nothing yet


def test_a_failure_stops_what_stands_above_it_only(stand_in: Toolchain, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    wrong = changed(MIDDLE, "wrong")
    outcomes = compile_units([TOP, OTHER, wrong, BASE], folder, stand_in)
    assert {name for name, outcome in outcomes.items() if outcome.ok} == {"Base", "Other"}
    assert outcomes["Middle"].error == "Error: it is wrong"
    assert outcomes["Top"].error == "it imports Middle, which fails"
    diary(folder)
    compile_units([TOP, OTHER, wrong, BASE], folder, stand_in)
    assert diary(folder) == ["Middle.v"]  # a failure is not remembered as an answer


def test_a_key_depends_on_text_imports_and_version() -> None:
    keys = keys_of(ALL, "1")
    assert keys == keys_of(reversed(ALL), "1")
    with_other_base = keys_of([TOP, OTHER, MIDDLE, changed(BASE, "new")], "1")
    assert {name for name in keys if keys[name] != with_other_base[name]} == {
        "Base",
        "Middle",
        "Top",
    }
    assert not set(keys.values()) & set(keys_of(ALL, "2").values())


def test_circles_and_missing_imports_are_named() -> None:
    with pytest.raises(SkillTheoryError, match="in a circle: A -> B -> A"):
        keys_of([Unit("A", "", ("B",)), Unit("B", "", ("A",))])
    with pytest.raises(SkillTheoryError, match=r"A\.v imports C, which does not exist"):
        keys_of([Unit("A", "", ("C",))])


def test_a_run_reports_results_only(stand_in: Toolchain, tmp_path: Path) -> None:
    report = run([TOP, changed(OTHER, "wrong"), MIDDLE, BASE], tmp_path / "build", stand_in)
    assert {name: entry.accepted for name, entry in report.entries.items()} == {
        "Top": True,
        "Other": False,
    }
    assert report.entries["Other"].reason == "Error: it is wrong"
    done = diary(tmp_path / "build")
    assert done.count("Other.v") == 1  # what failed is not tried again for the audit
    assert done[-1] == "Audit.v"
    assert report.assumes == ("Classical_Prop.classic",)


def test_a_foreign_axiom_is_laid_at_the_door_of_its_module(
    stand_in: Toolchain, tmp_path: Path
) -> None:
    folder = tmp_path / "build"
    compile_units(ALL, folder, stand_in)
    (folder / "axioms").write_text("Top.convenient\n  : forall x : R, x = 0\n")
    assumes, refused = audit(ALL, ["Top", "Other"], folder, stand_in)
    assert assumes == ()
    assert refused == dict.fromkeys(
        ["Top", "Other"], "it takes for granted: Top.convenient"
    )  # the stand-in says so of both
    report = run(ALL, folder, stand_in)
    assert not any(entry.accepted for entry in report.entries.values())


PRINTED = """\
The command has indeed failed with message:
No applicable tactic.
Axioms:
Uint63.eqb_refl : forall x : PrimInt63.int, PrimInt63.eqb x x = true
PrimInt63.diveucl
  : PrimInt63.int -> PrimInt63.int -> PrimInt63.int * PrimInt63.int
ClassicalDedekindReals.sig_not_dec : forall P : Prop, {~ ~ P} + {~ P}
FloatAxioms.add_spec
  : forall x y : PrimFloat.float, x = y
mine : False
"""


def test_reading_what_is_assumed() -> None:
    names = assumed_in(PRINTED)
    assert names == (
        "ClassicalDedekindReals.sig_not_dec",
        "FloatAxioms.add_spec",
        "PrimInt63.diveucl",
        "Uint63.eqb_refl",
        "mine",
    )
    assert not_allowed(names) == ("FloatAxioms.add_spec", "mine")
    assert not_allowed(["PrimFloat.float", "My.Uint63.fake", "Uint63x.a"]) == (
        "PrimFloat.float",
        "My.Uint63.fake",
        "Uint63x.a",
    )
    assert assumed_in("Closed under the global context\n") == ()
    with pytest.raises(SkillTheoryError, match="did not say"):
        assumed_in("nothing of the sort")
