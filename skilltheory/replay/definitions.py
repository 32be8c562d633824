"""The functions that a formula defines, and the terms they stand for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from skilltheory.replay.terms import Term

__all__ = ["DEFINITIONS", "minus", "over"]


def minus(t: Term) -> Term:
    """The negative of a term."""
    return ("mul", ("num", Fraction(-1)), t)


def over(a: Term, b: Term) -> Term:
    """A quotient of terms."""
    return ("mul", a, ("pow", b, ("num", Fraction(-1))))


def _h(p: Term) -> Term:
    q = ("add", ("num", Fraction(1)), minus(p))
    return ("add", minus(("mul", p, ("log", p))), minus(("mul", q, ("log", q))))


def _kl(q: Term, p: Term) -> Term:
    one = ("num", Fraction(1))
    qq, pp = ("add", one, minus(q)), ("add", one, minus(p))
    return ("add", ("mul", q, ("log", over(q, p))), ("mul", qq, ("log", over(qq, pp))))


def _phi(u: Term) -> Term:
    return ("add", ("mul", u, ("log", u)), minus(u), ("num", Fraction(1)))


DEFINITIONS: dict[str, Callable[..., Term]] = {"BinaryEntropy": _h, "KL": _kl, "Phi": _phi}
