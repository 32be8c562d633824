"""What stops the build: always with the file and the line."""

from __future__ import annotations

from typing import Any

from sphinx.errors import SphinxError

__all__ = ["BookError", "place_of"]


class BookError(SphinxError):
    """The book would say something that does not hold: the build stops."""

    category = "Book error"


def place_of(node: Any) -> str:
    """``file:line`` of a node, as far as docutils knows it."""
    while node is not None:
        source, line = getattr(node, "source", None), getattr(node, "line", None)
        if source:
            return f"{source}:{line}" if line else str(source)
        node = getattr(node, "parent", None)
    return "unknown place"
