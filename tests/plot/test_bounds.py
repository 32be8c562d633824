"""Pictures of the bounds: what their numbers must satisfy, and that they can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from skilltheory import solve
from skilltheory.errors import NoGuarantee, SortError
from skilltheory.plot import (
    bounds_and_worst_case,
    least_pieces,
    phase_diagrams,
    save,
    tuple_bounds,
)
from skilltheory.plot._bounds import chance
from skilltheory.plot.bound_series import (
    ASYMPTOTIC,
    AlongPieces,
    AlongSkills,
    PiecesNeeded,
    along_pieces,
    along_skills,
    phase_diagram,
    pieces_needed_for_level,
    pieces_needed_for_skills,
    telling_levels,
)
from skilltheory.plot.series import tuples_over_scale
from skilltheory.scaling import get_law


@pytest.fixture(scope="module")
def skills() -> AlongSkills:
    return along_skills(ks=(1, 4, 8), n1=10**5, n2=100)


@pytest.fixture(scope="module")
def pieces() -> AlongPieces:
    return along_pieces(n1=(100, 300, 10**5), search_at=(100, 300), fixed_at=(10**5,), seeds=2)


@pytest.fixture(scope="module")
def levels() -> PiecesNeeded:
    return pieces_needed_for_level(points=12)


def by_skills() -> list[PiecesNeeded]:
    return [pieces_needed_for_skills(beta, n2=(10, 100, 1000)) for beta in ("3.5", "5", "7")]


def tuples() -> Figure:
    law = get_law("besiroglu2024")
    basic, sharp = (
        tuples_over_scale(law, "175e9", "300e9", alpha="1/10", k=16, bound=bound, points=41)
        for bound in ("basic", "sharp")
    )
    return tuple_bounds(basic, sharp, "GPT-3's", law.title)


@pytest.fixture(scope="module", params=["worst case", "pieces", "phases", "tuples"])
def figure(request: pytest.FixtureRequest) -> Figure:
    match request.param:
        case "worst case":
            of = request.getfixturevalue
            made = bounds_and_worst_case(of("skills"), of("pieces"))
        case "pieces":
            made = least_pieces(request.getfixturevalue("levels"), by_skills())
        case "phases":
            made = phase_diagrams([phase_diagram(8), phase_diagram(8, competence="1/2")])
        case _:
            made = tuples()
    made.canvas.draw()
    return made


# -- how they look -----------------------------------------------------------------


def box_of(figure: Figure, text: Text) -> Any:
    assert isinstance(figure.canvas, FigureCanvasAgg)
    return text.get_window_extent(figure.canvas.get_renderer())


def test_titles_and_labels_are_there(figure: Figure) -> None:
    for axes in figure.axes:
        assert axes.get_title(loc="left")
        assert axes.get_xlabel()
        assert axes.get_ylabel()


def test_no_text_is_cut_off(figure: Figure) -> None:
    page = figure.bbox
    ticks = {
        label
        for axes in figure.axes
        for label in (*axes.get_xticklabels(which="both"), *axes.get_yticklabels(which="both"))
    }
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text() or text in ticks:
            continue  # ticks outside the limits are not drawn
        box = box_of(figure, text)
        assert page.x0 <= box.x0, text
        assert box.x1 <= page.x1, text
        assert page.y0 <= box.y0, text
        assert box.y1 <= page.y1, text


def test_no_label_lies_on_another_or_on_a_legend(figure: Figure) -> None:
    boxes = [
        (text.get_text(), box_of(figure, text))
        for text in figure.findobj(Text)
        if isinstance(text, Annotation) and text.get_visible() and text.get_text()
    ]
    boxes += [
        (f"legend of {axes.get_title(loc='left')}", legend.get_window_extent())
        for axes in figure.axes
        if (legend := axes.get_legend()) is not None
    ]
    for index, (one, box) in enumerate(boxes):
        for other, another in boxes[index + 1 :]:
            assert not box.overlaps(another), (one, other)


def test_titles_do_not_run_into_each_other(figure: Figure) -> None:
    titles = [box_of(figure, axes._left_title) for axes in figure.axes]  # type: ignore[attr-defined]
    for one, other in pairwise(titles):
        assert one.x1 < other.x0


def test_the_same_picture_gives_the_same_svg(tmp_path: Path) -> None:
    for copy in ("one", "two"):
        save(phase_diagrams([phase_diagram(8, points=31)]), tmp_path / f"{copy}.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize(
    ("failure", "text"),
    [(Fraction(1, 10**6), "$10^{-6}$"), (Fraction(1, 20), "0.05"), (Fraction(3, 100), "0.03")],
)
def test_chances_are_written_as_one_would(failure: Fraction, text: str) -> None:
    assert chance(failure) == text


# -- every bound against measured graphs -------------------------------------------


def test_the_measured_worst_lies_on_the_sharp_bound(skills: AlongSkills) -> None:
    sharp = dict(zip(skills.k, skills.bounds["sharp"], strict=True))
    assert [one.x for one in skills.measured] == [1, 4, 8]
    for one in skills.measured:
        assert abs(one.level - sharp[one.x]) < 5 * one.error


def test_the_bounds_are_in_order(skills: AlongSkills) -> None:
    assert skills.k == tuple(range(1, 9))
    for weaker, stronger in pairwise(ASYMPTOTIC):
        says = skills.bounds[weaker] < 10
        assert says.any()
        assert (skills.bounds[weaker] >= skills.bounds[stronger])[says].all()
    assert skills.bounds["sharp"][3] == pytest.approx(3.9025, rel=1e-8)
    assert np.isinf(skills.bounds["basic"][0])  # k = 1: no guarantee


def test_no_graph_passes_the_finite_sharp_bound(pieces: AlongPieces) -> None:
    sharp = dict(zip(pieces.n1, pieces.bounds["finite-sharp"], strict=True))
    assert len(pieces.searched) == 2 * pieces.seeds == 4
    for one in pieces.searched:
        assert one.level < sharp[one.x]
    (fixed,) = pieces.fixed
    assert abs(fixed.level - pieces.limits["sharp"]) < 5 * fixed.error


def test_sizes_follow_the_shares() -> None:
    made = along_pieces("3/10", "1/50", 4, fixed_at=(10**4,), search_at=(500,), seeds=1)
    assert made.n2 == 7  # two of them are less than 3/10; three are given up
    assert made.limits["sharp"] == pytest.approx(
        float(solve.beta("3/7", "1/50", 4, bound="sharp")), rel=1e-7
    )
    assert (made.n1[0], made.n1[-1]) == (500, 10**4)


# -- how many pieces ---------------------------------------------------------------


def test_the_least_number_of_pieces_is_the_least(levels: PiecesNeeded) -> None:
    for bound, least in levels.least.items():
        drawn = np.flatnonzero(np.isfinite(least))
        for at in drawn[:: max(1, drawn.size // 4)]:
            pieces, beta = int(least[at]), float(levels.x[at])

            def failure(n1: int, bound: str = bound, beta: float = beta) -> float:
                return float(
                    solve.failure("1/10", beta, "1/10", 8, n1=n1, n2=1000, bound=bound, digits=8)
                )

            assert failure(pieces) <= 1e-6 < failure(pieces - 1)


def test_nothing_is_said_up_to_the_threshold(levels: PiecesNeeded) -> None:
    for bound, threshold in levels.thresholds.items():
        limit = solve.beta("1/10", "1/10", 8, bound=bound.removeprefix("finite-"))
        assert threshold == pytest.approx(float(limit), rel=1e-7)
        least = levels.least[bound]
        assert np.isinf(least[levels.x <= threshold]).all()
        assert np.isfinite(least[levels.x > 1.01 * threshold]).all()
    assert (
        np.isfinite(levels.least["finite-sharp"]).sum()
        > np.isfinite(levels.least["finite-basic"]).sum() + 5
    )


def test_more_skills_need_more_pieces() -> None:
    never, near, far = by_skills()
    assert np.isinf(never.least["finite-basic"]).all()
    for data in (near, far):
        for least in data.least.values():
            assert (np.diff(least) > 0).all()
    assert (near.least["finite-sharp"] < near.least["finite-basic"]).all()
    assert (far.least["finite-sharp"] < near.least["finite-sharp"]).all()


@pytest.mark.parametrize("point", [("1/10", "1/10", 8), ("1/20", "1/10", 32), ("1/4", "3/10", 8)])
def test_levels_that_tell_the_bounds_apart(point: tuple[str, str, int]) -> None:
    sharp, basic = (float(solve.beta(*point, bound=bound)) for bound in ("sharp", "basic"))
    first, second, third = (float(level) for level in telling_levels(*point))
    most = min(1 / Fraction(point[0]), 1 / Fraction(point[1]))
    assert sharp < first < basic < second < third < most


def test_levels_where_the_basic_bound_is_vacuous() -> None:
    levels = [float(level) for level in telling_levels("1/25", "2/5", 16)]
    assert float(solve.beta("1/25", "2/5", 16, bound="sharp")) < min(levels)
    assert max(levels) < 2.5 < float(solve.beta("1/25", "2/5", 16))


@pytest.mark.parametrize("make", [telling_levels, pieces_needed_for_level])
def test_no_number_of_pieces_is_enough_if_the_sharp_bound_is_vacuous(
    make: Callable[..., Any],
) -> None:
    with pytest.raises(NoGuarantee, match="sharp bound is vacuous") as refusal:
        make("1/25", "2/5", 3)
    assert float(refusal.value.left) == pytest.approx(2.5)


# -- phases ------------------------------------------------------------------------


@pytest.mark.parametrize("k", [2, 8])
def test_where_the_sharp_bound_speaks(k: int) -> None:
    """It is vacuous if ``alpha**k >= theta``, and if ``1 - (1-alpha)**k <= theta``."""
    diagram = phase_diagram(k, bounds=("sharp",), points=41)
    low, high = diagram.edges["sharp"]
    inner = diagram.theta < 0.99
    np.testing.assert_allclose(high[inner], diagram.theta[inner] ** (1 / k), rtol=1e-6)
    np.testing.assert_allclose(low[inner], 1 - (1 - diagram.theta[inner]) ** (1 / k), rtol=1e-6)


@pytest.mark.parametrize("competence", [0, "1/2"])
def test_regions_lie_in_each_other(competence: Any) -> None:
    diagram = phase_diagram(8, competence=competence, points=41)
    for weaker, stronger in pairwise(ASYMPTOTIC):
        (low, high), (lower, higher) = diagram.edges[weaker], diagram.edges[stronger]
        speaks = ~np.isnan(low)
        assert speaks.any()
        assert (lower[speaks] <= low[speaks] * (1 + 1e-9)).all()
        assert (higher[speaks] >= high[speaks] * (1 - 1e-9)).all()


@pytest.mark.parametrize("bound", ASYMPTOTIC)
def test_edges_are_where_the_certified_bound_changes(bound: str) -> None:
    diagram = phase_diagram(8, competence="1/2", bounds=(bound,), points=9)

    def speaks(alpha: float, theta: float) -> bool:
        try:
            found = solve.beta(alpha, theta, 8, bound=bound, digits=12)
        except NoGuarantee:
            return False
        return not found.vacuous and float(found) * theta <= 0.5

    low, high = diagram.edges[bound]
    for theta, least, most in zip(diagram.theta, low, high, strict=True):
        if np.isnan(least):
            continue
        assert [speaks(x, theta) for x in (least * 0.999, least * 1.001)] == [False, True]
        assert [speaks(x, theta) for x in (most * 0.999, most * 1.001)] == [True, False]


def test_phases_are_checked() -> None:
    with pytest.raises(SortError, match="competence = 1"):
        phase_diagram(8, competence=1)
    with pytest.raises(SortError, match="k = 0"):
        phase_diagram(0)
    with pytest.raises(SortError, match="least = 2"):
        phase_diagram(8, least=2)


# -- on the command line -----------------------------------------------------------


def test_chosen_pictures_with_their_numbers(cli: Callable[..., Any], tmp_path: Path) -> None:
    given = ("--out", str(tmp_path / "new"), "--format", "svg", "--format", "png", "--k", "16")
    outcome = cli("bounds", "phases", "tuples", *given, "--json")
    assert outcome.code == 0
    assert set(outcome.json) == {"phases", "tuples"}
    for name, entry in outcome.json.items():
        assert [Path(file).name for file in entry["files"]] == [f"{name}.svg", f"{name}.png"]
        assert all(Path(file).stat().st_size > 1000 for file in entry["files"])
    first, second = outcome.json["phases"]["series"]
    assert (first["k"], first["competence"], second["competence"]) == (16, "0", "1/2")
    assert len(first["edges"]["sharp"][0]) == len(first["theta"])
    assert None in second["edges"]["closed-form"][0]


@pytest.mark.slow
def test_files_are_named(cli: Callable[..., Any], tmp_path: Path) -> None:
    outcome = cli("bounds", "pieces-needed", "--out", str(tmp_path))
    assert (outcome.code, outcome.out) == (0, f"{tmp_path / 'pieces-needed.svg'}\n")


@pytest.mark.slow
def test_all_pictures_on_processes(cli: Callable[..., Any], tmp_path: Path) -> None:
    outcome = cli("bounds", "--out", str(tmp_path), "--workers", "2", "--json")
    assert set(outcome.json) == {"worst-case", "pieces-needed", "phases", "tuples"}
    _, pieces = outcome.json["worst-case"]["series"]
    sharp = dict(zip(pieces["n1"], pieces["bounds"]["finite-sharp"], strict=True))
    assert all(one["level"] < sharp[one["x"]] for one in pieces["searched"] if one["x"] in sharp)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("phase",), "did you mean phases"),
        (("phases", "--k", "0"), "k = 0"),
        (("phases", "--competence", "2"), "competence = 2"),
        (("tuples", "--model", "gpt3"), "model"),
        (("pieces-needed", "--failure", "x"), "failure"),
    ],
)
def test_refusals(
    cli: Callable[..., Any], arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    told = cli("bounds", *arguments, "--out", str(tmp_path), "--json")
    assert told.code == 2
    assert message in json.loads(told.out)["message"]
