"""Every figure of the tour, computed; nothing here knows how it will be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Any

from skilltheory.errors import NoGuarantee
from skilltheory.scaling import (
    MODELS,
    PUBLISHED,
    Decomposition,
    Enclosure,
    LanguageModel,
    ScaleStep,
    ScalingLaw,
    get_model,
)
from skilltheory.sorts import exact

__all__ = [
    "BETA_TABLE",
    "DIGITS",
    "TUPLES",
    "BetaRow",
    "InequalityRow",
    "ModelRow",
    "TupleRow",
    "beta_row",
    "competence_of",
    "evaluated_inequality",
    "model_rows",
    "tuple_rows",
]

DIGITS = 50
"""Digits to prove in the table of ``beta*``."""

BETA_TABLE = (
    ("1/10", "1/10", 4),
    ("1/10", "1/10", 8),
    ("1/10", "1/10", 16),
    ("1/5", "1/5", 4),
    ("1/20", "1/10", 32),
    ("1/10", "1/20", 8),
    ("1/10", "1/100", 16),
    ("1/4", "3/10", 8),
    ("1/25", "2/5", 3),
    ("1/10", "1/100", 1),
)
"""The triples (alpha, theta, k) of the table; the last two show a guarantee that says nothing, and
none at all."""


@dataclass(frozen=True)
class ModelRow:
    """What one law says of one model."""

    law: ScalingLaw
    model: LanguageModel
    nats: Decomposition
    bits: Decomposition
    tenfold: ScaleStep


def model_rows(
    laws: Sequence[ScalingLaw] = tuple(PUBLISHED.values()),
    models: Sequence[LanguageModel] = tuple(MODELS.values()),
) -> list[ModelRow]:
    """Take every model apart under every law."""
    return [
        ModelRow(
            law=law,
            model=model,
            nats=law.decompose(model.parameters, model.tokens),
            bits=law.decompose(model.parameters, model.tokens, unit="bits"),
            tenfold=law.scale(model.parameters, model.tokens, 10),
        )
        for law in laws
        for model in models
    ]


@dataclass(frozen=True)
class BetaRow:
    """A row of the table of ``beta*``.

    Parameters
    ----------
    alpha, theta, k
        As given.
    found : Certified or None
        The certified boundary.
    refused : NoGuarantee or None
        Why there is none.
    """

    alpha: str
    theta: str
    k: int
    found: Any
    refused: NoGuarantee | None

    @property
    def status(self) -> str:
        """``guaranteed``, ``vacuous`` or ``none``."""
        if self.refused is not None:
            return "none"
        return "vacuous" if self.found.vacuous else "guaranteed"

    @property
    def reason(self) -> str:
        """Why a vacuous guarantee says nothing."""
        if exact(self.theta) * exact(self.found.upper) >= 1:
            return "theta beta >= 1: no skill can lose more than all its pieces"
        return "alpha beta >= 1: counting alone gives as much"

    @property
    def competence(self) -> Enclosure:
        """``1 - theta beta*``."""
        return competence_of(self.found, exact(self.theta))


def competence_of(found: Any, share: Fraction, digits: int = 6) -> Enclosure:
    """``1 - share * beta`` from a certified ``beta``."""
    low, high = exact(found.lower), exact(found.upper)
    return Enclosure(1 - share * high, 1 - share * low, digits)


def beta_row(alpha: str, theta: str, k: int, digits: int = DIGITS) -> BetaRow:
    """Solve for one row of the table."""
    from skilltheory.solve import beta

    try:
        return BetaRow(alpha, theta, k, beta(alpha, theta, k, digits=digits), None)
    except NoGuarantee as refusal:
        return BetaRow(alpha, theta, k, None, refusal)


@dataclass(frozen=True)
class InequalityRow:
    """The emergence inequality at one ``beta``: both sides, and whether it holds."""

    beta: Decimal
    left: str
    right: str
    holds: bool


def evaluated_inequality(alpha: str, theta: str, k: int, digits: int = 12) -> list[InequalityRow]:
    """Evaluate the statement's own inequality on both sides of its boundary.

    The terms are those of the statement ``emergence.basic``: what is displayed is what is
    evaluated.
    """
    import sympy

    from skilltheory.solve import beta

    inequality = main_inequality()
    found = beta(alpha, theta, k, digits=digits + 5)
    low = Context(prec=digits, rounding=ROUND_FLOOR).create_decimal(_decimal(found.lower))
    high = Context(prec=digits, rounding=ROUND_CEILING).create_decimal(_decimal(found.upper))
    values = {"alpha": alpha, "theta": theta, "k": str(k)}
    rows = []
    for point in (low, high):
        given = {**values, "beta": str(point)}
        point_of = {
            symbol: sympy.Rational(exact(given[symbol.name])) for symbol in inequality.free_symbols
        }
        left, right = (
            side.xreplace(point_of).evalf(2 * digits) for side in (inequality.lhs, inequality.rhs)
        )
        rows.append(
            InequalityRow(
                point, str(left.evalf(digits + 3)), str(right.evalf(digits + 3)), bool(left < right)
            )
        )
    return rows


def main_inequality() -> Any:
    """The hypothesis ``h(theta) < k theta kl(alpha beta, alpha)`` of ``emergence.basic``."""
    from skilltheory.functions import H
    from skilltheory.theory import statement

    return next(one for one in statement("emergence.basic").hypotheses if one.has(H))


def _decimal(bound: Any) -> Decimal:
    number = exact(bound)
    return Context(prec=60).divide(Decimal(number.numerator), Decimal(number.denominator))


@dataclass(frozen=True)
class TupleSetting:
    """From which model, under which law and with which parameters tuples are followed."""

    model: LanguageModel
    law: ScalingLaw
    alpha: str
    k: int
    sizes: tuple[int, ...]
    times: tuple[int, ...]


TUPLES = TupleSetting(
    model=get_model("gpt-3"),
    law=PUBLISHED["besiroglu2024"],
    alpha="1/10",
    k=16,
    sizes=(1, 2, 4, 8),
    times=(1, 10, 100, 1000, 10000),
)


@dataclass(frozen=True)
class TupleCell:
    """The guarantee for tuples of one size at one scale."""

    size: int
    status: str
    competence: Enclosure | None


@dataclass(frozen=True)
class TupleRow:
    """One scale: the excess read as the share of errors, and the guarantee for each size."""

    times: int
    theta: Enclosure
    growth: Enclosure
    cells: tuple[TupleCell, ...]


def tuple_rows(setting: TupleSetting = TUPLES) -> list[TupleRow]:
    """Follow tuples over scale with certified figures.

    ``theta`` is rounded up, so each competence is on the safe side of the excess.
    """
    model, law = setting.model, setting.law
    rows = []
    for times in setting.times:
        step = law.scale(model.parameters, model.tokens, times, digits=15)
        ratio = step.excess_ratio
        rows.append(
            TupleRow(
                times=times,
                theta=step.after,
                growth=Enclosure(1 / ratio.upper, 1 / ratio.lower, 6),
                cells=tuple(
                    _tuple_cell(setting, step.after.to_json()["upper"], size)
                    for size in setting.sizes
                ),
            )
        )
    return rows


def _tuple_cell(setting: TupleSetting, theta: str, size: int) -> TupleCell:
    from skilltheory.solve import beta

    try:
        found = beta(setting.alpha, theta, setting.k, k_prime=size, digits=15)
    except NoGuarantee:
        return TupleCell(size, "none", None)
    if found.vacuous:
        return TupleCell(size, "vacuous", None)
    return TupleCell(size, "guaranteed", competence_of(found, size * exact(theta)))
