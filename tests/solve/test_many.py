"""Many points at once: the same results and refusals as one at a time."""

import pickle
from fractions import Fraction as F
from random import Random

import pytest
from flint import ctx

from skilltheory import solve
from skilltheory.errors import NoGuarantee, SortError, UnknownName
from skilltheory.solve import _rate, betas


def one_by_one(points, **options):
    found = []
    for point in points:
        try:
            found.append(solve.beta(*point, **options))
        except NoGuarantee as refusal:
            found.append(refusal)
    return found


def same(ours, theirs):
    if isinstance(theirs, NoGuarantee):
        return isinstance(ours, NoGuarantee) and str(ours) == str(theirs)
    return (
        (ours.value, ours.vacuous, ours.digits, ours.inputs, ours.unknown, ours.bound)
        == (theirs.value, theirs.vacuous, theirs.digits, theirs.inputs, "beta", theirs.bound)
    ) and (ours.exact is not None or ours.enclosure.overlaps(theirs.enclosure))


def points(count, seed):
    rng = Random(seed)
    shares = (
        lambda: F(rng.randrange(1, 1000), 1000),
        lambda: F(10 ** rng.uniform(-12, -0.01)),
        lambda: F(1 - 10 ** rng.uniform(-9, -0.1)),
        lambda: F(rng.randrange(1, 10**40), 10**40),
        lambda: F(1, 10 ** rng.randrange(1, 400)),
    )
    return [
        (rng.choice(shares)(), rng.choice(shares)(), rng.choice((1, 2, 5, 64, 10**6, 10**40)))
        for _ in range(count)
    ]


@pytest.mark.parametrize("bound", ["basic", "entropic"])
@pytest.mark.parametrize(("digits", "k_prime"), [(1, 1), (17, 1), (50, 1), (52, 2), (60, 1)])
def test_the_same_as_one_at_a_time(bound, digits, k_prime):
    given = points(300, digits)
    options = {"bound": bound, "digits": digits, "k_prime": k_prime}
    ours = betas(*zip(*given, strict=True), **options)
    theirs = one_by_one(given, **options)
    assert len(ours) == len(theirs) == 300
    assert all(map(same, ours, theirs))
    assert any(isinstance(found, NoGuarantee) for found in ours)
    assert sum(isinstance(found, solve.Certified) for found in ours) > 60


@pytest.mark.parametrize("bound", ["sharp", "closed-form"])
def test_bounds_without_a_quicker_way(bound):
    given = [("1/10", "1/10", 4), ("1/5", "1/3", 2), ("1/2", "1/100", 3)] * 3
    ours = betas(*zip(*given, strict=True), bound=bound, digits=20)
    assert all(map(same, ours, one_by_one(given, bound=bound, digits=20)))


def test_the_quick_way_is_taken(monkeypatch):
    monkeypatch.setattr(_rate.Basic, "beta", None)  # would be called for what it cannot do
    found = betas("1/10", "1/10", range(4, 100), digits=50)
    assert len({one.value for one in found}) == 96


def test_where_a_guarantee_becomes_vacuous():
    """At the two rationals next to the ``theta`` where ``theta beta = 1``, 1e-25 apart."""
    low, high = F(1, 10), F(1, 2)  # vacuous above
    while high - low > F(1, 10**25):
        middle = ((low + high) / 2).limit_denominator(10**26)
        vacuous = solve.beta("1/10", middle, 4, digits=40).vacuous
        low, high = (low, middle) if vacuous else (middle, high)
    ours = betas("1/10", [low, high] * 10, 4)
    assert [found.vacuous for found in ours] == [False, True] * 10


def test_numbers_stand_at_every_point():
    assert [found.value for found in betas("1/10", ["1/10"] * 9, 4, digits=12)] == [
        "6.23389714683"
    ] * 9
    assert len(betas("1/10", "1/10", 4)) == 1
    assert len(betas([], "1/10", 4)) == 0


def test_refuses_what_is_outside_its_sort():
    with pytest.raises(SortError, match="theta"):
        betas("1/10", ["1/10", "1"], 4)
    with pytest.raises(SortError, match=r"theta = a sequence of 2 .* a sequence of 3"):
        betas(["1/10"] * 3, ["1/10"] * 2, 4)
    with pytest.raises(SortError, match="k"):
        betas("1/10", "1/10", [4, 0])
    with pytest.raises(UnknownName):
        betas("1/10", "1/10", 4, bound="finite-sharp")


def test_precision_is_given_back_and_results_travel():
    before = ctx.prec
    found = betas(["1/10"] * 10, "1/10", 4, digits=40)
    assert ctx.prec == before
    assert found[3] is found[3]
    assert found[-1] == found[9]
    assert found[2:4] == [found[2], found[3]]
    with pytest.raises(IndexError):
        found[10]
    copy = pickle.loads(pickle.dumps(found))
    assert copy == list(found)
    assert repr(found).startswith("[beta = 6.233897146833")
