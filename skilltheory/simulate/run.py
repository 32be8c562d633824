"""Simulations: a random graph, an error set, and what is measured; one or many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from skilltheory.errors import UnknownName
from skilltheory.simulate.adversary import greedy, local_search
from skilltheory.simulate.errorsets import (
    ErrorSet,
    Listed,
    WorstFixed,
    random_set,
    tally,
    worst_fixed,
)
from skilltheory.simulate.exact import exact_worst
from skilltheory.simulate.graph import DRAWS_PER_BLOCK, DRAWS_PER_CHUNK, SkillGraph
from skilltheory.simulate.measure import Competence, Kept, competence, default_betas, kept_curve
from skilltheory.simulate.problem import Problem
from skilltheory.simulate.skillmeasure import SkillMeasure
from skilltheory.sorts import Count, ExactLike, Natural, exact
from skilltheory.sweeps import sweep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ERROR_SETS", "FixedSet", "Simulation", "simulate", "simulate_seeds"]

Json: TypeAlias = dict[str, Any]

ERROR_SETS = ("random", "fixed", "greedy", "local", "exact")
"""Ways to choose the error set: blind, against fixed skills, against any skills."""


@dataclass(frozen=True)
class FixedSet:
    """How a skill set fixed beforehand fares in its worst error set.

    Attributes
    ----------
    size : int
        Number of skills in the set.
    mass : Fraction
        Their mass.
    mean_level : Fraction
        Edges that the set loses, over its average: to be compared with the sharp
        bound, which is its limit.
    standard_error : float
        Of ``mean_level``, over random graphs of these sizes.
    least_level : Fraction
        Every skill of the set is lost at this level.
    """

    size: int
    mass: Fraction
    mean_level: Fraction
    standard_error: float
    least_level: Fraction


@dataclass(frozen=True)
class Simulation:
    """What one simulation measured; equal inputs give an equal object.

    Attributes
    ----------
    n1, n2, k : int
        Text pieces, skills, and skills drawn per piece.
    theta, alpha : Fraction
        Share of pieces with an error; share (mass) of skills given up.
    seed : int
        Of the graph and of random choices.
    errors : str
        How the error set was chosen, one of :data:`ERROR_SETS`.
    measure : str
        ``uniform``, or a hash of the skills' masses.
    n : int
        Number of wrong pieces, ``floor(theta n1)``.
    m : int
        Number of skills given up: ``ceil(alpha n2)`` if all are equal, else of
        those most hit by the error set, as many as have mass ``alpha``.
    level : Fraction
        Largest ``beta`` at which skills of mass ``alpha`` are not kept: what the
        theory says of levels up to this one is false of this graph.
    upper : Fraction or None
        Upper bound on the level of any error set, from the linear relaxation;
        with ``errors="exact"`` only.
    fixed : FixedSet or None
        With ``errors="fixed"`` only.
    kept : tuple of Kept
        Mass of skills kept as a function of ``beta``.
    competence : Competence or None
        If it was asked for.
    """

    n1: int
    n2: int
    k: int
    theta: Fraction
    alpha: Fraction
    seed: int
    errors: str
    measure: str
    n: int
    m: int
    level: Fraction
    upper: Fraction | None
    fixed: FixedSet | None
    kept: tuple[Kept, ...] = field(repr=False)
    competence: Competence | None

    def to_json(self) -> str:
        """The simulation as one line of JSON; fractions as texts ``"a/b"``."""
        return json.dumps(self.as_dict(), sort_keys=True)

    def as_dict(self) -> Json:
        """The simulation as JSON values; fractions as texts ``"a/b"``."""
        plain: Json = _plain(asdict(self))
        return plain

    @classmethod
    def from_dict(cls, values: Json) -> Simulation:
        """The inverse of :meth:`as_dict`."""
        fixed, skill = values["fixed"], values["competence"]
        fractions = ("theta", "alpha", "level")
        return cls(
            **{
                **values,
                **{name: Fraction(values[name]) for name in fractions},
                "upper": None if values["upper"] is None else Fraction(values["upper"]),
                "fixed": None
                if fixed is None
                else FixedSet(
                    fixed["size"],
                    Fraction(fixed["mass"]),
                    Fraction(fixed["mean_level"]),
                    fixed["standard_error"],
                    Fraction(fixed["least_level"]),
                ),
                "kept": tuple(
                    Kept(Fraction(point["beta"]), Fraction(point["share"]))
                    for point in values["kept"]
                ),
                "competence": None
                if skill is None
                else Competence(
                    **{**skill, **{b: tuple(skill[b]) for b in ("by_edge", "by_piece")}}
                ),
            }
        )


def simulate(
    n1: ExactLike,
    n2: ExactLike | None,
    k: ExactLike,
    theta: ExactLike,
    alpha: ExactLike,
    *,
    errors: str = "fixed",
    seed: int = 0,
    weights: Sequence[ExactLike] | None = None,
    skills: Sequence[ExactLike] | None = None,
    betas: Sequence[ExactLike] | None = None,
    competence_bins: ExactLike | None = None,
    seconds: float = 60.0,
    executor: Executor | None = None,
) -> Simulation:
    """Draw a random skill graph, choose an error set, and measure what it does.

    Parameters
    ----------
    n1, n2, k : number
        Text pieces, skills, and skills drawn per piece.  ``n2`` may be None if
        there are weights.
    theta, alpha : number
        Share of pieces with an error; share (mass) of skills given up.  For how
        they round see :mod:`skilltheory.simulate.problem`.
    errors : {"fixed", "random", "greedy", "local", "exact"}
        ``random`` does not look at the graph; ``fixed`` is the worst for a fixed
        set of skills, exactly; ``greedy`` and ``local`` look for the worst for any
        skills; ``exact`` finds it, on small graphs.  The first two stream the
        graph and take any size.
    seed : int
        Names the graph, and the random choices.
    weights : sequence of numbers, optional
        Draw skills in proportion to these.
    skills : sequence of numbers, optional
        The fixed set; skills 0, 1, ... up to mass ``alpha`` if not given.
    betas : sequence of numbers, optional
        Where to measure the share of skills kept.
    competence_bins : int, optional
        Measure competence too, in a histogram of so many bins; about doubles the
        time.
    seconds : float
        Time limit of ``exact``.
    executor : Executor, optional
        Where blocks of a streamed graph are worked on.

    Raises
    ------
    SortError
        If an argument is not of its sort.
    UnknownName
        If there is no error set of that name.
    BudgetExceeded
        If the graph is too large for what is asked, or time is up.

    Examples
    --------
    >>> run = simulate(20_000, 100, 4, "1/10", "1/10", errors="fixed", seed=1)
    >>> run.n, run.m
    (2000, 10)
    >>> abs(float(run.fixed.mean_level) - 3.9025) < 5 * run.fixed.standard_error  # the sharp value
    True
    """
    if errors not in ERROR_SETS:
        raise UnknownName("error set", errors, ERROR_SETS)
    measure = None if weights is None else SkillMeasure.weighted(weights)
    graph = SkillGraph.make(n1, n2, k, seed=seed, measure=measure)
    task = Problem.make(n1, n2, k, theta, alpha, measure=graph.measure)
    upper, fixed = None, None
    wrong: ErrorSet
    if errors == "random":
        wrong = random_set(graph, task, seed)
    elif errors == "fixed":
        wrong = worst_fixed(graph, task, skills, executor=executor)
    else:
        chosen, upper = _adversary(errors, task, graph, seconds)
        wrong = Listed(chosen)
    counts = tally(graph, wrong, competence=competence_bins is not None, executor=executor)
    if isinstance(wrong, WorstFixed):
        fixed = _fixed_set(task, wrong, counts.edges)
    return Simulation(
        n1=task.n1,
        n2=task.n2,
        k=task.k,
        theta=task.theta,
        alpha=task.alpha,
        seed=graph.seed,
        errors=errors,
        measure=task.measure.digest,
        n=task.n,
        m=task.worst_skills(counts.edges).size,
        level=task.level(counts.edges),
        upper=upper,
        fixed=fixed,
        kept=kept_curve(task, counts.edges, default_betas(task) if betas is None else betas),
        competence=None if competence_bins is None else competence(counts, competence_bins),
    )


def simulate_seeds(
    seeds: Iterable[int],
    n1: ExactLike,
    n2: ExactLike | None,
    k: ExactLike,
    theta: ExactLike,
    alpha: ExactLike,
    *,
    errors: str = "fixed",
    weights: Sequence[ExactLike] | None = None,
    skills: Sequence[ExactLike] | None = None,
    betas: Sequence[ExactLike] | None = None,
    competence_bins: ExactLike | None = None,
    seconds: float = 60.0,
    executor: Executor | None = None,
    path: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Simulation]:
    """Simulate one graph a seed; see :func:`simulate` and :func:`skilltheory.sweeps.sweep`.

    Parameters
    ----------
    seeds : iterable of int
        One simulation each; results come in this order.
    executor : Executor, optional
        Where the simulations run: processes, a Dask client's ``get_executor()``, ...
    path : path, optional
        File to record finished simulations in, and to resume from.
    progress : callable, optional
        Told how many are finished, of how many.

    Raises
    ------
    SweepFileError
        If the file was made for other inputs.
    """
    if errors not in ERROR_SETS:
        raise UnknownName("error set", errors, ERROR_SETS)
    measure = None if weights is None else SkillMeasure.weighted(weights)
    task = Problem.make(n1, n2, k, theta, alpha, measure=measure)
    levels = default_betas(task) if betas is None else [exact(beta, "betas") for beta in betas]
    bins = None if competence_bins is None else int(Count.check("competence_bins", competence_bins))
    fixed = None if skills is None else task.skill_set(skills).tolist()
    common: Json = {
        "n1": task.n1,
        "n2": task.n2,
        "k": task.k,
        "theta": task.theta,
        "alpha": task.alpha,
        "errors": errors,
        "skills": fixed,
        "betas": levels,
        "competence_bins": bins,
    }
    described = {
        **_plain(common),
        "measure": task.measure.digest,
        "graph": [DRAWS_PER_BLOCK, DRAWS_PER_CHUNK],  # how a seed becomes a graph
    }
    found = sweep(
        partial(_simulate_seed, {**common, "weights": weights, "seconds": seconds}),
        [int(Natural.check("seeds", seed)) for seed in seeds],
        inputs={"task": "simulate", **described},
        encode=Simulation.as_dict,
        decode=Simulation.from_dict,
        executor=executor,
        path=path,
        progress=progress,
    )
    return list(found)


def _simulate_seed(settings: Json, seed: int) -> Simulation:
    return simulate(**settings, seed=seed)


def _adversary(
    errors: str, task: Problem, graph: SkillGraph, seconds: float
) -> tuple[NDArray[np.bool_], Fraction | None]:
    draws = graph.draws()
    if errors == "greedy":
        return greedy(task, draws), None
    if errors == "local":
        return local_search(task, draws, seed=graph.seed), None
    worst = exact_worst(task, draws, seconds=seconds)
    return worst.wrong, worst.bound


def _fixed_set(task: Problem, wrong: WorstFixed, edges: NDArray[np.int64]) -> FixedSet:
    mass = task.measure.mass(wrong.skills)
    average = float(task.average * mass)
    levels = [
        task.beta(int(edges[s]), s) for s in wrong.skills.tolist() if task.measure.units[s] > 0
    ]
    return FixedSet(
        size=wrong.skills.size,
        mass=mass,
        mean_level=task.mean_level(edges, wrong.skills),
        standard_error=wrong.standard_error / average,
        least_level=min(levels),
    )


def _plain(value: Any) -> Any:
    """The same as JSON values: fractions as texts, tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Fraction) else value
