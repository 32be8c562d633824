"""Suppose, discharge, combine propositions, put terms for variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from skilltheory.replay.polynomials import (
    SAYS,
    ZERO,
    Poly,
    add,
    scale,
)
from skilltheory.replay.steps import Step, relations
from skilltheory.replay.terms import (
    SORTS,
    Term,
    is_term,
)

FLIP = {"<": "<=", "<=": "<", "=": "!=", "!=": "="}


def assume(s: Step) -> None:
    """What is supposed holds."""
    s.carries([s.goal])


def discharge(s: Step) -> None:
    """A hypothesis becomes the premise of an implication."""
    s.concludes(("implies", s.data["drop"], s.premises[0].conclusion))
    s.carries_all(s.data["drop"])


def modus_ponens(s: Step) -> None:
    """An implication and its premise."""
    implication, premise = s.premises
    s.need(implication.conclusion[0] == "implies", "no implication")
    s.need(s.same(implication.conclusion[1], premise.conclusion), "another premise")
    s.concludes(implication.conclusion[2])
    s.carries_all()


def conjoin(s: Step) -> None:
    """Several propositions in one."""
    flat = [
        x
        for p in s.premises
        for x in (p.conclusion[1:] if p.conclusion[0] == "and" else [p.conclusion])
    ]
    s.concludes(("and", *flat) if len(flat) > 1 else flat[0])
    s.carries_all()


def project(s: Step) -> None:
    """One part of a conjunction."""
    s.need(s.premises[0].conclusion[0] == "and", "no conjunction")
    s.concludes(s.premises[0].conclusion[1:][s.data["position"]])
    s.carries_all()


def membership(s: Step) -> None:
    """What a sort says of its members."""
    t = s.data["term"]
    s.need(t[0] in ("var", "entry"), "no variable")
    sort = SORTS[s.sorts[t[1]]]
    says: list[Term] = []
    if sort.lower is not None:
        says.append(("<" if sort.lower_open else "<=", ("num", sort.lower), t))
    if sort.upper is not None:
        says.append(("<" if sort.upper_open else "<=", t, ("num", sort.upper)))
    s.concludes(says[0] if len(says) == 1 else ("and", *says))


def instantiate(s: Step) -> None:
    """Terms put for variables, each in the sort of its variable."""
    terms = {name[1]: t for name, t in s.data["terms"]}
    theorem, *evidence = s.premises
    for name, t in terms.items():
        s.free(name)
        if t[0] == "lambda":
            for index in t[1].split(","):
                s.free(index)
                s.absent(index, [h for p in evidence for h in p.hypotheses])
                s.absent(index, s.hyps)
            s.member(t[2], name)
            for part in (theorem.conclusion, *theorem.hypotheses):
                for places in entries(part, name):
                    s.places(t[1].split(","), places)
        else:
            s.member(t, name)
    s.carries(s.put(h, terms) for h in theorem.hypotheses)
    s.carries(h for p in evidence for h in p.hypotheses)
    s.concludes(s.put(theorem.conclusion, terms))


def generalise(s: Step) -> None:
    """A variable on which nothing was supposed becomes universal."""
    name = s.data["variable"][1]
    s.free(name)
    s.absent(name, s.premises[0].hypotheses)
    s.concludes(("forall", name, s.premises[0].conclusion))
    s.carries_all()


def specialise(s: Step) -> None:
    """A universal proposition at a term of the right sort."""
    claim = s.premises[0].conclusion
    s.need(claim[0] == "forall", "not universal")
    s.member(s.data["term"], claim[1])
    s.concludes(s.put(claim[2], {claim[1]: s.data["term"]}))
    s.carries_all()


def exhibit(s: Step) -> None:
    """A term that shows existence."""
    claim = s.data["claim"]
    s.need(claim[0] == "exists", "not existential")
    s.member(s.data["term"], claim[1])
    here = s.put(claim[2], {claim[1]: s.data["term"]})
    s.need(s.same(here, s.premises[0].conclusion), "another instance")
    s.concludes(claim)
    s.carries_all()


def choose(s: Step) -> None:
    """Something that exists, named by a variable that occurs nowhere else."""
    existence, theorem = s.premises
    claim = existence.conclusion
    s.need(claim[0] == "exists", "not existential")
    rest = theorem.hypotheses - {claim[2]}
    s.absent(claim[1], [*rest, theorem.conclusion])
    s.concludes(theorem.conclusion)
    s.carries([*rest, *existence.hypotheses])


def cases(s: Step) -> None:
    """A relation or its negation."""
    split = s.data["split"]
    sides = (split[1], split[2]) if split[0] in ("=", "!=") else (split[2], split[1])
    other = (FLIP[split[0]], *sides)
    first, second = s.premises
    s.concludes(first.conclusion)
    s.concludes(second.conclusion)
    s.carries(first.hypotheses - {split})
    s.carries(second.hypotheses - {other})


def contradiction(s: Step) -> None:
    """From what is false, anything."""
    relation, *evidence = [p.conclusion for p in s.premises]
    alone = s.knowing(relations(evidence))
    gap: Poly = {}
    if relation[1] != relation[2]:
        gap = add(alone.poly(relation[2]), scale(alone.poly(relation[1]), -1))
    signs = ZERO if alone.is_zero(gap) else alone.sign(gap)
    s.need(not signs & SAYS[relation[0]], "not false")
    s.carries_all()


def entries(t: Any, label: str) -> list[tuple[Term, ...]]:
    """The indices at which a family occurs in a term."""
    if not is_term(t):
        return []
    own = [t[2:]] if t[0] == "entry" and t[1] == label else []
    return own + [found for x in t[1:] for found in entries(x, label)]


CHECKS: dict[str, Callable[[Step], None]] = {
    f.__name__: f
    for f in (
        assume,
        discharge,
        modus_ponens,
        conjoin,
        project,
        membership,
        instantiate,
        generalise,
        specialise,
        exhibit,
        choose,
        cases,
        contradiction,
    )
}
