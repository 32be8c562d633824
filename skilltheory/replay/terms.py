"""Terms and propositions of certificates: nested tuples, and what binds what."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

__all__ = [
    "SORTS",
    "Rejected",
    "Sort",
    "bound_in",
    "is_integer",
    "read",
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


def read(rows: list[list[Any]]) -> list[Term]:
    """The terms of a certificate; a row may only refer to rows before it."""
    out: list[Term] = []
    for row in rows:
        kind, *args = row
        if kind == "num":
            out.append(("num", Fraction(args[0])))
            continue
        parts: list[Any] = []
        for arg in args:
            if isinstance(arg, int):
                if not 0 <= arg < len(out):
                    raise Rejected("a term refers to a later one")
                parts.append(out[arg])
            else:
                parts.append(",".join(arg) if isinstance(arg, list) else arg)
        out.append((kind, *parts))
    return out


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
