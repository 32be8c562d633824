"""Propositions as text and LaTeX. Nothing is decided by how they look."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

__all__ = ["Infix", "Prefix", "Written"]


class Written(sympy.Basic):
    """Something whose looks are given by a sign for text and one for LaTeX."""

    sign: str
    tex: str

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {sympy.latex(self)}$"


class Infix(Written):
    """Parts with a sign between them."""

    def _sympystr(self, printer: StrPrinter) -> str:
        return f" {self.sign} ".join(grouped(printer, part) for part in self.args)

    def _latex(self, printer: LatexPrinter) -> str:
        return f" {self.tex} ".join(grouped(printer, part) for part in self.args)


class Prefix(Written):
    """A variable that a quantifier binds, and what is said of it."""

    def _sympystr(self, printer: StrPrinter) -> str:
        variable, body = self.args
        name = f"{printer.doprint(variable)} in {variable.sort}"
        return f"{self.sign} {name}: {grouped(printer, body)}"

    def _latex(self, printer: LatexPrinter) -> str:
        variable, body = self.args
        return rf"{self.tex}\, {printer.doprint(variable)}:\; {grouped(printer, body)}"


def grouped(printer: Any, part: sympy.Basic) -> str:
    """A part in brackets if it is made of propositions itself."""
    text: str = printer.doprint(part)
    if not (isinstance(part, Written) and any(isinstance(x, Written) for x in part.args)):
        return text
    return rf"\left({text}\right)" if isinstance(printer, LatexPrinter) else f"({text})"
