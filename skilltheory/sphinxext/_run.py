"""Python that runs while the book is built, one namespace a page, and what it really says."""

from __future__ import annotations

import ast
import io
import traceback
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from skilltheory.sphinxext._errors import BookError

__all__ = ["Outcome", "execute", "picture"]


@dataclass
class Outcome:
    """What a block of code did.

    Attributes
    ----------
    printed : str
        Standard output, and the text of the last expression as Python would show it.
    latex : str
        LaTeX of the last expression, if it has one.
    figures : list
        The matplotlib figure that the block ends in, if any.
    """

    printed: str = ""
    latex: str = ""
    figures: list[Any] = field(default_factory=list)


def execute(
    code: str, namespace: dict[str, Any], source: str, line: int, raises: str = ""
) -> Outcome:
    """Run a block in a namespace.

    Parameters
    ----------
    code : str
        Python.
    namespace : dict
        Names made by earlier blocks of the page, and by this one.
    source, line
        Where the block begins, for errors.
    raises : str
        Name of the exception that the block is meant to end in.

    Raises
    ------
    BookError
        With file and line, if the block raises another exception, or none though it should.
    """
    try:
        tree = ast.parse(code, source)
    except SyntaxError as error:
        raise BookError(f"{source}:{line + (error.lineno or 1) - 1}: {error.msg}") from error
    ast.increment_lineno(tree, line - 1)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    said = io.StringIO()
    made = Outcome()
    try:
        with redirect_stdout(said):
            exec(compile(tree, source, "exec"), namespace)
            if isinstance(last, ast.Expr):
                expression = ast.Expression(last.value)
                _take(eval(compile(expression, source, "eval"), namespace), made, said)
    except Exception as error:
        if type(error).__name__ != raises:
            at = [
                f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == source
            ]
            where = f"{source}:{at[-1] if at else line}"
            raise BookError(f"{where}: {type(error).__name__}: {error}") from error
        said.write(f"{type(error).__name__}: {error}\n")
    else:
        if raises:
            raise BookError(f"{source}:{line}: this should raise {raises}, and did not")
    made.printed = said.getvalue().rstrip("\n")
    return made


def _take(value: Any, made: Outcome, said: io.StringIO) -> None:
    if value is None:
        return
    from matplotlib.figure import Figure

    if isinstance(value, Figure):
        made.figures.append(value)
        return
    text = getattr(value, "_repr_latex_", lambda: None)()
    if isinstance(text, str):
        made.latex = text.strip().strip("$").removeprefix(r"\displaystyle").strip()
    print(repr(value), file=said)


def picture(figure: Any, folder: Path, stem: str) -> str:
    """Write a matplotlib figure as SVG under a name that follows its contents.

    Returns
    -------
    str
        The file's name in ``folder``.
    """
    from skilltheory.plot import save

    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{stem}.draft.svg"
    save(figure, draft)
    name = f"{stem}-{sha256(draft.read_bytes()).hexdigest()[:10]}.svg"
    draft.replace(folder / name)
    return name
