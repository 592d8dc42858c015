"""The interview's questions in plain words: what is asked, why, and what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from licet.engine.determination import Need
from licet.engine.needs import OpenLeaf
from licet.engine.relevance import Assignment
from licet.model.field import FieldType
from licet.model.fields import FIELDS
from licet.model.transaction import Action, Owner, Party, Transaction
from licet.rules.rulebook import Rulebook
from licet.rules.vocabulary import FactKind

__all__ = ["Expects", "FactQuestion", "word"]


class Expects(Enum):
    """Kinds of answer, each as the prompt names it."""

    YES_NO = "yes or no"
    CHOICE = "a number or a word of the list"
    COUNTRY = "a country, by English name or two-letter code"
    PARTIES = "names; several are separated by a semicolon"
    TEXT = "a few words"
    ECCN = "EAR99, or an ECCN with its paragraph"
    PERCENT = "a number from 0 to 100"
    NUMBER = "a number"
    DATE = "a day as YYYY-MM-DD"
    SAME_PARTY = "yes or no, a colon and your reason"


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """One question of an interview. ``way``: a way in which its answer decides, None where none was found."""

    path: str
    text: str
    why: str
    cite: str
    expects: Expects
    choices: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    way: Assignment | None = None


_TYPES: Mapping[FieldType, Expects] = {
    FieldType.TEXT: Expects.TEXT,
    FieldType.YES_NO: Expects.YES_NO,
    FieldType.DATE: Expects.DATE,
    FieldType.AMOUNT: Expects.NUMBER,
    FieldType.PERCENT: Expects.PERCENT,
    FieldType.COUNTRY: Expects.COUNTRY,
    FieldType.ECCN: Expects.ECCN,
    FieldType.CHOICE: Expects.CHOICE,
    FieldType.OPEN_CHOICE: Expects.CHOICE,
    FieldType.ROWS: Expects.PARTIES,
}
"""What a person answers, by the type of the field."""

_KINDS = {
    FactKind.YES_NO: (Expects.YES_NO, ("yes", "no")),
    FactKind.CHOICE: (Expects.CHOICE, ("1",)),
    FactKind.DATE: (Expects.DATE, ("2019-10-10",)),
    FactKind.NUMBER: (Expects.NUMBER, ("10",)),
    FactKind.TEXT: (Expects.TEXT, ()),
    FactKind.COUNTRY: (Expects.COUNTRY, ("Germany", "CN")),
    FactKind.ECCN: (Expects.ECCN, ("3A001.a.7",)),
}


def word(
    need: Need, leaf: OpenLeaf, sale: Transaction, book: Rulebook, way: Assignment | None
) -> FactQuestion:
    """A need as a question for people. ``leaf``: where a rule reads the fact."""
    path, cite = need.path, need.cite.text
    if path in FIELDS.read_by_rules:
        return _fixed(need, sale, book, way)
    if path.startswith("facts."):
        spec = book.vocabulary[path.removeprefix("facts.")]
        expects, examples = _KINDS[spec.kind]
        choices = tuple((value, value.replace("_", " ")) for value in spec.values)
        return FactQuestion(path, need.question, need.why, spec.cite.text, expects, choices, examples, way)
    if ".dispositions[" in path:
        assert leaf.listing is not None
        entry = leaf.listing.entry
        place = f" Its address on the list: {entry.addresses[0]}." if entry.addresses else ""
        why = f"{leaf.listing.matched_name!r}: {leaf.listing.why}.{place}"
        examples = ("no: other address and owners", "yes: same address")
        return FactQuestion(path, need.question, why, cite, Expects.SAME_PARTY, (), examples, way)
    return _of_party(need, sale, way)


def _fixed(need: Need, sale: Transaction, book: Rulebook, way: Assignment | None) -> FactQuestion:
    path = need.path
    row = FIELDS.named(path)
    asked, expects = row.questions, _TYPES[row.type]
    text, examples = asked.full or need.question, asked.examples
    if sale.action in {Action.DEEMED_EXPORT, Action.DEEMED_REEXPORT}:
        text = asked.of_person or text
    if path == "item.eccn" and sale.item.eccn is not None:
        eccn = sale.item.eccn
        text = f"Which paragraph of {eccn} is it? The license requirement differs from one to another."
        examples = (f"{eccn}.a", f"{eccn}.b.1")
    if path == "destination" and sale.destination is not None:
        text = f"{need.why} {text}"
    choices = tuple(
        (value, said) for value, said in row.choices.items() if path != "end_use" or value in book.end_uses
    )
    if path == "end_use" and not book.end_uses:
        choices, expects = (), Expects.TEXT
    return FactQuestion(path, text, asked.why or need.why, need.cite.text, expects, choices, examples, way)


def _of_party(need: Need, sale: Transaction, way: Assignment | None) -> FactQuestion:
    """A question on one of the parties or their owners, which it names."""
    first, *further = map(int, re.findall(r"\[(\d+)\]", need.path))
    party = sale.parties[first]
    here: Party | Owner = party
    for number in further:
        here = (here.owners or ())[number]
    who, whose = (item.name or f"the {party.role.value.replace('_', ' ')}" for item in (party, here))
    row = FIELDS.named(need.path)
    text = (row.questions.full or need.question).format(who=who, whose=whose)
    expects, examples = _TYPES[row.type], row.questions.examples
    return FactQuestion(need.path, text, need.why, need.cite.text, expects, (), examples, way)
