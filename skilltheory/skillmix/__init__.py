"""Skill-Mix: can a model combine skills that no text has combined before?

A prompt asks for a short text on a topic that shows ``k`` skills at once; a grader gives ``k + 3``
points; the score falls as ``k`` grows, and how fast says how well skills combine.

Source: D. Yu et al., *Skill-Mix*, arXiv 2310.17567; section "Skill-Mix" of the theory reference.
"""

from __future__ import annotations

from skilltheory.skillmix.marks import Graded, Mark, MarksError
from skilltheory.skillmix.scores import Measured, Saturation, Score, Summary, saturation, summarise

__all__ = [
    "Graded",
    "Mark",
    "MarksError",
    "Measured",
    "Saturation",
    "Score",
    "Summary",
    "saturation",
    "summarise",
]
