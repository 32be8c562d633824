"""Power: exact sums against brute force, against simulated marks, and what is asked for."""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

import pytest

from skilltheory.errors import BudgetExceeded, NoGuarantee, SortError
from skilltheory.skillmix import Score
from skilltheory.skillmix.power import (
    MOST_PROMPTS,
    Comparison,
    paired_power,
    proportions_power,
)
from skilltheory.skillmix.student import Grader, Student

WEAK = Student.given("0.35", alpha="0.2", others="0.9")
STRONG = Student.given("0.6", alpha="0.2", others="0.9")
SLOPPY = Grader(false_positive="0.05", false_negative="0.1", missing="0.01")


def mass(n: int, p: Fraction, x: int) -> Fraction:
    return comb(n, x) * p**x * (1 - p) ** (n - x)


@pytest.mark.parametrize("n", [5, 12, 30])
def test_proportions_by_brute_force(n: int) -> None:
    """Every pair of counts in fractions; the square of z against the square of the quantile."""
    first, second = Fraction(1, 5), Fraction(3, 5)
    limit = 1.9599639845400545**2
    total = Fraction(0)
    for x in range(n + 1):
        for y in range(n + 1):
            pooled = Fraction(x + y, 2 * n)
            spread = 2 * pooled * (1 - pooled) / n
            if spread and Fraction(x - y, n) ** 2 / spread > limit:
                total += mass(n, first, x) * mass(n, second, y)
    assert proportions_power(0.2, 0.6, n) == pytest.approx(float(total), rel=1e-9)


@pytest.mark.parametrize("n", [4, 9, 16])
def test_paired_by_brute_force(n: int) -> None:
    """Every pair of discordant counts, with the two-sided sign test in fractions."""
    up, down = Fraction(1, 10), Fraction(2, 5)
    total = Fraction(0)
    for x in range(n + 1):
        for y in range(n + 1 - x):
            apart, least = x + y, min(x, y)
            p_value = 2 * sum(comb(apart, i) for i in range(least + 1)) * Fraction(1, 2**apart)
            if p_value <= Fraction(1, 20):
                rest = (1 - up - down) ** (n - apart)
                total += comb(n, apart) * comb(apart, x) * up**x * down**y * rest
    assert paired_power(0.1, 0.4, n) == pytest.approx(float(total), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("score", Score)
def test_two_ways_agree(score: Score, paired: bool) -> None:
    """From the binomial law (or the normal one) and from marks drawn at random."""
    clean = Grader(false_positive="0.05", false_negative="0.1")
    one = Comparison(WEAK, STRONG, 3, clean, score, paired=paired)
    prompts = 250 if score is Score.SKILL_FRACTION else 160
    found = one.simulated_power(prompts, repeats=1500, seed=4)
    slack = 0.01 if score is Score.SKILL_FRACTION else 0.0  # the normal law is no identity
    assert abs(found.power - one.power(prompts)) < 3.5 * found.error + slack
    assert 0.3 < found.power < 0.99, "a comparison that says something"


@pytest.mark.parametrize("paired", [False, True])
def test_prompts_asked_make_up_for_missing_marks(paired: bool) -> None:
    one = Comparison(WEAK, STRONG, 3, SLOPPY, paired=paired)
    need = one.needed()
    assert need.asked > need.complete
    assert need.asked * one.complete == pytest.approx(need.complete, abs=1)
    found = one.simulated_power(need.asked, repeats=1500, seed=8)
    assert abs(found.power - 0.8) < 3.5 * found.error + 0.01


@pytest.mark.parametrize("paired", [False, True])
def test_needed_is_least_and_stays(paired: bool) -> None:
    one = Comparison(WEAK, STRONG, 2, paired=paired)
    need = one.needed("9/10")
    assert need.method == "exact"
    assert one.exact_power(need.complete - 1) < 0.9 <= need.power
    assert min(one.curve(range(need.complete, need.complete + 40))) >= 0.9


@pytest.mark.parametrize(("paired", "apart"), [(False, 0.02), (True, 0.08)])
def test_the_normal_approximation_is_near(paired: bool, apart: float) -> None:
    """On shared prompts it is a little too hopeful: the exact test errs on the safe side."""
    one = Comparison(WEAK, STRONG, 3, SLOPPY, paired=paired)
    for prompts in (100, 300, 1000):
        gap = one.normal_power(prompts) - one.exact_power(prompts)
        assert abs(gap) < apart
        assert not paired or gap > 0


def test_false_alarms() -> None:
    for prompts in (10, 37, 200):
        assert paired_power(0.2, 0.2, prompts) <= 0.05
        assert proportions_power(0.3, 0.3, prompts) < 0.08
    one = Comparison(WEAK, STRONG, 3)
    assert one.false_alarms(200) == pytest.approx(0.05, abs=0.01)


def test_noise_costs_prompts() -> None:
    clean, noisy = (Comparison(WEAK, STRONG, 4, grader).needed() for grader in (Grader(), SLOPPY))
    assert noisy.complete > 1.3 * clean.complete
    errors = [sqrt(one.variance) for one in Comparison(WEAK, STRONG, 4).scores]
    assert all(0 < error < 0.5 for error in errors)


def test_what_is_refused() -> None:
    with pytest.raises(NoGuarantee, match="nothing to tell apart"):
        Comparison(WEAK, WEAK, 3).needed()
    with pytest.raises(SortError, match="full_marks or all_skills"):
        Comparison(WEAK, STRONG, 3, score=Score.SKILL_FRACTION).exact_power(10)
    with pytest.raises(BudgetExceeded, match=str(MOST_PROMPTS)):
        Comparison(WEAK, STRONG, 3).exact_power(MOST_PROMPTS + 1)
    with pytest.raises(SortError, match="power"):
        Comparison(WEAK, STRONG, 3).needed(1)
    with pytest.raises(SortError, match="level"):
        Comparison(WEAK, STRONG, 3, level=0)
    with pytest.raises(SortError, match="one of 1, 2"):
        Comparison(WEAK, Student.given({1: 1, 2: 1}), 3)
    close = Comparison(Student.given("0.5"), Student.given("0.501"), 1).needed()
    assert close.method == "normal"
    assert close.complete > 10**6
