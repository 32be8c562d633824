"""``python -m skilltheory.rocq``: have Rocq check the theory, and say what it accepts."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import click

from skilltheory.cli._common import console, table
from skilltheory.rocq.build import Outcome
from skilltheory.rocq.checks import module_name
from skilltheory.rocq.library import Library
from skilltheory.rocq.numbers import number_units, row_name
from skilltheory.rocq.report import FOLDER, Entry, Report
from skilltheory.rocq.run import run
from skilltheory.rocq.toolchain import RocqMissing, find_toolchain
from skilltheory.rocq.units import alone, by_hand, every_check
from skilltheory.theory import statements
from skilltheory.tour.figures import BETA_TABLE, DIGITS


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Where modules are compiled and report.json is left.",
)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
def main(out: Path, jobs: int) -> int:
    """Generate, compile what changed, and report. Exit code 1 if Rocq refuses something."""
    try:
        rocq = find_toolchain()
    except RocqMissing as missing:
        click.echo(f"{missing}\nNothing was installed, and nothing was checked.", err=True)
        return 2
    begun = perf_counter()
    library = Library.read()
    numbers = number_units(BETA_TABLE, DIGITS)
    others = alone(library)
    units = [*by_hand(library), *every_check(library), *others.values(), *numbers]
    click.echo(f"Rocq {rocq.version}: {len(units)} modules in {out}")
    report = run(units, out, rocq, jobs=jobs, progress=_progress)
    titles = {unit.name: title for title, unit in others.items()}
    _print(report, titles, perf_counter() - begun)
    return 0 if all(entry.accepted for entry in report.entries.values()) else 1


def _progress(name: str, outcome: Outcome, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{done}/{of} {name}", nl=done == of, err=True)
    if not outcome.ok:
        click.echo(f"\n{name}: {outcome.error}", err=True)


def _print(report: Report, titles: dict[str, str], seconds: float) -> None:
    shown = table("", "checked", ">seconds", "Rocq")
    left_out = []
    for one in statements():
        entry = report.entries.get(module_name(one.id))
        if entry is not None:
            shown.add_row(one.id, f"{entry.seconds:.1f}", _verdict(entry))
        elif not one.kind.is_supposed:
            left_out.append(one.id)
    for alpha, theta, k in BETA_TABLE:
        titles[row_name(alpha, theta, k)] = f"beta at alpha = {alpha}, theta = {theta}, k = {k}"
    for name, title in titles.items():
        entry = report.entries[name]
        shown.add_row(title, f"{entry.seconds:.1f}", _verdict(entry))
    screen = console()
    screen.print(shown)
    accepted = sum(entry.accepted for entry in report.entries.values())
    screen.print(f"{accepted} of {len(report.entries)} checks accepted, in {seconds:.0f} s.")
    screen.print(f"Not given to Rocq: {', '.join(left_out) or 'nothing'}.")
    screen.print(f"Taken for granted by Rocq: {_summary(report.assumes)}.")


def _verdict(entry: Entry) -> str:
    return "accepts" if entry.accepted else f"REFUSES: {entry.reason}"


def _summary(assumes: tuple[str, ...]) -> str:
    axioms = [name for name in assumes if "Int63" not in name and "int63" not in name]
    integers = len(assumes) - len(axioms)
    return ", ".join(axioms) + (f", and {integers} facts on machine integers" if integers else "")


if __name__ == "__main__":
    sys.exit(main(standalone_mode=False))
