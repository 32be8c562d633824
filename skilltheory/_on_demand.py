"""A sequence that makes its entries when they are asked for.

Objects by the thousand keep Python's collector of cycles busy; plain columns do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

__all__ = ["OnDemand"]

Entry = TypeVar("Entry")


class OnDemand(Sequence[Entry], Generic[Entry]):
    """A sequence whose entries are made once, each when it is first asked for.

    Parameters
    ----------
    made : list
        The entries; None for each that is still to be made.
    make : callable
        From a position to the entry there.
    """

    def __init__(self, made: list[Entry | None], make: Callable[[int], Entry]) -> None:
        self._made, self._make = made, make

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        places = range(len(self._made))[index]
        if isinstance(places, range):
            return [self[place] for place in places]
        found = self._made[places]
        if found is None:
            found = self._made[places] = self._make(places)
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[type[list[Entry]], tuple[list[Entry]]]:
        return list, (list(self),)
