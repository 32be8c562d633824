"""What is read off an error set: the curve of skills kept, and competence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from skilltheory.errors import SortError
from skilltheory.simulate.problem import Problem
from skilltheory.sorts import Count, ExactLike, Positive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from skilltheory.simulate.errorsets import Tally

__all__ = ["Competence", "Kept", "competence", "default_betas", "kept_curve"]


@dataclass(frozen=True)
class Kept:
    """One point of the curve: at level ``beta``, skills of mass ``share`` are kept."""

    beta: Fraction
    share: Fraction


@dataclass(frozen=True)
class Competence:
    """How well skills are exercised: a skill's share of its own pieces with no error.

    Each skill counts once.  *By piece* is the success rate of the statistical task,
    "draw a random piece that uses the skill and answer every question" ("Skill
    graph" in the theory reference); *by edge* a piece counts as often as it draws
    the skill, which is how the emergence theorem counts.

    Attributes
    ----------
    by_edge, by_piece : tuple of int
        Numbers of skills in equal bins of competence from 0 to 1; the last bin
        includes 1.
    mean_by_edge, mean_by_piece, least_by_edge, least_by_piece : float
        Over the skills that some piece uses.
    unused : int
        Skills that no piece uses: they have no competence.
    """

    by_edge: tuple[int, ...]
    by_piece: tuple[int, ...]
    mean_by_edge: float
    mean_by_piece: float
    least_by_edge: float
    least_by_piece: float
    unused: int


def default_betas(problem: Problem, points: int = 25) -> list[Fraction]:
    """Equally spaced levels from 1 to the largest that counting allows.

    No level exceeds ``min(1/alpha, 1/theta)`` by more than chance: the edges into
    the error set are ``k n``, and a skill has no more edges than it has.
    """
    top = min(1 / problem.alpha, 1 / problem.theta)
    return [1 + (top - 1) * Fraction(i, points - 1) for i in range(points)]


def kept_curve(
    problem: Problem, edges: NDArray[np.int64], betas: Sequence[ExactLike]
) -> tuple[Kept, ...]:
    """Mass of the skills kept, at each of some levels (exact)."""
    levels = [Positive.check("betas", beta) for beta in betas]
    return tuple(Kept(beta, problem.kept(edges, beta)) for beta in levels)


def competence(counts: Tally, bins: ExactLike = 20) -> Competence:
    """Histogram of the skills' competence.

    Parameters
    ----------
    counts : Tally
        Made with ``competence=True``.
    bins : int
        Number of equal bins from 0 to 1.

    Raises
    ------
    SortError
        If the tally did not count competence, or ``bins`` is not a count.
    """
    number = int(Count.check("bins", bins))
    if counts.all_edges is None or counts.pieces is None or counts.all_pieces is None:
        raise SortError("counts", "a tally of errors only", "a tally with competence=True")
    used = counts.all_edges > 0
    right = counts.all_edges - counts.edges, counts.all_pieces - counts.pieces
    every = counts.all_edges, counts.all_pieces
    edge, piece = (_Shares(r[used], e[used], number) for r, e in zip(right, every, strict=True))
    return Competence(
        edge.histogram,
        piece.histogram,
        edge.mean,
        piece.mean,
        edge.least,
        piece.least,
        int((~used).sum()),
    )


class _Shares:
    """Shares ``right / every``, binned in integers: a share on a border goes up."""

    def __init__(self, right: NDArray[np.int64], every: NDArray[np.int64], bins: int) -> None:
        place = np.minimum(right * bins // every, bins - 1)
        self.histogram = tuple(np.bincount(place, minlength=bins).tolist())
        self.mean = float((right / every).mean())
        self.least = float((right / every).min())
