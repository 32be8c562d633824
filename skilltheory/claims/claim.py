"""A claim of the sources, and what the program finds of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.theory.statement import State, statement

__all__ = ["Claim", "Finding", "Verdict", "claim", "claims", "enter", "proved"]


class Verdict(StrEnum):
    """What became of a claim when it was checked."""

    PROVED = "proved"
    NUMERICAL = "holds numerically"
    CONDITIONAL = "holds under stated conditions"
    UNSUPPORTED = "does not follow from the stated numbers"
    EMPIRICAL = "empirical"
    OUT_OF_SCOPE = "out of scope"
    OPEN = "open"


@dataclass(frozen=True)
class Finding:
    """What the program found: a verdict, the figures behind it, and a sentence."""

    verdict: Verdict
    computed: dict[str, Any]
    comment: str = ""


@dataclass(frozen=True)
class Claim:
    """One checkable claim of the lecture or of the papers.

    Attributes
    ----------
    id : str
    text : str
        The claim, paraphrased.
    source : str
    statements : tuple of str
        The formal statements that it comes down to; may be empty.
    check : callable
        Computes the finding; runs the proofs and the solvers.
    """

    id: str
    text: str
    source: str
    statements: tuple[str, ...]
    check: Callable[[], Finding]

    def rests_on(self) -> tuple[str, ...]:
        """Ids of the assumptions, laws and textbook facts behind the formal statements."""
        found: set[str] = set()
        for identifier in self.statements:
            try:
                found.update(one.id for one in statement(identifier).rests_on())
            except SkillTheoryError:
                continue  # open: nothing can be said, and the verdict says so
        return tuple(sorted(found))

    def to_json(self) -> dict[str, Any]:
        """The claim with its finding, as plain data."""
        finding = self.check()
        return {
            "id": self.id,
            "claim": self.text,
            "source": self.source,
            "statements": list(self.statements),
            "verdict": finding.verdict.value,
            "computed": finding.computed,
            "comment": finding.comment,
            "rests_on": list(self.rests_on()),
        }


_LEDGER: dict[str, Claim] = {}


def enter(
    identifier: str, text: str, *, source: str, statements: tuple[str, ...] = ()
) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Enter a claim in the ledger, with the function that checks it."""

    def add(check: Callable[[], Finding]) -> Callable[[], Finding]:
        if identifier in _LEDGER:
            raise SkillTheoryError(f"the claim {identifier} is already there")
        _LEDGER[identifier] = Claim(identifier, " ".join(text.split()), source, statements, check)
        return check

    return add


def proved(*identifiers: str, comment: str = "", **computed: Any) -> Finding:
    """``proved`` if the kernel accepts every statement now; ``open`` if it does not.

    A proof that rests on modelling assumptions makes the claim conditional.
    """
    found = [statement(i) for i in identifiers]
    if any(one.state is not State.PROVED for one in found):
        return Finding(Verdict.OPEN, computed, comment)
    supposed = {below for one in found for below in one.rests_on()}
    modelled = any(below.state is State.ASSUMED for below in supposed)
    return Finding(Verdict.CONDITIONAL if modelled else Verdict.PROVED, computed, comment)


CHAPTERS = ("loss", "growth", "graph", "combinations", "novelty")


def _load() -> None:
    for chapter in CHAPTERS:  # imported for what they enter, in the order of the argument
        import_module(f"skilltheory.claims.{chapter}")


def claims() -> tuple[Claim, ...]:
    """Every claim of the ledger, in the order of the argument."""
    _load()
    return tuple(_LEDGER.values())


def claim(identifier: str) -> Claim:
    """The claim with this id.

    Raises
    ------
    UnknownName
        If there is none.
    """
    _load()
    if identifier not in _LEDGER:
        raise UnknownName("claim", identifier, _LEDGER)
    return _LEDGER[identifier]
