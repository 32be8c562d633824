"""``skilltheory solve UNKNOWN``: the emergence inequality solved for one of its unknowns."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.solve import Certified

_SOLVERS = {
    "beta": "beta",
    "alpha": "alpha",
    "theta": "theta",
    "k": "k",
    "failure": "failure",
    "n1": "least_n1",
    "competence": "competence",
}
"""What can be solved for, and by which function of :mod:`skilltheory.solve`."""


@click.command()
@click.argument("unknown", type=click.Choice(list(_SOLVERS)))
@number("--alpha", "Share of the skills given up.")
@number("--beta", "How many times the average error share a kept skill may suffer.")
@number("--theta", "Share of text pieces with an error.")
@number("--k", "Skills a text piece.")
@number("--k-prime", "Size of the tuples of skills.  [default: 1]")
@number("--n1", "Number of text pieces (finite bounds).")
@number("--n2", "Number of skills (finite bounds).")
@number("--failure", "Probability with which a finite bound may fail.")
@click.option(
    "--bound",
    metavar="NAME",
    help="basic, closed-form, entropic, sharp, finite-basic or finite-sharp.  [default: basic, or "
    "finite-sharp for failure and n1]",
)
@number("--digits", "Significant digits to prove.  [default: 50]")
@click.option(
    "--competence",
    is_flag=True,
    default=None,
    help="Under finite-sharp: measure a skill by the share of its own edges, whatever its degree.",
)
@click.option(
    "--counting",
    type=click.Choice(["draws", "pieces"]),
    help="With --competence: whether a piece that draws a skill twice counts twice for it.",
)
@json_option
def command(unknown: str, as_json: bool, **given: str | bool | None) -> None:
    r"""Solve for an UNKNOWN, given the others; every digit shown is proven.

    beta, alpha, theta or k of the emergence inequality; at finite sizes also the probability of
    failure, the least number n1 of text pieces, or the guaranteed competence.

    \b
    skilltheory solve beta --alpha 1/10 --theta 1/10 --k 4
    skilltheory solve beta --alpha 1/10 --theta 1/10 --k 4 --k-prime 2 --bound sharp
    skilltheory solve theta --alpha 0.1 --beta 3 --k 8 --digits 100 --json
    skilltheory solve n1 --alpha 1/10 --beta 4 --theta 1/10 --k 8 --n2 1000 --failure 1e-6

    Exit code 3: no guarantee exists, and the condition that fails is printed with both its sides.
    """
    from skilltheory import solve

    found: Certified = _call(getattr(solve, _SOLVERS[unknown]), unknown, given)
    if as_json:
        print_json(found.to_json())
    else:
        _print(found)


def _call(solver: Any, unknown: str, given: dict[str, str | bool | None]) -> Any:
    """Call the solver with what was given; say what is missing or out of place."""
    takes = signature(solver).parameters
    known = {name: value for name, value in given.items() if value is not None}
    missing = [
        name
        for name, spec in takes.items()
        if spec.default is Parameter.empty and name not in known
    ]
    if missing:
        raise click.UsageError(f"solve {unknown} needs {_flags(missing)}")
    extra = [name for name in known if name not in takes]
    if extra:
        raise click.UsageError(f"solve {unknown} does not take {_flags(extra)}")
    return solver(**known)


def _flags(names: list[str]) -> str:
    return ", ".join("--" + name.replace("_", "-") for name in names)


def _print(found: Certified) -> None:
    from rich.text import Text

    from skilltheory._digits import fraction_text, shortened

    given = ", ".join(f"{name} = {shortened(value)}" for name, value in found.inputs.items())
    screen = console()
    screen.print(f"{given}; bound {found.bound}", style="bold")
    shown = table("", "", "")
    shown.show_header = False
    shown.columns[1].overflow = "fold"  # every digit, however many lines they take
    shown.add_row(found.unknown, Text(found.value, "bold"))
    if found.exact is None:
        shown.add_row("between", found.lower)
        shown.add_row("and", found.upper)
    elif fraction_text(found.exact) != found.value:
        shown.add_row("exactly", fraction_text(found.exact))
    if found.vacuous:
        shown.add_row("vacuous", Text("this guarantee says nothing", "bold yellow"))
    if found.note:
        shown.add_row("note", Text(found.note))
    shown.add_row("proof", Text(found.proof))
    screen.print(shown)
