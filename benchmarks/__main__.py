"""``python -m benchmarks``: the table of ratios."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import click

from benchmarks.harness import Disagreement, Measured, Row, measure

ROWS = {
    "certified-50": "certified",
    "certified-50-tuned": "certified",
    "certified-1000": "certified",
    "certified-1000-tuned": "certified",
    "grid-brentq": "grids",
    "grid-elementwise": "grids",
    "grid-floor": "grids",
    "sharp": "sharp",
    "proofs": "processes",
    "replay": "processes",
    "import": "processes",
    "graph": "graphs",
    "sweep": "sweeps",
}
"""The rows, and the module of each."""


def chosen(names: tuple[str, ...], scale: float) -> Iterator[Row]:
    """The rows of some names (all if none are given), made when their turn comes."""
    modules: dict[str, dict[str, Row]] = {}
    for name in names or tuple(ROWS):
        module = ROWS[name]
        if module not in modules:
            make: Callable[[float], list[Row]] = import_module(f"benchmarks.{module}").rows
            modules[module] = {row.name: row for row in make(scale)}
        yield modules[module][name]


def _asked(found: Measured) -> str:
    return f"{'at least' if found.row.faster else 'at most'} {found.row.asked:g}"


def _show(results: list[Measured]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Ratios: median of interleaved rounds, and their range")
    for name in ("row", "ratio", "range", "asked", "verdict", "ours", "peer", "against"):
        table.add_column(name, justify="right" if name in ("ratio", "ours", "peer") else "left")
    for found in results:
        row = found.row
        versions = ", ".join(f"{name} {version}" for name, version in row.versions.items())
        low, high = found.ratios[0], found.ratios[-1]
        notes = [f"[{versions}]", found.agreement]
        if found.limit is not None:
            notes.append(f"the machine gives {found.limit:.2f} just now")
        table.add_row(
            row.name,
            f"{found.ratio:.3g}" if found.ratio < 1000 else f"{found.ratio:.0f}",
            f"{low:.3g} to {high:.3g}",
            _asked(found),
            found.verdict,
            _seconds(found.ours),
            _seconds(found.theirs),
            Text(f"{row.peer} {'; '.join(note for note in notes if note)}"),
        )
    width = None if sys.stdout.isatty() else 180
    Console(width=width).print(table)


def _seconds(value: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "processors": os.cpu_count(),
        "load": busy,
    }


@click.command()
@click.argument("names", metavar="[ROW]...", nargs=-1, type=click.Choice(list(ROWS)))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of the table.")
@click.option("--rounds", type=click.IntRange(1), help="Rounds, instead of each row's own.")
@click.option(
    "--scale",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of the work; figures at less than 1 only show that all runs.",
)
def main(names: tuple[str, ...], as_json: bool, rounds: int | None, scale: float) -> None:
    """Measure skilltheory against what people would use instead.

    Exit code 1 if a ratio falls below half of what is asked, or results do not agree.
    """
    start, results, failed = time.perf_counter(), [], False
    for row in chosen(names, scale):
        click.echo(f"{row.name}: {row.work} ...", err=True)
        try:
            results.append(measure(row, rounds))
        except Disagreement as found:
            click.echo(f"{row.name}: {found}", err=True)
            failed = True
    below = [found.row.name for found in results if found.fails]
    if as_json:
        rows = [found.to_json() for found in results]
        click.echo(json.dumps({"machine": machine(), "scale": scale, "rows": rows}, indent=1))
    else:
        _show(results)
    click.echo(f"{time.perf_counter() - start:.0f} s", err=True)
    if below and scale == 1:
        click.echo(f"below half of what is asked: {', '.join(below)}", err=True)
    sys.exit(failed or (scale == 1 and bool(below)))


if __name__ == "__main__":
    main()
