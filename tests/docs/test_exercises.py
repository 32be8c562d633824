"""The exercises: right answers are confirmed, near misses are not."""

import importlib.util
import sys
from pathlib import Path

import pytest
from sympy import Rational, exp, log

from skilltheory import H, exact
from skilltheory.kernel import assume, combine, instantiate, le
from skilltheory.proving import prove
from skilltheory.sorts import OpenUnit, variables

NOTEBOOKS = Path(__file__).parents[2] / "examples" / "notebooks"
spec = importlib.util.spec_from_file_location("exercises", NOTEBOOKS / "exercises.py")
exercises = importlib.util.module_from_spec(spec)
sys.modules["exercises"] = exercises  # where its dataclass looks for its own annotations
spec.loader.exec_module(exercises)

p, q = variables("p q", OpenUnit)


def largest_entropy():
    """The proof that exercise 3.4 asks for."""
    gibbs = instantiate(prove("information.gibbs-binary"), {q: p, p: Rational(1, 2)})
    return combine(le(H(p), log(2)), [(gibbs, 1)])


RIGHT = {
    "1.1": 2 * log(2),
    "1.2": 0.0588915,
    "1.3": "0.0669873",
    "1.4": 1 - exp(Rational(-1, 20)),
    "1.5": 18.14,
    "2.1": 17310309456440,
    "2.2": 0.0019785,
    "2.3": 22,
    "2.4": 5,
    "2.5": exact("2"),
    "2.6": [0, 8, 10, 13, 16, 20],
    "2.7": ("1/10", "3/20", 3),
    "3.1": 8250291250200,
    "3.2": 6,
    "3.3": "6.852",
    "3.4": largest_entropy(),
}
WRONG = {
    "1.1": 1.3862943611198906,  # a float is not exact
    "1.2": 0.0566330,  # the divergence the other way round
    "1.3": "0.9330127",  # the other solution, above 1/2
    "1.4": 0.05,
    "1.5": 20,
    "2.1": 17310309456441,
    "2.2": 0.0118,
    "2.3": 21,
    "2.4": 10,
    "2.5": exact("3"),
    "2.6": [0, 1, 2, 3, 4, 5],
    "2.7": ("1/25", "2/5", 3),  # there both say nothing
    "3.1": 1000**5,
    "3.2": 5,
    "3.3": "10",
    "3.4": assume(le(H(p), log(2))),  # supposed is not proved
}


def test_every_exercise_has_its_answer_here():
    assert set(RIGHT) == set(WRONG) == set(exercises.EXERCISES)


@pytest.mark.parametrize("number", exercises.EXERCISES)
def test_the_right_answer_is_confirmed(number, capsys):
    assert exercises.check(number, RIGHT[number]) is True, capsys.readouterr().out
    assert f"{number}: right" in capsys.readouterr().out


@pytest.mark.parametrize("number", exercises.EXERCISES)
def test_a_wrong_answer_gets_a_hint(number, capsys):
    assert exercises.check(number, WRONG[number]) is False
    assert f"{number}: not yet" in capsys.readouterr().out


@pytest.mark.parametrize("number", exercises.EXERCISES)
def test_no_answer_and_nonsense_are_told_apart(number, capsys):
    assert exercises.check(number, ...) is None
    assert exercises.check(number, object()) is False
    capsys.readouterr()
