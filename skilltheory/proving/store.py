"""Which proof belongs to which statement, and whether the kernel took it.

A theorem is accepted as the proof of a statement only if it says exactly the
statement, supposes nothing beyond the statement's hypotheses, and rests only
on statements that may be supposed, each standing for its own formula.
"""

from __future__ import annotations

import sys
from importlib import import_module, util
from pathlib import Path

from skilltheory.errors import Refused, SkillTheoryError
from skilltheory.kernel import axiom, cite
from skilltheory.kernel.formula import Formula
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.script import SCRIPTS, Proof, Script
from skilltheory.theory.statement import CHAPTERS, Statement, statement

__all__ = ["attempt", "lines_of", "load_proofs", "prove", "suppose"]

_PROVED: dict[str, Theorem] = {}
_LINES: dict[str, Proof] = {}
_UNDER_WAY: list[str] = []


def load_proofs() -> None:
    """Import the proof scripts: those shipped in the wheel, or the source tree's."""
    package = "skilltheory._proofs"
    if util.find_spec(package) is None:
        package = "proofs"
        root = str(Path(__file__).resolve().parents[2])
        if util.find_spec(package) is None and root not in sys.path:
            sys.path.append(root)
    for chapter in CHAPTERS:
        if util.find_spec(f"{package}.{chapter}") is not None:
            import_module(f"{package}.{chapter}")


def suppose(identifier: str) -> Theorem:
    """The formula of a supposed statement, as a theorem that rests on it.

    Raises
    ------
    SkillTheoryError
        If the statement is one that needs a proof.
    """
    supposed = statement(identifier)
    if not supposed.kind.is_supposed:
        raise SkillTheoryError(
            f"{identifier} is a {supposed.kind}: it must be proved, not supposed"
        )
    return axiom(identifier, supposed.formula)


def attempt(script: Script, claim: Formula, hypotheses: tuple[Formula, ...] = ()) -> Theorem:
    """Run a script against a claim, which may not be the one it was written for.

    Raises
    ------
    Refused
        If a rule refuses a step, or the result is not the claim.
    """
    proof = Proof(claim, hypotheses)
    return _accepted(script(proof), claim, hypotheses)


def _accepted(theorem: Theorem, claim: Formula, hypotheses: tuple[Formula, ...]) -> Theorem:
    if theorem.conclusion != claim:
        raise Refused("store", f"the script ends in {theorem.conclusion}, not in {claim}")
    extra = theorem.hypotheses - set(hypotheses)
    if extra:
        listed = "; ".join(sorted(map(str, extra)))
        raise Refused("store", f"the proof supposes more than the statement does: {listed}")
    for name, taken in theorem.supposed.items():
        known = statement(name)
        if not known.kind.is_supposed:
            raise Refused("store", f"the proof takes {name} for granted, which must be proved")
        if taken != known.formula:
            raise Refused(
                "store", f"the proof takes {taken} for granted as {name}, which it is not"
            )
    return theorem


def prove(identifier: str) -> Theorem:
    """The theorem of a statement, its proof run once in this process.

    Inside a script this is how another statement is used; the theorem
    remembers that it was.

    Raises
    ------
    SkillTheoryError
        If there is no proof, the proof leads back to itself, or a rule refuses.
    """
    if identifier not in _PROVED:
        wanted = statement(identifier)
        if wanted.kind.is_supposed:
            return suppose(identifier)
        load_proofs()
        if identifier not in SCRIPTS:
            raise SkillTheoryError(f"{identifier} is open: it has no proof yet")
        if identifier in _UNDER_WAY:
            circle = " -> ".join([*_UNDER_WAY[_UNDER_WAY.index(identifier) :], identifier])
            raise Refused("store", f"circular proof: {circle}")
        _UNDER_WAY.append(identifier)
        try:
            _PROVED[identifier] = _run(wanted)
        finally:
            _UNDER_WAY.pop()
    return _PROVED[identifier]


def _run(wanted: Statement) -> Theorem:
    proof = Proof(wanted.conclusion, wanted.hypotheses)
    made = SCRIPTS[wanted.id](proof)
    accepted = _accepted(made, wanted.conclusion, wanted.hypotheses)
    _LINES[wanted.id] = proof
    return cite(wanted.id, accepted)


def lines_of(identifier: str) -> Proof:
    """The chain of claims of a statement's proof, after running it."""
    prove(identifier)
    return _LINES[identifier]
