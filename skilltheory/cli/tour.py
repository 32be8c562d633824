"""``skilltheory tour``: the main job, ending in files to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, print_json, table

if TYPE_CHECKING:
    from rich.console import Console

    from skilltheory.tour.run import TourResult


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/tour"),
    show_default=True,
    help="Folder for the files; made if it is not there.",
)
@json_option
def command(out: Path, as_json: bool) -> None:
    """From the loss of published models to the competence that the theory guarantees.

    Leaves pictures (SVG, PNG), figures (CSV, JSON) and a page, index.html, that opens without
    network and puts it all together.
    """
    from time import perf_counter

    from rich.console import Console

    start = perf_counter()
    # Progress goes to standard error, so that --json leaves standard output to the object.
    result = _with_progress(out, Console(stderr=True, highlight=False))
    seconds = perf_counter() - start
    if as_json:
        print_json(_record(result, seconds))
    else:
        _print(result, seconds)


def _with_progress(out: Path, screen: Console) -> TourResult:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from skilltheory.tour import run_tour

    if not screen.is_terminal:
        return run_tour(
            out, lambda what, step, steps: screen.print(f"[{step}/{steps}] {what}", markup=False)
        )
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen) as progress:
        bar = progress.add_task("Starting", total=None)

        def report(what: str, step: int, steps: int) -> None:
            progress.update(bar, description=what, completed=step - 1, total=steps)

        result = run_tour(out, report)
        task = progress.tasks[bar]
        progress.update(bar, description="Done", completed=task.total)
    return result


def _record(result: TourResult, seconds: float) -> dict[str, Any]:
    from skilltheory.tour import records

    return {
        "page": str(result.page),
        "files": [str(path) for path in result.files],
        "seconds": round(seconds, 3),
        "models": records.of_models(result.models),
        "beta_table": records.of_beta_table(result.beta_table),
        "tuples": records.of_tuples(result.tuples),
    }


def _print(result: TourResult, seconds: float) -> None:
    screen = console()
    losses = table(
        "Published models (nats per token)",
        "model",
        "fit",
        ">loss",
        ">entropy",
        ">from parameters",
        ">from tokens",
        ">excess",
        ">x at ten times N and D",
    )
    for row in result.models:
        parts = row.nats
        shown = (parts.loss, parts.entropy, parts.parameter_term, parts.data_term, parts.excess)
        losses.add_row(
            row.model.title,
            row.law.title,
            *(f"{float(figure):.4f}" for figure in shown),
            f"{float(row.tenfold.excess_ratio):.3f}",
        )
    screen.print(losses)

    boundary = table(
        "beta*, all digits proven", "alpha", "theta", ">k", "beta*", "guaranteed competence"
    )
    for one in result.beta_table:
        if one.refused is not None:
            cells = (
                f"no guarantee: {one.refused.condition} fails",
                f"{one.refused.left:.12} against {one.refused.right:.12}",
            )
        elif one.status == "vacuous":
            cells = (one.found.value, f"vacuous ({one.reason.split(':')[0]})")
        else:
            cells = (one.found.value, one.competence.value)
        boundary.add_row(one.alpha, one.theta, str(one.k), *cells)
    screen.print(boundary)

    tuples = table(
        "Competence guaranteed on tuples of skills, over scale",
        ">scale",
        ">theta",
        *(f">{cell.size} skill{'s' if cell.size > 1 else ''}" for cell in result.tuples[0].cells),
    )
    for scale in result.tuples:
        tuples.add_row(
            f"x {scale.times}",
            f"{float(scale.theta):.5f}",
            *(
                f"{float(cell.competence):.4f}" if cell.competence else cell.status
                for cell in scale.cells
            ),
        )
    screen.print(tuples)
    screen.print(f"{len(result.files)} files in {seconds:.1f} s. Open [bold]{result.page}[/]")
