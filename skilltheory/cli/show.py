"""``skilltheory show ID``: a statement of the theory, with what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, print_json, table

if TYPE_CHECKING:
    from skilltheory.theory import Statement

_STATE_STYLE = {"proved": "bold green", "open": "bold yellow"}


@click.command()
@click.argument("identifier", metavar="ID", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "latex", "html"]),
    default="text",
    show_default=True,
    help="How to write the statement.",
)
@click.option("--proof", is_flag=True, help="Show its proof too: the chain of claims.")
@json_option
def command(identifier: str | None, form: str, proof: bool, as_json: bool) -> None:
    r"""Show the statement ID; without ID, list them all.

    \b
    skilltheory show
    skilltheory show emergence.basic
    skilltheory show information.bracket --format latex
    skilltheory show information.pinsker --proof
    """
    from skilltheory.theory import statement, statements

    if identifier is None:
        known = statements()
        if as_json:
            listed = [{"id": one.id, "kind": one.kind.value, "title": one.title} for one in known]
            print_json({"statements": listed})
        else:
            listing = table("Statements of the theory", "id", "kind", "title")
            for one in known:
                listing.add_row(one.id, one.kind.value, one.title)
            console().print(listing)
        return

    found = statement(identifier)
    if as_json:
        print_json(as_record(found) | ({"proof": proof_of(found)} if proof else {}))
    elif form == "latex":
        click.echo(found.latex())
    elif form == "html":
        click.echo(found._repr_html_())
    else:
        _print(found)
    if proof and not as_json:
        _print_proof(found, form)


def proof_of(found: Statement) -> list[dict[str, Any]] | None:
    """The chain of claims of a proof as plain data; None where none is needed."""
    from skilltheory.proving.store import lines_of

    if found.kind.is_supposed:
        return None
    return [
        {"claim": str(line.theorem.conclusion), "why": line.why, "rule": line.rule}
        for line in lines_of(found.id).lines
    ]


def _print_proof(found: Statement, form: str) -> None:
    from skilltheory.proving.store import lines_of

    if found.kind.is_supposed:
        click.echo(f"{found.id} is supposed: it has no proof")
        return
    chain = lines_of(found.id)
    click.echo({"text": chain.text, "latex": chain.latex, "html": chain.html}[form]())


def rests_on(found: Statement) -> list[str] | None:
    """Ids of what a statement rests on; None while it is open, when nothing can be said."""
    from skilltheory.theory import State

    return None if found.state is State.OPEN else [one.id for one in found.rests_on()]


def as_record(found: Statement) -> dict[str, Any]:
    """A statement as plain data."""
    return {
        "id": found.id,
        "kind": found.kind.value,
        "title": found.title,
        "status": found.state.value,
        "parameters": [
            {"name": parameter.name, "sort": parameter.sort.name, "accepts": parameter.sort.meaning}
            for parameter in found.parameters
        ],
        "hypotheses": [str(hypothesis) for hypothesis in found.hypotheses],
        "conclusion": str(found.conclusion),
        "latex": found.latex(),
        "source": found.source,
        "meaning": found.meaning,
        "rests_on": rests_on(found),
    }


def _print(found: Statement) -> None:
    from rich.text import Text

    screen = console()
    style = _STATE_STYLE.get(found.state.value, "bold")
    screen.print(
        Text.assemble(
            (f"{found.kind.value.capitalize()} {found.id}", "bold"),
            f"   {found.title}   ",
            (f"[{found.state.value}]", style),
        )
    )
    body = table("", "", "")
    body.show_header = False
    sorts: dict[str, list[str]] = {}
    for parameter in found.parameters:
        sorts.setdefault(parameter.sort.meaning, []).append(parameter.name)
    for meaning, names in sorts.items():
        body.add_row("for", Text(f"{', '.join(names)}: {meaning}"))
    for hypothesis in found.hypotheses:
        body.add_row("suppose", Text(str(hypothesis)))
    body.add_row("then" if found.hypotheses else "", Text(str(found.conclusion), "bold"))
    body.add_row("meaning", Text(found.meaning))
    names_below = rests_on(found)
    if names_below is not None:
        body.add_row("rests on", Text(", ".join(names_below) or "nothing but the kernel's rules"))
    body.add_row("source", Text(found.source))
    screen.print(body)
