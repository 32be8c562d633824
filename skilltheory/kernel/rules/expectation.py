"""Means of random quantities: monotone, linear, and the mean of an indicator.

Chance is finite here: a member of a random family takes finitely many values,
so every term that is built from such members does, and its mean is a finite
sum of values times probabilities.  Every mean exists, and no rule asks for
integrability.  Markov's inequality is not a rule: it follows from these
(:func:`skilltheory.proving.derived.markov`).
"""

from __future__ import annotations

import sympy

from skilltheory.errors import Refused
from skilltheory.functions import AtLeast
from skilltheory.kernel.binding import free_variables, kept
from skilltheory.kernel.formula import Equal, Less, LessEqual, Mean, Pr, eq
from skilltheory.kernel.terms import opened
from skilltheory.kernel.theorem import Theorem, Verdict, rule


@rule
def mean_of(theorem: Theorem) -> Verdict:
    """From ``G |- f <= g``: ``G |- E[f] <= E[g]``, when ``G`` says nothing about chance.

    The same for ``<`` and ``=``.
    """
    relation = theorem.conclusion
    if not isinstance(relation, Equal | Less | LessEqual):
        raise Refused("mean_of", f"{relation} is not an equation or an inequality")
    random = {str(x) for x in free_variables(theorem.hypotheses) if x.random}
    if random:
        raise Refused("mean_of", f"a hypothesis speaks about the random {sorted(random)}")
    means = Mean(relation.lhs), Mean(relation.rhs)
    return Verdict(type(relation)(*means), theorem.hypotheses, (theorem,))


@rule
def linear(mean: sympy.Expr) -> Verdict:
    """``|- E[a f + b g + c] = a E[f] + b E[g] + c`` for ``a``, ``b``, ``c`` that are not random.

    Sums over a range with ends that are not random are taken out too.
    """
    if not isinstance(mean, Mean):
        raise Refused("linear", f"{mean} is not a mean")
    return Verdict(eq(mean, kept(_spread(mean.term), mean.term)), data={"term": mean})


def _is_random(term: sympy.Basic) -> bool:
    return any(x.random for x in free_variables([term]))


def _spread(term: sympy.Expr) -> sympy.Expr:
    """The mean of a term, in means of its parts."""
    if not _is_random(term):
        return term
    if isinstance(term, sympy.Add):
        return sympy.Add(*map(_spread, term.args))
    if isinstance(term, sympy.Mul):
        steady = [factor for factor in term.args if not _is_random(factor)]
        varying = [factor for factor in term.args if _is_random(factor)]
        if len(varying) == 1:
            return sympy.Mul(*steady, _spread(varying[0]))
        return sympy.Mul(*steady, Mean(sympy.Mul(*varying)))
    if isinstance(term, sympy.Sum):
        body, index, low, high = opened(term)
        if not (_is_random(low) or _is_random(high)):
            return sympy.Sum(_spread(body), (index, low, high))
    return Mean(term)


@rule
def share_of(indicator: sympy.Expr) -> Verdict:
    """``|- E[[a >= b]] = Pr[b <= a]``: the mean of an indicator is a probability."""
    if not isinstance(indicator, AtLeast):
        raise Refused("share_of", f"{indicator} is not an indicator")
    first, second = indicator.args
    event = LessEqual(second, first)
    return Verdict(eq(Mean(indicator), Pr(event)), data={"term": indicator})
