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
    condition; and tries each proof on a false twin, where it must fail.
    ``everything`` is all that it proves, for :mod:`skilltheory.rocq.audit`.

    Raises
    ------
    Untranslatable
        Naming the node that has no translation.
    """
    text = closed(wanted, theorem.given)
    claims = {"generated": text.under_prefix(text.claim)}
    twins = {f"twin_{n}": text.under_prefix(twin) for n, twin in enumerate(text.twins, 1)}
    needs = {f"need_{n}": claim for n, (claim, _) in enumerate(text.domain, 1)}
    opposites = {f"opposite_{n}": twin for n, (_, twin) in enumerate(text.domain, 1)}
    names = ["holds", "no_weaker", *(f"{need}_holds" for need in needs)]
    return "\n".join(
        [
            _HEADER.format(identifier=wanted.id),
            *(_stated(*one) for one in {**claims, **twins, **needs, **opposites}.items()),
            f"From SkillTheory Require Import {' '.join(imports)}.\n",
            _both_ways(text, theorem),
            *(_fails(twin, _forth(text, theorem)) for twin in twins),
            *map(_meaningful, needs),
            *(_fails(opposite, "domain") for opposite in opposites),
            f"Definition everything := ({', '.join(names)}).\n",
        ]
    )


# What is stated must not depend on the scripts: they are imported below it.
_HEADER = """\
(* Generated from the statement {identifier}; do not edit. *)
From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Functions.
Open Scope R_scope.
"""


def _stated(name: str, claim: str) -> str:
    return f"Definition {name} : Prop :=\n  {claim}.\n"


def _meaningful(need: str) -> str:
    return f"Lemma {need}_holds : {need}.\nProof. unfold {need}; domain. Qed.\n"


def _fails(twin: str, tactic: str) -> str:
    return f"Goal {twin}.\nProof. unfold {twin}. Fail timeout 10 (solve [{tactic}]). Abort.\n"


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
        f"Theorem holds : generated.\nProof. unfold generated; {_forth(text, theorem)}. Qed.\n\n"
        f"Definition by_hand : Prop := ltac:(let t := type of @{theorem.name} in exact t).\n\n"
        "Theorem no_weaker : generated -> by_hand.\n"
        f"Proof. unfold generated, by_hand; {_back(text, theorem)}. Qed.\n"
    )
