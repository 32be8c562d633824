"""Certified solutions over a whole grid of parameters, on any executor, resumable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import Any

from skilltheory._digits import fraction_text
from skilltheory._on_demand import OnDemand
from skilltheory.errors import NoGuarantee, SortError, UnknownName
from skilltheory.solve._inputs import above_one, count, places, unit
from skilltheory.solve.bounds import get_bound
from skilltheory.solve.certified import Certified
from skilltheory.solve.many import betas
from skilltheory.sorts import ExactLike
from skilltheory.sweeps import sweep as run_sweep

__all__ = ["SweepPoint", "sweep"]

_SOLVERS = {
    "beta": "beta",
    "alpha": "alpha",
    "theta": "theta",
    "k": "k",
    "failure": "failure",
    "n1": "least_n1",
}
_READERS: dict[str, Callable[[str, ExactLike], Fraction | int]] = {
    "alpha": unit,
    "theta": unit,
    "failure": unit,
    "beta": above_one,
    "k": count,
    "n1": count,
    "n2": count,
}
_REQUIRED = {
    "beta": ("alpha", "theta", "k"),
    "alpha": ("beta", "theta", "k"),
    "theta": ("alpha", "beta", "k"),
    "k": ("alpha", "beta", "theta"),
    "failure": ("alpha", "beta", "theta", "k", "n1", "n2"),
    "n1": ("alpha", "beta", "theta", "k", "n2", "failure"),
}


@dataclass(frozen=True)
class SweepPoint:
    """One point of a sweep: its parameters, and a certified value or the reason for none.

    Attributes
    ----------
    inputs : Mapping[str, str]
        The parameters, as exact texts.
    record : Mapping[str, Any]
        The outcome as written to the file.
    """

    inputs: Mapping[str, str]
    record: Mapping[str, Any]

    @property
    def solved(self) -> bool:
        """Whether there is a value."""
        return "error" not in self.record

    @property
    def value(self) -> str | None:
        """The value with its proved digits, if there is one."""
        value: str | None = self.record.get("value")
        return value

    @property
    def vacuous(self) -> bool:
        """Whether there is a value that says nothing."""
        return bool(self.record.get("vacuous", False))

    @property
    def certified(self) -> Certified:
        """The certified result.

        Raises
        ------
        NoGuarantee, SortError
            What the solver raised at this point.
        """
        if not self.solved:
            raise self.refusal
        return Certified.from_json({**self.record, "inputs": self.inputs})

    @property
    def refusal(self) -> NoGuarantee | SortError:
        """What the solver raised at this point."""
        record = self.record
        if record["error"] == "no_guarantee":
            return NoGuarantee(
                record["condition"], record["left"], record["right"], record["meaning"]
            )
        return SortError(record["parameter"], record["value"], record["accepted"])


def sweep(
    unknown: str,
    axes: Mapping[str, ExactLike | Sequence[ExactLike]],
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
    competence: bool = False,
    counting: str = "draws",
    executor: Executor | None = None,
    path: str | Path | None = None,
    chunk: int = 64,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[SweepPoint]:
    """Solve for one unknown over the product of some axes.

    Parameters
    ----------
    unknown : {"beta", "alpha", "theta", "k", "failure", "n1"}
        What to solve for.
    axes : mapping
        For each parameter one exact number, or a sequence of them.  The last varies
        fastest.
    bound, k_prime, digits, competence, counting
        As for :func:`~skilltheory.solve.beta`.
    executor : concurrent.futures.Executor, optional
        Where the work is done; here if not given.  Anything with ``submit`` that returns
        standard futures: processes, ``Client.get_executor()`` of Dask, MPI.
    path : path, optional
        A file to record finished chunks in as they come, and to resume from.  Killing the
        run loses at most the chunks in work; whole lines are kept.
    chunk : int
        Points per task.
    progress : callable, optional
        Told how many points are done, of how many.

    Returns
    -------
    sequence of SweepPoint
        In the order of the product.  A point without a guarantee, or outside the sorts in
        combination (``alpha*beta >= 1``), holds its refusal.

    Raises
    ------
    SortError
        If a parameter is missing, unexpected or outside its sort.
    UnknownName
        If the unknown or the bound has no such name.
    SweepFileError
        If the file was made for other inputs.

    Examples
    --------
    >>> points = sweep("beta", {"alpha": "1/10", "theta": "1/10", "k": [1, 4]}, digits=8)
    >>> [point.value for point in points]
    [None, '6.2338971']
    """
    if unknown not in _SOLVERS:
        raise UnknownName("unknown", unknown, _SOLVERS)
    finite = get_bound(bound).finite
    names = _names(unknown, finite)
    values = _read(axes, names)
    options: dict[str, Any] = {"bound": bound, "k_prime": count("k_prime", k_prime)}
    if unknown != "n1":
        options["digits"] = places(digits)
    if finite:
        options |= {"competence": competence, "counting": counting}
    size = count("chunk", chunk)
    points = list(product(*values.values()))
    items = list(_chunks(points, size))

    def told(done: int, _of: int) -> None:
        if progress is not None:
            progress(min(done * size, len(points)), len(points))

    records = run_sweep(
        partial(_solve_chunk, unknown, tuple(values), options),
        items,
        inputs={"unknown": unknown, "axes": values, "chunk": size, **options},
        executor=executor,
        path=path,
        progress=told,
    )
    columns, group = (*values, "k_prime"), fraction_text(options["k_prime"])
    fixed = {"unknown": unknown, "bound": bound}

    def point(place: int) -> SweepPoint:
        record = records[place // size][place % size]
        inputs = dict(zip(columns, (*points[place], group), strict=True))
        return SweepPoint(inputs, {**fixed, **record})

    return OnDemand([None] * len(points), point)


def _names(unknown: str, finite: bool) -> tuple[str, ...]:
    names = _REQUIRED[unknown]
    return (*names, "n1", "n2", "failure") if finite and unknown == "beta" else names


def _read(
    axes: Mapping[str, ExactLike | Sequence[ExactLike]], names: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return the axes as exact texts, or refuse what is missing, odd or out of its sort."""
    for name in names:
        if name not in axes:
            raise SortError(name, None, "given: a number or a sequence of numbers")
    read: dict[str, list[str]] = {}
    for name, given in axes.items():
        if name not in names:
            raise SortError(name, given, f"left out: the parameters here are {', '.join(names)}")
        several = isinstance(given, Sequence) and not isinstance(given, str)
        entries = list(given) if several else [given]  # type: ignore[arg-type]
        read[name] = [fraction_text(_READERS[name](name, entry)) for entry in entries]
    return read


def _chunks(points: list[tuple[str, ...]], size: int) -> Iterator[list[tuple[str, ...]]]:
    waiting = iter(points)
    while part := list(islice(waiting, size)):
        yield part


def _solve_chunk(
    unknown: str, names: tuple[str, ...], options: Mapping[str, Any], points: list[tuple[str, ...]]
) -> list[dict[str, Any]]:
    """Solve some points; what is the same for all of a sweep is left out of the records."""
    columns = {
        name: _read_column(name, texts)
        for name, texts in zip(names, zip(*points, strict=True), strict=True)
    }
    return [_record(outcome) for outcome in _outcomes(unknown, columns, options)]


def _read_column(name: str, texts: Sequence[str]) -> list[Fraction | int]:
    numbers = {text: _READERS[name](name, text) for text in set(texts)}
    return [numbers[text] for text in texts]


def _outcomes(
    unknown: str, columns: Mapping[str, list[Fraction | int]], options: Mapping[str, Any]
) -> Iterable[Certified | NoGuarantee | SortError]:
    """Solve at the points whose parameters the columns hold."""
    if unknown == "beta" and not get_bound(options["bound"]).finite:
        yield from betas(columns["alpha"], columns["theta"], columns["k"], **options)
        return
    from skilltheory.solve import unknowns

    solver = getattr(unknowns, _SOLVERS[unknown])
    for point in zip(*columns.values(), strict=True):
        try:
            yield solver(**dict(zip(columns, point, strict=True)), **options)
        except (NoGuarantee, SortError) as refusal:
            yield refusal


def _record(outcome: Certified | NoGuarantee | SortError) -> dict[str, Any]:
    if isinstance(outcome, NoGuarantee):
        return {
            "error": "no_guarantee",
            "condition": outcome.condition,
            "left": outcome.left,
            "right": outcome.right,
            "meaning": outcome.meaning,
        }
    if isinstance(outcome, SortError):
        return {
            "error": "sort",
            "parameter": outcome.parameter,
            "value": str(outcome.value),
            "accepted": outcome.accepted,
        }
    return outcome.record()
