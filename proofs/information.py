"""Proofs of the chapter on information."""

from __future__ import annotations

from sympy import Lambda, Sum, exp, log, sqrt

from skilltheory.functions import KL, Phi
from skilltheory.kernel import (
    assume,
    cases,
    combine,
    conjoin,
    contradiction,
    equality,
    instantiate,
    membership,
    minimum,
    monotone,
    rewrite,
    sign,
    specialise,
    split_off,
    sum_of,
    tangent,
)
from skilltheory.kernel.formula import eq, ge, le, lt, ne
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves
from skilltheory.theory.information import DISTRIBUTIONS, P, Q, R, S, i, j, m, n, p, q, t, u, x


@proves("information.log-bound")
def log_bound(proof: Proof) -> Theorem:
    """x - 1 - log x falls before 1 and rises after it."""
    direction = proof.line(
        sign(le(0, (x - 1) ** 2 / x)),
        "the derivative of x - 1 - log x, times x - 1, is a square over x",
    )
    least = proof.line(minimum(x - 1 - log(x), x, 1, direction), "so x - 1 - log x is least at 1")
    return proof.line(combine(proof.claim, [(least, 1)]), "where it is zero")


@proves("information.log-bound-strict")
def log_bound_strict(proof: Proof) -> Theorem:
    """The same, away from 1."""
    apart = assume(ne(x, 1))
    direction = proof.line(
        sign(lt(0, (x - 1) ** 2 / x), [apart]), "away from 1 the square is positive"
    )
    least = proof.line(
        minimum(x - 1 - log(x), x, 1, direction), "so x - 1 - log x is least only at 1"
    )
    return proof.line(combine(proof.claim, [(least, 1)]), "where it is zero")


@proves("information.phi")
def phi(proof: Proof) -> Theorem:
    """The bound of the logarithm at 1/u, times u."""
    bound = proof.line(
        instantiate(prove("information.log-bound"), {x: 1 / u}), "the logarithm's bound at 1/u"
    )
    return proof.line(combine(proof.claim, [(bound, u)]), "multiply by u and collect")


@proves("information.phi-strict")
def phi_strict(proof: Proof) -> Theorem:
    """The strict bound at 1/u, times u; 1/u is 1 only if u is."""
    apart = proof.line(
        sign(ne(1 / u, 1), [assume(ne(u, 1))]), "1/u - 1 = (1 - u)/u is not zero"
    )
    strict = instantiate(prove("information.log-bound-strict"), {x: 1 / u})
    bound = proof.line(_given(strict, apart), "the strict bound at 1/u")
    return proof.line(combine(proof.claim, [(bound, u)]), "multiply by u and collect")


def _given(theorem: Theorem, *facts: Theorem) -> Theorem:
    """Discharge hypotheses of a theorem that are themselves proved."""
    from skilltheory.kernel import discharge, modus_ponens

    for fact in facts:
        theorem = modus_ponens(discharge(theorem, fact.conclusion), fact)
    return theorem


@proves("information.kl-by-phi")
def kl_by_phi(proof: Proof) -> Theorem:
    """Write out both sides; the terms without a logarithm cancel."""
    return proof.line(equality(proof.claim), "write out phi; p q/p + (1-p)(1-q)/(1-p) = 1")


@proves("information.gibbs-binary")
def gibbs_binary(proof: Proof) -> Theorem:
    """A mean of values of phi."""
    mean = proof.line(prove("information.kl-by-phi"), "the divergence is a mean of values of phi")
    first = instantiate(prove("information.phi"), {u: q / p})
    second = instantiate(prove("information.phi"), {u: (1 - q) / (1 - p)})
    proof.line(first, "phi is non-negative at q/p")
    proof.line(second, "and at (1-q)/(1-p)")
    return proof.line(
        combine(proof.claim, [(mean, -1), (first, p), (second, 1 - p)]), "so the mean is too"
    )


@proves("information.gibbs-binary-strict")
def gibbs_binary_strict(proof: Proof) -> Theorem:
    """When q differs from p, the first ratio differs from 1."""
    apart = proof.line(sign(ne(q / p, 1), [assume(ne(q, p))]), "q/p is not 1")
    strict = instantiate(prove("information.phi-strict"), {u: q / p})
    first = proof.line(_given(strict, apart), "so phi is positive at q/p")
    second = instantiate(prove("information.phi"), {u: (1 - q) / (1 - p)})
    mean = prove("information.kl-by-phi")
    return proof.line(
        combine(proof.claim, [(mean, -1), (first, p), (second, 1 - p)]),
        "one summand of the mean is positive, the other non-negative",
    )


def _phi_at_ratio() -> Theorem:
    return instantiate(prove("information.phi"), {u: P[i] / Q[i]})


@proves("information.gibbs")
def gibbs(proof: Proof) -> Theorem:
    """The divergence is the mean under Q of phi(P/Q), plus a non-negative rest."""
    whole, part = (assume(h) for h in DISTRIBUTIONS)
    pointwise = proof.line(
        combine(le(P[i] - Q[i], P[i] * log(P[i] / Q[i])), [(_phi_at_ratio(), Q[i])]),
        "phi at P/Q, times Q, letter by letter",
    )
    total = proof.line(sum_of(pointwise, i, 1, n), "sum over the letters")
    return proof.line(
        combine(proof.claim, [(total, 1), (whole, 1), (part, 1)]),
        "the masses of P sum to 1, those of Q to at most 1",
    )


@proves("information.gibbs-strict")
def gibbs_strict(proof: Proof) -> Theorem:
    """At the letter j the inequality between the summands is strict."""
    whole, part = (assume(h) for h in DISTRIBUTIONS)
    inside = assume(proof.hypotheses[2])
    low, high = assume(le(1, j)), assume(le(j, n))
    low, high = _project_both(inside)
    apart = proof.line(
        sign(ne(P[j] / Q[j], 1), [assume(ne(P[j], Q[j]))]), "the ratio at j is not 1"
    )
    strict = _given(instantiate(prove("information.phi-strict"), {u: P[j] / Q[j]}), apart)
    at_j = proof.line(
        combine(lt(P[j] - Q[j], P[j] * log(P[j] / Q[j])), [(strict, Q[j])]),
        "so at j the summand exceeds P - Q",
    )
    pointwise = combine(le(0, P[i] * log(P[i] / Q[i]) - P[i] + Q[i]), [(_phi_at_ratio(), Q[i])])
    gap = P[i] * log(P[i] / Q[i]) - P[i] + Q[i]
    split = proof.line(
        split_off(Sum(gap, (i, 1, n)), j, [low, high]), "take the letter j out of the sum"
    )
    before = sum_of(pointwise, i, 1, j - 1)
    after = _sum_from(pointwise, j + 1, n)
    proof.line(before, "the letters before j contribute nothing negative")
    proof.line(after, "nor do those after it")
    return proof.line(
        combine(
            proof.claim,
            [(split, 1), (before, 1), (after, 1), (at_j, 1), (whole, 1), (part, 1)],
        ),
        "so the whole sum is positive",
    )


def _sum_from(theorem: Theorem, low: object, high: object) -> Theorem:
    return sum_of(theorem, i, low, high)


def _project_both(pair: Theorem) -> tuple[Theorem, Theorem]:
    from skilltheory.kernel import project

    return project(pair, 0), project(pair, 1)


@proves("information.cross-entropy")
def cross_entropy(proof: Proof) -> Theorem:
    """Split log(P/Q) letter by letter."""
    return proof.line(equality(proof.claim), "log(P/Q) = log P - log Q, and sums are linear")


@proves("information.chain")
def chain(proof: Proof) -> Theorem:
    """The logarithm of a product of positive numbers."""
    return proof.line(
        equality(proof.claim), "the logarithm of a product of positive factors is a sum"
    )


@proves("information.chain-mean")
def chain_mean(proof: Proof) -> Theorem:
    """The second letter's chances sum to 1, whatever the first."""
    ones = assume(proof.hypotheses[0])
    at_i = specialise(ones, i)
    from skilltheory.kernel import modus_ponens

    inside = assume(at_i.conclusion.args[0])
    one = proof.line(modus_ponens(at_i, inside), "the chances of the second letter sum to 1")
    inner = proof.line(
        combine(
            eq(
                Sum(-P[i] * R[i, j] * log(Q[i] * S[i, j]), (j, 1, m)),
                -P[i] * log(Q[i]) + P[i] * Sum(-R[i, j] * log(S[i, j]), (j, 1, m)),
            ),
            [(one, P[i] * log(Q[i]))],
        ),
        "split the logarithm for a fixed first letter",
    )
    return proof.line(_sum_and_match(proof, inner, inside), "sum over the first letter")


def _sum_and_match(proof: Proof, inner: Theorem, inside: Theorem) -> Theorem:
    low, high = _project_both(inside)
    from skilltheory.kernel import discharge, modus_ponens

    both = conjoin(assume(le(1, i)), assume(le(i, n)))
    split = modus_ponens(discharge(inner, inside.conclusion), both)
    total = sum_of(split, i, 1, n)
    return combine(proof.claim, [(total, 1)])


@proves("information.bracket")
def bracket(proof: Proof) -> Theorem:
    """Write out h and kl."""
    return proof.line(equality(proof.claim), "write out h and kl, split the logarithms")


@proves("information.pinsker")
def pinsker(proof: Proof) -> Theorem:
    """kl - 2 (q-p)^2 is convex in q and touches zero at q = p."""
    curvature = proof.line(
        sign(le(0, (1 - 2 * q) ** 2 / (q * (1 - q)))),
        "the second derivative in q is a square over q(1-q)",
    )
    above = proof.line(
        tangent(KL(q, p) - 2 * (q - p) ** 2, q, p, curvature),
        "so the function lies above its tangent at q = p, which is zero",
    )
    return proof.line(combine(proof.claim, [(above, 1)]), "move the square to the other side")
