"""The task for Inspect, end to end: with its mock model, and with the demonstration models."""

from __future__ import annotations

import json
import math
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from skilltheory.errors import MissingExtra, SkillTheoryError, SortError, UnknownName
from skilltheory.skillmix import Score, summarise
from skilltheory.skillmix.report import log_files, read_answers, report

pytest.importorskip("inspect_ai")

from inspect_ai import eval as inspect_eval
from inspect_ai.log import read_eval_log
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from skilltheory.skillmix.inspection import need_inspect
from skilltheory.skillmix.inspection.demonstration import Demonstration
from skilltheory.skillmix.inspection.logs import read_log
from skilltheory.skillmix.inspection.running import Settings, grade, run
from skilltheory.skillmix.inspection.task import skillmix

pytestmark = [
    pytest.mark.usefixtures("offline"),
    # Inspect calls tenacity by the former name of a parameter, and leaves queues to the collector.
    pytest.mark.filterwarnings("ignore:The 'initial' parameter is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]

DEMO = ("skilltheory/student", "skilltheory/grader")


def says(text: str) -> ModelOutput:
    output = ModelOutput.from_content("mockllm/model", text)
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


def mock(answer, name="model"):
    """A mock model that answers by a function of the conversation so far."""
    return get_model(
        f"mockllm/{name}",
        custom_outputs=lambda messages, tools, choice, config: says(answer(messages)),
        memoize=False,
    )


@pytest.fixture(scope="module")
def mocked(offline, tmp_path_factory):
    """Five prompts: one well answered, one half, one with a name, one ungraded, one that fails."""
    asked: dict[str, list[int]] = {"student": [], "grader": [], "failed": []}
    first: list[str] = []

    def student(messages):
        request = messages[0].text
        if request not in first:
            first.append(request)
        number = first.index(request)
        asked["student"].append(number)
        if number == 4:
            asked["failed"].append(number)
            raise RuntimeError("the service is down")
        name = re.findall(r"^- (.+?):", request, re.MULTILINE)[0]
        draft = len(messages) // 2
        text = f"Text {number}, draft {draft}"
        return f"**Answer:** {text}{f', a {name}' if number == 2 else ''}.\n**Explanation:** none"

    def grader(messages):
        request = messages[0].text
        number = int(re.search(r"^Text (\d), draft 2", request, re.MULTILINE)[1])
        asked["grader"].append(number)
        names = re.findall(r"^\d+\. (.+): <1 or 0> - <reason>$", request, re.MULTILINE)
        assert len(names) == 5
        rows = [
            f"| {name} | {'No' if (number, i) == (1, 1) else '1/1'} |"
            for i, name in enumerate(names)
        ]
        return "I cannot say." if number == 3 else "\n".join(reversed(rows))

    (log,) = inspect_eval(
        skillmix(k=2, prompts=5, seed=1),
        model=mock(student),
        model_roles={"grader": mock(grader)},
        log_dir=str(tmp_path_factory.mktemp("logs")),
        display="none",
        fail_on_error=False,
        retry_on_error=1,
        max_samples=1,
        ctl_server=False,
    )
    return log, asked


def test_end_to_end_with_the_mock_model(mocked):
    log, asked = mocked
    assert log.status == "success"
    # Inspect's own reader, which its viewer shows.
    ids = log.eval.dataset.sample_ids
    samples = sorted(read_eval_log(log.location).samples, key=lambda one: ids.index(one.id))
    assert len(samples) == 5
    assert [len([m for m in s.messages if m.role == "user"]) for s in samples[:4]] == [3] * 4

    # Three rounds an answer; a failed sample is tried again; an unclear grader is asked again.
    assert asked["student"][:12] == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert asked["failed"] == [4, 4]
    assert asked["grader"] == [0, 1, 2, 3, 3]

    found = read_log(log.location)
    assert (found.student, found.grader, found.k) == ("mockllm/model", "mockllm/model", 2)
    assert [one.missing for one in found.answers] == [0, 0, 0, 5, 5]
    assert [one.named for one in found.answers] == [(), (), (0,), (), ()]
    assert found.answers[1].skills == (True, False)
    assert "the service is down" in found.answers[4].failure

    summary = summarise(found.answers)
    assert (summary.answers, summary.incomplete, summary.failed) == (5, 2, 1)
    assert summary[Score.FULL_MARKS].estimate == pytest.approx(1 / 3)
    assert summary[Score.SKILL_FRACTION].estimate == pytest.approx(2 / 3)
    # The same in Inspect's metrics, which know of the sample left unscored.
    (scored,) = log.results.scores
    assert scored.unscored_samples == 1
    assert {name: one.value for name, one in scored.metrics.items()} == {
        "full_marks": pytest.approx(1 / 3),
        "all_skills": pytest.approx(1 / 3),
        "skill_fraction": pytest.approx(2 / 3),
    }
    unscored = samples[3].scores["marks"]
    assert math.isnan(unscored.value)
    assert unscored.reason == "5 of 5 marks are missing"
    assert samples[0].scores["marks"].answer == "Text 0, draft 2."


def test_report_reads_logs_and_what_it_wrote_of_them(mocked, cli, tmp_path):
    log, _ = mocked
    marks, picture, out = (tmp_path / name for name in ("m.jsonl", "s.svg", "r.json"))
    made = cli(
        "skillmix",
        "report",
        Path(log.location).parent,
        "--marks",
        marks,
        "--picture",
        picture,
        "--out",
        out,
        "--json",
    )
    assert made.code == 0
    (model,) = made.json["models"]
    (size,) = model["sizes"]
    assert (size["incomplete"], size["failed"]) == (2, 1)
    assert size["scores"]["full_marks"]["lowest"] == pytest.approx(1 / 5)
    assert size["scores"]["full_marks"]["highest"] == pytest.approx(3 / 5)
    assert "ratio" in picture.read_text().lower()
    assert json.loads(out.read_text())["models"] == made.json["models"]
    again = cli("skillmix", "report", marks, "--json")
    assert again.json["models"] == made.json["models"]
    table = cli("skillmix", "report", log.location).out
    assert "2 (1 failed)" in table
    assert "[0.200 to 0.600]" in table


def test_what_was_left_unfinished_is_not_graded_anew(mocked, tmp_path):
    log, _ = mocked

    def generous(messages):
        names = re.findall(r"^\d+\. (.+): <1 or 0> - <reason>$", messages[0].text, re.MULTILINE)
        return "\n".join(f"{name}: 1" for name in names)

    found = read_log(grade(log.location, mock(generous, "other"), tmp_path))
    assert (found.student, found.grader) == ("mockllm/model", "mockllm/other")
    assert [one.missing for one in found.answers] == [0, 0, 0, 0, 5]
    assert "the service is down" in found.answers[4].failure
    assert found.answers[2].named == (0,)


def test_a_student_does_not_grade_itself_unnoticed(tmp_path):
    (log,) = inspect_eval(
        skillmix(k=1, prompts=1, rounds=0),
        model=mock(lambda messages: "Answer: ha."),
        log_dir=str(tmp_path),
        display="none",
        fail_on_error=False,
        ctl_server=False,
    )
    assert "grader" in log.samples[0].error.message


def test_a_run_that_could_not_be_is_refused_before_a_model_is_asked(tmp_path):
    for wrong in (
        Settings((102,), 1, *DEMO),
        Settings((2,), 0, *DEMO),
        Settings((2,), 1, *DEMO, catalogue=str(tmp_path / "none.yaml")),
        Settings((2,), 1, "skilltheory/teacher", "skilltheory/grader"),
        Settings((2,), 1, "nobody/model", "skilltheory/grader"),
    ):
        with pytest.raises(SkillTheoryError):
            run(wrong, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_what_inspect_says_of_a_model_is_passed_on_without_its_markup(tmp_path, monkeypatch):
    def refuse(name: str) -> None:
        raise RuntimeError("[bold]ERROR[/bold]: no key\n\nfor this")

    monkeypatch.setattr("skilltheory.skillmix.inspection.running.get_model", refuse)
    with pytest.raises(SkillTheoryError, match="model 'a/b': ERROR: no key for this"):
        run(Settings((2,), 1, "a/b", "a/b"), tmp_path / "run")


def test_a_folder_holds_one_run(tmp_path):
    (tmp_path / "skillmix.json").write_text('{"prompts": 3, "seed": 1}', encoding="utf-8")
    with pytest.raises(SkillTheoryError, match=r"prompts was 3, now 5.*give another folder"):
        run(Settings((2,), 5, *DEMO, seed=1), tmp_path)
    for text in ("{", "[]"):
        (tmp_path / "skillmix.json").write_text(text, encoding="utf-8")
        with pytest.raises(SkillTheoryError, match="not what a run writes"):
            run(Settings((2,), 5, *DEMO, seed=1), tmp_path)


@pytest.mark.parametrize("wrong", [{"knows": 2}, {"fails": -1}, {"silent": "x"}, {"waits": 61}])
def test_demonstration_models_refuse_what_is_no_chance(wrong):
    with pytest.raises(SortError):
        Demonstration("student", **wrong)


def test_demonstration_models_are_two():
    with pytest.raises(UnknownName, match="student, grader"):
        Demonstration("x")


def test_missing_extra_is_said_with_its_cure(monkeypatch, cli, tmp_path):
    monkeypatch.setattr("skilltheory.skillmix.inspection.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'skilltheory\[skillmix\]'"):
        need_inspect()
    for arguments in (
        ("run", "--student", "a/b", "--grader", "a/b"),
        ("grade", tmp_path, "--grader", "a/b", "--logs", tmp_path / "new"),
        ("report", tmp_path),
    ):
        outcome = cli("skillmix", *arguments, "--json")
        assert outcome.code == 2
        assert "skilltheory[skillmix]" in outcome.json["message"]


def test_what_is_no_log_is_refused(tmp_path):
    (tmp_path / "x.eval").write_text("no log")
    with pytest.raises(SkillTheoryError, match="cannot be read as a log"):
        read_answers([tmp_path / "x.eval"])
    with pytest.raises(SkillTheoryError, match="no file or folder"):
        log_files(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SkillTheoryError, match="holds no log of Skill-Mix"):
        log_files(tmp_path / "empty")


@pytest.mark.slow
def test_an_answer_whose_grader_failed_is_graded_anew(tmp_path):
    settings = Settings((2,), 3, *DEMO, rounds=1)
    (log,) = run(settings, tmp_path / "run", grader_args={"fails": 1}, retries=0)
    assert all("to fail" in one.failure for one in read_log(log).answers)
    again = read_log(grade(log, DEMO[1], tmp_path / "new"))
    assert [one.missing for one in again.answers] == [0, 0, 0]


@pytest.mark.slow
def test_run_goes_on_and_reports_and_grades_anew(tmp_path, cli):
    logs = tmp_path / "run"
    arguments = (
        "skillmix",
        "run",
        "--student",
        DEMO[0],
        "--grader",
        DEMO[1],
        "--k",
        2,
        "--k",
        3,
        "--prompts",
        12,
        "--seed",
        3,
        "--logs",
        logs,
        "--student-arg",
        "fails=0.3",
        "--retries",
        0,
        "--json",
    )
    first = cli(*arguments)
    assert first.code == 0
    failed = sum(size["failed"] for size in first.json["models"][0]["sizes"])
    assert failed > 0
    again = cli(*arguments)
    sizes = again.json["models"][0]["sizes"]
    assert sum(size["failed"] for size in sizes) < failed
    assert [size["answers"] for size in sizes] == [12, 12]
    # A report on the folder sees the last attempt of each run, not every attempt.
    whole = cli("skillmix", "report", logs, "--json")
    assert whole.json["models"] == again.json["models"]
    other = cli(*(*arguments[:-1], "--seed", 4, "--json"))
    assert other.code == 2
    assert "other settings" in other.json["message"]

    graded = cli(
        "skillmix",
        "grade",
        logs,
        "--grader",
        DEMO[1],
        "--grader-arg",
        "silent=0.3",
        "--logs",
        tmp_path / "new",
        "--json",
    )
    assert graded.code == 0
    assert graded.json["models"][0]["sizes"][0]["incomplete"] > 0
    with pytest.raises(SkillTheoryError, match="there already"):
        grade(log_files(logs)[0], DEMO[1], tmp_path / "new")


@pytest.mark.slow
def test_demonstration_measures_what_the_student_knows(tmp_path):
    made = run(
        Settings((1, 3), 60, *DEMO, seed=5, rounds=0),
        tmp_path / "run",
        student_args={"knows": 0.7},
    )
    for summary in report(read_answers(made))[0].summaries:
        expected = 0.7**summary.k
        interval = summary[Score.ALL_SKILLS].interval
        # Examples that hold a second sentence may be too long: all skills are shown even so.
        assert interval.low - 0.05 < expected < interval.high + 0.05


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    logs = tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "skilltheory",
        "skillmix",
        "run",
        "--student",
        DEMO[0],
        "--grader",
        DEMO[1],
        "--k",
        "3",
        "--prompts",
        "120",
        "--logs",
        str(logs),
        "--student-arg",
        "waits=0.5",
        "--json",
    ]
    done: set[str] = set()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as started:
        until = time.monotonic() + 120
        while len(done) < 5:
            assert time.monotonic() < until
            assert started.poll() is None
            time.sleep(0.2)
            for path in logs.glob("*.eval"):
                try:
                    done = {sample.uuid for sample in read_eval_log(str(path)).samples or []}
                except Exception:  # the file is being written this moment
                    continue
        started.send_signal(signal.SIGKILL)
    broken = summarise(read_answers([logs])[0].marks)
    assert broken.answers == 120
    assert 0 < broken.failed < 120
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    (size,) = json.loads(ended.stdout)["models"][0]["sizes"]
    assert (size["answers"], size["failed"]) == (120, 0)
    (last,) = log_files(logs)
    assert done <= {sample.uuid for sample in read_eval_log(last).samples}


@pytest.mark.slow
def test_inspect_finds_the_task_by_its_name(tmp_path):
    found = [point for point in entry_points(group="inspect_ai") if point.name == "skilltheory"]
    if not found:
        pytest.skip("the installed skilltheory is older than its entry point")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "inspect_ai",
            "eval",
            "skilltheory/skillmix",
            "--model",
            DEMO[0],
            "--model-role",
            f"grader={DEMO[1]}",
            "-T",
            "k=2",
            "-T",
            "prompts=3",
            "--display",
            "none",
            "--log-dir",
            str(tmp_path / "logs"),
        ],
        check=True,
        timeout=240,
        cwd=Path(__file__).parents[2],
    )
    (answers,) = read_answers([tmp_path / "logs"])
    assert len(answers.marks) == 3
