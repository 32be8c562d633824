"""What a person sees of a proof under way: as text, and as a page fragment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import sympy

from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Formula
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.progress import Known, Progress

__all__ = ["as_html", "as_text"]


def as_text(claim: Formula, suppose: Sequence[Formula], state: Progress) -> str:
    """The claim, what is known, and what is left to show."""
    if state.branch is None:
        theorem = state.lines[-1].theorem
        rows = [f"proved: {theorem}", *_rows(state.lines), f"  rests on {rests(theorem)}"]
        return "\n".join(rows)
    now, *later = state.left()
    rows = [f"goal: {claim}{_sorts([claim, *suppose])}", *_rows(state.known)]
    rows += [f"  to show{f' ({now.where})' if now.where else ''}:", f"      {now.target}"]
    rows += [f"  then ({branch.where}):\n      {branch.target}" for branch in later]
    return "\n".join(rows)


def as_html(claim: Formula, state: Progress) -> str:
    """The same, typeset."""
    if state.branch is None:
        theorem = state.lines[-1].theorem
        return (
            f"<div><p><b>Proved</b> {_math(claim)}</p>{_list(state.lines)}"
            f"<p><small>rests on: {escape(rests(theorem))}</small></p></div>"
        )
    now, *later = state.left()
    then = "".join(
        f"<p>then <i>{escape(branch.where)}</i> {_math(branch.target)}</p>" for branch in later
    )
    where = f" <i>{escape(now.where)}</i>" if now.where else ""
    return (
        f"<div><p><b>Goal</b> {_math(claim)}</p>{_list(state.known)}"
        f"<p><b>To show</b>{where} {_math(now.target)}</p>{then}</div>"
    )


def rests(theorem: Theorem) -> str:
    """What a theorem rests on, in words."""
    return ", ".join(sorted(theorem.axioms)) or "nothing but the kernel's rules"


def _rows(lines: Iterable[Known]) -> list[str]:
    return [
        f"  ({line.number}) {line.theorem.conclusion}\n      {line.why} [{line.rule}]"
        for line in lines
    ]


def _list(lines: Iterable[Known]) -> str:
    items = "".join(
        f'<li value="{line.number}">{_math(line.theorem.conclusion)} '
        f"<small>{escape(line.why)} [{escape(line.rule)}]</small></li>"
        for line in lines
    )
    return f"<ol>{items}</ol>"


def _math(formula: Formula) -> str:
    return f"$\\displaystyle {escape(sympy.latex(formula), quote=False)}$"


def _sorts(formulas: Sequence[Formula]) -> str:
    groups: dict[str, list[str]] = {}
    for variable in sorted(free_variables(formulas), key=lambda v: v.name):
        groups.setdefault(variable.sort.name, []).append(variable.name)
    told = "; ".join(f"{sort}: {', '.join(names)}" for sort, names in groups.items())
    return f"   [{told}]" if told else ""
