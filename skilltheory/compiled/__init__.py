"""Loops in C, for what NumPy can only do in many passes over memory.

They are optional.  Each has a twin in NumPy, which runs where no C compiler was found when
skilltheory was installed, or where the environment variable ``SKILLTHEORY_PURE`` is set; the
two agree to what is stated of either.  The C code knows nothing of Python: it is an ordinary
library, loaded with :mod:`ctypes`, and releases the interpreter while it runs.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LIBRARY", "address", "library"]

FOLDER: Final = Path(__file__).parent
LIBRARY: Final = FOLDER / "loops.bin"
"""Named so that Python's import system does not take it for a module."""


def address(array: npt.NDArray[np.generic]) -> ctypes.c_void_p:
    """Where a contiguous array lies, for C; valid as long as the array is.

    Raises
    ------
    ValueError
        If the array is not contiguous, so that C would read what is not its own.
    """
    if not array.flags.c_contiguous:
        raise ValueError("the compiled loops need a contiguous array")
    return ctypes.c_void_p(array.ctypes.data)


@cache
def library() -> ctypes.CDLL | None:
    """The compiled loops, or ``None`` where there are none, or only of other sources."""
    if os.environ.get("SKILLTHEORY_PURE") or not LIBRARY.is_file():
        return None
    try:
        loaded = ctypes.CDLL(str(LIBRARY))
        loaded.skilltheory_sources.restype = ctypes.c_char_p
    except (OSError, AttributeError):  # for another machine, or something else altogether
        return None
    compiled_from: bytes = loaded.skilltheory_sources()
    return loaded if compiled_from.decode() == _sources() else None


def _sources() -> str:
    files = sorted(FOLDER.glob("*.[ch]"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
