"""Compiling modules in the order of their imports, each only when something changed.

A module's key is a hash of its text, of the keys of what it imports, and of
Rocq's version.  The outcome is stored with the key beside the compiled file;
while the key is the same, the module is not compiled again.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from skilltheory.errors import SkillTheoryError
from skilltheory.rocq.toolchain import Toolchain

__all__ = ["Outcome", "Unit", "compile_units", "keys_of"]

SECONDS = 600
"""After so long a module counts as failed."""


@dataclass(frozen=True)
class Unit:
    """A module to compile.

    Attributes
    ----------
    name, text : str
    needs : tuple of str
        The modules that it imports.
    audited : bool
        Whether it is a result of its own, collected in its last definition ``everything``.
    """

    name: str
    text: str
    needs: tuple[str, ...] = ()
    audited: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a module.

    Attributes
    ----------
    ok : bool
        Whether Rocq accepted it.
    seconds : float
        How long that took, when it was last compiled.
    output, error : str
        What Rocq printed; ``error`` is empty when it accepted.
    """

    ok: bool
    seconds: float
    output: str
    error: str


def keys_of(units: Iterable[Unit], salt: str = "") -> dict[str, str]:
    """The key of each module.

    Raises
    ------
    SkillTheoryError
        If modules import one another in a circle, or one that does not exist.
    """
    known = {unit.name: unit for unit in units}
    keys: dict[str, str] = {}
    under_way: list[str] = []

    def key(name: str) -> str:
        if name in under_way:
            raise SkillTheoryError(f"modules import in a circle: {' -> '.join([*under_way, name])}")
        if name not in known:
            raise SkillTheoryError(f"{under_way[-1]}.v imports {name}, which does not exist")
        if name not in keys:
            under_way.append(name)
            parts = [salt, known[name].text, *map(key, known[name].needs)]
            keys[name] = sha256("\0".join(parts).encode()).hexdigest()
            under_way.pop()
        return keys[name]

    for name in known:
        key(name)
    return keys


def compile_units(
    units: Iterable[Unit],
    folder: Path,
    rocq: Toolchain,
    *,
    jobs: int = 2,
    report: Callable[[str, Outcome, int, int], None] | None = None,
) -> dict[str, Outcome]:
    """Compile what changed, ``jobs`` modules at a time.

    A module whose import failed is not compiled; its outcome names the import.
    ``report`` is called after each module with its name, its outcome, how many
    are done and how many there are.

    Raises
    ------
    SkillTheoryError
        As :func:`keys_of`.
    """
    known = {unit.name: unit for unit in units}
    keys = keys_of(known.values(), salt=rocq.version)
    folder.mkdir(parents=True, exist_ok=True)
    done: dict[str, Outcome] = {}
    waiting = dict(known)
    running: dict[Future[Outcome], str] = {}

    def finish(name: str, outcome: Outcome) -> None:
        done[name] = outcome
        if report is not None:
            report(name, outcome, len(done), len(known))

    with ThreadPoolExecutor(jobs) as pool:
        while waiting or running:
            for name, unit in list(waiting.items()):
                if all(need in done for need in unit.needs):
                    del waiting[name]
                    failed = [need for need in unit.needs if not done[need].ok]
                    if failed:
                        finish(
                            name, Outcome(False, 0.0, "", f"it imports {failed[0]}, which fails")
                        )
                    else:
                        job = pool.submit(_compiled, unit, keys[name], folder, rocq)
                        running[job] = name
            if running:
                for job in wait(running, return_when=FIRST_COMPLETED).done:
                    finish(running.pop(job), job.result())
    return done


def _compiled(unit: Unit, key: str, folder: Path, rocq: Toolchain) -> Outcome:
    record = folder / f"{unit.name}.json"
    stored = _stored(record, key)
    if stored is not None and (folder / f"{unit.name}.vo").is_file():
        return stored
    record.unlink(missing_ok=True)
    (folder / f"{unit.name}.v").write_text(unit.text, encoding="utf-8")
    outcome = _compile(unit.name, folder, rocq)
    if outcome.ok:  # a failure may have been a lack of time: it is tried again
        record.write_text(json.dumps({"key": key, **asdict(outcome)}), encoding="utf-8")
    return outcome


def _stored(record: Path, key: str) -> Outcome | None:
    try:
        stored: Mapping[str, object] = json.loads(record.read_text(encoding="utf-8"))
        if stored.pop("key") == key:  # type: ignore[attr-defined]
            return Outcome(**stored)  # type: ignore[arg-type]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no record, or not one of ours: compile
    return None


def _compile(name: str, folder: Path, rocq: Toolchain) -> Outcome:
    command = [rocq.coqc, "-q", "-w", "none", "-Q", ".", "SkillTheory", f"{name}.v"]
    begun = time.monotonic()
    try:
        run = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(False, float(SECONDS), "", f"not done after {SECONDS} seconds")
    seconds = round(time.monotonic() - begun, 2)
    error = "" if run.returncode == 0 else run.stderr.strip() or f"exit code {run.returncode}"
    return Outcome(run.returncode == 0, seconds, run.stdout, error)
