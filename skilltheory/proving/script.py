"""Proof scripts: a chain of claims with reasons, read by people and run by the kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import sympy

from skilltheory.errors import SkillTheoryError
from skilltheory.kernel.formula import Formula
from skilltheory.kernel.theorem import Theorem

__all__ = ["SCRIPTS", "Line", "Proof", "Script", "proves"]


@dataclass(frozen=True)
class Line:
    """One claim of a proof, what it was checked by, and why it holds in words."""

    theorem: Theorem
    why: str

    @property
    def rule(self) -> str:
        return self.theorem.step.rule


@dataclass
class Proof:
    """A proof in the making: the claim to reach, and the lines so far.

    Attributes
    ----------
    claim : Formula
        The conclusion to be reached.  A script hands it to its last rule, so
        that a claim that differs from the true one is refused by the kernel.
    hypotheses : tuple of Formula
        What the theorem may suppose.
    """

    claim: Formula
    hypotheses: tuple[Formula, ...] = ()
    lines: list[Line] = field(default_factory=list)

    def line(self, theorem: Theorem, why: str) -> Theorem:
        """Record a claim that a rule has just made, with its reason in words."""
        self.lines.append(Line(theorem, why))
        return theorem

    def text(self) -> str:
        """The chain in plain text."""
        rows = []
        for number, line in enumerate(self.lines, 1):
            rows.append(f"({number}) {line.theorem.conclusion}")
            rows.append(f"      {line.why} [{line.rule}]")
        return "\n".join(rows)

    def latex(self) -> str:
        """The chain as the rows of a LaTeX ``align*``, reasons on the right."""
        rows = [
            rf"&{sympy.latex(line.theorem.conclusion)} && \text{{{_tex_text(line.why)}}}"
            for line in self.lines
        ]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def html(self) -> str:
        """The chain as an ordered list; formulas between TeX's inline delimiters."""
        rows = [
            f"<li>\\({escape(sympy.latex(line.theorem.conclusion), quote=False)}\\) "
            f'<span class="why">{escape(line.why)}</span> '
            f'<code class="rule">{escape(line.rule)}</code></li>'
            for line in self.lines
        ]
        return '<ol class="proof">' + "".join(rows) + "</ol>"


def _tex_text(words: str) -> str:
    for plain, tex in (("_", r"\_"), ("%", r"\%"), ("&", r"\&"), ("^", r"\textasciicircum ")):
        words = words.replace(plain, tex)
    return words


Script = Callable[[Proof], Theorem]
SCRIPTS: dict[str, Script] = {}


def proves(identifier: str) -> Callable[[Script], Script]:
    """Enter a function as the proof of a statement.

    The function gets a :class:`Proof` and returns the final theorem; its
    docstring is the idea of the proof in a sentence or two.

    Raises
    ------
    SkillTheoryError
        If the statement already has a proof.
    """

    def enter(script: Script) -> Script:
        if identifier in SCRIPTS:
            raise SkillTheoryError(f"{identifier} already has a proof")
        SCRIPTS[identifier] = script
        return script

    return enter
