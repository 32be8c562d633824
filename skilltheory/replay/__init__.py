"""The replayer: checks certificates again, without search and without SymPy.

It shares no code with the kernel.  What it trusts is Python, its own algebra
and, for boxes, mpmath's interval arithmetic.  Run it by itself::

    python -m skilltheory.replay certificates.json
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from time import perf_counter
from typing import Any

from skilltheory.replay.rules import CHECKS
from skilltheory.replay.steps import Sequent, Step
from skilltheory.replay.terms import FORMULAS, Reader, Rejected, Term

__all__ = ["Rejected", "Replayer"]

FORMAT = 1
MALFORMED = (AttributeError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)


class Replayer:
    """Checks certificates one after another; a lemma must have been checked before.

    Attributes
    ----------
    proved : dict
        The sequent of every statement replayed so far.
    axioms : dict
        What each supposed statement was taken to say.
    rests_on : dict
        The supposed statements that each proved one rests on.
    """

    def __init__(self) -> None:
        self.proved: dict[str, Sequent] = {}
        self.axioms: dict[str, Term] = {}
        self.rests_on: dict[str, frozenset[str]] = {}

    def replay(self, certificate: dict[str, Any]) -> Sequent:
        """Check a certificate, step by step.

        Raises
        ------
        Rejected
            At the first step that does not follow.
        """
        name = certificate.get("id")
        if certificate.get("format") != FORMAT or not isinstance(name, str):
            raise Rejected(f"a certificate of format {FORMAT} with an id is needed")
        try:
            done, used = self._steps(name, certificate)
        except MALFORMED as error:
            raise Rejected(f"{name}: {error!r}") from error
        self.proved[name], self.rests_on[name] = done, used
        return done

    def _steps(self, name: str, certificate: dict[str, Any]) -> tuple[Sequent, frozenset[str]]:
        reader = Reader(certificate["variables"])
        terms = reader.read(certificate["terms"])
        rows = certificate["steps"]
        decoded = [decode(row["data"], terms, reader) for row in rows]
        hints = distinct(hint for data in decoded for hint in data.get("factors", []))
        done: list[Sequent] = []
        used: set[str] = set()
        for place, (row, data) in enumerate(zip(rows, decoded, strict=True)):
            hyps, goal = [terms[i] for i in row["hypotheses"]], terms[row["conclusion"]]
            sequent = Sequent(frozenset(hyps), goal)
            if any(x[0] not in FORMULAS for x in (*hyps, goal)):
                raise Rejected(f"{name}: step {place} states what is no formula")
            if any(not 0 <= i < place for i in row["premises"]):
                raise Rejected(f"{name}: step {place} rests on a later one")
            premises = [done[i] for i in row["premises"]]
            rule = row["rule"]
            if rule == "axiom":
                if self.axioms.setdefault(data["id"], goal) != goal:
                    raise Rejected(f"{name}: {data['id']} stands for two formulas")
                used.add(data["id"])
            elif rule == "lemma":
                if self.proved.get(data["id"]) != sequent:
                    raise Rejected(f"{name}: {data['id']} is not replayed, or says something else")
                used |= self.rests_on[data["id"]]
            elif rule == "cite":
                if premises[0] != sequent or data["id"] != name:
                    raise Rejected(f"{name}: the last step changes the theorem")
            elif rule in CHECKS:
                known = data.get("factors") or hints  # its own factorisations, if it has any
                step = Step(
                    rule,
                    hyps,
                    goal,
                    premises,
                    data,
                    reader.sorts,
                    reader.roles,
                    partial(list[Any], known),
                )
                try:
                    CHECKS[rule](step)
                except MALFORMED as error:
                    raise Rejected(f"{name}: step {place} ({rule}): {error!r}") from error
            else:
                raise Rejected(f"{name}: there is no rule {rule}")
            done.append(sequent)
        if rows[-1]["rule"] != "cite":
            raise Rejected(f"{name}: the certificate does not end in its statement")
        return done[-1], frozenset(used)

    def replay_all(self, certificates: Iterable[dict[str, Any]]) -> dict[str, str | None]:
        """Replay in an order in which lemmas come first; the reason for each rejection, or None."""
        return {name: reason for name, reason, _ in self.replay_timed(certificates)}

    def replay_timed(
        self, certificates: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[str, str | None, float]]:
        """The same one by one, each with the seconds it took."""
        waiting: dict[str, dict[str, Any]] = {}
        for certificate in certificates:
            if waiting.setdefault(certificate["id"], certificate) is not certificate:
                raise Rejected(f"two certificates are called {certificate['id']}")
        while waiting:
            ready = [c for c in waiting.values() if not lemmas_of(c) & waiting.keys()]
            if not ready:
                yield from ((name, "its lemmas lead round in a circle", 0.0) for name in waiting)
                return
            for certificate in ready:
                name = certificate["id"]
                del waiting[name]
                start, reason = perf_counter(), None
                try:
                    self.replay(certificate)
                except Rejected as error:
                    reason = str(error)
                yield name, reason, perf_counter() - start


def distinct(hints: Iterable[Any]) -> list[Any]:
    """Factorisations, each once: many steps carry the same."""
    return [*{whole: (whole, parts) for whole, parts in hints}.values()]


def lemmas_of(certificate: dict[str, Any]) -> set[str]:
    """The statements that a certificate cites."""
    return {row["data"]["id"] for row in certificate["steps"] if row["rule"] == "lemma"}


def decode(value: Any, terms: list[Term], reader: Reader) -> Any:
    """The data of a step, with terms for their numbers."""
    if isinstance(value, dict) and value.keys() == {"$term"}:
        return terms[value["$term"]]
    if isinstance(value, dict) and value.keys() == {"$var"}:
        return ("var", reader.name(value["$var"]))
    if isinstance(value, dict):
        return {key: decode(part, terms, reader) for key, part in value.items()}
    if isinstance(value, list):
        return [decode(part, terms, reader) for part in value]
    return value
