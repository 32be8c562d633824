"""``skilltheory sweep UNKNOWN``: certified solutions over a grid of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, print_json, table
from skilltheory.cli._pool import progress, workers, workers_option

if TYPE_CHECKING:
    from skilltheory.solve import SweepPoint

_AXES = {
    "alpha": "Shares of the skills given up.",
    "beta": "How many times the average error share a kept skill may suffer.",
    "theta": "Shares of text pieces with an error.",
    "k": "Skills a text piece.",
    "n1": "Numbers of text pieces (finite bounds).",
    "n2": "Numbers of skills (finite bounds).",
    "failure": "Probabilities with which a finite bound may fail.",
}


def _axis_options(command: Any) -> Any:
    for name, help_text in reversed(_AXES.items()):
        command = click.option(f"--{name}", metavar="AXIS", help=help_text)(command)
    return command


@click.command()
@click.argument("unknown", type=click.Choice(["beta", "alpha", "theta", "k", "failure", "n1"]))
@_axis_options
@click.option("--k-prime", metavar="NUMBER", help="Size of the tuples of skills.  [default: 1]")
@click.option(
    "--bound",
    metavar="NAME",
    help="Which bound, by its name.  [default: basic, or finite-sharp for failure and n1]",
)
@click.option("--digits", metavar="NUMBER", default="15", show_default=True, help="To prove.")
@workers_option
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to record finished points in, and to resume from.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a file instead: .csv or .json.",
)
@json_option
def command(
    unknown: str,
    k_prime: str | None,
    bound: str | None,
    digits: str,
    resume: Path | None,
    out: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    r"""Solve for an UNKNOWN over a grid, with every digit proven.

    An AXIS is a number, numbers with commas between, FROM:TO:POINTS evenly spaced, or
    FROM:TO:POINTS:log evenly spaced in the logarithm (to 6 digits).  The last axis varies fastest.

    \b
    skilltheory sweep beta --alpha 0.05:0.5:10 --theta 1/10,1/5 --k 8
    skilltheory sweep beta --alpha 1/10 --theta 1e-3:0.5:40:log --k 4,8,16 --bound sharp \
        --workers 2 --resume points.jsonl --out beta.csv
    skilltheory sweep n1 --alpha 1/10 --beta 4 --theta 1/10 --k 8 --n2 100,1000 --failure 1e-6
    """
    if out is not None and out.suffix not in {".csv", ".json"}:
        raise click.UsageError(f"--out {out}: the name must end in .csv or .json")

    from skilltheory.solve import sweep
    from skilltheory.sorts import Count

    processes = given.pop("workers")
    axes = {name: _axis(name, text) for name, text in given.items() if text is not None}
    if bound is None:
        bound = "finite-sharp" if unknown in ("failure", "n1") else "basic"
    with progress("points") as tell, workers(processes) as executor:
        points = sweep(
            unknown,
            axes,
            bound=bound,
            k_prime="1" if k_prime is None else k_prime,
            digits=int(Count.check("digits", digits)),
            executor=executor,
            path=resume,
            progress=tell,
        )
    if out is not None:
        _write(unknown, bound, points, out)
    if as_json:
        print_json(_record(unknown, bound, points) | ({} if out is None else {"file": str(out)}))
    elif out is not None:
        click.echo(str(out))
    else:
        _print(unknown, bound, points)


def _axis(name: str, text: str) -> list[str | Fraction]:
    """The numbers that an axis names; the library checks them."""
    first, colon, rest = text.partition(":")
    if not colon:
        return list(text.split(","))
    last, _, rest = rest.partition(":")
    points, _, spacing = rest.partition(":")
    if not points or spacing not in ("", "log"):
        raise click.UsageError(f"--{name} {text}: write FROM:TO:POINTS or FROM:TO:POINTS:log")
    return _spaced(name, first, last, points, logarithmic=spacing == "log")


def _spaced(
    name: str, first: str, last: str, points: str, *, logarithmic: bool
) -> list[str | Fraction]:
    from skilltheory.errors import SortError
    from skilltheory.sorts import Count, Positive

    low, high = Positive.check(name, first), Positive.check(name, last)
    steps = int(Count.check(f"{name} (points)", points)) - 1
    if steps < 1:
        raise SortError(f"{name} (points)", points, "at least 2: both ends are included")
    if not logarithmic:
        return [low + (high - low) * step / steps for step in range(steps + 1)]
    ratio = float(high / low)
    inner = (f"{float(low) * ratio ** (step / steps):.6g}" for step in range(1, steps))
    return [low, *inner, high]


def _cells(unknown: str, points: Sequence[SweepPoint]) -> list[dict[str, Any]]:
    """Flat rows: the inputs, the value with its ends, and why there is none."""
    rows = []
    for point in points:
        record = point.record
        status = "vacuous" if point.vacuous else "guaranteed" if point.solved else "none"
        rows.append(
            {
                **{name: text for name, text in point.inputs.items() if name != "k_prime"},
                unknown: point.value,
                "lower": record.get("lower"),
                "upper": record.get("upper"),
                "status": status,
                "reason": None if point.solved else str(point.refusal),
            }
        )
    return rows


def _record(unknown: str, bound: str, points: Sequence[SweepPoint]) -> dict[str, Any]:
    return {
        "unknown": unknown,
        "bound": bound,
        "k_prime": points[0].inputs["k_prime"],
        "points": _cells(unknown, points),
    }


def _write(unknown: str, bound: str, points: Sequence[SweepPoint], out: Path) -> None:
    if out.suffix == ".json":
        import json

        text = json.dumps(_record(unknown, bound, points), indent=2, ensure_ascii=False)
        out.write_text(text + "\n", encoding="utf-8")
        return
    import csv

    rows = _cells(unknown, points)
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _print(unknown: str, bound: str, points: Sequence[SweepPoint]) -> None:
    from rich.text import Text

    rows = _cells(unknown, points)
    names = [name for name in rows[0] if name in _AXES and name != unknown]
    varying = [name for name in names if len({row[name] for row in rows}) > 1]
    fixed = ", ".join(
        f"{name} = {_decimal(rows[0][name])}" for name in names if name not in varying
    )
    tuples = points[0].inputs["k_prime"]
    screen = console()
    screen.print(
        "; ".join(filter(None, [fixed, "" if tuples == "1" else f"tuples of {tuples}", bound])),
        style="bold",
    )
    shown = table("", *(f">{name}" for name in varying), f">{unknown}", "")
    for row, point in zip(rows, points, strict=True):
        why = "" if point.solved else "no guarantee"
        if not point.solved and "parameter" in point.record:
            why = str(point.refusal)
        value = "" if row[unknown] is None else row[unknown]
        shown.add_row(
            *(_decimal(row[name]) for name in varying),
            value,
            Text("vacuous" if point.vacuous else why),
        )
    screen.print(shown)


def _decimal(text: str) -> str:
    """An exact fraction as a decimal, where that is exact and shorter."""
    value = Fraction(text)
    decimal = f"{float(value):.12g}"
    return decimal if Fraction(decimal) == value and len(decimal) < len(text) else text
