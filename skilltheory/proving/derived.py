"""Steps that every proof uses, put together from the kernel's rules."""

from __future__ import annotations

from collections.abc import Iterable

import sympy

from skilltheory.functions import AtLeast
from skilltheory.kernel import (
    assume,
    cases,
    combine,
    conjoin,
    discharge,
    indicator,
    linear,
    mean_of,
    modus_ponens,
    project,
    share_of,
    specialise,
)
from skilltheory.kernel.formula import And, Formula, Implies, Mean, Pr, le, lt, within
from skilltheory.kernel.theorem import Theorem
from skilltheory.sorts import Variable

__all__ = ["all_of", "at", "given", "markov", "parts", "within_range"]


def given(theorem: Theorem, *facts: Theorem) -> Theorem:
    """Remove hypotheses that are themselves proved: ``G, A |- B`` and ``|- A`` give ``G |- B``."""
    for fact in facts:
        theorem = modus_ponens(discharge(theorem, fact.conclusion), fact)
    return theorem


def parts(theorem: Theorem) -> tuple[Theorem, ...]:
    """The parts of a conjunction, each as a theorem."""
    if not isinstance(theorem.conclusion, And):
        return (theorem,)
    return tuple(project(theorem, i) for i in range(len(theorem.conclusion.args)))


def all_of(proposition: Formula) -> tuple[Theorem, ...]:
    """Suppose a conjunction, and take it apart."""
    return parts(assume(proposition))


def at(universal: Theorem, term: sympy.Expr, using: Iterable[Theorem] = ()) -> Theorem:
    """``for every i in a range: A`` at one place; that it is in the range stays to be shown.

    The range becomes two hypotheses, ``low <= term`` and ``term <= high``.
    """
    there = specialise(universal, term, using)
    claim = there.conclusion
    if not isinstance(claim, Implies) or not isinstance(claim.args[0], And):
        return there
    return modus_ponens(there, conjoin(*map(assume, claim.args[0].args)))


def within_range(variable: Variable, low: sympy.Expr, high: sympy.Expr) -> tuple[Theorem, ...]:
    """Suppose ``low <= variable`` and ``variable <= high``."""
    return tuple(map(assume, within(variable, low, high).args))


def markov(level: sympy.Expr, nonnegative: Theorem) -> Theorem:
    """Markov's inequality: from ``|- 0 <= f``, ``|- z Pr[z <= f] <= E[f]``."""
    quantity = nonnegative.conclusion.rhs
    reached = AtLeast(quantity, level)
    claim = le(level * reached, quantity)
    above, below = le(level, quantity), lt(quantity, level)
    over = combine(claim, [(indicator(above), level), (assume(above), 1)])
    under = combine(claim, [(indicator(below), level), (nonnegative, 1)])
    averaged = mean_of(cases(above, over, under))
    return combine(
        le(level * Pr(above), Mean(quantity)),
        [(averaged, 1), (linear(Mean(level * reached)), -1), (share_of(reached), -level)],
    )
