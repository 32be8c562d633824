r"""The exponent of the finite sharp statement (5.4), for edges and for competence.

Fix ``m`` skills; piece ``t`` draws ``X_t`` of them.  If all ``m`` are lost on some
``Y`` of ``n`` pieces, then for every ``c``

* by edges: ``T <= sum over Y of X_t <= n c + sum over all t of (X_t - c)_+``;
* by competence, where a skill is lost if at least a share ``x = theta beta`` of its
  own edges go into ``Y``: ``x sum_t X_t <= n c + sum_t (X_t - c)_+``.

Both right sides are free of ``Y``, so by Markov's inequality the probability that
some ``m`` skills are lost is at most ``C(N2, m) exp(F)`` with

``F(lam) = lam (n c - T) + N1 log E exp(lam W)``, ``W = (X - c)_+`` or ``(X - c)_+ - x X``

for every ``lam > 0``.  ``F`` is convex in ``lam``.  With ``s = 1/lam`` the condition
``s (F + const) <= 0`` is jointly convex in ``(s, c, beta)``; hence the least
``beta`` is convex in ``c``, and the bound itself quasi-convex in ``c``: a ``c``
better than both its neighbours is the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from flint import arb

from skilltheory.solve._inputs import ball, rest_ball
from skilltheory.solve._sizes import Sizes

__all__ = ["COUNTINGS", "Exponent", "Moments", "exponent", "exponent_per_piece"]


class Moments(NamedTuple):
    """``F`` and its derivatives in ``lam`` (1, 2), in ``beta`` (b) and mixed."""

    f: arb
    f_l: arb
    f_ll: arb
    f_b: arb
    f_lb: arb


def draws(sizes: Sizes) -> list[arb]:
    """Enclose the law of the number of draws of a piece that hit the set, ``Bin(k, m/N2)``."""
    p, q = ball(sizes.hit), rest_ball(sizes.hit)
    k = sizes.k
    law = [q**k]
    odds = p / q
    for i in range(k):
        law.append(law[-1] * odds * (k - i) / (i + 1))
    return law


def pieces(sizes: Sizes) -> list[arb]:
    """Enclose the law of the number of different skills of the set that a piece uses."""
    m, n2, k = sizes.lost, sizes.skills, sizes.k
    most = min(k, m)
    law = [arb(1)] + [arb(0)] * most
    for _ in range(k):  # one draw more: a new skill of the set, or not
        fresh = [arb(0)] * (most + 1)
        for i, weight in enumerate(law):
            fresh[i] += weight * ball(Fraction(n2 - m + i, n2))
            if i < most:
                fresh[i + 1] += weight * ball(Fraction(m - i, n2))
        law = fresh
    return law


COUNTINGS = {"draws": draws, "pieces": pieces}


@dataclass(frozen=True)
class Exponent:
    """``F`` as a function of ``c``, ``lam`` and ``beta``.

    Attributes
    ----------
    law : sequence of arb
        Probabilities of ``X = 0, 1, ...``.
    pieces : int
        ``N1``; 1 for the exponent per piece.
    errors : int or Fraction
        ``n``, or ``theta`` per piece.
    edges : Fraction
        ``T/beta``.
    share : Fraction
        ``theta``.
    competence : bool
        Whether a skill is lost by the share of its own edges.
    """

    law: Sequence[arb]
    pieces: int
    errors: int | Fraction
    edges: Fraction
    share: Fraction
    competence: bool

    @property
    def levels(self) -> range:
        """The values of ``c`` to choose from; by edges the largest ``X`` itself says nothing."""
        return range(len(self.law) if self.competence else len(self.law) - 1)

    def best_level(self) -> int:
        """Return the ``c`` of the sharp bound, where ``F`` falls most steeply at ``lam = 0``."""
        tail, allowed = arb(0), ball(Fraction(self.errors) / self.pieces)
        for c in reversed(range(1, len(self.law))):
            tail += self.law[c]
            if tail > allowed:
                return min(c, self.levels[-1])
        return 0

    def threshold(self) -> arb:
        """Enclose the sharp level, below which no ``F`` falls: ``T_theta / E X``."""
        c, mean, excess = self.best_level(), arb(0), arb(0)
        for i, p in enumerate(self.law):
            mean += p * i
            excess += p * max(i - c, 0)
        return (c + excess / ball(self.share)) / mean

    def moments(self, c: int, lam: arb, beta: arb) -> Moments:
        """Enclose ``F`` and its derivatives."""
        x = ball(self.share) * beta if self.competence else arb(0)
        e0 = e1 = e2 = less = x0 = x1 = arb(0)
        for i, p in enumerate(self.law):
            w = max(i - c, 0) - x * i
            grown = (lam * w).expm1()  # keeps what exp loses when lam is tiny
            pe = p + p * grown
            less += p * grown
            e0 += pe
            pe *= w
            e1 += pe
            e2 += pe * w
            if self.competence:
                x0 += (p + p * grown) * i
                x1 += pe * i
        mean = e1 / e0
        pull = ball(Fraction(self.errors * c))
        if self.competence:
            rate = ball(self.share * self.pieces) / e0
            f_b = -lam * rate * x0
            f_lb = -rate * (x0 + lam * (x1 - x0 * mean))
        else:
            f_lb = -ball(self.edges)
            f_b = lam * f_lb
            pull += f_lb * beta
        return Moments(
            lam * pull + self.pieces * less.log1p(),
            pull + self.pieces * mean,
            self.pieces * (e2 / e0 - mean * mean),
            f_b,
            f_lb,
        )


def exponent(sizes: Sizes, *, competence: bool, counting: str = "draws") -> Exponent:
    """Return the exponent of a finite statement."""
    law = COUNTINGS[counting](sizes)
    return Exponent(law, sizes.pieces, sizes.errors, sizes.edges, sizes.share, competence)


def exponent_per_piece(sizes: Sizes, *, competence: bool, counting: str = "draws") -> Exponent:
    """Return the exponent a piece, with ``theta`` not rounded: it bounds all ``N1`` at once.

    As ``floor(theta N1) <= theta N1``, the exponent at ``N1`` is at most ``N1`` times it.
    """
    law = COUNTINGS[counting](sizes)
    edges = sizes.hit * sizes.share * sizes.k
    return Exponent(law, 1, sizes.share, edges, sizes.share, competence)
