"""Every rule: an example that it accepts, and for each side condition one that it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy
from sympy import Integer, Lambda, Product, Rational, Sum, exp, log, sqrt

from skilltheory.errors import Refused, SkillTheoryError
from skilltheory.functions import AtLeast, BinomialTail
from skilltheory.kernel import (
    RULES,
    Exists,
    ForAll,
    Mean,
    Pr,
    Theorem,
    assume,
    axiom,
    ball,
    cases,
    chance,
    choose,
    cite,
    combine,
    conjoin,
    contradiction,
    discharge,
    equality,
    exhibit,
    generalise,
    increasing,
    indicator,
    induction,
    instantiate,
    intermediate_value,
    likelier,
    linear,
    mean_of,
    membership,
    minimum,
    modus_ponens,
    monotone,
    product_of,
    project,
    rewrite,
    share_of,
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
from skilltheory.kernel.formula import eq, le, lt, ne
from skilltheory.sorts import (
    Count,
    Natural,
    NonNegative,
    OpenUnit,
    Positive,
    Real,
    Variable,
    constant,
    family,
    variables,
)

x, y, z = variables("x y z", Real)
u, v = variables("u v", Positive)
w = Variable("w", NonNegative)
p = Variable("p", OpenUnit)
i, j, n, m = variables("i j n m", Count)
k = Variable("k", Natural)
c = constant("c", Real)
F, P = family("F", Real), family("P", Positive)
E = family("e", Natural, random=True)
HALF = Rational(1, 2)

below = assume(lt(x, y))
beyond = exhibit(sign(lt(x, x + 1)), Exists(y, lt(x, y)), x + 1)
square = sign(le(0, (x - 1) ** 2))
for_all = generalise(square, x)
terms = sign(le(0, P[i]))
in_range = combine(le(1, F[i]), [(assume(le(1, i)), 1), (assume(le(i, F[i])), 1)])
total = Sum(F[i], (i, 1, n))
lines = [sign(lt(Integer(-1), 0)), sign(lt(0, Integer(1))), sign(lt(0, Integer(2)))]
ne_ = sign(ne(0, u))
both_low = conjoin(assume(le(E[1], 3)), assume(le(x, 3)))

ACCEPTED: dict[str, tuple[Callable[[], Theorem], str]] = {
    "assume": (lambda: assume(lt(x, 0)), "x < 0 |- x < 0"),
    "axiom": (lambda: axiom("test.law", lt(x, y)), "|- x < y"),
    "cite": (lambda: cite("test.lemma", below), "x < y |- x < y"),
    "discharge": (lambda: discharge(below, lt(x, y)), "|- x < y implies x < y"),
    "modus_ponens": (
        lambda: modus_ponens(discharge(below, lt(x, y)), below),
        "x < y |- x < y",
    ),
    "conjoin": (
        lambda: conjoin(below, square, below),
        "x < y |- x < y and 0 <= (x - 1)**2 and x < y",
    ),
    "project": (lambda: project(conjoin(below, square), 1), "x < y |- 0 <= (x - 1)**2"),
    "membership": (lambda: membership(p), "|- 0 < p and p < 1"),
    "instantiate": (
        lambda: instantiate(combine(lt(0, u + x), [(assume(lt(-u, x)), 1)]), {u: v**2, x: -v / 2}),
        "-v**2 < -v/2 |- 0 < v**2 - v/2",
    ),
    "generalise": (lambda: for_all, "|- for all x in Real: 0 <= (x - 1)**2"),
    "specialise": (lambda: specialise(for_all, y + 1), "|- 0 <= y**2"),
    "exhibit": (lambda: beyond, "|- there is y in Real: x < y"),
    "choose": (
        lambda: choose(beyond, exhibit(below, Exists(z, lt(x, z)), y)),
        "|- there is z in Real: x < z",
    ),
    "cases": (
        lambda: cases(lt(x, 0), sign(le(0, x**2), [assume(lt(x, 0))]), sign(le(0, x**2))),
        "|- 0 <= x**2",
    ),
    "contradiction": (lambda: contradiction(assume(lt(u, 0)), lt(1, 0)), "u < 0 |- 1 < 0"),
    "equality": (
        lambda: equality(eq(log(u / v), log(u) - log(v))),
        "|- log(u/v) = log(u) - log(v)",
    ),
    "sign": (lambda: sign(le(2 * x, x**2 + 1)), "|- 2*x <= x**2 + 1"),
    "combine": (
        lambda: combine(lt(u * x, u * y + 1), [(below, u)]),
        "x < y |- u*x < u*y + 1",
    ),
    "rewrite": (
        lambda: rewrite(assume(eq(x, y)), square, le(0, (x - 1) ** 2 + 0 * y)),
        "x = y |- 0 <= (x - 1)**2",
    ),
    "monotone": (lambda: monotone("log", assume(lt(u, v))), "u < v |- log(u) < log(v)"),
    "increasing": (
        lambda: increasing(u - 1 / u, u, (1, v), sign(lt(0, 1 + u**-2))),
        "1 < v |- 0 < v - 1/v",
    ),
    "tangent": (
        lambda: tangent(exp(x), x, 0, sign(lt(0, exp(x)))),
        "x != 0 |- x + 1 < exp(x)",
    ),
    "minimum": (
        lambda: minimum(u - log(u), u, 1, sign(le(0, (u - 1) ** 2 / u))),
        "|- 1 <= u - log(u)",
    ),
    "intermediate_value": (
        lambda: intermediate_value(x**3 - x - 1, x, (0, 2), *lines[:1], sign(lt(0, 5)), lines[2]),
        "|- there is x in Real: (0 < x and x < 2 and x**3 - x - 1 = 0)",
    ),
    "induction": (
        lambda: induction(
            sign(le(1 + 0 * x, 2)), combine(le(n + 1, 2 ** (n + 1)), [(assume(le(n, 2**n)), 2)]), n
        ),
        "|- n <= 2**n",
    ),
    "sum_of": (
        lambda: sum_of(
            combine(
                le(i, n * P[i]),
                [(assume(le(i, n)), 1), (assume(le(1, P[1])), 0), (assume(le(0, n * P[i] - n)), 1)],
            ),
            j,
            1,
            n,
        ),
        "0 <= n*P[i] - n, 1 <= P[1], i <= n |- Sum(i, (j, 1, n)) <= Sum(n*P[i], (j, 1, n))",
    ),
    "split_off": (
        lambda: split_off(total, 1),
        "|- Sum(F[i], (i, 1, n)) = F[1] + Sum(F[i], (i, 2, n))",
    ),
    "swap": (
        lambda: swap(Sum(F[i, j], (i, 1, n), (j, 1, m))),
        "|- Sum(F[i, j], (i, 1, n), (j, 1, m)) = Sum(F[i, j], (j, 1, m), (i, 1, n))",
    ),
    "indicator": (lambda: indicator(lt(x, y)), "x < y |- AtLeast(x, y) = 0"),
    "unfold": (
        lambda: unfold(BinomialTail(n, HALF, x)),
        "|- BinomialTail(n, 1/2, x) = Sum(2**(j - n)*AtLeast(j, x)*binomial(n, j)/2**j, (j, 0, n))",
    ),
    "some_event": (
        lambda: some_event(Pr(some(i, 1, n, le(E[i], 3)))),
        "|- Pr[there is i in Count: (1 <= i and i <= n and E[i] <= 3)] <= "
        "Sum(Pr[E[i] <= 3], (i, 1, n))".replace("E[", "e["),
    ),
    "likelier": (
        lambda: likelier(both_low, le(E[1], 3)),
        "x <= 3 |- Pr[e[1] <= 3] <= Pr[e[1] <= 3 and x <= 3]",
    ),
    "product_of": (
        lambda: product_of(combine(le(P[i], 2 * P[i]), []), i, 1, n, sign(lt(0, P[i]))),
        "|- Product(P[i], (i, 1, n)) <= Product(2*P[i], (i, 1, n))",
    ),
    "mean_of": (
        lambda: mean_of(combine(le(x * E[1], x * (E[1] + 1)), [(assume(le(0, x)), 1)])),
        "0 <= x |- E[x*e[1]] <= E[x*(e[1] + 1)]",
    ),
    "linear": (
        lambda: linear(Mean(x * E[1] * E[2] - 3 * Sum(E[i] + i, (i, 1, n)) + y)),
        "|- E[x*e[1]*e[2] + y - 3*Sum(i + e[i], (i, 1, n))] = "
        "x*E[e[1]*e[2]] + y - 3*Sum(i + E[e[i]], (i, 1, n))",
    ),
    "share_of": (lambda: share_of(AtLeast(E[1], x)), "|- E[AtLeast(e[1], x)] = Pr[x <= e[1]]"),
    "chance": (
        lambda: chance(Pr(le(E[1], 3))),
        "|- 0 <= Pr[e[1] <= 3] and Pr[e[1] <= 3] <= 1",
    ),
    "ball": (
        lambda: ball(lt(log(x), x), {x: ("1/2", 3)}),
        "1/2 <= x, x <= 3 |- log(x) < x",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_accepts(name: str) -> None:
    make, says = ACCEPTED[name]
    theorem = make()
    assert theorem.step.rule == name
    assert str(theorem) == says


REFUSED: list[tuple[str, str, Callable[[], object], str]] = [
    ("assume", "no proposition", lambda: assume(sympy.Integer(1)), "not a proposition"),
    ("assume", "no sort", lambda: assume(lt(sympy.Symbol("s"), 0)), "typed variable"),
    ("axiom", "no proposition", lambda: axiom("a", sympy.true), "typed variable"),
    ("discharge", "no proposition", lambda: discharge(below, x), "not a proposition"),
    ("modus_ponens", "no implication", lambda: modus_ponens(below, below), "not an implication"),
    (
        "modus_ponens",
        "another premise",
        lambda: modus_ponens(discharge(below, lt(x, y)), assume(lt(x, z))),
        "not the premise",
    ),
    ("conjoin", "nothing", conjoin, "needs a part"),
    ("project", "no such part", lambda: project(conjoin(below, square), 2), "no part"),
    ("project", "a negative place", lambda: project(conjoin(below, square), -1), "no part"),
    ("project", "no conjunction", lambda: project(below, 0), "no part"),
    ("membership", "no variable", lambda: membership(u + 1), "neither a variable"),
    ("membership", "a sort without ends", lambda: membership(x), "no ends"),
    (
        "instantiate",
        "outside the sort",
        lambda: instantiate(terms, {P.label: Lambda(i, -i)}),
        "not known",
    ),
    ("instantiate", "may be outside", lambda: instantiate(sign(lt(0, u)), {u: x}), "not known"),
    ("instantiate", "no integer", lambda: instantiate(sign(lt(0, n)), {n: u}), "integer"),
    ("instantiate", "undefined", lambda: instantiate(square, {x: log(y)}), "not known"),
    ("instantiate", "fixed", lambda: instantiate(assume(lt(c, 0)), {c: Integer(1)}), "fixed"),
    (
        "instantiate",
        "a family without a Lambda",
        lambda: instantiate(terms, {P.label: u}),
        "put a Lambda",
    ),
    (
        "instantiate",
        "a fact about the index of a Lambda",
        lambda: instantiate(terms, {P.label: Lambda(i, i - 1)}, [assume(lt(1, i))]),
        "restricts",
    ),
    ("generalise", "in a hypothesis", lambda: generalise(below, x), "occurs in a hypothesis"),
    ("generalise", "fixed", lambda: generalise(square, c), "fixed"),
    ("generalise", "no variable", lambda: generalise(square, x + 1), "not a typed variable"),
    ("specialise", "not universal", lambda: specialise(square, y), "not universal"),
    (
        "specialise",
        "outside the sort",
        lambda: specialise(generalise(sign(lt(0, u)), u), x),
        "not known",
    ),
    ("exhibit", "not existential", lambda: exhibit(square, for_all.conclusion, x), "existential"),
    ("exhibit", "another instance", lambda: exhibit(square, Exists(y, lt(x, y)), x), "is not"),
    (
        "exhibit",
        "outside the sort",
        lambda: exhibit(sign(lt(-u, 0)), Exists(v, lt(v - 2 * u, 0)), x),
        "not known",
    ),
    ("choose", "not existential", lambda: choose(below, below), "not existential"),
    ("choose", "in the conclusion", lambda: choose(beyond, below), "occurs outside"),
    (
        "choose",
        "in another hypothesis",
        lambda: choose(beyond, combine(lt(x, 0), [(below, 1), (assume(lt(y, 0)), 1)])),
        "occurs outside",
    ),
    ("cases", "different conclusions", lambda: cases(lt(x, 0), below, square), "differ"),
    ("cases", "no relation", lambda: cases(for_all.conclusion, below, below), "not a relation"),
    ("contradiction", "may be true", lambda: contradiction(below, lt(1, 0)), "not known"),
    ("contradiction", "no relation", lambda: contradiction(for_all, lt(1, 0)), "not a relation"),
    ("equality", "no equation", lambda: equality(le(x, x)), "not an equation"),
    ("equality", "no identity", lambda: equality(eq(log(u * v), log(u))), "not an identity"),
    ("equality", "undefined", lambda: equality(eq(log(x), log(x) + y - y)), "not known"),
    ("sign", "no relation", lambda: sign(for_all.conclusion), "not a relation"),
    ("sign", "false", lambda: sign(lt(0, (x - 1) ** 2)), "false at"),
    ("combine", "a negative multiplier", lambda: combine(lt(y, x), [(below, -1)]), "multiplier"),
    ("combine", "an unknown multiplier", lambda: combine(lt(0, 1), [(below, z)]), "multiplier"),
    ("combine", "a rest", lambda: combine(lt(x + 1, y), [(below, 1)]), "does not settle"),
    ("combine", "not strict", lambda: combine(lt(x, y), [(assume(le(x, y)), 1)]), "settle"),
    ("combine", "an unequal part", lambda: combine(lt(x, y), [(assume(ne(x, y)), 1)]), "equation"),
    ("combine", "no relation", lambda: combine(lt(x, y), [(for_all, 1)]), "equation"),
    ("rewrite", "no equation", lambda: rewrite(below, square), "not an equation"),
    ("rewrite", "nothing there", lambda: rewrite(assume(eq(z, y)), square), "does not occur"),
    (
        "rewrite",
        "more than the equation says",
        lambda: rewrite(assume(eq(x, y)), square, le(0, (z - 1) ** 2)),
        "elsewhere",
    ),
    ("monotone", "an unknown function", lambda: monotone("cos", below), "not one of"),
    ("monotone", "log of what may be negative", lambda: monotone("log", below), "domain"),
    ("monotone", "root of what may be negative", lambda: monotone("sqrt", below), "domain"),
    ("monotone", "an unequal relation", lambda: monotone("exp", assume(ne(x, y))), "equation"),
    (
        "increasing",
        "another derivative",
        lambda: increasing(u**2, u, (1, 2), sign(lt(0, u))),
        "derivative",
    ),
    (
        "increasing",
        "the wrong form",
        lambda: increasing(u**2, u, (1, 2), sign(lt(-u, u))),
        "form",
    ),
    (
        "increasing",
        "an end outside the sort",
        lambda: increasing(u**2, u, (-1, 2), sign(lt(0, 2 * u))),
        "not known",
    ),
    (
        "increasing",
        "a hypothesis that is no interval",
        lambda: increasing(u, u, (1, 2), sign(lt(0, Integer(1))), [assume(lt(1, u**2))]),
        "affine",
    ),
    (
        "increasing",
        "undefined on the way",
        lambda: increasing(-1 / x, x, (-1, 1), sign(lt(0, Integer(1)))),
        "zero",
    ),
    (
        "increasing",
        "integers",
        lambda: increasing(n, n, (1, 2), sign(lt(0, Integer(1)))),
        "integers",
    ),
    (
        "tangent",
        "another second derivative",
        lambda: tangent(u**3, u, 1, sign(le(0, 3 * u))),
        "derivative of order 2",
    ),
    ("tangent", "a moving point", lambda: tangent(u**2, u, u, sign(le(0, Integer(2)))), "depend"),
    (
        "tangent",
        "a point outside the sort",
        lambda: tangent(u**2, u, -1, sign(le(0, Integer(2)))),
        "not known",
    ),
    (
        "minimum",
        "another derivative",
        lambda: minimum(u**2, u, 1, sign(le(0, (u - 1) ** 2))),
        "derivative",
    ),
    (
        "minimum",
        "a moving point",
        lambda: minimum(x**2, x, x, sign(le(0, Integer(0)))),
        "depend",
    ),
    (
        "minimum",
        "no derivative at the point",
        lambda: minimum(sqrt(w), w, 0, sign(le(0, sqrt(w) / 2))),
        "root",
    ),
    (
        "intermediate_value",
        "no sign below",
        lambda: intermediate_value(x, x, (0, 2), lines[0], lines[2], lines[2]),
        "is not",
    ),
    (
        "intermediate_value",
        "ends out of order",
        lambda: intermediate_value(x, x, (-1, 1), lines[0], lines[1], lines[2]),
        "is not",
    ),
    (
        "intermediate_value",
        "a jump",
        lambda: intermediate_value(
            AtLeast(x, HALF) - HALF, x, (0, 1), sign(lt(-HALF, 0)), sign(lt(0, HALF)), lines[1]
        ),
        "differentiated",
    ),
    (
        "intermediate_value",
        "the variable in a hypothesis of an end",
        lambda: intermediate_value(
            x, x, (-1, 1), combine(lt(-1, 0), [(below, 0)]), lines[1], sign(lt(-1, 1))
        ),
        "occurs in a hypothesis",
    ),
    ("induction", "no first member", lambda: induction(below, below, Variable("q", Real)), "first"),
    (
        "induction",
        "another base case",
        lambda: induction(lines[1], combine(le(2, n + 1), [(assume(le(2, n)), 1)]), n),
        "base case",
    ),
    (
        "induction",
        "no next case",
        lambda: induction(sign(le(1, 1)), sign(le(1, n + 1)), n),
        "next case",
    ),
    (
        "induction",
        "the variable in another hypothesis",
        lambda: induction(
            combine(le(1, 1), [(assume(le(n, 2)), 0)]),
            combine(le(n + 1, 1), [(assume(le(n, 1)), 1), (assume(le(1, 0)), 1)]),
            n,
        ),
        "another hypothesis",
    ),
    ("sum_of", "an unequal relation", lambda: sum_of(assume(ne(F[i], 0)), i, 1, n), "equation"),
    ("sum_of", "the index in a hypothesis", lambda: sum_of(in_range, i, 1, n), "other than"),
    ("sum_of", "an index that is real", lambda: sum_of(square, x, 1, n), "integer sort"),
    ("sum_of", "a range outside the sort", lambda: sum_of(terms, i, 0, n), "at least 1"),
    ("sum_of", "a range that depends on itself", lambda: sum_of(terms, i, 1, i), "its own index"),
    ("sum_of", "an end that is no integer", lambda: sum_of(terms, i, 1, u), "integer"),
    (
        "product_of",
        "factors that may be negative",
        lambda: product_of(sign(le(F[i] - 1, F[i])), i, 1, n, sign(le(0, P[i]))),
        "not negative",
    ),
    (
        "product_of",
        "an equation",
        lambda: product_of(sign(eq(F[i], F[i])), i, 1, n, terms),
        "not an inequality",
    ),
    (
        "product_of",
        "the index in a hypothesis",
        lambda: product_of(assume(le(P[i], 1)), i, 1, n, terms),
        "other than",
    ),
    (
        "product_of",
        "the index in a hypothesis on the sign",
        lambda: product_of(sign(le(F[i], F[i] + 1)), i, 1, n, assume(le(0, F[i]))),
        "other than",
    ),
    (
        "product_of",
        "a range outside the sort",
        lambda: product_of(sign(le(P[i], 2 * P[i])), i, 0, n, terms),
        "at least 1",
    ),
    ("split_off", "no sum", lambda: split_off(x, 1), "not a sum"),
    ("split_off", "outside the range", lambda: split_off(total, m), "outside"),
    ("split_off", "no integer", lambda: split_off(total, HALF + 1), "integer"),
    ("swap", "one sum", lambda: swap(total), "sum of sums"),
    ("swap", "a range that depends", lambda: swap(Sum(F[i, j], (i, 1, j), (j, 1, m))), "depends"),
    ("swap", "one index twice", lambda: swap(Sum(F[i], (i, 1, n), (i, 1, m))), "hides"),
    ("swap", "a product", lambda: swap(Product(F[i, j], (i, 1, n), (j, 1, m))), "sum of sums"),
    ("indicator", "an equation", lambda: indicator(eq(x, y)), "neither"),
    ("unfold", "no tail", lambda: unfold(log(u)), "no definition"),
    ("unfold", "no natural number", lambda: unfold(BinomialTail(u, p, x)), "integer"),
    ("unfold", "no probability", lambda: unfold(BinomialTail(n, u, x)), "from 0 to 1"),
    ("some_event", "no probability", lambda: some_event(x), "not the probability"),
    (
        "some_event",
        "no 'some'",
        lambda: some_event(Pr(le(E[1], 3))),
        "not the probability",
    ),
    (
        "some_event",
        "no range",
        lambda: some_event(Pr(Exists(i, conjoin(below, square).conclusion))),
        "does not begin",
    ),
    (
        "some_event",
        "a random range",
        lambda: some_event(Pr(some(k, 0, E[1], le(E[k], 3)))),
        "random",
    ),
    ("likelier", "no hypothesis", lambda: likelier(both_low, le(E[2], 3)), "not a hypothesis"),
    (
        "likelier",
        "a random hypothesis",
        lambda: likelier(both_low, le(x, 3)),
        "random",
    ),
    ("mean_of", "an unequal relation", lambda: mean_of(ne_), "equation"),
    (
        "mean_of",
        "a hypothesis about chance",
        lambda: mean_of(assume(le(E[1], 3))),
        "speaks about the random",
    ),
    ("linear", "no mean", lambda: linear(x), "not a mean"),
    ("share_of", "no indicator", lambda: share_of(E[1] + 0), "not an indicator"),
    ("chance", "no probability", lambda: chance(x), "not a probability"),
    ("ball", "not strict", lambda: ball(le(0, 1)), "not a strict"),
    ("ball", "a variable without a side", lambda: ball(lt(0, u)), "no side"),
    ("ball", "an integer", lambda: ball(lt(0, n), {n: (1, 2)}), "real sort"),
    ("ball", "ends out of order", lambda: ball(lt(0, u), {u: (2, 1)}), "order"),
    ("ball", "false", lambda: ball(lt(x, x**2), {x: (0, 3)}), "false at"),
    ("ball", "a text that is no number", lambda: ball(lt(0, u), {u: ("one", 2)}), "decimal"),
    ("ball", "no precision", lambda: ball(lt(0, u), {u: (1, 2)}, 1), "precision"),
]


@pytest.mark.parametrize(
    ("make", "because"),
    [row[2:] for row in REFUSED],
    ids=[f"{name}: {what}" for name, what, *_ in REFUSED],
)
def test_the_rule_refuses(make: Callable[[], object], because: str) -> None:
    with pytest.raises(Refused, match=because):
        make()


def test_every_rule_is_tested_and_has_its_schema() -> None:
    assert ACCEPTED.keys() == RULES.keys()
    assert {name for name, *_ in REFUSED} == RULES.keys() - {"cite"}
    for name, rule in RULES.items():
        assert rule.__doc__, name
        assert "|-" in rule.__doc__ or name in {
            *(
                "cite",
                "membership",
                "combine",
                "monotone",
                "swap",
                "split_off",
                "intermediate_value",
            ),
        }


@pytest.mark.parametrize("name", RULES)
def test_nonsense_is_refused_in_words(name: str) -> None:
    for nonsense in ((), (None,), (3, "x"), (object(),) * 3, (x, x, x)):
        with pytest.raises(SkillTheoryError):
            RULES[name](*nonsense)


def test_a_universal_claim_binds_its_variable() -> None:
    assert for_all.conclusion == ForAll(x, le(0, (x - 1) ** 2))
    assert for_all.free == frozenset()
