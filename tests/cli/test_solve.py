from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

Run = Callable[..., Any]
TRIPLE = ("--alpha", "1/10", "--theta", "1/10", "--k", "4")


def test_the_form_that_scripts_rely_on(cli: Run) -> None:
    outcome = cli("solve", "beta", *TRIPLE, "--bound", "basic", "--digits", "50", "--json")
    found = outcome.json
    assert outcome.code == 0
    assert {
        "unknown",
        "value",
        "lower",
        "upper",
        "digits",
        "bound",
        "certified",
        "inputs",
    } <= set(found)
    assert (found["unknown"], found["digits"], found["bound"]) == ("beta", 50, "basic")
    assert found["certified"] is True
    assert found["vacuous"] is False
    assert found["value"].startswith("6.23389714683")
    assert len(found["value"].replace(".", "")) == 50
    for end in ("lower", "upper"):
        assert abs(Fraction(found[end]) - Fraction(found["value"])) <= Fraction(1, 2 * 10**49)
    assert Fraction(found["upper"]) - Fraction(found["lower"]) < Fraction(1, 10**48)
    assert {"alpha", "theta", "k"} <= set(found["inputs"])


@pytest.mark.parametrize(
    ("unknown", "given", "expected"),
    [
        ("alpha", ("--beta", "6.23389714683", "--theta", "1/10", "--k", "4"), 0.1),
        ("theta", ("--alpha", "1/10", "--beta", "6.23389714683", "--k", "4"), 0.1),
        ("k", ("--alpha", "1/10", "--beta", "6.234", "--theta", "1/10"), 4),
    ],
)
def test_other_unknowns(cli: Run, unknown: str, given: tuple[str, ...], expected: float) -> None:
    outcome = cli("solve", unknown, *given, "--json")
    assert outcome.code == 0
    assert float(outcome.json["value"]) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("number", ["0.1", "1e-1", "1/10", "10e-2"])
def test_numbers_are_read_exactly(cli: Run, number: str) -> None:
    plain = cli("solve", "beta", *TRIPLE, "--json").json
    other = cli("solve", "beta", "--alpha", number, "--theta", number, "--k", "4", "--json").json
    assert other["value"] == plain["value"]


def test_tuples_multiply_theta(cli: Run) -> None:
    pairs = cli("solve", "beta", *TRIPLE, "--k-prime", "2", "--json").json
    doubled = cli("solve", "beta", "--alpha", "1/10", "--theta", "1/5", "--k", "4", "--json").json
    assert pairs["value"] == doubled["value"]


@pytest.mark.parametrize(
    ("bound", "value"),
    [("entropic", "5.28748445622"), ("sharp", "3.9025"), ("closed-form", "7.25747593205")],
)
def test_other_bounds(cli: Run, bound: str, value: str) -> None:
    found = cli("solve", "beta", *TRIPLE, "--bound", bound, "--json").json
    assert found["value"].startswith(value)
    assert found["bound"] == bound


def test_finite_bounds_take_sizes(cli: Run) -> None:
    sizes = ("--n1", "1e6", "--n2", "1000", "--failure", "1e-6", "--digits", "10")
    given = ("--alpha", "1/10", "--theta", "1/10", "--k", "8")
    found = cli("solve", "beta", *given, *sizes, "--bound", "finite-sharp", "--json").json
    assert float(found["value"]) == pytest.approx(3.122, abs=1e-3)


def test_failure_and_least_number_of_pieces(cli: Run) -> None:
    given = ("--alpha", "1/10", "--beta", "4", "--theta", "1/10", "--k", "8", "--n2", "1000")
    least = cli("solve", "n1", *given, "--failure", "1e-6", "--json").json
    assert least["unknown"] == "n1"
    at = ("--n1", least["value"], "--digits", "8", "--json")
    below = ("--n1", str(int(least["value"]) - 1), "--digits", "8", "--json")
    assert float(cli("solve", "failure", *given, *at).json["value"]) <= 1e-6
    assert float(cli("solve", "failure", *given, *below).json["value"]) > 1e-6


def test_competence_whatever_the_degree(cli: Run) -> None:
    given = ("--alpha", "1/10", "--theta", "1/10", "--k", "8", "--n1", "1e6", "--n2", "1000")
    more = (*given, "--failure", "1e-6", "--digits", "8")
    found = cli("solve", "competence", *more, "--json").json
    level = cli("solve", "beta", *more, "--bound", "finite-sharp", "--competence", "--json").json
    assert float(found["value"]) == pytest.approx(1 - float(level["value"]) / 10, rel=1e-7)


def test_a_vacuous_guarantee_says_so(cli: Run) -> None:
    given = ("--alpha", "1/25", "--theta", "2/5", "--k", "3")
    assert cli("solve", "beta", *given, "--json").json["vacuous"] is True
    assert "this guarantee says nothing" in cli("solve", "beta", *given).out


def test_no_guarantee(cli: Run) -> None:
    given = ("--alpha", "1/10", "--theta", "1/100", "--k", "1")
    outcome = cli("solve", "beta", *given, "--json")
    assert outcome.code == 3
    assert outcome.json["error"] == "no_guarantee"
    assert float(outcome.json["left"]) == pytest.approx(0.01 * 2.302585092994, rel=1e-9)
    assert float(outcome.json["right"]) == pytest.approx(0.05600153435, rel=1e-9)
    assert "theta" in outcome.json["condition"]
    assert cli("solve", "beta", *given).code == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("beta", "--alpha", "1/10", "--theta", "1.2", "--k", "4"), "theta = 1.2"),
        (("beta", "--alpha", "1/10", "--theta", "1/10", "--k", "2.5"), "k = 2.5"),
        (("beta", "--alpha", "pi/10", "--theta", "1/10", "--k", "4"), "alpha"),
        (("beta", "--alpha", "1/10", "--theta", "1/10"), "needs --k"),
        (("beta", *TRIPLE, "--bound", "best"), "bound"),
        (("beta", *TRIPLE, "--digits", "0"), "digits"),
        (("beta", *TRIPLE, "--digits", "1e20"), "digits"),
        (("beta", "--alpha", "1/\uff11\uff10", "--theta", "1/10", "--k", "4"), "alpha"),
        (("beta", "--alpha", "9" * 5000, "--theta", "1/10", "--k", "4"), "(5000 characters)"),
        (("beta", *TRIPLE, "--k-prime", "0"), "k_prime"),
        (("beta", *TRIPLE, "--beta", "3"), "does not take --beta"),
        (("gamma", *TRIPLE), "gamma"),
        (("theta", "--alpha", "1/2", "--beta", "3", "--k", "4"), "beta"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], message: str) -> None:
    spoken = cli("solve", *arguments)
    assert (spoken.code, spoken.out) == (2, "")
    assert message in spoken.err
    told = cli("solve", *arguments, "--json")
    assert (told.code, told.json["error"]) == (2, "bad_input")
    assert message in told.json["message"]


def test_in_words(cli: Run) -> None:
    outcome = cli("solve", "beta", *TRIPLE, "--digits", "12")
    assert outcome.code == 0
    assert "6.23389714683" in outcome.out
    assert "alpha = 1/10" in outcome.out
    sharp = cli("solve", "beta", *TRIPLE, "--bound", "sharp").out
    assert "3.9025" in sharp
    assert "1561/400" in sharp


def test_every_digit_is_printed(cli: Run) -> None:
    lines = cli("solve", "beta", *TRIPLE, "--digits", "400").out.split()
    digits = cli("solve", "beta", *TRIPLE, "--digits", "400", "--json").json["value"]
    assert digits in "".join(lines)
