"""Checks answers of the teaching notebooks, by asking the library what is right.

In a notebook::

    from exercises import check

    answer = ...
    check("1.1", answer)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import sympy

from skilltheory import KL, BinomialTail, H, NoGuarantee, OpenUnit, Variable, exact, get_law, solve
from skilltheory.errors import SkillTheoryError
from skilltheory.kernel import Theorem, le
from skilltheory.scaling import get_model
from skilltheory.simulate import Problem, SkillGraph, exact_worst
from skilltheory.simulate.adversary import edges_into

__all__ = ["ADVERSARY", "EXERCISES", "Exercise", "check", "draws"]

p = Variable("p", OpenUnit)


@dataclass(frozen=True)
class Exercise:
    """How one answer is judged: a true answer is confirmed in words, a false one gets a hint."""

    judge: Callable[[Any], bool]
    confirm: str
    hint: str


def _number(right: Callable[[], Any], digits: int = 3) -> Callable[[Any], bool]:
    """Right to so many significant digits."""

    def judge(answer: Any) -> bool:
        target = sympy.N(right(), 30)
        return bool(
            abs(sympy.N(answer, 30) - target) <= abs(target) * sympy.Rational(1, 10**digits)
        )

    return judge


def _exactly(right: Callable[[], Any]) -> Callable[[Any], bool]:
    """Right as an exact number; a float is not exact."""

    def judge(answer: Any) -> bool:
        if isinstance(answer, float):
            return False
        return sympy.simplify(sympy.sympify(answer) - sympy.sympify(right())) == 0

    return judge


def _as_far_as_a_fair_coin(answer: Any) -> bool:
    believed = exact(answer)
    excess = KL(sympy.Rational(1, 2), sympy.Rational(believed)).evalf(20)
    return bool(believed < Fraction(1, 2) and abs(excess - sympy.log(2).evalf(20)) < 1e-3)


def _is_least_k(answer: Any) -> bool:
    return int(answer) == int(Fraction(solve.k("1/10", "3", "1/10").exact or 0))


def _halves_the_excess(answer: Any) -> bool:
    law, model = get_law("besiroglu2024"), get_model("gpt-3")
    ratio = float(law.scale(model.parameters, model.tokens, str(answer), digits=12).excess_ratio)
    return abs(ratio - 0.5) < 2e-3


def _tokens_a_parameter() -> Any:
    best = get_law("besiroglu2024").allocate("1e24", digits=12)
    return float(best.tokens) / float(best.parameters)


def _first_unseen_size() -> int:
    size = 1
    while 10**10 * comb(16, size) >= 0.9 * comb(1000, size):
        size += 1
    return size


def _is_silent(answer: Any) -> bool:
    alpha, theta, k = answer
    try:
        basic = solve.beta(alpha, theta, k)
    except NoGuarantee:
        return False
    return basic.vacuous and not solve.beta(alpha, theta, k, bound="sharp").vacuous


def _is_proof_of_largest_entropy(answer: Any) -> bool:
    if type(answer) is not Theorem:
        return False
    proved = answer.conclusion == le(H(p), sympy.log(2))
    return proved and not answer.hypotheses and not answer.axioms


ADVERSARY = Problem.make(24, 8, 2, "1/4", "1/4")
"""A game: 24 pieces, 8 skills, 2 skills a piece; 6 pieces may be wrong, 2 skills are given up."""


def draws() -> Any:
    """The skills of each piece in the adversary's game: one row a piece."""
    return SkillGraph.make(24, 8, 2, seed=5).draws().T


def _is_worst(pieces: Sequence[int]) -> bool:
    if len(set(pieces)) != ADVERSARY.n:
        return False
    graph = SkillGraph.make(24, 8, 2, seed=5).draws()
    worst = exact_worst(ADVERSARY, graph)
    mask = np.zeros(24, dtype=bool)
    mask[list(pieces)] = True
    level = ADVERSARY.level(edges_into(ADVERSARY, graph, mask))
    print(f"your level: {level}; the best possible: {worst.level}")
    return bool(level == worst.level)


EXERCISES: dict[str, Exercise] = {
    "1.1": Exercise(
        _exactly(lambda: sympy.log(4)),
        "log 4: two bits, in nats.",
        "each of the four answers gets probability 1/4",
    ),
    "1.2": Exercise(
        _number(lambda: KL("1/2", "1/3")),
        "the excess is kl(1/2, 1/3).",
        "the mean of log(P/Q) under P, with P the fair coin",
    ),
    "1.3": Exercise(
        _as_far_as_a_fair_coin,
        "so a belief of about 1 in 15 costs a fair coin a whole bit more than it must.",
        "kl(1/2, p) = -log(4 p (1-p))/2; which p makes it log 2?",
    ),
    "1.4": Exercise(
        _number(lambda: 1 - sympy.exp(-sympy.Rational(1, 20)), 4),
        "1 - exp(-1/20): a little less than the excess itself.",
        "at a certain place the excess is -log of the probability of the right answer",
    ),
    "1.5": Exercise(
        _number(_tokens_a_parameter, 2),
        "and under other fits it is another number: ask them.",
        "law.allocate('1e24') has .tokens and .parameters",
    ),
    "2.1": Exercise(
        _exactly(lambda: comb(100, 10)),
        "and exp(100 h(1/10)) is about seven times as many.",
        "choose 10 of 100",
    ),
    "2.2": Exercise(
        _number(lambda: BinomialTail(100, "1/10", 20)),
        "the bound of Chernoff is about nine times as large, and has the same exponent.",
        "BinomialTail(n, p, z) is P[Bin(n, p) >= z]; ask it for .evalf()",
    ),
    "2.3": Exercise(
        _is_least_k,
        "with that many skills a piece, and no fewer.",
        "solve.k(alpha, beta, theta)",
    ),
    "2.4": Exercise(
        _exactly(lambda: solve.beta("1/10", "1/5", 1, bound="sharp").exact),
        "with one skill a piece nothing is mixed: the adversary gets all he could ever get.",
        "X is 0 or 1; the largest fifth of the pieces has the whole tenth of ones",
    ),
    "2.5": Exercise(
        _exactly(lambda: solve.beta("1/2", "1/4", 2, bound="sharp").exact),
        "exactly the pieces that draw two given-up skills are a quarter of all.",
        "P[X = 2] = 1/4: what is the mean of X over the largest quarter, and over all?",
    ),
    "2.6": Exercise(
        _is_worst,
        "no adversary can do better on this graph.",
        "first choose the two skills to ruin; then the pieces that use them most",
    ),
    "2.7": Exercise(
        _is_silent,
        "the theorem is true there, and empty; the truth is not.",
        "look at large theta and small k, in the gallery's map of where the theorem speaks",
    ),
    "3.1": Exercise(_exactly(lambda: comb(1000, 5)), "8.25e12 quintuples.", "choose 5 of 1000"),
    "3.2": Exercise(
        _exactly(_first_unseen_size),
        "from that size on, competence cannot be memory.",
        "compare 10**10 * comb(16, size) with 0.9 * comb(1000, size)",
    ),
    "3.3": Exercise(
        _halves_the_excess,
        "after that, pairs of skills are where single skills were.",
        "law.scale(parameters, tokens, times).excess_ratio should be 1/2: try, or bisect",
    ),
    "3.4": Exercise(
        _is_proof_of_largest_entropy,
        "proved, by you, from nothing but the kernel's rules.",
        "instantiate Gibbs' inequality at (p, 1/2); then combine(le(H(p), log(2)), [(it, 1)])",
    ),
}


def check(number: str, answer: Any) -> bool | None:
    """Say whether an answer is right.

    Returns
    -------
    bool or None
        None as long as the answer is ``...``.
    """
    exercise = EXERCISES[number]
    if answer is ...:
        print(f"{number}: waiting for your answer")
        return None
    try:
        right = exercise.judge(answer)
    except (SkillTheoryError, TypeError, ValueError, IndexError) as error:
        print(f"{number}: this cannot be read as an answer ({error})")
        return False
    print(
        f"{number}: right; {exercise.confirm}" if right else f"{number}: not yet; {exercise.hint}"
    )
    return right
