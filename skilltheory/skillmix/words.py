"""Words compared without case, accents, hyphens and English inflection."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["find", "stem", "stems"]

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_VOWELS = "aeiouy"


def stems(text: str) -> tuple[str, ...]:
    """The words of a text, each without case, accents and inflection; hyphens part words.

    Examples
    --------
    >>> stems("Red-Herrings"), stems("the gambler's fallacies")
    (('red', 'herr'), ('the', 'gambler', 'fallaci'))
    """
    return tuple(stem(word) for word in _WORD.findall(text))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without case, accents, plural, possessive, ``-ed`` and ``-ing``.

    Two forms of one word have the same stem; the stem itself need not be a word.

    Examples
    --------
    >>> [stem(word) for word in ("Metaphors", "projecting", "projected", "naïve", "stopped")]
    ['metaphor', 'project', 'project', 'naiv', 'stop']
    """
    plain = unicodedata.normalize("NFKD", word).casefold().replace("\u2019", "'")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.removesuffix("'s").rstrip("'").replace("'", "")
    return _without_last_vowel(_without_past(_without_plural(plain)))


def _without_plural(word: str) -> str:
    singular = len(word) <= 3 or word.endswith(("ss", "us", "is", "ias", "hos"))
    return word if singular else word.removesuffix("s")


def _without_past(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and any(letter in _VOWELS for letter in rest):
            # "begging" comes from "beg"; but not "falling" from "fal", nor "herring" from "her".
            doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lrsz"
            return rest[:-1] if doubled else rest
    return word


def _without_last_vowel(word: str) -> str:
    """So that "fallacy" and "fallacies", "hope" and "hoping" are the same."""
    if len(word) <= 3:
        return word
    return word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")


def find(name: str, text: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a name occurs among stems: first and last-but-one position, or None.

    ``text`` is what :func:`stems` gives.  Words that are written together in one and apart, or
    with a hyphen, in the other are the same.

    Examples
    --------
    >>> find("red herring", stems("Such redherrings!"))
    (1, 2)
    """
    wanted = "".join(stems(name))
    if not wanted:
        return None
    for start in range(len(text)):
        joined = ""
        for end in range(start, len(text)):
            joined += text[end]
            if len(joined) >= len(wanted):
                if joined == wanted:
                    return start, end + 1
                break
    return None
