"""The functions as numbers: ball arithmetic, mpmath and float64 agree."""

from fractions import Fraction

import flint
import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational

from skilltheory.errors import SortError
from skilltheory.functions import (
    KL,
    BinomialTail,
    H,
    Phi,
    Superquantile,
    balls,
    float64,
    multiprecision,
    superquantile,
)

unit = st.floats(min_value=1e-300, max_value=1.0, exclude_max=True)
near_edges = st.one_of(unit, unit.map(lambda x: x**20 + 1e-290), unit.map(lambda x: 1 - x**4 / 2))


def ulps(value: float, exact: sympy.Expr) -> float:
    """Distance in units of the last place of the exact value."""
    target = Fraction(int(exact.p), int(exact.q)) if exact.is_Rational else None
    if target is None:
        rational = sympy.Rational(exact)
        target = Fraction(int(rational.p), int(rational.q))
    spacing = Fraction(float(np.spacing(abs(float(target)))))
    return float(abs(Fraction(float(value)) - target) / spacing)


@settings(max_examples=150, deadline=None)
@given(near_edges)
def test_entropy_within_four_ulps(p):
    assert ulps(float64.binary_entropy(p), H(Rational(p)).evalf(40)) <= 4


@settings(max_examples=150, deadline=None)
@given(near_edges, near_edges)
def test_divergence_within_eight_ulps(q, p):
    value = float64.binary_divergence(q, p)
    if q == p:
        assert value == 0
    else:
        exact = KL(Rational(q), Rational(p)).evalf(40)
        if 1e-300 < exact < sympy.oo:
            assert ulps(value, exact) <= 8


@settings(max_examples=150, deadline=None)
@given(
    st.floats(min_value=0.01, max_value=0.99),
    st.floats(min_value=-1, max_value=1),
    st.integers(2, 14),
)
def test_divergence_does_not_cancel_near_the_diagonal(p, direction, digits):
    q = p + direction * 10.0**-digits
    if 0 < q < 1 and q != p:
        exact = KL(Rational(q), Rational(p)).evalf(40)
        assert ulps(float64.binary_divergence(q, p), exact) <= 8


@settings(max_examples=150, deadline=None)
@given(st.floats(min_value=1e-12, max_value=1e6))
def test_phi_within_eight_ulps(u):
    for point in (u, 1 + (u - 1) * 1e-7):
        if point > 0 and point != 1:
            assert ulps(float64.phi_function(point), Phi(Rational(point)).evalf(40)) <= 8


def test_float64_edges():
    assert float64.binary_entropy([0.0, 1.0]).tolist() == [0, 0]
    edge = float64.binary_divergence([0, 1, 0, 1, 0.5, 0.5], [0, 1, 1, 0, 0, 1])
    assert edge.tolist() == [0, 0, np.inf, np.inf, np.inf, np.inf]
    assert float64.binary_divergence(0.0, 0.25) == pytest.approx(-np.log(0.75))
    assert float64.phi_function([0.0, 1.0, np.inf]).tolist() == [1, 0, np.inf]
    assert float64.binary_entropy(5e-324) > 0
    assert float64.binomial_tail(4, 0.5, [-1, 0, 4, 4.5]).tolist() == [1, 1, 0.0625, 0]


@pytest.mark.parametrize("module", [float64, multiprecision])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("binary_entropy", (1.5,)),
        ("binary_entropy", (float("nan"),)),
        ("binary_divergence", (0.5, -0.1)),
        ("binary_divergence", (float("nan"), 0.5)),
        ("phi_function", (-1.0,)),
        ("binomial_tail", (2.5, 0.5, 1)),
        ("binomial_tail", (2, 0.5, float("nan"))),
        ("superquantile", (0, 0.5, 0.5)),
        ("superquantile", (2, 0.5, 0.0)),
        ("alphabet_entropy", ([0.5, 0.4], 2)),
        ("alphabet_entropy", ([0.5, 0.5], 3)),
        ("alphabet_cross_entropy", ([0.5, 0.5], [2, -1], 2)),
        ("alphabet_divergence", ([0.5, 0.5], [1.0], 2)),
    ],
)
def test_outside_the_domain_raises_and_is_never_nan(module, name, arguments):
    with pytest.raises(SortError):
        getattr(module, name)(*arguments)


@pytest.mark.parametrize("digits", [15, 30, 100, 1000])
def test_mpmath_and_balls_agree(digits):
    with mpmath.workdps(digits + 5):
        cases = [
            (H, multiprecision.binary_entropy, ("1/7",)),
            (KL, multiprecision.binary_divergence, ("2/7", "1/11")),
            (KL, multiprecision.binary_divergence, ("10000000001/20000000000", "1/2")),
            (Phi, multiprecision.phi_function, ("1000000001/1000000000",)),
            (BinomialTail, multiprecision.binomial_tail, ("9", "2/7", "7/2")),
            (Superquantile, multiprecision.superquantile, ("9", "2/7", "1/7")),
        ]
        for symbolic, numeric, texts in cases:
            exact = [Rational(text) for text in texts]
            numbers = [mpmath.mpf(int(x.p)) / int(x.q) for x in exact]
            own = numeric(*numbers)
            other = mpmath.mpf(symbolic(*exact).evalf(digits + 5)._mpf_)
            # The inputs of mpmath are rounded; the near-diagonal ones amplify that.
            assert abs(own / other - 1) < mpmath.mpf(10) ** (11 - digits)


def test_mpmath_edges():
    assert multiprecision.binary_entropy(0) == 0
    assert multiprecision.binary_entropy(1) == 0
    assert multiprecision.binary_divergence(0.25, 0.25) == 0
    assert mpmath.isinf(multiprecision.binary_divergence(0.5, 0))
    assert mpmath.isinf(multiprecision.binary_divergence(0.5, 1))
    assert multiprecision.binary_divergence(1, 0.5) == mpmath.log(2)
    assert multiprecision.phi_function(1) == 0
    assert mpmath.isinf(multiprecision.phi_function(mpmath.inf))
    assert multiprecision.binomial_tail(3, 0.5, -1) == 1
    assert multiprecision.binomial_tail(3, 0.5, 4) == 0
    assert mpmath.isinf(multiprecision.alphabet_divergence([0.5, 0.5], [0, 1], 2))
    assert float64.alphabet_divergence([0.5, 0.5], [0.0, 1.0], 2) == np.inf


def test_evaluation_near_the_diagonal_loses_no_digit():
    tiny = Rational(1, 10**40)
    value = KL(Rational(1, 2) + tiny, Rational(1, 2)).evalf(50)
    series = 2 * tiny**2 + Rational(4, 3) * tiny**4
    assert abs(value / series - 1) < Rational(1, 10**48)


def test_evaluation_at_irrational_arguments():
    assert H(sympy.sqrt(2) / 2).evalf(40) == H.definition(sympy.sqrt(2) / 2).evalf(40)


def test_tail_at_enormous_sizes():
    n = 10**15
    value = BinomialTail(n, Rational(1, 10), 15 * 10**13).evalf(20)
    assert sympy.floor(sympy.log(value) / sympy.log(10)) == -5313642692082


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 12),
    st.fractions(min_value=Fraction(1, 50), max_value=Fraction(49, 50), max_denominator=60),
    st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=60),
)
def test_superquantile_duality(k, alpha, theta):
    """The exact mean equals the minimum over c, as theory section 5.2 has it."""
    pmf = [
        Fraction(int(sympy.binomial(k, j))) * alpha**j * (1 - alpha) ** (k - j)
        for j in range(k + 1)
    ]
    dual = min(
        c + sum(max(j - c, 0) * weight for j, weight in enumerate(pmf)) / theta
        for c in range(k + 1)
    )
    value = superquantile(k, alpha, theta)
    assert value == dual
    assert float(float64.superquantile(k, float(alpha), float(theta))) == pytest.approx(
        float(value), rel=1e-13
    )
    with flint.ctx.workprec(120):
        ball = balls.superquantile(
            *(balls.enclose(argument, 120) for argument in (k, alpha, theta))
        )
        assert ball.contains(balls.enclose(value, 200))
        assert ball.rel_accuracy_bits() > 90


def test_superquantile_refuses_no_share():
    with pytest.raises(SortError, match="greater than 0"):
        superquantile(3, "0.5", 0)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 30), st.integers(1, 29), st.integers(-1, 31))
def test_tail_ball_contains_the_exact_tail(n, numerator, first):
    p = Fraction(numerator, 30)
    exact = BinomialTail(n, Rational(p), first).doit()
    with flint.ctx.workprec(100):
        ball = balls.binomial_tail(flint.arb(n), balls.enclose(p, 100), flint.arb(first))
    assert ball.contains(balls.enclose(Fraction(int(exact.p), int(exact.q)), 300))


def test_undecided_integers_are_refused_by_the_balls():
    with pytest.raises(ArithmeticError, match="not pinned down"):
        balls.binomial_tail(flint.arb(5, 2), flint.arb("0.5"), flint.arb(2))
    assert balls.superquantile(flint.arb(3), flint.arb(1), flint.arb("0.5")) == 3
