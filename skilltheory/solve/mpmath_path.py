"""The same solutions by mpmath alone: a second opinion that shares no arithmetic with the first.

Bisection on the conditions as they are written, finished by secants.  The results are
``mpmath.mpf``, right to about the digits asked for but not proved; use
:mod:`skilltheory.solve` for digits that are.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mpf

from skilltheory.errors import NoGuarantee, UnknownName
from skilltheory.functions import multiprecision as functions
from skilltheory.solve._inputs import above_one, count, level, tuple_share, unit
from skilltheory.sorts import ExactLike

__all__ = ["alpha", "beta", "k_boundary", "theta"]

_RATE_BOUNDS = ("basic", "closed-form", "entropic")
_GUARD = 20


def _number(value: Fraction) -> mpf:
    return mpf(value.numerator) / value.denominator


def _check(bound: str, known: tuple[str, ...] = _RATE_BOUNDS) -> None:
    if bound not in known:
        raise UnknownName("bound of the mpmath path", bound, known)


def _cost(bound: str, share: mpf) -> mpf:
    """Return ``cost(theta)/theta``."""
    if bound == "entropic":
        return -mpmath.log(share)
    return functions.binary_entropy(share) / share


def _rate(bound: str, a: mpf, b: mpf) -> mpf:
    if bound == "closed-form":
        return a * functions.phi_function(b)
    return functions.binary_divergence(min(a * b, mpf(1)), a)


def _crossing(rising: Callable[[mpf], mpf], low: mpf, high: mpf, digits: int) -> mpf:
    """Return where a rising function changes sign: bisection, then secants."""
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) > 0:
            high = middle
        else:
            low = middle
    tolerance = mpf(10) ** (-2 * digits - 2 * _GUARD)
    return mpmath.findroot(
        rising, (low, high), solver="secant", tol=tolerance, maxsteps=60, verify=False
    )


def _require(left: mpf, right: mpf, condition: str) -> None:
    if not left > right:
        raise NoGuarantee(condition, mpmath.nstr(left, 15), mpmath.nstr(right, 15))


def _rounded(value: mpf, digits: int) -> Any:
    with mpmath.workdps(digits + 2):
        return +value


def beta(
    alpha: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Any:
    """Return the level beyond which every level is guaranteed: ``skilltheory.solve.beta``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If there is none.
    UnknownName
        If the bound is not one of the four asymptotic ones.

    Examples
    --------
    >>> import mpmath
    >>> mpmath.nstr(beta("1/10", "1/10", 4, digits=15), 12)
    '6.23389714683'
    """
    _check(bound, (*_RATE_BOUNDS, "sharp"))
    draws, share = count("k", k), tuple_share(unit("theta", theta), count("k_prime", k_prime))
    exact_alpha = unit("alpha", alpha)
    with mpmath.workdps(2 * digits + _GUARD):
        a, t = _number(exact_alpha), _number(share)
        if bound == "sharp":
            return _rounded(functions.superquantile(draws, a, t) / (draws * a), digits)
        goal = _cost(bound, t) / draws
        if bound == "closed-form":
            return _rounded(mpmath.exp(1 + mpmath.lambertw((goal / a - 1) / mpmath.e).real), digits)
        _require(-mpmath.log(a), goal, "log(1/alpha) > cost(theta)/(k*theta)")
        found = _crossing(lambda b: _rate(bound, a, b) - goal, mpf(1), 1 / a, digits)
        return _rounded(found, digits)


def alpha(
    beta: ExactLike,
    theta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Any:
    """Return the share of skills given up: ``skilltheory.solve.alpha``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    NoGuarantee
        If no share is enough.
    UnknownName
        If the bound is not basic, entropic or closed-form.
    """
    _check(bound)
    exact_beta, draws = above_one("beta", beta), count("k", k)
    share = tuple_share(unit("theta", theta), count("k_prime", k_prime))
    with mpmath.workdps(2 * digits + _GUARD):
        b = _number(exact_beta)
        goal = _cost(bound, _number(share)) / draws
        if bound == "closed-form":
            found = goal / functions.phi_function(b)
            _require(mpf(1), found, "alpha < 1")
            return _rounded(found, digits)
        _require(mpmath.log(b), goal, "log(beta) > cost(theta)/(k*theta)")
        found = _crossing(lambda a: _rate(bound, a, b) - goal, mpf(0), 1 / b, digits)
        return _rounded(found, digits)


def theta(
    alpha: ExactLike,
    beta: ExactLike,
    k: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Any:
    """Return the share of errors: ``skilltheory.solve.theta``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    UnknownName
        If the bound is not basic, entropic or closed-form.
    """
    _check(bound)
    exact_alpha = unit("alpha", alpha)
    exact_beta, draws, size = level(beta, exact_alpha), count("k", k), count("k_prime", k_prime)
    with mpmath.workdps(2 * digits + _GUARD):
        goal = draws * _rate(bound, _number(exact_alpha), _number(exact_beta))
        if bound == "entropic":
            return _rounded(mpmath.exp(-goal) / size, digits)
        # h(theta)/theta >= log(1/theta), so the logarithm of theta is above -goal.
        found = _crossing(lambda w: goal - _cost(bound, mpmath.exp(w)), -goal, mpf(0), digits)
        return _rounded(mpmath.exp(found) / size, digits)


def k_boundary(
    alpha: ExactLike,
    beta: ExactLike,
    theta: ExactLike,
    *,
    bound: str = "basic",
    k_prime: ExactLike = 1,
    digits: int = 50,
) -> Any:
    """Return the real number above which ``k`` is enough: ``skilltheory.solve.k(...).boundary``.

    Raises
    ------
    SortError
        If a parameter is outside its sort.
    UnknownName
        If the bound is not basic, entropic or closed-form.
    """
    _check(bound)
    exact_alpha = unit("alpha", alpha)
    exact_beta = level(beta, exact_alpha)
    share = tuple_share(unit("theta", theta), count("k_prime", k_prime))
    with mpmath.workdps(2 * digits + _GUARD):
        rate = _rate(bound, _number(exact_alpha), _number(exact_beta))
        return _rounded(_cost(bound, _number(share)) / rate, digits)
