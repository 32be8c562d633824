"""Rocq at work: it accepts what is stated, and refuses what was changed.

These tests need Rocq; ``.ci/run`` installs it and ``make rocq`` checks the whole theory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sympy import Rational, log

from skilltheory.kernel.formula import le, lt
from skilltheory.rocq.build import Unit, compile_units
from skilltheory.rocq.checks import check_of, imports_of
from skilltheory.rocq.library import Library, Module
from skilltheory.rocq.numbers import number_units
from skilltheory.rocq.report import Entry, Report
from skilltheory.rocq.run import run
from skilltheory.rocq.toolchain import Toolchain
from skilltheory.rocq.units import by_hand, check_unit
from skilltheory.sorts import Real, Variable
from skilltheory.theory import Statement, statement

pytestmark = pytest.mark.slow

LIBRARY = Library.read()
COMPETENCE = LIBRARY.theorems["skillgraph.competence"]
Asked = Callable[..., Report]


def below(units: Iterable[Unit], wanted: Iterable[Unit]) -> list[Unit]:
    """Some modules with all that they import, directly or not."""
    known = {unit.name: unit for unit in units}
    found: dict[str, Unit] = {}
    waiting = list(wanted)
    while waiting:
        unit = waiting.pop()
        if unit.name not in found:
            found[unit.name] = unit
            waiting += [known[name] for name in unit.needs]
    return list(found.values())


@pytest.fixture(scope="module")
def ask(rocq: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Have Rocq check some modules, in one folder, so that what they share is compiled once."""
    folder = tmp_path_factory.mktemp("rocq")

    def asked(*wanted: Unit, library: Library = LIBRARY) -> Report:
        return run(below(by_hand(library), wanted), folder, rocq)

    return asked


def check_as(wanted: Statement) -> Unit:
    """The check of the statement on competence, if it said this instead."""
    imports = imports_of(COMPETENCE, LIBRARY.modules)
    return Unit("Changed", check_of(wanted, COMPETENCE, imports), imports, audited=True)


def only(report: Report) -> Entry:
    (entry,) = report.entries.values()
    return entry


def test_the_statement_as_it_is_is_accepted(ask: Asked) -> None:
    report = ask(check_unit(LIBRARY, COMPETENCE))
    assert only(report).accepted, only(report).reason
    assert "ClassicalDedekindReals.sig_forall_dec" in report.assumes


NOW = statement("skillgraph.competence")
LEFT, RIGHT = NOW.conclusion.args
CHANGED = {
    "stricter": replace(NOW, conclusion=lt(LEFT + Rational(1, 10), RIGHT)),
    "the other way round": replace(NOW, conclusion=lt(RIGHT, LEFT)),
    "weaker": replace(NOW, conclusion=lt(LEFT, RIGHT + 1)),
    "without its hypothesis": replace(NOW, hypotheses=()),
    "with a weaker hypothesis": replace(NOW, hypotheses=(le(*NOW.hypotheses[0].args),)),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_changed_statement_makes_the_old_script_fail(ask: Asked, changed: Statement) -> None:
    entry = only(ask(check_as(changed)))
    assert not entry.accepted
    assert "Error" in entry.reason


def test_a_term_without_a_meaning_is_refused_though_rocqs_functions_are_total(ask: Asked) -> None:
    r = Variable("r", Real)
    script = Module(
        "Total",
        "(** *)\nFrom Coq Require Import Reals Lra.\nOpen Scope R_scope.\n"
        "(* skillgraph.competence : r *)\n"
        "Theorem total : forall r, ln r <= ln r + 1.\nProof. intros. lra. Qed.\n",
    )
    library = Library([*LIBRARY.modules.values(), script])
    theorem = script.theorems[0]
    imports = imports_of(theorem, library.modules)
    wanted = replace(NOW, conclusion=le(log(r), log(r) + 1), hypotheses=())
    unit = Unit("Changed", check_of(wanted, theorem, imports), imports, audited=True)
    assert not only(ask(unit, library=library)).accepted
    # under the condition that gives the logarithm a meaning, the same theorem passes
    guarded = Module("Total", script.text.replace("forall r, ln", "forall r, 0 < r -> ln"))
    library = Library([*LIBRARY.modules.values(), guarded])
    wanted = replace(wanted, hypotheses=(lt(0, r),))
    unit = Unit("Changed", check_of(wanted, theorem, imports), imports, audited=True)
    entry = only(ask(unit, library=library))
    assert entry.accepted, entry.reason


def test_an_axiom_that_no_word_betrays_is_found_in_the_audit(ask: Asked) -> None:
    convenient = Module(
        "Skillgraph",
        LIBRARY.modules["Skillgraph"].text.replace(
            "Open Scope R_scope.", "Open Scope R_scope.\nVariable convenient : 0 = 1.", 1
        ),
    )
    text = convenient.text.replace("Proof.\n", "Proof.\n  pose proof convenient.\n", 1)
    assert text.count("convenient") == 2
    others = [one for one in LIBRARY.modules.values() if one.name != "Skillgraph"]
    library = Library([*others, Module("Skillgraph", text)])
    entry = only(ask(check_unit(library, COMPETENCE), library=library))
    assert not entry.accepted
    assert "takes for granted" in entry.reason
    assert "convenient" in entry.reason


def test_a_number_is_accepted_and_the_next_one_is_not(ask: Asked) -> None:
    (row,) = number_units([("1/10", "1/10", 4)], 12)
    assert only(ask(row)).accepted
    low, high = (
        line
        for line in row.text.splitlines()
        if line.startswith(("Definition low", "Definition h"))
    )
    for line, number in ((low, "6234 / 1000"), (high, "6233 / 1000")):
        name = line.split()[1]
        off = replace(row, text=row.text.replace(line, f"Definition {name} : R := ({number})."))
        entry = only(ask(off))
        assert not entry.accepted
        assert "Error" in entry.reason


def test_a_script_that_fails_is_reported_with_rocqs_words(rocq: Toolchain, tmp_path: Path) -> None:
    wrong = Unit("Wrong", "Lemma one : 0 = 1. Proof. reflexivity. Qed.", audited=True)
    outcome = compile_units([wrong], tmp_path, rocq)["Wrong"]
    assert not outcome.ok
    assert "Unable to unify" in outcome.error
