"""Logic: suppose, discharge, combine propositions, put terms for variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy

from skilltheory.errors import Refused
from skilltheory.kernel.binding import free_variables, substitute
from skilltheory.kernel.formula import (
    And,
    Exists,
    ForAll,
    Formula,
    Implies,
    Relation,
    as_formula,
    le,
    lt,
    negation,
)
from skilltheory.kernel.polynomials import (
    const,
    plus,
    scaled,
)
from skilltheory.kernel.signs import NONNEGATIVE, POSITIVE, SIGN_OF, ZERO, Algebra
from skilltheory.kernel.terms import integer_term
from skilltheory.kernel.theorem import Theorem, Verdict, rule
from skilltheory.sorts import Sort, Variable


def facts(theorems: Iterable[Theorem]) -> list[Relation]:
    """The relations that some theorems state, conjunctions taken apart."""
    found: list[Relation] = []
    for theorem in theorems:
        conclusion = theorem.conclusion
        parts = conclusion.args if isinstance(conclusion, And) else (conclusion,)
        found += [part for part in parts if isinstance(part, Relation)]
    return found


def hypotheses(theorems: Iterable[Theorem]) -> frozenset[Formula]:
    """Everything that some theorems suppose."""
    return frozenset[Formula]().union(*(theorem.hypotheses for theorem in theorems))


def require_member(term: sympy.Basic, sort: Sort, algebra: Algebra, name: str) -> None:
    """Refuse a term that is not known to be defined and to lie in a sort."""
    if isinstance(term, Variable) and term.sort == sort:
        return
    if sort.integer and not integer_term(term):
        raise Refused(name, f"{term} is not known to be an integer, and {sort} asks for one")
    value = algebra.poly(term)  # refuses what may be undefined
    ends = [(sort.lower, sort.lower_open, 1), (sort.upper, sort.upper_open, -1)]
    for end, is_open, side in ends:
        if end is not None:
            gap = scaled(plus(value, const(-end)), side)
            if not algebra.sign(gap) <= (POSITIVE if is_open else NONNEGATIVE):
                raise Refused(
                    name,
                    f"{term} is not known to be {sort.meaning}: it was to be put for a variable "
                    f"of sort {sort}",
                )


def require_relation(proposition: Formula, name: str) -> None:
    """Refuse what does not compare two terms."""
    if not isinstance(proposition, Relation):
        raise Refused(name, f"{proposition} is not a relation between two terms")


def require_variable(variable: Variable, name: str) -> None:
    """Refuse to range over what names one fixed number or family."""
    if not isinstance(variable, Variable):
        raise Refused(name, f"{variable} is not a typed variable")
    if variable.fixed:
        raise Refused(name, f"{variable} is fixed: it does not range over {variable.sort}")


def require_name(identifier: str, name: str) -> None:
    """Refuse an id that nobody could look up."""
    if type(identifier) is not str:
        raise Refused(name, f"the id {identifier!r} is not a text")


@rule
def assume(proposition: Formula) -> Verdict:
    """``A |- A``."""
    made = as_formula(proposition)
    return Verdict(made, frozenset({made}))


@rule
def axiom(identifier: str, proposition: Formula) -> Verdict:
    """``|- A``, resting on the named assumption, law or textbook fact."""
    require_name(identifier, "axiom")
    made = as_formula(proposition)
    return Verdict(made, data={"id": identifier}, axioms={identifier: made})


@rule
def cite(identifier: str, theorem: Theorem) -> Verdict:
    """The same theorem under the id of a statement, so that a proof remembers what it used."""
    require_name(identifier, "cite")
    return Verdict(
        theorem.conclusion,
        theorem.hypotheses,
        (theorem,),
        {"id": identifier},
        lemmas=frozenset({identifier}),
    )


@rule
def discharge(theorem: Theorem, proposition: Formula) -> Verdict:
    """From ``G, A |- B``: ``G |- A implies B``."""
    made = as_formula(proposition)
    return Verdict(
        Implies(made, theorem.conclusion), theorem.hypotheses - {made}, (theorem,), {"drop": made}
    )


@rule
def modus_ponens(implication: Theorem, premise: Theorem) -> Verdict:
    """From ``G |- A implies B`` and ``D |- A``: ``G, D |- B``."""
    claim = implication.conclusion
    if not isinstance(claim, Implies):
        raise Refused("modus_ponens", f"{claim} is not an implication")
    if claim.args[0] != premise.conclusion:
        raise Refused("modus_ponens", f"{premise.conclusion} is not the premise {claim.args[0]}")
    both = (implication, premise)
    return Verdict(claim.args[1], hypotheses(both), both)


@rule
def conjoin(*theorems: Theorem) -> Verdict:
    """From ``G |- A`` and ``D |- B``: ``G, D |- A and B``."""
    return Verdict(And(*(t.conclusion for t in theorems)), hypotheses(theorems), theorems)


@rule
def project(theorem: Theorem, position: int) -> Verdict:
    """From ``G |- A and B``: ``G |- A`` (position 0), ``G |- B`` (position 1), ..."""
    parts = theorem.conclusion.args if isinstance(theorem.conclusion, And) else ()
    if not 0 <= position < len(parts):
        raise Refused("project", f"{theorem.conclusion} has no part number {position}")
    return Verdict(parts[position], theorem.hypotheses, (theorem,), {"position": position})


@rule
def membership(term: sympy.Expr) -> Verdict:
    """What the sort of a variable, or of a member of a family, says about it."""
    label = term.base.label if isinstance(term, sympy.Indexed) else term
    if not isinstance(label, Variable):
        raise Refused("membership", f"{term} is neither a variable nor a member of a family")
    sort = label.sort
    says: list[Formula] = []
    if sort.lower is not None:
        says.append((lt if sort.lower_open else le)(sympy.Rational(sort.lower), term))
    if sort.upper is not None:
        says.append((lt if sort.upper_open else le)(term, sympy.Rational(sort.upper)))
    if not says:
        raise Refused("membership", f"the sort {sort} of {term} has no ends")
    return Verdict(And(*says), data={"term": term})


@rule
def instantiate(
    theorem: Theorem, terms: Mapping[Variable, sympy.Basic], using: Iterable[Theorem] = ()
) -> Verdict:
    """From ``G |- A``: ``G[t/x] |- A[t/x]``, where each ``t`` is known to lie in the sort of ``x``.

    A family is instantiated through its label, by a ``sympy.Lambda`` whose
    values lie in the family's sort for all indices in the sorts of its
    variables; wherever the family occurs, its indices must lie in these.
    """
    evidence = tuple(using)
    algebra = Algebra(facts(evidence))
    sequent = [theorem.conclusion, *theorem.hypotheses]
    entries = set[sympy.Indexed]().union(*(part.atoms(sympy.Indexed) for part in sequent))
    for variable, term in terms.items():
        require_variable(variable, "instantiate")
        indices = [entry.indices for entry in entries if entry.base.label == variable]
        if isinstance(term, sympy.Lambda):
            for index in term.variables:
                require_variable(index, "instantiate")
            if free_variables(hypotheses(evidence)) & set(term.variables):
                raise Refused("instantiate", f"a fact restricts an index of {term}")
            require_member(term.expr, variable.sort, algebra, "instantiate")
            for places in indices:  # a place may be bound, so no fact is of use
                for index, place in zip(term.variables, places, strict=True):
                    require_member(place, index.sort, Algebra(), "instantiate")
        elif indices:
            raise Refused("instantiate", f"{variable} names a family: put a Lambda for it")
        else:
            require_member(term, variable.sort, algebra, "instantiate")
    supposed = {substitute(h, terms) for h in theorem.hypotheses}
    return Verdict(
        substitute(theorem.conclusion, terms),
        frozenset(supposed) | hypotheses(evidence),
        (theorem, *evidence),
        {"terms": dict(terms)},
    )


@rule
def generalise(theorem: Theorem, variable: Variable) -> Verdict:
    """From ``G |- A``, with ``x`` not free in ``G``: ``G |- for all x: A``."""
    require_variable(variable, "generalise")
    if variable in free_variables(theorem.hypotheses):
        raise Refused("generalise", f"{variable} occurs in a hypothesis")
    return Verdict(
        ForAll(variable, theorem.conclusion), theorem.hypotheses, (theorem,), {"variable": variable}
    )


@rule
def specialise(theorem: Theorem, term: sympy.Expr, using: Iterable[Theorem] = ()) -> Verdict:
    """From ``G |- for all x: A``: ``G |- A[t/x]``, where ``t`` lies in the sort of ``x``."""
    claim, evidence = theorem.conclusion, tuple(using)
    if not isinstance(claim, ForAll):
        raise Refused("specialise", f"{claim} is not universal")
    require_member(term, claim.variable.sort, Algebra(facts(evidence)), "specialise")
    return Verdict(
        substitute(claim.body, {claim.variable: term}),
        hypotheses((theorem, *evidence)),
        (theorem, *evidence),
        {"term": term},
    )


@rule
def exhibit(
    theorem: Theorem, claim: Exists, term: sympy.Expr, using: Iterable[Theorem] = ()
) -> Verdict:
    """From ``G |- A[t/x]``: ``G |- there is x: A``, where ``t`` lies in the sort of ``x``."""
    evidence = tuple(using)
    if not isinstance(claim, Exists):
        raise Refused("exhibit", f"{claim} is not existential")
    require_member(term, claim.variable.sort, Algebra(facts(evidence)), "exhibit")
    if substitute(claim.body, {claim.variable: term}) != theorem.conclusion:
        raise Refused("exhibit", f"{theorem.conclusion} is not {claim.body} at {term}")
    return Verdict(
        claim,
        hypotheses((theorem, *evidence)),
        (theorem, *evidence),
        {"claim": claim, "term": term},
    )


@rule
def choose(existence: Theorem, theorem: Theorem) -> Verdict:
    """From ``G |- there is x: A`` and ``D, A |- B``, ``x`` not free in ``D, B``: ``G, D |- B``."""
    claim = existence.conclusion
    if not isinstance(claim, Exists):
        raise Refused("choose", f"{claim} is not existential")
    rest = theorem.hypotheses - {claim.body}
    if claim.variable in free_variables([*rest, theorem.conclusion]):
        raise Refused("choose", f"{claim.variable} occurs outside {claim.body}")
    return Verdict(theorem.conclusion, rest | existence.hypotheses, (existence, theorem))


@rule
def cases(split: Relation, first: Theorem, second: Theorem) -> Verdict:
    """From ``G, R |- A`` and ``D, not R |- A``: ``G, D |- A``. The order of the reals is total."""
    require_relation(split, "cases")
    other = negation(split)
    if first.conclusion != second.conclusion:
        raise Refused("cases", f"{first.conclusion} and {second.conclusion} differ")
    return Verdict(
        first.conclusion,
        (first.hypotheses - {split}) | (second.hypotheses - {other}),
        (first, second),
        {"split": split},
    )


@rule
def contradiction(theorem: Theorem, claim: Formula, using: Iterable[Theorem] = ()) -> Verdict:
    """From ``G |- R``, where ``R`` contradicts the facts: ``G |- A`` for any ``A``."""
    relation, evidence = theorem.conclusion, tuple(using)
    require_relation(relation, "contradiction")
    algebra = Algebra(facts(evidence))
    gap = algebra.gap(relation)
    signs = ZERO if algebra.is_zero(gap) else algebra.sign(gap)
    if signs & SIGN_OF[type(relation)]:
        raise Refused("contradiction", f"{relation} is not known to be false")
    return Verdict(
        as_formula(claim), hypotheses((theorem, *evidence)), (theorem, *evidence), {"claim": claim}
    )
