"""The replayer: checks certificates again, without search and without SymPy.

It shares no code with the kernel.  What it trusts is Python, its own algebra
and, for boxes, mpmath's interval arithmetic.  Run it by itself::

    python -m skilltheory.replay certificates.json
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from skilltheory.replay.rules import CHECKS
from skilltheory.replay.steps import Sequent, Step
from skilltheory.replay.terms import SORTS, Rejected, Term, read

__all__ = ["Rejected", "Replayer"]

FORMAT = 1


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
        if certificate.get("format") != FORMAT:
            raise Rejected(f"format {certificate.get('format')} is not {FORMAT}")
        name = certificate["id"]
        terms = read(certificate["terms"])
        sorts = {x: sort for x, (sort, _) in certificate["variables"].items()}
        if any(sort not in SORTS or x.startswith("_") for x, sort in sorts.items()):
            raise Rejected("a variable of an unknown sort, or with a name that is not its own")
        roles = {x: role for x, (_, role) in certificate["variables"].items()}
        if not set(roles.values()) <= {"free", "fixed", "random"}:
            raise Rejected("a variable with an unknown role")
        decoded = [decode(row["data"], terms) for row in certificate["steps"]]
        hints = [hint for data in decoded for hint in data.get("factors", [])]
        done: list[Sequent] = []
        used: set[str] = set()
        for place, (row, data) in enumerate(zip(certificate["steps"], decoded, strict=True)):
            hyps = [terms[i] for i in row["hypotheses"]]
            sequent = Sequent(frozenset(hyps), terms[row["conclusion"]])
            if any(not 0 <= i < place for i in row["premises"]):
                raise Rejected(f"{name}: step {place} rests on a later one")
            premises = [done[i] for i in row["premises"]]
            rule = row["rule"]
            if rule == "axiom":
                if self.axioms.setdefault(data["id"], sequent.conclusion) != sequent.conclusion:
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
                try:
                    step = Step(
                        rule,
                        hyps,
                        sequent.conclusion,
                        premises,
                        data,
                        dict(sorts),
                        roles,
                        lambda: hints,
                    )
                    CHECKS[rule](step)
                except (
                    Rejected,
                    KeyError,
                    ValueError,
                    IndexError,
                    TypeError,
                    RecursionError,
                ) as error:
                    raise Rejected(f"{name}: step {place} ({rule}): {error!r}") from error
            else:
                raise Rejected(f"{name}: there is no rule {rule}")
            done.append(sequent)
        if certificate["steps"][-1]["rule"] != "cite":
            raise Rejected(f"{name}: the certificate does not end in its statement")
        self.proved[name] = done[-1]
        self.rests_on[name] = frozenset(used)
        return done[-1]

    def replay_all(self, certificates: Iterable[dict[str, Any]]) -> dict[str, str | None]:
        """Replay in an order in which lemmas come first; the reason for each rejection, or None."""
        return {name: reason for name, reason, _ in self.replay_timed(certificates)}

    def replay_timed(
        self, certificates: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[str, str | None, float]]:
        """The same one by one, each with the seconds it took."""
        waiting = {c["id"]: c for c in certificates}
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


def lemmas_of(certificate: dict[str, Any]) -> set[str]:
    """The statements that a certificate cites."""
    return {row["data"]["id"] for row in certificate["steps"] if row["rule"] == "lemma"}


def decode(value: Any, terms: list[Term]) -> Any:
    """The data of a step, with terms for their numbers."""
    if isinstance(value, dict) and value.keys() == {"$term"}:
        return terms[value["$term"]]
    if isinstance(value, dict) and value.keys() == {"$var"}:
        return ("var", value["$var"])
    if isinstance(value, dict):
        return {key: decode(part, terms) for key, part in value.items()}
    if isinstance(value, list):
        return [decode(part, terms) for part in value]
    return value
