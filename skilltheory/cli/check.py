"""``skilltheory check``: every proof run in the kernel and replayed."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from time import perf_counter
from typing import TYPE_CHECKING

import click

from skilltheory.cli._common import console, json_option, print_json, table

if TYPE_CHECKING:
    from skilltheory.proving.check import Checked

_STYLE = {"proved": "green", "open": "bold yellow", "assumed": "cyan", "textbook": "blue"}


@click.command()
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@json_option
def command(identifiers: tuple[str, ...], jobs: int, as_json: bool) -> int:
    r"""Run every proof in the kernel, and replay its certificate; or those of the IDs only.

    Exit code 1 if a proof or its replay is refused. A statement that has no proof yet is shown
    as open, and is no failure.

    \b
    skilltheory check
    skilltheory check emergence.basic
    skilltheory check --json
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
    if len(ids) == 1 or jobs == 1:
        results = check(ids, progress=progress)
    else:
        with ProcessPoolExecutor(jobs) as pool:
            results = check(ids, executor=pool, progress=progress)
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
        _print(results, wall)
    return 1 if bad else 0


def _failed(result: Checked) -> bool:
    from skilltheory.proving.script import SCRIPTS

    if result.status == "open":
        return result.id in SCRIPTS
    return result.status == "proved" and not result.replayed


def _print(results: list[Checked], wall: float) -> None:
    from rich.text import Text

    screen = console()
    columns = ["id", "kind", "state", ">seconds", "replayed", "rests on"]
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
        shown.add_row(*row)
    screen.print(shown)
    proved = [r for r in results if r.status == "proved"]
    still_open = sum(r.status == "open" for r in results)
    screen.print(
        f"{len(proved)} proved, {sum(r.replayed for r in proved)} of them replayed, "
        f"{still_open} open; {wall:.1f} s in all, of which the proofs took "
        f"{sum(r.seconds for r in results):.1f} s and the replay "
        f"{sum(r.replay_seconds for r in results):.1f} s of work"
    )
