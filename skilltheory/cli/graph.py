"""``skilltheory graph``: which statement uses which, as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from skilltheory.cli._common import json_option, print_json


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("graph.svg"),
    show_default=True,
    help="Where to write the picture; .svg, .png or .pdf.",
)
@json_option
def command(out: Path, as_json: bool) -> None:
    r"""Draw the dependency graph of the statements, coloured by state.

    \b
    skilltheory graph --out graph.svg
    skilltheory graph --json
    """
    from skilltheory.plot.dependencies import dependencies, dependency_graph
    from skilltheory.theory import statement

    if as_json:
        graph = dependency_graph()
        print_json(
            {
                "statements": [
                    {"id": name, "status": statement(name).state.value, "uses": list(used)}
                    for name, used in graph.items()
                ]
            }
        )
        return
    if out.suffix not in (".svg", ".png", ".pdf"):
        raise click.UsageError(f"{out.suffix or 'no suffix'} is not .svg, .png or .pdf")
    out.parent.mkdir(parents=True, exist_ok=True)
    dependencies().savefig(out, dpi=110)
    click.echo(f"wrote {out}")
