"""``skilltheory curve``: guaranteed competence along theta."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.plot.series import CompetenceCurve

_SAY = {"none": "no guarantee", "vacuous": "vacuous", "guaranteed": ""}
_COLUMNS = ("k", "theta", "beta", "competence", "status")


@click.command()
@number("--alpha", "Share of the skills given up.", required=True)
@number("--k", "Skills a text piece; may be given several times.", multiple=True, required=True)
@number("--from", "First theta.", default="1/100", show_default=True)
@number("--to", "Last theta.", default="1/2", show_default=True)
@click.option("--points", type=int, default=25, show_default=True, help="Points a curve.")
@click.option("--log", "logarithmic", is_flag=True, help="Space theta evenly in its logarithm.")
@number("--k-prime", "Size of the tuples of skills.", default="1", show_default=True)
@click.option("--bound", default="basic", show_default=True, help="Which bound, by its name.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a file instead: .csv, .json, .png or .svg.",
)
@click.option(
    "--what",
    type=click.Choice(["competence", "beta"]),
    default="competence",
    show_default=True,
    help="Which picture to draw.",
)
@json_option
def command(
    alpha: str,
    k: tuple[str, ...],
    to: str,
    points: int,
    logarithmic: bool,
    k_prime: str,
    bound: str,
    out: Path | None,
    what: str,
    as_json: bool,
    **more: str,
) -> None:
    r"""Guaranteed competence 1 - beta k' theta along theta, in double precision.

    \b
    skilltheory curve --alpha 1/10 --k 4 --k 16
    skilltheory curve --alpha 1/10 --k 8 --points 400 --out competence.svg
    skilltheory curve --alpha 1/10 --k 8 --points 400 --out competence.csv
    """
    if out is not None and out.suffix not in {".csv", ".json", ".png", ".svg"}:
        raise click.UsageError(f"--out {out}: the name must end in .csv, .json, .png or .svg")

    from skilltheory.plot.series import competence_curve, theta_range

    theta = theta_range(more["from"], to, points, logarithmic=logarithmic)
    curves = [competence_curve(alpha, skills, theta, bound=bound, k_prime=k_prime) for skills in k]
    if out is not None:
        _write(curves, out, what)
    if as_json:
        record = _record(curves)
        print_json(record if out is None else record | {"file": str(out)})
    elif out is not None:
        click.echo(str(out))
    else:
        _print(curves)


def _record(curves: list[CompetenceCurve]) -> dict[str, object]:
    first = curves[0]
    return {
        "alpha": str(first.alpha),
        "k_prime": first.k_prime,
        "bound": first.bound,
        "points": [row for curve in curves for row in curve.rows()],
    }


def _write(curves: list[CompetenceCurve], out: Path, what: str) -> None:
    if out.suffix == ".csv":
        import csv

        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows(row for curve in curves for row in curve.rows())
    elif out.suffix == ".json":
        import json

        out.write_text(json.dumps(_record(curves), indent=2) + "\n", encoding="utf-8")
    else:
        from skilltheory.plot import beta_curves, competence_curves, save

        figure = (competence_curves if what == "competence" else beta_curves)(curves)
        save(figure, out)


def _print(curves: list[CompetenceCurve]) -> None:
    first = curves[0]
    screen = console()
    for curve in curves:
        tuples = "" if curve.k_prime == 1 else f", tuples of {curve.k_prime}"
        screen.print(
            f"alpha = {first.alpha}, k = {curve.k}{tuples}; bound {curve.bound}", style="bold"
        )
        shown = table(
            "",
            ">theta",
            ">beta",
            ">guaranteed competence",
            "",
        )
        for row in curve.rows():
            shown.add_row(
                f"{row['theta']:.6g}",
                "" if row["beta"] is None else f"{row['beta']:.9g}",
                "" if row["competence"] is None else f"{row['competence']:.6f}",
                _SAY[row["status"]],
            )
        screen.print(shown)
