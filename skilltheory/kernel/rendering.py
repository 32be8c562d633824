"""Normal forms written back as SymPy terms: for messages and hints, never to decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

__all__ = ["Rendered"]


class Rendered:
    """What has atoms can be written down."""

    atoms: list[tuple[Any, ...]]

    def term(self, p: Mapping[Any, Any]) -> sympy.Expr:
        """A SymPy term whose normal form is ``p``."""
        return sympy.Add(
            *(
                sympy.Rational(c)
                * sympy.Mul(*(self.atom_term(i) ** sympy.Rational(e) for i, e in powers))
                * (sympy.exp(self.term(dict(exponent))) if exponent else 1)
                for (powers, exponent), c in p.items()
            )
        )

    def atom_term(self, i: int) -> sympy.Expr:
        kind, *rest = self.atoms[i]
        if kind in ("var", "pr", "mean"):
            return rest[0]
        if kind == "prime":
            return sympy.Integer(rest[0])
        if kind == "entry":
            return sympy.IndexedBase(rest[0])[tuple(self.term(dict(x)) for x in rest[1:])]
        if kind in ("sum", "prod"):
            body, index, low, high = rest
            limits = (index, self.term(dict(low)), self.term(dict(high)))
            return (sympy.Sum if kind == "sum" else sympy.Product)(self.term(dict(body)), limits)
        if kind == "call":
            return sympy.Function(rest[0])(*(self.term(dict(x)) for x in rest[1:]))
        inner = self.term(dict(rest[0]))
        return sympy.log(inner) if kind == "log" else inner

    def text(self, p: Mapping[Any, Any]) -> str:
        return str(self.term(p))
