"""``skilltheory skillmix power``: how many prompts tell two models apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.skillmix.power import Comparison
    from skilltheory.skillmix.student import Student

__all__ = ["command"]


@click.command()
@click.option("--first", metavar="MODEL|NUMBER", required=True, help="One model.")
@click.option("--second", metavar="MODEL|NUMBER", required=True, help="The other.")
@click.option(
    "--k",
    "sizes",
    metavar="NUMBER",
    multiple=True,
    help="Skills a prompt; may be repeated.  [default: 4]",
)
@click.option(
    "--score",
    type=click.Choice(["full_marks", "all_skills", "skill_fraction"]),
    default="full_marks",
    show_default=True,
    help="What is compared.",
)
@number("--power", "How often the difference is to be found.", default="4/5", show_default=True)
@number("--level", "Of the two-sided test.", default="1/20", show_default=True)
@number("--false-positive", "How often a mark is given that is not earned.", default="0")
@number("--false-negative", "How often an earned mark is refused.", default="0")
@number("--missing", "How often a mark is missing.", default="0")
@number(
    "--others", "How often topic, sense and length are right, each.", default="1", show_default=True
)
@number(
    "--alpha", "Share of the tuples that a model does not know.", default="1/10", show_default=True
)
@number("--draws", "Skills a text piece.", default="16", show_default=True)
@click.option("--fit", metavar="NAME|FILE", default="besiroglu2024", show_default=True)
@click.option(
    "--bound",
    type=click.Choice(["basic", "entropic", "sharp"]),
    default="sharp",
    show_default=True,
    help="What a model's competence is read off.",
)
@number("--simulate", "Simulate so many experiments besides.", default="0")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw power over prompts: .png or .svg.",
)
@json_option
def command(
    first: str,
    second: str,
    sizes: tuple[str, ...],
    score: str,
    power: str,
    level: str,
    simulate: str,
    out: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    r"""How many prompts tell two models apart.

    A model is a competence (the share of known tuples of which all k skills are shown), or a
    published model for which the theory gives it, perhaps at several times its parameters and
    tokens: gpt-3, gpt-3*10.  Both answer prompts of their own, or the same ones.

    \b
    skilltheory skillmix power --first 0.2 --second 0.3 --k 4
    skilltheory skillmix power --first gpt-3*10 --second gpt-3*20 --k 2 --k 4 \
        --false-negative 1/10 --missing 1/50 --simulate 1000 --out power.svg
    """
    if out is not None and out.suffix not in {".png", ".svg"}:
        raise click.UsageError(f"--out {out}: the name must end in .png or .svg")

    from skilltheory.skillmix.power import Comparison
    from skilltheory.skillmix.scores import Score
    from skilltheory.skillmix.student import Grader
    from skilltheory.sorts import Count, Natural

    grader = Grader(given["false_positive"], given["false_negative"], given["missing"])
    repeats = int(Natural.check("simulate", simulate))
    wanted = [int(Count.check("k", size)) for size in sizes or ("4",)]
    models = [_student(text, wanted, given) for text in (first, second)]
    rows, compared = [], []
    for k in wanted:
        for paired in (False, True):
            one = Comparison(
                models[0], models[1], k, grader, Score(score), paired=paired, level=level
            )
            compared.append(one)
            rows.append(_row(one, power, repeats))
    if out is not None:
        _draw(compared, power, f"{first} against {second}", out)
    supposed = sorted({below.id for model in models for below in model.rests_on()})
    if as_json:
        record = {"first": first, "second": second, "score": score, "power": power, "level": level}
        print_json(
            record
            | {"comparisons": rows, "rests_on": supposed}
            | ({} if out is None else {"file": str(out)})
        )
        return
    _print(rows, supposed, f"{first} against {second}, {Score(score).title}", power)
    if out is not None:
        click.echo(str(out))


def _student(text: str, sizes: list[int], given: dict[str, Any]) -> Student:
    """A competence, or a published model at some multiple of its scale."""
    from skilltheory.errors import NumberFormatError
    from skilltheory.scaling import get_model
    from skilltheory.skillmix.student import Student
    from skilltheory.sorts import Positive, exact

    try:
        exact(text)
    except NumberFormatError:
        name, times, factor = text.partition("*")
    else:
        return Student.given(text, alpha=given["alpha"], others=given["others"], name=text)
    model = get_model(name)
    scale = Positive.check("times", factor) if times else 1
    return Student.by_theory(
        given["fit"],
        model.parameters * scale,
        model.tokens * scale,
        sizes=sizes,
        alpha=given["alpha"],
        draws=given["draws"],
        bound=given["bound"],
        others=given["others"],
        name=text,
    )


def _row(one: Comparison, power: str, repeats: int) -> dict[str, Any]:
    """The figures of one comparison; no number of prompts where there is no difference."""
    from skilltheory.errors import NoGuarantee

    row: dict[str, Any] = {
        "k": one.k,
        "paired": one.paired,
        "scores": [found.mean for found in one.scores],
    }
    try:
        need = one.needed(power)
    except NoGuarantee as error:
        return row | {"needed": None, "reason": str(error)}
    row["needed"] = need._asdict() | {"false_alarms": one.false_alarms(need.complete)}
    if repeats:
        row["simulated"] = one.simulated_power(need.asked, repeats=repeats)._asdict()
    return row


def _print(rows: list[dict[str, Any]], supposed: list[str], title: str, power: str) -> None:
    screen = console()
    screen.print(f"{title}: prompts for a power of {power}", style="bold")
    simulated = any("simulated" in row for row in rows)
    columns = [">k", ">scores", "prompts", ">complete", ">asked", ">power", ">false alarms"]
    shown = table("", *columns, *([">simulated"] if simulated else []))
    for row in rows:
        need, found = row["needed"], row.get("simulated")
        cells = ["none will do", "", "", ""]
        if need is not None:
            power_text = f"{need['power']:.3f} ({need['method']})"
            cells = [str(need["complete"]), str(need["asked"]), power_text]
            cells.append(f"{need['false_alarms']:.3f}")
        if simulated:
            cells.append("" if found is None else f"{found['power']:.3f} ± {found['error']:.3f}")
        scores = " and ".join(f"{score:.4f}" for score in row["scores"])
        shown.add_row(str(row["k"]), scores, "shared" if row["paired"] else "own", *cells)
    screen.print(shown)
    if supposed:
        screen.print(f"rests on {', '.join(supposed)}")


def _draw(compared: list[Comparison], power: str, title: str, out: Path) -> None:
    import numpy as np

    from skilltheory.errors import NoGuarantee
    from skilltheory.plot import save
    from skilltheory.plot.power import power_curve, power_curves
    from skilltheory.skillmix.power import MOST_PROMPTS

    curves = []
    for one in compared:
        try:
            need = one.needed(power).complete
        except NoGuarantee:
            continue
        most = min(4 * need + 40, MOST_PROMPTS)
        prompts = np.unique(np.geomspace(10, most, 40).round().astype(int))
        name = f"k = {one.k}{', shared' if one.paired else ''}"
        curves.append(power_curve(name, one, [int(n) for n in prompts]))
    if not curves:
        raise click.UsageError("--out: the scores are equal, so there is no curve to draw")
    save(power_curves(curves, target=power, title=title), out)
