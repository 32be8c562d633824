"""``beta`` at many points, each from one evaluation, with the work in floats done on arrays.

What takes long at one point is not its logarithms but the interpreter between them, and
half of that is work in floats: the start, the proof that it was near enough
(:mod:`skilltheory.solve._one_step`), the number of digits before the point.  Arrays take it
out of the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import arb

from skilltheory.solve._decimals import Decimal, rounded_at
from skilltheory.solve._grid_level import levels, repeated
from skilltheory.solve._one_step import LARGEST, SMALLEST, second_order, third_order

__all__ = ["Found", "level_roots"]

Array: TypeAlias = npt.NDArray[np.float64]


class Found(NamedTuple):
    """What was found at many points, in columns.

    Attributes
    ----------
    balls : list
        The ball around each root, if there is a decimal.
    decimals : list
        The :data:`Decimal` that a ball proves; None where this method proves no root, or
        not so many digits.
    products : array
        The larger of ``alpha beta`` and ``t beta``, good to a share ``2^-19`` where there
        is a decimal.
    """

    balls: list[Any]
    decimals: list[Any]
    products: Array


def level_roots(
    alphas: Sequence[Fraction],
    shares: Sequence[Fraction],
    draws: Sequence[int],
    digits: int,
    float_ratio: Callable[[Array], Array],
    scaled_cost: Callable[[int, int], arb],
) -> Found:
    """Enclose ``beta``, where ``k kl(alpha beta, alpha) = cost(t)/t`` for the share ``t``.

    Parameters
    ----------
    alphas, shares : sequence of Fraction
    draws : sequence of int
        ``k`` at each point.
    digits : int
        Significant digits to prove.
    float_ratio : callable
        Returns ``cost(t)/t`` for an array.
    scaled_cost : callable
        Encloses ``d cost(p/d)`` for ``p`` and ``d``.
    """
    above, below = ([x.as_integer_ratio() for x in column] for column in (alphas, shares))
    a, t = (np.array([p / d for p, d in column]) for column in (above, below))
    with np.errstate(all="ignore"):  # where floats fail the general method takes over
        goal = float_ratio(t) / np.array(draws, dtype=np.float64)
        near, none, settled = levels(a, goal)
        again = np.flatnonzero(~settled)
        near[again], settled[again] = repeated(a[again], goal[again], near[again])
        x = a * near
        fit = settled & ~none & (x > SMALLEST) & (x < LARGEST)
        leading = np.floor(np.log10(np.where(fit, near, 1.0))).astype(np.int64)
    costs: dict[tuple[int, int], arb] = {}
    reached: list[arb | None] = []
    steps, slopes = [], []
    for fits, level, (p, d), share, k in zip(
        fit.tolist(), near.tolist(), above, below, draws, strict=True
    ):
        ball, step, slope = None, inf, 1.0
        if fits:
            cost = costs.get(share)
            if cost is None:
                cost = costs[share] = scaled_cost(*share)
            ball, step, slope = second_order(p, d, level, cost / (share[0] * k))
        reached.append(ball)
        steps.append(step)
        slopes.append(slope)
    with np.errstate(all="ignore"):
        third, error, good = third_order(a, x, np.array(steps), np.array(slopes))
    decimals: list[Decimal | None] = []
    for place, (ball, term, radius, proved, lead) in enumerate(
        zip(reached, third.tolist(), error.tolist(), good.tolist(), leading.tolist(), strict=True)
    ):
        decimal = None
        if ball is not None and proved:
            reached[place] = ball = ball - arb(term, radius)
            decimal = rounded_at(ball, digits, lead)
        decimals.append(decimal)
    return Found(reached, decimals, near * np.maximum(a, t))
