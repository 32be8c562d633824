"""Decimals are printed only where the enclosure proves them."""

from fractions import Fraction

import flint
import pytest
from flint import arb, ctx, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory.errors import SkillTheoryError
from skilltheory.solve import _decimals


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(400):
        yield


def value_of(decimal):
    mantissa, exponent = decimal
    return int(mantissa) * Fraction(10) ** exponent


@settings(max_examples=200, deadline=None)
@given(
    st.fractions(min_value=Fraction(1, 10**9), max_value=10**9, max_denominator=10**12),
    st.integers(1, 40),
)
def test_rounding_is_to_the_nearest(number, digits):
    with ctx.workprec(400):
        ball = arb(fmpq(number.numerator, number.denominator))
        decimal = _decimals.rounded(ball, digits)
    if decimal is None:  # a tie, which no ball can decide
        shifted = number * Fraction(10) ** (digits + 20)
        assert shifted.denominator == 1
        return
    assert len(str(decimal[0])) == digits
    unit = Fraction(10) ** decimal[1]
    assert abs(value_of(decimal) - number) <= unit / 2


@pytest.mark.parametrize(
    ("text", "digits", "expected"),
    [
        ("9.9999", 2, (10, 0)),
        ("9.9999", 5, (99999, -4)),
        ("0.99996", 4, (1000, -3)),
        ("10", 3, (100, -1)),
        ("1e-400", 3, (100, -402)),
        ("123456", 2, (12, 4)),
        ("-2.5001", 1, (-3, 0)),
    ],
)
def test_rounding_next_to_powers_of_ten(text, digits, expected):
    assert _decimals.rounded(arb(text), digits) == expected


@pytest.mark.parametrize("bits", [10, 28, 31, 60, 200])
@pytest.mark.parametrize("side", [-1, 1])
def test_rounding_next_to_a_half(bits, side):
    """Nearer than a radius can be told from 1/2, the quick look decides nothing."""
    gap = arb((1, -bits))
    ball = 123 + arb("0.5") + side * gap + arb(0, gap / 2)
    assert _decimals.rounded(ball, 3) == ((123, 0) if side < 0 else (124, 0))
    assert _decimals.rounded(ball + arb(0, gap), 3) is None


def test_a_wide_ball_proves_nothing():
    assert _decimals.rounded(arb("1.2345", "0.001"), 4) is None
    assert _decimals.rounded(arb(1, 2), 1) is None


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (Fraction(1561, 400), 10, "3.9025"),
        (Fraction(1, 3), 5, "0.33333"),
        (Fraction(2, 3), 5, "0.66667"),
        (Fraction(10**30), 5, "1" + "0" * 30),
        (Fraction(1, 2**40), 5, "9.0949e-13"),
        (Fraction(0), 5, "0"),
        (Fraction(-7, 8), 3, "-0.875"),
        (Fraction(999999, 1000001), 3, "1.00"),
        (Fraction(10**40 + 1, 3), 4, "3.333e39"),
    ],
)
def test_exact_numbers(number, digits, text):
    assert _decimals.shown(number, digits) == text


@settings(max_examples=100, deadline=None)
@given(st.fractions(max_denominator=10**9), st.integers(1, 20))
def test_outward_fractions_enclose(number, digits):
    low, high = _decimals.outward_fraction(number, digits)
    assert Fraction(low) <= number <= Fraction(high)


@settings(max_examples=100, deadline=None)
@given(
    st.fractions(min_value=Fraction(1, 10**6), max_value=10**6),
    st.fractions(min_value=0, max_value=Fraction(1, 10**8)),
    st.integers(3, 20),
)
def test_outward_decimals_enclose_a_ball(middle, radius, digits):
    with ctx.workprec(200):
        ball = arb(fmpq(middle.numerator, middle.denominator)) + arb(
            0, fmpq(radius.numerator, radius.denominator)
        )
        low, high = _decimals.outward(ball, digits)
        assert arb(fmpq(*_pair(low))) <= ball.lower()
        assert arb(fmpq(*_pair(high))) >= ball.upper()


def _pair(text):
    number = Fraction(text)
    return number.numerator, number.denominator


@pytest.mark.parametrize(
    ("mantissa", "exponent", "text"),
    [
        (123, 0, "123"),
        (123, -1, "12.3"),
        (123, -3, "0.123"),
        (123, -8, "0.00000123"),
        (123, -10, "1.23e-8"),
        (123, 2, "1.23e4"),
        (5, 7, "5e7"),
        (-5, -1, "-0.5"),
        (0, 3, "0"),
    ],
)
def test_text_shows_no_digit_that_is_not_given(mantissa, exponent, text):
    assert _decimals.decimal_text(mantissa, exponent) == text


def test_enormous_exponents():
    tiny = (arb(-1) * arb(10) ** 13).exp()
    mantissa, exponent = _decimals.rounded(tiny, 10)
    assert len(str(mantissa)) == 10
    assert -4342944819100 < exponent < -4342944819000
    low, high = _decimals.outward(tiny, 12)
    assert low < high
    assert low.endswith("e-4342944819033")
    with pytest.raises(SkillTheoryError, match="too large to write"):
        _decimals.fraction_of(tiny.mid())


def test_fractions_of_points():
    assert _decimals.fraction_of(arb((fmpz(3), fmpz(-2)))) == Fraction(3, 4)
    assert _decimals.fraction_of(arb((fmpz(3), fmpz(2)))) == 12
    assert flint.arb(12) == arb((fmpz(3), fmpz(2)))
