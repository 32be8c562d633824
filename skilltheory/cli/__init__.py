"""The command line: one module a command, imported only when that command runs.

To add a command, write ``skilltheory/cli/NAME.py`` with a click command called ``command`` and
add a line to :data:`COMMANDS`.

Exit codes, for scripts: 0 done; 1 something was refused or did not check; 2 bad input; 3 the
theory gives no guarantee for this input; 4 a simulation is too large, or out of time.  With
``--json`` an error is a JSON object on standard output; without, a line on standard error.
"""

from __future__ import annotations

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "tour": "The main job: models, laws, certified tables and pictures on one page.",
    "check": "Run every proof in the kernel, and replay its certificate.",
    "graph": "Draw which statement uses which, coloured by state.",
    "claims": "What the sources claim, and what the program finds of it.",
    "show": "Show a statement of the theory, by its id.",
    "solve": "Solve the emergence inequality for one of its unknowns, with proven digits.",
    "sweep": "Solve over a grid of parameters, with proven digits; resumable, on processes.",
    "curve": "Guaranteed competence along theta, as table, CSV, JSON or picture.",
    "bounds": "Pictures: all bounds against measured graphs, what they need, where they speak.",
    "scale": "What a scaling law says of a model, and what scale does to it.",
    "fit": "Fit a scaling law to training runs of your own, with intervals.",
    "forecast": "What a step in scale should do to tuples of skills.",
    "skillmix": "Ask models for texts that combine k skills, grade and score them.",
    "simulate": "Random skill graphs and their worst error sets, set beside the bounds.",
}
"""Every command with its one line of help (kept here so that ``--help`` imports nothing)."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from skilltheory.cli._run import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
