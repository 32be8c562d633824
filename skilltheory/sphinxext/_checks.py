"""Who checked a statement, in this very build: kernel and replayer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from skilltheory.proving.check import Checked
from skilltheory.proving.check import check as check_all
from skilltheory.sphinxext._chain import steps_of
from skilltheory.theory import Kind, State, Statement

__all__ = ["Check", "check", "must_be_proved", "refusal"]


@dataclass(frozen=True)
class Check:
    """The state of one statement's check.

    Attributes
    ----------
    state : State
        As the kernel sees it in this process.
    steps : int
        Kernel steps of its own proof; 0 for what is supposed.
    replayed : bool
        Whether the replayer accepted its certificate, in this process.
    reason : str
        Why it is open, or why its replay was refused.
    """

    state: State
    steps: int = 0
    replayed: bool = False
    reason: str = ""

    @property
    def words(self) -> str:
        """What a badge says."""
        said = [self.state.value]
        if self.replayed:
            said.append("replayed")
        return " · ".join(said)


def must_be_proved(statement: Statement) -> bool:
    """Whether its kind says that it is proved: showing it is claiming so."""
    return not statement.kind.is_supposed and statement.kind is not Kind.CONJECTURE


@cache
def _everything() -> dict[str, Checked]:
    return {one.id: one for one in check_all()}


@cache
def check(statement: Statement) -> Check:
    """Prove and replay it in this process; when the first is asked for, all are checked."""
    found = _everything().get(statement.id) or check_all([statement.id])[0]
    proved = found.status == State.PROVED.value
    return Check(
        State(found.status),
        steps_of(statement.theorem()) if proved else 0,
        found.replayed,
        found.reason or "",
    )


def refusal(statement: Statement) -> str:
    """Why a statement may not be shown as proved, or an empty text if it may."""
    found = check(statement)
    if found.state is not State.PROVED:
        return found.reason or "it has no proof"
    if not found.replayed:
        return f"its certificate is refused: {found.reason}"
    return ""
