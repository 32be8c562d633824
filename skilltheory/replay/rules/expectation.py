"""Means of random quantities."""

from __future__ import annotations

from collections.abc import Callable

from skilltheory.replay.steps import Step
from skilltheory.replay.terms import Term


def mean_of(s: Step) -> None:
    """A relation between means, from one that holds in every outcome."""
    (theorem,) = s.premises
    relation = theorem.conclusion
    s.need(relation[0] in ("<", "<=", "="), "no inequality")
    s.need(not any(map(s.random_in, theorem.hypotheses)), "a hypothesis about what is random")
    s.concludes((relation[0], ("mean", relation[1]), ("mean", relation[2])))
    s.carries(theorem.hypotheses)


def linear(s: Step) -> None:
    """What is not random comes out of a mean; sums are taken part by part."""
    t = s.data["term"]
    s.need(t[0] == "mean", "no mean")
    s.concludes(("=", t, spread(s, t[1])))


def spread(s: Step, t: Term) -> Term:
    """The mean of a term, in means of its parts."""
    if not s.random_in(t):
        return t
    if t[0] == "add":
        return ("add", *(spread(s, x) for x in t[1:]))
    if t[0] == "mul":
        steady = [x for x in t[1:] if not s.random_in(x)]
        varying = [x for x in t[1:] if s.random_in(x)]
        whole = spread(s, varying[0]) if len(varying) == 1 else ("mean", ("mul", *varying))
        return ("mul", *steady, whole)
    if t[0] == "sum" and not (s.random_in(t[3]) or s.random_in(t[4])):
        return ("sum", t[1], spread(s, t[2]), *t[3:])
    return ("mean", t)


def share_of(s: Step) -> None:
    """The mean of an indicator is the probability of its condition."""
    t = s.data["term"]
    s.need(t[:2] == ("call", "AtLeast"), "no indicator")
    s.concludes(("=", ("mean", t), ("pr", ("<=", t[3], t[2]))))


CHECKS: dict[str, Callable[[Step], None]] = {f.__name__: f for f in (mean_of, linear, share_of)}
