"""What all tests share."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings

# Examples are drawn from a fixed seed and never timed: a failure is a failure on every machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@dataclass
class Outcome:
    """What a run of the command line left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def soon() -> Callable[[float], AbstractContextManager[None]]:
    """Fail a block that takes more than some seconds of processor time: ``with soon(6):``.

    Processor time, because a machine may be busy.  A run that is traced for its coverage takes
    several times as long, which says nothing about the code: its time is not judged.
    """

    @contextmanager
    def within(seconds: float) -> Iterator[None]:
        start = time.process_time()
        yield
        taken = time.process_time() - start
        if sys.gettrace() is None:
            assert taken < seconds, f"took {taken:.1f} s, and {seconds:g} s is the most"

    return within


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command line in this process: ``cli("solve", "beta", ...)``."""
    from skilltheory.cli import main

    def run(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        streams = capsys.readouterr()
        return Outcome(int(stop.value.code or 0), streams.out, streams.err)

    return run
