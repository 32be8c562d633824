"""Proofs of the chapter on the skill graph."""

from __future__ import annotations

from skilltheory.kernel import assume, combine
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, proves
from skilltheory.theory.skillgraph import d


@proves("skillgraph.competence")
def competence(proof: Proof) -> Theorem:
    """Divide by the degree."""
    few = assume(*proof.hypotheses)
    return proof.line(combine(proof.claim, [(few, 1 / d)]), "divide by the degree d")


@proves("skillgraph.vacuous")
def vacuous(proof: Proof) -> Theorem:
    """Move the product to the other side."""
    return proof.line(combine(proof.claim, [(assume(*proof.hypotheses), 1)]), "subtract")
