"""The page about the kernel lists every rule, with the schema that the rule itself states."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from skilltheory.kernel import RULES

PAGE = Path(__file__).parents[2] / "docs" / "kernel.md"


def plain(text: str) -> str:
    """Text without its markup and line breaks."""
    return " ".join(re.sub(r"[`\\]", "", text.replace("⊢", "|-")).split())


def test_the_page_lists_exactly_the_rules() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), flags=re.MULTILINE)
    assert sorted(listed) == sorted(RULES)


def test_every_schema_is_the_rules_own() -> None:
    page = plain(PAGE.read_text())
    for name, function in RULES.items():
        doc = inspect.getdoc(function)
        assert doc, name
        assert plain(doc) in page, name
