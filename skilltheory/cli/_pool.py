"""What long commands share: worker processes, and a progress bar on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

import click

__all__ = ["progress", "workers", "workers_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def workers_option(command: _Command) -> _Command:
    """Add ``--workers`` to a command; it arrives as an integer or None."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        help="Work in so many processes.  [default: in this one]",
    )(command)


@contextmanager
def workers(number: int | None) -> Iterator[Executor | None]:
    """So many processes, or None for this one.

    When the work stops early, what has not begun is dropped.
    """
    if number is None:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: the progress bar runs in a thread, and threads do not survive a fork.
    pool = ProcessPoolExecutor(number, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time that has passed, if standard error is a terminal; gone at the end.

    Call what it gives with how many are finished, of how many; until then it only shows that
    something is going on.
    """
    from rich.console import Console

    screen = Console(stderr=True)
    with nullcontext() if not screen.is_terminal else _bar(what, screen) as tell:
        yield tell or (lambda done, total: None)


@contextmanager
def _bar(what: str, screen: Any) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=screen, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
