"""The numbers of novelty: against mpmath, against exact fractions, and at the edges."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import mpmath
import pytest
from mpmath import mp, mpf

from skilltheory.errors import NoGuarantee, SortError
from skilltheory.skillmix.novelty import (
    k_reached,
    least_k,
    novelty,
    occurrence,
    prompts,
    score_at_least,
    seen_share,
    seen_surely,
)

CORPUS = {"p_skill": "1/71", "p_topic": "1/100000", "sentences": 10**13}


def test_prompts_are_counted() -> None:
    assert prompts(101, 5, 100) == 100 * comb(101, 5)
    assert prompts(5, 5) == 1
    with pytest.raises(SortError, match="from 1 to the number of skills, 5"):
        prompts(5, 6)


def test_occurrence_by_hand() -> None:
    found = occurrence(["1/2", "1/4"], "1/2", 3)
    assert found.expected == Fraction(3, 16)
    assert found.if_independent.lower <= 1 - Fraction(15, 16) ** 3 <= found.if_independent.upper
    assert found.at_most == found.expected
    assert occurrence(["1/2"], "1/2", 100).at_most == 1
    rare = occurrence(["1e-9"] * 4, "1e-9", 10**13)  # no cancellation of 1 - (1 - 1e-45)^L
    with mp.workdps(60):
        assert abs(mpf(rare.if_independent.value) / mpf("1e-32") - 1) < mpf("1e-18")
    with pytest.raises(SortError, match="at least one skill"):
        occurrence([], "1/2", 3)


@pytest.mark.parametrize("level", ["1/10", "1/1000", "1e-9", "1"])
def test_least_k_is_the_least(level: str) -> None:
    found = least_k(level, score="12/100", **CORPUS)
    target = Fraction(level) * Fraction(12, 100)
    assert seen_share(found, **CORPUS) <= target
    assert found == 1 or seen_share(found - 1, **CORPUS) > target


def test_least_k_at_an_exact_power() -> None:
    """Where the bound is an integer no ball decides, and the fraction does."""
    at = {"p_skill": "1/7", "p_topic": "1/2", "sentences": 2 * 7**40}
    assert least_k(Fraction(1, 7**60), **at) == 100
    assert least_k(Fraction(1, 7**60) * Fraction(10**50 - 1, 10**50), **at) == 101
    assert least_k("1", p_skill="1/2", p_topic="1/2", sentences=1) == 1


def test_least_k_of_common_skills_is_large() -> None:
    found = least_k("1/2", p_skill="0.999999", p_topic="1/2", sentences=10**13)
    with mp.workdps(40):
        real = mpmath.log(mpf(10) ** 13) / -mpmath.log1p(-mpf("1e-6"))
        assert found == int(mpmath.ceil(real))


@pytest.mark.parametrize(("right", "answers"), [(1, 1), (1, 30), (12, 100), (99, 100), (300, 5000)])
@pytest.mark.parametrize("confidence", ["9/10", "0.95", "0.999"])
def test_lower_limit_against_mpmath(right: int, answers: int, confidence: str) -> None:
    found = score_at_least(right, answers, confidence=confidence, digits=20)
    assert found.digits == 20
    with mp.workdps(40):
        tail = mpmath.betainc(right, answers - right + 1, 0, mpf(found.value), regularized=True)
        assert abs(tail - (1 - mpf(confidence))) < mpf("1e-17")


@pytest.mark.parametrize("truth", [Fraction(1, 20), Fraction(1, 3), Fraction(9, 10)])
def test_the_limit_misses_as_seldom_as_it_says(truth: Fraction) -> None:
    """Exactly: the chance of a sample whose limit exceeds the truth is at most 1 - confidence."""
    n = 25
    missed = sum(
        comb(n, x) * truth**x * (1 - truth) ** (n - x)
        for x in range(n + 1)
        if score_at_least(x, n, confidence="0.9").upper > truth
    )
    assert 0 < missed <= Fraction(1, 10)


def test_novelty_of_the_paper() -> None:
    found = novelty(12, 100, "0.07")
    assert found.new_expected == 1 - Fraction(7, 12)
    assert found.seen_at_most >= found.seen / found.score_low.upper
    assert found.new_at_least < found.new_expected
    assert not found.vacuous
    assert [one.id for one in found.rests_on()] == ["skillmix.in-corpus", "skillmix.independence"]


def test_novelty_where_nothing_is_shown() -> None:
    assert novelty(7, 100, "0.07").vacuous
    silent = novelty(0, 10, "0.001")
    assert silent.vacuous
    assert silent.new_expected == 0
    with pytest.raises(SortError, match="at most the number of answers, 10"):
        novelty(11, 10, "0.001")
    with pytest.raises(SortError, match="seen"):
        novelty(1, 10, 0)


def test_with_confidence_over_the_corpus_too() -> None:
    """At k = 6 of the paper's figures even the cautious bound leaves something new."""
    most = seen_surely("0.001", confidence="0.9")
    assert most == Fraction(1, 100)
    assert float(novelty(60, 1000, most).new_at_least) == pytest.approx(1 - 0.01 / 0.048, abs=0.01)
    with pytest.raises(SortError, match="confidence"):
        seen_surely("0.001", confidence=1)


def test_k_reached_against_floats() -> None:
    found = k_reached("besiroglu2024", ("175e9", "300e9"), ("1.75e12", "3e12"), 4)

    def excess(n: float, d: float) -> float:
        return 482.01 * n**-0.3478 + 2085.43 * d**-0.3658

    factor = excess(175e9, 300e9) / excess(1.75e12, 3e12)
    assert float(found.factor) == pytest.approx(factor, rel=1e-12)
    assert found.k_after == int(4 * factor) == 9
    same = k_reached("besiroglu2024", ("175e9", "300e9"), ("175e9", "300e9"), 4)
    assert same.k_after == 4
    down = k_reached("besiroglu2024", ("1.75e12", "3e12"), ("175e9", "300e9"), 1)
    assert down.k_after == 0


def test_k_reached_needs_a_share() -> None:
    with pytest.raises(NoGuarantee, match="excess <= 1"):
        k_reached("hoffmann2022", ("1e6", "1e6"), ("1e9", "1e9"), 2)
