"""The script of every proved statement must refuse what differs a little from it.

Near misses are made from the conclusion: a constant off by one per cent, a sign
flipped, ``<`` for ``<=``, the relation reversed.  One that is false at a point
where all hypotheses hold must be refused; the point is found by an evaluator
that shares nothing with the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mpmath
import pytest
from mpmath import mp, mpf

from skilltheory.errors import Refused
from skilltheory.functions import KL, H
from skilltheory.proving.script import SCRIPTS
from skilltheory.proving.store import attempt, load_proofs
from skilltheory.theory import State, Statement, finite, skillmix, statement, statements
from skilltheory.theory import emergence as em
from skilltheory.theory.skillgraph import alpha as alpha_
from skilltheory.theory.skillgraph import beta as beta_
from skilltheory.theory.skillgraph import theta as theta_
from tests.proofs.mutations import NearMiss, near_misses
from tests.theory import models
from tests.theory.evaluation import NoValue, World
from tests.theory.test_truth import worlds

load_proofs()

EACH = 2
"""How many false near misses of a statement are tried, the closest first."""

NOT_EVALUATED = {
    "emergence.exists": "a real beta; see test_broken_variants",
    "emergence.basic": "from some size on; see test_broken_variants",
    "sharp.entropic": "a real c; see test_broken_variants",
    "sharp.upper": "from some size on; see test_broken_variants",
    "sharp.lower": "the same",
    "sharp.minimum": "every real c; see test_broken_variants",
}

LOOSE = {
    "information.phi-strict": "any constant: phi is arbitrarily small near 1",
    "information.gibbs-strict": "a divergence is arbitrarily small",
    "emergence.failure": "the finite sizes that can be enumerated are far from tight",
    "tuples.basic": "the same",
    "finite.failure": "the same",
    "tuples.sharp": "the same",
    "measure.failure": "the same",
    "sharp.lower-finite": "the same",
    "emergence.binomial-estimate": "never within 1 %",
    "tuples.paucity": "it only says that a sum is positive",
    "skillmix.more-than-seen": "the same",
}
"""Statements of which one per cent more would still be true where it can be evaluated."""

PROVED = [s for s in statements() if s.state is State.PROVED]


def _at(identifier: str, **values: Any) -> World:
    """Values for the parameters of a statement, by name; a function for a family."""
    names = {v.name: v for v in statement(identifier).parameters}
    numbers = {names[k]: v for k, v in values.items() if not callable(v)}
    return World(numbers, {names[k]: v for k, v in values.items() if callable(v)})


def _near_the_end() -> World:
    """``alpha beta`` just below 1, on the boundary."""
    alpha, theta = mpf(1) / 2, mpf(1) / 3
    with mp.workdps(50):
        beta = 2 - mpf(10) ** -30
        start = _at("emergence.necessary", alpha=alpha, theta=theta, beta=beta)
        kappa = start.value(H(theta_)) / (theta * start.value(KL(alpha_ * beta_, alpha_)))
    return start.where(em.kappa, kappa)


def _one_toss() -> World:
    """One fair toss, at a level that is nearly all there is."""
    half = mpf(1) / 2
    with mp.workdps(50):
        return _at("emergence.heavier", n=1, alpha=half, p=half, beta=2 - mpf(10) ** -30)


def _two_shares(identifier: str) -> World:
    """Two nearly equal shares of errors, with the beta that each has on the boundary."""
    start = _at(identifier, alpha=mpf(1) / 10, theta_1=mpf(1) / 5, theta_2=mpf(10001) / 50000)
    first, second = em.theta_1, em.theta_2

    def level(world: World, share: Any) -> Any:
        return world.value(H(share)) / (world.numbers[share] * world.value(em.kappa))

    with mp.workdps(60):
        start = start.where(em.beta_1, mpf(2))
        start = start.where(em.kappa, mpf(1))
        kappa = level(start, first) / start.value(KL(alpha_ * em.beta_1, alpha_))
        start = start.where(em.kappa, kappa)
        target = level(start, second)

        def gap(beta: Any) -> Any:
            return start.where(em.beta_2, beta).value(KL(alpha_ * em.beta_2, alpha_)) - target

        return start.where(em.beta_2, mpmath.findroot(gap, (1.5, 2.5), solver="anderson"))


def _certain_corpus() -> World:
    """One sentence, one skill, and frequencies that are exactly one half."""
    half = mpf(1) / 2
    world = _at("skillmix.occurrence", k=1, L=1, tau=1, p_s=half, p_t=half)
    return World(world.numbers, models.FIXED, models.corpora(1, 1))


def _learnt(identifier: str, **values: Any) -> World:
    """The first combination is always answered, and seen by a coin's toss; others never."""
    world = _at(identifier, L=1, **values)
    outcomes = [
        {
            skillmix.RIGHT.label: lambda k, tau: int(tau == 1),
            skillmix.SEEN.label: lambda k, sentences, tau, coin=coin: int(tau == 1) * coin,
        }
        for coin in (0, 1)
    ]
    return World(world.numbers, world.families, outcomes)


def _memoriser() -> World:
    """One sentence, one skill and one combination, which is always answered."""
    half = mpf(1) / 2
    world = _at("skillmix.new-answers", k=1, L=1, T=1, p_s=half, p_t=half, s=1 - mpf(10) ** -40)
    outcomes = [
        {**outcome, skillmix.RIGHT.label: lambda k, tau: 1} for outcome in models.corpora(1, 1)
    ]
    return World(world.numbers, models.FIXED, outcomes)


def _same_model() -> World:
    """A step in scale that leads nowhere."""
    world = _at("skillmix.reach", k=2, k_2=2, **{"N": 10**10, "N'": 10**10, "D": 10**11})
    fixed = {v: x for v, x in models.FIXED.items() if not callable(x)}
    families = {v: x for v, x in models.FIXED.items() if callable(x)}
    return World({**world.numbers, **fixed, skillmix.D_later: 10**11}, families)


def _sure_quantity() -> World:
    """A quantity that does not vary, at its own level."""
    sure = {finite.QUANTITY.label: lambda _: 2}
    return World(_at("finite.markov", t=1, z=2).numbers, {}, [sure])


def _no_surplus() -> World:
    """No piece draws more than c, so the sum of the positive parts is 0, and sure to be."""
    sizes = {"N_1": 2, "N_2": 2, "k": 1, "m": 1, "j": 1, "alpha": mpf(1) / 2, "lambda": 1}
    world = _at("finite.tail", **sizes, c=5, z=0)
    return World(world.numbers, models.FIXED, models.graphs(2, 2, 1))


def _quarter(_: int) -> Any:
    return mpf(1) / 4


TIGHT: dict[str, World] = {
    "information.log-bound-strict": _at("information.log-bound-strict", x=mpf(1001) / 1000),
    "scaling.optimum": _at("scaling.optimum", A=1, B=1, a=1, b=1, C=6, N=1),
    "cloze.total-variation": _at(
        "cloze.total-variation", m=2, n=2, P=_quarter, Q=_quarter, R=_quarter, S=_quarter
    ),
    "cloze.l1": _at("cloze.l1", m=2, n=2, P=_quarter, Q=_quarter, R=_quarter, S=_quarter),
    "scaling.optimum-unique": _at(
        "scaling.optimum-unique", A=1, B=1, a=1, b=1, C=6, N=mpf(1001) / 1000
    ),
    "skillgraph.competence": _at(
        "skillgraph.competence", theta=mpf(1) / 2, beta=mpf(19802) / 10000, d=100, x=99
    ),
    "finite.exponential": _at("finite.exponential", R=mpf(1) / 1000),
    "skillmix.occurrence": _certain_corpus(),
    "finite.markov": _sure_quantity(),
    "finite.tail": _no_surplus(),
    "skillgraph.vacuous": _at("skillgraph.vacuous", beta=2, theta=mpf(1) / 2),
    "emergence.pigeonhole": _at(
        "emergence.pigeonhole", m=2, z=1, e=lambda *_: 1, k=1, n=1, y=1, j=1, N_1=1, N_2=2
    ),
    "emergence.necessary": _near_the_end(),
    "emergence.heavier": _one_toss(),
    "emergence.entropy-rate": _at(
        "emergence.entropy-rate", theta_1=mpf(3) / 10, theta_2=mpf(3001) / 10000
    ),
    "emergence.falls-in-theta": _two_shares("emergence.falls-in-theta"),
    "emergence.share-rises": _two_shares("emergence.share-rises"),
    "tuples.seen": _at(
        "tuples.seen", **{"M": 1, "T": 1, "k": 1, "k'": 1, "s": lambda _: 1, "h": lambda *_: 1}
    ),
    "finite.competence": _at(
        "finite.competence",
        k=1,
        n=1,
        N_1=2,
        N_2=1,
        x=1,
        d=1,
        epsilon=mpf(1) / 2,
        beta=mpf(10001) / 10000,
    ),
    "skillmix.split": _learnt("skillmix.split", k=1, tau=1),
    "skillmix.novelty": _learnt("skillmix.novelty", k=1, T=2, s=mpf(1) / 2, b=mpf(1) / 4),
    "skillmix.surely-seen": _learnt("skillmix.surely-seen", k=1, T=1, b=mpf(1) / 2, rho=mpf(1) / 2),
    "skillmix.given-corpus": _at(
        "skillmix.given-corpus",
        T=2,
        s=mpf(1) / 2,
        b=mpf(1) / 4,
        c=lambda tau: int(tau == 1),
        o=lambda tau: mpf(tau == 1) / 2,
    ),
    "skillmix.new-answers": _memoriser(),
    "skillmix.least-k": _at(
        "skillmix.least-k", k=1, L=1, p_s=mpf(1) / 2, p_t=mpf(1) / 2, epsilon=mpf(2499) / 10000
    ),
    "skillmix.reach": _same_model(),
    "skillmix.difficulty": _at(
        "skillmix.difficulty", k=1, L=1, p_s=mpf(1) / 2, p_t=mpf(1) / 2, epsilon=mpf(1) / 4
    ),
}
"""Points of equality, or nearly, that no random point hits."""


def _false_ones(s: Statement) -> Iterator[NearMiss]:
    """Near misses that are false at a point where the hypotheses hold, closest first."""
    points = list(worlds(s, 6))
    if s.id in TIGHT:
        points.append(TIGHT[s.id])
        assert all(map(points[-1].holds, s.hypotheses))
        assert points[-1].holds(s.conclusion)
    for miss in near_misses(s.conclusion):
        for point in points:
            try:
                if point.is_false(miss.claim):
                    yield miss
                    break
            except NoValue:
                continue


@pytest.mark.parametrize("s", [pytest.param(s, id=s.id) for s in PROVED])
def test_false_near_misses_are_refused(s: Statement) -> None:
    if s.id in NOT_EVALUATED:
        _refuses(s, NearMiss("reversed", _last_of_kind(s, "reversed")))
        return
    tried: list[NearMiss] = []
    for miss in _false_ones(s):
        if len(tried) == EACH:
            break
        _refuses(s, miss)
        tried.append(miss)
    assert tried, "no near miss was found to be false"
    close = [m.what for m in tried if not m.what.startswith(("reversed", "sign"))]
    assert bool(close) == (s.id not in LOOSE), f"within one per cent of {s.id}: {close}"


def _last_of_kind(s: Statement, kind: str) -> Any:
    return next(m.claim for m in near_misses(s.conclusion) if kind in m.what)


def _refuses(s: Statement, miss: NearMiss) -> None:
    with pytest.raises(Refused) as refused:
        attempt(SCRIPTS[s.id], miss.claim, s.hypotheses)
    assert refused.value.reason, (s.id, miss.what)


def test_the_true_claims_are_accepted() -> None:
    """The same call with the claim unchanged succeeds, so the refusals mean something."""
    for s in PROVED:
        if s.id not in (
            "measure.failure",
            "finite.failure",
            "sharp.lower-finite",
        ):  # slow, and proved elsewhere
            assert attempt(SCRIPTS[s.id], s.conclusion, s.hypotheses).conclusion == s.conclusion
