"""One simulation and many: what they return, and that it depends on nothing else."""

import json
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import skilltheory.simulate
from skilltheory.errors import BudgetExceeded, SortError, UnknownName
from skilltheory.simulate import ERROR_SETS, Simulation, simulate, simulate_seeds
from skilltheory.sweeps import SweepFileError

SIZES: dict[str, Any] = {"n1": 80, "n2": 10, "k": 3, "theta": "1/10", "alpha": "1/5"}


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize("errors", ERROR_SETS)
@pytest.mark.parametrize("weights", [None, ["1/2", 1, 1, 1, 2, 1, 1, 1, 1, "1/2"]])
def test_equal_inputs_give_equal_simulations(errors: str, weights: list[Any] | None) -> None:
    inputs = {**SIZES, "errors": errors, "weights": weights, "competence_bins": 10}
    first = simulate(**inputs, seed=1)
    assert first == simulate(**inputs, seed=1)
    assert first != simulate(**inputs, seed=2)
    assert Simulation.from_dict(json.loads(first.to_json())) == first
    assert first.n == 8
    assert (first.measure == "uniform") == (weights is None)
    assert (first.fixed is not None) == (errors == "fixed")
    assert (first.upper is not None) == (errors == "exact")
    # the level is where the curve reaches 1 - alpha
    for point in first.kept:
        assert (1 - point.share >= first.alpha) == (point.beta <= first.level)
    shares = [point.share for point in first.kept]
    assert shares == sorted(shares)


def test_stronger_adversaries_reach_higher_levels() -> None:
    level = {errors: simulate(**SIZES, errors=errors).level for errors in ERROR_SETS}
    assert level["random"] < level["fixed"] < level["local"] <= level["exact"]
    assert level["greedy"] <= level["local"]
    upper = simulate(**SIZES, errors="exact").upper
    assert upper is not None
    assert level["exact"] <= upper <= 5


def test_json_has_exact_numbers_as_texts() -> None:
    values = json.loads(simulate(**SIZES, betas=["1.5"]).to_json())
    assert values["theta"] == "1/10"
    assert values["kept"][0]["beta"] == "3/2"
    assert values["competence"] is None
    assert Fraction(values["level"]) > 1
    assert {"size", "mass", "mean_level", "standard_error", "least_level"} == {*values["fixed"]}


def test_skills_can_be_chosen() -> None:
    run = simulate(**SIZES, skills=[9, 4, 2])
    assert run.fixed is not None
    assert (run.fixed.size, run.fixed.mass) == (3, Fraction(3, 10))
    assert run.fixed.least_level <= run.fixed.mean_level


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"k": 2.5}, "k"),
        ({"theta": "1.2"}, "theta"),
        ({"alpha": 0}, "alpha"),
        ({"weights": [1] * 9 + [-1]}, "weights[9]"),
        ({"weights": [0] * 10}, "weights"),
        ({"weights": [1] * 9}, "n2"),
        ({"n2": None}, "n2"),
        ({"betas": [-1]}, "betas"),
        ({"skills": [10]}, "skills"),
        ({"competence_bins": 0}, "bins"),
        ({"seed": -1}, "seed"),
    ],
)
def test_inputs_that_are_refused(change: dict[str, object], name: str) -> None:
    with pytest.raises(SortError) as refusal:
        simulate(**{**SIZES, **change})
    assert refusal.value.parameter == name


def test_an_unknown_error_set() -> None:
    with pytest.raises(UnknownName, match="did you mean greedy"):
        simulate(**SIZES, errors="gredy")
    with pytest.raises(UnknownName, match="known: random, fixed"):
        simulate_seeds([0], **SIZES, errors="?")


@pytest.mark.parametrize("errors", ["greedy", "local", "exact"])
def test_graphs_too_large_for_a_search(errors: str) -> None:
    with pytest.raises(BudgetExceeded, match="stored"):
        simulate("1e9", 1000, 8, "1/10", "1/10", errors=errors)
    if errors == "exact":
        with pytest.raises(BudgetExceeded, match="at most 4000"):
            simulate(5000, 10, 8, "1/10", "1/10", errors=errors)


@pytest.mark.parametrize("errors", ["random", "fixed"])
def test_blocks_on_any_executor(errors: str) -> None:
    """The same graph and error set, counted here, by threads and by processes."""
    inputs = (2_500_000, 50, 8, "1/7", "1/10")
    here = simulate(*inputs, errors=errors, competence_bins=5)
    with ThreadPoolExecutor(3) as threads:
        assert simulate(*inputs, errors=errors, competence_bins=5, executor=threads) == here
    with processes(2) as workers:
        assert simulate(*inputs, errors=errors, competence_bins=5, executor=workers) == here


def test_seeds_on_any_number_of_processes(tmp_path: Path) -> None:
    inputs = {**SIZES, "errors": "local", "weights": [1, 2, 3, 4, 5, 5, 4, 3, 2, 1]}
    here = simulate_seeds(range(6), **inputs)
    assert [run.seed for run in here] == list(range(6))
    assert here[3] == simulate(**inputs, seed=3)
    for count in (1, 2):
        path = tmp_path / f"{count}.jsonl"
        with processes(count) as workers:
            there = simulate_seeds(range(6), **inputs, executor=workers, path=path)
        assert there == here
        assert simulate_seeds(range(6), **inputs, path=path) == here
        assert len(path.read_text().splitlines()) == 7


def test_a_file_knows_its_inputs(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    simulate_seeds([0], **SIZES, path=path)
    # the same numbers written otherwise are the same inputs
    simulate_seeds([1], **{**SIZES, "theta": "0.1"}, path=path)
    assert len(path.read_text().splitlines()) == 3
    for change in (
        {"n1": 81},
        {"theta": "1/9"},
        {"weights": [1] * 10},
        {"betas": [1]},
        {"errors": "random"},
        {"competence_bins": 3},
        {"skills": [3]},
    ):
        with pytest.raises(SweepFileError, match=next(iter(change)).replace("weights", "measure")):
            simulate_seeds([0], **{**SIZES, **change}, path=path)


def test_seeds_are_checked_before_anything_runs(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    with pytest.raises(SortError, match="seeds"):
        simulate_seeds([0, -1], **SIZES, path=path)
    assert not path.exists()


@pytest.mark.slow
def test_seeds_and_blocks_on_a_dask_cluster(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    )
    with cluster, distributed.Client(cluster) as client:
        executor = client.get_executor()
        path = tmp_path / "runs.jsonl"
        there = simulate_seeds(range(5), **SIZES, executor=executor, path=path)
        assert there == simulate_seeds(range(5), **SIZES)
        more = simulate_seeds(range(8), **SIZES, executor=executor, path=path)
        assert more[:5] == there
        assert len(path.read_text().splitlines()) == 9
        inputs = (2_500_000, 50, 8, "1/7", "1/10")
        assert simulate(*inputs, executor=executor) == simulate(*inputs)


def test_vocabulary() -> None:
    assert {*skilltheory.simulate.__all__} == {*dir(skilltheory.simulate)}
    for name in skilltheory.simulate.__all__:
        assert getattr(skilltheory.simulate, name).__doc__
    with pytest.raises(AttributeError, match="nothing"):
        skilltheory.simulate.nothing  # noqa: B018
