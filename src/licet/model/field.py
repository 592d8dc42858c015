"""What is said of one field of a transaction, and the table of them all.

This module and :mod:`licet.model.fields` import nothing of Licet, so that the language of rules may name fields too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

__all__ = [
    "FieldTable",
    "FieldType",
    "FormSection",
    "Questions",
    "Scope",
    "StatedBy",
    "TransactionField",
]


class Scope(StrEnum):
    """The objects of the wire format, each by the path at which it stands."""

    TRANSACTION = ""
    ITEM = "item"
    DATES = "dates"
    PARTY = "parties[]"
    OWNER = "parties[].owners[]"
    DISPOSITION = "parties[].dispositions[]"
    CONTENT = "item.us_content[]"
    PAPER = "papers[]"


class FieldType(StrEnum):
    """How a value is written, read and asked for."""

    TEXT = "text"
    TEXTS = "a list of texts"
    YES_NO = "true or false"
    DATE = "a date (YYYY-MM-DD)"
    AMOUNT = "a number of any size"
    PERCENT = "a number from 0 to 100"
    COUNTRY = "a country"
    ECCN = "an ECCN"
    CHOICE = "one of the values"
    OPEN_CHOICE = "one of the values, or other text"
    GROUP = "an object"
    ROWS = "a list of objects"
    FACTS = "named facts"
    FACT_NAMES = "a list of names of facts"


class StatedBy(StrEnum):
    """Whose word a field is."""

    ORDER = "whoever has the order"
    PERSON = "a person: what an assistant states a person confirms"
    REVIEWER = "a person who judged, by name"
    RECORD = "the record: it is read back, and nobody states it"


class FormSection(StrEnum):
    """Where the web form shows a field, by the heading there."""

    HAPPENS = "What happens, and when"
    ITEM = "The item"
    ITEM_MORE = "Quantity, place, US content"
    PARTY = "The parties"
    OWNERS = "Owners"
    PARTY_MORE = "Owners, possession"
    PURPOSE = "What it is for, and earlier dates"


@dataclass(frozen=True, slots=True)
class Questions:
    """How people are asked for a field.

    ``brief``: in one sentence, as an answer names what it needs. ``full``, ``why`` and ``examples``: in an interview;
    ``{who}`` stands for the party, ``{whose}`` for the party or its owner. ``of_person``: in an interview about a
    release of technology to a person. ``basic``: the place among the facts that an interview asks for first.
    """

    brief: str = ""
    full: str = ""
    why: str = ""
    examples: tuple[str, ...] = ()
    of_person: str = ""
    basic: int = 0


_UNASKED = Questions()


@dataclass(frozen=True, slots=True)
class TransactionField:
    """One field: where it stands, what it may be, and everything that is said of it to people and programs.

    ``attribute``: its name in :mod:`licet.model.transaction`, where that is another. ``needed``: what is said where
    it is left out; empty: it may be. ``choices``: the values, each in words. ``rows``: the scope of the objects in a
    list or object. ``law``: the sections that ask for it. ``else_of``: the path of the field that is the least it
    can be, and stands for it where it is left out. ``term``: how a sentence of the law names it; empty: no rule
    reads it. ``claim``: it is read as an act, not made when absent. ``in_files``: whether an order file may have it
    as a column, where its type allows. ``in_batch``: whether a batch carries it although no rule names it.
    ``business``: what ``licet.tabular`` calls it in business files, where it knows it; ``headings``: what such files
    head its column with, beside the words there. ``by_policy``: what a default by policy is said to set; empty:
    none. ``words_in_form``: whether the form shows the words of a choice beside it.
    """

    scope: Scope
    name: str
    type: FieldType
    meaning: str
    _: KW_ONLY
    attribute: str = ""
    needed: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    rows: Scope | None = None
    stated_by: StatedBy = StatedBy.ORDER
    law: str = ""
    unit: str = ""
    example: str = ""
    else_of: str = ""
    term: str = ""
    claim: bool = False
    in_files: bool = True
    in_batch: bool = False
    business: str = ""
    headings: tuple[str, ...] = ()
    by_policy: str = ""
    label: str = ""
    hint: str = ""
    section: FormSection | None = None
    wide: bool = False
    words_in_form: bool = False
    questions: Questions = _UNASKED

    @property
    def path(self) -> str:
        """Where it stands in the wire format: ``item.eccn``, ``parties[].name``."""
        return f"{self.scope}.{self.name}" if self.scope else self.name

    @property
    def key(self) -> str:
        """The name of its attribute in the model."""
        return self.attribute or self.name

    @property
    def rule_path(self) -> str:
        """How a rule names it: as its path, but of one party or owner."""
        return f"{_RULE_SCOPES[self.scope]}.{self.name}" if self.scope in _RULE_SCOPES else self.path

    @property
    def simple(self) -> bool:
        """Whether it holds one value."""
        return self.type not in _COMPOUND

    @property
    def column(self) -> bool:
        """Whether an order file may have it as a column."""
        return self.simple and self.in_files and self.scope in _FLAT


_COMPOUND = frozenset(
    {FieldType.TEXTS, FieldType.GROUP, FieldType.ROWS, FieldType.FACTS, FieldType.FACT_NAMES}
)
_RULE_SCOPES = {Scope.PARTY: "party", Scope.OWNER: "owner"}
_FLAT = frozenset({Scope.TRANSACTION, Scope.ITEM, Scope.DATES, Scope.PARTY})
_INDEX = re.compile(r"\[\d*\]")


@dataclass(frozen=True)
class FieldTable:
    """All fields, in the order in which they are written and shown."""

    rows: tuple[TransactionField, ...]

    def __post_init__(self) -> None:
        if len(self._by_place) != len(self.rows):
            raise ValueError("a field stands twice in the table")

    def __iter__(self) -> Iterator[TransactionField]:
        return iter(self.rows)

    @cached_property
    def _by_place(self) -> dict[tuple[Scope, str], TransactionField]:
        return {(row.scope, row.name): row for row in self.rows}

    @cached_property
    def _by_scope(self) -> Mapping[Scope, tuple[TransactionField, ...]]:
        return {scope: tuple(row for row in self.rows if row.scope is scope) for scope in Scope}

    def of(self, scope: Scope) -> tuple[TransactionField, ...]:
        """The fields of one object."""
        return self._by_scope[scope]

    def at(self, path: str) -> TransactionField | None:
        """The field at a path of a document, with or without numbers of rows; None where there is none.

        An owner of an owner has the fields of an owner, and so has its judgment those of a party's.
        """
        scope: Scope | None = Scope.TRANSACTION
        found = None
        for step in _INDEX.sub("", path).split("."):
            found = None if scope is None else self._by_place.get((scope, step))
            if found is None:
                return None
            scope = found.rows
        return found

    def named(self, path: str) -> TransactionField:
        """The field at a path. Raises KeyError."""
        found = self.at(path)
        if found is None:
            raise KeyError(path)
        return found

    @cached_property
    def stand_ins(self) -> Mapping[str, str]:
        """For each field that another stands for where it is left out, the path of that one."""
        return MappingProxyType({row.path: row.else_of for row in self.rows if row.else_of})

    @cached_property
    def read_by_rules(self) -> Mapping[str, TransactionField]:
        """The fields that a rule may read anywhere, by their paths."""
        return MappingProxyType(
            {
                row.path: row
                for row in self.rows
                if row.term and row.scope in {Scope.TRANSACTION, Scope.ITEM, Scope.DATES}
            }
        )

    def in_batch(self, scope: Scope) -> tuple[TransactionField, ...]:
        """The fields of an object that stand in the columns of a batch."""
        return tuple(row for row in self.of(scope) if row.term or row.in_batch)

    def columns(self, *scopes: Scope) -> tuple[TransactionField, ...]:
        """The fields of some objects that an order file may have as columns."""
        return tuple(row for row in self.rows if row.scope in scopes and row.column)

    def in_section(self, section: FormSection) -> tuple[TransactionField, ...]:
        """The fields that the web form shows under a heading."""
        return tuple(row for row in self.rows if row.section is section)
