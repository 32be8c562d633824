"""What the sources claim, checked while the page is made."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from skilltheory.claims import Claim, Finding, Verdict
from skilltheory.sphinxext import _render

__all__ = ["verdict_counts", "written"]

_COLOUR = {
    Verdict.PROVED: "st-proved",
    Verdict.NUMERICAL: "st-proved",
    Verdict.CONDITIONAL: "st-assumed",
    Verdict.UNSUPPORTED: "st-open",
    Verdict.OPEN: "st-open",
}


def written(claim: Claim, finding: Finding) -> list[nodes.Node]:
    """A claim, its verdict, what was computed and what it rests on."""
    verdict = nodes.inline(
        "",
        finding.verdict.value,
        classes=["st-verdict", _COLOUR.get(finding.verdict, "st-textbook")],
    )
    item = nodes.definition_list_item()
    item += nodes.term("", "", nodes.Text(claim.text), ids=[f"claim-{claim.id}"])
    body = nodes.definition()
    body += nodes.paragraph("", "", verdict, nodes.Text(" "), nodes.emphasis("", claim.source))
    if finding.comment:
        body += nodes.paragraph("", finding.comment)
    if finding.computed:
        body += _figures(finding.computed)
    if rests := claim.rests_on():
        body += nodes.paragraph("", "", nodes.Text("Rests on "), *_render.links(rests, ""))
    item += body
    return [nodes.definition_list("", item, classes=["st-claim"])]


def _figures(computed: dict[str, Any]) -> nodes.bullet_list:
    """Figures by name; a group of them as a list of its own."""
    made = nodes.bullet_list()
    for name, value in computed.items():
        label = name.replace("_", " ")
        item = nodes.list_item()
        if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
            item += nodes.paragraph("", label)
            item += _figures(value)
        else:
            item += nodes.paragraph("", f"{label}: {_text(value)}")
        made += item
    return made


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')}: {_text(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def verdict_counts(findings: list[Finding]) -> nodes.paragraph:
    """How many claims got which verdict, in a sentence."""
    counted = [(verdict, sum(one.verdict is verdict for one in findings)) for verdict in Verdict]
    words = "; ".join(f"{verdict.value}: {count}" for verdict, count in counted if count)
    return nodes.paragraph("", f"{len(findings)} claims. {words.capitalize()}.")
