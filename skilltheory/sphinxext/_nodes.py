"""The few nodes that docutils does not have."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["fold", "html", "setup", "tagged"]


class fold(nodes.General, nodes.Element):
    """Something that unfolds: its first child is the summary, always visible."""


class tagged(nodes.General, nodes.Element):
    """An HTML element of our own choice around its children."""


class html(nodes.General, nodes.Element):
    """Finished HTML (a picture with links), and the same in words for other formats."""


def _attributes(node: Any) -> str:
    made = f' class="{escape(" ".join(node["classes"]))}"' if node["classes"] else ""
    if node["ids"]:
        made += f' id="{escape(node["ids"][0])}"'
    for name, value in node.get("attributes", {}).items():
        made += f' {name}="{escape(value)}"'
    return made


def _open_fold(self: Any, node: fold) -> None:
    opened = " open" if node.get("open") else ""
    self.body.append(f"<details{_attributes(node)}{opened}>\n")


def _close_fold(self: Any, node: fold) -> None:
    self.body.append("</details>\n")


def _open_tagged(self: Any, node: tagged) -> None:
    self.body.append(f"<{node['tag']}{_attributes(node)}>")


def _close_tagged(self: Any, node: tagged) -> None:
    self.body.append(f"</{node['tag']}>")


def _write_html(self: Any, node: html) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def _pass(self: Any, node: nodes.Element) -> None:
    """Other formats show the children and nothing else."""


def _write_words(self: Any, node: html) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Enter the nodes with their HTML."""
    plain: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (_pass, _pass))
    words: dict[str, Any] = dict.fromkeys(plain, (_write_words, None))
    app.add_node(fold, html=(_open_fold, _close_fold), **plain)
    app.add_node(tagged, html=(_open_tagged, _close_tagged), **plain)
    app.add_node(html, html=(_write_html, None), **words)
