"""Statements and proofs as docutils nodes: every formula and word comes from the object."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

from skilltheory.kernel.theorem import Theorem
from skilltheory.sphinxext import _checks, _typeset
from skilltheory.sphinxext._chain import Link, chain, idea_of
from skilltheory.sphinxext._nodes import fold, tagged
from skilltheory.theory import Kind, State, Statement, statement

__all__ = ["anchor", "badge", "card", "link", "links", "mixed", "proof", "prose", "recall"]

_LONG = 46  # characters of LaTeX without commands that still fit a line of text

KIND_CLASS = {
    Kind.DEFINITION: "definition",
    Kind.ASSUMPTION: "assumption",
    Kind.LAW: "law",
    Kind.TEXTBOOK: "textbook",
    Kind.CONJECTURE: "conjecture",
    Kind.PREDICTION: "prediction",
}


def anchor(identifier: str) -> str:
    """The id of a statement's place in a page."""
    return "st-" + identifier.replace(".", "-")


def link(identifier: str, text: str = "") -> addnodes.pending_xref:
    """A link to a statement, resolved when all pages are known."""
    found = statement(identifier)
    made = addnodes.pending_xref(
        "", refdomain="st", reftype="ref", reftarget=identifier, refexplicit=True, refwarn=True
    )
    made += nodes.inline("", text or prose(found.title), classes=["st-link"])
    return made


def links(identifiers: Iterable[str], nothing: str) -> list[nodes.Node]:
    """Links with commas between them, or words when there are none."""
    made: list[nodes.Node] = []
    for identifier in identifiers:
        if made:
            made.append(nodes.Text(", "))
        made.append(link(identifier))
    return made or [nodes.Text(nothing)]


_SIGNS = (
    ("<=", "≤"),
    (">=", "≥"),
    ("!=", "≠"),
    (" - ", " \N{MINUS SIGN} "),
    ("->", "→"),
)
_GREEK = {
    name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}")
    for name in ("alpha", "beta", "delta", "eta", "theta", "mu", "rho", "tau", "phi")
}
_GREEK_WORD = re.compile(rf"(?<![-\w.])({'|'.join(_GREEK)})(?![\w-])")
_SIZE = re.compile(r"\bN([12])\b")


def prose(words: str) -> str:
    """The theory's plain words, set as a book sets them: Greek letters and signs, nothing else."""
    for plain, sign in _SIGNS:
        words = words.replace(plain, sign)
    words = _GREEK_WORD.sub(lambda found: _GREEK[found[1]], words)
    return _SIZE.sub(lambda found: "N" + "₁₂"[int(found[1]) - 1], words).replace("k'", "k\N{PRIME}")


def mixed(words: str) -> list[nodes.Node]:
    """Text with formulas between ``$`` signs."""
    return [
        nodes.math(part, part) if place % 2 else nodes.Text(part)
        for place, part in enumerate(words.split("$"))
        if part
    ]


def badge(found: Statement) -> nodes.inline:
    """The state of its check, in this build."""
    state = _checks.check(found)
    return nodes.inline("", state.words, classes=["st-badge", f"st-{state.state.value}"])


def _is_long(formula: str) -> bool:
    return len(re.sub(r"\\[A-Za-z]+|[{}\s]|\\.", "", formula)) > _LONG or r"\sum" in formula


def _formula(formula: str) -> nodes.Node:
    return nodes.math_block(formula, formula, nowrap=True, number=None)


def _lines(found: list[_typeset.Line], level: int = 0) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for line in found:
        if line.words:
            made.append(nodes.paragraph("", "", *mixed(line.words), classes=["st-words"]))
        if line.formula:
            made.append(_formula(line.formula))
        if line.below:
            made.append(nodes.container("", *_lines(line.below, level + 1), classes=["st-below"]))
    return made


def _body(found: Statement) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    left_out = False
    if found.hypotheses:
        supposed = nodes.container(classes=["st-supposed"])
        supposed += nodes.paragraph("", "Suppose", classes=["st-lead"])
        for hypothesis in found.hypotheses:
            some, hidden = _typeset.lines(hypothesis)
            left_out |= hidden
            supposed += _lines(some)
        made.append(supposed)
    then = nodes.container(classes=["st-then"])
    if found.hypotheses:
        then += nodes.paragraph("", "Then", classes=["st-lead"])
    some, hidden = _typeset.lines(found.conclusion)
    left_out |= hidden
    then += _lines(some)
    made.append(then)
    if left_out:
        words = "Indices that stay the same throughout are not written."
        made.append(nodes.paragraph("", words, classes=["st-note"]))
    return made


def _sorts(found: Statement) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for name, names in _typeset.sorts_of(found.parameters):
        if made:
            made.append(nodes.Text("; "))
        made += [nodes.math(names, names), nodes.Text(" in "), nodes.inline("", name)]
    return made


def card(found: Statement, *, unfolded: bool = False, home: bool = True) -> tagged:
    """The whole statement: formula, sorts, meaning, source, check, support and proof.

    Parameters
    ----------
    found : Statement
        What to show.
    unfolded : bool
        Whether the proof is open at first.
    home : bool
        Whether this is the place that links lead to.
    """
    kind = KIND_CLASS.get(found.kind, "proved")
    made = tagged("", tag="section", classes=["st-card", f"st-kind-{kind}"])
    made["attributes"] = {"aria-label": f"{found.kind.value} {found.title}"}
    if home:
        made["ids"] = [anchor(found.id)]
    head = nodes.paragraph(classes=["st-head"])
    head += nodes.inline("", found.kind.value.capitalize(), classes=["st-kind"])
    head += nodes.Text(" ")
    head += nodes.inline("", prose(found.title), classes=["st-title"])
    head += nodes.Text(" ")
    head += badge(found)
    made += head
    made += _body(found)
    made += nodes.paragraph("", prose(found.meaning), classes=["st-meaning"])
    facts = nodes.paragraph(classes=["st-facts"])
    facts += nodes.literal("", found.id, classes=["st-id"])
    sorts = _sorts(found)
    if sorts:
        facts += [nodes.Text(" · "), *sorts]
    facts += [nodes.Text(" · "), nodes.inline("", found.source, classes=["st-source"])]
    made += facts
    if not found.kind.is_supposed and _checks.check(found).state is State.PROVED:
        made += support(found)
        made += proof(found, unfolded=unfolded)
    return made


def recall(found: Statement) -> tagged:
    """The formula again, with a link to its place."""
    kind = KIND_CLASS.get(found.kind, "proved")
    made = tagged("", tag="aside", classes=["st-card", "st-recall", f"st-kind-{kind}"])
    head = nodes.paragraph(classes=["st-head"])
    head += nodes.inline("", found.kind.value.capitalize(), classes=["st-kind"])
    head += [nodes.Text(" "), link(found.id), nodes.Text(" "), badge(found)]
    made += head
    made += _body(found)
    return made


def support(found: Statement) -> nodes.paragraph:
    """What the statement rests on, all the way down."""
    made = nodes.paragraph(classes=["st-rests"])
    made += nodes.inline("", "Rests on ", classes=["st-lead"])
    names = [one.id for one in found.rests_on() if one.id != found.id]
    made += links(names, "nothing but the rules of the kernel")
    return made


def proof(found: Statement, *, unfolded: bool = False) -> fold:
    """The chain of claims, each with its reason, what it comes from, and its folded steps."""
    found_links = chain(found.id)
    steps = _checks.check(found).steps
    made = fold(classes=["st-proof"], open=unfolded)
    lines_ = f"{len(found_links)} line{'s' * (len(found_links) != 1)}"
    summary = tagged("", tag="summary")
    summary += nodes.inline("", "Proof", classes=["st-lead"])
    summary += nodes.inline("", f" {prose(idea_of(found.id))}", classes=["st-idea"])
    summary += nodes.inline("", f" {lines_}, {steps} kernel steps", classes=["st-count"])
    made += summary
    rows = nodes.enumerated_list(classes=["st-chain"])
    for one in found_links:
        rows += _row(one)
    made += rows
    return made


def _row(one: Link) -> nodes.list_item:
    item = nodes.list_item()
    some, _ = _typeset.lines(one.line.theorem.conclusion)
    item += _lines(some)
    why = nodes.paragraph(classes=["st-why"])
    why += nodes.Text(prose(one.line.why))
    origin: list[nodes.Node] = []
    if one.earlier:
        origin.append(nodes.Text("from " + ", ".join(f"({n})" for n in one.earlier)))
    if one.cited:
        origin += [nodes.Text("; by " if origin else "by "), *links(one.cited, "")]
    if origin:
        why += nodes.Text(" — ")
        why += nodes.inline("", "", *origin, classes=["st-from"])
    why += nodes.Text(" ")
    why += nodes.literal("", one.line.rule, classes=["st-rule"])
    item += why
    if one.folded:
        item += _folded(one.folded)
    return item


def _folded(steps: tuple[Theorem, ...]) -> fold:
    made = fold(classes=["st-steps"])
    count = f"{len(steps)} smaller step{'s' * (len(steps) != 1)}"
    made += tagged("", nodes.Text(count), tag="summary")
    rows = nodes.bullet_list()
    for theorem in steps:
        item = nodes.list_item()
        item += _formula(_typeset.tex(theorem.conclusion))
        item += nodes.paragraph(
            "", "", nodes.literal("", theorem.step.rule, classes=["st-rule"]), classes=["st-why"]
        )
        rows += item
    made += rows
    return made
