"""Coordinates in which a fit does not depend on units: centred and scaled logarithms.

The forms of the law that a fit knows, and the grid of starts of Hoffmann et al., approach 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

import numpy as np

from skilltheory.errors import SkillTheoryError
from skilltheory.scaling.objective import Floats, Objective
from skilltheory.scaling.runs import Runs

__all__ = ["CONSTANTS", "FORMS", "JOINT", "Form", "Frame"]

_Term: TypeAlias = Literal["parameters", "tokens", "entropy"]

CONSTANTS = ("log E", "log A", "log B", "a", "b")
"""The columns of an array of laws."""


@dataclass(frozen=True)
class Form:
    """A form of the law: which terms it has.

    Parameters
    ----------
    name : str
        A short name.
    formula : str
        The form, written out.
    terms : tuple of str
        Its terms, of ``"parameters"``, ``"tokens"``, ``"entropy"``.
    """

    name: str
    formula: str
    terms: tuple[_Term, ...]

    @property
    def size(self) -> int:
        """How many parameters it has."""
        return sum(1 if term == "entropy" else 2 for term in self.terms)


JOINT = Form("joint", "E + A/N^a + B/D^b", ("parameters", "tokens", "entropy"))

FORMS = (
    JOINT,
    Form("no entropy", "A/N^a + B/D^b", ("parameters", "tokens")),
    Form("parameters only", "E + A/N^a", ("parameters", "entropy")),
    Form("tokens only", "E + B/D^b", ("tokens", "entropy")),
)
"""The joint law and the simpler ones it is compared with."""

# The grid of Hoffmann et al.: logarithms of A, B and E, and exponents.  It was made for runs of
# some 1e9 parameters and 2e10 tokens with a log loss near 1; runs of any other size or unit are
# moved there first.
_LOG_COEFFICIENTS = np.arange(0.0, 30.0, 5.0)
_EXPONENTS = np.arange(0.0, 2.5, 0.5)
_LOG_ENTROPIES = np.arange(-1.0, 1.5, 0.5)
_MADE_FOR = {"parameters": np.log(1e9), "tokens": np.log(2e10), "loss": 1.0}


@dataclass(frozen=True, eq=False)
class Frame:
    """Means and spreads of the logarithms of parameters and tokens, and the mean log loss.

    Parameters
    ----------
    centre : dict of str to float
        Mean of the logarithm of ``"parameters"``, ``"tokens"`` and ``"loss"``.
    spread : dict of str to float
        Standard deviation of the first two.
    """

    centre: dict[str, float]
    spread: dict[str, float]

    @classmethod
    def of(cls, runs: Runs) -> Frame:
        """The frame of some runs.

        Raises
        ------
        SkillTheoryError
            If all runs have the same number of parameters, or of tokens.
        """
        logs = {
            "parameters": np.log(runs.parameters),
            "tokens": np.log(runs.tokens),
            "loss": np.log(runs.loss),
        }
        centre = {name: float(values.mean()) for name, values in logs.items()}
        spread = {name: float(logs[name].std()) for name in ("parameters", "tokens")}
        for name, width in spread.items():
            if width < 1e-9:
                raise SkillTheoryError(
                    f"all runs have the same number of {name}: nothing can be learnt of how the "
                    f"loss depends on it"
                )
        return cls(centre, spread)

    def objective(self, runs: Runs, form: Form = JOINT) -> Objective:
        """The objective of a form of the law on some runs."""
        inputs = {"parameters": runs.parameters, "tokens": runs.tokens}
        covariates = tuple(
            None
            if term == "entropy"
            else (np.log(inputs[term]) - self.centre[term]) / self.spread[term]
            for term in form.terms
        )
        return Objective(covariates, np.log(runs.loss) - self.centre["loss"])

    def starts(self, form: Form = JOINT, most: int | None = None) -> Floats:
        """The grid of starts of Hoffmann et al.: 4,500 of them for the joint law.

        Parameters
        ----------
        form : Form
            For which form of the law.
        most : int, optional
            A random choice of so many of them, always the same.
        """
        axes: list[list[tuple[float, ...]]] = []
        for term in form.terms:
            if term == "entropy":
                axes.append([(log - _MADE_FOR["loss"],) for log in _LOG_ENTROPIES])
                continue
            axes.append(
                [
                    (
                        log - exponent * _MADE_FOR[term] - _MADE_FOR["loss"],
                        exponent * self.spread[term],
                    )
                    for log, exponent in product(_LOG_COEFFICIENTS, _EXPONENTS)
                ]
            )
        grid = np.array([sum(one, ()) for one in product(*axes)])
        return grid[np.random.default_rng(0).permutation(len(grid))[:most]]

    def laws(self, points: Floats) -> Floats:
        """The joint laws at some points of the frame: an array with columns :data:`CONSTANTS`."""
        a = points[:, 1] / self.spread["parameters"]
        b = points[:, 3] / self.spread["tokens"]
        log_a = points[:, 0] + a * self.centre["parameters"] + self.centre["loss"]
        log_b = points[:, 2] + b * self.centre["tokens"] + self.centre["loss"]
        return np.stack([points[:, 4] + self.centre["loss"], log_a, log_b, a, b], axis=1)
