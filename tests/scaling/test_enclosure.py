from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltheory.errors import SkillTheoryError, SortError
from skilltheory.scaling.enclosure import Enclosure, ball, enclose, to_text


@given(
    st.fractions(min_value=Fraction(1, 10**6), max_value=10**9),
    st.integers(1, 40),
)
def test_a_value_shows_the_number_rounded_to_its_digits(number: Fraction, digits: int) -> None:
    width = number / 10**12
    found = Enclosure(number - width, number + width, digits)
    shown = Fraction(Decimal(found.value))
    unit = Fraction(10) ** (Decimal(found.value).adjusted() - found.digits + 1)
    assert 1 <= found.digits <= min(digits, 13)
    # Half a unit of the last place, whatever the number is inside its enclosure.
    assert abs(shown - number) <= unit / 2
    assert abs(shown - found.lower) <= unit * Fraction(51, 100) + width


def test_no_more_digits_than_both_ends_agree_on() -> None:
    found = Enclosure(Fraction("0.12344"), Fraction("0.12349"), 30)
    assert found.value == "0.123"
    assert found.digits == 3


def test_an_exact_decimal_prints_as_it_is() -> None:
    assert Enclosure(Fraction("1.69"), Fraction("1.69")).value == "1.69"


def test_json_bounds_enclose() -> None:
    third = enclose(lambda: ball(Fraction(1, 3)), 20)
    data = third.to_json()
    assert Fraction(data["lower"]) < Fraction(1, 3) < Fraction(data["upper"])
    assert data["value"] == "0." + "3" * 20
    assert data["digits"] == 20


def test_nothing_is_shown_when_nothing_is_proven() -> None:
    wide = Enclosure(Fraction(1), Fraction(9))
    with pytest.raises(SkillTheoryError, match="no digit is proven"):
        _ = wide.value
    assert repr(wide) == "between 1.0 and 9.0 (no digit proven)"


def test_ends_in_order() -> None:
    with pytest.raises(SkillTheoryError, match="cannot run from 2 to 1"):
        Enclosure(Fraction(2), Fraction(1))


def test_a_tie_between_two_roundings_ends_the_search() -> None:
    # sqrt(0.1225**2) is 0.1225, which three digits cannot decide from a ball.
    found = enclose(lambda: ball(Fraction("0.1225") ** 2).sqrt(), 3)
    assert found.value in {"0.12", "0.122"}


@pytest.mark.parametrize("digits", [1, 50, 300])
def test_as_many_digits_as_asked_for(digits: int) -> None:
    found = enclose(flint.arb.const_e, digits)
    assert found.digits == digits
    with flint.ctx.workprec(2000):
        e = flint.arb.const_e()
        text = found.value
        assert abs(e - flint.arb(text)) < flint.arb(10) ** (1 - digits)


@pytest.mark.parametrize("digits", [0, -3, 2.5])
def test_digits_must_be_a_count(digits: float) -> None:
    with pytest.raises(SortError, match="digits"):
        enclose(flint.arb.const_e, digits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.0000123", "0.0000123"), ("1.5E+30", "1.5E+30"), ("1E-9", "1E-9"), ("12E3", "12000")],
)
def test_text_is_fixed_point_where_readable(number: str, text: str) -> None:
    assert to_text(Decimal(number)) == text
