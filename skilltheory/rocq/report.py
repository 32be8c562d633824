"""What Rocq said, on file, and what of it still holds for the statements as they are.

The report keeps, for each check, the key under which it was compiled: a hash of
the generated statement, of every script below it and of Rocq's version.  A
verdict counts only while the statement, generated anew, has the same key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from skilltheory.errors import SkillTheoryError
from skilltheory.proving.check import Independent
from skilltheory.rocq.axioms import not_allowed
from skilltheory.rocq.checks import module_name
from skilltheory.rocq.library import Library
from skilltheory.rocq.units import keys_of_checks
from skilltheory.theory import statement

__all__ = ["FOLDER", "Entry", "Report", "verdicts"]

FOLDER = Path("build") / "rocq"
"""Where ``make rocq`` leaves its work, seen from the folder it is called in."""

FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """One check.

    Attributes
    ----------
    key : str
        Hash of all that was compiled.
    accepted : bool
        Whether Rocq compiled it and it takes nothing for granted that is not on the white list.
    seconds : float
        How long it took to compile.
    reason : str
        Why it was not accepted; empty if it was.
    """

    key: str
    accepted: bool
    seconds: float
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """What Rocq said.

    Attributes
    ----------
    version : str
        Rocq's.
    assumes : tuple of str
        What the accepted checks take for granted together, as ``Print Assumptions`` lists it.
    entries : mapping of str to Entry
        The checks, by the names of their modules.
    """

    version: str
    assumes: tuple[str, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def save(self, folder: Path) -> Path:
        """Write it to ``folder/report.json``."""
        rows = {name: asdict(entry) for name, entry in self.entries.items()}
        path = folder / "report.json"
        data = {
            "format": FORMAT,
            "rocq": self.version,
            "assumes": list(self.assumes),
            "checks": rows,
        }
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        return path

    @classmethod
    def load(cls, folder: Path) -> Report | None:
        """Read it back; None if there is none.

        Raises
        ------
        SkillTheoryError
            If the file is not a report of this version of the package.
        """
        path = folder / "report.json"
        if not path.is_file():
            return None
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                raise ValueError(f"format {data['format']}")
            assumes = tuple(map(str, data["assumes"]))
            if not_allowed(assumes):
                raise ValueError(f"it assumes {', '.join(not_allowed(assumes))}")
            entries = {name: _entry(row) for name, row in data["checks"].items()}
            return cls(str(data["rocq"]), assumes, entries)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SkillTheoryError(
                f"{path} is not a report that can be read ({error}): make rocq writes a new one"
            ) from error


def _entry(row: Mapping[str, Any]) -> Entry:
    accepted = row["accepted"] is True
    return Entry(str(row["key"]), accepted, float(row["seconds"]), str(row["reason"]))


def verdicts(
    identifiers: Iterable[str], report: Report | None, library: Library | None = None
) -> dict[str, Independent]:
    """What the report says of some statements as they are now.

    ``"not-run"`` where there is no report, where Rocq was not given the
    statement, and where the statement or a script has changed since.

    Raises
    ------
    UnknownName
        If there is no such statement.
    """
    wanted = [statement(identifier).id for identifier in identifiers]
    found: dict[str, Independent] = dict.fromkeys(wanted, "not-run")
    if report is None:
        return found
    for identifier, key in keys_of_checks(
        library or Library.read(), wanted, report.version
    ).items():
        entry = report.entries.get(module_name(identifier))
        if entry is not None and entry.key == key:
            found[identifier] = entry.accepted
    return found
