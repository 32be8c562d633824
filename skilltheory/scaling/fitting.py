"""From training runs to a scaling law with intervals.

The method is that of J. Hoffmann et al., arXiv 2203.15556, approach 3 (section D.2): Huber's loss
on log residuals, thousands of starts, the lowest end.  As T. Besiroglu et al., arXiv 2404.10102,
found, the sum over runs and a tolerance that really converges matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skilltheory.errors import SkillTheoryError, SortError, UnknownName
from skilltheory.scaling.bootstrap import Interval, Replicates, bootstrap
from skilltheory.scaling.choice import HeldOut, choose, distinct_minima, preferred
from skilltheory.scaling.descent import descend, polish
from skilltheory.scaling.diagnostics import Diagnostics, diagnose, gross_outliers
from skilltheory.scaling.files import write_whole
from skilltheory.scaling.frame import CONSTANTS, JOINT, Frame
from skilltheory.scaling.law import ScalingLaw
from skilltheory.scaling.objective import Floats
from skilltheory.scaling.runs import Runs, RunsError, read_runs
from skilltheory.sorts import Count, Natural

__all__ = ["Fit", "Outliers", "Progress", "fit", "read_replicates"]

Outliers: TypeAlias = Literal["set-aside", "keep"]
"""What to do with rows that cannot belong to the others."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the stage of a fit, how much of it is done, and of how much."""

_DIGITS = 10  # of the constants of the law: more than any table of runs determines
_DRAW_DIGITS = 9
_SCREENING = 50  # starts are enough to find outliers by
_MOST_SET_ASIDE = 0.1  # of the rows: beyond, the residuals are no law with a few outliers
_SAME = 1e-6  # relative: starts that end so close to the lowest agree with it
_FEW = 1e5  # parameters or tokens: no language model is that small
_NO_ENTROPY = 1e-9  # of the loss: an entropy below this is none


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted law, how sure it is, and what to know about the fit.

    Parameters
    ----------
    law : ScalingLaw
        The law, usable wherever a published fit is.
    intervals : dict of str to Interval
        For E, A, B, a, b; empty without a bootstrap.
    replicates : Replicates
        The laws of the bootstrap.
    runs : Runs
        The runs that the law was fitted to.
    set_aside : Runs
        The rows that cannot belong to the others and were left out.
    with_all : ScalingLaw or None
        The law fitted to all rows, when some were set aside and there is one.
    diagnostics : Diagnostics
        Residuals, leverage, convergence, identifiability.
    choice : tuple of HeldOut
        The forms of the law, compared by held-out error.
    """

    law: ScalingLaw
    intervals: Mapping[str, Interval]
    replicates: Replicates
    runs: Runs
    set_aside: Runs
    with_all: ScalingLaw | None
    diagnostics: Diagnostics
    choice: tuple[HeldOut, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know before using the law."""
        said = [*self.diagnostics.warnings, *_small_counts(self.runs)]
        if len(self.set_aside):
            lines = ", ".join(str(line) for line in sorted(self.set_aside.lines))
            other = "there would be no law" if self.with_all is None else _short(self.with_all)
            said.append(
                f"rows that cannot belong to the others were set aside ({len(self.set_aside)}): "
                f"lines {lines}. With them: {other}"
            )
        if not self.law.E:
            said.append("the runs are fitted best with no entropy of language: E = 0")
        open_ended = [
            name
            for name, found in self.intervals.items()
            if not np.isfinite([found.low, found.high]).all()
        ]
        if open_ended:
            said.append(f"the runs set no limit to {', '.join(open_ended)}")
        choice = preferred(self.choice)
        if choice.form is not JOINT:
            said.append(
                f"the simpler law {choice.form.formula} predicts held-out runs as well as the "
                "joint law: the runs do not show the rest of it"
            )
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """The law as :meth:`ScalingLaw.to_json` has it, and all about the fit besides."""
        diagnostics, draws = self.diagnostics, self.replicates.laws
        return {
            **self.law.to_json(),
            "intervals": {name: found.to_json() for name, found in self.intervals.items()},
            "warnings": list(self.warnings),
            "runs": {
                "source": self.runs.source,
                "used": len(self.runs),
                "notes": list(self.runs.notes),
                "set_aside": [int(line) for line in sorted(self.set_aside.lines)],
                "with_all": None if self.with_all is None else self.with_all.to_json(),
                "range": {
                    "parameters": _range(self.runs.parameters),
                    "tokens": _range(self.runs.tokens),
                },
            },
            "diagnostics": diagnostics.to_json(),
            "rows": [
                {"line": int(line), "residual": float(residual), "leverage": float(leverage)}
                for line, residual, leverage in sorted(
                    zip(self.runs.lines, diagnostics.residuals, diagnostics.leverage, strict=True)
                )
            ],
            "choice": {
                "preferred": preferred(self.choice).form.name,
                "forms": [one.to_json() for one in self.choice],
            },
            "bootstrap": {
                "method": "expanded percentile",
                "level": self.replicates.level,
                "rows": self.replicates.rows,
                "seed": self.replicates.seed,
                "columns": list(CONSTANTS),
                "draws": [[float(f"{x:.{_DRAW_DIGITS}g}") for x in draw] for draw in draws],
            },
        }

    def save(self, path: str | Path) -> None:
        """Write the law, with all about the fit, to a JSON file: wholly or not at all."""
        write_whole(path, json.dumps(self.to_json(), indent=1, allow_nan=False) + "\n")

    def __repr__(self) -> str:
        return f"<Fit of {len(self.runs)} runs: {self.law}>"


def fit(
    runs: Runs | str | Path | Mapping[str, Any],
    *,
    name: str = "fitted",
    replicates: int = 1000,
    level: float = 0.95,
    outliers: Outliers = "set-aside",
    starts: int = 4500,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Fit ``L(N, D) = E + A/N^a + B/D^b`` to training runs.

    Parameters
    ----------
    runs : Runs, path or mapping of columns
        The runs: a CSV file, a data frame or dict of columns, or :class:`Runs`.
    name : str
        The name of the law.
    replicates : int
        Bootstrap replicates for the intervals; 0 for none.
    level : float
        Level of the intervals.
    outliers : {"set-aside", "keep"}
        Whether rows that cannot belong to the others (see
        :func:`skilltheory.scaling.diagnostics.gross_outliers`) are left out of the fit. They are
        named, with the law that all rows would give.
    starts : int
        How many starts of the grid of 4,500 to use.
    seed : int
        Of the bootstrap.
    executor : Executor, optional
        Anything that follows :class:`concurrent.futures.Executor`.
    progress : callable, optional
        Told the stage, how much of it is done, and of how much.

    Raises
    ------
    RunsError
        If the table cannot be used, or there are too few runs.
    SortError
        If a number is outside its sort.
    SkillTheoryError
        If the runs do not determine a law.

    Examples
    --------
    >>> from skilltheory.scaling import synthetic_runs
    >>> found = fit(synthetic_runs("hoffmann2022", 40, noise=0, seed=1), replicates=0, starts=50)
    >>> round(float(found.law.a), 6), round(float(found.law.b), 6)
    (0.34, 0.28)
    """
    if outliers not in ("set-aside", "keep"):
        raise UnknownName("treatment of outliers", outliers, ["set-aside", "keep"])
    if not 0 < level < 1:
        raise SortError("level", level, "a number strictly between 0 and 1")
    replicates, seed = (
        int(Natural.check("replicates", replicates)),
        int(Natural.check("seed", seed)),
    )
    everything = _as_runs(runs)
    _refuse_if_few(everything)
    belongs, with_all = _screen(everything, outliers, name)
    kept = everything.take(belongs)
    _refuse_if_few(kept)

    frame = Frame.of(kept)
    objective = frame.objective(kept)
    grid = frame.starts(most=int(Count.check("starts", starts)))
    ended = descend(objective, grid, executor=executor, progress=_stage(progress, "starts"))
    point = polish(objective, ended.points[ended.best])
    lowest = float(objective.value(point[None])[0])
    agree = float((ended.values <= lowest + _SAME * max(lowest, _floor(objective.delta))).mean())

    laws = np.empty((0, len(CONSTANTS)))
    if replicates:
        minima = np.concatenate([point[None], distinct_minima(ended)[1:]])
        laws = frame.laws(
            bootstrap(
                objective,
                minima,
                replicates,
                seed=seed,
                executor=executor,
                progress=_stage(progress, "bootstrap"),
            )
        )
    best, again = frame.laws(point[None])[0], Replicates(laws, len(kept), level, seed)
    return Fit(
        law=_law(best, name, f"fitted to {len(kept)} runs of {kept.source}"),
        intervals=_intervals(best, again) if replicates else {},
        replicates=again,
        runs=kept,
        set_aside=everything.take(~belongs),
        with_all=with_all,
        diagnostics=diagnose(objective, point, kept, starts=len(grid), agree=agree),
        choice=choose(kept, frame, ended),
    )


def read_replicates(path: str | Path) -> Replicates | None:
    """The replicates in a file that :meth:`Fit.save` wrote; None if it has none.

    Raises
    ------
    SkillTheoryError
        If there are replicates that cannot be read.
    """
    stored = json.loads(Path(path).read_text(encoding="utf-8")).get("bootstrap")
    if stored is None:
        return None
    try:
        laws = np.array(stored["draws"], dtype=np.float64).reshape(-1, len(CONSTANTS))
        found = Replicates(laws, int(stored["rows"]), float(stored["level"]), int(stored["seed"]))
        if stored["columns"] != list(CONSTANTS) or not np.isfinite(laws).all():
            raise ValueError("not finite numbers in the known columns")
    except (KeyError, TypeError, ValueError) as error:
        raise SkillTheoryError(f"{path} has replicates that cannot be read: {error}") from error
    return found if len(laws) else None


def _as_runs(runs: Runs | str | Path | Mapping[str, Any]) -> Runs:
    if isinstance(runs, Runs):
        return runs
    if isinstance(runs, str | Path):
        return read_runs(runs)
    return Runs.from_columns(runs)


def _refuse_if_few(runs: Runs) -> None:
    if len(runs) <= JOINT.size:
        raise RunsError(
            f"{runs.source} has {len(runs)} usable runs: the law has {JOINT.size} parameters, "
            f"so at least {JOINT.size + 1} runs are needed"
        )


def _screen(
    runs: Runs, outliers: Outliers, name: str
) -> tuple[NDArray[np.bool_], ScalingLaw | None]:
    """Which rows belong together, and the law of all rows if some do not."""
    belongs = np.ones(len(runs), dtype=np.bool_)
    if outliers == "keep":
        return belongs, None
    frame = Frame.of(runs)
    objective = frame.objective(runs)
    ended = descend(objective, frame.starts(most=_SCREENING))
    first = ended.points[ended.best]
    while True:
        apart = gross_outliers(
            objective.residuals(ended.points[[ended.best]])[0], belongs, objective.delta
        )
        if apart.mean() > _MOST_SET_ASIDE:
            return np.ones(len(runs), dtype=np.bool_), None
        if not (apart & belongs).any():
            break
        belongs &= ~apart
        starts = np.concatenate([ended.points[[ended.best]], distinct_minima(ended)])
        ended = descend(objective.rows(np.flatnonzero(belongs)), starts)
    if belongs.all():
        return belongs, None
    everything = frame.laws(polish(objective, first)[None])[0]
    try:
        law = _law(everything, f"{name}, all rows", f"fitted to all rows of {runs.source}")
    except SkillTheoryError:  # the rows that do not belong may leave no law at all
        return belongs, None
    return belongs, law


def _law(constants: Floats, name: str, source: str) -> ScalingLaw:
    log_e, log_a, log_b, a, b = (float(number) for number in constants)
    falls = {"parameters": a, "tokens": b}
    for quantity, exponent in falls.items():
        if not exponent > 1e-6:
            raise SkillTheoryError(
                f"the runs do not determine a law: the best fit has exponent {exponent:.3g} for "
                f"the number of {quantity}, and a scaling law needs a positive one (the loss "
                f"should fall as {quantity} grow)"
            )
    if max(log_a, log_b) > np.log(np.finfo(float).max):
        raise SkillTheoryError(
            "the runs do not determine a law: the best fit has a coefficient beyond all floats "
            f"(exponents {a:.3g} and {b:.3g})"
        )
    entropy = np.exp(log_e)
    return ScalingLaw(
        name,
        E="0" if entropy < _NO_ENTROPY else f"{entropy:.{_DIGITS}g}",
        A=f"{np.exp(log_a):.{_DIGITS}g}",
        B=f"{np.exp(log_b):.{_DIGITS}g}",
        a=f"{a:.{_DIGITS}g}",
        b=f"{b:.{_DIGITS}g}",
        source=source,
    )


def _intervals(best: Floats, replicates: Replicates) -> dict[str, Interval]:
    made = {}
    with np.errstate(over="ignore"):  # a coefficient without limit is infinite
        for name, estimate, column in zip("EABab", best, replicates.laws.T, strict=True):
            if name in "EAB":
                estimate, column = np.exp(estimate), np.exp(column)
            made[name] = replicates.interval(float(estimate), column)
    return made


def _stage(progress: Progress | None, stage: str) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress(stage, done, total)


def _floor(delta: float) -> float:
    """An objective that rounding alone can leave."""
    return delta**2


def _small_counts(runs: Runs) -> Iterator[str]:
    """Doubt that a table counts in ones: such a law is of no use with the counts of a model."""
    for name, counts in (("parameters", runs.parameters), ("tokens", runs.tokens)):
        if counts.max() < _FEW:
            yield (
                f"no run has more than {counts.max():.3g} {name}: if the table counts in millions "
                f"or billions, or holds logarithms, the law does so too (a unit may stand in the "
                f"column's name, as in '{name} (B)')"
            )


def _short(law: ScalingLaw) -> str:
    return ", ".join(f"{name} = {float(getattr(law, name)):.4g}" for name in "EABab")


def _range(values: Floats) -> list[float]:
    return [float(values.min()), float(values.max())]
