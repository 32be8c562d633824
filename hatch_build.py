"""Compiles the loops in C when skilltheory is installed or packed, if a compiler is there.

Without one the installation goes on: every loop has its twin in NumPy.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import sys_tags

FOLDER = Path("skilltheory", "compiled")
LIBRARY = FOLDER / "loops.bin"

# Products and sums are not fused, so that all processors round alike; nothing looks at errno
# or at the flags of floating-point exceptions, so that more loops can become vectors.
FLAGS = ("-O3", "-std=c11", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math")


class Loops(BuildHookInterface):
    """Adds the compiled library to a wheel, or puts it into the source tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or not self._compiled():
            return
        build_data["artifacts"].append(LIBRARY.as_posix())
        build_data["pure_python"] = False
        # Nothing in it depends on the version of Python.
        build_data["tag"] = f"py3-none-{next(sys_tags()).platform}"

    def _compiled(self) -> bool:
        root = Path(self.root)
        target = root / LIBRARY
        target.unlink(missing_ok=True)
        compiler = shlex.split(os.environ.get("CC", "cc"))
        if shutil.which(compiler[0]) is None:
            self.app.display_warning(f"no C compiler {compiler[0]!r}: installing without it")
            return False
        sources = sorted((root / FOLDER).glob("*.[ch]"))
        # The loader compares this, so that what was compiled before a change is not used after it.
        digest = sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
        flags = [*FLAGS, f'-DSOURCES="{digest}"', "-fPIC", "-shared"]
        loops = [str(path) for path in sources if path.suffix == ".c"]
        command = [*compiler, *flags, *loops, "-o", str(target), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            self.app.display_warning(f"{shlex.join(command)}\n{done.stderr}installing without it")
        return done.returncode == 0
