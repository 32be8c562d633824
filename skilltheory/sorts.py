"""Typed variables: a SymPy symbol together with the set its values lie in.

A *sort* is an interval of the reals, or of the integers.  It refuses a value
at the door (:meth:`Sort.check`) and tells SymPy what it may assume
(:attr:`Sort.assumptions`).  A :class:`Variable` is a SymPy symbol that carries
its sort; two variables of one name and different sorts are different symbols,
and the kernel refuses to see both in one sequent.

Numbers are exact: integers, fractions, decimals and their texts are taken as
they are written, and a Python ``float`` at its exact binary value (so
``0.1`` is 3602879701896397/36028797018963968; write ``"0.1"`` or ``"1/10"``
for the decimal).  Text is matched against a fixed grammar, never evaluated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from numbers import Rational as RationalNumber
from types import MappingProxyType
from typing import Any, TypeAlias

import sympy
from sympy.core.cache import cacheit

from skilltheory._digits import read_fraction
from skilltheory.errors import NumberFormatError, SkillTheoryError, SortError

__all__ = [
    "Count",
    "ExactLike",
    "GreaterThanOne",
    "Integers",
    "Natural",
    "NonNegative",
    "OpenUnit",
    "Positive",
    "Probability",
    "Real",
    "SORTS",
    "Sort",
    "Variable",
    "constant",
    "exact",
    "family",
    "sort_of",
    "variables",
]

ExactLike: TypeAlias = (
    int | str | float | Fraction | Decimal | sympy.Rational | sympy.Float | RationalNumber
)
"""What is accepted as a number: see :func:`exact`."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?0*(\d+))?", re.ASCII)
_FRACTION = re.compile(r"([+-]?\d+)\s*/\s*(\d+)", re.ASCII)
_ACCEPTED_TEXT = "an integer, a decimal, a number such as 1e-6, or a fraction a/b"
_MOST_DIGITS = 10_000
_ACCEPTED_LENGTH = f"a number of at most {_MOST_DIGITS} digits, its exponent no further from 0"


def exact(value: ExactLike, name: str = "value") -> Fraction:
    """Return ``value`` as an exact fraction.

    Accepted are ``int``, ``Fraction``, ``Decimal``, SymPy rationals, a finite
    ``float`` (at its exact binary value) and texts: integers, decimals,
    ``1e-6``, ``a/b``, in the digits 0 to 9 and at most 10,000 of them.

    Raises
    ------
    NumberFormatError
        For any other text, for NaN and infinities, and for other types.

    Examples
    --------
    >>> exact("1e-6"), exact("3/10"), exact("0.25")
    (Fraction(1, 1000000), Fraction(3, 10), Fraction(1, 4))
    """
    if isinstance(value, bool):
        raise NumberFormatError(name, value, _ACCEPTED_TEXT)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str):
        return _read(value, name)
    if isinstance(value, float | Decimal):
        if not math.isfinite(value):
            raise NumberFormatError(name, value, "a finite number")
        return Fraction(value)
    if isinstance(value, sympy.Rational):
        if not value.is_finite:
            raise NumberFormatError(name, value, "a finite number")
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, sympy.Float):
        rational = sympy.Rational(value)
        return Fraction(int(rational.p), int(rational.q))
    if isinstance(value, RationalNumber):
        return Fraction(int(value.numerator), int(value.denominator))
    as_float = getattr(value, "item", None)  # numpy scalars
    if as_float is not None and getattr(value, "shape", None) == ():
        return exact(as_float(), name)
    raise NumberFormatError(name, repr(value), _ACCEPTED_TEXT)


def _read(value: str, name: str) -> Fraction:
    text = value.strip()
    number = _NUMBER.fullmatch(text)
    pair = None if number else _FRACTION.fullmatch(text)
    if not number and not (pair and pair[2].strip("0")):
        raise NumberFormatError(name, repr(value), _ACCEPTED_TEXT)
    power = (number[4] if number else None) or "0"
    long = len(str(_MOST_DIGITS))
    if len(text) > _MOST_DIGITS or len(power) > long or int(power) > _MOST_DIGITS:
        raise NumberFormatError(name, repr(value), _ACCEPTED_LENGTH)
    return read_fraction(text)


@dataclass(frozen=True)
class Sort:
    """An interval of the reals or of the integers, with a name.

    Parameters
    ----------
    name : str
        How the sort is written, e.g. ``"OpenUnit"``.
    meaning : str
        What is accepted, in words; error messages quote it.
    lower, upper : Fraction or None
        Ends of the interval; None where there is none.
    lower_open, upper_open : bool
        Whether the end itself is excluded.
    integer : bool
        Whether only integers are members.
    """

    name: str
    meaning: str
    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False
    integer: bool = False

    def __contains__(self, value: Fraction | int) -> bool:
        if self.integer and Fraction(value).denominator != 1:
            return False
        if self.lower is not None and (
            value < self.lower or (self.lower_open and value == self.lower)
        ):
            return False
        return self.upper is None or not (
            value > self.upper or (self.upper_open and value == self.upper)
        )

    def check(self, name: str, value: ExactLike) -> Fraction:
        """Return ``value`` exactly, or refuse it.

        Raises
        ------
        SortError
            Naming the parameter, the value and what is accepted.
        """
        number = exact(value, name)
        if number not in self:
            raise SortError(name, value, self.meaning)
        return number

    @property
    def set(self) -> sympy.Set:
        """The sort as a SymPy set."""
        low = -sympy.oo if self.lower is None else sympy.Rational(self.lower)
        high = sympy.oo if self.upper is None else sympy.Rational(self.upper)
        interval = sympy.Interval(low, high, self.lower_open, self.upper_open)
        return sympy.Intersection(interval, sympy.S.Integers) if self.integer else interval

    @cached_property
    def key(self) -> str:
        """All that tells this sort from another, in one text."""
        return repr(astuple(self))

    @property
    def assumptions(self) -> dict[str, bool]:
        """What SymPy may assume of a member."""
        facts: dict[str, bool] = {"integer": True} if self.integer else {"real": True}
        if self.lower is not None and self.lower >= 0:
            if self.lower > 0 or self.lower_open:
                facts["positive"] = True
            else:
                facts["nonnegative"] = True
        return facts

    def __repr__(self) -> str:
        return self.name

    def _repr_latex_(self) -> str:
        return f"${sympy.latex(self.set)}$"


_ZERO, _ONE = Fraction(0), Fraction(1)

Real = Sort("Real", "a real number")
Positive = Sort("Positive", "a number greater than 0", _ZERO, lower_open=True)
NonNegative = Sort("NonNegative", "a number that is at least 0", _ZERO)
GreaterThanOne = Sort("GreaterThanOne", "a number greater than 1", _ONE, lower_open=True)
Probability = Sort("Probability", "a number from 0 to 1, both included", _ZERO, _ONE)
OpenUnit = Sort(
    "OpenUnit", "a number strictly between 0 and 1", _ZERO, _ONE, lower_open=True, upper_open=True
)
Integers = Sort("Integers", "an integer", integer=True)
Natural = Sort("Natural", "an integer that is at least 0", _ZERO, integer=True)
Count = Sort("Count", "an integer that is at least 1", _ONE, integer=True)

SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        sort.name: sort
        for sort in (
            Real,
            Positive,
            NonNegative,
            GreaterThanOne,
            Probability,
            OpenUnit,
            Integers,
            Natural,
            Count,
        )
    }
)
"""The sorts that the kernel knows, by name."""


class Variable(sympy.Symbol):
    """A SymPy symbol that carries its sort.

    Parameters
    ----------
    name : str
        As printed; Greek names typeset as Greek letters.
    sort : Sort
        The set its values lie in.
    fixed : bool
        Whether it names one unknown number, such as the entropy of language in
        a law, rather than ranging over its sort. Nothing is put for it.
    random : bool
        Whether it names a family of random quantities, over which a probability
        is taken; such a family is fixed. All other variables are the same in
        every outcome.

    Examples
    --------
    >>> theta = Variable("theta", OpenUnit)
    >>> theta.sort, theta.is_positive
    (OpenUnit, True)
    """

    __slots__ = ("fixed", "random", "sort")
    sort: Sort
    fixed: bool
    random: bool

    def __new__(
        cls, name: str, sort: Sort, *, fixed: bool = False, random: bool = False
    ) -> Variable:
        if not name[:1].isalpha():
            raise SkillTheoryError(f"a variable's name must begin with a letter, unlike {name!r}")
        known = SORTS.get(sort.name)
        if type(sort) is Sort and sort == known:
            sort = known  # one object for each, however it was made
        made: Variable = cls._cached(name, sort, fixed or random, random)
        return made

    @staticmethod
    @cacheit  # type: ignore[untyped-decorator]
    def _cached(name: str, sort: Sort, fixed: bool = False, random: bool = False) -> Variable:
        made: Variable = sympy.Symbol.__xnew__(Variable, name, **sort.assumptions)
        made.sort = sort
        made.fixed = fixed
        made.random = random
        return made

    def __setattr__(self, name: str, value: Any) -> None:
        """Set once: with a sort that changes, what is known of a variable would change."""
        if hasattr(self, name) and not name.startswith("_"):
            raise SkillTheoryError(f"the {name} of the variable {self} cannot be changed")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise SkillTheoryError(f"the {name} of the variable {self} cannot be changed")

    def _code(self, printer: Any, *_: Any) -> str:
        # SymPy's code printers know another class of this name and would take it for that
        name: str = printer._print_Symbol(self)
        return name

    _pythoncode = _numpycode = _scipycode = _mpmathcode = _lambdacode = _code
    _ccode = _cxxcode = _fcode = _javascript = _jscode = _rcode = _octave = _julia = _code

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.sort.key, self.fixed, self.random)

    def __getnewargs_ex__(self) -> tuple[tuple[str, Sort], dict[str, bool]]:
        return (self.name, self.sort), {"fixed": self.fixed, "random": self.random}

    def __setstate__(self, state: Any) -> None:
        """Nothing to restore: ``__new__`` had everything."""

    def __getstate__(self) -> None:
        return None


def variables(names: str, sort: Sort) -> tuple[Variable, ...]:
    """Make several variables of one sort: ``p, q = variables("p q", OpenUnit)``."""
    return tuple(Variable(name, sort) for name in names.replace(",", " ").split())


def family(
    name: str, sort: Sort, *, fixed: bool = False, random: bool = False
) -> sympy.IndexedBase:
    """A family of numbers, ``p[1], p[2], ...``, each of the given sort.

    ``fixed`` means one particular family, about which an assumption speaks;
    ``random`` one whose members vary with chance (see ``Pr``).
    """
    return sympy.IndexedBase(Variable(name, sort, fixed=fixed, random=random))


def constant(name: str, sort: Sort) -> Variable:
    """A name for one unknown number of the given sort; see :class:`Variable`."""
    return Variable(name, sort, fixed=True)


def sort_of(term: sympy.Basic) -> Sort:
    """The sort of a variable or of a member of a family.

    Raises
    ------
    SkillTheoryError
        If the term is neither.
    """
    if isinstance(term, Variable):
        return term.sort
    if isinstance(term, sympy.Indexed) and isinstance(term.base.label, Variable):
        return term.base.label.sort
    raise SkillTheoryError(f"{term} has no sort: make it with Variable(...) or family(...)")
