"""Whether an unknown fact can still matter: a search for a way of learning it that decides the answer.

A fact *counts* when, for some values of some other open facts, the answer is still undetermined and some
value of this fact decides it (docs/decisions/0014). The search returns such a way, which anybody can try;
where it has gone through all ways and found none, the fact is dropped. It is dear, so it is done only for the
question about to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from string import ascii_lowercase
from typing import Any as AnyType

from licet.engine.findings import Composition, States, compose
from licet.engine.needs import OTHER, OpenLeaf, open_facts, trials
from licet.engine.view import View
from licet.errors import LicetError
from licet.model.field import FieldType, Scope
from licet.model.fields import FIELDS
from licet.model.transaction import Party, Role, Transaction
from licet.model.wire import values_of

__all__ = ["Assignment", "NoMatter", "could_decide"]

_TRIES = 600
"""How many partly known sales are answered before the search gives up; some seconds at worst."""


_FEW = 6
"""Values of a fact in the first search; the second tries all, such as every country."""


Parties = tuple[Party, ...]

_UNLISTED = Party(Role.ULTIMATE_CONSIGNEE, "a party on no list", "US")

_CODE = 2
"""Letters of a country's code. Tables name groups of countries too, in longer words; a sale goes to one country."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A proof that a fact counts: with ``others`` learned the answer is open, and ``value`` decides it."""

    path: str
    others: Mapping[str, object]
    value: object

    @property
    def alone(self) -> bool:
        """Whether the fact decides by itself."""
        return not self.others


class NoMatter(Enum):
    """Why no way was found: there is none, or the search was too long."""

    NONE = "no value of it decides, whatever else is learned"
    NOT_FOUND = "no way found in the tries allowed"


@dataclass
class _Search:
    """A search for one fact.

    ``width``: values of a fact, None for all; ``parties``: sets of parties to try where nobody is named.
    ``tries``: one for each answer that may still be computed.
    """

    path: str
    width: int | None
    parties: tuple[Parties, ...]
    tries: Iterator[int] = field(default_factory=lambda: iter(range(_TRIES)))

    def dig(self, known: _Known, left_out: frozenset[str]) -> Assignment | None:
        """Try the fact's own values, then learn one more of the other open facts, none twice."""
        facts = open_facts(known.whole)
        if self.path not in facts:
            return None
        for value in self._domain(self.path, facts[self.path], known):
            if self._try(known, self.path, value).whole.outcome.decided:
                return Assignment(self.path, known.others, value)
        for other in _nearest(self.path, known.whole):
            if other == self.path or other in left_out or other in known.others:
                continue
            for value in self._domain(other, facts[other], known):
                tried = self._try(known, other, value)
                found = None if tried.whole.outcome.decided else self.dig(tried, left_out)
                if found is not None:
                    return found
            left_out |= {other}
        return None

    def _domain(self, path: str, leaves: Iterable[OpenLeaf], known: _Known) -> Iterable[object]:
        return self.parties if path == "parties" else _domain(path, leaves, known.states.view)[: self.width]

    def _try(self, known: _Known, path: str, value: object) -> _Known:
        if next(self.tries, None) is None:
            raise _TooLong
        return known.learning(path, value)


class _TooLong(LicetError):  # noqa: N818  # no error: the end of a search
    pass


@dataclass(frozen=True)
class _Known:
    """A sale with some facts assumed."""

    states: States
    whole: Composition
    others: Mapping[str, object]

    def learning(self, path: str, value: object) -> _Known:
        """The same with one fact more; rules that were settled stay so, the others are walked again."""
        view = self.states.view
        sale = _with_value(view.sale, path, value, view.book.resolvers.control_said)
        tried = view.assuming(path, value) if sale is None else view.telling(sale)
        settled = {
            name: state
            for name, state in self.states.known.items()
            if state.truth is not None and state.claimed is not None
        }
        states = States(tried, {} if path == "parties" else settled)
        return _Known(states, compose(states), {**self.others, path: value})


_ON_THE_SALE = frozenset(row.path for row in FIELDS.in_batch(Scope.TRANSACTION))


def _with_value(sale: Transaction, path: str, value: AnyType, said: Iterable[str]) -> Transaction | None:
    """The sale with a fact on which other readings of it hang; None for one that a view can assume.

    ``said``: paths of the facts that the lines of the control list read.
    """
    scope, _, name = path.rpartition(".")
    if path in _ON_THE_SALE:
        return replace(sale, **{path: value})
    if path in said:
        return replace(sale, facts={**sale.facts, name: value})
    return replace(sale, item=replace(sale.item, **{name: value})) if scope == "item" else None


def could_decide(
    path: str, whole: Composition, states: States, *, listed: Party | None = None
) -> Assignment | NoMatter:
    """A way in which learning the fact decides the answer, or why none is given.

    ``listed``: a screened party that is on a list, to try in place of parties that nobody has named.
    """
    if whole.outcome.decided:
        return NoMatter.NONE
    parties = ((_UNLISTED,),) if listed is None else ((_UNLISTED,), (listed,))
    start = _Known(states, whole, {})
    with suppress(_TooLong):
        if (found := _Search(path, _FEW, parties).dig(start, frozenset())) is not None:
            return found
    try:
        return _Search(path, None, parties).dig(start, frozenset()) or NoMatter.NONE
    except _TooLong:
        return NoMatter.NOT_FOUND


def _nearest(path: str, whole: Composition) -> list[str]:
    """Open facts: of the sale itself, without which nothing is decided; then those that share a rule with it."""
    facts = open_facts(whole)
    rules = {name: {leaf.state.rule.rule_id for leaf in leaves} for name, leaves in facts.items()}
    return sorted(facts, key=lambda name: (name.startswith("facts."), not rules[name] & rules[path]))


def _domain(path: str, leaves: Iterable[OpenLeaf], view: View) -> list[object]:
    """The values that a fact can take, those first that an open rule names."""
    if path in view.book.resolvers.control_said:
        return _said_of_lines(path, view)
    named = trials(leaves)
    whole = _whole_domain(path, view)
    if whole is None:
        return [value for value in named if not isinstance(value, Decimal) or value >= 0]
    if path == "item.eccn":
        return [*whole, *(value for value in named if view.sale.item.eccn is None and value != OTHER)]
    here = [value for value in named if value in whole]
    rest = [value for value in whole if value not in named]
    step = max(1, len(rest) // _FEW)
    spread = rest[::step]  # a few of all kinds first
    plain, spread = spread[:1], spread[1:]  # what no open rule names leaves the least open
    others = (item for item in rest if item not in {*plain, *spread})
    return [*plain, *here[: _FEW // 2], *spread, *here[_FEW // 2 :], *others]


def _said_of_lines(path: str, view: View) -> list[object]:
    """Values on both sides of what the lines of the control list say of a fact, the item's own category first."""
    resolvers = view.book.resolvers
    if path in resolvers.control_limits:
        limits = resolvers.control_limits[path]
        return [value for limit in limits for value in (limit - 1, limit, limit + 1) if value >= 0]
    category = (view.sale.item.eccn or " ")[0]
    return [*sorted(resolvers.control_items, key=lambda item: item[0] != category), "EAR99"]


def _whole_domain(path: str, view: View) -> list[object] | None:
    """All values of a fact where they can be listed; else None, and those that rules tell apart are tried."""
    book = view.book
    if path == "item.eccn":
        eccn = view.sale.item.eccn
        return ["EAR99"] if eccn is None else _paragraphs(eccn)
    field = FIELDS.at(path)
    if field is not None and field.type is FieldType.CHOICE:
        return list(values_of(field))
    fixed: dict[str, Iterable[object]] = {
        "destination": sorted(destination for destination in book.destinations if len(destination) == _CODE),
        "end_use": sorted(book.end_uses),
    }
    return list(fixed[path]) if fixed.get(path) else None


def _paragraphs(eccn: str) -> list[object]:
    return [f"{eccn}.{letter}" for letter in ascii_lowercase]
