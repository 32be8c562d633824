"""Sweeps: order, executors, and a file that loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from skilltheory.errors import SkillTheoryError
from skilltheory.sweeps import SweepFileError, sweep

INPUTS = {"task": "square", "power": 2}


def square(number: int) -> int:
    return number**2


class Square:
    """Squares, and remembers what it was asked; fails or stops at a given number."""

    def __init__(self, fail_at: int | None = None, stop: type[BaseException] = ValueError) -> None:
        self.asked: list[int] = []
        self.fail_at = fail_at
        self.stop = stop

    def __call__(self, number: int) -> int:
        self.asked.append(number)
        if number == self.fail_at:
            raise self.stop(f"at {number}")
        return square(number)


def test_results_come_in_the_order_of_the_items(tmp_path: Path) -> None:
    assert sweep(square, [3, 1, 2, 3], inputs=INPUTS) == [9, 1, 4, 9]
    with ThreadPoolExecutor(2) as executor:
        path = tmp_path / "sub" / "file.jsonl"
        many = list(range(3000))  # more than are kept pending at once
        assert sweep(square, many, inputs=INPUTS, executor=executor, path=path) == [
            n**2 for n in many
        ]
    assert sweep(Square(fail_at=5), many, inputs=INPUTS, path=path) == [n**2 for n in many]


def test_no_items() -> None:
    with ThreadPoolExecutor(1) as executor:
        assert sweep(square, [], inputs=INPUTS, executor=executor) == []


def test_equal_items_are_worked_on_once() -> None:
    task = Square()
    assert sweep(task, [2, 2, 5, 2], inputs=INPUTS) == [4, 4, 25, 4]
    assert task.asked == [2, 5]


def test_progress_counts_what_the_file_had(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    sweep(square, [1, 2], inputs=INPUTS, path=path)
    seen: list[tuple[int, int]] = []
    sweep(square, [1, 2, 3, 4], inputs=INPUTS, path=path, progress=lambda *at: seen.append(at))
    assert seen == [(2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt])
def test_an_interrupted_sweep_goes_on_where_it_stopped(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    path = tmp_path / "file.jsonl"
    with pytest.raises(stop):
        sweep(Square(fail_at=3, stop=stop), range(6), inputs=INPUTS, path=path)
    task = Square()
    assert sweep(task, range(6), inputs=INPUTS, path=path) == [0, 1, 4, 9, 16, 25]
    assert task.asked == [3, 4, 5]


def test_when_a_task_fails_what_others_finish_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    failed = Event()

    def task(number: int) -> int:
        if number == 0:
            failed.set()
            raise ValueError("at 0")
        failed.wait(10)
        time.sleep(0.2)  # ends after the failure is seen
        return square(number)

    with (
        ThreadPoolExecutor(2) as executor,
        pytest.raises(ValueError, match="at 0"),
    ):
        sweep(task, [1, 0, 2, 3, 4, 5, 6, 7, 8], inputs=INPUTS, executor=executor, path=path)
    recorded = [json.loads(line)["item"] for line in path.read_text().splitlines()[1:]]
    assert 1 in recorded
    assert 0 not in recorded


def test_an_interrupt_while_waiting_keeps_what_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    stopped = False

    def interrupt(finished: int, total: int) -> None:
        nonlocal stopped
        if finished == 1 and not stopped:
            stopped = True
            time.sleep(0.1)
            raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as executor, pytest.raises(KeyboardInterrupt):
        sweep(square, [1, 2, 3], inputs=INPUTS, executor=executor, path=path, progress=interrupt)
    assert len(path.read_text().splitlines()) == 4


def test_encoded_results_are_the_same_fresh_and_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"

    def run() -> list[tuple[int, int]]:
        return sweep(
            lambda n: (n, n**2), [1, 2], inputs=INPUTS, encode=list, decode=tuple, path=path
        )

    assert run() == run() == [(1, 1), (2, 4)]


def test_an_unfinished_last_line_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    sweep(square, [1, 2, 3], inputs=INPUTS, path=path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert sweep(square, [1, 2, 3], inputs=INPUTS, path=path) == [1, 4, 9]
        assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not a sweep\n", "not the file of a sweep"),
        ("not a sweep", "not the file of a sweep"),
        ("[1]\n", "not the file of a sweep"),
        ('{"sweep":0,"inputs":{}}\n', "format 0"),
    ],
)
def test_files_that_are_no_sweep(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(content)
    with pytest.raises(SweepFileError, match=reason) as refusal:
        sweep(square, [1], inputs=INPUTS, path=path)
    assert path.read_text() == content
    assert isinstance(refusal.value, SkillTheoryError)
    assert refusal.value.path == path


def test_a_file_made_for_other_inputs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    sweep(square, [1], inputs=INPUTS, path=path)
    with pytest.raises(SweepFileError, match=r"other inputs \(power: 2 there, 3 here\)"):
        sweep(square, [1], inputs={**INPUTS, "power": 3}, path=path)
    with pytest.raises(SweepFileError, match="more"):
        sweep(square, [1], inputs={**INPUTS, "more": None}, path=path)


def test_a_damaged_line_is_refused_not_skipped(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    sweep(square, [1, 2], inputs=INPUTS, path=path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:-3], lines[2]]) + "\n")
    with pytest.raises(SweepFileError, match="line 2 is damaged"):
        sweep(square, [1, 2], inputs=INPUTS, path=path)


def test_results_that_json_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        sweep(lambda n: float("nan"), [1], inputs=INPUTS)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_process_loses_no_finished_item(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    script = (
        "import sys, time\n"
        "from skilltheory.sweeps import sweep\n"
        "task = lambda n: (time.sleep(0.01), n**2)[1]\n"
        f"sweep(task, range(10**4), inputs={INPUTS!r}, path=sys.argv[1])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], env=environment)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (path.exists() and path.stat().st_size > 500):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = path.read_bytes().count(b"\n") - 1
    assert finished > 5
    task = Square()
    assert sweep(task, range(finished + 3), inputs=INPUTS, path=path)[-1] == (finished + 2) ** 2
    assert task.asked == [finished, finished + 1, finished + 2]
