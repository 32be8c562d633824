"""The numbers behind the pictures, without matplotlib: also for tables, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skilltheory.errors import SortError
from skilltheory.scaling import ScalingLaw
from skilltheory.sorts import Count, ExactLike, OpenUnit, Positive

__all__ = [
    "CompetenceCurve",
    "Status",
    "TupleCurve",
    "competence_curve",
    "theta_range",
    "tuples_over_scale",
]

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

Status: TypeAlias = Literal["guaranteed", "vacuous", "none"]
"""Of one point: a guarantee; one that says nothing (``alpha beta >= 1`` or ``theta beta >= 1``); or
none at all, because the condition for one fails."""


@dataclass(frozen=True)
class CompetenceCurve:
    """The guaranteed competence along theta, for fixed alpha and k.

    Parameters
    ----------
    alpha : Fraction
        Share of the skills given up.
    k, k_prime : int
        Skills drawn per text piece, and size of the tuples of skills.
    bound : str
        Which bound gave ``beta``.
    theta : array
        Share of text pieces with an error.
    beta : array
        Least excess of error share of a kept skill that the bound guarantees; 0 where there is no
        guarantee.
    solved, vacuous : array of bool
        Whether there is a guarantee, and whether it says nothing.
    """

    alpha: Fraction
    k: int
    k_prime: int
    bound: str
    theta: Floats
    beta: Floats
    solved: Flags
    vacuous: Flags

    @property
    def speaks(self) -> Flags:
        """Where the guarantee says something."""
        return self.solved & ~self.vacuous

    @property
    def competence(self) -> Floats:
        """``1 - beta k' theta`` where the guarantee says something, else 0."""
        share = self.beta * np.minimum(1.0, self.k_prime * self.theta)
        return np.where(self.speaks, 1.0 - share, 0.0)

    def status(self, index: int) -> Status:
        """What can be said of one point."""
        if not self.solved[index]:
            return "none"
        return "vacuous" if self.vacuous[index] else "guaranteed"

    def rows(self) -> Iterator[dict[str, Any]]:
        """The points as plain records; a figure that does not exist is None."""
        competence = self.competence
        for index, theta in enumerate(self.theta):
            status = self.status(index)
            yield {
                "k": self.k,
                "theta": float(theta),
                "beta": None if status == "none" else float(self.beta[index]),
                "competence": float(competence[index]) if status == "guaranteed" else None,
                "status": status,
            }


def theta_range(
    first: ExactLike, last: ExactLike, points: int, *, logarithmic: bool = False
) -> Floats:
    """Evenly spaced values of theta, both ends included.

    Raises
    ------
    SortError
        If an end is not strictly between 0 and 1, they are out of order, or there are fewer than
        two points.
    """
    low, high = OpenUnit.check("from", first), OpenUnit.check("to", last)
    if low >= high:
        raise SortError("from", first, f"less than to = {last}")
    if points < 2:
        raise SortError("points", points, "an integer that is at least 2")
    space = np.geomspace if logarithmic else np.linspace
    made: Floats = space(float(low), float(high), points)
    return made


def competence_curve(
    alpha: ExactLike,
    k: ExactLike,
    theta: Floats,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
) -> CompetenceCurve:
    """Solve for ``beta`` at every ``theta``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    """
    from skilltheory.solve import beta_grid

    exact_alpha = OpenUnit.check("alpha", alpha)
    skills, tuple_size = int(Count.check("k", k)), int(Count.check("k_prime", k_prime))
    grid = beta_grid(float(exact_alpha), theta, skills, bound=bound, k_prime=tuple_size)
    return CompetenceCurve(
        alpha=exact_alpha,
        k=skills,
        k_prime=tuple_size,
        bound=bound,
        theta=theta,
        beta=np.where(grid.guaranteed, grid.values, 0.0),
        solved=grid.guaranteed,
        vacuous=grid.vacuous,
    )


@dataclass(frozen=True)
class TupleCurve:
    """Guaranteed competence on ``k'``-tuples of skills as a model grows.

    Parameters
    ----------
    times : array
        Factor on parameters and tokens together.
    theta : array
        The excess (nats) at that scale, read as the share of pieces with an error: this is the
        assumption of cloze sufficiency.
    curve : CompetenceCurve
        The guarantee at each of these ``theta``.
    """

    times: Floats
    theta: Floats
    curve: CompetenceCurve


def tuples_over_scale(
    law: ScalingLaw,
    parameters: ExactLike,
    tokens: ExactLike,
    *,
    alpha: ExactLike,
    k: ExactLike,
    tuple_sizes: Sequence[int] = (1, 2, 4, 8),
    most: ExactLike = 10**6,
    points: int = 121,
    bound: str = "basic",
) -> list[TupleCurve]:
    """Follow the guarantee for tuples from a model to ``most`` times its parameters and tokens.

    Notes
    -----
    The excess is read as the share of text pieces with an error (cloze sufficiency), and the fitted
    law is taken beyond the range it was fitted on (the scaling law itself is an empirical law).
    """
    n, d = Positive.check("params", parameters), Positive.check("tokens", tokens)
    times: Floats = np.geomspace(1.0, float(Positive.check("most", most)), points)
    in_parameters = float(law.A) * (float(n) * times) ** -float(law.a)
    in_tokens = float(law.B) * (float(d) * times) ** -float(law.b)
    theta: Floats = in_parameters + in_tokens
    return [
        TupleCurve(times, theta, competence_curve(alpha, k, theta, bound=bound, k_prime=tuple_size))
        for tuple_size in tuple_sizes
    ]
