"""The functions of the theory as Rocq definitions, read off from their formulas."""

from __future__ import annotations

from skilltheory.functions._base import FormulaFunction
from skilltheory.rocq.propositions import Propositions
from skilltheory.rocq.scope import Scope, type_of
from skilltheory.rocq.terms import SIGNATURES
from skilltheory.sorts import Variable

__all__ = ["definitions"]


def definitions() -> str:
    """The text of the generated module ``Functions``.

    Each function of :data:`skilltheory.rocq.terms.SIGNATURES` gets a definition
    and a predicate ``..._defined``: where its formula is meaningful.
    """
    parts = [_HEADER, *(_definition(function) for function in SIGNATURES)]
    return "\n".join(parts)


_HEADER = """\
(* Generated from the defining formulas in skilltheory.functions; do not edit. *)
From Coq Require Import Reals.
From SkillTheory Require Import Vocabulary.
Open Scope R_scope.
"""


def _definition(function: type[FormulaFunction]) -> str:
    arguments = [Variable(name, sort) for name, sort in SIGNATURES[function]]
    scope = Scope()
    binders = " ".join(f"({scope.name(v)} : {type_of(v.sort, v)})" for v in arguments)
    text = Propositions(scope).real(function.definition(*arguments))
    needs = [f"({' '.join([*need.context, need.claim])})" for need in scope.conditions]
    name = function.__name__
    defined = " /\\\n  ".join(needs or ["True"])
    return (
        f"Definition {name} {binders} : R :=\n  {text}.\n"
        f"Definition {name}_defined {binders} : Prop :=\n  {defined}.\n"
    )
