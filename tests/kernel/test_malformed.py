"""Objects that SymPy or Python lets one make, and that are not what they look like.

Each of these once led to something false; the comment says to what.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from sympy import Basic, Integer, Lambda, Rational, log

from skilltheory.errors import Refused, SkillTheoryError
from skilltheory.functions import KL, BinomialTail
from skilltheory.kernel import (
    And,
    Exists,
    Less,
    Pr,
    assume,
    axiom,
    ball,
    chance,
    cite,
    combine,
    equality,
    exhibit,
    instantiate,
    membership,
    monotone,
    rewrite,
    sign,
)
from skilltheory.kernel.formula import eq, le, lt
from skilltheory.kernel.signs import Algebra
from skilltheory.sorts import (
    SORTS,
    Count,
    Positive,
    Probability,
    Real,
    Sort,
    Variable,
    constant,
    family,
    variables,
)

x, y, z = variables("x y z", Real)
u = Variable("u", Positive)
r = Variable("r", Probability)
n, i = variables("n i", Count)
P = family("P", Positive)
c = constant("c", Real)
HALF = Rational(1, 2)


# -- arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "term",
    [
        log(3, 10, evaluate=False),  # 1 < log(3, 10), by its first argument; put together: 0.47
        Basic.__new__(sympy.exp, x, y),
        Basic.__new__(sympy.Abs, u, y),
        Basic.__new__(sympy.binomial, n, i, x),
        sympy.LambertW(Rational(-1, 10), -1),
        Basic.__new__(KL, x),
        Basic.__new__(sympy.Add, lt(0, 1), x),
    ],
)
def test_functions_have_their_own_number_of_arguments(term: sympy.Expr) -> None:
    with pytest.raises(SkillTheoryError):
        assume(Basic.__new__(Less, Integer(1), term))
    with pytest.raises(SkillTheoryError):
        ball(lt(1, term))


@pytest.mark.parametrize(
    "proposition",
    [
        Basic.__new__(And),
        Basic.__new__(And, lt(0, x)),
        Basic.__new__(And, And(lt(0, x), lt(x, 1)), lt(y, 1)),
        Basic.__new__(Less, lt(0, 1), x),
        Basic.__new__(Less, x),
        Basic.__new__(Exists, x + 1, lt(x, 1)),
        Basic.__new__(Exists, c, lt(c, 0)),
    ],
)
def test_a_proposition_is_what_its_parts_make_up(proposition: Basic) -> None:
    with pytest.raises(SkillTheoryError):
        assume(proposition)


def test_no_quantifier_binds_a_constant() -> None:
    """With the axiom ``0 < c``, "there is c < 0" would be chosen: ``0 < 0``."""
    with pytest.raises(SkillTheoryError):
        exhibit(sign(lt(-1, 0)), Basic.__new__(Exists, c, lt(c, 0)), Integer(-1))


def test_a_probability_is_one_of_a_proposition() -> None:
    with pytest.raises(SkillTheoryError):
        chance(Basic.__new__(Pr, x))


def test_a_function_of_a_constant_is_no_function() -> None:
    """With the axiom ``0 < c``, ``2 c`` would be positive at every ``c``: ``0 < -10``."""
    known = axiom("test.c", lt(0, c))
    with pytest.raises(Refused, match="fixed"):
        instantiate(membership(P[-5]), {P.label: Lambda(c, 2 * c)}, [known])


def test_a_function_that_changes_is_not_taken() -> None:
    """Positive when it is looked at, negative when it is put in."""

    class Changing(Lambda):
        expr = Integer(-1)

    with pytest.raises(SkillTheoryError):
        instantiate(membership(P[2]), {P.label: Changing(i, Integer(1))})


@pytest.mark.parametrize("identifier", [None, 3, ("a", "b")])
def test_what_is_supposed_has_a_name(identifier: object) -> None:
    with pytest.raises(Refused, match="text"):
        axiom(identifier, lt(1, 0))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="text"):
        cite(identifier, sign(lt(0, 1)))  # type: ignore[arg-type]


# -- variables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sort", "fixed", "random", "name"])
def test_nothing_of_a_variable_is_deleted(name: str) -> None:
    """A sort that can be deleted can be set anew: ``0 < q`` for positive, then for real ``q``."""
    q = Variable("q", Positive)
    with pytest.raises(SkillTheoryError, match="cannot be changed"):
        delattr(q, name)
    assert q.sort is Positive


def test_a_sort_of_a_class_of_ones_own() -> None:
    """It says that it is a known one, and has other ends."""

    class Sly(Sort):
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = Sort.__hash__

    five = Sly("Count", "an integer that is at least 5", Fraction(5), integer=True)
    with pytest.raises(Refused, match="not the library's"):
        membership(Variable("m", five))


def test_equal_sorts_are_one_object() -> None:
    again = Sort("Real", "a real number")
    assert Variable("x", again) is x
    assert Variable("fresh", again).sort is Real


def test_the_table_of_sorts_is_closed() -> None:
    nothing = Sort("Nothing", "none", Fraction(1), Fraction(0))
    with pytest.raises(TypeError):
        SORTS["Nothing"] = nothing  # type: ignore[index]


def test_a_name_is_a_plain_text() -> None:
    class Text(str):
        pass

    with pytest.raises(Refused, match="typed variable"):
        assume(lt(0, Variable(Text("t"), Real)))


# -- values outside a domain ---------------------------------------------------------------------


def test_a_tail_outside_its_domain_has_no_value() -> None:
    """Its sum is -3 at p = 3, and empty at n = -3; a tail is never negative, and 1 from t = 0."""
    with pytest.raises(SkillTheoryError):
        ball(lt(BinomialTail(2, x, 1), 0), {x: (3, 3)})
    with pytest.raises(SkillTheoryError):
        ball(lt(BinomialTail(x, HALF, y), HALF), {x: (-3, -3), y: (0, 0)})
    assert ball(lt(BinomialTail(2, x, 1), 1), {x: (HALF / 8, HALF)})
    assert ball(lt(BinomialTail(2, r, 1), 1), {r: (0, HALF)})


@pytest.mark.parametrize("base", [Integer(0), x])
def test_the_power_zero_is_one(base: sympy.Expr) -> None:
    """``0**0``, as it stands, was a square of zero: ``0**0 <= 0``, hence ``1 <= 0``."""
    power = sympy.Pow(base, 0, evaluate=False)
    with pytest.raises(Refused):
        sign(le(power, 0), [assume(eq(base, 0))])
    with pytest.raises(Refused):
        sign(eq(power, 0), [assume(eq(base, 0))])
    assert equality(eq(power, 1))


def test_a_factor_that_may_be_undefined_is_not_swallowed() -> None:
    """``x (1/y) (1/y + z)`` at ``x = y`` is ``1/y + z`` only where ``y`` is not zero."""
    product = x * (1 / y) * (1 / y + z)
    same = sign(le(product, product))
    with pytest.raises(Refused, match="no value"):
        rewrite(assume(eq(x, y)), same, le(1 / y + z, product))


def test_a_logarithm_that_stands_twice_does_not_vanish_once() -> None:
    """``exp(log(x) + log(x)**2)`` is ``x exp(log(x)**2)`` only for positive ``x``."""
    with pytest.raises(Refused, match="no value"):
        monotone("exp", assume(le(log(x) + log(x) ** 2, y)))
    assert monotone("exp", assume(le(log(u) + log(u) ** 2, y)))


@pytest.mark.parametrize(
    "claim", [le(1 / y, 1 / y + 1), lt(log(x), log(x) + 1), le(y / x + z, z + y / x + u)]
)
def test_sides_that_differ_must_be_defined(claim: Less) -> None:
    with pytest.raises(Refused):
        sign(claim)
    with pytest.raises(Refused):
        combine(claim, [])
    with pytest.raises(SkillTheoryError):
        ball(claim, {x: (-1, 1), y: (-1, 1), z: (0, 1)})


def test_a_sum_of_what_is_not_zero_may_be_zero() -> None:
    algebra = Algebra()
    body = algebra.poly(P[i] - P[i + 1])
    algebra._note(body, frozenset({-1, 1}))  # had we known this of each, nothing follows
    index = Variable("i", Count)
    total = algebra.gather(body, index, algebra.poly(Integer(1)), algebra.poly(n))
    assert algebra.sign(total) == frozenset({-1, 0, 1})
