"""Formulas for reading: the same object, in a reader's order, all of it sayable in MathML."""

import pytest
from sympy import Sum, log, symbols

from skilltheory.functions import KL
from skilltheory.kernel.formula import And, every, le, lt
from skilltheory.sorts import Count, OpenUnit, Positive, family, variables
from skilltheory.sphinxext._mathml import mathml
from skilltheory.sphinxext._render import prose
from skilltheory.sphinxext._typeset import Line, lines, sorts_of, tex
from skilltheory.theory import statement, statements

p, q = variables("p q", OpenUnit)
i, n = variables("i n", Count)
P, Q = family("P", Positive), family("Q", Positive)


def formulas(found: list[Line]) -> list[str]:
    """Every formula of some lines, those among the words included."""
    made: list[str] = []
    for line in found:
        made += line.words.split("$")[1::2]
        made += [line.formula] if line.formula else []
        made += formulas(line.below)
    return made


@pytest.mark.parametrize("found", statements(), ids=lambda s: s.id)
def test_every_statement_becomes_mathml_and_no_line_hides_a_quantifier(found):
    for proposition in (*found.hypotheses, found.conclusion):
        written = formulas(lines(proposition)[0])
        assert written
        for formula in written:
            assert "<math" in mathml(formula, display=True)
    assert "<math" in mathml(tex(found.conclusion))


def test_a_sum_begins_with_what_is_added():
    assert tex((q - p) ** 2) == r"\left(q - p\right)^{2}"
    assert tex(1 - p - q).startswith("1 - ")


def test_functions_stand_after_what_multiplies_them():
    assert tex(P[i] * log(P[i] / Q[i])).startswith(r"{P}_{i} \, \log")
    assert tex(-p * log(q)) == r"- p \, \log{\left(q \right)}"


def test_a_range_is_said_as_a_range():
    words = lines(every(i, 1, n, lt(0, P[i])))[0]
    assert words[0].words == r"for every $1 \le i \le n$:"
    assert words[1].formula == "0 < {P}_{i}"


def test_only_what_is_one_chain_is_written_as_one():
    made = lines(And(le(1, n), le(n, 4), lt(p, q)))[0]
    assert [line.formula for line in made] == [r"1 \le n \le 4", "p < q"]
    apart = lines(And(le(1, p), lt(q, p)))[0]
    assert [line.formula for line in apart] == [r"1 \le p", "q < p"]


def test_an_event_is_named_and_then_described():
    made, left_out = lines(statement("emergence.failure").conclusion)
    assert made[0].formula.startswith(r"\Pr{\left(\mathcal{E} \right)} \le")
    assert made[1].below[0].words.startswith("there is")
    assert left_out  # the sizes N1, N2, k, n, m are the same throughout


def test_indices_that_vary_are_never_left_out():
    shown, left_out = lines(statement("information.chain-mean").conclusion)
    assert not left_out
    assert "{R}_{i,j}" in shown[0].formula


def test_variables_are_grouped_by_sort():
    assert sorts_of((p, q, n)) == [("OpenUnit", r"p,\, q"), ("Count", "n")]


def test_words_get_signs_and_greek_letters_and_nothing_else_changes():
    assert prose("theta beta <= 1 - alpha, N1 and k'") == (
        "θ β ≤ 1 \N{MINUS SIGN} \N{GREEK SMALL LETTER ALPHA}, N₁ and k\N{PRIME}"
    )
    assert prose("the alphabet, kl-by-phi, beta_s, well-known") == (
        "the alphabet, kl-by-phi, beta_s, well-known"
    )


def test_mathml_keeps_the_latex_and_sets_names_as_names():
    made = mathml(r"k \theta \operatorname{kl}(q, p)")
    assert 'alttext="k \\theta \\operatorname{kl}(q, p)"' in made
    assert "<mi>kl</mi>" in made
    assert made.index('width="0.1667em"') < made.index("<mi>kl</mi>")


def test_a_name_before_a_bracket_has_no_space_and_before_a_number_has_one():
    assert 'width="0.1667em"' not in mathml(r"\log(2)")
    assert 'width="0.1667em"' in mathml(r"\log 2")


def test_what_the_minimum_runs_over_stands_below_it():
    assert "<munder>" in mathml(r"\min_c x", display=True)


@pytest.mark.parametrize("wrong", [r"\nosuchcommand x", r"x_1_2", r"\Big\{x\Big\}"])
def test_latex_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match=r"cannot be read|not understood"):
        mathml(wrong)


def test_sums_of_what_is_not_typed_still_print():
    x, y = symbols("x y")
    assert tex(Sum(x * y, (x, 1, 3))).startswith(r"\sum_{x=1}^{3}")
    assert tex(KL(q, p)) == r"\operatorname{kl}\left(q, p\right)"
