"""The language of propositions: what a theorem can say.

Terms are SymPy expressions over typed variables.  Propositions are *not*
SymPy's relationals: those may rewrite themselves to ``true`` on the strength
of SymPy's assumptions, and here only a rule may make a proposition true.  A
proposition never evaluates itself.

``a > b`` and ``a >= b`` are written ``Less(b, a)`` and ``LessEqual(b, a)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from skilltheory.errors import SkillTheoryError
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
    "Pr",
    "Relation",
    "Unequal",
    "as_formula",
    "bound_variables",
    "eq",
    "every",
    "free_variables",
    "ge",
    "gt",
    "le",
    "lt",
    "ne",
    "negation",
    "opened",
    "some",
    "substitute",
    "within",
]


class Formula(sympy.Basic):
    """A proposition. It has no truth value of its own: ``bool`` raises."""

    def __bool__(self) -> bool:
        raise TypeError(f"the proposition {self} has no truth value: prove it, or refute it")

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {sympy.latex(self)}$"


class Relation(Formula):
    """``lhs REL rhs`` between two real terms."""

    sign: str
    tex: str

    def __new__(cls, lhs: Any, rhs: Any) -> Relation:
        sides = sympy.sympify(lhs), sympy.sympify(rhs)
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

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{printer.doprint(self.lhs)} {self.sign} {printer.doprint(self.rhs)}"

    def _latex(self, printer: LatexPrinter) -> str:
        return f"{printer.doprint(self.lhs)} {self.tex} {printer.doprint(self.rhs)}"


class Less(Relation):
    sign, tex = "<", "<"


class LessEqual(Relation):
    sign, tex = "<=", r"\le"


class Equal(Relation):
    sign, tex = "=", "="


class Unequal(Relation):
    sign, tex = "!=", r"\ne"


class And(Formula):
    """All of several propositions, in order; nested conjunctions are one."""

    def __new__(cls, *parts: Formula) -> Formula:  # type: ignore[misc]
        flat: list[Formula] = []
        for part in map(as_formula, parts):
            flat.extend(part.args if isinstance(part, And) else [part])
        if len(flat) == 1:
            return flat[0]
        made: And = super().__new__(cls, *flat)
        return made

    def _sympystr(self, printer: StrPrinter) -> str:
        return " and ".join(_grouped(printer, part) for part in self.args)

    def _latex(self, printer: LatexPrinter) -> str:
        return r" \;\wedge\; ".join(_grouped(printer, part) for part in self.args)


class Implies(Formula):
    """``premise`` implies ``conclusion``."""

    def __new__(cls, premise: Formula, conclusion: Formula) -> Implies:
        made: Implies = super().__new__(cls, as_formula(premise), as_formula(conclusion))
        return made

    def _sympystr(self, printer: StrPrinter) -> str:
        return " implies ".join(_grouped(printer, part) for part in self.args)

    def _latex(self, printer: LatexPrinter) -> str:
        return r" \;\Rightarrow\; ".join(_grouped(printer, part) for part in self.args)


class Binder(Formula):
    """A quantifier over one typed variable, which it binds."""

    word: str
    tex: str

    def __new__(cls, variable: Variable, body: Formula) -> Binder:
        if not isinstance(variable, Variable):
            raise SkillTheoryError(f"{variable} has no sort: a quantifier binds a typed variable")
        if variable.fixed:
            raise SkillTheoryError(f"{variable} is fixed: no quantifier can bind it")
        made: Binder = super().__new__(cls, variable, as_formula(body))
        return made

    @property
    def variable(self) -> Variable:
        return self.args[0]

    @property
    def body(self) -> Formula:
        return self.args[1]

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        return set(self.body.free_symbols) - {self.variable}

    def _sympystr(self, printer: StrPrinter) -> str:
        name = printer.doprint(self.variable)
        return f"{self.word} {name} in {self.variable.sort}: {_grouped(printer, self.body)}"

    def _latex(self, printer: LatexPrinter) -> str:
        name = printer.doprint(self.variable)
        return rf"{self.tex}\, {name}:\; {_grouped(printer, self.body)}"


class ForAll(Binder):
    word, tex = "for all", r"\forall"


class Exists(Binder):
    word, tex = "there is", r"\exists"


class Pr(sympy.Expr):
    """The probability of an event: a number in [0, 1].

    The event is a proposition about random quantities, which are the members
    of families (``e[y, s]``) that occur in it.
    """

    is_commutative = True
    is_real = True

    def __new__(cls, event: Formula) -> Pr:
        made: Pr = super().__new__(cls, as_formula(event))
        return made

    @property
    def event(self) -> Formula:
        return self.args[0]

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        return set(self.event.free_symbols)

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"Pr[{printer.doprint(self.event)}]"

    def _latex(self, printer: LatexPrinter) -> str:
        return rf"\Pr\left[{printer.doprint(self.event)}\right]"


def _grouped(printer: Any, part: sympy.Basic) -> str:
    text: str = printer.doprint(part)
    if isinstance(part, Relation):
        return text
    return rf"\left({text}\right)" if isinstance(printer, LatexPrinter) else f"({text})"


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
    return ForAll(variable, Implies(within(variable, low, high), body))  # type: ignore[return-value]


def some(variable: Variable, low: Any, high: Any, body: Formula) -> Exists:
    """For some ``variable`` from ``low`` to ``high``: ``body``."""
    return Exists(variable, And(within(variable, low, high), body))  # type: ignore[return-value]


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


def bound_variables(term: sympy.Basic) -> set[sympy.Basic]:
    """Every variable that some quantifier, sum or product inside ``term`` binds."""
    bound: set[sympy.Basic] = set()
    for node in sympy.preorder_traversal(term):
        if isinstance(node, Binder):
            bound.add(node.variable)
        elif isinstance(node, ExprWithLimits):
            bound.update(node.bound_symbols)
    return bound


def free_variables(terms: Iterable[sympy.Basic]) -> set[Variable]:
    """The free typed variables of several terms (a family counts as its label).

    Raises
    ------
    SkillTheoryError
        If a free symbol has no sort.
    """
    found: set[Variable] = set()
    for term in terms:
        for symbol in term.free_symbols:
            if isinstance(symbol, Variable):
                found.add(symbol)
            elif not isinstance(symbol, sympy.Indexed):
                raise SkillTheoryError(f"the symbol {symbol} has no sort: use Variable(name, sort)")
    return found


def substitute(term: Any, mapping: Mapping[Variable, sympy.Basic]) -> Any:
    """Replace free variables, simultaneously; never capture.

    A family is replaced through its label by a ``sympy.Lambda`` of its indices.
    A binder whose variable is replaced hides it; a binder whose variable
    occurs in a replacement would capture it and is refused.

    Raises
    ------
    SkillTheoryError
        On capture.
    """
    if not mapping:
        return term
    if isinstance(term, Variable):
        return mapping.get(term, term)
    if isinstance(term, sympy.Indexed):
        indices = [substitute(i, mapping) for i in term.indices]
        member = mapping.get(term.base.label)
        if isinstance(member, sympy.Lambda):
            return member(*indices)
        return term.func(term.base, *indices)
    if not term.args:
        return term
    if isinstance(term, ExprWithLimits):
        body, index, low, high = opened(term)
        inner = _open(index, body, mapping)
        return term.func(inner, (index, substitute(low, mapping), substitute(high, mapping)))
    if isinstance(term, Binder):
        return term.func(term.variable, _open(term.variable, term.body, mapping))
    return term.func(*(substitute(part, mapping) for part in term.args))


def opened(term: ExprWithLimits) -> tuple[sympy.Expr, Variable, sympy.Expr, sympy.Expr]:
    """Body, index and ends of the outermost sum or product.

    SymPy writes a sum of sums as one sum with several limits, innermost first.

    Raises
    ------
    SkillTheoryError
        If a limit has no two ends, or the index is not of an integer sort.
    """
    *inner, outer = term.limits
    if len(outer) != 3:
        raise SkillTheoryError(f"{term} must run over an index with two ends")
    index, low, high = outer
    if not (isinstance(index, Variable) and index.sort.integer and not index.fixed):
        raise SkillTheoryError(f"the index {index} of {term} must be a variable of an integer sort")
    body = term.func(term.function, *inner) if inner else term.function
    return body, index, low, high


def _open(
    index: Variable, body: sympy.Basic, mapping: Mapping[Variable, sympy.Basic]
) -> sympy.Basic:
    free = body.free_symbols
    inner = {x: t for x, t in mapping.items() if x != index and x in free}
    for name, value in inner.items():
        if index in value.free_symbols:
            raise SkillTheoryError(
                f"replacing {name} by {value} would capture {index}, which is bound in {body}"
            )
    return substitute(body, inner)
