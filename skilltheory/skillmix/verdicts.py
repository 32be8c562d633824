"""Reading a grader's marks, however sloppily it wrote them, without ever guessing one.

A grader is asked for one line a point, ``2. irony: 1 - reason``.  What comes may be a table, a
list in another order, ``Yes``, ``1/1``, a heading with its score some lines below, or prose.  A
mark is read only where a point is named (or numbered) and a verdict stands where a verdict stands:
right after the name, at the very end of the line, or after a word such as "score".  A point whose
verdict is not found, is no 1 or 0 (a half point), or is given twice and differently is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skilltheory.skillmix.marks import Mark
from skilltheory.skillmix.points import BRACKETS, OTHERS, Points, split_number
from skilltheory.skillmix.tokens import CROSSES, TICKS, verdict_run
from skilltheory.skillmix.words import stems

__all__ = ["Verdicts", "read_verdicts"]


@dataclass(frozen=True)
class Verdicts:
    """What a grader said of one answer.

    Parameters
    ----------
    skills : tuple of Mark
        In the order of the prompt.
    on_topic, makes_sense, short_enough : Mark
    notes : tuple of str
        Why marks are missing, one line a point.
    """

    skills: tuple[Mark, ...]
    on_topic: Mark
    makes_sense: Mark
    short_enough: Mark
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many marks are missing."""
        return (*self.skills, self.on_topic, self.makes_sense, self.short_enough).count(None)


def read_verdicts(reply: str, skills: Sequence[str]) -> Verdicts:
    r"""Read a grader's reply.

    Parameters
    ----------
    reply : str
        All that the grader wrote.
    skills : sequence of str
        The names of the skills, in the order of the prompt.

    Examples
    --------
    >>> found = read_verdicts(
    ...     "**Topic**: Yes\n| Pun | 1/1 | funny |\n1. irony: 0 - none\nSense: yes, no, perhaps",
    ...     ["irony", "pun"],
    ... )
    >>> found.skills, found.on_topic, found.makes_sense, found.short_enough
    ((False, True), True, None, None)
    >>> found.notes
    ('makes sense: contradictory verdicts', 'short enough: no verdict')
    """
    points = Points(skills)
    said: list[list[Mark]] = [[] for _ in range(len(skills) + len(OTHERS))]
    for point, verdict in _statements(reply, points):
        said[point].append(verdict)
    names = [*skills, *OTHERS.values()]
    marks: list[Mark] = []
    notes = []
    for name, verdicts in zip(names, said, strict=True):
        agreed = set(verdicts)
        marks.append(agreed.pop() if len(agreed) == 1 else None)
        if marks[-1] is None:
            notes.append(f"{name}: {_why_missing(verdicts)}")
    topic, sense, short = marks[len(skills) :]
    return Verdicts(tuple(marks[: len(skills)]), topic, sense, short, tuple(notes))


def _why_missing(verdicts: Sequence[Mark]) -> str:
    if not verdicts:
        return "no verdict"
    return "contradictory verdicts" if len(set(verdicts)) > 1 else "neither 1 nor 0"


_SCORE_WORD = r"(?:score|verdict|marks?|points?|grade|result|rating|credit|awarded|decision)"
_SCORED = re.compile(
    rf"\b{_SCORE_WORD}(?:\s+(?:awarded|given|earned))?[\s*_`\"]*[:=][\s*_`\"]*", re.IGNORECASE
)
_AT_END = re.compile(
    r"(?:[(\[](?P<bracket>[^()\[\]]{1,20})[)\]]|\s(?:\u2013|\u2014|\u2192|->|=>|=|:|-)\s*(?P<dash>[^:]{1,20}))"
    r"[\s*_`.]*$"
)
_SYMBOL_FIRST = re.compile(rf"[\s*_#>-]*([{TICKS}{CROSSES}])\ufe0f?\s*")
_SYMBOL_LAST = re.compile(rf"\s*([{TICKS}{CROSSES}])\ufe0f?[\s*_.]*$")
_TOTAL = re.compile(r"^\W*(?:\w+\s+)?(?:total|overall|sum|summary|final)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\W*(?:\w+\s+)?[#(]?\d{1,2}\s*(?:[.):\]]|\s-)\s*")
_SEPARATOR = re.compile(r":|=|\t|\u2192|->|\s[-\u2013\u2014]+\s|\|")


def _statements(reply: str, points: Points) -> Iterator[tuple[int, Mark]]:
    """Every verdict that a reply gives, with the point that it is about.

    A point may be named on one line and judged on a later one.  While such a point waits for its
    verdict, a line that could be about another one makes it uncertain whose a later verdict is,
    and then it is nobody's.
    """
    current: int | None = None
    waiting = False
    for line in reply.splitlines():
        text = line.strip()
        if not any(letter.isalnum() or ord(letter) > 0x2600 for letter in text):
            continue
        if _TOTAL.match(text) and points.find(text) is None:
            current, waiting = None, False
        elif text.count("|") >= 2:
            yield from _row(text, points)
        elif several := _several(text, points):
            yield from several
            current, waiting = None, False
        else:
            found = _line(text, points)
            if found.point is None:
                if current is not None and found.said and not _is_total(text, points):
                    yield from ((current, verdict) for verdict in found.said)
                    waiting = False
            elif waiting and found.is_weak and found.point != current:
                current, waiting = None, False
            else:
                yield from ((found.point, verdict) for verdict in found.said)
                current, waiting = found.point, not found.said


def _row(text: str, points: Points) -> Iterator[tuple[int, Mark]]:
    """A row of a table: a cell that names a point, and cells that hold nothing but a verdict."""
    cells = [cell.strip() for cell in text.strip("| \t").split("|")]
    if len(cells) > 2 and all(re.fullmatch(r"[\W\d]*", cell) for cell in cells):
        return  # figures under headings: which point each is for cannot be told
    for index, cell in enumerate(cells[:2]):
        point = points.find(cell)
        only_number = split_number(cell)[1] == ""
        name_follows = index == 0 and any(points.find(other) is not None for other in cells[1:2])
        if point is None or (only_number and name_follows):
            continue
        for other in cells[index + 1 :]:
            yield from ((point, verdict) for verdict in verdict_run(other, whole=True))
        return


def _several(text: str, points: Points) -> list[tuple[int, Mark]]:
    """Several points on one line, as in ``irony: 1, pun: 0``; empty if it is not that."""
    parts = [part for part in re.split(r"[,;]\s*(?=[\"'*_]*[^\W\d])", text) if part.strip()]
    found = []
    for part in parts if len(parts) > 1 else []:
        label, separator, rest = _split(part)
        point = points.find(label) if separator else None
        said = verdict_run(rest, whole=True)
        if point is None or not said:
            return []
        found += [(point, verdict) for verdict in said]
    return found


def _split(text: str) -> tuple[str, str, str]:
    """A line parted at its first separator that does not merely end a number."""
    for mark in _SEPARATOR.finditer(text):
        label = split_number(text[: mark.start()])[1]
        if stems(label) and not verdict_run(label, whole=True):
            return text[: mark.start()], mark[0], text[mark.end() :]
    if number := _NUMBERED.match(text):
        return number[0], ":", text[number.end() :]
    return text, "", ""


@dataclass(frozen=True)
class _Line:
    """What a line says: the point it is about, if it says so, and verdicts.

    It is *weak* if it may as well be a remark within what is said of another point: by a number
    alone, or by a name before a sentence.
    """

    point: int | None
    said: tuple[Mark, ...]
    is_weak: bool = False


def _line(text: str, points: Points) -> _Line:
    text, symbols = _without_symbols(text)
    label, separator, rest = _split(text)
    only_number = not stems(split_number(label)[1])
    if not separator or (only_number and points.is_name(text)):
        is_heading = symbols or text.startswith("#") or points.is_name(text)
        return _Line(points.find(text) if is_heading else None, (*_in_brackets(text), *symbols))
    scored = [
        verdict
        for match in _SCORED.finditer(text)
        for verdict in verdict_run(text[match.end() :])[:2]
    ]
    point = points.find(label)
    if point is None and scored and not _mentions(text, points):
        point = points.numbered(text)  # as in "2. The clouds do not weep. Score: 0"
    if point is None:
        return _Line(None, (*scored, *symbols))
    leading = verdict_run(rest)
    said = (*_in_brackets(label), *(leading or scored or _at_end(rest)), *scored, *symbols)
    by_number = points.find(split_number(label)[1]) is None
    return _Line(point, said, is_weak=by_number or not (leading or text.startswith("#")))


def _mentions(text: str, points: Points) -> bool:
    return bool(points.within(stems(text)))


def _without_symbols(text: str) -> tuple[str, tuple[Mark, ...]]:
    """A line without ticks and crosses at its ends, and what they say."""
    said: list[Mark] = []
    if match := _SYMBOL_FIRST.match(text):
        said += verdict_run(match[1])
        text = text[match.end() :]
    if match := _SYMBOL_LAST.search(text):
        said += verdict_run(match[1])
        text = text[: match.start()]
    return text, tuple(said)


def _in_brackets(label: str) -> list[Mark]:
    """Verdicts in brackets behind a name; a mere figure says what could be had: (1 point)."""
    return [
        verdict
        for match in BRACKETS.finditer(label)
        if "/" in match[0] or not any(letter.isdigit() for letter in match[0])
        for verdict in verdict_run(match[0], whole=True)
    ]


def _at_end(text: str) -> list[Mark]:
    match = _AT_END.search(text)
    return verdict_run(match["bracket"] or match["dash"], whole=True) if match else []


def _is_total(text: str, points: Points) -> bool:
    """Whether a line gives a score out of all points together."""
    return re.search(rf"/\s*{points.count}\b", text) is not None
