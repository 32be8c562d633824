"""The worst error set on a random skill graph, against drawing the graph with numpy.

Each side runs in a process of its own, which reports the processor time of the work and
the most memory it held.  The peer draws blocks that fit the cache and only counts how
often each skill was drawn; ours draws the graph, finds the error set that is worst for
the given skills, and counts its edges skill by skill (two passes).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from typing import Any

import numpy as np

from benchmarks.harness import Disagreement, Row, Side

__all__ = ["rows"]

_SKILLS, _DRAWS, _BLOCK = 1000, 8, 2**17
_GIB = 2**30


def _ours(n1: int) -> int:
    from skilltheory.simulate import Problem, SkillGraph, tally, worst_fixed

    graph = SkillGraph.make(n1, _SKILLS, _DRAWS, seed=1)
    problem = Problem.make(n1, _SKILLS, _DRAWS, theta="1/10", alpha="1/10")
    worst = worst_fixed(graph, problem, range(100))
    return int(tally(graph, worst).edges.sum())


def _theirs(n1: int) -> int:
    rng = np.random.default_rng(1)
    counts = np.zeros(_SKILLS, dtype=np.int64)
    left = n1 * _DRAWS
    while left:
        size = min(left, _BLOCK)
        counts += np.bincount(rng.integers(0, _SKILLS, size), minlength=_SKILLS)
        left -= size
    return int(counts.sum())


def _in_a_process(side: str, n1: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.graphs", side, str(n1)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    reported: dict[str, Any] = json.loads(done.stdout)
    return reported


def report(side: str, n1: int) -> dict[str, Any]:
    """Do the work of one side; return its result, its processor time and its peak memory."""
    start = time.process_time()
    found = (_ours if side == "ours" else _theirs)(n1)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "found": found,
        "seconds": seconds,
        "peak": peak if sys.platform == "darwin" else 1024 * peak,
    }


def rows(scale: float = 1) -> list[Row]:
    """The row; ``scale`` shrinks the work."""
    n1 = max(10_000, int(10**8 * scale))

    def agree(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
        if theirs["found"] != n1 * _DRAWS or ours["found"] != n1 // 10 * _DRAWS:
            raise Disagreement("the draws do not add up")
        if ours["peak"] >= _GIB:
            raise Disagreement(f"{ours['peak'] / _GIB:.2f} GiB of memory; less than 1 is asked")
        return f"{ours['peak'] / 2**20:.0f} MiB at most (1 GiB asked)"

    return [
        Row(
            name="graph",
            work=f"worst set for given skills, N1 = {n1:,}, k = 8",
            peer="numpy's integers + bincount, in blocks",
            asked=1.6,
            faster=False,
            ours=Side(lambda: _in_a_process("ours", n1), 1, lambda found: found["seconds"]),
            theirs=Side(lambda: _in_a_process("theirs", n1), 1, lambda found: found["seconds"]),
            agree=agree,
            versions={"numpy": np.__version__},
            rounds=3,
        )
    ]


if __name__ == "__main__":
    print(json.dumps(report(sys.argv[1], int(sys.argv[2]))))
