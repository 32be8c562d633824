"""Check every statement: run its proof in the kernel, then replay its certificate.

Statements are shared out over an executor, chapter by chapter; what comes back
from a worker is not believed as a theorem but as a certificate, and replayed
here.  A statement counts as replayed only if the certificate ends in exactly
the statement and rests on exactly what the kernel said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from skilltheory.errors import SkillTheoryError
from skilltheory.kernel.certificate import certificate, encoded
from skilltheory.kernel.formula import Formula
from skilltheory.proving.store import prove
from skilltheory.replay import Replayer
from skilltheory.replay.terms import Reader
from skilltheory.theory.statement import Kind, State, Statement, statement, statements

__all__ = ["Checked", "Independent", "check"]

Independent: TypeAlias = bool | Literal["not-run"]
"""Whether a second prover accepts a statement as it is now; ``"not-run"`` if it was not asked."""


@dataclass(frozen=True)
class Checked:
    """What is known of one statement after a check.

    Attributes
    ----------
    id, kind : str
    status : str
        ``proved``, ``open``, ``assumed`` or ``textbook``.
    rests_on : tuple of str
        Ids of the assumptions, laws and textbook facts used, all the way down.
    seconds : float
        Time the proof took in the kernel.
    replayed : bool
        Whether the certificate was accepted by the replayer; False for what needs no proof.
    replay_seconds : float
        Time the replay took.
    reason : str or None
        Why a statement is open, or why its replay was refused.
    independent : bool or "not-run"
        What the second prover says, if it was asked; see :mod:`skilltheory.rocq`.
    """

    id: str
    kind: str
    status: str
    rests_on: tuple[str, ...]
    seconds: float
    replayed: bool
    replay_seconds: float = 0.0
    reason: str | None = None
    independent: Independent = "not-run"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "rests_on": list(self.rests_on)}


@dataclass(frozen=True)
class _Outcome:
    """What a worker found for one statement."""

    id: str
    seconds: float
    certificate: dict[str, Any] | None
    rests_on: tuple[str, ...] = ()
    reason: str | None = None


def _prove_chapter(identifiers: tuple[str, ...]) -> list[_Outcome]:
    """Prove some statements, with certificates. Runs in a worker."""
    outcomes = []
    for identifier in identifiers:
        start = time.perf_counter()
        try:
            theorem = prove(identifier)
        except SkillTheoryError as error:
            outcomes.append(
                _Outcome(identifier, time.perf_counter() - start, None, reason=str(error))
            )
            continue
        seconds = time.perf_counter() - start
        made = certificate(identifier, theorem)
        outcomes.append(_Outcome(identifier, seconds, made, tuple(sorted(theorem.axioms))))
    return outcomes


def _run(
    wanted: list[Statement], executor: Executor | None, progress: Callable[[str], None]
) -> list[_Outcome]:
    chapters: dict[str, list[str]] = {}
    for one in wanted:
        chapters.setdefault(one.chapter, []).append(one.id)
    batches = [tuple(ids) for ids in chapters.values()]
    outcomes: list[_Outcome] = []
    if executor is None:
        for batch in batches:
            for identifier in batch:
                outcomes += _prove_chapter((identifier,))
                progress(identifier)
        return outcomes
    waiting: list[Future[list[_Outcome]]] = [executor.submit(_prove_chapter, b) for b in batches]
    for done in as_completed(waiting):
        for outcome in done.result():
            outcomes.append(outcome)
            progress(outcome.id)
    return outcomes


def _with_lemmas(wanted: Iterable[str], outcomes: dict[str, _Outcome]) -> list[dict[str, Any]]:
    """The certificates of some statements and of every lemma below them."""
    todo, found = list(wanted), dict[str, dict[str, Any]]()
    while todo:
        identifier = todo.pop()
        if identifier in found or statement(identifier).kind.is_supposed:
            continue
        if identifier not in outcomes:
            (outcomes[identifier],) = _prove_chapter((identifier,))
        made = outcomes[identifier].certificate
        if made is None:
            continue
        found[identifier] = made
        todo += [row["data"]["id"] for row in made["steps"] if row["rule"] == "lemma"]
    return list(found.values())


def _replay(
    certificates: list[dict[str, Any]], outcomes: dict[str, _Outcome]
) -> dict[str, tuple[bool, float, str | None]]:
    """Replay certificates, and compare what they prove with the statements themselves."""
    replayer = Replayer()
    verdicts: dict[str, tuple[bool, float, str | None]] = {}
    for identifier, reason, seconds in replayer.replay_timed(certificates):
        if reason is None:
            reason = _mismatch(replayer, identifier, outcomes[identifier])
        verdicts[identifier] = (reason is None, seconds, reason)
    return verdicts


def _as_read(*formulas: Formula) -> list[Any]:
    """Formulas as the replayer reads them, with the sorts and roles of their variables."""
    variables, rows, places = encoded(formulas)
    terms = Reader(variables).read(rows)
    return [terms[place] for place in places]


def _mismatch(replayer: Replayer, identifier: str, outcome: _Outcome) -> str | None:
    stated = statement(identifier)
    conclusion, *hypotheses = _as_read(stated.conclusion, *stated.hypotheses)
    proved = replayer.proved[identifier]
    if proved.conclusion != conclusion:
        return "the certificate proves another statement"
    if not proved.hypotheses <= set(hypotheses):
        return "the certificate supposes more than the statement"
    if replayer.rests_on[identifier] != frozenset(outcome.rests_on):
        return "the certificate rests on other assumptions"
    for name in replayer.rests_on[identifier]:
        if [replayer.axioms[name]] != _as_read(statement(name).formula):
            return f"the certificate takes {name} for something else"
    return None


def check(
    identifiers: Iterable[str] | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[str], None] = lambda identifier: None,
    independent: Mapping[str, Independent] | None = None,
    certificates: list[dict[str, Any]] | None = None,
) -> list[Checked]:
    """Check some statements, or all of them.

    Parameters
    ----------
    identifiers : iterable of str, optional
        Which; all of them by default.
    executor : concurrent.futures.Executor, optional
        Where the proofs run; in this process by default.
    progress : callable
        Called with each id when its proof has run.
    independent : mapping, optional
        What a second prover says of statements, by id
        (:func:`skilltheory.rocq.report.verdicts`); merged into what is returned.
    certificates : list, optional
        To this list the certificates of the statements and of all lemmas below them are added,
        each with its ``independent`` verdict, as ``python -m skilltheory.replay`` reads them.

    Raises
    ------
    UnknownName
        If there is no such statement.
    """
    wanted = [statement(i) for i in identifiers] if identifiers is not None else [*statements()]
    to_prove = [one for one in wanted if not one.kind.is_supposed]
    outcomes = {outcome.id: outcome for outcome in _run(to_prove, executor, progress)}
    ids = [one.id for one in to_prove]
    made = _with_lemmas(ids, outcomes)
    verdicts = _replay(made, outcomes)
    second = independent or {}
    if certificates is not None:
        certificates += [{**one, "independent": second.get(one["id"], "not-run")} for one in made]
    return [
        replace(_checked(one, outcomes, verdicts), independent=second.get(one.id, "not-run"))
        for one in wanted
    ]


def _checked(
    one: Statement,
    outcomes: dict[str, _Outcome],
    verdicts: dict[str, tuple[bool, float, str | None]],
) -> Checked:
    if one.kind.is_supposed:
        state = State.TEXTBOOK if one.kind is Kind.TEXTBOOK else State.ASSUMED
        return Checked(one.id, one.kind.value, state.value, (one.id,), 0.0, False)
    outcome = outcomes[one.id]
    if outcome.certificate is None:
        return Checked(
            one.id,
            one.kind.value,
            State.OPEN.value,
            (),
            outcome.seconds,
            False,
            reason=outcome.reason,
        )
    accepted, seconds, reason = verdicts[one.id]
    return Checked(
        one.id,
        one.kind.value,
        State.PROVED.value,
        outcome.rests_on,
        outcome.seconds,
        accepted,
        seconds,
        reason,
    )
