"""``skilltheory bounds``: pictures of the bounds, of what they need and of where they speak."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import json_option, number, print_json
from skilltheory.cli._pool import progress, workers, workers_option

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_Settings = dict[str, Any]
_Drawn = tuple[list[Any], Callable[[], "Figure"]]


@click.command()
@click.argument("pictures", nargs=-1, metavar="[PICTURE]...")
@number("--alpha", "Share of the skills given up.", default="1/10", show_default=True)
@number("--theta", "Share of text pieces with an error.", default="1/10", show_default=True)
@number("--k", "Skills a text piece.", default="8", show_default=True)
@number(
    "--failure",
    "Probability with which a finite bound may fail.",
    default="1e-6",
    show_default=True,
)
@number("--competence", "What the second phase diagram asks for.", default="1/2", show_default=True)
@click.option("--fit", default="besiroglu2024", show_default=True, help="Scaling law, for tuples.")
@click.option("--model", default="gpt-3", show_default=True, help="Model, for tuples.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("bounds"),
    show_default=True,
    help="Folder to write to.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(["svg", "png"]),
    multiple=True,
    help="May be given twice.  [default: svg]",
)
@workers_option
@json_option
def command(
    pictures: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    as_json: bool,
    **settings: Any,
) -> None:
    r"""Draw the bounds: all of them, or only the PICTUREs named.

    \b
    worst-case     every bound against the worst that errors do to random graphs
    pieces-needed  how many text pieces until the theorem speaks
    phases         where in (theta, alpha) each bound gives a guarantee
    tuples         tuples of skills over scale, by the sharp bound and the basic one

    With --json the numbers of the pictures are printed besides.

    \b
    skilltheory bounds --out pictures --format svg --format png
    skilltheory bounds phases --k 32 --competence 3/4 --json
    """
    from skilltheory.errors import UnknownName

    for name in pictures:
        if name not in _PICTURES:
            raise UnknownName("picture", name, _PICTURES)
    names = pictures or tuple(_PICTURES)
    record: dict[str, Any] = {}
    with progress("pictures") as tell, workers(settings.pop("workers")) as executor:
        for done, name in enumerate(names):
            tell(done, len(names))
            series, draw = _PICTURES[name](settings, executor)
            files = _write(draw(), out, name, formats or ("svg",))
            record[name] = {"files": files, "series": [_plain(asdict(one)) for one in series]}
    if as_json:
        print_json(record)
        return
    for entry in record.values():
        for file in entry["files"]:
            click.echo(file)


def _write(figure: Figure, out: Path, name: str, formats: tuple[str, ...]) -> list[str]:
    from skilltheory.plot import save

    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"{name}.{ending}" for ending in dict.fromkeys(formats)]
    for file in files:
        save(figure, file)
    return [str(file) for file in files]


def _worst_case(given: _Settings, executor: Executor | None) -> _Drawn:
    from skilltheory.plot.bound_series import along_pieces, along_skills

    skills = along_skills(given["alpha"], given["theta"])
    pieces = along_pieces(
        given["alpha"], given["theta"], given["k"], failure=given["failure"], executor=executor
    )

    def draw() -> Figure:
        from skilltheory.plot import bounds_and_worst_case

        return bounds_and_worst_case(skills, pieces)

    return [skills, pieces], draw


def _pieces_needed(given: _Settings, _: Executor | None) -> _Drawn:
    from skilltheory.plot.bound_series import (
        pieces_needed_for_level,
        pieces_needed_for_skills,
        telling_levels,
    )

    shares = given["alpha"], given["theta"], given["k"]
    along_level = pieces_needed_for_level(*shares, failure=given["failure"])
    several = [
        pieces_needed_for_skills(beta, *shares, failure=given["failure"])
        for beta in telling_levels(*shares)
    ]

    def draw() -> Figure:
        from skilltheory.plot import least_pieces

        return least_pieces(along_level, several)

    return [along_level, *several], draw


def _phases(given: _Settings, _: Executor | None) -> _Drawn:
    from skilltheory.plot.bound_series import phase_diagram

    diagrams = [phase_diagram(given["k"], competence=c) for c in (0, given["competence"])]

    def draw() -> Figure:
        from skilltheory.plot import phase_diagrams

        return phase_diagrams(diagrams)

    return diagrams, draw


def _tuples(given: _Settings, _: Executor | None) -> _Drawn:
    from skilltheory.plot.series import tuples_over_scale
    from skilltheory.scaling import get_law, get_model

    law, model = get_law(given["fit"]), get_model(given["model"])
    basic, sharp = (
        tuples_over_scale(
            law,
            model.parameters,
            model.tokens,
            alpha=given["alpha"],
            k=given["k"],
            bound=bound,
        )
        for bound in ("basic", "sharp")
    )

    def draw() -> Figure:
        from skilltheory.plot import tuple_bounds

        return tuple_bounds(basic, sharp, f"{model.title}'s", law.title)

    return [*basic, *sharp], draw


_PICTURES: dict[str, Callable[[_Settings, Executor | None], _Drawn]] = {
    "worst-case": _worst_case,
    "pieces-needed": _pieces_needed,
    "phases": _phases,
    "tuples": _tuples,
}


def _plain(value: Any) -> Any:
    """JSON values: fractions as texts, and nothing where there is no number."""
    import math
    from fractions import Fraction

    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Fraction):
        return str(value)
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
