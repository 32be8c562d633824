"""The bound ``sharp`` (5.2): the superquantile, and nothing smaller can be guaranteed.

``beta_s = T / (k alpha)``, where ``T`` is the mean of ``X ~ Bin(k, alpha)`` over its
largest ``theta`` share; ``T = min over c of c + E(X-c)_+ / theta``.  At rational
parameters it is rational, and given as a fraction as long as that is of a size
to be read or reused; beyond, it is enclosed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from flint import arb, ctx

from skilltheory._digits import integer_text
from skilltheory.errors import NoGuarantee
from skilltheory.functions.balls import binomial_tail
from skilltheory.functions.superquantile import superquantile
from skilltheory.solve._bound import AsymptoticBound, Point
from skilltheory.solve._decimals import shown
from skilltheory.solve._inputs import ball
from skilltheory.solve._search import Proved, bits_for, evaluate, round_ball
from skilltheory.solve.certified import Certified

__all__ = ["Sharp"]

_EXACT_BITS = 1 << 14
"""Above this many bits in ``denominator(alpha)**k`` results are enclosed, not exact."""

_EXACT = "exact rational arithmetic"
_TAILS = "binomial tails in ball arithmetic, the minimising c decided by their order"
_SIGNS = "sign change of a strictly monotone function in ball arithmetic"
_STEPS = 60
_TRIES = 12


def _is_small(k: int, alpha: Fraction) -> bool:
    return k * alpha.denominator.bit_length() <= _EXACT_BITS


def _excess(k: int, alpha: arb, c: int) -> arb:
    """Enclose ``E(X - c)_+`` for ``X ~ Bin(k, alpha)``."""
    above = binomial_tail(arb(k - 1), alpha, arb(c)) * k * alpha
    return above - binomial_tail(arb(k), alpha, arb(c + 1)) * c if c else above


def _quantile(k: int, alpha: arb, theta: arb) -> int:
    """Return the least ``c`` with ``P[X > c] <= theta``, as far as the balls can tell."""
    low, high = -1, k  # P[X > k] = 0
    while high - low > 1:
        middle = (low + high) // 2
        if binomial_tail(arb(k), alpha, arb(middle + 1)) > theta:
            low = middle
        else:
            high = middle
    return high


def _mean_of_top(k: int, alpha: arb, theta: arb) -> arb:
    """Enclose the superquantile; not finite if the precision is too low.

    ``c + E(X-c)_+ / theta`` is convex in ``c`` with steps ``1 - P[X > c]/theta``, so
    where that sign cannot be told the minimum is at ``c`` or at ``c + 1``.
    """
    c = _quantile(k, alpha, theta)
    value = c + _excess(k, alpha, c) / theta
    if c == k or binomial_tail(arb(k), alpha, arb(c + 1)) <= theta:
        return value
    if binomial_tail(arb(k), alpha, arb(c + 2)) <= theta:
        return value.min(c + 1 + _excess(k, alpha, c + 1) / theta)
    return arb.nan()


def _level(k: int, alpha: Fraction, share: Fraction, digits: int) -> Fraction | Proved:
    if _is_small(k, alpha):
        return superquantile(k, alpha, share) / (k * alpha)
    return evaluate(lambda: _mean_of_top(k, ball(alpha), ball(share)) / (k * ball(alpha)), digits)


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
            value = evaluate(
                lambda: _share_of_level(k, ball(alpha), edges) / point.k_prime, point.digits
            )
        names = ("alpha", "beta", "k")
        return self._result("theta", value, point, names, point.k_prime * point.beta)

    def k(self, point: Point) -> Certified:
        alpha, beta, share = point.alpha, point.beta, point.share
        low, high = 0, 1  # beta_s falls in k, to 1
        while not _below(high, alpha, share, beta):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if _below(middle, alpha, share, beta):
                high = middle
            else:
                low = middle
        names = ("alpha", "beta", "theta")
        proof = "exact search: the threshold falls in k, and lies below beta first here"
        return Certified(
            unknown="k",
            bound=self.name,
            digits=len(integer_text(high)),
            inputs=point.inputs(*names),
            enclosure=Fraction(high),
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
        value = _share_given_up(k, beta, share, point.digits)
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


def _share_of_level(k: int, alpha: arb, edges: Fraction) -> arb:
    """Enclose ``min over c < v of E(X-c)_+ / (v - c)``, for ``v = edges``."""
    v = ball(edges)

    def surplus(c: int) -> arb:  # E[(X - v); X > c], rising in c below v
        above = binomial_tail(arb(k - 1), alpha, arb(c)) * k * alpha
        return above - binomial_tail(arb(k), alpha, arb(c + 1)) * v

    low, high = -1, -(-edges.numerator // edges.denominator) - 1
    while high - low > 1:
        middle = (low + high) // 2
        value = surplus(middle)
        if value >= 0:
            high = middle
        elif value < 0:
            low = middle
        else:
            return arb.nan()
    return _excess(k, alpha, high) / (v - high)


def _below(k: int, alpha: Fraction, share: Fraction, beta: Fraction) -> bool:
    """Whether the sharp threshold is below ``beta``."""
    if _is_small(k, alpha):
        return superquantile(k, alpha, share) < k * alpha * beta
    return _decided(lambda: _mean_of_top(k, ball(alpha), ball(share)) - ball(k * alpha * beta))


def _decided(difference: Callable[[], arb]) -> bool:
    """Whether a number that is not zero is negative."""
    ctx.prec = 64
    for _ in range(_TRIES):
        value = difference()
        if value < 0:
            return True
        if value > 0:
            return False
        ctx.prec *= 2
    raise ArithmeticError("a sign could not be decided")  # pragma: no cover


def _share_given_up(k: int, beta: Fraction, share: Fraction, digits: int) -> Proved:
    """Enclose the root ``alpha`` of ``T(alpha) = k alpha beta`` in ``(0, 1/beta)``.

    ``T/(k alpha)`` falls in ``alpha`` and, below ``1/theta``, strictly: a sign change
    proves one root.  For fixed ``c`` the equation is smooth; Newton's iteration finds
    its root, and the signs at the ends of a small interval around it prove it.
    """

    def excess(alpha: arb) -> arb:
        return _mean_of_top(k, alpha, ball(share)) - alpha * ball(k * beta)

    ctx.prec = 128
    low, high = arb(0), 1 / ball(beta)
    for _ in range(_STEPS):
        middle = ((low + high) / 2).mid()
        if excess(middle) > 0:
            low = middle
        else:
            high = middle
    x, extra = high.mid(), 0
    c = _quantile(k, x, ball(share))
    for attempt in range(_TRIES):
        bits = bits_for(digits) + extra
        ctx.prec = bits + 64 + extra
        for _ in range(bits.bit_length()):
            value = c * ball(share) + _excess(k, x, c) - x * ball(k * beta * share)
            slope = binomial_tail(arb(k - 1), x, arb(c)) * k - ball(k * beta * share)
            x = (x - value / slope).mid()
        radius = x * arb((1, -bits))
        if excess((x - radius).mid()) > 0 and excess((x + radius).mid()) < 0:
            proved = round_ball(arb(x, radius), digits, attempt)
            if proved is not None:
                return proved
        extra += 64 + extra
    raise ArithmeticError("the root could not be enclosed")  # pragma: no cover
