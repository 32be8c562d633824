"""Statements as objects: complete, readable, and honest about what they rest on."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import latex2mathml.converter
import pytest
import sympy

from skilltheory.errors import SkillTheoryError, UnknownName
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Formula, eq, le
from skilltheory.sorts import Positive, Variable
from skilltheory.theory import CHAPTERS, Kind, State, Statement, statement, statements
from skilltheory.theory.statement import state

ALL = [pytest.param(s, id=s.id) for s in statements()]
each = pytest.mark.parametrize("s", ALL)


@each
def test_is_complete(s: Statement) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", s.id)
    assert s.chapter in CHAPTERS
    assert isinstance(s.kind, Kind)
    assert s.title
    assert not s.title.endswith(".")
    assert len(s.source) > 10
    assert s.meaning.endswith((".", ")"))
    assert len(s.meaning.split()) >= 6
    assert isinstance(s.conclusion, Formula)
    assert all(isinstance(h, Formula) for h in s.hypotheses)


@each
def test_parameters_are_the_free_variables(s: Statement) -> None:
    assert set(s.parameters) == free_variables([*s.hypotheses, s.conclusion])
    names = [v.name for v in s.parameters]
    assert len(names) == len(set(names)), "one name, two sorts"
    assert all(v.sort.meaning for v in s.parameters)


@each
def test_reads_as_text(s: Statement) -> None:
    text = s.text()
    assert text == repr(s)
    assert s.id in text
    assert s.title in text
    assert s.source in text
    assert str(s.conclusion) in text
    assert all(str(h) in text for h in s.hypotheses)
    assert "Dummy" not in text
    assert "Symbol(" not in text


@each
def test_reads_as_latex(s: Statement) -> None:
    latex = s.latex()
    assert s._repr_latex_() == f"$\\displaystyle {latex}$"
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
    assert ("Longrightarrow" in latex) == bool(s.hypotheses)
    assert "operatorname{AtLeast}" not in latex, "an indicator without its notation"
    assert "<math" in latex2mathml.converter.convert(latex)


@each
def test_reads_as_html(s: Statement) -> None:
    page = s._repr_html_()
    ElementTree.fromstring(page)  # every element closed, every special character escaped
    assert s.id in page
    assert s.state.value in page


def test_ids_are_unique_and_found_again() -> None:
    ids = [s.id for s in statements()]
    assert len(ids) == len(set(ids))
    assert all(statement(i).id == i for i in ids)


def test_an_id_is_taken_once() -> None:
    with pytest.raises(SkillTheoryError, match="already there"):
        state("information.phi", Kind.LEMMA, "Again", le(0, 1), source="nowhere", meaning="again")


def test_an_unknown_id_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownName, match=r"emergence\.basic"):
        statement("emergence.basics")


def test_every_open_statement_is_known() -> None:
    """A statement that loses its proof fails here; so does one that gains it, unnoticed."""
    assert [s.id for s in statements() if s.state is State.OPEN] == []


def test_what_may_be_supposed() -> None:
    """The list of what nobody proves, to be kept short and looked at when it changes."""
    supposed = {s.id: s.kind for s in statements() if s.kind.is_supposed}
    assert {i for i, kind in supposed.items() if kind is Kind.TEXTBOOK} == {
        "emergence.binomial-theorem",
        "emergence.lambert",
        "emergence.archimedes",
        "sharp.binomial-moments",
        "sharp.thinning",
    }
    assert {i for i, kind in supposed.items() if kind is Kind.LAW} == {
        "scaling.law",
        "scaling.exponents",
    }
    assert {i for i, kind in supposed.items() if kind is Kind.ASSUMPTION} == {
        "cloze.sufficiency",
        "skillgraph.mixing",
        "skillgraph.all-or-nothing",
        "skillgraph.sparse",
        "finite.mixing",
        "sharp.mixing",
        "tuples.grouping",
        "measure.mixing",
        "skillmix.independence",
        "skillmix.transfer",
    }


RESTS_ON = {
    "information.pinsker": set(),
    "information.gibbs": set(),
    "cloze.total-variation": set(),
    "scaling.optimum": set(),
    "emergence.unique": set(),
    "emergence.exists": set(),
    "emergence.falls-in-theta": set(),
    "emergence.closed-form": {"emergence.lambert"},
    "emergence.chernoff": {"emergence.binomial-theorem"},
    "emergence.finite": {"skillgraph.mixing"},
    "emergence.basic": {
        "skillgraph.mixing",
        "skillgraph.sparse",
        "emergence.archimedes",
        "emergence.binomial-theorem",
    },
    "sharp.lower": {
        "emergence.archimedes",
        "finite.mixing",
        "sharp.binomial-moments",
        "sharp.mixing",
        "sharp.own",
        "sharp.pieces",
        "sharp.skills",
        "skillgraph.sparse",
    },
    "tuples.tenfold": {"scaling.law", "scaling.exponents", "cloze.sufficiency"},
    "tuples.groups": {"skillgraph.all-or-nothing"},
    "skillmix.novelty": set(),
    "skillmix.new-answers": {"skillmix.independence", "skillmix.in-corpus"},
    "skillmix.reach": {"skillmix.transfer", "cloze.sufficiency"},
}


@pytest.mark.parametrize("identifier", RESTS_ON)
def test_rests_on(identifier: str) -> None:
    assert {s.id for s in statement(identifier).rests_on()} == RESTS_ON[identifier]


@each
def test_rests_only_on_what_may_be_supposed(s: Statement) -> None:
    if s.state is State.OPEN:
        with pytest.raises(SkillTheoryError, match="open"):
            s.rests_on()
        return
    assert all(x.kind.is_supposed for x in s.rests_on())
    assert all(not x.kind.is_supposed for x in s.uses())
    if s.kind.is_supposed:
        assert s.rests_on() == (s,)
    for used in s.uses():  # what a lemma rests on, its user rests on
        assert set(used.rests_on()) <= set(s.rests_on())
        assert s not in used.uses()


def test_uses_goes_all_the_way_down() -> None:
    names = [s.id for s in statement("cloze.l1").uses()]
    assert names == [
        "cloze.total-variation",
        "information.log-bound",
        "information.log-sum",
        "information.pinsker",
    ]


def test_without() -> None:
    basic = statement("emergence.basic")
    assert [s.id for s in basic.without("skillgraph.mixing")] == [
        "emergence.finite",
        "emergence.basic",
    ]
    assert [s.id for s in basic.without("skillgraph.sparse")] == ["emergence.basic"]
    assert basic.without("scaling.law") == ()
    prediction = statement("tuples.tenfold")
    assert [s.id for s in prediction.without("scaling.exponents")] == [
        "scaling.tenfold",
        "tuples.tenfold",
    ]
    with pytest.raises(UnknownName):
        basic.without("skillgraph.mixture")


def test_the_formula_joins_hypotheses_and_conclusion() -> None:
    s = statement("emergence.chernoff")
    assert s.formula.args == (s.hypotheses[0], s.conclusion)
    bare = statement("information.phi")
    assert bare.formula is bare.conclusion


def test_hypotheses_are_all_used() -> None:
    """A hypothesis that the proof does not need makes a statement weaker than it is."""
    for s in statements():
        if s.state is State.PROVED:
            assert s.theorem().hypotheses == frozenset(s.hypotheses), s.id


def test_only_propositions_are_taken() -> None:
    x = Variable("x", Positive)

    def enter(conclusion: Any) -> None:
        state("information.new", Kind.LEMMA, "New", conclusion, source="here", meaning="new")

    with pytest.raises(SkillTheoryError, match="True is not a proposition"):
        enter(x > -1)  # SymPy decides this by itself, and here only a rule may
    with pytest.raises(SkillTheoryError, match="has no sort"):
        enter(eq(sympy.Symbol("z"), x))
    with pytest.raises(UnknownName):
        statement("information.new")
