"""Numbers in texts: what is read, what is refused, and that length is no obstacle."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest

from skilltheory import solve
from skilltheory._digits import fraction_text, integer_text, read_fraction, shortened
from skilltheory.errors import NumberFormatError, SortError
from skilltheory.sorts import OpenUnit, exact


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1/10", Fraction(1, 10)),
        ("1 / 10", Fraction(1, 10)),
        ("-0012", Fraction(-12)),
        (".5", Fraction(1, 2)),
        ("1E-2", Fraction(1, 100)),
        ("1e-0000000006", Fraction(1, 10**6)),
        ("1e-10000", Fraction(1, 10**10000)),
        ("0." + "3" * 9000, Fraction(int("3" * 3000) * (10**6000 + 10**3000 + 1), 10**9000)),
    ],
)
def test_read(text: str, number: Fraction) -> None:
    assert exact(text) == number


OTHER = """nan inf -inf 1/0 1/00 0x10 1_000 1e 1/1e3 1.5/2 0,1 10% 1+1 1/2/3 true
    __import__('os') ½ ² \u0663 \uff11/\uff12 0.\uff11"""


@pytest.mark.parametrize("text", [*OTHER.split(), "", " ", "1 0"])
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(NumberFormatError, match="an integer, a decimal"):
        exact(text)


@pytest.mark.parametrize("text", ["1e10001", "1e-999999999999", "9" * 10_001, "1/" + "9" * 10_000])
def test_what_is_too_long_is_refused_at_once(text: str) -> None:
    with pytest.raises(NumberFormatError, match="at most 10000 digits") as caught:
        exact(text)
    assert len(str(caught.value)) < 400


def test_long_numbers_in_messages() -> None:
    with pytest.raises(SortError, match=r"\(5001 characters\) is not accepted"):
        OpenUnit.check("alpha", 10**5000)
    with pytest.raises(SortError, match=r"1/alpha = 10+\.\.\. \(5001 characters\)"):
        solve.theta("1e-5000", "1e6000", 4)
    assert shortened(True) == "True"


def test_integers_of_any_length() -> None:
    long = 7**9000
    assert len(integer_text(long)) == 7606 > sys.get_int_max_str_digits()
    for number in (Fraction(long), Fraction(-long, 10**5000), Fraction(3, 8)):
        assert read_fraction(fraction_text(number)) == number
    assert read_fraction("-2.5e-700") == Fraction(-25, 10**701)


@pytest.mark.parametrize("digits", [0, -5, 10**6 + 1, "1e20", "2.5"])
def test_digits_that_are_refused(digits: int | str) -> None:
    with pytest.raises(SortError, match="digits = "):
        solve.beta("1/10", "1/10", 4, digits=digits)  # type: ignore[arg-type]
