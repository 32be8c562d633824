"""The law L(N, D) = E + A/N^a + B/D^b with exact constants, and what follows from it.

Losses are in nats unless ``unit="bits"`` is asked for.  Every figure is evaluated in ball
arithmetic and shows proven digits only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.scaling.enclosure import Enclosure, EnclosureJson, ball, enclose
from skilltheory.sorts import ExactLike, NonNegative, Positive, Sort

if TYPE_CHECKING:
    from flint import arb

__all__ = ["Allocation", "Decomposition", "ScaleStep", "ScalingLaw", "Unit"]

Unit: TypeAlias = Literal["nats", "bits"]
"""The unit of a loss: 1 bit is log 2 nats."""

FLOPS_PER_PARAMETER_AND_TOKEN = 6
"""Training a transformer takes about C = 6 N D floating-point operations."""

_SORTS: dict[str, Sort] = {"E": NonNegative, "A": Positive, "B": Positive}
_SORTS |= {"a": Positive, "b": Positive}
_FORMAT = "skilltheory scaling law"


def _power(base: Fraction, exponent: Fraction) -> arb:
    return ball(base) ** ball(exponent)


def _in_unit(nats: Callable[[], arb], unit: Unit) -> Callable[[], arb]:
    if unit == "nats":
        return nats
    if unit == "bits":
        return lambda: nats() / ball(Fraction(2)).log()
    raise UnknownName("unit", unit, get_args(Unit))


def _text(number: Fraction) -> str:
    """A fraction as a decimal when it is a short one, else as ``p/q``."""
    for places in range(21):
        if (number * 10**places).denominator == 1:
            whole = str(abs(number.numerator * 10**places // number.denominator)).zfill(places + 1)
            head, tail = (whole[:-places], whole[-places:]) if places else (whole, "")
            return ("-" if number < 0 else "") + head + ("." + tail if tail else "")
    return f"{number.numerator}/{number.denominator}"


@dataclass(frozen=True)
class Decomposition:
    """The loss of a model taken apart: entropy of language plus two excess terms.

    Parameters
    ----------
    entropy : Enclosure
        ``E``, the loss that no model can go below.
    parameter_term, data_term : Enclosure
        ``A/N^a``, the price of finitely many parameters, and ``B/D^b``, that of finitely many
        tokens.
    excess : Enclosure
        Their sum: the Kullback-Leibler divergence from language to the model.
    loss : Enclosure
        ``entropy + excess``, the cross-entropy per token.
    unit : {"nats", "bits"}
        The unit of all five.
    """

    entropy: Enclosure
    parameter_term: Enclosure
    data_term: Enclosure
    excess: Enclosure
    loss: Enclosure
    unit: Unit

    def to_json(self) -> dict[str, EnclosureJson]:
        """All five figures by name."""
        return {
            "loss": self.loss.to_json(),
            "entropy": self.entropy.to_json(),
            "excess": self.excess.to_json(),
            "parameter_term": self.parameter_term.to_json(),
            "data_term": self.data_term.to_json(),
        }


@dataclass(frozen=True)
class ScaleStep:
    """What multiplying parameters and tokens together by ``times`` does to the excess.

    Parameters
    ----------
    times : Fraction
        The factor on both.
    before, after : Enclosure
        The excess (nats).
    excess_ratio : Enclosure
        ``after / before``.
    least, most : Enclosure
        ``times^-max(a, b)`` and ``times^-min(a, b)``, between which the ratio lies wherever the
        step starts (for ``times > 1``).
    """

    times: Fraction
    before: Enclosure
    after: Enclosure
    excess_ratio: Enclosure
    least: Enclosure
    most: Enclosure


@dataclass(frozen=True)
class Allocation:
    """The best use of a compute budget ``C = 6 N D``.

    Parameters
    ----------
    compute : Fraction
        ``C``, in floating-point operations.
    parameters, tokens : Enclosure
        ``N* = G (C/6)^(b/(a+b))`` and ``D* = (1/G) (C/6)^(a/(a+b))``.
    G : Enclosure
        ``(a A/(b B))^(1/(a+b))``.
    excess : Enclosure
        The least excess (nats) that the budget buys.
    exponent : Fraction
        ``ab/(a+b)``, exactly: the least excess falls as ``C`` to minus this.
    """

    compute: Fraction
    parameters: Enclosure
    tokens: Enclosure
    G: Enclosure
    excess: Enclosure
    exponent: Fraction


@dataclass(frozen=True, init=False, repr=False)
class ScalingLaw:
    """A fitted law ``L(N, D) = E + A/N^a + B/D^b`` (nats per token).

    Parameters
    ----------
    name : str
        A short name, e.g. ``"hoffmann2022"``.
    E : number
        Entropy of language, nats per token; at least 0.
    A, B : number
        Coefficients of the parameter term and of the data term; positive.
    a, b : number
        Exponents of the number of parameters and of tokens; positive.
    source : str
        Where the constants come from, for a reader who wants to check them.
    title : str, optional
        How a table or a picture names the law; the name if not given.

    Raises
    ------
    SortError
        If a constant is outside its sort.

    Notes
    -----
    Constants are exact: ``"0.34"`` is 34/100.  The form of the law is that of J. Hoffmann et al.,
    *Training Compute-Optimal Large Language Models*, arXiv 2203.15556, equation 2.

    Examples
    --------
    >>> law = ScalingLaw("mine", E="1.69", A="406.4", B="410.7", a="0.34", b="0.28", source="toy")
    >>> law.decompose("175e9", "300e9", digits=6).loss.value
    '2.00229'
    """

    name: str
    E: Fraction
    A: Fraction
    B: Fraction
    a: Fraction
    b: Fraction
    source: str
    title: str

    def __init__(
        self,
        name: str,
        *,
        E: ExactLike,
        A: ExactLike,
        B: ExactLike,
        a: ExactLike,
        b: ExactLike,
        source: str,
        title: str = "",
    ) -> None:
        if not name.strip():
            raise SkillTheoryError("a scaling law needs a name")
        constants = {"E": E, "A": A, "B": B, "a": a, "b": b}
        for key, given in constants.items():
            object.__setattr__(self, key, _SORTS[key].check(key, given))
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "title", title or name)

    def _parameter_term(self, parameters: Fraction) -> arb:
        return ball(self.A) / _power(parameters, self.a)

    def _data_term(self, tokens: Fraction) -> arb:
        return ball(self.B) / _power(tokens, self.b)

    def _excess(self, parameters: Fraction, tokens: Fraction) -> arb:
        return self._parameter_term(parameters) + self._data_term(tokens)

    def decompose(
        self,
        parameters: ExactLike,
        tokens: ExactLike,
        *,
        unit: Unit = "nats",
        digits: int = 30,
    ) -> Decomposition:
        """Take the loss at ``parameters`` and ``tokens`` apart.

        Raises
        ------
        SortError
            If either is not positive.
        """
        n = Positive.check("params", parameters)
        d = Positive.check("tokens", tokens)

        def figure(nats: Callable[[], arb]) -> Enclosure:
            return enclose(_in_unit(nats, unit), digits)

        return Decomposition(
            entropy=figure(lambda: ball(self.E)),
            parameter_term=figure(lambda: self._parameter_term(n)),
            data_term=figure(lambda: self._data_term(d)),
            excess=figure(lambda: self._excess(n, d)),
            loss=figure(lambda: ball(self.E) + self._excess(n, d)),
            unit=unit,
        )

    def excess(
        self, parameters: ExactLike, tokens: ExactLike, *, unit: Unit = "nats", digits: int = 30
    ) -> Enclosure:
        """The excess cross-entropy ``A/N^a + B/D^b``."""
        return self.decompose(parameters, tokens, unit=unit, digits=digits).excess

    def scale(
        self, parameters: ExactLike, tokens: ExactLike, times: ExactLike, *, digits: int = 30
    ) -> ScaleStep:
        """Multiply parameters and tokens together by ``times``.

        Raises
        ------
        SortError
            If an argument is not positive.
        """
        n = Positive.check("params", parameters)
        d = Positive.check("tokens", tokens)
        factor = Positive.check("times", times)
        least, most = self.bracket(factor, digits=digits)
        return ScaleStep(
            times=factor,
            before=enclose(lambda: self._excess(n, d), digits),
            after=enclose(lambda: self._excess(n * factor, d * factor), digits),
            excess_ratio=enclose(
                lambda: self._excess(n * factor, d * factor) / self._excess(n, d), digits
            ),
            least=least,
            most=most,
        )

    def bracket(self, times: ExactLike, *, digits: int = 30) -> tuple[Enclosure, Enclosure]:
        """Between which two numbers the factor on the excess lies, wherever one starts.

        They are ``times^-a`` and ``times^-b``, the smaller first: the excess is a sum of two
        terms, one of which is multiplied by each.
        """
        factor = Positive.check("times", times)
        in_parameters = enclose(lambda: _power(factor, -self.a), digits)
        in_tokens = enclose(lambda: _power(factor, -self.b), digits)
        low, high = sorted((in_parameters, in_tokens), key=lambda found: found.lower)
        return low, high

    def compute_ratio(self, times: ExactLike, *, digits: int = 30) -> Enclosure:
        """The factor ``times^(-ab/(a+b))`` on the least excess when only compute is multiplied."""
        factor = Positive.check("times", times)
        return enclose(lambda: _power(factor, -self.compute_exponent), digits)

    @property
    def compute_exponent(self) -> Fraction:
        """``ab/(a+b)``, exactly."""
        return self.a * self.b / (self.a + self.b)

    def allocate(self, compute: ExactLike, *, digits: int = 30) -> Allocation:
        """The unique best split of ``compute`` floating-point operations, ``C = 6 N D``.

        Along ``D = C/(6N)`` the excess is a sum of two exponentials in ``log N``, hence strictly
        convex: the stationary point is the only minimum.

        Raises
        ------
        SortError
            If ``compute`` is not positive.
        """
        budget = Positive.check("compute", compute)
        product = budget / FLOPS_PER_PARAMETER_AND_TOKEN
        total = self.a + self.b

        def balance() -> arb:
            return _power(self.a * self.A / (self.b * self.B), 1 / total)

        def parameters() -> arb:
            return balance() * _power(product, self.b / total)

        def tokens() -> arb:
            return _power(product, self.a / total) / balance()

        def excess() -> arb:
            in_parameters = ball(self.A) / parameters() ** ball(self.a)
            return in_parameters + ball(self.B) / tokens() ** ball(self.b)

        return Allocation(
            compute=budget,
            parameters=enclose(parameters, digits),
            tokens=enclose(tokens, digits),
            G=enclose(balance, digits),
            excess=enclose(excess, digits),
            exponent=self.compute_exponent,
        )

    def to_json(self) -> dict[str, str]:
        """The law as a JSON object; the constants are exact texts."""
        constants = {key: _text(getattr(self, key)) for key in _SORTS}
        return {
            "format": _FORMAT,
            "name": self.name,
            **constants,
            "source": self.source,
            "title": self.title,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScalingLaw:
        """Read what :meth:`to_json` wrote; keys it does not know are left alone.

        Raises
        ------
        SkillTheoryError
            If the object is not a scaling law, or a key is missing.
        SortError
            If a constant is outside its sort.
        """
        if data.get("format") != _FORMAT:
            raise SkillTheoryError(f'not a scaling law: "format" must be "{_FORMAT}"')
        missing = [key for key in ("name", *_SORTS, "source") if key not in data]
        if missing:
            raise SkillTheoryError(f"a scaling law lacks {', '.join(missing)}")
        constants = {key: data[key] for key in _SORTS}
        return cls(
            str(data["name"]),
            source=str(data["source"]),
            title=str(data.get("title", "")),
            **constants,
        )

    def save(self, path: str | Path) -> None:
        """Write the law to a JSON file."""
        Path(path).write_text(json.dumps(self.to_json(), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> ScalingLaw:
        """Read a law from a JSON file.

        Raises
        ------
        SkillTheoryError
            If the file cannot be read or does not hold a scaling law.
        """
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SkillTheoryError(f"cannot read a scaling law from {path}: {error}") from error
        if not isinstance(data, dict):
            raise SkillTheoryError(f"cannot read a scaling law from {path}: not a JSON object")
        return cls.from_json(data)

    def _repr_latex_(self) -> str:
        E, A, B, a, b = (_text(getattr(self, key)) for key in _SORTS)
        return rf"$L(N, D) = {E} + \frac{{{A}}}{{N^{{{a}}}}} + \frac{{{B}}}{{D^{{{b}}}}}$"

    def __repr__(self) -> str:
        return f"<ScalingLaw {self.name}: {self}>"

    def __str__(self) -> str:
        texts = (_text(getattr(self, key)) for key in _SORTS)
        E, A, B, a, b = (f"({text})" if "/" in text else text for text in texts)
        return f"L(N, D) = {E} + {A}/N^{a} + {B}/D^{b}"
