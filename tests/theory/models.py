"""One small world in which everything that the theory supposes holds at once.

A random skill graph is enumerated: all ``(number of skills)^(draws)`` ways to
draw are equally likely.  The scaling law has the constants of the first fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

from mpmath import mp, mpf

from skilltheory.sorts import Variable
from skilltheory.theory import cloze, finite, measure, scaling, sharp, skillgraph, skillmix, tuples
from tests.theory.evaluation import Family

# -- the scaling law, with cloze questions that track it where a share can be that large ------

with mp.workdps(60):
    E_, A_, B_, a_, b_ = map(mpf, ("1.69", "406.4", "410.7", "0.34", "0.28"))


def loss(parameters: Any, tokens: Any) -> Any:
    return E_ + A_ * mpf(parameters) ** -a_ + B_ * mpf(tokens) ** -b_


def wrong(parameters: Any, tokens: Any) -> Any:
    return min(mpf(1), loss(parameters, tokens) - E_)


# -- groups of pieces: which are wrong is arbitrary -------------------------------------------


def piece_fails(size: int, group: int, member: int) -> int:
    return int((7 * group + 3 * member + size) % 5 == 0)


def group_fails(size: int, group: int) -> int:
    return int(any(piece_fails(size, group, member) for member in range(1, size + 1)))


# -- sets, counted off -------------------------------------------------------------------------


@cache
def subsets(things: int, size: int) -> list[tuple[int, ...]]:
    return list(combinations(range(1, things + 1), size))


def numbered(things: int, size: int, place: int) -> tuple[int, ...]:
    """The place-th set of some size, starting again after the last; empty if there is none."""
    sets = subsets(things, size)
    return sets[(place - 1) % len(sets)] if sets else ()


def on(pieces: int, size: int, y: int, piece: int) -> int:
    return int(piece in numbered(pieces, size, y))


# -- the random graph ----------------------------------------------------------------------------

Draws = tuple[tuple[int, ...], ...]


class Graph:
    """One outcome: ``draws[t][i]`` is the skill that the t-th piece draws i-th."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws

    def _into(self, pieces: Sequence[int], skills: Sequence[int]) -> int:
        return sum(self.draws[t - 1].count(s) for t in pieces for s in skills)

    def edges(self, n1: int, n2: int, k: int, n: int, m: int, y: int, j: int, l: int) -> int:  # noqa: E741
        chosen, among = numbered(n1, n, y), numbered(n2, m, j)
        return self._into(chosen, among[l - 1 : l])

    def tuple_edges(
        self,
        groups: int,
        n2: int,
        k: int,
        kp: int,
        n: int,
        m: int,
        y: int,
        j: int,
        l: int,  # noqa: E741
    ) -> int:
        return self.edges(groups, n2**kp, k, n, m, y, j, l)

    def counts(self, n1: int, n2: int, k: int, m: int, j: int, piece: int) -> int:
        return self._into([piece], numbered(n2, m, j))

    def own(self, n1: int, n2: int, k: int, m: int, j: int, l: int, piece: int) -> int:  # noqa: E741
        return self._into([piece], numbered(n2, m, j)[l - 1 : l])

    def lost(
        self,
        level: Any,
        n1: int,
        n2: int,
        k: int,
        n: int,
        m: int,
        y: int,
        j: int,
        l: int,  # noqa: E741
    ) -> int:
        return int(self.edges(n1, n2, k, n, m, y, j, l) >= level * k * n / mpf(n2))


def graphs(pieces: int, skills: int, draws: int) -> list[Mapping[Variable, Family]]:
    """Every skill graph of one size, each as likely as any other."""
    one_piece = list(product(range(1, skills + 1), repeat=draws))
    outcomes: list[Mapping[Variable, Family]] = []
    for drawn in product(one_piece, repeat=pieces):
        graph = Graph(drawn)
        outcomes.append(
            {
                skillgraph.EDGES.label: graph.edges,
                finite.COUNTS.label: graph.counts,
                sharp.OWN.label: graph.own,
                tuples.TUPLE_EDGES.label: graph.tuple_edges,
                skillgraph.LOST.label: graph.lost,
            }
        )
    return outcomes


# -- unequal skills: masses 1/2, 1/4, 1/4, as four tickets ----------------------------------------

TICKETS = (1, 1, 2, 3)
SETS = [(1,), (2, 3), (2,), (3,)]  # heaviest first; none has all the mass


def members(j: int) -> int:
    return len(SETS[(j - 1) % len(SETS)])


def mass(j: int, l: int) -> Any:  # noqa: E741
    chosen = SETS[(j - 1) % len(SETS)]
    return mpf(TICKETS.count(chosen[l - 1])) / len(TICKETS)


def unequal_graphs(pieces: int, draws: int) -> list[Mapping[Variable, Family]]:
    one_piece = list(product(TICKETS, repeat=draws))
    outcomes: list[Mapping[Variable, Family]] = []
    for drawn in product(one_piece, repeat=pieces):

        def edges(n1: int, k: int, n: int, y: int, j: int, l: int, drawn: Draws = drawn) -> int:  # noqa: E741
            skill = SETS[(j - 1) % len(SETS)][l - 1]
            return sum(drawn[t - 1].count(skill) for t in numbered(n1, n, y))

        outcomes.append({measure.EDGES.label: edges})
    return outcomes


# -- a corpus: k skills and a topic, each in a sentence with frequency 1/2, independently ----------
# The model is right about every odd combination that the corpus holds, and about all when lucky:
# what it answers rightly depends on what it saw.


def corpora(sentences: int, draws: int, luck: Sequence[int] = (0,)) -> list[Any]:
    outcomes: list[Mapping[Variable, Family]] = []
    for lucky, *coins in product(luck, *[(0, 1)] * (sentences * (draws + 1))):

        def holds(k: int, tau: int, h: int, coins: Sequence[int] = coins) -> int:
            place = ((h - 1) % sentences) * (draws + 1)
            return int(all(coins[place : place + draws + 1]))

        held = int(any(holds(draws, 1, h) for h in range(1, sentences + 1)))

        def seen(k: int, first: int, tau: int, holds: Any = holds) -> int:
            return int(any(holds(k, tau, h) for h in range(1, first + 1)))

        def right(k: int, tau: int, held: int = held, lucky: int = lucky) -> int:
            return int(lucky or (held and tau % 2 == 1))

        outcomes.append(
            {
                skillmix.HOLDS.label: holds,
                skillmix.SEEN.label: seen,
                skillmix.RIGHT.label: right,
            }
        )
    return outcomes


def prompts(skills: int, topics: int, k: int) -> int:
    return math.comb(skills, k) * topics


def skillmix_score(parameters: Any, tokens: Any, k: int) -> Any:
    """At most one half, and less where more than all groups would fail."""
    return 1 / (2 * max(mpf(1), k * wrong(parameters, tokens)))


FIXED: dict[Variable, Any] = {
    scaling.E: E_,
    scaling.A0: A_,
    scaling.B0: B_,
    scaling.a0: a_,
    scaling.b0: b_,
    scaling.LOSS.label: loss,
    cloze.WRONG.label: wrong,
    skillgraph.WRONG_PIECE.label: piece_fails,
    skillgraph.FAILED.label: group_fails,
    skillgraph.SKILLS.label: lambda pieces: math.isqrt(pieces - 1) + 1,
    finite.ON.label: on,
    measure.MASS.label: mass,
    measure.MEMBERS.label: members,
    skillmix.FREQUENCY.label: lambda *_: mpf(1) / 2,
    skillmix.TOPIC.label: lambda *_: mpf(1) / 2,
    skillmix.PROMPTS.label: prompts,
    skillmix.SCORE.label: skillmix_score,
}
"""What every fixed name stands for in this world."""

__all__ = ["FIXED", "corpora", "graphs", "unequal_graphs"]
