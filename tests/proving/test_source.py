"""A goal's script, run as a module, proves the same; what the kernel sees is the same."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sympy import E, Lambda, Rational, Sum, binomial, exp, log, sqrt

from skilltheory.errors import SkillTheoryError
from skilltheory.functions import KL
from skilltheory.kernel import assume, instantiate, monotone, sign, sum_of
from skilltheory.kernel.formula import And, Exists, ForAll, Implies, Pr, eq, every, le, lt, ne
from skilltheory.proving.goal import Goal
from skilltheory.proving.script import SCRIPTS
from skilltheory.proving.source import _Printer, identifier, spaced, wrapped
from skilltheory.proving.store import attempt
from skilltheory.sorts import Count, Natural, OpenUnit, Positive, Real, Variable, family, variables
from skilltheory.theory import statement
from skilltheory.theory.skillgraph import alpha, beta

x, y, t = variables("x y t", Positive)
v, w = variables("v w", Real)
n, i = variables("n i", Count)
theta = Variable("theta", OpenUnit)
numbers = family("z", Real)


@pytest.fixture
def run() -> Iterator[Callable[[str], None]]:
    """Run a script as if it stood in a module, and forget its proof afterwards."""
    before = set(SCRIPTS)

    def execute(source: str) -> None:
        ast.parse(source)
        exec(compile(source, "a script of one's own", "exec"), {})

    yield execute
    for name in set(SCRIPTS) - before:
        del SCRIPTS[name]


def _log_mean() -> Goal:
    parts = (
        le(sqrt(x * y) * (log(y) - log(x)), y - x),
        le(2 * (y - x), (x + y) * (log(y) - log(x))),
    )
    goal = Goal(And(*parts), suppose=[x < y]).split()
    goal = goal.increasing(sqrt(t) - 1 / sqrt(t) - log(t), t, (1, y / x)).by_combining()
    return goal.increasing(log(t) - 2 * (t - 1) / (t + 1), t, (1, y / x)).by_combining()


def _power() -> Goal:
    goal = Goal(exp(-1 / E) <= x**x).minimum(x * log(x), x, 1 / E)
    return goal.apply(monotone, "exp", goal[1]).by_combining()


def _cauchy() -> Goal:
    total = Sum(numbers[i], (i, 1, n))
    goal = Goal(total**2 <= n * Sum(numbers[i] ** 2, (i, 1, n))).tangent(v**2, v, w)
    goal = goal.use(1, v=numbers[i], w=total / n)
    return goal.apply(sum_of, goal[2], i, 1, n).by_combining()


def _bernoulli() -> Goal:
    return Goal(1 - (1 - theta) ** n <= n * theta).induction(n).by_sign().by_combining()


def _phi_bound() -> Goal:
    goal = Goal(statement("emergence.phi-bound"))
    goal = goal.use("information.kl-by-phi", q=alpha * beta, p=alpha)
    return goal.use("information.phi", u=(1 - alpha * beta) / (1 - alpha)).by_combining()


def _cube() -> Goal:
    claim = le(3 * x - 2, x**3)
    return Goal(claim).tangent(v**3, v, 1, where=[le(0, v)]).use(1, v=x)


def _absolute() -> Goal:
    return (
        Goal(le(-v, abs(v)), suppose=[And(le(-1, v), le(v, 1))]).cases(le(0, v)).by_sign().by_sign()
    )


def _assumption() -> Goal:
    law = statement("scaling.exponents").conclusion
    return Goal(lt(law.args[1].lhs, law.args[0].lhs)).use("scaling.exponents").by_combining()


PROOFS = [_log_mean, _power, _cauchy, _bernoulli, _phi_bound, _cube, _absolute, _assumption]


@pytest.mark.parametrize("made", PROOFS, ids=lambda f: f.__name__.strip("_"))
def test_the_script_proves_the_same(made: Callable[[], Goal], run: Callable[[str], None]) -> None:
    goal = made()
    run(goal.script("mine.own", "An idea."))
    again = attempt(SCRIPTS["mine.own"], goal.claim, goal.suppose)
    assert again.conclusion == goal.theorem.conclusion
    assert again.hypotheses == goal.theorem.hypotheses
    assert again.axioms == goal.theorem.axioms
    assert again.lemmas == goal.theorem.lemmas
    assert SCRIPTS["mine.own"].__doc__ == "An idea."


def test_the_scripts_are_as_formatters_and_linters_want_them(tmp_path: Path) -> None:
    for made in PROOFS:
        source = made().script("mine.own", "An idea.")
        (tmp_path / f"{made.__name__}.py").write_text(f'"""A proof."""\n\n{source}')
    ruff, root = [sys.executable, "-m", "ruff"], Path(__file__).parents[2]
    options = ["--config", str(root / "pyproject.toml"), "--no-cache", str(tmp_path)]
    for command in (["format", "--diff"], ["check"]):
        done = subprocess.run([*ruff, *command, *options], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_theorem_handed_in_has_no_source() -> None:
    goal = Goal(lt(0, y - x), suppose=[x < y])
    outside = sign(lt(0, y - x), [assume(lt(x, y))])
    done = goal.by_combining([outside])
    assert done.theorem.hypotheses == {lt(x, y)}
    with pytest.raises(SkillTheoryError, match="handed in as a theorem"):
        done.script("mine.own")


def test_an_assumption_handed_in_has() -> None:
    goal = Goal(lt(0, y - x), suppose=[x < y]).by_combining([assume(lt(x, y))])
    assert "assume(proof.hypotheses[0])" in goal.script("mine.own")


def test_reasons_with_quotes_and_backslashes_survive(run: Callable[[str], None]) -> None:
    goal = Goal(lt(0, x)).by_sign('so "x" is in \\(0, \\infty)')
    run(goal.script("mine.own"))
    assert attempt(SCRIPTS["mine.own"], goal.claim).conclusion == goal.claim


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x", "x"),
        ("N_1", "N_1"),
        ("k'", "k_prime"),
        ("lambda", "lambda_"),
        ("log", "log_"),
        ("combine", "combine_"),
        ("Positive", "Positive_"),
        ("proves", "proves_"),
    ],
)
def test_names_are_names_of_python(name: str, written: str) -> None:
    assert identifier(Variable(name, Positive)) == written


def test_terms_and_propositions_are_written_so_that_they_come_back() -> None:
    p, q = variables("p q", OpenUnit)
    k = Variable("k", Natural)
    f = Variable("f", Positive)
    names = {
        "x": x, "y": y, "p": p, "q": q, "k": k, "n": n, "i": i, "z": numbers, "KL": KL,
        "Rational": Rational, "sqrt": sqrt, "log": log, "exp": exp, "Sum": Sum, "Abs": abs,
        "binomial": binomial, "Lambda": Lambda, "le": le, "lt": lt, "eq": eq, "ne": ne, "And": And,
        "Implies": Implies, "ForAll": ForAll, "Exists": Exists, "Pr": Pr,
    }  # fmt: skip
    terms = [
        x / 3 + Rational(1, 2),
        x ** Rational(-2, 3) * 2 ** Rational(1, 2),
        E * exp(-x) + abs(numbers[1]),
        Sum(Sum(numbers[i] * binomial(n, k), (k, 0, i)), (i, 1, n)),
        KL(q, p) - log(1 / p),
        Lambda(i, numbers[i] + 1),
        le(x, y),
        And(lt(x, y), ne(x, 1)),
        ForAll(n, Implies(le(1, n), eq(n, n))),
        Exists(i, lt(x, i)),
        every(i, 1, n, le(0, numbers[i])),
        Pr(le(1, numbers[n])),
    ]
    assert f.name not in names
    for term in terms:
        assert eval(_Printer().doprint(term), names) == term


@pytest.mark.parametrize(
    ("plain", "formatted"),
    [("x*y", "x * y"), ("x**2", "x**2"), ("(x + 1)**2/x", "(x + 1) ** 2 / x"),
     ("f(x)**2", "f(x) ** 2"), ("2**-n", "2**-n"), ("x**f(y)", "x ** f(y)"),
     ("x**(y + 1)", "x ** (y + 1)"), ("z[i]**2", "z[i] ** 2"), ("-x*y", "-x * y")],
)  # fmt: skip
def test_operators_get_spaces(plain: str, formatted: str) -> None:
    assert spaced(plain) == formatted


def test_long_calls_are_broken_at_commas_outside_texts() -> None:
    code = f'proof.line(combine({"a" * 60}, [(b, 1), (c, 2)]), "first, then (second")'
    assert wrapped(code, 0, 0).splitlines() == [
        "proof.line(",
        f"    combine({'a' * 60}, [(b, 1), (c, 2)]),",
        '    "first, then (second",',
        ")",
    ]
    assert wrapped("short(1, 2)", 0, 0) == "short(1, 2)"


def test_families_are_declared_by_kind(run: Callable[[str], None]) -> None:
    fixed, plain = family("g", Positive, fixed=True), family("h", Positive)
    goal = Goal(lt(0, fixed[1] + plain[2])).by_sign()
    source = goal.script("mine.own")
    assert "Variable" not in source
    step = (
        Goal(lt(0, fixed[1] + plain[2])).have(lt(0, fixed[1])).have(lt(0, plain[2])).by_combining()
    )
    source = step.script("mine.own")
    assert 'g = family("g", Positive, fixed=True)' in source
    assert 'h = family("h", Positive)' in source
    run(source)


def test_instantiating_a_family(run: Callable[[str], None]) -> None:
    base = Goal(le(0, Sum(numbers[i] ** 2, (i, 1, n)))).by_sign()
    goal = Goal(le(0, Sum((i + v) ** 2, (i, 1, n)))).have(base.claim)
    goal = goal.apply(instantiate, goal[1], {numbers.label: Lambda(i, i + v)})
    run(goal.script("mine.own"))
    assert attempt(SCRIPTS["mine.own"], goal.claim).conclusion == goal.claim
