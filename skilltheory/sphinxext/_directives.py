"""The directives of the domain ``st``; what each shows is made from the library's objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.directives.other import TocTree
from sphinx.util.docutils import SphinxDirective

from skilltheory.errors import NoGuarantee, SkillTheoryError, UnknownName
from skilltheory.sphinxext import _checks, _numbers, _render
from skilltheory.sphinxext._errors import BookError
from skilltheory.sphinxext._nodes import html, tagged
from skilltheory.sphinxext._run import Outcome, execute, picture
from skilltheory.theory import CHAPTERS, Kind, State, Statement, statement, statements

__all__ = ["DIRECTIVES"]

PICTURES = "_generated/pictures"


class _Directive(SphinxDirective):
    """Runs :meth:`make`; whatever goes wrong stops the build with file and line."""

    has_content = False
    required_arguments = 1
    final_argument_whitespace = True

    @property
    def place(self) -> str:
        """``file:line`` of the directive."""
        source, line = self.get_source_info()
        return f"{source}:{line}"

    def run(self) -> list[nodes.Node]:
        try:
            made = self.make()
        except SkillTheoryError as error:
            raise BookError(f"{self.place}: {error}") from error
        for node in made:
            self.set_source_info(node)
            for inner in node.findall(nodes.Element):
                inner.source, inner.line = self.get_source_info()
        return made

    def make(self) -> list[nodes.Node]:
        raise NotImplementedError

    def claim(self, found: Statement, *, home: bool = False) -> None:
        """Record that this page shows a statement, and require its proof now."""
        from skilltheory.sphinxext._domain import StatementDomain, require_proof

        require_proof(self.config.st_open, found.id, self.place)
        domain = self.env.domains["st"]
        if isinstance(domain, StatementDomain):
            domain.note(found.id, self.place, home=home)


class ShowStatement(_Directive):
    """A statement in full."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"unfolded": directives.flag}

    def make(self) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        for identifier in self.arguments[0].split():
            found = statement(identifier)
            self.claim(found, home=True)
            made.append(_render.card(found, unfolded="unfolded" in self.options))
        return made


class ShowRest(_Directive):
    """Every statement of a chapter that no page has shown: new ones appear by themselves.

    ``*`` stands for the chapters that have no page of their own beside this one.
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "heading": directives.unchanged_required
    }

    def make(self) -> list[nodes.Node]:
        chapters = self.arguments[0].split()
        if chapters == ["*"]:
            here = self.env.current_document.docname.rpartition("/")[0]
            pages = self.env.found_docs
            chapters = [c for c in CHAPTERS if f"{here}/{c}".lstrip("/") not in pages]
        for chapter in chapters:
            if chapter not in CHAPTERS:
                raise UnknownName("chapter", chapter, CHAPTERS)
        from skilltheory.sphinxext._domain import StatementDomain

        domain = self.env.domains["st"]
        shown = domain.places if isinstance(domain, StatementDomain) else {}
        made: list[nodes.Node] = []
        for found in statements():
            if found.chapter in chapters and found.id not in shown:
                self.claim(found, home=True)
                made.append(_render.card(found))
        heading = self.options.get("heading")
        if made and heading:
            made.insert(0, nodes.rubric("", heading))
        return made


class Chapters(TocTree):
    """The table of contents of the chapters, in the theory's order; new ones appear by themselves.

    The argument is a page name with ``*`` for the chapter; a chapter without a page of its own is
    expected on the page ``further``.
    """

    has_content = False
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        pages = [self.arguments[0].replace("*", name) for name in (*CHAPTERS, "further")]
        found = self.env.found_docs
        here = self.env.current_document.docname.rpartition("/")[0]
        entries = [page for page in pages if f"{here}/{page}".lstrip("/") in found]
        self.content = StringList(entries, self.get_source_info()[0])
        return super().run()


class Recall(_Directive):
    """A statement again, away from its place."""

    def make(self) -> list[nodes.Node]:
        found = statement(self.arguments[0])
        self.claim(found)
        return [_render.recall(found)]


class ShowProof(_Directive):
    """The proof of a statement, unfolded."""

    def make(self) -> list[nodes.Node]:
        found = statement(self.arguments[0])
        self.claim(found)
        return [_render.proof(found, unfolded=True)]


class RestsOn(_Directive):
    """What a result rests on, each with its kind."""

    def make(self) -> list[nodes.Node]:
        found = statement(self.arguments[0])
        self.claim(found)
        rows: list[list[list[nodes.Node]]] = [
            [
                [_render.link(one.id)],
                [nodes.Text(one.kind.value)],
                [nodes.Text(_render.prose(one.meaning))],
            ]
            for one in found.rests_on()
        ]
        if not rows:
            return [nodes.paragraph("", "Nothing but the rules of the kernel.")]
        return [_table(["Supposed", "Kind", "What it says"], rows)]


class ShowCheck(_Directive):
    """Who checked a statement in this build."""

    def make(self) -> list[nodes.Node]:
        found = statement(self.arguments[0])
        self.claim(found)
        return [_table(_CHECK_HEAD, [_check_row(found)])]


class Solve(_Directive):
    """A live number with its certificate, or the condition that fails."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"refused": directives.flag}

    def make(self) -> list[nodes.Node]:
        request = self.arguments[0]
        unknown, given = _numbers.request(request)
        arguments = ", ".join(
            f"{n}={v}" if n == "digits" else f'{n}="{v}"' for n, v in given.items()
        )
        made = nodes.container(classes=["st-solve"])
        code = f"solve.{unknown}({arguments})"
        made += nodes.literal_block(code, code, language="python")
        try:
            found = _numbers.solved(request)
        except NoGuarantee as refusal:
            if "refused" not in self.options:
                raise
            made += _table(
                ["Condition", "Left side", "Right side"],
                [[[nodes.Text(t)] for t in (refusal.condition, refusal.left, refusal.right)]],
            )
            return [made]
        if "refused" in self.options:
            raise BookError(f"{self.place}: {request} should be refused; it is {found.value}")
        rows = [("value", found.value), ("between", f"{found.lower} and {found.upper}")]
        if found.exact is not None:
            rows.append(("exactly", str(found.exact)))
        rows.append(("proof", found.proof))
        if found.vacuous:
            rows.append(("vacuous", "this guarantee says nothing"))
        if found.note:
            rows.append(("note", found.note))
        made += _table(
            None, [[[nodes.strong("", name)], [nodes.Text(text)]] for name, text in rows]
        )
        return [made]


class Run(_Directive):
    """Python, run now, with what it really says."""

    has_content = True
    required_arguments = 0
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "raises": directives.unchanged_required,
        "hide-code": directives.flag,
        "typeset": directives.flag,
        "alt": directives.unchanged_required,
        "caption": directives.unchanged_required,
    }

    def make(self) -> list[nodes.Node]:
        code = "\n".join(self.content)
        source, line = self.get_source_info()
        # docutils counts from the top of the page, MyST from the line after the directive's own.
        myst = type(self.state).__module__.startswith("myst_parser")
        first = self.content_offset + 1 + (self.lineno if myst else 0)
        found = execute(code, self._namespace(), source, first, self.options.get("raises", ""))
        made: list[nodes.Node] = []
        if "hide-code" not in self.options:
            made.append(nodes.literal_block(code, code, language="python", classes=["st-code"]))
        made += self._output(found)
        box = nodes.container("", *made, classes=["st-run"])
        box.line = line
        return [box]

    def _namespace(self) -> dict[str, Any]:
        page = self.env.current_document
        if "st_namespace" not in page:
            page["st_namespace"] = {"__name__": "__book__"}
        kept: dict[str, Any] = page["st_namespace"]
        return kept

    def _output(self, found: Outcome) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        if found.figures:
            made += [self._picture(figure) for figure in found.figures]
        if "typeset" in self.options:
            if not found.latex:
                raise BookError(f"{self.place}: the block ends in nothing that can be typeset")
            made.append(nodes.math_block(found.latex, found.latex, nowrap=True, number=None))
        elif found.printed:
            text = found.printed
            made.append(nodes.literal_block(text, text, language="text", classes=["st-output"]))
        return made

    def _picture(self, figure: Any) -> nodes.figure:
        alt = self.options.get("alt")
        if not alt:
            raise BookError(f"{self.place}: a picture needs :alt:, for readers who cannot see it")
        stem = self.env.current_document.docname.replace("/", "-")
        try:
            name = picture(figure, Path(self.env.srcdir) / PICTURES, stem)
        except Exception as error:
            raise BookError(
                f"{self.place}: the picture fails: {type(error).__name__}: {error}"
            ) from error
        image = nodes.image("", uri=f"/{PICTURES}/{name}", alt=alt)
        made = nodes.figure("", image, classes=["st-picture"])
        if "caption" in self.options:
            parsed, _ = self.parse_inline(self.options["caption"])
            made += nodes.caption("", "", *parsed)
        return made


class Figure(Run):
    """A picture made by code that is not shown."""

    def _output(self, found: Outcome) -> list[nodes.Node]:
        if not found.figures:
            raise BookError(f"{self.place}: the block does not end in a figure")
        return [self._picture(figure) for figure in found.figures]

    def make(self) -> list[nodes.Node]:
        self.options["hide-code"] = None
        return super().make()


class Graph(_Directive):
    """How statements depend on one another; all of them, or one chapter."""

    required_arguments = 0
    optional_arguments = 1

    def make(self) -> list[nodes.Node]:
        chapter = self.arguments[0] if self.arguments else ""
        if chapter and chapter not in CHAPTERS:
            raise UnknownName("chapter", chapter, CHAPTERS)
        self.env.note_reread()  # it shows what all pages say
        node = html("", classes=["st-graph"])
        node["graph"] = chapter
        return [node]


class Supposed(_Directive):
    """Assumptions, laws, definitions or textbook facts, each with what falls without it."""

    def make(self) -> list[nodes.Node]:
        try:
            kinds = {Kind(word.strip()) for word in self.arguments[0].split(",")}
        except ValueError as error:
            known = [kind.value for kind in Kind if kind.is_supposed]
            raise UnknownName("kind", self.arguments[0], known) from error
        self.env.note_reread()
        everything = statements()
        proved = [s for s in everything if _is_proved(s)]
        rows: list[list[list[nodes.Node]]] = []
        for one in everything:
            if one.kind in kinds:
                fallen = [s.id for s in proved if one in s.rests_on()]
                rows.append(
                    [
                        [_render.link(one.id)],
                        [nodes.Text(_render.prose(one.meaning))],
                        _render.links(fallen, "nothing"),
                    ]
                )
        head = ["Supposed", "What it says", "What falls without it"]
        return [_table(head, rows)]


def _is_proved(found: Statement) -> bool:
    return _checks.must_be_proved(found) and _checks.check(found).state is State.PROVED


_CHECK_HEAD = ["Statement", "Kind", "State", "Steps", "Rests on"]


def _check_row(found: Statement) -> list[list[nodes.Node]]:
    seen = _checks.check(found)
    rests = [s.id for s in found.rests_on() if s is not found] if seen.steps else []
    return [
        [_render.link(found.id)],
        [nodes.Text(found.kind.value)],
        [_render.badge(found)],
        [nodes.Text(str(seen.steps) if seen.steps else "")],
        _render.links(rests, ""),
    ]


class Ledger(_Directive):
    """Every statement with its state; one table a chapter."""

    required_arguments = 0

    def make(self) -> list[nodes.Node]:
        self.env.note_reread()
        made: list[nodes.Node] = []
        for chapter in CHAPTERS:
            found = [s for s in statements() if s.chapter == chapter]
            for one in found:
                self.claim(one)
            made.append(nodes.rubric("", chapter.capitalize()))
            made.append(_table(_CHECK_HEAD, [_check_row(one) for one in found]))
        return made


class Claims(_Directive):
    """What the sources claim, each with the verdict and the figures found in this build."""

    required_arguments = 0

    def make(self) -> list[nodes.Node]:
        from skilltheory.claims import claims
        from skilltheory.sphinxext import _claims

        self.env.note_reread()
        found = [(one, one.check()) for one in claims()]
        made: list[nodes.Node] = [_claims.verdict_counts([finding for _, finding in found])]
        for one, finding in found:
            made += _claims.written(one, finding)
        return made


class Count(_Directive):
    """How many statements are proved in this build, in a sentence."""

    required_arguments = 0

    def make(self) -> list[nodes.Node]:
        self.env.note_reread()
        everything = statements()
        proved = [s for s in everything if _is_proved(s)]
        for one in proved:
            self.claim(one)
        steps = sum(_checks.check(s).steps for s in proved)
        supposed = sum(s.kind.is_supposed for s in everything)
        words = (
            f"This copy of the book was made after the kernel had accepted {len(proved)} proofs of "
            f"{steps:,} steps. They rest on {supposed} named assumptions, laws, definitions and "
            "textbook facts."
        )
        return [tagged("", nodes.paragraph("", words), tag="div", classes=["st-count-line"])]


def _table(head: Sequence[str] | None, rows: Sequence[Sequence[list[nodes.Node]]]) -> nodes.Node:
    """A table that scrolls by itself where the screen is narrow."""
    width = len(rows[0]) if rows else len(head or [])
    group = nodes.tgroup(cols=width)
    group += [nodes.colspec(colwidth=1) for _ in range(width)]
    if head is not None:
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", text)) for text in head]
        group += nodes.thead("", row)
    body = nodes.tbody()
    for cells in rows:
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells]
        body += row
    group += body
    return nodes.table("", group, classes=["st-table"])


DIRECTIVES: dict[str, Any] = {
    "statement": ShowStatement,
    "rest": ShowRest,
    "chapters": Chapters,
    "recall": Recall,
    "proof": ShowProof,
    "rests-on": RestsOn,
    "check": ShowCheck,
    "solve": Solve,
    "run": Run,
    "figure": Figure,
    "graph": Graph,
    "supposed": Supposed,
    "ledger": Ledger,
    "claims": Claims,
    "count": Count,
}
