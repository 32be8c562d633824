"""The result type: its digits, its faces, its copies."""

import json
import pickle
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import flint
import mpmath
import pytest

from skilltheory.solve import Certified, beta, failure, k

BALL = beta("1/10", "1/10", 4, digits=30)
EXACT = beta("1/10", "1/10", 4, bound="sharp", digits=30)
VACUOUS = beta("1/25", "2/5", 3, digits=30)
INTEGER = k("1/10", "5", "1/10", digits=30)
FINITE = failure("1/10", 4, "1/10", 8, n1=1000, n2=10, digits=12)
ALL = [BALL, EXACT, VACUOUS, INTEGER, FINITE]


@pytest.mark.parametrize("found", ALL)
def test_the_enclosure_encloses(found):
    low, high = found.as_fraction_bounds()
    assert Fraction(found.lower) <= low <= high <= Fraction(found.upper)
    assert Fraction(found.lower) <= Fraction(found.value) + _half_a_unit(found)
    assert abs(Fraction(found.value) - low) <= _half_a_unit(found) + (high - low)
    assert float(found) == pytest.approx(float(Fraction(found.value)), rel=1e-15)


def _half_a_unit(found):
    return Fraction(1, 2) * abs(Fraction(found.value)) * Fraction(10) ** (1 - found.digits)


@pytest.mark.parametrize("found", ALL)
def test_json_round_trip(found):
    text = json.dumps(found.to_json())
    again = Certified.from_json(json.loads(text))
    assert again == found
    assert hash(again) == hash(found)
    assert again.to_json() == found.to_json()
    low, high = again.as_fraction_bounds()
    inner_low, inner_high = found.as_fraction_bounds()
    assert low <= inner_low <= inner_high <= high


def test_json_keys():
    keys = {"unknown", "value", "lower", "upper", "digits", "bound", "certified", "inputs"}
    data = BALL.to_json()
    assert keys <= set(data)
    assert data["certified"] is True
    assert data["inputs"] == {"alpha": "1/10", "theta": "1/10", "k": "4", "k_prime": "1"}
    assert data["digits"] == 30
    assert len(data["value"].replace(".", "")) == 30
    assert EXACT.to_json()["exact"] == "1561/400"
    assert VACUOUS.to_json()["vacuous"] is True
    assert INTEGER.to_json()["boundary"]["value"].startswith("6.3638736638")
    assert "note" in FINITE.to_json()


@pytest.mark.parametrize("found", ALL)
def test_pickle(found):
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    low, high = again.as_fraction_bounds()
    inner_low, inner_high = found.as_fraction_bounds()
    assert low <= inner_low <= inner_high <= high
    assert high - low <= (inner_high - inner_low) * (1 + Fraction(1, 10**6))


def test_mpmath_and_exactness():
    with mpmath.workdps(30):
        assert abs(BALL.mpf() - mpmath.mpf(BALL.value)) < mpmath.mpf(10) ** -28
    assert EXACT.exact == Fraction(1561, 400)
    assert BALL.exact is None
    assert EXACT.lower == EXACT.upper == EXACT.value == "3.9025"


def test_faces():
    assert repr(BALL).startswith("beta = 6.2338971468337988")
    assert "30 proved digits; bound basic; alpha = 1/10" in repr(BALL)
    assert "vacuous" in repr(VACUOUS)
    assert BALL._repr_latex_().startswith(r"$\beta^{*} \approx 6.2338")
    assert EXACT._repr_latex_() == r"$\beta^{*} = 3.9025$"
    assert r"\cdot 10^{-15}" in FINITE._repr_latex_()
    assert "vacuous" in VACUOUS._repr_latex_()
    assert "<td>1561/400</td>" in EXACT._repr_html_()
    assert "says nothing" in VACUOUS._repr_html_()
    assert "m = 1 of 10 skills" in FINITE._repr_html_()


def test_a_result_does_not_change():
    with pytest.raises(FrozenInstanceError):
        BALL.digits = 3


def test_no_equality_with_other_things():
    assert BALL != "6.23"
    assert BALL != VACUOUS


def test_digits_that_are_not_proved_are_not_printed():
    wide = replace(BALL, enclosure=flint.arb(6, 0.5), decimal=None)
    with pytest.raises(AssertionError, match="not proved"):
        repr(wide)


def test_value_is_found_again_from_the_enclosure():
    assert replace(BALL, decimal=None).value == BALL.value


def test_arb_precision_is_left_alone():
    with flint.ctx.workprec(77):
        beta("1/10", "1/10", 4)
        assert flint.ctx.prec == 77


def test_numbers_longer_than_python_writes_by_itself():
    found = beta("1/10", "1/10", 4, digits=5000)
    assert len(found.value) == 5001
    again = Certified.from_json(json.loads(json.dumps(found.to_json())))
    assert again.value == found.value
    assert again.enclosure.overlaps(found.enclosure)
    with mpmath.workdps(5010):
        low, _ = found.as_fraction_bounds()
        middle = mpmath.mpf(low.numerator) / low.denominator
        assert abs(found.mpf() - middle) < mpmath.mpf(10) ** -4990
    exact = beta("1/1000003", "1/7", 800, bound="sharp")
    again = Certified.from_json(json.loads(json.dumps(exact.to_json())))
    assert exact.exact is not None
    assert again.exact == exact.exact
