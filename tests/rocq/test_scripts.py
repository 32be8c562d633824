"""The scripts written by hand: nothing taken for granted, each theorem tied to its statement."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from skilltheory.errors import SkillTheoryError
from skilltheory.kernel.binding import free_variables
from skilltheory.rocq.checks import closed
from skilltheory.rocq.library import Library, Module, code_of, folder_of_scripts
from skilltheory.rocq.units import alone, by_hand, every_check
from skilltheory.theory import statement

ROOT = Path(__file__).parents[2]
LIBRARY = Library.read()
THEOREMS = sorted(LIBRARY.theorems.values(), key=lambda theorem: theorem.statement)

# Sections 1, 2.2, 4.2 to 4.7 and 5 of the theory reference, as far as Rocq is to check them.
DEMANDED = {
    "information": "log-bound phi kl-by-phi gibbs-binary gibbs cross-entropy bracket pinsker "
    "bretagnolle-huber",
    "cloze": "chance certain linear total-variation l1",
    "scaling": "optimum optimum-unique",
    "emergence": "binomial-estimate chernoff basic exists unique increasing falls-in-k "
    "falls-in-theta share-rises rises-in-alpha closed-form",
    "sharp": "entropic-better duality duality-attained",
}


def test_no_script_takes_anything_for_granted() -> None:
    texts = {path.stem: path.read_text() for path in (ROOT / "proofs" / "rocq").glob("*.v")}
    texts |= {unit.name: unit.text for unit in [*by_hand(LIBRARY), *every_check(LIBRARY)]}
    assert len(texts) > 60
    for name, text in texts.items():
        code = code_of(text)
        for word in ("Admitted", "admit", "give_up", "Axiom", "Parameter", "Conjecture"):
            assert word not in code.replace("Print Assumptions", ""), (name, word)


@pytest.mark.parametrize(
    "text",
    [
        "Lemma easy : False. Admitted.",
        "Lemma easy : False. Proof. admit. Qed.",
        "Axiom easy : False.",
        "Axioms easy easier : False.",
        "Parameter number : nat.",
        "Conjecture easy : False.",
        "Unset Guard Checking.",
        "(* (* nested *) comment *) Axiom easy : False.",
        "Definition generated := True.",
        "Definition twin_1 := False.",
    ],
)
def test_a_script_that_does_is_refused(text: str) -> None:
    with pytest.raises(SkillTheoryError, match=r"Easy\.v (contains|defines)"):
        Library([Module("Easy", text)])


def test_comments_may_say_what_they_like() -> None:
    Library([Module("Honest", "(* No Axiom, nothing Admitted (* nor admit *). *) Lemma a : True.")])
    assert code_of("a (* b (* c *) d *) e") == "a  e"


def test_a_statement_has_one_theorem() -> None:
    mark = "(* cloze.linear : e *)\nTheorem linear : True."
    with pytest.raises(SkillTheoryError, match=r"cloze\.linear has two theorems"):
        _ = Library([Module("A", mark), Module("B", mark)]).theorems


def test_theorems_that_stand_for_no_statement_are_reported_too() -> None:
    found = alone(LIBRARY)
    assert any("superquantile duality on finite lists" in title for title in found)
    for unit in found.values():
        (module,) = unit.needs
        assert f"Definition everything := @{module}." in unit.text
        assert unit.audited


def test_the_analytic_core_is_there() -> None:
    demanded = {
        f"{chapter}.{name}" for chapter, names in DEMANDED.items() for name in names.split()
    }
    assert demanded <= set(LIBRARY.theorems)


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.statement)
def test_a_theorem_names_the_statements_variables(theorem) -> None:  # type: ignore[no-untyped-def]
    wanted = statement(theorem.statement)
    given = [statement(name) for name in theorem.given]
    assert all(one.kind.is_supposed for one in given)
    made = closed(wanted, theorem.given)
    bound = {name for step in made.prefix for name in step.binds}
    assert set(theorem.names) <= bound
    own = {v for v in free_variables([wanted.conclusion, *wanted.hypotheses]) if not v.fixed}
    assert len(own) <= len(bound)


@pytest.mark.slow
@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.statement)
def test_rocq_is_given_no_more_than_the_kernel_takes(theorem) -> None:  # type: ignore[no-untyped-def]
    wanted = statement(theorem.statement)
    if not wanted.kind.is_supposed:
        assert set(theorem.given) <= {one.id for one in wanted.rests_on()}
    else:
        assert theorem.given == ()


def test_modules_are_small_and_import_what_exists() -> None:
    for module in LIBRARY.modules.values():
        assert set(module.imports) <= {*LIBRARY.modules, "Functions"}
        assert module.text.startswith("(** "), f"{module.name} does not say what it is about"


def test_a_wheel_carries_the_scripts() -> None:
    assert folder_of_scripts() == ROOT / "proofs" / "rocq"
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert "proofs" in wheel["targets"]["wheel"]["only-include"]
