"""Broken variants of the headline theorems, chosen by hand: the mistakes one could make."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sympy import Abs, E, Expr, LambertW, Product, Rational, Sum, binomial, exp, log, sqrt

from skilltheory.errors import Refused
from skilltheory.functions import KL, BinomialTail, H, Phi
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import And, Exists, ForAll, Formula, Implies, Pr, eq, ge, le, lt
from skilltheory.proving.script import SCRIPTS
from skilltheory.proving.store import attempt, load_proofs
from skilltheory.theory import emergence as em
from skilltheory.theory import finite, information, scaling, sharp, statement, tuples
from skilltheory.theory import skillgraph as sk
from skilltheory.theory import skillmix as mix
from skilltheory.theory.cloze import EXCESS, WRONG, e, s
from skilltheory.theory.information import P, Q, i, n, p, q, x
from skilltheory.theory.scaling import A, B, C, D, N, a, b, factor

load_proofs()

Q_AT = sk.alpha * sk.beta
LOST = Pr(em.lost_event())


def _basic(claim: Formula) -> Formula:
    """The emergence theorem with another claim in its middle."""
    return _with_middle(statement("emergence.basic").conclusion, claim)


def _with_middle(whole: Formula, claim: Formula) -> Formula:
    layers, inner = [], whole
    while isinstance(inner, Exists | ForAll):
        layers.append(inner)
        inner = inner.body
    made: Formula = Implies(inner.args[0], claim)
    for layer in reversed(layers):
        made = layer.func(layer.variable, made)
    return made


def _rate(pieces: Expr, skills: Expr, divergence: Expr) -> Formula:
    return le(LOST, exp(pieces - sk.k * sk.n * divergence + skills))


def _lower(
    price: Expr | int = sharp.wide / (sharp.wide - sk.m + 1),
    extra: Expr | int = finite.rate**2,
    loss: Expr | int = sharp.pace**2 * sk.k,
    parts: Expr | int = sharp.wide,
) -> Formula:
    """The finite lower half with other constants."""
    pieces = Sum(sharp.share_taken(), (finite.t, 1, sk.N1))
    draws = Sum(sharp.draws_taken(), (finite.t, 1, sk.N1))
    few = exp((finite.rate + extra) * pieces - finite.rate * sk.n)
    many = exp(sharp.pace * sk.quota - (sharp.pace - loss) * draws / parts)
    return le(1 - few - price * many, LOST)


def _eventually_lost(claim: Formula) -> Formula:
    """The lower half of the sharp theorem with another claim in its middle."""
    return _with_middle(statement("sharp.lower").conclusion, claim)


PIECES, CHOICES = sk.N1 * H(sk.n / sk.N1), sk.N2 * H(sk.m / sk.N2)
SHARES = sk.m * sk.beta / sk.N2, sk.m / sk.N2
NOW = statement("emergence.basic").conclusion.body.body.body.body.args[1]
LOST_ = statement("sharp.lower").conclusion.body.body.body.body.args[1].rhs
C0 = H(sk.theta) / (em.kappa * sk.theta * sk.alpha)

VARIANTS: list[tuple[str, str, Formula]] = [
    ("information.log-bound", "concave the wrong way", le(x - 1, log(x))),
    ("information.log-bound", "at another point", le(log(x), x - 2)),
    ("information.log-bound", "a steeper line", le(log(x), 2 * (x - 1))),
    ("information.phi", "without its constant", le(0, Phi(information.u) - 1)),
    ("information.kl-by-phi", "weights swapped",
     eq(KL(q, p), (1 - p) * Phi(q / p) + p * Phi((1 - q) / (1 - p)))),
    ("information.kl-by-phi", "ratios turned over",
     eq(KL(q, p), p * Phi(p / q) + (1 - p) * Phi((1 - p) / (1 - q)))),
    ("information.gibbs", "the ratio turned over",
     le(0, Sum(P[i] * log(Q[i] / P[i]), (i, 1, n)))),
    ("information.gibbs", "weights of the model", le(0, Sum(Q[i] * log(P[i] / Q[i]), (i, 1, n)))),
    ("information.cross-entropy", "the entropy of the model",
     eq(Sum(-P[i] * log(Q[i]), (i, 1, n)),
        Sum(-Q[i] * log(Q[i]), (i, 1, n)) + Sum(P[i] * log(P[i] / Q[i]), (i, 1, n)))),
    ("information.cross-entropy", "the divergence taken away",
     eq(Sum(-P[i] * log(Q[i]), (i, 1, n)),
        Sum(-P[i] * log(P[i]), (i, 1, n)) - Sum(P[i] * log(P[i] / Q[i]), (i, 1, n)))),
    ("information.bracket", "the divergence the other way round",
     eq(H(q) - q * log(1 / p) - (1 - q) * log(1 / (1 - p)), -KL(p, q))),
    ("information.bracket", "plus the divergence",
     eq(H(q) - q * log(1 / p) - (1 - q) * log(1 / (1 - p)), KL(q, p))),
    ("information.pinsker", "with 2.02 for 2", le(Rational(202, 100) * (q - p) ** 2, KL(q, p))),
    ("information.pinsker", "with the distance for its square", le(2 * Abs(q - p), KL(q, p))),
    ("information.bretagnolle-huber", "half the exponent",
     le(Abs(q - p), sqrt(1 - exp(-KL(q, p) / 2)))),
    ("information.bretagnolle-huber", "without the root", le(Abs(q - p), 1 - exp(-KL(q, p)))),
    ("scaling.optimum", "exponents swapped",
     le(scaling.spent(scaling._G * (C / 6) ** (a / (a + b))), scaling.spent(N))),
    ("scaling.optimum", "constants swapped",
     le(scaling.spent((a * B / (b * A)) ** (1 / (a + b)) * (C / 6) ** (b / (a + b))),
        scaling.spent(N))),
    ("scaling.optimum-tokens", "times G instead of divided",
     eq(C / (6 * scaling.N_BEST), (C / 6) ** (a / (a + b)) * scaling._G)),
    ("scaling.compute-exponent", "a sum for the harmonic mean",
     eq(scaling.spent(scaling.N_BEST.subs(C, factor * C), factor * C),
        factor ** (-a - b) * scaling.spent(scaling.N_BEST))),
    ("scaling.bracket", "the exponents exchanged",
     And(le(factor**-b * scaling.excess(N, D), scaling.excess(factor * N, factor * D)),
         le(scaling.excess(factor * N, factor * D), factor**-a * scaling.excess(N, D)))),
    ("scaling.tenfold", "0.458 for 0.457",
     And(lt(Rational(458, 1000) * (scaling.LOSS[N, D] - scaling.E),
            scaling.LOSS[10 * N, 10 * D] - scaling.E),
         statement("scaling.tenfold").conclusion.args[1])),
    ("cloze.chance", "a reciprocal", eq(-log(1 / n), 1 / log(n))),
    ("cloze.certain", "the excess doubled", eq(1 - s, 1 - exp(-2 * e))),
    ("cloze.linear", "half of it", le(1 - exp(-e), e / 2)),
    ("cloze.total-variation", "the L1 form's left side with the other's right",
     le(2 * Abs(Sum(P[i], (i, 1, n)) - Sum(Q[i], (i, 1, n))), sqrt(EXCESS / 2))),
    ("emergence.finite", "no union over the skills",
     le(LOST, binomial(sk.N1, sk.n) * BinomialTail(sk.k * sk.n, SHARES[1], sk.m * sk.quota))),
    ("emergence.finite", "one quota too many",
     le(LOST, binomial(sk.N1, sk.n) * binomial(sk.N2, sk.m)
        * BinomialTail(sk.k * sk.n, SHARES[1], (1 + sk.m) * sk.quota))),
    ("emergence.binomial-estimate", "without n in the exponent",
     le(binomial(sk.n, sk.m), exp(H(sk.m / sk.n)))),
    ("emergence.chernoff", "the divergence the other way round",
     le(BinomialTail(n, p, n * q), exp(-n * KL(p, q)))),
    ("emergence.chernoff", "twice the exponent",
     le(BinomialTail(n, p, n * q), exp(-2 * n * KL(q, p)))),
    ("emergence.failure", "the divergence the other way round",
     _rate(PIECES, CHOICES, KL(SHARES[1], SHARES[0]))),
    ("emergence.failure", "the choice of the pieces forgotten", _rate(0, CHOICES, KL(*SHARES))),
    ("emergence.failure", "the choice of the skills forgotten", _rate(PIECES, 0, KL(*SHARES))),
    ("emergence.failure", "twice the divergence", _rate(PIECES, CHOICES, 2 * KL(*SHARES))),
    ("emergence.basic", "never lost", _basic(le(NOW.lhs, 0))),
    ("emergence.basic", "half of eta", _basic(le(NOW.lhs, sk.eta / 2))),
    ("emergence.basic", "surely lost", _basic(ge(NOW.lhs, sk.eta))),
    ("emergence.increasing", "falling",
     lt(KL(sk.alpha * em.beta_2, sk.alpha), KL(sk.alpha * em.beta_1, sk.alpha))),
    ("emergence.unique", "a different pair", lt(em.beta_1, em.beta_2)),
    ("emergence.exists", "at half of h",
     Exists(sk.beta, And(lt(Q_AT, 1),
                         eq(em.kappa * sk.theta * KL(Q_AT, sk.alpha), H(sk.theta) / 2)))),
    ("emergence.exists", "below 1/2", Exists(sk.beta, And(lt(2 * Q_AT, 1), em.boundary()))),
    ("emergence.necessary", "twice h",
     lt(2 * H(sk.theta), em.kappa * sk.theta * log(1 / sk.alpha))),
    ("emergence.falls-in-k", "rises in k", lt(em.beta_1, em.beta_2)),
    ("emergence.falls-in-theta", "rises in theta", lt(em.beta_1, em.beta_2)),
    ("emergence.share-rises", "falls", lt(em.theta_2 * em.beta_2, em.theta_1 * em.beta_1)),
    ("emergence.rises-in-alpha", "falls in alpha",
     lt(KL(em.alpha_2 * sk.beta, em.alpha_2), KL(em.alpha_1 * sk.beta, em.alpha_1))),
    ("emergence.phi-bound", "the larger side", le(KL(Q_AT, sk.alpha), sk.alpha * Phi(sk.beta))),
    ("emergence.phi-bound", "without alpha", le(Phi(sk.beta), KL(Q_AT, sk.alpha))),
    ("emergence.closed-form", "without the e", le(sk.beta, exp(LambertW((C0 - 1) / E)))),
    ("emergence.closed-form", "c - 2 for c - 1",
     le(sk.beta, exp(1 + LambertW((C0 - 2) / E)))),
    ("tuples.groups", "each group counted once for all",
     And(le(Sum(sk.FAILED[sk.kp, sk.g], (sk.g, 1, tuples.G)), sk.theta * tuples.G),
         statement("tuples.groups").conclusion.args[1])),
    ("tuples.average", "k' - 1", le(1 - (1 - sk.theta) ** sk.kp, (sk.kp - 1) * sk.theta)),
    ("tuples.count", "a sum for a product",
     eq(Product(1 / sk.N2, (sk.l, 1, sk.kp)), 1 / (sk.kp * sk.N2))),
    ("tuples.same-curve", "theta for k' theta", em.boundary(sk.beta, sk.theta)),
    ("tuples.tenfold", "a doubling at least",
     And(lt(2 * WRONG[10 * N, 10 * D], WRONG[N, D]),
         statement("tuples.tenfold").conclusion.args[1])),
    ("finite.sharp", "the union over the skills forgotten",
     le(LOST, exp(-finite.rate * (sk.m * sk.quota - sk.n * finite.c))
        * finite.moment() ** sk.N1)),
    ("finite.sharp", "one piece's moment",
     le(LOST, binomial(sk.N2, sk.m)
        * exp(-finite.rate * (sk.m * sk.quota - sk.n * finite.c)) * finite.moment())),
    ("finite.failure", "4 R^2 made 2 R^2",
     le(LOST, exp(CHOICES - sk.N1 * finite.gap**2 / (2 * finite.reach**2)))),
    ("sharp.lower-finite", "the price of the last skills forgotten", _lower(price=1)),
    ("sharp.lower-finite", "lambda^2 forgotten", _lower(extra=0)),
    ("sharp.lower-finite", "nu^2 forgotten", _lower(loss=0)),
    ("sharp.lower-finite", "each skill has all edges", _lower(parts=1)),
    ("sharp.minimum", "strictly better than itself",
     Exists(sharp.cut, ForAll(finite.c, lt(sharp.at_level(sharp.cut), sharp.at_level())))),
    ("sharp.minimum", "no better than the mean",
     Exists(sharp.cut,
            ForAll(finite.c, le(sharp.at_level(sharp.cut), sk.theta * sk.k * sk.alpha)))),
    ("sharp.lower", "surely lost", _eventually_lost(ge(LOST_, 1))),
    ("sharp.lower", "half of eta", _eventually_lost(le(1 - sk.eta / 2, LOST_))),
    ("sharp.lower", "never lost", _eventually_lost(le(LOST_, sk.eta))),
    ("sharp.duality", "without theta c",
     le(statement("sharp.duality").conclusion.lhs, finite.mean_surplus())),
    ("sharp.at-least-one", "twice", le(2 * sk.theta * sk.k * sk.alpha, sharp.at_level())),
    ("sharp.at-most-errors", "without alpha", eq(sharp.at_level(0), sk.k)),
    ("sharp.falls-in-alpha", "rises",
     le(sharp.at_level(sharp.rho * finite.c, sharp.p * sharp.rho),
        sharp.rho * sharp.at_level(finite.c, sharp.p))),
    ("skillmix.split", "what was seen forgotten", le(Pr(mix.right()), Pr(mix.right_and_new()))),
    ("skillmix.split", "new and seen exchanged",
     le(Pr(mix.right()),
        Pr(And(mix.right(), mix.seen())) + Pr(lt(mix.SEEN[sk.k, mix.sentences, mix.tau], 1)))),
    ("skillmix.novelty", "b for b/s",
     le((1 - mix.seen_share) * statement("skillmix.novelty").conclusion.lhs.args[-1],
        statement("skillmix.novelty").conclusion.rhs)),
    ("skillmix.new-answers", "one skill more",
     statement("skillmix.new-answers").conclusion.xreplace(
         {mix.p_skill**sk.k: mix.p_skill ** (sk.k + 1)})),
    ("skillmix.surely-seen", "one corpus more",
     le(statement("skillmix.surely-seen").conclusion.lhs, mix.risk**2)),
    ("skillmix.least-k", "reversed", lt(mix.p_skill**sk.k * mix.p_topic * mix.sentences,
                                        mix.epsilon)),
    ("skillmix.reach", "a lower score",
     le(mix.SCORE[mix.N_later, mix.D_later, mix.k_later], mix.SCORE[N, D, sk.k])),
    ("skillmix.tenfold", "a hundred times the tokens",
     le(mix.SCORE[N, D, sk.k], mix.SCORE[10 * N, 100 * D, mix.k_later])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("identifier", "claim"),
    [pytest.param(i, claim, id=f"{i}: {what}") for i, what, claim in VARIANTS],
)
def test_is_refused(identifier: str, claim: Formula) -> None:
    s_ = statement(identifier)
    assert claim != s_.conclusion
    assert free_variables([claim]) <= set(s_.parameters), "another variable is no near miss"
    with pytest.raises(Refused):
        attempt(SCRIPTS[identifier], claim, s_.hypotheses)


def _with(hypotheses: Sequence[Formula], place: int, other: Formula) -> tuple[Formula, ...]:
    return (*hypotheses[:place], other, *hypotheses[place + 1 :])


WEAKER = [
    ("emergence.basic", 1, le(H(sk.theta), sk.k * sk.theta * KL(Q_AT, sk.alpha))),
    ("emergence.basic", 1, lt(H(sk.theta), 2 * sk.k * sk.theta * KL(Q_AT, sk.alpha))),
    ("emergence.chernoff", 0, lt(q, p)),
    ("emergence.chernoff", 0, le(p, Rational(101, 100) * q)),
    ("emergence.share-rises", 1, le(2 * em.theta_2, Rational(101, 100))),
    ("emergence.exists", 0, le(H(sk.theta), em.kappa * sk.theta * log(1 / sk.alpha))),
    ("emergence.falls-in-k", 0, lt(em.k_2, em.k_1)),
    ("emergence.unique", 0, em.boundary(em.beta_1, sk.theta, 2 * em.kappa)),
    ("information.gibbs", 1, le(Sum(Q[i], (i, 1, n)), Rational(101, 100))),
    ("information.log-sum", 0, le(x, Sum(P[i], (i, 1, n)))),
    ("scaling.bracket", 0, le(a, b)),
    ("skillgraph.vacuous", 0, le(Rational(99, 100), sk.beta * sk.theta)),
    ("tuples.paucity", 2, le(tuples.pieces * binomial(sk.k, sk.kp), tuples.rho * tuples.total)),
    ("sharp.lower", 0, ForAll(finite.c, le(sk.theta * sk.k * Q_AT, sharp.at_level()))),
    ("sharp.lower", 0, lt(sk.theta * sk.k * Q_AT, sharp.at_level())),
    ("sharp.upper", 0, le(sharp.at_level(), sk.theta * sk.k * Q_AT)),
    (
        "skillmix.reach",
        1,
        le(
            mix.k_later * (scaling.LOSS[mix.N_later, mix.D_later] - scaling.E),
            Rational(101, 100) * sk.k * (scaling.LOSS[N, D] - scaling.E),
        ),
    ),
    ("skillmix.tenfold", 1, le(mix.k_later, 2 * sk.k)),
    ("skillmix.more-than-seen", 2, le(mix.seen_share, mix.score)),
]


@pytest.mark.parametrize(
    ("identifier", "place", "weaker"),
    [pytest.param(i, place, h, id=f"{i}: {h}"[:70]) for i, place, h in WEAKER],
)
def test_a_weaker_hypothesis_is_refused(identifier: str, place: int, weaker: Formula) -> None:
    s_ = statement(identifier)
    with pytest.raises(Refused):
        attempt(SCRIPTS[identifier], s_.conclusion, _with(s_.hypotheses, place, weaker))


def test_the_constants_of_the_list_are_what_the_theory_says() -> None:
    """Guard against variants that differ for a silly reason, such as another variable."""
    assert _basic(NOW) == statement("emergence.basic").conclusion
    assert _eventually_lost(le(1 - sk.eta, LOST_)) == statement("sharp.lower").conclusion
    difference = _lower().lhs - statement("sharp.lower-finite").conclusion.lhs
    assert difference.expand() == 0
    assert _rate(PIECES, CHOICES, KL(*SHARES)) == statement("emergence.failure").conclusion
    assert (
        le(sk.beta, exp(1 + LambertW((C0 - 1) / E)))
        == statement("emergence.closed-form").conclusion
    )
    assert (
        le(scaling.spent(scaling.N_BEST), scaling.spent(N))
        == statement("scaling.optimum").conclusion
    )
    assert {A, B, a, b} <= set(statement("scaling.optimum").parameters)
