"""Roads to something false: each was open once, or looks as if it were.

Every test walks as far as the kernel lets it and expects a refusal at the step
where truth would be lost.  The comment says what would have followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
import sympy
from sympy import Integer, Lambda, Product, Rational, Sum, binomial, exp, log, oo, sqrt, zoo

from skilltheory.errors import ForgeryError, Refused, SkillTheoryError
from skilltheory.functions import KL, AtLeast, BinomialTail, H
from skilltheory.kernel import (
    And,
    Exists,
    Less,
    Mean,
    Pr,
    Theorem,
    assume,
    axiom,
    ball,
    cases,
    choose,
    combine,
    conjoin,
    contradiction,
    discharge,
    equality,
    exhibit,
    generalise,
    increasing,
    induction,
    instantiate,
    intermediate_value,
    likelier,
    linear,
    mean_of,
    membership,
    minimum,
    monotone,
    rewrite,
    sign,
    some,
    some_event,
    specialise,
    split_off,
    sum_of,
    swap,
    tangent,
    unfold,
)
from skilltheory.kernel.formula import eq, ge, gt, le, lt, ne
from skilltheory.sorts import (
    Count,
    Integers,
    Natural,
    NonNegative,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Sort,
    Variable,
    family,
    variables,
)

x, y, z = variables("x y z", Real)
u, v = variables("u v", Positive)
p, q = variables("p q", OpenUnit)
i, j, n, m = variables("i j n m", Count)
k = Variable("k", Natural)
a, b = variables("a b", Integers)
F, G, P = family("F", Real), family("G", Real), family("P", Positive)
E = family("e", Real, random=True)
HALF = Rational(1, 2)
REFLEXIVE = equality(eq(0, 0))


# -- undefined parts ----------------------------------------------------------------------------


def test_a_division_by_zero_does_not_cancel_in_a_witness() -> None:
    with pytest.raises(Refused, match="no value"):  # there is x with y/x = 1, also for y = 0
        exhibit(equality(eq(1, 1)), Exists(x, eq(y / x, 1)), y)


def test_a_division_by_zero_does_not_cancel_in_a_rewriting() -> None:
    same = assume(eq(x, y))
    with pytest.raises(Refused, match="no value"):  # x = y |- y/x = 1, hence 0/0 = 1
        rewrite(same, combine(eq(x - y, 0), [(same, 1)]), eq(y / x + x - y, 1))


@pytest.mark.parametrize(
    ("term", "at"),
    [
        (x / y, {x: y}),
        (sqrt(x) * sqrt(y), {x: y}),
        (log(x) * y, {y: Integer(0)}),
        (exp(z), {z: log(x)}),
        (x**a * x**b, {b: -a}),
    ],
)
def test_what_may_be_undefined_does_not_vanish(
    term: sympy.Expr, at: dict[Variable, sympy.Expr]
) -> None:
    claim = discharge(assume(eq(term, z + 1)), eq(term, z + 1))
    with pytest.raises(Refused):
        instantiate(claim, at)


def test_the_exponential_of_an_undefined_logarithm() -> None:
    with pytest.raises(Refused, match="no value"):  # y <= log(x) |- exp(y) <= x
        monotone("exp", assume(le(y, log(x))))
    assert monotone("exp", assume(le(y, log(u)))).conclusion == le(exp(y), u)


@pytest.mark.parametrize("side", [zoo, oo, -oo, sympy.nan, sympy.I, sympy.Float(1), sympy.pi])
def test_numbers_that_are_not_of_the_language(side: sympy.Expr) -> None:
    with pytest.raises(SkillTheoryError):
        assume(eq(side, x))


def test_substitution_that_ends_in_infinity() -> None:
    claim = discharge(assume(eq(1 / x, y)), eq(1 / x, y))
    with pytest.raises(Refused):
        instantiate(claim, {x: Integer(0)})


@pytest.mark.parametrize(
    "claim",
    [
        eq(log(x**2), 2 * log(x)),
        eq((x**2 - 1) / (x - 1), x + 1),
        eq(sqrt(x * y), sqrt(x) * sqrt(y)),
        eq(log(x * y), log(x) + log(y)),
        eq(exp(y * log(x)), x**y),
        eq(x**y * x**z, x ** (y + z) + 0 * u),
        eq(log(x) + u, u + log(x * 2) - log(2)),
    ],
)
def test_identities_off_their_domain(claim: sympy.Basic) -> None:
    with pytest.raises(Refused):
        equality(claim)


@pytest.mark.parametrize(
    "claim",
    [
        eq(sqrt((x - 1) ** 2), x - 1),
        eq(sqrt(x**2), x),
        eq((x**3) ** Rational(1, 3), x),
        eq(abs(x), x),
        eq(exp(x * y), exp(x) * y),
        eq(k**k, 1),
    ],
)
def test_false_identities(claim: sympy.Basic) -> None:
    with pytest.raises(Refused):
        equality(claim)


# -- binders ------------------------------------------------------------------------------------


def test_sums_of_sums_keep_their_indices_apart() -> None:
    double = Sum(F[i] * G[j], (j, 1, n), (i, 1, n))
    for wrong in (n * Sum(F[i] * G[i], (i, 1, n)), Sum(F[i] * G[i], (i, 1, n))):
        with pytest.raises(Refused):
            combine(eq(double, wrong), [])
    apart = Sum(F[i], (i, 1, n)) * Sum(G[i], (i, 1, n))
    assert combine(eq(double, apart), []).hypotheses == frozenset()


def test_three_sums_keep_their_indices_apart() -> None:
    H3 = family("H", Real)
    triple = Sum(F[i] * Sum(G[j] * Sum(H3[i, j, m], (m, 1, n)), (j, 1, n)), (i, 1, n))
    turned = Sum(F[j] * Sum(G[i] * Sum(H3[j, i, m], (m, 1, n)), (i, 1, n)), (j, 1, n))
    crossed = Sum(F[i] * Sum(G[j] * Sum(H3[j, i, m], (m, 1, n)), (j, 1, n)), (i, 1, n))
    assert combine(eq(triple, turned), []).hypotheses == frozenset()
    with pytest.raises(Refused):
        combine(eq(triple, crossed), [])


def test_the_index_in_an_exponent_of_an_exponent_stays_in_its_sum() -> None:
    with pytest.raises(Refused):
        combine(eq(Sum(exp(exp(i)), (i, 1, n)), Sum(exp(exp(i)), (i, 2, n + 1))), [])


def test_an_inner_sum_hides_the_outer_index() -> None:
    with pytest.raises(Refused, match="hides"):  # with n = 1, m = 2: 2 = 3
        swap(Sum(i, (i, 1, n), (i, 1, m)))
    hidden = Sum(Sum(F[i], (i, 1, n)), (i, 1, m))
    assert combine(eq(hidden, m * Sum(F[i], (i, 1, n))), []).hypotheses == frozenset()


def test_rewriting_stops_at_every_binder() -> None:
    at_j = assume(eq(F[j], 3))
    double = Sum(F[j], (j, 1, m), (i, 1, n))
    with pytest.raises(Refused, match="differs"):  # F[j] = 3 for one j |- the sum is 3 m n
        rewrite(at_j, equality(eq(double, double)), eq(double, Sum(3, (j, 1, m), (i, 1, n))))
    some_j = exhibit(equality(eq(F[j], F[j])), Exists(i, eq(F[i], F[j])), j)
    assert rewrite(at_j, some_j).conclusion == Exists(i, eq(F[i], 3))


@pytest.mark.parametrize("binder", [Sum, Product])
def test_substitution_does_not_capture(binder: type) -> None:
    total = binder(i * n, (i, 1, m))
    theorem = discharge(assume(eq(total, x)), eq(total, x))
    with pytest.raises(Refused, match="capture"):
        instantiate(theorem, {n: i})
    assert instantiate(theorem, {m: i}).conclusion.args[0].lhs == binder(i * n, (i, 1, i))


def test_specialising_does_not_capture() -> None:
    larger = exhibit(sign(lt(y, y + 1)), Exists(x, lt(y, x)), y + 1)
    with pytest.raises(Refused, match="capture"):  # there is x with x < x
        specialise(generalise(larger, y), x)


def test_the_indices_of_a_lambda_are_not_captured() -> None:
    theorem = equality(eq(F[j], F[j]))
    row = Lambda(i, Sum(G[i, j], (j, 1, m)))
    with pytest.raises(Refused, match="capture"):  # F[j] becomes the trace, not the row sum
        instantiate(theorem, {F.label: row})
    made = instantiate(theorem, {F.label: Lambda(i, Sum(G[i, n], (n, 1, m)))})
    assert made.conclusion.lhs == Sum(G[j, n], (n, 1, m))


def test_the_variables_of_a_lambda_are_not_captured() -> None:
    theorem = combine(eq(Sum(2 * F[i], (i, 1, n)), 2 * Sum(F[i], (i, 1, n))), [])
    with pytest.raises(Refused, match="capture"):
        instantiate(theorem, {F.label: Lambda(j, G[i])})


def test_a_family_is_used_only_where_its_lambda_is_good() -> None:
    theorem = sign(lt(0, P[0]))
    with pytest.raises(Refused, match="at least 1"):  # 0 < 2 * 0
        instantiate(theorem, {P.label: Lambda(i, 2 * i)})
    inside = sign(le(0, Sum(P[i - 1], (i, 1, n))))
    with pytest.raises(Refused, match="at least 1"):  # a bound index counts as well
        instantiate(inside, {P.label: Lambda(j, 2 * j)}, [assume(le(2, i))])


def test_a_lambda_takes_all_indices() -> None:
    with pytest.raises(Refused):
        instantiate(equality(eq(F[i, j], F[i, j])), {F.label: Lambda(i, G[i])})
    with pytest.raises(Refused):
        instantiate(sign(le(0, u)), {u: Lambda(i, i + 1)})


def test_a_name_is_not_both_a_family_and_a_bound_variable() -> None:
    g = Variable("g", Count)
    entry = sympy.IndexedBase(g)[1]
    with pytest.raises(Refused, match="family"):  # the sum over g would hide the family g
        combine(eq(Sum(entry, (g, 1, n)), 3 * n), [(assume(eq(entry, 3)), n)])


def test_a_constant_is_not_generalised() -> None:
    c = Variable("c", Real, fixed=True)
    known = axiom("test.c", lt(0, c))
    for forbidden in (
        lambda: generalise(known, c),
        lambda: instantiate(known, {c: Integer(-1)}),
        lambda: Exists(c, lt(0, c)),
        lambda: assume(lt(c, Variable("c", Real))),
    ):
        with pytest.raises(SkillTheoryError):
            forbidden()


# -- sorts --------------------------------------------------------------------------------------


def test_a_sort_of_ones_own_under_a_known_name() -> None:
    five = Sort("Count", "an integer that is at least 5", Fraction(5), integer=True)
    assert Variable("n", five) != n
    with pytest.raises(Refused, match="sort"):  # 5 <= n for all n, hence 5 <= 1
        membership(Variable("n", five))


def test_a_sort_cannot_be_changed_afterwards() -> None:
    with pytest.raises(SkillTheoryError, match="cannot be changed"):
        x.sort = Positive
    with pytest.raises(SkillTheoryError, match="cannot be changed"):
        n.fixed = True


def test_induction_begins_in_the_sort() -> None:
    odd = Sort("AboveZero", "a positive integer", Fraction(0), lower_open=True, integer=True)
    w = Variable("w", odd)
    with pytest.raises(Refused):  # from 0 <= 0 and "w <= 0 is impossible": w <= 0
        induction(sign(le(0, 0)), contradiction(assume(le(w, 0)), le(w + 1, 0)), w)


def test_binomial_coefficients_may_be_negative() -> None:
    with pytest.raises(Refused):  # binomial(-1, 1) = -1
        sign(le(0, binomial(a, b)))
    with pytest.raises(Refused):  # binomial(3/2, 3) = -1/16
        sign(le(0, binomial(u, k)))
    assert sign(le(0, binomial(n, k)))
    assert sign(lt(0, binomial(n + k, n)))


def test_a_tail_is_unfolded_where_it_is_defined() -> None:
    with pytest.raises(Refused):  # at n = -3 and t = 0: 1 = 0
        unfold(BinomialTail(a, HALF, x))
    with pytest.raises(Refused):  # at n = 2, t = 1 and p = 3: 2 p - p^2 < 0
        unfold(BinomialTail(2, x, y))
    assert unfold(BinomialTail(n, p, x))


def test_sums_run_from_within_the_sort() -> None:
    fact = combine(le(1, i), [(membership(i), 1)])
    with pytest.raises(Refused, match="at least 1"):
        sum_of(fact, i, 0, n)
    with pytest.raises(Refused):
        combine(eq(Sum(2 * F[i], (i, 0, n)), 2 * Sum(F[i], (i, 0, n))), [])
    with pytest.raises(Refused, match="integer"):
        sum_of(fact, i, 1, u)


def test_reversed_ranges_are_not_counted() -> None:
    with pytest.raises(Refused, match="turned round"):  # at k = 0: an empty sum is not -1
        equality(eq(Sum(1, (i, 2, k)), k - 1))
    with pytest.raises(Refused):
        equality(eq(Product(2, (i, 2, k)), 2 ** (k - 1)))
    assert equality(eq(Sum(1, (i, 1, k)), k))


def test_a_sum_over_a_range_that_may_be_empty_is_not_positive() -> None:
    with pytest.raises(Refused):
        sign(lt(0, Sum(P[i], (i, 1, k))))
    assert sign(le(0, Sum(P[i], (i, 1, k))))
    assert sign(lt(0, Sum(P[i], (i, 1, n))))


def test_a_place_outside_the_range_is_not_split_off() -> None:
    total = Sum(F[i], (i, 1, n))
    with pytest.raises(Refused, match="outside"):
        split_off(total, m)
    with pytest.raises(Refused, match="outside"):
        split_off(total, n + 1)
    with pytest.raises(Refused, match="depends on its own index"):
        split_off(Sum(F[i], (i, 1, i)), 1)


# -- hypotheses ---------------------------------------------------------------------------------


def test_hypotheses_are_kept_when_parts_are_read_once() -> None:
    false = assume(lt(1, 0))
    once: Iterator[tuple[Theorem, int]] = iter([(false, 1)])
    assert combine(lt(1, 0), once).hypotheses == {lt(1, 0)}  # type: ignore[arg-type]
    assert conjoin(*iter([false])).hypotheses == {lt(1, 0)}


def test_a_mapping_that_shows_one_thing_and_gives_another() -> None:
    class Sly(dict[Variable, sympy.Expr]):
        def items(self) -> list[tuple[Variable, sympy.Expr]]:  # type: ignore[override]
            return []

    made = instantiate(membership(n), Sly({n: Integer(-3)}))
    assert made.conclusion == le(1, n)


def test_a_proposition_of_a_class_of_ones_own() -> None:
    class Anything(Less):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        def __hash__(self) -> int:
            return hash(lt(1, 0))

    with pytest.raises(Refused):  # there is x with anything, and 1 < 0 is anything
        exhibit(REFLEXIVE, Exists(x, Anything(0, 1)), y)
    with pytest.raises(Refused):
        assume(Anything(0, 1))


def test_a_number_of_a_class_of_ones_own() -> None:
    class Two(sympy.Integer):
        pass

    two = sympy.Basic.__new__(Two)
    with pytest.raises((Refused, ForgeryError)):
        combine(lt(0, 1), [(assume(lt(0, 1)), two)])


def test_a_function_that_borrows_a_name() -> None:
    class binomial(sympy.Function):
        @classmethod
        def eval(cls, top: sympy.Expr, bottom: sympy.Expr) -> sympy.Expr | None:
            return Integer(7) if top.is_number else None

    with pytest.raises(Refused):  # equal to SymPy's binomial, hence 7 = binomial(3, 2)
        equality(eq(binomial(n, m), sympy.binomial(n, m)))


def test_something_that_looks_like_a_theorem() -> None:
    class Looks:
        conclusion = lt(1, 0)
        hypotheses: frozenset[sympy.Basic] = frozenset()

    with pytest.raises(ForgeryError):
        combine(lt(1, 0), [(Looks(), 1)])  # type: ignore[list-item]
    with pytest.raises(ForgeryError):
        sign(lt(1, 0), [Looks()])  # type: ignore[list-item]


def test_two_axioms_under_one_name() -> None:
    one, other = axiom("test.same", lt(x, 1)), axiom("test.same", lt(x, 2))
    with pytest.raises(Refused, match="two propositions"):
        conjoin(one, other)
    assert one.supposed == {"test.same": lt(x, 1)}


def test_a_choice_leaves_nothing_of_its_variable_behind() -> None:
    larger = exhibit(sign(lt(y, y + 1)), Exists(x, lt(y, x)), y + 1)
    with pytest.raises(Refused, match="occurs outside"):
        choose(larger, assume(lt(y, x)))
    both = conjoin(assume(lt(y, x)), assume(lt(x, 0)))
    with pytest.raises(Refused, match="occurs outside"):  # a second hypothesis on x
        choose(larger, combine(lt(y, 0), [(assume(lt(y, x)), 1), (assume(lt(x, 0)), 1)]))
    assert both.hypotheses == {lt(y, x), lt(x, 0)}


def test_induction_with_two_candidates() -> None:
    first = assume(le(n, n * n))
    with pytest.raises(Refused):
        induction(sign(le(1, 1)), conjoin(first, assume(le(0, n))), n)


def test_cases_drop_their_own_hypothesis_only() -> None:
    low = combine(le(x, 1), [(assume(lt(x, 0)), 1)])
    made = cases(lt(x, 0), low, assume(le(x, 1)))
    assert made.hypotheses == {le(x, 1)}
    with pytest.raises(Refused, match="differ"):
        cases(lt(x, 0), low, assume(le(0, x)))


# -- calculus -----------------------------------------------------------------------------------


def test_facts_inside_an_interval_do_not_place_its_ends() -> None:
    d = Variable("d", Real)
    inside = combine(lt(0, d), [(assume(le(u, d)), 1)])  # u <= d |- 0 < d, because 0 < u
    with pytest.raises(Refused, match="greater than 0"):  # d < 0 |- 4 d^2 < d^2
        increasing(u**2, u, (2 * d, d), sign(lt(0, 2 * u)), [inside])
    negative = assume(lt(d, 0))
    f = u - 3 * d / 2
    below = combine(lt(f.subs(u, 2 * d), 0), [(negative, HALF)])
    above = combine(lt(0, f.subs(u, d)), [(negative, HALF)])
    order = combine(lt(2 * d, d), [(negative, 1)])
    with pytest.raises(Refused, match="greater than 0"):  # there is u > 0 with u < d < 0
        intermediate_value(f, u, (2 * d, d), below, above, order, [inside])


@pytest.mark.parametrize(
    "jump",
    [AtLeast(x, HALF) - HALF, Pr(le(x, E[1])) - HALF, F[x] - HALF, binomial(1, x) - HALF],
)
def test_a_function_that_may_jump_takes_no_value_between(jump: sympy.Expr) -> None:
    below, above = assume(lt(jump.subs(x, 0), 0)), assume(lt(0, jump.subs(x, 1)))
    with pytest.raises(SkillTheoryError):
        intermediate_value(jump, x, (0, 1), below, above, sign(lt(0, 1)))


def test_calculus_stays_where_the_function_is_defined() -> None:
    away = assume(ne(x, 0))
    falling = sign(lt(0, x**-2), [away])
    with pytest.raises(Refused, match="interval"):  # -1/x from -1 to 1
        increasing(-1 / x, x, (-1, 1), falling, [away])
    outside = assume(lt(1, x**2))
    with pytest.raises(Refused, match="affine"):  # it holds at -2 and at 2, not between
        increasing(x, x, (-2, 2), sign(lt(0, Integer(1))), [outside])
    w = Variable("w", NonNegative)
    with pytest.raises(Refused):  # the root has no derivative at its left end
        minimum(sqrt(w), w, 0, sign(le(0, w)))


def test_a_minimum_is_defined_at_its_point() -> None:
    apart = assume(ne(x, 0))
    claimed = sign(lt(0, 2 * x**-2), [apart])
    with pytest.raises(Refused):  # -1/x^2 would be least at 0
        minimum(-(x**-2), x, 0, claimed, [apart])
    with pytest.raises(Refused):
        minimum(-(x**-2), x, 0, claimed)


def test_the_point_of_a_tangent_does_not_move() -> None:
    convex = sign(le(0, Integer(2)))
    with pytest.raises(Refused, match="depend"):
        tangent(x**2, x, x + 1, convex)
    with pytest.raises(Refused, match="depend"):
        minimum(x**2, x, x - 1, sign(le(0, 2 * x**2)))
    with pytest.raises(Refused, match="greater than 0"):  # log at -1
        tangent(-log(u), u, -1, sign(lt(0, u**-2)))


def test_integers_have_no_calculus() -> None:
    with pytest.raises(Refused, match="interval of reals"):
        increasing((n - HALF) ** 2, n, (1, 2), sign(lt(0, 2 * n - 1)))


# -- probability --------------------------------------------------------------------------------


def likely() -> Theorem:
    """``x <= 3 |- Pr[0 = 0] <= Pr[x <= 3 and 0 = 0]``, where x is no matter of chance."""
    both = conjoin(assume(le(x, 3)), assume(eq(0, 0)))
    return likelier(both, eq(0, 0))


@pytest.mark.parametrize("term", [E[1], E[1] + 1, Sum(E[i], (i, 1, n))])
def test_nothing_random_is_put_into_a_probability(term: sympy.Expr) -> None:
    with pytest.raises(Refused, match="capture"):  # if e <= 3 once, then e <= 3 always
        instantiate(likely(), {x: term})
    closed = generalise(discharge(likely(), le(x, 3)), x)
    with pytest.raises(Refused, match="capture"):
        specialise(closed, term)
    with pytest.raises(Refused, match="capture"):
        exhibit(closed, Exists(z, lt(z, Pr(lt(z, 1)))), term)


def test_what_is_not_random_may_be_put_into_a_probability() -> None:
    made = instantiate(likely(), {x: F[1]})
    assert made.conclusion.rhs == Pr(And(le(F[1], 3), eq(0, 0)))


def test_rewriting_stops_at_a_probability() -> None:
    here = assume(eq(E[1], x))
    claim = discharge(assume(lt(Pr(le(E[1], 3)), y)), lt(Pr(le(E[1], 3)), y))
    with pytest.raises(Refused):  # what e is here says nothing about its chances
        rewrite(here, claim)
    with pytest.raises(Refused):
        rewrite(assume(eq(x, E[1])), likely())


def test_hypotheses_about_chance_do_not_enter() -> None:
    both = conjoin(assume(le(E[1], 3)), assume(le(E[2], 3)))
    with pytest.raises(Refused, match="random"):
        likelier(both, le(E[2], 3))


def test_the_range_of_a_union_is_not_random() -> None:
    M = family("M", Natural, random=True)
    event = some(k, 0, M[1], le(E[k], 3))
    with pytest.raises(Refused, match="random"):  # at M = 0 here: the probability is at most 0
        some_event(Pr(event))
    assert some_event(Pr(some(k, 0, n, le(E[k], 3))))


# -- means --------------------------------------------------------------------------------------


def zero_mean() -> Theorem:
    """``|- E[x e] = x E[e]``, where x is no matter of chance."""
    return linear(Mean(x * E[1]))


@pytest.mark.parametrize("term", [E[1], E[1] + 1, -E[2]])
def test_nothing_random_is_put_into_a_mean(term: sympy.Expr) -> None:
    with pytest.raises(Refused, match="capture"):  # E[e^2] is not E[e]^2, nor e E[e]
        instantiate(zero_mean(), {x: term})
    with pytest.raises(Refused, match="capture"):
        specialise(generalise(zero_mean(), x), term)
    assert instantiate(zero_mean(), {x: F[1]}).conclusion.rhs == F[1] * Mean(E[1])


def test_no_function_of_chance_is_put_for_a_family_in_a_mean() -> None:
    law = linear(Mean(F[1] * E[1]))
    with pytest.raises(Refused, match="capture"):
        instantiate(law, {F.label: sympy.Lambda(i, E[i])})
    assert instantiate(law, {F.label: sympy.Lambda(i, i + y)})


def test_a_mean_is_no_value() -> None:
    """What e is in one outcome says nothing about its mean, nor its mean about it."""
    here = assume(eq(E[1], x))
    with pytest.raises(Refused, match="speaks about the random"):
        mean_of(here)
    with pytest.raises(Refused):
        rewrite(here, linear(Mean(x * E[1])))
    claim = assume(eq(Mean(E[1]), y))
    with pytest.raises(Refused, match="does not occur"):
        rewrite(here, claim)
    for wrong in (eq(Mean(E[1]), E[1]), eq(Mean(E[1] * E[2]), Mean(E[1]) * Mean(E[2])),
                  eq(Mean(E[1]) ** 2, Mean(E[1] ** 2)), eq(Mean(E[1]), Mean(E[2]))):  # fmt: skip
        with pytest.raises(Refused):
            equality(wrong)
    with pytest.raises(Refused):
        sign(le(Mean(E[1]), E[1]))


def test_products_of_chance_stay_together() -> None:
    assert linear(Mean(y * E[1] * E[2])).conclusion.rhs == y * Mean(E[1] * E[2])
    assert linear(Mean(E[1] ** 2)).conclusion.rhs == Mean(E[1] ** 2)
    assert linear(Mean(exp(E[1]))).conclusion.rhs == Mean(exp(E[1]))


def test_a_sum_with_a_random_end_stays_inside() -> None:
    M = family("M", Count, random=True)
    total = Sum(E[i], (i, 1, M[1]))
    assert linear(Mean(total)).conclusion.rhs == Mean(total)
    assert linear(Mean(Sum(E[i], (i, 1, n)))).conclusion.rhs == Sum(Mean(E[i]), (i, 1, n))


def test_a_fact_about_an_outcome_does_not_reach_into_a_mean() -> None:
    """``|e| = e`` where e is positive, but not in a mean over other outcomes."""
    U = family("U", Real, random=True)
    positive = assume(lt(0, U[1]))
    with pytest.raises(Refused):
        equality(eq(Mean(abs(U[1])), Mean(U[1])), [positive])
    same = equality(eq(abs(U[1]), U[1]), [positive])
    with pytest.raises(Refused, match="speaks about the random"):
        mean_of(same)


def test_nothing_undefined_vanishes_from_a_mean() -> None:
    U = family("U", Real, random=True)
    inverse = linear(Mean(x / U[1]))
    with pytest.raises(Refused, match="may have no value"):  # 1/U where U may be 0
        instantiate(inverse, {x: Integer(0)})
    assert instantiate(linear(Mean(x * U[1])), {x: Integer(0)}).conclusion == eq(Mean(0), 0)


def test_an_index_is_not_caught_by_a_mean() -> None:
    law = sum_of(linear(Mean(i * E[i])), i, 1, n)
    assert law.conclusion == eq(Sum(Mean(i * E[i]), (i, 1, n)), Sum(i * Mean(E[i]), (i, 1, n)))
    with pytest.raises(Refused):
        equality(eq(Sum(Mean(E[i]), (i, 1, n)), n * Mean(E[i])))
    assert equality(eq(Sum(Mean(E[i]), (i, 1, n)), Sum(Mean(E[j]), (j, 1, n))))


# -- deciders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        lt(0, u - 1),
        lt(0, x**2),
        le(0, x**3),
        lt(u, exp(u) - 1 - u),
        lt(p * q, p * q**2),
        le(abs(x), x),
        lt(0, Product(F[i], (i, 1, n))),
        gt(log(u), 0),
        ne(x, x),
        le(1, u + 1 / u - 2),
        ge(-(x**2), 0),
        lt(0, H(p) - KL(p, q)),
        lt(0, (x - 1) ** 2 * (x - 2) ** 2),
        lt(0, x**4 - 4 * x**2 + 4),
        lt(0, 3 * p * (1 - p) - HALF),
    ],
)
def test_false_signs(claim: sympy.Basic) -> None:
    with pytest.raises(Refused):
        sign(claim)
    with pytest.raises(Refused):
        combine(claim, [])


def test_a_sign_holds_at_closed_ends_too() -> None:
    r = Variable("r", Probability)
    for term in (r, 1 - r, r * (1 - r), r**2):
        with pytest.raises(Refused):
            sign(lt(0, term))
        assert sign(le(0, term))


def test_multipliers_are_not_negative() -> None:
    with pytest.raises(Refused, match="non-negative"):
        combine(lt(y, x), [(assume(lt(x, y)), -1)])
    with pytest.raises(Refused, match="non-negative"):
        combine(lt(x * z, y * z), [(assume(lt(x, y)), z)])
    with pytest.raises(Refused):  # a zero multiplier keeps nothing strict
        combine(lt(x * k, y * k), [(assume(lt(x, y)), k)])


def test_a_box_is_closed_and_whole() -> None:
    with pytest.raises(Refused):
        ball(lt(0, x), {x: (0, 1)})
    with pytest.raises(Refused, match="no side"):
        ball(lt(0, x + y + 3), {x: (0, 1)})
    with pytest.raises(Refused, match="order"):
        ball(lt(0, x), {x: (2, 1)})
    with pytest.raises(Refused):  # undefined at 0
        ball(lt(0, 1 / x), {x: (0, 1)})
    with pytest.raises(Refused):
        ball(lt(0, sqrt(x) + 2), {x: (-1, 1)})
    with pytest.raises(Refused):  # the end of the sum is no integer here
        ball(lt(Rational(5, 2), Sum(1, (i, 1, x))), {x: (Rational(26, 10), Rational(34, 10))})


def test_text_is_not_read() -> None:
    for wrong in ("1 < 2", "__import__('os').getpid()"):
        with pytest.raises(SkillTheoryError):
            eq(wrong, 0)
        with pytest.raises(SkillTheoryError):
            combine(lt(0, 1), [(assume(lt(0, 1)), wrong)])  # type: ignore[list-item]
