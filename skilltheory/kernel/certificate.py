"""Certificates: what a replayer needs to check a theorem again, as JSON.

A certificate lists the terms that occur (each once), the variables with their
sorts, and the steps from first to last: rule, hypotheses, conclusion, premises
by number, and the data that spare the replayer any search.  A cited statement
stands as one step, ``lemma``; its own certificate proves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import SkillTheoryError
from skilltheory.kernel.formula import And, Binder, Implies, Mean, Pr, Relation
from skilltheory.kernel.terms import opened
from skilltheory.kernel.theorem import Theorem
from skilltheory.sorts import Variable

__all__ = ["FORMAT", "certificate", "encoded"]

FORMAT = 1


class _Table:
    """Terms and variables, each written once."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.places: dict[Any, int] = {}
        self.variables: dict[str, list[Any]] = {}

    def add(self, row: list[Any]) -> int:
        key = repr(row)
        if key not in self.places:
            self.places[key] = len(self.rows)
            self.rows.append(row)
        return self.places[key]

    def name(self, variable: Variable) -> str:
        # the kernel's own names for bound variables come in hints only, where they may change
        name = f"bound{variable.name}" if variable.name.startswith("_") else variable.name
        role = "random" if variable.random else "fixed" if variable.fixed else "free"
        kind = [variable.sort.name, role]
        if self.variables.setdefault(name, kind) != kind:
            raise SkillTheoryError(f"the name {name} is used with two sorts in one proof")
        return name

    def put(self, term: sympy.Basic) -> int:
        return self.add(self._row(term))

    def _row(self, term: sympy.Basic) -> list[Any]:
        put = self.put
        if isinstance(term, sympy.Rational):
            return ["num", f"{term.p}/{term.q}"]
        if isinstance(term, Variable):
            return ["var", self.name(term)]
        if isinstance(term, sympy.Indexed):
            return ["entry", self.name(term.base.label), *map(put, term.indices)]
        if isinstance(term, sympy.Lambda):
            return ["lambda", [self.name(x) for x in term.variables], put(term.expr)]
        if isinstance(term, Relation):
            return [term.sign, put(term.lhs), put(term.rhs)]
        if isinstance(term, And | Implies):
            return [type(term).__name__.lower(), *map(put, term.args)]
        if isinstance(term, Binder):
            return [type(term).__name__.lower(), self.name(term.variable), put(term.body)]
        if isinstance(term, Pr):
            return ["pr", put(term.event)]
        if isinstance(term, Mean):
            return ["mean", put(term.term)]
        if isinstance(term, ExprWithLimits):
            body, index, low, high = opened(term)
            kind = "sum" if isinstance(term, sympy.Sum) else "prod"
            return [kind, self.name(index), *map(put, (body, low, high))]
        if term is sympy.E:
            return ["exp", self.add(["num", "1/1"])]
        heads = {
            sympy.Add: "add",
            sympy.Mul: "mul",
            sympy.Pow: "pow",
            sympy.exp: "exp",
            sympy.log: "log",
        }
        head = heads.get(term.func)
        if head is not None:
            return [head, *map(put, term.args)]
        if isinstance(term, sympy.Function):
            return ["call", term.func.__name__, *map(put, term.args)]
        raise SkillTheoryError(f"{term!r} cannot be written in a certificate")

    def data(self, value: Any) -> Any:
        """Anything a step carries: terms become numbers of rows."""
        if isinstance(value, Variable):
            return {"$var": self.name(value)}
        if isinstance(value, sympy.Basic):
            return {"$term": self.put(value)}
        if isinstance(value, dict):
            return [[self.data(key), self.data(part)] for key, part in value.items()]
        if isinstance(value, list | tuple):
            return [self.data(part) for part in value]
        return str(value) if isinstance(value, Fraction) else value


def encoded(
    formulas: Iterable[sympy.Basic],
) -> tuple[dict[str, list[Any]], list[list[Any]], list[int]]:
    """Some formulas: their variables, the rows of their table, and their places in it."""
    table = _Table()
    places = [table.put(formula) for formula in formulas]
    return table.variables, table.rows, places


def _sequent(theorem: Theorem, table: _Table) -> dict[str, Any]:
    """Hypotheses and conclusion as numbers of rows."""
    return {
        "hypotheses": sorted(table.put(h) for h in theorem.hypotheses),
        "conclusion": table.put(theorem.conclusion),
    }


def certificate(identifier: str, theorem: Theorem) -> dict[str, Any]:
    """The certificate of a theorem that proves the statement with this id."""
    table = _Table()
    steps: list[dict[str, Any]] = []
    done: dict[Theorem, int] = {}

    def visit(node: Theorem) -> int:
        stack = [node]
        while stack:
            top = stack[-1]
            if top in done:
                stack.pop()
                continue
            step = top.step
            lemma = step.rule == "cite" and step.data["id"] != identifier
            waiting = [] if lemma else [p for p in step.premises if p not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            done[top] = len(steps)
            steps.append(
                {
                    "rule": "lemma" if lemma else step.rule,
                    **_sequent(top, table),
                    "premises": [] if lemma else [done[p] for p in step.premises],
                    "data": {key: table.data(part) for key, part in step.data.items()},
                }
            )
        return done[node]

    last = visit(theorem)
    assert last == len(steps) - 1
    return {
        "format": FORMAT,
        "id": identifier,
        "variables": table.variables,
        "terms": table.rows,
        "steps": steps,
    }
