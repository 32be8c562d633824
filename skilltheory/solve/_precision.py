"""Arb's precision is a global: it is given back as it was found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flint import ctx

__all__ = ["own_precision"]

P = ParamSpec("P")
Result = TypeVar("Result")


def own_precision(function: Callable[P, Result]) -> Callable[P, Result]:
    """Give Arb's precision back as it was found."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Result:
        found = ctx.prec
        try:
            return function(*args, **kwargs)
        finally:
            ctx.prec = found

    return wrapped
