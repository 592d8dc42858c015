"""The fields of the form of a transaction, as they are drawn: made from the table of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from licet.model.field import FieldType, FormSection, Scope, TransactionField
from licet.model.fields import FIELDS
from licet.presentation.words import first_up, plain
from licet.web.show.sale_form import one_item_path

__all__ = [
    "FormField",
    "ItemForm",
    "PartyForm",
    "drawn",
    "form_fields",
    "item_form",
    "owner_form",
    "party_form",
]

_YES_NO = (("yes", "Yes"), ("no", "No"))
_ATTRIBUTES: Mapping[FieldType, Mapping[str, str]] = {
    FieldType.AMOUNT: {"inputmode": "decimal"},
    FieldType.PERCENT: {"inputmode": "decimal"},
    FieldType.COUNTRY: {"list": "countries"},
}
_NUMBER = "hts_code"
_COUNTS = "Items of one number count together; without one, with every other."
_ROOTS = (FormSection.HAPPENS, FormSection.ITEM, FormSection.ITEM_MORE, FormSection.PURPOSE)


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as it is drawn. ``path``: its name in the form; ``options``: what may be picked; empty: it is typed.

    ``blank``: how nothing picked is shown; None: something is always picked.
    """

    path: str
    name: str
    label: str
    value: str
    kind: str = "text"
    hint: str = ""
    wide: bool = False
    options: Sequence[tuple[str, str]] = ()
    blank: str | None = "Not known"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartyForm:
    """A party, or an owner of one, with its fields. ``more``: those that are folded away; ``looked``: its matches."""

    index: int
    base: str
    fields: Sequence[FormField]
    more: Sequence[FormField] = ()
    owners: Sequence[PartyForm] = ()
    none_known: bool = False
    looked: Any = None

    @property
    def unfolded(self) -> bool:
        """Whether something that is folded away is filled."""
        return bool(self.owners) or self.none_known or any(shown.value for shown in self.more)


@dataclass(frozen=True, slots=True)
class ItemForm:
    """An item of an order with its fields. ``more``: those that are folded away."""

    base: str
    fields: Sequence[FormField]
    more: Sequence[FormField]

    @property
    def unfolded(self) -> bool:
        """Whether something that is folded away is filled."""
        return any(shown.value for shown in self.more)


def _options(row: TransactionField, value: str) -> Sequence[tuple[str, str]]:
    """What may be picked; other words that were stated stay among it."""
    if row.type is FieldType.YES_NO:
        return _YES_NO
    options = [
        (choice, first_up(plain(choice)) + (f": {words}" if row.words_in_form else ""))
        for choice, words in row.choices.items()
    ]
    other = [(value, value)] if options and value and value not in row.choices else []
    return options + other


def _field(row: TransactionField, base: str, values: Mapping[str, str]) -> FormField:
    path = f"{base}.{row.name}" if base else row.path
    value = values.get(path, "")
    return FormField(
        path,
        row.name,
        row.label,
        value,
        "date" if row.type is FieldType.DATE else "text",
        row.hint,
        row.wide,
        _options(row, value),
        None if row.needed else "Not known",
        _ATTRIBUTES.get(row.type, {}),
    )


def _section(section: FormSection, base: str, values: Mapping[str, str]) -> list[FormField]:
    return [_field(row, base, values) for row in FIELDS.in_section(section)]


def form_fields(values: Mapping[str, str]) -> dict[str, list[FormField]]:
    """The fields outside parties, by the name of their section."""
    return {section.name: _section(section, "", values) for section in _ROOTS}


def party_form(index: int, values: Mapping[str, str], looked: Any = None, more_owners: int = 0) -> PartyForm:
    """A party of the form with its owners, ``more_owners`` of them empty."""
    base = f"parties[{index}]"
    start = f"{base}.owners["
    numbers = sorted({int(path[len(start) :].partition("]")[0]) for path in values if path.startswith(start)})
    first = max(numbers, default=-1) + 1
    return PartyForm(
        index,
        base,
        _section(FormSection.PARTY, base, values),
        _section(FormSection.PARTY_MORE, base, values),
        [owner_form(base, number, values) for number in (*numbers, *range(first, first + more_owners))],
        values.get(f"{base}.owners.none_known", "") == "yes",
        looked,
    )


def item_form(base: str, values: Mapping[str, str]) -> ItemForm:
    """An item of an order, at ``item`` or ``items[0]`` of the form, with the number under which its value counts."""
    number = f"{base}.facts.{_NUMBER}"
    said = FormField(number, _NUMBER, "Schedule B number", values.get(number, ""), hint=_COUNTS)
    items = [_section(section, base, values) for section in (FormSection.ITEM, FormSection.ITEM_MORE)]
    return ItemForm(base, [*items[0], said], items[1])


def owner_form(party: str, number: int, values: Mapping[str, str]) -> PartyForm:
    """An owner of a party of the form."""
    base = f"{party}.owners[{number}]"
    return PartyForm(number, base, _section(FormSection.OWNERS, base, values))


def drawn(path: str) -> bool:
    """Whether the form draws the field of a path; an owner of an owner is carried along and not drawn."""
    plain = one_item_path(path)
    if plain != path and plain.startswith("facts."):
        return plain.endswith(f".{_NUMBER}")
    row = FIELDS.at(plain)
    return (
        row is not None and row.section is not None and path.count(".owners[") <= (row.scope is Scope.OWNER)
    )
