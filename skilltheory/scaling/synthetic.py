"""Runs made from a known law, so that what a fit recovers can be compared with it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from skilltheory.scaling.law import ScalingLaw
from skilltheory.scaling.objective import Floats
from skilltheory.scaling.published import get_law
from skilltheory.scaling.runs import Runs
from skilltheory.sorts import Count, NonNegative

__all__ = ["EXAMPLE", "example_runs", "synthetic_runs", "to_csv"]

EXAMPLE: dict[str, Any] = {"law": "besiroglu2024", "count": 240, "noise": 0.005, "seed": 2024}
"""What the example data set is made with: the arguments of :func:`synthetic_runs`."""

_PARAMETERS = (5e7, 1.6e10)
_TOKENS_PER_PARAMETER = (1.0, 300.0)


def synthetic_runs(
    law: ScalingLaw | str = "besiroglu2024",
    count: int = 240,
    *,
    noise: float = 0.005,
    seed: int = 0,
) -> Runs:
    """Runs of a known law with noise.

    Sizes are spread evenly in their logarithms: 50 million to 16 billion parameters, 1 to 300
    tokens a parameter, much as in Hoffmann et al.  The log loss has normal noise.

    Parameters
    ----------
    law : ScalingLaw or str
        The law, or the name of a published one.
    count : int
        How many runs.
    noise : float
        Standard deviation of the noise in the log loss.
    seed : int
        Of the random generator.

    Raises
    ------
    SortError
        If ``count`` or ``noise`` is outside its sort.
    """
    true = get_law(law)
    rows = int(Count.check("count", count))
    spread = float(NonNegative.check("noise", noise))
    random = np.random.default_rng(seed)

    def log_uniform(least: float, most: float) -> Floats:
        return np.exp(random.uniform(np.log(least), np.log(most), rows))

    parameters = log_uniform(*_PARAMETERS)
    tokens = parameters * log_uniform(*_TOKENS_PER_PARAMETER)
    E, A, B, a, b = (float(getattr(true, name)) for name in "EABab")
    loss = (E + A / parameters**a + B / tokens**b) * np.exp(random.normal(0.0, spread, rows))
    return Runs.from_columns(
        {
            "params": parameters,
            "tokens": tokens,
            "loss": loss,
        },
        source=f"synthetic runs of {true.name}",
    )


def to_csv(runs: Runs) -> str:
    """The runs as the text of a CSV file."""
    rows = zip(runs.parameters, runs.tokens, runs.loss, strict=True)
    return "params,tokens,loss\n" + "".join(f"{n:.4g},{d:.4g},{loss:.5g}\n" for n, d, loss in rows)


def example_runs() -> Path:
    """The file of the example data set, made from the law of Besiroglu et al. with noise."""
    return Path(str(files("skilltheory") / "data" / "example_runs.csv"))
