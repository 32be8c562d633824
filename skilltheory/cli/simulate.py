"""``skilltheory simulate``: random skill graphs, their worst error sets, and the bounds beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from skilltheory.cli._common import json_option, number, print_json
from skilltheory.cli._pool import progress, workers, workers_option

__all__ = ["BUDGET_EXCEEDED", "command"]

BUDGET_EXCEEDED = 4
"""Exit code: the graph is too large for what is asked, or time is up."""


@click.command()
@number("--n1", "Number of text pieces.", required=True)
@number("--n2", "Number of skills; may be left to --weights.")
@number("--k", "Skills a text piece.", required=True)
@number("--theta", "Share of text pieces with an error.", required=True)
@number("--alpha", "Share of the skills given up.", required=True)
@click.option(
    "--errors",
    metavar="NAME",
    default="fixed",
    show_default=True,
    help="How the error set is chosen: random; fixed, the worst for skills fixed beforehand; "
    "greedy, local: searches for the worst for any skills; exact, on small graphs.",
)
@number("--seed", "Names the graph.  [default: 0]")
@click.option("--seeds", metavar="A:B", help="One graph for each seed from A up to B - 1.")
@click.option(
    "--weights",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of numbers, one a skill: draw skills in proportion to these.",
)
@click.option(
    "--skills", metavar="LIST", help="The skills fixed beforehand, by number.  [default: the first]"
)
@click.option("--betas", metavar="LIST", help="Levels at which to count the skills kept.")
@number("--competence", "Measure competence too, in a histogram of so many bins.")
@number(
    "--failure",
    "Probability with which a finite bound may fail.",
    default="1e-6",
    show_default=True,
)
@number("--seconds", "Time limit of exact, a graph.", default="60", show_default=True)
@workers_option
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --seeds: file to record finished graphs in, and to resume from.",
)
@json_option
def command(
    n1: str,
    n2: str | None,
    k: str,
    theta: str,
    alpha: str,
    seed: str | None,
    seeds: str | None,
    weights: Path | None,
    skills: str | None,
    betas: str | None,
    competence: str | None,
    failure: str,
    seconds: str,
    as_json: bool,
    **more: Any,
) -> int | None:
    r"""Draw random skill graphs, let errors fall where they hurt most, and measure what is left.

    \b
    skilltheory simulate --n1 1e6 --n2 1000 --k 8 --theta 1/10 --alpha 1/10
    skilltheory simulate --n1 1e4 --n2 100 --k 8 --theta 1/10 --alpha 1/10 --errors local \
        --seeds 0:20 --workers 2 --resume runs.jsonl
    skilltheory simulate --n1 1e6 --n2 100 --k 8 --theta 1/10 --alpha 1/10 --competence 20

    Exit code 4: the graph is too large for that error set, or time is up.
    """
    from skilltheory.errors import BudgetExceeded
    from skilltheory.sorts import Count, OpenUnit, Positive

    if skills is not None and more["errors"] != "fixed":
        raise click.UsageError("--skills goes with --errors fixed")
    if n2 is None and weights is None:
        raise click.UsageError("give --n2, or --weights")
    allowed = OpenUnit.check("failure", failure)
    settings = {
        "n1": n1,
        "n2": n2,
        "k": k,
        "theta": theta,
        "alpha": alpha,
        "errors": more["errors"],
        "weights": None if weights is None else _numbers(weights),
        "skills": None if skills is None else skills.split(","),
        "betas": None if betas is None else betas.split(","),
        "competence_bins": None
        if competence is None
        else int(Count.check("competence", competence)),
        "seconds": float(Positive.check("seconds", seconds)),
    }
    try:
        runs = _simulations(settings, seed, seeds, more["workers"], more["resume"])
    except BudgetExceeded as error:
        return _over_budget(error, as_json)

    from skilltheory.cli._beside import bounds_beside
    from skilltheory.cli._simulated import print_simulations, report

    bounds = bounds_beside(runs[0], allowed)
    many = seeds is not None
    if as_json:
        print_json(report(runs, bounds, many=many))
    else:
        print_simulations(runs, bounds, many=many, every_beta=betas is not None)
    return None


def _simulations(
    settings: dict[str, Any],
    seed: str | None,
    seeds: str | None,
    processes: int | None,
    resume: Path | None,
) -> list[Any]:
    from skilltheory.simulate import simulate, simulate_seeds
    from skilltheory.sorts import Natural

    if seeds is None:
        if resume is not None:
            raise click.UsageError("--resume goes with --seeds")
        one = int(Natural.check("seed", "0" if seed is None else seed))
        with progress("one graph"), workers(processes) as executor:
            return [simulate(**settings, seed=one, executor=executor)]
    if seed is not None:
        raise click.UsageError("give either --seed or --seeds")
    several = _seeds(seeds)
    with progress("graphs") as tell, workers(processes) as executor:
        return simulate_seeds(several, **settings, executor=executor, path=resume, progress=tell)


def _seeds(text: str) -> range:
    from skilltheory.sorts import Natural

    first, colon, end = text.partition(":")
    if not colon:
        raise click.UsageError(f"--seeds {text}: write A:B, as in 0:20")
    made = range(int(Natural.check("seeds", first)), int(Natural.check("seeds", end)))
    if not made:
        raise click.UsageError(f"--seeds {text}: the first must be less than the end")
    return made


def _numbers(path: Path) -> list[str]:
    """The numbers in a file, as they are written; the library reads and checks them."""
    return path.read_text(encoding="utf-8", errors="replace").split()


def _over_budget(error: Any, as_json: bool) -> int:
    if as_json:
        print_json(
            {
                "error": "budget_exceeded",
                "message": str(error),
                "rule": error.rule,
                "reason": error.reason,
            }
        )
    else:
        click.echo(f"skilltheory: {error}", err=True)
    return BUDGET_EXCEEDED
