"""The measure from which text pieces draw their skills, uniform or weighted.

A weighted measure is kept in whole units, so that what is drawn and what is
measured agree exactly: every skill's mass is a multiple of one unit, and the
alias table below realises those multiples without rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from skilltheory.errors import SortError
from skilltheory.sorts import Count, ExactLike, NonNegative

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_SKILLS", "MOST_DRAWS_PER_PIECE", "AliasTable", "SkillMeasure", "draws_per_piece"]

MOST_SKILLS = 2**26
"""Most skills a graph may have: a few counts of each are held in memory."""

MOST_DRAWS_PER_PIECE = 2**20
"""Most skills that a text piece may draw: a piece is held whole."""

_MOST_UNITS = 2**53  # units and edge counts stay exact in float64 comparisons
_COIN_BITS = 32


@dataclass(frozen=True)
class AliasTable:
    """Columns of ``2**bits`` units each, holding at most two skills a column.

    A draw takes a uniform column ``c`` and a uniform unit in it: units below
    ``cut[c]`` belong to ``skill[c]``, which is ``c``, the others to ``skill[n2 + c]``,
    which is ``c`` again if the column is all its own (A. J. Walker, "An efficient
    method for generating discrete random variables", 1977).
    """

    bits: int
    cut: NDArray[np.uint32]
    skill: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SkillMeasure:
    """A probability measure on skills ``0 .. n2 - 1``, in whole units.

    Make one with :meth:`uniform` or :meth:`weighted`.

    Attributes
    ----------
    n2 : int
        Number of skills.
    total : int
        Number of units in all; the mass of skill ``s`` is ``units[s] / total``.
    weighted_units : ndarray of int64 or None
        Mass of each skill, in units; None if the measure is uniform.

    Examples
    --------
    >>> measure = SkillMeasure.weighted(["1/2", "1/4", "1/4"])
    >>> measure.mass([1, 2])
    Fraction(1, 2)
    >>> SkillMeasure.uniform(10).mass([0])
    Fraction(1, 10)
    """

    n2: int
    total: int
    weighted_units: NDArray[np.int64] | None = field(default=None, repr=False)

    @classmethod
    def uniform(cls, n2: ExactLike) -> SkillMeasure:
        """Every one of ``n2`` skills equally often.

        Raises
        ------
        SortError
            Unless ``n2`` is an integer from 1 to 2^26.
        """
        number = int(Count.check("n2", n2))
        if number > MOST_SKILLS:
            raise SortError("n2", n2, f"at most {MOST_SKILLS} skills")
        return cls(number, number)

    @classmethod
    def weighted(cls, weights: Sequence[ExactLike]) -> SkillMeasure:
        """Skills in proportion to ``weights``.

        The masses are rounded to multiples of ``2**-32 / n2`` (coarser for more than
        two million skills) by largest remainder; a positive weight keeps at least
        one unit.  The rounded measure is the one drawn from *and*
        the one that thresholds refer to.

        Raises
        ------
        SortError
            If a weight is negative, or none is positive.
        NumberFormatError
            If a weight is not a number.
        """
        given = [NonNegative.check(f"weights[{i}]", w) for i, w in enumerate(weights)]
        n2 = len(given)
        total_weight = sum(given, Fraction(0))
        if total_weight == 0:
            raise SortError("weights", list(weights), "numbers at least 0, one of them positive")
        bits = min(_COIN_BITS, (_MOST_UNITS // n2).bit_length() - 1)
        total = n2 << bits
        ideal = [w * total / total_weight for w in given]
        units = [max(math.floor(x), int(x > 0)) for x in ideal]
        excess = sum(units) - total
        if excess <= 0:  # a unit more where most was cut off
            for i in sorted(range(n2), key=lambda i: units[i] - ideal[i])[:-excess]:
                units[i] += 1
        else:  # less where it matters least
            units[units.index(max(units))] -= excess
        return cls(n2, total, np.array(units, dtype=np.int64))

    @classmethod
    def of(cls, n2: ExactLike | None, measure: SkillMeasure | None) -> SkillMeasure:
        """The given measure, or the uniform one on ``n2`` skills.

        Raises
        ------
        SortError
            If neither is given, or ``n2`` is not the number of skills of the measure.
        """
        if measure is None:
            if n2 is None:
                raise SortError("n2", n2, "an integer that is at least 1, or left to the weights")
            return cls.uniform(n2)
        if n2 is not None and Count.check("n2", n2) != measure.n2:
            raise SortError("n2", n2, f"the number of weights, {measure.n2}")
        return measure

    @property
    def is_uniform(self) -> bool:
        """Whether all skills have the same mass by construction."""
        return self.weighted_units is None

    @property
    def units(self) -> NDArray[np.int64]:
        """Mass of each skill, in units (read only)."""
        if self.weighted_units is None:
            return np.broadcast_to(np.ones(1, dtype=np.int64), (self.n2,))
        return self.weighted_units

    def mass(self, skills: Sequence[int] | NDArray[np.int64]) -> Fraction:
        """Exact mass of a set of distinct skills."""
        return Fraction(int(self.units[np.asarray(skills, dtype=np.int64)].sum()), self.total)

    @property
    def digest(self) -> str:
        """A name for the measure: ``uniform``, or a hash of its units."""
        if self.is_uniform:
            return "uniform"
        return sha256(self.units.astype("<i8").tobytes()).hexdigest()

    @cached_property
    def alias(self) -> AliasTable:
        """The table that draws from a weighted measure without rounding."""
        column = self.total // self.n2
        left = self.units.tolist()
        cut = np.zeros(self.n2, dtype=np.uint32)
        other = np.arange(self.n2, dtype=np.int64)
        small = [s for s, u in enumerate(left) if u < column]
        large = [s for s, u in enumerate(left) if u > column]
        while small:  # integers: the last small column ends exactly full
            low, high = small.pop(), large[-1]
            cut[low], other[low] = left[low], high
            left[high] -= column - left[low]
            if left[high] <= column:
                large.pop()
                if left[high] < column:
                    small.append(high)
        skill = np.concatenate([np.arange(self.n2), other])
        return AliasTable(column.bit_length() - 1, cut, skill)


def draws_per_piece(k: ExactLike) -> int:
    """Check ``k``, the number of skills drawn per text piece.

    Raises
    ------
    SortError
        Unless it is an integer from 1 to 2^20.
    """
    number = int(Count.check("k", k))
    if number > MOST_DRAWS_PER_PIECE:
        raise SortError("k", k, f"at most {MOST_DRAWS_PER_PIECE} for a simulation")
    return number
