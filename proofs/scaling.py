"""Proofs of the chapter on scaling."""

from __future__ import annotations

from sympy import Rational, exp, log

from skilltheory.kernel import (
    assume,
    ball,
    cases,
    combine,
    conjoin,
    equality,
    instantiate,
    monotone,
    rewrite,
    sign,
    tangent,
)
from skilltheory.kernel.formula import ge, le, lt, ne
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import given, parts
from skilltheory.sorts import Real, Variable
from skilltheory.theory.scaling import (
    A0,
    B0,
    N_BEST,
    A,
    B,
    C,
    D,
    N,
    a,
    a0,
    b,
    b0,
    factor,
)

v = Variable("v", Real)  # log N
IN_LOG = A * exp(-a * v) + B * exp(b * (v + log(6) - log(C)))
CURVATURE = a**2 * A * exp(-a * v) + b**2 * B * exp(b * (v + log(6) - log(C)))


@proves("scaling.optimum")
def optimum(proof: Proof) -> Theorem:
    """In log N the excess is convex, and at N* its slope is zero."""
    curvature = proof.line(
        sign(le(0, CURVATURE)), "in v = log N the excess is a sum of two exponentials: convex"
    )
    line = proof.line(
        tangent(IN_LOG, v, log(N_BEST), curvature), "so it lies above its tangent at v = log N*"
    )
    at_n = instantiate(line, {v: log(N)})
    return proof.line(combine(proof.claim, [(at_n, 1)]), "which is level: aA/N*^a = bB(6 N*/C)^b")


@proves("scaling.optimum-unique")
def optimum_unique(proof: Proof) -> Theorem:
    """In log N the excess is strictly convex."""
    curvature = proof.line(sign(lt(0, CURVATURE)), "strictly convex in v = log N")
    line = proof.line(
        tangent(IN_LOG, v, log(N_BEST), curvature), "strictly above its tangent elsewhere"
    )
    apart = proof.line(_logarithms_differ(), "log N differs from log N* when N does from N*")
    at_n = given(instantiate(line, {v: log(N)}), apart)
    return proof.line(combine(proof.claim, [(at_n, 1)]), "and the tangent is level")


def _logarithms_differ() -> Theorem:
    """``N != N* |- log N != log N*``: the logarithm is strictly increasing."""
    claim = ne(log(N), log(N_BEST))
    below = monotone("log", assume(lt(N, N_BEST)))
    beyond = sign(lt(N_BEST, N), [assume(ne(N, N_BEST)), assume(ge(N, N_BEST))])
    above = monotone("log", beyond)
    return cases(lt(N, N_BEST), sign(claim, [below]), sign(claim, [above]))


@proves("scaling.optimum-tokens")
def optimum_tokens(proof: Proof) -> Theorem:
    """Powers of C/6 and of G."""
    return proof.line(equality(proof.claim), "the exponents of C/6 sum to 1, those of G cancel")


@proves("scaling.compute-exponent")
def compute_exponent(proof: Proof) -> Theorem:
    """Both terms scale by the same power of r."""
    return proof.line(equality(proof.claim), "both terms carry the factor r^(-ab/(a+b))")


@proves("scaling.bracket")
def bracket(proof: Proof) -> Theorem:
    """The two terms fall by r^-a and r^-b; the sum by something between."""
    ordered = combine(le(-a * log(factor), -b * log(factor)), [(assume(le(b, a)), log(factor))])
    powers = proof.line(monotone("exp", ordered), "r > 1 and b <= a")
    low, high = proof.claim.args
    below = combine(low, [(powers, B * D**-b)])
    above = combine(high, [(powers, A * N**-a)])
    return proof.line(
        conjoin(below, above), "multiply by each term, and leave the other term as it is"
    )


@proves("scaling.tenfold")
def tenfold(proof: Proof) -> Theorem:
    """The bracket at r = 10 with the published exponents, and two decimal powers."""
    exact_a, exact_b = parts(suppose("scaling.exponents"))
    ordered = proof.line(combine(le(b0, a0), [(exact_a, -1), (exact_b, 1)]), "0.28 <= 0.34")
    general = instantiate(
        prove("scaling.bracket"), {A: A0, B: B0, a: a0, b: b0, factor: Rational(10)}
    )
    both = proof.line(given(general, ordered), "the bracket at r = 10")
    numeric = rewrite(exact_b, rewrite(exact_a, both))
    low, high = parts(numeric)
    here = rewrite(exact_b, rewrite(exact_a, suppose("scaling.law")))
    there = instantiate(here, {N: 10 * N, D: 10 * D})
    small = proof.line(
        ball(lt(Rational(457, 1000), Rational(10) ** Rational(-34, 100))), "10^-0.34 > 0.457"
    )
    large = proof.line(
        ball(lt(Rational(10) ** Rational(-28, 100), Rational(525, 1000))), "10^-0.28 < 0.525"
    )
    at_nd = A0 * N ** Rational(-34, 100) + B0 * D ** Rational(-28, 100)
    claim_low, claim_high = proof.claim.args
    share_low, share_high = Rational(457, 1000), Rational(525, 1000)
    below = combine(claim_low, [(low, 1), (small, at_nd), (here, share_low), (there, -1)])
    above = combine(claim_high, [(high, 1), (large, at_nd), (here, -share_high), (there, 1)])
    return proof.line(conjoin(below, above), "put the law in for both losses")
