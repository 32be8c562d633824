"""Proofs of the chapter on unequal skills."""

from __future__ import annotations

from sympy import binomial, exp

from skilltheory.functions import KL
from skilltheory.kernel import (
    assume,
    combine,
    instantiate,
    likelier,
    modus_ponens,
    sign,
    some_event,
    sum_of,
)
from skilltheory.kernel.formula import Pr, le
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import at, given, parts
from skilltheory.theory.emergence import p
from skilltheory.theory.measure import MEMBERS, heavy_lost, mass, sets
from skilltheory.theory.skillgraph import N1, N2, alpha, beta, j, k, l, level, m, n, y


@proves("measure.failure")
def failure(proof: Proof) -> Theorem:
    """Union bound over pieces and sets; a heavier set is no worse."""
    fewer, few_sets, inside, heavy = map(assume, proof.hypotheses)
    event = heavy_lost()
    some_sets = event.body.args[-1]
    lost = some_sets.body.args[-1]
    each = at(assume(lost), l)
    total = sum_of(each, l, 1, MEMBERS[j])
    quota = beta * k * n * mass
    crowded = proof.line(
        combine(le(quota, total.conclusion.rhs), [(total, 1)]), "lost skills take many edges"
    )
    within = sign(le(n, N1), [fewer])
    law = instantiate(modus_ponens(suppose("measure.mixing"), within), {level: quota})
    proof.line(law, "these edges fall like k n tosses of a coin whose bias is the mass")
    one = combine(le(Pr(lost), law.conclusion.rhs), [(likelier(crowded, lost), 1), (law, 1)])
    heavier, proper = parts(at(heavy, j))
    tail = instantiate(prove("emergence.heavier"), {n: k * n, p: mass}, [proper])
    tail = given(tail, heavier)
    proof.line(tail, "Chernoff's bound for mass alpha holds for every heavier set")
    worst = exp(-k * n * KL(alpha * beta, alpha))
    domain = [inside]
    bound = combine(le(Pr(lost), worst), [(one, 1), (tail, 1)], [proper, inside])
    over_sets = proof.line(some_event(Pr(some_sets)), "union bound over the sets of skills")
    summed = sum_of(bound, j, 1, sets)
    by_pieces = combine(
        le(Pr(some_sets), 2**N2 * worst), [(over_sets, 1), (summed, 1), (few_sets, worst)], domain
    )
    over_pieces = proof.line(some_event(Pr(event)), "and over the sets of pieces")
    counted = sum_of(by_pieces, y, 1, binomial(N1, n))
    choices = given(instantiate(prove("emergence.binomial-estimate"), {n: N1, m: n}), fewer)
    proof.line(choices, "the choice of the pieces")
    return proof.line(
        combine(
            proof.claim,
            [(over_pieces, 1), (counted, 1), (choices, 2**N2 * worst)],
            [fewer, *domain],
        ),
        "multiply",
    )
