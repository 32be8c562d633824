"""Solve the emergence inequality for any of its unknowns, with proved digits.

Every function takes exact numbers (``int``, ``Fraction``, decimal texts,
``"1e-6"``, ``"a/b"``; a ``float`` counts at its exact binary value) and returns
a :class:`~skilltheory.solve.certified.Certified`.  For tuples of ``k_prime``
skills, ``theta`` is replaced by ``k_prime * theta``.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, NoReturn

from flint import ctx

from skilltheory._digits import shortened
from skilltheory.errors import MissingValue, SortError
from skilltheory.solve._bound import AsymptoticBound, FinitePoint, Point
from skilltheory.solve._exponent import COUNTINGS
from skilltheory.solve._inputs import above_one, ball, count, level, places, unit
from skilltheory.solve._precision import own_precision
from skilltheory.solve._search import round_ball
from skilltheory.solve.bounds import asymptotic, finite, get_bound
from skilltheory.solve.certified import Certified
from skilltheory.sorts import Count, ExactLike, OpenUnit

__all__ = ["alpha", "beta", "competence", "failure", "k", "least_n1", "theta"]


@own_precision
def beta(
    alpha: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
    n1: ExactLike | None = None,
    n2: ExactLike | None = None,
    failure: ExactLike | None = None,
    competence: bool = False,
    counting: str = "draws",
) -> Certified:
    """Return the level ``beta`` beyond which the theorem guarantees every level.

    At each larger ``beta``, all but a share ``alpha`` of the skills suffer fewer than
    ``beta`` times the average number of edges from the errors, whatever the errors
    are (with probability tending to 1, or at least ``1 - failure`` for a finite bound).

    Parameters
    ----------
    alpha, theta : exact number
        Share of skills given up, and of text pieces with an error, in ``(0, 1)``.
    k : exact integer
        Skills drawn per text piece.
    bound : str
        One of :data:`~skilltheory.solve.BOUNDS`.
    k_prime : exact integer
        Size of the tuples of skills.
    digits : int
        Significant digits to prove.
    n1, n2 : exact integer
        Numbers of text pieces and of skills; for finite bounds.
    failure : exact number
        Allowed probability that the guarantee fails, in ``(0, 1)``; for finite bounds.
    competence : bool
        For ``finite-sharp``: measure a skill's errors by the share of its own edges, so
        that its competence is above ``1 - theta*beta`` with no appeal to its degree.
    counting : {"draws", "pieces"}
        Whether a piece that draws a skill twice counts twice for it; with ``competence``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If no level is guaranteed, with the condition that failed and both its sides.
    UnknownName
        If there is no such bound.

    Notes
    -----
    Arora and Goyal (2023); theory reference, sections 4 to 6.

    Examples
    --------
    >>> beta("1/10", "1/10", 4, digits=12).value
    '6.23389714683'
    >>> beta("1/10", "1/10", 4, bound="sharp").exact
    Fraction(1561, 400)
    """
    chosen = get_bound(bound)
    a, t, draws = unit("alpha", alpha), unit("theta", theta), count("k", k)
    size, proved = count("k_prime", k_prime), places(digits)
    if isinstance(chosen, AsymptoticBound):
        if not (n1 is n2 is failure is None):
            _refuse_sizes(bound, n1=n1, n2=n2, failure=failure)
        if competence:
            _refuse_competence(bound)
        return chosen.beta(Point(size, proved, alpha=a, theta=t, k=draws))
    point = FinitePoint(size, proved, alpha=a, theta=t, k=draws, **_finite(bound, n1, n2, failure))
    return finite(bound).beta(_measured(point, competence, counting, bound))


@own_precision
def alpha(
    beta: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Certified:
    """Return the share of skills given up beyond which ``beta`` is guaranteed.

    Parameters
    ----------
    beta : exact number
        Level, greater than 1.
    theta, k, bound, k_prime, digits
        As for :func:`beta`.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If no share is enough.

    Examples
    --------
    >>> alpha("6.23389714683", "1/10", 4, digits=10).value
    '0.1000000000'
    """
    point = Point(
        count("k_prime", k_prime),
        places(digits),
        beta=above_one("beta", beta),
        theta=unit("theta", theta),
        k=count("k", k),
    )
    return asymptotic(bound).alpha(point)


@own_precision
def theta(
    alpha: ExactLike,
    beta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Certified:
    """Return the share of errors beyond which ``beta`` is guaranteed.

    More errors make the *relative* guarantee easier: ``beta`` compares a skill with
    the average (theory reference, statement 4.5).

    Parameters
    ----------
    alpha, beta, k, bound, k_prime, digits
        As for :func:`beta`; ``alpha*beta < 1``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.

    Examples
    --------
    >>> theta("1/10", "3.9025", 4, bound="sharp").exact
    Fraction(1, 10)
    """
    a = unit("alpha", alpha)
    point = Point(
        count("k_prime", k_prime),
        places(digits),
        alpha=a,
        beta=level(beta, a),
        k=count("k", k),
    )
    return asymptotic(bound).theta(point)


@own_precision
def k(
    alpha: ExactLike,
    beta: ExactLike,
    theta: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Certified:
    """Return the least number of skills a piece at which ``beta`` is guaranteed.

    ``boundary`` is the real number that the integer lies above, where the bound has one.

    Parameters
    ----------
    alpha, beta, theta, bound, k_prime, digits
        As for :func:`beta`; ``alpha*beta < 1``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.

    Examples
    --------
    >>> found = k("1/10", "5", "1/10", digits=8)
    >>> found.value, found.boundary.value
    ('7', '6.3638737')
    """
    a = unit("alpha", alpha)
    point = Point(
        count("k_prime", k_prime),
        places(digits),
        alpha=a,
        beta=level(beta, a),
        theta=unit("theta", theta),
    )
    return asymptotic(bound).k(point)


@own_precision
def failure(
    alpha: ExactLike,
    beta: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    n1: ExactLike,
    n2: ExactLike,
    bound: str = "finite-sharp",
    k_prime: ExactLike = 1,
    digits: int = 50,
    competence: bool = False,
    counting: str = "draws",
) -> Certified:
    """Return a bound on the probability that the guarantee fails at finite sizes.

    The guarantee: fewer than ``ceil(alpha N2)`` skills are lost at level ``beta``, for
    every set of at most ``theta N1`` errors.  A bound above 1 is given as 1, and vacuous.

    Parameters
    ----------
    alpha, beta, theta, k, n1, n2, bound, k_prime, digits, competence, counting
        As for :func:`beta`; ``alpha*beta < 1``, and ``theta*beta < 1`` for competence.

    Raises
    ------
    SortError
        If a parameter is outside its sort.

    Examples
    --------
    >>> failure("1/10", 4, "1/10", 8, n1=1000, n2=10, digits=6).value
    '8.40020e-15'
    """
    point = _finite_point(alpha, beta, theta, k, n2, k_prime, digits)
    point = replace(point, n1=count("n1", n1))
    return finite(bound).failure(_measured(point, competence, counting, bound))


@own_precision
def least_n1(
    alpha: ExactLike,
    beta: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    n2: ExactLike,
    failure: ExactLike,
    bound: str = "finite-sharp",
    k_prime: ExactLike = 1,
    competence: bool = False,
    counting: str = "draws",
) -> Certified:
    """Return the number of text pieces from which on the theorem speaks.

    At this and every larger ``N1`` the bound on the failure is at most ``failure``; just
    below it is not.  (Because ``theta N1`` is rounded, some smaller ``N1`` may do too.)

    Parameters
    ----------
    alpha, beta, theta, k, n2, failure, bound, k_prime, competence, counting
        As for :func:`beta`.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If ``beta`` is not above the threshold of the bound: then no ``N1`` is enough.

    Examples
    --------
    >>> least_n1("1/10", 4, "1/10", 8, n2=1000, failure="1e-6").value
    '9671'
    """
    point = _finite_point(alpha, beta, theta, k, n2, k_prime, 50)
    point = replace(point, failure=unit("failure", failure))
    return finite(bound).least_n1(_measured(point, competence, counting, bound))


@own_precision
def competence(
    alpha: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    n1: ExactLike,
    n2: ExactLike,
    failure: ExactLike,
    k_prime: ExactLike = 1,
    digits: int = 50,
    counting: str = "draws",
) -> Certified:
    """Return the competence that all but a share ``alpha`` of the skills are guaranteed.

    Competence is the share of a skill's own edges (or own pieces) that are answered, so
    nothing need be said about how many it has.  For ``m`` skills, ``x`` the share of
    errors and ``X_t`` the number of draws of piece ``t`` that hit them: if all ``m``
    have a share of at least ``x`` of their own edges in ``Y``, then
    ``x sum_t X_t <= sum over Y of X_t <= n c + sum_t (X_t - c)_+``, whose probability
    is at most ``(exp(l n c / N1) E exp(l ((X-c)_+ - x X)))**N1``, for all ``Y`` at once.
    The answer is ``1 - x`` for the least ``x`` at which that, times ``C(N2, m)``, is at
    most ``failure``.

    Parameters
    ----------
    alpha, theta, k, n1, n2, failure, k_prime, digits, counting
        As for :func:`beta`.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If no competence above 0 is guaranteed.

    Notes
    -----
    Theory reference, statement 5.4, with the degree of a skill inside the exponent
    instead of a separate bound on it.

    Examples
    --------
    >>> competence("1/10", "1/10", 8, n1=10**6, n2=1000, failure="1e-6", digits=8).value
    '0.68783988'
    """
    point = FinitePoint(
        count("k_prime", k_prime),
        places(digits),
        alpha=unit("alpha", alpha),
        theta=unit("theta", theta),
        k=count("k", k),
        n1=count("n1", n1),
        n2=count("n2", n2),
        failure=unit("failure", failure),
    )
    point = _measured(point, True, counting)
    more = point.digits
    while True:
        found = finite("finite-sharp").beta(replace(point, digits=more))
        ctx.prec = 4 * more + 64
        beta_ball = found.enclosure
        if isinstance(beta_ball, Fraction):
            return replace(
                found, unknown="competence", digits=point.digits, enclosure=1 - point.share
            )
        loss = ball(point.share) * beta_ball
        if not loss < 1:
            return replace(
                found,
                unknown="competence",
                digits=point.digits,
                enclosure=Fraction(0),
                decimal=None,
            )
        proved = round_ball(1 - loss, point.digits)
        if proved is not None:
            return replace(
                found,
                unknown="competence",
                digits=proved.digits,
                enclosure=proved.ball,
                decimal=proved.decimal,
            )
        more += 8 + more // 4


# -- reading the finite parameters -----------------------------------------------


def _finite(bound: str, n1: Any, n2: Any, failure: Any) -> dict[str, Any]:
    for name, value, accepted in (
        ("n1", n1, f"{Count.meaning}, the number of text pieces"),
        ("n2", n2, f"{Count.meaning}, the number of skills"),
        ("failure", failure, f"{OpenUnit.meaning}, the allowed probability of failure"),
    ):
        if value is None:
            raise MissingValue(name, accepted, f"the bound {bound} is for finite sizes")
    return {
        "n1": count("n1", n1),
        "n2": count("n2", n2),
        "failure": unit("failure", failure),
    }


def _refuse_sizes(bound: str, **given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise SortError(name, value, f"left out: the bound {bound} is for N1 to infinity")


def _refuse_competence(bound: str) -> NoReturn:
    raise SortError("competence", True, f"False: the bound {bound} counts edges")


def _finite_point(
    alpha: ExactLike,
    beta: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    n2: ExactLike,
    k_prime: ExactLike,
    digits: int,
) -> FinitePoint:
    a = unit("alpha", alpha)
    return FinitePoint(
        count("k_prime", k_prime),
        places(digits),
        alpha=a,
        beta=level(beta, a),
        theta=unit("theta", theta),
        k=count("k", k),
        n2=count("n2", n2),
    )


def _measured(
    point: FinitePoint, competence: bool, counting: str, bound: str = "finite-sharp"
) -> FinitePoint:
    """Add how errors are measured, or refuse it."""
    if counting not in COUNTINGS:
        raise SortError("counting", repr(counting), " or ".join(map(repr, COUNTINGS)))
    if competence and bound != "finite-sharp":
        _refuse_competence(bound)
    if competence and point.beta * point.share >= 1:
        raise SortError("beta", point.beta, f"less than 1/theta = {shortened(1 / point.share)}")
    if counting != "draws" and not competence:
        raise SortError("counting", repr(counting), "'draws': only competence counts pieces")
    return replace(point, competence=competence, counting=counting)
