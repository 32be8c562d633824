"""Signs of sums of logarithms are decided, equality included."""

from fractions import Fraction as F

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skilltheory.solve import _logs

shares = st.fractions(min_value=F(1, 50), max_value=F(49, 50), max_denominator=50)


@pytest.mark.parametrize(
    "terms",
    [
        [(F(1), F(4)), (F(-2), F(2))],
        [(F(1, 2), F(9, 4)), (F(-1), F(3, 2))],
        [(F(1), F(6)), (F(-1), F(2)), (F(-1), F(3))],
        [(F(1), F(12)), (F(-2), F(2)), (F(-1), F(3))],
        # k theta log(1/alpha) = h(theta) at alpha = 1/4, theta = 1/2, k = 1.
        [(F(1, 2), F(4)), (F(1, 2), F(1, 2)), (F(1, 2), F(1, 2))],
        [(F(3), F(1))],
    ],
)
def test_zero_is_recognised(terms):
    assert _logs.is_zero(terms)
    assert _logs.sign(terms) == 0


def test_near_zero_is_not_zero():
    close = [(F(1), F(10**40 + 1, 10**40)), (F(-1), F(10**40 + 2, 10**40 + 1))]
    assert _logs.sign(close) == 1
    assert _logs.sign([(-a, x) for a, x in close]) == -1
    assert not _logs.is_zero(close)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=4))
def test_sign_agrees_with_mpmath(terms):
    with mpmath.workdps(60):
        value = mpmath.fsum(
            mpmath.mpf(a.numerator)
            / a.denominator
            * mpmath.log(mpmath.mpf(x.numerator) / x.denominator)
            for a, x in terms
        )
    assume(abs(value) > mpmath.mpf(10) ** -40)
    assert _logs.sign(terms) == (1 if value > 0 else -1)


@settings(max_examples=60, deadline=None)
@given(shares, shares)
def test_products_of_powers_are_zero_sums(x, y):
    assert _logs.sign([(F(3), x * y), (F(-3), x), (F(-3), y)]) == 0


def test_divergence_at_the_edge():
    assert _logs.kl_terms(F(1), F(1, 3)) == [(F(1), F(3))]
