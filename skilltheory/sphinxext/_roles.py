"""Roles: a link to a statement, its formula, and certified numbers, inside a sentence."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from skilltheory.errors import SkillTheoryError
from skilltheory.sphinxext import _numbers, _typeset
from skilltheory.sphinxext._errors import BookError
from skilltheory.sphinxext._render import link
from skilltheory.theory import statement

__all__ = ["ROLES"]

_Result = tuple[list[nodes.Node], list[nodes.system_message]]


class _Role(SphinxRole):
    def run(self) -> _Result:
        source, line = self.get_source_info()
        try:
            made = self.make(self.text)
        except SkillTheoryError as error:
            raise BookError(f"{source}:{line}: {error}") from error
        for node in made:
            node.source, node.line = source, line
        return made, []

    def make(self, text: str) -> list[Any]:
        raise NotImplementedError


class _Ref(_Role):
    """``:st:ref:`emergence.basic``` or ``:st:ref:`the theorem <emergence.basic>```."""

    def make(self, text: str) -> list[Any]:
        words, _, rest = text.rpartition("<")
        if rest.endswith(">"):
            return [link(rest[:-1].strip(), words.strip())]
        return [link(text)]


class _Formula(_Role):
    """The conclusion of a statement, in a line."""

    def make(self, text: str) -> list[Any]:
        latex = _typeset.tex(statement(text).conclusion)
        return [nodes.math(latex, latex)]


class _Value(_Role):
    """``:st:value:`beta alpha=1/10 theta=1/10 k=4 digits=6```: proved digits only."""

    def make(self, text: str) -> list[Any]:
        found = _numbers.solved(text)
        title = f"{found!r}; proof: {found.proof}"
        made = nodes.inline("", found.value, classes=["st-value"])
        made["names"] = []
        return [nodes.abbreviation("", "", made, explanation=title)]


ROLES: dict[str, Any] = {"ref": _Ref(), "formula": _Formula(), "value": _Value()}
