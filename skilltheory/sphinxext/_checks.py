"""Who checked a statement: kernel and replayer, in this very build; and the second prover.

The second prover is not run here.  Its report counts for a statement only as
long as the statement and its script are what was compiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skilltheory.proving.check import Checked, Independent
from skilltheory.proving.check import check as check_all
from skilltheory.rocq.report import Report, verdicts
from skilltheory.sphinxext._chain import steps_of
from skilltheory.theory import Kind, State, Statement, statements

__all__ = ["Check", "check", "independent", "must_be_proved", "refusal", "use_report"]


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
    independent : bool or "not-run"
        What the report of the second prover says of the statement as it is now.
    """

    state: State
    steps: int = 0
    replayed: bool = False
    reason: str = ""
    independent: Independent = "not-run"

    @property
    def words(self) -> str:
        """What a badge says."""
        said = [self.state.value]
        if self.replayed:
            said.append("replayed")
        if self.independent is True:
            said.append("second prover")
        elif self.independent is False:
            said.append("refused by the second prover")
        return " · ".join(said)


def must_be_proved(statement: Statement) -> bool:
    """Whether its kind says that it is proved: showing it is claiming so."""
    return not statement.kind.is_supposed and statement.kind is not Kind.CONJECTURE


_report_in: list[Path] = []  # at most one: where the second prover left its report


def use_report(folder: Path | None) -> None:
    """Show what the report of the second prover in this folder says; nothing if there is none."""
    _report_in[:] = [] if folder is None else [folder]
    _verdicts.cache_clear()
    check.cache_clear()


@cache
def _verdicts() -> dict[str, Independent]:
    report = Report.load(_report_in[0]) if _report_in else None
    return verdicts([one.id for one in statements()], report)


def independent(identifier: str) -> Independent:
    """What the second prover says of a statement as it is now."""
    return _verdicts().get(identifier, "not-run")


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
        independent(statement.id),
    )


def refusal(statement: Statement) -> str:
    """Why a statement may not be shown as proved, or an empty text if it may."""
    found = check(statement)
    if found.state is not State.PROVED:
        return found.reason or "it has no proof"
    if not found.replayed:
        return f"its certificate is refused: {found.reason}"
    if found.independent is False:
        return "the second prover refuses it"
    return ""
