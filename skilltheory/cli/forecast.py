"""``skilltheory forecast``: what a step in scale should do to tuples of skills."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.scaling import Forecast

_MARK = {"guaranteed": "", "vacuous": "vacuous", "none": "no guarantee"}


@click.command()
@click.argument("law", metavar="LAW.json|NAME")
@click.option("--from", "start", required=True, metavar="N,D", help="Parameters and tokens before.")
@click.option("--to", "end", required=True, metavar="N,D", help="Parameters and tokens after.")
@number("--alpha", "Share of the tuples given up.", default="1/10", show_default=True)
@number("--k", "Skills a text piece.", default="8", show_default=True)
@number("--sizes", "Tuples of 1 to so many skills.", default="8", show_default=True)
@number("--competence", "Ask for the largest tuples with this.", default="1/2", show_default=True)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the curves before and after: .png or .svg.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures as JSON."
)
@json_option
def command(
    law: str,
    start: str,
    end: str,
    alpha: str,
    k: str,
    sizes: str,
    competence: str,
    picture: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    r"""Forecast what a step in scale does to the guarantee for tuples of skills.

    \b
    skilltheory forecast law.json --from 70e9,1.4e12 --to 700e9,14e12
    skilltheory forecast besiroglu2024 --from 7e9,2e12 --to 70e9,2e12 --picture forecast.png
    """
    if picture is not None and picture.suffix not in {".png", ".svg"}:
        raise click.UsageError(f"--picture {picture}: the name must end in .png or .svg")
    if out is not None and out.suffix != ".json":
        raise click.UsageError(f"--out {out}: the name must end in .json")

    from skilltheory.scaling import forecast

    found = forecast(
        law,
        _pair("--from", start),
        _pair("--to", end),
        alpha=alpha,
        k=k,
        sizes=sizes,
        least=competence,
    )
    files = _write(found, picture, out)
    if as_json:
        print_json(found.to_json() | ({"files": files} if files else {}))
        return
    _print(found)
    for file in files:
        click.echo(f"wrote {file}")


def _pair(flag: str, text: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or not all(parts):
        raise click.UsageError(f"{flag} {text}: give parameters and tokens, as in 70e9,1.4e12")
    return parts[0], parts[1]


def _write(found: Forecast, picture: Path | None, out: Path | None) -> list[str]:
    if picture is not None:
        from skilltheory.plot.forecast import forecast_picture
        from skilltheory.plot.style import save
        from skilltheory.scaling.files import replacing

        with replacing(picture) as draft:
            save(forecast_picture(found), draft)
    if out is not None:
        import json

        from skilltheory.scaling.files import write_whole

        write_whole(out, json.dumps(found.to_json(), indent=1, allow_nan=False) + "\n")
    return [str(path) for path in (picture, out) if path is not None]


def _print(found: Forecast) -> None:
    screen = console()
    screen.print(f"[bold]{found.law.title}[/]   {found.law}")
    steps = table("", "", ">parameters", ">tokens", ">excess (nats)")
    for stage, (parameters, tokens), excess in (
        ("before", found.start, found.before),
        ("after", found.end, found.after),
    ):
        steps.add_row(stage, f"{float(parameters):.6g}", f"{float(tokens):.6g}", str(excess))
    screen.print(steps)
    bracket = ""
    if found.bracket is not None:
        low, high = found.bracket
        bracket = f" (wherever one starts, by {low:.4g} to {high:.4g})"
    screen.print(f"Tuples of skills grow by a factor [bold]{found.factor}[/]{bracket}.\n")

    screen.print(
        f"Guaranteed competence on k'-tuples, for all but {found.alpha} of them; k = {found.k}",
        style="bold",
    )
    headings = [f">{bound}, {stage}" for stage in ("before", "after") for bound in found.bounds]
    shown = table("", ">k'", *headings)
    columns = [found.curve(stage, bound) for stage in ("before", "after") for bound in found.bounds]
    for row in zip(*columns, strict=True):
        cells = [
            f"{point.competence.estimate:.3f}" if not _MARK[point.status] else _MARK[point.status]
            for point in row
        ]
        shown.add_row(str(row[0].size), *cells)
    screen.print(shown)

    screen.print(f"Largest tuples with guaranteed competence {found.least}", style="bold")
    reach = table("", "bound", ">before", ">after")
    for one in found.reach:
        reach.add_row(one.bound, str(one.before), str(one.after))
    screen.print(reach)

    from skilltheory.scaling.forecasting import CHECKS

    screen.print("[bold]It rests on[/]")
    for assumption in found.assumptions:
        screen.print(f"  {assumption.id}: {assumption.title}", markup=False)
        screen.print(f"      check: {CHECKS[assumption.id]}", style="dim", markup=False)
    screen.print()
    for warning in found.warnings:
        screen.print(f"Note: {warning}.", style="bold", markup=False)
