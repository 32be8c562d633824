"""Tiny books, built in this process or in a fresh one."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONF = """
extensions = ["myst_parser", "skilltheory.sphinxext"]
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "mathml"
html_static_path = []
"""


@dataclass
class Built:
    """What a build left behind."""

    code: int
    said: str
    out: Path

    def page(self, name="index"):
        """The HTML of a page; the build must have been good."""
        assert self.code == 0, self.said
        return (self.out / f"{name}.html").read_text()


class Book:
    """A folder with a ``conf.py`` and pages."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "conf.py").write_text(CONF)

    def write(self, text, page="index"):
        """Write a page."""
        (self.folder / f"{page}.md").write_text(text)

    def configure(self, text):
        """Add to ``conf.py``."""
        with (self.folder / "conf.py").open("a") as conf:
            conf.write(text)

    def arguments(self):
        """For ``sphinx-build``; no ``-W``, so that what stops the build stops it by itself."""
        return ["-q", "-b", "html", str(self.folder), str(self.folder / "_out")]

    def build(self, capsys):
        """Build in this process, where proofs are remembered."""
        from sphinx.cmd.build import build_main

        code = build_main(self.arguments())
        said = capsys.readouterr()
        return Built(code, said.out + said.err, self.folder / "_out")

    def build_afresh(self):
        """Build in a new process, where nothing is proved yet."""
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", *self.arguments()],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=600,
            check=False,
        )
        return Built(done.returncode, done.stdout + done.stderr, self.folder / "_out")


@pytest.fixture
def book(tmp_path):
    """An empty book."""
    return Book(tmp_path)
