"""Statements: the sentences of the theory as objects.

A chapter of the theory is a module of this package; each of its sentences is a
:class:`Statement` with a stable id (``"emergence.basic"``), entered in one
table by :func:`state` and found again by :func:`statement`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

import sympy

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import And, Formula, Implies, as_formula
from skilltheory.sorts import Variable

if TYPE_CHECKING:
    from skilltheory.kernel.theorem import Theorem

__all__ = ["CHAPTERS", "Kind", "State", "Statement", "state", "statement", "statements"]

CHAPTERS = (
    "information",
    "scaling",
    "cloze",
    "skillgraph",
    "emergence",
    "tuples",
    "finite",
    "sharp",
    "measure",
    "skillmix",
)
"""The modules that hold statements, in the order of the book."""


class Kind(StrEnum):
    """What sort of sentence a statement is, and so how it may be used."""

    DEFINITION = "definition"
    ASSUMPTION = "assumption"  # a modelling choice
    LAW = "empirical law"  # fitted to data
    TEXTBOOK = "textbook"  # a classical fact, cited
    LEMMA = "lemma"
    THEOREM = "theorem"
    COROLLARY = "corollary"
    PREDICTION = "prediction"  # a consequence about the world
    CONJECTURE = "conjecture"

    @property
    def is_supposed(self) -> bool:
        """Whether a proof may start from it without proving it."""
        return self in (Kind.DEFINITION, Kind.ASSUMPTION, Kind.LAW, Kind.TEXTBOOK)


class State(StrEnum):
    """What is known of a statement."""

    PROVED = "proved"
    OPEN = "open"
    ASSUMED = "assumed"
    TEXTBOOK = "textbook"


@dataclass(frozen=True, eq=False)
class Statement:
    """One sentence of the theory.

    Attributes
    ----------
    id : str
        ``chapter.name``; never changes once published.
    kind : Kind
        Definition, assumption, law, textbook fact, lemma, theorem, ...
    title : str
        A short name.
    hypotheses : tuple of Formula
        What is supposed, besides the sorts of the variables.
    conclusion : Formula
        What then holds, for all values of the free variables in their sorts.
    source : str
        Paper and statement number, or a section of the theory reference.
    meaning : str
        One paragraph for a reader who wants to know what it says and why it matters.
    """

    id: str
    kind: Kind
    title: str
    conclusion: Formula
    source: str
    meaning: str
    hypotheses: tuple[Formula, ...] = ()
    parameters: tuple[Variable, ...] = field(default=())

    @property
    def chapter(self) -> str:
        """The chapter it stands in."""
        return self.id.split(".")[0]

    @property
    def formula(self) -> Formula:
        """Hypotheses and conclusion as one proposition."""
        if not self.hypotheses:
            return self.conclusion
        return Implies(And(*self.hypotheses), self.conclusion)

    def theorem(self) -> Theorem:
        """The kernel's theorem, proved in this process when first asked for.

        Raises
        ------
        SkillTheoryError
            If no proof is known, or the kernel refuses the one there is.
        """
        from skilltheory.proving.store import prove

        return prove(self.id)

    @cached_property
    def state(self) -> State:
        """``proved`` only if the kernel accepted the proof in this process."""
        if self.kind is Kind.TEXTBOOK:
            return State.TEXTBOOK
        if self.kind.is_supposed:
            return State.ASSUMED
        try:
            self.theorem()
        except SkillTheoryError:
            return State.OPEN
        return State.PROVED

    def rests_on(self) -> tuple[Statement, ...]:
        """Every assumption, law, definition and textbook fact it uses, all the way down.

        For what is itself supposed: itself. For an open statement: nothing can
        be said, and the error says so.

        Raises
        ------
        SkillTheoryError
            If the statement is open.
        """
        if self.kind.is_supposed:
            return (self,)
        return tuple(statement(name) for name in sorted(self.theorem().axioms))

    def uses(self) -> tuple[Statement, ...]:
        """The proved statements that the proof cites, directly or through others."""
        if self.kind.is_supposed:
            return ()
        return tuple(statement(name) for name in sorted(self.theorem().lemmas - {self.id}))

    def without(self, supposed: str) -> tuple[Statement, ...]:
        """What falls when one assumption is dropped: of this result and of what it cites.

        An empty tuple means that the result stands without it.

        Raises
        ------
        UnknownName
            If there is no such statement.
        """
        dropped = statement(supposed)
        chain = (*self.uses(), self)
        return tuple(s for s in chain if dropped in s.rests_on())

    def text(self) -> str:
        """The statement in plain text."""
        given = "; ".join(
            f"{sort}: {', '.join(sorted(x.name for x in group))}"
            for sort, group in self._by_sort().items()
        )
        lines = [f"{self.kind.value.capitalize()} {self.id}: {self.title}"]
        if given:
            lines.append(f"  for       {given}")
        if self.hypotheses:
            lines.append(f"  suppose   {' and '.join(map(str, self.hypotheses))}")
            lines.append(f"  then      {self.conclusion}")
        else:
            lines.append(f"  {self.conclusion}")
        lines.append(f"  source    {self.source}")
        return "\n".join(lines)

    def _by_sort(self) -> dict[str, list[Variable]]:
        groups: dict[str, list[Variable]] = {}
        for variable in self.parameters:
            groups.setdefault(variable.sort.name, []).append(variable)
        return groups

    def latex(self) -> str:
        """Hypotheses and conclusion, typeset, without delimiters."""
        conclusion: str = sympy.latex(self.conclusion)
        if not self.hypotheses:
            return conclusion
        supposed = r",\quad ".join(sympy.latex(h) for h in self.hypotheses)
        return rf"{supposed} \quad\Longrightarrow\quad {conclusion}"

    def __repr__(self) -> str:
        return self.text()

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def _repr_html_(self) -> str:
        rests = ""
        if self.state is State.PROVED:
            names = ", ".join(s.id for s in self.rests_on()) or "nothing but the kernel's rules"
            rests = f"<p><small>rests on: {escape(names)}</small></p>"
        return (
            f"<div><p><b>{escape(self.kind.value.capitalize())} {escape(self.id)}</b> "
            f"({escape(self.title)}) <i>{self.state.value}</i></p>"
            f"<p>$\\displaystyle {escape(self.latex(), quote=False)}$</p>"
            f"<p>{escape(self.meaning)}</p>{rests}"
            f"<p><small>{escape(self.source)}</small></p></div>"
        )


_TABLE: dict[str, Statement] = {}


def state(
    identifier: str,
    kind: Kind,
    title: str,
    conclusion: object,
    *,
    source: str,
    meaning: str,
    suppose: Iterable[object] = (),
) -> Statement:
    """Enter a statement in the table; its parameters are its free variables.

    Raises
    ------
    SkillTheoryError
        If the id is taken.
    """
    if identifier in _TABLE:
        raise SkillTheoryError(f"the statement {identifier} is already there")
    hypotheses = tuple(map(as_formula, suppose))
    made = Statement(
        identifier,
        kind,
        title,
        as_formula(conclusion),
        source,
        " ".join(meaning.split()),
        hypotheses,
        tuple(sorted(free_variables([*hypotheses, as_formula(conclusion)]), key=lambda v: v.name)),
    )
    _TABLE[identifier] = made
    return made


def _load() -> None:
    for chapter in CHAPTERS:
        import_module(f"skilltheory.theory.{chapter}")


def statements() -> tuple[Statement, ...]:
    """Every statement, chapter by chapter."""
    _load()
    order = {chapter: place for place, chapter in enumerate(CHAPTERS)}
    return tuple(sorted(_TABLE.values(), key=lambda s: order.get(s.chapter, len(order))))


def statement(identifier: str) -> Statement:
    """The statement with this id.

    Raises
    ------
    UnknownName
        If there is none; with the nearest ids.
    """
    _load()
    if identifier not in _TABLE:
        raise UnknownName("statement", identifier, _TABLE)
    return _TABLE[identifier]
