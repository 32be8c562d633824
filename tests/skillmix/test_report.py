"""Reports from files of marks, which need no Inspect."""

from __future__ import annotations

import json

import pytest

from skilltheory.errors import SkillTheoryError, SortError
from skilltheory.skillmix import Graded, MarksError, Score
from skilltheory.skillmix.report import Answers, Corpus, read_answers, report, write_answers


def answers(k: int, right: int, of: int, student: str = "s") -> Answers:
    marks = tuple(Graded((i < right,) * k, True, True, True, prompt=f"k{k}-{i}") for i in range(of))
    return Answers(student, "people", marks)


def test_files_of_marks_come_back(tmp_path):
    written = [answers(2, 3, 5), Answers("t", "people", (Graded.failed(3, "no time"),))]
    write_answers(written, tmp_path / "m.jsonl")
    back = read_answers([tmp_path / "m.jsonl"])
    assert [one.student for one in back] == ["s"] * 5 + ["t"]
    assert [mark for one in back for mark in one.marks] == [
        mark for one in written for mark in one.marks
    ]


def test_students_are_reported_apart_and_sizes_in_order():
    made = report([answers(5, 1, 10), answers(2, 9, 10), answers(2, 1, 10, student="t")])
    assert [(one.student, [s.k for s in one.summaries]) for one in made] == [
        ("s", [2, 5]),
        ("t", [2]),
    ]
    assert made[0].saturation[Score.FULL_MARKS].estimate == 5
    assert made[0].saturation[Score.FULL_MARKS].sure == 2
    assert made[0].novelty == {}


def test_novelty_of_the_figures_of_the_paper():
    corpus = Corpus("1/10", "7/100", 10**4)  # at k = 5 a share of 0.007 can be held
    (made,) = report([answers(5, 12, 100)], corpus=corpus)
    assert float(made.novelty[5].seen) == pytest.approx(0.007)
    assert float(made.novelty[5].new_expected) == pytest.approx(1 - 0.007 / 0.12)
    # Clopper and Pearson: 0.0707 of 12 in 100, see the tests of novelty.
    assert float(made.novelty[5].new_at_least) == pytest.approx(1 - 0.007 / 0.0707218, abs=1e-4)
    assert made.to_json()["sizes"][0]["novelty"]["rests_on"]


def test_novelty_counts_each_prompt_once_and_no_missing_answer():
    twice = Answers("s", "g", answers(2, 4, 8).marks * 2 + (Graded.failed(2, "x"),))
    once = report([answers(2, 4, 8)], corpus=Corpus("1/10", "1/10", 10))[0].novelty[2]
    assert report([twice], corpus=Corpus("1/10", "1/10", 10))[0].novelty[2] == once


def test_nothing_to_report_on():
    with pytest.raises(MarksError, match="no answers"):
        report([])
    with pytest.raises(SortError):
        report([answers(2, 1, 2)], falls_below=0)


def test_picture_shows_what_was_measured_and_cuts_nothing_off():
    from skilltheory.plot.skillmix_scores import score_curves

    for name in ("short", "a-provider/with-a-model-of-a-name-that-is-rather-long-2026-11-26"):
        nothing = Answers(name + "-1", "people", (Graded.failed(4, "no time"),) * 3)
        made = report([answers(2, 9, 10, name + "-1"), nothing, answers(3, 5, 10, name + "-2")])
        figure = score_curves(made)
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()
        assert [axes.get_title(loc="left") for axes in figure.axes] == [
            "Ratio of full marks",
            "Ratio of all skills",
            "Skill fraction",
        ]
        (first, second) = figure.axes[0].lines
        # Nothing is drawn at k = 4, of which there is no complete answer.
        assert [round(at) for at in first.get_xdata()] == [2]
        assert (*first.get_ydata(), *second.get_ydata()) == (0.9, 0.5)
        (legend,) = figure.legends
        box = legend.get_window_extent(renderer)
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0
        assert all(box.y1 < axes.get_window_extent(renderer).y0 for axes in figure.axes)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2"),
        ("[]", "no JSON object"),
        ('{"student": "s"}', "incomplete"),
        ('{"skills": [2], "on_topic": true, "makes_sense": true, "short_enough": true}', "a mark"),
    ],
)
def test_lines_that_are_no_marks(tmp_path, line, message):
    path = tmp_path / "m.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(MarksError, match=message) as caught:
        read_answers([path])
    assert "line 2" in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SkillTheoryError, match="cannot read"):
        read_answers([tmp_path / "none.jsonl"])
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(SkillTheoryError, match="UTF-8"):
        read_answers([tmp_path / "latin.jsonl"])


def test_command_reports_on_marks(tmp_path, cli):
    path = tmp_path / "m.jsonl"
    write_answers([answers(2, 9, 10), answers(5, 1, 10)], path)
    table = cli(
        "skillmix",
        "report",
        path,
        "--skill-frequency",
        "1/70",
        "--topic-frequency",
        "1/1000",
        "--sentences",
        "1e9",
    )
    assert table.code == 0
    assert "ratio of full marks" in table.out
    assert "skillmix.independence" in table.out
    assert "k = 5 or beyond" in table.out
    made = cli("skillmix", "report", path, "--falls-below", "0.5", "--json").json
    assert made["models"][0]["saturation"]["full_marks"]["estimate"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--picture", "x.pdf"),
        ("--out", "x.txt"),
        ("--marks", "x.txt"),
        ("--sentences", "1e9"),
        ("--skill-frequency", "2", "--topic-frequency", "1/2", "--sentences", "10"),
        ("--level", "1"),
    ],
)
def test_bad_options(tmp_path, cli, arguments):
    path = tmp_path / "m.jsonl"
    write_answers([answers(2, 9, 10)], path)
    outcome = cli("skillmix", "report", path, *arguments, "--json")
    assert outcome.code == 2
    assert json.loads(outcome.out)["error"] == "bad_input"


def test_bad_arguments_of_a_model(cli):
    for wrong in ("knows", "=1", "a b=1"):
        outcome = cli("skillmix", "run", "--student", "a", "--grader", "b", "--student-arg", wrong)
        assert outcome.code == 2
        assert "NAME=VALUE" in outcome.err
