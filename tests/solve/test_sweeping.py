"""Sweeps: order, executors, resuming, refusals."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction as F

import pytest

from skilltheory import solve
from skilltheory.errors import NoGuarantee, SortError, UnknownName
from skilltheory.solve import sweep
from skilltheory.sweeps import SweepFileError

AXES = {"alpha": ["1/10", "1/5"], "theta": "1/10", "k": [1, 2, 4, 8]}


def values(points):
    return [point.value for point in points]


def test_points_come_in_the_order_of_the_product():
    points = sweep("beta", AXES, digits=20)
    expected = []
    for alpha in AXES["alpha"]:
        for k in AXES["k"]:
            try:
                expected.append(solve.beta(alpha, "1/10", k, digits=20))
            except NoGuarantee:
                expected.append(None)
    assert values(points) == [found and found.value for found in expected]
    for point, found in zip(points, expected, strict=True):
        assert point.solved is (found is not None)
        if found is None:
            with pytest.raises(NoGuarantee):
                _ = point.certified
            assert point.refusal.condition == "k*theta*log(1/alpha) > h(theta)"
            assert not point.vacuous
        else:
            assert point.certified.value == found.value
            assert point.certified.inputs == found.inputs
            assert point.certified.lower == found.lower
            assert point.vacuous == found.vacuous


@pytest.mark.parametrize(
    ("unknown", "axes", "options"),
    [
        ("alpha", {"beta": ["2", "3"], "theta": "1/10", "k": 8}, {}),
        ("theta", {"alpha": "1/10", "beta": ["2", "3"], "k": 8}, {"bound": "sharp"}),
        ("k", {"alpha": "1/10", "beta": ["2", "3"], "theta": "1/10"}, {"k_prime": 2}),
        (
            "failure",
            {"alpha": "1/10", "beta": "4", "theta": "1/10", "k": 8, "n1": [1000, 2000], "n2": 10},
            {"bound": "finite-sharp", "competence": True},
        ),
        (
            "n1",
            {"alpha": "1/10", "beta": "6", "theta": "1/10", "k": 8, "n2": 10, "failure": "1e-3"},
            {"bound": "finite-basic"},
        ),
        (
            "beta",
            {"alpha": "1/10", "theta": "1/10", "k": 8, "n1": 10**4, "n2": 10, "failure": "1e-3"},
            {"bound": "finite-sharp"},
        ),
    ],
)
def test_every_unknown(unknown, axes, options):
    points = sweep(unknown, axes, digits=12, **options)
    assert all(point.solved for point in points)
    assert all(point.certified.unknown == unknown for point in points)


def test_a_combination_outside_the_sorts_holds_its_refusal():
    good, bad = sweep("theta", {"alpha": "1/2", "beta": ["3/2", "3"], "k": 4}, digits=5)
    assert good.solved
    assert isinstance(bad.refusal, SortError)
    assert bad.refusal.parameter == "beta"
    with pytest.raises(SortError):
        _ = bad.certified


def test_processes_give_the_same(tmp_path):
    here = sweep("beta", AXES, digits=20)
    seen = []
    with ProcessPoolExecutor(2) as executor:
        there = sweep(
            "beta",
            AXES,
            digits=20,
            executor=executor,
            chunk=3,
            path=tmp_path / "sweep.jsonl",
            progress=lambda done, of: seen.append((done, of)),
        )
    assert values(there) == values(here)
    assert seen[0] == (0, 8)
    assert seen[-1] == (8, 8)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


class Interrupted(Exception):
    pass


def test_an_interrupted_sweep_goes_on_where_it_was(tmp_path):
    path = tmp_path / "sweep.jsonl"

    def stop(done, _of):
        if done >= 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        sweep("beta", AXES, digits=20, chunk=2, path=path, progress=stop)
    kept = path.read_text().splitlines()
    assert len(kept) == 1 + 2
    with path.open("a") as file:
        file.write('{"item": [["1/5", "1/1')  # as a killed process leaves it
    first = []
    points = sweep(
        "beta",
        AXES,
        digits=20,
        chunk=2,
        path=path,
        progress=lambda done, _of: first.append(done),
    )
    assert first[0] == 4  # nothing finished is done again
    assert path.read_text().splitlines()[:3] == kept
    assert values(points) == values(sweep("beta", AXES, digits=20))


def test_a_finished_file_is_only_read(tmp_path, monkeypatch):
    path = tmp_path / "sweep.jsonl"
    before = sweep("beta", AXES, digits=20, path=path)

    def never(*_args, **_options):
        raise AssertionError("solved again")

    monkeypatch.setattr("skilltheory.solve.unknowns.beta", never)
    after = sweep("beta", AXES, digits=20, path=path)
    assert after == before
    assert json.loads(path.read_text().splitlines()[0])["inputs"]["unknown"] == "beta"


@pytest.mark.parametrize(
    "changed", [{"digits": 21}, {"bound": "sharp"}, {"k_prime": 2}, {"chunk": 5}]
)
def test_a_file_for_other_inputs_is_refused(tmp_path, changed):
    path = tmp_path / "sweep.jsonl"
    options = {"digits": 20, "chunk": 4, "path": path}
    sweep("beta", AXES, **options)
    with pytest.raises(SweepFileError, match="other inputs"):
        sweep("beta", AXES, **{**options, **changed})
    with pytest.raises(SweepFileError, match="other inputs"):
        sweep("beta", {**AXES, "theta": "1/9"}, **options)


@pytest.mark.parametrize(
    ("axes", "options", "parameter"),
    [
        ({"alpha": "1/10", "theta": "1/10"}, {}, "k"),
        ({**AXES, "n1": 10}, {}, "n1"),
        ({**AXES, "theta": ["1/10", "2"]}, {}, "theta"),
        ({**AXES, "k": ["2.5"]}, {}, "k"),
        (AXES, {"chunk": 0}, "chunk"),
        (AXES, {"digits": 0}, "digits"),
        (AXES, {"bound": "finite-sharp"}, "n1"),
    ],
)
def test_bad_axes_are_refused_at_the_door(axes, options, parameter):
    with pytest.raises(SortError) as caught:
        sweep("beta", axes, **options)
    assert caught.value.parameter == parameter


def test_unknown_unknowns():
    with pytest.raises(UnknownName, match="did you mean beta"):
        sweep("bta", AXES)
    with pytest.raises(UnknownName):
        sweep("beta", AXES, bound="nice")


def test_threads_keep_the_digits_although_they_share_a_precision():
    axes = {"alpha": "1/10", "theta": [F(n, 40) for n in range(4, 24)], "k": [4, 9]}
    with ThreadPoolExecutor(4) as executor:
        there = sweep("beta", axes, digits=60, chunk=1, executor=executor)
    assert values(there) == values(sweep("beta", axes, digits=60))


@pytest.mark.slow
def test_dask_cluster():
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        there = sweep("beta", AXES, digits=20, chunk=2, executor=client.get_executor())
    assert values(there) == values(sweep("beta", AXES, digits=20))
