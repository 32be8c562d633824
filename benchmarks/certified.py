"""Certified ``beta*`` against ``mpmath.findroot``.

The peer as one who knows mpmath would use it: the equation is written for one triple,
with everything that does not depend on the unknown computed before; SciPy's ``brentq``
finds the root in floats; ``findroot`` polishes it by secants from two starts next to each
other (its default second start, 1/4 away, takes half as many evaluations again).
"""

from __future__ import annotations

from math import log, log1p
from typing import Any

import flint
import mpmath
import scipy
from mpmath import mpf
from scipy.optimize import brentq

from benchmarks.harness import Disagreement, Row, Side
from benchmarks.inputs import exact_triples

__all__ = ["rows"]


def _start(a: float, t: float, k: int) -> float:
    b = 1 - a
    target = -(log(t) + (1 - t) * log1p(-t) / t) / k

    def equation(beta: float) -> float:
        q = a * beta
        return q * log(beta) + (1 - q) * log((1 - q) / b) - target

    root: float = brentq(equation, 1, (1 - 1e-15) / a)
    return root


def _by_findroot(a: Any, t: Any, k: int) -> Any:
    log_ = mpmath.log
    b = 1 - a
    target = -(log_(t) + (1 - t) * log_(1 - t) / t) / k

    def equation(beta: Any) -> Any:
        q = a * beta
        return q * log_(beta) + (1 - q) * log_((1 - q) / b) - target

    start = _start(float(a), float(t), k)
    return mpmath.findroot(equation, (start, start * (1 + 1e-13)))


def _row(digits: int, count: int, part: int, rounds: int) -> Row:
    from skilltheory.solve import beta

    triples = exact_triples(count)
    with mpmath.workdps(digits):
        numbers = [
            (mpf(a.numerator) / a.denominator, mpf(t.numerator) / t.denominator, k)
            for a, t, k in triples[:part]
        ]

    def theirs() -> list[Any]:
        with mpmath.workdps(digits):
            return [_by_findroot(*triple) for triple in numbers]

    def agree(ours: Any, found: Any) -> str:
        with mpmath.workdps(digits + 10):
            pairs = zip(ours, found, strict=False)
            worst = max(abs(mpf(x.value) / y - 1) for x, y in pairs)
            if worst > mpf(10) ** (6 - digits):
                raise Disagreement(f"relative difference {mpmath.nstr(worst, 3)}")
            return f"to a relative {mpmath.nstr(worst, 2)}"

    return Row(
        name=f"certified-{digits}",
        work=f"certified beta at {digits} digits, {count} triples",
        peer="mpmath.findroot, secants from a float root (not certified)",
        asked=30,
        faster=True,
        ours=Side(lambda: [beta(*triple, digits=digits) for triple in triples], count),
        theirs=Side(theirs, part),
        agree=agree,
        versions={
            "mpmath": f"{mpmath.__version__} ({mpmath.libmp.BACKEND})",
            "scipy": scipy.__version__,
            "python-flint": flint.__version__,
        },
        rounds=rounds,
    )


def rows(scale: float = 1) -> list[Row]:
    """Both rows; ``scale`` shrinks the work."""
    count = max(4, int(1000 * scale))
    return [_row(50, count, count, 9), _row(1000, count, max(2, count // 40), 5)]
