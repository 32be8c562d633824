"""Pictures: what they must show, and that nothing is cut off or lies on top of anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from skilltheory.plot import (
    beta_curves,
    competence_curves,
    excess_over_compute,
    excess_terms,
    save,
    tuple_curves,
)
from skilltheory.plot.power import power_curve, power_curves
from skilltheory.plot.series import competence_curve, theta_range, tuples_over_scale
from skilltheory.plot.style import _STYLE, percent, plain
from skilltheory.scaling import MODELS, PUBLISHED, get_law
from skilltheory.skillmix.power import Comparison
from skilltheory.skillmix.student import Student

LAWS, PUBLISHED_MODELS = list(PUBLISHED.values()), list(MODELS.values())


def competence() -> Figure:
    theta = theta_range("1/1000", "1/2", 60)
    return competence_curves([competence_curve("1/10", k, theta) for k in (2, 4, 8, 16, 32, 64)])


def boundary() -> Figure:
    theta = theta_range("1/10000", "3/5", 60, logarithmic=True)
    return beta_curves([competence_curve("1/10", k, theta) for k in (2, 4, 8, 16, 32, 64)])


def narrow_boundary() -> Figure:
    theta = np.linspace(0.01, 0.5, 25)
    return beta_curves([competence_curve("1/10", k, theta) for k in (4, 16)])


def tuples() -> Figure:
    law = get_law("besiroglu2024")
    return tuple_curves(
        tuples_over_scale(law, "175e9", "300e9", alpha="1/10", k=16, points=41), "GPT-3's"
    )


def power() -> Figure:
    models = [Student.given({2: a, 5: b}) for a, b in (("0.5", "0.2"), ("0.65", "0.35"))]
    return power_curves(
        [
            power_curve(f"k = {k}", Comparison(*models, k), range(10, 400, 30), simulate_at=(60,))
            for k in (2, 5)
        ],
        title="one model against another",
    )


PICTURES: dict[str, Callable[[], Figure]] = {
    "terms": lambda: excess_terms(LAWS, PUBLISHED_MODELS),
    "excess": lambda: excess_over_compute(LAWS, PUBLISHED_MODELS, points=7),
    "competence": competence,
    "boundary": boundary,
    "boundary over few decades": narrow_boundary,
    "tuples": tuples,
    "power": power,
}


def written(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


@pytest.fixture(scope="module", params=PICTURES)
def figure(request: pytest.FixtureRequest) -> Figure:
    made = PICTURES[request.param]()
    made.canvas.draw()
    return made


def test_titles_and_labels_are_there(figure: Figure) -> None:
    (axes,) = figure.axes
    assert axes.get_title(loc="left")
    assert axes.get_xlabel()
    assert axes.get_ylabel() or axes.get_yticklabels()


def test_no_text_is_cut_off(figure: Figure) -> None:
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    page = figure.bbox
    (axes,) = figure.axes
    for text in written(figure):
        if text in axes.get_xticklabels() or text in axes.get_yticklabels():
            continue  # ticks outside the limits are not drawn
        box = text.get_window_extent(canvas.get_renderer())
        assert page.x0 <= box.x0, text
        assert box.x1 <= page.x1, text
        assert page.y0 <= box.y0, text
        assert box.y1 <= page.y1, text


def test_no_label_lies_on_another(figure: Figure) -> None:
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in written(figure)
        if isinstance(text, Annotation)
    ]
    for index, (one, box) in enumerate(boxes):
        for other, another in boxes[index + 1 :]:
            assert not box.overlaps(another), (one, other)


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_picture_gives_the_same_svg(name: str, tmp_path: Path) -> None:
    for copy in ("one", "two"):
        save(PICTURES[name](), tmp_path / f"{copy}.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_png_is_sharp_enough_for_a_page(figure: Figure, tmp_path: Path) -> None:
    save(figure, tmp_path / "one.png")
    pixels = image.imread(tmp_path / "one.png")
    assert pixels.shape[1] == pytest.approx(160 * figure.get_size_inches()[0], abs=1)


def test_matplotlib_is_left_as_it_was() -> None:
    before = {name: mpl.rcParams[name] for name in _STYLE}
    competence()
    assert {name: mpl.rcParams[name] for name in _STYLE} == before
    assert any(before[name] != value for name, value in _STYLE.items())


def test_the_vacuous_region_is_hatched_and_named() -> None:
    figure = boundary()
    hatched = [one for one in figure.axes[0].collections if one.get_hatch()]
    assert len(hatched) == 1
    assert any("vacuous" in text.get_text() for text in written(figure))
    # Under the hatching nothing is vacuous, in it everything is.
    theta = theta_range("1/10000", "3/5", 60, logarithmic=True)
    curve = competence_curve("1/10", 8, theta)
    edge = np.minimum(10, 1 / theta)
    assert ((curve.beta >= edge) == curve.vacuous)[curve.solved].all()


def test_curves_end_where_the_guarantee_does() -> None:
    theta = theta_range("1/100", "1/2", 50)
    curve = competence_curve("1/10", 8, theta)
    figure = competence_curves([curve])
    drawn = max(figure.axes[0].lines[0].get_xdata())
    assert drawn == theta[curve.speaks].max() < theta.max()


def test_a_curve_without_any_guarantee_is_left_out() -> None:
    theta = theta_range("1/1000", "1/100", 5)
    silent, speaking = (competence_curve("1/10", k, theta) for k in (1, 8))
    assert not silent.speaks.any()
    said = [text.get_text() for text in written(competence_curves([silent, speaking]))]
    assert "k = 8" in said
    assert "k = 1" not in said


def test_sizes_without_any_guarantee_are_named() -> None:
    curves = tuples_over_scale(
        get_law("besiroglu2024"),
        "175e9",
        "300e9",
        alpha="1/10",
        k=16,
        tuple_sizes=(1, 8),
        most=10,
        points=11,
    )
    figure = tuple_curves(curves, "GPT-3's")
    assert any("nothing yet for 8 skills" in text.get_text() for text in written(figure))


@pytest.mark.parametrize(("value", "text"), [(0.1, "10%"), (0.07, "7%"), (0.0001, "0.01%")])
def test_percent(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(1, "1"), (10000, "10\u202f000"), (0.5, "0.5")])
def test_plain(value: float, text: str) -> None:
    assert plain(value) == text
