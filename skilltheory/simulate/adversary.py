"""Adversaries that choose both the error set and the skills: greedy, local search.

Both return a set of pieces, so both are lower bounds of the worst level of the
graph: ``greedy <= local_search <= worst level`` (the middle one starts from the
first).  They hold the graph in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from skilltheory.simulate.problem import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from skilltheory.simulate.graph import Draws

    Mask = NDArray[np.bool_]

__all__ = ["edges_into", "greedy", "local_search"]


def edges_into(problem: Problem, draws: Draws, wrong: Mask) -> NDArray[np.int64]:
    """Edges of each skill into a set of pieces, with multiplicity."""
    taken = draws[:, np.flatnonzero(wrong)]
    return np.bincount(taken.ravel(), minlength=problem.n2).astype(np.int64)


def greedy(problem: Problem, draws: Draws, *, rounds: int = 64) -> Mask:
    """Give up skills a few at a time, always those already hit hardest.

    The error set is at every step the ``n`` pieces that draw most often from the
    skills given up so far; the skills with most edges into it, relative to their
    mass, are given up next, until they have mass ``alpha``.

    Parameters
    ----------
    draws : ndarray, shape (k, n1)
        The graph.
    rounds : int
        Steps at most; skills per step follow.

    Returns
    -------
    ndarray of bool
        Which pieces are wrong.

    Raises
    ------
    SortError
        If the graph is not of the problem's sizes.
    """
    problem.check(draws)
    lost = np.zeros(problem.n2, dtype=np.bool_)
    hits = np.zeros(problem.n1, dtype=np.float64)
    wrong = np.ones(problem.n1, dtype=np.bool_)  # at first, a skill is hit as often as drawn
    worst = problem.worst_skills(edges_into(problem, draws, wrong))
    batch = -(-worst.size // rounds)
    while int(problem.measure.units[lost].sum()) < problem.need:
        ratios = problem.ratios(edges_into(problem, draws, wrong))
        ratios[lost] = -np.inf
        new = np.zeros_like(lost)
        new[np.argsort(-ratios, kind="stable")[:batch]] = True
        lost |= new
        for row in draws:
            hits += new[row]
        wrong = _largest(hits, problem.n)
    return wrong


def local_search(
    problem: Problem,
    draws: Draws,
    *,
    seed: int = 0,
    restarts: int = 8,
    rounds: int = 32,
    work: int = 5 * 10**8,
) -> Mask:
    """Improve error sets, the greedy one and random ones, and return the best found.

    Two kinds of steps alternate. *Reweighting*: for the skills now lost, take the
    ``n`` pieces of largest weight, and raise the weight of those skills that lag
    behind (multiplicative weights for the max-min problem).  *Swapping*: exchange
    a wrong piece for a right one while that lowers the number of edges that the
    lost skills lack for the next higher level.

    Parameters
    ----------
    draws : ndarray, shape (k, n1)
        The graph.
    seed : int
        Of the random starts and of the choice among equal swaps.
    restarts : int
        Random starts besides the greedy one.
    rounds : int
        Reweightings from each start.
    work : int
        Draws to look at, more or less: no new start is made after so many, and each
        start gets an equal share for its swaps.

    Raises
    ------
    SortError
        If the graph is not of the problem's sizes.
    """
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(0, 0, 2))))
    share = work // (restarts + 1) // draws.size
    found: list[_Search] = []
    start = greedy(problem, draws)
    while not found or (len(found) <= restarts and sum(s.looks for s in found) < work):
        search = _Search(problem, draws, random)
        search.reweight(start, rounds)
        search.swap(share)
        found.append(search)
        start = np.zeros(problem.n1, dtype=np.bool_)
        start[random.choice(problem.n1, problem.n, replace=False)] = True
    return max(found, key=lambda search: search.level).best


class _Search:
    """The best error set of one start."""

    def __init__(self, problem: Problem, draws: Draws, random: np.random.Generator) -> None:
        self._problem = problem
        self._draws = draws
        self._random = random
        self.looks = 0  # at a draw
        self.best = np.zeros(problem.n1, dtype=np.bool_)
        self.level = problem.level(np.zeros(problem.n2, dtype=np.int64))

    def _offer(self, wrong: Mask) -> NDArray[np.int64]:
        edges = edges_into(self._problem, self._draws, wrong)
        level = self._problem.level(edges)
        if level > self.level or not self.best.any():
            self.best, self.level = wrong.copy(), level
        return edges

    def reweight(self, wrong: Mask, rounds: int, turns: int = 8) -> None:
        edges = self._offer(wrong)
        for _ in range(-(-rounds // turns)):
            lost = self._problem.worst_skills(edges)
            weight = np.zeros(self._problem.n2)
            weight[lost] = 1.0
            taken = np.zeros(self._problem.n2, dtype=np.int64)
            for turn in range(turns):
                self.looks += self._draws.size
                score = np.zeros(self._problem.n1)
                for row in self._draws:
                    score += weight[row]
                # equal pieces in random order: no skill is favoured for its place
                score += 1e-9 * self._random.random(score.size)
                wrong = _largest(score, self._problem.n)
                edges = self._offer(wrong)
                taken += edges
                reached = self._problem.ratios(edges)[lost]
                lag = 1.0 - reached / max(float(reached.mean()), 1e-300)
                weight[lost] *= np.exp(lag / (1 + turn))
                weight /= weight.max()
            edges = taken

    def swap(self, scans: int, patience: int = 32) -> None:
        problem = self._problem
        wrong = self.best.copy()
        edges = edges_into(problem, self._draws, wrong)
        goal = problem.edges_for(self.level, beyond=True)
        stale = 0
        for _ in range(scans):
            lost = np.zeros(problem.n2, dtype=np.bool_)
            lost[problem.worst_skills(edges, self._random)] = True
            gained = 0
            for enter, leave in self._exchanges(wrong, lost, goal - edges):
                change = self._change(enter, leave)
                gap = goal - edges
                gain = int((gap.clip(0) - (gap - change).clip(0))[lost].sum())
                # the first swap may change nothing: that may open the way
                if gain > 0 or (gain == 0 and not gained):
                    wrong[enter], wrong[leave] = True, False
                    edges += change
                    gained += gain
            stale = 0 if gained else stale + 1
            if problem.level(edges) > self.level:
                self._offer(wrong)
                goal = problem.edges_for(self.level, beyond=True)
            elif stale > patience:
                return

    def _change(self, enter: int, leave: int) -> NDArray[np.int64]:
        counts = [
            np.bincount(self._draws[:, t], minlength=self._problem.n2) for t in (enter, leave)
        ]
        return counts[0] - counts[1]

    def _exchanges(
        self, wrong: Mask, lost: Mask, gap: NDArray[np.int64]
    ) -> Iterator[tuple[int, int]]:
        """Right pieces that would help most, with wrong pieces that would be missed least."""
        self.looks += self._draws.size
        noise = 0.5 * self._random.random(wrong.size)  # settles ties, nothing else
        helps, matters = lost & (gap > 0), lost & (gap >= 0)
        gain, price = noise.copy(), noise
        for row in self._draws:
            gain += helps[row]
            price += matters[row]
        gain[wrong], price[~wrong] = -np.inf, np.inf
        # a scan of a large graph is worth several swaps
        count = 1 + min(self._problem.n, wrong.size - self._problem.n) // 100
        enters = np.argpartition(-gain, count - 1)[:count]
        leaves = np.argpartition(price, count - 1)[:count]
        yield from zip(
            enters[np.argsort(-gain[enters])].tolist(),
            leaves[np.argsort(price[leaves])].tolist(),
            strict=True,
        )


def _largest(score: NDArray[np.float64], count: int) -> Mask:
    """The ``count`` largest entries; of equal ones the first."""
    chosen: Mask = np.zeros(score.size, dtype=np.bool_)
    cut = np.partition(score, score.size - count)[score.size - count]
    chosen[score > cut] = True
    ties = np.flatnonzero(score == cut)
    chosen[ties[: count - int(chosen.sum())]] = True
    return chosen
