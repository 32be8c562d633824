"""Proofs of the chapter on information."""

from __future__ import annotations

from sympy import Sum, exp, log, sqrt

from skilltheory.functions import KL
from skilltheory.kernel import (
    assume,
    combine,
    equality,
    instantiate,
    minimum,
    monotone,
    sign,
    split_off,
    sum_of,
    tangent,
)
from skilltheory.kernel.formula import eq, le, lt, ne, within
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves
from skilltheory.proving.derived import all_of, at, given
from skilltheory.theory.information import DISTRIBUTIONS, P, Q, R, S, i, j, m, n, p, q, u, x


@proves("information.log-bound")
def log_bound(proof: Proof) -> Theorem:
    """X - 1 - log x falls before 1 and rises after it."""
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
    apart = proof.line(sign(ne(1 / u, 1), [assume(ne(u, 1))]), "1/u - 1 = (1 - u)/u is not zero")
    strict = instantiate(prove("information.log-bound-strict"), {x: 1 / u})
    bound = proof.line(given(strict, apart), "the strict bound at 1/u")
    return proof.line(combine(proof.claim, [(bound, u)]), "multiply by u and collect")


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
    first = proof.line(given(strict, apart), "so phi is positive at q/p")
    second = instantiate(prove("information.phi"), {u: (1 - q) / (1 - p)})
    mean = prove("information.kl-by-phi")
    return proof.line(
        combine(proof.claim, [(mean, -1), (first, p), (second, 1 - p)]),
        "one summand of the mean is positive, the other non-negative",
    )


def _phi_at_ratio() -> Theorem:
    return instantiate(prove("information.phi"), {u: P[i] / Q[i]})


def _letter_by_letter() -> Theorem:
    """``P - Q <= P log(P/Q)`` at every letter: phi at P/Q, times Q."""
    phi_at_ratio = instantiate(prove("information.phi"), {u: P[i] / Q[i]})
    return combine(le(P[i] - Q[i], P[i] * log(P[i] / Q[i])), [(phi_at_ratio, Q[i])])


@proves("information.gibbs")
def gibbs(proof: Proof) -> Theorem:
    """The divergence is the mean under Q of phi(P/Q), plus a non-negative rest."""
    whole, part = map(assume, DISTRIBUTIONS)
    pointwise = proof.line(_letter_by_letter(), "phi at P/Q, times Q, letter by letter")
    total = proof.line(sum_of(pointwise, i, 1, n), "sum over the letters")
    return proof.line(
        combine(proof.claim, [(total, 1), (whole, -1), (part, 1)]),
        "the masses of P sum to 1, those of Q to at most 1",
    )


@proves("information.gibbs-strict")
def gibbs_strict(proof: Proof) -> Theorem:
    """At the letter j the inequality between the summands is strict."""
    whole, part = map(assume, DISTRIBUTIONS)
    low, high = all_of(within(j, 1, n))
    apart = proof.line(
        sign(ne(P[j] / Q[j], 1), [assume(ne(P[j], Q[j]))]), "the ratio at j is not 1"
    )
    strict = given(instantiate(prove("information.phi-strict"), {u: P[j] / Q[j]}), apart)
    surplus = P[i] * log(P[i] / Q[i]) - P[i] + Q[i]
    at_j = proof.line(
        combine(lt(0, surplus.subs(i, j)), [(strict, Q[j])]),
        "so at j the summand exceeds P - Q",
    )
    elsewhere = proof.line(
        combine(le(0, surplus), [(_letter_by_letter(), 1)]), "and nowhere does it fall below"
    )
    split = proof.line(
        split_off(Sum(surplus, (i, 1, n)), j, [low, high]), "take the letter j out of the sum"
    )
    before = sum_of(elsewhere, i, 1, j - 1)
    after = sum_of(elsewhere, i, j + 1, n)
    return proof.line(
        combine(
            proof.claim,
            [(split, -1), (before, 1), (after, 1), (at_j, 1), (whole, -1), (part, 1)],
            [low, high],
        ),
        "so the whole sum is positive",
    )


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
    one = proof.line(
        at(assume(proof.hypotheses[0]), i), "after i, the chances of the second letter sum to 1"
    )
    first = -P[i] * log(Q[i])
    second = P[i] * Sum(-R[i, j] * log(S[i, j]), (j, 1, m))
    pair = Sum(-P[i] * R[i, j] * log(Q[i] * S[i, j]), (j, 1, m))
    inner = proof.line(
        combine(eq(pair, first + second), [(one, first)]), "split the logarithm, for a fixed i"
    )
    total = proof.line(sum_of(inner, i, 1, n), "sum over the first letter")
    return proof.line(combine(proof.claim, [(total, 1)]), "sums are linear")


@proves("information.bracket")
def bracket(proof: Proof) -> Theorem:
    """Write out h and kl."""
    return proof.line(equality(proof.claim), "write out h and kl, split the logarithms")


@proves("information.pinsker")
def pinsker(proof: Proof) -> Theorem:
    """Kl - 2 (q-p)^2 is convex in q and touches zero at q = p."""
    curvature = proof.line(
        sign(le(0, (1 - 2 * q) ** 2 / (q * (1 - q)))),
        "the second derivative in q is a square over q(1-q)",
    )
    above = proof.line(
        tangent(KL(q, p) - 2 * (q - p) ** 2, q, p, curvature),
        "so the function lies above its tangent at q = p, which is zero",
    )
    return proof.line(combine(proof.claim, [(above, 1)]), "move the square to the other side")


@proves("information.bretagnolle-huber")
def bretagnolle_huber(proof: Proof) -> Theorem:
    """Bound the divergence by the Bhattacharyya coefficient B, and B by the distance."""
    coefficient = sqrt(p * q) + sqrt((1 - p) * (1 - q))
    bound = prove("information.log-bound")
    first = instantiate(bound, {x: sqrt(p / q) / coefficient})
    second = instantiate(bound, {x: sqrt((1 - p) / (1 - q)) / coefficient})
    jensen = proof.line(
        combine(le(-KL(q, p), 2 * log(coefficient)), [(first, 2 * q), (second, 2 * (1 - q))]),
        "the mean of the logarithms of the ratios is at most the logarithm of B, by the "
        "logarithm's bound at each ratio over B",
    )
    power = proof.line(monotone("exp", jensen), "exponentiate")
    square = proof.line(
        sign(le(0, (sqrt(q * (1 - q)) - sqrt(p * (1 - p))) ** 2)), "a square is not negative"
    )
    close = proof.line(
        combine(le(coefficient**2, 1 - (q - p) ** 2), [(square, 1)]), "so B^2 <= 1 - (q-p)^2"
    )
    squared = proof.line(
        combine(le((q - p) ** 2, 1 - exp(-KL(q, p))), [(power, 1), (close, 1)]), "combine"
    )
    distance = sign(le(0, (q - p) ** 2))
    root = proof.line(monotone("sqrt", squared, [distance]), "take square roots")
    below_one = combine(le(0, 1 - exp(-KL(q, p))), [(squared, 1), (distance, 1)])
    return proof.line(
        combine(proof.claim, [(root, 1)], [below_one]),
        "the root of a square is an absolute value",
    )


@proves("information.log-sum")
def log_sum(proof: Proof) -> Theorem:
    """The logarithm's bound at (Q/P)(x/u), letter by letter."""
    mass_p, mass_q = map(assume, proof.hypotheses)
    bound = instantiate(prove("information.log-bound"), {x: Q[i] * x / (P[i] * u)})
    pointwise = proof.line(
        combine(
            le(P[i] * log(Q[i] * x / (P[i] * u)), Q[i] * x / u - P[i]),
            [(bound, P[i])],
        ),
        "the logarithm's bound at (Q/P)(x/u), times P",
    )
    total = proof.line(sum_of(pointwise, i, 1, n), "sum over the letters")
    return proof.line(
        combine(proof.claim, [(total, 1), (mass_p, log(x / u) + 1), (mass_q, -x / u)]),
        "the masses of P sum to x, those of Q to u",
    )
