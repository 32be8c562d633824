"""The replayer accepts every certificate, and refuses one that was tampered with."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from skilltheory.kernel.certificate import certificate
from skilltheory.proving.check import check
from skilltheory.proving.store import prove
from skilltheory.replay import Rejected, Replayer, lemmas_of
from skilltheory.replay.terms import Reader
from skilltheory.theory import State, statements

Certificate = dict[str, Any]


@pytest.fixture(scope="module")
def certificates() -> dict[str, Certificate]:
    proved = [s for s in statements() if s.state is State.PROVED]
    made = {s.id: certificate(s.id, prove(s.id)) for s in proved}
    return json.loads(json.dumps(made))  # what a file would hold


def replayed_below(certificates: dict[str, Certificate], identifier: str) -> Replayer:
    """A replayer that has accepted the lemmas of one certificate, and theirs."""
    below: set[str] = set()
    waiting = lemmas_of(certificates[identifier])
    while waiting:
        name = waiting.pop()
        below.add(name)
        waiting |= lemmas_of(certificates[name]) - below
    replayer = Replayer()
    replayer.replay_all(certificates[name] for name in below)
    return replayer


def test_every_certificate_is_accepted(certificates: dict[str, Certificate]) -> None:
    verdicts = Replayer().replay_all(certificates.values())
    assert {name for name, reason in verdicts.items() if reason} == set()
    assert len(verdicts) >= 50


@pytest.mark.slow
def test_the_replayer_runs_without_sympy(
    certificates: dict[str, Certificate], tmp_path: Path
) -> None:
    file = tmp_path / "certificates.json"
    file.write_text(json.dumps(list(certificates.values())))
    script = (
        "import sys; from skilltheory.replay.__main__ import main; "
        f"code = main([{str(file)!r}]); "
        "assert 'sympy' not in sys.modules and 'skilltheory.kernel' not in sys.modules; "
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def relations(made: Certificate) -> list[int]:
    return [i for i, row in enumerate(made["terms"]) if row[0] in ("<", "<=")]


@pytest.mark.parametrize(
    "identifier",
    [
        "information.pinsker",
        "information.gibbs",
        "emergence.chernoff",
        "emergence.necessary",
        "scaling.optimum",
        "tuples.paucity",
        "scaling.tenfold",
    ],
)
def test_a_changed_conclusion_is_refused(
    certificates: dict[str, Certificate], identifier: str
) -> None:
    """Turn the last relation round, or make it strict: some step no longer follows."""
    made = copy.deepcopy(certificates[identifier])
    last = made["steps"][-1]["conclusion"]
    row = made["terms"][last]
    while row[0] not in ("<", "<="):
        row = made["terms"][[x for x in row[1:] if isinstance(x, int)][-1]]
    made["terms"].append([row[0], row[2], row[1]])
    turned = len(made["terms"]) - 1
    for step in made["steps"][-2:]:
        step["conclusion"] = turned
    with pytest.raises(Rejected):
        replayed_below(certificates, identifier).replay(made)


def test_a_number_off_by_one_percent_is_refused(certificates: dict[str, Certificate]) -> None:
    made = copy.deepcopy(certificates["information.pinsker"])
    for row in made["terms"]:
        if row == ["num", "2/1"]:
            row[1] = "202/100"
    with pytest.raises(Rejected):
        Replayer().replay(made)


def test_a_dropped_hypothesis_is_refused(certificates: dict[str, Certificate]) -> None:
    made = copy.deepcopy(certificates["information.log-bound-strict"])
    for step in made["steps"]:
        step["hypotheses"] = []
    with pytest.raises(Rejected, match="dropped"):
        Replayer().replay(made)


def test_a_lemma_must_have_been_replayed(certificates: dict[str, Certificate]) -> None:
    with pytest.raises(Rejected, match="not replayed"):
        Replayer().replay(certificates["information.gibbs"])


def test_lemmas_in_a_circle_are_refused(certificates: dict[str, Certificate]) -> None:
    first = copy.deepcopy(certificates["information.phi"])
    second = copy.deepcopy(certificates["information.log-bound"])
    second["steps"].insert(
        0,
        {
            "rule": "lemma",
            "hypotheses": [],
            "conclusion": 0,
            "premises": [],
            "data": {"id": "information.phi"},
        },
    )
    verdicts = Replayer().replay_all([first, second])
    assert all("circle" in (reason or "") for reason in verdicts.values())


def test_an_axiom_has_one_formula(certificates: dict[str, Certificate]) -> None:
    replayer = replayed_below(certificates, "emergence.finite")
    replayer.axioms["skillgraph.mixing"] = ("<", ("num", 0), ("num", 1))
    with pytest.raises(Rejected, match="two formulas"):
        replayer.replay(certificates["emergence.finite"])


@pytest.mark.parametrize("rule", ["magic", "admit", ""])
def test_an_unknown_rule_is_refused(certificates: dict[str, Certificate], rule: str) -> None:
    made = copy.deepcopy(certificates["information.log-bound"])
    made["steps"][0]["rule"] = rule
    with pytest.raises(Rejected, match="no rule"):
        Replayer().replay(made)


def test_a_step_cannot_rest_on_a_later_one(certificates: dict[str, Certificate]) -> None:
    made = copy.deepcopy(certificates["information.log-bound"])
    made["steps"][0]["premises"] = [1]
    with pytest.raises(Rejected, match="later"):
        Replayer().replay(made)


def test_boxes_must_cover(certificates: dict[str, Certificate]) -> None:
    made = copy.deepcopy(certificates["scaling.tenfold"])
    for step in made["steps"]:
        if step["rule"] == "ball":
            step["data"]["pieces"] = []
    with pytest.raises(Rejected, match="ball"):
        replayed_below(certificates, "scaling.tenfold").replay(made)


def test_check_reports_state_and_replay() -> None:
    one, law = check(["tuples.tenfold", "scaling.law"])
    assert (one.status, one.replayed) == ("proved", True)
    assert one.rests_on == ("cloze.sufficiency", "scaling.exponents", "scaling.law")
    assert (law.status, law.replayed, law.seconds) == ("assumed", False, 0.0)
    assert set(one.to_json()) >= {"id", "kind", "status", "rests_on", "seconds", "replayed"}


def with_step(made: Certificate, **change: Any) -> Certificate:
    made = copy.deepcopy(made)
    made["variables"].update(change.pop("variables", {}))
    return made


def test_what_is_random_is_fixed(certificates: dict[str, Certificate]) -> None:
    """Putting a term for a random family is refused, and so is an unknown role."""
    made = with_step(certificates["emergence.finite"])
    roles = {role for _, role in made["variables"].values()}
    assert "random" in roles
    made["variables"]["z"] = ["Real", "sometimes"]
    with pytest.raises(Rejected, match="role"):
        replayed_below(certificates, "emergence.finite").replay(made)


def test_nothing_is_put_for_a_fixed_variable(certificates: dict[str, Certificate]) -> None:
    made = with_step(certificates["emergence.finite"], variables={"z": ["Real", "fixed"]})
    with pytest.raises(Rejected, match="fixed"):
        replayed_below(certificates, "emergence.finite").replay(made)


def test_a_lemma_is_about_variables_of_its_own_sorts(
    certificates: dict[str, Certificate],
) -> None:
    """What was proved for positive numbers is not cited for all."""
    citing = next(
        c for c in certificates.values() if lemmas_of(c) and c["variables"] and relations(c)
    )
    replayer = replayed_below(certificates, citing["id"])
    made = copy.deepcopy(citing)
    lemma = certificates[min(lemmas_of(made))]
    name = next(x for x in lemma["variables"] if x in made["variables"])
    for sort in ("Real", "Probability", "Integers"):
        if made["variables"][name][0] != sort:
            changed = copy.deepcopy(made)
            changed["variables"][name][0] = sort
            with pytest.raises(Rejected):
                replayer.replay(changed)
    replayer.replay(made)


def test_formulas_are_equal_only_if_their_variables_are() -> None:
    """So a certificate for positive numbers does not prove the statement about all."""
    kinds = (["Positive", "free"], ["Real", "free"], ["Real", "fixed"])
    read = [Reader({"x": kind}).read([["var", "x"], ["=", 0, 0]])[1] for kind in kinds]
    assert len(set(read)) == 3


@pytest.mark.parametrize("identifier", ["information.pinsker", "emergence.chernoff"])
def test_each_multiplier_counts(certificates: dict[str, Certificate], identifier: str) -> None:
    replayer = replayed_below(certificates, identifier)
    made = certificates[identifier]
    replayer.replay(made)
    tried = refused = 0
    for place, step in enumerate(made["steps"]):
        for which, _ in enumerate(step["data"].get("multipliers", [])):
            changed = copy.deepcopy(made)
            changed["terms"].append(["num", "-17/3"])
            last = len(changed["terms"]) - 1
            changed["steps"][place]["data"]["multipliers"][which] = {"$term": last}
            tried += 1
            try:  # a multiple of what says 0 = 0 changes nothing
                assert replayer.replay(changed) == replayer.proved[identifier]
            except Rejected:
                refused += 1
    assert refused > tried / 2


def test_each_premise_counts(certificates: dict[str, Certificate]) -> None:
    """A step that loses a premise, or rests on another one, no longer follows."""
    made, refused, tried = certificates["information.log-bound"], 0, 0
    for place, step in enumerate(made["steps"]):
        for which, old in enumerate(step["premises"]):
            for other in range(place):
                if other != old:
                    changed = copy.deepcopy(made)
                    changed["steps"][place]["premises"][which] = other
                    tried += 1
                    try:
                        assert Replayer().replay(changed) == Replayer().replay(made)
                    except Rejected:
                        refused += 1
            changed = copy.deepcopy(made)
            del changed["steps"][place]["premises"][which]
            with pytest.raises(Rejected):
                Replayer().replay(changed)
    assert refused > tried / 2


@pytest.mark.parametrize(
    "row",
    [
        ["log", 0, 0],
        ["log"],
        ["pow", 0],
        ["call", "Abs", 0, 0],
        ["call", "Oracle", 0],
        ["num", "1/0"],
        ["num", "nan"],
        ["var", "nobody"],
        ["var", 0],
        ["<", 0],
        ["and"],
        ["and", 0],
        ["add", 10**6],
        ["add", True],
        ["pr", 0],
        ["mean", "x"],
        ["sum", "x", 0, 0],
        ["magic", 0],
        [],
    ],
)
def test_rows_that_are_not_of_the_language(
    certificates: dict[str, Certificate], row: list[Any]
) -> None:
    made = copy.deepcopy(certificates["information.log-bound"])
    made["terms"].insert(0, ["num", "1/1"])
    made["terms"] = [made["terms"][0], row]
    with pytest.raises(Rejected):
        Replayer().replay(made)


@pytest.mark.parametrize("key", ["id", "format", "variables", "terms", "steps"])
def test_a_certificate_with_a_part_missing(certificates: dict[str, Certificate], key: str) -> None:
    made = copy.deepcopy(certificates["information.log-bound"])
    del made[key]
    with pytest.raises(Rejected):
        Replayer().replay(made)


def test_two_certificates_of_one_name(certificates: dict[str, Certificate]) -> None:
    one = certificates["information.log-bound"]
    with pytest.raises(Rejected, match="two certificates"):
        Replayer().replay_all([one, copy.deepcopy(one)])


def test_a_missing_lemma_is_refused(certificates: dict[str, Certificate]) -> None:
    verdicts = Replayer().replay_all([certificates["information.gibbs"]])
    assert "not replayed" in (verdicts["information.gibbs"] or "")


def test_a_name_is_a_variable_or_a_family(certificates: dict[str, Certificate]) -> None:
    made = copy.deepcopy(certificates["information.log-bound"])
    (name,) = made["variables"]
    made["terms"] += [["num", "1/1"], ["entry", name, len(made["terms"])]]
    with pytest.raises(Rejected, match="family"):
        Replayer().replay(made)
