"""Typed variables in SymPy's code printers, and so in lambdify and plot."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import sympy
from sympy.printing.codeprinter import CodePrinter

from skilltheory.functions import KL, H
from skilltheory.sorts import OpenUnit, variables

p, q = variables("p q", OpenUnit)


@pytest.mark.parametrize("modules", ["math", "numpy", "mpmath", "scipy"])
def test_lambdify(modules: str) -> None:
    function: Callable[..., float] = sympy.lambdify([p, q], p**2 + sympy.log(q), modules)
    assert float(function(0.5, 0.25)) == pytest.approx(0.25 + math.log(0.25))


def test_lambdify_of_the_functions() -> None:
    function: Callable[..., float] = sympy.lambdify([q, p], KL(q, p) + H(p), "numpy")
    expected = float((KL("1/3", "1/2") + H("1/2")).evalf(20))
    assert function(1 / 3, 1 / 2) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    "code",
    [
        sympy.ccode,
        sympy.fcode,
        sympy.jscode,
        sympy.rcode,
        sympy.octave_code,
        sympy.julia_code,
        sympy.pycode,
    ],
)
def test_other_languages(code: Callable[[sympy.Expr], str]) -> None:
    assert "p" in code(p + 1)


def test_the_clash_is_real() -> None:
    """Should SymPy drop its own printer of that name, the workaround can go."""
    assert hasattr(CodePrinter, "_print_Variable")
