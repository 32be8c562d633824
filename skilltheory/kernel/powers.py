"""Rational powers, exponentials and logarithms of polynomials, and what each needs."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from skilltheory.errors import Refused
from skilltheory.kernel.polynomials import (
    NONNEGATIVE,
    NONZERO,
    ONE,
    POSITIVE,
    UNIT,
    Poly,
    Ring,
    const,
    frozen,
    number_power,
    plus,
    prime_factors,
    scaled,
)
from skilltheory.kernel.proposals import proposed_factors

__all__ = ["Powers"]


class Powers(Ring):
    """Splits powers and logarithms over factors whose sign is known."""

    def power(self, p: Poly, e: Fraction) -> Poly:
        """``p ** e`` for a rational ``e``; checks what the power needs."""
        if e.denominator == 1 and e >= 0:
            return self.whole_power(p, int(e))
        signs = self.sign(p)
        need = NONZERO if e.denominator == 1 else POSITIVE if e < 0 else NONNEGATIVE
        if not p or not signs <= need:
            what = {NONZERO: "zero", POSITIVE: "zero or negative", NONNEGATIVE: "negative"}[need]
            raise Refused("algebra", f"{self.text(p)} may be {what} under the power {e}")
        outside, rest = self.split(p)
        factors: list[tuple[Poly, int]] = []
        for factor, n in self.factor(rest) if rest != ONE else []:
            flip = self.sign(factor)
            turn = flip <= frozenset({-1, 0}) or (
                not flip <= NONNEGATIVE and factor[max(factor)] < 0
            )
            factors.append((scaled(factor, -1) if turn else factor, n))
            outside = scaled(outside, (-1) ** n if turn else 1)
        (((powers, exponent), c),) = outside.items()
        if e.denominator != 1:
            for part in [*(self.one(i) for i, _ in powers), const(c), *(f for f, _ in factors)]:
                if not self.sign(part) <= need:
                    raise Refused("algebra", f"the sign of {self.text(part)} is not known")
        scaled_powers = {i: q * e for i, q in powers}
        result = self._unfolded(scaled_powers, frozen(scaled(dict(exponent), e)), Fraction(1))
        result = self.times(result, self.rational_power(c, e))
        for factor, n in factors:
            result = self.times(result, self._base_power(factor, n * e))
        return result

    def _base_power(self, p: Poly, e: Fraction) -> Poly:
        if len(p) > 1:
            return self._unfolded({self.atom(("base", frozen(p))): e}, (), Fraction(1))
        (((powers, _), c),) = p.items()
        root = self.rational_power(c, e)
        return self.times(self._unfolded({i: q * e for i, q in powers}, (), Fraction(1)), root)

    def rational_power(self, c: Fraction, e: Fraction) -> Poly:
        if e.denominator == 1:
            return const(number_power(c, int(e)))
        result = ONE
        for prime, n in prime_factors(c):
            whole, part = divmod(n * e, 1)
            result = self.times(result, const(number_power(Fraction(prime), int(whole))))
            if part:
                result = self.times(result, self.of_atom(("prime", prime), part))
        return result

    def exp(self, p: Poly) -> Poly:
        """``e ** p``; whole multiples of logarithms become powers again."""
        p = self.reduced(p)
        kept: Poly = {}
        result = ONE
        for (powers, exponent), c in p.items():
            if len(powers) == 1 and not exponent and powers[0][1] == 1:
                key = self.atoms[powers[0][0]]
                if key[0] == "log":
                    result = self.times(result, self.power(dict(key[1]), c))
                    continue
            kept[(powers, exponent)] = c
        return self.times(result, {((), frozen(kept)): Fraction(1)})

    def log(self, p: Poly) -> Poly:
        """``log p`` split over factors, each of which must be known positive."""
        if self.sign(p) != POSITIVE:
            raise Refused("algebra", f"logarithm of {self.text(p)}, not known to be positive")
        outside, rest = self.split(p)
        (((powers, exponent), c),) = outside.items()
        terms = [dict(exponent)]
        parts = [(self.one(i), e) for i, e in powers]
        if rest != ONE:
            parts += [(f, Fraction(n)) for f, n in self.factor(rest)]
        for factor, e in parts:
            if factor.keys() == {UNIT}:
                c *= factor[UNIT] ** int(e)
                continue
            signs = self.sign(factor)
            if signs == frozenset({-1}):
                factor, c = scaled(factor, -1), c * (-1) ** int(e)
            elif signs != POSITIVE:
                raise Refused("algebra", f"the factor {self.text(factor)} is not known positive")
            terms.append(scaled(self._log_factor(factor), e))
        for prime, n in prime_factors(c):
            terms.append(scaled(self.of_atom(("log", frozen(const(prime)))), n))
        return plus(*terms)

    def _log_factor(self, factor: Poly) -> Poly:
        if len(factor) == 1:
            (((powers, _), _c),) = factor.items()
            key = self.atoms[powers[0][0]]
            if key[0] == "prime":
                return self.of_atom(("log", frozen(const(key[1]))))
            if key[0] == "base":
                return self.log(dict(key[1]))
        return self.of_atom(("log", frozen(factor)))

    def factor(self, p: Poly) -> list[tuple[Poly, int]]:
        """Factors of a polynomial without denominators: proposed by SymPy, multiplied out here."""
        key = frozen(p)
        if key not in self.factors:
            parts = proposed_factors(p)
            product = reduce(self.times, (self.whole_power(f, n) for f, n in parts), ONE)
            self.factors[key] = parts if product == p else [(p, 1)]
        return self.factors[key]
