"""Equality by exact algebra, sign by structure, and linear order reasoning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits

from skilltheory.errors import Refused
from skilltheory.kernel import spotcheck
from skilltheory.kernel.binding import built, free_variables, rebuilt
from skilltheory.kernel.formula import (
    Binder,
    Equal,
    Formula,
    Less,
    LessEqual,
    Mean,
    Pr,
    Relation,
    Unequal,
    as_term,
)
from skilltheory.kernel.polynomials import (
    Signs,
    plus,
    scaled,
)
from skilltheory.kernel.rules.logic import facts, hypotheses, require_relation
from skilltheory.kernel.signs import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    POSITIVE,
    SIGN_OF,
    ZERO,
    Algebra,
    even,
    product_sign,
    sum_sign,
)
from skilltheory.kernel.terms import opened
from skilltheory.kernel.theorem import Theorem, Verdict, rule

MONOTONE = {"exp": [sympy.exp], "log": [sympy.log], "sqrt": [sympy.Pow, sympy.Rational(1, 2)]}


@rule
def equality(claim: Equal, using: Iterable[Theorem] = ()) -> Verdict:
    """``|- a = b`` when the normal form of ``a - b`` is zero, given the facts used."""
    evidence = tuple(using)
    if not isinstance(claim, Equal):
        raise Refused("equality", f"{claim} is not an equation")
    known = facts(evidence)
    algebra = Algebra(known)
    gap = plus(algebra.poly(claim.lhs), scaled(algebra.poly(claim.rhs), -1))
    if not algebra.is_zero(gap):
        left = algebra.text(algebra.reduced(gap))
        raise Refused(
            "equality",
            f"{claim} is not an identity: the difference leaves {left}",
            spotcheck.counterexample(claim, known),
        )
    spotcheck.agree(claim, known)
    return Verdict(claim, hypotheses(evidence), evidence, {"claim": claim, **hints(algebra)})


@rule
def sign(claim: Relation, using: Iterable[Theorem] = ()) -> Verdict:
    """``|- a < b`` (or ``<=``, ``!=``) when the sign of ``b - a`` follows from its structure."""
    require_relation(claim, "sign")
    evidence = tuple(using)
    known = facts(evidence)
    algebra = Algebra(known)
    gap = algebra.gap(claim)
    signs = ZERO if algebra.is_zero(gap) else algebra.sign(gap) & written_sign(algebra, claim.gap)
    if not signs <= SIGN_OF[type(claim)]:
        raise Refused(
            "sign",
            f"the sign of {algebra.text(gap)} is not known to make {claim} true",
            spotcheck.counterexample(claim, known),
        )
    return Verdict(claim, hypotheses(evidence), evidence, {"claim": claim, **hints(algebra)})


def written_sign(algebra: Algebra, term: sympy.Expr) -> Signs:
    """The sign of a term as it is written: of a square, product or sum, before expanding."""
    if isinstance(term, sympy.Mul):
        return reduce(product_sign, (written_sign(algebra, factor) for factor in term.args))
    if isinstance(term, sympy.Pow) and isinstance(term.args[1], sympy.Integer) and term.args[1]:
        base = written_sign(algebra, term.args[0])
        return even(base) if term.args[1] % 2 == 0 else base
    if isinstance(term, sympy.Add):
        return sum_sign(written_sign(algebra, part) for part in term.args)
    return algebra.sign(algebra.poly(term))


@rule
def combine(
    claim: Relation,
    parts: Sequence[tuple[Theorem, sympy.Expr | int]],
    using: Iterable[Theorem] = (),
) -> Verdict:
    """Add multiples of known relations.

    From ``a_j <= b_j`` and multipliers ``m_j >= 0`` (any sign for an equation),
    with ``b - a = sum_j m_j (b_j - a_j) + r`` and the sign of ``r`` known to be
    non-negative: ``a <= b``; strict when ``r`` or one of the summands is.
    Transitivity, adding, and multiplying by something of known sign are cases.
    """
    require_relation(claim, "combine")
    evidence = tuple(using)
    algebra = Algebra(facts(evidence))
    rest = algebra.gap(claim)
    signs = []
    for theorem, multiplier in parts:
        relation = theorem.conclusion
        if not isinstance(relation, Equal | Less | LessEqual):
            raise Refused("combine", f"{relation} is not an equation or an inequality")
        weight = algebra.poly(as_term(multiplier))
        of_weight = algebra.sign(weight)
        if isinstance(relation, Equal):
            of_weight = ZERO
        elif not of_weight <= NONNEGATIVE:
            raise Refused("combine", f"the multiplier {multiplier} is not known non-negative")
        signs.append(product_sign(of_weight, SIGN_OF[type(relation)]))
        product = algebra.times(weight, algebra.gap(relation))
        rest = plus(rest, scaled(product, -1))
    signs.append(ZERO if algebra.is_zero(rest) else algebra.sign(rest))
    total = sum_sign(signs)
    if isinstance(claim, Unequal) and total == NEGATIVE:
        total = POSITIVE
    if not total <= SIGN_OF[type(claim)]:
        known = facts([t for t, _ in parts] + list(evidence))
        raise Refused(
            "combine",
            f"{claim} leaves {algebra.text(rest)}, whose sign does not settle it",
            spotcheck.counterexample(claim, known),
        )
    theorems = tuple(theorem for theorem, _ in parts)
    return Verdict(
        claim,
        hypotheses(theorems + evidence),
        theorems + evidence,
        {
            "claim": claim,
            "multipliers": [as_term(m) for _, m in parts],
            **hints(algebra),
        },
    )


@rule
def rewrite(equation: Theorem, theorem: Theorem, into: Formula | None = None) -> Verdict:
    """From ``G |- a = b`` and ``D |- A``: ``G, D |- A`` with every ``a`` replaced by ``b``.

    With ``into``: any proposition that agrees with ``A`` once every ``a`` in
    both is replaced, so that only some places need change.
    """
    claim = equation.conclusion
    if not isinstance(claim, Equal):
        raise Refused("rewrite", f"{claim} is not an equation")
    made = replaced(theorem.conclusion, claim.lhs, claim.rhs)
    if made == theorem.conclusion and into is None:
        raise Refused("rewrite", f"{claim.lhs} does not occur in {theorem.conclusion}")
    if into is not None:
        if replaced(into, claim.lhs, claim.rhs) != made:
            raise Refused("rewrite", f"{into} differs from {theorem.conclusion} elsewhere too")
        made = into
    both = (equation, theorem)
    return Verdict(made, hypotheses(both), both, {"claim": made})


def replaced(term: sympy.Basic, old: sympy.Expr, new: sympy.Expr) -> sympy.Basic:
    """Replace a term wherever it stands, but not where a binder catches its variables."""
    if term == old:
        return new
    used = free_variables([old, new])
    if not term.args or isinstance(term, sympy.Indexed):
        return term
    if isinstance(term, Binder):
        if term.variable in used:
            return term
        return term.func(term.variable, replaced(term.body, old, new))
    if isinstance(term, ExprWithLimits):
        body, index, *ends = opened(term)
        if index in used:
            return term
        inner = replaced(body, old, new)
        return rebuilt(term, [inner, (index, *(replaced(end, old, new) for end in ends))])
    if isinstance(term, Pr | Mean) and any(x.random for x in used):
        return term
    return rebuilt(term, [replaced(part, old, new) for part in term.args])


@rule
def monotone(function: str, theorem: Theorem, using: Iterable[Theorem] = ()) -> Verdict:
    """Apply ``exp``, ``log`` or ``sqrt`` to both sides.

    The smaller side must be known positive for ``log``, non-negative for ``sqrt``.
    """
    evidence, relation = tuple(using), theorem.conclusion
    if function not in MONOTONE:
        raise Refused("monotone", f"{function} is not one of {', '.join(MONOTONE)}")
    if not isinstance(relation, Equal | Less | LessEqual):
        raise Refused("monotone", f"{relation} is not an equation or an inequality")
    algebra = Algebra(facts(evidence))
    need = {"exp": ANY, "log": POSITIVE, "sqrt": NONNEGATIVE}[function]
    if need != ANY and not algebra.sign(algebra.poly(relation.lhs)) <= need:
        raise Refused("monotone", f"{relation.lhs} may lie outside the domain of {function}")
    made, *exponent = MONOTONE[function]
    return Verdict(
        type(relation)(*(built(made, [side, *exponent], algebra) for side in relation.args)),
        hypotheses((theorem, *evidence)),
        (theorem, *evidence),
        {"function": function, **hints(algebra)},
    )


def hints(algebra: Algebra) -> dict[str, object]:
    """The factorisations found, so that a replayer need not search."""
    found = [
        (algebra.term(dict(whole)), [(algebra.term(f), n) for f, n in parts])
        for whole, parts in algebra.factors.items()
        if len(parts) > 1 or parts[0][1] > 1
    ]
    return {"factors": found} if found else {}
