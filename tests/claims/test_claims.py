"""The ledger: every claim has a verdict that is computed, and the known ones come out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb, factorial, prod
from typing import Any

import mpmath
import pytest
from mpmath import mp, mpf
from scipy.stats import beta as beta_law

from skilltheory.claims import Verdict, claim, claims, combinations, growth, novelty
from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.proving import script, store
from skilltheory.scaling import ScalingLaw
from skilltheory.theory import Statement, statement

ledger = sys.modules["skilltheory.claims.claim"]  # the name in the package is the function


def test_there_are_enough_claims_and_each_has_a_source() -> None:
    everything = claims()
    assert len(everything) >= 25
    assert all(one.text and one.source for one in everything)
    for one in everything:
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
        ("unequal-skills", Verdict.CONDITIONAL),
        ("asymptotic", Verdict.CONDITIONAL),
        ("error-below-root", Verdict.PROVED),
        ("theorem-is-tight", Verdict.UNSUPPORTED),
        ("k-follows-scale", Verdict.CONDITIONAL),
        ("excess-tracked-by-errors", Verdict.OUT_OF_SCOPE),
        ("guarantee-says-something", Verdict.UNSUPPORTED),
        ("novel-answers", Verdict.CONDITIONAL),
        ("scaling-law", Verdict.EMPIRICAL),
        ("independent-draws", Verdict.OUT_OF_SCOPE),
    ],
)
def test_known_verdicts(identifier: str, verdict: Verdict) -> None:
    assert claim(identifier).check().verdict is verdict


LAWS = {
    "hoffmann2022": ("1.69", "406.4", "410.7", "0.34", "0.28"),
    "hoffmann2022-source": ("1.6934", "406.4", "410.7", "0.3392", "0.2849"),
    "besiroglu2024": ("1.8172", "482.01", "2085.43", "0.3478", "0.3658"),
}
"""The published constants once more, by hand."""


@pytest.mark.parametrize("fit", LAWS)
def test_figures_of_the_laws_recomputed(fit: str) -> None:
    with mp.workdps(30):
        E, A, B, a, b = map(mpf, LAWS[fit])
        found = claim("gpt3-excess").check().computed[fit]
        terms = A * mpf(175e9) ** -a, B * mpf(300e9) ** -b
        for name, value in zip(("parameter_term", "data_term"), terms, strict=True):
            assert found[name] == mpmath.nstr(value, 6, strip_zeros=False)
        assert found["excess"] == mpmath.nstr(sum(terms), 6, strip_zeros=False)
        assert found["excess_over_entropy"] == pytest.approx(float(sum(terms) / E), abs=6e-5)
        assert found["stated_over_entropy"] == pytest.approx(float(mpf("0.05") / E), abs=6e-5)
        ends = sorted((mpf(10) ** -a, mpf(10) ** -b))
        left = claim("tenfold-halves").check().computed["share_left"][fit]
        assert [float(x) for x in left] == pytest.approx([float(x) for x in ends], abs=6e-6)
        factors = claim("doubling").check().computed["factor_on_tuple_size"][fit]
        assert factors == pytest.approx([float(1 / x) for x in reversed(ends)], abs=1e-3)
        ratio = claim("tenfold-compute").check().computed["excess_ratio"][fit]
        assert float(ratio) == pytest.approx(float(10 ** (-a * b / (a + b))), abs=6e-6)


def test_boundaries_recomputed() -> None:
    """Each beta solves h(theta) = k theta kl(alpha beta, alpha)."""
    found = claim("more-skills-a-piece").check().computed["beta_by_k"]
    share = mpf(1) / 10
    for k, value in found.items():
        q = share * mpf(value)
        kl = q * mpmath.log(q / share) + (1 - q) * mpmath.log((1 - q) / (1 - share))
        h = -share * mpmath.log(share) - (1 - share) * mpmath.log(1 - share)
        assert abs(h - int(k) * share * kl) < 1e-7


def test_sharp_values_recomputed() -> None:
    """The mean of Bin(k, alpha) over its largest share theta, filled from the top."""
    rows = claim("theorem-is-tight").check().computed
    for name, row in rows.items():
        alpha, theta, k = (Fraction(part.split()[-1]) for part in name.split(", "))
        size, room, total = int(k), theta, Fraction(0)
        for x in range(size, -1, -1):
            mass = comb(size, x) * alpha**x * (1 - alpha) ** (size - x)
            total += x * min(mass, room)
            room -= min(mass, room)
        assert float(row["sharp"]) == pytest.approx(float(total / theta / (k * alpha)), rel=1e-7)


def test_failure_at_ten_pieces_recomputed() -> None:
    """Over partitions: how eight draws fall on ten skills with none drawn four times."""
    safe = 0
    for counts in combinations_with_replacement(range(4), 10):
        if sum(counts) == 8:
            orders = factorial(10)
            for value in set(counts):
                orders //= factorial(counts.count(value))
            safe += orders * factorial(8) // prod(factorial(c) for c in counts)
    found = claim("asymptotic").check().computed
    broken = 1 - (safe / 10**8) ** 10
    assert found["chance_of_failure_at_ten_pieces"] == pytest.approx(broken, abs=1e-6)


def test_figures_of_novelty_recomputed() -> None:
    found = claim("novel-answers").check().computed
    assert found["share_of_new_at_least"] == round(1 - 7 / 12, 4)
    for n, share in found["surely_new_by_number_of_answers"].items():
        low = beta_law.ppf(0.05, round(0.12 * int(n)), int(n) - round(0.12 * int(n)) + 1)
        assert share == pytest.approx(1 - 0.07 / low, abs=2e-4)
    n = found["answers_for_a_third"]
    limits = [beta_law.ppf(0.05, 0.12 * m, m - 0.12 * m + 1) for m in (n - 25, n)]
    assert 1 - 0.07 / limits[0] < 1 / 3 < 1 - 0.07 / limits[1]


def test_other_figures_recomputed() -> None:
    pronoun = claim("pronoun").check().computed
    assert float(pronoun["at_chance_nats"]) == pytest.approx(float(mpmath.log(2)), rel=1e-11)
    assert float(pronoun["answered_surely_nats"]) == 0
    cost = claim("unequal-skills").check().computed.popitem()[1]
    h = -mpmath.log(mpf("0.1")) / 10 - mpmath.log(mpf("0.9")) * 9 / 10
    assert cost["equal"] == pytest.approx(float(1000 * h), abs=0.006)
    rows = claim("more-tuples-than-text").check().computed
    first = min(k for k in range(2, 9) if comb(1000, k) > 10**9 * comb(8, k))
    assert rows["outnumbered_from_size"] == str(first)


def test_verdicts_follow_from_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other figures the verdict is another."""
    monkeypatch.setattr(novelty, "SCORE_AT_5", Fraction("0.10"))
    assert claim("novel-answers").check().verdict is Verdict.UNSUPPORTED
    monkeypatch.setattr(novelty, "SKILLS", 90)
    assert claim("number-of-prompts").check().verdict is Verdict.UNSUPPORTED
    slow = ScalingLaw("slow", E="1", A="1", B="1", a="0.1", b="0.1", source="this test")
    monkeypatch.setattr(growth, "get_law", lambda name: slow)
    assert claim("tenfold-halves").check().verdict is Verdict.UNSUPPORTED
    near = ScalingLaw("near", E="1", A="0.05", B="1e-9", a="1e-9", b="1", source="this test")
    monkeypatch.setattr(growth, "get_law", lambda name: near)
    assert claim("gpt3-excess").check().verdict is Verdict.NUMERICAL
    monkeypatch.setattr(combinations, "get_law", lambda name: slow)
    assert claim("doubling").check().verdict is Verdict.UNSUPPORTED


def test_a_claim_names_every_statement_that_it_proves(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def noted(identifier: str) -> Statement:
        used.append(identifier)
        return statement(identifier)

    monkeypatch.setattr(ledger, "statement", noted)
    for one in claims():
        used.clear()
        one.check()
        assert set(used) <= set(one.statements), one.id


def test_only_what_is_supposed_goes_unproved() -> None:
    with pytest.raises(SkillTheoryError, match="not an assumption or a law"):
        ledger.supposed("emergence.basic")


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
    assert all([*row] == ["id", "claim", "verdict", "computed", "rests_on"] for row in rows)
    assert "doubles" in cli("claims", "doubling").out
    assert cli("claims", "nonsense").code == 2
