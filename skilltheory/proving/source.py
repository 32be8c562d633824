"""Steps as Python: what a goal did, written as a script for ``proofs/``."""

from __future__ import annotations

import itertools
import json
import keyword
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from skilltheory import functions
from skilltheory.errors import SkillTheoryError
from skilltheory.kernel import RULES
from skilltheory.kernel.binding import bound_variables
from skilltheory.kernel.formula import Formula
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import derived, store
from skilltheory.sorts import SORTS, Variable

__all__ = ["Made", "call", "script"]

_SYMPY = frozenset({"Abs", "LambertW", "Lambda", "Max", "Min", "Product", "Rational", "Sum"})
_SYMPY |= {"binomial", "exp", "log", "sqrt"}
_FORMULA = frozenset(["And", "Exists", "ForAll", "Implies", "Mean", "Pr", "eq", "le", "lt", "ne"])
_SORTS = frozenset({"Variable", "family"})
_DERIVED: dict[str, Callable[..., Theorem]] = {
    "given": derived.given,
    "prove": store.prove,
    "suppose": store.suppose,
}
_CALLS = {**RULES, **_DERIVED}
_HOMES = (
    ("sympy", _SYMPY),
    ("skilltheory.functions", frozenset(functions.__all__)),
    ("skilltheory.kernel", frozenset(RULES)),
    ("skilltheory.kernel.formula", _FORMULA),
    ("skilltheory.kernel.theorem", frozenset({"Theorem"})),
    ("skilltheory.proving", frozenset({"Proof", "prove", "proves", "suppose"})),
    ("skilltheory.proving.derived", frozenset({"given"})),
    ("skilltheory.sorts", _SORTS | SORTS.keys()),
)
_TAKEN = frozenset().union(*(names for _, names in _HOMES))
_RELATION = {"Less": "lt", "LessEqual": "le", "Equal": "eq", "Unequal": "ne"}
_WIDTH = 96
_SHORT = 44  # a nested call longer than this gets a line and a name of its own


@dataclass(frozen=True)
class Made:
    """A theorem and the call that made it; no step if it was handed in."""

    theorem: Theorem
    step: str = ""
    args: tuple[Any, ...] = ()

    @property
    def rule(self) -> str:
        """The rule behind it, once hypotheses that are known are set aside."""
        if self.step == "given":
            return str(self.args[0].rule)
        return self.step or self.theorem.step.rule


def call(step: str, *args: Any) -> Made:
    """Call a rule of the kernel, or a derived step, and remember the call.

    Raises
    ------
    Refused
        If the rule refuses.
    """
    return Made(_CALLS[step](*map(_bare, args)), step, args)


def _bare(value: Any) -> Any:
    if isinstance(value, Made):
        return value.theorem
    if isinstance(value, list | tuple):
        return type(value)(map(_bare, value))
    return value


def script(
    name: str,
    idea: str,
    lines: Sequence[tuple[Made, str]],
    claim: Formula,
    suppose: Sequence[Formula],
) -> str:
    """A module with one proof: imports, variables, and the chain.

    Parameters
    ----------
    name : str
        Id of the statement that is proved.
    idea : str
        The docstring: the idea of the proof.
    lines : sequence of (Made, str)
        How each line is made, and why it holds.
    claim : Formula
        The conclusion.
    suppose : sequence of Formula
        The hypotheses, in the order of the statement.

    Raises
    ------
    SkillTheoryError
        If a theorem was handed in whose source is not known.
    """
    writer = _Writer(claim, suppose)
    body = "\n".join(writer.chain(lines))
    declared = "\n".join(_declarations(writer, body))
    function = re.sub(r"\W", "_", name.split(".")[-1])
    proof = (
        f"@proves({json.dumps(name)})\ndef {function}(proof: Proof) -> Theorem:\n"
        f"    {_docstring(idea)}\n{body}\n"
    )
    head = "\n\n".join(part for part in (_imports(f"{declared} {body}"), declared) if part)
    return f"{head}\n\n\n{proof}"


def _docstring(words: str) -> str:
    quotes = '"' * 3
    plain = words.replace(quotes, "''")
    raw = "r" if "\\" in plain else ""
    return f"{raw}{quotes}{plain}{' ' if plain.endswith(quotes[0]) else ''}{quotes}"


class _Writer:
    """Writes calls, giving long ones a name."""

    def __init__(self, claim: Formula, suppose: Sequence[Formula]) -> None:
        self.names: dict[object, str] = {
            hypothesis: f"proof.hypotheses[{i}]" for i, hypothesis in enumerate(suppose)
        }
        self.names[claim] = "proof.claim"
        self.seen: list[sympy.Basic] = []
        self.families: set[Variable] = set()
        self.rows: list[tuple[str, str]] = []

    def chain(self, lines: Sequence[tuple[Made, str]]) -> Iterator[str]:
        """The lines of the function; a name is given to what is used later on."""
        for number, (made, why) in enumerate(lines, 1):
            code = self.made(made, short=False)
            words = json.dumps(why, ensure_ascii=False)
            self.rows.append((f"step_{number}", f"proof.line({code}, {words})"))
            self.names.setdefault(made.theorem, f"step_{number}")
        used = set(re.findall(r"\b(?:step|part)_\d+", "\n".join(code for _, code in self.rows)))
        for place, (name, code) in enumerate(self.rows, 1):
            start = "return " if place == len(self.rows) else f"{name} = " if name in used else ""
            yield "    " + start + wrapped(code, 4 + len(start), 4)

    def made(self, made: Made, short: bool = True) -> str:
        if made.theorem in self.names:
            return self.names[made.theorem]
        if not made.step:
            return self.handed_in(made.theorem)
        code = f"{made.step}({', '.join(map(self.value, made.args))})"
        if short and len(code) > _SHORT:
            name = f"part_{1 + sum(name.startswith('part_') for name, _ in self.rows)}"
            self.rows.append((name, code))
            self.names[made.theorem] = name
            return name
        return code

    def handed_in(self, theorem: Theorem) -> str:
        if theorem.step.rule == "assume":
            return f"assume({self.value(theorem.conclusion)})"
        raise SkillTheoryError(
            f"{theorem} was handed in as a theorem, so a script cannot say where it comes from; "
            "give the id of a statement instead"
        )

    def value(self, value: Any) -> str:
        if isinstance(value, Made):
            return self.made(value)
        if isinstance(value, Theorem):
            return self.made(Made(value))
        if isinstance(value, Formula) and value in self.names:
            return self.names[value]
        if isinstance(value, sympy.Basic):
            self.seen.append(value)
            return spaced(_Printer().doprint(value))
        if isinstance(value, list | tuple):
            inside = ", ".join(map(self.value, value))
            if isinstance(value, list):
                return f"[{inside}]"
            return f"({inside}{',' * (len(value) == 1)})"
        if isinstance(value, dict):
            return f"{{{', '.join(itertools.starmap(self._pair, value.items()))}}}"
        return json.dumps(value)

    def _pair(self, key: Any, value: Any) -> str:
        if isinstance(value, sympy.Lambda):  # it stands for the members of a family
            self.families.add(key)
            return f"{identifier(key)}.label: {self.value(value)}"
        return f"{self.value(key)}: {self.value(value)}"


def spaced(code: str) -> str:
    """Spaces as formatters set them: around ``*`` and ``/``, around ``**`` of anything long."""
    tokens = re.findall(r"\*\*|[A-Za-z_]\w*|\d+|\s+|.", code)
    made = []
    for place, token in enumerate(tokens):
        if token in "*/":
            token = f" {token} "
        elif token == "**":
            before, after = tokens[place - 1], tokens[place + 1 :]
            if after[0] == "-":
                after = after[1:]
            call = len(after) > 1 and after[1] in "(["
            if not (before.isidentifier() or before.isdigit()) or call or after[0] == "(":
                token = " ** "
        made.append(token)
    return "".join(made)


def wrapped(code: str, column: int, indent: int) -> str:
    """Break a call that is too long: an argument a line."""
    place = code.find("(") if code[:1] not in "([{" else 0
    if column + len(code) <= _WIDTH or place < 0 or code[-1] not in ")]}":
        return code
    inside = list(_top_level(code[place + 1 : -1]))
    pad = " " * (indent + 4)
    rows = [f"{pad}{wrapped(part, indent + 4, indent + 4)},\n" for part in inside]
    return f"{code[: place + 1]}\n{''.join(rows)}{' ' * indent}{code[-1]}"


def _top_level(code: str) -> Iterator[str]:
    """The parts between commas that stand in no bracket and no text."""
    depth, start = 0, 0
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|[()\[\]{},]', code):
        sign = token.group()
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            yield code[start : token.start()].strip()
            start = token.end()
    yield code[start:].strip()


def identifier(variable: Variable) -> str:
    """A Python name for a variable: ``k'`` is ``k_prime``."""
    name = re.sub(r"\W", "_", variable.name.replace("'", "_prime"))
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


class _Printer(StrPrinter):
    """Python that makes the same term again."""

    printmethod = "_no_such_method"  # not the readable forms

    def _print_Symbol(self, term: Variable) -> str:
        return identifier(term)

    def _print_Rational(self, term: sympy.Rational) -> str:
        return str(term.p) if term.q == 1 else f"Rational({term.p}, {term.q})"

    def _print_BinaryEntropy(self, term: sympy.Basic) -> str:
        return self._call("H", term.args)

    def _print_Exp1(self, term: sympy.Basic) -> str:
        return "exp(1)"

    def _print_Indexed(self, term: sympy.Indexed) -> str:
        places = ", ".join(map(self.doprint, term.indices))
        return f"{identifier(term.base.label)}[{places}]"

    def _print_Lambda(self, term: sympy.Lambda) -> str:
        names = ", ".join(map(self.doprint, term.variables))
        return f"Lambda(({names},), {self.doprint(term.expr)})"

    def _call(self, name: str, args: Iterable[sympy.Basic]) -> str:
        return f"{name}({', '.join(map(self.doprint, args))})"

    def _print_Relation(self, term: sympy.Basic) -> str:
        return self._call(_RELATION[type(term).__name__], term.args)

    _print_Less = _print_LessEqual = _print_Equal = _print_Unequal = _print_Relation

    def _print_Formula(self, term: sympy.Basic) -> str:
        return self._call(type(term).__name__, term.args)

    _print_And = _print_Implies = _print_ForAll = _print_Exists = _print_Formula
    _print_Pr = _print_Mean = _print_Formula


def _declarations(writer: _Writer, body: str) -> Iterator[str]:
    used, families = set[Variable](), set(writer.families)
    for term in writer.seen:
        used |= term.atoms(Variable)
        used |= {v for v in bound_variables(term) if isinstance(v, Variable)}
        families |= {entry.base.label for entry in term.atoms(sympy.Indexed)}
    for v in sorted(used | families, key=lambda v: v.name):
        maker = "family" if v in families else "Variable"
        kind = ", random=True" if v.random else ", fixed=True" if v.fixed else ""
        if re.search(rf"\b{identifier(v)}\b", body):
            yield f"{identifier(v)} = {maker}({json.dumps(v.name)}, {v.sort.name}{kind})"


def _imports(code: str) -> str:
    words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r'"(\\.|[^"\\])*"', "", code)))
    words |= {"Theorem", "Proof", "proves"}
    parts: list[list[str]] = [["from __future__ import annotations"], [], []]
    for home, names in _HOMES:
        found = sorted(words & names, key=_rank)
        if found:
            row = f"from {home} import {', '.join(found)}"
            if len(row) > _WIDTH:
                row = f"from {home} import (\n    " + ",\n    ".join(found) + ",\n)"
            parts[1 if home == "sympy" else 2].append(row)
    return "\n\n".join("\n".join(part) for part in parts if part)


def _rank(name: str) -> tuple[bool, bool, str]:
    """Constants, then classes, then functions, as import sorters have it."""
    return not name.isupper(), not name[0].isupper(), name
