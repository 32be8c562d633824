"""The steps of the tour, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from skilltheory.plot import (
    beta_curves,
    competence_curves,
    excess_over_compute,
    excess_terms,
    save,
    tuple_curves,
)
from skilltheory.plot.series import competence_curve, theta_range, tuples_over_scale
from skilltheory.scaling import MODELS, PUBLISHED
from skilltheory.tour import records
from skilltheory.tour.figures import (
    BETA_TABLE,
    TUPLES,
    BetaRow,
    ModelRow,
    TupleRow,
    beta_row,
    evaluated_inequality,
    model_rows,
    tuple_rows,
)
from skilltheory.tour.page import Picture, render

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["TourResult", "run"]

_ALPHA = "1/10"
_CURVES = (2, 4, 8, 16, 32, 64)
_PIXELS_PER_INCH = 96


@dataclass(frozen=True)
class TourResult:
    """What the tour computed, and the files that it left.

    Parameters
    ----------
    page : Path
        The ``index.html``.
    files : tuple of Path
        Every file, the page among them.
    models, beta_table, tuples
        The rows behind the tables.
    """

    page: Path
    files: tuple[Path, ...]
    models: tuple[ModelRow, ...]
    beta_table: tuple[BetaRow, ...]
    tuples: tuple[TupleRow, ...]


class _Tour:
    """The tour under way: where its files go, and what has been left so far."""

    def __init__(self, out: Path, report: Callable[[str, int, int], None] | None) -> None:
        self.out = out
        self.report = report
        self.files: list[Path] = []
        self.pictures: dict[str, Picture] = {}
        self.step = 0

    def begin(self, what: str) -> None:
        self.step += 1
        if self.report is not None:
            self.report(what, self.step, STEPS)

    def table(self, name: str, rows: list[records.Record]) -> None:
        self.files += records.write(self.out / name, rows)

    def picture(self, name: str, figure: Figure, alt: str, caption: str) -> None:
        for ending in (".svg", ".png"):
            path = self.out / "pictures" / f"{name}{ending}"
            save(figure, path)
            self.files.append(path)
        width, height = (round(inches * _PIXELS_PER_INCH) for inches in figure.get_size_inches())
        self.pictures[name] = Picture(f"pictures/{name}", alt, caption, width, height)


STEPS = 7


def run(out: Path, report: Callable[[str, int, int], None] | None) -> TourResult:
    """Run every step; see :func:`skilltheory.tour.run_tour`."""
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    tour = _Tour(out, report)
    laws, published = list(PUBLISHED.values()), list(MODELS.values())

    tour.begin("Published models under each fit")
    models = model_rows(laws, published)
    tour.table("models", records.of_models(models))

    tour.begin("Pictures of the excess")
    tour.picture(
        "terms",
        excess_terms(laws, published),
        "Stacked bars: for each published model and fit, the part of the excess that comes from "
        "finitely many parameters and the part that comes from finitely many tokens.",
        "For GPT-3 the tokens, not the parameters, are what the excess comes from.",
    )
    tour.picture(
        "excess",
        excess_over_compute(laws, published),
        "Lines falling with training compute, one a fit, and markers for published models on or "
        "above them.",
        "Lines: the least excess that compute buys. Markers: the models as they were trained; "
        "GPT-3 lies above the lines, for it saw few tokens for its size.",
    )

    tour.begin("The emergence inequality, and beta* to fifty proven digits")
    beta_table = [beta_row(*triple) for triple in BETA_TABLE]
    inequality = evaluated_inequality(*BETA_TABLE[0])
    tour.table("beta_table", records.of_beta_table(beta_table))

    tour.begin("Performance curves")
    theta = theta_range("1/1000", "1/2", 500)
    curves = [competence_curve(_ALPHA, k, theta) for k in _CURVES]
    tour.table("curves", records.of_curves(curves))
    tour.picture(
        "competence",
        competence_curves(curves),
        "Curves falling from full competence as the share of pieces with an error grows, one for "
        "each number k of skills a piece; the more skills a piece, the slower the fall.",
        "A piece that draws more skills ties the fates of the skills together: errors cannot pile "
        "up on few of them.",
    )
    fine = theta_range("1/10000", "3/5", 500, logarithmic=True)
    tour.picture(
        "beta",
        beta_curves([competence_curve(_ALPHA, k, fine) for k in _CURVES]),
        "Curves of beta-star over the share of pieces with an error, for each k; hatched where "
        "beta-star exceeds 1/alpha or 1/theta and so says nothing.",
        "Hatched: a skill cannot lose more than all its pieces, so a guarantee in this region is "
        "vacuous. The dotted parts of the curves are such guarantees.",
    )

    tour.begin("Tuples of skills over scale")
    tuples = tuple_rows()
    tour.table("tuples", records.of_tuples(tuples))
    followed = tuples_over_scale(
        TUPLES.law,
        TUPLES.model.parameters,
        TUPLES.model.tokens,
        alpha=TUPLES.alpha,
        k=TUPLES.k,
        tuple_sizes=TUPLES.sizes,
    )
    tour.table("tuple_curves", records.of_tuple_curves(followed))
    tour.picture(
        "tuples",
        tuple_curves(followed, f"{TUPLES.model.title}'s"),
        "Four rising curves over scale, for tuples of one, two, four and eight skills; each "
        "follows the one before at about ten times the scale.",
        "Each doubling of the tuple costs about the same factor in scale.",
    )

    tour.begin("What is proved, and what it rests on")
    index = out / "index.html"
    names = [path.relative_to(out).as_posix() for path in tour.files]
    html = render(models, beta_table, inequality, tuples, tour.pictures, names)

    tour.begin("The page")
    index.write_text(html, encoding="utf-8")
    return TourResult(
        page=index,
        files=(index, *tour.files),
        models=tuple(models),
        beta_table=tuple(beta_table),
        tuples=tuple(tuples),
    )
