"""Finite sizes: what is an integer, and how shares round on the safe side.

For single skills (``k' = 1``):

``m = ceil(alpha N2)``
    Fewer than ``m`` skills are lost, hence at most ``alpha N2``.
``n = floor(theta N1)``
    A model errs on at most ``n`` pieces: exactly what "a share of at most
    ``theta``" means.  (Fewer errors leave no more edges in ``Y``.)
``T = m beta theta k N1/N2``
    What ``m`` lost skills receive together, at least; not rounded.

A set of ``m`` skills is hit by a draw with probability ``m/N2``, not ``alpha``.
For ``k'``-tuples the pieces are ``floor(N1/k')`` groups, the skills ``N2**k'``
tuples and ``theta`` becomes ``k' theta``; each wrong piece spoils one group, so
still at most ``floor(theta N1)`` groups fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from flint import arb

from skilltheory._digits import shortened
from skilltheory.errors import SortError
from skilltheory.solve._inputs import tuple_share

__all__ = ["Sizes", "log_binomial", "sizes"]


@dataclass(frozen=True)
class Sizes:
    """The integers of a finite statement, after grouping.

    Attributes
    ----------
    pieces, skills : int
        ``N1`` and ``N2``, or groups and tuples.
    errors : int
        ``n``: how many pieces may fail.
    lost : int
        ``m``: how many skills together must be lost for the guarantee to fail.
    share : Fraction
        ``theta``, or ``k' theta``.
    k : int
        Draws a piece.
    """

    pieces: int
    skills: int
    errors: int
    lost: int
    share: Fraction
    k: int

    @property
    def hit(self) -> Fraction:
        """Probability ``m/N2`` that a draw hits a given set of ``m`` skills."""
        return Fraction(self.lost, self.skills)

    @property
    def edges(self) -> Fraction:
        """``T/beta``: the average number of edges from the errors into ``m`` skills."""
        return self.hit * self.share * self.k * self.pieces

    def log_choices(self) -> arb:
        """Enclose the logarithm of the number of sets of ``m`` skills."""
        return log_binomial(self.skills, self.lost)

    def note(self) -> str:
        """How the shares were rounded, in words."""
        return (
            f"fewer than m = {shortened(self.lost)} of {shortened(self.skills)} skills are lost; "
            f"at most n = {shortened(self.errors)} of {shortened(self.pieces)} pieces fail"
        )


def sizes(
    alpha: Fraction, theta: Fraction, k: int, n1: int, n2: int, k_prime: int, *, idle: bool = False
) -> Sizes:
    """Round shares to integers on the safe side.

    Raises
    ------
    SortError
        If there is no whole group, or (unless ``idle``) no piece may fail.
    """
    share = tuple_share(theta, k_prime)
    pieces, skills = n1 // k_prime, n2**k_prime
    if pieces == 0:
        raise SortError("n1", n1, f"at least k_prime = {shortened(k_prime)}, one group of pieces")
    errors = min(floor(theta * n1), pieces)
    if errors == 0 and not idle:
        raise SortError(
            "n1", n1, f"at least 1/theta, {shortened(ceil(1 / theta))}, so that a piece may fail"
        )
    return Sizes(pieces, skills, errors, ceil(alpha * skills), share, k)


def log_binomial(n: int, k: int) -> arb:
    """Enclose ``log C(n, k)``; by the log-gamma function, so the size does not matter."""
    if k in (0, n):
        return arb(0)
    whole, part, rest = (arb(x + 1).lgamma() for x in (n, k, n - k))
    return whole - part - rest
