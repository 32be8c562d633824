"""From scaling laws to guaranteed skills, as typed, proved and certified mathematics.

``from skilltheory import *`` gives the vocabulary below; everything loads on first use.

Functions (SymPy-native; natural logarithms, nats)
    ``H(p)`` binary entropy, ``KL(q, p)`` binary divergence, ``Phi(u) = u log u - u + 1``,
    ``BinomialTail``, ``Superquantile``, and ``Entropy``, ``CrossEntropy``, ``Divergence`` on
    finite alphabets.
Typed variables
    ``variables("p q", OpenUnit)`` with the sorts ``Real, Positive, NonNegative, GreaterThanOne,
    Probability, OpenUnit, Integers, Natural, Count``; ``exact("1/10")`` reads a number exactly.
Statements
    ``statement("emergence.basic")`` and ``statements()``: each knows its hypotheses, conclusion,
    source, whether it is proved, and what it rests on.
Numbers
    ``solve.beta(alpha, theta, k)`` and its kin: proven digits, or :class:`NoGuarantee` with the
    condition that failed.
Scaling laws
    ``get_law("hoffmann2022")``, ``get_model("gpt-3")``, and your own ``ScalingLaw``.
Errors
    ``SkillTheoryError`` and, below it, ``SortError``, ``NoGuarantee``, ``UnknownName`` and
    ``Refused``.
Modules
    ``functions``, ``kernel``, ``theory``, ``solve``, ``scaling``, ``plot``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skilltheory import functions, kernel, plot, scaling, solve, theory
    from skilltheory.errors import (
        NoGuarantee,
        Refused,
        SkillTheoryError,
        SortError,
        UnknownName,
    )
    from skilltheory.functions import (
        KL,
        BinomialTail,
        CrossEntropy,
        Divergence,
        Entropy,
        H,
        Phi,
        Superquantile,
    )
    from skilltheory.scaling import ScalingLaw, get_law, get_model
    from skilltheory.sorts import (
        Count,
        GreaterThanOne,
        Integers,
        Natural,
        NonNegative,
        OpenUnit,
        Positive,
        Probability,
        Real,
        Variable,
        exact,
        variables,
    )
    from skilltheory.theory import statement, statements

__version__ = "0.1.0"

__all__ = [
    "KL",
    "BinomialTail",
    "Count",
    "CrossEntropy",
    "Divergence",
    "Entropy",
    "GreaterThanOne",
    "H",
    "Integers",
    "Natural",
    "NoGuarantee",
    "NonNegative",
    "OpenUnit",
    "Phi",
    "Positive",
    "Probability",
    "Real",
    "Refused",
    "ScalingLaw",
    "SkillTheoryError",
    "SortError",
    "Superquantile",
    "UnknownName",
    "Variable",
    "exact",
    "functions",
    "get_law",
    "get_model",
    "kernel",
    "plot",
    "scaling",
    "solve",
    "statement",
    "statements",
    "theory",
    "variables",
]

_MODULES = frozenset({"functions", "kernel", "plot", "scaling", "solve", "theory"})
_HOMES = {
    "errors": ("NoGuarantee", "Refused", "SkillTheoryError", "SortError", "UnknownName"),
    "functions": (
        "BinomialTail",
        "CrossEntropy",
        "Divergence",
        "Entropy",
        "H",
        "KL",
        "Phi",
        "Superquantile",
    ),
    "scaling": ("ScalingLaw", "get_law", "get_model"),
    "sorts": (
        "Count",
        "GreaterThanOne",
        "Integers",
        "Natural",
        "NonNegative",
        "OpenUnit",
        "Positive",
        "Probability",
        "Real",
        "Variable",
        "exact",
        "variables",
    ),
    "theory": ("statement", "statements"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name of the vocabulary when it is first asked for (PEP 562)."""
    if name in _MODULES:
        return import_module(f"skilltheory.{name}")
    if name in _HOME:
        value = getattr(import_module(f"skilltheory.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'skilltheory' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
