"""Proofs of the chapter on cloze questions."""

from __future__ import annotations

from sympy import Lambda, Rational, Sum, exp, log, sqrt

from skilltheory.kernel import assume, combine, equality, instantiate, monotone, sign
from skilltheory.kernel.formula import eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves
from skilltheory.proving.derived import given
from skilltheory.sorts import NonNegative, Real, Variable, variables
from skilltheory.theory.cloze import EXCESS, e, s
from skilltheory.theory.information import P, Q, R, S, i, j, m, n, p, q, u, x

v, w = variables("v w", Real)
z = Variable("z", NonNegative)


@proves("cloze.chance")
def chance(proof: Proof) -> Theorem:
    """The logarithm of a reciprocal."""
    return proof.line(equality(proof.claim), "log(1/n) = -log n")


@proves("cloze.certain")
def certain(proof: Proof) -> Theorem:
    """exp(-e) is s."""
    excess = combine(eq(-e, log(s)), [(assume(*proof.hypotheses), -1)])
    power = proof.line(monotone("exp", excess), "exponentiate")
    return proof.line(combine(proof.claim, [(power, 1)]), "so s = exp(-e)")


@proves("cloze.linear")
def linear(proof: Proof) -> Theorem:
    """The logarithm's bound at exp(-e)."""
    bound = proof.line(
        instantiate(prove("information.log-bound"), {x: exp(-e)}), "log x <= x - 1 at x = exp(-e)"
    )
    return proof.line(combine(proof.claim, [(bound, 1)]), "and log exp(-e) = -e")


IN_P, IN_Q = Sum(P[i], (i, 1, n)), Sum(Q[i], (i, 1, n))


def _proper(whole: Theorem, mass: Sum, rest: Sum) -> Theorem:
    """The mass of the event is below 1: some mass lies outside."""
    outside = sign(lt(0, rest))
    return combine(lt(mass, 1), [(whole, 1), (outside, 1)])


@proves("cloze.total-variation")
def total_variation(proof: Proof) -> Theorem:
    """Merge the letters in the event and those outside; then Pinsker for two letters."""
    squared = _squared(proof)
    root = instantiate(_root(), {v: IN_P, w: IN_Q, z: EXCESS / 2}, [_excess(squared)])
    return proof.line(given(root, squared), "take square roots")


def _squared(proof: Proof) -> Theorem:
    """The squared difference of the masses of the event is at most half the excess."""
    whole_p, whole_q = map(assume, proof.hypotheses)
    proper = [
        _proper(whole_p, IN_P, Sum(R[j], (j, 1, m))),
        _proper(whole_q, IN_Q, Sum(S[j], (j, 1, m))),
    ]
    merge = prove("information.log-sum")
    inside = instantiate(merge, {x: IN_P, u: IN_Q})
    inside = given(inside, equality(eq(IN_P, IN_P)), equality(eq(IN_Q, IN_Q)))
    proof.line(inside, "merging the letters of the event lowers the divergence")
    other = instantiate(merge, {n: m, P.label: Lambda(i, R[i]), Q.label: Lambda(i, S[i])})
    outside = given(
        instantiate(other, {x: 1 - IN_P, u: 1 - IN_Q}, proper),
        combine(eq(1 - IN_P, Sum(R[i], (i, 1, m))), [(whole_p, -1)]),
        combine(eq(1 - IN_Q, Sum(S[i], (i, 1, m))), [(whole_q, -1)]),
    )
    proof.line(outside, "so does merging the letters outside it")
    pinsker = proof.line(
        instantiate(prove("information.pinsker"), {q: IN_P, p: IN_Q}, proper),
        "Pinsker's inequality for the two masses of the event",
    )
    half = Rational(1, 2)
    return proof.line(
        combine(
            le((IN_P - IN_Q) ** 2, EXCESS / 2),
            [(pinsker, half), (inside, half), (outside, half)],
            proper,
        ),
        "so twice the squared difference is at most the excess",
    )


def _root() -> Theorem:
    """``(v - w)^2 <= z |- |v - w| <= sqrt(z)``."""
    root = monotone("sqrt", assume(le((v - w) ** 2, z)), [sign(le(0, (v - w) ** 2))])
    return combine(le(abs(v - w), sqrt(z)), [(root, 1)])


def _excess(squared: Theorem) -> Theorem:
    """The excess is not negative: half of it is at least a square."""
    return combine(le(0, EXCESS / 2), [(squared, 1), (_square(), 1)])


def _square() -> Theorem:
    return instantiate(sign(le(0, (v - w) ** 2)), {v: IN_P, w: IN_Q})


@proves("cloze.l1")
def l1(proof: Proof) -> Theorem:
    """Twice the total variation."""
    half = proof.line(prove("cloze.total-variation"), "the total variation is at most sqrt(e/2)")
    squared = _squared(Proof(proof.claim, proof.hypotheses))
    return proof.line(combine(proof.claim, [(half, 2)], [_excess(squared)]), "double both sides")
