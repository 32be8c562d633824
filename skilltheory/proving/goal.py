"""A person's own proof, step by step.

    >>> from skilltheory.sorts import Positive, variables
    >>> from skilltheory.proving.goal import Goal
    >>> from skilltheory.kernel import le
    >>> from sympy import sqrt
    >>> x, y = variables("x y", Positive)
    >>> goal = Goal(2*sqrt(x*y) <= x + y)
    >>> goal = goal.have(le(0, (sqrt(x) - sqrt(y))**2), "a square is not negative")
    >>> goal.by_combining()
    proved: |- 2*sqrt(x)*sqrt(y) <= x + y
      (1) 0 <= (sqrt(x) - sqrt(y))**2
          a square is not negative [sign]
      (2) 2*sqrt(x)*sqrt(y) <= x + y
          add (1) [combine]
      rests on nothing but the kernel's rules

Every step calls rules of the kernel and nothing else; what it guesses (which
multiples to add, how to write a derivative) is checked there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, final

import sympy

from skilltheory.errors import NumberFormatError, Refused, UnknownName
from skilltheory.kernel import RULES
from skilltheory.kernel.binding import free_variables, substitute
from skilltheory.kernel.formula import (
    And,
    Formula,
    Implies,
    Relation,
    as_formula,
    as_term,
    negation,
)
from skilltheory.kernel.theorem import Theorem
from skilltheory.proving.display import as_html, as_text
from skilltheory.proving.knowledge import Knowledge
from skilltheory.proving.progress import Branch, Join, Known, Progress
from skilltheory.proving.refute import refute
from skilltheory.proving.script import Proof
from skilltheory.proving.source import Made, call, script
from skilltheory.sorts import Variable, exact
from skilltheory.theory.statement import Statement, statement

__all__ = ["Goal"]

Fact: TypeAlias = "int | Theorem"
"""A known fact: its number in the display, or the theorem itself."""
Part: TypeAlias = "Fact | tuple[Fact, Any]"
"""A fact, perhaps with the multiplier to use."""


@final
class Goal:
    """A claim to be proved: what is known so far, and what is left to show.

    A goal never changes.  A step returns the next goal, or raises
    :class:`~skilltheory.errors.Refused` and leaves everything as it was.
    ``goal[2]`` is the theorem of line 2.

    Parameters
    ----------
    claim : Formula, SymPy relational or Statement
        For instance ``log(x) <= x - 1``, or ``le(log(x), x - 1)`` where SymPy
        would evaluate the relation.
    suppose : iterable of Formula or SymPy relational
        What may be supposed, besides the sorts of the variables.

    Raises
    ------
    Refused
        If the claim is false at some point where all suppositions hold; with
        the point, in exact numbers.
    """

    __slots__ = ("_before", "_claim", "_state", "_suppose")

    _claim: Formula
    _suppose: tuple[Formula, ...]
    _state: Progress
    _before: Goal | None

    def __init__(self, claim: Any, suppose: Iterable[Any] = ()) -> None:
        if isinstance(claim, Statement):
            claim, suppose = claim.conclusion, (*claim.hypotheses, *suppose)
        self._claim, self._suppose = _formula(claim), tuple(map(_formula, suppose))
        _refuse_if_false(self._claim, self._suppose)
        self._state = Progress.begun(self._claim, self._suppose)
        self._before = None

    # -- what there is to see -------------------------------------------------------------

    @property
    def claim(self) -> Formula:
        """What is to be proved in the end."""
        return self._claim

    @property
    def suppose(self) -> tuple[Formula, ...]:
        """What may be supposed."""
        return self._suppose

    @property
    def target(self) -> Formula | None:
        """What is to be shown next; None when nothing is left."""
        return self._state.branch.target if self._state.branch is not None else None

    @property
    def known(self) -> tuple[Theorem, ...]:
        """The theorems that may be used for the target."""
        return tuple(line.theorem for line in self._state.known)

    def __getitem__(self, number: int) -> Theorem:
        return self._line(number).theorem

    @property
    def theorem(self) -> Theorem:
        """The theorem, once nothing is left to show.

        Raises
        ------
        Refused
            If something is; with what.
        """
        return self._finished()[-1].theorem

    def _finished(self) -> tuple[Known, ...]:
        left = "; ".join(str(branch.target) for branch in self._state.left())
        if left:
            raise Refused("goal", f"not proved yet, still to show: {left}")
        return self._state.lines

    def undo(self) -> Goal:
        """The goal before the last step.

        Raises
        ------
        Refused
            If there was none.
        """
        if self._before is None:
            raise Refused("undo", "this is where the proof began")
        return self._before

    # -- steps that close the current goal --------------------------------------------------

    def by_sign(self, why: str = "") -> Goal:
        """Show the goal by the sign of its terms: squares, products, sums, roots of polynomials."""
        return self.have(self._open(), why, by="sign")

    def by_algebra(self, why: str = "") -> Goal:
        """Show an equation by bringing both sides to one normal form."""
        return self.have(self._open(), why, by="algebra")

    def by_combining(self, parts: Iterable[Part] | None = None, why: str = "") -> Goal:
        """Show the goal by adding multiples of known relations.

        Parameters
        ----------
        parts : iterable, optional
            Facts, each a number, a theorem, or a pair with its multiplier;
            all that is known if left out.  Multipliers that are not given are
            looked for; an equation may get one of either sign.
        why : str
            The reason in words.
        """
        return self.have(self._open(), why, by="combining", parts=parts)

    # -- steps that add a fact --------------------------------------------------------------

    def have(
        self,
        formula: Any,
        why: str = "",
        *,
        by: str | None = None,
        parts: Iterable[Part] | None = None,
    ) -> Goal:
        """Show a fact on the way; if it is the goal, the goal is reached.

        Parameters
        ----------
        formula : Formula or SymPy relational
            The fact.
        why : str
            The reason in words.
        by : {"sign", "algebra", "combining"}, optional
            How; all ways are tried if left out.
        parts : iterable, optional
            What to combine; see :meth:`by_combining`.
        """
        made, words = self._here().show(_formula(formula), by, self._parts(parts))
        return self._with(made, why or words)

    def use(
        self,
        source: str | Statement | Theorem | int,
        at: Mapping[Any, Any] | None = None,
        why: str = "",
        **terms: Any,
    ) -> Goal:
        """Use a statement of the theory, or a known theorem, at given terms.

        Parameters
        ----------
        source : str, Statement, Theorem or int
            The id of a statement, the statement, a theorem, or the number of a line.
        at : mapping, optional
            What to put for its variables (variables or their names).
        why : str
            The reason in words.
        **terms
            The same for names that Python allows: ``use("information.log-bound", x=1/u)``.
        """
        here = self._here()
        made, title = self._source(source)
        mapping = _mapping(made.theorem, {**(at or {}), **terms})
        if mapping:
            made = here.used("instantiate", made, mapping)
        while isinstance(made.theorem.conclusion, Implies):  # an assumption with a premise
            premise, _ = here.show(made.theorem.conclusion.args[0])
            made = call("modus_ponens", made, premise)
        places = ", ".join(f"{x} = {t}" for x, t in mapping.items())
        return self._with(made, why or f"{title}{f' at {places}' if places else ''}")

    def tangent(
        self,
        function: Any,
        x: Variable,
        at: Any,
        why: str = "",
        *,
        strict: bool = False,
        where: Iterable[Any] = (),
    ) -> Goal:
        """``f(c) + f'(c) (x - c) <= f(x)``, because ``f`` is convex in ``x``.

        Parameters
        ----------
        function, x, at : Expr, Variable, Expr
            ``f``, ``x`` and ``c``.
        why : str
            The reason in words.
        strict : bool
            Show ``<``, where ``x != c`` is known and ``f''`` is positive.
        where : iterable of Formula, optional
            What is supposed of ``x`` besides its sort.  It must hold at ``c``, and
            the fact then begins with it: ``1 <= x implies ...``; :meth:`use` at a
            term removes it where it holds.

        Raises
        ------
        Refused
            If the second derivative is not known to be non-negative.
        """
        here, term, c = self._here(where), _term(function), _term(at)
        what = f"the second derivative of {term} in {x}"
        curvature = here.positive(sympy.diff(term, x, 2), strict, what)
        made = _under(where, here.used("tangent", term, x, c, curvature))
        return self._with(made, why or f"{term} is convex in {x}: it lies above its tangent at {c}")

    def minimum(
        self,
        function: Any,
        x: Variable,
        at: Any,
        why: str = "",
        *,
        strict: bool = False,
        where: Iterable[Any] = (),
    ) -> Goal:
        """``f(c) <= f(x)``, because ``f`` falls before ``c`` and rises after it.

        The parameters are those of :meth:`tangent`.
        """
        here, term, c = self._here(where), _term(function), _term(at)
        what = f"({x} - {c}) times the derivative of {term}"
        slope = (x - c) * sympy.diff(term, x)
        direction = here.positive_on_both_sides(slope, x, c, strict, what)
        made = _under(where, here.used("minimum", term, x, c, direction))
        return self._with(made, why or f"{term} falls before {x} = {c} and rises after it")

    def increasing(
        self,
        function: Any,
        x: Variable,
        ends: tuple[Any, Any],
        why: str = "",
        *,
        where: Iterable[Any] = (),
    ) -> Goal:
        """``f(a) < f(b)`` for known ``a < b``, because ``f' > 0``; ``<=`` if only ``f' >= 0``.

        ``where`` is what is supposed of ``x``; it must hold at both ends.
        """
        here, term = self._here(where), _term(function)
        a, b = map(_term, ends)
        derivative, what = sympy.diff(term, x), f"the derivative of {term} in {x}"
        try:
            slope = here.positive(derivative, True, what)
        except Refused:
            slope = here.positive(derivative, False, what)
        made = here.used("increasing", term, x, (a, b), slope)
        return self._with(made, why or f"{term} rises with {x}, and {a} < {b}")

    def apply(self, rule: Any, *args: Any, why: str = "") -> Goal:
        """Call any rule of the kernel: ``goal.apply(monotone, "exp", goal[2])``.

        What the rule supposes beyond the suppositions must be known or evident.
        """
        name = rule if isinstance(rule, str) else getattr(rule, "__name__", str(rule)).rstrip("_")
        if name not in RULES or (not isinstance(rule, str) and RULES[name] is not rule):
            raise UnknownName("rule of the kernel", name, RULES)
        self._open()
        return self._with(call(name, *args), why or f"by the rule {name}")

    # -- steps that divide the goal ---------------------------------------------------------

    def cases(self, split: Any, why: str = "") -> Goal:
        """Show the goal twice: where the relation holds, and where it does not."""
        goal, relation = self._open(), _formula(split)
        if not isinstance(relation, Relation):
            raise Refused("cases", f"{relation} is not a relation between two terms")
        other = negation(relation)
        branches = [Branch(goal, f"where {part}", (part,)) for part in (relation, other)]
        return self._divided(
            branches,
            lambda done: ("cases", relation, *done),
            why or f"either {relation} or {other}",
        )

    def induction(self, n: Variable, why: str = "") -> Goal:
        """Show the goal for the first ``n``, then for ``n + 1`` where it holds for ``n``."""
        goal = self._open()
        if not n.sort.integer or n.sort.lower is None:
            raise Refused("induction", f"the sort {n.sort} of {n} has no first integer to start at")
        if n in free_variables(self._here().supposed):
            raise Refused("induction", f"something is supposed about {n}")
        first = sympy.Rational(n.sort.lower)
        branches = [
            Branch(substitute(goal, {n: first}), f"for {n} = {first}"),
            Branch(substitute(goal, {n: n + 1}), f"from {n} to {n} + 1", (goal,)),
        ]
        return self._divided(
            branches, lambda done: ("induction", *done, n), why or f"by induction on {n}"
        )

    def split(self, why: str = "") -> Goal:
        """Show the parts of a conjunction one by one."""
        goal = self._open()
        if not isinstance(goal, And):
            raise Refused("split", f"{goal} is not a conjunction")
        branches = [Branch(part, f"part {i}") for i, part in enumerate(goal.args, 1)]
        return self._divided(branches, lambda done: ("conjoin", *done), why or "all parts hold")

    # -- how a step is made -----------------------------------------------------------------

    def _open(self) -> Formula:
        if self._state.branch is None:
            raise Refused("goal", f"nothing is left to show: {self._claim} is proved")
        return self._state.branch.target

    def _here(self, more: Iterable[Any] = ()) -> Knowledge:
        """What may be used for the current goal."""
        self._open()
        known = self._state.known
        supposed = [*self._suppose, *(h for line in known for h in line.theorem.hypotheses)]
        numbers = {line.theorem: line.number for line in reversed(known)}
        made = tuple(line.made for line in known)
        here = Knowledge(made, tuple(dict.fromkeys(supposed)), numbers)
        return here.supposing(map(_formula, more))

    def _line(self, number: int) -> Known:
        lines = self._state.lines
        if not 1 <= number <= len(lines):
            raise Refused("goal", f"there is no line ({number}); there are {len(lines)}")
        line = lines[number - 1]
        if self._state.branch is not None and line not in self._state.known:
            raise Refused("goal", f"line ({number}) holds only in the branch it stands in")
        return line

    def _made(self, fact: Fact) -> Made:
        return self._line(fact).made if isinstance(fact, int) else Made(fact)

    def _parts(self, parts: Iterable[Any] | None) -> list[tuple[Made, Any]] | None:
        if parts is None:
            return None
        pairs = [part if isinstance(part, tuple) else (part, None) for part in parts]
        return [
            (self._made(fact), None if weight is None else _term(weight)) for fact, weight in pairs
        ]

    def _source(self, source: str | Statement | Fact) -> tuple[Made, str]:
        if isinstance(source, str | Statement):
            cited = statement(source) if isinstance(source, str) else source
            step = "suppose" if cited.kind.is_supposed else "prove"
            return call(step, cited.id), cited.id
        made = self._made(source)
        return made, self._here().label(made)

    def _with(self, made: Made, why: str) -> Goal:
        """One more line, once everything that it supposes is known here."""
        return self._next(self._state.adding(self._here().discharged(made), why))

    def _divided(self, branches: Sequence[Branch], join: Join, why: str) -> Goal:
        supposed = self._here().supposed
        for branch in branches:
            _refuse_if_false(branch.target, (*supposed, *branch.suppose))
        return self._next(self._state.dividing(branches, join, why))

    def _next(self, state: Progress) -> Goal:
        made = object.__new__(Goal)
        made._claim, made._suppose = self._claim, self._suppose
        made._state, made._before = state, self
        return made

    # -- rendering --------------------------------------------------------------------------

    def _proof(self) -> Proof:
        return Proof(self._claim, self._suppose, list(self._state.lines))

    def text(self) -> str:
        """The chain so far, in plain text."""
        return self._proof().text()

    def latex(self) -> str:
        """The chain so far, as the rows of a LaTeX ``align*``."""
        return self._proof().latex()

    def html(self) -> str:
        """The chain so far, as an ordered list, with formulas in LaTeX."""
        return self._proof().html()

    def script(self, name: str = "chapter.name", idea: str = "") -> str:
        """The finished proof as a module for ``proofs/``.

        Parameters
        ----------
        name : str
            The id of the statement it proves.
        idea : str
            The idea of the proof in a sentence, for the docstring.

        Raises
        ------
        Refused
            If the proof is not finished.
        SkillTheoryError
            If a theorem was handed in whose source is not known.
        """
        lines = self._finished()
        words = idea or f"{lines[-1].why[:1].upper()}{lines[-1].why[1:]}."
        steps = [(line.made, line.why) for line in lines]
        return script(name, words, steps, self._claim, self._suppose)

    def __repr__(self) -> str:
        return as_text(self._claim, self._suppose, self._state)

    def _repr_latex_(self) -> str:
        shown = self._claim if self.target is None else self.target
        return f"$\\displaystyle {sympy.latex(shown)}$"

    def _repr_html_(self) -> str:
        return as_html(self._claim, self._state)


def _term(value: Any) -> sympy.Basic:
    """A number, exactly; or a term. Text is read as a number and in no other way."""
    if isinstance(value, str | int | float | Fraction | Decimal):
        return sympy.Rational(exact(value))
    return as_term(value)


def _formula(value: Any) -> Formula:
    made = as_formula(value)
    for rounded in made.atoms(sympy.Float):
        raise NumberFormatError("a number", rounded, 'exact: Rational(1, 10), or exact("0.1")')
    return made


def _under(where: Iterable[Any], made: Made) -> Made:
    """Say what was supposed of the variable as premises of the fact."""
    for formula in map(_formula, where):
        made = call("discharge", made, formula)
    return made


def _mapping(theorem: Theorem, terms: Mapping[Any, Any]) -> dict[Variable, sympy.Basic]:
    names = {v.name: v for v in theorem.free}
    found: dict[Variable, sympy.Basic] = {}
    for key, term in terms.items():
        variable = names.get(str(key))
        if variable is None or (isinstance(key, Variable) and key != variable):
            raise UnknownName("variable of the theorem", str(key), names)
        found[variable] = _term(term)
    return found


def _refuse_if_false(claim: Formula, supposed: Sequence[Formula]) -> None:
    point = refute(claim, supposed)
    if point is not None:
        raise Refused("goal", f"{claim} does not hold", point)
