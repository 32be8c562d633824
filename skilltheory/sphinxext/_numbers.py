"""Numbers for the book, by name: ``beta alpha=1/10 theta=1/10 k=4 digits=6``.

The text is split and handed to :mod:`skilltheory.solve`; nothing of it is evaluated.
"""

from __future__ import annotations

from typing import Any

from skilltheory.errors import SkillTheoryError, UnknownName

__all__ = ["request", "solved"]

UNKNOWNS = ("beta", "alpha", "theta", "k", "failure", "least_n1", "competence")


def request(text: str) -> tuple[str, dict[str, Any]]:
    """Split a request into what is asked for and what is given.

    Raises
    ------
    SkillTheoryError
        If it does not read ``unknown name=value ...``.
    """
    unknown, *pairs = text.split()
    if unknown not in UNKNOWNS:
        raise UnknownName("unknown", unknown, UNKNOWNS)
    given: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not (name and sign and value):
            raise SkillTheoryError(f"{pair!r} should read name=value")
        given[name] = int(value) if name == "digits" and value.isdigit() else value
    return unknown, given


def solved(text: str) -> Any:
    """Solve as asked; the result is a :class:`skilltheory.solve.Certified`.

    Raises
    ------
    SkillTheoryError
        As the solver does, or if the request cannot be read.
    """
    from skilltheory import solve

    unknown, given = request(text)
    try:
        return getattr(solve, unknown)(**given)
    except TypeError as error:
        raise SkillTheoryError(f"{text!r}: {error}") from error
