"""Every statement at random points, by an evaluator that shares nothing with the kernel.

Statements that rest on assumptions are evaluated in a world in which these
hold; statements about chance by enumerating every small random graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy
from mpmath import mp, mpf

from skilltheory.functions import superquantile
from skilltheory.kernel.formula import Mean, Pr
from skilltheory.sorts import Variable
from skilltheory.theory import (
    Statement,
    finite,
    measure,
    scaling,
    sharp,
    skillgraph,
    skillmix,
    statements,
    tuples,
)
from skilltheory.theory import emergence as em
from skilltheory.theory import statement as find
from tests.theory import models
from tests.theory.evaluation import Family, Sampler, World

POINTS = 8

INFINITE = {
    "skillgraph.sparse": "for every eta there is a size: see test_sparse",
    "emergence.archimedes": "there is an integer, of any size: see test_archimedes",
    "emergence.exists": "there is a real beta: see test_boundary_exists",
    "emergence.basic": "from some size on; its finite form is emergence.failure",
    "sharp.entropic": "there is a real c: see test_entropic",
    "sharp.minimum": "there is a level, best among all real ones: see test_minimum",
    "sharp.upper": "from some size on; its finite form is finite.failure",
    "sharp.lower": "from some size on; its finite form is sharp.lower-finite",
}

GRAPHS = [(2, 2, 1), (2, 3, 1), (3, 2, 1), (2, 2, 2)]

HALVES: dict[Any, Any] = {
    skillgraph.k: 2,
    skillgraph.n: 1,
    skillgraph.m: 1,
    skillgraph.alpha: mpf(1) / 2,
    skillgraph.theta: mpf(1) / 2,
    skillgraph.beta: mpf(15) / 8,
    finite.c: 1,
    finite.reach: 1,
}
"""Two pieces, two skills, two draws: shares of one half, a beta and a c with a positive gap."""

BY_HAND: dict[str, dict[Any, Any]] = {
    # everything above level 2, a quarter of what is at it, nothing below
    "sharp.duality-attained": {
        finite.c: 2,
        skillgraph.k: 4,
        sharp.WEIGHTS.label: lambda i: mpf(1) if i > 2 else mpf(i == 2) / 4,
    },
    "sharp.pieces": {finite.SHARE.label: lambda t: t % 2},
    "tuples.paucity": {
        tuples.pieces: 1,
        skillgraph.k: 2,
        skillgraph.kp: 2,
        tuples.total: 6,
        tuples.SEEN.label: lambda tau: int(tau == 1),
    },
    "skillmix.more-than-seen": {skillmix.seen_share: mpf(3) / 10},
}
"""Values for hypotheses that hold too seldom at random points."""

Setting = tuple[dict[Any, Any], Sequence[Mapping[Variable, Family]]]


def settings(s: Statement) -> Iterator[Setting]:
    """Numbers to keep fixed and, where there is chance, the outcomes to enumerate."""
    sk, free = skillgraph, set(s.parameters)
    labels = {entry.base.label for entry in s.formula.atoms(sympy.Indexed)}
    if scaling.LOSS.label in labels:
        for size in (10**10, 10**11, 10**12, 10**13):
            for per in (5, 20):
                now = {scaling.N: mpf(size), scaling.D: mpf(per * size)}
                later = {skillmix.N_later: mpf(7 * size), skillmix.D_later: mpf(6 * per * size)}
                yield now | later, []
    elif measure.EDGES.label in labels:
        for pieces, draws in ((2, 1), (1, 2), (3, 1)):
            sizes = {sk.N1: pieces, sk.k: draws, sk.N2: 3}
            graphs = models.unequal_graphs(pieces, draws)
            yield {**sizes, measure.sets: 2, sk.alpha: mpf(1) / 4}, graphs
    elif skillmix.HOLDS.label in labels:
        for sentences, draws in ((1, 1), (2, 1), (2, 2)):
            yield {skillmix.sentences: sentences, sk.k: draws}, models.corpora(sentences, draws)
    elif skillmix.SEEN.label in labels:
        numbers = {skillmix.sentences: 1, sk.k: 1, **BY_HAND.get(s.id, {})}
        yield numbers, models.corpora(1, 1, luck=(0, 1))
    elif finite.QUANTITY.label in labels:
        yield {finite.t: 1}, [{finite.QUANTITY.label: lambda _, v=v: v} for v in (0, 0, 1, 4)]
        yield {finite.t: 2}, [{finite.QUANTITY.label: lambda t, v=v: v / t} for v in (1, 2, 5)]
    elif not labels & {sk.EDGES.label, finite.COUNTS.label, tuples.TUPLE_EDGES.label}:
        yield BY_HAND.get(s.id, {}), []
    elif sharp.wide in free or sharp.FUNCTION.label in labels:  # two skills of four
        for pieces, draws in ((2, 1), (1, 2)):
            pair = sharp.wide if sharp.wide in free else sk.m
            fixed = {sk.N1: pieces, sk.N2: 4, sk.k: draws, pair: 2}
            graphs = models.graphs(pieces, 4, draws)
            if s.formula.has(Pr, Mean):
                yield {**fixed, sk.alpha: mpf(1) / 2}, graphs
            else:
                yield from (({**fixed, **graph}, []) for graph in graphs[::2])
    elif finite.gap in free:
        pieces = tuples.G if tuples.G in free else sk.N1
        yield {**HALVES, pieces: 2, sk.N2: 2, sk.kp: 1}, models.graphs(2, 2, 2)
    elif tuples.G in free:
        for groups, size in ((3, 1), (2, 2)):
            fixed = {tuples.G: groups, sk.N2: 2, sk.kp: size, sk.k: 1}
            yield fixed, models.graphs(groups, 2**size, 1)
    else:
        for pieces, skills, draws in GRAPHS:
            fixed: dict[Any, Any] = {sk.N1: pieces, sk.N2: skills, sk.k: draws}
            graphs = models.graphs(pieces, skills, draws)
            if sk.alpha in free:
                fixed |= {sk.m: 1, sk.alpha: mpf(1) / skills}
            if s.formula.has(Pr, Mean):
                yield fixed, graphs
            else:  # an identity: it holds in every outcome
                yield from (({**fixed, **graph}, []) for graph in graphs[::3])


def worlds(s: Statement, count: int = POINTS) -> Iterator[World]:
    """Random worlds in which a statement's hypotheses hold, and what it rests on."""
    ways = list(settings(s))
    for numbers, outcomes in ways:
        sampler = Sampler([*s.hypotheses, s.conclusion], {**models.FIXED, **numbers}, outcomes)
        yield from sampler.worlds(s.hypotheses, -(-count // len(ways)))


def _evaluated() -> list[Any]:
    return [pytest.param(s, id=s.id) for s in statements() if s.id not in INFINITE]


@pytest.mark.parametrize("s", _evaluated())
def test_holds_at_random_points(s: Statement) -> None:
    checked = 0
    for world in worlds(s):
        checked += 1
        assert world.holds(s.conclusion), (s.id, world.numbers)
    assert checked >= 5, f"hypotheses hold at {checked} points only: can they hold together?"


def test_what_is_left_out_is_there() -> None:
    assert set(INFINITE) <= {s.id for s in statements()}


@pytest.mark.parametrize("identifier", ["emergence.exists", "emergence.basic", "sharp.upper"])
def test_hypotheses_can_hold_together(identifier: str) -> None:
    """Of those that are not evaluated, the hypotheses at least are not contradictory."""
    s = find(identifier)
    assert len(list(Sampler(s.hypotheses).worlds(s.hypotheses, 3, tries=5000))) == 3


def test_the_lower_half_has_a_case() -> None:
    """At alpha = theta = 1/2, k = 2 the superquantile's minimum is 3/4: beta = 11/10 lies below."""
    (below,) = find("sharp.lower").hypotheses
    shares = {skillgraph.alpha: mpf(1) / 2, skillgraph.theta: mpf(1) / 2}
    world = World({**shares, skillgraph.k: 2, skillgraph.beta: mpf(11) / 10})
    assert all(world.where(finite.c, mpf(c) / 4).holds(below.body) for c in range(-8, 17))
    assert world.where(finite.c, 1).value(below.body.rhs) == mpf(3) / 4


@pytest.mark.parametrize("eta", ["1", "1/3", "1/50"])
def test_sparse(eta: str) -> None:
    """The model's number of skills is o(N1): a size from which on there are at most eta N1."""
    skills, share = models.FIXED[skillgraph.SKILLS.label], Fraction(eta)
    start = next(
        m for m in range(1, 10**6) if all(skills(m + i) <= share * (m + i) for i in range(200))
    )
    assert all(skills(n) <= share * n for n in range(start, start + 5000))


def test_archimedes() -> None:
    body = find("emergence.archimedes").conclusion.body
    for value in ("-3.5", "0", "12.25"):
        some = max(1, int(mpmath.ceil(mpf(value))))
        assert World({em.value: mpf(value), em.beyond: some}).holds(body)


@pytest.mark.parametrize("ratio", ["0.01", "0.5", "0.99"])
def test_boundary_exists(ratio: str) -> None:
    """At any h(theta)/(k theta) below log(1/alpha), a root of the boundary equation is found."""
    s = find("emergence.exists")
    alpha, theta = mpf(1) / 7, mpf(1) / 3
    start = World({skillgraph.alpha: alpha, skillgraph.theta: theta})
    rate = mpf(ratio) * -mpmath.log(alpha)
    start = start.where(em.kappa, start.value(em.H(skillgraph.theta)) / (theta * rate))
    assert all(map(start.holds, s.hypotheses))
    inside, on_it = s.conclusion.body.args

    def gap(beta: Any) -> Any:
        world = start.where(skillgraph.beta, beta)
        return world.value(on_it.lhs) - world.value(on_it.rhs)

    with mp.workdps(60):
        root = mpmath.findroot(gap, (1 + mpf(10) ** -9, 7 - mpf(10) ** -9), solver="anderson")
        assert start.where(skillgraph.beta, root).holds(inside)
        assert abs(gap(root)) < mpf(10) ** -30


def test_boundary_needs_its_condition() -> None:
    """At h(theta)/(k theta) = log(1/alpha) no beta below 1/alpha is on the boundary."""
    start = World({skillgraph.alpha: mpf(1) / 7, skillgraph.theta: mpf(1) / 3})
    rate = mpmath.log(7)
    start = start.where(em.kappa, start.value(em.H(skillgraph.theta)) / (mpf(1) / 3 * rate))
    equation = em.boundary()
    for beta in (mpf(1) + mpf(6) * i / 50 for i in range(1, 50)):
        world = start.where(skillgraph.beta, beta)
        assert world.value(equation.lhs) < world.value(equation.rhs)


@pytest.mark.parametrize(
    ("draws", "alpha", "theta"),
    [(1, "1/2", "1/2"), (4, "1/10", "1/10"), (7, "1/3", "3/5"), (3, "9/10", "1/50")],
)
def test_minimum(draws: int, alpha: str, theta: str) -> None:
    """The best level of all gives theta times the superquantile that the library computes."""
    body = find("sharp.minimum").conclusion.body.body
    share, bias = Fraction(theta), Fraction(alpha)
    top = share * superquantile(draws, bias, share)
    with mp.workdps(50):
        shares = {skillgraph.alpha: mpf(bias.numerator) / bias.denominator,
                  skillgraph.theta: mpf(share.numerator) / share.denominator}  # fmt: skip
        world = World({**shares, skillgraph.k: draws})
        levels = [world.where(sharp.cut, c).value(body.lhs) for c in range(draws + 1)]
        assert abs(min(levels) - mpf(top.numerator) / top.denominator) < mpf(10) ** -40
        best = world.where(sharp.cut, levels.index(min(levels)))
        assert all(best.where(finite.c, mpf(c) / 8).holds(body) for c in range(-8, 8 * draws + 9))


def test_entropic() -> None:
    """Where the entropic condition holds, the superquantile's minimum over c shows the claim."""
    s = find("sharp.entropic")
    sampler = Sampler([*s.hypotheses, s.conclusion])
    found = list(sampler.worlds(s.hypotheses, 20, tries=2000))
    assert len(found) == 20
    for world in found:
        draws = int(world.numbers[skillgraph.k])
        levels = (world.where(finite.c, c) for c in range(draws + 1))  # affine in between
        assert any(w.holds(s.conclusion.body) for w in levels), world.numbers
