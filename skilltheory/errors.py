"""Every exception that skilltheory raises on purpose.

An error says what was wrong, what would be accepted and, for a mathematical
impossibility, the exact condition that failed with both its sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from skilltheory._digits import shortened

__all__ = [
    "BudgetExceeded",
    "ForgeryError",
    "MissingExtra",
    "MissingValue",
    "NoGuarantee",
    "NumberFormatError",
    "Refused",
    "SkillTheoryError",
    "SortError",
    "UnknownName",
]


class SkillTheoryError(Exception):
    """Base class of every error that skilltheory raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process sends its errors back: rebuilt as they are, not by their constructor.
        return _rebuilt, (type(self), self.args), self.__dict__


def _rebuilt(kind: type[SkillTheoryError], args: tuple[Any, ...]) -> SkillTheoryError:
    made = kind.__new__(kind)
    made.args = args
    return made


class SortError(SkillTheoryError, ValueError):
    """A value lies outside the sort of the parameter it was given for.

    Attributes
    ----------
    parameter : str
        Name of the parameter, as the user wrote it.
    value : str
        The offending value, printed; only its beginning if it is long.
    accepted : str
        What would be accepted, in words.
    """

    def __init__(self, parameter: str, value: object, accepted: str) -> None:
        self.parameter = parameter
        self.value = shortened(value)
        self.accepted = accepted
        super().__init__(
            f"{parameter} = {self.value} is not accepted: {parameter} must be {accepted}"
        )


class NumberFormatError(SortError):
    """A text is not an integer, a decimal, a power-of-ten number or a fraction."""


class MissingValue(SortError):
    """A parameter that is needed here was left out."""

    def __init__(self, parameter: str, accepted: str, reason: str) -> None:
        super().__init__(parameter, None, accepted)
        self.args = (f"{parameter} is missing: {reason}; {parameter} must be {accepted}",)


class NoGuarantee(SkillTheoryError):
    """The equation has no solution: a stated condition fails.

    Attributes
    ----------
    condition : str
        The condition that had to hold, e.g. ``"k*theta*log(1/alpha) > h(theta)"``.
    left, right : str
        Both sides of the condition, evaluated, as decimal strings.
    """

    def __init__(self, condition: str, left: str, right: str, meaning: str = "") -> None:
        self.condition = condition
        self.left = left
        self.right = right
        self.meaning = meaning
        tail = f" ({meaning})" if meaning else ""
        super().__init__(
            f"no guarantee: the condition {condition} fails: left = {left}, right = {right}{tail}"
        )


class UnknownName(SkillTheoryError, KeyError):
    """A name (statement id, fit, bound, model) that skilltheory does not know."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what = what
        self.name = name
        self.known = tuple(known)
        near = get_close_matches(name, self.known, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(self.known)}"
        self.message = f"unknown {what} {name!r}; {hint}"
        super().__init__(self.message)

    def __str__(self) -> str:  # KeyError would print the repr
        return self.message


class MissingExtra(SkillTheoryError, ImportError):
    """Something needs a package that only an extra of skilltheory installs.

    Attributes
    ----------
    package : str
        The package that is not there.
    extra : str
        The extra that brings it.
    """

    def __init__(self, what: str, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"{what} needs {package}, which is not installed: pip install 'skilltheory[{extra}]'"
        )


class ForgeryError(SkillTheoryError, TypeError):
    """Someone tried to make, copy or change a Theorem outside the kernel's rules."""


class Refused(SkillTheoryError):
    """A kernel rule refused a step.

    Attributes
    ----------
    rule : str
        The rule that refused.
    reason : str
        Why, precisely.
    counterexample : dict[str, str] | None
        A point in exact arithmetic at which the claim is false, when one was found.
    """

    def __init__(
        self, rule: str, reason: str, counterexample: dict[str, str] | None = None
    ) -> None:
        self.rule = rule
        self.reason = reason
        self.counterexample = counterexample
        where = ""
        if counterexample is not None:
            point = ", ".join(f"{name} = {value}" for name, value in counterexample.items())
            where = f"; false at {point}"
        super().__init__(f"{rule}: {reason}{where}")


class BudgetExceeded(Refused):
    """A decider ran out of its budget: nothing was decided either way."""
