"""How many prompts tell two models apart.

Two ways to ask: each model answers prompts of its own, or both answer the same ones.  The power of
a test (how often it finds a difference that is there) is computed from the binomial law, exactly
for scores that are 0 or 1, by the normal approximation for all three, and by simulating marks,
which shares no formula with either.

The tests are two-sided: for prompts of one's own the comparison of two proportions with a pooled
variance, for shared prompts McNemar's exact test on those that only one model gets right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skilltheory.errors import BudgetExceeded, NoGuarantee, SortError
from skilltheory.skillmix.scores import Score
from skilltheory.skillmix.student import Grader, Moments, Student, joint_mean, moments
from skilltheory.sorts import Count, ExactLike, OpenUnit

__all__ = [
    "Comparison",
    "Needed",
    "Simulated",
    "paired_power",
    "proportions_power",
]

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

MOST_PROMPTS = 20_000
"""Beyond so many prompts a model an exact power is not computed."""

_BATCH = 4_000_000  # marks simulated at once


def proportions_power(first: float, second: float, prompts: int, level: float = 0.05) -> float:
    """The exact power of the pooled test of two proportions, each from so many prompts.

    Every pair of counts is weighed with its binomial probability, in double precision.  With equal
    proportions it is the rate of false alarms, which for this test may exceed ``level`` a little.

    Parameters
    ----------
    first, second : float
        The true scores.
    prompts : int
        Complete answers of each model.
    level : float
        Of the test.

    Examples
    --------
    >>> round(proportions_power(0.2, 0.4, 100), 4), round(proportions_power(0.3, 0.3, 100), 4)
    (0.8797, 0.051)
    """
    _few_enough(prompts)
    one, weight_one = _likely(first, prompts)
    two, weight_two = _likely(second, prompts)
    found = np.abs(_pooled_z(one[:, None], two[None, :], prompts)) > _critical(level)
    return float(weight_one @ found @ weight_two)


def paired_power(only_first: float, only_second: float, prompts: int, level: float = 0.05) -> float:
    """The exact power of McNemar's exact test on shared prompts.

    Parameters
    ----------
    only_first, only_second : float
        How often only the one, and only the other, model gets a prompt right.
    prompts : int
        Prompts that both answer completely.
    level : float
        Of the test; its rate of false alarms never exceeds it.

    Examples
    --------
    >>> round(paired_power(0.05, 0.25, 100), 4)
    0.9614
    """
    _few_enough(prompts)
    apart = only_first + only_second
    if apart == 0:
        return 0.0
    counts, weights = _likely(apart, prompts)
    edge = _sign_test_edge(counts, level)
    share = only_first / apart
    return float(weights @ (_tail(edge, counts, share) + _tail(edge, counts, 1 - share)))


def _few_enough(prompts: int) -> None:
    if prompts > MOST_PROMPTS:
        raise BudgetExceeded(
            "power", f"{prompts} prompts are too many for an exact sum; at most {MOST_PROMPTS}"
        )


def _likely(chance: float, prompts: int) -> tuple[NDArray[np.int64], Floats]:
    """The counts that are not negligible, with their binomial probabilities.

    By Bernstein's inequality what lies further out than 8.5 standard deviations and 30 has a
    probability below 1e-15.
    """
    from scipy.special import gammaln, xlog1py, xlogy

    mean = prompts * chance
    reach = 8.5 * sqrt(mean * (1 - chance)) + 30
    low, high = max(0, int(mean - reach)), min(prompts, ceil(mean + reach))
    counts = np.arange(low, high + 1)
    rest = prompts - counts
    ways = gammaln(prompts + 1) - gammaln(counts + 1) - gammaln(rest + 1)
    weights: Floats = np.exp(ways + xlogy(counts, chance) + xlog1py(rest, -chance))
    return counts, weights


def _tail(most: NDArray[Any], counts: NDArray[Any], chance: float) -> Floats:
    """The probability of at most so many, out of each count; 0 below 0."""
    from scipy.special import bdtr

    inside = np.maximum(most, 0)
    found: Floats = np.where(most >= 0, bdtr(inside, counts, chance), 0.0)
    return found


def _sign_test_edge(counts: NDArray[np.int64], level: float) -> NDArray[np.int64]:
    """The largest count in the lower tail that a two-sided sign test rejects; -1 if none."""
    guess = counts / 2 - _critical(level) * np.sqrt(counts) / 2
    edge = np.maximum(np.floor(guess), -1).astype(np.int64)
    while (more := _tail(edge + 1, counts, 0.5) <= level / 2).any():
        edge = edge + more
    while (less := _tail(edge, counts, 0.5) > level / 2).any():
        edge = edge - less
    return edge


def _pooled_z(one: NDArray[Any], two: NDArray[Any], prompts: Any) -> Floats:
    """The test statistic of two counts out of equally many; 0 where both agree."""
    pooled = (one + two) / (2 * prompts)
    spread = np.sqrt(2 * pooled * (1 - pooled) / prompts)
    difference = (one - two) / prompts
    z: Floats = np.divide(difference, spread, out=np.zeros_like(spread), where=spread > 0)
    return z


def _critical(level: float) -> float:
    from scipy.special import ndtri

    return float(-ndtri(level / 2))


class Simulated(NamedTuple):
    """A power found by simulation.

    Parameters
    ----------
    power : float
        The share of experiments in which the test found a difference.
    error : float
        Its standard error.
    """

    power: float
    error: float


class Needed(NamedTuple):
    """How many prompts it takes.

    Parameters
    ----------
    complete : int
        Complete answers of each model: the least number from which on the power stays at the
        target.
    asked : int
        Prompts to ask, so that as many complete answers are expected.
    power : float
        The power at ``complete``.
    method : str
        ``"exact"`` or ``"normal"``.
    """

    complete: int
    asked: int
    power: float
    method: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two students, the prompts they get and the grader who marks them.

    Parameters
    ----------
    first, second : Student
        The models.
    k : int
        Skills a prompt.
    grader : Grader
        Marks both.
    score : Score
        What is compared.
    paired : bool
        Whether both answer the same prompts.
    level : number
        Of the two-sided test, in (0, 1).

    Raises
    ------
    SortError
        If an argument is outside its sort.

    Examples
    --------
    >>> weak, strong = Student.given("0.2"), Student.given("0.3")
    >>> apart = Comparison(weak, strong, 4)
    >>> apart.needed().complete
    292
    >>> strict = Comparison(weak, strong, 4, Grader(false_negative="0.1"))
    >>> [round(one.mean, 3) for one in strict.scores], strict.needed().complete
    ([0.096, 0.143], 716)
    """

    first: Student
    second: Student
    k: int
    grader: Grader = field(default_factory=Grader)
    score: Score = Score.FULL_MARKS
    paired: bool = False
    level: ExactLike = "1/20"

    def __post_init__(self) -> None:
        object.__setattr__(self, "k", int(Count.check("k", self.k)))
        object.__setattr__(self, "level", OpenUnit.check("level", self.level))
        _ = self.scores  # refuses a k for which a student was not made

    @property
    def scores(self) -> tuple[Moments, Moments]:
        """Mean and variance of the score of either student, as this grader sees it."""
        one = moments(self.first, self.k, self.grader, self.score)
        return one, moments(self.second, self.k, self.grader, self.score)

    @property
    def is_binary(self) -> bool:
        """Whether an answer scores 0 or 1, so that the power is known exactly."""
        return self.score is not Score.SKILL_FRACTION

    @property
    def complete(self) -> float:
        """The share of prompts that give what the test can use: answers with no mark missing."""
        one = self.grader.complete(self.k)
        return one**2 if self.paired else one

    @property
    def only(self) -> tuple[float, float]:
        """How often only the first, and only the second, student gets a shared prompt right."""
        one, two = (found.mean for found in self.scores)
        both = joint_mean(self.first, self.second, self.k, self.grader, self.score)
        return max(0.0, one - both), max(0.0, two - both)

    def normal_power(self, prompts: float) -> float:
        """The power by the normal approximation, with so many complete answers of each."""
        from scipy.special import ndtr

        (one, spread_one), (two, spread_two) = self.scores
        variance = spread_one + spread_two
        null = variance
        if self.paired:
            both = joint_mean(self.first, self.second, self.k, self.grader, self.score)
            variance -= 2 * (both - one * two)
            null = variance + (one - two) ** 2 if self.is_binary else variance
        elif self.is_binary:
            pooled = (one + two) / 2
            null = 2 * pooled * (1 - pooled)
        if variance <= 0:
            return float(one != two)
        edge = _critical(float(self.level)) * sqrt(null / variance)
        shift = (one - two) / sqrt(variance / prompts)
        return float(ndtr(shift - edge) + ndtr(-shift - edge))

    def exact_power(self, prompts: int) -> float:
        """The power, exactly.

        Raises
        ------
        SortError
            If the score is not 0 or 1.
        BudgetExceeded
            Beyond :data:`MOST_PROMPTS`.
        """
        if not self.is_binary:
            raise SortError(
                "score", self.score.value, "full_marks or all_skills for an exact power"
            )
        count = int(Count.check("prompts", prompts))
        if self.paired:
            return paired_power(*self.only, count, float(self.level))
        one, two = (found.mean for found in self.scores)
        return proportions_power(one, two, count, float(self.level))

    def power(self, prompts: int) -> float:
        """The power: exactly where that can be had, else by the normal approximation."""
        return self.exact_power(prompts) if self.is_binary else self.normal_power(prompts)

    def false_alarms(self, prompts: int) -> float:
        """How often the test finds a difference between two students like the first.

        They have the first's score, and on shared prompts are apart as often as these two are.
        """
        if not self.is_binary:
            return float(self.level)
        count = int(Count.check("prompts", prompts))
        if self.paired:
            apart = sum(self.only) / 2
            return paired_power(apart, apart, count, float(self.level))
        mean = self.scores[0].mean
        return proportions_power(mean, mean, count, float(self.level))

    def needed(self, target: ExactLike = "4/5") -> Needed:
        """How many prompts give the power wanted.

        An exact power goes up and down a little from one number of prompts to the next: the answer
        is the least number from which on it stays at the target, up to well beyond the
        normal approximation.

        Parameters
        ----------
        target : number
            The power wanted, in (0, 1).

        Raises
        ------
        NoGuarantee
            If the two scores are equal: no number of prompts tells them apart.
        SortError
            If the target is outside its sort.
        """
        wanted = float(OpenUnit.check("power", target))
        one, two = (found.mean for found in self.scores)
        if one == two:
            raise NoGuarantee(
                "first score != second score", f"{one:.6g}", f"{two:.6g}", "nothing to tell apart"
            )
        start = self._by_normal(wanted)
        top = start + ceil(4 * sqrt(start)) + 40
        if not self.is_binary or top > MOST_PROMPTS:
            return self._needed(start, self.normal_power(start), "normal")
        while self.exact_power(top) < wanted:
            top += top // 4
        while top > 1 and self.exact_power(top - 1) >= wanted:
            top -= 1
        return self._needed(top, self.exact_power(top), "exact")

    def _by_normal(self, wanted: float) -> int:
        low, high = 0, 1
        while self.normal_power(high) < wanted:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.normal_power(middle) >= wanted else (middle, high)
        return high

    def _needed(self, complete: int, power: float, method: str) -> Needed:
        return Needed(complete, ceil(complete / self.complete - 1e-9), power, method)

    def simulated_power(self, prompts: int, *, repeats: int = 2000, seed: int = 0) -> Simulated:
        """The power by simulating the marks of many experiments, incomplete answers left out.

        Parameters
        ----------
        prompts : int
            Prompts *asked* of each model; what is missing is missing.
        repeats : int
            Experiments.
        seed : int
            Of the simulation.
        """
        asked, times = int(Count.check("prompts", prompts)), int(Count.check("repeats", repeats))
        rng = np.random.default_rng(seed)
        at_once = max(1, _BATCH // (asked * (self.k + 3)))
        found = 0
        for done in range(0, times, at_once):
            found += int(self._experiments(rng, min(at_once, times - done), asked).sum())
        power = found / times
        return Simulated(power, sqrt(max(power * (1 - power), 1 / times) / times))

    def _experiments(self, rng: np.random.Generator, times: int, prompts: int) -> Flags:
        """Whether the test finds a difference, in each of many experiments."""
        place = rng.random((times, prompts))
        one, seen_one = self._scores(rng, self.first, place)
        if not (self.paired and self.first.seed == self.second.seed):
            place = rng.random((times, prompts))
        two, seen_two = self._scores(rng, self.second, place)
        if self.paired:
            return self._paired_test(one - two, seen_one & seen_two)
        return self._test(one, seen_one, two, seen_two)

    def _scores(
        self, rng: np.random.Generator, student: Student, place: Floats
    ) -> tuple[Floats, Flags]:
        """The scores of graded answers, and which of them are complete."""
        k, grader = self.k, self.grader
        chance = np.where(place >= float(student.alpha), student.competence(k) ** (1 / k), 0.0)
        earned = np.concatenate(
            [
                rng.random((*place.shape, k)) < chance[..., None],
                rng.random((*place.shape, 3)) < student.others,
            ],
            axis=-1,
        )
        rates = np.where(earned, 1 - float(grader.false_negative), float(grader.false_positive))
        marks = rng.random(earned.shape) < rates
        given = rng.random(earned.shape) >= float(grader.missing)
        complete: Flags = np.all(given, axis=-1)
        shown, other = marks[..., :k].sum(axis=-1), marks[..., k:].sum(axis=-1)
        if self.score is Score.SKILL_FRACTION:
            return np.where(other == 3, shown / k, 0.0), complete
        least = 3 if self.score is Score.FULL_MARKS else 2
        return ((shown == k) & (other >= least)).astype(float), complete

    def _paired_test(self, difference: Floats, used: Flags) -> Flags:
        level = float(self.level)
        if self.is_binary:
            up = ((difference > 0) & used).sum(axis=1)
            down = ((difference < 0) & used).sum(axis=1)
            found: Flags = 2 * _tail(np.minimum(up, down), up + down, 0.5) <= level
            return found
        mean, variance, count = _sample(difference, used)
        return np.abs(mean) > _critical(level) * np.sqrt(variance / count)

    def _test(self, one: Floats, seen_one: Flags, two: Floats, seen_two: Flags) -> Flags:
        (mean_1, variance_1, n_1), (mean_2, variance_2, n_2) = (
            _sample(one, seen_one),
            _sample(two, seen_two),
        )
        spread = variance_1 / n_1 + variance_2 / n_2
        if self.is_binary:
            pooled = (mean_1 * n_1 + mean_2 * n_2) / (n_1 + n_2)
            spread = pooled * (1 - pooled) * (1 / n_1 + 1 / n_2)
        return np.abs(mean_1 - mean_2) > _critical(float(self.level)) * np.sqrt(spread)

    def curve(self, prompts: Sequence[int]) -> list[float]:
        """The power at several numbers of prompts."""
        return [self.power(count) for count in prompts]


def _sample(values: Floats, used: Flags) -> tuple[Floats, Floats, Floats]:
    """Mean and variance of the values in use, row by row, and how many there are (at least 1)."""
    count = np.maximum(used.sum(axis=1), 1).astype(float)
    mean = (values * used).sum(axis=1) / count
    variance = (values**2 * used).sum(axis=1) / count - mean**2
    return mean, np.maximum(variance, 0.0), count
