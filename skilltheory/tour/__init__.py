"""The tour: from the loss of published models to the competence that the theory guarantees.

:func:`run_tour` computes every figure, draws the pictures, and leaves CSV, JSON, PNG, SVG and one
``index.html`` that opens without network.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skilltheory.tour.run import TourResult

__all__ = ["run_tour"]


def run_tour(out: str | Path, report: Callable[[str, int, int], None] | None = None) -> TourResult:
    """Run the tour and leave its files in the folder ``out``.

    Parameters
    ----------
    out : path
        The folder; it is made if it is not there.
    report : callable, optional
        Called before each step with what it does, its number and the number of steps.
    """
    from skilltheory.tour.run import run

    return run(Path(out), report)
