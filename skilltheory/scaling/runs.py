"""Training runs: how many parameters, how many tokens, which loss; read from a table.

Whatever is wrong with a table is said with its line numbers, all at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skilltheory.errors import SkillTheoryError
from skilltheory.scaling._table import BadTable, Row, rows_of
from skilltheory.scaling.columns import Column, Quantity, recognise
from skilltheory.scaling.law import FLOPS_PER_PARAMETER_AND_TOKEN
from skilltheory.scaling.objective import Floats

__all__ = ["Duplicates", "RunsError", "Runs", "read_runs"]

Duplicates: TypeAlias = Literal["refuse", "drop", "keep"]
"""What to do with a run that occurs twice, figure for figure."""

_MOST_SHOWN = 8
_LARGEST = {"parameters": 1e20, "tokens": 1e20, "compute": 1e40, "loss": 20.0}
_SUFFIX = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}
_NUMBER = re.compile(
    r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([KMBGTkmbgt]?)", re.ASCII
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[,_ \u202f]\d{3})+(?:\.\d*)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_LINE_BREAK = re.compile(r"\s*\n\s*")
_EMPTY = frozenset({"", "na", "n/a", "nan", "none", "null", "-"})


class RunsError(SkillTheoryError, ValueError):
    """A table of runs cannot be used.

    Attributes
    ----------
    problems : tuple of (int, str)
        Line of the file (or row, counted from 1) and what is wrong there.
    """

    def __init__(self, message: str, problems: Sequence[tuple[int, str]] = ()) -> None:
        self.problems = tuple(problems)
        lines = [message, *(f"  line {line}: {what}" for line, what in problems[:_MOST_SHOWN])]
        if len(problems) > _MOST_SHOWN:
            lines.append(f"  and {len(problems) - _MOST_SHOWN} more")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, eq=False)
class Runs:
    """Training runs, in an order that does not depend on the order of the table.

    Parameters
    ----------
    parameters, tokens : array
        Number of parameters and of training tokens.
    loss : array
        Loss at the end of training (nats per token).
    lines : array of int
        Where each run stands in the table: line of the file, or row counted from 1.
    source : str
        Where the runs come from.
    notes : tuple of str
        What a reader of the table should know (columns computed, units taken, rows dropped).
    """

    parameters: Floats
    tokens: Floats
    loss: Floats
    lines: NDArray[np.int64]
    source: str
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.loss)

    @classmethod
    def from_columns(
        cls,
        table: Any,
        *,
        columns: Mapping[Quantity, str] | None = None,
        duplicates: Duplicates = "refuse",
        source: str = "a table",
    ) -> Runs:
        """Take runs from a mapping of columns, such as a dict of lists or a data frame.

        Parameters
        ----------
        table : mapping of str to sequence
            Columns by name.
        columns : mapping, optional
            Which column holds the ``"parameters"``, ``"tokens"``, ``"compute"``, ``"loss"``.
        duplicates : {"refuse", "drop", "keep"}
            What to do with runs that occur twice.
        source : str
            Where the runs come from.

        Raises
        ------
        RunsError
            Naming the rows and what is wrong with each.
        SkillTheoryError
            If columns are missing or ambiguous.
        """
        whole = {str(name): list(table[name]) for name in table.keys()}  # noqa: SIM118 (data frames)
        lengths = {len(values) for values in whole.values()}
        if len(lengths) > 1:
            raise RunsError(f"the columns have different lengths: {sorted(lengths)}")
        rows = [
            (number, dict(zip(whole, cells, strict=True)))
            for number, cells in enumerate(zip(*whole.values(), strict=True), start=1)
        ]
        return _collect(rows, list(whole), columns, duplicates, source)

    def take(self, chosen: NDArray[Any]) -> Runs:
        """Some of the runs."""
        return Runs(
            self.parameters[chosen],
            self.tokens[chosen],
            self.loss[chosen],
            self.lines[chosen],
            self.source,
            self.notes,
        )


def read_runs(
    path: str | Path,
    *,
    columns: Mapping[Quantity, str] | None = None,
    duplicates: Duplicates = "refuse",
) -> Runs:
    """Read training runs from a CSV file.

    The first line names the columns; commas, semicolons or tabs separate them, and a line
    ``sep=;`` before the names may say which.  Lines that begin with ``#``, and rows of empty
    cells, are left out; a quoted cell may hold line breaks.  Numbers may be written ``7e9``,
    ``7B``, ``7,000,000,000``.

    Parameters
    ----------
    path : path
        The file.
    columns : mapping, optional
        Which column holds the ``"parameters"``, ``"tokens"``, ``"compute"``, ``"loss"``; others
        are recognised by their names.
    duplicates : {"refuse", "drop", "keep"}
        What to do with runs that occur twice.

    Raises
    ------
    RunsError
        Naming the lines and what is wrong with each.
    SkillTheoryError
        If columns are missing or ambiguous, or the file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SkillTheoryError(f"{path} is not a text file in UTF-8: {error.reason}") from error
    except OSError as error:
        raise SkillTheoryError(f"cannot read {path}: {error.strerror or error}") from error
    try:
        table = rows_of(text)
    except BadTable as bad:
        raise RunsError(f"{path} is not a regular table:", [(bad.line, bad.what)]) from bad
    if not table:
        raise RunsError(f"{path} holds no table")
    header, *rest = table
    names = [_LINE_BREAK.sub(" ", name.strip()) for name in header.cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise RunsError(f"line {header.line} of {path} names the column {twice[0]!r} twice")
    named = f"where the first line names {len(names)} columns"
    ragged = [
        (row.line, f"{len(row.cells)} cells{_extent(row)}, {named}")
        for row in rest
        if len(row.cells) != len(names)
    ]
    if ragged:
        raise RunsError(f"{path} is not a regular table:", ragged)
    rows = [(number, dict(zip(names, cells, strict=True))) for number, _, cells in rest]
    return _collect(rows, names, columns, duplicates, str(path))


def _extent(row: Row) -> str:
    if row.last == row.line:
        return ""
    return f" (a quotation mark keeps it open to line {row.last})"


def _collect(
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    names: Sequence[str],
    given: Mapping[Quantity, str] | None,
    duplicates: Duplicates,
    source: str,
) -> Runs:
    found = recognise(names, given)
    if not rows:
        raise RunsError(f"{source} has columns but no rows")
    problems: list[tuple[int, str]] = []
    figures = []
    for line, cells in rows:
        values, wrong = _row(cells, found)
        problems += [(line, what) for what in wrong]
        if not wrong:
            figures.append((values["parameters"], values["tokens"], values["loss"], line))
    if problems:
        raise RunsError(f"{source} has rows that cannot be used:", problems)
    figures.sort()
    notes = list(_notes(found))
    figures = _without_twins(figures, duplicates, source, notes)
    parameters, tokens, loss, lines = (np.array(part) for part in zip(*figures, strict=True))
    return Runs(parameters, tokens, loss, lines.astype(np.int64), source, tuple(notes))


def _notes(found: Mapping[Quantity, Column]) -> Iterator[str]:
    for quantity, column in found.items():
        unit = ""
        if column.exponentiated:
            unit = ", a perplexity: its logarithm is the loss"
        elif column.factor != 1:
            unit = f", times {column.factor:.6g}"
        unused = quantity == "compute" and "parameters" in found and "tokens" in found
        if not unused:
            yield f"{quantity}: column {column.name!r}{unit}"
    for missing in ("parameters", "tokens"):
        if missing not in found:
            yield f"{missing}: computed from C = 6 N D"


def _row(
    cells: Mapping[str, Any], found: Mapping[Quantity, Column]
) -> tuple[dict[str, float], list[str]]:
    values: dict[str, float] = {}
    wrong: list[str] = []
    for quantity, column in found.items():
        try:
            number = _number(cells[column.name], quantity, column)
        except ValueError as error:
            wrong.append(str(error))
            continue
        if number is not None:
            values[quantity] = number
    if wrong:
        return values, wrong
    product = values.get("compute", math.nan) / FLOPS_PER_PARAMETER_AND_TOKEN
    if "parameters" not in values and "tokens" in values and "compute" in values:
        values["parameters"] = product / values["tokens"]
    if "tokens" not in values and "parameters" in values and "compute" in values:
        values["tokens"] = product / values["parameters"]
    empty = [name for name in ("parameters", "tokens", "loss") if name not in values]
    return values, [f"{name} is missing" for name in empty]


def _number(cell: Any, quantity: Quantity, column: Column) -> float | None:
    """The figure in a cell; None for an empty one.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    text = str(cell).strip()
    if cell is None or text.casefold() in _EMPTY:
        return None
    plain = re.sub(r"[,_ \u202f]", "", text) if _THOUSANDS.fullmatch(text) else text
    match = _NUMBER.fullmatch(plain)
    if match is None or (quantity == "loss" and match[2]):
        hint = " (write a decimal point)" if _DECIMAL_COMMA.fullmatch(text) else ""
        raise ValueError(f"{column.name} = {text!r} is not a number{hint}")
    number = float(match[1]) * _SUFFIX[match[2].upper()] * column.factor
    if not number > 0 or (column.exponentiated and number <= 1):
        least = "greater than 1" if column.exponentiated else "positive"
        raise ValueError(f"{column.name} = {text} is not {least}")
    if column.exponentiated:
        number = math.log(number)
    if number > _LARGEST[quantity]:
        unit = " nats per token" if quantity == "loss" else ""
        raise ValueError(f"{column.name} = {text} is absurd: at most {_LARGEST[quantity]:g}{unit}")
    return number


def _without_twins(
    figures: list[tuple[float, float, float, int]],
    duplicates: Duplicates,
    source: str,
    notes: list[str],
) -> list[tuple[float, float, float, int]]:
    kept, twins = figures[:1], []
    for one in figures[1:]:
        if one[:3] == kept[-1][:3]:
            twins.append((one[3], f"the same run as line {kept[-1][3]}"))
        else:
            kept.append(one)
    if not twins or duplicates == "keep":
        return figures
    if duplicates == "refuse":
        raise RunsError(
            f"{source} has the same run more than once (say whether to drop or to keep such rows):",
            sorted(twins),
        )
    notes.append(
        f"dropped as duplicates: lines {', '.join(str(line) for line, _ in sorted(twins))}"
    )
    return kept
