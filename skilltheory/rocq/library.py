"""The scripts written by hand: which modules there are, and which statement each theorem is.

A theorem that is the hand-written form of a statement says so in the comment
above it: the statement's id, what it is given, and which variable of the
statement each of its own variables is, in order::

    (* emergence.failure given skillgraph.mixing : Omega pr e N_1 N_2 k n m beta *)
    Theorem failure : forall ...

A theorem that stands for no statement, and is reported under its title::

    (* by itself: superquantile duality on finite lists, with the best level *)
    Theorem duality_whole : forall ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from skilltheory.errors import SkillTheoryError

__all__ = ["HandWritten", "Library", "Module", "code_of", "folder_of_scripts"]

_MARK = re.compile(
    r"\(\* (?P<id>[a-z]+\.[a-z0-9-]+)"
    r"(?: given (?P<given>[a-z0-9., \n-]+?))?"
    r" :(?P<names>[A-Za-z0-9_' \n]*)\*\)\s+Theorem (?P<name>\w+)"
)
_ALONE = re.compile(r"\(\* by itself: (?P<title>[^*]+?) \*\)\s+Theorem (?P<name>\w+)")
_REQUIRE = re.compile(r"From SkillTheory Require Import\s+([\w\s]+)\.")
_UNSOUND = re.compile(
    r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture|bypass_check"
    r"|Unset\s+(?:Guard|Positivity|Universe)\s+Checking|Declare\s+ML)\b"
)
_OF_THE_CHECKS = re.compile(
    r"\b(?:Definition|Fixpoint|Lemma|Theorem|Notation|Ltac|Record|Inductive)\s+"
    r"(generated|by_hand|everything|inequality|condition|(?:twin|need|opposite)_\w+)\b"
)


@dataclass(frozen=True)
class HandWritten:
    """A theorem written by hand for a statement.

    Attributes
    ----------
    statement : str
        Id of the statement.
    name, module : str
        Its name in Rocq, and the module it stands in.
    given : tuple of str
        Ids of the assumptions that are its first premises.
    names : tuple of str
        The statement's variable that each of its variables is, in order.
    """

    statement: str
    name: str
    module: str
    given: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Module:
    """A hand-written module: its name, its text, and what it imports of the others."""

    name: str
    text: str

    @property
    def imports(self) -> tuple[str, ...]:
        return tuple(name for found in _REQUIRE.findall(self.text) for name in found.split())

    @property
    def theorems(self) -> tuple[HandWritten, ...]:
        return tuple(
            HandWritten(
                statement=mark["id"],
                name=mark["name"],
                module=self.name,
                given=tuple(re.split(r"[,\s]+", mark["given"].strip())) if mark["given"] else (),
                names=tuple(mark["names"].split()),
            )
            for mark in _MARK.finditer(self.text)
        )

    @property
    def alone(self) -> dict[str, str]:
        """The titles of theorems that stand for no statement, by their names."""
        return {found["name"]: found["title"] for found in _ALONE.finditer(self.text)}


def code_of(text: str) -> str:
    """A Rocq text without its comments, which nest."""
    kept, depth, place = [], 0, 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair == "(*":
            depth, place = depth + 1, place + 2
        elif pair == "*)" and depth:
            depth, place = depth - 1, place + 2
        else:
            if not depth:
                kept.append(text[place])
            place += 1
    return "".join(kept)


def refuse_unsound(name: str, text: str) -> None:
    """Refuse a text that takes something for granted, or calls something as the checks do.

    Raises
    ------
    SkillTheoryError
        Naming the word that does: ``Admitted``, ``Axiom``, ``Parameter``, ...
    """
    code = code_of(text)
    taken = _OF_THE_CHECKS.search(code)
    if taken:
        raise SkillTheoryError(f"{name}.v defines {taken[1]}, a name that belongs to the checks")
    found = _UNSOUND.search(code)
    if found:
        raise SkillTheoryError(
            f"{name}.v contains {found[0]!r}: a script proves everything that it states"
        )


def folder_of_scripts() -> Path:
    """Where the hand-written scripts are: in the wheel, or in the source tree.

    Raises
    ------
    SkillTheoryError
        If they are in neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_proofs" / "rocq", package.parent / "proofs" / "rocq"):
        if folder.is_dir():
            return folder
    raise SkillTheoryError("the scripts for Rocq are missing: this installation is incomplete")


class Library:
    """All hand-written modules of a folder."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        for module in self.modules.values():
            refuse_unsound(module.name, module.text)

    @classmethod
    def read(cls, folder: Path | None = None) -> Library:
        """Read every script of a folder; by default those that come with the package."""
        paths = sorted((folder or folder_of_scripts()).glob("*.v"))
        return cls(Module(path.stem, path.read_text(encoding="utf-8")) for path in paths)

    @cached_property
    def theorems(self) -> dict[str, HandWritten]:
        """The hand-written theorem of each statement that has one.

        Raises
        ------
        SkillTheoryError
            If a statement has two.
        """
        found: dict[str, HandWritten] = {}
        for module in self.modules.values():
            for theorem in module.theorems:
                if theorem.statement in found:
                    raise SkillTheoryError(f"{theorem.statement} has two theorems in Rocq")
                found[theorem.statement] = theorem
        return found
