"""Marks from Inspect's logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from inspect_ai.log import EvalLog, EvalSample, list_eval_logs, read_eval_log

from skilltheory.errors import SkillTheoryError
from skilltheory.skillmix.inspection.samples import SCORER, prompt_from_json
from skilltheory.skillmix.marks import Graded

__all__ = ["TASK", "Log", "current_logs", "is_whole", "path_of", "read_log"]

TASK = "skillmix"


@dataclass(frozen=True)
class Log:
    """The marks of one log.

    Parameters
    ----------
    path : str
        Where it is.
    student, grader : str
        The models, as Inspect names them.
    k : int
        Skills a prompt.
    answers : tuple of Graded
        One for each answer that was to be had.
    status : str
        Inspect's word for how the run ended: ``success``, ``started``, ``cancelled``, ``error``.
    """

    path: str
    student: str
    grader: str
    k: int
    answers: tuple[Graded, ...]
    status: str


def is_skillmix(log: EvalLog) -> bool:
    """Whether a log is one of this task."""
    return log.eval.task.rpartition("/")[2] == TASK and "k" in (log.eval.metadata or {})


def current_logs(folder: str | Path) -> list[EvalLog]:
    """The logs of Skill-Mix under a folder, without samples: of each run the last attempt.

    Raises
    ------
    SkillTheoryError
        If the folder does not exist.
    """
    if not Path(folder).is_dir():
        raise SkillTheoryError(f"there is no folder {folder}")
    last: dict[str, EvalLog] = {}
    for info in list_eval_logs(str(folder)):
        log = read_eval_log(info, header_only=True)
        if not is_skillmix(log):
            continue
        before = last.get(log.eval.task_id)
        if before is None or before.eval.created <= log.eval.created:
            last[log.eval.task_id] = log
    return sorted(last.values(), key=lambda log: (log.eval.model, (log.eval.metadata or {})["k"]))


def read_log(path: str) -> Log:
    """Read the marks of a log; answers that there are not are there as missing.

    Raises
    ------
    SkillTheoryError
        If the file cannot be read, or is no log of Skill-Mix.
    """
    try:
        log = read_eval_log(path)
    except Exception as error:  # Inspect raises whatever its readers of zip and JSON raise
        raise SkillTheoryError(f"{path} cannot be read as a log of Inspect: {error}") from error
    if not is_skillmix(log):
        raise SkillTheoryError(f"{path} is a log of {log.eval.task}, not of Skill-Mix")
    k = (log.eval.metadata or {})["k"]
    ids = log.eval.dataset.sample_ids or []
    place = {name: at for at, name in enumerate(ids)}  # a log keeps its samples as they end
    samples = sorted(log.samples or [], key=lambda one: (place.get(one.id, len(ids)), one.epoch))
    answers = [_marks(sample) for sample in samples]
    expected = len(ids) * (log.eval.config.epochs or 1)
    lost = max(0, expected - len(answers))
    answers += [Graded.failed(k, "the run ended before this answer")] * lost
    grader = (log.eval.model_roles or {}).get("grader")
    models = grader if isinstance(grader, list) else [grader]
    return Log(
        path=path,
        student=log.eval.model,
        grader=", ".join(one.model for one in models if one is not None) or "?",
        k=k,
        answers=tuple(answers),
        status=log.status,
    )


def _marks(sample: EvalSample) -> Graded:
    prompt = prompt_from_json(sample.metadata)
    score = (sample.scores or {}).get(SCORER)
    if score is not None and score.metadata is not None and "marks" in score.metadata:
        return Graded.from_json(score.metadata["marks"])
    reason = sample.error.message if sample.error else "it was not graded"
    return Graded.failed(prompt.k, reason, prompt=prompt.id)


def is_whole(log: EvalLog) -> bool:
    """Whether a run ended with every answer there and graded, whether or not marks are missing."""
    if log.status != "success" or log.results is None:
        return False
    return log.results.completed_samples == log.results.total_samples


def path_of(log: EvalLog) -> str:
    """Where a log is, as a path: of listed logs Inspect gives a ``file:`` address."""
    address = urlsplit(log.location)
    return url2pathname(address.path) if address.scheme == "file" else log.location
