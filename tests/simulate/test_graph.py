"""The random graph of a seed: what it is, exactly, and that it is fair."""

from collections.abc import Iterator
from hashlib import sha256

import numpy as np
import pytest

from skilltheory.errors import BudgetExceeded, SortError
from skilltheory.simulate import SkillGraph, SkillMeasure
from skilltheory.simulate import graph as graph_module
from skilltheory.simulate.graph import MOST_STORED_DRAWS, Chunk

MASK = 2**32 - 1


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and chunks so short that a small graph has many of them."""
    monkeypatch.setattr(graph_module, "DRAWS_PER_BLOCK", 300)
    monkeypatch.setattr(graph_module, "DRAWS_PER_CHUNK", 70)


def chunks(graph: SkillGraph) -> Iterator[Chunk]:
    for number in range(len(graph.blocks())):
        yield from graph.chunks(number)


def half_words(source: np.random.SFC64, count: int) -> list[int]:
    whole = [int(source.random_raw()) for _ in range(-(-count // 2))]
    return [half for word in whole for half in (word & MASK, word >> 32)][:count]


def plain_draws(seed: int, block: int, count: int, n2: int) -> list[int]:
    """Lemire's method in whole numbers: the first ``count`` draws of a block's first chunk."""
    source = np.random.SFC64(np.random.SeedSequence(seed).spawn(block + 1)[block])
    words = half_words(source, count)
    unfair = 2**32 % n2
    again = [i for i, word in enumerate(words) if word * n2 & MASK < unfair]
    while again:
        for i, fresh in zip(again, half_words(source, len(again)), strict=True):
            words[i] = fresh
        again = [i for i in again if words[i] * n2 & MASK < unfair]
    return [word * n2 >> 32 for word in words]


@pytest.mark.parametrize("n2", [1, 2, 10, 1000, 2**16, 2**16 + 1, 2**26 - 5])
def test_draws_against_whole_number_arithmetic(n2: int) -> None:
    graph = SkillGraph.make(700, n2, 3, seed=5)
    assert graph.draws().ravel().tolist() == plain_draws(5, 0, 2100, n2)


def test_words_that_would_be_unfair_are_replaced() -> None:
    n2 = 66_076_420  # one word in 65 is unfair
    assert 2**32 % n2 == n2 - 4
    graph = SkillGraph.make(2000, n2, 4, seed=2)
    assert graph.draws().ravel().tolist() == plain_draws(2, 0, 8000, n2)
    lows = [word * n2 & MASK for chunk in chunks(graph) for word in chunk.words.ravel().tolist()]
    assert min(lows) >= 2**32 % n2


def test_a_seed_names_the_same_graph_for_good() -> None:
    graph = SkillGraph.make(30_000, 1000, 8, seed=2307)
    assert len(list(chunks(graph))) == 2
    digest = sha256(graph.draws().astype("<u2").tobytes()).hexdigest()
    assert digest == "8275d59b6912bc5b35789efc3f8e1d35e296e7d78668092ac2a9281548c5e28c"


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("weights", [None, [3, 1, 0, 5, 1]])
def test_blocks_can_be_made_alone_and_in_any_order(weights: list[int] | None) -> None:
    measure = None if weights is None else SkillMeasure.weighted(weights)
    graph = SkillGraph.make(333, 5, 4, seed=1, measure=measure)
    blocks = graph.blocks()
    assert [piece for block in blocks for piece in block] == list(range(333))
    assert len(blocks) > 3
    whole = graph.draws()
    for number in reversed(range(len(blocks))):
        for chunk in graph.chunks(number):
            here = whole[:, chunk.start : chunk.start + chunk.size]
            assert (chunk.draws() == here).all()
            some = np.arange(0, chunk.size, 3)
            assert (chunk.draws(some) == here[:, some]).all()


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("weights", [None, [3, 1, 0, 5, 1]])
@pytest.mark.parametrize("chosen", [[0], [0, 1, 2], [1, 3], [4], [0, 1, 2, 3, 4], []])
@pytest.mark.parametrize("k", [1, 4, 300])
def test_hits_are_the_draws_on_a_set(weights: list[int] | None, chosen: list[int], k: int) -> None:
    measure = None if weights is None else SkillMeasure.weighted(weights)
    graph = SkillGraph.make(60, 5, k, seed=7, measure=measure)
    skills = np.isin(np.arange(5), chosen)
    for chunk in chunks(graph):
        assert chunk.hits(skills).tolist() == np.isin(chunk.draws(), chosen).sum(axis=0).tolist()


@pytest.mark.parametrize("weights", [None, [1, 2, 3, 4, 0, 90]])
def test_skills_come_as_often_as_their_mass_says(weights: list[int] | None) -> None:
    measure = SkillMeasure.uniform(6) if weights is None else SkillMeasure.weighted(weights)
    draws = SkillGraph.make(500_000, None, 4, seed=11, measure=measure).draws()
    mass = measure.units / measure.total
    for row in [*draws, draws.ravel()]:
        counts = np.bincount(row, minlength=6)
        sigma = np.sqrt(row.size * mass * (1 - mass))
        assert (np.abs(counts - row.size * mass) <= 5 * sigma).all()
    # draws of one piece are independent: so are the first two
    pairs = np.bincount(6 * draws[0].astype(np.int64) + draws[1], minlength=36)
    both = np.outer(mass, mass).ravel()
    sigma = np.sqrt(500_000 * both * (1 - both))
    assert (np.abs(pairs - 500_000 * both) <= 5 * sigma).all()


def test_seeds_and_sizes_make_different_graphs() -> None:
    first = SkillGraph.make(100, 50, 4, seed=0).draws()
    assert (first == SkillGraph.make(100, 50, 4, seed=0).draws()).all()
    assert (first != SkillGraph.make(100, 50, 4, seed=1).draws()).any()


@pytest.mark.parametrize(
    ("sizes", "name"),
    [
        ({"n1": 0}, "n1"),
        ({"n1": "1e-3"}, "n1"),
        ({"k": 2.5}, "k"),
        ({"k": 0}, "k"),
        ({"k": 2**20 + 1}, "k"),
        ({"n2": -3}, "n2"),
        ({"seed": -1}, "seed"),
        ({"seed": "1/2"}, "seed"),
    ],
)
def test_sizes_that_are_refused(sizes: dict[str, object], name: str) -> None:
    with pytest.raises(SortError) as refusal:
        SkillGraph.make(**{"n1": 10, "n2": 5, "k": 2, **sizes})  # type: ignore[arg-type]
    assert refusal.value.parameter == name


def test_a_graph_too_large_to_store() -> None:
    with pytest.raises(BudgetExceeded, match=str(MOST_STORED_DRAWS)):
        SkillGraph.make("1e8", 1000, 8).draws()
