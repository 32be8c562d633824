"""What all tests share."""

from __future__ import annotations

import json
from collections.abc import Callable
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
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command line in this process: ``cli("solve", "beta", ...)``."""
    from skilltheory.cli import main

    def run(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        streams = capsys.readouterr()
        return Outcome(int(stop.value.code or 0), streams.out, streams.err)

    return run
