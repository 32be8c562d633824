"""How long something may take."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    """Fail a block that takes more than some seconds of processor time: ``with soon(6):``.

    Processor time, because a machine may be busy.  A run that is traced for its coverage takes
    several times as long, which says nothing about the code: its time is not judged.
    """
    start = time.process_time()
    yield
    taken = time.process_time() - start
    if sys.gettrace() is None:
        assert taken < seconds, f"took {taken:.1f} s, and {seconds:g} s is the most"
