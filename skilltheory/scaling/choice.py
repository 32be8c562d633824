"""Which form of the law predicts best what it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skilltheory.scaling.descent import Descent, descend
from skilltheory.scaling.frame import FORMS, Form, Frame
from skilltheory.scaling.objective import Floats
from skilltheory.scaling.runs import Runs

__all__ = ["HeldOut", "choose", "distinct_minima", "preferred"]

_FOLDS = 10
_LARGEST_SHARE = 0.2
_SEED = 0
_STARTS = 100  # the simpler forms have few minima


@dataclass(frozen=True)
class HeldOut:
    """How well one form of the law predicts runs that it was not fitted to.

    Parameters
    ----------
    form : Form
        The form.
    error : float
        Mean of ``|log loss - log law|`` over all runs, each predicted from the nine tenths of the
        runs that it is not in.
    behind : float
        By how much this exceeds the error of the best form.
    standard_error : float
        Of ``behind``, over runs; 0 for the best form itself.
    extrapolation : float
        The same error over the fifth of the runs with the largest ``N D``, predicted from the
        others.
    """

    form: Form
    error: float
    behind: float
    standard_error: float
    extrapolation: float

    def to_json(self) -> dict[str, Any]:
        """The figures, and the form by name."""
        return {
            "form": self.form.name,
            "formula": self.form.formula,
            "parameters": self.form.size,
            "held_out_error": self.error,
            "behind_best": self.behind,
            "standard_error": self.standard_error,
            "extrapolation_error": self.extrapolation,
        }


def distinct_minima(ended: Descent, most: int = 3) -> Floats:
    """The lowest points that a descent reached, each once, the lowest first.

    Points more than ten times as high as the lowest are left out.
    """
    order = np.argsort(ended.values)
    kept: list[int] = []
    for index in order:
        value = ended.values[index]
        if len(kept) == most or value > 10 * ended.values[order[0]]:
            break
        if not kept or value > ended.values[kept[-1]] * (1 + 1e-4):
            kept.append(int(index))
    return ended.points[kept]


def choose(runs: Runs, frame: Frame, joint: Descent) -> tuple[HeldOut, ...]:
    """Compare the forms of the law by held-out error.

    Parameters
    ----------
    runs : Runs
        The runs.
    frame : Frame
        Their frame.
    joint : Descent
        Where the starts of the joint law ended on all runs.
    """
    folds = [*_folds(len(runs)), _largest(runs)]
    errors = {}
    for form in FORMS:
        objective = frame.objective(runs, form)
        ended = joint if form is FORMS[0] else descend(objective, frame.starts(form, _STARTS))
        minima = distinct_minima(ended)
        kept = np.array([np.where(fold, 0.0, 1.0) for fold in folds])
        again = descend(
            objective, np.tile(minima, (len(folds), 1)), np.repeat(kept, len(minima), axis=0)
        )
        best = again.values.reshape(len(folds), -1).argmin(axis=1)
        points = again.points.reshape(len(folds), len(minima), -1)[np.arange(len(folds)), best]
        errors[form] = (abs(objective.residuals(points)), folds)
    return _compare({form: _held_out(*found) for form, found in errors.items()})


def preferred(compared: Sequence[HeldOut]) -> HeldOut:
    """The simplest form that is not clearly worse than the best: within one standard error."""
    return min(
        (one for one in compared if one.behind <= one.standard_error),
        key=lambda one: (one.form.size, one.error),
    )


def _folds(count: int) -> list[NDArray[np.bool_]]:
    number = np.random.default_rng(_SEED).permutation(count) % min(_FOLDS, count)
    return [number == fold for fold in range(min(_FOLDS, count))]


def _largest(runs: Runs) -> NDArray[np.bool_]:
    size = runs.parameters * runs.tokens
    held: NDArray[np.bool_] = size > np.quantile(size, 1 - _LARGEST_SHARE)
    return held


def _held_out(errors: Floats, folds: Sequence[NDArray[np.bool_]]) -> tuple[Floats, float]:
    each = np.empty(errors.shape[1])
    for fold, error in zip(folds[:-1], errors[:-1], strict=True):
        each[fold] = error[fold]
    return each, float(errors[-1][folds[-1]].mean())


def _compare(found: dict[Form, tuple[Floats, float]]) -> tuple[HeldOut, ...]:
    best = min((each for each, _ in found.values()), key=lambda each: float(each.mean()))
    return tuple(
        HeldOut(
            form,
            error=float(each.mean()),
            behind=float((each - best).mean()),
            standard_error=float((each - best).std(ddof=1) / np.sqrt(len(each))),
            extrapolation=extrapolation,
        )
        for form, (each, extrapolation) in found.items()
    )
