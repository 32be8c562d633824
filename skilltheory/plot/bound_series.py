"""The numbers behind the pictures of the bounds, without matplotlib: certified, or measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skilltheory.errors import NoGuarantee, SortError
from skilltheory.sorts import Count, ExactLike, OpenUnit

__all__ = [
    "ASYMPTOTIC",
    "FINITE",
    "AlongPieces",
    "AlongSkills",
    "Measured",
    "PhaseDiagram",
    "PiecesNeeded",
    "along_pieces",
    "along_skills",
    "phase_diagram",
    "pieces_needed_for_level",
    "pieces_needed_for_skills",
    "telling_levels",
]

Floats: TypeAlias = NDArray[np.float64]

ASYMPTOTIC = ("closed-form", "basic", "entropic", "sharp")
"""The bounds for many pieces, weakest first."""

FINITE = ("finite-basic", "finite-sharp")

_DIGITS = 8

_MOST_SEARCHED = 10_000
_MOST_DRAWS = 10**8
_DOUBLINGS = 17


# -- the bounds against measured error sets ----------------------------------------


@dataclass(frozen=True)
class Measured:
    """The level of one error set on one random graph.

    Parameters
    ----------
    x : int
        Where it is drawn: ``k``, or ``N1``.
    level : float
        What was measured.
    error : float
        Its standard error over random graphs; 0 for a level of one graph.
    """

    x: int
    level: float
    error: float = 0.0


@dataclass(frozen=True)
class AlongSkills:
    """Every bound along ``k``, and the worst error set for a fixed skill set, measured.

    Parameters
    ----------
    alpha, theta : Fraction
        Share of skills given up, and of pieces with an error.
    n1, n2, seed : int
        Pieces, skills and seed of the measured graphs.
    k : tuple of int
        Skills a piece: every number up to the largest that is measured.
    bounds : mapping of str to array
        ``beta`` along ``k``; infinite where there is no guarantee.
    measured : tuple of Measured
        Mean level of the fixed set.
    """

    alpha: Fraction
    theta: Fraction
    n1: int
    n2: int
    seed: int
    k: tuple[int, ...]
    bounds: Mapping[str, Floats]
    measured: tuple[Measured, ...]


@dataclass(frozen=True)
class AlongPieces:
    """The finite bounds along ``N1``, their limits, and what error sets reach.

    Parameters
    ----------
    alpha, theta, k, n2
        As everywhere.
    failure : Fraction
        Probability with which a finite bound may fail.
    n1 : tuple of int
        Numbers of pieces.
    bounds : mapping of str to array
        The finite bounds; infinite where there is no guarantee.
    limits : mapping of str to float
        The bounds for many pieces that they tend to, at the share ``ceil(alpha n2)/n2`` of
        skills that is really given up.
    searched : tuple of Measured
        Level of the worst error set that a local search finds, one a seed.
    fixed : tuple of Measured
        Mean level of the worst error set for skills fixed beforehand.
    seeds : int
        How many graphs were searched at each size.
    """

    alpha: Fraction
    theta: Fraction
    k: int
    n2: int
    failure: Fraction
    n1: tuple[int, ...]
    bounds: Mapping[str, Floats]
    limits: Mapping[str, float]
    searched: tuple[Measured, ...]
    fixed: tuple[Measured, ...]
    seeds: int


def along_skills(
    alpha: ExactLike = "1/10",
    theta: ExactLike = "1/10",
    ks: Sequence[int] = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64),
    *,
    n1: ExactLike = 10**6,
    n2: ExactLike = 1000,
    seed: int = 0,
) -> AlongSkills:
    """Solve for ``beta`` under every bound, and measure one large graph at each of ``ks``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    """
    from skilltheory.simulate import simulate

    a, t = OpenUnit.check("alpha", alpha), OpenUnit.check("theta", theta)
    every = tuple(range(1, max(ks) + 1))
    measured = []
    for k in ks:
        run = simulate(n1, n2, k, t, a, errors="fixed", seed=seed)
        assert run.fixed is not None
        measured.append(Measured(k, float(run.fixed.mean_level), run.fixed.standard_error))
    return AlongSkills(
        alpha=a,
        theta=t,
        n1=run.n1,
        n2=run.n2,
        seed=seed,
        k=every,
        bounds={name: np.array([_level(a, t, k, name) for k in every]) for name in ASYMPTOTIC},
        measured=tuple(measured),
    )


def along_pieces(
    alpha: ExactLike = "1/10",
    theta: ExactLike = "1/10",
    k: ExactLike = 8,
    *,
    n2: ExactLike | None = None,
    failure: ExactLike = "1e-6",
    n1: Sequence[int] | None = None,
    search_at: Sequence[int] | None = None,
    fixed_at: Sequence[int] | None = None,
    seeds: int = 4,
    executor: Executor | None = None,
) -> AlongPieces:
    """Solve for the finite bounds, and let adversaries loose on graphs of the same sizes.

    Parameters
    ----------
    n2 : number, optional
        Skills; enough to give up two, if not said.
    n1 : sequence of int, optional
        Where to solve for the bounds; evenly in logarithms over what is measured, if not said.
    search_at, fixed_at : sequence of int, optional
        Sizes at which to search for the worst errors against any skills (takes most of the
        time), and to measure the worst ones against fixed skills; if not said, from ten wrong
        pieces on.
    seeds : int
        Graphs to search at each size.
    executor : Executor, optional
        Where they are searched.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    """
    from skilltheory.simulate import simulate, simulate_seeds

    a, t = OpenUnit.check("alpha", alpha), OpenUnit.check("theta", theta)
    draws = int(Count.check("k", k))
    skills = ceil(2 / a) if n2 is None else int(Count.check("n2", n2))
    allowed = OpenUnit.check("failure", failure)
    least = max(100, ceil(10 / t))
    if search_at is None:
        search_at = [least, *(x * least for x in (3, 10, 30, 100) if x * least <= _MOST_SEARCHED)]
    if fixed_at is None:
        larger = [x * least for x in (10**4, 10**5) if draws * x * least <= _MOST_DRAWS]
        fixed_at = [1000 * least, *larger]
    if n1 is None:
        ends = min(*search_at, *fixed_at), max(*search_at, *fixed_at)
        n1 = [round(x) for x in np.geomspace(*ends, 121)]
    given_up = Fraction(ceil(a * skills), skills)
    fixed = []
    for pieces in fixed_at:
        run = simulate(pieces, skills, draws, t, a, errors="fixed")
        assert run.fixed is not None
        fixed.append(Measured(pieces, float(run.fixed.mean_level), run.fixed.standard_error))
    return AlongPieces(
        alpha=a,
        theta=t,
        k=draws,
        n2=skills,
        failure=allowed,
        n1=tuple(n1),
        bounds={
            name: np.array(
                [_level(a, t, draws, name, n1=x, n2=skills, failure=allowed) for x in n1]
            )
            for name in FINITE
        },
        limits={name: _level(given_up, t, draws, name) for name in ("basic", "sharp")},
        searched=tuple(
            Measured(pieces, float(run.level))
            for pieces in search_at
            for run in simulate_seeds(
                range(seeds), pieces, skills, draws, t, a, errors="local", executor=executor
            )
        ),
        fixed=tuple(fixed),
        seeds=seeds,
    )


def _level(alpha: Fraction, theta: Fraction, k: int, bound: str, **sizes: Any) -> float:
    """``beta`` under a bound, infinite where there is no guarantee."""
    from skilltheory.solve import beta

    try:
        return float(beta(alpha, theta, k, bound=bound, digits=_DIGITS, **sizes))
    except NoGuarantee:
        return float("inf")


# -- how many pieces until the theorem speaks --------------------------------------


@dataclass(frozen=True)
class PiecesNeeded:
    """The least ``N1`` at which each finite bound guarantees a level.

    Parameters
    ----------
    alpha, theta, k, failure
        As everywhere.
    x : array
        What it is drawn along: ``beta``, or ``N2``.
    n2 : int or None
        Number of skills, where that is not ``x``.
    beta : float or None
        The level, where that is not ``x``.
    least : mapping of str to array
        Least ``N1``; infinite where no number of pieces is enough.
    thresholds : mapping of str to float
        For each finite bound the ``beta`` at or below which it never speaks.
    """

    alpha: Fraction
    theta: Fraction
    k: int
    failure: Fraction
    x: Floats
    n2: int | None
    beta: float | None
    least: Mapping[str, Floats]
    thresholds: Mapping[str, float]


def pieces_needed_for_level(
    alpha: ExactLike = "1/10",
    theta: ExactLike = "1/10",
    k: ExactLike = 8,
    *,
    n2: ExactLike = 1000,
    failure: ExactLike = "1e-6",
    most: float = 1e9,
    points: int = 40,
) -> PiecesNeeded:
    """Follow the least ``N1`` along ``beta``, up to the level that counting gives anyway.

    Points crowd at the thresholds, where the least ``N1`` grows without limit; those that
    need more than ``most`` pieces are left out.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If even the sharp bound is vacuous.
    """
    a, t = OpenUnit.check("alpha", alpha), OpenUnit.check("theta", theta)
    skills, allowed = int(Count.check("n2", n2)), OpenUnit.check("failure", failure)
    thresholds = _thresholds(a, t, k)
    end = float(min(1 / a, 1 / t)) * (1 - 1e-9)
    _require_room(thresholds["finite-sharp"], end)
    starts = [start for start in thresholds.values() if start < end]
    near = [start + (end - start) * np.geomspace(1e-6, 1, points) for start in starts]
    x = np.unique(np.concatenate([*near, np.linspace(min(starts), end, points + 1)[1:]]))
    least = {
        name: np.array([_least(a, float(b), t, k, name, skills, allowed, from_) for b in x])
        for name, from_ in thresholds.items()
    }
    for values in least.values():
        values[values > most] = np.inf
    return PiecesNeeded(a, t, int(Count.check("k", k)), allowed, x, skills, None, least, thresholds)


def pieces_needed_for_skills(
    beta: ExactLike,
    alpha: ExactLike = "1/10",
    theta: ExactLike = "1/10",
    k: ExactLike = 8,
    *,
    n2: Sequence[int] | None = None,
    failure: ExactLike = "1e-6",
) -> PiecesNeeded:
    """Follow the least ``N1`` along the number of skills, at one level.

    Parameters
    ----------
    n2 : sequence of int, optional
        Numbers of skills; if not said, from ten on, of which the share ``alpha`` is whole.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    """
    a, t = OpenUnit.check("alpha", alpha), OpenUnit.check("theta", theta)
    allowed, thresholds = OpenUnit.check("failure", failure), _thresholds(a, t, k)
    if n2 is None:
        whole = a.denominator
        n2 = [whole * ceil(10 / whole) * 2**i for i in range(_DOUBLINGS)]
    least = {
        name: np.array([_least(a, beta, t, k, name, skills, allowed, from_) for skills in n2])
        for name, from_ in thresholds.items()
    }
    x = np.array(n2, dtype=np.float64)
    level = float(Fraction(beta))
    return PiecesNeeded(a, t, int(Count.check("k", k)), allowed, x, None, level, least, thresholds)


def telling_levels(alpha: ExactLike, theta: ExactLike, k: ExactLike) -> list[str]:
    """Three levels that show how the bounds differ: one that only the sharp bound guarantees,
    one a little beyond the basic bound (if that is not vacuous), and one far beyond.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If even the sharp bound is vacuous.
    """
    a, t = OpenUnit.check("alpha", alpha), OpenUnit.check("theta", theta)
    found, most = _thresholds(a, t, k), float(min(1 / a, 1 / t))
    sharp = found["finite-sharp"]
    _require_room(sharp, most)
    basic = min(found["finite-basic"], (sharp + most) / 2)
    levels = sharp + (basic - sharp) / 3, basic + (most - basic) / 10, basic + (most - basic) * 0.45
    short = [f"{level:.2g}" for level in levels]
    between = all(sharp < float(level) < most for level in short) and len({*short}) == 3
    return short if between else [f"{level:.9g}" for level in levels]


def _require_room(sharp: float, most: float) -> None:
    """Refuse parameters at which even the sharp bound says nothing that counting does not."""
    if sharp >= most * (1 - 1e-9):
        raise NoGuarantee(
            "T_theta/(k*alpha) < min(1/alpha, 1/theta)",
            f"{sharp:.9g}",
            f"{most:.9g}",
            "the sharp bound is vacuous: no number of text pieces is enough",
        )


def _thresholds(alpha: Fraction, theta: Fraction, k: ExactLike) -> dict[str, float]:
    draws = int(Count.check("k", k))
    return {name: _level(alpha, theta, draws, name.removeprefix("finite-")) for name in FINITE}


def _least(
    alpha: Fraction,
    beta: ExactLike,
    theta: Fraction,
    k: ExactLike,
    bound: str,
    n2: int,
    failure: Fraction,
    threshold: float,
) -> float:
    from skilltheory.solve import least_n1

    if float(beta) <= threshold:
        return float("inf")
    try:
        return float(least_n1(alpha, beta, theta, k, n2=n2, failure=failure, bound=bound))
    except NoGuarantee:
        return float("inf")


# -- where each bound gives a guarantee --------------------------------------------


@dataclass(frozen=True)
class PhaseDiagram:
    """For each share of errors, the shares of skills given up at which a bound speaks.

    Parameters
    ----------
    k : int
        Skills a piece.
    competence : Fraction
        Competence that is asked for; 0 asks for any guarantee that is not vacuous.
    theta : array
        Shares of pieces with an error.
    edges : mapping of str to pair of arrays
        For each bound the least and the largest ``alpha``, NaN where there is none.
    """

    k: int
    competence: Fraction
    theta: Floats
    edges: Mapping[str, tuple[Floats, Floats]]


def phase_diagram(
    k: ExactLike = 8,
    *,
    competence: ExactLike = 0,
    bounds: Sequence[str] = ASYMPTOTIC,
    least: float = 1e-3,
    points: int = 241,
) -> PhaseDiagram:
    """Find where in ``(theta, alpha)`` each bound guarantees a competence.

    A bound speaks at a point if its ``beta`` exists, ``alpha beta < 1``, and
    ``1 - theta beta`` is above 0 and at least ``competence``.  For each ``theta`` these
    ``alpha`` form an interval: ``beta`` falls in ``alpha`` (theory reference, statements 4.6
    and 5.3) until the condition for it fails.  Its ends are found by bisection.

    Parameters
    ----------
    least : float
        Both axes run from here to 1, evenly in logarithms.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    """
    from skilltheory.solve import beta_grid

    draws = int(Count.check("k", k))
    wanted = Fraction(0) if competence == 0 else OpenUnit.check("competence", competence)
    if not 0 < least < 1:
        raise SortError("least", least, OpenUnit.meaning)
    theta = np.geomspace(least, 1 - 1e-6, points)
    scale = np.log(np.geomspace(least / 10, 1 - 1e-9, 400))

    def interval(bound: str) -> tuple[Floats, Floats]:
        def speaks(log_alpha: Floats, share: Floats) -> NDArray[np.bool_]:
            grid = beta_grid(np.exp(log_alpha), share, draws, bound=bound)
            says = ~grid.no_guarantee & ~grid.vacuous
            left = 1 - share * np.where(says, grid.values, 0)
            return says & (left >= float(wanted))

        inside = speaks(scale[:, None], theta[None, :])
        low, high = np.full_like(theta, np.nan), np.full_like(theta, np.nan)
        some = inside.any(axis=0)
        first, last = inside.argmax(axis=0), len(scale) - 1 - inside[::-1].argmax(axis=0)
        at = theta[some]
        low[some] = np.exp(_edge(speaks, scale, first[some], -1, at))
        high[some] = np.exp(_edge(speaks, scale, last[some], 1, at))
        return low, high

    return PhaseDiagram(draws, wanted, theta, {name: interval(name) for name in bounds})


def _edge(
    speaks: Callable[[Floats, Floats], NDArray[np.bool_]],
    scale: Floats,
    inside: NDArray[np.intp],
    step: int,
    theta: Floats,
) -> Floats:
    """Bisect between a place inside and the next one outside; the end of the scale is an end."""
    beyond = np.clip(inside + step, 0, len(scale) - 1)
    yes, no = scale[inside], scale[beyond]
    for _ in range(40):
        middle = (yes + no) / 2
        found = speaks(middle, theta)
        yes, no = np.where(found, middle, yes), np.where(found, no, middle)
    return yes
