"""Terms and propositions of certificates: nested tuples, and what binds what."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

__all__ = [
    "SORTS",
    "Reader",
    "Rejected",
    "Sort",
    "bound_in",
    "is_integer",
    "rename",
    "shape",
    "substitute",
]

Term = tuple[Any, ...]
BINDERS = ("sum", "prod", "forall", "exists")


class Rejected(Exception):
    """A certificate that does not prove what it says."""


class Sort(NamedTuple):
    """An interval of the reals or of the integers."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False
    integer: bool = False


_0, _1 = Fraction(0), Fraction(1)
SORTS = {
    "Real": Sort(),
    "Positive": Sort(_0, None, True),
    "NonNegative": Sort(_0),
    "GreaterThanOne": Sort(_1, None, True),
    "Probability": Sort(_0, _1),
    "OpenUnit": Sort(_0, _1, True, True),
    "Integers": Sort(integer=True),
    "Natural": Sort(_0, integer=True),
    "Count": Sort(_1, integer=True),
}


FORMULAS = {"<": "tt", "<=": "tt", "=": "tt", "!=": "tt", "and": "f+", "implies": "ff"}
FORMULAS |= {"forall": "bf", "exists": "bf"}
TERMS = {"var": "n", "entry": "nt+", "add": "t+", "mul": "t+", "pow": "tt", "exp": "t", "log": "t"}
TERMS |= {"sum": "bttt", "prod": "bttt", "pr": "f", "mean": "t"}
CALLS = {"BinaryEntropy": "t", "Phi": "t", "Abs": "t", "LambertW": "t", "KL": "tt", "AtLeast": "tt"}
CALLS |= {"binomial": "tt", "BinomialTail": "ttt", "Max": "t+", "Min": "t+"}
"""What rows are made of: terms t, formulas f, names n, bound names b; + for one or more."""


class Reader:
    """Reads the terms of a certificate, and refuses rows that are not of the language.

    A name is read together with its sort and its role, ``x Positive free``, so
    that formulas of two certificates are equal only if their variables are.
    """

    def __init__(self, variables: dict[str, list[str]]) -> None:
        self.names: dict[str, str] = {}
        self.sorts: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.families: dict[str, bool] = {}
        for name, (sort, role) in variables.items():
            if sort not in SORTS or not name[:1].isalpha() or " " in name or "," in name:
                raise Rejected("a variable of an unknown sort, or with a name that is not its own")
            if role not in ("free", "fixed", "random"):
                raise Rejected("a variable with an unknown role")
            typed = self.names[name] = f"{name} {sort} {role}"
            self.sorts[typed], self.roles[typed] = sort, role

    def name(self, name: str, bound: bool = False) -> str:
        """A declared name; one that is bound ranges over its sort."""
        typed = self.names[name]
        if bound and self.roles[typed] != "free":
            raise Rejected(f"{name} is fixed: nothing binds it")
        return typed

    def read(self, rows: list[list[Any]]) -> list[Term]:
        """The terms; a row may only refer to rows before it."""
        out: list[Term] = []
        for row in rows:
            kind, *args = row
            if kind == "num":
                out.append(("num", Fraction(args[0])))
            elif kind == "lambda":
                names = [self.name(x, bound=True) for x in args[0]]
                out.append(("lambda", ",".join(names), *self._parts("t", args[1:], out)))
            elif kind == "call":
                out.append(("call", args[0], *self._parts(CALLS[args[0]], args[1:], out)))
            else:
                shape = FORMULAS.get(kind) or TERMS[kind]
                out.append((kind, *self._parts(shape, args, out)))
                if kind in ("var", "entry"):
                    used = self.families.setdefault(args[0], kind == "entry")
                    if used != (kind == "entry"):
                        raise Rejected(f"{args[0]} names both a variable and a family")
        return out

    def _parts(self, shape: str, args: list[Any], out: list[Term]) -> list[Any]:
        if shape[-1] == "+":
            shape = shape[:-1] + shape[-2] * (len(args) - len(shape) + 1)
        if len(shape) != len(args):
            raise Rejected("a row with too many parts, or too few")
        return [self._part(part, arg, out) for part, arg in zip(shape, args, strict=True)]

    def _part(self, part: str, arg: Any, out: list[Term]) -> Any:
        if part in "nb":
            return self.name(arg, bound=part == "b")
        if type(arg) is not int or not 0 <= arg < len(out):
            raise Rejected("a term refers to a later one")
        if (out[arg][0] in FORMULAS) != (part == "f") or out[arg][0] == "lambda":
            raise Rejected("a formula where a term belongs, or a term where a formula does")
        return out[arg]


def is_term(x: Any) -> bool:
    return isinstance(x, tuple)


def shape(t: Any) -> Any:
    """A term up to the order of sums and products."""
    if not is_term(t):
        return t
    parts = [shape(x) for x in t[1:]]
    if t[0] in ("add", "mul"):
        flat = [y for x in parts for y in (x[1:] if is_term(x) and x[0] == t[0] else (x,))]
        return (t[0], *sorted(flat, key=repr))
    return (t[0], *parts)


def sums_in(t: Term) -> int:
    """How many sums and products occur in a term."""
    return (t[0] in ("sum", "prod")) + sum(sums_in(x) for x in t[1:] if is_term(x))


def bound_in(t: Term) -> set[str]:
    """The free names of a term (the labels of families among them)."""
    kind = t[0]
    names = {t[1]} if kind in ("var", "entry") else set()
    inner = set().union(*(bound_in(x) for x in t[1:] if is_term(x))) if len(t) > 1 else set()
    if kind in BINDERS:
        body = t[2]
        outer = set().union(*(bound_in(x) for x in t[3:] if is_term(x)))
        return (bound_in(body) - {t[1]}) | outer
    if kind == "lambda":
        return inner - set(t[1].split(","))
    return names | inner


def rename(t: Term, old: str, new: str) -> Term:
    """Another name for a free variable."""
    return substitute(t, {old: ("var", new)})


def substitute(t: Term, terms: dict[str, Term]) -> Term:
    """Replace free names, simultaneously; refuse capture."""
    kind = t[0]
    if kind == "var":
        return terms.get(t[1], t)
    if kind == "num":
        return t
    if kind == "entry":
        indices = [substitute(x, terms) for x in t[2:]]
        member = terms.get(t[1])
        if member is None:
            return ("entry", t[1], *indices)
        if member[0] == "var":
            return ("entry", member[1], *indices)
        names = member[1].split(",") if member[0] == "lambda" else []
        if len(names) != len(indices):
            raise Rejected("a family needs a function of its indices")
        return substitute(member[2], dict(zip(names, indices, strict=True)))
    if kind in BINDERS:
        inner = {x: s for x, s in terms.items() if x != t[1] and x in bound_in(t[2])}
        if any(t[1] in bound_in(s) for s in inner.values()):
            raise Rejected(f"a substitution would capture {t[1]}")
        rest = [substitute(x, terms) for x in t[3:]]
        return (kind, t[1], substitute(t[2], inner), *rest)
    return (kind, *(substitute(x, terms) if is_term(x) else x for x in t[1:]))


def is_integer(t: Term, sorts: dict[str, str]) -> bool:
    """Whether a term is an integer by its form."""
    kind, *args = t
    if kind == "num":
        return bool(args[0].denominator == 1)
    if kind in ("var", "entry"):
        return SORTS[sorts[args[0]]].integer
    if kind in ("add", "mul"):
        return all(is_integer(x, sorts) for x in args)
    if kind == "pow":
        return all(is_integer(x, sorts) for x in args) and natural(args[1], sorts)
    if kind == "call":
        return args[0] == "binomial" and all(is_integer(x, sorts) for x in args[1:])
    return False


def natural(t: Term, sorts: dict[str, str]) -> bool:
    if t[0] == "num":
        return bool(t[1] >= 0)
    low = SORTS[sorts[t[1]]].lower if t[0] in ("var", "entry") else None
    return low is not None and low >= 0
