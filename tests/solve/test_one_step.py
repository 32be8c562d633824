"""The root from one evaluation: it encloses the root that the general method finds."""

from fractions import Fraction as F
from random import Random

import pytest
from flint import arb, ctx

from skilltheory import solve
from skilltheory.errors import NoGuarantee
from skilltheory.solve import _rate
from skilltheory.solve._inputs import ball
from skilltheory.solve._one_step import level_root
from skilltheory.solve._starts import level_point


@pytest.fixture(autouse=True)
def precision():
    found = ctx.prec
    yield
    ctx.prec = found


def triples(count, seed):
    rng = Random(seed)
    kinds = (
        lambda: rng.random(),
        lambda: 10 ** rng.uniform(-9, -0.1),
        lambda: 1 - 10 ** rng.uniform(-6, -0.1),
    )
    return [
        (F(rng.choice(kinds)()), F(rng.choice(kinds)()), rng.choice((2, 8, 64, 10**5)))
        for _ in range(count)
    ]


@pytest.mark.parametrize("bound", ["basic", "entropic"])
def test_agrees_with_the_general_method(bound, monkeypatch):
    chosen, quick = _rate.Entropic if bound == "entropic" else _rate.Basic, 0
    for alpha, theta, k in triples(150, 1):
        found = []
        with monkeypatch.context() as patched:
            for general in (False, True):
                if general:
                    patched.setattr(chosen, "_quick_level", lambda *_: None)
                try:
                    found.append(solve.beta(alpha, theta, k, bound=bound, digits=50))
                except NoGuarantee:
                    found.append(None)
        first, second = found
        assert (first is None) == (second is None)
        if first is not None:
            assert (first.value, first.vacuous) == (second.value, second.vacuous)
            assert first.enclosure.overlaps(second.enclosure)
            quick += first.enclosure.rad() != second.enclosure.rad()
    assert quick > 50  # it was used


def test_encloses_the_root_however_near_the_approximation_is():
    """At targets made from a known root, at 400 bits, from starts that are ever worse."""
    ctx.prec = 400
    rng, found = Random(2), 0
    for _ in range(200):
        alpha = F(rng.randrange(1, 400), 1000)
        q = alpha + (1 - alpha) * F(rng.randrange(1, 990), 1000)
        x, a = ball(q), ball(alpha)
        target = x * (x / a).log() + (1 - x) * ((1 - x) / (1 - a)).log()
        start = float(q / alpha) * (1 + rng.choice((-1, 1)) * 2.0 ** -rng.uniform(8, 53))
        root = level_root(alpha.numerator, alpha.denominator, start, target)
        if root is not None:
            assert root.contains(x / a)
            found += 1
    assert 100 < found < 200  # some starts are too far for a proof


def test_refuses_what_it_cannot_prove():
    ctx.prec = 200
    target = arb(1) / 10
    assert level_root(1, 10, 9.0, target) is None
    assert level_root(1, 10, 1.0, target) is None  # there f' = 0
    assert level_root(1, 10, 1e-40, target) is None
    assert level_root(1, 2**1074, 2.0, target) is None
    x = level_point(0.1, 0.9, 0.1)
    assert x is not None
    assert level_root(1, 10, 10 * x, target) is not None
    assert level_root(1, 10, 10 * x, arb(0.1, 1e-3)) is None  # the target is not known well enough
    low, a = arb(1) / 50, arb(1) / 10  # the other root, below alpha, is not meant
    target = low * (low / a).log() + (1 - low) * ((1 - low) / (1 - a)).log()
    assert level_root(1, 10, 0.2, target) is None
