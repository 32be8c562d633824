"""The measure on skills: rounding to units, and the alias table that realises it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltheory.errors import NumberFormatError, SortError
from skilltheory.simulate import SkillMeasure
from skilltheory.simulate.skillmeasure import MOST_SKILLS

WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=10**6), min_size=1, max_size=40).filter(
    any
)


@given(WEIGHTS)
def test_units_follow_the_weights(weights: list[Fraction]) -> None:
    measure = SkillMeasure.weighted(weights)
    assert int(measure.units.sum()) == measure.total
    total = sum(weights)
    for weight, units in zip(weights, measure.units.tolist(), strict=True):
        ideal = weight * measure.total / total
        assert (units > 0) == (weight > 0)
        # a skill of the smallest weights may take its unit from the others
        assert abs(units - ideal) <= len(weights)


@given(WEIGHTS)
def test_alias_table_gives_every_skill_its_units_exactly(weights: list[Fraction]) -> None:
    measure = SkillMeasure.weighted(weights)
    table = measure.alias
    given_out = [0] * measure.n2
    for column in range(measure.n2):
        own = int(table.cut[column])
        given_out[int(table.skill[column])] += own
        given_out[int(table.skill[measure.n2 + column])] += 2**table.bits - own
    assert given_out == measure.units.tolist()


def test_equal_weights_have_equal_mass() -> None:
    measure = SkillMeasure.weighted(["0.1"] * 10)
    assert len({*measure.units.tolist()}) == 1
    assert measure.mass([3, 4]) == Fraction(1, 5)
    assert not measure.is_uniform
    assert measure.digest != SkillMeasure.uniform(10).digest == "uniform"


def test_a_tiny_weight_is_still_drawn() -> None:
    measure = SkillMeasure.weighted([1, "1e-30", 0])
    assert measure.units.tolist() == [measure.total - 1, 1, 0]


def test_many_tiny_weights_take_their_units_from_the_heavy_ones() -> None:
    measure = SkillMeasure.weighted([*["1e-30"] * 5, 3, 1])
    assert measure.units.tolist()[:5] == [1] * 5
    assert int(measure.units.sum()) == measure.total


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], ["1/2", "-1e-9"]])
def test_weights_that_are_no_measure(weights: list[object]) -> None:
    with pytest.raises(SortError, match="weights"):
        SkillMeasure.weighted(weights)


def test_a_weight_that_is_no_number() -> None:
    with pytest.raises(NumberFormatError, match=r"weights\[1\]"):
        SkillMeasure.weighted([1, "many"])


@pytest.mark.parametrize("n2", [0, -1, 2.5, "1/2", MOST_SKILLS + 1])
def test_numbers_of_skills_that_are_refused(n2: object) -> None:
    with pytest.raises(SortError, match="n2"):
        SkillMeasure.uniform(n2)


def test_the_number_of_skills_must_agree_with_the_weights() -> None:
    three = SkillMeasure.weighted([1, 2, 3])
    assert SkillMeasure.of(3, three) is three
    with pytest.raises(SortError, match="number of weights, 3"):
        SkillMeasure.of(4, three)
    with pytest.raises(SortError, match="n2"):
        SkillMeasure.of(None, None)
