"""Certified ``beta*`` against ``mpmath.findroot``.

The peer as one who knows mpmath would use it: the equation is written for one triple, with
everything that does not depend on the unknown computed before; SciPy's ``brentq`` finds the
root in floats; ``findroot`` polishes it.  It is called in two ways: as its documentation
does, with that one start; and, in the rows that say ``tuned``, with two starts next to each
other, because its default second start, 1/4 away, takes half as many evaluations again.
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


def _by_findroot(a: Any, t: Any, k: int, tuned: bool) -> Any:
    log_ = mpmath.log
    b = 1 - a
    target = -(log_(t) + (1 - t) * log_(1 - t) / t) / k

    def equation(beta: Any) -> Any:
        q = a * beta
        return q * log_(beta) + (1 - q) * log_((1 - q) / b) - target

    start = _start(float(a), float(t), k)
    return mpmath.findroot(equation, (start, start * (1 + 1e-13)) if tuned else start)


def _row(digits: int, count: int, part: int, rounds: int, tuned: bool) -> Row:
    from skilltheory.solve import betas

    triples = exact_triples(count)
    columns = [list(column) for column in zip(*triples, strict=True)]
    with mpmath.workdps(digits):
        numbers = [
            (mpf(a.numerator) / a.denominator, mpf(t.numerator) / t.denominator, k)
            for a, t, k in triples[:part]
        ]

    def theirs() -> list[Any]:
        with mpmath.workdps(digits):
            return [_by_findroot(*triple, tuned) for triple in numbers]

    def agree(ours: Any, found: Any) -> str:
        with mpmath.workdps(digits + 10):
            pairs = zip(ours, found, strict=False)
            worst = max(abs(mpf(x.value) / y - 1) for x, y in pairs)
            if worst > mpf(10) ** (6 - digits):
                raise Disagreement(f"relative difference {mpmath.nstr(worst, 3)}")
            return f"to a relative {mpmath.nstr(worst, 2)}"

    return Row(
        name=f"certified-{digits}{'-tuned' if tuned else ''}",
        work=f"certified beta at {digits} digits, {count} triples",
        peer=f"mpmath.findroot from {'two neighbours of ' if tuned else ''}"
        "the float root (not certified)",
        asked=30,
        faster=True,
        ours=Side(lambda: betas(*columns, digits=digits), count, repeats=10 if digits < 100 else 1),
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
    """The four rows; ``scale`` shrinks the work."""
    count = max(4, int(1000 * scale))
    return [
        _row(digits, count, part, rounds, tuned)
        for digits, part, rounds in ((50, count, 9), (1000, max(2, count // 40), 5))
        for tuned in (False, True)
    ]
