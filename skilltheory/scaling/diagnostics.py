"""What to know about a fit before relying on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skilltheory.scaling.objective import Floats, Objective
from skilltheory.scaling.runs import Runs

__all__ = ["Diagnostics", "diagnose", "gross_outliers", "laplace_scale"]

_COLLINEAR = 0.95
_ILL_CONDITIONED = 300.0
_ONE_IN = 1000.0  # data sets: how rarely a row is set aside that belongs to the others


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """What to know about a fit.

    Parameters
    ----------
    objective : float
        Huber's loss at the minimum, summed over runs.
    gradient : float
        Largest component of its gradient there, in absolute value.
    starts : int
        From how many starts the fit went down.
    agree : float
        Share of them that ended at the minimum.
    residuals : array
        ``log`` of the measured loss minus that of the law, for every run.
    scale : float
        Scale of the Laplace law whose median absolute deviation the residuals have: the usual
        error of a run, relative to its loss.
    leverage : array
        For every run, by how much the law at this run would follow its own loss (0 to 1), in the
        law's linear approximation; they sum to the number of parameters.
    correlation : float
        Of ``log N`` with ``log D`` over the runs.
    condition : float
        Condition number of the Jacobian of the log loss, its columns scaled to length 1, in
        centred coordinates.
    """

    objective: float
    gradient: float
    starts: int
    agree: float
    residuals: Floats
    scale: float
    leverage: Floats
    correlation: float
    condition: float

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes the fit doubtful, in words."""
        said = []
        if abs(self.correlation) > _COLLINEAR or self.condition > _ILL_CONDITIONED:
            said.append(
                "identifiability: parameters and tokens move together (correlation of log N with "
                f"log D {self.correlation:.3f}, condition number {self.condition:.3g}); the runs "
                "hardly tell the two terms of the law apart, so A, a, B, b are uncertain even "
                "where the loss is fitted well. Runs with other ratios D/N would help"
            )
        if self.agree < 0.1:
            said.append(
                f"only {100 * self.agree:.1f}% of the starts ended at the minimum; a lower one "
                "may have been missed"
            )
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """The figures of the fit as a whole."""
        return {
            "objective": self.objective,
            "largest_gradient": self.gradient,
            "starts": self.starts,
            "starts_that_agree": self.agree,
            "residual_scale": self.scale,
            "largest_leverage": float(self.leverage.max()),
            "correlation_log_N_log_D": self.correlation,
            "condition_number": self.condition,
        }


def laplace_scale(residuals: Floats, delta: float) -> float:
    """The scale of a Laplace law with the same median absolute deviation; at least ``delta``.

    Huber's loss is, beyond its threshold ``delta``, the negative log likelihood of this law.
    """
    return max(float(np.median(abs(residuals))) / float(np.log(2)), delta)


def gross_outliers(residuals: Floats, others: NDArray[np.bool_], delta: float) -> NDArray[np.bool_]:
    """Which rows cannot belong to the others.

    A row is a gross outlier if its residual is so large that, were all residuals drawn from the
    Laplace law that the objective stands for, one of this size would occur in fewer than one of
    1,000 such tables.

    Parameters
    ----------
    residuals : array
        Of all rows.
    others : array of bool
        The rows that the scale is taken from.
    delta : float
        Threshold of Huber's loss, below which residuals are not told apart.
    """
    scale = laplace_scale(residuals[others], delta)
    found: NDArray[np.bool_] = abs(residuals) > scale * np.log(_ONE_IN * len(residuals))
    return found


def diagnose(
    objective: Objective, point: Floats, runs: Runs, *, starts: int, agree: float
) -> Diagnostics:
    """Look at a fit that ended at ``point``."""
    residuals = objective.residuals(point[None])[0]
    jacobian = objective.jacobian(point)
    lengths = np.linalg.norm(jacobian, axis=0)
    # An entropy of zero leaves a column without length; it has no direction to compare.
    columns = jacobian[:, lengths > 0] / lengths[lengths > 0]
    basis = np.linalg.qr(columns)[0]
    everywhere = np.zeros(1, dtype=np.bool_)
    slope = objective.derivatives(point[None], None, everywhere).gradient
    together = np.corrcoef(np.log(runs.parameters), np.log(runs.tokens))[0, 1]
    return Diagnostics(
        objective=float(objective.value(point[None])[0]),
        gradient=float(abs(slope).max()),
        starts=starts,
        agree=agree,
        residuals=-residuals,
        scale=laplace_scale(residuals, 0.0),
        leverage=(basis**2).sum(axis=1),
        correlation=float(together),
        condition=float(np.linalg.cond(columns)),
    )
