"""The answer to an order of several lines: an answer for each line, and one for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.engine.determination import Determination, Need
from licet.engine.joint import LIGHTS, strictest_answer
from licet.model.order import Order, OrderLine, path_in_order
from licet.rules.answer import Answer, Light

__all__ = ["OrderAnswer"]

_VALUE = "item.value_usd"


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """The answers to the lines of an order, in their order. The strictest decides for the whole."""

    order: Order
    found: tuple[Determination, ...]

    @property
    def pairs(self) -> tuple[tuple[OrderLine, Determination], ...]:
        """The lines, each with its answer."""
        return tuple(zip(self.order.lines, self.found, strict=True))

    @property
    def answer(self) -> Answer:
        """The strictest answer to a line."""
        return strictest_answer(determination.answer for determination in self.found)

    @property
    def light(self) -> Light:
        """The worst light of a line."""
        return max((determination.light for determination in self.found), key=LIGHTS.index)

    @property
    def telling(self) -> tuple[OrderLine, Determination]:
        """The first line that has the answer of the whole, and among those the worst light."""
        deciding = [pair for pair in self.pairs if pair[1].answer is self.answer]
        return max(deciding, key=lambda pair: LIGHTS.index(pair[1].light))

    @property
    def holds_until(self) -> date | None:
        """The first day on which the answer to a line changes."""
        return min((found.holds_until for found in self.found if found.holds_until), default=None)

    @property
    def then(self) -> Answer | None:
        """What the answer to the whole is from that day on."""
        day = self.holds_until
        if day is None:
            return None
        return strictest_answer(
            found.then if found.holds_until == day and found.then is not None else found.answer
            for found in self.found
        )

    @property
    def needs(self) -> tuple[Need, ...]:
        """What to find out, each with its path in the order; what all lines share is named once.

        Where a total is not known because lines state no value, the values of those lines are asked for.
        """
        wanted: dict[str, Need] = {}
        for line, found in self.pairs:
            for need in found.needs:
                for place in self._places(line, need):
                    path = path_in_order(place, need.path)
                    wanted.setdefault(path, replace(need, path=path))
        return tuple(wanted.values())

    def _places(self, line: OrderLine, need: Need) -> Sequence[int]:
        own = line.number - 1
        return self.order.unvalued if need.path == _VALUE and self.order.unvalued else (own,)
