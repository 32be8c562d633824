"""The law against hand computation, mpmath and the figures of the theory reference."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltheory.errors import SkillTheoryError, SortError, UnknownName
from skilltheory.scaling import MODELS, PUBLISHED, ScalingLaw, get_law, get_model

FITS = list(PUBLISHED.values())
HOFFMANN = PUBLISHED["hoffmann2022"]

sizes = st.integers(10**6, 10**13)
exponents = st.fractions(Fraction(1, 20), 2, max_denominator=1000)
coefficients = st.fractions(Fraction(1, 10), 10**4, max_denominator=1000)
laws = st.builds(
    lambda E, A, B, a, b: ScalingLaw("drawn", E=E, A=A, B=B, a=a, b=b, source="a test"),
    st.fractions(0, 5, max_denominator=100),
    coefficients,
    coefficients,
    exponents,
    exponents,
)


def mp(number: Fraction | int) -> mpmath.mpf:
    return mpmath.mpf(Fraction(number).numerator) / Fraction(number).denominator


@pytest.mark.parametrize(
    ("fit", "excess", "parameter_term", "data_term"),
    [
        ("hoffmann2022", "0.312", "0.061", "0.251"),
        ("hoffmann2022-source", "0.283", "0.062", "0.221"),
        ("besiroglu2024", "0.191", "0.059", "0.132"),
    ],
)
def test_gpt3_under_each_fit(fit: str, excess: str, parameter_term: str, data_term: str) -> None:
    found = get_law(fit).decompose("175e9", "300e9")
    for enclosure, expected in (
        (found.excess, excess),
        (found.parameter_term, parameter_term),
        (found.data_term, data_term),
    ):
        assert abs(enclosure.lower - Fraction(expected)) <= Fraction("0.0005")


@given(laws, sizes, sizes)
def test_terms_against_mpmath(law: ScalingLaw, n: int, d: int) -> None:
    found = law.decompose(n, d, digits=30)
    with mpmath.workdps(60):
        in_parameters = mp(law.A) / mp(n) ** mp(law.a)
        in_tokens = mp(law.B) / mp(d) ** mp(law.b)
        for enclosure, expected in (
            (found.entropy, mp(law.E)),
            (found.parameter_term, in_parameters),
            (found.data_term, in_tokens),
            (found.excess, in_parameters + in_tokens),
            (found.loss, mp(law.E) + in_parameters + in_tokens),
        ):
            assert mp(enclosure.lower) <= expected * (1 + mpmath.mpf(10) ** -55)
            assert mp(enclosure.upper) >= expected * (1 - mpmath.mpf(10) ** -55)
            assert enclosure.upper - enclosure.lower <= enclosure.upper * Fraction(1, 10**29)


def test_by_hand_with_square_roots() -> None:
    law = ScalingLaw("by hand", E=1, A=6, B=20, a="1/2", b="1/2", source="a test")
    found = law.decompose(9, 100, digits=10)
    figures = (found.parameter_term, found.data_term, found.excess, found.loss)
    assert [str(figure) for figure in figures] == ["2", "2", "4", "5"]


@given(laws, sizes, sizes)
def test_bits_are_nats_over_log_two(law: ScalingLaw, n: int, d: int) -> None:
    nats, bits = law.decompose(n, d), law.decompose(n, d, unit="bits")
    assert bits.unit == "bits"
    for name in ("loss", "excess", "parameter_term", "data_term"):
        ratio = float(getattr(nats, name)) / float(getattr(bits, name))
        assert ratio == pytest.approx(0.6931471805599453, rel=1e-14)


def test_unknown_unit() -> None:
    with pytest.raises(UnknownName, match="nats"):
        HOFFMANN.excess(10, 10, unit="nat")  # type: ignore[arg-type]


def test_ten_times_the_scale() -> None:
    low, high = HOFFMANN.bracket(10)
    assert (f"{float(low):.3f}", f"{float(high):.3f}") == ("0.457", "0.525")
    assert f"{float(HOFFMANN.compute_ratio(10)):.3f}" == "0.702"


@given(laws, sizes, sizes, st.fractions(Fraction(11, 10), 1000))
def test_the_ratio_lies_in_its_bracket(law: ScalingLaw, n: int, d: int, times: Fraction) -> None:
    step = law.scale(n, d, times)
    assert step.least.lower <= step.excess_ratio.upper
    assert step.excess_ratio.lower <= step.most.upper
    assert float(step.after) == pytest.approx(float(step.before) * float(step.excess_ratio))


@given(laws, st.integers(10**15, 10**27), st.integers(2, 99))
def test_no_other_split_of_the_budget_is_better(law: ScalingLaw, C: int, tilt: int) -> None:
    best = law.allocate(C)
    n, d = best.parameters, best.tokens
    assert float(n) * float(d) * 6 == pytest.approx(C, rel=1e-12)
    assert float(law.excess(n.lower, d.lower)) == pytest.approx(float(best.excess), rel=1e-12)
    for factor in (Fraction(100 + tilt, 100), Fraction(100, 100 + tilt)):
        other = law.excess(n.lower * factor, d.upper / factor)
        assert other.upper > best.excess.lower


@given(laws, st.integers(10**15, 10**27))
def test_the_least_excess_falls_with_the_stated_exponent(law: ScalingLaw, C: int) -> None:
    ratio = float(law.allocate(10 * C).excess) / float(law.allocate(C).excess)
    assert ratio == pytest.approx(float(law.compute_ratio(10)), rel=1e-12)


def test_balance_by_hand() -> None:
    # a = b = 1/2: G = A/B, N* = G sqrt(C/6), D* = sqrt(C/6)/G.
    law = ScalingLaw("by hand", E=1, A=3, B=1, a="1/2", b="1/2", source="a test")
    best = law.allocate(600)
    assert best.exponent == Fraction(1, 4)
    assert [float(x) for x in (best.G, best.parameters, best.tokens)] == [3.0, 30.0, 10 / 3]


@pytest.mark.parametrize("law", FITS, ids=lambda law: law.name)
def test_a_law_survives_its_file(law: ScalingLaw, tmp_path: Path) -> None:
    law.save(tmp_path / "law.json")
    assert ScalingLaw.load(tmp_path / "law.json") == law
    assert get_law(tmp_path / "law.json") == law


@given(laws)
def test_a_law_survives_json_exactly(law: ScalingLaw) -> None:
    assert ScalingLaw.from_json(json.loads(json.dumps(law.to_json()))) == law


def test_printed_constants_are_decimals() -> None:
    assert str(HOFFMANN) == "L(N, D) = 1.69 + 406.4/N^0.34 + 410.7/D^0.28"
    third = ScalingLaw("t", E=0, A=10, B=1, a="1/3", b=1, source="a test")
    assert repr(third) == f"<ScalingLaw t: {third}>"
    assert str(third) == "L(N, D) = 0 + 10/N^(1/3) + 1/D^1"
    assert r"\frac{406.4}{N^{0.34}}" in HOFFMANN._repr_latex_()


@pytest.mark.parametrize(
    ("constant", "value", "accepted"),
    [
        ("E", "-0.1", "at least 0"),
        ("A", 0, "greater than 0"),
        ("B", "-3", "greater than 0"),
        ("a", 0, "greater than 0"),
        ("b", "1/0", "fraction"),
        ("b", "os.system('ls')", "fraction"),
        ("a", float("nan"), "finite"),
    ],
)
def test_constants_outside_their_sort(constant: str, value: object, accepted: str) -> None:
    constants = {"E": 1, "A": 1, "B": 1, "a": 1, "b": 1} | {constant: value}
    with pytest.raises(SortError, match=rf"{constant} = .*{accepted}"):
        ScalingLaw("bad", source="a test", **constants)  # type: ignore[arg-type]


def test_a_law_needs_a_name() -> None:
    with pytest.raises(SkillTheoryError, match="name"):
        ScalingLaw(" ", E=1, A=1, B=1, a=1, b=1, source="a test")


@pytest.mark.parametrize(("params", "tokens"), [(0, 10), (-1, 10), (10, 0), (10, "x")])
def test_sizes_outside_their_sort(params: object, tokens: object) -> None:
    with pytest.raises(SortError, match=r"params|tokens"):
        HOFFMANN.decompose(params, tokens)  # type: ignore[arg-type]


def test_compute_and_factor_outside_their_sort() -> None:
    with pytest.raises(SortError, match="compute"):
        HOFFMANN.allocate(0)
    with pytest.raises(SortError, match="times"):
        HOFFMANN.scale(10, 10, -2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2]", "not a JSON object"),
        ("{", "cannot read"),
        ("{}", "not a scaling law"),
        (
            '{"format": "skilltheory scaling law", "name": "x", "E": "1"}',
            "lacks A, B, a, b, source",
        ),
    ],
)
def test_files_that_hold_no_law(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "law.json"
    path.write_text(text)
    with pytest.raises(SkillTheoryError, match=message):
        get_law(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SkillTheoryError, match="cannot read"):
        get_law(str(tmp_path / "none.json"))


def test_unknown_names_offer_near_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean hoffmann2022"):
        get_law("hofmann2022")
    with pytest.raises(UnknownName, match="did you mean gpt-3"):
        get_model("gpt3")


def test_a_law_is_accepted_where_a_name_is() -> None:
    assert get_law(HOFFMANN) is HOFFMANN


def test_every_datum_has_a_source() -> None:
    for law in FITS:
        assert "arXiv" in law.source
    for model in MODELS.values():
        assert "arXiv" in model.source
    assert (get_model("gpt-3").parameters, get_model("gpt-3").tokens) == (175 * 10**9, 300 * 10**9)
    assert get_model("chinchilla").tokens == 1_400_000_000_000
    assert {get_model(f"llama-2-{size}").tokens for size in ("7b", "70b")} == {2 * 10**12}
