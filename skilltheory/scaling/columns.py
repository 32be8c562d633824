"""Which column of a table means what: names as people write them, with units in the name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from skilltheory.errors import SkillTheoryError, UnknownName

__all__ = ["QUANTITIES", "Column", "Quantity", "recognise"]

Quantity: TypeAlias = Literal["parameters", "tokens", "compute", "loss"]
"""What a column may hold."""

QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)

# Names after :func:`_words`: lower case, one space between words, unit taken out.  The first
# entry of a tuple that occurs wins over later ones.
_NAMES: dict[Quantity, tuple[frozenset[str], ...]] = {
    "parameters": (
        frozenset({"n", "parameters", "params", "param", "parameter count", "param count"}),
        frozenset({"n params", "n parameters", "num params", "num parameters", "nb params"}),
        frozenset({"number of parameters", "model parameters", "model params", "nparams"}),
        frozenset({"trainable parameters", "trainable params", "nb parameters"}),
        frozenset({"model size", "size", "total parameters", "total params"}),
        frozenset({"non embedding parameters", "non embedding params", "parameters non embedding"}),
    ),
    "tokens": (
        frozenset({"d", "tokens", "token", "token count", "n tokens", "num tokens", "ntokens"}),
        frozenset({"nb tokens", "dataset tokens", "data tokens", "training set tokens"}),
        frozenset({"number of tokens", "number of training tokens", "num training tokens"}),
        frozenset({"training tokens", "train tokens", "tokens seen", "total tokens"}),
        frozenset({"tokens trained", "trained tokens", "n training tokens", "tokens processed"}),
        frozenset({"data", "data size", "dataset size", "training data", "training set size"}),
        frozenset({"training dataset size", "train dataset size"}),
    ),
    "compute": (
        frozenset({"c", "compute", "flop", "flops", "training flop", "training flops"}),
        frozenset({"train flop", "train flops", "training compute", "train compute"}),
        frozenset({"c flop", "c flops", "compute flop", "compute flops"}),
        frozenset({"total flop", "total flops", "compute budget", "flop budget", "total compute"}),
        frozenset({"flop count", "flops count", "num flops", "n flops", "total training flops"}),
    ),
    "loss": (
        frozenset({"loss", "l"}),
        frozenset({"final loss", "cross entropy", "cross entropy loss", "ce loss", "nll"}),
        frozenset({"loss value", "lm loss"}),
        frozenset({"validation loss", "val loss", "valid loss", "eval loss", "evaluation loss"}),
        frozenset({"test loss"}),
        frozenset({"train loss", "training loss", "pretraining loss"}),
        frozenset({"perplexity", "ppl", "validation perplexity", "val ppl", "eval ppl"}),
    ),
}

_COUNTS = {
    **dict.fromkeys(("k", "thousand", "thousands"), 1e3),
    **dict.fromkeys(("m", "mn", "million", "millions"), 1e6),
    **dict.fromkeys(("b", "bn", "g", "billion", "billions"), 1e9),
    **dict.fromkeys(("t", "trillion", "trillions"), 1e12),
}
_PREFIXES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18, "z": 1e21, "y": 1e24}
_PREFIXES |= {"kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
_PREFIXES |= {"zetta": 1e21, "yotta": 1e24}
_DAY = 86_400.0
_FLOPS = {
    f"{prefix}{space}{word}{days}": factor * (_DAY if days else 1.0)
    for prefix, factor in _PREFIXES.items()
    for space in ("", " ")
    for word in ("flop", "flops", "f", "flop per s")
    for days in ("", " days", " day")
    if days or word in ("flop", "flops")
}
_NOUNS: dict[Quantity, frozenset[str]] = {
    "parameters": frozenset({"params", "parameters"}),
    "tokens": frozenset({"tokens"}),
    "compute": frozenset({"flop", "flops"}),
    "loss": frozenset(),
}
"""What a bracket may say, after a unit or without one: ``"Model size (B params)"``."""

_LOSSES = {"nats": 1.0, "nat": 1.0, "bits": math.log(2), "bit": math.log(2)}
_BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]\s*$")
_POWER = re.compile(r"(?:x ?|in )?(?:1e|10 ?\^ ?|10 ?\*\* ?)\+?(\d{1,2})")


@dataclass(frozen=True)
class Column:
    """A column that was found.

    Parameters
    ----------
    name : str
        As the table has it.
    factor : float
        What a number in it is multiplied by: 1e9 for ``"params (B)"``, log 2 for bits.
    exponentiated : bool
        Whether it holds a perplexity, whose logarithm is the loss in nats.
    """

    name: str
    factor: float = 1.0
    exponentiated: bool = False


def _words(name: str) -> str:
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", name.strip()).casefold().replace("/", " per ")
    text = re.sub(r"[_\-.|,:()\[\]{}#]+", " ", text)
    return " ".join(re.sub(r"\bper token\b|\bin\b", " ", text).split())


def _units(quantity: Quantity) -> Mapping[str, float]:
    if quantity == "loss":
        return _LOSSES
    return _FLOPS if quantity == "compute" else _COUNTS


def _readings(name: str, quantity: Quantity) -> Iterator[tuple[str, float]]:
    """The name as it is, and with what may be a unit taken out."""
    words = _words(name)
    yield words, 1.0
    if quantity == "loss":  # as in "val/loss" and "final val loss"
        words = words.replace(" per loss", " loss")
        yield words, 1.0
        yield words.removeprefix("final "), 1.0
    bracket = _BRACKET.search(name)
    if bracket is not None:
        said, noun = _words(bracket[1]), _NOUNS[quantity]
        unit = " ".join(word for word in said.split() if word not in noun)
        if unit in {"", *_units(quantity)} and unit != said:
            yield _words(name[: bracket.start()]), _units(quantity).get(unit, 1.0)
    for unit, factor in _units(quantity).items():
        if words.endswith(f" {unit}"):
            yield words.removesuffix(f" {unit}"), factor
        if quantity == "compute" and words in (unit, f"training {unit}", f"train {unit}"):
            yield "compute", factor
    power = _POWER.search(words)
    if power is not None:
        rest = words[: power.start()] + words[power.end() :]
        yield " ".join(rest.split()), 10.0 ** int(power[1])


def _bracketed_unit(name: str, quantity: Quantity) -> float:
    """The unit in brackets at the end of a name that is not otherwise known."""
    bracket = _BRACKET.search(name)
    if bracket is None:
        return 1.0
    words = _words(bracket[1])
    power = _POWER.fullmatch(words)
    return 10.0 ** int(power[1]) if power else _units(quantity).get(words, 1.0)


def _read(name: str, quantity: Quantity) -> tuple[int, Column] | None:
    for words, factor in _readings(name, quantity):
        for rank, known in enumerate(_NAMES[quantity]):
            if words in known:
                return rank, Column(name, factor, "perplexity" in words or "ppl" in words)
    return None


def recognise(
    names: Iterable[str], given: Mapping[Quantity, str] | None = None
) -> dict[Quantity, Column]:
    """Find the columns that hold a run's parameters, tokens, compute and loss.

    Parameters
    ----------
    names : iterable of str
        The table's columns.
    given : mapping, optional
        Columns that are named outright; a unit in such a name still counts.

    Raises
    ------
    UnknownName
        If a given column is not in the table.
    SkillTheoryError
        If columns are missing, or two could be meant and neither is named outright.

    Examples
    --------
    >>> recognise(["Model Size", "train_tokens (B)", "loss"])["tokens"]
    Column(name='train_tokens (B)', factor=1000000000.0, exponentiated=False)
    """
    columns, given = list(names), given or {}
    found: dict[Quantity, Column] = {}
    for quantity in QUANTITIES:
        if quantity in given:
            if given[quantity] not in columns:
                raise UnknownName("column", given[quantity], columns)
            read = _read(given[quantity], quantity)
            factor = _bracketed_unit(given[quantity], quantity)
            found[quantity] = read[1] if read else Column(given[quantity], factor)
            continue
        taken = set(given.values())
        reads = [read for name in columns if name not in taken and (read := _read(name, quantity))]
        if not reads:
            continue
        best = min(rank for rank, _ in reads)
        candidates = [column for rank, column in reads if rank == best]
        if len(candidates) > 1:
            listed = ", ".join(repr(column.name) for column in candidates)
            raise SkillTheoryError(
                f"several columns may hold the {quantity}: {listed}; say which one"
            )
        found[quantity] = candidates[0]
    _refuse_if_missing(found, columns)
    return found


def _refuse_if_missing(found: Mapping[Quantity, Column], columns: list[str]) -> None:
    sizes = [quantity for quantity in QUANTITIES[:3] if quantity in found]
    lacks = []
    if "loss" not in found:
        lacks.append("no column for the loss")
    if len(sizes) < 2:
        only = f"only {sizes[0]} found" if sizes else "none found"
        lacks.append(
            f"two of parameters, tokens and compute are needed (with compute, C = 6 N D), {only}"
        )
    if lacks:
        listed = ", ".join(repr(name) for name in columns) or "none"
        raise SkillTheoryError(
            f"{'; '.join(lacks)}. Columns of the table: {listed}. Name them outright, or use names "
            "such as params, tokens, flops, loss (a unit may follow, as in 'params (B)')"
        )
