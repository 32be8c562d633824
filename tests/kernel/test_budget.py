"""What is false or hard ends in a refusal, soon; never in a hang."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import pytest
import sympy
from sympy import Add, Integer, Mul, Rational, Sum, binomial, exp, log, sqrt

from skilltheory.errors import BudgetExceeded, Refused
from skilltheory.functions import KL
from skilltheory.kernel import (
    assume,
    ball,
    combine,
    equality,
    increasing,
    instantiate,
    sign,
    tangent,
)
from skilltheory.kernel.formula import eq, le, lt
from skilltheory.sorts import Count, OpenUnit, Positive, Real, Variable, family, variables
from tests.clock import soon

x, y, z, w = variables("x y z w", Real)
a, b = variables("a b", Positive)
p, q = variables("p q", OpenUnit)
i, j, l, n, m = variables("i j l n m", Count)  # noqa: E741
F = family("F", Real)
REALS = [Variable(f"v{k}", Real) for k in range(12)]
POSITIVES = [Variable(f"u{k}", Positive) for k in range(12)]
UNITS = [Variable(f"q{k}", OpenUnit) for k in range(10)]
SECONDS = 6.0
"""Far above what any of these takes."""


def nested(step: Callable[[sympy.Expr], sympy.Expr], depth: int, start: sympy.Expr) -> sympy.Expr:
    return reduce(lambda term, _: step(term), range(depth), start)


OUT_OF_BUDGET: dict[str, Callable[[], object]] = {
    "a power of a long sum": lambda: sign(lt(0, Add(*REALS) ** 40)),
    "a power too high": lambda: equality(eq((1 + a) ** (10**12), 1)),
    "a product of sums": lambda: sign(lt(0, Mul(*[1 - v for v in REALS]) - 1)),
    "a product of exponentials": lambda: equality(eq(Mul(*[1 + exp(v) for v in REALS]), 1)),
    "many denominators": lambda: equality(
        eq(Add(*[1 / (u + k) for k, u in enumerate(POSITIVES)]), 1)
    ),
    "many variables": lambda: sign(lt(0, Add(*[v * u for v in REALS for u in POSITIVES]) - 1)),
    "one minus a long product": lambda: sign(le(0, 1 - Mul(*[1 - u for u in UNITS]))),
    "a long derivative": lambda: tangent(
        nested(lambda t: exp(t) * (1 + t), 6, x), x, 0, sign(le(0, 1 + x**2))
    ),
    "a power of 2 too long": lambda: instantiate(equality(eq(2**n, 2**n)), {n: Integer(10**9)}),
    "a binomial coefficient too long": lambda: instantiate(
        equality(eq(binomial(n, m), binomial(n, m))), {n: Integer(10**7), m: Integer(5 * 10**6)}
    ),
    "a tower of exponentials": lambda: sign(lt(0, exp(exp(exp(100))) - 1)),
    "a number too long": lambda: sign(lt(0, Integer(3) ** 100000 * x - 1)),
    "a sum of numbers too long": lambda: equality(eq(Sum(exp(i), (i, 1, 10**9)), 1)),
    "sums in sums in sums": lambda: ball(
        lt(0, Sum(x + i * j * l, (i, 1, 200), (j, 1, 200), (l, 1, 200))), {x: (0, 1)}
    ),
    "a sequent that is too large": lambda: assume(lt(0, nested(lambda t: log(1 + t) + t, 14, a))),
    "a box with a zero that is no fraction": lambda: ball(lt(0, (x**2 - 2) ** 2), {x: (1, 2)}),
    "a box in many variables": lambda: ball(
        lt(0, (x - Rational(1, 3)) ** 2 + (y - z) ** 2 * w**2),
        {x: (-9, 9), y: (-9, 9), z: (-9, 9), w: (0, 9)},
    ),
    "an equality of numbers by enclosures": lambda: ball(lt(0, log(6) - log(2) - log(3))),
}


@pytest.mark.parametrize("hard", OUT_OF_BUDGET.values(), ids=OUT_OF_BUDGET)
def test_a_decider_says_when_its_budget_is_used_up(hard: Callable[[], object]) -> None:
    with soon(SECONDS), pytest.raises(BudgetExceeded):
        hard()


HARD: dict[str, Callable[[], object]] = {
    "a sparse polynomial": lambda: sign(lt(0, x**600 * y**601 - 1 + x)),
    "a high degree": lambda: sign(lt(0, x**20000 - x - 1)),
    "a dense polynomial": lambda: sign(
        lt(0, x**60 + Add(*[(k * 37 % 11 - 5) * x**k for k in range(60)]))
    ),
    "a polynomial with long coefficients": lambda: sign(
        lt(0, Add(*[(7 ** (400 + k) % 10**300 - 5 * 10**299) * x**k for k in range(60)]))
    ),
    "a polynomial with long denominators": lambda: sign(
        lt(0, Add(*[Rational(7 ** (90 + k) - 10**80, 3 ** (90 + k)) * x**k for k in range(40)]))
    ),
    "a number that is hard to factor": lambda: equality(
        eq(log(Integer((10**61 + 93) * (10**60 + 7))), a)
    ),
    "a root of it": lambda: equality(eq(sqrt(Integer((10**61 + 93) * (10**60 + 7))), a)),
    "a continued fraction": lambda: equality(eq(nested(lambda t: 1 / (1 + t), 60, a), 1)),
    "logarithms of logarithms": lambda: sign(lt(0, nested(lambda t: log(1 + t), 60, a))),
    "roots of roots": lambda: sign(lt(100, nested(lambda t: sqrt(1 + t), 60, a))),
    "many facts": lambda: sign(
        lt(0, Add(*REALS)), [assume(lt(v, u)) for v in REALS for u in POSITIVES]
    ),
    "many facts about products": lambda: sign(
        lt(0, Mul(*REALS) - 1),
        [assume(lt(v * u, u**2 + v)) for v in REALS for u in REALS if u != v],
    ),
    "a long product under a sum": lambda: equality(
        eq(Sum(Mul(*[1 + F[i + k] for k in range(8)]), (i, 1, n)), 1)
    ),
    "a derivative of many factors": lambda: increasing(
        Mul(*[log(a + k) for k in range(1, 15)]), a, (1, 2), sign(lt(0, a))
    ),
    "a box where the function has no value": lambda: ball(lt(0, log(x)), {x: (-1, 2)}),
}


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD)
def test_what_is_hard_is_refused_soon(hard: Callable[[], object]) -> None:
    with soon(SECONDS), pytest.raises(Refused):
        hard()


FALSE: dict[str, Callable[[], object]] = {
    "sign": lambda: sign(lt(0, x**2 - x)),
    "sign, at an end only": lambda: sign(lt(0, Variable("t", Positive) - 1)),
    "sign, an equation": lambda: sign(eq(x, y)),
    "sign, under a fact": lambda: sign(lt(x, y - 1), [assume(lt(x, y))]),
    "equality": lambda: equality(eq((x + y) ** 2, x**2 + y**2)),
    "equality of logarithms": lambda: equality(eq(log(a + b), log(a) + log(b))),
    "equality of sums": lambda: equality(eq(Sum(F[i] ** 2, (i, 1, n)), Sum(F[i], (i, 1, n)) ** 2)),
    "combine": lambda: combine(le(3 * (q - p) ** 2, KL(q, p)), []),
    "combine, with a part": lambda: combine(lt(2 * x, y), [(assume(lt(x, y)), 1)]),
    "ball": lambda: ball(lt(exp(x), 1 + x + x**2), {x: (0, 3)}),
}


@pytest.mark.parametrize("false", FALSE.values(), ids=FALSE)
def test_a_false_claim_is_refused_with_a_point(false: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught:
        false()
    point = caught.value.counterexample
    assert point, caught.value
    assert all(sympy.Rational(number) is not sympy.nan for number in point.values())
    assert "false at" in str(caught.value)


def test_the_ordinary_is_far_from_any_budget() -> None:
    from skilltheory.kernel.polynomials import (
        MAX_WORK,
    )
    from skilltheory.kernel.signs import Algebra

    algebra = Algebra()
    assert algebra.is_zero(algebra.poly((x + y) ** 4 - (x + y) ** 2 * (x**2 + 2 * x * y + y**2)))
    assert algebra.spent < MAX_WORK / 40
