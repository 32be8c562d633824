"""Skill-Mix: can a model combine skills that no text has combined before?

A prompt asks for a short text on a topic that shows ``k`` skills at once; a grader gives ``k + 3``
points; the score falls as ``k`` grows, and how fast says how well skills combine.

Source: D. Yu et al., *Skill-Mix*, arXiv 2310.17567; section "Skill-Mix" of the theory reference.
"""

from __future__ import annotations

from skilltheory.skillmix.catalogue import (
    Catalogue,
    CatalogueError,
    Skill,
    Topic,
    default_catalogue,
    load_catalogue,
)
from skilltheory.skillmix.marks import Graded, Mark, MarksError
from skilltheory.skillmix.sampling import Prompt, count_prompts, draw_prompts
from skilltheory.skillmix.scores import Measured, Saturation, Score, Summary, saturation, summarise
from skilltheory.skillmix.verdicts import Verdicts, read_verdicts

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Graded",
    "Mark",
    "MarksError",
    "Measured",
    "Prompt",
    "Saturation",
    "Score",
    "Skill",
    "Summary",
    "Topic",
    "Verdicts",
    "count_prompts",
    "default_catalogue",
    "draw_prompts",
    "load_catalogue",
    "read_verdicts",
    "saturation",
    "summarise",
]
