"""Numbers for things, so that a line carries a number and not the thing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Numbered"]

T = TypeVar("T", bound=Hashable)


@dataclass
class Numbered(Generic[T]):
    """Distinct things in the order met; each keeps its number."""

    things: list[T] = field(default_factory=list)
    _numbers: dict[T, int] = field(default_factory=dict)

    def of(self, thing: T) -> int:
        """The number of a thing, given now if it has none yet."""
        number = self._numbers.setdefault(thing, len(self.things))
        if number == len(self.things):
            self.things.append(thing)
        return number
