"""What the form of a transaction calls its fields, and what is wrong with one in those words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.model.transaction import Role
from licet.presentation.words import first_up, plain
from licet.rules.vocabulary import FactSpec

__all__ = [
    "LABELS",
    "OWNER_LABELS",
    "PARTY_LABELS",
    "ShownProblem",
    "field_name",
    "need_name",
    "problem_of",
]

LABELS = {
    "action": "What happens",
    "destination": "Destination",
    "as_of": "Transaction date",
    "known_as_of": "Known as of",
    "item": "The item",
    "item.description": "Description",
    "item.eccn": "ECCN",
    "item.kind": "Kind",
    "item.us_origin": "Of US origin",
    "item.value_usd": "Value in US dollars",
    "item.quantity": "Quantity",
    "item.unit": "Unit",
    "item.located_in_us": "In the United States now",
    "item.controlled_us_content_pct": "Controlled US content, percent",
    "parties": "The parties",
    "end_use": "End use",
    "dates.contract": "Contract made on",
    "dates.order": "Ordered on",
    "dates.en_route_since": "En route since",
}
PARTY_LABELS = {
    "role": "Role",
    "name": "Full legal name",
    "country": "Country",
    "address": "Address",
    "takes_possession_as_agent": "Takes possession as agent",
}
OWNER_LABELS = {"name": "Owner", "percent": "Percent", "country": "Country"}

_PARTY = re.compile(r"parties\[(\d+)\](?:\.owners\[(\d+)\])?(?:\.(.*))?")
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
    """
    if path in LABELS:
        return LABELS[path]
    match = _PARTY.fullmatch(path)
    if match is not None:
        who = f"Party {int(match[1]) + 1}" + (f", owner {int(match[2]) + 1}" if match[2] else "")
        names = OWNER_LABELS if match[2] else PARTY_LABELS
        field = (match[3] or "").partition("[")[0]
        label = names.get(field, field.replace("_", " "))
        return f"{who}: {label[:1].lower()}{label[1:]}" if label else who
    role, _, field = path.partition(".")
    if role in set(Role) and field:
        label = PARTY_LABELS.get(field, plain(field))
        return f"{first_up(plain(role))}: {label[:1].lower()}{label[1:]}"
    spec = vocabulary.get(path.removeprefix("facts."))
    return spec.question if spec is not None else "The form"


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
