"""The ledger: every claim has a verdict that is computed, and the known ones come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from skilltheory.claims import Verdict, claim, claims
from skilltheory.errors import UnknownName
from skilltheory.proving import script, store
from skilltheory.theory import statement


def test_there_are_enough_claims_and_each_has_a_source() -> None:
    ledger = claims()
    assert len(ledger) >= 25
    assert all(one.text and one.source for one in ledger)
    for one in ledger:
        for identifier in one.statements:
            assert statement(identifier)


def test_no_claim_is_open() -> None:
    assert {one.id for one in claims() if one.check().verdict is Verdict.OPEN} == set()


@pytest.mark.parametrize(
    ("identifier", "verdict"),
    [
        ("entropy-is-the-floor", Verdict.PROVED),
        ("gpt3-excess", Verdict.UNSUPPORTED),
        ("tenfold-halves", Verdict.CONDITIONAL),
        ("tenfold-compute", Verdict.UNSUPPORTED),
        ("doubling", Verdict.CONDITIONAL),
        ("more-tuples-than-text", Verdict.PROVED),
        ("pronoun", Verdict.PROVED),
        ("unequal-skills", Verdict.UNSUPPORTED),
        ("guarantee-says-something", Verdict.UNSUPPORTED),
        ("novel-answers", Verdict.CONDITIONAL),
        ("scaling-law", Verdict.EMPIRICAL),
        ("independent-draws", Verdict.OUT_OF_SCOPE),
    ],
)
def test_known_verdicts(identifier: str, verdict: Verdict) -> None:
    assert claim(identifier).check().verdict is verdict


def test_the_excess_of_gpt3_by_hand() -> None:
    found = claim("gpt3-excess").check().computed["hoffmann2022"]
    by_hand = 406.4 * 175e9**-0.34 + 410.7 * 300e9**-0.28
    assert float(found["excess"]) == pytest.approx(by_hand, abs=1e-6)


def test_sizes_from_which_the_theorem_speaks() -> None:
    sizes = claim("asymptotic").check().computed["least_pieces"]
    assert all(int(value) > 10 for value in sizes.values())
    assert int(sizes["finite-sharp, beta 5"]) < int(sizes["finite-basic, beta 5"])


def test_a_claim_rests_on_what_its_statements_rest_on() -> None:
    assert claim("doubling").rests_on() == (
        "cloze.sufficiency",
        "scaling.exponents",
        "scaling.law",
    )


def test_a_claim_whose_proof_fails_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break a proof: the verdict is no longer ``proved``."""
    one = statement("tuples.groups")
    monkeypatch.setattr(store, "_PROVED", {})
    monkeypatch.setitem(script.SCRIPTS, one.id, lambda proof: store.prove("tuples.count"))
    monkeypatch.delitem(one.__dict__, "state", raising=False)
    assert claim("groups-fail").check().verdict is Verdict.OPEN
    monkeypatch.delitem(one.__dict__, "state", raising=False)


def test_unknown_claim() -> None:
    with pytest.raises(UnknownName, match="doubling"):
        claim("dubling")


def test_command_line(cli: Callable[..., Any]) -> None:
    done = cli("claims", "pronoun", "doubling", "--json")
    assert done.code == 0
    rows = done.json["claims"]
    assert [row["id"] for row in rows] == ["pronoun", "doubling"]
    assert set(rows[0]) >= {"id", "claim", "verdict", "computed", "rests_on"}
    assert "doubles" in cli("claims", "doubling").out
    assert cli("claims", "nonsense").code == 2
