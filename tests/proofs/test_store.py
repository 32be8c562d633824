"""What the store refuses: circles, other endings, undeclared suppositions, wishes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sympy import log

from skilltheory.errors import Refused, SkillTheoryError, UnknownName
from skilltheory.kernel import assume, axiom, combine, sign
from skilltheory.kernel.formula import eq, le, lt
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving import prove, proves, suppose
from skilltheory.proving.script import SCRIPTS, Proof
from skilltheory.proving.store import attempt, lines_of, load_proofs
from skilltheory.sorts import Positive, Real, variables
from skilltheory.theory import Kind, State, statement
from skilltheory.theory.information import x
from skilltheory.theory.statement import _TABLE, state

u, v = variables("u v", Positive)
z, w = variables("z w", Real)


@pytest.fixture
def chapter() -> Iterator[None]:
    """A chapter of its own: what a test enters is gone after it."""
    load_proofs()
    before = set(_TABLE), set(SCRIPTS)
    yield
    for table, kept in zip((_TABLE, SCRIPTS), before, strict=True):
        for name in [name for name in table if name not in kept]:
            del table[name]


def _state(identifier: str, kind: Kind = Kind.LEMMA, conclusion: object = None) -> None:
    claim = conclusion if conclusion is not None else le(0, (z - w) ** 2)
    state(identifier, kind, "A test", claim, source="this test", meaning="Only for this test.")


def test_a_circle_is_refused(chapter: None) -> None:
    _state("circle.one")
    _state("circle.two")

    @proves("circle.one")
    def one(proof: Proof) -> Theorem:
        return combine(proof.claim, [(prove("circle.two"), 1)])

    @proves("circle.two")
    def two(proof: Proof) -> Theorem:
        return combine(proof.claim, [(prove("circle.one"), 1)])

    with pytest.raises(Refused, match=r"circular proof: circle\.one -> circle\.two -> circle\.one"):
        prove("circle.one")
    with pytest.raises(Refused, match="circular"):  # and the first failure leaves nothing behind
        prove("circle.two")
    assert statement("circle.one").state is State.OPEN


def test_a_proof_from_itself_is_refused(chapter: None) -> None:
    _state("circle.self")
    proves("circle.self")(lambda proof: prove("circle.self"))
    with pytest.raises(Refused, match=r"circle\.self -> circle\.self"):
        prove("circle.self")


def test_a_circle_through_a_hypothesis_is_refused() -> None:
    claim = le(log(x), x - 1)
    with pytest.raises(Refused, match="supposes more"):
        attempt(lambda proof: assume(proof.claim), claim)


def test_another_ending_is_refused() -> None:
    claim = le(0, (z - w) ** 2)
    with pytest.raises(Refused, match="the script ends in"):
        attempt(lambda proof: sign(le(0, (z + w) ** 2)), claim)
    with pytest.raises(Refused, match="the script ends in"):  # stronger, but not what was stated
        attempt(lambda proof: sign(lt(0, (z - w) ** 2 + 1)), le(0, (z - w) ** 2 + 1))


def test_undeclared_hypotheses_are_refused() -> None:
    claim, needed = lt(0, u - v), lt(v, u)

    def script(proof: Proof) -> Theorem:
        return sign(proof.claim, [assume(needed)])

    assert attempt(script, claim, (needed,)).hypotheses == {needed}
    with pytest.raises(Refused, match="supposes more than the statement does: v < u"):
        attempt(script, claim)
    with pytest.raises(Refused, match="supposes more"):
        attempt(script, claim, (lt(v, 2 * u),))


def test_fewer_hypotheses_than_allowed_are_accepted() -> None:
    claim = le(0, (z - w) ** 2)
    assert attempt(lambda proof: sign(proof.claim), claim, (lt(z, w),)).hypotheses == frozenset()


def test_what_must_be_proved_is_not_supposed() -> None:
    with pytest.raises(SkillTheoryError, match=r"information\.pinsker is a theorem"):
        suppose("information.pinsker")
    with pytest.raises(UnknownName):
        suppose("information.pinskers")


def test_an_axiom_in_the_place_of_a_theorem_is_refused() -> None:
    """The kernel lets anyone name an axiom; the store looks up whether it may be one."""
    pinsker = statement("information.pinsker")
    taken = axiom("information.pinsker", pinsker.formula)
    with pytest.raises(Refused, match=r"takes information\.pinsker for granted"):
        attempt(lambda proof: taken, pinsker.conclusion)


def test_an_axiom_under_a_name_of_its_own_is_refused() -> None:
    claim = le(log(x), x - 2)
    with pytest.raises(SkillTheoryError, match=r"unknown statement 'my\.wish'"):
        attempt(lambda proof: axiom("my.wish", claim), claim)


def test_an_assumption_stands_for_its_own_formula_only() -> None:
    """In a proof that takes 0 = 1 under the name of an assumption, the name is worth nothing."""
    wish = eq(0, 1)
    with pytest.raises(Refused, match=r"skillgraph\.sparse"):
        attempt(lambda proof: axiom("skillgraph.sparse", wish), wish)


@pytest.mark.parametrize("kind", [Kind.LEMMA, Kind.THEOREM, Kind.PREDICTION, Kind.CONJECTURE])
def test_without_a_script_it_is_open(chapter: None, kind: Kind) -> None:
    _state("nowhere.proved", kind)
    assert statement("nowhere.proved").state is State.OPEN
    with pytest.raises(SkillTheoryError, match="open: it has no proof yet"):
        prove("nowhere.proved")


def test_a_statement_has_one_proof() -> None:
    prove("information.phi")
    with pytest.raises(SkillTheoryError, match="already has a proof"):
        proves("information.phi")(lambda proof: proof.line(assume(proof.claim), "no"))


def test_a_proof_is_run_once_and_its_lines_are_kept() -> None:
    first = prove("information.pinsker")
    assert prove("information.pinsker") is first
    lines = lines_of("information.pinsker").lines
    assert [line.rule for line in lines] == ["sign", "tangent", "combine"]
    assert lines[-1].theorem.conclusion == first.conclusion
