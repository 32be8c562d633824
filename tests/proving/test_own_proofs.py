"""The examples of the page on own proofs are what the program prints."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "own-proofs.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _example_blocks() -> list[tuple[int, str]]:
    text = PAGE.read_text(encoding="utf-8")
    return [(text[: m.start(1)].count("\n"), m.group(1)) for m in BLOCK.finditer(text)]


def test_every_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    parser, runner, names = doctest.DocTestParser(), doctest.DocTestRunner(), {}
    blocks = _example_blocks()
    assert len(blocks) >= 10
    for line, block in blocks:
        test = parser.get_doctest(block, names, PAGE.name, str(PAGE), line)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0, capsys.readouterr().out
    (quoted,) = SCRIPT.findall(PAGE.read_text(encoding="utf-8"))
    assert names["source"] == quoted
