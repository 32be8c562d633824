"""What counts as a verdict in a grader's reply: words, figures, ticks and crosses."""

from __future__ import annotations

import re

from skilltheory.skillmix.marks import Mark

__all__ = ["CROSSES", "TICKS", "verdict_run"]

_TRUE = "yes|true|correct|pass(?:ed)?|present|met|satisfied|fulfilled|awarded|earned|given|shown|y"
_FALSE = (
    "not\\s+(?:present|met|satisfied|fulfilled|awarded|earned|given|shown|passed)"
    "|no|false|incorrect|fail(?:ed)?|absent|missing|unmet|denied|n"
)
_HALF = "partial(?:ly)?|partly|half|unclear|unsure|maybe|n/a"
TICKS, CROSSES = "\u2713\u2714\u2705\u2611", "\u2717\u2718\u274c\u2716\u2610"
_FIGURE = r"[+-]?\d+(?:[.,]\d+)?(?:\s*(?:/|out\s+of|of)\s*\d+(?:[.,]\d+)?)?%?"
_TOKEN = re.compile(
    rf"(?P<half>(?:{_HALF})(?!\w))|(?P<false>(?:{_FALSE})(?!\w)|[{CROSSES}])"
    rf"|(?P<true>(?:{_TRUE})(?!\w)|[{TICKS}])"
    rf"|(?P<figure>{_FIGURE})(?:\s*(?:points?|pts?\.?|marks?)\b)?",
    re.IGNORECASE,
)
_GLUE = re.compile(r"[\s,;:/|=&*_`\"'()\[\]{}<>!.\ufe0f\u2013\u2014\u2192-]*(?:\bor\b\s*)?")
_AFTER = re.compile(r"\ufe0f?\s*(?:$|[,;:.!?()\[\]{}<>|*_`\"'=/\u2013\u2014\u2026\u2192-])")
_FIGURES = {"1": True, "1/1": True, "0": False, "0/1": False}


def verdict_run(text: str, *, whole: bool = False) -> list[Mark]:
    """The verdicts that a text begins with; with ``whole``, only if it holds nothing else.

    A word is a verdict only if nothing but punctuation follows it: "No." is one, and the "No" of
    "No comparison is made" is the beginning of a sentence.
    """
    found: list[Mark] = []
    at = 0
    while True:
        glue = _GLUE.match(text, at)
        start = glue.end() if glue else at
        token = _TOKEN.match(text, start)
        if token is None or not _AFTER.match(text, token.end()):
            break
        found.append(_meaning(token))
        at = token.end()
    if whole:
        rest = _GLUE.match(text, at)
        if rest is None or rest.end() != len(text):
            return []
    return found


def _meaning(token: re.Match[str]) -> Mark:
    if token["true"]:
        return True
    if token["false"]:
        return False
    if token["half"]:
        return None
    figure = re.sub(r"\s*(?:/|out\s+of|of)\s*", "/", token["figure"].lower()).lstrip("+")
    return _FIGURES.get(re.sub(r"(\d)[.,]0+(?=/|$)", r"\1", figure))
