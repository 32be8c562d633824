"""The sharp bound over a grid against a loop with ``scipy.stats.binom``.

The peer makes one call a triple, for all tails of the law at once, which is the least
that a loop can do: ``T = sum over j of min(1, P[X >= j]/theta)``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy.stats import binom

from benchmarks.harness import Disagreement, Row, Side
from benchmarks.inputs import float_triples, our_loop

__all__ = ["rows"]

_BELOW = [np.arange(k) for k in range(65)]


def _by_loop(alpha: list[float], theta: list[float], k: list[int]) -> list[float]:
    return [
        float(np.minimum(binom.sf(_BELOW[draws], draws, a) / t, 1).sum() / (draws * a))
        for a, t, draws in zip(alpha, theta, k, strict=True)
    ]


def _agree(ours: Any, found: Any) -> str:
    worst = float(np.max(np.abs(np.asarray(found) / ours.values[: len(found)] - 1)))
    if worst > 1e-10:
        raise Disagreement(f"relative difference {worst:.1e}")
    return f"to a relative {worst:.0e}"


def rows(scale: float = 1) -> list[Row]:
    """The row; ``scale`` shrinks the work."""
    from skilltheory.solve import beta_grid

    count = max(1000, int(1_000_000 * scale))
    alpha, theta, k = float_triples(count)
    part = max(100, count // 500)
    lists = alpha[:part].tolist(), theta[:part].tolist(), k[:part].tolist()
    return [
        Row(
            name="sharp",
            work=f"sharp bound, {count:,} random triples, k up to 64",
            peer=f"loop with one scipy.stats.binom.sf a triple, {part:,} of them",
            asked=1000,
            faster=True,
            ours=Side(lambda: beta_grid(alpha, theta, k, bound="sharp"), count),
            theirs=Side(lambda: _by_loop(*lists), part),
            agree=_agree,
            versions={
                "scipy": scipy.__version__,
                "numpy": np.__version__,
                "our loop": our_loop(),
            },
        )
    ]
