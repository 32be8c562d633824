"""Marks and scores, against hand computation and brute force."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory.errors import SortError
from skilltheory.skillmix import Graded, MarksError, Score, saturation, summarise

FULL, ALL, SHARE = Score


def answer(skills: str, others: str = "111", **more: object) -> Graded:
    """``answer("10?", "111")``: marks as text, missing ones as question marks."""
    mark = {"1": True, "0": False, "?": None}
    topic, sense, short = (mark[one] for one in others)
    return Graded(tuple(mark[one] for one in skills), topic, sense, short, **more)


@pytest.mark.parametrize(
    ("skills", "others", "full", "every", "share"),
    [
        ("111", "111", 1, 1, 1),
        ("111", "110", 0, 1, 0),
        ("111", "011", 0, 1, 0),
        ("111", "100", 0, 0, 0),
        ("110", "111", 0, 0, Fraction(2, 3)),
        ("110", "110", 0, 0, 0),
        ("000", "111", 0, 0, 0),
    ],
)
def test_scores_by_hand(skills, others, full, every, share):
    one = answer(skills, others)
    assert [score.of(one) for score in Score] == [full, every, share]


def test_a_skill_that_is_named_loses_its_mark():
    one = answer("111", named=(2,))
    assert [score.of(one) for score in Score] == [0, 0, Fraction(2, 3)]
    assert one.deducted() == answer("110")


def test_too_many_sentences_lose_the_mark_for_length():
    one = answer("111", too_long=True)
    assert [score.of(one) for score in Score] == [0, 1, 0]


def test_a_deduction_settles_a_missing_mark():
    assert answer("1?", named=(1,)).complete
    assert answer("11", "11?", too_long=True).complete


def test_no_score_with_a_missing_mark():
    with pytest.raises(MarksError, match="2 of 5 marks are missing"):
        FULL.of(answer("1?", "1?1"))


marks = st.sampled_from([True, False, None])
graded = st.builds(
    Graded,
    st.lists(marks, min_size=1, max_size=3).map(tuple),
    marks,
    marks,
    marks,
    named=st.sampled_from([(), (0,)]),
    too_long=st.booleans(),
)


@settings(max_examples=30)
@given(graded)
def test_range_is_what_all_ways_to_fill_in_give(one):
    settled = one.deducted()
    given_marks = [*settled.skills, *settled.others]
    ways = [
        Graded(tuple(way[:-3]), *way[-3:])
        for way in product(*[[True, False] if mark is None else [mark] for mark in given_marks])
    ]
    for score in Score:
        values = [score.of(way) for way in ways]
        assert score.range_of(one) == (min(values), max(values))


@settings(max_examples=30)
@given(graded)
def test_marks_survive_json(one):
    assert Graded.from_json(json.loads(json.dumps(one.to_json()))) == one


@pytest.mark.parametrize(
    "wrong",
    [
        {"skills": (), "on_topic": True, "makes_sense": True, "short_enough": True},
        {"skills": (1,), "on_topic": True, "makes_sense": True, "short_enough": True},
        {"skills": (True,), "on_topic": "no", "makes_sense": True, "short_enough": True},
    ],
)
def test_wrong_marks_are_refused(wrong):
    with pytest.raises(MarksError):
        Graded(**wrong)


@pytest.mark.parametrize("data", [{}, {"skills": 3}, {"skill": [True]}, []])
def test_wrong_json_is_refused(data):
    with pytest.raises(MarksError):
        Graded.from_json(data)


def test_naming_a_skill_that_was_not_asked_for_is_refused():
    with pytest.raises(MarksError, match="from 0 to 1; 2"):
        answer("11", named=(2,))


def test_summary_leaves_missing_marks_out_and_bounds_what_they_could_be():
    found = summarise([answer("11"), answer("10"), answer("1?"), Graded.failed(2, "timeout")])
    assert (found.answers, found.incomplete, found.failed, found.missing_marks) == (4, 2, 1, 6)
    assert found[FULL].estimate == 0.5
    assert (found[FULL].lowest, found[FULL].highest) == (0.25, 0.75)
    assert found[SHARE].estimate == 0.75
    assert (found[SHARE].lowest, found[SHARE].highest) == (0.5, 0.875)


def test_nothing_complete_gives_no_estimate_rather_than_zero():
    found = summarise([Graded.failed(2, "timeout")])
    assert found[FULL].interval is None
    assert (found[FULL].lowest, found[FULL].highest) == (0, 1)
    assert found.to_json()["scores"]["full_marks"]["interval"] is None


def test_interval_of_a_score_of_zero_is_clopper_pearson():
    from scipy.stats import binomtest

    exact = binomtest(0, 20).proportion_ci(0.95)
    found = summarise([answer("0")] * 20)[FULL].interval
    assert found.low == exact.low == 0
    assert found.high == pytest.approx(exact.high)
    sure = summarise([answer("1")] * 20)[FULL].interval
    assert (sure.low, sure.high) == (pytest.approx(1 - exact.high), 1)


def test_interval_is_near_the_normal_one_for_many_prompts():
    answers = [answer("1" if i % 4 else "0") for i in range(400)]
    found = summarise(answers, replicates=4000)[FULL].interval
    half = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert found.estimate == 0.75
    assert found.low == pytest.approx(0.75 - half, abs=0.006)
    assert found.high == pytest.approx(0.75 + half, abs=0.006)


def test_answers_to_one_prompt_are_drawn_together():
    alone = summarise([answer("1" if i % 2 else "0") for i in range(100)])
    fives = [answer("1" if i // 5 % 2 else "0", prompt=f"p{i // 5}") for i in range(100)]
    together = summarise(fives)
    assert (alone.prompts, together.prompts) == (100, 20)
    wide = [s[FULL].interval.high - s[FULL].interval.low for s in (alone, together)]
    assert wide[1] > 1.8 * wide[0]


@pytest.mark.slow
@pytest.mark.parametrize(("true", "prompts"), [(0.5, 30), (0.3, 40), (0.1, 60), (0.02, 100)])
def test_intervals_hold_the_true_score_about_as_often_as_they_say(true, prompts):
    import numpy as np

    draw = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        answers = [answer("1" if hit else "0") for hit in draw.random(prompts) < true]
        found = summarise(answers, replicates=400)[FULL].interval
        held += found.low <= true <= found.high
    assert held / 200 > 0.9


def test_summary_is_the_same_under_the_same_seed():
    answers = [answer("1" if i % 3 else "0") for i in range(30)]
    assert summarise(answers, seed=3) == summarise(answers, seed=3)


def test_mixed_sizes_and_none_are_refused():
    with pytest.raises(MarksError, match=r"\[1, 2\]"):
        summarise([answer("1"), answer("11")])
    with pytest.raises(MarksError, match="none"):
        summarise([])
    with pytest.raises(SortError):
        summarise([answer("1")], level=1.5)
    with pytest.raises(SortError):
        summarise([answer("1")], replicates=0)


def at(k: int, right: int, of: int = 50):
    return summarise([answer("1" * k if i < right else "0" * k) for i in range(of)])


def test_saturation_is_the_last_k_before_the_fall():
    found = saturation([at(4, 2), at(2, 45), at(3, 20), at(5, 10)], level=0.2)
    assert (found.estimate, found.sure, found.possible) == (3, 3, 3)
    assert not found.beyond


def test_saturation_may_lie_beyond_or_before_what_was_measured():
    found = saturation([at(2, 45), at(3, 6)], level=0.1)
    assert (found.estimate, found.sure, found.beyond) == (3, 2, True)
    assert saturation([at(2, 1)]).estimate is None


def test_saturation_stops_where_nothing_was_measured():
    nothing = summarise([Graded.failed(3, "timeout")])
    assert saturation([at(2, 45), nothing, at(4, 45)]).estimate == 2


def test_saturation_refuses_two_summaries_of_one_k():
    with pytest.raises(MarksError):
        saturation([at(2, 1), at(2, 3)])
    with pytest.raises(SortError):
        saturation([at(2, 1)], level=0)
