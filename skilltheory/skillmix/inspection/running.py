"""Running Skill-Mix with Inspect, taking up again what broke off, and grading anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from inspect_ai import eval as inspect_eval
from inspect_ai import eval_retry, score
from inspect_ai.log import EvalLog, EvalSample, read_eval_log, write_eval_log
from inspect_ai.model import Model, ModelConfig, get_model
from rich.text import Text

from skilltheory.errors import SkillTheoryError
from skilltheory.scaling.files import write_whole
from skilltheory.skillmix.inspection.logs import current_logs, is_skillmix, is_whole, path_of
from skilltheory.skillmix.inspection.registry import skillmix
from skilltheory.skillmix.inspection.task import marks, read_catalogue
from skilltheory.skillmix.prompts import ROUNDS
from skilltheory.skillmix.sampling import draw_prompts

__all__ = ["Display", "Settings", "grade", "run"]

Display: TypeAlias = Literal["full", "conversation", "rich", "plain", "log", "none"]
_SETTINGS = "skillmix.json"
_RETRIES = 2


@dataclass(frozen=True)
class Settings:
    """What a run is; a folder holds one.

    Parameters
    ----------
    sizes : tuple of int
        The values of ``k``, each with its own log.
    prompts : int
        Prompts at each ``k``.
    seed : int
        Of the prompts.
    rounds : int
        How often the student improves its answer.
    student, grader : str
        Models, as Inspect names them.
    catalogue : str or None
        A YAML file; None for the catalogue of skilltheory.
    """

    sizes: tuple[int, ...]
    prompts: int
    student: str
    grader: str
    seed: int = 0
    rounds: int = ROUNDS
    catalogue: str | None = None


def run(
    settings: Settings,
    folder: str | Path,
    *,
    student_args: Mapping[str, Any] | None = None,
    grader_args: Mapping[str, Any] | None = None,
    retries: int = _RETRIES,
    display: Display = "none",
    told: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Run Skill-Mix, or go on with the run that a folder holds.

    A failed call is tried again by Inspect as its provider says; if it still fails, the whole
    sample is, ``retries`` times.  What fails even then is left out, and counted as missing where
    the log is read.  Running again with the same settings does only what is still missing.

    Parameters
    ----------
    settings : Settings
        What to run.
    folder : path
        Where the logs go.
    student_args, grader_args : mapping, optional
        Arguments of the models' providers.
    retries : int
        How often a sample that failed is tried again.
    display : str
        How Inspect shows progress.
    told : callable
        Told what happens with each ``k``.

    Returns
    -------
    list of str
        The log of each ``k``.

    Raises
    ------
    SkillTheoryError
        If the folder holds a run with other settings, or Inspect could not run the task.
    SortError, CatalogueError
        If there are no such prompts.
    """
    # What is wrong with the prompts is said before a model is asked or anything is written.
    skills = read_catalogue(settings.catalogue)
    for k in settings.sizes:
        draw_prompts(skills, k, settings.prompts, seed=settings.seed)
    student = _model(settings.student, student_args)
    grader = _model(settings.grader, grader_args)
    _claim(Path(folder), settings, skills.fingerprint)
    before = {_size(log): log for log in current_logs(folder)}
    made = []
    for k in settings.sizes:
        log = before.get(k)
        if log is not None and is_whole(log):
            told(f"k = {k}: done before")
        elif log is not None:
            told(f"k = {k}: going on")
            log = _last(
                eval_retry(
                    path_of(log),
                    log_dir=str(folder),
                    display=display,
                    fail_on_error=False,
                    retry_on_error=retries,
                    log_buffer=1,  # what is done is on disk at once, whatever happens next
                    ctl_server=False,
                )
            )
        else:
            told(f"k = {k}: {settings.prompts} prompts")
            log = _last(
                inspect_eval(
                    skillmix(
                        k=k,
                        prompts=settings.prompts,
                        seed=settings.seed,
                        catalogue=settings.catalogue,
                        rounds=settings.rounds,
                    ),
                    model=student,
                    model_roles={"grader": grader},
                    log_dir=str(folder),
                    display=display,
                    fail_on_error=False,
                    retry_on_error=retries,
                    log_buffer=1,  # what is done is on disk at once, whatever happens next
                    ctl_server=False,
                )
            )
        made.append(path_of(log))
    return made


def _model(name: str | Model, arguments: Mapping[str, Any] | None) -> Model:
    try:
        return get_model(name, **(arguments or {}))
    except SkillTheoryError:
        raise
    except Exception as error:  # whatever a provider says of a name, a key or a package
        said = " ".join(Text.from_markup(str(error)).plain.split())
        raise SkillTheoryError(f"Inspect cannot use the model {name!r}: {said}") from error


def _size(log: EvalLog) -> int:
    return int((log.eval.metadata or {})["k"])


def _last(logs: Sequence[EvalLog]) -> EvalLog:
    log = logs[-1]
    if log.status == "cancelled":
        raise KeyboardInterrupt
    if log.status != "success":
        why = log.error.message if log.error else log.status
        raise SkillTheoryError(f"Inspect could not run the task ({why}); its log: {path_of(log)}")
    return log


def _claim(folder: Path, settings: Settings, fingerprint: str) -> None:
    """Write down what a folder is for, or refuse it if it is for something else."""
    wanted = {**asdict(settings), "fingerprint": fingerprint}
    del wanted["sizes"]  # further sizes may be added to a run
    path = folder / _SETTINGS
    if not path.exists():
        write_whole(path, json.dumps(wanted, indent=1) + "\n")
        return
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SkillTheoryError(f"{path} is not what a run writes: {error}") from error
    if not isinstance(found, dict):
        raise SkillTheoryError(f"{path} is not what a run writes: {found!r}")
    differs = sorted(name for name, value in wanted.items() if found.get(name) != value)
    if differs:
        what = ", ".join(
            f"{name} was {found.get(name)!r}, now {wanted[name]!r}" for name in differs
        )
        raise SkillTheoryError(
            f"{folder} holds a run with other settings ({what}); give another folder"
        )


def grade(
    log: str,
    grader: str | Model,
    folder: str | Path,
    *,
    grader_args: Mapping[str, Any] | None = None,
    display: Display = "none",
) -> str:
    """Grade the answers of a log anew, and write a log of the same answers with the new marks.

    Answers that the student did not finish, because a call failed, stay missing.

    Parameters
    ----------
    log : str
        A log of Skill-Mix.
    grader : str or Model
        The model that grades.
    folder : path
        Where the new log goes.
    grader_args : mapping, optional
        Arguments of its provider.
    display : str
        How Inspect shows progress.

    Returns
    -------
    str
        The new log.

    Raises
    ------
    SkillTheoryError
        If the log is none of Skill-Mix or holds no finished answer, or the target is a file that
        is there already.
    """
    found = read_eval_log(log)
    if not is_skillmix(found):
        raise SkillTheoryError(f"{log} is a log of {found.eval.task}, not of Skill-Mix")
    target = Path(folder) / Path(log).name
    if target.exists():
        raise SkillTheoryError(f"{target} is there already; give another folder")
    model = _model(grader, grader_args)
    samples = found.samples or []
    unfinished = [sample for sample in samples if not _is_finished(sample, found)]
    found.samples = [sample for sample in samples if _is_finished(sample, found)]
    if not found.samples:
        raise SkillTheoryError(f"{log} holds no finished answer to grade")
    graded = score(
        found, marks(), model_roles={"grader": model}, action="overwrite", display=display
    )
    graded.samples = [*(graded.samples or []), *unfinished]
    # Inspect keeps the roles of the first run in the header; the marks are this grader's.
    roles = {**(graded.eval.model_roles or {}), "grader": ModelConfig(model=str(model))}
    graded.eval.model_roles = roles
    target.parent.mkdir(parents=True, exist_ok=True)
    write_eval_log(graded, str(target))
    return str(target)


def _is_finished(sample: EvalSample, log: EvalLog) -> bool:
    """Whether the student wrote its answer to the end, though the grader may have failed then.

    What it had written before a call failed is a draft: grading it would not be fair.
    """
    if sample.error is None:
        return True
    rounds = log.eval.task_args.get("rounds", ROUNDS)
    written = sum(message.role == "assistant" for message in sample.messages)
    return bool(written == rounds + 1)
