"""Sums and products over a range: what comes out of them, and how their indices are called."""

from __future__ import annotations

from typing import Any

from skilltheory.replay.polynomials import (
    NONNEG,
    ONE,
    Poly,
    Ring,
    Signs,
    add,
    freeze,
    is_poly,
    num,
    scale,
)
from skilltheory.replay.terms import Rejected, bound_in, rename, shape, sums_in


class Ranges(Ring):
    """A ring in which atoms may be sums and products over an index."""

    def __init__(self, sorts: dict[str, str]) -> None:
        super().__init__()
        self.sorts = sorts

    def sign(self, p: Poly) -> Signs:
        """The possible signs of a normal form."""
        raise NotImplementedError

    def gather(self, body: Poly, index: str, low: Poly, high: Poly) -> Poly:
        total: Poly = {}
        for m, c in self.divide(body).items():
            inside = tuple(x for x in m if self.depends(x[0], index))
            outside = tuple(x for x in m if x not in inside)
            if inside:
                core = self.single(
                    (
                        "sum",
                        *self.canonical({inside: 1}, index),
                        freeze(low),
                        freeze(high),
                    )
                )
            else:
                core = self.length(low, high)
            total = add(total, self.times({outside: c}, core))
        return total

    def length(self, low: Poly, high: Poly) -> Poly:
        count = add(high, scale(low, -1), ONE)
        if not self.sign(count) <= NONNEG:
            raise Rejected("a range may be turned round")
        return count

    def canonical(self, core: Poly, index: str) -> tuple[Any, str]:
        name = f"_{self.level(core)}{self.sorts[index]}"
        self.sorts.setdefault(name, self.sorts[index])
        return freeze(self.renamed(core, index, name) if name != index else core), name

    def level(self, p: Any) -> int:
        if isinstance(p, int):
            key = self.atoms[p]
            if key[0] == "exp":
                return self.level({key[1]: 1})
            if key[0] in ("pr", "mean"):
                return sums_in(key[1])
            inner = max((self.level(dict(x)) for x in key if is_poly(x)), default=0)
            return inner + 1 if key[0] in ("sum", "prod") else inner
        return max((self.level(i) for m in p for i, _ in m), default=0)

    def renamed(self, p: Poly, old: str, new: str) -> Poly:
        out: Poly = {}
        for m, c in p.items():
            term = num(c)
            for i, e in m:
                key = self.atoms[i]
                if self.depends(i, old):
                    key = tuple(self._rename_part(key[0], x, old, new) for x in key)
                term = self.times(term, {((self.atom(key), e),): 1})
            out = add(out, term)
        return out

    def _rename_part(self, kind: str, x: Any, old: str, new: str) -> Any:
        if kind == "exp" and isinstance(x, tuple):
            ((m, _),) = self.renamed({x: 1}, old, new).items()
            return m
        if is_poly(x):
            return freeze(self.renamed(dict(x), old, new))
        if kind in ("pr", "mean") and isinstance(x, tuple):
            return rename(x, old, new) if kind == "pr" else shape(rename(x, old, new))
        return new if kind == "var" and x == old else x

    def depends(self, i: int, name: str) -> bool:
        kind, *parts = self.atoms[i]
        if kind in ("sum", "prod") and parts[1] == name:
            parts = parts[2:]
        if kind == "exp":
            return any(self.depends(j, name) for j, _ in parts[0])
        if kind == "var":
            return bool(parts[0] == name)
        if kind in ("pr", "mean"):
            return name in bound_in(parts[0])
        return any(self.depends(j, name) for x in parts if is_poly(x) for m, _ in x for j, _ in m)
