"""The exact worst level of a small graph, and an upper bound for larger ones.

For a level ``beta`` let ``v_s`` be the fewest edges with which skill ``s`` is lost.
Some error set reaches ``beta`` if and only if the greatest mass of lost skills::

    max  sum_s mu(s) z_s
    s.t. v_s z_s <= sum_t w_ts y_t    (a lost skill has its edges)
         sum_t y_t = n,  y_t in {0, 1},  z_s in {0, 1}

is at least ``alpha`` (``w_ts`` counts the draws of ``s`` by piece ``t``; pieces that
draw the same skills are one integer variable).  Levels are fractions with a known
finite set of candidates, so bisection over them is exact.

The linear relaxation, with ``w_ts y_t`` split into flows of at most ``w_ts z_s``,
can only reach further, so it bounds the worst level from above::

    greedy <= local_search <= exact_worst <= relaxation_bound

The lower side is certified: the error set found is counted exactly.  The upper
sides rest on HiGHS and its tolerances (1e-7 for a linear, 1e-6 for an integer
program); the relaxation counts an optimum just below ``alpha`` as reached.
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from skilltheory.errors import BudgetExceeded
from skilltheory.simulate.adversary import edges_into, local_search
from skilltheory.simulate.problem import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from skilltheory.simulate.graph import Draws

    Mask = NDArray[np.bool_]

__all__ = ["MOST_EXACT", "MOST_RELAXED", "Worst", "exact_worst", "relaxation_bound"]

MOST_EXACT = 4000
"""Most draws, ``k n1``, of a graph that :func:`exact_worst` takes on."""

MOST_RELAXED = 200_000
"""Most draws, ``k n1``, of a graph that :func:`relaxation_bound` takes on."""

_SLACK = 1e-6  # an optimum this close below alpha counts as reached


class Worst(NamedTuple):
    """The worst level of a graph, an error set that reaches it, and the relaxation."""

    level: Fraction
    wrong: Mask
    bound: Fraction


class _Types(NamedTuple):
    """Text pieces up to the skills they draw."""

    draws: NDArray[np.int64]  # (k, types), each column sorted
    copies: NDArray[np.int64]
    kind: NDArray[np.intp]  # the type of each piece


def exact_worst(problem: Problem, draws: Draws, *, seconds: float = 60.0) -> Worst:
    """The worst level over all error sets, by mixed-integer programming.

    Parameters
    ----------
    draws : ndarray, shape (k, n1)
        The graph.
    seconds : float
        Time to spend.

    Raises
    ------
    SortError
        If the graph is not of the problem's sizes.
    BudgetExceeded
        For a graph of more than :data:`MOST_EXACT` draws, or when time is up; the
        message then says between which levels the answer lies.

    Examples
    --------
    Four pieces, each drawing a skill of its own; two may fail, and each skill so
    lost has one edge into the error set where 1/2 is the average:

    >>> import numpy as np
    >>> p = Problem.make(4, 4, 1, theta="1/2", alpha="1/2")
    >>> exact_worst(p, np.array([[0, 1, 2, 3]], dtype=np.uint16)).level
    Fraction(2, 1)
    """
    problem.check(draws)
    _refuse_larger("exact", draws, MOST_EXACT)
    deadline = time.monotonic() + seconds
    best = local_search(problem, draws)
    start = problem.level(edges_into(problem, draws, best))
    types = _types(draws)
    bound = relaxation_bound(problem, draws)
    levels = _levels(problem, draws, start, bound)
    reached, missed = -1, len(levels)
    while missed - reached > 1:
        middle = (reached + missed) // 2
        try:
            found = _reach(problem, types, levels[middle], deadline - time.monotonic())
        except TimeoutError:
            low = levels[reached] if reached >= 0 else start
            raise BudgetExceeded(
                "exact",
                f"{seconds} seconds were not enough: the worst level is at least {low} and at "
                f"most {levels[missed - 1]}; allow more seconds or take a smaller graph",
            ) from None
        if found is None:
            missed = middle
        else:
            best, reached = found, middle
    return Worst(levels[reached] if reached >= 0 else start, best, bound)


def relaxation_bound(problem: Problem, draws: Draws) -> Fraction:
    """An upper bound on the worst level of a graph, by linear programming.

    Raises
    ------
    SortError
        If the graph is not of the problem's sizes.
    BudgetExceeded
        For a graph of more than :data:`MOST_RELAXED` draws.
    """
    problem.check(draws)
    _refuse_larger("relaxation", draws, MOST_RELAXED)
    types = _types(draws)
    levels = _levels(problem, draws, Fraction(0), None)
    reached, missed = -1, len(levels)
    while missed - reached > 1:
        middle = (reached + missed) // 2
        if _relaxed_mass(problem, types, levels[middle]) >= problem.alpha - _SLACK:
            reached = middle
        else:
            missed = middle
    return levels[reached] if reached >= 0 else Fraction(0)


def _refuse_larger(what: str, draws: Draws, most: int) -> None:
    if draws.size > most:
        raise BudgetExceeded(
            what, f"the graph has k * n1 = {draws.size} draws; at most {most} are taken on"
        )


def _types(draws: Draws) -> _Types:
    rows = np.sort(draws.astype(np.int64), axis=0).T
    kinds, kind, copies = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    return _Types(kinds.T, copies, kind.ravel())


def _levels(
    problem: Problem, draws: Draws, above: Fraction, most: Fraction | None
) -> list[Fraction]:
    """Every level that an error set might have, in order, above one and up to another."""
    degrees = np.bincount(draws.ravel(), minlength=problem.n2)
    if problem.measure.is_uniform:
        found = {problem.beta(edges, 0) for edges in range(1, int(degrees.max()) + 1)}
    else:
        found = {
            problem.beta(edges, skill)
            for skill, degree in enumerate(degrees.tolist())
            for edges in range(1, degree + 1)
        }
    return sorted(level for level in found if above < level and (most is None or level <= most))


def _mass_row(problem: Problem) -> NDArray[np.float64]:
    """Units of mass, scaled so that the mass ``alpha`` is ``need``: integers if all are equal."""
    return problem.measure.units / (1.0 if problem.measure.is_uniform else float(problem.need))


def _uses(types: _Types, n2: int) -> csr_array:
    """``w[s, t]``, the draws of skill ``s`` by a piece of type ``t``."""
    from scipy.sparse import coo_array

    column = np.broadcast_to(np.arange(types.copies.size), types.draws.shape)
    ones = np.ones(types.draws.size)
    shape = (n2, types.copies.size)
    # equal places are added up on conversion
    return coo_array((ones, (types.draws.ravel(), column.ravel())), shape=shape).tocsr()


def _reach(problem: Problem, types: _Types, level: Fraction, seconds: float) -> Mask | None:
    """An error set of at least that level, or None if there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_array, diags_array

    if seconds <= 0:
        raise TimeoutError
    kinds, n2 = types.copies.size, problem.n2
    uses = _uses(types, n2)
    least = problem.edges_for(level).astype(np.float64)
    possible = least <= uses @ types.copies
    rows = block_array([[uses, diags_array(-np.where(possible, least, 0.0))]], format="csr")
    mass = np.concatenate([np.zeros(kinds), _mass_row(problem)])
    need = float(problem.need) if problem.measure.is_uniform else 1.0
    result = milp(
        np.zeros(kinds + n2),
        integrality=np.ones(kinds + n2),
        bounds=Bounds(0, np.concatenate([types.copies, possible]).astype(np.float64)),
        constraints=[
            LinearConstraint(rows, lb=0.0),
            LinearConstraint((np.arange(kinds + n2) < kinds).astype(float), problem.n, problem.n),
            LinearConstraint(mass, lb=need),
        ],
        options={"time_limit": seconds},
    )
    if result.status == 1:
        raise TimeoutError
    if result.x is None:
        return None
    wrong = _pieces(types, np.rint(result.x[:kinds]).astype(np.int64))
    edges = np.bincount(types.draws[:, types.kind[wrong]].ravel(), minlength=n2)
    if int(wrong.sum()) != problem.n or problem.level(edges) < level:
        raise BudgetExceeded("exact", f"level {level} is too close for the solver's tolerance")
    return wrong


def _pieces(types: _Types, taken: NDArray[np.int64]) -> Mask:
    """As many pieces of each type as told, the first ones."""
    order = np.argsort(types.kind, kind="stable")
    first = np.concatenate([[0], np.cumsum(types.copies)[:-1]])
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size) - first[types.kind[order]]
    chosen: Mask = rank < taken[types.kind]
    return chosen


def _relaxed_mass(problem: Problem, types: _Types, level: Fraction) -> float:
    """Greatest mass of skills lost at a level, if pieces and skills may be split."""
    from scipy.optimize import linprog
    from scipy.sparse import block_array, coo_array, diags_array

    uses = _uses(types, problem.n2).tocoo()
    skill, kind = uses.coords
    flows, kinds, n2 = uses.data.size, types.copies.size, problem.n2
    index = np.arange(flows)
    most = uses.data * types.copies[kind]
    least = problem.edges_for(level).astype(np.float64)
    units = problem.measure.units / problem.measure.total
    # variables: y (pieces of a type), z (skill lost), f (edges of a type into a lost skill)
    of_kind = coo_array((-uses.data, (index, kind)), shape=(flows, kinds))
    of_skill = coo_array((-most, (index, skill)), shape=(flows, n2))
    into_skill = coo_array((-np.ones(flows), (skill, index)), shape=(n2, flows))
    unit = diags_array(np.ones(flows))
    rows = block_array(
        [[of_kind, None, unit], [None, of_skill, unit], [None, diags_array(least), into_skill]],
        format="csr",
    )
    upper = np.concatenate([types.copies, np.ones(n2), most])
    result = linprog(
        np.concatenate([np.zeros(kinds), -units, np.zeros(flows)]),
        A_ub=rows,
        b_ub=np.zeros(rows.shape[0]),
        A_eq=(np.arange(upper.size) < kinds).astype(float)[None, :],
        b_eq=[problem.n],
        bounds=np.stack([np.zeros(upper.size), upper], axis=1),
        method="highs",
    )
    if result.status != 0:
        raise BudgetExceeded("relaxation", f"HiGHS gave up: {result.message}")
    return -float(result.fun)
