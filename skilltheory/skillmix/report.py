"""What the answers of one or more models come to: scores over ``k``, saturation, novelty.

Marks come from Inspect's logs, or from a file of marks (JSON lines) made by whatever else, such as
people; reading the latter needs no Inspect.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skilltheory.errors import SkillTheoryError
from skilltheory.skillmix.marks import Graded, MarksError
from skilltheory.skillmix.scores import (
    LEVEL,
    REPLICATES,
    Saturation,
    Score,
    Summary,
    saturation,
    summarise,
)

if TYPE_CHECKING:
    from skilltheory.skillmix.novelty import Novelty
    from skilltheory.sorts import ExactLike

__all__ = [
    "Answers",
    "Corpus",
    "ModelReport",
    "log_files",
    "read_answers",
    "report",
    "write_answers",
]


@dataclass(frozen=True)
class Answers:
    """The marks of one student by one grader, at any number of ``k``.

    Parameters
    ----------
    student, grader : str
        Who.
    marks : tuple of Graded
        What.
    """

    student: str
    grader: str
    marks: tuple[Graded, ...]


@dataclass(frozen=True)
class Corpus:
    """How often a corpus can hold a combination; see :mod:`skilltheory.skillmix.novelty`.

    Parameters
    ----------
    p_skill, p_topic : number
        How often any skill, and any topic, occurs in a sentence at most.
    sentences : int
        Sentences of the corpus.
    """

    p_skill: ExactLike
    p_topic: ExactLike
    sentences: ExactLike


@dataclass(frozen=True)
class ModelReport:
    """What the answers of one student come to.

    Parameters
    ----------
    student, grader : str
        Who.
    summaries : tuple of Summary
        One for each ``k``, rising.
    saturation : dict
        The saturation point under each :class:`Score`.
    novelty : dict
        For each ``k``, how many of the answers with full marks must be new; empty without a
        corpus.
    """

    student: str
    grader: str
    summaries: tuple[Summary, ...]
    saturation: dict[Score, Saturation]
    novelty: dict[int, Novelty]

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {
            "student": self.student,
            "grader": self.grader,
            "sizes": [
                {
                    **summary.to_json(),
                    "novelty": self.novelty[summary.k].to_json()
                    if summary.k in self.novelty
                    else None,
                }
                for summary in self.summaries
            ],
            "saturation": {
                score.value: found.to_json() for score, found in self.saturation.items()
            },
        }


def report(
    answers: Iterable[Answers],
    *,
    level: float = LEVEL,
    replicates: int = REPLICATES,
    seed: int = 0,
    falls_below: float = 0.1,
    corpus: Corpus | None = None,
) -> tuple[ModelReport, ...]:
    """Report on the answers of each student by each grader.

    Parameters
    ----------
    answers : iterable of Answers
        Those with the same student and grader are taken together.
    level, replicates, seed
        Of the intervals, as for :func:`skilltheory.skillmix.scores.summarise`.
    falls_below : float
        The level at which a score counts as having fallen off, as for
        :func:`skilltheory.skillmix.scores.saturation`.
    corpus : Corpus, optional
        To bound how many right answers can have been seen.

    Raises
    ------
    MarksError
        If there are no answers.
    SortError
        If an argument is outside its sort.
    """
    together: dict[tuple[str, str], list[Graded]] = {}
    for one in answers:
        together.setdefault((one.student, one.grader), []).extend(one.marks)
    if not any(together.values()):
        raise MarksError("there are no answers to report on")
    return tuple(
        _one(student, grader, marks, level, replicates, seed, falls_below, corpus)
        for (student, grader), marks in together.items()
        if marks
    )


def _one(
    student: str,
    grader: str,
    marks: Sequence[Graded],
    level: float,
    replicates: int,
    seed: int,
    falls_below: float,
    corpus: Corpus | None,
) -> ModelReport:
    sizes = {k: [one for one in marks if one.k == k] for k in sorted({one.k for one in marks})}
    summaries = tuple(
        summarise(some, level=level, replicates=replicates, seed=seed) for some in sizes.values()
    )
    return ModelReport(
        student,
        grader,
        summaries,
        {score: saturation(summaries, score, level=falls_below) for score in Score},
        {} if corpus is None else _novelty(sizes, corpus, level),
    )


def _novelty(sizes: dict[int, list[Graded]], corpus: Corpus, level: float) -> dict[int, Novelty]:
    """For each ``k`` at which some answer is complete.

    The limit of the score supposes one answer to each prompt; of several the first complete one
    is taken.
    """
    from skilltheory.skillmix.novelty import novelty, seen_share

    found = {}
    for k, marks in sizes.items():
        first: dict[object, Graded] = {}
        for number, one in enumerate(marks):
            if one.complete:
                first.setdefault(one.prompt or number, one)
        if first:
            right = sum(Score.FULL_MARKS.of(one) == 1 for one in first.values())
            seen = seen_share(
                k, p_skill=corpus.p_skill, p_topic=corpus.p_topic, sentences=corpus.sentences
            )
            found[k] = novelty(right, len(first), seen, confidence=str(level))
    return found


# -- files -----------------------------------------------------------------------


def read_answers(paths: Iterable[str | Path]) -> tuple[Answers, ...]:
    """Read marks from files, or from all logs under folders.

    Parameters
    ----------
    paths : iterable of path
        Inspect's logs (``.eval``, ``.json``), folders of them, and files of marks (``.jsonl``).

    Raises
    ------
    SkillTheoryError
        If a file cannot be read as what its name says, or a folder holds no log of Skill-Mix.
    MissingExtra
        If there are logs to read and Inspect is not installed.
    """
    found: list[Answers] = []
    for path in map(Path, paths):
        if path.suffix == ".jsonl":
            found += _read_marks(path)
        else:
            found += _read_logs(path)
    return tuple(found)


def log_files(path: str | Path) -> list[str]:
    """The logs of Skill-Mix that a path stands for: a file, or the last of each run in a folder.

    Raises
    ------
    SkillTheoryError
        If there is no such file or folder, or the folder holds no log of Skill-Mix.
    MissingExtra
        If Inspect is not installed.
    """
    from skilltheory.skillmix.inspection import need_inspect

    need_inspect()
    from skilltheory.skillmix.inspection.logs import current_logs, path_of

    if not Path(path).exists():
        raise SkillTheoryError(f"there is no file or folder {path}")
    if not Path(path).is_dir():
        return [str(path)]
    files = [path_of(log) for log in current_logs(path)]
    if not files:
        raise SkillTheoryError(f"{path} holds no log of Skill-Mix")
    return files


def _read_logs(path: Path) -> list[Answers]:
    files = log_files(path)
    from skilltheory.skillmix.inspection.logs import read_log

    return [Answers(log.student, log.grader, log.answers) for log in map(read_log, files)]


def _read_marks(path: Path) -> list[Answers]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise SkillTheoryError(f"{path} is not a text file in UTF-8: {error.reason}") from error
    except OSError as error:
        raise SkillTheoryError(f"cannot read {path}: {error.strerror or error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise MarksError("it is no JSON object")
            student, grader = (str(data.pop(who, "?")) for who in ("student", "grader"))
            found.append(Answers(student, grader, (Graded.from_json(data),)))
        except (ValueError, MarksError) as error:
            raise MarksError(f"line {number} of {path}: {error}") from error
    return found


def write_answers(answers: Iterable[Answers], path: str | Path) -> None:
    """Write marks as JSON lines, one for each answer, for :func:`read_answers`."""
    from skilltheory.scaling.files import write_whole

    lines = [
        json.dumps({"student": one.student, "grader": one.grader, **marks.to_json()}) + "\n"
        for one in answers
        for marks in one.marks
    ]
    write_whole(path, "".join(lines))
