"""``python -m skilltheory.replay FILE``: replay a file of certificates."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from skilltheory.replay import Replayer


def main(arguments: list[str]) -> int:
    """Replay every certificate of a file; 0 when all are accepted."""
    if len(arguments) != 1:
        print("usage: python -m skilltheory.replay CERTIFICATES.json", file=sys.stderr)
        return 2
    verdicts = Replayer().replay_all(json.loads(Path(arguments[0]).read_text()))
    for name, reason in verdicts.items():
        print(f"{'replayed' if reason is None else 'REJECTED'}  {name}  {reason or ''}".rstrip())
    return 1 if any(verdicts.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
