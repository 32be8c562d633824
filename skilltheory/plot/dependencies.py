"""The dependency graph of the statements, coloured by state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from skilltheory.theory.statement import CHAPTERS, Statement, statement, statements

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["STATE_COLOURS", "dependencies", "dependency_graph"]

STATE_COLOURS = {
    "proved": "#bfe3c6",
    "open": "#ffd9a0",
    "assumed": "#bcdcf5",
    "textbook": "#dcd3ee",
}
WIDTH, HEIGHT = 3.3, 0.42  # of a column and of a row, in inches


def direct_uses(one: Statement) -> tuple[str, ...]:
    """The statements that a proof cites itself: lemmas, assumptions, textbook facts."""
    from skilltheory.errors import SkillTheoryError
    from skilltheory.kernel.certificate import certificate

    if one.kind.is_supposed:
        return ()
    try:
        steps = certificate(one.id, one.theorem())["steps"]
    except SkillTheoryError:
        return ()
    cited = {row["data"]["id"] for row in steps if row["rule"] in ("lemma", "axiom")}
    return tuple(sorted(cited))


def dependency_graph() -> dict[str, tuple[str, ...]]:
    """Every statement with the statements that its proof cites directly."""
    return {one.id: direct_uses(one) for one in statements()}


def _depths(graph: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 1 + max((depth(used) for used in graph[name]), default=-1)
        return depths[name]

    for name in graph:
        depth(name)
    return depths


def _columns(graph: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Columns by depth, each ordered by chapter and then by where its neighbours stand."""
    depths = _depths(graph)
    chapter = {name: place for place, name in enumerate(CHAPTERS)}
    columns: list[list[str]] = [[] for _ in range(1 + max(depths.values()))]
    for name in sorted(graph, key=lambda n: chapter.get(n.split(".")[0], len(chapter))):
        columns[depths[name]].append(name)
    users: dict[str, list[str]] = {name: [] for name in graph}
    for name, cited in graph.items():
        for used in cited:
            users[used].append(name)
    for sweep in range(8):
        place = {name: row / len(column) for column in columns for row, name in enumerate(column)}
        for column in columns if sweep % 2 else reversed(columns):

            def mean_place(name: str, place: dict[str, float] = place) -> float:
                near = [*graph[name], *users[name]]
                return sum(place[n] for n in near) / len(near) if near else place[name]

            column.sort(key=mean_place)
            place.update({name: row / len(column) for row, name in enumerate(column)})
    return columns


def dependencies(link: Callable[[str], str] | None = None) -> Figure:
    """Draw which statement's proof cites which; left is used by right.

    Parameters
    ----------
    link : callable, optional
        Gives the address that a statement's box links to, in SVG.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch

    graph = dependency_graph()
    columns = _columns(graph)
    rows = max(map(len, columns))
    size = (len(columns) * WIDTH + 0.4, rows * HEIGHT + 1.1)
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, size[0])
    axes.set_ylim(0, size[1])
    axes.set_axis_off()
    boxes: dict[str, tuple[float, float]] = {}
    for place, column in enumerate(columns):
        gap = (size[1] - 1.0) / max(len(column), 1)
        for row, name in enumerate(column):
            boxes[name] = (0.2 + place * WIDTH, size[1] - 0.7 - (row + 0.5) * gap)
    wide, high = WIDTH - 0.75, 0.28
    for name, cited in graph.items():
        for used in cited:
            start = (boxes[used][0] + wide, boxes[used][1])
            axes.add_patch(
                FancyArrowPatch(
                    start,
                    boxes[name],
                    connectionstyle="arc3,rad=0.05",
                    arrowstyle="-|>",
                    mutation_scale=6,
                    linewidth=0.5,
                    color="#77808a",
                    alpha=0.7,
                    zorder=1,
                )
            )
    for name, (x, y) in boxes.items():
        one = statement(name)
        box = FancyBboxPatch(
            (x, y - high / 2),
            wide,
            high,
            boxstyle="round,pad=0.02,rounding_size=0.06",
            facecolor=STATE_COLOURS[one.state.value],
            edgecolor="#333f48",
            linewidth=0.6,
            zorder=2,
        )
        label = axes.text(x + wide / 2, y, name, ha="center", va="center", fontsize=8, zorder=3)
        if link is not None:
            box.set_url(link(name))
            label.set_url(link(name))
        axes.add_patch(box)
    axes.text(
        0.2, size[1] - 0.35, "Which statement uses which", fontsize=13, weight="bold", va="center"
    )
    handles = [Patch(facecolor=c, edgecolor="#333f48", label=s) for s, c in STATE_COLOURS.items()]
    axes.legend(handles=handles, loc="upper right", ncols=4, frameon=False, fontsize=9)
    return figure
