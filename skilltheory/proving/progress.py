"""How far a proof has come: its lines, what may be used, and what is left to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from skilltheory.kernel.formula import And, Formula
from skilltheory.proving.script import Line
from skilltheory.proving.source import Made, call

__all__ = ["Branch", "Join", "Known", "Progress"]


@dataclass(frozen=True)
class Known(Line):
    """A numbered line of the proof, which may be used further on."""

    made: Made
    number: int

    @property
    def rule(self) -> str:
        return self.made.rule


@dataclass(frozen=True)
class Branch:
    """Something to be shown: a formula, where it stands, and what is supposed there besides."""

    target: Formula
    where: str = ""
    suppose: tuple[Formula, ...] = ()


Join: TypeAlias = Callable[[Sequence[Made]], tuple[Any, ...]]
"""From what the branches gave: a rule's name and its arguments."""


@dataclass(frozen=True)
class _Frame:
    """An outer claim that waits for its branches."""

    outer: Progress
    todo: tuple[Branch, ...]
    done: tuple[Made, ...]
    join: Join
    why: str


@dataclass(frozen=True)
class Progress:
    """The state of a proof; it never changes, a step makes a new one.

    Attributes
    ----------
    lines : tuple of Known
        Every line so far.
    known : tuple of Known
        Those that may be used here: not those of other branches.
    branch : Branch or None
        What is to be shown next; None when nothing is left.
    frames : tuple
        The outer claims, outermost first.
    """

    lines: tuple[Known, ...]
    known: tuple[Known, ...]
    branch: Branch | None
    frames: tuple[_Frame, ...] = ()

    @staticmethod
    def begun(claim: Formula, suppose: Sequence[Formula]) -> Progress:
        """Nothing is known but what is supposed."""
        start = Progress((), (), Branch(claim))
        for formula in suppose:
            start = start._supposing(formula, "supposed")
        return start

    def left(self) -> Iterator[Branch]:
        """Everything that is left to show, innermost first."""
        if self.branch is not None:
            yield self.branch
        for frame in reversed(self.frames):
            yield from frame.todo

    def adding(self, made: Made, why: str) -> Progress:
        """One more line, and its parts if it has parts; what it reaches is closed."""
        state = self._adding(made, why)
        if self.branch is not None and made.theorem.conclusion != self.branch.target:
            state = state._taken_apart(made)
        while state.branch is not None and state._last.conclusion == state.branch.target:
            if not state.frames:
                return replace(state, branch=None)
            *outer, frame = state.frames
            frame = replace(frame, done=(*frame.done, state.lines[-1].made))
            if frame.todo:
                return replace(state, frames=(*outer, frame))._entering()
            joined = call(*frame.join(frame.done))
            state = replace(frame.outer, lines=state.lines)._adding(joined, frame.why)
        return state

    def dividing(self, branches: Sequence[Branch], join: Join, why: str) -> Progress:
        """Show the target by showing all branches."""
        frame = _Frame(self, tuple(branches), (), join, why)
        return replace(self, frames=(*self.frames, frame))._entering()

    @property
    def _last(self) -> Any:
        return self.lines[-1].theorem

    def _adding(self, made: Made, why: str) -> Progress:
        line = Known(made.theorem, why, made, len(self.lines) + 1)
        return replace(self, lines=(*self.lines, line), known=(*self.known, line))

    def _supposing(self, formula: Formula, why: str) -> Progress:
        made = call("assume", formula)
        return self._adding(made, why)._taken_apart(made)

    def _taken_apart(self, made: Made) -> Progress:
        state, conclusion = self, made.theorem.conclusion
        for i in range(len(conclusion.args) if isinstance(conclusion, And) else 0):
            state = state._adding(call("project", made, i), f"part {i + 1} of it")
        return state

    def _entering(self) -> Progress:
        *outer, frame = self.frames
        branch, *rest = frame.todo
        state = replace(
            self,
            known=frame.outer.known,
            branch=branch,
            frames=(*outer, replace(frame, todo=tuple(rest))),
        )
        for formula in branch.suppose:
            state = state._supposing(formula, f"supposed {branch.where}")
        return state
