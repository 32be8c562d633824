"""Finding Rocq, or saying what is missing and how to get it. Nothing is installed here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from skilltheory.errors import SkillTheoryError

__all__ = ["RocqMissing", "Toolchain", "find_toolchain"]

_LIBRARIES = {"Interval": "libcoq-interval", "Coquelicot": "libcoq-coquelicot"}
_HOW = """\
On Debian or Ubuntu:  apt-get install coq libcoq-interval libcoq-coquelicot
With opam:            opam install coq coq-interval coq-coquelicot"""


class RocqMissing(SkillTheoryError):
    """Rocq, or a library that the scripts need, is not installed.

    Attributes
    ----------
    missing : tuple of str
        What is: ``"coqc"``, ``"Interval"``, ``"Coquelicot"``.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        what = ", ".join(f"{name} ({_LIBRARIES.get(name, 'coq')})" for name in missing)
        super().__init__(f"not installed: {what}.\n{_HOW}")


@dataclass(frozen=True)
class Toolchain:
    """A Rocq that has the libraries.

    Attributes
    ----------
    coqc : str
        The compiler.
    version : str
        As it says itself, e.g. ``"8.16.1"``.
    """

    coqc: str
    version: str


def find_toolchain() -> Toolchain:
    """Return the Rocq on the path.

    Raises
    ------
    RocqMissing
        Saying what is missing and how to get it.
    """
    coqc = shutil.which("coqc")
    if coqc is None:
        raise RocqMissing(("coqc",))
    places = [Path(_ask(coqc, "-where")) / "user-contrib"]
    places += [Path(entry) for entry in os.environ.get("COQPATH", "").split(os.pathsep) if entry]
    missing = [name for name in _LIBRARIES if not any((place / name).is_dir() for place in places)]
    if missing:
        raise RocqMissing(tuple(missing))
    found = re.search(r"version (\S+)", _ask(coqc, "--version"))
    return Toolchain(coqc, found[1] if found else "unknown")


def _ask(coqc: str, question: str) -> str:
    answer = subprocess.run([coqc, question], capture_output=True, text=True, check=True)
    return answer.stdout.strip()
