"""Formulas for reading: the statement's own SymPy object, in the order a person writes.

Nothing is rewritten.  Only the order of printing changes (``q - p`` rather than
``-p + q``, ``P log(P/Q)`` rather than ``log(P/Q) P``), quantifiers are said in words, and an
event inside a probability is named and then described, so that no line is longer than a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import precedence_traditional

from skilltheory.kernel.formula import (
    And,
    Binder,
    Exists,
    ForAll,
    Formula,
    Implies,
    Less,
    LessEqual,
    Mean,
    Pr,
    Relation,
)
from skilltheory.sorts import Variable

__all__ = ["Line", "lines", "sorts_of", "tex"]

_MANY_INDICES = 4


@dataclass
class Line:
    """A piece of a sentence: words, a formula after them, and what is said below it.

    Attributes
    ----------
    words : str
        Plain words before the formula; formulas among them stand between ``$`` signs.
    formula : str
        LaTeX without delimiters, or empty.
    below : list of Line
        What belongs to this line, shown under it.
    """

    words: str = ""
    formula: str = ""
    below: list[Line] = field(default_factory=list)


class _Printer(LatexPrinter):
    """SymPy's printer, in the order a person writes."""

    def __init__(self, running: Iterable[sympy.Basic] = ()) -> None:
        super().__init__()
        self._running = frozenset(running)
        self.left_out = False

    def _print(self, expr: Any, **more: Any) -> str:
        # A printer asks the object first; for propositions, this one knows better.
        for cls in type(expr).__mro__ if isinstance(expr, Formula | Pr | Mean) else ():
            method = getattr(self, f"_print_{cls.__name__}", None)
            if method is not None:
                return str(method(expr))
        return str(super()._print(expr, **more))

    def _print_Add(self, expr: sympy.Add, order: Any = None) -> str:
        terms = self._as_ordered_terms(expr, order=order)
        if len(terms) > 1 and terms[0].could_extract_minus_sign():
            # A sum that begins with a minus sign is harder to read than one that does not.
            first = next((t for t in terms if not t.could_extract_minus_sign()), None)
            if first is not None:
                rest = [t for t in terms if t is not first]
                made = self._print(first)
                for term in rest:
                    if term.could_extract_minus_sign():
                        made += " - " + self._signless(-term)
                    else:
                        made += " + " + self._signless(term)
                return str(made)
        return str(super()._print_Add(expr, order=order))

    def _signless(self, term: sympy.Expr) -> str:
        made: str = self.parenthesize(term, precedence_traditional(sympy.Add(1, sympy.Symbol("x"))))
        return made

    def _print_Mul(self, expr: sympy.Mul) -> str:
        if expr.could_extract_minus_sign():
            return f"- {self.parenthesize(-expr, precedence_traditional(expr), strict=True)}"
        if sympy.fraction(expr, exact=True)[1] != 1 or expr.has(sympy.Sum, sympy.Product):
            return str(super()._print_Mul(expr))
        level = precedence_traditional(expr)
        ordered = sorted(expr.as_ordered_factors(), key=_rank)
        made = ""
        for factor in ordered:
            gap = r" \, " if made and _rank(factor) == _FUNCTION else " "
            made += gap + self.parenthesize(factor, level, strict=True)
        return made.strip()

    def _print_Indexed(self, expr: sympy.Indexed) -> str:
        indices = expr.indices
        if len(indices) > _MANY_INDICES:
            # The sizes are the same throughout the sentence: only what runs is shown.
            shown = [i for i in indices if i in self._running]
            if shown and len(shown) < len(indices):
                self.left_out = True
                indices = shown
        inside = ",".join(self._print(i) for i in indices)
        return f"{{{self._print(expr.base.label)}}}_{{{inside}}}"

    def _print_And(self, formula: And) -> str:
        return r",\;\; ".join(self._chained(formula))

    def _chained(self, formula: And) -> list[str]:
        """The parts, with ``a <= j, j <= n`` as ``a <= j <= n``."""
        made: list[str] = []
        last: sympy.Basic | None = None
        for part in formula.args:
            if (
                isinstance(part, Less | LessEqual)
                and last is not None
                and part.lhs == last
                and isinstance(last, sympy.Symbol)
            ):
                made[-1] += f" {part.tex} {self._print(part.rhs)}"
            else:
                made.append(self._print(part))
            last = part.rhs if isinstance(part, Less | LessEqual) else None
        return made

    def _print_Relation(self, formula: Relation) -> str:
        return f"{self._print(formula.lhs)} {formula.tex} {self._print(formula.rhs)}"

    def _print_Implies(self, formula: Implies) -> str:
        return r" \;\Rightarrow\; ".join(self._held(part) for part in formula.args)

    def _held(self, part: Formula) -> str:
        text = self._print(part)
        return str(text) if isinstance(part, Relation) else rf"\left({text}\right)"

    def _print_ForAll(self, formula: Binder) -> str:
        over, rest = _range(formula)
        scope = self._print(over) if over is not None else self._print(formula.variable)
        return rf"{formula.tex}\, {scope}:\;\; {self._print(rest)}"

    _print_Exists = _print_ForAll

    def _print_Pr(self, term: Pr) -> str:
        return rf"\Pr\left[{self._print(term.event)}\right]"

    def _print_Mean(self, term: Mean) -> str:
        return rf"\mathbb{{E}}\left[{self._print(term.term)}\right]"


_FUNCTION = 5


def _rank(factor: sympy.Expr) -> int:
    """Numbers, ways to choose, small letters, capitals, compounds, functions."""
    if isinstance(factor, sympy.binomial):
        return 1
    if isinstance(factor, sympy.Function):
        return _FUNCTION
    if factor.is_number:
        return 0
    symbol = factor.base if isinstance(factor, sympy.Pow) else factor
    if isinstance(symbol, sympy.Symbol):
        return 3 if symbol.name[:1].isupper() else 2
    return 2 if isinstance(symbol, sympy.Indexed) else 4


def _range(formula: Binder) -> tuple[Formula | None, Formula]:
    """The range that a quantifier runs over, when it has one, and what it says there."""
    body, variable = formula.body, formula.variable
    wanted: Any = None
    rest: Formula | None = None
    if isinstance(formula, ForAll) and isinstance(body, Implies):
        wanted, rest = body.args
    elif isinstance(formula, Exists) and isinstance(body, And) and len(body.args) == 3:
        wanted, rest = And(*body.args[:2]), body.args[2]
    if (
        rest is not None
        and isinstance(wanted, And)
        and len(wanted.args) == 2
        and all(isinstance(part, LessEqual) for part in wanted.args)
        and wanted.args[0].rhs == variable == wanted.args[1].lhs
    ):
        return wanted, rest
    return None, body


def _printer(formula: sympy.Basic) -> _Printer:
    """A printer that knows which variables run over a range, and so vary within the sentence."""
    running = {
        node.variable
        for node in sympy.preorder_traversal(formula)
        if isinstance(node, Binder) and _range(node)[0] is not None
    }
    running |= {
        index
        for node in sympy.preorder_traversal(formula)
        if isinstance(node, ExprWithLimits)
        for index in node.bound_symbols
    }
    return _Printer(running)


def tex(term: sympy.Basic) -> str:
    """LaTeX of one term or formula on one line, without delimiters."""
    made: str = _printer(term).doprint(term)
    return made


def sorts_of(variables: Iterable[Variable]) -> list[tuple[str, str]]:
    """For each sort, its name and the LaTeX of the variables of that sort, in a fixed order."""
    groups: dict[str, list[Variable]] = {}
    for variable in variables:
        groups.setdefault(variable.sort.name, []).append(variable)
    return [(name, r",\, ".join(sympy.latex(v) for v in group)) for name, group in groups.items()]


def lines(formula: Formula) -> tuple[list[Line], bool]:
    """The formula as a few short lines, and whether indices were left out for reading."""
    printer = _printer(formula)
    return _lines(formula, printer), printer.left_out


def _lines(formula: Formula, printer: _Printer) -> list[Line]:
    if not (formula.has(Binder) or formula.has(Pr)):
        if isinstance(formula, And):
            return [Line("", part) for part in printer._chained(formula)]
        return [Line("", printer.doprint(formula))]
    if isinstance(formula, And):
        return [line for part in formula.args for line in _lines(part, printer)]
    if isinstance(formula, Implies):
        premise, conclusion = formula.args
        return [
            Line(f"if ${printer.doprint(premise)}$, then"),
            *_lines(conclusion, printer),
        ]
    if isinstance(formula, Binder):
        return _quantified(formula, printer)
    event = _large_event(formula)
    if event is not None:
        name = sympy.Symbol(r"\mathcal{E}")
        shown = formula.xreplace({Pr(event): sympy.Function(r"\Pr")(name)})
        return [
            Line("", printer.doprint(shown)),
            Line(r"where $\mathcal{E}$ is the event:", "", _lines(event, printer)),
        ]
    return [Line("", printer.doprint(formula))]


def _large_event(formula: Formula) -> Formula | None:
    for term in sympy.preorder_traversal(formula):
        if isinstance(term, Pr) and term.event.has(Binder):
            return term.event
    return None


def _quantified(formula: Binder, printer: _Printer) -> list[Line]:
    names, kind = [], type(formula)
    inner: Formula = formula
    while isinstance(inner, kind):
        over, rest = _range(inner)
        scope = printer.doprint(over if over is not None else inner.variable)
        names.append(f"${scope}$")
        inner = rest
    word = "for every" if kind is ForAll else "there is"
    joined = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
    ending = ":" if kind is ForAll else " such that"
    return [Line(f"{word} {joined}{ending}"), *_lines(inner, printer)]
