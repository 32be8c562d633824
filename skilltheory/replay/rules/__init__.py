"""The checks of all rules, one module for each kind, as in the kernel."""

from __future__ import annotations

from skilltheory.replay.rules import calculus, expectation, finite, logic, numeric, order

__all__ = ["CHECKS"]

CHECKS = {
    **logic.CHECKS,
    **order.CHECKS,
    **calculus.CHECKS,
    **expectation.CHECKS,
    **finite.CHECKS,
    **numeric.CHECKS,
}
"""The check of every rule, by the name of the rule."""
