"""The functions inside SymPy: formulas, derivatives, limits, series, printing."""

import pickle

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Q, Rational, ask, latex, log, oo, symbols

from skilltheory.errors import SortError
from skilltheory.functions import (
    KL,
    AtLeast,
    BinaryEntropy,
    BinomialTail,
    CrossEntropy,
    Divergence,
    Entropy,
    H,
    Phi,
    Superquantile,
    float64,
    multiprecision,
)
from skilltheory.sorts import Count, OpenUnit, Probability, Variable, family

q, p, u = symbols("q p u", positive=True)
k, n, t = symbols("k n t", integer=True, positive=True)
third, half = Rational(1, 3), Rational(1, 2)


def test_definitions_are_the_formulas_of_the_theory():
    assert BinaryEntropy.definition(p) == -p * log(p) - (1 - p) * log(1 - p)
    assert KL.definition(q, p) == q * log(q / p) + (1 - q) * log((1 - q) / (1 - p))
    assert Phi.definition(u) == u * log(u) - u + 1
    j = Variable("j", sympy_natural())
    term = AtLeast(j, t) * sympy.binomial(n, j) * p**j * (1 - p) ** (n - j)
    assert BinomialTail.definition(n, p, t) == sympy.Sum(term, (j, 0, n))


def sympy_natural():
    from skilltheory.sorts import Natural

    return Natural


def test_symbolic_arguments_stay_as_written():
    for term in (H(p), KL(q, p), Phi(u), BinomialTail(n, p, t), Superquantile(k, p, q)):
        assert not term.has(log)
        assert term.func(*term.args) == term
        assert pickle.loads(pickle.dumps(term)) == term


def test_statement_of_gibbs_is_not_collapsed():
    x, y = Variable("x", OpenUnit), Variable("y", OpenUnit)
    claim = sympy.Ge(KL(x, y), 0, evaluate=False)
    assert isinstance(claim, sympy.Ge)
    assert isinstance(claim.subs(x, y**2), sympy.Ge)
    assert isinstance(KL(x, y) >= 0, sympy.Ge)


@pytest.mark.parametrize(
    "term",
    [H(p), KL(q, p), Phi(u), BinomialTail(n, p, t), Superquantile(k, p, q), AtLeast(p, q)],
)
def test_ask_knows_the_sign(term):
    assert ask(Q.nonnegative(term)) is True
    assert ask(Q.negative(term)) is False


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (H(0), 0),
        (H(1), 0),
        (KL(p, p), 0),
        (KL(0, third), -log(Rational(2, 3))),
        (KL(1, third), log(3)),
        (KL(0, 0), 0),
        (KL(half, 0), oo),
        (KL(half, 1), oo),
        (Phi(0), 1),
        (Phi(1), 0),
        (Phi(oo), oo),
        (BinomialTail(n, p, 0), 1),
        (BinomialTail(4, p, 5), 0),
        (BinomialTail(4, 0, 1), 0),
        (BinomialTail(4, 1, 4), 1),
        (Superquantile(k, 0, q), 0),
        (Superquantile(k, 1, q), k),
        (Superquantile(k, p, 1), k * p),
        (AtLeast(p, p), 1),
        (AtLeast(1, 2), 0),
    ],
)
def test_exact_values_at_edges(value, expected):
    assert value == expected


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (H, (0,)),
        (H, (1,)),
        (KL, (0, third)),
        (KL, (1, third)),
        (KL, (third, third)),
        (KL, (half, 0)),
        (Phi, (0,)),
    ],
)
def test_definition_takes_limits_where_the_formula_is_undefined(function, arguments):
    assert function.definition(*arguments) == function(*arguments)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (H, (-1,)),
        (H, (sympy.sqrt(2),)),
        (H, (sympy.I,)),
        (H, (sympy.nan,)),
        (H, (sympy.zoo,)),
        (H, (1.5,)),
        (KL, (2, p)),
        (KL, (p, -half)),
        (Phi, (-1,)),
        (BinomialTail, (half, p, 1)),
        (BinomialTail, (-1, p, 1)),
        (BinomialTail, (4, 2, 1)),
        (BinomialTail, (4, p, sympy.I)),
        (Superquantile, (0, p, q)),
        (Superquantile, (half * 5, p, q)),
        (Superquantile, (3, 2, q)),
        (Superquantile, (3, p, 0)),
        (Superquantile, (3, p, 2)),
        (AtLeast, (sympy.I, 0)),
    ],
)
def test_numbers_outside_the_domain_are_refused(function, arguments):
    with pytest.raises(SortError, match="is not accepted"):
        function(*arguments)


@pytest.mark.parametrize(
    ("term", "variable"),
    [(H(p), p), (KL(q, p), q), (KL(q, p), p), (Phi(u), u), (H(p**2 / 3), p)],
)
def test_derivative_is_that_of_the_definition(term, variable):
    point = {q: Rational(2, 7), p: Rational(3, 11), u: Rational(9, 4)}
    own, defined = term.diff(variable), term.rewrite(log).diff(variable)
    assert abs((own - defined).subs(point).evalf(30)) < 1e-28


def test_derivatives_of_the_tail_and_of_the_superquantile():
    tail = BinomialTail(6, p, Rational(5, 2))
    assert sympy.expand(tail.diff(p) - tail.doit().diff(p)) == 0
    at = {k: 5, p: Rational(2, 7), q: Rational(1, 6)}
    step = Rational(1, 10**8)
    top = Superquantile(k, p, q)
    for variable in (p, q):
        slope = top.diff(variable).subs(at).doit().evalf(20)
        moved = {**at, variable: at[variable] + step}
        secant = (top.subs(moved).doit() - top.subs(at).doit()) / step
        assert abs(float(slope - secant)) < 1e-5


@pytest.mark.parametrize("term", [H(p), Phi(u), BinomialTail(n, p, t), Superquantile(k, p, q)])
def test_no_derivative_beyond_the_arguments(term):
    with pytest.raises(sympy.core.function.ArgumentIndexError):
        term.fdiff(9)


def test_discrete_arguments_have_no_derivative():
    with pytest.raises(sympy.core.function.ArgumentIndexError):
        BinomialTail(n, p, t).fdiff(1)
    with pytest.raises(sympy.core.function.ArgumentIndexError):
        KL(q, p).fdiff(3)


def test_limits():
    assert sympy.limit(H(p), p, 0) == 0
    assert sympy.limit(KL(q, p), p, 0) == oo
    assert sympy.limit(Phi(u), u, 0) == 1
    assert sympy.limit(Phi(u), u, oo) == oo
    curvature = sympy.limit(KL(q, third) / (q - third) ** 2, q, third)
    assert curvature == Rational(9, 4)


def test_series():
    assert H(p).series(p, half, 4).removeO() == log(2) - 2 * (p - half) ** 2
    assert Phi(u).series(u, 1, 4).removeO() == (u - 1) ** 2 / 2 - (u - 1) ** 3 / 6


def test_solve():
    assert sympy.solve(H(p).diff(p), p) == [half]
    (root,) = sympy.solve(Phi(u) - 2, u)
    assert abs(Phi(root).evalf(30) - 2) < 1e-28
    assert abs(sympy.nsolve(KL(q, third) - half, q, (0.5, 0.99), solver="bisect") - 0.8) < 0.05


def test_bound_variables_avoid_the_free_ones():
    j = Variable("j", Count)
    total = BinomialTail.definition(j, p, t)
    assert [str(limits[0]) for limits in total.limits] == ["j_1"]
    assert j in total.free_symbols


def test_exact_tail_and_superquantile():
    assert BinomialTail(4, Rational(1, 10), 2).doit() == Rational(523, 10000)
    assert BinomialTail(n, p, t).doit() == BinomialTail(n, p, t)
    assert Superquantile(k, p, q).doit() == Superquantile(k, p, q)
    value = Superquantile(4, Rational(1, 10), Rational(1, 10)).doit()
    assert value == Rational(39025, 10000) * 4 * Rational(1, 10)
    # The definition sums to the same.
    levels = Superquantile.definition(4, Rational(1, 10), Rational(1, 10)).doit()
    assert levels.doit() == value


def test_indicator_rewrites():
    assert AtLeast(p, q).rewrite(sympy.Piecewise) == sympy.Piecewise((1, p >= q), (0, True))
    assert AtLeast(p, q).is_integer


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (H(p), r"h\left(p\right)"),
        (KL(q, p) ** 2, r"\operatorname{kl}^{2}\left(q, p\right)"),
        (Phi(u), r"\varphi\left(u\right)"),
        (BinomialTail(n, p, t), r"\Pr\left[\operatorname{Bin}\left(n, p\right) \ge t\right]"),
        (Superquantile(k, p, q), r"T_{q}\left(\operatorname{Bin}\left(k, p\right)\right)"),
        (AtLeast(p, q), r"\mathbf{1}\left[p \ge q\right]"),
    ],
)
def test_latex(term, text):
    assert latex(term) == text
    assert str(H(p)) == "H(p)"


@pytest.mark.parametrize("modules", ["numpy", "mpmath", "scipy", "math", None])
def test_lambdify(modules):
    terms = [H(p), KL(q, p), Phi(p), BinomialTail(4, p, 2), Superquantile(3, p, q)]
    options = {} if modules is None else {"modules": modules}
    values = sympy.lambdify([q, p], terms, **options)(0.3, 0.2)
    for term, value in zip(terms, values, strict=True):
        expected = term.subs({q: Rational(3, 10), p: Rational(1, 5)}).evalf(20)
        assert abs(float(value) - float(expected)) < 1e-14


def test_lambdified_indicator():
    assert sympy.lambdify([p], AtLeast(p, half), "numpy")(np.array([0.2, 0.5])).tolist() == [0, 1]
    assert sympy.lambdify([p], AtLeast(p, half), "mpmath")(mpmath.mpf("0.7")) == 1


def test_evaluation_of_symbolic_arguments_changes_nothing():
    assert H(p / 3).evalf() == H(p / 3)


def test_realness():
    x = Variable("x", OpenUnit)
    assert H(x).is_real
    assert KL(q, x).is_finite
    assert KL(q, p).is_finite is None
    assert Phi(u).is_real
    assert BinomialTail(n, p, t).is_real
    assert Superquantile(k, p, q).is_real


class TestAlphabets:
    pp, qq = family("p", Probability), family("q", Probability)
    size = Variable("n", Count)

    def test_definitions(self):
        i = Variable("i", Count)
        pp, qq, size = self.pp, self.qq, self.size
        assert Entropy.definition(pp, size) == sympy.Sum(-pp[i] * log(pp[i]), (i, 1, size))
        assert CrossEntropy(pp, qq, size).formula == sympy.Sum(-pp[i] * log(qq[i]), (i, 1, size))
        excess = sympy.Sum(pp[i] * log(pp[i] / qq[i]), (i, 1, size))
        assert Divergence(pp, qq, size).rewrite(log) == excess

    def test_limits_form_names_the_same_object(self):
        i = sympy.Symbol("i")
        assert CrossEntropy(self.pp, self.qq, (i, 1, self.size)) == CrossEntropy(
            self.pp, self.qq, self.size
        )

    def test_substitution_and_derivative(self):
        pp, qq = self.pp, self.qq
        loss = CrossEntropy(pp, qq, self.size).subs(self.size, 2)
        assert loss.doit() == -pp[1] * log(qq[1]) - pp[2] * log(qq[2])
        assert loss.diff(qq[2]).doit() == -pp[2] / qq[2]
        assert CrossEntropy(pp, qq, self.size).doit() == CrossEntropy(pp, qq, self.size)
        assert loss.evalf() == loss
        assert loss.is_extended_real

    def test_cross_entropy_is_entropy_plus_divergence(self):
        truth, model = (half, third, Rational(1, 6)), (Rational(1, 4), half, Rational(1, 4))
        both = Entropy(truth) + Divergence(truth, model)
        assert abs((CrossEntropy(truth, model) - both).evalf(40)) < 1e-38

    def test_zero_probabilities(self):
        assert Entropy((0, 1)).doit() == 0
        assert CrossEntropy((0, 1), (1, 0)).doit() == oo
        assert Divergence((0, 1), (half, half)).doit() == log(2)
        assert Divergence((half, half), (0, 1)).doit() == oo
        assert CrossEntropy((0, 1), (0, 1)).doit() == 0

    def test_latex(self):
        assert latex(Divergence(self.pp, self.qq, self.size)) == (
            r"\operatorname{KL}\left(p \,\Vert\, q\right)"
        )
        assert latex(Entropy(self.pp, self.size) ** 2) == r"H^{2}\left(p\right)"

    @pytest.mark.parametrize(
        "bad",
        [
            lambda: Entropy((1, 1)),
            lambda: Entropy(()),
            lambda: Entropy((2, -1)),
            lambda: Entropy((half, half), 3),
            lambda: CrossEntropy((half, half), (1,)),
            lambda: CrossEntropy(TestAlphabets.pp, (1,), 1),
            lambda: Entropy(TestAlphabets.pp),
            lambda: Entropy(TestAlphabets.pp, 0),
            lambda: Entropy(TestAlphabets.pp, half),
            lambda: Entropy(TestAlphabets.pp, (1, 0, 3)),
        ],
    )
    def test_refusals(self, bad):
        with pytest.raises(SortError):
            bad()

    def test_wrong_number_of_arguments(self):
        with pytest.raises(TypeError, match="takes 2 distributions"):
            CrossEntropy(self.pp)

    @pytest.mark.parametrize("modules", ["numpy", "mpmath"])
    def test_lambdify(self, modules):
        pp, qq = self.pp, self.qq
        terms = [Entropy(pp, 3), CrossEntropy(pp, qq, 3), Divergence(pp, qq, 3)]
        code = sympy.lambdify([pp, qq], terms, modules)
        truth, model = [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]
        exact_truth = [Rational(x) for x in truth]
        exact_model = [Rational(x) for x in model]
        expected = [
            Entropy(exact_truth),
            CrossEntropy(exact_truth, exact_model),
            Divergence(exact_truth, exact_model),
        ]
        for value, term in zip(code(truth, model), expected, strict=True):
            assert abs(float(value) - float(term.evalf())) < 1e-15


@pytest.mark.parametrize("adaptive", [True, False])
def test_plot(adaptive):
    curve = sympy.plot(H(p), (p, 0, 1), show=False, adaptive=adaptive)[0]
    _, heights = curve.get_points()
    assert max(float(height) for height in heights) == pytest.approx(0.6931, abs=1e-3)


def test_lambdify_to_sympy_stays_symbolic():
    assert sympy.lambdify([q, p], KL(q, p) + BinomialTail(n, p, t), "sympy")(q, p) == (
        KL(q, p) + BinomialTail(n, p, t)
    )


def test_complex_numbers_that_are_real_pass_and_others_do_not():
    assert float64.binary_entropy(0.5 + 0j) == pytest.approx(0.6931471805599453)
    assert multiprecision.binary_entropy(mpmath.mpc(0.5)) == mpmath.log(2)
    for module in (float64, multiprecision):
        with pytest.raises(SortError):
            module.binary_entropy(0.5 + 0.1j)
