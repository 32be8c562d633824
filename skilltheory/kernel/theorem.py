"""Where theorems are made: the only such place.

A :class:`Theorem` is a token without contents.  What it says is kept in a
ledger that lives in the closure of :func:`rule`, under the token's identity.
A rule computes a :class:`Verdict`; the wrapper that ``rule`` puts around it
enters the verdict in the ledger and hands out the token.  So a token that was
not handed out by a rule (made with ``object.__new__``, unpickled, copied,
subclassed) says nothing: every question to it raises.  When the kernel
package has loaded, :func:`seal` closes the list of rules.

The wrapper also takes a rule's arguments in: iterables and mappings are read
once, theorems looked up, terms checked to be made of the language's own types.
So no argument can say one thing when it is checked and another when it is used.

What is *not* defended: a program that reaches into closures, replaces the
functions of this package, writes to private attributes of SymPy's objects, or
puts wrong values into SymPy's caches.  Against those stands the replayer
(:mod:`skilltheory.replay`), a separate program that shares no code with the
rules and reads only certificates.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn, ParamSpec, final
from weakref import WeakKeyDictionary

import sympy
from sympy.core.relational import Relational

from skilltheory.errors import ForgeryError, Refused, SkillTheoryError
from skilltheory.kernel.binding import free_variables
from skilltheory.kernel.formula import Formula, as_formula
from skilltheory.kernel.language import in_language
from skilltheory.sorts import Variable

__all__ = ["RULES", "Step", "Theorem", "Verdict", "rule", "seal"]

P = ParamSpec("P")
PLAIN = (type(None), str, int, float, Fraction, Decimal)
MALFORMED = (SkillTheoryError, RecursionError, ArithmeticError, AttributeError, LookupError,
             NotImplementedError, TypeError, ValueError)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What a rule concludes, and from what; a rule returns it to be entered."""

    conclusion: Formula
    hypotheses: frozenset[Formula] = frozenset()
    premises: tuple[Theorem, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    axioms: Mapping[str, Formula] = field(default_factory=dict)
    lemmas: frozenset[str] = frozenset()


class Step(NamedTuple):
    """How a theorem was made: the rule, its premises and what a replayer needs."""

    rule: str
    premises: tuple[Theorem, ...]
    data: Mapping[str, Any]


class _Entry(NamedTuple):
    hypotheses: frozenset[Formula]
    conclusion: Formula
    supposed: Mapping[str, Formula]
    lemmas: frozenset[str]
    step: Step


def _refuse(*_: object, **__: object) -> NoReturn:
    raise ForgeryError(
        "a Theorem is made by a kernel rule and in no other way; it cannot be built, copied, "
        "pickled, subclassed or changed"
    )


class _Sealed(type):
    """A class that cannot be changed either."""

    __setattr__ = __delattr__ = _refuse


@final
class Theorem(metaclass=_Sealed):
    """``hypotheses |- conclusion``, for all values of the free variables in their sorts.

    Made only by the rules of :mod:`skilltheory.kernel`; see there.
    """

    __slots__ = ("__weakref__",)

    __new__ = _refuse
    __init_subclass__ = _refuse
    __copy__ = __deepcopy__ = __reduce__ = __reduce_ex__ = _refuse
    __setattr__ = __delattr__ = _refuse
    __getstate__ = __setstate__ = _refuse
    __replace__ = _refuse

    @property
    def hypotheses(self) -> frozenset[Formula]:
        """What is supposed, besides the sorts of the variables."""
        return _look_up(self).hypotheses

    @property
    def conclusion(self) -> Formula:
        """What then holds."""
        return _look_up(self).conclusion

    @property
    def supposed(self) -> Mapping[str, Formula]:
        """The assumptions, laws and textbook facts this rests on, all the way down, by id."""
        return _look_up(self).supposed

    @property
    def axioms(self) -> frozenset[str]:
        """The ids of what is supposed."""
        return frozenset(self.supposed)

    @property
    def lemmas(self) -> frozenset[str]:
        """Ids of the proved statements cited, here and in the premises."""
        return _look_up(self).lemmas

    @property
    def step(self) -> Step:
        """The rule and the premises it was made from."""
        return _look_up(self).step

    @property
    def free(self) -> frozenset[Variable]:
        """The free variables, over whose sorts the theorem ranges."""
        return frozenset(free_variables([*self.hypotheses, self.conclusion]))

    def __str__(self) -> str:
        supposed = ", ".join(sorted(map(str, self.hypotheses)))
        return f"{supposed} |- {self.conclusion}" if supposed else f"|- {self.conclusion}"

    def __repr__(self) -> str:
        return f"<Theorem {self}>"

    def _repr_latex_(self) -> str:
        left = r",\; ".join(sympy.latex(h) for h in sorted(self.hypotheses, key=str))
        return rf"$\displaystyle {left} \;\vdash\; {sympy.latex(self.conclusion)}$"


RULES: dict[str, Callable[..., Theorem]] = {}


def _kernel() -> tuple[
    Callable[[Theorem], _Entry],
    Callable[[Callable[P, Verdict]], Callable[P, Theorem]],
    Callable[[], None],
]:
    ledger: WeakKeyDictionary[Theorem, _Entry] = WeakKeyDictionary()
    sealed = False

    def look_up(theorem: Theorem) -> _Entry:
        entry = ledger.get(theorem) if type(theorem) is Theorem else None
        if entry is None:
            raise ForgeryError("this object was not made by a kernel rule: it is not a theorem")
        return entry

    def taken(argument: Any) -> Any:
        """An argument of a rule, read once and checked."""
        if isinstance(argument, Relational):
            argument = as_formula(argument)
        if type(argument) is sympy.Lambda:
            in_language([*argument.variables, argument.expr])
        elif isinstance(argument, sympy.Basic):
            in_language([argument])
        elif type(argument) in PLAIN:
            pass
        elif isinstance(argument, Mapping):
            return {taken(key): taken(value) for key, value in argument.items()}
        elif isinstance(argument, Iterable):
            return tuple(map(taken, argument))
        else:
            look_up(argument)
        return argument

    def enter(name: str, verdict: Verdict) -> Theorem:
        entries = [look_up(premise) for premise in verdict.premises]
        in_language([*verdict.hypotheses, verdict.conclusion])
        supposed = dict(verdict.axioms)
        for entry in entries:
            for identifier, formula in entry.supposed.items():
                if supposed.setdefault(identifier, formula) != formula:
                    raise Refused(name, f"{identifier} stands for two propositions in one proof")
        theorem: Theorem = object.__new__(Theorem)
        ledger[theorem] = _Entry(
            frozenset(verdict.hypotheses),
            verdict.conclusion,
            MappingProxyType(supposed),
            verdict.lemmas.union(*(e.lemmas for e in entries)),
            Step(name, tuple(verdict.premises), MappingProxyType(dict(verdict.data))),
        )
        return theorem

    def rule(function: Callable[P, Verdict]) -> Callable[P, Theorem]:
        """Make a function that returns a :class:`Verdict` into a rule of the kernel."""
        if sealed:
            raise ForgeryError("the kernel is sealed: no rule can be added from outside")
        name = function.__name__

        @functools.wraps(function)
        def apply(*args: P.args, **kwargs: P.kwargs) -> Theorem:
            try:
                return enter(name, function(*taken(args), **taken(kwargs)))
            except (Refused, ForgeryError):
                raise
            except MALFORMED as error:
                raise Refused(name, f"{type(error).__name__}: {error}") from error

        RULES[name] = apply
        return apply

    def seal() -> None:
        """Close the list of rules; called once, when the kernel has loaded."""
        nonlocal sealed
        sealed = True

    return look_up, rule, seal


_look_up, rule, seal = _kernel()
