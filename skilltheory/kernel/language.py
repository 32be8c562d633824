"""What a sequent may be made of, and how large it may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import BudgetExceeded, SkillTheoryError
from skilltheory.functions import KL, AtLeast, BinaryEntropy, BinomialTail, Phi
from skilltheory.kernel.formula import (
    And,
    Equal,
    Exists,
    ForAll,
    Implies,
    Less,
    LessEqual,
    Mean,
    Pr,
    Unequal,
)
from skilltheory.kernel.terms import opened
from skilltheory.sorts import SORTS, Variable

__all__ = ["EAGER", "MAX_CHOICES", "affordable", "in_language"]

MAX_SIZE = 20_000
MAX_BITS = 8192
MAX_EXPONENT = 2**40
MAX_CHOICES = 2000
EAGER = {sympy.Pow, sympy.exp, sympy.binomial}


def affordable(term: sympy.Expr) -> None:
    """Refuse what has no variables, and what SymPy could take for ever to evaluate."""
    kind = term.func
    if kind not in EAGER | {sympy.Sum, sympy.Product} or term.free_symbols:
        return
    from skilltheory.kernel.ball import enclose

    *base, last = term.args
    if kind is sympy.binomial:
        small = abs(enclose(base[0], {}.__getitem__)) <= MAX_CHOICES
    elif kind in EAGER:
        size = abs(enclose(last, {}.__getitem__))
        bits = max(map(_bits, base), default=0)
        small = abs(last) * bits < MAX_BITS if last.is_Integer else size < MAX_EXPONENT
    else:
        small = enclose(term, {}.__getitem__).is_finite()
    if not small:
        raise BudgetExceeded("language", "a number is too large, or takes too long to compute")


def _bits(number: sympy.Expr) -> int:
    return max(number.p.bit_length(), number.q.bit_length()) if number.is_Rational else 0


NUMBERS = {type(n) for n in map(sympy.sympify, (0, 1, -1, 2, "1/2", "1/3", "E"))}
ARGUMENTS: dict[Any, int | None] = {
    **dict.fromkeys((sympy.Add, sympy.Mul, sympy.Max, sympy.Min, sympy.Sum, sympy.Product)),
    **dict.fromkeys((sympy.exp, sympy.log, sympy.Abs, sympy.LambertW, BinaryEntropy, Phi), 1),
    **dict.fromkeys((sympy.Pow, sympy.binomial, KL, AtLeast), 2),
    BinomialTail: 3,
}
"""The functions of the language, with the number of their arguments, if it is fixed."""
CHECKED = {Less, LessEqual, Equal, Unequal, And, Implies, ForAll, Exists, Pr, Mean}
"""What has a constructor of its own, which checks its parts."""


def in_language(terms: Iterable[sympy.Basic]) -> None:
    """Refuse what is not made of the language's own parts, and names used in two ways.

    The types must be exact: an object of a subclass could say one thing now
    and another later.  A proposition must be what its constructor makes of its
    parts, and a function have its own number of arguments: SymPy can put
    together anything.

    Raises
    ------
    SkillTheoryError
        Naming the part, or the name, and what is wrong with it.
    """
    names: dict[str, tuple[Variable, bool]] = {}
    waiting, size = list(terms), 0
    compound: list[sympy.Expr] = []

    while waiting:
        node, size = waiting.pop(), size + 1
        kind = type(node)
        if size > MAX_SIZE:
            raise BudgetExceeded("language", f"a sequent has more than {MAX_SIZE} parts")
        if kind is sympy.Indexed:
            if type(node.base) is not sympy.IndexedBase:
                raise SkillTheoryError(f"{node} is not a member of a family")
            _name(node.base.label, True, names)
            waiting += node.indices
        elif kind in CHECKED:
            if kind(*node.args) != node:
                raise SkillTheoryError(f"{node} is not what its parts make up")
            waiting += node.args
        elif kind in ARGUMENTS:
            compound.append(node)
            parts = opened(node) if isinstance(node, ExprWithLimits) else node.args
            if ARGUMENTS[kind] not in (None, len(parts)) or not all(
                isinstance(part, sympy.Expr) for part in parts
            ):
                raise SkillTheoryError(f"{node} does not have the arguments that {kind} takes")
            waiting += parts
        elif kind in NUMBERS:
            if _bits(node) > MAX_BITS:
                raise BudgetExceeded("language", f"a number has more than {MAX_BITS} bits")
        else:
            _name(node, False, names)
    for node in compound:  # not before it is known that there are few
        affordable(node)


def _name(variable: Any, is_family: bool, names: dict[str, tuple[Variable, bool]]) -> None:
    """Refuse a variable that is not the library's, and a name that stands for two things."""
    if type(variable) is not Variable or type(variable.name) is not str:
        raise SkillTheoryError(f"{variable} is not a typed variable: use Variable(name, sort)")
    if SORTS.get(variable.sort.name) is not variable.sort or not variable.name[:1].isalpha():
        raise SkillTheoryError(f"{variable} has a name or a sort that is not the library's")
    other, role = names.setdefault(variable.name, (variable, is_family))
    if other != variable:
        raise SkillTheoryError(
            f"the name {variable} is used with two sorts, {other.sort} and {variable.sort}"
        )
    if role != is_family:
        raise SkillTheoryError(f"the name {variable} is used for a variable and for a family")
