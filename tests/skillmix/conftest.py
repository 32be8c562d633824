"""What the tests that run Inspect share."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No connection to another machine, no default model, and Inspect's own files kept apart."""

    def refuse(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"something tries to reach {address}")
        connect(self, address)

    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("INSPECT_EVAL_MODEL", "INSPECT_LOG_DIR", "INSPECT_TELEMETRY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
