"""What a bound is: a name, a source, and what it can be solved for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from skilltheory.errors import NoGuarantee
from skilltheory.solve._inputs import tuple_share
from skilltheory.solve._sizes import Sizes, sizes
from skilltheory.solve.certified import Certified

__all__ = ["AsymptoticBound", "Bound", "FiniteBound", "FinitePoint", "Point"]


@dataclass(eq=False)
class Point:
    """Checked parameters: what is given of them, exactly."""

    k_prime: int
    digits: int
    alpha: Fraction = Fraction(0)
    beta: Fraction = Fraction(0)
    theta: Fraction = Fraction(0)
    k: int = 0

    @property
    def share(self) -> Fraction:
        """``k' theta``: what takes the place of ``theta`` for tuples of skills."""
        return tuple_share(self.theta, self.k_prime)

    def inputs(self, *names: str) -> dict[str, Fraction | int]:
        """Return the named parameters, and ``k_prime``."""
        every = self.__dict__
        return {name: every[name] for name in (*names, "k_prime")}


class Bound(ABC):
    """A bound of the emergence theory, by name."""

    name: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    finite: ClassVar[bool]
    unknowns: ClassVar[tuple[str, ...]]

    def __repr__(self) -> str:
        return f"<bound {self.name}: {self.title} ({self.source})>"


class AsymptoticBound(Bound):
    """A bound for ``N1`` tending to infinity with ``N2 = o(N1)``."""

    finite = False
    unknowns = ("beta", "alpha", "theta", "k")

    @abstractmethod
    def beta(self, point: Point) -> Certified:
        """Return the level beyond which every level is guaranteed."""

    def betas(
        self,
        alphas: Sequence[Fraction],
        thetas: Sequence[Fraction],
        draws: Sequence[int],
        k_prime: int,
        digits: int,
    ) -> Sequence[Certified | NoGuarantee]:
        """Return what :meth:`beta` returns or raises at each of many points."""
        columns = zip(alphas, thetas, draws, strict=True)
        return [self.answer(Point(k_prime, digits, alpha=a, theta=t, k=k)) for a, t, k in columns]

    def answer(self, point: Point) -> Certified | NoGuarantee:
        """Return what :meth:`beta` returns or raises."""
        try:
            return self.beta(point)
        except NoGuarantee as refusal:
            return refusal.with_traceback(None)  # which would keep the frames alive

    @abstractmethod
    def alpha(self, point: Point) -> Certified:
        """Return the share of skills given up beyond which the level is guaranteed."""

    @abstractmethod
    def theta(self, point: Point) -> Certified:
        """Return the error share beyond which the level is guaranteed."""

    @abstractmethod
    def k(self, point: Point) -> Certified:
        """Return the least number of skills a piece at which the level is guaranteed."""


@dataclass(eq=False)
class FinitePoint(Point):
    """Checked parameters of a finite statement."""

    n1: int = 0
    n2: int = 0
    failure: Fraction = Fraction(0)
    competence: bool = False
    counting: str = "draws"

    def sizes(self) -> Sizes:
        """Round to integers on the safe side; refuse sizes at which no piece may fail."""
        return sizes(self.alpha, self.theta, self.k, self.n1, self.n2, self.k_prime)

    def idle_sizes(self) -> Sizes:
        """The same, but no error need fit in: for what depends on ``N2`` only."""
        return sizes(self.alpha, self.theta, self.k, self.n1, self.n2, self.k_prime, idle=True)

    def finite_inputs(self, unknown: str) -> dict[str, Fraction | int]:
        """Return the parameters other than the unknown."""
        names = ("alpha", "beta", "theta", "k", "n1", "n2", "failure")
        given = {name: getattr(self, name) for name in names if name != unknown}
        return {**given, "k_prime": self.k_prime}


class FiniteBound(Bound):
    """A bound for given ``N1`` and ``N2``, with a probability of failure."""

    finite = True
    unknowns = ("beta", "failure", "n1")

    @abstractmethod
    def beta(self, point: FinitePoint) -> Certified:
        """Return the level beyond which every level is guaranteed up to the failure."""

    @abstractmethod
    def failure(self, point: FinitePoint) -> Certified:
        """Return a bound on the probability that the guarantee fails."""

    @abstractmethod
    def least_n1(self, point: FinitePoint) -> Certified:
        """Return the number of pieces from which on the guarantee holds up to the failure."""
