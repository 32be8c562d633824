"""A claim of the sources, and what the program finds of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from typing import Any

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.theory.statement import Kind, State, statement

__all__ = [
    "Claim",
    "Finding",
    "Verdict",
    "claim",
    "claims",
    "enter",
    "judged",
    "proved",
    "supposed",
]


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

    def to_json(self, finding: Finding | None = None) -> dict[str, Any]:
        """The claim with its finding, as plain data: what ``skilltheory claims --json`` prints.

        Parameters
        ----------
        finding : Finding, optional
            What :meth:`check` found, if that is at hand.
        """
        found = self.check() if finding is None else finding
        return {
            "id": self.id,
            "claim": self.text,
            "verdict": found.verdict.value,
            "computed": found.computed,
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

    A proof that rests on modelling assumptions or on an empirical law makes the claim conditional.
    """
    found = [statement(i) for i in identifiers]
    if any(one.state is not State.PROVED for one in found):
        return Finding(Verdict.OPEN, computed, comment)
    below = {one for s in found for one in s.rests_on()}
    modelled = any(one.kind in (Kind.ASSUMPTION, Kind.LAW) for one in below)
    return Finding(Verdict.CONDITIONAL if modelled else Verdict.PROVED, computed, comment)


def judged(finding: Finding, follows: bool) -> Finding:
    """The same finding if its figures bear the claim out, else one that says they do not."""
    return finding if follows else replace(finding, verdict=Verdict.UNSUPPORTED)


def supposed(identifier: str, comment: str = "", **computed: Any) -> Finding:
    """A claim that the theory supposes: fitted to data, or a modelling choice.

    Raises
    ------
    SkillTheoryError
        If the statement is not one that is supposed: then it needs a proof.
    """
    verdicts = {Kind.LAW: Verdict.EMPIRICAL, Kind.ASSUMPTION: Verdict.OUT_OF_SCOPE}
    kind = statement(identifier).kind
    if kind not in verdicts:
        raise SkillTheoryError(f"{identifier} is a {kind.value}, not an assumption or a law")
    return Finding(verdicts[kind], computed, comment)


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
