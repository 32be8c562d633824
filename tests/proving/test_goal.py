"""Goals: steps, refusals that change nothing, branches, and the theorem at the end."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
import sympy
from sympy import Abs, E, Rational, Sum, exp, log, sqrt

from skilltheory.errors import NumberFormatError, Refused, SkillTheoryError, UnknownName
from skilltheory.functions import KL, H
from skilltheory.kernel import Theorem, assume, monotone, sign, sum_of
from skilltheory.kernel.formula import And, Formula, eq, le, lt, ne
from skilltheory.proving.goal import Goal
from skilltheory.sorts import (
    Count,
    GreaterThanOne,
    Natural,
    NonNegative,
    OpenUnit,
    Positive,
    Real,
    Variable,
    family,
    variables,
)
from skilltheory.theory import statement
from skilltheory.theory.skillgraph import alpha, beta
from tests.clock import soon

x, y, u, t = variables("x y u t", Positive)
v, w, z = variables("v w z", Real)
p, q = variables("p q", OpenUnit)
n, i = variables("n i", Count)
theta = Variable("theta", OpenUnit)
CLAIM = le(log(x), x - 1)


def test_begins_with_what_is_supposed() -> None:
    goal = Goal(CLAIM, suppose=[x < y, And(le(1, y), le(y, 2))])
    assert goal.claim == goal.target == CLAIM
    assert goal.suppose == (lt(x, y), And(le(1, y), le(y, 2)))
    said = [k.conclusion for k in goal.known]
    assert said == [lt(x, y), And(le(1, y), le(y, 2)), le(1, y), le(y, 2)]
    assert goal[1].hypotheses == {lt(x, y)}


def test_ends_in_a_theorem_of_the_kernel() -> None:
    goal = Goal(CLAIM).minimum(x - 1 - log(x), x, 1).by_combining()
    assert isinstance(goal.theorem, Theorem)
    assert goal.theorem.conclusion == CLAIM
    assert goal.theorem.hypotheses == goal.theorem.axioms == frozenset()
    assert goal.target is None


def test_a_statement_of_the_theory_can_be_tried() -> None:
    goal = Goal(statement("emergence.phi-bound"))
    done = (
        goal.use("information.kl-by-phi", q=alpha * beta, p=alpha)
        .use("information.phi", u=(1 - alpha * beta) / (1 - alpha))
        .by_combining()
    )
    assert done.theorem.conclusion == statement("emergence.phi-bound").conclusion
    assert done.theorem.hypotheses == frozenset(statement("emergence.phi-bound").hypotheses)
    assert "information.phi" in done.theorem.lemmas


# -- what is refused changes nothing -----------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "suppose", "point"),
    [
        (le(log(x), x - Rational(101, 100)), [], {"x": "1"}),
        (lt(log(x), x - 1), [], {"x": "1"}),
        (le(x, y), [], {"x": "2", "y": "1"}),
        (le(x, 2 * y), [le(x, y + 1)], {"x": "3/2", "y": "1/2"}),
        (And(le(0, x), le(x, 1)), [], {"x": "2"}),
        (eq(sqrt(x**2 + y**2), x + y), [], {"x": "1", "y": "1"}),
    ],
)
def test_a_false_claim_is_refused_with_a_point(
    claim: Formula, suppose: list[Formula], point: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="does not hold") as refused:
        Goal(claim, suppose)
    found = refused.value.counterexample
    assert found is not None
    if len(point) == 1:
        assert found == point
    values = {v: sympy.Rational(found[v.name]) for v in (x, y) if v.name in found}
    for part in suppose:  # the point is where it says it is
        assert part.gap.subs(values) >= 0
    parts = claim.args if isinstance(claim, And) else (claim,)
    gaps = [sympy.N(part.gap.subs(values), 30) for part in parts]
    assert any(
        gap < 0
        or (isinstance(c, type(lt(0, 1))) and gap == 0)
        or (isinstance(c, type(eq(0, 1))) and gap != 0)
        for c, gap in zip(parts, gaps, strict=True)
    )


def test_a_claim_false_in_a_corner_only_is_found() -> None:
    """x^x >= 0.6923 fails between 0.3653 and 0.3704 only."""
    with pytest.raises(Refused) as refused:
        Goal(le(Rational(6923, 10000), x**x))
    at = sympy.Rational((refused.value.counterexample or {})["x"])
    assert sympy.N(at**at, 30) < sympy.Rational(6923, 10000)


STEPS: list[tuple[str, Any, str]] = [
    ("a false fact", lambda g: g.have(le(log(x), x - 2)), "does not hold; false at x = 1"),
    ("a fact that does not show", lambda g: g.have(le(log(x), 2 * x)), "could not be shown"),
    ("the wrong way", lambda g: g.by_sign(), "the sign of"),
    ("nothing to combine", lambda g: g.by_combining([]), "nothing is known yet"),
    ("a concave tangent", lambda g: g.tangent(log(x), x, 1), "the second derivative of log"),
    ("another minimum", lambda g: g.minimum(x - 1 - log(x), x, 2), "times the derivative of"),
    ("falling", lambda g: g.increasing(1 / x, x, (1, 2)), "the derivative of 1/x in x, -1/x"),
    ("ends in no order", lambda g: g.increasing(x, x, (y, u)), "needs y < u, which is not known"),
    ("outside the sort", lambda g: g.use("information.phi", u=-x), "not known to be a number"),
    ("a missing hypothesis", lambda g: g.use("emergence.chernoff"), "needs p <= q"),
    ("no such line", lambda g: g.by_combining([7]), "there is no line (7); there are 0"),
    ("a part of nothing", lambda g: g.split(), "is not a conjunction"),
    ("induction on a real", lambda g: g.induction(x), "has no first integer"),
    ("a rule that refuses", lambda g: g.apply(monotone, "tan", assume(CLAIM)), "is not one of"),
    ("a fact under a wish", lambda g: g.apply(assume, lt(x, 1)), "needs x < 1"),
    ("nothing to undo", lambda g: g.undo(), "where the proof began"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "reason"), [pytest.param(s, r, id=d) for d, s, r in STEPS])
def test_a_refused_step_says_why_and_changes_nothing(step: Any, reason: str) -> None:
    goal = Goal(CLAIM)
    shown = repr(goal)
    with pytest.raises(Refused) as refused:
        step(goal)
    assert reason in str(refused.value)
    assert repr(goal) == shown
    assert goal.known == ()
    assert goal.minimum(x - 1 - log(x), x, 1).by_combining().theorem.conclusion == CLAIM


@pytest.mark.parametrize(
    "step",
    [
        lambda g: g.use("information.phy"),
        lambda g: g.use("information.phi", w=1),
        lambda g: g.use("information.phi", {Variable("u", Count): n}),
        lambda g: g.apply("wish"),
        lambda g: g.apply(print),
        lambda g: g.have(CLAIM, by="magic"),
    ],
)
def test_an_unknown_name_is_named(step: Any) -> None:
    with pytest.raises(UnknownName):
        step(Goal(CLAIM))


def test_a_fact_from_elsewhere_brings_its_hypotheses() -> None:
    borrowed = sign(lt(0, y - x), [assume(lt(x, y))])
    goal = Goal(CLAIM)
    with pytest.raises(Refused, match="needs x < y, which is not known here"):
        goal.use(borrowed)
    assert Goal(CLAIM, suppose=[x < y]).use(borrowed)[2].hypotheses == {lt(x, y)}


def test_a_long_claim_is_refused_in_time() -> None:
    """Nothing here may hang: searches and factorisations are for terms of moderate size."""
    many = variables(" ".join(f"a{i}" for i in range(12)), Positive)
    square = sum(many) ** 6
    with soon(30):
        goal = Goal(lt(sum(many), square + sum(many) + 1), suppose=[le(many[0], many[1])])
        for step in (
            lambda: goal.by_combining(),
            lambda: goal.tangent(log(square + 1) / square, many[0], many[1]),
        ):
            with pytest.raises(Refused):
                step()


def test_what_sympy_decided_is_no_claim() -> None:
    with pytest.raises(SkillTheoryError, match="True is not a proposition"):
        Goal(x > 0)


def test_numbers_are_exact_and_text_is_not_evaluated() -> None:
    goal = Goal(le(2 * x - 1, x**2))
    for one in (1, "1", "1.0", Rational(1), 1.0):
        assert goal.tangent(x**2, x, one).theorem.conclusion == le(2 * x - 1, x**2)
    with pytest.raises(NumberFormatError):
        goal.tangent("x**2", x, 1)
    with pytest.raises(NumberFormatError, match="exact"):
        Goal(le(0.1 * x, x))


def test_there_is_no_theorem_before_the_end() -> None:
    goal = Goal(And(le(0, x), CLAIM)).split()
    with pytest.raises(Refused, match="still to show: 0 <= x; log"):
        _ = goal.theorem
    with pytest.raises(Refused, match="not proved yet"):
        goal.script()


def test_nothing_follows_after_the_end() -> None:
    done = Goal(lt(0, x + y)).by_sign()
    for step in (done.by_sign, done.by_combining, lambda: done.have(lt(0, x))):
        with pytest.raises(Refused, match="nothing is left to show"):
            step()


# -- steps -------------------------------------------------------------------------------------


def test_undo() -> None:
    first = Goal(CLAIM)
    second = first.have(le(0, (x - 1) ** 2))
    assert second.undo() is first
    assert second.have(lt(0, x)).undo().undo() is first


def test_cases() -> None:
    goal = Goal(le(-z, Abs(z))).cases(le(0, z))
    assert goal.target == le(-z, Abs(z))
    assert goal.known[-1].conclusion == le(0, z)
    goal = goal.by_sign()
    assert goal.known[-1].conclusion == lt(z, 0)
    with pytest.raises(Refused, match=r"line \(2\) holds only in the branch"):
        goal.by_combining([2])
    assert goal.by_sign().theorem.hypotheses == frozenset()


def test_cases_within_cases() -> None:
    claim = le(v, Abs(v) + Abs(w))
    goal = Goal(claim).cases(le(0, v)).cases(le(0, w))
    for _ in range(2):
        goal = goal.by_sign()
    goal = goal.cases(le(0, w)).by_sign().by_sign()
    assert goal.theorem.conclusion == claim
    assert goal.theorem.hypotheses == frozenset()


def test_a_branch_that_is_false_is_refused_before_it_is_entered() -> None:
    with pytest.raises(Refused, match=r"sum|Sum|does not hold"):
        Goal(le(n, 2 * n - 1)).induction(n).have(le(n + 1, n))


def test_induction() -> None:
    goal = Goal(le(1 - (1 - theta) ** n, n * theta)).induction(n)
    assert goal.target == le(theta, theta)
    goal = goal.by_sign().by_combining()
    assert goal.theorem.conclusion == le(1 - (1 - theta) ** n, n * theta)
    with pytest.raises(Refused, match="something is supposed about n"):
        Goal(le(1 - (1 - theta) ** n, n * theta), suppose=[le(2, n)]).induction(n)


def test_induction_from_zero() -> None:
    k = Variable("k", Natural)
    goal = Goal(le(k + 1, 2**k)).induction(k)
    assert goal.target == le(1, 1)
    assert goal.by_sign().by_combining().theorem.conclusion == le(k + 1, 2**k)


def test_split_reaches_each_part() -> None:
    goal = Goal(And(le(0, x), CLAIM, lt(0, y))).split().by_sign()
    assert goal.target == CLAIM
    goal = goal.use("information.log-bound").by_sign()
    assert goal.theorem.conclusion.args == (le(0, x), CLAIM, lt(0, y))


def test_a_conjunction_that_is_learned_is_taken_apart() -> None:
    goal = Goal(lt(0, x + 2)).have(And(lt(0, x), lt(0, x + 1)))
    assert [k.conclusion for k in goal.known[1:]] == [lt(0, x), lt(0, x + 1)]


def test_a_part_of_what_is_learned_may_be_the_goal() -> None:
    assert Goal(lt(0, x + 1)).have(And(lt(0, x), lt(0, x + 1))).theorem.conclusion == lt(0, x + 1)


def test_an_assumption_with_a_premise_is_used_where_that_holds() -> None:
    from skilltheory.theory.scaling import LOSS, D, N
    from skilltheory.theory.scaling import E as entropy

    premise = le(LOSS[N, D] - entropy, 1)
    sufficiency = statement("cloze.sufficiency").conclusion
    goal = Goal(le(sufficiency.lhs, 1), suppose=[premise]).use("cloze.sufficiency")
    assert goal[2].conclusion == sufficiency
    done = goal.by_combining()
    assert done.theorem.axioms == {"cloze.sufficiency"}
    assert "rests on cloze.sufficiency" in repr(done)
    with pytest.raises(Refused):
        Goal(le(sufficiency.lhs, 2)).use("cloze.sufficiency")


def test_calculus_on_part_of_the_line() -> None:
    """z^3 is convex only where z >= 0; the fact says so, and is used where that holds."""
    goal = Goal(le(3 * x - 2, x**3))
    with pytest.raises(Refused, match="second derivative"):
        goal.tangent(z**3, z, 1)
    there = goal.tangent(z**3, z, 1, where=[le(0, z)])
    assert str(there[1].conclusion) == "0 <= z implies 3*z - 2 <= z**3"
    assert there.use(1, z=x).theorem.conclusion == le(3 * x - 2, x**3)
    with pytest.raises(Refused, match="0 <= -x does not hold; false at x = 1"):
        there.use(1, z=-x)


def test_increasing_where_something_is_supposed() -> None:
    goal = Goal(lt(x - 1 / x, y - 1 / y), suppose=[x < y])
    assert goal.increasing(t - 1 / t, t, (x, y)).theorem.hypotheses == {lt(x, y)}
    square = Goal(lt(x**2, y**2), suppose=[x < y])
    with pytest.raises(Refused, match="derivative"):
        square.increasing(z**2, z, (x, y))
    assert square.increasing(z**2, z, (x, y), where=[lt(0, z)]).theorem


def test_strict_versions_away_from_the_point() -> None:
    apart = ne(x, 1)
    assert Goal(lt(log(x), x - 1), [apart]).minimum(
        x - 1 - log(x), x, 1, strict=True
    ).by_combining().theorem.hypotheses == {apart}
    assert Goal(lt(2 * x - 1, x**2), [apart]).tangent(x**2, x, 1, strict=True).theorem
    with pytest.raises(Refused, match="not known to be positive; false at x = 1"):
        Goal(le(log(x), x - 1)).minimum(x - 1 - log(x), x, 1, strict=True)


# -- theorems that people know -----------------------------------------------------------------


def test_bernoulli_for_real_exponents() -> None:
    r = Variable("r", GreaterThanOne)
    assert Goal(1 + r * (x - 1) <= x**r).tangent(x**r, x, 1).theorem


def test_cauchy_for_any_number_of_summands() -> None:
    numbers = family("z", Real)
    total = Sum(numbers[i], (i, 1, n))
    goal = Goal(total**2 <= n * Sum(numbers[i] ** 2, (i, 1, n))).tangent(v**2, v, w)
    goal = goal.use(1, v=numbers[i], w=total / n).apply(
        sum_of, Goal(le(0, 1)).by_sign().theorem, i, 1, n
    )
    assert le(Sum(0, (i, 1, n)), Sum(1, (i, 1, n))) == goal[3].conclusion
    goal = goal.apply(sum_of, goal[2], i, 1, n).by_combining()
    assert goal.theorem.axioms == frozenset()


def test_three_means() -> None:
    a, b, c = variables("a b c", NonNegative)
    squares = (a + b + c) * ((a - b) ** 2 + (b - c) ** 2 + (c - a) ** 2)
    goal = Goal(le(3 * a * b * c, a**3 + b**3 + c**3)).have(le(0, squares))
    assert goal.by_combining().theorem


def test_smallest_power() -> None:
    goal = Goal(exp(-1 / E) <= x**x).minimum(x * log(x), x, 1 / E)
    assert goal.apply(monotone, "exp", goal[1]).by_combining().theorem


def test_entropy_of_a_coin() -> None:
    assert Goal(H(p) <= log(2)).tangent(-H(p), p, Rational(1, 2)).by_combining().theorem


def test_symmetric_divergence() -> None:
    """Jeffreys' divergence is at least four squared differences: Pinsker twice."""
    goal = Goal(4 * (q - p) ** 2 <= KL(q, p) + KL(p, q)).use("information.pinsker")
    goal = goal.use("information.pinsker", {"p": q, "q": p}).by_combining()
    assert {"information.pinsker"} <= goal.theorem.lemmas


# -- what one sees -----------------------------------------------------------------------------


def test_shows_the_claim_the_facts_and_what_is_left() -> None:
    goal = Goal(And(CLAIM, le(0, y)), suppose=[x < y]).split()
    assert repr(goal).splitlines() == [
        "goal: log(x) <= x - 1 and 0 <= y   [Positive: x, y]",
        "  (1) x < y",
        "      supposed [assume]",
        "  to show (part 1):",
        "      log(x) <= x - 1",
        "  then (part 2):",
        "      0 <= y",
    ]


def test_reasons_in_words_are_kept() -> None:
    goal = Goal(CLAIM).use("information.log-bound", why="known since school")
    assert "known since school [prove]" in repr(goal)
    assert "known since school" in goal.text()
    assert r"\text{known since school}" in goal.latex()
    assert "known since school" in goal.html()


def test_notebooks_get_closed_elements_and_mathematics() -> None:
    goal = Goal(And(CLAIM, lt(0, y)), suppose=[x < y]).split()
    half = goal.use("information.log-bound")
    for shown in (goal, half, half.by_sign()):
        ElementTree.fromstring(shown._repr_html_())
        assert shown._repr_latex_().startswith("$")
    assert "To show" in goal._repr_html_()
    assert "Proved" in half.by_sign()._repr_html_()
