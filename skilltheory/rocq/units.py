"""Everything that Rocq is given to check, as modules with their imports.

Those written by hand; the functions of the theory as they are read off from
the library; one check for each statement that has a theorem written by hand;
and theorems that stand for no statement.  The numbers are elsewhere
(:mod:`skilltheory.rocq.numbers`).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from skilltheory.rocq.build import Unit, keys_of
from skilltheory.rocq.checks import check_of, imports_of, module_name
from skilltheory.rocq.functions import definitions
from skilltheory.rocq.library import HandWritten, Library
from skilltheory.rocq.scope import Untranslatable
from skilltheory.theory import statement

__all__ = ["alone", "by_hand", "check_unit", "every_check", "keys_of_checks"]


def by_hand(library: Library) -> list[Unit]:
    """The modules written by hand, and the generated one that they compare themselves with."""
    written = [Unit(one.name, one.text, one.imports) for one in library.modules.values()]
    return [*written, Unit("Functions", definitions(), ("Vocabulary",))]


def check_unit(library: Library, theorem: HandWritten) -> Unit:
    """The generated module that checks a statement against its theorem written by hand.

    Raises
    ------
    Untranslatable
        If something in the statement has no translation.
    """
    imports = imports_of(theorem, library.modules)
    text = check_of(statement(theorem.statement), theorem, imports)
    return Unit(module_name(theorem.statement), text, imports, audited=True)


def every_check(library: Library) -> list[Unit]:
    """The checks of all statements that have a theorem written by hand."""
    return [check_unit(library, theorem) for theorem in library.theorems.values()]


def alone(library: Library) -> dict[str, Unit]:
    """The theorems that stand for no statement, by their titles: only what they assume is asked."""
    return {
        title: Unit(
            f"alone_{module.name}_{name}",
            f"From SkillTheory Require {module.name}.\n"
            f"Definition everything := @{module.name}.{name}.\n",
            (module.name,),
            audited=True,
        )
        for module in library.modules.values()
        for name, title in module.alone.items()
    }


def keys_of_checks(library: Library, identifiers: Iterable[str], version: str) -> dict[str, str]:
    """The key under which each statement, *as it is now*, would be compiled.

    Without those that have no theorem written by hand or no longer a translation.
    """
    checks: dict[str, Unit] = {}
    for identifier in identifiers:
        theorem = library.theorems.get(identifier)
        if theorem is not None:
            with suppress(Untranslatable):
                checks[identifier] = check_unit(library, theorem)
    keys = keys_of([*by_hand(library), *checks.values()], salt=version)
    return {identifier: keys[unit.name] for identifier, unit in checks.items()}
