"""What an error set is measured by: sizes, rounding, and the level it reaches.

An adversary sees the whole graph and picks a set ``Y`` of text pieces that the
model gets wrong.  A skill is *kept* at level ``beta`` if fewer than
``beta theta k N1 mu(s)`` of its edges go into ``Y`` ("Skill graph" and
"Unequal skills" in the theory reference).  The **level** of ``Y`` is the largest
``beta`` at which the skills not kept have mass at least ``alpha``.  For equal
skills with ``m = ceil(alpha N2)`` it is::

    level(Y) = max over sets S of m skills of
               min over s in S of  deg_Y(s) / (theta k N1 / N2)

and the worst level of a graph is the largest level of any ``Y`` of size ``n``.  What
the theory says of a level ``beta`` holds for a graph if and only if its worst level
is below ``beta``.

Rounding, none of which moves the result to the unsafe side:

- ``n = floor(theta N1)``: "a set of at most a share theta of the pieces" is "a set
  of at most n pieces"; the threshold keeps ``theta`` itself, not ``n / N1``.
- ``m = ceil(alpha N2)``: "the skills not kept are a share of at least alpha" is "at
  least m skills are not kept".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from skilltheory.errors import SortError
from skilltheory.simulate.skillmeasure import SkillMeasure, draws_per_piece
from skilltheory.sorts import Count, ExactLike, Natural, OpenUnit, Positive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from skilltheory.simulate.graph import Draws

__all__ = ["Problem"]


@dataclass(frozen=True, eq=False)
class Problem:
    """Sizes of a graph, and the shares of errors and of skills given up.

    Make one with :meth:`make`.

    Attributes
    ----------
    n1, k : int
        Text pieces, and skills drawn by each.
    measure : SkillMeasure
        What the skills are drawn from.
    theta, alpha : Fraction
        Share of text pieces with an error; share (mass) of skills given up.
    """

    n1: int
    k: int
    measure: SkillMeasure
    theta: Fraction
    alpha: Fraction

    @classmethod
    def make(
        cls,
        n1: ExactLike,
        n2: ExactLike | None,
        k: ExactLike,
        theta: ExactLike,
        alpha: ExactLike,
        *,
        measure: SkillMeasure | None = None,
    ) -> Problem:
        """Check sizes and shares, and state the problem of the worst error set.

        Raises
        ------
        SortError
            If ``n1``, ``n2`` or ``k`` is not an integer at least 1, if ``theta`` or
            ``alpha`` is not strictly between 0 and 1, or if ``theta n1 < 1``.

        Examples
        --------
        >>> p = Problem.make(1005, 25, 4, theta="1/10", alpha="1/10")
        >>> p.n, p.need
        (100, 3)
        """
        made = cls(
            n1=int(Count.check("n1", n1)),
            k=draws_per_piece(k),
            measure=SkillMeasure.of(n2, measure),
            theta=OpenUnit.check("theta", theta),
            alpha=OpenUnit.check("alpha", alpha),
        )
        if made.n == 0:
            raise SortError("theta", theta, f"at least 1/n1 = 1/{made.n1}: a piece must be wrong")
        return made

    @property
    def n2(self) -> int:
        """Number of skills."""
        return self.measure.n2

    @property
    def n(self) -> int:
        """Size of an error set, ``floor(theta n1)``."""
        return math.floor(self.theta * self.n1)

    @property
    def need(self) -> int:
        """Units of mass that must not be kept; ``m`` skills if all are equal."""
        return math.ceil(self.alpha * self.measure.total)

    @property
    def average(self) -> Fraction:
        """Edges that an error set takes on average from a skill, over its mass."""
        return self.theta * self.k * self.n1

    def beta(self, edges: int, skill: int) -> Fraction:
        """The level at which a skill with that many edges into the error set is lost."""
        units = int(self.measure.units[skill])
        return Fraction(edges * self.measure.total, units) / self.average

    def edges_for(self, beta: Fraction, *, beyond: bool = False) -> NDArray[np.int64]:
        """Fewest edges with which each skill is not kept at level ``beta``, or beyond it.

        For a skill of no mass it is more than there are.
        """
        exact = beta * self.average / self.measure.total
        never = self.k * self.n1 + 1
        # whole numbers of any size: products of units and sizes outgrow 64 bits
        units = self.measure.units[:1] if self.measure.is_uniform else self.measure.units
        scaled = units.astype(object) * exact.numerator
        few = scaled // exact.denominator + 1 if beyond else -(-scaled // exact.denominator)
        few = np.where(units > 0, np.minimum(few, never), never).astype(np.int64)
        return np.broadcast_to(few, (self.n2,))

    def ratios(self, edges: NDArray[np.int64]) -> NDArray[np.float64]:
        """Edges over the average, skill by skill; -1 for a skill of no mass.

        Correctly rounded up to one common factor, so the order is never wrong.
        """
        units = self.measure.units
        per_unit = np.full(self.n2, -1.0)
        np.divide(edges, units, out=per_unit, where=units > 0)
        scale = float(self.measure.total / self.average)
        return np.where(units > 0, per_unit * scale, -1.0)

    def worst_skills(
        self, edges: NDArray[np.int64], random: np.random.Generator | None = None
    ) -> NDArray[np.int64]:
        """The most-hit skills, just enough of them for mass ``alpha``, worst first.

        Skills hit alike come in order, or in random order if a generator is given.
        """
        ties = np.arange(self.n2) if random is None else random.permutation(self.n2)
        order = np.lexsort((ties, -self.ratios(edges))).astype(np.int64)
        return order[: self._enough(order)]

    def level(self, edges: NDArray[np.int64]) -> Fraction:
        """The level of an error set, from the edges it takes from each skill.

        Examples
        --------
        Ten pieces of 2 draws on 4 skills, 5 of them wrong; half of the skills may
        be lost.  The second worst skill lost 3 edges where 5/2 is the average:

        >>> import numpy as np
        >>> Problem.make(10, 4, 2, theta="1/2", alpha="1/2").level(np.array([5, 3, 1, 1]))
        Fraction(6, 5)
        """
        if self.measure.is_uniform:
            worst = np.partition(edges, self.n2 - self.need)[self.n2 - self.need]
            return self.beta(int(worst), 0)
        ratios = self.ratios(edges)
        order = np.argsort(-ratios, kind="stable").astype(np.int64)
        last = order[self._enough(order) - 1]
        # float64 ties may hide different fractions: settle those exactly
        before = int(self.measure.units[ratios > ratios[last]].sum())
        tied = np.flatnonzero(ratios == ratios[last]).tolist()
        for level, skill in sorted(((self.beta(int(edges[s]), s), s) for s in tied), reverse=True):
            before += int(self.measure.units[skill])
            if before >= self.need:
                return level
        raise AssertionError("the tied skills complete the mass")

    def kept(self, edges: NDArray[np.int64], beta: ExactLike) -> Fraction:
        """Mass of the skills that are kept at level ``beta`` (exact)."""
        few = edges < self.edges_for(Positive.check("beta", beta))
        return Fraction(int(self.measure.units[few].sum()), self.measure.total)

    def mean_level(
        self, edges: NDArray[np.int64], skills: Sequence[int] | NDArray[np.int64]
    ) -> Fraction:
        """Edges that the skills of a set take into ``Y``, over their average.

        By symmetry every skill of a fixed set tends to this value, the sharp one.
        """
        chosen = np.asarray(skills, dtype=np.int64)
        return Fraction(int(edges[chosen].sum())) / (self.average * self.measure.mass(chosen))

    def skill_set(self, skills: Sequence[ExactLike] | None = None) -> NDArray[np.int64]:
        """A set of skills, sorted; if not given, skills 0, 1, ... up to mass ``alpha``.

        Raises
        ------
        SortError
            If the skills are not distinct numbers from 0 to ``n2 - 1``, or have no mass.
        """
        if skills is None:
            order = np.arange(self.n2, dtype=np.int64)
            return order[: self._enough(order)]
        chosen = sorted(int(Natural.check("skills", skill)) for skill in skills)
        if len({*chosen}) < len(chosen) or not chosen or chosen[-1] >= self.n2:
            raise SortError("skills", [*skills], f"distinct numbers from 0 to {self.n2 - 1}")
        if self.measure.mass(chosen) == 0:
            raise SortError("skills", [*skills], "a set of positive mass")
        return np.array(chosen, dtype=np.int64)

    def check(self, draws: Draws) -> None:
        """Refuse an array that is not a graph of these sizes.

        Raises
        ------
        SortError
            Unless the shape is ``(k, n1)`` and the entries are skills.
        """
        if draws.shape != (self.k, self.n1):
            raise SortError(
                "draws", f"<array {draws.shape}>", f"an array of shape (k, n1) = {self.k, self.n1}"
            )
        if draws.min() < 0 or draws.max() >= self.n2:
            raise SortError(
                "draws", f"<{draws.min()} to {draws.max()}>", f"skills from 0 to {self.n2 - 1}"
            )

    def _enough(self, order: NDArray[np.int64]) -> int:
        reached = np.cumsum(self.measure.units[order])
        return int(np.searchsorted(reached, self.need)) + 1
