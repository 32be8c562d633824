"""``skilltheory fit``: a scaling law from training runs, with intervals."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, print_json, table

if TYPE_CHECKING:
    from skilltheory.scaling import Fit

_WORST = 5


@click.command()
@click.argument("runs", required=False, type=click.Path(path_type=Path), metavar="[RUNS.csv]")
@click.option("--example", is_flag=True, help="Fit the example runs that come with the program.")
@click.option("--params", metavar="COLUMN", help="The column of parameters, if not recognised.")
@click.option("--tokens", metavar="COLUMN", help="The column of training tokens.")
@click.option("--compute", metavar="COLUMN", help="The column of compute, C = 6 N D.")
@click.option("--loss", metavar="COLUMN", help="The column of the loss.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the law here, as JSON, for --fit of other commands and for forecast.",
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the runs, residuals and exponents: .png or .svg.",
)
@click.option("--name", default="fitted", show_default=True, help="The name of the law.")
@click.option(
    "--bootstrap",
    "replicates",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Replicates for the intervals; 0 for none.",
)
@click.option(
    "--starts",
    type=click.IntRange(1, 4500),
    default=4500,
    show_default=True,
    help="How many starts of the grid to use.",
)
@click.option(
    "--level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Level of the intervals.",
)
@click.option(
    "--keep-outliers", is_flag=True, help="Fit rows, too, that cannot belong to the others."
)
@click.option(
    "--duplicates",
    type=click.Choice(["refuse", "drop", "keep"]),
    default="refuse",
    show_default=True,
    help="What to do with a run that occurs twice.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Of the bootstrap.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes to work with.  [default: one a processor]",
)
@json_option
def command(
    runs: Path | None,
    example: bool,
    out: Path | None,
    picture: Path | None,
    name: str,
    replicates: int,
    starts: int,
    level: float,
    keep_outliers: bool,
    duplicates: Any,
    seed: int,
    workers: int | None,
    as_json: bool,
    **named: str | None,
) -> None:
    r"""Fit L(N, D) = E + A/N^a + B/D^b to training runs.

    \b
    skilltheory fit --example --out law.json --picture fit.png
    skilltheory fit runs.csv --loss val_loss --out law.json
    skilltheory scale --fit law.json --params 70e9 --tokens 1.4e12
    """
    if (runs is None) != example:
        raise click.UsageError("give either a file RUNS.csv or --example")
    if picture is not None and picture.suffix not in {".png", ".svg"}:
        raise click.UsageError(f"--picture {picture}: the name must end in .png or .svg")
    if out is not None and out.suffix != ".json":
        raise click.UsageError(f"--out {out}: the name must end in .json")

    # One thread a process: the batches are small, and the processes share the processors.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    from skilltheory.scaling import example_runs, fit, read_runs

    columns: Any = {
        "parameters" if key == "params" else key: column
        for key, column in named.items()
        if column is not None
    }
    table_of_runs = read_runs(
        example_runs() if runs is None else runs, columns=columns, duplicates=duplicates
    )
    with _workers(workers or os.cpu_count() or 1) as executor, _progress() as progress:
        found = fit(
            table_of_runs,
            name=name,
            replicates=replicates,
            starts=starts,
            level=level,
            outliers="keep" if keep_outliers else "set-aside",
            seed=seed,
            executor=executor,
            progress=progress,
        )
    files = _write(found, out, picture)
    if as_json:
        record = found.to_json()
        del record["bootstrap"]["draws"]
        print_json(record | ({"files": files} if files else {}))
        return
    _print(found)
    for file in files:
        click.echo(f"wrote {file}")


@contextmanager
def _workers(count: int) -> Iterator[Executor | None]:
    if count == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Bars on standard error, shown only to a terminal."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done)

        yield told


def _write(found: Fit, out: Path | None, picture: Path | None) -> list[str]:
    if picture is not None:
        from skilltheory.plot.fit import fit_picture
        from skilltheory.plot.style import save
        from skilltheory.scaling.files import replacing

        with replacing(picture) as draft:
            save(fit_picture(found), draft)
    if out is not None:
        found.save(out)
    return [str(path) for path in (out, picture) if path is not None]


def _print(found: Fit) -> None:
    screen, diagnostics = console(), found.diagnostics
    screen.print(f"[bold]{found.law}[/]", highlight=False)
    screen.print(f"{found.law.source}", style="dim")
    for note in found.runs.notes:
        screen.print(f"  {note}", style="dim", markup=False)
    if found.intervals:
        level = f"{100 * found.replicates.level:g}%"
        shown = table("", "", ">estimate", f">{level} from", ">to")
        for name, one in found.intervals.items():
            shown.add_row(name, f"{one.estimate:.6g}", f"{one.low:.6g}", f"{one.high:.6g}")
        screen.print(shown)
        screen.print(
            f"Expanded percentile intervals from {len(found.replicates.laws)} bootstrap "
            "replicates.\n"
        )
    screen.print(
        f"{100 * diagnostics.agree:.0f}% of {diagnostics.starts} starts ended at the minimum "
        f"(gradient {diagnostics.gradient:.1g}); a run is usually off by "
        f"{100 * diagnostics.scale:.2g}%.\n"
        f"Correlation of log N with log D {diagnostics.correlation:.3f}, condition number "
        f"{diagnostics.condition:.3g}.\n"
    )
    forms = table("", "form", ">held-out error", ">largest runs held out", "")
    from skilltheory.scaling.choice import preferred

    chosen = preferred(found.choice)
    for form in found.choice:
        forms.add_row(
            form.form.formula,
            f"{100 * form.error:.3g}%",
            f"{100 * form.extrapolation:.3g}%",
            "simplest that predicts as well as the best" if form is chosen else "",
        )
    screen.print(forms)
    order = sorted(range(len(found.runs)), key=lambda i: -abs(diagnostics.residuals[i]))
    worst = ", ".join(
        f"{found.runs.lines[i]} ({100 * diagnostics.residuals[i]:+.2g}%)" for i in order[:_WORST]
    )
    screen.print(f"Largest residuals: lines {worst}.\n", markup=False)
    for warning in found.warnings:
        screen.print(f"Note: {warning}.\n", style="bold", markup=False)
