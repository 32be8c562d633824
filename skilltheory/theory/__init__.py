"""The theory, chapter by chapter: definitions, assumptions, statements.

A reader who knows the chapter of a formula knows its module.
"""

from skilltheory.theory.statement import (
    CHAPTERS,
    Kind,
    State,
    Statement,
    statement,
    statements,
)

__all__ = ["CHAPTERS", "Kind", "State", "Statement", "statement", "statements"]
