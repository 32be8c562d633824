"""What the replayer must refuse by itself, whatever the kernel does."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from skilltheory.replay.algebra import Algebra
from skilltheory.replay.polynomials import ANY, NONNEG, POS, primes
from skilltheory.replay.rules import CHECKS
from skilltheory.replay.rules.calculus import ends
from skilltheory.replay.steps import Sequent, Step
from skilltheory.replay.sturm import interval_sign
from skilltheory.replay.terms import SORTS as KNOWN
from skilltheory.replay.terms import Rejected
from skilltheory.sorts import SORTS as WITHIN
from tests.clock import soon

Term = tuple[Any, ...]
SORTS = {"x": "Real", "y": "Real", "a": "Real", "b": "Positive", "u": "Positive", "r": "OpenUnit",
         "n": "Natural", "k": "Natural", "i": "Count", "f": "Real", "X": "Count",
         "c": "Real"}  # fmt: skip


def var(name: str) -> Term:
    return ("var", name)


def number(value: int) -> Term:
    return ("num", Fraction(value))


def step(rule: str, hyps: list[Term], goal: Term, premises: list[Sequent], **data: Any) -> Step:
    roles = dict.fromkeys(SORTS, "free") | {"X": "random", "c": "fixed"}
    return Step(rule, hyps, goal, premises, data, dict(SORTS), roles, list)


def check(s: Step) -> None:
    CHECKS[s.rule](s)


def choose(n: Term, k: Term) -> Term:
    return ("call", "binomial", n, k)


@pytest.mark.parametrize(
    ("term", "signs"),
    [
        (choose(var("n"), var("k")), NONNEG),
        (choose(("add", var("n"), var("k")), var("n")), POS),
        (choose(var("u"), var("k")), ANY),  # binomial(1/2, 2) < 0
        (choose(var("x"), var("k")), ANY),
    ],
)
def test_ways_to_choose(term: Term, signs: frozenset[int]) -> None:
    algebra = Algebra(dict(SORTS), [], list)
    assert algebra.sign(algebra.poly(term)) == signs


def test_large_numbers_are_not_factored_for_ever() -> None:
    with pytest.raises(Rejected, match="too large"):
        primes(Fraction((2**61 - 1) * (2**89 - 1)))


def test_ends_know_nothing_that_supposes_the_variable() -> None:
    """``a x > 0`` at some x > 0 does not make ``a`` positive elsewhere."""
    about = ("<", number(0), ("mul", var("a"), var("u")))
    s = step("increasing", [], about, [Sequent(frozenset({about}), ("<", number(0), var("a"))),
                                       Sequent(frozenset({about}), about)])  # fmt: skip
    with pytest.raises(Rejected, match="outside"):
        ends(s, "u", var("a"))
    ends(s, "u", var("b"))


def test_a_random_range_is_refused() -> None:
    low, high = number(1), ("entry", "X", number(1))
    body = ("<", number(0), var("b"))
    inside = ("and", ("<=", low, var("i")), ("<=", var("i"), high), body)
    event = ("exists", "i", inside)
    goal = ("<=", ("pr", event), ("sum", "i", ("pr", body), low, high))
    with pytest.raises(Rejected, match="random"):
        check(step("some_event", [], goal, [], event=event))


def test_a_function_of_an_index_is_put_only_where_its_sort_allows() -> None:
    """``f[0]`` is not ``1/i`` at ``i = 0``: a Count is at least 1."""
    theorem = Sequent(frozenset(), ("<=", ("entry", "f", number(0)), ("entry", "f", number(0))))
    value = ("lambda", "i", ("pow", var("i"), ("num", Fraction(-1))))
    goal = theorem.conclusion
    with pytest.raises(Rejected):
        check(step("instantiate", [], goal, [theorem], terms=[[var("f"), value]]))


def test_a_jump_has_no_intermediate_value() -> None:
    """An indicator has no derivative by the rules, so it may jump."""
    jump = ("add", ("call", "AtLeast", var("x"), number(0)), ("num", Fraction(-1, 2)))

    def at(place: Term) -> Term:
        return ("add", ("call", "AtLeast", place, number(0)), ("num", Fraction(-1, 2)))

    a, b = number(-1), number(1)
    premises = [
        Sequent(frozenset(), ("<", at(a), number(0))),
        Sequent(frozenset(), ("<", number(0), at(b))),
        Sequent(frozenset(), ("<", a, b)),
    ]
    goal = ("exists", "x", ("and", ("<", a, var("x")), ("<", var("x"), b), ("=", jump, number(0))))
    with pytest.raises(Rejected, match="derivative"):
        check(step("intermediate_value", [], goal, premises, function=jump, x=var("x"), a=a, b=b))


def entry(name: str, place: int) -> Term:
    return ("entry", name, number(place))


def mean(term: Term) -> Term:
    return ("mean", term)


@pytest.mark.parametrize(
    "wrong",
    [
        ("=", mean(("mul", entry("X", 1), entry("X", 2))),
         ("mul", mean(entry("X", 1)), mean(entry("X", 2)))),
        ("=", mean(("mul", var("x"), entry("X", 1))), ("mul", var("x"), entry("X", 1))),
        ("=", mean(("add", var("x"), entry("X", 1))), mean(entry("X", 1))),
        ("=", mean(("sum", "i", entry("X", 1), number(1), entry("X", 2))),
         ("sum", "i", mean(entry("X", 1)), number(1), entry("X", 2))),
        ("=", mean(("exp", entry("X", 1))), ("exp", mean(entry("X", 1)))),
    ],
)  # fmt: skip
def test_a_mean_is_no_more_than_linear(wrong: Term) -> None:
    with pytest.raises(Rejected, match="another one"):
        check(step("linear", [], wrong, [], term=wrong[1]))


def test_what_is_steady_comes_out_of_a_mean() -> None:
    right = ("=", mean(("mul", var("x"), entry("X", 1))), ("mul", var("x"), mean(entry("X", 1))))
    check(step("linear", [], right, [], term=right[1]))


def test_a_mean_needs_a_relation_that_holds_in_every_outcome() -> None:
    relation = ("<=", entry("X", 1), number(3))
    goal = ("<=", mean(entry("X", 1)), mean(number(3)))
    with pytest.raises(Rejected, match="random"):
        check(step("mean_of", [relation], goal, [Sequent(frozenset({relation}), relation)]))
    check(step("mean_of", [], goal, [Sequent(frozenset(), relation)]))


def test_nothing_random_is_put_where_a_mean_stands() -> None:
    theorem = Sequent(frozenset(), ("=", mean(var("x")), var("x")))
    goal = ("=", mean(entry("X", 1)), entry("X", 1))
    with pytest.raises(Rejected, match="random"):
        check(step("instantiate", [], goal, [theorem], terms=[[var("x"), entry("X", 1)]]))


def test_the_share_of_an_indicator_is_the_chance_of_its_own_condition() -> None:
    t = ("call", "AtLeast", entry("X", 1), var("x"))
    right = ("=", mean(t), ("pr", ("<=", var("x"), entry("X", 1))))
    check(step("share_of", [], right, [], term=t))
    turned = ("=", mean(t), ("pr", ("<=", entry("X", 1), var("x"))))
    with pytest.raises(Rejected, match="another one"):
        check(step("share_of", [], turned, [], term=t))


def test_equality_in_a_mean_is_that_of_its_term() -> None:
    algebra = Algebra(dict(SORTS), [("<", number(0), entry("X", 1))], list)
    one, other = mean(entry("X", 1)), mean(("call", "Abs", entry("X", 1)))
    assert algebra.poly(one) != algebra.poly(other)


def test_a_product_grows_only_with_factors_that_are_not_negative() -> None:
    """``-2 <= 1`` twice, but 4 is more than 1."""
    relation = ("<=", var("x"), ("entry", "f", var("i")))
    goal = ("<=", ("prod", "i", var("x"), number(1), var("n")),
            ("prod", "i", relation[2], number(1), var("n")))  # fmt: skip
    theorem = Sequent(frozenset(), relation)
    other = Sequent(frozenset(), ("<=", number(0), var("b")))
    data = {"index": var("i"), "low": number(1), "high": var("n")}
    with pytest.raises(Rejected, match="negative"):
        check(step("product_of", [], goal, [theorem, other], **data))
    least = ("<=", number(0), var("x"))
    check(step("product_of", [least], goal, [theorem, Sequent(frozenset({least}), least)], **data))
    about = Sequent(frozenset({("<=", number(0), ("entry", "f", var("i")))}), least)
    with pytest.raises(Rejected, match="must not"):
        check(step("product_of", [least], goal, [theorem, about], **data))


def absolute(t: Term) -> Term:
    return ("call", "Abs", t)


ZERO, ONE = number(0), number(1)
X = var("x")
NOT_NEGATIVE = ("<=", ZERO, X)
OWN_SIZE = ("=", absolute(X), X)
TRIVIAL = ("=", X, X)


def test_a_conclusion_does_not_show_its_own_hypothesis() -> None:
    """From ``|x| = x |- 0 <= x``: given ``0 <= x``, the hypothesis would say ``x = x``."""
    known = Sequent(frozenset({OWN_SIZE}), NOT_NEGATIVE)
    for rule in ("sign", "conjoin"):
        for hypothesis in ([TRIVIAL], []):
            with pytest.raises(Rejected):
                check(step(rule, hypothesis, NOT_NEGATIVE, [known]))
        check(step(rule, [OWN_SIZE], NOT_NEGATIVE, [known]))


def test_a_discharged_hypothesis_is_no_fact() -> None:
    known = Sequent(frozenset({OWN_SIZE}), NOT_NEGATIVE)
    weaker = ("implies", TRIVIAL, NOT_NEGATIVE)
    with pytest.raises(Rejected, match="another"):
        check(step("discharge", [], weaker, [known], drop=OWN_SIZE))
    check(step("discharge", [], ("implies", OWN_SIZE, NOT_NEGATIVE), [known], drop=OWN_SIZE))


@pytest.mark.parametrize("binder", ["forall", "exists"])
def test_facts_are_not_about_what_a_quantifier_binds(binder: str) -> None:
    """What is supposed of a free ``x`` says nothing of a bound one."""
    said = (binder, "x", ("<=", absolute(X), var("a")))
    wanted = (binder, "x", ("<=", X, var("a")))
    s = step("conjoin", [NOT_NEGATIVE], said, [Sequent(frozenset(), wanted)])
    with pytest.raises(Rejected, match="another"):
        check(s)
    free = step("conjoin", [NOT_NEGATIVE], said[2], [Sequent(frozenset(), wanted[2])])
    check(free)


def test_facts_are_not_about_chance() -> None:
    """What is supposed of the outcome says nothing of a probability or a mean."""
    at_one = ("entry", "X", ONE)
    fact = ("<=", number(3), at_one)
    for head, inside in (("pr", lambda t: ("<=", t, ZERO)), ("mean", lambda t: t)):
        size, plain = (
            ("<=", ZERO, (head, inside(t)))
            for t in (absolute(("add", at_one, number(-2))), ("add", at_one, number(-2)))
        )
        with pytest.raises(Rejected, match="another"):
            check(step("conjoin", [fact], size, [Sequent(frozenset(), plain)]))


def test_facts_of_the_step_do_not_hold_on_a_whole_interval() -> None:
    """``|x|`` increases where ``0 <= x``; from -2 to -1 it does not, whatever ``x`` is."""
    a, b = number(-2), number(-1)
    slope = Sequent(frozenset(), ("<", ZERO, ONE))
    goal = ("<", absolute(a), absolute(b))
    order = ("<", a, b)
    with pytest.raises(Rejected):
        check(step("increasing", [NOT_NEGATIVE, order], goal, [slope],
                   function=absolute(X), x=X, a=a, b=b))  # fmt: skip


def test_nothing_is_supposed_of_the_number_of_an_induction() -> None:
    n = var("n")
    claim = ("<=", absolute(("add", n, number(-1))), ("add", n, number(-1)))
    after = ("<=", n, n)
    base = Sequent(frozenset({("<=", ONE, n)}), ("<=", ONE, number(-1)))
    following = Sequent(frozenset({claim}), after)
    with pytest.raises(Rejected):
        check(step("induction", [("<=", ONE, n)], claim, [base, following],
                   variable=n, claim=claim))  # fmt: skip


def test_a_function_of_a_constant_is_no_function() -> None:
    known = Sequent(frozenset(), ("<", ZERO, var("c")))
    theorem = Sequent(frozenset(), ("<", ZERO, ("entry", "b", number(-5))))
    twice = ("lambda", "c", ("mul", number(2), var("c")))
    goal = ("<", ZERO, number(-10))
    with pytest.raises(Rejected, match="fixed"):
        check(step("instantiate", [], goal, [theorem, known], terms=[[var("b"), twice]]))


def test_the_power_zero_is_one() -> None:
    power = ("pow", ZERO, ZERO)
    with pytest.raises(Rejected):
        check(step("sign", [], ("<=", power, ZERO), []))
    check(step("sign", [], ("<", ZERO, power), []))


def test_roots_that_stand_more_than_once_at_an_end() -> None:
    """``x^2 (x - 1/2)`` changes its sign between 0 and 1."""
    cubic = {3: Fraction(1), 2: Fraction(-1, 2)}
    for sort in ("OpenUnit", "Probability", "Positive", "Real"):
        assert interval_sign(cubic, KNOWN[sort]) == ANY
    assert (
        interval_sign({2: Fraction(1), 1: Fraction(-2), 0: Fraction(1)}, KNOWN["OpenUnit"]) == POS
    )


def test_the_sign_on_an_interval_agrees_with_values_inside() -> None:
    """Products of linear factors with fractions as roots, at points of each sort."""
    rng, sure = random.Random(5), 0
    for _ in range(60):
        p = [rng.choice([-1, 1]) * Fraction(1)]
        for _ in range(rng.randint(1, 3)):
            root, times = Fraction(rng.randint(-2, 6), rng.randint(1, 4)), rng.randint(1, 3)
            for _ in range(times):
                p = [
                    a - root * b for a, b in zip([Fraction(0), *p], [*p, Fraction(0)], strict=True)
                ]
        powers = dict(enumerate(p))
        for name in ("OpenUnit", "Probability", "Positive", "NonNegative", "GreaterThanOne"):
            signs = interval_sign(powers, KNOWN[name])
            sure += signs != ANY
            for place in (Fraction(n, 12) for n in range(37)):
                if place in WITHIN[name]:
                    there = sum(c * place**n for n, c in powers.items())
                    assert (there > 0) - (there < 0) in signs, (powers, name, place)
    assert sure > 100


@pytest.mark.parametrize(
    "goal",
    [
        ("<=", ("pow", ("add", X, var("y"), var("a"), ONE), number(200)), ZERO),
        ("<=", ("pow", X, number(10**6)), ("pow", var("y"), number(10**6))),
        ("<=", ("pow", number(3), number(10**9)), X),
        ("<=", ("add", ("pow", X, number(10**6)), var("x"), ONE), ZERO),
        ("<=", ZERO, ("add", ("pow", var("r"), number(300)), var("r"), number(-3))),
    ],
)
def test_what_is_too_large_is_refused_soon(goal: Term) -> None:
    with soon(5), pytest.raises(Rejected):
        check(step("sign", [], goal, []))
