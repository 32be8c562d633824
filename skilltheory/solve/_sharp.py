"""The bound ``sharp`` (5.2): the superquantile, and nothing smaller can be guaranteed.

``beta_s = T / (k alpha)``, where ``T`` is the mean of ``X ~ Bin(k, alpha)`` over its
largest ``theta`` share; ``T = min over c of c + E(X-c)_+ / theta``.  At rational
parameters it is rational, and given as a fraction as long as that is of a size
to be read or reused; beyond, it is enclosed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor

from flint import arb, ctx

from skilltheory._digits import integer_text
from skilltheory.errors import NoGuarantee
from skilltheory.functions.superquantile import superquantile
from skilltheory.solve._bound import AsymptoticBound, Point
from skilltheory.solve._decimals import shown
from skilltheory.solve._inputs import ball
from skilltheory.solve._integers import least_integer
from skilltheory.solve._search import Proved, evaluate, lost_near_one
from skilltheory.solve._sharp_alpha import share_given_up
from skilltheory.solve._top_share import Draws, level_share, tail_square, top_mean
from skilltheory.solve.certified import Certified

__all__ = ["Sharp"]

_EXACT_BITS = 1 << 14
"""Above this many bits in ``denominator(alpha)**k`` results are enclosed, not exact."""

_EXACT = "exact rational arithmetic"
_TAILS = "binomial tails in ball arithmetic, the minimising c decided by their order"
_SIGNS = "sign change of a strictly monotone function in ball arithmetic"
_TRIES = 12


def _is_small(k: int, alpha: Fraction) -> bool:
    return k * alpha.denominator.bit_length() <= _EXACT_BITS


def _level(k: int, alpha: Fraction, share: Fraction, digits: int) -> Fraction | Proved:
    if _is_small(k, alpha):
        return superquantile(k, alpha, share) / (k * alpha)
    return evaluate(lambda: _enclosed_level(k, alpha, share), digits)


def _enclosed_level(k: int, alpha: Fraction, share: Fraction) -> arb:
    return top_mean(Draws(k, ball(alpha)), ball(share)) / (k * ball(alpha))


class Sharp(AsymptoticBound):
    """The exact threshold (5.2)."""

    name = "sharp"
    title = "superquantile of the draws in a piece; exact"
    source = "theory reference 5.2"

    def beta(self, point: Point) -> Certified:
        share = point.share
        level = _level(point.k, point.alpha, share, point.digits)
        return self._result("beta", level, point, ("alpha", "theta", "k"), max(point.alpha, share))

    def _result(
        self,
        unknown: str,
        value: Fraction | Proved,
        point: Point,
        names: tuple[str, ...],
        vacuous_from: Fraction | bool,
        proof: str = "",
    ) -> Certified:
        """Wrap up; vacuous where ``vacuous_from`` times the value reaches 1, or as told."""
        exact = isinstance(value, Fraction)
        enclosure = value if isinstance(value, Fraction) else value.ball
        if isinstance(vacuous_from, bool):
            vacuous = vacuous_from
        elif isinstance(enclosure, Fraction):
            vacuous = enclosure * vacuous_from >= 1
        else:
            vacuous = not enclosure * ball(vacuous_from) < 1
        return Certified(
            unknown=unknown,
            bound=self.name,
            digits=point.digits if isinstance(value, Fraction) else value.digits,
            inputs=point.inputs(*names),
            enclosure=enclosure,
            vacuous=vacuous,
            proof=proof or (_EXACT if exact else _TAILS),
            decimal=None if isinstance(value, Fraction) else value.decimal,
        )

    def theta(self, point: Point) -> Certified:
        k, alpha = point.k, point.alpha
        edges = k * alpha * point.beta
        value: Fraction | Proved
        if _is_small(k, alpha):
            # T <= v exactly if some c < v has E(X-c)_+ <= theta (v - c).
            value = min(
                excess / (edges - c) for c, excess in _exact_excesses(k, alpha) if c < edges
            )
            value /= point.k_prime
        else:
            top = -(-edges.numerator // edges.denominator) - 1
            value = evaluate(
                lambda: level_share(Draws(k, ball(alpha)), ball(edges), top) / point.k_prime,
                point.digits,
            )
        names = ("alpha", "beta", "k")
        return self._result("theta", value, point, names, point.k_prime * point.beta)

    def k(self, point: Point) -> Certified:
        alpha, beta, share = point.alpha, point.beta, point.share
        # Cantelli's inequality: there the threshold, which falls in k, is below beta.
        slack = (1 - alpha) * (1 - share) / (alpha * share * (beta - 1) ** 2)
        most = floor(slack) + 1
        start = min(most, floor(slack * share / (1 - share) * tail_square(share)) + 1)
        least = least_integer(0, most, lambda k: _look(k, alpha, share, beta), start)
        names = ("alpha", "beta", "theta")
        proof = "exact search: the threshold falls in k, and lies below beta first here"
        return Certified(
            unknown="k",
            bound=self.name,
            digits=len(integer_text(least)),
            inputs=point.inputs(*names),
            enclosure=Fraction(least),
            vacuous=share * beta >= 1,
            proof=proof,
        )

    def alpha(self, point: Point) -> Certified:
        beta, share, k = point.beta, point.share, point.k
        names = ("beta", "theta", "k")
        if share * beta >= 1:
            raise NoGuarantee(
                "theta*beta < 1" if point.k_prime == 1 else "k_prime*theta*beta < 1",
                shown(share * beta, 20),
                "1",
                "at such a level the sharp bound holds for every alpha and says nothing",
            )
        if _power_below(
            beta, k, 1 / share
        ):  # at alpha = 1/beta the top share already draws k every time
            return self._result("alpha", 1 / beta, point, names, True)
        value = share_given_up(k, beta, share, point.digits)
        return self._result("alpha", value, point, names, beta, _SIGNS)


def _power_below(base: Fraction, k: int, limit: Fraction) -> bool:
    """Whether ``base**k <= limit``, without the power where it would be large."""
    ctx.prec = 128
    gap = ball(base).log() * k - ball(limit).log()
    if gap > 0:
        return False
    return gap < 0 or base**k <= limit


def _exact_excesses(k: int, alpha: Fraction) -> Iterator[tuple[int, Fraction]]:
    """Yield ``(c, E(X-c)_+)`` for ``c = k-1 .. 0``."""
    a, d = alpha.numerator, alpha.denominator
    b, scale = d - a, d**k
    weight, tail, excess = a**k, 0, 0
    for c in range(k - 1, -1, -1):
        tail += weight
        excess += tail
        yield c, Fraction(excess, scale)
        weight = weight * (c + 1) * b // ((k - c) * a)


def _look(k: int, alpha: Fraction, share: Fraction, beta: Fraction) -> tuple[bool, arb]:
    """Whether the sharp threshold is below ``beta``, and about where in ``k`` it comes to be.

    Beyond 1 the threshold falls about as ``1/sqrt(k)``.
    """
    level: Fraction | arb
    if _is_small(k, alpha):
        level = superquantile(k, alpha, share) / (k * alpha)
        below = level < beta
    else:
        level = _told_apart(lambda: _enclosed_level(k, alpha, share), beta)
        below = bool(level < ball(beta))
    above_one = (ball(level) if isinstance(level, Fraction) else level) - 1
    return below, k * (above_one / ball(beta - 1)) ** 2


def _told_apart(number: Callable[[], arb], limit: Fraction) -> arb:
    """Enclose a number that is not ``limit`` closely enough to tell on which side it is."""
    ctx.prec = 64 + lost_near_one(limit) // 2
    for _ in range(_TRIES):
        value = number()
        if value < ball(limit) or value > ball(limit):
            return value
        ctx.prec *= 2
    raise ArithmeticError("a sign could not be decided")  # pragma: no cover
