"""The picture of how statements depend on one another: an SVG whose nodes are links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import networkx as nx

from skilltheory.sphinxext import _checks
from skilltheory.theory import CHAPTERS, Kind, State, Statement, statements

__all__ = ["dependencies", "svg"]

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y = 148, 26, 64, 12
_LANE, _MARGIN = 40, 16


@dataclass(frozen=True)
class _Box:
    x: float
    y: float

    @property
    def left(self) -> tuple[float, float]:
        return self.x, self.y + _HEIGHT / 2

    @property
    def right(self) -> tuple[float, float]:
        return self.x + _WIDTH, self.y + _HEIGHT / 2


def dependencies(chapter: str = "") -> nx.DiGraph[str]:
    """An arrow from each statement to those whose proofs use it, without shortcuts.

    Parameters
    ----------
    chapter : str
        Only this chapter and what it uses; everything if empty.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    wanted = [s for s in statements() if chapter in ("", s.chapter)]
    for one in wanted:
        graph.add_node(one.id)
        if one.kind.is_supposed or _checks.check(one).state is not State.PROVED:
            continue
        for used in (*one.uses(), *one.rests_on()):
            graph.add_edge(used.id, one.id)
    # What is used only through another statement is drawn through it.
    for one in list(graph.nodes):
        found = _find(one)
        if one not in {s.id for s in wanted} and _checks.must_be_proved(found):
            for used in found.uses():
                if used.id in graph:
                    graph.add_edge(used.id, one)
            for used in found.rests_on():
                if used.id in graph:
                    graph.add_edge(used.id, one)
    return nx.transitive_reduction(graph)


def _find(identifier: str) -> Statement:
    return next(s for s in statements() if s.id == identifier)


def svg(uri: Callable[[str], str], chapter: str = "") -> str:
    """Draw it; ``uri`` gives the address of a statement's place."""
    graph = dependencies(chapter)
    boxes, lanes, width, height = _layout(graph)
    parts = [
        f'<svg class="st-graph-svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="group" '
        'aria-label="Statements as boxes; an arrow leads to what uses them.">',
        '<defs><marker id="st-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
        'markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" class="st-arrow-head"/>'
        "</marker></defs>",
    ]
    for name, top, bottom in lanes:
        parts.append(
            f'<g class="st-lane"><rect x="0" y="{top:.0f}" width="{width:.0f}" '
            f'height="{bottom - top:.0f}" rx="8"/>'
            f'<text x="{_MARGIN}" y="{top + 22:.0f}">{escape(name)}</text></g>'
        )
    for source, target in graph.edges:
        parts.append(_edge(source, target, boxes))
    for one in graph.nodes:
        parts.append(_node(_find(one), boxes[one], uri(one)))
    return "".join([*parts, "</svg>"])


def _layout(
    graph: nx.DiGraph[str],
) -> tuple[dict[str, _Box], list[tuple[str, float, float]], float, float]:
    """A lane a chapter; within it a column for each depth, ordered to keep arrows short."""
    depth: dict[str, int] = {}
    for one in nx.topological_sort(graph):
        # Depth counts within the lane, so that each chapter begins at the left.
        lane = one.split(".")[0]
        before = [depth[p] + 1 for p in graph.predecessors(one) if p.split(".")[0] == lane]
        depth[one] = max(before, default=0)
    boxes: dict[str, _Box] = {}
    lanes: list[tuple[str, float, float]] = []
    top, right = 0.0, 0.0
    for chapter in CHAPTERS:
        members = [n for n in graph.nodes if n.split(".")[0] == chapter]
        if not members:
            continue
        columns: dict[int, list[str]] = {}
        for one in members:
            columns.setdefault(depth[one], []).append(one)
        tallest = 0
        x = float(_MARGIN)
        for column in sorted(columns):
            names = sorted(columns[column], key=lambda n: _pull(n, graph, boxes))
            # A long column of statements that nothing in the chapter uses is broken up.
            for start in range(0, len(names), 8):
                block = names[start : start + 8]
                for row, one in enumerate(block):
                    boxes[one] = _Box(x, top + _LANE + row * (_HEIGHT + _GAP_Y))
                tallest = max(tallest, len(block))
                x += _WIDTH + (_GAP_X if start + 8 >= len(names) else 24)
        right = max(right, x - _GAP_X + _MARGIN)
        bottom = top + _LANE + tallest * (_HEIGHT + _GAP_Y) + 8
        lanes.append((chapter, top, bottom))
        top = bottom + 14
    return boxes, lanes, right, top


def _pull(name: str, graph: nx.DiGraph[str], boxes: dict[str, _Box]) -> tuple[float, str]:
    """Statements that others use come first; then where their own support stands."""
    heights = [boxes[p].y for p in graph.predecessors(name) if p in boxes]
    mean = sum(heights) / len(heights) if heights else 0.0
    return (mean - 1000 * min(graph.out_degree(name), 1), name)


def _edge(source: str, target: str, boxes: dict[str, _Box]) -> str:
    (x1, y1), (x2, y2) = boxes[source].right, boxes[target].left
    bend = max(28.0, (x2 - x1) / 2) if x2 > x1 else 90.0
    across = source.split(".")[0] != target.split(".")[0]
    path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return (
        f'<path class="st-edge{" st-across" if across else ""}" data-from="{source}" '
        f'data-to="{target}" d="{path}" marker-end="url(#st-arrow)"/>'
    )


def _node(found: Statement, box: _Box, address: str) -> str:
    state = _checks.check(found).state
    kind = {Kind.ASSUMPTION: "assumption", Kind.LAW: "law"}.get(found.kind, state.value)
    title = f"{found.kind.value} {found.id}: {found.title} ({state.value})"
    name = found.id.split(".", 1)[1]
    return (
        f'<a class="st-node st-{escape(kind)}" href="{escape(address)}" data-id="{found.id}" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        f'<text x="{box.x + _WIDTH / 2:.0f}" y="{box.y + 17.5:.1f}">{escape(name)}</text></a>'
    )
