"""The page on growth shows what was measured, and fits it rightly."""

import pytest

from benchmarks import growth


def test_the_exponent_is_that_of_the_upper_end():
    points = [{"size": 10.0**i, "seconds": 2e-6 * 10.0 ** (1.5 * i), "bytes": 1} for i in range(6)]
    points[0]["seconds"] = 1  # a small size costs what it costs to begin
    curve = growth.Curve.of(growth.SERIES["digits"], points)
    assert curve.exponent == pytest.approx(1.5)
    assert 2e-6 * curve.in_an_hour**1.5 == pytest.approx(3600)


def test_what_was_measured_is_all_there():
    curves = growth.read()
    assert curves.keys() == growth.SERIES.keys()
    for name, curve in curves.items():
        if name != "boxes":
            assert tuple(curve.sizes) == growth.SERIES[name].sizes
        assert min(curve.seconds) > 0
    shown = growth.table(curves)
    assert all(one.title in shown for one in growth.SERIES.values())
    for quantity in ("seconds", "bytes"):
        (axes,) = growth.picture(curves, quantity).axes
        assert axes.get_xscale() == axes.get_yscale() == "log"


@pytest.mark.parametrize(("name", "size"), [("digits", 20), ("boxes", 4), ("graph", 1000)])
def test_one_point(name, size, capsys):
    growth.main(["--point", name, str(size)])
    assert '"seconds"' in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("name", growth.SERIES)
def test_every_series_runs(name):
    assert all(point["seconds"] > 0 for point in growth.measured(name, (16, 32)))
