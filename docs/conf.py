"""The book's configuration: what it is made with, and how it looks."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import skilltheory
from skilltheory.theory import CHAPTERS

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.append(str(ROOT))  # the page on growth plots with benchmarks.growth

project = "skilltheory"
author = "The skilltheory maintainers"
copyright = "the skilltheory maintainers"
version = release = skilltheory.__version__

extensions = [
    "skilltheory.sphinxext",
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.viewcode",
    "sphinx_click",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "sphinxcontrib.bibtex",
]

# -- claims --------------------------------------------------------------------

# Theorems that are stated and not proved yet; the book shows them as open. Any other
# statement that the kernel does not accept stops the build.
st_open: list[str] = []

# Where `make rocq` leaves its report; without one, nothing is said of the second prover.
st_rocq = "../build/rocq"

# -- pages ---------------------------------------------------------------------

root_doc = "index"
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb", ".rst": "restructuredtext"}
exclude_patterns = [
    "_build",
    "_generated",
    "images",
    "**/README.txt",
    "gallery/*.ipynb",
    "gallery/*.py",
    "**sg_execution_times.rst",
]
nitpicky = False
suppress_warnings = ["toc.empty_glob"]  # pages that come with their chapter

# A chapter of the theory that has no page yet is shown on the page `theory/further`;
# a page whose chapter does not exist yet waits.
written = {page.stem for page in (HERE / "theory").glob("*.md")} - {"index", "further"}
exclude_patterns += [f"theory/{name}.md" for name in sorted(written - set(CHAPTERS))]
if written >= set(CHAPTERS):
    exclude_patterns.append("theory/further.md")

myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence", "attrs_inline"]
myst_heading_anchors = 3

# Notebooks are run when the book is built; an error in one stops the build.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

# -- code ----------------------------------------------------------------------

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_type_aliases = {"ExactLike": "ExactLike"}
numpydoc_show_class_members = False
autosummary_generate = True
add_module_names = False
python_use_unqualified_type_names = True
doctest_test_doctest_blocks = "default"
doctest_global_setup = """
from sympy import log
from skilltheory import *
from skilltheory.errors import *
from skilltheory.functions import *
from skilltheory.proving import *
from skilltheory.scaling import *
from skilltheory.simulate import *
from skilltheory.skillmix import *
from skilltheory.skillmix.novelty import *
from skilltheory.skillmix.power import *
from skilltheory.skillmix.student import *
from skilltheory.solve.grid import beta_grid
from skilltheory.solve.many import betas
from skilltheory.solve.sweeping import sweep
from skilltheory.solve.unknowns import *
from skilltheory.sorts import *
p, q = variables("p q", OpenUnit)
"""
trim_doctest_flags = True
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_exclude = ".linenos, .gp, .go, .st-output"

sphinx_gallery_conf = {
    "examples_dirs": [str(ROOT / "examples")],
    "gallery_dirs": ["gallery"],
    "filename_pattern": r"/plot_",
    "ignore_pattern": r"notebooks|__init__",
    "abort_on_example_error": True,
    "only_warn_on_example_error": False,
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 60,
    "remove_config_comments": True,
    "within_subsection_order": "FileNameSortKey",
    "image_srcset": ["2x"],
}

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "unsrt"
bibtex_reference_style = "author_year"

linkcheck_ignore = [r"https?://"]  # internal links only: the book is built without network

# -- looks ---------------------------------------------------------------------

html_theme = "furo"
html_title = "skilltheory"
html_math_renderer = "mathml"
html_static_path = ["_static", "_generated/fonts", "_generated/constants"]
html_css_files = ["book.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#1f4e79",
        "color-brand-content": "#0b62a8",
        "font-stack": "'Charter', 'Bitstream Charter', 'Sitka Text', Cambria, 'Noto Serif', serif",
        "font-stack--headings": "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ec7ff",
        "color-brand-content": "#7cbcff",
    },
    "navigation_with_keys": True,
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def _copy_notebooks() -> None:
    """The notebooks live with the examples; the book shows them run."""
    target = HERE / "notebooks"
    target.mkdir(exist_ok=True)
    for path in sorted((ROOT / "examples" / "notebooks").glob("*")):
        if path.suffix in (".ipynb", ".py"):
            shutil.copy2(path, target / path.name)


def _write_constants() -> None:
    """The laws and models of the explorable page are the library's."""
    from skilltheory.scaling import MODELS, PUBLISHED

    constants = {
        "law": "besiroglu2024",
        "model": "gpt-3",
        "laws": {
            name: {"title": law.title, **{x: float(getattr(law, x)) for x in "EABab"}}
            for name, law in PUBLISHED.items()
        },
        "models": {
            name: {"title": m.title, "parameters": m.parameters, "tokens": m.tokens}
            for name, m in MODELS.items()
        },
    }
    text = f"globalThis.skilltheoryData = {json.dumps(constants, indent=1)};\n"
    target = HERE / "_generated" / "constants" / "explore-data.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def _write_commands() -> None:
    """The command line's reference follows the command line."""
    from importlib.util import find_spec

    from skilltheory.cli import COMMANDS

    parts = []
    for name in COMMANDS:
        if find_spec(f"skilltheory.cli.{name}") is not None:
            parts.append(
                f"```{{eval-rst}}\n.. click:: skilltheory.cli.{name}:command\n"
                f"   :prog: skilltheory {name}\n   :nested: full\n```\n"
            )
    (HERE / "_generated" / "commands.md").write_text("\n".join(parts))


def _examples_as_code(app, ctx, lines):
    """A block that click leaves as it is (after a line with a backspace) is shown as code."""
    made, literal = [], False
    for line in lines:
        if line.strip().lstrip("|").strip() in ("\b", "\\b", "\\\\b"):
            literal = True
            made += ["", ".. code-block:: console", ""]
        elif literal and not line.strip().lstrip("|").strip():
            literal = False
            made.append("")
        elif literal:
            text = line.removeprefix("|").rstrip().replace("\\\\", "\\")
            made.append("   " + ("" if text.startswith("   ") else "$ ") + text.rstrip())
        else:
            made.append(line)
    lines[:] = made


def _plain_defaults(app, ctx, lines):
    """A path's default is its text."""
    lines[:] = [re.sub(r"PosixPath\('([^']*)'\)", r"\1", line) for line in lines]


def setup(app):
    """The scripts of the explorable page are loaded there only."""

    def add(app, pagename, templatename, context, doctree):
        if pagename == "explore":
            for name in ("explore-data.js", "explore/bounds.js", "explore/explore.js"):
                app.add_js_file(name, loading_method="defer")
            app.add_css_file("explore/explore.css")

    app.connect("html-page-context", add)
    app.connect("sphinx-click-process-description", _examples_as_code)
    app.connect("sphinx-click-process-options", _plain_defaults)


_copy_notebooks()
_write_constants()
_write_commands()
(HERE / "_generated" / "fonts").mkdir(parents=True, exist_ok=True)
