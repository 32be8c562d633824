"""Synthetic students and a grader that errs: closed forms against marks drawn one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from skilltheory.errors import SortError
from skilltheory.skillmix import Graded, Score, summarise
from skilltheory.skillmix.student import Grader, Student, joint_mean, moments
from skilltheory.solve import beta

NAMES = [f"skill {i}" for i in range(24)]
SLOPPY = Grader(false_positive="0.1", false_negative="0.15", missing="0.02")


def tuples(k: int, count: int) -> list[tuple[str, ...]]:
    rng = np.random.default_rng(5)
    return [tuple(NAMES[i] for i in rng.choice(len(NAMES), k, replace=False)) for _ in range(count)]


@pytest.mark.parametrize("score", Score)
def test_closed_form_against_graded_answers(score: Score) -> None:
    student = Student.given("0.6", alpha="0.25", others="0.9", seed=3)
    rng = np.random.default_rng(11)
    found = []
    for skills in tuples(3, 1500):
        graded = SLOPPY.grade(student.answer(skills, rng), rng)
        if graded.complete:
            found.append(float(score.of(graded)))
    mean, variance = moments(student, 3, SLOPPY, score)
    error = np.sqrt(variance / len(found))
    assert abs(np.mean(found) - mean) < 4 * error
    assert np.var(found) == pytest.approx(variance, rel=0.15)
    assert len(found) / 1500 == pytest.approx(SLOPPY.complete(3), abs=0.03)


def test_a_perfect_grader_sees_the_competence() -> None:
    student = Student.given({2: "0.8", 4: "0.5"}, alpha="0.2")
    assert moments(student, 2, Grader()).mean == pytest.approx(0.8 * 0.8)
    assert moments(student, 4, Grader()).mean == pytest.approx(0.8 * 0.5)
    with pytest.raises(SortError, match="one of 2, 4"):
        student.competence(3)


def test_missing_marks_are_missing_and_reported() -> None:
    student, rng = Student.given(1), np.random.default_rng(2)
    silent = Grader(missing="0.5")
    answers = [silent.grade(student.answer(skills, rng), rng) for skills in tuples(2, 60)]
    summary = summarise(answers, replicates=10)
    assert 0 < summary.incomplete < 60
    assert summary[Score.FULL_MARKS].estimate == 1  # of the complete ones: a gap is not a zero
    gone = Graded((None,), None, None, None)
    assert silent.grade(gone, rng).missing == 4


def test_students_of_one_seed_find_the_same_tuples_hard() -> None:
    weak, strong = Student.given(1, alpha="0.4"), Student.given(1, alpha="0.2")
    other = Student.given(1, alpha="0.2", seed=1)
    every = list(combinations(NAMES[:14], 4))
    known = [[one.knows(skills) for skills in every] for one in (weak, strong, other)]
    assert np.mean(known, axis=1) == pytest.approx([0.6, 0.8, 0.8], abs=0.04)
    assert all(b for a, b in zip(known[0], known[1], strict=True) if a)
    assert known[1] != known[2]
    assert weak.knows(every[0][::-1]) == weak.knows(every[0])
    both = np.mean([a and b for a, b in zip(known[0], known[1], strict=True)])
    assert joint_mean(weak, strong, 4, Grader()) == pytest.approx(0.6)
    assert both == pytest.approx(0.6, abs=0.04)
    assert joint_mean(weak, other, 4, Grader()) == pytest.approx(0.48)


@pytest.mark.parametrize("bound", ["basic", "entropic", "sharp"])
def test_the_competence_is_what_the_theory_guarantees(bound: str) -> None:
    model = Student.by_theory(
        "besiroglu2024", "175e10", "300e10", sizes=(1, 3, 40), draws=32, bound=bound
    )
    theta = 482.01 * 175e10**-0.3478 + 2085.43 * 300e10**-0.3658
    for k in (1, 3):
        level = beta("1/10", Fraction(k * theta), 32, bound=bound, digits=8)
        expected = 0.0 if level.vacuous else 1 - k * theta * float(level)
        assert model.competence(k) == pytest.approx(expected, abs=1e-7)
    assert model.competence(40) == 0  # more groups than all would fail
    assert {"scaling.law", "cloze.sufficiency", "skillmix.transfer"} <= {
        one.id for one in model.rests_on()
    }
    assert Student.given("0.5").rests_on() == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"missing": 1}, "below 1"), ({"false_positive": -1}, "from 0 on"), ({"missing": "x"}, "x")],
)
def test_rates_are_refused(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(SortError, match=said):
        Grader(**arguments)  # type: ignore[arg-type]
    with pytest.raises(SortError, match="bound"):
        Student.by_theory("besiroglu2024", "1e9", "1e9", bound="closed-form")
    with pytest.raises(SortError, match="competence"):
        Student.given("1.5")
