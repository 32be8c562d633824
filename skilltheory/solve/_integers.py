"""The least integer at which something holds, when a guess at it comes with every look."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from skilltheory.solve._inputs import whole

__all__ = ["least_integer"]

_GUESSES = 24
"""After so many guesses the rest is halved: a guess may be wrong, but it cannot cost more."""


def least_integer(
    low: int, high: int, look: Callable[[int], tuple[bool, arb]], start: int | None = None
) -> int:
    """Return the least integer in ``(low, high]`` at which a monotone condition holds.

    Parameters
    ----------
    low, high : int
        The condition does not hold at ``low``, and holds at ``high``; neither is looked at.
    look : callable
        From an integer to whether the condition holds there, and about where it begins
        to hold; the second may be wrong, far away or not finite.
    start : int, optional
        Where to look first.
    """
    at = (low + high) // 2 if start is None else start
    step, looks = 1, 0
    while high - low > 1:
        at = min(max(at, low + 1), high - 1)
        holds, guess = look(at)
        low, high = (low, at) if holds else (at, high)
        looks += 1
        if looks > _GUESSES or not (2 * low - high < guess and guess < 2 * high - low):
            at = (low + high) // 2
            continue
        nearest = whole(guess.mid().ceil())
        # Go at least a step beyond the new end, and farther where guesses keep to one side.
        beyond = high - step if holds else low + step
        at = min(nearest, beyond) if holds else max(nearest, beyond)
        step = 2 * step if at == beyond else 1
    return high
