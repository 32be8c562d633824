"""Having Rocq check everything, and reporting what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from skilltheory.rocq.audit import audit
from skilltheory.rocq.build import Outcome, Unit, compile_units, keys_of
from skilltheory.rocq.report import Entry, Report
from skilltheory.rocq.toolchain import Toolchain

__all__ = ["run"]


def run(
    units: Iterable[Unit],
    folder: Path,
    rocq: Toolchain,
    *,
    jobs: int = 2,
    progress: Callable[[str, Outcome, int, int], None] | None = None,
) -> Report:
    """Compile what changed since the last time, and write ``report.json`` into the folder.

    Raises
    ------
    SkillTheoryError
        If modules import one another in a circle, or one that does not exist.
    """
    wanted = list(units)
    keys = keys_of(wanted, salt=rocq.version)
    outcomes = compile_units(wanted, folder, rocq, jobs=jobs, report=progress)
    results = [unit.name for unit in wanted if unit.audited]
    compiled = [name for name in results if outcomes[name].ok]
    standing = [unit for unit in wanted if outcomes[unit.name].ok]
    assumes, refused = audit(standing, compiled, folder, rocq, jobs)
    entries = {}
    for name in results:
        reason = outcomes[name].error or refused.get(name, "")
        accepted = name in compiled and name not in refused
        entries[name] = Entry(keys[name], accepted, outcomes[name].seconds, reason)
    report = Report(rocq.version, assumes, entries)
    report.save(folder)
    return report
