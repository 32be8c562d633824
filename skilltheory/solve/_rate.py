"""The bounds ``basic`` (4.3), ``entropic`` (5.1) and ``closed-form`` (4.7).

All say ``k theta rate(alpha, beta) > cost(theta)``:

============  ==========================  ======================
bound         rate                        cost
============  ==========================  ======================
basic         ``kl(alpha beta, alpha)``   ``h(theta)``
entropic      ``kl(alpha beta, alpha)``   ``theta log(1/theta)``
closed-form   ``alpha phi(beta)``         ``h(theta)``
============  ==========================  ======================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import log, log1p

import numpy as np
from flint import arb, ctx

from skilltheory._digits import integer_text
from skilltheory._on_demand import OnDemand
from skilltheory.errors import NoGuarantee
from skilltheory.functions.balls import phi
from skilltheory.solve import _logs, _starts
from skilltheory.solve._bound import AsymptoticBound, Point
from skilltheory.solve._equations import EntropyRatio, LevelEquation, ShareEquation
from skilltheory.solve._grid_level import entropy_ratio, log_ratio
from skilltheory.solve._inputs import ball, brief, rest_ball, whole
from skilltheory.solve._logs import LogSum
from skilltheory.solve._many_levels import level_roots
from skilltheory.solve._one_step import level_root
from skilltheory.solve._search import (
    Proved,
    Start,
    bits_for,
    depth_of,
    evaluate,
    floating,
    lost_near_one,
    round_ball,
    solve,
)
from skilltheory.solve._starts import level_point
from skilltheory.solve.certified import Certified

__all__ = ["Basic", "ClosedForm", "Entropic"]

_NEWTON = "existence and uniqueness by interval Newton in ball arithmetic; monotone, hence the only"
_FORMULA = "evaluated in ball arithmetic"
_CLEAR = 1e-9  # relative gap above which 64 bits are enough to see an inequality
_LEVEL_NAMES = ("alpha", "theta", "k")
_CLEARLY = 1 - _CLEAR
_MODERATE, _SHORT = 10, 1 << 64  # shares at which n log n cancels in at most 13 bits
_BELOW, _ABOVE = 1 - 2.0**-18, 1 + 2.0**-18  # the quick method proves floats to 2**-20
_QUICK_DIGITS = 52  # what the fourth power of a float's error is good for
_QUICK_SPARE = 18  # with fifty digits that fills three words
_SEVERAL = 8  # fewer points are not worth the arrays
_QUICK_REACH = 0.95  # beyond, what is near 1 needs to be known by its distance to 1
_FLOAT_TROUBLE = (ValueError, ZeroDivisionError, OverflowError)


@lru_cache(maxsize=64)
def _weighted_log(n: int, prec: int) -> arb:
    """``n log n`` at a precision; shares come with few denominators."""
    return arb(n).log() * n


def _not_below_one(product: arb) -> bool:
    """Whether a product that makes a guarantee vacuous reaches 1; in doubt it does."""
    return not product < 1


def _vacuous(beta: arb, alpha: Fraction, share: Fraction) -> bool:
    """Whether ``alpha beta`` or ``share beta`` reaches 1; in doubt it does."""
    if float(beta) * float(max(alpha, share)) < _CLEARLY:
        return False
    return _not_below_one(beta * ball(max(alpha, share)))


def _share_start(beta: Fraction, goal: float, deficit: float | None) -> Start[ShareEquation] | None:
    """Return a start for ``kl(a beta, a) = goal``; ``deficit`` is given if ``a`` is near 1/beta."""
    try:
        x = float(beta - 1)
        if deficit is None:
            a = _starts.share_ratio(x, goal)
            return None if a is None else floating(lambda _: arb(a), 1 - a * (1 + x))
        y = _starts.share_gap(x, deficit)
        return None if y is None else floating(lambda made: (1 - arb(y)) / made.beta, y)
    except _FLOAT_TROUBLE:
        return None


class _RateBound(AsymptoticBound):
    """What the three bounds share: results from proved balls."""

    cost_text = "h(theta)"

    def cost_terms(self, share: Fraction) -> LogSum:
        """Return ``cost(share)`` as a sum of logarithms."""
        return _logs.entropy_terms(share)

    def ratio(self, share: Fraction) -> arb:
        """Enclose ``cost(share)/share``."""
        p, d = share.as_integer_ratio()
        return self.scaled_cost(p, d) / p

    def scaled_cost(self, p: int, d: int) -> arb:
        """Enclose ``d cost(p/d)``."""
        rest = d - p
        if d < p << _MODERATE and d < rest << _MODERATE and d < _SHORT:
            return _weighted_log(d, ctx.prec) - arb(p).log() * p - arb(rest).log() * rest
        least = min(p, rest)
        share = arb(least) / d
        # The larger share by its distance to 1.
        return share.log() * -least - (-share).log1p() * (d - least)

    def float_ratio(self, p: int, d: int) -> float:
        """Return ``cost(p/d)/(p/d)``, roughly."""
        return log(d / p) - (d - p) / p * log1p(-p / d)

    def _theta_from(self, target: Callable[[], arb], point: Point) -> Proved:
        """Solve ``cost(theta)/theta = target`` for ``theta``, over ``k'``."""
        digits, k_prime, loss = point.digits, point.k_prime, lost_near_one(point.beta)
        ctx.prec = 64 + loss
        try:
            w = _starts.log_share(float(target()))
        except _FLOAT_TROUBLE:
            w = None
        start: Start[EntropyRatio] | None
        start = None if w is None else floating(lambda _: arb(w), 1 / (1 - w))
        return solve(
            lambda: EntropyRatio(target()),
            start,
            lambda u: -((-u).exp()),
            lambda _, root: root.exp() / k_prime,
            digits,
            loss,
        )

    def _result(
        self,
        unknown: str,
        proved: Proved,
        point: Point,
        names: tuple[str, ...],
        vacuous: bool,
        proof: str,
    ) -> Certified:
        enclosure, decimal, digits = proved
        return Certified.of(
            unknown, self.name, digits, point.inputs(*names), enclosure, vacuous, proof, decimal
        )

    def _integer_k(self, point: Point, boundary: Proved, k: int, vacuous: bool) -> Certified:
        names = ("alpha", "beta", "theta")
        return Certified(
            unknown="k",
            bound=self.name,
            digits=len(integer_text(k)),
            inputs=point.inputs(*names),
            enclosure=Fraction(k),
            vacuous=vacuous,
            proof="the least integer above the boundary, which is enclosed in ball arithmetic",
            boundary=self._result("k", boundary, point, names, vacuous, _FORMULA),
        )


class Basic(_RateBound):
    """The source's theorem (4.3): ``k theta kl(alpha beta, alpha) > h(theta)``."""

    name = "basic"
    title = "union bound over error sets and skills"
    source = "Arora and Goyal (2023), emergence theorem; theory reference 4.3"
    grid_ratio = staticmethod(entropy_ratio)

    def beta(self, point: Point) -> Certified:
        alpha, share, k = point.alpha, point.share, point.k
        if point.digits <= _QUICK_DIGITS:
            quick = self._quick_level(point, share)
            if quick is not None:
                (enclosure, decimal, digits), vacuous = quick
                given: dict[str, Fraction | int]
                given = {"alpha": alpha, "theta": point.theta, "k": k, "k_prime": point.k_prime}
                return Certified.of(
                    "beta", self.name, digits, given, enclosure, vacuous, _NEWTON, decimal
                )
        proved = solve(
            lambda: LevelEquation(ball(alpha), rest_ball(alpha), self.ratio(share) / k),
            self._level_start(point, share),
            lambda u: ball(alpha) + rest_ball(alpha) / (1 + (-u).exp()),
            lambda made, root: root / made.a,
            point.digits,
            self._lost_near_zero(point),
        )
        vacuous = _vacuous(proved.ball, alpha, share)
        return self._result("beta", proved, point, _LEVEL_NAMES, vacuous, _NEWTON)

    def betas(
        self,
        alphas: Sequence[Fraction],
        thetas: Sequence[Fraction],
        draws: Sequence[int],
        k_prime: int,
        digits: int,
    ) -> Sequence[Certified | NoGuarantee]:
        if digits > _QUICK_DIGITS or len(alphas) < _SEVERAL:
            return super().betas(alphas, thetas, draws, k_prime, digits)
        shares = [theta * k_prime for theta in thetas] if k_prime > 1 else thetas
        ctx.prec = bits_for(digits) + _QUICK_SPARE
        found = level_roots(alphas, shares, draws, digits, self.grid_ratio, self.scaled_cost)

        vacuous = found.products > _ABOVE
        for i in np.flatnonzero((found.products > _BELOW) & ~vacuous).tolist():
            if found.decimals[i] is not None:
                vacuous[i] = _vacuous(found.balls[i], alphas[i], shares[i])

        def point(i: int) -> Point:
            return Point(k_prime, digits, alpha=alphas[i], theta=thetas[i], k=draws[i])

        def make(i: int) -> Certified:
            proved = Proved(found.balls[i], found.decimals[i], digits)
            return self._result("beta", proved, point(i), _LEVEL_NAMES, bool(vacuous[i]), _NEWTON)

        answers = (
            self.answer(point(i)) if decimal is None else None
            for i, decimal in enumerate(found.decimals)
        )
        return OnDemand(list(answers), make)

    def _quick_level(self, point: Point, share: Fraction) -> tuple[Proved, bool] | None:
        """Solve from one evaluation, where parameters are moderate; say whether it is vacuous."""
        k, (p, d), (r, s) = point.k, point.alpha.as_integer_ratio(), share.as_integer_ratio()
        try:
            a, goal = p / d, self.float_ratio(r, s) / k
            if not goal < -_QUICK_REACH * log(a):
                return None
            q = level_point(a, (d - p) / d, goal)
        except _FLOAT_TROUBLE:
            return None
        if q is None:
            return None
        ctx.prec = bits_for(point.digits) + _QUICK_SPARE
        beta = level_root(p, d, q / a, self.scaled_cost(r, s) / (r * k))
        proved = None if beta is None else round_ball(beta, point.digits)
        if proved is None:
            return None
        product = q * max(1.0, r / (a * s))
        if _BELOW < product < _ABOVE:
            return proved, _vacuous(proved.ball, point.alpha, share)
        return proved, product > 1

    def _lost_near_zero(self, point: Point) -> int:
        """Bits that cancel in ``kl`` where it is small because both its arguments are."""
        ctx.prec = 64
        return depth_of(self.ratio(point.share) / point.k)

    def _level_start(self, point: Point, share: Fraction) -> Start[LevelEquation] | None:
        """Return a start for ``kl(q, alpha) = target``; refuse if there is no root."""
        alpha = point.alpha
        p, d = alpha.numerator, alpha.denominator
        try:
            a, b = p / d, (d - p) / d
            top = -log(a) if a < 0.5 else -log1p(-b)
            goal = self.float_ratio(*share.as_integer_ratio()) / point.k
            if goal < 0.6 * top:
                gap = _starts.level_gap(a, b, goal)
                if gap is None:
                    return None
                return floating(lambda made: made.a + gap, min(gap / a, b - gap))
        except _FLOAT_TROUBLE:
            goal = top = 0.0
        # Near the top what matters is the deficit, which floats would lose.
        ctx.prec = 64
        most = -ball(alpha).log()
        deficit = most - self.ratio(share) / point.k
        if not deficit > most * _CLEAR:
            self._require_level(point, share)
        try:
            y = _starts.top_gap(a, b, float(deficit))
            return None if y is None else floating(lambda _: 1 - arb(y), y)
        except _FLOAT_TROUBLE:
            return None

    def _require_level(self, point: Point, share: Fraction) -> None:
        """Refuse unless ``k theta log(1/alpha) > cost(theta)``, decided exactly."""
        most = [(-point.k * share, point.alpha)]
        cost = self.cost_terms(share)
        self._require(most, cost, f"k*theta*log(1/alpha) > {self.cost_text}", point)

    def _require(self, left: LogSum, right: LogSum, condition: str, point: Point) -> None:
        if _logs.sign([*left, *((-a, x) for a, x in right)]) <= 0:
            ctx.prec = 128
            raise NoGuarantee(
                condition if point.k_prime == 1 else condition.replace("theta", "k_prime*theta"),
                brief(_logs.enclose(left)),
                brief(_logs.enclose(right)),
            )

    def alpha(self, point: Point) -> Certified:
        beta, share, k = point.beta, point.share, point.k
        self._require(
            [(k * share, beta)],
            self.cost_terms(share),
            f"k*theta*log(beta) > {self.cost_text}",
            point,
        )

        def target() -> arb:
            return self.ratio(share) / k

        ctx.prec = 96
        goal, top = target(), ball(beta).log()
        deficit = None if goal < top * 0.6 else float(top - goal)
        start = _share_start(beta, float(goal), deficit)
        proved = solve(
            lambda: ShareEquation(ball(beta), target()),
            start,
            lambda u: 1 / (ball(beta) * (1 + (-u).exp())),
            lambda _, root: root,
            point.digits,
            lost_near_one(beta) + self._lost_near_zero(point),
        )
        vacuous = share * beta >= 1
        return self._result("alpha", proved, point, ("beta", "theta", "k"), vacuous, _NEWTON)

    def _rate(self, point: Point) -> arb:
        return _logs.enclose(_logs.kl_terms(point.alpha * point.beta, point.alpha))

    def theta(self, point: Point) -> Certified:
        proved = self._theta_from(lambda: self._rate(point) * point.k, point)
        vacuous = _not_below_one(proved.ball * ball(point.beta * point.k_prime))
        return self._result("theta", proved, point, ("alpha", "beta", "k"), vacuous, _NEWTON)

    def k(self, point: Point) -> Certified:
        share = point.share
        boundary = evaluate(lambda: self.ratio(share) / self._rate(point), point.digits)
        least = whole(boundary.ball.lower().floor()) + 1
        # The ball may meet an integer: whether that k reaches beta is decided exactly.
        while not self._reaches(point, share, least):
            least += 1
        return self._integer_k(point, boundary, least, share * point.beta >= 1)

    def _reaches(self, point: Point, share: Fraction, k: int) -> bool:
        rate = _logs.kl_terms(point.alpha * point.beta, point.alpha, k * share)
        return _logs.sign([*rate, *((-a, x) for a, x in self.cost_terms(share))]) > 0


class Entropic(Basic):
    """The entropic bound (5.1): ``k kl(alpha beta, alpha) > log(1/theta)``."""

    name = "entropic"
    title = "entropic value-at-risk of the draws in a piece"
    source = "theory reference 5.1"
    cost_text = "theta*log(1/theta)"
    grid_ratio = staticmethod(log_ratio)

    def cost_terms(self, share: Fraction) -> LogSum:
        return [(-share, share)]

    def scaled_cost(self, p: int, d: int) -> arb:
        return (arb(p) / d).log() * -p

    def float_ratio(self, p: int, d: int) -> float:
        return log(d / p)

    def _theta_from(self, target: Callable[[], arb], point: Point) -> Proved:
        return evaluate(lambda: (-target()).exp() / point.k_prime, point.digits)


class ClosedForm(_RateBound):
    """The closed form (4.7): ``beta = exp(1 + W((c-1)/e))``, ``c = h(theta)/(k theta alpha)``."""

    name = "closed-form"
    title = "closed form in Lambert's function, at or above basic"
    source = "theory reference 4.7"

    def beta(self, point: Point) -> Certified:
        alpha, share = point.alpha, point.share

        def formula() -> arb:
            c = self.ratio(share) / ball(point.k * alpha)
            return (1 + ((c - 1) * arb(-1).exp()).lambertw()).exp()

        proved = evaluate(formula, point.digits)
        vacuous = _vacuous(proved.ball, alpha, share)
        return self._result("beta", proved, point, _LEVEL_NAMES, vacuous, _FORMULA)

    def alpha(self, point: Point) -> Certified:
        beta, share, k = point.beta, point.share, point.k
        proved = evaluate(lambda: self.ratio(share) / (k * phi(ball(beta))), point.digits)
        if not proved.ball < 1:
            ctx.prec = 128
            raise NoGuarantee(
                "k*theta*phi(beta) > h(theta)",
                brief(ball(k * share) * phi(ball(beta))),
                brief(self.ratio(share) * ball(share)),
                "no share of skills below 1 would do",
            )
        vacuous = share * beta >= 1 or _not_below_one(proved.ball * ball(beta))
        return self._result("alpha", proved, point, ("beta", "theta", "k"), vacuous, _FORMULA)

    def theta(self, point: Point) -> Certified:
        scale = point.k * point.alpha
        proved = self._theta_from(lambda: ball(scale) * phi(ball(point.beta)), point)
        vacuous = _not_below_one(proved.ball * ball(point.beta * point.k_prime))
        return self._result("theta", proved, point, ("alpha", "beta", "k"), vacuous, _NEWTON)

    def k(self, point: Point) -> Certified:
        share, scale = point.share, point.alpha
        # The boundary is no integer: log beta and h(theta) are sums of logarithms, and such
        # a sum is never a nonzero rational (Lindemann), so some precision separates them.
        digits = point.digits
        while True:
            boundary = evaluate(
                lambda: self.ratio(share) / (ball(scale) * phi(ball(point.beta))), digits
            )
            below = boundary.ball.floor().unique_fmpz()
            if below is not None:
                return self._integer_k(point, boundary, int(below) + 1, share * point.beta >= 1)
            digits *= 2
