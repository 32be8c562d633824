"""Which of the ``k + 3`` points a piece of a grader's reply is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skilltheory.skillmix.words import stems

__all__ = ["BRACKETS", "OTHERS", "Points", "split_number"]

OTHERS = {
    "on_topic": "on topic",
    "makes_sense": "makes sense",
    "short_enough": "short enough",
}
"""The three points that are not for skills, and what they are called in the request."""

_SYNONYMS = {
    "on_topic": ("on topic", "topic", "relevant", "relevance", "topicality"),
    "makes_sense": ("makes sense", "sense", "sensible", "coherent", "coherence", "sense making"),
    "short_enough": ("short enough", "short", "length", "brief", "brevity", "sentence limit"),
}

_NUMBER = re.compile(
    r"(?:points?|skills?|criteri(?:on|a)|items?|no\.?|#)?\s*[#(\[]?\s*(\d{1,2})\s*(?:[.):\]\-]|$)",
    re.IGNORECASE,
)
_DECORATION = " \t*_`#>\"'\u2018\u2019\u201c\u201d{}\u2022\u00b7\u25cf\u25e6\u2023-\u2013\u2014+~|"
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SENTENCE = re.compile(r"[.!?]\s")
_LONGEST_LABEL = 12  # words; more are a sentence that mentions a point
_TURNED = frozenset(  # "not on topic: yes" says the opposite of "on topic: yes"
    stems("not no non never without lacks fails off too neither nor cannot can't isn't doesn't")
    + stems("absent absence avoids missing wrong hardly")
)
_LEAD_WORDS = frozenset(stems("point points skill criterion item the for a an text answer is"))


class Points:
    """The points of one prompt, found by name or by number."""

    def __init__(self, skills: Sequence[str]) -> None:
        self.count = len(skills) + len(OTHERS)
        self._names: list[tuple[tuple[str, ...], int]] = []
        for index, name in enumerate(skills):
            whole = stems(name)
            self._names += [(n, index) for n in {whole, stems(BRACKETS.sub("", name))} if n]
        taken = {name for name, _ in self._names}
        for offset, synonyms in enumerate(_SYNONYMS.values()):
            self._names += [
                (words, len(skills) + offset)
                for words in map(stems, synonyms)
                if words not in taken
            ]

    def find(self, label: str) -> int | None:
        """The one point that a label names; by its number only if it names none."""
        number, rest = split_number(label)
        named: set[int] = set()
        for text in (rest, BRACKETS.sub(" ", rest)):
            words = stems(text)
            named = self._exactly(words) or self._at_start(words)
            if not named and not _SENTENCE.search(text) and len(words) <= _LONGEST_LABEL:
                named = self.within(words)
                if named and number is not None and number - 1 not in named:
                    return None  # the number says one point, the words mention another
            if len(named) == 1:
                return named.pop()
        has_words = set(stems(rest)) - _LEAD_WORDS
        if named or has_words:
            return None
        return self.numbered(label)

    def numbered(self, label: str) -> int | None:
        """The point whose number a text begins with."""
        number, _ = split_number(label)
        return number - 1 if number is not None and 1 <= number <= self.count else None

    def is_name(self, label: str) -> bool:
        """Whether a label is nothing but the name of a point, a number and words like "skill"."""
        words = stems(BRACKETS.sub(" ", split_number(label)[1]))
        while words and words[0] in _LEAD_WORDS and not self._exactly(words):
            words = words[1:]
        return bool(self._exactly(words))

    def _exactly(self, words: tuple[str, ...]) -> set[int]:
        return {point for name, point in self._names if name == words}

    def _at_start(self, words: tuple[str, ...]) -> set[int]:
        begins = [(len(n), point) for n, point in self._names if words[: len(n)] == n]
        longest = max((length for length, _ in begins), default=0)
        rest = words[longest:]
        if not begins or _TURNED & set(rest):
            return set()
        # Further points may be named behind the first: then it is no label of one point.
        return {point for length, point in begins if length == longest} | self.within(rest)

    def within(self, words: tuple[str, ...]) -> set[int]:
        """The points that words name anywhere."""
        spans = [
            (start, start + len(name), point)
            for name, point in self._names
            for start in range(len(words) - len(name) + 1)
            if words[start : start + len(name)] == name
        ]
        longest = [
            (start, end, point)
            for start, end, point in spans
            if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spans)
        ]
        inside = {at for start, end, _ in longest for at in range(start, end)}
        around = {word for at, word in enumerate(words) if at not in inside}
        return set() if _TURNED & around else {point for _, _, point in longest}


def split_number(label: str) -> tuple[int | None, str]:
    """The number that a label begins with, if it does, and the rest without decoration."""
    text = label.strip(_DECORATION)
    if match := _NUMBER.match(text):
        return int(match[1]), text[match.end() :].strip(_DECORATION)
    return None, text
