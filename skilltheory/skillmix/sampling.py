"""Which prompts are asked: combinations of skills and a topic, without repetition, under a seed.

There are ``C(N, k) T`` prompts.  They are numbered, numbers are drawn, and a number is turned into
its combination; so it works just as well where there are more prompts than could be listed.  The
random numbers come from SHA-256, so that a seed means the same prompts on every machine and in
every version of Python, and more prompts under the same seed begin with the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from math import comb

from skilltheory.errors import SortError
from skilltheory.skillmix.catalogue import Catalogue, Skill, Topic

__all__ = ["Prompt", "count_prompts", "draw_prompts", "unrank"]

_BLOCK = 256  # bits of a SHA-256


@dataclass(frozen=True)
class Prompt:
    """One thing to ask: show these skills in a text on this topic.

    Parameters
    ----------
    number : int
        Its number among all prompts of this ``k``, from 0.
    skills : tuple of Skill
    topic : Topic
    """

    number: int
    skills: tuple[Skill, ...]
    topic: Topic

    @property
    def k(self) -> int:
        """How many skills are asked for."""
        return len(self.skills)

    @property
    def id(self) -> str:
        """A name for it in files."""
        return f"k{self.k}-{self.number}"


def count_prompts(catalogue: Catalogue, k: int) -> int:
    """How many prompts there are with ``k`` skills: ``C(N, k) T``.

    Raises
    ------
    SortError
        If ``k`` is not an integer from 1 to the number of skills.

    Examples
    --------
    >>> from skilltheory.skillmix import default_catalogue
    >>> count_prompts(default_catalogue(), 5)
    7920874500
    """
    most = len(catalogue.skills)
    if not _is_integer(k) or not 1 <= k <= most:
        raise SortError("k", k, f"an integer from 1 to the {most} skills of {catalogue.source}")
    return comb(most, k) * len(catalogue.topics)


def draw_prompts(catalogue: Catalogue, k: int, count: int, *, seed: int = 0) -> tuple[Prompt, ...]:
    """Draw ``count`` different prompts; every such list is equally likely.

    Parameters
    ----------
    catalogue : Catalogue
        The skills and topics.
    k : int
        Skills a prompt.
    count : int
        How many prompts.
    seed : int
        The same seed gives the same prompts, and a larger ``count`` begins with them.

    Raises
    ------
    SortError
        If ``k`` or ``count`` asks for more than there is.

    Examples
    --------
    >>> from skilltheory.skillmix import default_catalogue
    >>> for prompt in draw_prompts(default_catalogue(), 2, 3, seed=1):
    ...     print(" + ".join(skill.name for skill in prompt.skills), "|", prompt.topic.name)
    ad hominem + synecdoche | crossword puzzles
    argument from analogy + red herring | hospitals
    sarcasm + synecdoche | forests
    """
    total = count_prompts(catalogue, k)
    if not _is_integer(count) or not 1 <= count <= total:
        raise SortError("prompts", count, f"an integer from 1 to {total}, all there are at k = {k}")
    return tuple(_prompt(catalogue, k, number) for number in _draw(total, count, seed, k))


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _prompt(catalogue: Catalogue, k: int, number: int) -> Prompt:
    rank, topic = divmod(number, len(catalogue.topics))
    chosen = unrank(rank, len(catalogue.skills), k)
    return Prompt(number, tuple(catalogue.skills[i] for i in chosen), catalogue.topics[topic])


def unrank(rank: int, n: int, k: int) -> tuple[int, ...]:
    """The combination of ``k`` out of ``0..n-1`` that is ``rank``-th in lexicographic order.

    Examples
    --------
    >>> [unrank(rank, 4, 2) for rank in range(6)]
    [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    """
    if not 0 <= rank < comb(n, k):
        raise SortError("rank", rank, f"an integer from 0 to C({n},{k}) - 1")
    chosen: list[int] = []
    for candidate in range(n):
        if len(chosen) == k:
            break
        beginning_here = comb(n - candidate - 1, k - len(chosen) - 1)
        if rank < beginning_here:
            chosen.append(candidate)
        else:
            rank -= beginning_here
    return tuple(chosen)


def _draw(total: int, count: int, seed: int, k: int) -> list[int]:
    """Different numbers below ``total``: a Fisher-Yates shuffle that keeps what it has moved."""
    source = _Source(f"skilltheory.skillmix/{seed}/{k}")
    moved: dict[int, int] = {}
    drawn = []
    for i in range(count):
        j = i + source.below(total - i)
        drawn.append(moved.get(j, j))
        moved[j] = moved.pop(i, i)
    return drawn


class _Source:
    """Uniform integers from SHA-256 of a label and a counter."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._counter = 0

    def below(self, limit: int) -> int:
        """An integer from 0 to ``limit - 1``, each equally likely."""
        bits = (limit - 1).bit_length()
        while True:
            value = self._bits(bits)
            if value < limit:
                return value

    def _bits(self, bits: int) -> int:
        value = 0
        for _ in range(-(-bits // _BLOCK)):
            block = sha256(f"{self._label}/{self._counter}".encode()).digest()
            self._counter += 1
            value = value << _BLOCK | int.from_bytes(block)
        return value >> (-bits % _BLOCK)
