"""Sign facts for ``sympy.ask``.

They are theorems of the library.  They are told to ``ask`` and not to SymPy's
automatic assumptions, which would collapse ``KL(q, p) >= 0`` to ``True`` before
it could be stated, let alone proved.
"""

from __future__ import annotations

from typing import Any

from sympy import Q

from skilltheory.functions.alphabets import Divergence
from skilltheory.functions.binomial import AtLeast, BinomialTail
from skilltheory.functions.divergence import KL, Phi
from skilltheory.functions.entropy import BinaryEntropy
from skilltheory.functions.superquantile import Superquantile

__all__ = ["register"]

_NONNEGATIVE = (BinaryEntropy, KL, Phi, BinomialTail, AtLeast, Divergence, Superquantile)


def _yes(expr: Any, assumptions: Any) -> bool:
    return True


def _no(expr: Any, assumptions: Any) -> bool:
    return False


def register() -> None:
    """Tell ``ask`` that these functions are never negative where they are defined."""
    for function in _NONNEGATIVE:
        type(Q.nonnegative).register(function)(_yes)
        type(Q.negative).register(function)(_no)
