"""Sweeps: one task over many items, on any executor, resumable from a file.

The file is a list of JSON lines: a header that says what the sweep is for, then one
line for every finished item, appended in a single write.  A run that is killed
leaves at worst one unfinished line, which the next run drops; all whole lines
count.  A file made for other inputs is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from skilltheory._on_demand import OnDemand
from skilltheory.errors import SkillTheoryError

__all__ = ["Json", "SweepFileError", "sweep"]

Json: TypeAlias = Any
"""A value that :mod:`json` can write: None, bool, int, float, str, list or dict of them."""

_FORMAT = 1
_MOST_PENDING = 1024  # enough to keep a cluster busy, few enough to hold

Item = TypeVar("Item")
Result = TypeVar("Result")


class SweepFileError(SkillTheoryError, ValueError):
    """A file cannot be resumed from.

    Attributes
    ----------
    path : Path
        The file.
    reason : str
        Why not.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot resume from {path}: {reason}")


def _same(value: Any) -> Any:
    return value


def sweep(
    task: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    inputs: Mapping[str, Json],
    encode: Callable[[Result], Json] = _same,
    decode: Callable[[Json], Result] = _same,
    executor: Executor | None = None,
    path: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[Result]:
    """Apply a task to every item; return the results in the order of the items.

    All the work is done when this returns, but for ``decode``: that is done for a result
    when it is first looked at.

    Parameters
    ----------
    task : callable
        What to do; a module's own function (or a partial of one) if the executor
        runs elsewhere.
    items : sequence
        JSON values, each naming one piece of work.  Equal items are worked on once.
    inputs : mapping of JSON values
        All that the results depend on besides the item.  The file's header has it.
    encode, decode : callable
        From a result to a JSON value, and back.  The first is done where the task is.
    executor : Executor, optional
        Anything that follows :class:`concurrent.futures.Executor`; in this process,
        one after another, if not given.
    path : path, optional
        File to resume from, and to record results in as they come.
    progress : callable, optional
        Told how many items are finished, of how many.

    Raises
    ------
    SweepFileError
        If the file was made for other inputs, or is not a sweep's file.
    Exception
        Whatever a task raises; what other tasks finished is recorded first.

    Examples
    --------
    >>> sweep(abs, [-1, 2, -1], inputs={"task": "abs"})
    [1, 2, 1]
    """
    record = _Record(None if path is None else Path(path), inputs)
    names = [_canonical(item) for item in items]
    named = dict(zip(names, items, strict=True))
    todo = [(name, item) for name, item in named.items() if name not in record.texts]
    finished = len(named) - len(todo)

    def done(name: str, text: str) -> None:
        nonlocal finished
        record.add(name, text)
        finished += 1
        if progress is not None:
            progress(finished, len(named))

    if progress is not None:
        progress(finished, len(named))
    if executor is None:
        for name, item in todo:
            done(name, _written(task, encode, item))
    else:
        _spread(partial(_written, task, encode), todo, executor, done)
    return OnDemand(
        [None] * len(names), lambda place: decode(json.loads(record.texts[names[place]]))
    )


def _written(task: Callable[[Item], Result], encode: Callable[[Result], Json], item: Item) -> str:
    """Do one piece of work and write its result, so that the caller need not."""
    return _canonical(encode(task(item)))


def _spread(
    task: Callable[[Item], str],
    todo: Sequence[tuple[str, Item]],
    executor: Executor,
    done: Callable[[str, str], None],
) -> None:
    waiting = iter(todo)
    pending: dict[Future[str], str] = {}
    try:
        while True:
            for name, item in islice(waiting, _MOST_PENDING - len(pending)):
                pending[executor.submit(task, item)] = name
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                text = future.result()
                done(pending.pop(future), text)
    except BaseException as stop:
        for future in pending:
            future.cancel()
        if isinstance(stop, Exception):  # a task failed: let those that run come to an end
            wait([future for future in pending if not future.cancelled()])
        for future, name in pending.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                done(name, future.result())
        raise


class _Record:
    """Finished results by name of item, as texts: here, and in the file if there is one."""

    def __init__(self, path: Path | None, inputs: Mapping[str, Json]) -> None:
        self.texts: dict[str, str] = {}
        self._path = path
        if path is None:
            return
        header = _line(
            {
                "sweep": _FORMAT,
                "inputs": dict(inputs),
                "sha256": sha256(_canonical(inputs).encode()).hexdigest(),
            }
        )
        content = path.read_bytes() if path.exists() else b""
        if b"\n" not in content:  # new, or stopped while writing its first line
            if not header.startswith(content):
                raise SweepFileError(path, "it is not the file of a sweep")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(header)
            return
        whole = content[: content.rindex(b"\n") + 1]
        self._read(path, whole, header)
        if len(whole) < len(content):
            os.truncate(path, len(whole))

    def _read(self, path: Path, content: bytes, header: bytes) -> None:
        first, *rest = content.splitlines()
        if first + b"\n" != header:
            raise SweepFileError(path, _difference(first, header))
        for number, line in enumerate(rest, start=2):
            try:
                entry = json.loads(line)
                self.texts[_canonical(entry["item"])] = _canonical(entry["value"])
            except (ValueError, TypeError, KeyError):
                raise SweepFileError(path, f"line {number} is damaged") from None

    def add(self, name: str, text: str) -> None:
        self.texts[name] = text
        if self._path is not None:
            with self._path.open("ab", buffering=0) as file:
                file.write(f'{{"item":{name},"value":{text}}}\n'.encode())


def _difference(found: bytes, expected: bytes) -> str:
    try:
        theirs = json.loads(found)
        names = [*theirs["inputs"]]
        if theirs["sweep"] != _FORMAT:
            return f"it has format {theirs['sweep']}; this version writes {_FORMAT}"
    except (ValueError, TypeError, KeyError):
        return "it is not the file of a sweep"
    ours = json.loads(expected)
    differ = sorted(
        name
        for name in {*names, *ours["inputs"]}
        if theirs["inputs"].get(name, ...) != ours["inputs"].get(name, ...)
    )
    details = "; ".join(
        f"{name}: {theirs['inputs'].get(name)} there, {ours['inputs'].get(name)} here"
        for name in differ
    )
    return f"it was made for other inputs ({details})"


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _line(value: Json) -> bytes:
    return (_canonical(value) + "\n").encode()
