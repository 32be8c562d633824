"""From a finished proof to what a reader follows: lines, what each comes from, and folded steps."""

from __future__ import annotations

from dataclasses import dataclass

from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.script import SCRIPTS, Line
from skilltheory.proving.store import lines_of

__all__ = ["Link", "chain", "idea_of", "steps_of"]

_CITED = ("cite", "axiom")


@dataclass(frozen=True)
class Link:
    """A line of a proof, with where it comes from.

    Attributes
    ----------
    number : int
        From 1.
    line : Line
        The claim, its reason and its rule.
    earlier : tuple of int
        The lines it uses.
    cited : tuple of str
        Ids of the statements it uses.
    folded : tuple of Theorem
        The steps between those and this line, in the order of the proof, without the line itself.
    """

    number: int
    line: Line
    earlier: tuple[int, ...]
    cited: tuple[str, ...]
    folded: tuple[Theorem, ...]


def chain(identifier: str) -> list[Link]:
    """Run the proof and follow each line back to earlier lines and to cited statements.

    Raises
    ------
    SkillTheoryError
        If there is no proof, or the kernel refuses it.
    """
    links: list[Link] = []
    places: dict[int, int] = {}
    for number, line in enumerate(lines_of(identifier).lines, 1):
        links.append(_link(number, line, places))
        places.setdefault(id(line.theorem), number)
    return links


def _link(number: int, line: Line, places: dict[int, int]) -> Link:
    earlier: set[int] = set()
    cited: list[str] = []
    folded: list[Theorem] = []
    seen: set[int] = set()

    def follow(theorem: Theorem) -> None:
        if id(theorem) in seen:
            return
        seen.add(id(theorem))
        if id(theorem) in places:
            earlier.add(places[id(theorem)])
            return
        if theorem.step.rule in _CITED:
            name = str(theorem.step.data["id"])
            if name not in cited:
                cited.append(name)
            return
        for premise in theorem.step.premises:
            follow(premise)
        if theorem is not line.theorem:
            folded.append(theorem)

    follow(line.theorem)
    return Link(number, line, tuple(sorted(earlier)), tuple(cited), tuple(folded))


def steps_of(theorem: Theorem) -> int:
    """How many kernel steps a proof takes, not counting those of statements it cites."""
    seen: set[int] = set()
    # The outermost step of a stored theorem is its own entry under its id.
    stack = list(theorem.step.premises) if theorem.step.rule == "cite" else [theorem]
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.step.rule not in _CITED:
            stack.extend(one.step.premises)
    return len(seen)


def idea_of(identifier: str) -> str:
    """The idea of a proof in a sentence: its script's docstring."""
    script = SCRIPTS.get(identifier)
    return " ".join((getattr(script, "__doc__", None) or "").split())
