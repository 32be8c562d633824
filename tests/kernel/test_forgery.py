"""Every way we know to make, copy or change a theorem without a rule, tried."""

from __future__ import annotations

import copy
import copyreg
import dataclasses
import gc
import pickle
import types
import weakref
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
import sympy

from skilltheory.errors import ForgeryError, Refused, SkillTheoryError
from skilltheory.kernel import (
    RULES,
    Formula,
    Step,
    Theorem,
    assume,
    axiom,
    cite,
    conjoin,
    discharge,
    equality,
    modus_ponens,
    sign,
)
from skilltheory.kernel import theorem as module
from skilltheory.kernel.formula import as_formula, eq, le, lt
from skilltheory.kernel.theorem import Verdict, rule, seal
from skilltheory.proving.script import SCRIPTS, Proof, proves
from skilltheory.proving.store import attempt, prove
from skilltheory.sorts import Real, variables
from skilltheory.theory import statement

x, y = variables("x y", Real)
FALSE = lt(1, 0)
QUESTIONS = ("conclusion", "hypotheses", "axioms", "supposed", "lemmas", "step", "free")


@pytest.fixture
def real() -> Theorem:
    return sign(le(0, (x - 1) ** 2))


def says_nothing(thing: Any) -> None:
    """Whatever it is, it is no theorem: it answers nothing, and no rule takes it."""
    for question in QUESTIONS:
        with pytest.raises(ForgeryError):
            getattr(thing, question)
    for use in (conjoin, lambda t: discharge(t, FALSE), lambda t: sign(FALSE, [t])):
        with pytest.raises(ForgeryError):
            use(thing)


MAKING: dict[str, Callable[[Theorem], Any]] = {
    "constructor": lambda t: Theorem(),
    "constructor with contents": lambda t: Theorem(frozenset(), FALSE),  # type: ignore[call-arg]
    "its own __new__": lambda t: Theorem.__new__(Theorem),
    "type(theorem)": lambda t: type(t)(),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "deepcopy inside a list": lambda t: copy.deepcopy([t]),
    **{
        f"pickle, protocol {protocol}": lambda t, protocol=protocol: pickle.dumps(t, protocol)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    },
    "copyreg": lambda t: copyreg.__newobj__(Theorem),  # type: ignore[attr-defined]
    "copyreg's reconstructor": lambda t: copyreg._reconstructor(  # type: ignore[attr-defined]
        Theorem, Theorem, None
    ),
    "__reduce__": lambda t: t.__reduce__(),
    "__reduce_ex__": lambda t: t.__reduce_ex__(4),
    "__setstate__": lambda t: t.__setstate__({"conclusion": FALSE}),  # type: ignore[attr-defined]
    "dataclasses.replace": lambda t: dataclasses.replace(t, conclusion=FALSE),  # type: ignore[type-var]
    "__replace__": lambda t: t.__replace__(conclusion=FALSE),  # type: ignore[attr-defined]
    "subclass": lambda t: type("Mine", (Theorem,), {}),
    "subclass by types": lambda t: types.new_class("Mine", (Theorem,)),
    "subclass by its metaclass": lambda t: type(Theorem)("Mine", (Theorem,), {}),
    "assignment": lambda t: setattr(t, "conclusion", FALSE),
    "a new attribute": lambda t: setattr(t, "proved", True),
    "deletion": lambda t: delattr(t, "conclusion"),
    "object.__setattr__": lambda t: object.__setattr__(t, "conclusion", FALSE),
    "object.__setattr__ of anything": lambda t: object.__setattr__(t, "anything", FALSE),
    "vars": lambda t: vars(t).update(conclusion=FALSE),
    "__class__ of a theorem": lambda t: setattr(t, "__class__", Formula),
    "a property of the class": lambda t: setattr(Theorem, "conclusion", FALSE),
    "equality of the class": lambda t: setattr(Theorem, "__eq__", lambda *_: True),
    "deletion from the class": lambda t: delattr(Theorem, "conclusion"),
    "the record of a theorem": lambda t: object.__setattr__(
        module._look_up(t), "conclusion", FALSE
    ),
    "the hypotheses": lambda t: t.hypotheses.add(FALSE),  # type: ignore[attr-defined]
    "what it supposes": lambda t: t.supposed.update(a=FALSE),  # type: ignore[attr-defined]
    "its step": lambda t: object.__setattr__(t.step, "rule", "axiom"),
    "the data of its step": lambda t: t.step.data.update(claim=FALSE),  # type: ignore[attr-defined]
    "the parts of its conclusion": lambda t: setattr(t.conclusion, "lhs", sympy.Integer(9)),
}


@pytest.mark.parametrize("way", MAKING.values(), ids=MAKING)
def test_no_way_makes_or_changes_a_theorem(way: Callable[[Theorem], Any], real: Theorem) -> None:
    with pytest.raises((ForgeryError, TypeError, AttributeError)):
        way(real)
    assert real.conclusion == le(0, (x - 1) ** 2)
    assert real.hypotheses == real.axioms == frozenset()
    assert real.step.rule == "sign"


def test_a_bare_object_says_nothing() -> None:
    says_nothing(object.__new__(Theorem))


def test_another_class_turned_into_theorem_says_nothing() -> None:
    class Other:
        __slots__ = ("__weakref__",)

    other: Any = Other()
    other.__class__ = Theorem
    says_nothing(other)


@pytest.mark.parametrize(
    "thing",
    [
        mock.Mock(spec=Theorem, conclusion=FALSE, hypotheses=frozenset()),
        types.SimpleNamespace(conclusion=FALSE, hypotheses=frozenset()),
        Step("sign", (), {}),
        Theorem,
    ],
    ids=["mock", "namespace", "step", "class"],
)
def test_what_only_looks_like_one_is_not_taken(thing: Any) -> None:
    with pytest.raises((ForgeryError, Refused)):
        conjoin(thing)
    with pytest.raises((ForgeryError, Refused)):
        modus_ponens(discharge(assume(FALSE), FALSE), thing)


def test_a_weak_reference_is_no_theorem(real: Theorem) -> None:
    with pytest.raises((ForgeryError, Refused)):
        conjoin(weakref.proxy(real))


def test_the_place_of_a_dead_theorem_says_nothing() -> None:
    """The ledger goes by identity: a new object at an old address must not inherit."""
    for _ in range(200):
        old = sign(le(0, (x - 1) ** 2))
        where = id(old)
        del old
        gc.collect(0)
        bare = object.__new__(Theorem)
        with pytest.raises(ForgeryError):
            _ = bare.conclusion
        if id(bare) == where:
            return
    pytest.fail("no address was used again: the test tested nothing")


def test_the_list_of_rules_is_closed() -> None:
    def wish() -> Verdict:
        return Verdict(FALSE)

    with pytest.raises(ForgeryError, match="sealed"):
        rule(wish)
    seal()
    with pytest.raises(ForgeryError, match="sealed"):
        rule(wish)
    with pytest.raises(ForgeryError, match="sealed"):
        module.rule(wish)


def test_a_rule_without_its_wrapper_gives_no_theorem() -> None:
    verdict = assume.__wrapped__(FALSE)  # type: ignore[attr-defined]
    assert type(verdict) is Verdict
    with pytest.raises(ForgeryError):
        conjoin(verdict)
    with pytest.raises(ForgeryError):
        conjoin(Verdict(FALSE))  # type: ignore[arg-type]


def test_the_table_of_rules_is_only_a_table() -> None:
    before = dict(RULES)
    RULES["wish"] = lambda: Verdict(FALSE)  # type: ignore[assignment,return-value]
    try:
        with pytest.raises(ForgeryError):
            conjoin(RULES["wish"]())
    finally:
        del RULES["wish"]
    assert before == RULES


def test_theorems_are_equal_only_to_themselves(real: Theorem) -> None:
    again = sign(le(0, (x - 1) ** 2))
    assert real != again
    assert real == real
    assert len({real, again}) == 2


def test_a_proposition_has_no_truth_value() -> None:
    for proposition in (FALSE, eq(1, 1), as_formula(sympy.Lt(x, 1, evaluate=False))):
        with pytest.raises(TypeError, match="no truth value"):
            bool(proposition)
    with pytest.raises(SkillTheoryError, match="not a proposition"):
        as_formula(sympy.true)


def test_a_theorem_stays_while_something_rests_on_it() -> None:
    made = conjoin(sign(le(0, x**2)), equality(eq(x, x)))
    gc.collect()
    assert [premise.step.rule for premise in made.step.premises] == ["sign", "equality"]


def test_axioms_and_citations_are_never_lost() -> None:
    wish = axiom("test.wish", lt(x, y))
    assert wish.axioms == {"test.wish"}
    used = modus_ponens(discharge(assume(lt(x, y)), lt(x, y)), cite("test.lemma", wish))
    assert used.axioms == {"test.wish"}
    assert used.lemmas == {"test.lemma"}
    assert used.supposed == {"test.wish": lt(x, y)}


def test_a_proof_cannot_lean_on_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SCRIPTS, "cloze.chance", raising=False)
    monkeypatch.setattr("skilltheory.proving.store._PROVED", {})
    monkeypatch.setattr("skilltheory.proving.store.load_proofs", lambda: None)

    @proves("cloze.chance")
    def itself(proof: Proof) -> Theorem:
        return prove("cloze.chance")

    try:
        with pytest.raises(Refused, match=r"circular proof: cloze\.chance -> cloze\.chance"):
            prove("cloze.chance")
    finally:
        del SCRIPTS["cloze.chance"]


def test_an_assumption_is_taken_at_its_own_words() -> None:
    """The kernel takes any axiom and records what it says; the store compares."""
    with pytest.raises(Refused, match=r"as skillgraph\.sparse, which it is not"):
        attempt(lambda proof: axiom("skillgraph.sparse", FALSE), FALSE)
    own = axiom("skillgraph.sparse", statement("skillgraph.sparse").formula)
    assert attempt(lambda proof: own, own.conclusion).axioms == {"skillgraph.sparse"}
