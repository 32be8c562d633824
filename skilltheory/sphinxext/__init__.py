"""A Sphinx extension that writes statements, proofs and numbers from the objects themselves.

Put ``"skilltheory.sphinxext"`` among the extensions of a book.  Then, in MyST or reStructuredText:

=====================  ====================================================================
``st:statement``       a statement by its id: kind, formula, sorts, meaning, source, the state
                       of its check, what it rests on, and its proof, folded
``st:rest``            every statement of a chapter that the page has not shown yet
``st:recall``          a statement again, briefly, with a link to its place
``st:proof``           the chain of a proof, with its reasons; each step unfolds
``st:rests-on``        what a result rests on, all the way down
``st:check``           who checked a statement: kernel, replayer, second prover
``st:solve``           a number from :mod:`skilltheory.solve`, with its certificate
``st:run``             Python, run in the build, with its real output or picture
``st:figure``          a picture made by Python when the book is built
``st:graph``           how statements depend on one another, with links
``st:supposed``        assumptions, laws or textbook facts, with what falls without each
``st:ledger``          every statement with its state
``st:claims``          what the sources claim, with a verdict computed in the build
``:st:ref:``           a link to a statement
``:st:formula:``       its formula, in a sentence
``:st:value:``         a number from :mod:`skilltheory.solve`, in a sentence
=====================  ====================================================================

The build stops, with file and line, on an unknown id, on a statement shown as proved that the
kernel does not accept in this very build, on code that raises, and on a figure that fails.

``st_rocq`` in the book's configuration is the folder, seen from ``conf.py``, in which
:mod:`skilltheory.rocq` left its report; what of it still holds is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import skilltheory

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]


def _add_style(app: Sphinx) -> None:
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))


def _use_report(app: Sphinx) -> None:
    from skilltheory.sphinxext import _checks

    folder = app.config.st_rocq
    _checks.use_report(Path(app.confdir) / folder if folder else None)


def setup(app: Sphinx) -> dict[str, Any]:
    """Enter directives, roles, nodes and events; called by Sphinx."""
    from skilltheory.sphinxext import _domain, _mathml, _nodes

    _nodes.setup(app)
    _mathml.setup(app)
    _domain.setup(app)
    app.add_config_value("st_rocq", "", "env", str, "folder with the report of the second prover")
    app.connect("builder-inited", _add_style)
    app.connect("builder-inited", _use_report)
    app.add_css_file("skilltheory.css")
    app.add_js_file("skilltheory-graph.js", loading_method="defer")
    return {
        "version": skilltheory.__version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
