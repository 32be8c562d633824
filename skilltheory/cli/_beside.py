"""The bounds beside a simulation: what the theory says of the graph that was measured."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from skilltheory.errors import NoGuarantee

if TYPE_CHECKING:
    from collections.abc import Callable

    from skilltheory.simulate import Simulation
    from skilltheory.solve import Certified

__all__ = ["ASYMPTOTIC", "FINITE", "Bounds", "Said", "bounds_beside"]

ASYMPTOTIC = ("sharp", "entropic", "basic", "closed-form")
FINITE = ("finite-sharp", "finite-basic")

_DIGITS = 12


@dataclass(frozen=True)
class Said:
    """What a bound says, or why it says nothing."""

    found: Certified | None
    refused: NoGuarantee | None

    @classmethod
    def by(cls, solver: Callable[[], Certified]) -> Said:
        """Ask a solver."""
        try:
            return cls(solver(), None)
        except NoGuarantee as refusal:
            return cls(None, refusal)

    @property
    def upper(self) -> Fraction | None:
        """The level from which on the bound speaks, on the safe side."""
        if self.found is None or self.found.vacuous:
            return None
        return self.found.as_fraction_bounds()[1]

    def as_dict(self) -> dict[str, Any]:
        """The certified result, or the condition that failed."""
        if self.found is not None:
            return self.found.to_json()
        assert self.refused is not None
        return {"no_guarantee": str(self.refused)}

    def words(self) -> str:
        """For a table."""
        if self.found is None:
            return "no guarantee"
        return f"{float(self.found):.6g}" + (" (vacuous)" if self.found.vacuous else "")


@dataclass(frozen=True)
class Bounds:
    """Every bound at the parameters of a simulation.

    Parameters
    ----------
    levels : dict
        What each bound says of ``beta``, by its name; the finite ones for equal skills only,
        for which they are stated.
    limit : Said or None
        With a fixed set of skills: the sharp bound at the mass of that set, which its mean level
        tends to.
    competence : Said or None
        The competence that all but fewer than ``m`` equal skills have, measured by pieces.
    failure : Fraction
        Probability with which the finite statements may fail.
    """

    levels: dict[str, Said]
    limit: Said | None
    competence: Said | None
    failure: Fraction

    def as_dict(self) -> dict[str, Any]:
        """JSON values."""
        parts = {"sharp_at_mass_of_fixed_set": self.limit, "competence": self.competence}
        return {
            **{name: said.as_dict() for name, said in self.levels.items()},
            **{name: said.as_dict() for name, said in parts.items() if said is not None},
        }


def bounds_beside(run: Simulation, failure: Fraction) -> Bounds:
    """Solve for every bound at the parameters of a simulation."""
    from skilltheory import solve

    def level(name: str, share: Fraction = run.alpha, **sizes: Any) -> Said:
        return Said.by(
            lambda: solve.beta(share, run.theta, run.k, bound=name, digits=_DIGITS, **sizes)
        )

    levels = {name: level(name) for name in ASYMPTOTIC}
    competence = None
    if run.measure == "uniform":
        sizes: dict[str, Any] = {"n1": run.n1, "n2": run.n2, "failure": failure}
        levels |= {name: level(name, **sizes) for name in FINITE}
        if run.competence is not None:
            competence = Said.by(
                lambda: solve.competence(
                    run.alpha, run.theta, run.k, counting="pieces", digits=_DIGITS, **sizes
                )
            )
    limit = None
    if run.fixed is not None and run.fixed.mass < 1:
        limit = level("sharp", run.fixed.mass)
    return Bounds(levels, limit, competence, failure)
