"""How many right answers must be new: the numbers of section 8.1, with proven digits.

A combination is ``k`` skills and a topic.  If no skill occurs in a sentence with frequency above
``p_skill``, no topic with frequency above ``p_topic``, and all occur independently (which is the
assumption ``skillmix.independence``), a corpus is expected to hold at most a share
``p_skill^k p_topic L`` of the combinations, and of a score ``s`` at least ``1 - that/s`` of the
right answers is expected on others (``skillmix.new-answers``).

Inputs are exact (:func:`skilltheory.sorts.exact`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, prod
from typing import TYPE_CHECKING, Any

from skilltheory.errors import BudgetExceeded, NoGuarantee, SortError
from skilltheory.scaling import Enclosure, ScalingLaw, get_law
from skilltheory.scaling.enclosure import ball, enclose
from skilltheory.sorts import Count, ExactLike, Natural, OpenUnit, Positive, Sort

if TYPE_CHECKING:
    from flint import arb

    from skilltheory.theory import Statement

__all__ = [
    "Novelty",
    "Occurrence",
    "Reached",
    "k_reached",
    "least_k",
    "novelty",
    "occurrence",
    "prompts",
    "score_at_least",
    "seen_share",
    "seen_surely",
]

_MOST_BITS = 1 << 14
_EXACT_BITS = 1 << 22
_ZERO, _ONE = Fraction(0), Fraction(1)
_Share = Sort("Share", "greater than 0 and at most 1", _ZERO, _ONE, lower_open=True)


def prompts(skills: ExactLike, k: ExactLike, topics: ExactLike = 1) -> int:
    """How many prompts of ``k`` skills there are: ``C(skills, k) * topics``.

    Raises
    ------
    SortError
        If an argument is not an integer from 1 on, or ``k`` exceeds the number of skills.

    Examples
    --------
    >>> prompts(101, 4), prompts(101, 5, topics=100)
    (4082925, 7920874500)
    """
    catalogue, size = int(Count.check("skills", skills)), int(Count.check("k", k))
    if size > catalogue:
        raise SortError("k", k, f"an integer from 1 to the number of skills, {catalogue}")
    return comb(catalogue, size) * int(Count.check("topics", topics))


@dataclass(frozen=True)
class Occurrence:
    """Whether a corpus holds one combination of skills and a topic.

    Parameters
    ----------
    expected : Fraction
        The expected number of sentences that hold it: the product of the frequencies, times the
        number of sentences.
    at_most : Fraction
        The probability that some sentence does is at most this, however the sentences depend on
        one another; 1 where the bound says nothing.
    if_independent : Enclosure
        That probability exactly, if sentences are independent.
    """

    expected: Fraction
    at_most: Fraction
    if_independent: Enclosure


def occurrence(
    skills: Sequence[ExactLike], topic: ExactLike, sentences: ExactLike, *, digits: int = 20
) -> Occurrence:
    """How likely a corpus holds a combination, from the frequencies of its parts.

    Parameters
    ----------
    skills : sequence of numbers
        How often each skill occurs in a sentence, in (0, 1).
    topic : number
        How often a sentence is on the topic, in (0, 1).
    sentences : int
        Sentences of the corpus.
    digits : int
        Significant digits to prove.

    Raises
    ------
    SortError
        If a frequency is outside (0, 1), there is no skill, or ``sentences`` is not a count.

    Examples
    --------
    >>> found = occurrence(["1/50"] * 3, "1/1000", 10**6)
    >>> found.expected, found.if_independent.value[:8]
    (Fraction(1, 125), '0.007968')
    """
    given = [OpenUnit.check("skill", frequency) for frequency in skills]
    if not given:
        raise SortError("skills", "none", "the frequencies of at least one skill")
    in_one = prod(given, start=OpenUnit.check("topic", topic))
    corpus = int(Count.check("sentences", sentences))
    expected = in_one * corpus

    def some_sentence() -> arb:
        return -((-ball(in_one)).log1p() * corpus).expm1()

    return Occurrence(expected, min(_ONE, expected), enclose(some_sentence, digits))


def seen_share(
    k: ExactLike, *, p_skill: ExactLike, p_topic: ExactLike, sentences: ExactLike
) -> Fraction:
    """The share of the combinations that a corpus may be expected to hold: ``p_skill^k p_topic L``.

    Above 1 it says nothing.

    Raises
    ------
    SortError
        If a frequency is outside (0, 1), or ``k`` or ``sentences`` is not a count.

    Notes
    -----
    Statement ``skillmix.occurrence``.

    Examples
    --------
    >>> seen_share(3, p_skill="1/100", p_topic="1/1000", sentences=10**8)
    Fraction(1, 10)
    """
    rare, topic, corpus = _corpus(p_skill, p_topic, sentences)
    size = int(Count.check("k", k))
    if size * _bits(rare) > _EXACT_BITS:
        raise BudgetExceeded("seen_share", f"the power p_skill^{size} has too many digits to write")
    return rare**size * topic * corpus


def seen_surely(seen: ExactLike, *, confidence: ExactLike = "19/20") -> Fraction:
    """The share of the combinations that a corpus holds at most, with some confidence.

    The expected share says nothing of the one corpus that a model has read.  By Markov's
    inequality a corpus holds no more than ``seen/(1 - confidence)`` with that confidence, however
    the combinations depend on one another.

    Parameters
    ----------
    seen : number
        The expected share, from :func:`seen_share`; positive.
    confidence : number
        Over the corpus, in (0, 1).

    Raises
    ------
    SortError
        If an argument is outside its sort.

    Notes
    -----
    Statement ``skillmix.surely-seen``; with ``skillmix.given-corpus`` the result may take the
    place of ``seen`` in :func:`novelty`.  The two risks then add up.

    Examples
    --------
    >>> seen_surely("0.001")
    Fraction(1, 50)
    """
    return Positive.check("seen", seen) / (1 - OpenUnit.check("confidence", confidence))


def least_k(
    level: ExactLike,
    *,
    p_skill: ExactLike,
    p_topic: ExactLike,
    sentences: ExactLike,
    score: ExactLike = 1,
) -> int:
    """The least ``k`` at which no more than a share of the right answers can have been seen.

    Parameters
    ----------
    level : number
        The share, in (0, 1].
    p_skill, p_topic : number
        How often any skill, and any topic, occurs in a sentence at most.
    sentences : int
        Sentences of the corpus.
    score : number
        The score that is to be reached at that ``k``, in (0, 1].  With 1, the share is of all
        combinations instead of the right answers.

    Raises
    ------
    SortError
        If an argument is outside its sort.
    BudgetExceeded
        If it cannot be decided between two values of ``k``.

    Notes
    -----
    ``log(p_topic L/(level score))/log(1/p_skill)``, rounded up; at least 1.  Statements
    ``skillmix.difficulty`` (this ``k`` will do) and ``skillmix.least-k`` (no smaller one will).

    Examples
    --------
    >>> corpus = {"p_skill": "1/100", "p_topic": "1/1000", "sentences": 10**8}
    >>> least_k("1/10", **corpus), least_k("0.0999", **corpus)
    (3, 4)
    """
    rare, topic, corpus = _corpus(p_skill, p_topic, sentences)
    target = _Share.check("level", level) * _Share.check("score", score) / (topic * corpus)
    if rare <= target:
        return 1

    def real() -> arb:
        return ball(target).log() / ball(rare).log()

    def reaches(size: int) -> bool | None:
        return rare**size <= target if size * _bits(rare) <= _EXACT_BITS else None

    return _rounded_up(real, reaches, "least_k")


def score_at_least(
    right: ExactLike, answers: ExactLike, *, confidence: ExactLike = "19/20", digits: int = 12
) -> Enclosure:
    """A lower limit for the true score, by Clopper and Pearson: exact, not an approximation.

    The score ``s`` at which ``right`` or more right answers would come about with probability
    ``1 - confidence``.  Whatever the true score, a limit found so exceeds it with at most that
    probability.

    Parameters
    ----------
    right, answers : int
        Right answers, and all answers, one to each of as many prompts drawn independently and
        uniformly.  (Drawn without repetition from ``T`` prompts, the chance that the limit is
        too high grows by at most ``answers^2/(2 T)``.)
    confidence : number
        One-sided, in (0, 1).
    digits : int
        Significant digits to prove.

    Raises
    ------
    SortError
        If ``right`` exceeds ``answers``, or an argument is outside its sort.

    Examples
    --------
    >>> score_at_least(12, 100, digits=6).value, score_at_least(20, 20, digits=6).value
    ('0.0707218', '0.860892')
    """
    count = int(Count.check("answers", answers))
    hits = int(Natural.check("right", right))
    if hits > count:
        raise SortError("right", right, f"at most the number of answers, {count}")
    tail = 1 - OpenUnit.check("confidence", confidence)
    if hits == 0:
        return Enclosure(_ZERO, _ZERO, digits)
    return enclose(lambda: _clopper_pearson(hits, count, tail), digits)


def _clopper_pearson(hits: int, count: int, tail: Fraction) -> arb:
    """The ``s`` with ``P[Bin(count, s) >= hits] = tail``, by bisection in ball arithmetic."""
    from flint import arb, ctx

    level = ball(tail)
    low, step = arb(0), arb(1)
    for _ in range(ctx.prec - 16):  # the tail rises in s, so each decided sign halves the room
        step /= 2
        middle = low + step
        gap = middle.beta_lower(hits, count - hits + 1, regularized=True) - level
        if gap < 0:
            low = middle
        elif not gap > 0:
            step *= 2
            break
    return low.union(low + step)


@dataclass(frozen=True)
class Novelty:
    """How many of a model's right answers may be on combinations that its corpus holds.

    Parameters
    ----------
    seen : Fraction
        ``b``: at most this share of all combinations is expected in the corpus.
    score : Fraction
        The measured score, ``right/answers``.
    score_low : Enclosure
        Its lower limit (:func:`score_at_least`).
    confidence : Fraction
        Of that limit.
    seen_expected : Fraction
        ``b/score``, at most 1: how large a share of the right answers may have been seen, if the
        measured score were the true one.
    seen_at_most : Fraction
        The same from the lower limit of the score, rounded up: certified, but for the corpus,
        over which it is an expectation.
    vacuous : bool
        Whether ``seen_at_most`` is 1, so that nothing was shown.
    """

    seen: Fraction
    score: Fraction
    score_low: Enclosure
    confidence: Fraction
    seen_expected: Fraction
    seen_at_most: Fraction

    @property
    def new_expected(self) -> Fraction:
        """At least this share of the right answers is new, at the measured score."""
        return 1 - self.seen_expected

    @property
    def new_at_least(self) -> Fraction:
        """At least this share of the right answers is new, with the stated confidence."""
        return 1 - self.seen_at_most

    @property
    def vacuous(self) -> bool:
        """Whether nothing was shown."""
        return self.seen_at_most == 1

    def rests_on(self) -> tuple[Statement, ...]:
        """The assumptions behind it, all the way down."""
        from skilltheory.theory import statement

        return statement("skillmix.new-answers").rests_on()

    def to_json(self) -> dict[str, Any]:
        """All figures, as JSON can hold them."""
        return {
            "seen_share": str(self.seen),
            "score": str(self.score),
            "score_at_least": self.score_low.to_json(),
            "confidence": str(self.confidence),
            "seen_expected": float(self.seen_expected),
            "seen_at_most": float(self.seen_at_most),
            "new_expected": float(self.new_expected),
            "new_at_least": float(self.new_at_least),
            "vacuous": self.vacuous,
            "rests_on": [one.id for one in self.rests_on()],
        }


def novelty(
    right: ExactLike,
    answers: ExactLike,
    seen: ExactLike,
    *,
    confidence: ExactLike = "19/20",
    digits: int = 12,
) -> Novelty:
    """How many right answers may have been seen, with the sampling error of the score.

    Parameters
    ----------
    right, answers, confidence, digits
        As for :func:`score_at_least`.
    seen : number
        ``b``, from :func:`seen_share` or from a count of one's own; positive.

    Raises
    ------
    SortError
        If an argument is outside its sort.

    Notes
    -----
    Statement ``skillmix.novelty``.  Nothing is supposed about how the model depends on its corpus.
    The marks are taken as they are: a grader's errors are not in it
    (:mod:`skilltheory.skillmix.student` shows what these do to a score).

    Examples
    --------
    The figures of the paper at ``k = 5``, a score of 12 % and at most 7 % seen: more than a third
    is new.  With confidence it is 1 % if they come from 100 answers, and 32 % if from 1000.

    >>> paper = novelty(12, 100, "0.07")
    >>> paper.new_expected, round(float(paper.new_at_least), 4)
    (Fraction(5, 12), 0.0102)
    >>> round(float(novelty(120, 1000, "0.07").new_at_least), 4)
    0.3233
    """
    share = Positive.check("seen", seen)
    low = score_at_least(right, answers, confidence=confidence, digits=digits)
    score = Fraction(int(Natural.check("right", right)), int(Count.check("answers", answers)))

    def of(limit: Fraction) -> Fraction:
        return min(_ONE, share / limit) if limit else _ONE

    return Novelty(
        seen=share,
        score=score,
        score_low=low,
        confidence=OpenUnit.check("confidence", confidence),
        seen_expected=of(score),
        seen_at_most=of(low.lower),
    )


@dataclass(frozen=True)
class Reached:
    """A prediction: at which ``k`` a larger model should score what a smaller one did at another.

    Parameters
    ----------
    law : ScalingLaw
        The law that gives both excesses.
    k, k_after : int
        Skills a prompt, before the step and after it.
    before, after : Enclosure
        The excess (nats a token).
    factor : Enclosure
        ``before/after``.
    """

    law: ScalingLaw
    k: int
    k_after: int
    before: Enclosure
    after: Enclosure
    factor: Enclosure

    def rests_on(self) -> tuple[Statement, ...]:
        """The assumptions behind it, and the empirical law."""
        from skilltheory.theory import statement

        return (*statement("skillmix.reach").rests_on(), statement("scaling.law"))

    def to_json(self) -> dict[str, Any]:
        """The prediction with all it rests on."""
        return {
            "law": self.law.to_json(),
            "k": self.k,
            "k_after": self.k_after,
            "excess": {"before": self.before.to_json(), "after": self.after.to_json()},
            "factor": self.factor.to_json(),
            "rests_on": [one.id for one in self.rests_on()],
        }


def k_reached(
    law: ScalingLaw | str,
    start: tuple[ExactLike, ExactLike],
    end: tuple[ExactLike, ExactLike],
    k: ExactLike,
    *,
    digits: int = 12,
) -> Reached:
    """Predict at which ``k`` a model after a step in scale scores what it scored at ``k`` before.

    Parameters
    ----------
    law : ScalingLaw or name
        The scaling law.
    start, end : pair of numbers
        Parameters and tokens before and after the step.
    k : int
        Skills a prompt before.
    digits : int
        Significant digits to prove of the excesses.

    Raises
    ------
    SortError
        If an argument is outside its sort.
    NoGuarantee
        If the excess before the step exceeds 1 nat: then cloze sufficiency does not read it as a
        share of pieces.

    Notes
    -----
    ``k`` times the factor by which the excess falls, rounded down.  Statement ``skillmix.reach``,
    theory reference 8.2.

    Examples
    --------
    >>> step = k_reached("hoffmann2022", ("70e9", "1.4e12"), ("700e9", "14e12"), 5)
    >>> step.k_after, step.factor.value[:6]
    (9, '1.9924')
    >>> [one.id for one in step.rests_on()]
    ['cloze.sufficiency', 'skillmix.transfer', 'scaling.law']
    """
    known, size = get_law(law), int(Count.check("k", k))
    before, after = known.excess(*start, digits=digits), known.excess(*end, digits=digits)
    if before.lower > 1:
        raise NoGuarantee(
            "excess <= 1", before.value, "1", "cloze sufficiency reads the excess as a share"
        )
    (n0, d0), (n1, d1) = (
        tuple(Positive.check(what, x) for what, x in zip(("params", "tokens"), ends, strict=True))
        for ends in (start, end)
    )

    def factor() -> arb:
        return _excess(known, n0, d0) / _excess(known, n1, d1)

    if (n0, d0) == (n1, d1):
        reached = size
    else:
        reached = -_rounded_up(lambda: -size * factor(), lambda _: None, "k_reached")
    return Reached(known, size, reached, before, after, enclose(factor, digits))


def _excess(law: ScalingLaw, parameters: Fraction, tokens: Fraction) -> arb:
    in_parameters = ball(law.A) / ball(parameters) ** ball(law.a)
    return in_parameters + ball(law.B) / ball(tokens) ** ball(law.b)


def _corpus(
    p_skill: ExactLike, p_topic: ExactLike, sentences: ExactLike
) -> tuple[Fraction, Fraction, int]:
    return (
        OpenUnit.check("p_skill", p_skill),
        OpenUnit.check("p_topic", p_topic),
        int(Count.check("sentences", sentences)),
    )


def _bits(number: Fraction) -> int:
    return number.numerator.bit_length() + number.denominator.bit_length()


def _rounded_up(real: Any, reaches: Any, what: str) -> int:
    """The least integer that is not below a real number.

    ``reaches(m)`` says whether ``m`` is not below it, exactly, or None where that is too long.
    """
    from flint import ctx

    bits = 64
    while bits <= _MOST_BITS:
        with ctx.workprec(bits):
            value = real()
            integer = value.ceil().unique_fmpz()
            if integer is not None:
                return int(integer)
            nearest = (value.mid() + 0.5).floor().unique_fmpz()
        if nearest is not None and (enough := reaches(int(nearest))) is not None:
            return int(nearest) if enough else int(nearest) + 1
        bits *= 2
    raise BudgetExceeded(what, f"the bound lies within {_MOST_BITS} bits of an integer")
