"""``skilltheory check``: every proof run in the kernel and replayed."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, print_json, table

if TYPE_CHECKING:
    from skilltheory.proving.check import Checked, Independent

_STYLE = {"proved": "green", "open": "bold yellow", "assumed": "cyan", "textbook": "blue"}


@click.command()
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option(
    "--independent", is_flag=True, help="Merge in what the second prover said (make rocq)."
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder in which the second prover left its report.  [default: build/rocq]",
)
@click.option(
    "--certificates",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the certificates to this file, for python -m skilltheory.replay.",
)
@json_option
def command(
    identifiers: tuple[str, ...],
    jobs: int,
    independent: bool,
    report: Path | None,
    certificates: Path | None,
    as_json: bool,
) -> int:
    r"""Run every proof in the kernel, and replay its certificate; or those of the IDs only.

    Exit code 1 if a proof or its replay is refused. A statement that has no proof yet is shown
    as open, and is no failure.

    With --independent also what Rocq, an unrelated prover, said in the last run of make rocq: true,
    false (which is a failure), or not-run where it was not asked about the statement as it is now.

    \b
    skilltheory check
    skilltheory check emergence.basic
    skilltheory check --independent --json
    """
    from rich.progress import track

    from skilltheory.proving.check import check
    from skilltheory.theory import statement, statements

    wanted = [statement(i) for i in identifiers] if identifiers else [*statements()]
    count = sum(not one.kind.is_supposed for one in wanted)
    bar = iter(track(range(count), "proving", console=console(), disable=as_json, transient=True))
    start = perf_counter()

    def progress(_: str) -> None:
        next(bar, None)

    ids = [one.id for one in wanted]
    second = _second_opinion(report) if independent else None
    kept: list[dict[str, Any]] = []
    with ExitStack() as stack:
        alone = len(ids) == 1 or jobs == 1
        results = check(
            ids,
            executor=None if alone else stack.enter_context(ProcessPoolExecutor(jobs)),
            progress=progress,
            independent=second,
            certificates=kept,
        )
    if certificates is not None:
        certificates.parent.mkdir(parents=True, exist_ok=True)
        certificates.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    wall = perf_counter() - start
    next(bar, None)
    bad = [r for r in results if _failed(r)]
    if as_json:
        print_json(
            {
                "statements": [r.to_json() for r in results],
                "proving_seconds": sum(r.seconds for r in results),
                "replay_seconds": sum(r.replay_seconds for r in results),
                "wall_seconds": wall,
            }
        )
    else:
        _print(results, wall, independent)
    return 1 if bad else 0


def _second_opinion(folder: Path | None) -> dict[str, Independent]:
    from skilltheory.rocq.report import FOLDER, Report, verdicts
    from skilltheory.theory import statements

    return verdicts([one.id for one in statements()], Report.load(folder or FOLDER))


def _failed(result: Checked) -> bool:
    from skilltheory.proving.script import SCRIPTS

    if result.independent is False:
        return True
    if result.status == "open":
        return result.id in SCRIPTS
    return result.status == "proved" and not result.replayed


def _print(results: list[Checked], wall: float, independent: bool) -> None:
    from rich.text import Text

    screen = console()
    columns = ["id", "kind", "state", ">seconds", "replayed", "rests on"]
    if independent:
        columns.insert(5, "independent")
    shown = table("", *columns)
    for r in results:
        needs_proof = r.status in ("proved", "open")
        replayed = ("yes" if r.replayed else "REFUSED") if r.status == "proved" else "-"
        rests = ", ".join(r.rests_on) if needs_proof else ""
        if r.status == "proved" and not r.rests_on:
            rests = "the rules alone"
        row: list[str | Text] = [
            r.id,
            r.kind,
            Text(r.status, _STYLE[r.status]),
            f"{r.seconds:.2f}" if needs_proof else "",
            replayed,
            r.reason or rests,
        ]
        if independent:
            row.insert(5, _opinion(r))
        shown.add_row(*row)
    screen.print(shown)
    if independent:
        taken = [r.independent for r in results if r.status == "proved"]
        screen.print(
            f"second prover: {taken.count(True)} of the proved statements accepted, "
            f"{taken.count(False)} refused, {taken.count('not-run')} not run"
        )
    proved = [r for r in results if r.status == "proved"]
    still_open = sum(r.status == "open" for r in results)
    screen.print(
        f"{len(proved)} proved, {sum(r.replayed for r in proved)} of them replayed, "
        f"{still_open} open; {wall:.1f} s in all, of which the proofs took "
        f"{sum(r.seconds for r in results):.1f} s and the replay "
        f"{sum(r.replay_seconds for r in results):.1f} s of work"
    )


def _opinion(result: Checked) -> str:
    asked = result.status in ("proved", "open") or result.independent != "not-run"
    return str(result.independent).lower() if asked else "-"
