"""What Inspect finds through the entry point of skilltheory: its task and its models."""

from __future__ import annotations

from skilltheory.skillmix.inspection.demonstration import Demonstration
from skilltheory.skillmix.inspection.task import skillmix

__all__ = ["Demonstration", "skillmix"]
