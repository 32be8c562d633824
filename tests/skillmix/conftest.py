"""What the tests that run Inspect share."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No connection to another machine, no default model, and Inspect's own files kept apart."""

    def refuse(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"something tries to reach {address}")
        connect(self, address)

    connect = socket.socket.connect
    folder = tmp_path_factory.mktemp("offline")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        for name in ("INSPECT_EVAL_MODEL", "INSPECT_LOG_DIR", "INSPECT_TELEMETRY"):
            patch.delenv(name, raising=False)
        patch.chdir(folder)
        yield
