"""How simulations are told: as JSON with decimals beside fractions, and as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from skilltheory.cli._common import console, table

if TYPE_CHECKING:
    from rich.console import Console

    from skilltheory.cli._beside import Bounds
    from skilltheory.simulate import Simulation

__all__ = ["print_simulations", "report"]

_ERRORS = {
    "random": "chosen at random, without looking at the graph",
    "fixed": "the worst for skills fixed beforehand (exactly)",
    "greedy": "a greedy search for the worst, for any skills",
    "local": "a local search for the worst, for any skills",
    "exact": "the worst there is, for any skills (mixed-integer programming)",
}
_LEVELS = {
    "sharp": "sharp bound (N1 to infinity)",
    "entropic": "entropic bound",
    "basic": "basic bound, beta*",
    "closed-form": "closed form",
    "finite-sharp": "finite sharp bound",
    "finite-basic": "finite basic bound",
}
_BAR = 48


# -- JSON ------------------------------------------------------------------------


def report(runs: Sequence[Simulation], bounds: Bounds, *, many: bool) -> dict[str, Any]:
    """Everything that was measured, and the bounds; a decimal beside every fraction."""
    beside = {"failure": str(bounds.failure), "bounds": bounds.as_dict()}
    if not many:
        return {**_with_decimals(runs[0].as_dict()), **beside}
    return {
        "simulations": [_with_decimals(run.as_dict()) for run in runs],
        "level": {name: float(value) for name, value in _spread(runs).items()},
        **beside,
    }


def _spread(runs: Sequence[Simulation]) -> dict[str, Fraction]:
    levels = [run.level for run in runs]
    mean = sum(levels, Fraction(0)) / len(levels)
    return {"min": min(levels), "mean": mean, "max": max(levels)}


_FRACTIONS = frozenset(
    ("theta", "alpha", "level", "upper", "mass", "mean_level", "least_level", "beta", "share")
)


def _with_decimals(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_decimals(part) for part in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, part in value.items():
        made[name] = _with_decimals(part)
        if name in _FRACTIONS and part is not None:
            made[f"{name}_decimal"] = float(Fraction(part))
    return made


# -- tables ----------------------------------------------------------------------


def print_simulations(
    runs: Sequence[Simulation], bounds: Bounds, *, many: bool, every_beta: bool
) -> None:
    """Print what was asked, the levels, the curve of skills kept, and competence.

    The curve ends where nothing changes any more, unless ``every_beta``.
    """
    screen = console()
    _print_problem(screen, runs, many)
    if many:
        _print_seeds(screen, runs)
    _print_levels(screen, runs, bounds, many)
    _print_kept(screen, runs, bounds, every_beta)
    if runs[0].competence is not None:
        _print_competence(screen, runs, bounds)


def _print_problem(screen: Console, runs: Sequence[Simulation], many: bool) -> None:
    run = runs[0]
    skills = "skills" if run.measure == "uniform" else "skills of unequal mass"
    graphs = f"{len(runs)} graphs, seeds {run.seed} to {runs[-1].seed}"
    screen.print(
        f"N1 = {run.n1} pieces, N2 = {run.n2} {skills}, k = {run.k}; "
        f"theta = {run.theta}, alpha = {run.alpha}; " + (graphs if many else f"seed {run.seed}"),
        style="bold",
    )
    exactly = (
        "theta N1"
        if run.theta * run.n1 == run.n
        else f"theta N1 = {_short(run.theta * run.n1)} rounded down"
    )
    screen.print(f"n = {run.n} pieces are wrong ({exactly}): {_ERRORS[run.errors]}.")
    if run.measure == "uniform":
        wanted = run.alpha * run.n2
        given = "alpha N2" if wanted == run.m else f"alpha N2 = {_short(wanted)} rounded up"
        screen.print(f"m = {_skills(run.m)} given up ({given}).")
    else:
        most = max(run.m for run in runs)
        screen.print(f"Skills of mass {run.alpha} are given up, the most hit: {_skills(most)}.")


def _print_seeds(screen: Console, runs: Sequence[Simulation]) -> None:
    fixed, exact = runs[0].fixed is not None, runs[0].upper is not None
    columns = [">seed", ">level"]
    columns += [">fixed set, mean level", ">least level"] if fixed else []
    columns += [">no error set exceeds"] if exact else []
    shown = table("", *columns)
    for run in runs:
        row = [str(run.seed), _short(run.level)]
        if run.fixed is not None:
            row += [_mean(run), _short(run.fixed.least_level)]
        if run.upper is not None:
            row.append(_short(run.upper))
        shown.add_row(*row)
    shown.add_section()
    for name, value in _spread(runs).items():
        shown.add_row(name, _short(value))
    screen.print(shown)


def _print_levels(screen: Console, runs: Sequence[Simulation], bounds: Bounds, many: bool) -> None:
    shown = table("", "", ">beta", "")
    if many:
        spread = _spread(runs)
        shown.add_row("largest level", _short(spread["max"]), "of all graphs")
    else:
        _add_measured(shown, runs[0])
    fixed = runs[0].fixed
    if bounds.limit is not None and fixed is not None and fixed.mass != runs[0].alpha:
        shown.add_row(
            "sharp bound of the fixed set",
            bounds.limit.words(),
            f"its mass is {_share(fixed.mass)}; what its mean level tends to",
        )
    for name, said in bounds.levels.items():
        finite = name.startswith("finite")
        note = f"at these sizes; fails with probability at most {float(bounds.failure):g}"
        if said.refused is not None:
            note = f"{said.refused.condition} fails"
        elif not finite:
            tends = name == "sharp" and fixed is not None and fixed.mass == runs[0].alpha
            note = "what the mean level of a fixed set tends to" if tends else ""
        shown.add_row(_LEVELS[name], said.words(), note)
    screen.print(shown)
    if runs[0].measure != "uniform":
        screen.print("The finite bounds are stated for equal skills.\n", style="dim")


def _add_measured(shown: Any, run: Simulation) -> None:
    shown.add_row(
        "[bold]level of this error set[/]",
        f"[bold]{_short(run.level)}[/]",
        "times the average, lost by " + ("1 skill" if run.m == 1 else f"each of {run.m} skills"),
    )
    if run.fixed is not None:
        together = f"{_skills(run.fixed.size)} together; the error is over random graphs"
        shown.add_row("fixed set, mean level", _mean(run), together)
        least = "each of these skills loses at least so much"
        shown.add_row("fixed set, least level", _short(run.fixed.least_level), least)
    if run.upper is not None:
        shown.add_row("linear relaxation", _short(run.upper), "no error set exceeds this")


def _print_kept(
    screen: Console, runs: Sequence[Simulation], bounds: Bounds, every_beta: bool
) -> None:
    finite = bounds.levels.get("finite-sharp")
    speaks = None if finite is None else finite.upper
    more_than = f"over {1 - runs[0].m / runs[0].n2:.2%}"  # fewer than m skills are lost
    rows = []
    for points in zip(*(run.kept for run in runs), strict=True):
        beta, share = points[0].beta, min(point.share for point in points)
        sure = speaks is not None and beta >= speaks
        rows.append((f"{float(beta):.4g}", f"{float(share):.2%}", more_than if sure else ""))
    while not every_beta and len(rows) > 2 and rows[-1][1:] == rows[-2][1:]:
        rows.pop()
    kept = "skills kept" if len(runs) == 1 else "skills kept, least"
    shown = table("", ">beta", f">{kept}", ">guaranteed")
    for row in rows:
        shown.add_row(*row)
    screen.print(shown)


def _print_competence(screen: Console, runs: Sequence[Simulation], bounds: Bounds) -> None:
    from rich.text import Text

    measured = [run.competence for run in runs if run.competence is not None]
    counts = [sum(bins) for bins in zip(*(one.by_piece for one in measured), strict=True)]
    width, most = len(counts), max(counts)
    full = [i for i, count in enumerate(counts) if count]
    promised = bounds.competence.found if bounds.competence is not None else None
    if promised is not None and not promised.vacuous:
        full.append(min(int(float(promised) * width), width - 1))
    shown = table("", ">competence", ">skills", "")
    for i in range(min(full), max(full) + 1):
        bar = "█" * round(_BAR * counts[i] / most) or ("▏" if counts[i] else "")
        shown.add_row(f"{i / width:.3g} to {(i + 1) / width:.3g}", str(counts[i]), Text(bar))
    screen.print(shown)
    mean = sum(one.mean_by_piece for one in measured) / len(measured)
    least = min(one.least_by_piece for one in measured)
    screen.print(f"By pieces that use the skill: mean {mean:.4f}, least {least:.4f}.")
    if unused := sum(one.unused for one in measured):
        screen.print(f"{unused} skills are in no piece.")
    if promised is not None and not promised.vacuous:
        screen.print(
            f"Guaranteed: all but fewer than {runs[0].m} skills are above "
            f"[bold]{float(promised.lower):.4f}[/]\n(finite sharp bound; fails with probability "
            f"at most {float(bounds.failure):g})."
        )
    elif bounds.competence is not None:
        screen.print("At these sizes no competence is guaranteed.")


def _short(value: Fraction) -> str:
    return f"{float(value):.6g}"


def _share(value: Fraction) -> str:
    """As a fraction if that is short."""
    text = str(value)
    return text if len(text) <= 9 else _short(value)


def _skills(number: int) -> str:
    return "1 skill" if number == 1 else f"{number} skills"


def _mean(run: Simulation) -> str:
    """The mean level, with as many decimals as its error has sense for."""
    assert run.fixed is not None
    error = run.fixed.standard_error
    places = 6 if error == 0 else max(0, 1 - math.floor(math.log10(error)))
    return f"{float(run.fixed.mean_level):.{places}f} ± {error:.{places}f}"
