"""Conditions of law as pure data.

A rule is a tree of about a dozen kinds of node. A tree does nothing by itself: the engine walks it in
three-valued logic, :mod:`licet.rules.english` reads it aloud, :mod:`licet.rules.checks` inspects it. Trees are
built with ``&``, ``|`` and ``~``; ``bool(condition)`` raises, since a condition has no truth without facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NoReturn

__all__ = [
    "All",
    "Any",
    "AtLeast",
    "AtMost",
    "CascadingShareAtLeast",
    "Condition",
    "Constant",
    "Defined",
    "Field",
    "In",
    "InTable",
    "Is",
    "Not",
    "ShareAtLeast",
    "Some",
    "Stated",
    "Unmodeled",
    "Value",
    "all_of",
    "any_of",
]

Value = str | bool | date | Decimal | int


class Condition:
    """Base of all nodes."""

    __slots__ = ()

    def __and__(self, other: Condition) -> Condition:
        return all_of(self, other)

    def __or__(self, other: Condition) -> Condition:
        return any_of(self, other)

    def __invert__(self) -> Condition:
        return self.part if isinstance(self, Not) else Not(self)

    def __bool__(self) -> NoReturn:
        raise TypeError("a condition has no truth without facts: combine with &, | and ~, not and, or, not")


@dataclass(frozen=True, slots=True)
class Field:
    """A fact by its path in the wire format, such as ``item.eccn``, ``party.role`` or ``facts.purpose``.

    ``label``: how to say it in a sentence. ``claim``: an act of the exporter, not a fact; absent means "not
    claimed", while an absent fact is unknown.
    """

    path: str
    label: str
    claim: bool = False

    def is_(self, value: Value) -> Condition:
        return Is(self, value)

    def in_(self, *values: str) -> Condition:
        return In(self, tuple(sorted(values)))

    def at_most(self, limit: Decimal | int) -> Condition:
        return AtMost(self, limit)

    def at_least(self, limit: Decimal | int) -> Condition:
        return AtLeast(self, limit)

    def on_or_before(self, day: str) -> Condition:
        return AtMost(self, date.fromisoformat(day))

    def on_or_after(self, day: str) -> Condition:
        return AtLeast(self, date.fromisoformat(day))

    def in_table(self, table: str, *rest: str | Field) -> Condition:
        """Whether the dated table has a live row for this field's value and the rest of the key."""
        return InTable(table, (self, *rest))

    def is_stated(self) -> Condition:
        """Whether a claim was made at all."""
        return Stated(self)


@dataclass(frozen=True, slots=True)
class All(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not(Condition):
    part: Condition


@dataclass(frozen=True, slots=True)
class Constant(Condition):
    """True or False whatever the facts, with the reason in words."""

    value: bool
    why: str


@dataclass(frozen=True, slots=True)
class Unmodeled(Condition):
    """Law that the rulebook does not hold yet: always unknown. ``section`` is a key of coverage.toml."""

    section: str
    what: str


@dataclass(frozen=True, slots=True)
class Is(Condition):
    field: Field
    value: Value


@dataclass(frozen=True, slots=True)
class In(Condition):
    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtMost(Condition):
    field: Field
    limit: Decimal | int | date


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    field: Field
    limit: Decimal | int | date


@dataclass(frozen=True, slots=True)
class Stated(Condition):
    """That a claim was made. Only claims may be asked for: a fact's absence must stay unknown."""

    field: Field

    def __post_init__(self) -> None:
        if not self.field.claim:
            raise TypeError(f"{self.field.path} is a fact: that it is absent says nothing")


@dataclass(frozen=True, slots=True)
class InTable(Condition):
    """That a dated table of the rulebook has a live row for the key on the day."""

    table: str
    key: tuple[str | Field, ...]


@dataclass(frozen=True, slots=True)
class Some(Condition):
    """That some member of a scope meets the condition.

    Scopes: ``party`` (of the sale), ``owner`` (of the party in scope), ``listing`` (of the party or owner in
    scope), ``control`` (reasons for control of the item).
    """

    scope: str
    where: Condition


@dataclass(frozen=True, slots=True)
class ShareAtLeast(Condition):
    """That owners who meet the condition, or are themselves so owned, together own at least ``percent``.

    Owners of owners count in full where each layer reaches the percentage (the reading of Supplement No. 8
    to Part 744); where shares multiplied down every chain reach it and that reading does not, the stricter
    counts. An unknown share stays unknown: the sum is an interval.
    """

    percent: int
    where: Condition


@dataclass(frozen=True, slots=True)
class CascadingShareAtLeast(ShareAtLeast):
    """The same in one reading alone: a layer that reaches the percentage counts in full, any other not at all.

    So OFAC counts (its guidance of August 13, 2014): shares are not multiplied down a chain.
    """


@dataclass(frozen=True, slots=True)
class Defined(Condition):
    """A term defined by a rule of the rulebook, by the rule's id."""

    rule_id: str


def all_of(*parts: Condition) -> Condition:
    """Conjunction, flattened."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Condition) -> Condition:
    """Disjunction, flattened."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, Any) else (part,))]
    return flat[0] if len(flat) == 1 else Any(tuple(flat))
