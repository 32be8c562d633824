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

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sympy
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from skilltheory.errors import BudgetExceeded, Refused, SkillTheoryError
from skilltheory.functions import KL, AtLeast, BinaryEntropy, BinomialTail, Phi
from skilltheory.sorts import SORTS, Sort, Variable, sort_of

if TYPE_CHECKING:
    from skilltheory.kernel.signs import Algebra

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
    "as_term",
    "bound_variables",
    "doubtful",
    "eq",
    "every",
    "free_variables",
    "ge",
    "gt",
    "in_language",
    "integer_term",
    "kept",
    "le",
    "lt",
    "ne",
    "negation",
    "opened",
    "rebuilt",
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

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{printer.doprint(self.lhs)} {self.sign} {printer.doprint(self.rhs)}"

    def _latex(self, printer: LatexPrinter) -> str:
        return f"{printer.doprint(self.lhs)} {self.tex} {printer.doprint(self.rhs)}"


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


class And(Formula):
    """All of several propositions, in order; nested conjunctions are one."""

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
        variable: Variable = self.args[0]
        return variable

    @property
    def body(self) -> Formula:
        body: Formula = self.args[1]
        return body

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
    """The body holds for every member of the variable's sort."""

    word, tex = "for all", r"\forall"


class Exists(Binder):
    """The body holds for some member of the variable's sort."""

    word, tex = "there is", r"\exists"


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


def _grouped(printer: Any, part: sympy.Basic) -> str:
    text: str = printer.doprint(part)
    if isinstance(part, Relation):
        return text
    return rf"\left({text}\right)" if isinstance(printer, LatexPrinter) else f"({text})"


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
        On capture, and when a part that may be undefined would vanish.
    """
    if not mapping:
        return term
    if isinstance(term, Variable):
        return mapping.get(term, term)
    if isinstance(term, sympy.Indexed):
        indices = [substitute(i, mapping) for i in term.indices]
        member = mapping.get(term.base.label)
        if not isinstance(member, sympy.Lambda):
            return term.func(term.base, *indices)
        if len(member.variables) != len(indices):
            raise SkillTheoryError(f"{member} does not take the indices of {term}")
        return substitute(member.expr, dict(zip(member.variables, indices, strict=True)))
    if not term.args:
        return term
    if isinstance(term, ExprWithLimits):
        body, index, low, high = opened(term)
        inner = _open({index}, body, mapping)
        return rebuilt(term, [inner, (index, substitute(low, mapping), substitute(high, mapping))])
    if isinstance(term, Binder):
        return term.func(term.variable, _open({term.variable}, term.body, mapping))
    if isinstance(term, Pr):
        random = {x for x in free_variables([term, *mapping.values()]) if x.random}
        return Pr(_open(random, term.event, mapping))
    return rebuilt(term, [substitute(part, mapping) for part in term.args])


def _open(
    caught: set[Variable], body: sympy.Basic, mapping: Mapping[Variable, sympy.Basic]
) -> sympy.Basic:
    free = body.free_symbols
    inner = {x: t for x, t in mapping.items() if x in free and x not in caught}
    for name, value in inner.items():
        for variable in caught & value.free_symbols:
            raise SkillTheoryError(
                f"replacing {name} by {value} would capture {variable}, which is bound in {body}"
            )
    return substitute(body, inner)


def rebuilt(term: sympy.Basic, parts: list[Any]) -> Any:
    """The same function of other parts, as SymPy writes it; see :func:`kept`."""
    if term.func in EAGER and not any(part.free_symbols for part in parts):
        _affordable(term.func(*parts, evaluate=False))
    return kept(term.func(*parts), [part for part in parts if isinstance(part, sympy.Basic)])


def kept(made: Any, parts: Iterable[sympy.Basic], known: Algebra | None = None) -> Any:
    """What SymPy made of some parts, if nothing vanished that may be undefined.

    Facts serve only for what stands outside every binder.

    Raises
    ------
    SkillTheoryError
        Naming the power or logarithm that did.
    """
    for part in parts:
        for lost in doubtful(part) - doubtful(made):
            from skilltheory.kernel.signs import Algebra

            caught = bound_variables(part) & lost.free_symbols
            try:
                (known if known and not caught else Algebra()).poly(lost)
            except Refused as error:
                raise SkillTheoryError(
                    f"{lost} may have no value, and would vanish in {made}"
                ) from error
    return made


@lru_cache(maxsize=100_000)
def doubtful(term: sympy.Basic) -> frozenset[sympy.Expr]:
    """The powers and logarithms in a term that do not have a value at every argument."""
    inside = frozenset().union(*map(doubtful, term.args))
    partial = isinstance(term, sympy.log) or (
        isinstance(term, sympy.Pow) and not natural_term(term.args[1])
    )
    return inside | {term} if partial else inside


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


def integer_term(term: sympy.Basic) -> bool:
    """Whether a term is built from integers by operations that keep them integers."""
    if isinstance(term, sympy.Pow):
        return integer_term(term.args[0]) and natural_term(term.args[1])
    if isinstance(term, sympy.Add | sympy.Mul | sympy.binomial):
        return all(map(integer_term, term.args))
    sort = _sort_of_leaf(term)
    return isinstance(term, sympy.Integer) or (sort is not None and sort.integer)


def natural_term(term: sympy.Basic) -> bool:
    """Whether a term is built from natural numbers by operations that keep them natural."""
    if isinstance(term, sympy.Add | sympy.Mul | sympy.Pow):
        return all(map(natural_term, term.args))
    sort = _sort_of_leaf(term)
    if sort is not None:
        return sort.integer and sort.lower is not None and sort.lower >= 0
    return isinstance(term, sympy.Integer) and int(term) >= 0


def _sort_of_leaf(term: sympy.Basic) -> Sort | None:
    return sort_of(term) if isinstance(term, Variable | sympy.Indexed) else None


MAX_SIZE = 20_000
MAX_BITS = 8192
MAX_EXPONENT = 2**40
MAX_CHOICES = 2000
EAGER = {sympy.Pow, sympy.exp, sympy.binomial}


def _affordable(term: sympy.Expr) -> None:
    """Refuse what has no variables, and what SymPy could take for ever to evaluate."""
    kind = term.func
    if kind not in EAGER | {sympy.Sum, sympy.Product} or term.free_symbols:
        return
    from skilltheory.kernel.ball import enclose

    *base, last = term.args
    if kind is sympy.binomial:
        small = abs(enclose(base[0], {}.__getitem__)) <= MAX_CHOICES
    elif kind in EAGER:
        size = abs(enclose(last, {}.__getitem__))
        bits = max(map(_bits, base), default=0)
        small = abs(last) * bits < MAX_BITS if last.is_Integer else size < MAX_EXPONENT
    else:
        small = enclose(term, {}.__getitem__).is_finite()
    if not small:
        raise BudgetExceeded("language", "a number is too large, or takes too long to compute")


def _bits(number: sympy.Expr) -> int:
    return max(number.p.bit_length(), number.q.bit_length()) if number.is_Rational else 0


NUMBERS = {type(n) for n in map(sympy.sympify, (0, 1, -1, 2, "1/2", "1/3", "E"))}
COMPOUND = {
    *(sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.Abs, sympy.Max, sympy.Min),
    *(sympy.binomial, sympy.LambertW, BinaryEntropy, KL, Phi, BinomialTail, AtLeast),
    *(sympy.Indexed, sympy.Sum, sympy.Product, Pr),
    *(Less, LessEqual, Equal, Unequal, And, Implies, ForAll, Exists),
}


def in_language(terms: Iterable[sympy.Basic]) -> None:
    """Refuse what is not made of the language's own parts, and names used in two ways.

    The types must be exact: an object of a subclass could say one thing now
    and another later.

    Raises
    ------
    SkillTheoryError
        Naming the part, or the name, and what is wrong with it.
    """
    names: dict[str, tuple[Variable, bool]] = {}
    waiting, size = list(terms), 0
    compound: list[sympy.Expr] = []

    def name(variable: Any, is_family: bool) -> None:
        if type(variable) is not Variable:
            raise SkillTheoryError(f"{variable} is not a typed variable: use Variable(name, sort)")
        if SORTS.get(variable.sort.name) != variable.sort or not variable.name[:1].isalpha():
            raise SkillTheoryError(f"{variable} has a name or a sort that is not the library's")
        other, role = names.setdefault(variable.name, (variable, is_family))
        if other != variable:
            raise SkillTheoryError(
                f"the name {variable} is used with two sorts, {other.sort} and {variable.sort}"
            )
        if role != is_family:
            raise SkillTheoryError(f"the name {variable} is used for a variable and for a family")

    while waiting:
        node, size = waiting.pop(), size + 1
        kind = type(node)
        if size > MAX_SIZE:
            raise BudgetExceeded("language", f"a sequent has more than {MAX_SIZE} parts")
        if kind is sympy.Indexed:
            if type(node.base) is not sympy.IndexedBase:
                raise SkillTheoryError(f"{node} is not a member of a family")
            name(node.base.label, is_family=True)
            waiting += node.indices
        elif kind in COMPOUND:
            compound.append(node)
            waiting += opened(node) if isinstance(node, ExprWithLimits) else node.args
        elif kind in NUMBERS:
            if _bits(node) > MAX_BITS:
                raise BudgetExceeded("language", f"a number has more than {MAX_BITS} bits")
        else:
            name(node, is_family=False)
    for node in compound:  # not before it is known that there are few
        _affordable(node)
