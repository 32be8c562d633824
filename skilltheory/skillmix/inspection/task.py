"""The task: prompts, a student that improves its answers, and a grader that gives the marks."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageUser, get_model
from inspect_ai.scorer import Metric, SampleScore, Scorer, Target, metric, scorer
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.solver import Generate, Solver, TaskState, solver

from skilltheory.errors import SortError
from skilltheory.skillmix.catalogue import Catalogue, default_catalogue, load_catalogue
from skilltheory.skillmix.checks import answer_text, count_sentences, named_skills
from skilltheory.skillmix.inspection.samples import SCORER, prompt_from_json, prompt_to_json
from skilltheory.skillmix.marks import Graded
from skilltheory.skillmix.prompts import ROUNDS, generation, grading, improvement, sentence_limit
from skilltheory.skillmix.sampling import Prompt, draw_prompts
from skilltheory.skillmix.scores import Score, summarise
from skilltheory.skillmix.verdicts import Verdicts, read_verdicts

__all__ = ["ASKED", "marks", "skillmix", "write_and_improve"]

ASKED = 2
"""How often a grader is asked at most, while marks are missing from its reply."""


@task
def skillmix(
    k: int = 3,
    prompts: int = 100,
    seed: int = 0,
    catalogue: str | None = None,
    rounds: int = ROUNDS,
) -> Task:
    """Skill-Mix: short texts that show ``k`` skills at once.

    The grader is the model in the role ``grader``; there is no default, for a student must not
    grade itself unnoticed.

    Parameters
    ----------
    k : int
        Skills a prompt.
    prompts : int
        How many different prompts.
    seed : int
        The same seed gives the same prompts.
    catalogue : str, optional
        A YAML file of skills and topics; by default the catalogue of skilltheory.
    rounds : int
        How often the student improves its answer.

    Raises
    ------
    SortError, CatalogueError
        If there are no such prompts.
    """
    if rounds < 0:
        raise SortError("rounds", rounds, "an integer from 0 on")
    skills = read_catalogue(catalogue)
    samples = [
        Sample(
            id=prompt.id,
            input=generation(prompt),
            target=", ".join(skill.name for skill in prompt.skills),
            metadata=prompt_to_json(prompt),
        )
        for prompt in draw_prompts(skills, k, prompts, seed=seed)
    ]
    return Task(
        dataset=MemoryDataset(samples, name=f"skillmix-k{k}"),
        solver=write_and_improve(rounds),
        scorer=marks(),
        metadata={"k": k, "seed": seed, "catalogue": skills.fingerprint},
    )


def read_catalogue(path: str | Path | None) -> Catalogue:
    """The catalogue of a file, or the one that comes with the library."""
    return default_catalogue() if path is None else load_catalogue(path)


@solver
def write_and_improve(rounds: int = ROUNDS) -> Solver:
    """The student writes a text, then looks it over and improves it ``rounds`` times."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        prompt = prompt_from_json(state.metadata)
        state = await generate(state)
        for number in range(1, rounds + 1):
            state.messages.append(ChatMessageUser(content=improvement(prompt, number)))
            state = await generate(state)
        return state

    return solve


def _mean(which: Score) -> Metric:
    def compute(scores: list[SampleScore]) -> float:
        answers = [
            Graded.from_json(one.score.metadata["marks"]) for one in scores if one.score.metadata
        ]
        # Inspect leaves unscored samples out, counts them, and takes NaN for "no value".
        found = summarise(answers, replicates=1)[which].estimate if answers else None
        return math.nan if found is None else found

    return compute


@metric
def full_marks() -> Metric:
    """The ratio of full marks, over the answers with no missing mark."""
    return _mean(Score.FULL_MARKS)


@metric
def all_skills() -> Metric:
    """The ratio of all skills, over the answers with no missing mark."""
    return _mean(Score.ALL_SKILLS)


@metric
def skill_fraction() -> Metric:
    """The skill fraction, over the answers with no missing mark."""
    return _mean(Score.SKILL_FRACTION)


@scorer(metrics=[full_marks(), all_skills(), skill_fraction()], name=SCORER)
def marks(asked: int = ASKED) -> Scorer:
    """The grader gives ``k + 3`` points; skills named and sentences too many are deducted.

    A reply that leaves marks missing is asked for again, up to ``asked`` times in all; if marks
    are missing even then the sample stays unscored, which Inspect counts.
    """

    async def score(state: TaskState, target: Target) -> InspectScore:
        prompt = prompt_from_json(state.metadata)
        answer = answer_text(state.output.completion)
        if not answer:
            graded = Graded.failed(prompt.k, "the student's answer is empty", prompt=prompt.id)
            return _score(graded, answer, "", {})
        reply, verdicts = await _graded(prompt, answer, asked)
        graded = Graded(
            verdicts.skills,
            on_topic=verdicts.on_topic,
            makes_sense=verdicts.makes_sense,
            short_enough=verdicts.short_enough,
            named=named_skills(answer, prompt.skills),
            too_long=count_sentences(answer) > sentence_limit(prompt.k),
            prompt=prompt.id,
        )
        return _score(graded, answer, reply, {"notes": [*verdicts.notes]})

    return score


async def _graded(prompt: Prompt, answer: str, asked: int) -> tuple[str, Verdicts]:
    """The grader's reply with the fewest missing marks, out of at most ``asked``."""
    grader = get_model(role="grader", required=True)
    names = [skill.name for skill in prompt.skills]
    best: tuple[str, Verdicts] | None = None
    for _ in range(max(1, asked)):
        reply = (await grader.generate(grading(prompt, answer))).completion
        verdicts = read_verdicts(reply, names)
        if best is None or verdicts.missing < best[1].missing:
            best = reply, verdicts
        if not verdicts.missing:
            break
    assert best is not None
    return best


def _score(graded: Graded, answer: str, reply: str, more: dict[str, Any]) -> InspectScore:
    metadata = {"marks": graded.to_json(), "deducted": replace(graded).deducted().to_json(), **more}
    if not graded.complete:
        return InspectScore.unscored(
            reason=graded.failure or f"{graded.missing} of {graded.k + 3} marks are missing",
            answer=answer,
            explanation=reply,
            metadata=metadata,
        )
    return InspectScore(
        value={which.value: float(which.of(graded)) for which in Score},
        answer=answer,
        explanation=reply,
        metadata=metadata,
    )
