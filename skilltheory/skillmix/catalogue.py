"""Catalogues of skills and topics: the one that comes with the library, and the user's own.

A catalogue is a YAML file::

    skills:
      - name: metaphor
        family: literary devices
        description: Speaking of one thing as if it were another.
        example: Her desk was a battlefield.
        wikipedia: Metaphor        # optional
        also: [trope]              # optional: other names an answer may not use either
    topics:
      - name: sewing
        description: Making or mending things of cloth.

Whatever is wrong with a file is said with its line and entry, all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.skillmix.points import OTHERS
from skilltheory.skillmix.words import stems

__all__ = ["Catalogue", "CatalogueError", "Skill", "Topic", "default_catalogue", "load_catalogue"]

_Entry = TypeVar("_Entry", "Skill", "Topic")

_MOST_SHOWN = 8
_LONGEST = 1000  # characters of a text: a longer one is a mistake in the file


class CatalogueError(SkillTheoryError, ValueError):
    """A catalogue cannot be used.

    Attributes
    ----------
    source : str
        The file.
    problems : tuple of (int, str)
        Line of the file and what is wrong there, naming the entry.
    """

    def __init__(self, source: str, problems: Sequence[tuple[int, str]]) -> None:
        self.source = source
        self.problems = tuple(problems)
        lines = [f"{source} is not a catalogue of skills and topics:"]
        lines += [f"  line {line}: {what}" for line, what in problems[:_MOST_SHOWN]]
        if len(problems) > _MOST_SHOWN:
            lines.append(f"  and {len(problems) - _MOST_SHOWN} more")
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Skill:
    """Something that a text can show.

    Parameters
    ----------
    name : str
        What it is called; an answer may not name it.
    family : str
        The kind of skill, e.g. ``"rhetoric"``.
    description : str
        What showing it takes, in a sentence.
    example : str
        A sentence that shows it.
    wikipedia : str
        Title of its entry in the English Wikipedia; may be empty.
    also : tuple of str
        Other names, which an answer may not use either.
    """

    name: str
    family: str
    description: str
    example: str
    wikipedia: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """What a text can be about.

    Parameters
    ----------
    name : str
        What it is called.
    description : str
        What it takes in, in a sentence.
    """

    name: str
    description: str


@dataclass(frozen=True)
class Catalogue:
    """Skills and topics, in the order of their file.

    Parameters
    ----------
    skills : tuple of Skill
    topics : tuple of Topic
    source : str
        Where they come from.
    """

    skills: tuple[Skill, ...]
    topics: tuple[Topic, ...]
    source: str = "a catalogue"

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the skills, in order of first appearance."""
        return tuple(dict.fromkeys(skill.family for skill in self.skills))

    @property
    def fingerprint(self) -> str:
        """A short text that is the same only for the same skills and topics in the same order."""
        return sha256(repr((self.skills, self.topics)).encode()).hexdigest()[:16]

    def skill(self, name: str) -> Skill:
        """The skill of that name.

        Raises
        ------
        UnknownName
            If there is none.
        """
        return _named("skill", name, {skill.name: skill for skill in self.skills})

    def topic(self, name: str) -> Topic:
        """The topic of that name.

        Raises
        ------
        UnknownName
            If there is none.
        """
        return _named("topic", name, {topic.name: topic for topic in self.topics})


def _named(what: str, name: str, known: dict[str, _Entry]) -> _Entry:
    if name not in known:
        raise UnknownName(what, name, known)
    return known[name]


@cache
def default_catalogue() -> Catalogue:
    """The catalogue that comes with the library: 101 skills and 100 topics.

    Examples
    --------
    >>> catalogue = default_catalogue()
    >>> len(catalogue.skills), len(catalogue.topics)
    (101, 100)
    >>> catalogue.skill("simile").family
    'literary devices'
    """
    text = (files("skilltheory") / "data" / "skillmix.yaml").read_text(encoding="utf-8")
    return _read(text, "the catalogue of skilltheory")


def load_catalogue(path: str | Path) -> Catalogue:
    """Read a catalogue from a YAML file.

    Raises
    ------
    CatalogueError
        Naming the lines and what is wrong with each: keys that are wrong or missing, values that
        are no text or empty, names that occur twice.
    SkillTheoryError
        If the file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SkillTheoryError(f"{path} is not a text file in UTF-8: {error.reason}") from error
    except OSError as error:
        raise SkillTheoryError(f"cannot read {path}: {error.strerror or error}") from error
    return _read(text, str(path))


# -- reading ---------------------------------------------------------------------
#
# The YAML is taken as a tree of nodes, which know their lines and their double keys; a loader
# would have lost both.


def _read(text: str, source: str) -> Catalogue:
    try:
        # The C parser knows the same YAML and is many times as fast; not every build has it.
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise CatalogueError(source, [(mark.line + 1 if mark else 1, f"{reason}")]) from error
    if not isinstance(root, yaml.MappingNode):
        raise CatalogueError(source, [(1, "it must have the keys skills and topics")])
    problems: list[tuple[int, str]] = []
    lists = _mapping(root, ("skills", "topics"), (), "the file", problems)
    skills = tuple(_entries(lists.get("skills"), Skill, "skill", problems))
    topics = tuple(_entries(lists.get("topics"), Topic, "topic", problems))
    if problems:
        raise CatalogueError(source, sorted(problems))
    return Catalogue(skills, topics, source)


def _mapping(
    node: yaml.MappingNode,
    needed: Sequence[str],
    allowed: Sequence[str],
    where: str,
    problems: list[tuple[int, str]],
) -> dict[str, yaml.Node]:
    """The values of a mapping by key; wrong, double and missing keys are problems."""
    found: dict[str, yaml.Node] = {}
    known = (*needed, *allowed)
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
        if name not in known:
            problems.append((line, f"{where} has the key {name!r}; accepted: {', '.join(known)}"))
        elif name in found:
            problems.append((line, f"{where} has the key {name!r} twice"))
        else:
            found[name] = value
    line = node.start_mark.line + 1
    problems += [(line, f"{where} lacks the key {name!r}") for name in needed if name not in found]
    return found


def _entries(
    node: yaml.Node | None, kind: type[Any], what: str, problems: list[tuple[int, str]]
) -> Iterator[Any]:
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        problems.append(
            (node.start_mark.line + 1, f"{what}s must be a list of at least one {what}")
        )
        return
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    optional = {"wikipedia", "also"}
    names = [field.name for field in fields(kind)]
    needed = [name for name in names if name not in optional]
    for number, entry in enumerate(node.value, start=1):
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            problems.append((line, f"{what} {number} must have the keys {', '.join(needed)}"))
            continue
        title = _title(entry, what, number)
        values = _mapping(entry, needed, [n for n in names if n in optional], title, problems)
        made = {
            name: _names(value, f"{name} of {title}", problems)
            if name == "also"
            else _text(value, f"{name} of {title}", problems)
            for name, value in values.items()
        }
        for key in ("name", "description"):
            text = made.get(key)
            if not isinstance(text, str) or not text:
                continue
            same = (key, stems(text))
            if not any(letter.isalpha() for letter in text):
                problems.append((line, f"{key} of {title} has no words"))
            elif kind is Skill and key == "name" and (why := _unreadable(text)):
                problems.append((line, f"{key} of {title} {why}: graders' marks go by the names"))
            elif same in seen:
                problems.append((line, f"{key} of {title} is also that of line {seen[same]}"))
            seen.setdefault(same, line)
        if set(needed) <= set(made):
            yield kind(**made)


def _unreadable(name: str) -> str:
    """Why the mark of a skill of that name could not be told from other things; empty if it can."""
    if found := sorted(set(name) & set(":|=<>")):
        return f"contains {found[0]!r}"
    if stems(name) in map(stems, OTHERS.values()):
        return "is that of a point which every answer gets"
    return ""


def _title(entry: yaml.MappingNode, what: str, number: int) -> str:
    for key, value in entry.value:
        if key.value == "name" and isinstance(value, yaml.ScalarNode) and value.value:
            return f"{what} {number} ({value.value[:40]})"
    return f"{what} {number}"


def _text(node: yaml.Node, where: str, problems: list[tuple[int, str]]) -> str:
    """A text on one line; anything else is a problem."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
        is_empty = isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")
        found = "empty" if is_empty else f"not a text ({node.tag.rpartition(':')[2]})"
        problems.append((line, f"the {where} is {found}" + ("" if is_empty else "; quote it")))
        return ""
    text = " ".join(node.value.split())
    if not text:
        problems.append((line, f"the {where} is empty"))
    elif len(text) > _LONGEST:
        problems.append((line, f"the {where} is longer than {_LONGEST} characters"))
    elif not text.isprintable():
        problems.append((line, f"the {where} has characters that cannot be printed"))
    return text


def _names(node: yaml.Node, where: str, problems: list[tuple[int, str]]) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        problems.append((node.start_mark.line + 1, f"the {where} must be a list of names"))
        return ()
    return tuple(_text(item, where, problems) for item in node.value)
