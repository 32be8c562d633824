"""The gallery's scripts and the notebooks run as they are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("plot_*.py"))
NOTEBOOKS = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_there_are_enough():
    assert len(SCRIPTS) >= 10
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_of_the_gallery_runs_and_draws(script, tmp_path):
    code = (
        "import runpy, sys, matplotlib.pyplot as plt\n"
        "runpy.run_path(sys.argv[1], run_name='__main__')\n"
        "for number in plt.get_fignums():\n"
        "    plt.figure(number).savefig(f'made{number}.png')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(script)],
        capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False,
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(EXAMPLES.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = list(tmp_path.glob("made*.png"))
    assert made
    assert all(picture.stat().st_size > 10_000 for picture in made)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_with_its_exercises_unanswered(notebook):
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(notebook, as_version=4)
    asked = sum("check(" in cell.source for cell in book.cells)
    NotebookClient(
        book, timeout=120, resources={"metadata": {"path": str(notebook.parent)}}
    ).execute()
    said = "".join(
        output.get("text", "")
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert asked >= 4
    assert said.count("waiting for your answer") == asked


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(notebook):
    import nbformat

    book = nbformat.read(notebook, as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells)
