"""The generated module that checks one statement against its hand-written theorem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from skilltheory.errors import SkillTheoryError
from skilltheory.rocq.closure import Closed, close
from skilltheory.rocq.library import HandWritten, Module
from skilltheory.theory import Statement, statement

__all__ = ["check_of", "closed", "imports_of", "module_name"]


def module_name(identifier: str) -> str:
    """The name of the module that checks a statement."""
    return "check_" + identifier.replace(".", "__").replace("-", "_")


def closed(wanted: Statement, given: Iterable[str] = ()) -> Closed:
    """A statement as a closed proposition, on the strength of the given assumptions.

    Raises
    ------
    Untranslatable
        Naming the node that has no translation.
    SkillTheoryError
        If something is given that needs a proof.
    """
    assumptions = [statement(name) for name in given]
    for supposed in assumptions:
        if not supposed.kind.is_supposed:
            raise SkillTheoryError(f"{supposed.id} is given in Rocq, but it must be proved")
    return close(wanted.conclusion, wanted.hypotheses, [one.formula for one in assumptions])


def imports_of(theorem: HandWritten, modules: Mapping[str, Module]) -> tuple[str, ...]:
    """What the check of a theorem imports, in order; ``modules`` are the hand-written ones.

    A chapter may have a module beside it that helps to read its statements.
    """
    own = f"{theorem.module}Reading"
    names = ["Vocabulary", "Sums", "Functions", "Bridge", "Domain"]
    names += [*modules[theorem.module].imports, theorem.module]
    return tuple(dict.fromkeys([*names, own] if own in modules else names))


def check_of(wanted: Statement, theorem: HandWritten, imports: Iterable[str]) -> str:
    """The text of the module.

    It states what the library's object says; proves it from the hand-written
    theorem, and that theorem from it, by rearranging only; proves each domain
    condition; tries each proof on a false twin, where it must fail; and prints
    what all of this assumes.

    Raises
    ------
    Untranslatable
        Naming the node that has no translation.
    """
    text = closed(wanted, theorem.given)
    parts = [_header(wanted, imports), _both_ways(text, theorem), _twins(text, theorem)]
    names = ["holds", "no_weaker"]
    for place, (claim, twin) in enumerate(text.domain, 1):
        parts.append(_condition(place, claim, twin))
        names.append(f"domain_{place}")
    parts.append(f"Definition everything := ({', '.join(names)}).\nPrint Assumptions everything.\n")
    return "\n".join(parts)


def _header(wanted: Statement, imports: Iterable[str]) -> str:
    return (
        f"(* Generated from the statement {wanted.id}; do not edit. *)\n"
        "From Coq Require Import Reals Lra Lia.\n"
        f"From SkillTheory Require Import {' '.join(imports)}.\n"
        "Open Scope R_scope.\n"
    )


def _forth(text: Closed, theorem: HandWritten) -> str:
    """From the hand-written theorem to the generated statement."""
    intros = " ".join(name for step in text.prefix for name in (step.binds or ("?",)))
    hand = " ".join([f"@{theorem.name}", *theorem.names])
    return f"intros {intros}; pose proof ({hand}) as hand; conclude hand"


def _back(text: Closed, theorem: HandWritten) -> str:
    """From the generated statement to the hand-written theorem."""
    steps = [f"intros generated {' '.join(theorem.names)}; intros"]
    for step in text.prefix:
        steps += [f"specialize (generated {name})" for name in step.binds] or ["supply generated"]
    return "; ".join([*steps, "conclude generated"])


def _both_ways(text: Closed, theorem: HandWritten) -> str:
    return (
        f"Definition generated : Prop :=\n  {text.under_prefix(text.claim)}.\n\n"
        f"Theorem holds : generated.\nProof. {_forth(text, theorem)}. Qed.\n\n"
        f"Definition by_hand : Prop := ltac:(let t := type of @{theorem.name} in exact t).\n\n"
        f"Theorem no_weaker : generated -> by_hand.\nProof. {_back(text, theorem)}. Qed.\n"
    )


def _twins(text: Closed, theorem: HandWritten) -> str:
    return "\n".join(
        f"Goal\n  {text.under_prefix(twin)}.\n"
        f"Proof. Fail timeout 10 (solve [{_forth(text, theorem)}]). Abort.\n"
        for twin in text.twins
    )


def _condition(place: int, claim: str, twin: str) -> str:
    return (
        f"Lemma domain_{place} :\n  {claim}.\nProof. domain. Qed.\n\n"
        f"Goal\n  {twin}.\nProof. Fail timeout 10 (solve [domain]). Abort.\n"
    )
