"""The inputs: random triples from a fixed seed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

__all__ = ["exact_triples", "float_triples", "our_loop"]


def exact_triples(count: int, digits: int = 6) -> list[tuple[Fraction, Fraction, int]]:
    """Triples ``(alpha, theta, k)`` at which a level is guaranteed.

    ``alpha`` and ``theta`` are decimals up to 1/2, ``k`` is up to 64.
    """
    from skilltheory.solve import beta_grid

    rng, scale = Random(20230729), 10**digits
    found: list[tuple[Fraction, Fraction, int]] = []
    while len(found) < count:
        a, t = (Fraction(rng.randrange(scale // 1000, scale // 2), scale) for _ in range(2))
        k = rng.randint(1, 64)
        if beta_grid(float(a), float(t), k).guaranteed:
            found.append((a, t, k))
    return found


def float_triples(count: int) -> tuple[Any, Any, Any]:
    """Arrays of ``alpha`` and ``theta``, uniform in (0.001, 0.5), and ``k`` from 1 to 64."""
    rng = np.random.default_rng(20230729)
    alpha, theta = rng.uniform(0.001, 0.5, count), rng.uniform(0.001, 0.5, count)
    return alpha, theta, rng.integers(1, 65, count)


def our_loop() -> str:
    """How grids are done here: what a ratio that has a grid on our side depends on."""
    from skilltheory.compiled import library

    return "in NumPy" if library() is None else "compiled"
