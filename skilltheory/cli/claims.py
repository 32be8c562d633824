"""``skilltheory claims``: what the sources say, and what the program finds."""

from __future__ import annotations

import json

import click

from skilltheory.cli._common import console, json_option, print_json, table

_STYLE = {
    "proved": "green",
    "holds numerically": "green",
    "holds under stated conditions": "cyan",
    "does not follow from the stated numbers": "bold red",
    "open": "bold yellow",
}


@click.command()
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@json_option
def command(identifiers: tuple[str, ...], as_json: bool) -> None:
    r"""Check the claims of the sources now, or those with the IDs only.

    \b
    skilltheory claims
    skilltheory claims gpt3-excess
    skilltheory claims --json
    """
    from rich.progress import track
    from rich.text import Text

    from skilltheory.claims import claim, claims

    wanted = [claim(i) for i in identifiers] if identifiers else [*claims()]
    bar = track(wanted, "checking", console=console(), disable=as_json, transient=True)
    found = [(one, one.check()) for one in bar]
    if as_json:
        print_json({"claims": [one.to_json(finding) for one, finding in found]})
        return
    shown = table("", "id", "claim", "verdict", "computed", "rests on")
    for one, finding in found:
        figures = json.dumps(finding.computed) if finding.computed else ""
        shown.add_row(
            one.id,
            f"{one.text}\n({one.source})",
            Text(finding.verdict, _STYLE.get(finding.verdict, "")),
            Text("\n".join(part for part in (figures, finding.comment) if part)),
            ", ".join(one.rests_on()),
        )
    console().print(shown)
