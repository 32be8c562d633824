"""The function that a fit makes small: Huber's loss on log residuals, with exact derivatives.

A law is a sum of positive terms, and its logarithm a log-sum-exp,
``log L = log sum_j exp(u_j)``, where ``u_j = c_j - e_j x_j`` is the logarithm of one term: ``c_j``
the logarithm of its coefficient, ``e_j`` its exponent and ``x_j`` the logarithm of the number of
parameters or tokens; the entropy of language is a term without exponent.  The objective is the
sum (not the mean, whose small gradients stop an optimiser too early) of Huber's loss over the
rows.

Everything is evaluated for many parameter vectors at once: one a row.

Sources: J. Hoffmann et al., arXiv 2203.15556, section D.2 (the objective); T. Besiroglu et al.,
arXiv 2404.10102 (why the sum).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["DELTA", "Derivatives", "Floats", "Objective"]

Floats: TypeAlias = NDArray[np.float64]

DELTA = 1e-3
"""Where Huber's loss turns from a parabola into a line (in log loss)."""


class Derivatives(NamedTuple):
    """The objective at many points.

    Parameters
    ----------
    value : array, one a point
        The objective.
    gradient : array, points x parameters
        Its gradient.
    curvature : array, points x parameters x parameters
        Its Hessian, or the matrix of a parabola that touches it here and lies nowhere below it
        where the model is linear.
    """

    value: Floats
    gradient: Floats
    curvature: Floats


@dataclass(frozen=True, eq=False)
class Objective:
    """Huber's loss of ``log sum_j exp(c_j - e_j x_j) - y``, summed over rows.

    Parameters
    ----------
    covariates : sequence of array or None
        ``x_j`` for every term; None for a constant term, which has no exponent.
    log_loss : array
        ``y``, the logarithm of the measured loss.
    delta : float
        The threshold of Huber's loss.

    Notes
    -----
    A parameter vector lists term after term: its ``c``, then its ``e`` if it has one.
    """

    covariates: tuple[Floats | None, ...]
    log_loss: Floats
    delta: float = DELTA

    @property
    def slices(self) -> tuple[slice, ...]:
        """Where each term has its parameters in a vector."""
        made, start = [], 0
        for x in self.covariates:
            width = 1 if x is None else 2
            made.append(slice(start, start + width))
            start += width
        return tuple(made)

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return sum(1 if x is None else 2 for x in self.covariates)

    def rows(self, chosen: NDArray[np.intp]) -> Objective:
        """The same objective on some of the rows."""
        some = tuple(None if x is None else x[chosen] for x in self.covariates)
        return Objective(some, self.log_loss[chosen], self.delta)

    def model(self, points: Floats) -> tuple[Floats, list[Floats]]:
        """``log L`` at every row (points x rows), and the share of each term in ``L``."""
        logs = []
        for x, at in zip(self.covariates, self.slices, strict=True):
            term = points[:, at]
            shape = (len(points), len(self.log_loss))
            logs.append(
                np.broadcast_to(term, shape) if x is None else term[:, :1] - term[:, 1:] * x
            )
        top = logs[0]
        for log in logs[1:]:
            top = np.maximum(top, log)
        shares = [np.exp(log - top) for log in logs]
        total = shares[0].copy()
        for share in shares[1:]:
            total += share
        for share in shares:
            share /= total
        return np.log(total) + top, shares

    def residuals(self, points: Floats) -> Floats:
        """``log L - y``, points x rows."""
        return self.model(points)[0] - self.log_loss

    def jacobian(self, point: Floats) -> Floats:
        """The derivatives of ``log L`` at one point, rows x parameters."""
        shares = self.model(point[None])[1]
        columns = []
        for x, share in zip(self.covariates, shares, strict=True):
            columns.append(share[0])
            if x is not None:
                columns.append(-x * share[0])
        return np.stack(columns, axis=1)

    def value(self, points: Floats, weights: Floats | None = None) -> Floats:
        """The objective at every point; ``weights`` (points x rows) counts rows."""
        each = self._huber(np.abs(self.residuals(points)))
        found: Floats = (each if weights is None else each * weights).sum(axis=1)
        return found

    def _huber(self, size: Floats) -> Floats:
        near = np.minimum(size, self.delta)
        return near * (size - 0.5 * near)

    def derivatives(
        self, points: Floats, weights: Floats | None, newton: NDArray[np.bool_]
    ) -> Derivatives:
        """Value, gradient and curvature at every point.

        Parameters
        ----------
        points : array, points x parameters
            Where.
        weights : array, points x rows, optional
            How often each row counts.
        newton : array of bool, one a point
            Whether the curvature is the Hessian.  Otherwise it is that of iteratively reweighted
            least squares (Huber's loss replaced by the parabola that touches it), which is
            positive semidefinite and steadier far from a minimum.
        """
        log_law, shares = self.model(points)
        residuals = log_law - self.log_loss
        size = np.abs(residuals)
        slope = np.clip(residuals, -self.delta, self.delta)
        steep = np.where(
            newton[:, None], size < self.delta, self.delta / np.maximum(size, self.delta)
        )
        each = self._huber(size)
        if weights is not None:
            each *= weights
            slope *= weights
            steep *= weights
        bend = slope * newton[:, None]  # what multiplies the curvature of the model itself
        return Derivatives(
            each.sum(axis=1),
            self._gradient(slope, shares),
            self._curvature(steep - bend, bend, shares),
        )

    def _gradient(self, slope: Floats, shares: Sequence[Floats]) -> Floats:
        columns = []
        for x, share in zip(self.covariates, shares, strict=True):
            part = slope * share
            columns.append(part.sum(axis=1))
            if x is not None:
                columns.append(-(part @ x))
        return np.stack(columns, axis=1)

    def _curvature(self, outer: Floats, inner: Floats, shares: Sequence[Floats]) -> Floats:
        """Second derivatives, from ``outer s_j s_k + [j = k] inner s_j`` for terms j and k."""
        made = np.empty((len(outer), self.size, self.size))
        designs = [
            np.ones((len(self.log_loss), 1)) if x is None else np.stack([np.ones_like(x), -x], 1)
            for x in self.covariates
        ]
        for j, first in enumerate(self.slices):
            scaled = outer * shares[j]
            for k, second in enumerate(self.slices[: j + 1]):
                weight = scaled * shares[k]
                if j == k:
                    weight += inner * shares[j]
                moments = (designs[j][:, :, None] * designs[k][:, None, :]).reshape(
                    len(self.log_loss), -1
                )
                block = (weight @ moments).reshape(
                    -1, first.stop - first.start, second.stop - second.start
                )
                made[:, first, second] = block
                made[:, second, first] = block.transpose(0, 2, 1)
        return made
