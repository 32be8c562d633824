"""The page on the kernel lists every rule as the rule describes itself, and its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from docs.kernel_rules import DECIDES, PAGE, TRUSTS, table, written
from skilltheory.kernel import RULES


def test_the_table_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page, "run: python docs/kernel_rules.py"


def test_every_rule_is_in_the_table_once() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", table(), re.MULTILINE)
    assert sorted(rows) == sorted(RULES)
    assert set(DECIDES) == set(TRUSTS) == set(RULES)


def test_every_row_says_something() -> None:
    for row in re.findall(r"^\| `.*$", table(), re.MULTILINE):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        assert len(cells) == 4
        assert all(len(cell) > 3 for cell in cells), row


def test_the_examples_print_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0, capsys.readouterr().out
    assert len(test.examples) >= 8


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([\w/-]+\.md)\)", PAGE.read_text(encoding="utf-8")):
        page = Path(PAGE.parent, target)
        made_when_built = page.parent.name == "map"
        assert made_when_built or page.exists(), target
