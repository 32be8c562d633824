"""The picture of which statement uses which."""

from __future__ import annotations

from io import BytesIO

from skilltheory.plot.dependencies import dependencies, dependency_graph
from skilltheory.theory import statement, statements


def test_the_graph_has_every_statement_and_no_circle() -> None:
    graph = dependency_graph()
    assert set(graph) == {one.id for one in statements()}
    done: set[str] = set()
    while len(done) < len(graph):
        ready = {name for name, uses in graph.items() if set(uses) <= done} - done
        assert ready
        done |= ready


def test_what_is_cited_adds_up_to_what_a_result_rests_on() -> None:
    graph = dependency_graph()

    def below(name: str) -> set[str]:
        return {name}.union(*(below(used) for used in graph[name]))

    for name in ("emergence.basic", "sharp.upper", "tuples.tenfold"):
        supposed = {n for n in below(name) if statement(n).kind.is_supposed}
        assert supposed == {one.id for one in statement(name).rests_on()}


def test_boxes_link_to_their_statements() -> None:
    picture = BytesIO()
    dependencies(lambda name: f"theory.html#{name}").savefig(picture, format="svg")
    assert b"theory.html#emergence.basic" in picture.getvalue()
