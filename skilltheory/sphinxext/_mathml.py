"""Math made at build time: LaTeX in, MathML out, no script when the page is read.

Every current browser shows MathML by itself, as text that follows the page's colours, can be
selected and is read aloud.  What it needs is a font with a mathematics table; STIX Two Math
(SIL Open Font License) is copied into the site from the package ``ziamath``, which carries it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from docutils import nodes

from skilltheory.sphinxext._errors import BookError, place_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

__all__ = ["FONT_NAME", "mathml", "setup", "write_font"]

FONT_NAME = "STIXTwoMath.woff2"
_SPACE = "http://www.w3.org/1998/Math/MathML"
_NAMED = frozenset(
    ("log", "exp", "min", "max", "inf", "sup", "lim", "kl", "Pr", "Bin", "Var", "gcd")
)
_UNDER = frozenset(("min", "max", "inf", "sup", "lim"))
_THIN = "0.1667em"


def mathml(latex: str, *, display: bool = False) -> str:
    """Convert LaTeX without delimiters to one ``<math>`` element.

    The LaTeX is kept in the element's ``alttext``.

    Raises
    ------
    ValueError
        If it cannot be read, or something in it was not understood.
    """
    from latex2mathml.converter import convert

    try:
        made = convert(latex, display="block" if display else "inline")
    except Exception as error:
        raise ValueError(f"this formula cannot be read: {latex!r} ({error!r})") from error
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.fromstring(made)
    unread = [e.text for e in root.iter() if e.text and e.text.startswith("\\")]
    if unread:
        raise ValueError(f"{', '.join(map(str, unread))} is not understood in {latex!r}")
    _tidy(root)
    root.set("alttext", latex)
    return ElementTree.tostring(root, encoding="unicode")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(f"{{{_SPACE}}}")


def _is_name(element: ElementTree.Element) -> bool:
    return _tag(element) in ("mi", "mo") and (element.text or "").strip() in _NAMED


def _tidy(root: ElementTree.Element) -> None:
    """Mend what the converter sets differently from TeX: primes and the space around names."""
    for element in list(root.iter()):
        children = list(element)
        if _tag(element) == "msub" and (children[0].text or "").strip() in _UNDER:
            element.tag = f"{{{_SPACE}}}munder"  # below the name where there is room, as in TeX
            children[0].tag = f"{{{_SPACE}}}mo"
            children[0].set("movablelimits", "true")
        if _tag(element) == "mo" and element.text in ("/", "\u2215"):
            element.set("lspace", "0.06em")
            element.set("rspace", "0.06em")
        if _tag(element) in ("msup", "msubsup") and children and children[-1].text == "\u2032":
            children[-1].set("class", "prime")
        if _tag(element) not in ("mrow", "math", "mtd", "mstyle"):
            continue
        made: list[ElementTree.Element] = []
        for child in children:
            if _tag(child) == "mspace" and made and _is_name(made[-1]):
                continue  # TeX puts no space between a function's name and its bracket
            if _is_name(child):
                child.tag = f"{{{_SPACE}}}mi"
                child.text = (child.text or "").strip()
                while made and _tag(made[-1]) == "mspace" and made[-1].get("width") == _THIN:
                    made.pop()
                if made and _ends_a_factor(made[-1]):
                    made.append(_thin_space())
            elif made and _is_name(made[-1]) and not _opens(child):
                made.append(_thin_space())
            made.append(child)
        for child in children:
            element.remove(child)
        element.extend(made)


def _thin_space() -> ElementTree.Element:
    return ElementTree.Element(f"{{{_SPACE}}}mspace", {"width": _THIN})


def _opens(element: ElementTree.Element) -> bool:
    """Whether it begins with a bracket."""
    while len(element) and _tag(element) == "mrow":
        element = element[0]
    return _tag(element) == "mo"


def _ends_a_factor(element: ElementTree.Element) -> bool:
    if _tag(element) in ("mi", "mn", "msub", "msup", "msubsup", "mfrac", "mrow"):
        return True
    return (element.text or "") in (")", "]")


def write_font(folder: Path) -> Path:
    """Write the mathematics font as WOFF2 into ``folder``, unless it is there."""
    target = folder / FONT_NAME
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_font())
    return target


@cache
def _font() -> bytes:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"))
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _convert(self: HTML5Translator, node: Any, *, display: bool) -> str:
    try:
        return mathml(node.astext(), display=display)
    except ValueError as error:
        raise BookError(f"{place_of(node)}: {error}") from error


def _visit_math(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_convert(self, node, display=False))
    raise nodes.SkipNode


def _visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    # Focusable, so that a formula wider than a narrow screen scrolls by keyboard too.
    self.body.append('<div class="math-block" tabindex="0">')
    if node.get("number"):
        self.body.append(f'<span class="eqno">({node["number"]})</span>')
    self.body.append(_convert(self, node, display=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _copy_font(app: Sphinx) -> None:
    folder = Path(app.srcdir) / "_generated" / "fonts"
    write_font(folder)


def setup(app: Sphinx) -> None:
    """Enter the renderer ``mathml``; a book chooses it with ``html_math_renderer``."""
    app.add_html_math_renderer("mathml", (_visit_math, None), (_visit_math_block, None))
    app.connect("builder-inited", _copy_font)
