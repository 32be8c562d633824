"""The bound ``finite-basic`` (4.1): a union over error sets and skills.

``C(N1, n) C(N2, m) P[Bin(k n, m/N2) >= T]``, ``T = m beta theta k N1/N2``.  The
tail jumps at integers, so the least ``beta`` is found as an integer number of
edges, and is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil, comb, floor

from flint import arb, ctx

from skilltheory._digits import integer_text
from skilltheory.errors import NoGuarantee
from skilltheory.functions.balls import binary_entropy, binomial_tail, kl
from skilltheory.solve._bound import FiniteBound, FinitePoint
from skilltheory.solve._inputs import ball, brief
from skilltheory.solve._search import bits_for, round_ball
from skilltheory.solve._sizes import Sizes, log_binomial
from skilltheory.solve.certified import Certified

__all__ = ["FiniteBasic"]

_TRIES = 12
_EXACT_DRAWS = 4000
_TAIL = "log-gamma and incomplete beta functions in ball arithmetic"
_SEARCH = "least integer number of edges, each comparison proved in ball arithmetic"


def _log_bound(size: Sizes, edges: int) -> arb:
    """Enclose the logarithm of the bound when ``m`` lost skills have so many edges."""
    tail = binomial_tail(arb(size.k * size.errors), ball(size.hit), arb(edges))
    return log_binomial(size.pieces, size.errors) + size.log_choices() + tail.log()


def _exact_bound(size: Sizes, edges: int) -> Fraction:
    draws, hit = size.k * size.errors, size.hit
    tail = sum(
        (comb(draws, j) * hit**j * (1 - hit) ** (draws - j) for j in range(edges, draws + 1)),
        Fraction(0),
    )
    return comb(size.pieces, size.errors) * comb(size.skills, size.lost) * tail


def _holds(size: Sizes, edges: int, failure: Fraction) -> bool:
    """Whether the bound at so many edges is at most ``failure``, decided."""
    if edges > size.k * size.errors:
        return True
    ctx.prec = 64 + size.pieces.bit_length()
    for _ in range(_TRIES):
        gap = _log_bound(size, edges) - ball(failure).log()
        if gap <= 0:
            return True
        if gap > 0:
            return False
        if size.k * size.errors <= _EXACT_DRAWS and ctx.prec > 256:
            return _exact_bound(size, edges) <= failure
        ctx.prec *= 2
    raise ArithmeticError("a comparison could not be decided")  # pragma: no cover


def _rate(size: Sizes, level: Fraction) -> arb:
    """Enclose by how much the logarithm of the bound falls a piece, in the limit."""
    per_piece = ball(size.k * size.share) * kl(ball(level), ball(size.hit))
    return per_piece - binary_entropy(ball(size.share))


def _envelope(size: Sizes, level: Fraction, rate: arb, pieces: int) -> arb:
    """Return a bound on the logarithm of the bound that falls in ``N1``, for all roundings.

    Stirling: ``C(n, j) <= exp(n h(j/n)) sqrt(n/(2 pi j (n-j)))``; the tail is at most its
    first term over ``1 - r``, with ``r`` the ratio of its first two terms; and rounding
    changes ``N1 h(n/N1)`` by at most ``log(theta/(1-theta))`` upwards.
    """
    share, hit = ball(size.share), ball(size.hit)
    total = size.log_choices() - pieces * rate
    if 2 * size.share > 1:
        total += (share / (1 - share)).log()
    errors = share * pieces - 1  # fewer than n = floor(theta N1)
    if not errors > 0:
        return arb.pos_inf()
    total -= _log_above_one(2 * arb.pi() * errors * (1 - share)) / 2
    if level < 1:
        total -= (1 - (1 - ball(level)) * hit / (ball(level) * (1 - hit))).log()
        # Edges over draws lie between the level and this.
        most = (ball(level * size.k) * share * pieces + 1) / (size.k * errors)
        if most < 1:
            spread = (ball(level) * (1 - ball(level))).min(most * (1 - most))
            total -= _log_above_one(2 * arb.pi() * size.k * errors * spread) / 2
    return total


def _log_above_one(x: arb) -> arb:
    return x.log() if x > 1 else arb(0)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the least integer in ``(low, high]`` that holds, given that ``high`` does."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


class FiniteBasic(FiniteBound):
    """The finite union bound (4.1)."""

    name = "finite-basic"
    title = "union bound over error sets and skills at finite sizes"
    source = "Arora and Goyal (2023); theory reference 4.1"

    def beta(self, point: FinitePoint) -> Certified:
        size = point.sizes()
        most = size.k * size.errors
        if not _holds(size, most, point.failure):
            ctx.prec = 128
            raise NoGuarantee(
                "log(C(N1,n) C(N2,m)) + k*n*log(m/N2) <= log(failure)",
                brief(_log_bound(size, most)),
                brief(ball(point.failure).log()),
                f"even beta = 1/alpha is not guaranteed; {size.note()}",
            )
        edges = _first(lambda t: _holds(size, t, point.failure), 0, most)
        # More than edges - 1 is enough, as edges are integers.
        level = max(Fraction(edges - 1) / size.edges, Fraction(1))
        vacuous = level * max(point.alpha, size.share) >= 1
        return self._result("beta", level, point, size, vacuous, _SEARCH)

    def failure(self, point: FinitePoint) -> Certified:
        size = point.sizes()
        edges = ceil(size.edges * point.beta)
        if edges > size.k * size.errors:
            proof = "more edges than there are: counting alone"
            return self._result("failure", Fraction(0), point, size, False, proof)
        extra = size.pieces.bit_length()
        for attempt in range(_TRIES):
            ctx.prec = bits_for(point.digits) + 64 + extra
            total = _log_bound(size, edges)
            if total >= 0:
                proof = "a probability is at most 1"
                return self._result("failure", Fraction(1), point, size, True, proof)
            proved = round_ball(total.exp(), point.digits, attempt) if total < 0 else None
            if proved is not None:
                made = self._result("failure", proved.ball, point, size, False, _TAIL)
                return replace(made, digits=proved.digits, decimal=proved.decimal)
            extra += 64 + extra
        # The bound cannot be told from 1, which is what any probability obeys.
        return self._result(
            "failure", Fraction(1), point, size, True, "a probability is at most 1"
        )  # pragma: no cover

    def least_n1(self, point: FinitePoint) -> Certified:
        size = replace(point, n1=point.k_prime).idle_sizes()
        groups = self._enough(point, size)

        def holds(pieces: int) -> bool:
            here = replace(size, pieces=pieces, errors=floor(size.share * pieces))
            return here.errors == 0 or _holds(here, ceil(here.edges * point.beta), point.failure)

        while groups > 1 and holds(groups - 1):
            groups -= 1
        n1 = groups * point.k_prime
        every = f"every larger multiple of {point.k_prime}" if point.k_prime > 1 else "every larger"
        vacuous = max(point.alpha, size.share) * point.beta >= 1
        made = self._result("n1", Fraction(n1), point, size, vacuous, _TAIL)
        note = f"the bound holds for this N1 and {every} N1, and fails just below"
        return replace(made, digits=len(integer_text(n1)), note=note)

    def _enough(self, point: FinitePoint, size: Sizes) -> int:
        """Return a number of groups from which on the bound holds, close to the least."""
        ctx.prec = 128
        level = size.hit * point.beta
        if level > 1:  # m lost skills would have more edges than there are
            return 1
        rate = _rate(size, level)
        if not rate > 0:
            raise NoGuarantee(
                "k*theta*kl(beta*m/N2, m/N2) > h(theta)"
                if point.k_prime == 1
                else "k*k_prime*theta*kl(beta*m/N2, m/N2) > h(k_prime*theta)",
                brief(rate + binary_entropy(ball(size.share))),
                brief(binary_entropy(ball(size.share))),
                "below the threshold of the basic bound no number of pieces is enough",
            )
        aim = ball(point.failure).log()
        high = 2
        while not _envelope(size, level, rate, high) <= aim:
            high *= 2
        return _first(lambda g: bool(_envelope(size, level, rate, g) <= aim), high // 2, high)

    def _result(
        self,
        unknown: str,
        enclosure: Fraction | arb,
        point: FinitePoint,
        size: Sizes,
        vacuous: bool,
        proof: str,
    ) -> Certified:
        return Certified(
            unknown=unknown,
            bound=self.name,
            digits=point.digits,
            inputs=point.finite_inputs(unknown),
            enclosure=enclosure,
            vacuous=vacuous,
            proof=proof,
            note=size.note(),
        )
