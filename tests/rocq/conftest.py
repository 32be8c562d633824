"""A stand-in for Rocq's compiler, and the real one where it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from skilltheory.rocq.toolchain import RocqMissing, Toolchain, find_toolchain

# It refuses a module with the word "wrong" in it, writes the .vo, and keeps a diary.
STAND_IN = """\
#!/bin/sh
for last in "$@"; do :; done
echo "$last" >> diary
if grep -q wrong "$last"; then echo "Error: it is wrong" >&2; exit 1; fi
if grep -q "Print Assumptions" "$last"; then
  echo "Axioms:"
  cat axioms 2>/dev/null || echo "Classical_Prop.classic : forall P : Prop, P"
fi
touch "${last%.v}.vo"
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Toolchain:
    """A compiler that checks nothing."""
    script = tmp_path / "coqc"
    script.write_text(STAND_IN)
    script.chmod(0o755)
    return Toolchain(str(script), "0.0")


@pytest.fixture(scope="session")
def rocq() -> Toolchain:
    """The real one; where there is none (``.ci/run`` installs it) the test is skipped."""
    try:
        return find_toolchain()
    except RocqMissing as missing:
        pytest.skip(str(missing))
