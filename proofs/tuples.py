"""Proofs of the chapter on tuples of skills."""

from __future__ import annotations

from sympy import Rational, log

from skilltheory.kernel import (
    assume,
    combine,
    conjoin,
    equality,
    induction,
    instantiate,
    membership,
    modus_ponens,
    monotone,
    rewrite,
    sign,
    sum_of,
    swap,
)
from skilltheory.kernel.formula import Less, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import Proof, prove, proves, suppose
from skilltheory.proving.derived import at, parts
from skilltheory.theory.scaling import D, N
from skilltheory.theory.skillgraph import FAILED, N1, N2, beta, g, kp, m, theta
from skilltheory.theory.tuples import COMPETENT, SEEN, G, pieces, r, tau, total


@proves("tuples.groups")
def groups(proof: Proof) -> Theorem:
    """Every failing group has a failing piece of its own."""
    errors = assume(*proof.hypotheses)
    one = proof.line(
        suppose("skillgraph.all-or-nothing"), "a group that fails has a piece with an error"
    )
    counted = proof.line(sum_of(one, g, 1, G), "count over the groups")
    few, capped = proof.claim.args
    first = combine(few, [(counted, 1), (errors, 1)])
    _, high = parts(membership(FAILED[kp, g]))
    second = combine(capped, [(sum_of(high, g, 1, G), 1)])
    return proof.line(conjoin(first, second), "there are theta k' G errors, and G groups")


@proves("tuples.average")
def average(proof: Proof) -> Theorem:
    """Bernoulli's inequality, by induction on k'."""
    base = proof.line(sign(le(1 - (1 - theta), theta)), "for k' = 1 both sides are theta")
    case = assume(proof.claim)
    step = proof.line(
        combine(
            le(1 - (1 - theta) ** (kp + 1), (kp + 1) * theta),
            [(case, 1 - theta)],
        ),
        "from k' to k' + 1: multiply by 1 - theta; k' theta^2 is left over",
    )
    return proof.line(induction(base, step, kp), "by induction")


@proves("tuples.count")
def count(proof: Proof) -> Theorem:
    """A product of equal factors."""
    return proof.line(equality(proof.claim), "k' equal factors 1/N2")


def _for_tuples(proof: Proof, bound: Theorem) -> Theorem:
    """A bound for skills, read for tuples."""
    many = monotone("exp", sign(le(0, kp * log(N2))))
    proof.line(many, "there is at least one tuple")
    theirs = proof.line(
        instantiate(bound, {N1: G, N2: N2**kp}, [many]),
        "the bound for a skill graph of G pieces and N2^k' skills",
    )
    graph = proof.line(suppose("tuples.grouping"), "which is what groups and tuples are")
    sizes = [*map(assume, proof.hypotheses)]
    by_size = sizes[1] if isinstance(sizes[1].conclusion, Less) else sizes[0]
    fewer = combine(lt(m, N2**kp), [(by_size, 1)], [many])
    tuples_ = N2**kp  # shares are known below 1 as they stand in the bound
    domain = [many, fewer, *sizes, combine(lt(m / tuples_, 1), [(fewer, 1 / tuples_)], [many])]
    if isinstance(by_size.conclusion, Less):
        domain.append(combine(lt(m * beta / tuples_, 1), [(by_size, 1 / tuples_)], [many]))
    return proof.line(
        combine(proof.claim, [(graph, 1), (theirs, 1)], domain), "so the same bound holds"
    )


@proves("tuples.basic")
def basic(proof: Proof) -> Theorem:
    """The failure bound for skills, read for tuples."""
    return _for_tuples(proof, prove("emergence.failure"))


@proves("tuples.sharp")
def sharp(proof: Proof) -> Theorem:
    """The sharp failure bound for skills, read for tuples."""
    return _for_tuples(proof, prove("finite.failure"))


@proves("tuples.same-curve")
def same_curve(proof: Proof) -> Theorem:
    """Put k' theta for delta."""
    inside, share, old = map(assume, proof.hypotheses)
    put = proof.line(
        rewrite(share, old), "the share of failing groups, k' theta, is what delta was"
    )
    below = combine(lt(kp * theta, 1), [(share, -1)])
    return proof.line(
        combine(proof.claim, [(put, 1)], [inside, below]), "where both sides have a value"
    )


@proves("tuples.tenfold")
def tenfold(proof: Proof) -> Theorem:
    """The scaling prediction, with errors for excess."""
    law, small = suppose("cloze.sufficiency"), assume(*proof.hypotheses)
    here = proof.line(modus_ponens(law, small), "the share of errors is the excess")
    low, high = parts(proof.line(prove("scaling.tenfold"), "ten times the scale"))
    later = instantiate(law, {N: 10 * N, D: 10 * D})
    smaller = combine(later.conclusion.args[0], [(high, 1), (small, Rational(525, 1000))])
    there = proof.line(modus_ponens(later, smaller), "so it is at ten times the scale")
    first, second = proof.claim.args
    positive = membership(here.conclusion.lhs)
    factor_low, factor_high = Rational(190, 100), Rational(219, 100)
    below = combine(
        first,
        [(high, factor_low), (there, factor_low), (here, -factor_low * Rational(525, 1000))],
        [positive],
    )
    above = combine(
        second,
        [(low, factor_high), (there, -factor_high), (here, factor_high * Rational(457, 1000))],
        [positive],
    )
    return proof.line(conjoin(below, above), "1.90 < 1/0.525 and 1/0.457 < 2.19")


@proves("tuples.seen")
def seen(proof: Proof) -> Theorem:
    """Count the tuples piece by piece."""
    shown, few = map(assume, proof.hypotheses)
    per_tuple = proof.line(sum_of(at(shown, tau), tau, 1, total), "sum over tuples")
    turned = proof.line(swap(per_tuple.conclusion.rhs), "count piece by piece instead")
    per_piece = proof.line(sum_of(at(few, r), r, 1, pieces), "each piece shows at most C(k, k')")
    return proof.line(
        combine(proof.claim, [(per_tuple, 1), (turned, 1), (per_piece, 1)]), "so M pieces show few"
    )


@proves("tuples.paucity")
def paucity(proof: Proof) -> Theorem:
    """Competent and seen together cannot exceed seen."""
    competent, few, gap = map(assume, proof.hypotheses)
    c, s = COMPETENT[tau], SEEN[tau]
    pointwise = proof.line(
        sign(le(0, s * (1 - c))), "a tuple that is seen may or may not be competent"
    )
    unseen = combine(le(c - s, c * (1 - s)), [(pointwise, 1)])
    counted = proof.line(sum_of(unseen, tau, 1, total), "count over all tuples")
    return proof.line(
        combine(proof.claim, [(counted, 1), (competent, 1), (few, 1), (gap, 1)]),
        "more are competent than were seen",
    )
