"""A synthetic student that is as good as the theory says, and a grader that errs.

The student answers prompts without a language model.  On a tuple of ``k`` skills it shows all of
them with the competence that a bound guarantees at a given scale; on a share ``alpha`` of the
tuples, which the theorem gives up, it shows none of them.  So an evaluation can be tried on
students whose true scores are known: how many prompts tell two of them apart
(:mod:`skilltheory.skillmix.power`), and what a grader's errors do to a score.

What is supposed besides the assumptions of the theory (:meth:`Student.rests_on`), and only here:

- the guarantee is taken for the truth: a kept tuple is known exactly as well as is guaranteed, a
  lost one not at all;
- on one prompt, the ``k`` skills are shown independently of one another, with equal chances;
- topic, sense and length are right with a fixed chance, whatever the scale and ``k``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from skilltheory.errors import NoGuarantee, SortError
from skilltheory.scaling import ScalingLaw, get_law
from skilltheory.skillmix.marks import Graded, Mark
from skilltheory.skillmix.scores import Score
from skilltheory.sorts import Count, ExactLike, OpenUnit, Probability, Sort

if TYPE_CHECKING:
    import numpy as np

    from skilltheory.theory import Statement

__all__ = ["Grader", "Moments", "Student", "joint_mean", "moments"]

_BelowOne = Sort(
    "BelowOne", "a number from 0 on and below 1", Fraction(0), Fraction(1), upper_open=True
)
_SUPPOSED = ("scaling.law", "cloze.sufficiency", "tuples.groups", "skillmix.transfer")
_THEOREM = {"basic": "emergence.basic", "entropic": "sharp.entropic", "sharp": "sharp.upper"}


@dataclass(frozen=True)
class Grader:
    """A grader that errs, mark by mark, independently of everything else.

    Parameters
    ----------
    false_positive : number
        How often it gives a mark that is not earned, in [0, 1).
    false_negative : number
        How often it refuses one that is, in [0, 1).
    missing : number
        How often it says nothing that can be read, in [0, 1).

    Raises
    ------
    SortError
        If a rate is not in [0, 1).

    Examples
    --------
    >>> round(Grader(false_positive="0.1", false_negative="0.05").seen(0.5), 3)
    0.525
    """

    false_positive: ExactLike = 0
    false_negative: ExactLike = 0
    missing: ExactLike = 0

    def __post_init__(self) -> None:
        for name in ("false_positive", "false_negative", "missing"):
            rate = float(_BelowOne.check(name, getattr(self, name)))
            object.__setattr__(self, name, rate)

    def seen(self, chance: float) -> float:
        """How often a mark is given that is earned with some chance, where it is not missing."""
        up, down = self._rates
        return chance * (1 - down) + (1 - chance) * up

    def complete(self, k: int) -> float:
        """How often none of the ``k + 3`` marks is missing."""
        return float((1 - float(self.missing)) ** (k + 3))

    @property
    def _rates(self) -> tuple[float, float]:
        return float(self.false_positive), float(self.false_negative)

    def grade(self, answer: Graded, rng: np.random.Generator) -> Graded:
        """Grade an answer of which the true marks are known."""
        up, down = self._rates

        def one(mark: Mark) -> Mark:
            if mark is None or rng.random() < float(self.missing):
                return None
            return bool(rng.random() < (1 - down if mark else up))

        topic, sense, short = map(one, answer.others)
        return Graded(tuple(map(one, answer.skills)), topic, sense, short, prompt=answer.prompt)


@dataclass(frozen=True, eq=False)
class Student:
    """A student with a known competence on tuples of each size.

    Made by :meth:`by_theory` or :meth:`given`.

    Parameters
    ----------
    name : str
        How tables and pictures name it.
    alpha : Fraction
        Share of the tuples that it does not know at all, in [0, 1).
    levels : mapping or float
        Competence on a kept tuple: one for all sizes, or one for each.
    others : float
        How often each of the three other points is earned.
    seed : int
        Which tuples it does not know.  Students with the same seed find the same tuples hard: what
        the one with the smaller ``alpha`` does not know the other does not either.
    statements : tuple of str
        The statements that its competence comes from.
    """

    name: str
    alpha: Fraction
    levels: Mapping[int, float] | float
    others: float = 1.0
    seed: int = 0
    statements: tuple[str, ...] = ()

    @classmethod
    def given(
        cls,
        competence: ExactLike | Mapping[int, ExactLike],
        *,
        alpha: ExactLike = 0,
        others: ExactLike = 1,
        seed: int = 0,
        name: str = "",
    ) -> Student:
        """A student with a competence of one's own: one number, or one for each ``k``.

        Raises
        ------
        SortError
            If a competence or ``others`` is not a probability, or ``alpha`` not in [0, 1).

        Examples
        --------
        >>> Student.given("0.3").competence(4)
        0.3
        """
        levels: Mapping[int, float] | float
        if isinstance(competence, Mapping):
            levels = {
                int(Count.check("k", k)): float(Probability.check("competence", value))
                for k, value in competence.items()
            }
        else:
            levels = float(Probability.check("competence", competence))
        return cls(
            name or f"competence {competence}",
            _BelowOne.check("alpha", alpha),
            levels,
            float(Probability.check("others", others)),
            seed,
        )

    @classmethod
    def by_theory(
        cls,
        law: ScalingLaw | str,
        parameters: ExactLike,
        tokens: ExactLike,
        *,
        sizes: Sequence[int] = tuple(range(1, 9)),
        alpha: ExactLike = "1/10",
        draws: ExactLike = 16,
        bound: str = "sharp",
        others: ExactLike = 1,
        seed: int = 0,
        name: str = "",
    ) -> Student:
        """The student that the theory predicts at a scale.

        Its share of wrong text pieces ``theta`` is the excess of the law (cloze sufficiency), and
        its competence on kept ``k``-tuples is ``1 - beta k theta``, with the ``beta`` of a bound at
        ``k theta`` (the theorem for tuples); 0 where the bound guarantees nothing.

        Parameters
        ----------
        law : ScalingLaw or name
            The scaling law.
        parameters, tokens : number
            The scale.
        sizes : sequence of int
            The ``k`` for which it can be asked.
        alpha : number
            Share of the tuples given up, in (0, 1).
        draws : int
            Skills a text piece.
        bound : {"basic", "entropic", "sharp"}
            The bound.

        Raises
        ------
        SortError
            If an argument is outside its sort.

        Examples
        --------
        >>> model = Student.by_theory("besiroglu2024", "175e10", "300e10")
        >>> [round(model.competence(k), 3) for k in (1, 2, 4, 8)]
        [0.788, 0.631, 0.395, 0.092]
        >>> [one.id for one in model.rests_on()][:2]
        ['cloze.sufficiency', 'finite.mixing']
        """
        if bound not in _THEOREM:
            raise SortError("bound", bound, f"one of {', '.join(_THEOREM)}")
        known, share = get_law(law), OpenUnit.check("alpha", alpha)
        theta = Fraction(known.excess(parameters, tokens, digits=15).to_json()["upper"])
        skills = int(Count.check("draws", draws))
        return cls(
            name or f"{float(parameters):g} parameters, {float(tokens):g} tokens",
            share,
            {int(k): _guaranteed(share, theta, int(k), skills, bound) for k in sizes},
            float(Probability.check("others", others)),
            seed,
            (*_SUPPOSED, _THEOREM[bound]),
        )

    def competence(self, k: int) -> float:
        """How often it shows all ``k`` skills of a tuple that it knows.

        Raises
        ------
        SortError
            If it was not made for that ``k``.
        """
        if isinstance(self.levels, Mapping):
            if k not in self.levels:
                raise SortError("k", k, f"one of {', '.join(map(str, sorted(self.levels)))}")
            return self.levels[k]
        return self.levels

    def rests_on(self) -> tuple[Statement, ...]:
        """Assumptions and laws behind its competence; none for a student by :meth:`given`."""
        from skilltheory.theory import Kind, statement

        found: dict[str, Statement] = {}
        for name in self.statements:
            for below in statement(name).rests_on():
                if below.kind in (Kind.ASSUMPTION, Kind.LAW):
                    found[below.id] = below
        return tuple(found[name] for name in sorted(found))

    def knows(self, skills: Sequence[str]) -> bool:
        """Whether a tuple of skills is among those that it has not given up."""
        return _place(self.seed, tuple(sorted(skills))) >= self.alpha

    def answer(self, skills: Sequence[str], rng: np.random.Generator, prompt: str = "") -> Graded:
        """Answer one prompt: the marks that the answer truly earns."""
        k = len(skills)
        chance = _each(self.competence(k), k) if self.knows(skills) else 0.0
        shown = tuple(bool(rng.random() < chance) for _ in skills)
        topic, sense, short = (bool(rng.random() < self.others) for _ in range(3))
        return Graded(shown, topic, sense, short, prompt=prompt)


def _guaranteed(alpha: Fraction, theta: Fraction, k: int, draws: int, bound: str) -> float:
    from skilltheory.solve import beta

    if k * theta >= 1:
        return 0.0
    try:
        found = beta(alpha, theta, draws, k_prime=k, bound=bound, digits=12)
    except NoGuarantee:
        return 0.0
    return 0.0 if found.vacuous else 1 - float(k * theta) * float(found)


@cache
def _place(seed: int, skills: tuple[str, ...]) -> Fraction:
    """A number in [0, 1) for each tuple, the same on every machine: how hard it is."""
    digest = blake2b("\0".join((str(seed), *skills)).encode(), digest_size=8).digest()
    return 1 - Fraction(int.from_bytes(digest, "big") + 1, 2**64)


def _each(competence: float, k: int) -> float:
    """The chance of one skill, if ``k`` independent ones are all shown with a competence."""
    return float(competence ** (1 / k))


class Moments(NamedTuple):
    """Mean and variance of the score of one complete answer to a random prompt."""

    mean: float
    variance: float


def moments(student: Student, k: int, grader: Grader, score: Score = Score.FULL_MARKS) -> Moments:
    """Mean and variance of a score, in closed form.

    Examples
    --------
    >>> round(moments(Student.given("0.5", alpha="0.2"), 4, Grader()).mean, 12)
    0.4
    """
    lost = float(student.alpha)
    parts = [
        (lost, _given(0.0, student, k, grader, score)),
        (1 - lost, _given(student.competence(k), student, k, grader, score)),
    ]
    mean = sum(weight * first for weight, (first, _) in parts)
    square = sum(weight * second for weight, (_, second) in parts)
    return Moments(mean, max(0.0, square - mean**2))


def _given(
    competence: float, student: Student, k: int, grader: Grader, score: Score
) -> tuple[float, float]:
    """Mean of a score and of its square on tuples of one competence."""
    skill = grader.seen(_each(competence, k))
    other = grader.seen(student.others)
    if score is Score.SKILL_FRACTION:
        square = skill**2 + skill * (1 - skill) / k
        return other**3 * skill, other**3 * square
    enough = other**3 if score is Score.FULL_MARKS else other**3 + 3 * other**2 * (1 - other)
    chance = skill**k * enough
    return chance, chance


def joint_mean(
    first: Student, second: Student, k: int, grader: Grader, score: Score = Score.FULL_MARKS
) -> float:
    """Mean of the product of two students' scores on the same prompt.

    Given the tuple they answer independently; with the same seed they find the same tuples hard.
    """
    if first.seed != second.seed:
        return moments(first, k, grader, score).mean * moments(second, k, grader, score).mean
    a, b = float(first.alpha), float(second.alpha)
    ends = sorted({0.0, a, b, 1.0})
    total = 0.0
    for low, high in pairwise(ends):
        one = _given(first.competence(k) if low >= a else 0.0, first, k, grader, score)[0]
        two = _given(second.competence(k) if low >= b else 0.0, second, k, grader, score)[0]
        total += (high - low) * one * two
    return total
