"""The certified numbers of the tour's table as goals for Rocq.

For a row (alpha, theta, k) the library gives decimals ``low < beta* < high``.
Rocq proves by interval arithmetic of its own that the emergence inequality, as
the statement ``emergence.basic`` has it, fails at ``low`` and holds at
``high``; and from these that there is exactly one boundary, and it lies between
them.  Where the library finds no boundary, Rocq proves that there is none.

The parameters stay symbols until they are bound in Rocq: SymPy, given numbers,
would rewrite (``log(1/10)`` becomes ``-log(10)``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from skilltheory.errors import NoGuarantee, SkillTheoryError
from skilltheory.functions import H
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Formula
from skilltheory.rocq.build import Unit
from skilltheory.rocq.propositions import Propositions
from skilltheory.rocq.scope import Scope, type_of
from skilltheory.sorts import exact
from skilltheory.theory import statement

__all__ = ["number_units", "row_name"]

_IMPORTS = (
    *("Vocabulary", "Sums", "Functions", "Bridge", "Information", "Distances", "Boundary"),
    "Enclosures",
)

_HEADER = """\
(* Generated from the table of the tour: alpha = {alpha}, theta = {theta}, k = {k}; do not edit. *)
From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Functions.
Open Scope R_scope.

Definition alpha : R := {alpha}.
Definition theta : R := {theta}.
Definition k : nat := {k}.
"""

_CLAIM = """
(* What {identifier} supposes: *)
Definition {name} {binders} : Prop :=
  {claim}.
Definition {name}_defined {binders} : Prop :=
  {defined}.
"""

# The scripts come after what is stated, which must not depend on them.
_SCRIPTS = f"""
From Interval Require Import Tactic.
From SkillTheory Require Import {" ".join(_IMPORTS)}.
"""

_BETWEEN = """
Definition low : R := {low}.
Definition high : R := {high}.
Ltac by_enclosure := unfold inequality, alpha, theta, k, low, high; names; number.

Lemma fails_at_low : ~ inequality alpha low k theta.
Proof. by_enclosure. Qed.

Lemma holds_at_high : inequality alpha high k theta.
Proof. by_enclosure. Qed.

Goal inequality alpha low k theta.
Proof. Fail timeout 20 (solve [by_enclosure]). Abort.

Goal ~ inequality alpha high k theta.
Proof. Fail timeout 20 (solve [by_enclosure]). Abort.

Lemma meaningful :
  inequality_defined alpha low k theta /\\ inequality_defined alpha high k theta.
Proof.
  unfold inequality_defined, BinaryEntropy_defined, KL_defined, alpha, theta, k, low, high.
  repeat split; try apply Rgt_not_eq, Rlt_gt; lra || interval with (i_prec 240).
Qed.

Theorem beta_between : exists beta,
  (low < beta < high /\\ boundary alpha beta (INR k) theta) /\\
  forall beta', 1 < beta' -> alpha * beta' < 1 -> boundary alpha beta' (INR k) theta ->
  beta' = beta.
Proof.
  apply enclosed; try (unfold alpha, theta, k, low, high; lra || lia).
  - unfold alpha, theta, k, low, high; number.
  - pose proof holds_at_high as known. unfold inequality in known. names. exact known.
Qed.

Definition everything := (fails_at_low, holds_at_high, meaningful, beta_between).
"""

_NONE = """
Ltac by_enclosure := unfold condition, alpha, theta, k; names; number.

Lemma fails : ~ condition alpha (INR k) theta.
Proof. by_enclosure. Qed.

Goal condition alpha (INR k) theta.
Proof. Fail timeout 20 (solve [by_enclosure]). Abort.

Lemma meaningful : condition_defined alpha (INR k) theta.
Proof.
  unfold condition_defined, BinaryEntropy_defined, alpha, theta, k.
  repeat split; try apply Rgt_not_eq, Rlt_gt; lra || interval with (i_prec 240).
Qed.

Theorem no_beta : forall beta, 1 < beta -> alpha * beta < 1 -> ~ boundary alpha beta (INR k) theta.
Proof.
  apply no_boundary; try (unfold alpha, theta, k; lra || lia).
  unfold alpha, theta, k; number.
Qed.

Definition everything := (fails, meaningful, no_beta).
"""


def row_name(alpha: str, theta: str, k: int) -> str:
    """The name of the module for a row of the table."""
    return "number_" + "__".join(re.sub(r"\W", "_", str(part)) for part in (alpha, theta, k))


def number_units(rows: Iterable[tuple[str, str, int]], digits: int) -> list[Unit]:
    """A module for each row (alpha, theta, k), with ends of ``digits`` digits and a few more."""
    return [Unit(row_name(*row), _text(*row, digits), _IMPORTS, audited=True) for row in rows]


def _text(alpha: str, theta: str, k: int, digits: int) -> str:
    from skilltheory.solve import beta

    header = _HEADER.format(alpha=_number(exact(alpha)), theta=_number(exact(theta)), k=k)
    try:
        found = beta(alpha, theta, k, digits=digits)
    except NoGuarantee:
        claim, body = _claim("condition", "emergence.exists"), _NONE
    else:
        low, high = (_number(exact(end)) for end in (found.lower, found.upper))
        claim = _claim("inequality", "emergence.basic")
        body = _BETWEEN.format(low=low, high=high)
    return header + claim + _SCRIPTS + body


def _claim(name: str, identifier: str) -> str:
    """The condition of a statement with h(theta) in it, as a definition over its parameters."""
    formula = _condition(identifier)
    scope = Scope()
    claim = Propositions(scope).proposition(formula)
    parameters = sorted(free_variables([formula]), key=lambda v: v.name)
    return _CLAIM.format(
        identifier=identifier,
        name=name,
        binders=" ".join(f"({scope.name(v)} : {type_of(v.sort, v)})" for v in parameters),
        claim=claim,
        defined=" /\\\n  ".join(f"({need.claim})" for need in scope.conditions),
    )


def _condition(identifier: str) -> Formula:
    found = [one for one in statement(identifier).hypotheses if one.has(H)]
    if len(found) != 1:
        raise SkillTheoryError(f"{identifier} no longer supposes one condition on h(theta)")
    return found[0]


def _number(value: Fraction) -> str:
    return f"({value.numerator} / {value.denominator})"
