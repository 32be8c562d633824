"""What the accepted proofs take for granted, asked of Rocq once for all of them.

``Print Assumptions`` walks through every proof below a constant, down to the
library of real numbers; for a hundred modules one walk through all of them
costs as much as one through any.  Only if it meets something that is not on the
white list is each module walked through by itself, to name the one at fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from skilltheory.errors import SkillTheoryError
from skilltheory.rocq.axioms import assumed_in, not_allowed
from skilltheory.rocq.build import Unit, compile_units
from skilltheory.rocq.toolchain import Toolchain

__all__ = ["audit", "audit_unit"]


def audit_unit(name: str, modules: Sequence[str]) -> Unit:
    """A module that prints what everything in some modules takes for granted."""
    parts = ", ".join(f"{module}.everything" for module in modules)
    text = (
        f"From SkillTheory Require {' '.join(modules)}.\n"
        f"Definition everything := ({parts}).\n"
        "Print Assumptions everything.\n"
    )
    return Unit(name, text, tuple(modules))


def audit(
    units: Sequence[Unit], wanted: Sequence[str], folder: Path, rocq: Toolchain, jobs: int = 2
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """What some compiled modules assume together, and which of them may not be accepted.

    Parameters
    ----------
    units : sequence of Unit
        All that compiled.
    wanted : sequence of str
        The modules among them to ask about.

    Returns
    -------
    assumes : tuple of str
        What is assumed by the modules that may be accepted.
    refused : mapping of str to str
        For each other one, why.
    """
    if not wanted:
        return (), {}
    together = audit_unit("Audit", wanted)
    outcome = compile_units([*units, together], folder, rocq, jobs=jobs)["Audit"]
    try:
        assumes = assumed_in(outcome.output) if outcome.ok else None
    except SkillTheoryError:
        assumes = None
    if assumes is not None and not not_allowed(assumes):
        return assumes, {}
    return _one_by_one(units, wanted, folder, rocq, jobs)


def _one_by_one(
    units: Sequence[Unit], wanted: Sequence[str], folder: Path, rocq: Toolchain, jobs: int
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    single = {name: audit_unit(f"Audit_{name}", [name]) for name in wanted}
    outcomes = compile_units([*units, *single.values()], folder, rocq, jobs=jobs)
    assumes: set[str] = set()
    refused: dict[str, str] = {}
    for name, unit in single.items():
        outcome = outcomes[unit.name]
        try:
            if not outcome.ok:
                raise SkillTheoryError(f"Rocq could not list what it assumes: {outcome.error}")
            own = assumed_in(outcome.output)
        except SkillTheoryError as error:
            refused[name] = str(error)
            continue
        foreign = not_allowed(own)
        if foreign:
            refused[name] = f"it takes for granted: {', '.join(foreign)}"
        else:
            assumes.update(own)
    return tuple(sorted(assumes)), refused
