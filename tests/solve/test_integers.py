"""The least integer at which something holds: right whatever is guessed, quick if guessed well."""

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from skilltheory.solve._integers import least_integer

guesses = st.one_of(st.none(), st.integers(-(10**30), 10**30))


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.lists(guesses, min_size=1))
def test_no_guess_leads_astray(answer, more, wrong):
    looked = []

    def look(at):
        looked.append(at)
        guess = wrong[len(looked) % len(wrong)]
        return at >= answer, arb.nan() if guess is None else arb(guess)

    assert least_integer(0, answer + more, look) == answer
    assert all(0 < at < answer + more for at in looked)
    assert len(looked) < 80


@pytest.mark.parametrize("off", [-2, 0, 1, 40])
def test_a_good_guess_is_soon_confirmed(off):
    answer, looked = 12_345_678_901, []

    def look(at):
        looked.append(at)
        return at >= answer, arb(answer + off)

    assert least_integer(0, 10**15, look, answer + 1000) == answer
    assert len(looked) < 20


def test_an_end_is_not_looked_at():
    assert least_integer(3, 4, lambda at: 1 / 0) == 4


def test_a_guess_too_large_to_write_down_is_passed_over():
    huge = arb(10**18).exp()
    assert least_integer(-1, 1000, lambda at: (at >= 7, huge)) == 7
