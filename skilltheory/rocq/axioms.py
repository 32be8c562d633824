"""What a proof may take for granted in Rocq: the white list for ``Print Assumptions``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from skilltheory.errors import SkillTheoryError

__all__ = ["WHITE_LIST", "assumed_in", "not_allowed"]

WHITE_LIST = {
    "ClassicalDedekindReals.sig_forall_dec": "classical reals: a decidable property fails or holds",
    "ClassicalDedekindReals.sig_not_dec": "classical reals: excluded middle for negations",
    "FunctionalExtensionality.functional_extensionality_dep": "equal values make equal functions",
    "Classical_Prop.classic": "excluded middle",
}
"""The axioms of the classical reals, with what each says."""

_MACHINE_INTEGERS = re.compile(r"(PrimInt63|Uint63|Sint63)\.\w+")
"""Integers of the processor and what Rocq takes them to satisfy: Interval computes with them.

Floats of the processor (``PrimFloat``, ``FloatAxioms``) are not on the list.
"""

_NAME = re.compile(r"([A-Za-z_][\w.']*)(?: :|$)")
_CLOSED = "Closed under the global context"
_HEAD = "Axioms:"


def assumed_in(output: str) -> tuple[str, ...]:
    """The names that ``Print Assumptions`` lists in what Rocq printed, sorted.

    Raises
    ------
    SkillTheoryError
        If Rocq printed no such list: then nothing is known, and nothing may be claimed.
    """
    if _CLOSED in output:
        return ()
    _, found, listed = output.partition(f"{_HEAD}\n")
    if not found:
        raise SkillTheoryError("Rocq did not say what the proof assumes")
    names = (_NAME.match(line) for line in listed.splitlines())
    return tuple(sorted({name[1] for name in names if name}))


def not_allowed(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are not on the white list."""
    return tuple(
        name for name in names if name not in WHITE_LIST and not _MACHINE_INTEGERS.fullmatch(name)
    )
