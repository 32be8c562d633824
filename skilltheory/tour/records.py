"""The figures of the tour as plain records, for CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from skilltheory.plot.series import CompetenceCurve, TupleCurve
from skilltheory.scaling import Enclosure
from skilltheory.tour.figures import BetaRow, ModelRow, TupleRow

__all__ = [
    "of_beta_table",
    "of_curves",
    "of_models",
    "of_tuple_curves",
    "of_tuples",
    "write",
]

Record = dict[str, Any]

_CSV_DIGITS = 15


def _text(figure: Enclosure) -> str:
    return Enclosure(figure.lower, figure.upper, _CSV_DIGITS).value


def of_models(rows: Iterable[ModelRow]) -> list[Record]:
    """A record for each model under each law; nats per token unless the name says bits."""
    return [
        {
            "fit": row.law.name,
            "model": row.model.name,
            "parameters": row.model.parameters,
            "tokens": row.model.tokens,
            "loss": _text(row.nats.loss),
            "entropy": _text(row.nats.entropy),
            "excess": _text(row.nats.excess),
            "parameter_term": _text(row.nats.parameter_term),
            "data_term": _text(row.nats.data_term),
            "loss_bits": _text(row.bits.loss),
            "excess_bits": _text(row.bits.excess),
            "excess_ratio_at_ten_times": _text(row.tenfold.excess_ratio),
        }
        for row in rows
    ]


def of_beta_table(rows: Iterable[BetaRow]) -> list[Record]:
    """A record for each row of the table of ``beta*``."""
    records = []
    for row in rows:
        solved = row.refused is None
        records.append(
            {
                "alpha": row.alpha,
                "theta": row.theta,
                "k": row.k,
                "status": row.status,
                "beta": row.found.value if solved else None,
                "digits": row.found.digits if solved else None,
                "competence": row.competence.value if row.status == "guaranteed" else None,
                "condition": row.refused.condition if row.refused else None,
                "left": row.refused.left if row.refused else None,
                "right": row.refused.right if row.refused else None,
            }
        )
    return records


def of_curves(curves: Iterable[CompetenceCurve]) -> list[Record]:
    """A record for each point of each curve."""
    return [row for curve in curves for row in curve.rows()]


def of_tuples(rows: Iterable[TupleRow]) -> list[Record]:
    """A record for each scale and tuple size of the certified table."""
    return [
        {
            "times": row.times,
            "theta": _text(row.theta),
            "growth": row.growth.value,
            "tuple_size": cell.size,
            "status": cell.status,
            "competence": None if cell.competence is None else cell.competence.value,
        }
        for row in rows
        for cell in row.cells
    ]


def of_tuple_curves(curves: Iterable[TupleCurve]) -> list[Record]:
    """A record for each point of the picture of tuples."""
    return [
        {"times": float(times), "tuple_size": curve.curve.k_prime, **point}
        for curve in curves
        for times, point in zip(curve.times, curve.curve.rows(), strict=True)
    ]


def write(stem: Path, rows: Sequence[Record]) -> tuple[Path, Path]:
    """Write the records to ``stem.csv`` and ``stem.json``."""
    table, tree = stem.with_suffix(".csv"), stem.with_suffix(".json")
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    tree.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return table, tree
