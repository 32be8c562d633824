"""Every hypothesis is needed: without it the proof is refused, and the claim is false."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from mpmath import mp, mpf

from skilltheory.errors import Refused
from skilltheory.functions import KL, H
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.script import SCRIPTS, Proof
from skilltheory.proving.store import attempt, load_proofs
from skilltheory.theory import State, Statement, skillmix, statement, statements
from skilltheory.theory import emergence as em
from skilltheory.theory.skillgraph import alpha
from tests.theory import models
from tests.theory.evaluation import NoValue, Sampler, World
from tests.theory.test_truth import settings

load_proofs()

CASES = [
    pytest.param(s, place, id=f"{s.id}-{place}")
    for s in statements()
    if s.state is State.PROVED
    for place in range(len(s.hypotheses))
]

DOMAIN = {
    "emergence.binomial-estimate": (0,),
    "emergence.failure": (0, 1),
    "emergence.heavier": (1,),
    "emergence.increasing": (1,),
    "emergence.reflects": (1, 2),
    "emergence.unique": (2, 3),
    "emergence.falls-in-k": (3, 4),
    "emergence.falls-in-theta": (3, 4),
    "emergence.share-rises": (4, 5),
    "emergence.rises-in-alpha": (1,),
    "emergence.phi-bound": (0,),
    "emergence.phi-gap": (0,),
    "emergence.closed-form": (1,),
    "tuples.basic": (0, 1),
    "tuples.same-curve": (0,),
    "measure.failure": (0,),
}
"""Without these a divergence or an entropy in the statement has no value."""

NOT_EVALUATED = {
    "emergence.basic": "from some size on",
    "emergence.exists": "a real beta; see test_boundary_needs_its_condition",
    "sharp.upper": "from some size on",
    "sharp.lower": "from some size on",
    "sharp.entropic": "a real c",
    "finite.failure": "the bound is below 1 only at sizes that cannot be enumerated",
    "tuples.sharp": "the same",
    "sharp.lower-finite": "it says something only at sizes that cannot be enumerated",
    "measure.failure": "the same",
}

NOT_NEEDED = {
    ("emergence.finite", 0): "with n > N1 there is no set of pieces, so nothing is lost",
    ("emergence.finite", 1): "with m > N2 there is no set of skills, so nothing is lost",
    ("finite.sharp", 1): "with n > N1 there is no set of pieces, so nothing is lost",
}
"""Hypotheses that the proof uses and the truth does not need."""


@cache
def _proved(identifier: str) -> Theorem:
    """What the script makes when it may suppose everything, before anybody has accepted it."""
    s = statement(identifier)
    return SCRIPTS[identifier](Proof(s.conclusion, s.hypotheses))


@pytest.mark.parametrize(("s", "place"), CASES)
def test_the_proof_is_refused_without_it(s: Statement, place: int) -> None:
    dropped = s.hypotheses[place]
    rest = tuple(h for h in s.hypotheses if h != dropped)
    with pytest.raises(Refused, match="supposes more") as refused:
        attempt(lambda proof: _proved(s.id), s.conclusion, rest)
    assert str(dropped) in refused.value.reason


def _at(identifier: str, **values: Any) -> World:
    names = {v.name: v for v in statement(identifier).parameters}
    given = {**models.FIXED, **{names[k]: v for k, v in values.items()}}
    numbers = {k: v for k, v in given.items() if not callable(v)}
    return World(numbers, {k: v for k, v in given.items() if callable(v)})


def _share_too_large() -> World:
    """beta_2 is on the boundary and beta_1 far beyond it."""
    world = _at(
        "emergence.share-rises",
        alpha=mpf(1) / 10,
        theta_1=mpf(1) / 10,
        theta_2=mpf(1) / 5,
        beta_1=9,
        beta_2=2,
    )
    with mp.workdps(50):
        level = world.value(em.theta_2 * KL(alpha * em.beta_2, alpha))
        return world.where(em.kappa, world.value(H(em.theta_2)) / level)


def _loose_graph() -> World:
    """One skill of two surely has an edge; the bound was computed for a bias of 1/1000."""
    world = _at(
        "finite.sharp",
        N_1=2,
        N_2=2,
        k=1,
        m=1,
        n=1,
        alpha=mpf(1) / 1000,
        beta=mpf(3) / 2,
        c=0,
        **{"lambda": 5},
    )
    return World(world.numbers, models.FIXED, models.graphs(2, 2, 1))


def _loose_counts() -> World:
    """Both pieces draw the skill with chance 1/4; the bound was computed for a bias of 1/1000."""
    sizes = {"N_1": 2, "N_2": 2, "k": 1, "m": 1, "j": 1, "alpha": mpf(1) / 1000, "lambda": 5}
    world = _at("finite.tail", **sizes, c=0, z=2)
    return World(world.numbers, models.FIXED, models.graphs(2, 2, 1))


def one(tau: int) -> int:
    return int(tau == 1)


def _answers(identifier: str, right: Any, held: Any, **values: Any) -> World:
    """Two combinations, and for sure which are answered and which the corpus holds."""
    world = _at(identifier, k=1, L=1, T=2, **values)
    outcome = {
        skillmix.RIGHT.label: lambda k, tau: right(tau),
        skillmix.SEEN.label: lambda k, sentences, tau: held(tau),
    }
    return World(world.numbers, world.families, [outcome])


def _parrot(**values: Any) -> World:
    """One combination, answered when the one sentence of the corpus holds it: a quarter of all."""
    world = _at("skillmix.new-answers", k=1, L=1, T=1, **values)
    outcomes = []
    for outcome in models.corpora(1, 1):
        seen = outcome[skillmix.SEEN.label]
        outcomes.append({**outcome, skillmix.RIGHT.label: lambda k, tau, s=seen: s(k, 1, tau)})
    return World(world.numbers, world.families, outcomes)


def _scaled(identifier: str, size: int, later: int, **values: int) -> World:
    """A step in scale, with as many tokens as parameters."""
    sizes = {"N": size, "D": size, "N'": later, "D'": later}
    names = {v.name for v in statement(identifier).parameters}
    return _at(identifier, **{n: x for n, x in sizes.items() if n in names}, **values)


HALF = mpf(1) / 2
QUARTER = mpf(1) / 4

BY_HAND: dict[tuple[str, int], World] = {
    ("scaling.optimum-unique", 0): _at("scaling.optimum-unique", A=1, B=1, a=1, b=1, C=6, N=1),
    ("emergence.share-rises", 2): _share_too_large(),
    ("emergence.heavier", 0): _at(  # one of many rare events is likely
        "emergence.heavier", n=40, alpha=mpf(3) / 5, beta=mpf(3) / 2, p=mpf(1) / 100
    ),
    ("tuples.tenfold", 0): _at("tuples.tenfold", N=10**5, D=10**5),
    ("tuples.seen", 0): _at(
        "tuples.seen", **{"M": 1, "T": 9, "k": 1, "k'": 1, "s": lambda _: 1, "h": lambda *_: 0}
    ),
    ("tuples.paucity", 0): _at(
        "tuples.paucity",
        **{"M": 1, "T": 9, "k": 1, "k'": 1, "rho": HALF, "c": lambda _: 0, "s": one},
    ),
    ("tuples.paucity", 1): _at(
        "tuples.paucity",
        **{"M": 1, "T": 9, "k": 1, "k'": 1, "rho": HALF, "c": lambda _: 1, "s": lambda _: 1},
    ),
    ("tuples.paucity", 2): _at(
        "tuples.paucity", **{"M": 1, "T": 2, "k": 1, "k'": 1, "rho": HALF, "c": one, "s": one}
    ),
    ("finite.sharp", 0): _loose_graph(),
    ("finite.tail", 0): _loose_counts(),
    ("finite.competence", 0): _at(
        "finite.competence", k=1, n=1, N_1=4, N_2=1, x=5, d=5, epsilon=HALF, beta=mpf(3) / 2
    ),
    ("sharp.duality-attained", 1): _at(
        "sharp.duality-attained", k=1, alpha=HALF, theta=mpf(1) / 4, c=0, w=lambda i: (0.5, 0)[i]
    ),
    ("sharp.duality-attained", 2): _at(
        "sharp.duality-attained", k=1, alpha=HALF, theta=mpf(1) / 4, c=1, w=lambda i: (0.5, 0)[i]
    ),
    ("skillmix.given-corpus", 0): _at(
        "skillmix.given-corpus", T=2, s=mpf(9) / 10, b=HALF, c=one, o=one
    ),
    ("skillmix.surely-seen", 0): _answers(
        "skillmix.surely-seen", one, lambda _: 1, b=QUARTER, rho=HALF
    ),
    ("skillmix.novelty", 0): _answers("skillmix.novelty", one, one, s=mpf(9) / 10, b=HALF),
    ("skillmix.novelty", 1): _answers("skillmix.novelty", one, one, s=HALF, b=QUARTER),
    ("skillmix.more-than-seen", 0): _answers(
        "skillmix.more-than-seen", one, one, s=mpf(9) / 10, b=HALF
    ),
    ("skillmix.more-than-seen", 1): _answers(
        "skillmix.more-than-seen", one, lambda _: 1, s=HALF, b=mpf(1) / 10
    ),
    ("skillmix.more-than-seen", 2): _answers("skillmix.more-than-seen", one, one, s=HALF, b=HALF),
    ("skillmix.new-answers", 0): _parrot(s=mpf(99) / 100, p_s=HALF, p_t=HALF),
    ("skillmix.new-answers", 1): _parrot(s=QUARTER, p_s=mpf(1) / 100, p_t=HALF),
    ("skillmix.new-answers", 2): _parrot(s=QUARTER, p_s=HALF, p_t=mpf(1) / 100),
    ("skillmix.reach", 0): _scaled("skillmix.reach", 10**5, 10**10, k=1, k_2=5),
    ("skillmix.reach", 1): _scaled("skillmix.reach", 10**10, 10**10, k=3, k_2=9),
    ("skillmix.tenfold", 0): _scaled("skillmix.tenfold", 10**5, 10**6, k=2, k_2=3),
    ("skillmix.tenfold", 1): _scaled("skillmix.tenfold", 10**10, 10**11, k=5, k_2=50),
}
"""Points at which all other hypotheses hold and the conclusion fails."""


EVALUATED = [case for case in CASES if case.values[0].id not in NOT_EVALUATED]


@pytest.mark.parametrize(("s", "place"), EVALUATED)
def test_the_claim_is_false_without_it(s: Statement, place: int) -> None:
    dropped = s.hypotheses[place]
    rest = [h for h in s.hypotheses if h != dropped]
    if (s.id, place) in BY_HAND:
        world = BY_HAND[s.id, place]
        assert all(map(world.holds, rest))
        assert not world.holds(dropped)
        assert world.is_false(s.conclusion)
    elif place in DOMAIN.get(s.id, ()):
        assert _undefined_wherever_it_fails(s, rest, dropped)
    elif (s.id, place) in NOT_NEEDED:
        assert not _false_somewhere(s, rest, dropped), "needed after all"
    else:
        assert _false_somewhere(s, rest, dropped), f"nothing shows that {s.id} needs {dropped}"


def _false_somewhere(s: Statement, rest: list[Any], dropped: Any) -> bool:
    for numbers, outcomes in settings(s):
        sampler = Sampler([*s.hypotheses, s.conclusion], {**models.FIXED, **numbers}, outcomes)
        for world in sampler.worlds(rest, 40, tries=120):
            try:
                if not world.holds(dropped) and world.is_false(s.conclusion):
                    return True
            except (NoValue, ZeroDivisionError):
                continue
    return False


def _undefined_wherever_it_fails(s: Statement, rest: list[Any], dropped: Any) -> bool:
    """At every point beyond a hypothesis some side in the statement has no value."""
    found = 0
    for numbers, outcomes in settings(s):
        sampler = Sampler([*s.hypotheses, s.conclusion], {**models.FIXED, **numbers}, outcomes)
        for world in sampler.worlds([], 60):
            if _has_value(world, dropped) and world.is_false(dropped) and world.gap(dropped) != 0:
                found += 1
                if all(_has_value(world, f) for f in (*rest, s.conclusion)):
                    return False
    return found > 0


def _has_value(world: World, formula: Any) -> bool:
    try:
        world.holds(formula)
    except NoValue:
        return False
    return True
