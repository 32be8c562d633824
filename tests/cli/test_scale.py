from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skilltheory.scaling import ScalingLaw

Run = Callable[..., Any]
GPT3 = ("--params", "175e9", "--tokens", "300e9")


@pytest.mark.parametrize(
    ("fit", "excess"),
    [("hoffmann2022", 0.312), ("hoffmann2022-source", 0.283), ("besiroglu2024", 0.191)],
)
def test_keys_that_scripts_rely_on(cli: Run, fit: str, excess: float) -> None:
    outcome = cli("scale", "--fit", fit, *GPT3, "--json")
    found = outcome.json
    assert outcome.code == 0
    assert found["excess"] == pytest.approx(excess, abs=5e-4)
    assert found["loss"] == pytest.approx(found["entropy"] + found["excess"], rel=1e-14)
    assert found["excess"] == pytest.approx(found["parameter_term"] + found["data_term"], rel=1e-14)
    assert "excess_ratio" not in found


def test_times_adds_the_ratio(cli: Run) -> None:
    found = cli("scale", *GPT3, "--times", "10", "--json").json
    larger = cli("scale", "--params", "175e10", "--tokens", "300e10", "--json").json
    assert found["excess_ratio"] == pytest.approx(larger["excess"] / found["excess"], rel=1e-13)
    assert found["excess_ratio_bracket"][0] < found["excess_ratio"]
    assert found["excess_ratio"] < found["excess_ratio_bracket"][1]


def test_a_model_is_short_for_its_size(cli: Run) -> None:
    by_name = cli("scale", "--model", "gpt-3", "--json").json
    assert by_name == cli("scale", *GPT3, "--json").json


def test_several_fits(cli: Run) -> None:
    found = cli("scale", "--fit", "hoffmann2022", "--fit", "besiroglu2024", *GPT3, "--json").json
    assert [one["fit"] for one in found["fits"]] == ["hoffmann2022", "besiroglu2024"]


def test_a_law_from_a_file_in_bits(cli: Run, tmp_path: Path) -> None:
    law = ScalingLaw("mine", E=1, A=6, B=20, a="1/2", b="1/2", source="a test")
    law.save(tmp_path / "law.json")
    arguments = ("--params", "9", "--tokens", "100", "--unit", "bits")
    found = cli("scale", "--fit", str(tmp_path / "law.json"), *arguments, "--json").json
    assert found["unit"] == "bits"
    assert found["excess"] == pytest.approx(4 / 0.6931471805599453, rel=1e-14)


def test_best_split(cli: Run) -> None:
    found = cli("scale", "--compute", "6e23", "--json").json
    assert float(found["params"]) * float(found["tokens"]) == pytest.approx(1e23, rel=1e-12)
    assert found["excess_exponent"] == "-119/775"
    spoken = cli("scale", "--compute", "6e23")
    assert "best split of C = 6e23" in spoken.out
    assert "C^(-119/775)" in spoken.out


def test_proven_digits(cli: Run) -> None:
    found = cli("scale", *GPT3, "--digits", "60", "--json").json
    excess = found["certified"]["excess"]
    assert excess["digits"] == 60
    assert excess["value"].startswith("0.31228793651770986233827222372")


def test_in_words(cli: Run) -> None:
    outcome = cli("scale", *GPT3, "--times", "10")
    assert outcome.code == 0
    for words in ("Hoffmann et al. 2022", "175e9 parameters", "entropy of language", "0.511549"):
        assert words in outcome.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give either"),
        (("--params", "3"), "go together"),
        ((*GPT3, "--model", "gpt-3"), "give either"),
        (("--params", "0", "--tokens", "3"), "params = 0"),
        (("--params", "__import__('os')", "--tokens", "3"), "integer, a decimal"),
        ((*GPT3, "--times", "-1"), "times = -1"),
        ((*GPT3, "--fit", "chinchila"), "unknown fit"),
        ((*GPT3, "--digits", "3"), "--digits"),
        (("--model", "gpt3"), "did you mean gpt-3"),
        (("--compute", "1/0"), "compute"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], message: str) -> None:
    spoken = cli("scale", *arguments)
    assert (spoken.code, spoken.out) == (2, "")
    assert message in spoken.err
    told = cli("scale", *arguments, "--json")
    assert told.code == 2
    assert told.json["error"] == "bad_input"
    assert message in told.json["message"]
