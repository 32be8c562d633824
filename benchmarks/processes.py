"""Whole processes against ``import sympy``: all proofs checked, their replay, the import.

Both sides are Python processes started afresh, timed by the processor time that the
operating system counts for them; bytecode is compiled before, in the round that warms up.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import sympy

from benchmarks.harness import Disagreement, Row, Side, child_time

__all__ = ["rows"]


def _python(*arguments: str) -> str:
    """Run Python; return what it printed."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Disagreement(f"python {' '.join(arguments)} failed: {done.stderr[-500:]}")
    return done.stdout


def _certificates(identifiers: list[str] | None) -> list[dict[str, Any]]:
    """The certificate of every statement that has a proof."""
    from skilltheory.kernel.certificate import certificate
    from skilltheory.proving.script import SCRIPTS
    from skilltheory.proving.store import load_proofs, prove

    load_proofs()
    return [certificate(name, prove(name)) for name in identifiers or SCRIPTS]


def _checked(printed: str, _: str) -> str:
    statements = json.loads(printed)["statements"]
    proved = [one for one in statements if one["status"] == "proved"]
    if not proved or not all(one["replayed"] for one in proved):
        raise Disagreement("a proof was not replayed")
    return f"{len(proved)} proved and replayed"


def rows(scale: float = 1) -> list[Row]:
    """The three rows; below full ``scale`` one small proof stands for all."""
    some = ["information.log-bound"] if scale < 1 else None
    versions = {"sympy": sympy.__version__}
    peer = Side(lambda: _python("-c", "import sympy"))
    folder = tempfile.TemporaryDirectory(prefix="bench-")
    atexit.register(folder.cleanup)

    def replayed() -> str:
        file = Path(folder.name) / "certificates.json"
        if not file.exists():
            file.write_text(json.dumps(_certificates(some)))
        return _python("-m", "skilltheory.replay", str(file))

    check = ("-m", "skilltheory", "check", "--jobs", "1", "--json", *(some or []))
    return [
        Row(
            name="proofs",
            work="skilltheory check: all proofs in the kernel, and replayed",
            peer="import sympy",
            asked=40,
            faster=False,
            ours=Side(lambda: _python(*check)),
            theirs=peer,
            agree=_checked,
            versions=versions,
            rounds=2,
            clock=child_time,
        ),
        Row(
            name="replay",
            work="skilltheory.replay: all certificates",
            peer="import sympy",
            asked=8,
            faster=False,
            ours=Side(replayed),
            theirs=peer,
            agree=lambda printed, _: f"{printed.count('replayed  ')} replayed",
            versions=versions,
            rounds=3,
            clock=child_time,
        ),
        Row(
            name="import",
            work="import skilltheory",
            peer="import sympy",
            asked=1.2,
            faster=False,
            ours=Side(lambda: _python("-c", "import skilltheory")),
            theirs=peer,
            agree=lambda *_: "",
            versions=versions,
            rounds=9,
            clock=child_time,
        ),
    ]
