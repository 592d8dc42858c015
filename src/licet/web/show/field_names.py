"""What the form of a transaction calls its fields, and what is wrong with one in those words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.model.field import TransactionField
from licet.model.fields import FIELDS
from licet.model.transaction import Role
from licet.presentation.words import first_up, plain
from licet.rules.vocabulary import FactSpec
from licet.web.show.sale_form import one_item_path

__all__ = ["ShownProblem", "field_name", "need_name", "problem_of"]

_PARTY = re.compile(r"parties\[(\d+)\](?:\.owners\[(\d+)\])?(?:\.(.*))?")
_LINE = re.compile(r"items\[(\d+)\]\.")
_PATH = re.compile(r"\b[a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)+\b|\b[a-z_]+\[\d+\]")
_QUOTED = re.compile("""not ["'](.+?)["']""")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """What is wrong with a field. ``path``: its name in the form, empty for the form as a whole."""

    path: str
    name: str
    text: str


def field_name(path: str, vocabulary: Mapping[str, FactSpec]) -> str:
    """What the form calls a field.

    >>> field_name("parties[1].owners[0].percent", {})
    'Party 2, owner 1: percent'
    >>> field_name("items[0].quantity", {})
    'Item 2: quantity'
    """
    line = _LINE.match(path)
    if line is not None:
        return f"Item {int(line[1]) + 2}: {_small(field_name(one_item_path(path), vocabulary))}"
    row, match = FIELDS.at(path), _PARTY.fullmatch(path)
    if match is not None:
        who = f"Party {int(match[1]) + 1}" + (f", owner {int(match[2]) + 1}" if match[2] else "")
        field = (match[3] or "").partition("[")[0]
        return f"{who}: {_small(_label(row, field))}" if field else who
    if row is not None and row.label:
        return row.label
    role, _, field = path.partition(".")
    if role in set(Role) and field:
        return f"{first_up(plain(role))}: {_small(_label(FIELDS.at(f'parties[].{field}'), field))}"
    spec = vocabulary.get(path.removeprefix("facts."))
    return spec.question if spec is not None else "The form"


def _label(row: TransactionField | None, name: str) -> str:
    return (row and row.label) or plain(name)


def _small(label: str) -> str:
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def need_name(path: str, vocabulary: Mapping[str, FactSpec]) -> str:
    """A fact that is missing, in words.

    >>> need_name("parties[0].dispositions[EL-x]", {})
    'Whether a party is the listed one'
    """
    if ".dispositions" in path:
        return "Whether a party is the listed one"
    name = field_name(path, vocabulary)
    return "A fact about the transaction" if name == "The form" else name


def problem_of(path: str, message: str, typed: str, vocabulary: Mapping[str, FactSpec]) -> ShownProblem:
    """What is wrong with a field, in words: what was typed, and what would be accepted."""
    return ShownProblem(path, field_name(path, vocabulary), _text(message, typed))


def _text(message: str, typed: str) -> str:
    quoted = _QUOTED.search(message)
    typed = typed or (quoted[1] if quoted else "")
    said = f"“{typed}”"
    if message.startswith("must be a number"):
        plain = typed.replace(",", "")
        if _THOUSANDS.fullmatch(typed):
            return f"{said} can be read as {plain} or as {typed.replace(',', '.', 1)}. Write {plain} for the first."
        return f"{said} is not a number. Write digits, such as 38000 or 38000.50."
    if message.startswith("must be a date") or "is no day" in message:
        return f"{said} is not a date. Write it as 2026-11-29."
    if "is no country" in message or "ISO 3166" in message:
        return f"{said} is not a country that Licet knows. Write its English name, or a code such as CN."
    if message.startswith("an owner is given by name"):
        return "Write the owner's name, or remove this owner."
    words = _PATH.sub("this field", message).strip()
    if typed and words.startswith("must be"):
        words = f"{said} cannot be used: it {words}"
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
