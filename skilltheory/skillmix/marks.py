"""The marks of one answer: ``k`` skills and three more points, each given, refused or missing.

A mark that a grader did not give, or gave twice and differently, is *missing*.  It is never
guessed and never counted as a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from skilltheory.errors import SkillTheoryError

__all__ = ["Graded", "Mark", "MarksError"]

Mark: TypeAlias = bool | None
"""A point: given, refused, or (None) missing."""


class MarksError(SkillTheoryError, ValueError):
    """Marks that do not describe an answer."""


@dataclass(frozen=True)
class Graded:
    """One answer and its marks.

    Parameters
    ----------
    skills : tuple of Mark
        One mark for each of the ``k`` skills, in the order of the prompt.
    on_topic, makes_sense, short_enough : Mark
        The other three points.
    named : tuple of int
        Which skills (counted from 0) the answer names: a deduction.  Showing a skill is asked
        for, not telling of it, so a skill that is named loses its mark.
    too_long : bool
        Whether the sentences were counted and are too many: a deduction of ``short_enough``.
    prompt : str
        Which prompt was answered.  Several answers to one prompt are not independent, and are
        kept together where intervals are computed.  An empty text stands for a prompt of its own.
    failure : str
        Why there are no marks, when a call failed for good; empty otherwise.

    Raises
    ------
    MarksError
        If there is no skill, a mark is not a Mark, or a named skill is not among the ``k``.

    Examples
    --------
    >>> answer = Graded((True, True, None), on_topic=True, makes_sense=True, short_enough=True)
    >>> answer.k, answer.missing
    (3, 1)
    >>> answer.deducted().skills
    (True, True, None)
    >>> Graded((True, True), True, True, True, named=(1,)).deducted().skills
    (True, False)
    """

    skills: tuple[Mark, ...]
    on_topic: Mark
    makes_sense: Mark
    short_enough: Mark
    named: tuple[int, ...] = ()
    too_long: bool = False
    prompt: str = ""
    failure: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "skills", tuple(self.skills))
        object.__setattr__(self, "named", tuple(sorted(set(self.named))))
        if not self.skills:
            raise MarksError("an answer has marks for at least one skill, not for none")
        for mark in (*self.skills, *self.others):
            if mark is not None and not isinstance(mark, bool):
                raise MarksError(f"a mark is True, False or None (missing), not {mark!r}")
        for index in self.named:
            if not 0 <= index < self.k:
                raise MarksError(
                    f"a named skill is counted from 0 to {self.k - 1}; {index} is not among them"
                )

    @classmethod
    def failed(cls, k: int, reason: str, *, prompt: str = "") -> Graded:
        """An answer that there is not: every mark is missing."""
        return cls((None,) * k, None, None, None, prompt=prompt, failure=reason)

    @property
    def k(self) -> int:
        """How many skills were asked for."""
        return len(self.skills)

    @property
    def others(self) -> tuple[Mark, Mark, Mark]:
        """The three points that are not for skills."""
        return self.on_topic, self.makes_sense, self.short_enough

    @property
    def missing(self) -> int:
        """How many of the ``k + 3`` marks are missing once deductions are made."""
        settled = self.deducted()
        return (*settled.skills, *settled.others).count(None)

    @property
    def complete(self) -> bool:
        """Whether no mark is missing, so that the answer has scores."""
        return not self.missing

    def deducted(self) -> Graded:
        """The same answer with its deductions made in its marks."""
        skills = tuple(False if i in self.named else mark for i, mark in enumerate(self.skills))
        short = False if self.too_long else self.short_enough
        return replace(self, skills=skills, short_enough=short, named=(), too_long=False)

    def filled(self, mark: bool) -> Graded:
        """The same answer as it would be if every missing mark were ``mark``."""

        def fill(given: Mark) -> bool:
            return mark if given is None else given

        topic, sense, short = map(fill, self.others)
        return replace(
            self,
            skills=tuple(map(fill, self.skills)),
            on_topic=topic,
            makes_sense=sense,
            short_enough=short,
        )

    def to_json(self) -> dict[str, Any]:
        """Every field, as JSON can hold it."""
        made: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return made | {"skills": [*self.skills], "named": [*self.named]}

    @classmethod
    def from_json(cls, data: Any) -> Graded:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        MarksError
            If ``data`` is something else.
        """
        known = {field.name for field in fields(cls)}
        if not isinstance(data, Mapping) or not set(data) <= known:
            raise MarksError(f"marks have the fields {', '.join(sorted(known))}; got {data!r}")
        values = dict(data)
        try:
            return cls(**values | {"skills": tuple(values["skills"])})
        except (KeyError, TypeError) as error:
            raise MarksError(f"marks are incomplete or of a wrong type: {data!r}") from error
