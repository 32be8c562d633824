"""The page of the tour: figures in, one self-contained ``index.html`` out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import sympy
from jinja2 import DictLoader, Environment, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup, escape

from skilltheory import __version__
from skilltheory.scaling import (
    PUBLISHED,
    Decomposition,
    Enclosure,
    ScalingLaw,
    compare_with_lecture,
)
from skilltheory.sorts import exact
from skilltheory.theory import State, Statement, statement
from skilltheory.tour.figures import (
    TUPLES,
    BetaRow,
    InequalityRow,
    ModelRow,
    TupleRow,
    competence_of,
    main_inequality,
)

__all__ = ["Picture", "group_digits", "mathml", "render"]

_SHORT = 6
"""Digits shown in running tables."""

_LONG = 160
"""A conclusion of more characters than this is folded: MathML does not break lines."""

_TRUST = (
    "scaling.law",
    "cloze.sufficiency",
    "skillgraph.mixing",
    "skillgraph.all-or-nothing",
    "skillgraph.sparse",
    "information.bracket",
    "emergence.finite",
    "emergence.failure",
    "emergence.basic",
    "emergence.exists",
    "emergence.unique",
    "tuples.basic",
    "tuples.tenfold",
)


@dataclass(frozen=True)
class Picture:
    """A picture on the page.

    Parameters
    ----------
    stem : str
        Path of the files without their ending, relative to the page.
    alt, caption : str
        What it shows, for those who cannot see it, and what to see in it.
    width, height : int
        Size in CSS pixels, so that the page does not jump while it loads.
    """

    stem: str
    alt: str
    caption: str
    width: int
    height: int


def mathml(latex: str, display: str = "block") -> Markup:
    """Typeset LaTeX as MathML, which browsers show without a script."""
    return Markup(convert(latex, display=display))


def group_digits(number: str, size: int = 10) -> Markup:
    """Set the decimals of a number in groups; copied text has no gaps in it."""
    whole, point, decimals = number.partition(".")
    groups = [decimals[i : i + size] for i in range(0, len(decimals), size)] or [""]
    first = f"<span>{escape(whole)}{point}{escape(groups[0])}</span>"
    return Markup(first + "".join(f"<span>{escape(group)}</span>" for group in groups[1:]))


def _short(figure: Enclosure, digits: int = _SHORT) -> str:
    return Enclosure(figure.lower, figure.upper, digits).value


def _size(count: int) -> str:
    """Write 175000000000 as 175e9, the way the sizes of models are said."""
    return f"{count / 10**9:g}e9"


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "title": one.title,
        "state": one.state.value,
        "hypotheses": [mathml(sympy.latex(each), "inline") for each in one.hypotheses],
        "conclusion": mathml(sympy.latex(one.conclusion)),
        "long": len(str(one.conclusion)) > _LONG,
        "meaning": one.meaning,
        "source": one.source,
        "supposed": one.kind.is_supposed,
        "rests_on": ([each.id for each in one.rests_on()] if one.state is State.PROVED else None),
    }


def _fits(rows: Sequence[ModelRow]) -> list[dict[str, Any]]:
    sections = []
    for law in dict.fromkeys(row.law for row in rows):
        least, most = law.bracket(10)
        sections.append(
            {
                "title": law.title,
                "source": law.source,
                "formula": str(law),
                "least": _short(least, 3),
                "most": _short(most, 3),
                "compute_ratio": _short(law.compute_ratio(10), 3),
                "rows": [
                    {
                        "title": row.model.title,
                        "parameters": _size(row.model.parameters),
                        "tokens": _size(row.model.tokens),
                        **_parts(row.nats),
                        "excess_bits": _short(row.bits.excess),
                        "ratio": _short(row.tenfold.excess_ratio, 4),
                    }
                    for row in rows
                    if row.law == law
                ],
            }
        )
    return sections


def _parts(parts: Decomposition) -> dict[str, str]:
    names = ("loss", "entropy", "excess", "parameter_term", "data_term")
    return {name: _short(getattr(parts, name)) for name in names}


def _lecture(rows: Sequence[ModelRow]) -> dict[str, Any]:
    found = [compare_with_lecture(law) for law in dict.fromkeys(row.law for row in rows)]
    return {
        "stated": f"{float(found[0].stated):g}",
        "any_follows": any(one.follows for one in found),
        "rows": [
            {
                "title": one.law.title,
                "excess": _short(one.gpt3.excess, 3),
                "parameter_term": _short(one.gpt3.parameter_term, 3),
                "times": f"{one.excess_over_stated:.1f}",
                "follows": one.follows,
            }
            for one in found
        ],
    }


def _emergence(setting: BetaRow, rows: Sequence[InequalityRow]) -> dict[str, Any]:
    return {
        "statement": _statement(statement("emergence.basic")),
        "bracket": _statement(statement("information.bracket")),
        "inequality": mathml(sympy.latex(main_inequality())),
        "alpha": setting.alpha,
        "theta": setting.theta,
        "k": setting.k,
        "given_up": setting.alpha,
        "rows": rows,
        "competence": _short(competence_of(setting.found, exact(setting.theta))),
    }


def _tuples(rows: Sequence[TupleRow]) -> dict[str, Any]:
    return {
        "statements": [_statement(statement(one)) for one in ("tuples.basic", "tuples.tenfold")],
        "model": TUPLES.model.title,
        "fit": TUPLES.law.title,
        "alpha": TUPLES.alpha,
        "given_up": TUPLES.alpha,
        "k": TUPLES.k,
        "sizes": TUPLES.sizes,
        "tenfold": [_tenfold(law) for law in PUBLISHED.values()],
        "rows": [
            {
                "times": f"{row.times:,}".replace(",", "\u202f"),
                "theta": _short(row.theta, 4),
                "growth": _short(row.growth, 3),
                "cells": [
                    {
                        "status": cell.status,
                        "text": _short(cell.competence, 4)
                        if cell.competence
                        else _SAYS[cell.status],
                    }
                    for cell in row.cells
                ],
            }
            for row in rows
        ],
    }


def _tenfold(law: ScalingLaw) -> dict[str, str]:
    least, most = law.bracket(10)
    return {
        "title": law.title,
        "least": _short(_inverse(most), 3),
        "most": _short(_inverse(least), 3),
    }


_SAYS = {"vacuous": "vacuous", "none": "no guarantee"}


def _inverse(figure: Enclosure) -> Enclosure:
    return Enclosure(1 / figure.upper, 1 / figure.lower, figure.requested)


def _thetas(rows: Sequence[ModelRow]) -> list[dict[str, Any]]:
    models = dict.fromkeys(row.model for row in rows)
    return [
        {
            "title": model.title,
            "thetas": [_short(row.nats.excess, 4) for row in rows if row.model == model],
        }
        for model in models
    ]


def _beta_table(rows: Iterable[BetaRow]) -> list[dict[str, Any]]:
    shown = []
    for row in rows:
        cells: dict[str, Any] = {
            "alpha": row.alpha,
            "theta": row.theta,
            "k": row.k,
            "status": row.status,
        }
        if row.refused is not None:
            cells |= {
                "condition": row.refused.condition,
                "left": row.refused.left,
                "right": row.refused.right,
            }
        elif row.status == "vacuous":
            cells |= {"value": row.found.value, "reason": row.reason}
        else:
            cells |= {"value": row.found.value, "competence": row.competence.value}
        shown.append(cells)
    return shown


def _template(name: str) -> str:
    return resources.files("skilltheory.tour").joinpath("templates", name).read_text("utf-8")


def render(
    models: Sequence[ModelRow],
    beta_table: Sequence[BetaRow],
    inequality: Sequence[InequalityRow],
    tuples: Sequence[TupleRow],
    pictures: dict[str, Picture],
    files: Sequence[str],
) -> str:
    """Fill the page; statements are shown with the state that their check has in this process."""
    environment = Environment(
        loader=DictLoader({"page": _template("index.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["group_digits"] = group_digits
    sources = [law.source for law in dict.fromkeys(row.law for row in models)]
    sources += list(dict.fromkeys(row.model.source for row in models))
    return environment.get_template("page").render(
        css=Markup(_template("page.css")),
        version=__version__,
        law_formula=mathml(statement("scaling.law").latex()),
        fits=_fits(models),
        lecture=_lecture(models),
        thetas=_thetas(models),
        bridge=[_statement(statement("cloze.sufficiency"))],
        emergence=_emergence(beta_table[0], inequality),
        beta_table=_beta_table(beta_table),
        tuples=_tuples(tuples),
        trust=[_statement(statement(one)) for one in _TRUST],
        pictures=pictures,
        files=files,
        sources=[*sources, *_PAPERS],
    )


_PAPERS = (
    "S. Arora, A. Goyal, A Theory for Emergence of Complex Skills in Language Models, 2023, "
    "arXiv 2307.15936",
    "S. Arora, lecture on A Theory for Emergence of Complex Skills and on Skill-Mix",
)
