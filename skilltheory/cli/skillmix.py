"""``skilltheory skillmix``: can a model combine skills that no text has combined before?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from skilltheory.cli import _power
from skilltheory.cli._common import console, json_option, number, print_json, table

if TYPE_CHECKING:
    from skilltheory.skillmix.report import Answers, ModelReport
    from skilltheory.skillmix.scores import Measured

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def command() -> None:
    """Ask models for short texts that show k skills at once, and score them.

    Before that: how many prompts would tell two models apart (power).

    Running and grading need Inspect (pip install 'skilltheory[skillmix]'); any model that it
    supports can be student or grader.  Each command takes --json.
    """


def _model_option(who: str, **more: Any) -> Callable[[_Command], _Command]:
    """``--student MODEL`` and ``--student-arg NAME=VALUE``, or the same for the grader."""

    def add(made: _Command) -> _Command:
        made = click.option(
            f"--{who}-arg",
            f"{who}_args",
            multiple=True,
            metavar="NAME=VALUE",
            help=f"An argument for the provider of the {who}; may be repeated.",
        )(made)
        return click.option(f"--{who}", metavar="MODEL", help=f"The {who}.", **more)(made)

    return add


def _scoring_options(made: _Command) -> _Command:
    for option in (
        click.option(
            "--out",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write all figures as JSON.",
        ),
        click.option(
            "--picture",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Draw the scores over k: .png or .svg.",
        ),
        number("--sentences", "Sentences of the training corpus: bounds what it can hold."),
        number("--topic-frequency", "How often a sentence is on a topic, at most."),
        number("--skill-frequency", "How often a sentence shows a skill, at most."),
        click.option(
            "--falls-below",
            type=click.FloatRange(0, 1, min_open=True),
            default=0.1,
            show_default=True,
            help="A score below this has fallen off.",
        ),
        click.option(
            "--level",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            default=0.95,
            show_default=True,
            help="Of the intervals.",
        ),
    ):
        made = option(made)
    return made


command.add_command(_power.command, "power")


@command.command("run")
@_model_option("student", required=True)
@_model_option("grader", required=True)
@click.option(
    "--k",
    "sizes",
    type=int,
    multiple=True,
    default=(2, 3),
    show_default=True,
    help="Skills a prompt; may be repeated.",
)
@click.option("--prompts", type=int, default=100, show_default=True, help="Prompts at each k.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the prompts.")
@click.option(
    "--catalogue",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Your own skills and topics, as YAML.  [default: those of skilltheory]",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    help="How often the student improves its answer.",
)
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    help="How often a sample that failed is tried again.",
)
@click.option(
    "--logs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/skillmix"),
    show_default=True,
    help="Folder of the run; run again to go on where it broke off.",
)
@_scoring_options
@json_option
def run_command(
    student: str,
    student_args: tuple[str, ...],
    grader: str,
    grader_args: tuple[str, ...],
    sizes: tuple[int, ...],
    prompts: int,
    seed: int,
    catalogue: Path | None,
    rounds: int,
    retries: int,
    logs: Path,
    as_json: bool,
    **scoring: Any,
) -> None:
    r"""Ask a student and a grader, and report; goes on with a run that broke off.

    \b
    skilltheory skillmix run --student skilltheory/student --grader skilltheory/grader --prompts 20
    skilltheory skillmix run --student openai/gpt-4o --grader anthropic/claude-sonnet-4-0 --k 5

    The first line works offline: its two models are a demonstration, and know nothing.  A call
    that fails for good is a missing answer, never a zero.
    """
    _check_files(scoring)
    from skilltheory.skillmix.inspection import need_inspect

    need_inspect()
    from skilltheory.skillmix.inspection.running import Settings, run
    from skilltheory.skillmix.report import read_answers

    settings = Settings(
        tuple(dict.fromkeys(sizes)),
        prompts,
        student,
        grader,
        seed=seed,
        rounds=rounds,
        catalogue=None if catalogue is None else str(catalogue.resolve()),
    )
    made = run(
        settings,
        logs,
        student_args=_arguments("--student-arg", student_args),
        grader_args=_arguments("--grader-arg", grader_args),
        retries=retries,
        display=_display(as_json),
        told=(lambda line: None) if as_json else click.echo,
    )
    _report(read_answers(made), as_json, logs=made, **scoring)


@command.command("grade")
@click.argument("paths", metavar="LOG|FOLDER...", nargs=-1, required=True)
@_model_option("grader", required=True)
@click.option(
    "--logs",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the logs with the new marks.",
)
@_scoring_options
@json_option
def grade_command(
    paths: tuple[str, ...],
    grader: str,
    grader_args: tuple[str, ...],
    logs: Path,
    as_json: bool,
    **scoring: Any,
) -> None:
    r"""Grade the answers of earlier runs anew, with another grader, and report.

    \b
    skilltheory skillmix grade out/skillmix --grader openai/gpt-4o --logs out/skillmix-gpt-4o
    """
    _check_files(scoring)
    from skilltheory.skillmix.inspection import need_inspect

    need_inspect()
    from skilltheory.skillmix.inspection.running import grade
    from skilltheory.skillmix.report import log_files, read_answers

    arguments = _arguments("--grader-arg", grader_args)
    display = _display(as_json)
    made = [
        grade(log, grader, logs, grader_args=arguments, display=display)
        for path in paths
        for log in log_files(path)
    ]
    _report(read_answers(made), as_json, logs=made, **scoring)


@command.command("report")
@click.argument("paths", metavar="LOG|FOLDER|MARKS.jsonl...", nargs=-1, required=True)
@click.option(
    "--marks",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the marks of all answers as JSON lines; reading these needs no Inspect.",
)
@_scoring_options
@json_option
def report_command(
    paths: tuple[str, ...], marks: Path | None, as_json: bool, **scoring: Any
) -> None:
    r"""Report on runs: the three scores over k, saturation, and how many answers are new.

    \b
    skilltheory skillmix report out/skillmix
    skilltheory skillmix report out/* --skill-frequency 1/70 --topic-frequency 1/1000 \
        --sentences 1e9 --picture scores.svg
    """
    _check_files(scoring)
    if marks is not None and marks.suffix != ".jsonl":
        raise click.UsageError(f"--marks {marks}: the name must end in .jsonl")
    from skilltheory.skillmix.report import read_answers, write_answers

    answers = read_answers(paths)
    if marks is not None:
        write_answers(answers, marks)
    _report(answers, as_json, **scoring)


def _check_files(scoring: dict[str, Any]) -> None:
    """Refuse names of files before any model is asked."""
    picture, out = scoring["picture"], scoring["out"]
    if picture is not None and picture.suffix not in {".png", ".svg"}:
        raise click.UsageError(f"--picture {picture}: the name must end in .png or .svg")
    if out is not None and out.suffix != ".json":
        raise click.UsageError(f"--out {out}: the name must end in .json")
    corpus = [scoring[name] for name in ("skill_frequency", "topic_frequency", "sentences")]
    if any(corpus) and not all(corpus):
        raise click.UsageError(
            "give --skill-frequency, --topic-frequency and --sentences together, or none of them"
        )


def _arguments(flag: str, given: tuple[str, ...]) -> dict[str, Any]:
    """``NAME=VALUE``; a value is a number or a truth value if YAML takes it for one, else text."""
    import yaml

    made: dict[str, Any] = {}
    for one in given:
        name, separator, text = one.partition("=")
        if not separator or not name.isidentifier():
            raise click.UsageError(f"{flag} {one}: give it as NAME=VALUE")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            value = text
        made[name] = value if isinstance(value, bool | int | float) else text
    return made


def _display(as_json: bool) -> Any:
    return "rich" if console().is_terminal and not as_json else "none"


def _report(
    answers: tuple[Answers, ...],
    as_json: bool,
    *,
    level: float,
    falls_below: float,
    skill_frequency: str | None,
    topic_frequency: str | None,
    sentences: str | None,
    picture: Path | None,
    out: Path | None,
    logs: list[str] | None = None,
) -> None:
    from skilltheory.skillmix.report import Corpus, report

    corpus = None
    if skill_frequency and topic_frequency and sentences:
        corpus = Corpus(skill_frequency, topic_frequency, sentences)
    found = report(answers, level=level, falls_below=falls_below, corpus=corpus)
    data: dict[str, Any] = {"level": level, "models": [one.to_json() for one in found]}
    if logs is not None:
        data["logs"] = logs
    files = _write(found, data, picture, out)
    if as_json:
        print_json(data | ({"files": files} if files else {}))
        return
    for one in found:
        _print(one, level, falls_below)
    for file in [*(logs or []), *files]:
        click.echo(f"wrote {file}")


def _write(
    found: tuple[ModelReport, ...], data: dict[str, Any], picture: Path | None, out: Path | None
) -> list[str]:
    if picture is not None:
        from skilltheory.plot.skillmix_scores import score_curves
        from skilltheory.plot.style import save
        from skilltheory.scaling.files import replacing

        with replacing(picture) as draft:
            save(score_curves(found), draft)
    if out is not None:
        import json

        from skilltheory.scaling.files import write_whole

        write_whole(out, json.dumps(data, indent=1, allow_nan=False) + "\n")
    return [str(path) for path in (picture, out) if path is not None]


def _print(found: ModelReport, level: float, falls_below: float) -> None:
    from skilltheory.skillmix.scores import Score

    screen = console()
    screen.print(f"[bold]{found.student}[/], graded by {found.grader}", highlight=False)
    new_column = [">new at least"] if found.novelty else []
    titles = [f">{score.title}" for score in Score]
    shown = table("", ">k", ">answers", ">missing", *titles, *new_column)
    for summary in found.summaries:
        new = found.novelty.get(summary.k)
        shown.add_row(
            str(summary.k),
            str(summary.answers),
            _missing(summary.incomplete, summary.failed),
            *(_measured(summary[score]) for score in Score),
            *([] if new is None else [f"{float(new.new_at_least):.1%}"]),
        )
    screen.print(shown)
    screen.print(f"Intervals at {level:.0%}, over the answers with no missing mark.", style="dim")
    if any(summary.incomplete for summary in found.summaries):
        screen.print(
            "In brackets: over all answers, were every missing mark refused, and were it given.",
            style="dim",
        )
    for score, fall in found.saturation.items():
        least = f"below k = {found.summaries[0].k}"
        at = least if fall.estimate is None else f"k = {fall.estimate}"
        beyond = " or beyond" if fall.beyond else ""
        sure = "none" if fall.sure is None else f"k = {fall.sure}"
        screen.print(
            f"Saturation of the {score.title} (at {falls_below:g}): {at}{beyond}; "
            f"surely reached: {sure}"
        )
    if found.novelty:
        rests = next(iter(found.novelty.values())).rests_on()
        names = ", ".join(one.id for one in rests)
        screen.print(f"New at least: share of the full marks, at {level:.0%}; rests on {names}.")
    screen.print()


def _missing(incomplete: int, failed: int) -> str:
    return f"{incomplete} ({failed} failed)" if failed else str(incomplete)


def _measured(found: Measured) -> str:
    interval = found.interval
    if interval is None:
        return f"no complete answer\n[{found.lowest:.3f} to {found.highest:.3f}]"
    text = f"{interval.estimate:.3f} ({interval.low:.3f} to {interval.high:.3f})"
    if found.lowest == found.highest:
        return text
    return f"{text}\n[{found.lowest:.3f} to {found.highest:.3f}]"
