"""The domain ``st``: where every statement stands, and what the book claims of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from skilltheory.errors import UnknownName
from skilltheory.sphinxext import _checks
from skilltheory.sphinxext._errors import BookError, place_of
from skilltheory.sphinxext._graph import svg
from skilltheory.sphinxext._nodes import html
from skilltheory.sphinxext._render import anchor
from skilltheory.sphinxext._roles import ROLES
from skilltheory.theory import statement

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

__all__ = ["StatementDomain", "digest", "setup"]


def digest(identifier: str) -> str:
    """Changes when what the book says of a statement changes."""
    found = statement(identifier)
    said = "\n".join([found.text(), found.meaning, _checks.check(found).words])
    return sha256(said.encode()).hexdigest()


class StatementDomain(Domain):
    """Statements of the theory, and the claims that pages make about them."""

    name = "st"
    label = "Statement"
    object_types = {"statement": ObjType("statement", "ref")}  # noqa: RUF012
    roles = ROLES
    initial_data = {"places": {}, "claims": {}}  # noqa: RUF012
    data_version = 1

    @property
    def places(self) -> dict[str, str]:
        """The page on which each statement stands."""
        found: dict[str, str] = self.data["places"]
        return found

    @property
    def claims(self) -> dict[str, list[tuple[str, str, str]]]:
        """For each page: statement, ``file:line``, and what was said."""
        found: dict[str, list[tuple[str, str, str]]] = self.data["claims"]
        return found

    def note(self, identifier: str, place: str, *, home: bool) -> None:
        """Record that the page being read shows a statement.

        Raises
        ------
        BookError
            If it already has a home on another page.
        """
        page = self.env.current_document.docname
        self.claims.setdefault(page, []).append((identifier, place, digest(identifier)))
        if home:
            other = self.places.setdefault(identifier, page)
            if other != page:
                raise BookError(f"{place}: {identifier} already stands on the page {other}")

    def clear_doc(self, docname: str) -> None:
        """Forget a page that will be read again."""
        self.claims.pop(docname, None)
        for identifier in [i for i, page in self.places.items() if page == docname]:
            del self.places[identifier]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        for identifier, page in otherdata["places"].items():
            if page in docnames:
                other = self.places.setdefault(identifier, page)
                if other != page:
                    raise BookError(f"{page}: {identifier} already stands on the page {other}")
        for page, claims in otherdata["claims"].items():
            if page in docnames:
                self.claims[page] = claims

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to the statement's place."""
        page = self.places.get(target)
        if page is None:
            raise BookError(f"{place_of(node)}: the statement {target} has no place in the book")
        title = f"{target}: {statement(target).title}"
        return make_refnode(builder, fromdocname, page, anchor(target), contnode, title)

    def resolve_any_xref(self, *_: Any, **__: Any) -> list[tuple[str, nodes.reference]]:
        """Only ``:st:ref:`` finds statements."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """For the search and for other books' inventories."""
        for identifier, page in self.places.items():
            title = f"{identifier}: {statement(identifier).title}"
            yield identifier, title, "statement", page, anchor(identifier), 1


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Pages whose statements have changed since they were read."""
    domain = env.domains["st"]
    if not isinstance(domain, StatementDomain):
        raise TypeError(domain)
    return [page for page, claims in domain.claims.items() if any(map(_differs, claims))]


def _differs(claim: tuple[str, str, str]) -> bool:
    try:
        return digest(claim[0]) != claim[2]
    except UnknownName:
        return True


def _prove_again(app: Sphinx, env: BuildEnvironment) -> None:
    """Every claim of every page, also of pages kept from an earlier build, holds in this one."""
    domain = env.domains["st"]
    if not isinstance(domain, StatementDomain):
        raise TypeError(domain)
    for claims in domain.claims.values():
        for identifier, place, said in claims:
            require_proof(app.config.st_open, identifier, place)
            if digest(identifier) != said:
                raise BookError(f"{place}: {identifier} changed while the book was built")


def require_proof(admitted: Collection[str], identifier: str, place: str) -> None:
    """Stop the build unless a statement whose kind says that it is proved is so, now.

    Parameters
    ----------
    admitted : collection of str
        What the book admits to be open (``st_open`` in its configuration), and shows as open.
    identifier, place : str
        The statement, and the ``file:line`` that shows it.

    Raises
    ------
    BookError
        With the kernel's reason.
    """
    found = statement(identifier)
    if not _checks.must_be_proved(found) or identifier in admitted:
        return
    reason = _checks.refusal(found)
    if reason:
        raise BookError(
            f"{place}: the {found.kind.value} {identifier} is shown as proved but is not: {reason}"
        )


def _draw_graphs(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Draw the graphs of a page, now that every statement's place is known."""
    domain = app.env.domains["st"]
    if not isinstance(domain, StatementDomain):
        raise TypeError(domain)

    for node in doctree.findall(html):
        if "graph" not in node:
            continue

        def uri(identifier: str, node: html = node) -> str:
            home = domain.places.get(identifier)
            if home is None:
                raise BookError(
                    f"{place_of(node)}: the statement {identifier} has no place in the book"
                )
            address = app.builder.get_relative_uri(page, home) if home != page else ""
            return f"{address}#{anchor(identifier)}"

        node["html"] = (
            '<div class="st-graph-frame" tabindex="0" role="region" aria-label="Graph">'
            f"{svg(uri, node['graph'])}</div>"
        )


def setup(app: Sphinx) -> None:
    """Enter the domain, its directives and its checks."""
    from skilltheory.sphinxext._directives import DIRECTIVES

    StatementDomain.directives = DIRECTIVES
    app.add_config_value("st_open", [], "env", list, "statements shown as open, not as proved")
    app.add_domain(StatementDomain)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-check-consistency", _prove_again)
    app.connect("doctree-resolved", _draw_graphs)
