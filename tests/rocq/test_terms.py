"""Terms in Rocq's syntax, node by node; and what has no translation is refused by name."""

from __future__ import annotations

import pytest
import sympy
from sympy import E, Function, Integral, Max, Min, Product, Rational, Sum, exp, gamma, log, pi, sqrt

from skilltheory.functions import KL, AtLeast, BinomialTail, Divergence, H, Superquantile
from skilltheory.kernel.formula import Pr, le
from skilltheory.rocq.propositions import Propositions
from skilltheory.rocq.scope import Scope, Untranslatable
from skilltheory.sorts import (
    Count,
    Integers,
    Natural,
    OpenUnit,
    Positive,
    Probability,
    Real,
    Variable,
    family,
    variables,
)

x, y = variables("x y", Positive)
r, s = variables("r s", Real)
p, q = variables("p q", OpenUnit)
n, m = Variable("n", Count), Variable("m", Count)
i = Variable("i", Natural)
P = family("P", Probability)
DRAWS = family("X", Natural, random=True)


def real(term: object) -> str:
    return Propositions(Scope()).real(sympy.sympify(term))


def needs(term: object) -> list[str]:
    """What must hold for a term to be meaningful."""
    scope = Scope()
    Propositions(scope).real(sympy.sympify(term))
    return [need.claim for need in scope.conditions]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (3, "3"),
        (-3, "(-3)"),
        (Rational(-1, 3), "(-1 / 3)"),
        (pi, "PI"),
        (E, "(exp 1)"),
        (x, "x"),
        (n, "(INR n)"),
        (x + y, "(x + y)"),
        (x - y, "(x - y)"),
        (-x - 2 * y, "(- x - (2 * y))"),
        (x * y, "(x * y)"),
        (-x * y, "(- (x * y))"),
        (Rational(2, 3) * x / y, "(2 * x / (3 * y))"),
        (x**3, "(x ^ 3%nat)"),
        (x**n, "(x ^ n)"),
        (1 / x, "(/ x)"),
        (x**-2, "(/ (x ^ 2%nat))"),
        (sqrt(x), "(sqrt x)"),
        (1 / sqrt(x), "(/ (sqrt x))"),
        (x**q, "(Rpower x q)"),
        (x ** Rational(2, 3), "(Rpower x (2 / 3))"),
        (exp(x), "(exp x)"),
        (log(x), "(ln x)"),
        (sympy.Abs(r - s), "(Rabs (r - s))"),
        (Min(r, s), "(Rmin r s)"),
        (Max(r, s), "(Rmax r s)"),
        (H(p), "(BinaryEntropy p)"),
        (KL(q, p), "(KL q p)"),
        (BinomialTail(n, p, r), "(BinomialTail n p r)"),
        (Superquantile(n, p, q), "(Superquantile n p q)"),
        (AtLeast(r, s), "(at_least r s)"),
        (sympy.binomial(n, m), "(INR (binom n m))"),
        (P[i], "(P i)"),
        (Sum(P[i], (i, 0, n)), "(Sum 0%nat n (fun i : nat => (P i)))"),
        (Product(P[i], (i, 1, n)), "(Prod 1%nat n (fun i : nat => (P i)))"),
        (x ** (n + m), "(x ^ (m + n)%nat)"),
        (x ** (n - m), "(x ^ (n - m)%nat)"),
        (x ** (n * m), "(x ^ (m * n)%nat)"),
        (x ** (n**m), "(x ^ (n ^ m)%nat)"),
        (Pr(le(1, DRAWS[n])), "(pr (fun omega : Omega => (1 <= (INR (X omega n)))))"),
    ],
    ids=str,
)
def test_a_term_in_rocqs_syntax(term: object, text: str) -> None:
    assert real(term) == text


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (log(r), ["0 < r"]),
        (1 / r, ["r <> 0"]),
        (r**-2, ["(r ^ 2%nat) <> 0"]),
        (sqrt(r), ["0 <= r"]),
        (r**q, ["0 < r"]),
        (log(1 / r), ["r <> 0", "0 < (/ r)"]),
        (x ** (n - m), ["(m <= n)%nat"]),
        (sympy.LambertW(r), ["(- (exp (-1))) <= r"]),
        (KL(r, s), ["KL_defined r s"]),
        (x + exp(r), []),
    ],
    ids=str,
)
def test_what_must_hold_for_a_term_to_be_meaningful(term: object, expected: list[str]) -> None:
    assert needs(term) == expected


def test_a_condition_under_a_sum_knows_the_range() -> None:
    scope = Scope()
    Propositions(scope).real(Sum(log(P[i]), (i, 1, n)))
    (need,) = scope.conditions
    assert need.context == ("forall i : nat,", "(1%nat <= i <= n)%nat ->")
    assert (need.claim, need.opposite) == ("0 < (P i)", "(P i) <= 0")


def test_a_function_without_a_definition_of_its_own_is_unfolded() -> None:
    alphabet = family("Q", Positive)
    text = real(Divergence(P, alphabet, n))
    assert text.startswith("(Sum 1%nat n (fun")
    assert "ln" in text


def test_names_that_rocq_or_the_checks_use_are_avoided() -> None:
    assert real(Variable("at", Real) + Variable("W", Real)) == "(W_ + at_)"
    assert real(Variable("k'", Count)) == "(INR k')"
    assert real(Variable("s", Real) * Variable("s", Positive)) in ("(s * s_)", "(s_ * s)")


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        (gamma(x), "gamma"),
        (sympy.sin(x), "sin"),
        (Integral(x, x), "Integral"),
        (Function("f")(x), "f"),
        (sympy.Symbol("z"), "Symbol"),
        (sympy.oo, "Infinity"),
        (sympy.nan, "NaN"),
        (sympy.I, "ImaginaryUnit"),
        (sympy.Float("0.1"), "Float"),
        (sympy.Piecewise((x, x > 1), (y, True)), "Piecewise"),
        (sympy.LambertW(x, -1), "LambertW"),
        (Variable("j", Integers), "Variable"),
        (x ** Variable("j", Integers), "Variable"),
        (sympy.Float("0.1") * x, "Float"),
    ],
    ids=str,
)
def test_what_has_no_translation_is_named(term: sympy.Basic, kind: str) -> None:
    inner = exp(1 + term) if term.is_commutative and term not in (sympy.oo, sympy.nan) else term
    with pytest.raises(Untranslatable) as refused:
        real(inner)
    assert refused.value.kind == kind
    assert f"no translation into Rocq of {kind} {refused.value.node}" in str(refused.value)
