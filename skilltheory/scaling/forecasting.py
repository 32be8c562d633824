"""What the next step in scale should do to combinations of skills.

The excess of a law before and after the step, read as the share of text pieces with an error
(cloze sufficiency), gives by the theorems for tuples how large the tuples of skills are of which
competence is guaranteed.  The uncertainty of a fitted law is carried through: every quantity is
computed for every replicate of its bootstrap.

Source: theory reference, section "Tuples of skills", 6.2 and 6.3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from skilltheory.errors import SortError
from skilltheory.scaling.bootstrap import Interval, Replicates
from skilltheory.scaling.fitting import Fit, read_replicates
from skilltheory.scaling.law import ScalingLaw
from skilltheory.scaling.objective import Floats
from skilltheory.scaling.published import get_law
from skilltheory.sorts import Count, ExactLike, OpenUnit, Positive
from skilltheory.theory import Kind, Statement, statement

__all__ = ["CHECKS", "Forecast", "Reach", "TuplePoint", "forecast"]

_THEOREM = {
    "basic": "emergence.basic",
    "closed-form": "emergence.closed-form",
    "entropic": "sharp.entropic",
    "sharp": "sharp.upper",
}
"""The asymptotic bounds, and the statement that each is."""

_BESIDES = (
    "scaling.law",
    "cloze.sufficiency",
    "tuples.groups",
    "tuples.basic",
    "tuples.same-curve",
)

CHECKS = {
    "scaling.law": "Hold out the largest runs and compare their loss with the law; train one run "
    "beyond the range of the fit.",
    "cloze.sufficiency": "Write cloze questions for held-out text and plot the share of pieces "
    "with a wrong answer against the excess loss, over models: it should be the identity, or at "
    "least a line (the factor on the tuple size survives any constant factor).",
    "skillgraph.mixing": "Label the skills of a sample of text pieces and test whether pairs occur "
    "together as often as the product of their frequencies says.",
    "finite.mixing": "The same test, piece by piece: how many skills of a given set a piece uses "
    "should be binomial.",
    "tuples.grouping": "Group a sample of labelled pieces at random by k' and test whether the "
    "tuples of their skills are spread evenly and occur independently of one another.",
    "skillgraph.all-or-nothing": "A convention of grading, and the strictest: with partial credit "
    "competence can only be larger. Grade a sample both ways to see by how much.",
    "skillgraph.sparse": "Count the skills of a catalogue against the pieces of the corpus; for "
    "tuples, N2^k' against N1/k'. The finite bounds (finite-basic, finite-sharp) do not need it.",
}
"""How each assumption could be checked, by its id."""


@dataclass(frozen=True)
class TuplePoint:
    """Guaranteed competence on tuples of one size, under one bound.

    Parameters
    ----------
    stage : str
        ``"before"`` or ``"after"`` the step.
    bound : str
        The bound.
    size : int
        ``k'``, the size of the tuples.
    competence : Interval
        The competence guaranteed for a share ``1 - alpha`` of the tuples; 0 where the bound
        guarantees nothing.
    status : str
        ``"guaranteed"``, ``"vacuous"`` or ``"none"`` at the estimate.
    """

    stage: str
    bound: str
    size: int
    competence: Interval
    status: str


@dataclass(frozen=True)
class Reach:
    """The largest tuples with at least some competence, before and after, under one bound.

    Parameters
    ----------
    bound : str
        The bound.
    share : float or None
        The largest share of failed groups at which the bound guarantees that competence; None
        if there is none.
    before, after : Interval
        The largest tuple size, a whole number; 0 where not even single skills are guaranteed.
    """

    bound: str
    share: float | None
    before: Interval
    after: Interval


@dataclass(frozen=True, eq=False)
class Forecast:
    """What a step in scale should do to tuples of skills.

    Parameters
    ----------
    law : ScalingLaw
        The law.
    start, end : pair of Fraction
        Parameters and tokens before and after.
    before, after : Interval
        The excess (nats per token).
    factor : Interval
        ``before / after``: by this factor the tuples grow whose guarantee stays what it was.
    bracket : pair of float, or None
        Between which two numbers the factor lies wherever one starts, when parameters and tokens
        grow by the same factor.
    alpha : Fraction
        Share of the tuples given up.
    k : int
        Skills a text piece.
    least : Fraction
        The competence that :attr:`reach` asks for.
    points : tuple of TuplePoint
        The curves.
    reach : tuple of Reach
        One a bound.
    assumptions : tuple of Statement
        All that the forecast rests on: assumptions and empirical laws.
    warnings : tuple of str
        What a reader must know before relying on it.
    """

    law: ScalingLaw
    start: tuple[Fraction, Fraction]
    end: tuple[Fraction, Fraction]
    before: Interval
    after: Interval
    factor: Interval
    bracket: tuple[float, float] | None
    alpha: Fraction
    k: int
    least: Fraction
    points: tuple[TuplePoint, ...]
    reach: tuple[Reach, ...]
    assumptions: tuple[Statement, ...]
    warnings: tuple[str, ...]

    def curve(self, stage: str, bound: str) -> tuple[TuplePoint, ...]:
        """The points of one stage under one bound, by size."""
        return tuple(one for one in self.points if (one.stage, one.bound) == (stage, bound))

    @property
    def bounds(self) -> tuple[str, ...]:
        """The bounds, in order."""
        return tuple(one.bound for one in self.reach)

    def to_json(self) -> dict[str, Any]:
        """All figures, with the assumptions and how each could be checked."""
        return {
            "law": self.law.to_json(),
            "from": {"parameters": float(self.start[0]), "tokens": float(self.start[1])},
            "to": {"parameters": float(self.end[0]), "tokens": float(self.end[1])},
            "excess": {"before": self.before.to_json(), "after": self.after.to_json()},
            "unit": "nats",
            "tuple_factor": self.factor.to_json(),
            "tuple_factor_bracket": None if self.bracket is None else list(self.bracket),
            "alpha": str(self.alpha),
            "k": self.k,
            "curves": [
                {
                    "stage": one.stage,
                    "bound": one.bound,
                    "k_prime": one.size,
                    "competence": one.competence.to_json(),
                    "status": one.status,
                }
                for one in self.points
            ],
            "largest_tuples": {
                "competence": str(self.least),
                "bounds": [
                    {
                        "bound": one.bound,
                        "largest_failing_share": one.share,
                        "before": one.before.to_json(),
                        "after": one.after.to_json(),
                    }
                    for one in self.reach
                ],
            },
            "assumptions": [
                {
                    "id": one.id,
                    "kind": one.kind.value,
                    "title": one.title,
                    "meaning": " ".join(one.meaning.split()),
                    "check": CHECKS[one.id],
                }
                for one in self.assumptions
            ],
            "warnings": list(self.warnings),
        }


def forecast(
    law: ScalingLaw | Fit | str | Path,
    start: tuple[ExactLike, ExactLike],
    end: tuple[ExactLike, ExactLike],
    *,
    alpha: ExactLike = "1/10",
    k: ExactLike = 8,
    sizes: ExactLike = 8,
    least: ExactLike = "1/2",
) -> Forecast:
    """Forecast what a step in scale does to tuples of skills.

    Parameters
    ----------
    law : ScalingLaw, Fit, name or path
        The law; intervals come from a :class:`~skilltheory.scaling.fitting.Fit`, or from a file
        that it was saved to.
    start, end : pair of numbers
        Parameters and tokens before and after the step.
    alpha : number
        Share of the tuples given up.
    k : int
        Skills a text piece.
    sizes : int
        The curves run over tuples of 1 to so many skills.
    least : number
        The competence for which the largest tuples are asked.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    UnknownName
        If there is no such law.

    Examples
    --------
    >>> step = forecast("hoffmann2022", ("70e9", "1.4e12"), ("700e9", "14e12"), sizes=2)
    >>> round(step.factor.estimate, 3)
    1.992
    """
    known, replicates = _source(law)
    n0, d0 = (Positive.check(what, x) for what, x in zip(("N", "D"), start, strict=True))
    n1, d1 = (Positive.check(what, x) for what, x in zip(("N", "D"), end, strict=True))
    share, skills = OpenUnit.check("alpha", alpha), int(Count.check("k", k))
    most, asked = int(Count.check("sizes", sizes)), OpenUnit.check("least", least)
    if most > 10_000:
        raise SortError("sizes", sizes, "an integer from 1 to 10000")

    theta = {
        stage: (float(known.excess(*at)), _excess(replicates, *(float(x) for x in at)))
        for stage, at in (("before", (n0, d0)), ("after", (n1, d1)))
    }
    (first, firsts), (second, seconds) = theta["before"], theta["after"]
    return Forecast(
        law=known,
        start=(n0, d0),
        end=(n1, d1),
        before=_interval(replicates, first, firsts),
        after=_interval(replicates, second, seconds),
        factor=_interval(replicates, first / second, firsts / seconds),
        bracket=_bracket(known, n1 / n0) if n1 / n0 == d1 / d0 else None,
        alpha=share,
        k=skills,
        least=asked,
        points=tuple(
            point
            for stage, (estimate, draws) in theta.items()
            for bound in _THEOREM
            for point in _curve(stage, bound, estimate, draws, replicates, share, skills, most)
        ),
        reach=tuple(_reach(bound, theta, replicates, share, skills, asked) for bound in _THEOREM),
        assumptions=_assumptions(),
        warnings=tuple(_warnings(law, replicates, theta, (n0, n1), (d0, d1))),
    )


def _source(law: ScalingLaw | Fit | str | Path) -> tuple[ScalingLaw, Replicates | None]:
    if isinstance(law, Fit):
        return law.law, law.replicates if len(law.replicates.laws) else None
    known = get_law(law)
    is_file = not isinstance(law, ScalingLaw) and str(law).endswith(".json")
    return known, read_replicates(str(law)) if is_file else None


def _excess(replicates: Replicates | None, parameters: float, tokens: float) -> Floats:
    """The excess of every replicate; an empty array if there are none."""
    if replicates is None:
        return np.empty(0)
    _, log_a, log_b, a, b = replicates.laws.T
    found: Floats = np.exp(log_a - a * np.log(parameters)) + np.exp(log_b - b * np.log(tokens))
    return found


def _interval(replicates: Replicates | None, estimate: float, draws: Floats) -> Interval:
    if replicates is None:
        return Interval.unknown(estimate)
    return replicates.interval(estimate, draws)


def _bracket(law: ScalingLaw, times: Fraction) -> tuple[float, float]:
    low, high = law.bracket(times)
    return 1 / float(high), 1 / float(low)


def _competence(failing: Floats, bound: str, alpha: Fraction, k: int) -> tuple[Floats, list[str]]:
    """Guaranteed competence at some shares of failing groups, and what the bound says there."""
    from skilltheory.solve import beta_grid

    inside = (failing > 0) & (failing < 1)
    grid = beta_grid(float(alpha), np.where(inside, failing, 0.5), k, bound=bound)
    says = inside & grid.guaranteed & ~grid.vacuous
    competence = np.zeros_like(failing)
    competence[says] = 1 - grid.values[says] * failing[says]
    status = np.where(says, "guaranteed", np.where(inside & grid.guaranteed, "vacuous", "none"))
    return competence, [str(one) for one in status]


def _curve(
    stage: str,
    bound: str,
    estimate: float,
    draws: Floats,
    replicates: Replicates | None,
    alpha: Fraction,
    k: int,
    most: int,
) -> list[TuplePoint]:
    sizes = np.arange(1.0, most + 1)
    at_estimate, status = _competence(sizes * estimate, bound, alpha, k)
    in_draws = _competence(np.outer(draws, sizes).ravel(), bound, alpha, k)[0].reshape(-1, most)
    return [
        TuplePoint(
            stage,
            bound,
            int(size),
            _interval(replicates, float(at_estimate[i]), in_draws[:, i]),
            status[i],
        )
        for i, size in enumerate(sizes)
    ]


def _reach(
    bound: str,
    theta: dict[str, tuple[float, Floats]],
    replicates: Replicates | None,
    alpha: Fraction,
    k: int,
    least: Fraction,
) -> Reach:
    share = _largest_share(bound, alpha, k, float(least))
    low, high = share or (0.0, 0.0)

    def largest(excess: Floats) -> Floats:
        size = np.floor(high / excess)
        found: Floats = np.where(size * excess >= low, size, 0.0)
        return found

    before, after = (
        _interval(replicates, float(largest(np.array(estimate))), largest(draws))
        for estimate, draws in (theta["before"], theta["after"])
    )
    return Reach(bound, None if share is None else high, before, after)


def _largest_share(bound: str, alpha: Fraction, k: int, least: float) -> tuple[float, float] | None:
    """Between which shares of failing groups a bound guarantees a competence.

    Competence depends on the excess and the tuple size through their product alone, so this is
    asked once, not once a replicate.
    """
    low, high = 0.0, 0.0
    shares: Floats = np.concatenate(
        [np.geomspace(1e-9, 0.01, 200), np.linspace(0.01, 1, 1000)[1:-1]]
    )
    for _ in range(5):  # each round makes the steps a hundred times finer
        enough = _competence(shares, bound, alpha, k)[0] >= least
        if not enough.any():
            return None
        last = int(np.flatnonzero(enough)[-1])
        low = low or float(shares[np.flatnonzero(enough)[0]])
        high = float(shares[last])
        if last + 1 == len(shares):
            break
        shares = np.linspace(high, float(shares[last + 1]), 101)
    return low, high


def _assumptions() -> tuple[Statement, ...]:
    found: dict[str, Statement] = {}
    for name in (*_BESIDES, *_THEOREM.values()):
        one = statement(name)
        for supposed in (one, *one.rests_on()):
            if supposed.kind in (Kind.ASSUMPTION, Kind.LAW):
                found[supposed.id] = supposed
    return tuple(found.values())


def _warnings(
    law: ScalingLaw | Fit | str | Path,
    replicates: Replicates | None,
    theta: dict[str, tuple[float, Floats]],
    parameters: Sequence[Fraction],
    tokens: Sequence[Fraction],
) -> list[str]:
    said = []
    if replicates is None:
        said.append("the law comes without bootstrap replicates, so there are no intervals")
    for stage, (excess, _) in theta.items():
        if excess >= 1:
            said.append(
                f"the excess {stage} is {excess:.3g} nats: cloze sufficiency reads it as a share "
                "of pieces only where it is at most 1, so nothing is guaranteed there"
            )
    if theta["before"][0] <= theta["after"][0]:
        said.append("the excess does not fall over this step: tuples do not grow")
    for name, (fitted_from, fitted_to) in _fitted_range(law).items():
        ends = parameters if name == "parameters" else tokens
        beyond = max(float(max(ends)) / fitted_to, fitted_from / float(min(ends)))
        if beyond > 1:
            said.append(
                f"the step leaves the range of {name} that the law was fitted to "
                f"({fitted_from:.3g} to {fitted_to:.3g}) by a factor of {beyond:.3g}"
            )
    return said


def _fitted_range(law: ScalingLaw | Fit | str | Path) -> dict[str, tuple[float, float]]:
    if isinstance(law, Fit):
        data = law.to_json()
    elif isinstance(law, ScalingLaw) or not str(law).endswith(".json"):
        return {}
    else:
        data = json.loads(Path(law).read_text(encoding="utf-8"))
    ranges = data.get("runs", {}).get("range", {})
    return {name: (float(ends[0]), float(ends[1])) for name, ends in ranges.items()}
