"""The language of propositions: what a theorem can say.

Terms are SymPy expressions over typed variables.  Propositions are *not*
SymPy's relationals: those may rewrite themselves to ``true`` on the strength
of SymPy's assumptions, and here only a rule may make a proposition true.  A
proposition never evaluates itself.

Every term stands for a real number.  Where a power or a logarithm has no value
(``1/0``, ``log(-1)``), it stands for some number about which nothing is known.
So a term may be written down before it is known to be defined, but no rule may
let such a part vanish: SymPy turns ``(1/x) y`` at ``y = x`` into 1, and that is
refused unless ``x`` is known not to be zero.  A sum over an empty range is 0, a
product 1.

``a > b`` and ``a >= b`` are written ``Less(b, a)`` and ``LessEqual(b, a)``.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from skilltheory.errors import SkillTheoryError
from skilltheory.kernel.printing import Infix, Prefix, Written
from skilltheory.sorts import Variable

__all__ = [
    "And",
    "Binder",
    "Equal",
    "Exists",
    "ForAll",
    "Formula",
    "Implies",
    "Less",
    "LessEqual",
    "Mean",
    "Pr",
    "Relation",
    "Unequal",
    "as_formula",
    "as_term",
    "eq",
    "every",
    "ge",
    "gt",
    "le",
    "lt",
    "ne",
    "negation",
    "some",
    "within",
]


class Formula(Written):
    """A proposition. It has no truth value of its own: ``bool`` raises."""

    def __bool__(self) -> bool:
        raise TypeError(f"the proposition {self} has no truth value: prove it, or refute it")


class Relation(Infix, Formula):
    """``lhs REL rhs`` between two real terms."""

    def __new__(cls, lhs: Any, rhs: Any) -> Relation:
        sides = as_term(lhs), as_term(rhs)
        for side in sides:
            if not isinstance(side, sympy.Expr):
                raise SkillTheoryError(f"{side} is not a term: a relation stands between two terms")
        made: Relation = super().__new__(cls, *sides)
        return made

    @property
    def lhs(self) -> sympy.Expr:
        return self.args[0]

    @property
    def rhs(self) -> sympy.Expr:
        return self.args[1]

    @property
    def gap(self) -> sympy.Expr:
        """``rhs - lhs``: positive, non-negative, zero or non-zero, as the relation says."""
        return self.rhs - self.lhs


class Less(Relation):
    """``lhs < rhs``."""

    sign, tex = "<", "<"


class LessEqual(Relation):
    """``lhs <= rhs``."""

    sign, tex = "<=", r"\le"


class Equal(Relation):
    """``lhs = rhs``."""

    sign, tex = "=", "="


class Unequal(Relation):
    """``lhs != rhs``."""

    sign, tex = "!=", r"\ne"


class And(Infix, Formula):
    """All of several propositions, in order; nested conjunctions are one."""

    sign, tex = "and", r"\;\wedge\;"

    def __new__(cls, *parts: Formula) -> Formula:
        flat: list[Formula] = []
        for part in map(as_formula, parts):
            flat.extend(part.args if isinstance(part, And) else [part])
        if not flat:
            raise SkillTheoryError("a conjunction needs a part")
        if len(flat) == 1:
            return flat[0]
        made: And = super().__new__(cls, *flat)
        return made


class Implies(Infix, Formula):
    """``premise`` implies ``conclusion``."""

    sign, tex = "implies", r"\;\Rightarrow\;"

    def __new__(cls, premise: Formula, conclusion: Formula) -> Implies:
        made: Implies = super().__new__(cls, as_formula(premise), as_formula(conclusion))
        return made


class Binder(Prefix, Formula):
    """A quantifier over one typed variable, which it binds."""

    def __new__(cls, variable: Variable, body: Formula) -> Binder:
        if not isinstance(variable, Variable):
            raise SkillTheoryError(f"{variable} has no sort: a quantifier binds a typed variable")
        if variable.fixed:
            raise SkillTheoryError(f"{variable} is fixed: no quantifier can bind it")
        made: Binder = super().__new__(cls, variable, as_formula(body))
        return made

    @property
    def variable(self) -> Variable:
        variable: Variable = self.args[0]
        return variable

    @property
    def body(self) -> Formula:
        body: Formula = self.args[1]
        return body

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        return set(self.body.free_symbols) - {self.variable}


class ForAll(Binder):
    """The body holds for every member of the variable's sort."""

    sign, tex = "for all", r"\forall"


class Exists(Binder):
    """The body holds for some member of the variable's sort."""

    sign, tex = "there is", r"\exists"


class Pr(sympy.Expr):
    """The probability of an event: a number in [0, 1].

    The event is a proposition about random quantities: the members of random
    families (``family("e", Natural, random=True)``) that occur in it.  All else
    in it is the same in every outcome, so ``Pr`` binds the random families: no
    term with a random part is put for a variable inside.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, event: Formula) -> Pr:
        made: Pr = super().__new__(cls, as_formula(event))
        return made

    @property
    def event(self) -> Formula:
        event: Formula = self.args[0]
        return event

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        return set(self.event.free_symbols)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"Pr[{printer.doprint(self.event)}]"

    def _latex(self, printer: LatexPrinter) -> str:
        return rf"\Pr\left[{printer.doprint(self.event)}\right]"


class Mean(sympy.Expr):
    """The mean of a random quantity: a term whose random parts are averaged over.

    Like ``Pr`` it binds the random families: in the mean they take all their
    values, whatever is supposed of them outside.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, term: Any) -> Mean:
        inside = as_term(term)
        if not isinstance(inside, sympy.Expr):
            raise SkillTheoryError(f"{inside} is not a term: a mean is taken of a term")
        made: Mean = super().__new__(cls, inside)
        return made

    @property
    def term(self) -> sympy.Expr:
        return self.args[0]

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"E[{printer.doprint(self.term)}]"

    def _latex(self, printer: LatexPrinter) -> str:
        return rf"\mathbb{{E}}\left[{printer.doprint(self.term)}\right]"


def as_term(value: Any) -> sympy.Expr:
    """A number or an expression as a term; text is not read.

    Raises
    ------
    SkillTheoryError
        For anything else.
    """
    try:
        return sympy.sympify(value, strict=True)
    except sympy.SympifyError as error:
        raise SkillTheoryError(f"{value!r} is not a term") from error


def lt(a: Any, b: Any) -> Less:
    """``a < b``, never evaluated."""
    return Less(a, b)


def le(a: Any, b: Any) -> LessEqual:
    """``a <= b``, never evaluated."""
    return LessEqual(a, b)


def gt(a: Any, b: Any) -> Less:
    """``a > b``, kept as ``b < a``."""
    return Less(b, a)


def ge(a: Any, b: Any) -> LessEqual:
    """``a >= b``, kept as ``b <= a``."""
    return LessEqual(b, a)


def eq(a: Any, b: Any) -> Equal:
    """``a = b``, never evaluated."""
    return Equal(a, b)


def ne(a: Any, b: Any) -> Unequal:
    """``a != b``, never evaluated."""
    return Unequal(a, b)


def within(variable: Variable, low: Any, high: Any) -> Formula:
    """``low <= variable <= high``."""
    return And(le(low, variable), le(variable, high))


def every(variable: Variable, low: Any, high: Any, body: Formula) -> ForAll:
    """For every ``variable`` from ``low`` to ``high``: ``body``."""
    return ForAll(variable, Implies(within(variable, low, high), body))


def some(variable: Variable, low: Any, high: Any, body: Formula) -> Exists:
    """For some ``variable`` from ``low`` to ``high``: ``body``."""
    return Exists(variable, And(within(variable, low, high), body))


def as_formula(proposition: Any) -> Formula:
    """Take a SymPy relational (made with ``evaluate=False``) as a proposition.

    Raises
    ------
    SkillTheoryError
        For anything else, and for a relational that SymPy already rewrote to
        ``true`` or ``false``.
    """
    if isinstance(proposition, Formula):
        return proposition
    if isinstance(proposition, Relational):
        left, right = proposition.lhs, proposition.rhs
        made = {Lt: lt, Le: le, Gt: gt, Ge: ge, Eq: eq, Ne: ne}.get(type(proposition))
        if made is not None:
            return made(left, right)
    raise SkillTheoryError(
        f"{proposition!r} is not a proposition; write lt(a, b), le(a, b), gt, ge, eq, ne, "
        "or a SymPy relational made with evaluate=False"
    )


def negation(relation: Relation) -> Relation:
    """The opposite of a relation; the order of the reals is total."""
    made = {Less: ge, LessEqual: gt, Equal: ne, Unequal: eq}[type(relation)]
    return made(relation.lhs, relation.rhs)
