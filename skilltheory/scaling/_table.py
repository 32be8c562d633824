"""The rows of a separated text file, as spreadsheets write them.

A quoted cell may hold line breaks, and a first line ``sep=;`` says what separates cells.
"""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

__all__ = ["BadTable", "Row", "rows_of"]

_SEPARATORS = ",;\t"
_DECLARED = re.compile(r'\s*"?sep=(\\t|.?)"?[,;\t]*\s*', re.IGNORECASE)
_NAMED = "a comma, a semicolon or a tab"
_UNCLOSED = "a cell opens a quotation mark that no later line closes"


class BadTable(Exception):
    """A line cannot be read; for the reader of the file to report."""

    def __init__(self, line: int, what: str) -> None:
        self.line, self.what = line, what
        super().__init__(line, what)


class Row(NamedTuple):
    """Cells, and the lines of the file, counted from 1, that they begin and end on."""

    line: int
    last: int
    cells: list[str]


def rows_of(text: str) -> list[Row]:
    """Return the rows of a table, without comments and rows of empty cells.

    The separator is the one that ``sep=`` names, or that the first row has most of.

    Raises
    ------
    BadTable
        If a quotation mark is never closed, a cell is beyond all measure, or ``sep=``
        names a separator other than a comma, a semicolon or a tab.
    """
    lines = text.split("\n")
    rows: list[Row] = []
    separator, at = "", 0
    while at < len(lines):
        line = lines[at]
        if not line.strip(" \r\t,;") or line.lstrip().startswith("#"):
            at += 1
        elif not rows and not separator and (declared := _DECLARED.fullmatch(line)):
            separator = declared[1].replace("\\t", "\t")
            if separator not in tuple(_SEPARATORS):
                raise BadTable(at + 1, f"{line.strip()!r}: cells must be separated by {_NAMED}")
            at += 1
        else:
            separator = separator or max(_SEPARATORS, key=_quoted(lines, at).count)
            cells, taken = _row(lines, at, separator)
            rows.append(Row(at + 1, at + taken, cells))
            at += taken
    return rows


def _quoted(lines: list[str], at: int) -> str:
    """Return the line, and those that its open quotation marks go on over."""
    text = lines[at]
    while text.count('"') % 2 and at + 1 < len(lines):
        at += 1
        text += lines[at]
    return text


def _row(lines: list[str], at: int, separator: str) -> tuple[list[str], int]:
    """Read the row that begins at a line; return its cells and how many lines it takes."""

    def read(strict: bool) -> tuple[list[str], int]:
        rest = (f"{lines[number]}\n" for number in range(at, len(lines)))
        reader = csv.reader(rest, delimiter=separator, strict=strict)
        return next(reader), reader.line_num

    try:
        cells, taken = read(strict=False)
    except csv.Error as error:
        raise BadTable(at + 1, str(error)) from error
    if at + taken == len(lines):  # only a strict reader tells an end of file within a cell
        try:
            read(strict=True)
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise BadTable(at + 1, _UNCLOSED) from error
    return cells, taken
