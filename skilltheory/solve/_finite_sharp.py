"""The bound ``finite-sharp`` (5.4): finite sizes, no union over error sets.

Solved for ``beta`` (by edges or by competence), for the failure probability, and
for the least ``N1``.  Any ``c`` and ``lam`` give a valid bound; the optimum is found
with floats, polished by Newton's iteration, and proved: its upper end by
evaluating the bound, its lower end by convexity.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

from flint import arb, ctx

from skilltheory._digits import integer_text
from skilltheory.errors import NoGuarantee
from skilltheory.functions.balls import kl
from skilltheory.solve._bound import FiniteBound, FinitePoint
from skilltheory.solve._decimals import shown
from skilltheory.solve._explore import best_beta, best_l
from skilltheory.solve._exponent import Exponent, exponent, exponent_per_piece
from skilltheory.solve._inputs import ball, brief, whole
from skilltheory.solve._search import Proved, bits_for, round_ball
from skilltheory.solve._sizes import Sizes
from skilltheory.solve.certified import Certified

__all__ = ["FiniteSharp"]

_TRIES = 10
_POLISHINGS = 40
_PRECISIONS = (192, 384, 1536)
_CONVEX = "optimum by Newton's iteration; both ends proved in ball arithmetic, by convexity"
_COUNTED = "no lost set exists at these sizes: counting alone"


def _need(size: Sizes, failure: Fraction) -> arb:
    """Enclose ``log C(N2, m) - log failure``: what ``-F`` must reach."""
    return size.log_choices() - ball(failure).log()


def _trapped(f: Exponent, c: int, beta: arb, lam: arb) -> arb | None:
    """Enclose ``min over lam > 0 of F``, given a ``lam`` near the minimiser.

    ``F`` is convex: a change of sign of its derivative around ``lam`` traps the
    minimiser, and the tangent at ``lam`` bounds ``F`` from below there.
    """
    radius = lam * arb((1, -ctx.prec // 3))
    for _ in range(4):
        below, above = (lam - radius).mid(), (lam + radius).mid()
        if f.moments(c, below, beta).f_l < 0 < f.moments(c, above, beta).f_l:
            at = f.moments(c, lam, beta)
            return (at.f - abs(at.f_l) * (above - below)).union(at.f)
        radius = radius * 256
    return None


def _minimiser(f: Exponent, c: int, beta: arb) -> arb:
    """Approximate the minimiser of ``F``: floats, then Newton's iteration."""
    lam = arb(best_l(f, float(beta), c, fixed=True).lam)
    for _ in range(_POLISHINGS):
        at = f.moments(c, lam, beta)
        step = at.f_l / at.f_ll
        fresh = (lam - step).mid()
        lam, old = (fresh if fresh > 0 else (lam / 2).mid()), lam
        if abs(lam - old) < lam * arb((1, -ctx.prec // 2)):
            break
    return lam


def _minimum(f: Exponent, c: int, beta: arb) -> arb:
    """Enclose ``min over lam >= 0 of F``; not finite if the precision is too low."""
    if f.competence and c == 0:  # W = X (1 - x) is never negative
        return arb(0)
    slope = f.moments(c, arb(0), beta).f_l
    if slope >= 0:  # convex: nothing lies below F(0) = 0
        return arb(0)
    if slope < 0:
        found = _trapped(f, c, beta, _minimiser(f, c, beta))
        return arb.nan() if found is None else found.min(arb(0))
    # The slope cannot be told from 0.  F lies above its tangent at 0, and rises from lam on.
    lam = arb((1, -ctx.prec // 3))
    while not f.moments(c, lam, beta).f_l > 0:
        lam = lam * 256
    return (slope * lam).union(arb(0)).min(arb(0))


def _least(f: Exponent, beta: arb) -> tuple[int, arb] | None:
    """Return the best ``c`` and enclose the minimum over ``c`` and ``lam``; None if unclear.

    The minimum over ``lam`` is quasi-convex in ``c``: where it is below 0 and below both
    neighbours it is the least.  At the sharp bound's own ``c`` it is below 0 if it is so
    anywhere, because there ``F`` falls most steeply at 0.
    """
    values: dict[int, arb] = {}

    def value(c: int) -> arb:
        if c not in values:
            values[c] = _minimum(f, c, beta)
        return values[c]

    c = best_l(f, float(beta), f.best_level()).c
    if not value(c) < 0:
        c = f.best_level()
        if not value(c) < 0:
            return c, value(c)
    while True:
        beside = [level for level in (c - 1, c + 1) if level in f.levels]
        if all(value(c) < value(level) for level in beside):
            return c, value(c)
        better = [level for level in beside if value(level) < value(c)]
        if not better:
            return None
        c = better[0]


def _note(point: FinitePoint, size: Sizes) -> str:
    own = f"; by the share of a skill's own {point.counting}" if point.competence else ""
    return size.note() + own


def _falls(f: Exponent, beta: arb) -> bool:
    """Whether some ``F`` falls below 0: whether ``beta`` is above the sharp threshold.

    Where it cannot be told, ``F`` stays so close to 0 that the bound, ``C(N2, m) >= 2``
    times ``exp(F)``, is above 1 all the same.
    """
    return bool(f.moments(f.best_level(), arb(0), beta).f_l < 0)


class FiniteSharp(FiniteBound):
    """The finite sharp statement (5.4), by edges or by competence."""

    name = "finite-sharp"
    title = "finite sizes, without a union over error sets"
    source = "theory reference 5.4"

    def beta(self, point: FinitePoint) -> Certified:
        size = point.sizes()
        if size.lost == size.skills:
            return self._exactly("beta", Fraction(1), point, size)
        ctx.prec = 128
        f = self._exponent(point, size)
        guess = best_beta(f, float(_need(size, point.failure)), f.best_level())
        self._require(point, size, f, guess.value)
        extra, c, start = 0, guess.c, (arb(guess.lam), arb(guess.value))
        for attempt in range(_TRIES):
            bits = bits_for(point.digits) + extra + len(f.levels).bit_length()
            ctx.prec = 2 * bits + 64
            f, need = self._exponent(point, size), _need(size, point.failure)
            lam, beta = self._polish(f, c, need, *start)
            radius = beta * arb((1, -bits))
            low, high = (beta - radius).mid(), (beta + radius).mid()
            least = _trapped(f, c, low, lam)
            if (
                least is not None
                and f.moments(c, lam, high).f + need < 0
                and least + need > 0
                and all(
                    _minimum(f, level, low) + need > 0
                    for level in (c - 1, c + 1)
                    if level in f.levels
                )
            ):
                # The least beta is convex in c: beyond the neighbours it cannot fall by
                # more than the width of this enclosure a step.
                outer = low - (high - low) * len(f.levels)
                if high < 1:
                    return self._exactly("beta", Fraction(1), point, size)
                proved = round_ball(outer.union(high), point.digits, attempt)
                if proved is not None:
                    return self._result("beta", proved, point, size)
            extra += 32 + extra
        raise ArithmeticError("the least beta could not be enclosed")  # pragma: no cover

    def _exponent(self, point: FinitePoint, size: Sizes) -> Exponent:
        return exponent(size, competence=point.competence, counting=point.counting)

    def _polish(
        self,
        f: Exponent,
        c: int,
        need: arb,
        lam: arb,
        beta: arb,
    ) -> tuple[arb, arb]:
        """Solve ``F + need = 0`` and ``F' = 0`` by Newton's iteration in ``(lam, beta)``."""
        for _ in range(_POLISHINGS):
            at = f.moments(c, lam, beta)
            gap = at.f + need
            det = at.f_l * at.f_lb - at.f_b * at.f_ll
            move = (at.f_ll * gap - at.f_l * at.f_l) / det
            lam = (lam + (at.f_b * at.f_l - at.f_lb * gap) / det).mid()
            beta = (beta + move).mid()
            if abs(move) < abs(beta) * arb((1, -ctx.prec // 2 - 16)):
                break
        return lam, beta

    def _require(self, point: FinitePoint, size: Sizes, f: Exponent, beta: float) -> None:
        """Refuse unless the largest level that means anything is guaranteed."""
        need = _need(size, point.failure)
        if not point.competence:
            share = Fraction(size.errors, size.pieces)
            full = ball(size.hit) ** size.k  # a piece all of whose draws hit the set
            spare = kl(ball(share), full) * size.pieces if ball(share) > full else arb(0)
            if not spare > need:
                raise NoGuarantee(
                    "N1*kl(n/N1, (m/N2)^k) > log C(N2,m) + log(1/failure)",
                    brief(spare),
                    brief(need),
                    f"even beta = 1/alpha is not guaranteed; {size.note()}",
                )
        elif not beta < float("inf"):
            top = _least(f, 1 / ball(size.share))
            reached = arb(0) if top is None else -top[1]
            if not reached > need:
                raise NoGuarantee(
                    "-min over c, lam of F > log C(N2,m) + log(1/failure), at beta = 1/theta",
                    brief(reached),
                    brief(need),
                    f"no competence above 0 is guaranteed; {size.note()}",
                )

    def failure(self, point: FinitePoint) -> Certified:
        size = point.sizes()
        edges = size.edges * point.beta
        if size.lost == size.skills or (not point.competence and edges > size.errors * size.k):
            return self._exactly("failure", Fraction(0), point, size)
        extra = 0
        for attempt in range(_TRIES):
            ctx.prec = 2 * bits_for(point.digits) + 64 + extra
            f, beta = self._exponent(point, size), ball(point.beta)
            if not _falls(f, beta):
                return self._exactly("failure", Fraction(1), point, size)
            found = _least(f, beta)
            if found is not None:
                total = size.log_choices() + found[1]
                if total >= 0:
                    return self._exactly("failure", Fraction(1), point, size)
                proved = round_ball(total.exp(), point.digits, attempt)
                if proved is not None and total < 0:
                    return self._result("failure", proved, point, size)
            extra += 64 + extra
        raise ArithmeticError("the bound could not be enclosed")  # pragma: no cover

    def least_n1(self, point: FinitePoint) -> Certified:
        one = replace(point, n1=point.k_prime)
        size = one.idle_sizes()
        if size.lost == size.skills:
            return self._number(1, point, size)
        c, least = self._rate(point, size)
        per_piece, beta = self._per_piece(point, size), ball(point.beta)
        need = _need(size, point.failure)
        # From here on the bound holds, whatever floor(theta N1) is.
        groups = whole((need / -least).upper().ceil())
        lam = _minimiser(per_piece, c, beta)
        while groups > 1 and self._holds(point, size, groups - 1, (c, lam), need):
            groups -= 1
        return self._number(groups, point, size)

    def _per_piece(self, point: FinitePoint, size: Sizes) -> Exponent:
        return exponent_per_piece(size, competence=point.competence, counting=point.counting)

    def _rate(self, point: FinitePoint, size: Sizes) -> tuple[int, arb]:
        """Return the best ``c`` and the exponent a piece, below 0; refuse if there is none."""
        beta = point.beta
        for prec in _PRECISIONS:
            ctx.prec = prec
            f = self._per_piece(point, size)
            if _falls(f, ball(beta)):
                found = _least(f, ball(beta))
                if found is not None and found[1] < 0:
                    return found
        ctx.prec = 128
        mean = "k*m/N2" if point.counting == "draws" else "E(X)"
        share = "theta" if point.k_prime == 1 else "k_prime*theta"
        raise NoGuarantee(
            f"beta > T_({share})/({mean})",
            shown(beta, 20),
            brief(self._per_piece(point, size).threshold()),
            "below the sharp threshold no number of pieces is enough",
        )

    def _holds(
        self, point: FinitePoint, size: Sizes, groups: int, near: tuple[int, arb], need: arb
    ) -> bool:
        """Whether the bound holds at this number of groups; ``near`` is close to its optimum."""
        here = replace(size, pieces=groups, errors=floor(size.share * groups))
        if here.errors == 0 or (
            not point.competence and here.edges * point.beta > here.errors * here.k
        ):
            return True
        f, beta = self._exponent(point, here), ball(point.beta)
        if f.moments(*near, beta).f + need <= 0:
            return True
        found = _least(f, beta)
        return found is not None and bool(found[1] + need <= 0)

    # -- results ---------------------------------------------------------------

    def _result(self, unknown: str, proved: Proved, point: FinitePoint, size: Sizes) -> Certified:
        vacuous = unknown == "beta" and not proved.ball * ball(max(point.alpha, size.share)) < 1
        return Certified(
            unknown=unknown,
            bound=self.name,
            digits=proved.digits,
            inputs=point.finite_inputs(unknown),
            enclosure=proved.ball,
            vacuous=vacuous,
            proof=_CONVEX,
            note=_note(point, size),
            decimal=proved.decimal,
        )

    def _exactly(self, unknown: str, value: Fraction, point: FinitePoint, size: Sizes) -> Certified:
        trivial = unknown == "failure" and value == 1
        return Certified(
            unknown=unknown,
            bound=self.name,
            digits=point.digits,
            inputs=point.finite_inputs(unknown),
            enclosure=value,
            vacuous=trivial,
            proof="a probability is at most 1" if trivial else _COUNTED,
            note=_note(point, size),
        )

    def _number(self, groups: int, point: FinitePoint, size: Sizes) -> Certified:
        n1 = groups * point.k_prime
        every = f"every larger multiple of {point.k_prime}" if point.k_prime > 1 else "every larger"
        return Certified(
            unknown="n1",
            bound=self.name,
            digits=len(integer_text(n1)),
            inputs=point.finite_inputs("n1"),
            enclosure=Fraction(n1),
            vacuous=max(point.alpha, size.share) * point.beta >= 1,
            proof=_CONVEX,
            note=f"the bound holds for this N1 and {every} N1, and fails just below",
        )
