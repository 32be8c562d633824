"""Ratios of two times, measured in turn.

A machine's speed drifts, and other people use it.  So the two sides of a ratio are timed
one right after the other, in rounds whose order alternates; each round gives a ratio, and
the median of the rounds is what counts.  Work in one process is timed by the processor
time it takes, which waiting for others does not lengthen; work on several processes by
the clock on the wall.

pytest-benchmark and pyperf time one function after another, not in turn; hence this.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["Disagreement", "Measured", "Row", "Side", "child_time", "measure"]

Clock = Callable[[], float]

_ALONE = 0.9
"""What work on one processor gets of it, at least, if nobody else wants it."""


class Disagreement(AssertionError):
    """The two sides of a row came to different results: then their times mean nothing."""


def _all_time() -> float:
    """Processor time of this process and of its finished children."""
    return time.process_time() + child_time()


def child_time() -> float:
    """Processor time of the finished child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    run : callable
        Does the work and returns its result.
    items : int
        How many items of work that is; times are compared per item.  A slow peer gets a
        part of the same inputs.
    reported : callable or None
        Takes the time from the result, if the work itself measured it.
    repeats : int
        How often to do the work for one timing; short work is at the mercy of what the
        machine happens to do.
    """

    run: Callable[[], Any]
    items: int = 1
    reported: Callable[[Any], float] | None = None
    repeats: int = 1

    def timed(self, clock: Clock) -> tuple[float, Any]:
        """Do the work; return seconds per item, and the result."""
        start = clock()
        for _ in range(self.repeats):
            result = self.run()
        seconds = (clock() - start) / self.repeats
        if self.reported is not None:
            seconds = self.reported(result)
        return seconds / self.items, result


@dataclass(frozen=True)
class Row:
    """One row of the table: a piece of work, a peer, and what is asked.

    Attributes
    ----------
    name : str
        To choose the row by.
    work, peer : str
        What is timed, and how the peer is used.
    asked : float
        The ratio asked for.
    faster : bool
        Whether the ratio is the peer's time over ours, to be at least what is asked; or
        ours over the peer's, to be at most that.
    ours, theirs : Side
    agree : callable
        Told both results, says how far they agree, or raises :class:`Disagreement`.
    versions : mapping
        The peers' versions.
    rounds : int
    clock : callable
    limit : callable or None
        Measures the ratio that the machine could give just now, where that is not sure.
    """

    name: str
    work: str
    peer: str
    asked: float
    faster: bool
    ours: Side
    theirs: Side
    agree: Callable[[Any, Any], str]
    versions: Mapping[str, str]
    rounds: int = 7
    clock: Clock = time.process_time
    limit: Callable[[], float] | None = None


@dataclass(frozen=True)
class Measured:
    """What was measured for a row.

    Attributes
    ----------
    ratios : list of float
        One a round, sorted.
    ours, theirs : float
        Median seconds per item.
    agreement : str
    given : float
        Share of a processor that the peer got while its work was timed.
    limit : float or None
        The ratio that the machine could give right after.
    """

    row: Row
    ratios: list[float]
    ours: float
    theirs: float
    agreement: str
    given: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """The median of the rounds."""
        return median(self.ratios)

    @property
    def share(self) -> float:
        """How much of what is asked is reached: 1 or more where it is."""
        return self.ratio / self.row.asked if self.row.faster else self.row.asked / self.ratio

    @property
    def verdict(self) -> str:
        """``reached``, ``missed``, or ``below half``, which fails the run.

        Or ``machine busy``: missed by the clock on the wall, while others used the processors;
        or ``beyond the machine``, if what is asked is more than it could give.
        """
        if self.share >= 1:
            return "reached"
        if self.limit is not None and self.limit < self.row.asked:
            return "beyond the machine"
        if self.row.clock is time.perf_counter and self.given < _ALONE:
            return "machine busy"
        return "missed" if self.share >= 0.5 else "below half"

    @property
    def fails(self) -> bool:
        """Whether the run fails by this row."""
        return self.verdict == "below half"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "row": self.row.name,
            "work": self.row.work,
            "peer": self.row.peer,
            "asked": self.row.asked,
            "ratio_is": "peer/ours" if self.row.faster else "ours/peer",
            "ratio": self.ratio,
            "ratios": self.ratios,
            "ours_seconds": self.ours,
            "peer_seconds": self.theirs,
            "agreement": self.agreement,
            "versions": dict(self.row.versions),
            "processor_share": self.given,
            "machine_limit": self.limit,
            "verdict": self.verdict,
        }


def measure(row: Row, rounds: int | None = None) -> Measured:
    """Time a row in rounds, both sides in turn; the first round only warms up.

    Raises
    ------
    Disagreement
        If the two sides do not come to the same results.
    """
    ours: list[float] = []
    theirs: list[float] = []
    sides = (row.ours, ours), (row.theirs, theirs)
    first, second = row.ours.run(), row.theirs.run()
    agreement = row.agree(first, second)
    del first, second
    given: list[float] = []
    for number in range(rounds or row.rounds):
        order: Iterable[tuple[Side, list[float]]] = sides if number % 2 else reversed(sides)
        for side, times in order:
            wall, used = time.perf_counter(), _all_time()
            times.append(side.timed(row.clock)[0])
            if side is row.theirs:
                given.append((_all_time() - used) / (time.perf_counter() - wall))
    pairs = zip(ours, theirs, strict=True)
    ratios = sorted(b / a if row.faster else a / b for a, b in pairs)
    limit = None if row.limit is None else row.limit()
    return Measured(row, ratios, median(ours), median(theirs), agreement, median(given), limit)
