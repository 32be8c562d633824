from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from skilltheory.simulate import Simulation, simulate, simulate_seeds
from skilltheory.solve import beta, competence

Run = Callable[..., Any]
SHARES = ("--theta", "1/10", "--alpha", "1/10")
SMALL = ("--n1", "2e4", "--n2", "100", "--k", "4", *SHARES)
TINY = ("--n1", "60", "--n2", "8", "--k", "3", "--theta", "1/5", "--alpha", "1/4")


def without_decimals(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: without_decimals(part)
            for name, part in value.items()
            if not name.endswith("_decimal")
        }
    return [without_decimals(part) for part in value] if isinstance(value, list) else value


def test_the_form_that_scripts_rely_on(cli: Run) -> None:
    outcome = cli("simulate", *SMALL, "--seed", "1", "--json")
    found = outcome.json
    expected = simulate(20_000, 100, 4, "1/10", "1/10", seed=1)
    assert outcome.code == 0
    assert (
        Simulation.from_dict({name: without_decimals(found[name]) for name in expected.as_dict()})
        == expected
    )
    assert found["level_decimal"] == float(expected.level)
    assert expected.fixed is not None
    assert found["fixed"]["mean_level_decimal"] == float(expected.fixed.mean_level)
    for point in found["kept"]:
        assert point["share_decimal"] == float(Fraction(point["share"]))
    assert found["failure"] == "1/1000000"


def test_the_bounds_beside(cli: Run) -> None:
    bounds = cli("simulate", *SMALL, "--failure", "1e-3", "--json").json["bounds"]
    for name in ("sharp", "entropic", "basic", "closed-form"):
        assert float(bounds[name]["value"]) == pytest.approx(
            float(beta("1/10", "1/10", 4, bound=name)), rel=1e-11
        )
    for name in ("finite-sharp", "finite-basic"):
        sizes = {"n1": 20_000, "n2": 100, "failure": "1e-3"}
        expected = beta("1/10", "1/10", 4, bound=name, **sizes)
        assert float(bounds[name]["value"]) == pytest.approx(float(expected), rel=1e-11)
    assert "competence" not in bounds


def test_a_bound_without_a_guarantee_says_why(cli: Run) -> None:
    given = ("--n1", "5000", "--n2", "10", "--k", "1", "--theta", "1/100", "--alpha", "1/10")
    bounds = cli("simulate", *given, "--json").json["bounds"]
    assert "h(theta)" in bounds["basic"]["no_guarantee"]
    spoken = cli("simulate", *given)
    assert spoken.code == 0
    assert "no guarantee" in spoken.out


def test_the_set_chosen_has_its_own_limit(cli: Run) -> None:
    found = cli("simulate", *SMALL, "--skills", "3,5,8,13,21", "--json").json
    assert (found["fixed"]["size"], found["fixed"]["mass"]) == (5, "1/20")
    limit = found["bounds"]["sharp_at_mass_of_fixed_set"]
    assert limit["exact"] == str(beta("1/20", "1/10", 4, bound="sharp").exact)
    scatter = 5 * found["fixed"]["standard_error"]
    assert abs(found["fixed"]["mean_level_decimal"] - float(limit["value"])) < scatter
    assert "sharp bound of the fixed set" in cli("simulate", *SMALL, "--skills", "3,5").out


def test_in_words(cli: Run) -> None:
    sizes = ("--n1", "20005", "--n2", "95", "--k", "4", *SHARES)
    outcome = cli("simulate", *sizes, "--competence", "10")
    assert outcome.code == 0
    for phrase in (
        "n = 2000 pieces are wrong (theta N1 = 2000.5 rounded down)",
        "m = 10 skills given up (alpha N2 = 9.5 rounded up)",
        "the worst for skills fixed beforehand",
        "fixed set, mean level",
        "±",
        "finite sharp bound",
        "skills kept",
        "over 89.47%",
        "█",
    ):
        assert phrase in outcome.out
    promised = competence(
        "1/10", "1/10", 4, n1=20005, n2=95, failure="1e-6", counting="pieces", digits=12
    )
    assert f"all but fewer than 10 skills are above {float(promised.lower):.4f}" in outcome.out


def test_the_curve_ends_where_nothing_changes_unless_asked_for(cli: Run) -> None:
    assert "\n     10 " not in cli("simulate", *SMALL).out
    asked = cli("simulate", *SMALL, "--betas", "1,3/2,8,9,10").out
    assert [line.split()[0] for line in asked.splitlines() if line.endswith("90.00%  ")] == [
        "8",
        "9",
        "10",
    ]


def test_exact_shows_the_relaxation(cli: Run) -> None:
    found = cli("simulate", *TINY, "--errors", "exact", "--json").json
    assert found["level_decimal"] <= found["upper_decimal"]
    spoken = cli("simulate", *TINY, "--errors", "exact").out
    assert "no error set exceeds this" in spoken
    assert f"{found['level_decimal']:.6g}" in spoken


def test_weights_from_a_file(cli: Run, tmp_path: Path) -> None:
    weights = ["1", "1/2", "0.25", "3", "2e0", "1", "1", "1"]
    path = tmp_path / "weights.txt"
    path.write_text("\n".join(weights) + "\n")
    given = ("--n1", "3000", "--k", "4", *SHARES, "--weights", str(path))
    found = cli("simulate", *given, "--json").json
    expected = simulate(3000, None, 4, "1/10", "1/10", weights=weights)
    assert found["level"] == str(expected.level)
    assert "finite-sharp" not in found["bounds"]
    assert "stated for equal skills" in cli("simulate", *given).out


def test_many_seeds(cli: Run) -> None:
    given = ("--seeds", "2:6", "--errors", "greedy")
    found = cli("simulate", *SMALL, *given, "--json").json
    expected = simulate_seeds(range(2, 6), 20_000, 100, 4, "1/10", "1/10", errors="greedy")
    levels = [run.level for run in expected]
    assert [one["level"] for one in found["simulations"]] == [str(level) for level in levels]
    assert found["level"] == {
        "min": float(min(levels)),
        "mean": pytest.approx(float(sum(levels) / 4), rel=1e-15),
        "max": float(max(levels)),
    }
    spoken = cli("simulate", *SMALL, *given).out
    assert "4 graphs, seeds 2 to 5" in spoken
    assert f"{float(max(levels)):.6g}" in spoken


@pytest.mark.parametrize("errors", ["fixed", "exact"])
def test_a_row_for_each_seed(cli: Run, errors: str) -> None:
    spoken = cli("simulate", *TINY, "--seeds", "0:2", "--errors", errors).out
    wanted = "fixed set, mean level" if errors == "fixed" else "no error set exceeds"
    assert wanted in spoken


def test_processes_and_an_interrupted_run_change_nothing(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    given = ("simulate", *TINY, "--seeds", "0:4", "--json")
    plain = cli(*given).json
    assert cli(*given, "--resume", str(path), "--workers", "2").json == plain
    lines = path.read_text().splitlines(keepends=True)
    assert len(lines) == 5
    path.write_text("".join(lines[:3]) + lines[3][:20])
    assert cli(*given, "--resume", str(path)).json == plain
    assert len(path.read_text().splitlines()) == 5
    other = cli("simulate", *TINY[:-1], "1/3", "--seeds", "0:4", "--resume", str(path), "--json")
    assert other.code == 2
    assert "it was made for other inputs" in other.json["message"]


def test_one_large_graph_over_processes(cli: Run) -> None:
    given = ("simulate", "--n1", "3e6", "--n2", "50", "--k", "4", *SHARES, "--json")
    assert cli(*given, "--workers", "2").json == cli(*given).json


def test_too_large_for_what_is_asked(cli: Run) -> None:
    spoken = cli("simulate", *SMALL, "--errors", "exact")
    assert (spoken.code, spoken.out) == (4, "")
    assert "at most 4000" in spoken.err
    told = cli("simulate", *SMALL, "--errors", "exact", "--json")
    assert (told.code, told.json["error"]) == (4, "budget_exceeded")


def test_out_of_time(cli: Run) -> None:
    larger = ("--n1", "300", "--n2", "20", "--k", "8", *SHARES)
    told = cli("simulate", *larger, "--errors", "exact", "--seconds", "1e-3", "--json")
    assert (told.code, told.json["error"]) == (4, "budget_exceeded")
    assert "the worst level is at least" in told.json["reason"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--n1", "ten", "--n2", "5", "--k", "2", *SHARES), "n1 = 'ten'"),
        (("--n1", "100", "--n2", "5", "--k", "2", "--theta", "2", "--alpha", ".1"), "theta = 2"),
        (("--n1", "5", "--n2", "5", "--k", "2", *SHARES), "a piece must be wrong"),
        (("--n1", "100", "--k", "2", *SHARES), "--n2, or --weights"),
        ((*TINY, "--errors", "wurst"), "error set"),
        ((*TINY, "--seed", "-1"), "seed = -1"),
        ((*TINY, "--seeds", "7"), "write A:B"),
        ((*TINY, "--seeds", "7:7"), "less than the end"),
        ((*TINY, "--seeds", "a:7"), "seeds = 'a'"),
        ((*TINY, "--seeds", "0:2", "--seed", "1"), "either --seed or --seeds"),
        ((*TINY, "--resume", "runs.jsonl"), "--resume goes with --seeds"),
        ((*TINY, "--skills", "0,9"), "distinct numbers from 0 to 7"),
        ((*TINY, "--skills", "0", "--errors", "local"), "--skills goes with"),
        ((*TINY, "--betas", "1,x"), "betas"),
        ((*TINY, "--competence", "0"), "competence = 0"),
        ((*TINY, "--failure", "0"), "failure = 0"),
        ((*TINY, "--seconds", "0"), "seconds = 0"),
        ((*TINY, "--workers", "0"), "workers"),
        ((*TINY, "--weights", "nowhere.txt"), "nowhere.txt"),
        ((), "--n1"),
    ],
)
def test_refusals(cli: Run, arguments: tuple[str, ...], message: str) -> None:
    spoken = cli("simulate", *arguments)
    assert (spoken.code, spoken.out) == (2, "")
    assert message in spoken.err
    told = cli("simulate", *arguments, "--json")
    assert (told.code, told.json["error"]) == (2, "bad_input")
    assert message in told.json["message"]


def test_weights_that_are_none(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "weights.txt"
    for content in (b"", b"0 0\n", b"1 -1\n", b"1 x\n", b"\xff\xfe1"):
        path.write_bytes(content)
        told = cli("simulate", "--n1", "99", "--k", "2", *SHARES, "--weights", path, "--json")
        assert (told.code, told.json["error"]) == (2, "bad_input")
        assert "weights" in told.json["message"]


def test_json_goes_alone_to_standard_output(cli: Run) -> None:
    outcome = cli("simulate", *TINY, "--seeds", "0:2", "--json")
    assert json.loads(outcome.out)
    assert outcome.err == ""
