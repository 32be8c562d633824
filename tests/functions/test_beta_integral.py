"""The integral of a binomial tail: against exact sums, Arb's series, and itself at large sizes."""

from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltheory.functions import balls
from skilltheory.functions._beta_integral import beta_integral, log_choose

LARGE = 10**9


def _tail(n, p, t):
    a, d = p.numerator, p.denominator
    return Fraction(
        sum(comb(n, j) * a**j * (d - a) ** (n - j) for j in range(t, n + 1)),
        d**n,
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(40, 160), st.integers(1, 39), st.integers(1, 160), st.sampled_from([53, 200]))
def test_it_contains_the_exact_sum(n, numerator, t, prec):
    t, p = min(t, n), Fraction(numerator, 40)
    with ctx.workprec(prec):
        found = beta_integral(n, balls.enclose(p, prec), t)
        accuracy = found.rel_accuracy_bits()
    with ctx.workprec(400):
        assert found.contains(balls.enclose(_tail(n, p, t), 400))
    assert accuracy > prec - 20


@pytest.mark.parametrize("n", [10**4, 10**5])
@pytest.mark.parametrize("deviations", [-6, -1, 0, 1, 6, 40])
@pytest.mark.parametrize("p", ["1/1000", "1/10", "2/3"])
def test_it_agrees_with_the_series_of_arb(n, deviations, p):
    chance = Fraction(p)
    t = int(n * chance + deviations * float(n * chance * (1 - chance)) ** 0.5)
    if not 1 <= t <= n:
        return
    with ctx.workprec(180):
        ball = balls.enclose(chance, 180)
        series = ball.beta_lower(arb(t), arb(n - t + 1), regularized=True)
        found = beta_integral(n, ball, t)
        assert found.overlaps(series)
        assert min(found.rel_accuracy_bits(), series.rel_accuracy_bits()) > 140


def test_a_wide_chance_covers_its_ends():
    with ctx.workprec(128):
        low, high = arb("0.1"), arb("0.1001")
        wide = beta_integral(10**5, low.union(high), 10_050)
        for p in (low, high):
            assert wide.contains(beta_integral(10**5, p.mid(), 10_050).mid())


@pytest.mark.parametrize("deviations", [-30, -2, 0, 3, 100])
def test_the_last_draw_hits_or_misses_at_large_sizes(deviations):
    """``P[X_n >= t] = p P[X_{n-1} >= t-1] + (1-p) P[X_{n-1} >= t]``, to nearly all the digits."""
    t = LARGE // 10 + deviations * 9487
    with ctx.workprec(256):
        p = balls.enclose(Fraction(1, 10), 256)

        def tail(n, t):
            return balls.binomial_tail(arb(n), p, arb(t))

        split = p * tail(LARGE - 1, t - 1) + (1 - p) * tail(LARGE - 1, t)
        assert abs(tail(LARGE, t) - split) < split * arb((1, -200))
        single = (log_choose(LARGE, t) + t * p.log() + (LARGE - t) * (-p).log1p()).exp()
        assert abs(tail(LARGE, t) - tail(LARGE, t + 1) - single) < split * arb((1, -200))


@pytest.mark.parametrize("n", [10**6, LARGE, 10**15])
def test_the_tail_falls_and_sides_add_up_at_large_sizes(n):
    with ctx.workprec(160):
        p = balls.enclose(Fraction(2, 3), 160)
        tails = [balls.binomial_tail(arb(n), p, arb(2 * n // 3 + j)) for j in range(-2, 4)]
        assert all(here > after for here, after in pairwise(tails))
        # The median is the whole number next to the mean.
        assert tails[1] > 0.5 > tails[4]
        other = balls.binomial_tail(arb(n), 1 - p, arb(n - 2 * n // 3 + 1))
        assert (tails[2] + other).contains(1)
        assert (tails[2] + other).rel_accuracy_bits() > 90


def test_a_far_tail_keeps_its_digits():
    """By Chernoff's bound the tail is below ``exp(-n kl(q, p))``, by a factor of 1e5 at most."""
    with ctx.workprec(200):
        p, q = balls.enclose(Fraction(1, 10), 200), balls.enclose(Fraction(1, 5), 200)
        tail = balls.binomial_tail(arb(LARGE), p, arb(LARGE // 5))
        bound = (-balls.kl(q, p) * LARGE).exp()
        assert bound / 10**5 < tail < bound
        assert tail.rel_accuracy_bits() > 150


def test_few_misses_out_of_many_draws():
    """Close to p = 1 misses are Poisson: P[at most 3 misses] at mean 5."""
    n = 10**12
    with ctx.workprec(120):
        p = 1 - arb(5) / n
        few = balls.binomial_tail(arb(n), p, arb(n - 3))
        poisson = (1 + arb(5) + arb(25) / 2 + arb(125) / 6) * arb(-5).exp()
        assert abs(few - poisson) < arb("1e-10")
        many = balls.binomial_tail(arb(n), p, arb(n - 400))
        assert abs(many - 1) < arb("1e-25")
