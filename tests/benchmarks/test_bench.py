"""The benchmarks run, agree with their peers, and fail when they should."""

import json
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import ROWS, chosen, main
from benchmarks.harness import Disagreement, Row, Side, measure


def row(ours, theirs, **changes):
    times = iter([*ours, *ours]), iter([*theirs, *theirs])
    made = Row(
        name="made",
        work="ours",
        peer="theirs",
        asked=10,
        faster=True,
        ours=Side(lambda: next(times[0]), 2, lambda seconds: seconds),
        theirs=Side(lambda: next(times[1]), 1, lambda seconds: seconds),
        agree=lambda a, b: "",
        versions={},
        rounds=3,
    )
    return replace(made, **changes)


def test_the_ratio_is_the_median_of_the_rounds_per_item():
    # the first of each warms up
    found = measure(row([9.0, 2.0, 2.0, 4.0], [9.0, 12.0, 10.0, 16.0]))
    assert found.ratios == [8, 10, 12]
    assert (found.ratio, found.ours, found.theirs) == (10, 1, 12)
    assert found.verdict == "reached"


@pytest.mark.parametrize(
    ("asked", "faster", "verdict"),
    [
        (8, True, "reached"),
        (9, True, "missed"),
        (16, True, "missed"),
        (17, True, "below half"),
        (1 / 8, False, "reached"),
        (1 / 9, False, "missed"),
        (1 / 17, False, "below half"),
    ],
)
def test_verdicts(asked, faster, verdict):
    found = measure(row([1.0] * 4, [4.0] * 4, asked=asked, faster=faster))
    assert found.ratio == (8 if faster else 1 / 8)
    assert found.verdict == found.to_json()["verdict"] == verdict


def test_the_clock_on_the_wall_is_not_believed_on_a_busy_machine():
    found = measure(row([1.0] * 4, [1.0] * 4, clock=time.perf_counter))
    assert replace(found, given=0.99).verdict == "below half"
    busy = replace(found, given=0.5)
    assert (busy.verdict, busy.fails) == ("machine busy", False)
    assert replace(busy, row=replace(found.row, asked=1)).verdict == "reached"
    assert replace(busy, row=replace(found.row, clock=time.process_time)).fails


def test_sides_that_disagree_are_not_compared():
    def agree(ours, theirs):
        raise Disagreement("other roots")

    with pytest.raises(Disagreement, match="other roots"):
        measure(row([1.0] * 4, [1.0] * 4, agree=agree))


@pytest.mark.parametrize("name", ["certified-50", "grid-brentq", "grid-elementwise", "sharp"])
def test_rows_agree_with_their_peers(name):
    (made,) = chosen((name,), 0.001)
    found = measure(made, 1)
    assert found.ratio > 0
    assert "relative" in found.agreement


def test_the_command_prints_json_and_judges_only_whole_runs(monkeypatch):
    done = CliRunner().invoke(main, ["grid-floor", "--scale", "0.001", "--rounds", "1", "--json"])
    assert done.exit_code == 0
    (found,) = json.loads(done.stdout)["rows"]
    assert found["row"] == "grid-floor"

    def too_slow(names, scale):
        yield row([1.0] * 4, [1.0] * 4)

    monkeypatch.setattr("benchmarks.__main__.chosen", too_slow)
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 1
    assert "below half of what is asked: made" in done.stderr


@pytest.mark.slow
def test_every_row_runs():
    for made in chosen(tuple(ROWS), 0.001):
        assert measure(made, 1).ratios


def test_a_ratio_beyond_what_the_machine_gives_is_not_held_against_the_work():
    found = measure(row([1.0] * 4, [1.0] * 4, limit=lambda: 9))
    assert (found.verdict, found.fails) == ("beyond the machine", False)
    assert measure(row([1.0] * 4, [1.0] * 4, limit=lambda: 10)).verdict == "below half"
    assert measure(row([1.0] * 4, [16.0] * 4, limit=lambda: 9)).verdict == "reached"


def test_short_work_is_repeated():
    side = Side(time.perf_counter, 2, repeats=5)
    ticks = iter(range(2))
    seconds, _ = side.timed(lambda: 30.0 * next(ticks))
    assert seconds == 30 / 5 / 2
