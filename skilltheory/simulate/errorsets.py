"""Error sets that need only a stream of pieces, and the pass that counts them.

An error set is a rule: shown the pieces of a block in order, it says which are
wrong.  :func:`tally` then counts edges in one pass.  The set that is worst for
given skills takes a pass of its own first, to find where to cut.  Passes work
block by block, so they can be spread over an executor; only integers are added
up, so the result does not depend on how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from skilltheory.errors import BudgetExceeded
from skilltheory.simulate.graph import DRAWS_PER_CHUNK, Chunk, SkillGraph
from skilltheory.simulate.problem import Problem
from skilltheory.sorts import ExactLike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from skilltheory.simulate.graph import Draws

    Mask = NDArray[np.bool_]

__all__ = ["ErrorSet", "Listed", "Tally", "WorstFixed", "random_set", "tally", "worst_fixed"]

_MOST_HYPERGEOMETRIC = 10**9  # NumPy's limit on the population it samples from

T = TypeVar("T")


class ErrorSet(Protocol):
    """Which text pieces are wrong."""

    def masks(self, graph: SkillGraph, number: int) -> Iterator[tuple[Chunk, Mask]]:
        """The chunks of a block, each with the mask of its wrong pieces."""
        ...


@dataclass(frozen=True, eq=False)
class Listed:
    """An error set given piece by piece, ``wrong[t]`` for piece ``t``."""

    wrong: Mask

    def masks(self, graph: SkillGraph, number: int) -> Iterator[tuple[Chunk, Mask]]:
        """See :class:`ErrorSet`."""
        for chunk in graph.chunks(number):
            yield chunk, self.wrong[chunk.start : chunk.start + chunk.size]


@dataclass(frozen=True, eq=False)
class Random:
    """A uniformly random error set; make one with :func:`random_set`."""

    seed: int
    quotas: tuple[int, ...]

    def masks(self, graph: SkillGraph, number: int) -> Iterator[tuple[Chunk, Mask]]:
        """See :class:`ErrorSet`."""
        random = _generator(self.seed, number)
        wrong, pieces = self.quotas[number], len(graph.blocks()[number])
        for chunk in graph.chunks(number):
            size = chunk.size
            here = int(random.hypergeometric(wrong, pieces - wrong, size))
            mask = np.zeros(size, dtype=np.bool_)
            mask[random.choice(size, here, replace=False, shuffle=False)] = True
            wrong, pieces = wrong - here, pieces - size
            yield chunk, mask


def random_set(graph: SkillGraph, problem: Problem, seed: int) -> Random:
    """A uniformly random set of ``problem.n`` pieces, chosen without looking at them.

    Raises
    ------
    BudgetExceeded
        For 10^9 text pieces or more.
    """
    if graph.n1 >= _MOST_HYPERGEOMETRIC:
        raise BudgetExceeded("simulate", f"random error sets take n1 < {_MOST_HYPERGEOMETRIC}")
    sizes = [len(block) for block in graph.blocks()]
    random = _generator(seed, len(sizes))
    quotas, wrong, left = [], problem.n, graph.n1
    for size in sizes:
        quotas.append(int(random.hypergeometric(wrong, left - wrong, size)))
        wrong, left = wrong - quotas[-1], left - size
    return Random(seed, tuple(quotas))


@dataclass(frozen=True, eq=False)
class WorstFixed:
    """The pieces that draw most often from given skills; see :func:`worst_fixed`.

    Attributes
    ----------
    skills : ndarray of int64
        The given skills.
    cut : int
        Pieces with more than ``cut`` draws from them are wrong.
    quotas : tuple of int
        How many pieces with exactly ``cut`` draws are wrong, block by block.
    edges : int
        Edges from the given skills into the set.
    standard_error : float
        Of ``edges``, over random graphs of these sizes.
    """

    skills: NDArray[np.int64]
    cut: int
    quotas: tuple[int, ...]
    edges: int
    standard_error: float

    def masks(self, graph: SkillGraph, number: int) -> Iterator[tuple[Chunk, Mask]]:
        """See :class:`ErrorSet`."""
        chosen = _indicator(graph, self.skills)
        quota = self.quotas[number]
        for chunk in graph.chunks(number):
            drawn = chunk.hits(chosen)
            mask = drawn > self.cut
            if quota:
                ties = np.flatnonzero(drawn == self.cut)[:quota]
                mask[ties] = True
                quota -= ties.size
            yield chunk, mask


def worst_fixed(
    graph: SkillGraph,
    problem: Problem,
    skills: Sequence[ExactLike] | None = None,
    *,
    executor: Executor | None = None,
) -> WorstFixed:
    """The error set that takes most edges from given skills (exact).

    It holds the ``n`` pieces with the largest ``X_t``, the number of draws of
    piece ``t`` that fall on the skills; of equal pieces the first in order.
    ("Sharp", lower half, in the theory reference.)

    Parameters
    ----------
    skills : sequence of int, optional
        Skills 0, 1, ... up to mass ``alpha`` if not given.

    Raises
    ------
    SortError
        If the skills are not distinct numbers from 0 to ``n2 - 1``, or have no mass.
    """
    chosen = problem.skill_set(skills)
    parts = list(_each_block(partial(_hit_histogram, graph, chosen), graph, executor))
    histogram = np.sum(parts, axis=0)
    above = np.cumsum(histogram[::-1])[::-1]  # pieces with at least x draws
    cut = int(np.flatnonzero(above >= problem.n)[-1])
    sure = int(above[cut]) - int(histogram[cut])
    quotas, left = [], problem.n - sure
    for part in parts:
        quotas.append(min(left, int(part[cut])))
        left -= quotas[-1]
    levels = np.arange(graph.k + 1)
    edges = int(histogram[cut + 1 :] @ levels[cut + 1 :]) + (problem.n - sure) * cut
    # n is fixed, so to first order the sum varies as that of (X_t - cut)_+ does
    excess = np.maximum(levels - cut, 0)
    share = histogram / graph.n1
    variance = float(share @ excess**2 - (share @ excess) ** 2)
    return WorstFixed(chosen, cut, tuple(quotas), edges, float(np.sqrt(graph.n1 * variance)))


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of one error set on one graph, skill by skill.

    Attributes
    ----------
    edges : ndarray of int64
        Edges into the error set, with multiplicity.
    all_edges : ndarray of int64 or None
        Edges in all, with multiplicity.
    pieces, all_pieces : ndarray of int64 or None
        Distinct text pieces that use the skill: wrong ones, and in all.
    """

    edges: NDArray[np.int64]
    all_edges: NDArray[np.int64] | None = None
    pieces: NDArray[np.int64] | None = None
    all_pieces: NDArray[np.int64] | None = None


def tally(
    graph: SkillGraph,
    errors: ErrorSet,
    *,
    competence: bool = False,
    executor: Executor | None = None,
) -> Tally:
    """Count the edges of an error set in one pass over the graph.

    Parameters
    ----------
    competence : bool
        Count also each skill's edges and distinct pieces in all; slower.
    executor : Executor, optional
        Where the blocks of the graph are counted; here, if not given.
    """
    total = np.zeros((4 if competence else 1, graph.n2), dtype=np.int64)
    for part in _each_block(partial(_tally_block, graph, errors, competence), graph, executor):
        total += part
    return Tally(*total)


def _tally_block(
    graph: SkillGraph, errors: ErrorSet, competence: bool, number: int
) -> NDArray[np.int64]:
    counters = [_Counter(graph.n2) for _ in range(4 if competence else 1)]
    for chunk, mask in errors.masks(graph, number):
        which = np.flatnonzero(mask)
        if competence:
            draws = chunk.draws()
            wrong = draws.take(which, axis=1)
            counted: tuple[Draws, ...] = (wrong, draws, _repeats(wrong), _repeats(draws))
        else:
            counted = (chunk.draws(which),)
        for counter, drawn in zip(counters, counted, strict=True):
            counter.add(drawn)
    counts = np.stack([counter.counts() for counter in counters])
    if competence:
        counts[2:] = counts[:2] - counts[2:]  # distinct pieces are edges less repeats
    return counts


class _Counter:
    """Counts skills; saves them up, since one count costs ``n2`` steps besides."""

    def __init__(self, n2: int) -> None:
        self._counts = np.zeros(n2, dtype=np.int64)
        self._saved = np.empty(min(max(2 * DRAWS_PER_CHUNK, 4 * n2), 2**22), dtype=np.intp)
        self._used = 0

    def add(self, draws: NDArray[np.integer[Any]]) -> None:
        flat = draws.ravel()
        while flat.size:
            taken = min(flat.size, self._saved.size - self._used)
            self._saved[self._used : self._used + taken] = flat[:taken]
            self._used += taken
            flat = flat[taken:]
            if self._used == self._saved.size:
                self.counts()

    def counts(self) -> NDArray[np.int64]:
        self._counts += np.bincount(self._saved[: self._used], minlength=self._counts.size)
        self._used = 0
        return self._counts


def _repeats(draws: Draws) -> Draws:
    """The draws with which a piece repeats an earlier one of its own."""
    again: Mask = np.zeros(draws.shape, dtype=np.bool_)
    for j in range(1, draws.shape[0]):
        again[j] = (draws[:j] == draws[j]).any(axis=0)
    return draws[again]


def _hit_histogram(graph: SkillGraph, skills: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    chosen = _indicator(graph, skills)
    histogram = np.zeros(graph.k + 1, dtype=np.int64)
    for chunk in graph.chunks(number):
        histogram += np.bincount(chunk.hits(chosen), minlength=graph.k + 1)
    return histogram


def _indicator(graph: SkillGraph, skills: NDArray[np.int64]) -> Mask:
    chosen = np.zeros(graph.n2, dtype=np.bool_)
    chosen[skills] = True
    return chosen


def _each_block(
    task: Callable[[int], T], graph: SkillGraph, executor: Executor | None
) -> Iterable[T]:
    numbers = range(len(graph.blocks()))
    return map(task, numbers) if executor is None else executor.map(task, numbers)


def _generator(seed: int, number: int) -> np.random.Generator:
    # the graph's own streams have keys of length 1
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number, 1))))
