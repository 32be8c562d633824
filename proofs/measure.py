"""Proofs of the chapter on unequal skills."""

from __future__ import annotations

from sympy import binomial, exp

from skilltheory.functions import KL
from skilltheory.kernel import (
    assume,
    cases,
    combine,
    instantiate,
    likelier,
    modus_ponens,
    monotone,
    rewrite,
    sign,
    some_event,
    sum_of,
)
from skilltheory.kernel.formula import Pr, eq, ge, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import at, given, parts
from skilltheory.sorts import OpenUnit, Variable
from skilltheory.theory.emergence import alpha_1, alpha_2, p, q
from skilltheory.theory.measure import MEMBERS, heavy_lost, mass, sets
from skilltheory.theory.skillgraph import N1, N2, alpha, beta, j, k, l, level, m, n, y

weight = Variable("A", OpenUnit)  # the mass of a set


def _lightest_is_worst() -> Theorem:
    """``alpha <= A, beta A < 1 |- kl(alpha beta, alpha) <= kl(A beta, A)``."""
    heavier, below = assume(le(alpha, weight)), assume(lt(beta * weight, 1))
    claim = le(KL(alpha * beta, alpha), KL(weight * beta, weight))
    rises = instantiate(prove("emergence.rises-in-alpha"), {alpha_1: alpha, alpha_2: weight})
    more = combine(
        claim, [(rises, 1)], [below, combine(lt(alpha * beta, 1), [(heavier, beta), (below, 1)])]
    )
    same = sign(eq(weight, alpha), [heavier, assume(ge(alpha, weight))])
    at_alpha = rewrite(
        combine(eq(alpha, weight), [(same, -1)]),
        _reflexive(below),
        claim,
    )
    return cases(lt(alpha, weight), more, at_alpha)


def _reflexive(below: Theorem) -> Theorem:
    value = KL(weight * beta, weight)
    return combine(le(value, value), [], [below])


@proves("measure.failure")
def failure(proof: Proof) -> Theorem:
    """Union bound over pieces and sets; a heavier set has the larger divergence."""
    fewer, few_sets, light, heavy = map(assume, proof.hypotheses)
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
    heavier, proper, below = parts(at(heavy, j))
    tail = instantiate(
        prove("emergence.chernoff"), {n: k * n, p: mass, q: beta * mass}, [proper, below]
    )
    tail = given(tail, sign(le(mass, beta * mass), [proper]))
    proof.line(tail, "Chernoff's bound")
    lightest = instantiate(_lightest_is_worst(), {weight: mass}, [proper])
    lightest = given(lightest, heavier, below)
    proof.line(lightest, "the divergence rises with the mass: the lightest sets are the worst")
    inside = combine(lt(alpha * beta, 1), [(heavier, beta), (below, 1)])
    worst = exp(-k * n * KL(alpha * beta, alpha))
    smaller = monotone(
        "exp",
        combine(
            le(-k * n * KL(beta * mass, mass), -k * n * KL(alpha * beta, alpha)),
            [(lightest, k * n)],
            [proper, below, inside],
        ),
    )
    bound = combine(
        le(Pr(lost), worst), [(one, 1), (tail, 1), (smaller, 1)], [proper, below, inside]
    )
    over_sets = proof.line(some_event(Pr(some_sets)), "union bound over the sets of skills")
    summed = sum_of(bound, j, 1, sets)
    domain = [light]
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
