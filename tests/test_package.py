"""The package as one meets it: its version, its vocabulary, and what importing it loads."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

import skilltheory

HEAVY = (
    *("sympy", "flint", "matplotlib", "numpy", "rich", "scipy", "click", "jinja2", "networkx"),
    *("yaml", "inspect_ai"),
)


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("package", "allowed"),
    [("skilltheory", set()), ("skilltheory.cli", set()), ("skilltheory.sorts", {"sympy", "flint"})],
)
def test_importing_loads_nothing_heavy(package: str, allowed: set[str]) -> None:
    """So ``import skilltheory`` costs next to nothing beside ``import sympy``."""
    loaded = run(f"import sys, {package}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))")
    assert set(loaded.split()) <= allowed


def test_skillmix_loads_no_evaluation_framework() -> None:
    code = "import sys, skilltheory.skillmix.report; print('inspect_ai' in sys.modules)"
    assert run(code) == "False"


def test_every_name_of_the_vocabulary_is_there() -> None:
    assert set(skilltheory.__all__) <= set(dir(skilltheory))
    for name in skilltheory.__all__:
        assert getattr(skilltheory, name) is not None


def test_star_import_gives_the_vocabulary() -> None:
    code = "from skilltheory import *; p, = variables('p', OpenUnit); print(H(p).diff(p))"
    assert "log" in run(code)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'emergence'"):
        _ = skilltheory.emergence  # type: ignore[attr-defined]


def test_the_docstring_names_the_vocabulary() -> None:
    assert skilltheory.__doc__ is not None
    missing = [name for name in skilltheory.__all__ if name not in skilltheory.__doc__]
    assert missing == ["Variable"]


def test_version_is_that_of_the_distribution() -> None:
    assert version("skilltheory") == skilltheory.__version__
