"""Fits of whole tables: what they find, what they say, what they leave behind."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from skilltheory.errors import SkillTheoryError, SortError, UnknownName
from skilltheory.scaling import (
    Fit,
    Runs,
    RunsError,
    ScalingLaw,
    example_runs,
    fit,
    forecast,
    get_law,
    read_runs,
    synthetic_runs,
)
from skilltheory.scaling.choice import choose, preferred
from skilltheory.scaling.descent import Descent, descend
from skilltheory.scaling.fitting import read_replicates
from skilltheory.scaling.frame import Frame
from skilltheory.scaling.synthetic import EXAMPLE, to_csv

TRUE = get_law("besiroglu2024")


def table(runs: Runs) -> dict[str, np.ndarray]:
    return {"N": runs.parameters, "D": runs.tokens, "loss": runs.loss}


def constants(found: Fit) -> list[float]:
    return [float(getattr(found.law, name)) for name in "EABab"]


@pytest.fixture(scope="module")
def example() -> Fit:
    return fit(example_runs(), replicates=300, starts=300)


def test_without_noise_the_law_is_found_exactly() -> None:
    found = fit(synthetic_runs(TRUE, 60, noise=0, seed=5), replicates=0, starts=60)
    expected = [float(getattr(TRUE, name)) for name in "EABab"]
    np.testing.assert_allclose(constants(found), expected, rtol=1e-8)
    assert found.diagnostics.objective < 1e-20


def test_the_example_is_what_the_generator_makes_and_is_recovered(example: Fit) -> None:
    assert example_runs().read_text(encoding="utf-8") == to_csv(synthetic_runs(**EXAMPLE))
    for name, interval in example.intervals.items():
        assert interval.low < interval.estimate < interval.high
        assert interval.low <= float(getattr(TRUE, name)) <= interval.high
    assert example.diagnostics.agree > 0.5
    assert example.diagnostics.leverage.sum() == pytest.approx(5)
    assert example.diagnostics.scale == pytest.approx(0.005, rel=0.2)
    assert example.warnings == ()


def test_units_do_not_matter(example: Fit) -> None:
    runs = read_runs(example_runs())
    scaled = replace(runs, parameters=runs.parameters / 1e9, tokens=runs.tokens / 1e6)
    found = fit(scaled, replicates=20, starts=100)
    E, A, B, a, b = constants(example)
    expected = [E, A / 1e9**a, B / 1e6**b, a, b]
    np.testing.assert_allclose(constants(found), expected, rtol=1e-7)
    bits = fit(replace(runs, loss=runs.loss / np.log(2)), replicates=0, starts=100)
    np.testing.assert_allclose(constants(bits)[3:], [a, b], rtol=1e-7)
    np.testing.assert_allclose(constants(bits)[0], E / np.log(2), rtol=1e-7)


def test_counts_too_small_to_be_counts_are_doubted(example: Fit) -> None:
    runs = example.runs
    billions = {"N": runs.parameters / 1e9, "D": runs.tokens, "loss": runs.loss}
    (said,) = fit(billions, replicates=0, starts=20).warnings
    assert said.startswith("no run has more than")
    assert "'parameters (B)'" in said
    named = {"N (B)" if name == "N" else name: column for name, column in billions.items()}
    assert fit(named, replicates=0, starts=20).warnings == ()


def test_the_order_of_rows_does_not_matter_at_all() -> None:
    columns = table(synthetic_runs(TRUE, 40, seed=8))
    order = np.random.default_rng(1).permutation(40)
    first = fit(columns, replicates=30, starts=40)
    second = fit(
        {name: values[order] for name, values in columns.items()}, replicates=30, starts=40
    )
    assert first.law == second.law
    np.testing.assert_array_equal(first.replicates.laws, second.replicates.laws)


@pytest.mark.slow
def test_an_executor_changes_nothing_and_progress_reaches_its_end() -> None:
    runs = synthetic_runs(TRUE, 30, seed=9)
    seen: dict[str, tuple[int, int]] = {}
    alone = fit(runs, replicates=150, starts=150)
    with ThreadPoolExecutor(2) as executor:
        spread = fit(
            runs,
            replicates=150,
            starts=150,
            executor=executor,
            progress=lambda stage, done, total: seen.update({stage: (done, total)}),
        )
    assert spread.law == alone.law
    np.testing.assert_array_equal(spread.replicates.laws, alone.replicates.laws)
    assert seen == {"starts": (150, 150), "bootstrap": (150, 150)}


@pytest.mark.slow
def test_gross_outliers_are_set_aside_and_named() -> None:
    runs = synthetic_runs(TRUE, 60, seed=10)
    clean = fit(runs, replicates=0, starts=60)
    assert not len(clean.set_aside)
    spoilt = runs.loss.copy()
    spoilt[[3, 17]] *= 1.5
    found = fit(replace(runs, loss=spoilt), replicates=0, starts=60)
    assert sorted(found.set_aside.lines) == sorted(runs.lines[[3, 17]])
    assert found.with_all is not None
    assert all(str(runs.lines[i]) in found.warnings[0] for i in (3, 17))
    others = fit(runs.take(np.delete(np.arange(60), [3, 17])), replicates=0, starts=60)
    np.testing.assert_allclose(constants(found), constants(others), rtol=1e-8)
    kept = fit(replace(runs, loss=spoilt), replicates=0, starts=60, outliers="keep")
    assert len(kept.runs) == 60
    assert float(kept.law.a) == pytest.approx(float(found.with_all.a), rel=1e-6)


def test_runs_along_one_ray_are_called_unidentifiable() -> None:
    runs = synthetic_runs(TRUE, 60, seed=11)
    ray = 20 * runs.parameters * np.exp(np.random.default_rng(0).normal(0, 0.02, 60))
    loss = (
        float(TRUE.E)
        + float(TRUE.A) / runs.parameters ** float(TRUE.a)
        + float(TRUE.B) / ray ** float(TRUE.b)
    ) * np.exp(np.random.default_rng(1).normal(0, 0.003, 60))
    found = fit(replace(runs, tokens=ray, loss=loss), replicates=0, starts=60)
    assert found.diagnostics.correlation > 0.99
    assert found.diagnostics.condition > 300
    assert any("identifiability" in said for said in found.warnings)


def test_held_out_error_prefers_the_law_that_made_the_runs() -> None:
    runs = synthetic_runs(TRUE, 80, seed=12)
    joint = fit(runs, replicates=0, starts=60)
    assert preferred(joint.choice).form.name == "joint"
    noise = np.exp(np.random.default_rng(2).normal(0, 0.005, 80))
    loss = (1.8 + 480 / runs.parameters**0.35 + 1e-3 * runs.tokens**-0.01) * noise
    found = choose(*_descended(replace(runs, loss=loss)))
    assert preferred(found).form.name == "parameters only"
    said = replace(joint, choice=found).warnings
    assert any("the simpler law E + A/N^a" in warning for warning in said)


def _descended(runs: Runs) -> tuple[Runs, Frame, Descent]:
    frame = Frame.of(runs)
    return runs, frame, descend(frame.objective(runs), frame.starts(most=60))


def test_a_saved_fit_is_a_law_everywhere(example: Fit, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "law.json"
    example.save(path)
    assert ScalingLaw.load(path) == example.law == get_law(str(path))
    read = read_replicates(path)
    assert read is not None
    np.testing.assert_allclose(read.laws, example.replicates.laws, rtol=1e-8)
    assert [one.name for one in path.parent.iterdir()] == ["law.json"]
    data = json.loads(path.read_text())
    assert data["diagnostics"]["starts"] == 300
    assert len(data["rows"]) == 240


def test_spoilt_replicates_are_refused(example: Fit, tmp_path: Path) -> None:
    path = tmp_path / "law.json"
    data = example.to_json()
    for spoil in ({"draws": [["x"] * 5]}, {"columns": ["a"]}, {"rows": None}):
        path.write_text(json.dumps(data | {"bootstrap": data["bootstrap"] | spoil}))
        with pytest.raises(SkillTheoryError, match="replicates that cannot be read"):
            read_replicates(path)


def test_nothing_half_written(
    example: Fit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "law.json"
    path.write_text("before")

    def fails(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("skilltheory.scaling.files.os.replace", fails)
    with pytest.raises(OSError, match="disk full"):
        example.save(path)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["law.json"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outliers": "drop"}, "unknown treatment of outliers"),
        ({"level": 1.0}, "level = 1.0"),
        ({"replicates": -1}, "replicates = -1"),
        ({"starts": 0}, "starts = 0"),
    ],
)
def test_bad_arguments(change: dict[str, object], said: str) -> None:
    with pytest.raises((SortError, UnknownName), match=said):
        fit(synthetic_runs(TRUE, 12), **change)  # type: ignore[arg-type]


def test_fewer_rows_than_parameters() -> None:
    with pytest.raises(RunsError, match="5 usable runs: the law has 5 parameters"):
        fit(table(synthetic_runs(TRUE, 5)))


def test_runs_that_do_not_vary() -> None:
    runs = synthetic_runs(TRUE, 20)
    with pytest.raises(SkillTheoryError, match="same number of parameters"):
        fit(replace(runs, parameters=np.full(20, 1e9)))


def test_a_loss_that_rises_is_no_law() -> None:
    runs = synthetic_runs(TRUE, 30)
    with pytest.raises(SkillTheoryError, match="do not determine a law"):
        fit(replace(runs, loss=1 + 0.1 * np.log(runs.parameters) * 1.0), replicates=0, starts=60)


# -- forecasts -----------------------------------------------------------------------

STEP = (("70e9", "1.4e12"), ("700e9", "14e12"))


def test_forecast_of_a_published_law() -> None:
    found = forecast("hoffmann2022", *STEP, sizes=4)
    law = get_law("hoffmann2022")
    ratio = float(law.scale("70e9", "1.4e12", 10).excess_ratio)
    assert found.factor.estimate == pytest.approx(1 / ratio, rel=1e-12)
    assert not found.factor.is_known
    assert found.bracket == pytest.approx((1.905, 2.188), abs=1e-3)
    assert "no intervals" in found.warnings[0]
    json.dumps(found.to_json(), allow_nan=False)


def test_forecast_agrees_with_certified_solutions() -> None:
    from skilltheory import solve

    found = forecast("besiroglu2024", *STEP, alpha="1/10", k=8, sizes=3)
    theta = get_law("besiroglu2024").excess("700e9", "14e12", digits=20)
    for bound in found.bounds:
        for point in found.curve("after", bound):
            if point.status != "guaranteed":
                continue
            share = point.size * (theta.lower + theta.upper) / 2
            beta = float(solve.beta("1/10", share, 8, bound=bound, digits=15))
            assert point.competence.estimate == pytest.approx(1 - beta * float(share), abs=1e-12)


def test_reach_is_where_the_curve_crosses() -> None:
    found = forecast("besiroglu2024", *STEP, sizes=20, least="3/10")
    for one in found.reach:
        for stage, size in (("before", one.before), ("after", one.after)):
            enough = [p.size for p in found.curve(stage, one.bound) if p.competence.estimate >= 0.3]
            assert size.estimate == max(enough, default=0)


def test_uncertainty_reaches_the_tuples(example: Fit, tmp_path: Path) -> None:
    path = tmp_path / "law.json"
    example.save(path)
    found, same = forecast(example, *STEP, sizes=3), forecast(str(path), *STEP, sizes=3)
    assert same.factor.low == pytest.approx(found.factor.low, rel=1e-6)
    assert found.factor.low < found.factor.estimate < found.factor.high
    assert found.after.low < found.after.estimate < found.after.high
    for point in found.points:
        assert point.competence.low <= point.competence.estimate <= point.competence.high
    assert any(p.competence.low < p.competence.high for p in found.points)
    assert any("leaves the range" in said for said in found.warnings)
    assert found.warnings == same.warnings


def test_every_assumption_comes_with_a_check() -> None:
    found = forecast("besiroglu2024", *STEP, sizes=1)
    assert {"scaling.law", "cloze.sufficiency", "skillgraph.mixing", "skillgraph.sparse"} <= {
        one.id for one in found.assumptions
    }
    for one in found.to_json()["assumptions"]:
        assert len(one["check"]) > 20


def test_where_a_forecast_can_say_nothing() -> None:
    found = forecast("hoffmann2022", ("1e6", "1e7"), ("1e5", "1e7"), sizes=2)
    assert {point.status for point in found.points} == {"none"}
    assert {one.after.estimate for one in found.reach} == {0.0}
    assert any("cloze sufficiency" in said for said in found.warnings)
    assert any("does not fall" in said for said in found.warnings)


@pytest.mark.parametrize(
    "change", [{"alpha": "1"}, {"k": "1/2"}, {"sizes": 10**6}, {"least": "2"}, {"start": ("0", 1)}]
)
def test_bad_forecasts(change: dict[str, object]) -> None:
    arguments = {"start": STEP[0], "end": STEP[1]} | change
    with pytest.raises(SortError):
        forecast("hoffmann2022", **arguments)  # type: ignore[arg-type]
