"""What needs no grader: the text in a reply, its sentences, and skills that it names.

The checks only find against an answer where they are sure: what may or may not be the end of a
sentence is not taken for one.
"""

from __future__ import annotations

import re

from skilltheory.skillmix.catalogue import Skill
from skilltheory.skillmix.words import find, stems

__all__ = ["answer_text", "count_sentences", "named_skills"]

_MARKS = r"[\s>#*_`]*"
_ANSWER = re.compile(
    rf"^{_MARKS}(?:(?:my|the|final|new|improved|revised|whole)\s+)*(?:answer|text){_MARKS}:{_MARKS}",
    re.IGNORECASE | re.MULTILINE,
)
_EXPLANATION = re.compile(rf"^{_MARKS}explanations?{_MARKS}(?::|$)", re.IGNORECASE | re.MULTILINE)
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.IGNORECASE | re.DOTALL)
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "'": "'", "\u2018": "\u2019"}


def answer_text(reply: str) -> str:
    r"""The text that a student's reply gives as its answer, without the explanation.

    A reply without the heading that was asked for is taken as a whole.

    Examples
    --------
    >>> answer_text("Sure!\n\n**Answer:** The kettle sang.\n\n**Explanation:** It sings.")
    'The kettle sang.'
    """
    reply = _THOUGHT.sub("", reply)
    starts = [*_ANSWER.finditer(reply)]
    if starts:
        reply = reply[starts[-1].end() :]
    if end := _EXPLANATION.search(reply):
        reply = reply[: end.start()]
    return _unquoted(reply.strip().strip("*_`#").strip())


def _unquoted(text: str) -> str:
    """The text without quotation marks that stand around all of it."""
    close = _QUOTES.get(text[:1])
    inner = text[1:-1]
    whole = len(text) > 1 and text[-1:] == close and text[0] not in inner and close not in inner
    return inner.strip() if whole else text


_ABBREVIATIONS = re.compile(
    r"a\.m|approx|cf|col|dept|dr|e\.g|esp|etc|fig|gen|gov|hon|i\.e|inc|jr|ltd|lt|mr|mrs|ms|mt|nos?"
    r"|p|p\.m|ph\.d|pp|prof|rev|sen|sgt|sr|st|vol|vs"
)
_END = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d\u00bb)\]*_]*(?=\s|$)|\n\s*\n")
_LAST_WORD = re.compile(r"[^\s(\[\"'\u2018\u201c]*$")
_OPENING = "\"'\u2018\u201c\u00ab([*_"


def count_sentences(text: str) -> int:
    """How many sentences a text surely has.

    Points in abbreviations, initials and numbers end no sentence, nor does a mark before a word
    in lower case (as in ``"Stop!" he said``); an empty line does.

    Examples
    --------
    >>> count_sentences('Dr. Low paid 3.50 for it. "Stop!" he said... and left')
    2
    """
    count, start = 0, 0
    for end in _END.finditer(text):
        if _ends(text, end):
            count += any(letter.isalnum() for letter in text[start : end.end()])
            start = end.end()
    return count + any(letter.isalnum() for letter in text[start:])


def _ends(text: str, end: re.Match[str]) -> bool:
    following = text[end.end() :].lstrip().lstrip(_OPENING)
    if not end[0].strip() or not following:
        return True
    if following[0].islower():
        return False
    last = _LAST_WORD.search(text[: end.start()])
    word = last[0].casefold() if last else ""
    single_point = end[0].rstrip("\"'\u2019\u201d\u00bb)]*_") == "."
    return not (single_point and (_ABBREVIATIONS.fullmatch(word) or _is_initial(text, end.start())))


def _is_initial(text: str, at: int) -> bool:
    """Whether the point at a position follows a single capital, as in ``J. Smith``."""
    letter = text[at - 1 : at]
    before = text[at - 2 : at - 1]
    return letter.isupper() and letter != "I" and not before.isalnum()


def named_skills(text: str, skills: tuple[Skill, ...]) -> tuple[int, ...]:
    """Which skills (counted from 0) a text calls by their name, or by another name they have.

    Case, accents, hyphens and English inflection make no difference.

    Examples
    --------
    >>> from skilltheory.skillmix import default_catalogue
    >>> skill = default_catalogue().skill
    >>> named_skills("What a lot of Red-Herrings!", (skill("pun"), skill("red herring")))
    (1,)
    """
    words = stems(text)
    return tuple(
        index
        for index, skill in enumerate(skills)
        if any(find(name, words) is not None for name in (skill.name, *skill.also))
    )
