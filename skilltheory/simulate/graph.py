"""Random skill graphs, made in blocks from a seed and never held whole.

The graph of a seed is a fixed object.  Its pieces are numbered; block ``i`` holds
a fixed range of them and comes from child ``i`` of the seed's
:class:`numpy.random.SeedSequence`, so any block can be made again, in any process,
in any order.  Only raw words of the SFC64 generator are used: a seed names the
same graph on every platform.  The sizes :data:`DRAWS_PER_BLOCK` and
:data:`DRAWS_PER_CHUNK` are part of that meaning of a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from skilltheory.errors import BudgetExceeded
from skilltheory.simulate.skillmeasure import SkillMeasure, draws_per_piece
from skilltheory.sorts import Count, ExactLike, Natural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Draws: TypeAlias = NDArray[np.unsignedinteger[Any]]

__all__ = [
    "DRAWS_PER_BLOCK",
    "DRAWS_PER_CHUNK",
    "MOST_STORED_DRAWS",
    "Chunk",
    "SkillGraph",
    "skill_type",
]

DRAWS_PER_BLOCK = 2**23
"""Draws from one child seed (rounded down to whole pieces): the unit of parallel work."""

DRAWS_PER_CHUNK = 2**17
"""Draws handed out at a time (rounded likewise): few enough to stay in cache."""

MOST_STORED_DRAWS = 2**27
"""Most draws that :meth:`SkillGraph.draws` agrees to hold in memory at once."""

_WORD = np.uint64(32)
_STRETCH = 2**15


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some consecutive text pieces, as the random words that settle their draws.

    Turning words into skills is most of the work, so it is left until it is known
    which pieces matter.

    Attributes
    ----------
    start : int
        Number of the first piece.
    words : ndarray of uint32, shape (k, pieces)
        Words that are fair for ``n2`` outcomes.
    coins : ndarray of uint32 or None
        Further words, where the measure is weighted.
    """

    start: int
    words: NDArray[np.uint32]
    coins: NDArray[np.uint32] | None
    measure: SkillMeasure

    @property
    def size(self) -> int:
        """Number of pieces."""
        return int(self.words.shape[1])

    def draws(self, pieces: NDArray[np.intp] | None = None) -> Draws:
        """Skills drawn, ``[j, t]`` being the j-th of piece ``t``; of given pieces only, or all."""
        words, coins = self.words, self.coins
        if pieces is not None:
            words = words.take(pieces, axis=1)
            coins = None if coins is None else coins.take(pieces, axis=1)
        drawn = np.empty(words.shape, dtype=skill_type(self.measure.n2))
        self._resolve(words, coins, drawn)
        return drawn

    def hits(self, skills: NDArray[np.bool_]) -> NDArray[np.integer[Any]]:
        """How many draws of each piece fall on a set of skills, ``skills[s]`` for skill ``s``."""
        count = int(skills.sum())
        if self.coins is None and count < skills.size and skills[:count].all():
            # the first skills: word * n2 >> 32 < count, without the product
            found = self.words < np.uint32(-(-count * 2**32 // self.measure.n2))
        else:
            found = np.empty(self.words.shape, dtype=np.bool_)
            self._resolve(self.words, self.coins, found, skills)
        narrow = len(self.words) < 256
        total: NDArray[np.integer[Any]] = np.zeros(self.size, np.uint8 if narrow else np.uint32)
        for row in found.view(np.uint8):
            total += row
        return total

    def _resolve(
        self,
        words: NDArray[np.uint32],
        coins: NDArray[np.uint32] | None,
        into: NDArray[Any],
        values: NDArray[np.bool_] | None = None,
    ) -> None:
        """Turn words into skills, or into a value of each skill.

        A stretch at a time, since arrays that fit the cache and need no fresh memory
        are twice as fast.
        """
        n2 = self.measure.n2
        outcomes: NDArray[Any] | None = values
        if coins is not None:
            table = self.measure.alias
            outcomes = table.skill if values is None else values.take(table.skill)
            coins = coins.reshape(-1)
        words, into = words.reshape(-1), into.reshape(-1)
        for a in range(0, words.size, _STRETCH):
            here = slice(a, a + _STRETCH)
            product = np.multiply(words[here], np.uint64(n2), dtype=np.uint64)
            product >>= _WORD
            column = product.view(np.int64)
            if coins is not None:
                # arithmetic, not a choice: a coin is what branch prediction fears most
                above = coins[here] >> np.uint32(32 - table.bits) >= table.cut.take(column)
                column += np.multiply(above, n2, dtype=np.int64)
            into[here] = column if outcomes is None else outcomes.take(column)


@dataclass(frozen=True, eq=False)
class SkillGraph:
    """A random skill graph; make one with :meth:`make`.

    Each of ``n1`` text pieces draws ``k`` skills independently, with
    replacement, from ``measure``; edges count with multiplicity.
    (Arora and Goyal, arXiv 2307.15936, section 5.)
    """

    n1: int
    k: int
    measure: SkillMeasure
    seed: int

    @classmethod
    def make(
        cls,
        n1: ExactLike,
        n2: ExactLike | None,
        k: ExactLike,
        *,
        seed: int = 0,
        measure: SkillMeasure | None = None,
    ) -> SkillGraph:
        """Describe a random skill graph (nothing is drawn yet).

        Parameters
        ----------
        n1, n2 : number
            Numbers of text pieces and of skills; ``n2`` may be None with a measure.
        k : number
            Skills drawn per text piece.
        seed : int
            Names the graph: equal seeds and sizes give equal graphs.
        measure : SkillMeasure, optional
            What skills are drawn from; uniform on ``n2`` skills if not given.

        Raises
        ------
        SortError
            If a size is not an integer at least 1, or the seed is negative.

        Examples
        --------
        >>> SkillGraph.make(n1=1000, n2=10, k=4, seed=1).draws().shape
        (4, 1000)
        """
        return cls(
            n1=int(Count.check("n1", n1)),
            k=draws_per_piece(k),
            measure=SkillMeasure.of(n2, measure),
            seed=int(Natural.check("seed", seed)),
        )

    @property
    def n2(self) -> int:
        """Number of skills."""
        return self.measure.n2

    def blocks(self) -> list[range]:
        """Ranges of text pieces, in order; each has its own child seed."""
        size = max(1, DRAWS_PER_BLOCK // self.k)
        return [range(a, min(a + size, self.n1)) for a in range(0, self.n1, size)]

    def chunks(self, number: int) -> Iterator[Chunk]:
        """Make the chunks of block ``number``, one after another."""
        block = self.blocks()[number]
        source = np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=(number,)))
        size = max(1, DRAWS_PER_CHUNK // self.k)
        spare = np.empty(size * self.k, dtype=np.uint32)
        for start in range(block.start, block.stop, size):
            shape = self.k, min(size, block.stop - start)
            words = _fair_words(source, spare[: shape[0] * shape[1]], self.n2).reshape(shape)
            coins = None
            if not self.measure.is_uniform:
                coins = _words(source, shape[0] * shape[1]).reshape(shape)
            yield Chunk(start, words, coins, self.measure)

    def draws(self) -> Draws:
        """The whole graph as one array of shape ``(k, n1)``.

        Raises
        ------
        BudgetExceeded
            If that is more than :data:`MOST_STORED_DRAWS` draws.
        """
        if self.k * self.n1 > MOST_STORED_DRAWS:
            raise BudgetExceeded(
                "simulate",
                f"this needs the whole graph in memory, {self.k} * {self.n1} draws; at most "
                f"{MOST_STORED_DRAWS} are stored. The error sets 'random' and 'fixed' run "
                "without storing the graph",
            )
        whole = np.empty((self.k, self.n1), dtype=skill_type(self.n2))
        for number in range(len(self.blocks())):
            for chunk in self.chunks(number):
                whole[:, chunk.start : chunk.start + chunk.size] = chunk.draws()
        return whole


def skill_type(n2: int) -> type[np.uint16] | type[np.uint32]:
    """The narrowest type for a skill's number."""
    return np.uint16 if n2 <= 2**16 else np.uint32


def _words(source: np.random.SFC64, count: int) -> NDArray[np.uint32]:
    whole = source.random_raw(-(-count // 2)).astype("<u8", copy=False)
    return whole.view("<u4")[:count]


def _fair_words(source: np.random.SFC64, spare: NDArray[np.uint32], n2: int) -> NDArray[np.uint32]:
    """Words whose ``word * n2 >> 32`` is uniform below ``n2``, exactly.

    A product whose low half is below ``2**32 mod n2`` would favour some outcomes,
    so such a word is replaced (D. Lemire, arXiv 1805.10941).  As many words as
    ``spare`` has places; it is overwritten, since fresh memory costs more than the
    arithmetic.
    """
    words = _words(source, spare.size)
    unfair = 2**32 % n2
    if unfair:
        low = np.multiply(words, np.uint32(n2), out=spare)  # wraps round
        if low.min() < unfair:
            again = np.flatnonzero(low < unfair)
            while again.size:
                fresh = _words(source, again.size)
                words[again] = fresh
                again = again[fresh * np.uint32(n2) < unfair]
    return words
