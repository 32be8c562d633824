"""How prompts and marks are kept in Inspect's samples, so that a log needs no catalogue to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from skilltheory.errors import SkillTheoryError
from skilltheory.skillmix.catalogue import Skill, Topic
from skilltheory.skillmix.sampling import Prompt

__all__ = ["SCORER", "prompt_from_json", "prompt_to_json"]

SCORER = "marks"
"""The name of the scorer, under which a sample keeps its marks."""


def prompt_to_json(prompt: Prompt) -> dict[str, Any]:
    """A prompt with its skills and topic in full, as JSON can hold it."""
    return {
        "number": prompt.number,
        "skills": [{**asdict(skill), "also": [*skill.also]} for skill in prompt.skills],
        "topic": asdict(prompt.topic),
    }


def prompt_from_json(data: Mapping[str, Any]) -> Prompt:
    """Read what :func:`prompt_to_json` made.

    Raises
    ------
    SkillTheoryError
        If ``data`` is something else.
    """
    try:
        skills = tuple(Skill(**{**one, "also": tuple(one["also"])}) for one in data["skills"])
        return Prompt(data["number"], skills, Topic(**data["topic"]))
    except (KeyError, TypeError) as error:
        raise SkillTheoryError(f"this is no sample of Skill-Mix: {error!r} in {data!r}") from error
