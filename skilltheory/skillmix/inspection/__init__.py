"""Skill-Mix as a task for Inspect, the evaluation framework (extra ``skilltheory[skillmix]``).

Any model that Inspect supports can be student or grader.  ``inspect eval skilltheory/skillmix``
runs the task, ``inspect view`` shows its logs, and :mod:`skilltheory.skillmix.inspection.running`
runs it from Python.
"""

from __future__ import annotations

from importlib.util import find_spec

from skilltheory.errors import MissingExtra

__all__ = ["need_inspect"]


def need_inspect() -> None:
    """Make sure that Inspect is installed.

    Raises
    ------
    MissingExtra
        If it is not; the message says how to install it.
    """
    if find_spec("inspect_ai") is None:
        raise MissingExtra("running Skill-Mix", "inspect-ai", "skillmix")
