"""A number together with the proof that it is right: the result of every solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import Any

from flint import arb, ctx, fmpz

from skilltheory._digits import fraction_text, read_fraction
from skilltheory.solve._decimals import (
    Decimal,
    decimal_text,
    fraction_of,
    outward,
    outward_fraction,
    read_decimal,
    rounded,
    shown,
)

__all__ = ["Certified"]

_SYMBOLS = {
    "alpha": r"\alpha^{*}",
    "beta": r"\beta^{*}",
    "theta": r"\theta^{*}",
    "k": "k",
    "failure": r"\delta",
    "n1": "N_1",
    "competence": r"1 - \theta\beta^{*}",
}
_EXTRA = 3  # digits of lower and upper beyond those of value


@dataclass(frozen=True, eq=False, repr=False)
class Certified:
    """An enclosure of the solution, and the digits it proves.

    Made by the solvers.  ``value`` is the solution correctly rounded, so every
    digit of it is proved; ``lower`` and ``upper`` are decimals that enclose the
    solution.

    Attributes
    ----------
    unknown : str
        What was solved for.
    bound : str
        Name of the bound (see :data:`skilltheory.solve.BOUNDS`).
    digits : int
        Number of significant digits of ``value`` that are proved.
    inputs : Mapping[str, Fraction]
        The other parameters, exactly.
    enclosure : Fraction or flint.arb
        The solution, exactly, or a ball that contains it.
    vacuous : bool
        Whether the guarantee says nothing: ``alpha*beta >= 1`` or
        ``theta*beta >= 1`` (theory reference, statement 4.8), or a probability
        of at least 1.
    proof : str
        How existence, uniqueness and the enclosure were established.
    note : str
        What else the reader should know, such as how a share was rounded.
    boundary : Certified or None
        For an integer unknown, the real number that it was rounded from.

    Examples
    --------
    >>> from skilltheory.solve import beta
    >>> found = beta("1/10", "1/10", 4, digits=20)
    >>> found.value, found.vacuous
    ('6.2338971468337988102', False)
    """

    unknown: str
    bound: str
    digits: int
    inputs: Mapping[str, Fraction | int]
    enclosure: Fraction | arb
    vacuous: bool
    proof: str
    note: str = ""
    boundary: Certified | None = None
    decimal: Decimal | None = field(default=None)

    certified = True

    @classmethod
    def of(
        cls,
        unknown: str,
        bound: str,
        digits: int,
        inputs: Mapping[str, Fraction | int],
        enclosure: Fraction | arb,
        vacuous: bool,
        proof: str,
        decimal: Decimal | None,
    ) -> Certified:
        """Make one by its main fields, in a fraction of the time that a frozen class takes."""
        made = object.__new__(cls)
        fields = made.__dict__
        fields["unknown"], fields["bound"], fields["digits"] = unknown, bound, digits
        fields["inputs"], fields["enclosure"], fields["vacuous"] = inputs, enclosure, vacuous
        fields["proof"], fields["decimal"] = proof, decimal
        return made

    @cached_property
    def value(self) -> str:
        """The solution as a decimal with only proved digits."""
        if isinstance(self.enclosure, Fraction):
            return shown(self.enclosure, self.digits)
        decimal = self.decimal
        if decimal is None:
            with ctx.workprec(_bits(self.digits)):
                decimal = rounded(self.enclosure, self.digits)
        if decimal is None:
            raise AssertionError(f"{self.digits} digits of {self.unknown} are not proved")
        return decimal_text(*decimal)

    @cached_property
    def _decimals(self) -> tuple[str, str]:
        if isinstance(self.enclosure, Fraction):
            return outward_fraction(self.enclosure, self.digits + _EXTRA)
        with ctx.workprec(_bits(self.digits)):
            return outward(self.enclosure, self.digits + _EXTRA)

    @property
    def lower(self) -> str:
        """A decimal that the solution is not below."""
        return self._decimals[0]

    @property
    def upper(self) -> str:
        """A decimal that the solution is not above."""
        return self._decimals[1]

    @property
    def exact(self) -> Fraction | None:
        """The solution as a fraction, where it is rational."""
        return self.enclosure if isinstance(self.enclosure, Fraction) else None

    def as_fraction_bounds(self) -> tuple[Fraction, Fraction]:
        """Return the ends of the enclosure, exactly."""
        if isinstance(self.enclosure, Fraction):
            return self.enclosure, self.enclosure
        middle, radius = fraction_of(self.enclosure.mid()), fraction_of(self.enclosure.rad())
        return middle - radius, middle + radius

    def mpf(self) -> Any:
        """Return the solution as an ``mpmath.mpf`` that carries the proved digits."""
        import mpmath

        value = read_decimal(self.value)
        raw = mpmath.libmp.from_rational(
            value.numerator, value.denominator, _bits(self.digits), "n"
        )
        return mpmath.mp.make_mpf(raw)

    def __float__(self) -> float:
        return float(self.enclosure)

    # -- faces -----------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Return a dictionary of texts, numbers and booleans for ``json.dumps``."""
        return {
            "unknown": self.unknown,
            "bound": self.bound,
            "inputs": {name: str(value) for name, value in self.inputs.items()},
            **self.record(),
        }

    def record(self) -> dict[str, Any]:
        """Return what :meth:`to_json` does, without the question that this answers."""
        lower, upper = self._decimals
        made: dict[str, Any] = {
            "value": self.value,
            "lower": lower,
            "upper": upper,
            "digits": self.digits,
            "certified": self.certified,
            "vacuous": self.vacuous,
            "proof": self.proof,
        }
        if self.exact is not None:
            made["exact"] = fraction_text(self.exact)
        if self.note:
            made["note"] = self.note
        if self.boundary is not None:
            made["boundary"] = self.boundary.to_json()
        return made

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Certified:
        """Rebuild a result from :meth:`to_json`.

        The enclosure is then the one that ``lower`` and ``upper`` state.
        """
        low, high = (read_decimal(data[name]) for name in ("lower", "upper"))
        enclosure: Fraction | arb
        if "exact" in data:
            enclosure = read_fraction(data["exact"])
        else:
            with ctx.workprec(_bits(data["digits"])):
                enclosure = _ball(low).union(_ball(high))
        boundary = data.get("boundary")
        made = cls(
            unknown=data["unknown"],
            bound=data["bound"],
            digits=data["digits"],
            inputs={name: Fraction(text) for name, text in data["inputs"].items()},
            enclosure=enclosure,
            vacuous=data["vacuous"],
            proof=data["proof"],
            note=data.get("note", ""),
            boundary=None if boundary is None else cls.from_json(boundary),
        )
        made.__dict__.update(value=data["value"], _decimals=(data["lower"], data["upper"]))
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certified) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.unknown, self.value, self.bound, self.digits))

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        if isinstance(self.enclosure, arb):  # Arb's balls do not pickle
            parts = (*self.enclosure.mid().man_exp(), *self.enclosure.rad().man_exp())
            state["enclosure"] = tuple(int(part) for part in parts)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        if isinstance(state["enclosure"], tuple):
            m, e, r, s = (fmpz(part) for part in state["enclosure"])
            state["enclosure"] = arb((m, e), (r, s))
        self.__dict__.update(state)

    def _given(self) -> str:
        return ", ".join(f"{name} = {value}" for name, value in self.inputs.items())

    def __repr__(self) -> str:
        kind = "exact" if self.exact is not None else f"{self.digits} proved digits"
        vacuous = "; vacuous: this guarantee says nothing" if self.vacuous else ""
        return (
            f"{self.unknown} = {self.value}  ({kind}; bound {self.bound}; {self._given()}{vacuous})"
        )

    def _repr_latex_(self) -> str:
        symbol = _SYMBOLS.get(self.unknown, self.unknown)
        mantissa, _, power = self.value.partition("e")
        number = mantissa + (rf" \cdot 10^{{{power}}}" if power else "")
        relation = "=" if self.exact is not None else r"\approx"
        vacuous = r"\quad\text{(vacuous)}" if self.vacuous else ""
        return rf"${symbol} {relation} {number}{vacuous}$"

    def _repr_html_(self) -> str:
        rows = [
            (self.unknown, self.value),
            ("between", f"{self.lower} and {self.upper}"),
            ("bound", self.bound),
            ("given", self._given()),
            ("proof", self.proof),
        ]
        if self.exact is not None:
            rows.insert(1, ("exactly", fraction_text(self.exact)))
        if self.vacuous:
            rows.append(("vacuous", "this guarantee says nothing"))
        if self.note:
            rows.append(("note", self.note))
        cells = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in rows
        )
        return f'<table class="skilltheory-certified">{cells}</table>'


def _bits(digits: int) -> int:
    return int((digits + _EXTRA) * 3.33) + 40


def _ball(value: Fraction) -> arb:
    return arb(fmpz(value.numerator)) / arb(fmpz(value.denominator))
