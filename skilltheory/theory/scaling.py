"""Scaling: how the loss falls with parameters and tokens.

Section "Scaling law" of the theory reference.  The published fits and the
certified figures are in :mod:`skilltheory.scaling`; here are the sentences
about the form of the law.
"""

from __future__ import annotations

from sympy import Expr, Rational

from skilltheory.kernel.formula import And, eq, le, lt, ne
from skilltheory.sorts import GreaterThanOne, Positive, Variable, constant, family, variables
from skilltheory.theory.statement import Kind, state

__all__ = [
    "A",
    "B",
    "C",
    "D",
    "D_BEST",
    "E",
    "LOSS",
    "N",
    "N_BEST",
    "a",
    "b",
    "excess",
    "factor",
    "spent",
]

SOURCE = 'theory reference, section "Scaling law"'

N, D, C = variables("N D C", Positive)  # parameters, tokens, compute
A, B, a, b = variables("A B a b", Positive)  # the constants of the law
factor = Variable("r", GreaterThanOne)

LOSS = family("L", Positive, fixed=True)
"""``LOSS[N, D]``: the cross-entropy of the model with N parameters trained on D tokens."""
E = constant("E", Positive)
A0, B0, a0, b0 = (constant(name, Positive) for name in ("A_0", "B_0", "a_0", "b_0"))


def excess(parameters: Expr, tokens: Expr) -> Expr:
    """The excess of the loss over the entropy of language, in nats."""
    return A * parameters**-a + B * tokens**-b


def spent(parameters: Expr, compute: Expr = C) -> Expr:
    """The excess when ``compute`` is all spent: tokens are ``compute / (6 parameters)``."""
    return A * parameters**-a + B * (6 * parameters / compute) ** b


_G = (a * A / (b * B)) ** (1 / (a + b))
N_BEST = _G * (C / 6) ** (b / (a + b))
D_BEST = (C / 6) ** (a / (a + b)) / _G

law = state(
    "scaling.law",
    Kind.LAW,
    "Scaling law",
    eq(LOSS[N, D], E + A0 * N**-a0 + B0 * D**-b0),
    source="Hoffmann et al. (2022), section 3.3; " + f"{SOURCE}, 2.1",
    meaning="""The loss is the entropy of language E plus a term that falls with
    the number of parameters N and one that falls with the number of tokens D.
    An observation about trained models, not a theorem.""",
)

hoffmann = state(
    "scaling.exponents",
    Kind.LAW,
    "The exponents of Hoffmann et al., as printed",
    And(eq(a0, Rational(34, 100)), eq(b0, Rational(28, 100))),
    source="Hoffmann et al. (2022), section D.2, equation 10",
    meaning="""The two exponents of the first published fit. Other fits give
    other exponents; results that use these list this law.""",
)

optimum = state(
    "scaling.optimum",
    Kind.THEOREM,
    "The best split of compute",
    le(spent(N_BEST), spent(N)),
    source="Hoffmann et al. (2022), equation 4; " + f"{SOURCE}, 2.2",
    meaning="""With compute C = 6 N D fixed, no number of parameters gives a
    smaller excess than N* = G (C/6)^(b/(a+b)), G = (aA/(bB))^(1/(a+b)).""",
)

unique = state(
    "scaling.optimum-unique",
    Kind.THEOREM,
    "The best split is unique",
    lt(spent(N_BEST), spent(N)),
    suppose=[ne(N, N_BEST)],
    source=f"{SOURCE}, 2.2",
    meaning="Any other number of parameters is strictly worse.",
)

tokens = state(
    "scaling.optimum-tokens",
    Kind.THEOREM,
    "The tokens at the best split",
    eq(C / (6 * N_BEST), D_BEST),
    source="Hoffmann et al. (2022), equation 4; " + f"{SOURCE}, 2.2",
    meaning="The compute left after N* buys D* = (1/G) (C/6)^(a/(a+b)) tokens.",
)

exponent = state(
    "scaling.compute-exponent",
    Kind.THEOREM,
    "The best excess is a power of compute",
    eq(
        spent(N_BEST.subs(C, factor * C), factor * C),
        factor ** (-a * b / (a + b)) * spent(N_BEST),
    ),
    source=f"{SOURCE}, 2.2",
    meaning="""Multiply compute by r, split it best, and the excess falls by
    r^(-ab/(a+b)): slower than either term alone.""",
)

bracket = state(
    "scaling.bracket",
    Kind.THEOREM,
    "What scaling both parameters and tokens does",
    And(
        le(factor**-a * excess(N, D), excess(factor * N, factor * D)),
        le(excess(factor * N, factor * D), factor**-b * excess(N, D)),
    ),
    suppose=[le(b, a)],
    source=f"{SOURCE}, 2.3",
    meaning="""r times the parameters and r times the tokens multiply the excess
    by something between r^-a and r^-b.""",
)

tenfold = state(
    "scaling.tenfold",
    Kind.PREDICTION,
    "Ten times the scale, about half the excess",
    And(
        lt(Rational(457, 1000) * (LOSS[N, D] - E), LOSS[10 * N, 10 * D] - E),
        lt(LOSS[10 * N, 10 * D] - E, Rational(525, 1000) * (LOSS[N, D] - E)),
    ),
    source=f"{SOURCE}, 2.3",
    meaning="""With the exponents of the first fit, ten times the parameters and
    tokens leave between 45.7 % and 52.5 % of the excess, whatever the size.""",
)
