"""The three scores of Skill-Mix, their intervals, and the point of saturation.

Scores are taken after deductions.  An answer with a missing mark has no score: it is left out of
the mean and counted, and the mean is also given for the case that every missing mark were refused
and that it were given, between which the score lies whatever they would have been.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from skilltheory.errors import SortError
from skilltheory.scaling.bootstrap import Interval, interval
from skilltheory.skillmix.marks import Graded, MarksError

__all__ = ["Measured", "Saturation", "Score", "Summary", "saturation", "summarise"]

REPLICATES = 2000
LEVEL = 0.95


class Score(Enum):
    """How the marks of an answer become a number from 0 to 1."""

    FULL_MARKS = "full_marks"
    """1 if all ``k + 3`` points are given, else 0: its mean is the *ratio of full marks*."""

    ALL_SKILLS = "all_skills"
    """1 if all ``k`` skills and at least two of the other three points are given, else 0."""

    SKILL_FRACTION = "skill_fraction"
    """The share of the ``k`` skills, if the other three points are all given; else 0."""

    @property
    def title(self) -> str:
        """The name of its mean, in words."""
        return _TITLES[self]

    def of(self, answer: Graded) -> Fraction:
        """The score of one answer, exactly.

        Raises
        ------
        MarksError
            If a mark is missing: such an answer has no score.

        Examples
        --------
        >>> answer = Graded((True, False), on_topic=True, makes_sense=True, short_enough=True)
        >>> Score.SKILL_FRACTION.of(answer)
        Fraction(1, 2)
        """
        settled = answer.deducted()
        if not settled.complete:
            raise MarksError(f"{settled.missing} of {answer.k + 3} marks are missing: no score")
        shown, others = sum(map(bool, settled.skills)), sum(map(bool, settled.others))
        if self is Score.SKILL_FRACTION:
            return Fraction(shown, answer.k) if others == 3 else Fraction(0)
        enough = 3 if self is Score.FULL_MARKS else 2
        return Fraction(int(shown == answer.k and others >= enough))

    def range_of(self, answer: Graded) -> tuple[Fraction, Fraction]:
        """The least and the largest score that the missing marks leave possible."""
        settled = answer.deducted()
        return self.of(settled.filled(False)), self.of(settled.filled(True))


_TITLES = {
    Score.FULL_MARKS: "ratio of full marks",
    Score.ALL_SKILLS: "ratio of all skills",
    Score.SKILL_FRACTION: "skill fraction",
}


@dataclass(frozen=True)
class Measured:
    """One score over all answers.

    Parameters
    ----------
    score : Score
        Which.
    interval : Interval or None
        The mean over the complete answers, with its bootstrap interval; None if there is none.
    lowest, highest : float
        The mean over *all* answers if every missing mark were refused, and if it were given.
    """

    score: Score
    interval: Interval | None
    lowest: float
    highest: float

    @property
    def estimate(self) -> float | None:
        """The mean over the complete answers; None if there is none."""
        return None if self.interval is None else self.interval.estimate

    def to_json(self) -> dict[str, Any]:
        """The mean, its interval, and what missing marks could make of it."""
        found = None if self.interval is None else self.interval.to_json()
        return {"interval": found, "lowest": self.lowest, "highest": self.highest}


@dataclass(frozen=True)
class Summary:
    """What the answers at one ``k`` come to.

    Parameters
    ----------
    k : int
        Skills a prompt.
    prompts, answers : int
        How many there are.
    incomplete : int
        Answers with a missing mark, which no score counts; failed calls are among them.
    failed : int
        Answers that there are not, because a call failed for good.
    missing_marks : int
        Missing marks of all answers.
    deductions : int
        Answers that name a skill or are too long.
    scores : dict
        Each :class:`Score`, measured.
    """

    k: int
    prompts: int
    answers: int
    incomplete: int
    failed: int
    missing_marks: int
    deductions: int
    scores: dict[Score, Measured]

    def __getitem__(self, score: Score) -> Measured:
        return self.scores[score]

    def to_json(self) -> dict[str, Any]:
        """All counts and scores, as JSON can hold them."""
        return {
            "k": self.k,
            "prompts": self.prompts,
            "answers": self.answers,
            "incomplete": self.incomplete,
            "failed": self.failed,
            "missing_marks": self.missing_marks,
            "deductions": self.deductions,
            "scores": {score.value: found.to_json() for score, found in self.scores.items()},
        }


def summarise(
    answers: Iterable[Graded],
    *,
    level: float = LEVEL,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Summary:
    """Score the answers at one ``k``, with bootstrap intervals.

    The bootstrap draws prompts with replacement, each with all its answers: answers to one prompt
    are not independent.  Intervals are expanded percentile intervals
    (:mod:`skilltheory.scaling.bootstrap`).  Where all prompts score alike a bootstrap knows of no
    spread, and would call a score of 0 out of 20 certain; there the interval is the exact
    (Clopper-Pearson) bound on how often a prompt could score otherwise.

    Parameters
    ----------
    answers : iterable of Graded
        Answers with the same number of skills.
    level : float
        How often such an interval should hold the true mean.
    replicates : int
        Samples of the bootstrap.
    seed : int
        Of the bootstrap.

    Raises
    ------
    MarksError
        If there is no answer, or they differ in ``k``.
    SortError
        If ``level`` is not between 0 and 1, or ``replicates`` not at least 1.
    """
    given = list(answers)
    sizes = sorted({answer.k for answer in given})
    if len(sizes) != 1:
        raise MarksError(
            f"a summary takes answers with one number of skills; got {sizes or 'none'}"
        )
    if not 0 < level < 1:
        raise SortError("level", level, "between 0 and 1")
    if replicates < 1:
        raise SortError("replicates", replicates, "an integer from 1 on")
    groups = _by_prompt(given)
    complete = [
        kept for group in groups if (kept := [answer for answer in group if answer.complete])
    ]
    return Summary(
        k=sizes[0],
        prompts=len(groups),
        answers=len(given),
        incomplete=sum(not answer.complete for answer in given),
        failed=sum(bool(answer.failure) for answer in given),
        missing_marks=sum(answer.missing for answer in given),
        deductions=sum(bool(answer.named or answer.too_long) for answer in given),
        scores={
            score: _measure(score, given, complete, level, replicates, seed) for score in Score
        },
    )


def _by_prompt(answers: Sequence[Graded]) -> list[list[Graded]]:
    groups: dict[object, list[Graded]] = {}
    for number, answer in enumerate(answers):
        groups.setdefault(answer.prompt or number, []).append(answer)
    return list(groups.values())


def _measure(
    score: Score,
    answers: Sequence[Graded],
    complete: Sequence[Sequence[Graded]],
    level: float,
    replicates: int,
    seed: int,
) -> Measured:
    ranges = [score.range_of(answer) for answer in answers]
    lowest, highest = (float(sum(ends) / len(answers)) for ends in zip(*ranges, strict=True))
    if not complete:
        return Measured(score, None, lowest, highest)
    totals = [sum(map(score.of, group), Fraction(0)) for group in complete]
    counts = [len(group) for group in complete]
    found = _interval(totals, counts, level, replicates, seed)
    return Measured(score, found, lowest, highest)


def _interval(
    totals: Sequence[Fraction], counts: Sequence[int], level: float, replicates: int, seed: int
) -> Interval:
    """The mean of prompts' answers, from the total and the number of answers of each prompt."""
    n = len(totals)
    mean = sum(totals) / sum(counts)
    if len({total / count for total, count in zip(totals, counts, strict=True)}) == 1:
        otherwise = 1 - ((1 - level) / 2) ** (1 / n)
        value = float(mean)
        return Interval(value, value * (1 - otherwise), value + (1 - value) * otherwise, level)
    drawn = np.random.default_rng(seed).integers(n, size=(replicates, n))
    sums = np.array([float(total) for total in totals])[drawn].sum(axis=1)
    means = sums / np.array(counts)[drawn].sum(axis=1)
    return interval(float(mean), means, level, rows=n, parameters=1)


@dataclass(frozen=True)
class Saturation:
    """The largest ``k`` before a score falls off, under a stated level.

    Parameters
    ----------
    score : Score
        Which score.
    level : float
        A score below this has fallen off.
    estimate : int or None
        The largest ``k`` up to which the score stays at the level or above; None if already the
        least ``k`` measured is below.
    sure : int or None
        The same for the lower end of the intervals: up to here the score is surely high enough.
    possible : int or None
        The same for the upper end: from here on it surely is not.
    beyond : bool
        Whether the score was still at the level at the largest ``k`` measured, so that the true
        point may lie further out.
    """

    score: Score
    level: float
    estimate: int | None
    sure: int | None
    possible: int | None
    beyond: bool

    def to_json(self) -> dict[str, Any]:
        """All fields, as JSON can hold them."""
        return {
            "score": self.score.value,
            "level": self.level,
            "estimate": self.estimate,
            "sure": self.sure,
            "possible": self.possible,
            "beyond": self.beyond,
        }


def saturation(
    summaries: Iterable[Summary], score: Score = Score.FULL_MARKS, *, level: float = 0.1
) -> Saturation:
    """The largest ``k`` before the score falls off.

    A score falls off at the first measured ``k`` whose score is below ``level``, or of which no
    answer is complete.

    Parameters
    ----------
    summaries : iterable of Summary
        One for each ``k``, in any order.
    score : Score
        Which score.
    level : float
        A score below this has fallen off.

    Raises
    ------
    MarksError
        If there is no summary, or two with the same ``k``.
    SortError
        If ``level`` is not between 0 and 1.
    """
    ordered = sorted(summaries, key=lambda summary: summary.k)
    sizes = [summary.k for summary in ordered]
    if not sizes or len(set(sizes)) != len(sizes):
        raise MarksError(f"saturation takes one summary for each k; got k = {sizes or 'none'}")
    if not 0 < level <= 1:
        raise SortError("level", level, "between 0 and 1")

    def reached(end: str) -> int | None:
        last = None
        for summary in ordered:
            found = summary[score].interval
            if found is None or getattr(found, end) < level:
                break
            last = summary.k
        return last

    estimate, sure, possible = map(reached, ("estimate", "low", "high"))
    return Saturation(score, level, estimate, sure, possible, beyond=estimate == sizes[-1])
