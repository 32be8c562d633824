"""What the commands share: the ``--json`` flag, number options, and printing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["console", "json_option", "number", "print_json", "table"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def json_option(command: _Command) -> _Command:
    """Add ``--json`` to a command; it arrives as the argument ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")(
        command
    )


def number(flag: str, help: str, **more: Any) -> Callable[[_Command], _Command]:
    """An option that takes a number.

    It is handed on as the text it came as: the library reads it exactly and refuses what is not a
    number of the right sort, with one message for the command line and Python alike.
    """
    return click.option(flag, help=help, metavar="NUMBER", **more)


def print_json(data: object) -> None:
    """Print ``data`` as one JSON object."""
    click.echo(json.dumps(data, indent=2))


def console() -> Console:
    """Where tables are printed: as wide as the terminal, and never cut when piped to a file."""
    from rich.console import Console

    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=160)


def table(title: str, *columns: str) -> Table:
    """An empty table; columns whose name starts with ``>`` are aligned to the right.

    A title longer than the rows would wrap: print it before the table, and give none.
    """
    from rich import box
    from rich.table import Table

    made = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for column in columns:
        right = column.startswith(">")
        made.add_column(column.removeprefix(">"), justify="right" if right else "left")
    return made
