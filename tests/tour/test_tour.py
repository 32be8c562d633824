"""The tour, run once: its files, its page, and that its figures are the library's."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from skilltheory.cli.tour import _with_progress
from skilltheory.solve import beta
from skilltheory.theory import State, statement
from skilltheory.tour import run_tour
from skilltheory.tour.figures import BETA_TABLE, TUPLES, BetaRow, evaluated_inequality
from skilltheory.tour.page import group_digits
from skilltheory.tour.run import STEPS, TourResult


@pytest.fixture(scope="session")
def steps() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]) -> TourResult:
    out = tmp_path_factory.mktemp("tour") / "made" / "on the way"
    return run_tour(out, lambda *step: steps.append(step))


class Page(HTMLParser):
    """What the tests look at: links, pictures, the text, and whether tags close."""

    VOID = frozenset({"meta", "img", "br", "link", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img":
            self.images.append(given)
        if "id" in given:
            self.ids.append(str(given["id"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="session")
def page(tour: TourResult) -> Page:
    return Page(tour.page.read_text(encoding="utf-8"))


def test_every_step_was_reported(tour: TourResult, steps: list[tuple[str, int, int]]) -> None:
    assert tour.page.is_file()
    assert [number for _, number, _ in steps] == list(range(1, STEPS + 1))
    assert {total for *_, total in steps} == {STEPS}


def test_all_files_are_there_in_all_formats(tour: TourResult) -> None:
    endings = {path.suffix for path in tour.files}
    assert endings == {".html", ".csv", ".json", ".svg", ".png"}
    for path in tour.files:
        assert path.stat().st_size > 100, path


def test_the_page_needs_no_network(tour: TourResult) -> None:
    html = tour.page.read_text(encoding="utf-8")
    outside = re.findall(r"""(?:src|href)\s*=\s*["'](?:https?:)?//[^"']+|@import|url\(""", html)
    assert outside == []
    assert "<script" not in html


def test_the_page_is_well_formed(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_somewhere(tour: TourResult, page: Page) -> None:
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids
        else:
            assert (tour.page.parent / link).is_file(), link


def test_every_picture_has_a_text_and_a_size(tour: TourResult, page: Page) -> None:
    assert len(page.images) == 5
    for image in page.images:
        assert len(str(image["alt"])) > 40
        assert int(str(image["width"])) > 300
        assert (tour.page.parent / str(image["src"])).is_file()


def test_no_raw_tex_is_left(page: Page) -> None:
    text = "".join(page.text)
    assert re.findall(r"\\[a-zA-Z]+|\$", text) == []


def test_the_lecture_is_set_against_the_fits(page: Page) -> None:
    text = " ".join("".join(page.text).split())
    assert "GPT-3's excess is not 0.05" in text
    for excess in ("0.312", "0.283", "0.191"):
        assert excess in text


def test_the_assumption_between_loss_and_errors_is_named(page: Page) -> None:
    assert "cloze.sufficiency" in page.ids


def test_nothing_open_is_shown_as_proved(tour: TourResult) -> None:
    html = tour.page.read_text(encoding="utf-8")
    shown = dict(re.findall(r'<code>([a-z.-]+)</code>.*?class="state (\w+)"', html, re.DOTALL))
    assert len(shown) > 8
    for name, state in shown.items():
        one = statement(name)
        assert state == one.state.value
        if state == "proved":
            assert one.state is State.PROVED


def test_the_table_is_the_solver(tour: TourResult) -> None:
    rows = json.loads((tour.page.parent / "beta_table.json").read_text())
    assert len(rows) == len(BETA_TABLE)
    for row in rows:
        if row["status"] == "none":
            assert row["beta"] is None
            assert float(row["left"]) < float(row["right"])
            continue
        found = beta(row["alpha"], row["theta"], row["k"], digits=50)
        assert (row["beta"], row["digits"]) == (found.value, 50)
        assert (row["status"] == "vacuous") == found.vacuous
    assert [row["status"] for row in rows][-2:] == ["vacuous", "none"]


def test_the_inequality_turns_at_the_boundary() -> None:
    low, high = evaluated_inequality("1/10", "1/10", 4)
    assert (low.holds, high.holds) == (False, True)
    assert str(low.beta) == "6.23389714683"
    assert float(high.beta - low.beta) == pytest.approx(1e-11)


def test_models_are_those_of_the_law(tour: TourResult) -> None:
    rows = list(csv.DictReader((tour.page.parent / "models.csv").read_text().splitlines()))
    assert len(rows) == 12
    gpt3 = next(r for r in rows if (r["fit"], r["model"]) == ("hoffmann2022", "gpt-3"))
    assert gpt3["excess"] == "0.312287936517710"
    for row in rows:
        parts = float(row["parameter_term"]) + float(row["data_term"])
        assert float(row["loss"]) == pytest.approx(float(row["entropy"]) + parts, rel=1e-13)
        assert float(row["loss"]) / float(row["loss_bits"]) == pytest.approx(0.69314718056)


def test_tuples_rise_with_scale_and_fall_with_size(tour: TourResult) -> None:
    grid = [
        [float(cell.competence) if cell.competence else 0.0 for cell in row.cells]
        for row in tour.tuples
    ]
    assert [row.times for row in tour.tuples] == list(TUPLES.times)
    for row in grid:
        assert row == sorted(row, reverse=True)
    for column in zip(*grid, strict=True):
        assert list(column) == sorted(column)


def test_a_guarantee_is_on_the_safe_side_of_the_excess(tour: TourResult) -> None:
    row = tour.tuples[1]
    cell = row.cells[0]
    assert cell.competence is not None
    found = beta(TUPLES.alpha, row.theta.to_json()["upper"], TUPLES.k, digits=30)
    assert float(cell.competence) == pytest.approx(1 - float(row.theta) * float(found), rel=1e-9)
    assert row.theta.upper >= row.theta.lower


def test_why_a_guarantee_is_vacuous() -> None:
    by_pieces = BetaRow("1/25", "2/5", 3, beta("1/25", "2/5", 3), None)
    assert by_pieces.reason.startswith("theta beta >= 1")
    # The closed form can pass 1/alpha, where counting alone is better.
    by_counting = BetaRow("1/2", "1/100", 4, beta("1/2", "1/100", 4, bound="closed-form"), None)
    assert by_counting.status == "vacuous"
    assert by_counting.reason.startswith("alpha beta >= 1")


def test_grouped_digits_copy_without_gaps() -> None:
    html = group_digits("6.23389714683379")
    assert re.sub(r"<[^>]+>", "", html) == "6.23389714683379"
    assert html.count("<span>") == 2
    assert group_digits("<b>") == "<span>&lt;b&gt;</span>"


@pytest.mark.slow
def test_the_command(cli: Callable[..., Any], tmp_path: Path) -> None:
    outcome = cli("tour", "--out", tmp_path / "out", "--json")
    assert outcome.code == 0
    found = outcome.json
    assert Path(found["page"]).is_file()
    assert all(Path(path).is_file() for path in found["files"])
    assert len(found["models"]) == 12
    assert f"[{STEPS}/{STEPS}]" in outcome.err


@pytest.mark.slow
def test_the_command_in_words(cli: Callable[..., Any], tmp_path: Path) -> None:
    outcome = cli("tour", "--out", tmp_path / "out")
    assert outcome.code == 0
    for words in ("LLaMA-2 70B", "6.2338971468", "vacuous", "no guarantee", "index.html"):
        assert words in outcome.out


@pytest.mark.slow
def test_progress_in_a_terminal(tmp_path: Path) -> None:
    screen = io.StringIO()
    result = _with_progress(tmp_path, Console(file=screen, force_terminal=True, width=120))
    assert result.page.is_file()
    assert f"{STEPS}/{STEPS}" in screen.getvalue()
    assert "Done" in screen.getvalue()


def test_a_folder_that_cannot_be_made(cli: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outcome = cli("tour", "--out", tmp_path / "file" / "out", "--json")
    assert (outcome.code, outcome.json["error"]) == (2, "bad_input")
