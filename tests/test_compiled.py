"""The loops in C: there where a compiler is, optional where none is, and agreeing with NumPy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from skilltheory import compiled
from skilltheory.solve import beta_grid

needs_loops = pytest.mark.skipif(compiled.library() is None, reason="no compiled loops here")


@pytest.mark.skipif(
    shutil.which("cc") is None or bool(os.environ.get("SKILLTHEORY_PURE")),
    reason="no C compiler, or told to do without",
)
def test_where_there_is_a_compiler_the_loops_were_compiled():
    assert compiled.library() is not None


def test_they_can_be_turned_off():
    code = "from skilltheory.compiled import library; print(library())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "SKILLTHEORY_PURE": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "None\n"


@pytest.mark.parametrize("content", [None, b"built for another machine"])
def test_without_a_library_there_are_no_loops(tmp_path, monkeypatch, content):
    path = tmp_path / "loops.bin"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(compiled, "LIBRARY", path)
    assert compiled.library.__wrapped__() is None


@needs_loops
def test_a_library_of_other_sources_is_not_used(tmp_path, monkeypatch):
    for source in compiled.FOLDER.glob("*.[ch]"):
        shutil.copy(source, tmp_path)
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    assert compiled.library.__wrapped__() is not None
    (tmp_path / "compiled.h").write_text("/* changed */", encoding="utf-8")
    assert compiled.library.__wrapped__() is None


def test_c_is_only_given_contiguous_arrays():
    with pytest.raises(ValueError, match="contiguous"):
        compiled.address(np.zeros(6)[::2])


def both(alpha, theta, k, bound):
    with pytest.MonkeyPatch.context() as patch:
        loop = beta_grid(alpha, theta, k, bound=bound)
        patch.setattr(compiled, "library", lambda: None)
        plain = beta_grid(alpha, theta, k, bound=bound)
    np.testing.assert_array_equal(loop.guaranteed, plain.guaranteed)
    return loop.values, plain.values


@needs_loops
@pytest.mark.parametrize("bound", ["basic", "entropic", "closed-form", "sharp"])
@pytest.mark.parametrize("points", [0, 1, 2, 3, 5, 255, 256, 257, 8191, 8192, 8193, 50_000])
def test_loop_and_numpy_agree(points, bound):
    """For numbers of points around those of lanes, parts and blocks."""
    rng = np.random.default_rng(points)
    alpha, theta = rng.uniform(0, 1, points), rng.uniform(0, 1, points)
    k = rng.integers(1, 65 if points > 1000 else 1001, points)
    loop, plain = both(alpha, theta, k, bound)
    np.testing.assert_allclose(loop, plain, rtol=6 * 2.0**-52)


@needs_loops
@pytest.mark.parametrize("bound", ["basic", "entropic", "closed-form", "sharp"])
def test_they_agree_at_the_edges(bound):
    near_one = 1 - 2.0**-53
    alpha, theta = np.meshgrid(
        [1e-289, 1e-30, 0.25, np.nextafter(0.5, 0), 0.5, near_one],
        [5e-324, 1e-300, 1e-9, 0.5, near_one],
    )
    for k in (1, 2, 3, 4, 5, 63, 64, 1000):
        loop, plain = both(alpha, theta, np.full(alpha.shape, k), bound)
        np.testing.assert_allclose(loop, plain, rtol=6 * 2.0**-52)


@needs_loops
@pytest.mark.parametrize("bound", ["basic", "sharp"])
def test_a_point_does_not_depend_on_its_neighbours(bound):
    """Lanes go on together; what one does after it is done must not show."""
    rng = np.random.default_rng(11)
    alpha, theta = rng.uniform(0, 1, 3000), rng.uniform(0, 1, 3000) ** 4
    k = rng.integers(1, 40, 3000)
    together = beta_grid(alpha, theta, k, bound=bound).values
    for some in (slice(0, 1), slice(17, 20), slice(1000, 1500)):
        alone = beta_grid(alpha[some], theta[some], k[some], bound=bound).values
        np.testing.assert_allclose(alone, together[some], rtol=2.0**-52)
