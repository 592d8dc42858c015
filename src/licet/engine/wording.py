"""The interview's questions in plain words: what is asked, why, and what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from licet.engine.determination import Need
from licet.engine.needs import OpenLeaf
from licet.engine.relevance import Assignment
from licet.model.transaction import Action, Owner, Party, Transaction
from licet.rules.rulebook import Rulebook
from licet.rules.vocabulary import FactKind

__all__ = ["CHOICES", "Expects", "FactQuestion", "word"]


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


_Words = tuple[str, str, Expects, tuple[str, ...]]

_FIXED: Mapping[str, _Words] = {
    "action": (
        "What happens with the item?",
        "Each kind of movement has its own rules.",
        Expects.CHOICE,
        ("1", "export"),
    ),
    "item.eccn": (
        (
            "What is the item's export control classification number (ECCN)? The maker usually knows it. "
            "Items on no entry of the Commerce Control List are EAR99."
        ),
        "The number says for which reasons, and so for which countries, a license is needed.",
        Expects.ECCN,
        ("EAR99", "5A992.c", "3A001.a.5"),
    ),
    "item.kind": (
        "What kind of thing is it?",
        "Goods, software and know-how are covered by different rules.",
        Expects.CHOICE,
        ("1", "commodity"),
    ),
    "destination": (
        "To which country does it go in the end?",
        "License requirements depend on the country.",
        Expects.COUNTRY,
        ("Germany", "CN"),
    ),
    "parties": (
        (
            "Who receives it, and who else buys, handles or uses it? Give full legal names; the first is taken "
            "to receive it. Say what another one does before its name, and its country after it."
        ),
        "Everybody in the sale is compared with the government's lists of restricted parties.",
        Expects.PARTIES,
        ("Muster GmbH (DE)", "Muster GmbH (DE); buyer: ACME Ltd (GB); user: Beispiel AG; bank: First Bank"),
    ),
    "end_use": (
        "What will it be used for, as far as you know or suspect?",
        "Some uses and users need a license even where the item and the country do not.",
        Expects.CHOICE,
        ("1", "none_named_in_part_744"),
    ),
    "item.us_origin": (
        "Is the item of US origin, that is, made in the United States?",
        "US-origin items stay under US rules wherever they are.",
        Expects.YES_NO,
        ("yes",),
    ),
    "item.located_in_us": (
        "Is the item in the United States now, or does it pass through?",
        "Whatever is in the United States is under US rules.",
        Expects.YES_NO,
        ("no",),
    ),
    "item.controlled_us_content_pct": (
        (
            "How much of the item's value, in percent, is US content that would itself need a license to the "
            "country it goes to? 0 when there is none."
        ),
        "Above a share (mostly 25 percent, to some countries 10) foreign-made items are under US rules too.",
        Expects.PERCENT,
        ("0", "12.5"),
    ),
    "item.value_usd": (
        "What is the value of the item in US dollars?",
        "Some authorities are limited by value.",
        Expects.NUMBER,
        ("1500",),
    ),
    "item.quantity": (
        "How many are sent, in the unit of the license?",
        "A license covers so many and no more.",
        Expects.NUMBER,
        ("100",),
    ),
    "item.unit": ("In which unit is the quantity?", "A license counts in one unit.", Expects.TEXT, ("pcs",)),
    "dates.contract": ("On which day was the contract made?", "", Expects.DATE, ("2019-04-01",)),
    "dates.order": ("On which day was the order placed?", "", Expects.DATE, ("2019-04-01",)),
}

_FOR_A_PERSON: Mapping[str, str] = {
    "destination": "Of which country is the person who receives the technology a citizen or permanent "
    "resident (the most recent one)?",
    "parties": "Who receives the technology or source code? Give the person's full name, and that of the "
    "employer if there is one.",
    "item.eccn": "What is the export control classification number (ECCN) of the technology or source code? "
    "What is on no entry of the Commerce Control List is EAR99.",
}

CHOICES: Mapping[str, Mapping[str, str]] = {
    "action": {
        "export": "it is sent out of the United States",
        "reexport": "it is sent from one foreign country to another",
        "transfer_in_country": "it changes hands or use within one foreign country",
        "deemed_export": "technology or source code is shown to a foreign person in the United States",
        "deemed_reexport": "technology or source code is shown abroad to a person of a third country",
        "import": "it is brought into the United States",
        "payment": "nothing moves but money",
    },
    "item.kind": {
        "commodity": "goods, anything that can be touched",
        "software": "programs, on a carrier or downloaded",
        "technology": "know-how: drawings, data, instructions, training",
        "service": "work done for somebody, with no item",
    },
    "end_use": {
        "none_named_in_part_744": "none of the uses below is known or suspected",
        "military": "by armed forces, police or intelligence, or in military goods",
        "military_intelligence": "by a military intelligence organization",
        "nuclear": "in nuclear plants, fuel or explosives",
        "missile": "in rockets or unmanned aircraft",
        "chemical_biological_weapons": "in chemical or biological weapons, or plants for their precursors",
        "maritime_nuclear_propulsion": "in nuclear propulsion of ships",
        "supercomputer": "in a supercomputer",
        "advanced_semiconductor": "to design or make chips, or machines that make chips",
        "civil": "the older word for none of these; chip making is then asked for apart",
    },
}

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
    if path in _FIXED:
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
    text, why, expects, examples = _FIXED[path]
    if sale.action in {Action.DEEMED_EXPORT, Action.DEEMED_REEXPORT}:
        text = _FOR_A_PERSON.get(path, text)
    if path == "item.eccn" and sale.item.eccn is not None:
        eccn = sale.item.eccn
        text = f"Which paragraph of {eccn} is it? The license requirement differs from one to another."
        examples = (f"{eccn}.a", f"{eccn}.b.1")
    if path == "destination" and sale.destination is not None:
        text = f"{need.why} {text}"
    known = CHOICES.get(path, {})
    choices = tuple(
        (value, said) for value, said in known.items() if path != "end_use" or value in book.end_uses
    )
    if path == "end_use" and not book.end_uses:
        choices, expects = (), Expects.TEXT
    return FactQuestion(path, text, why or need.why, need.cite.text, expects, choices, examples, way)


def _of_party(need: Need, sale: Transaction, way: Assignment | None) -> FactQuestion:
    """A question on one of the parties or their owners, which it names."""
    _, _, name = need.path.rpartition(".")
    first, *further = map(int, re.findall(r"\[(\d+)\]", need.path))
    party = sale.parties[first]
    here: Party | Owner = party
    for number in further:
        here = (here.owners or ())[number]
    who, whose = (item.name or f"the {party.role.value.replace('_', ' ')}" for item in (party, here))
    examples: tuple[str, ...]
    if name == "percent":
        text, expects, examples = f"What share of {who} does {whose} hold?", Expects.PERCENT, ("50",)
    elif name == "name":
        text, expects, examples = f"What is the full legal name of {who}?", Expects.TEXT, ("Muster GmbH",)
    elif name == "address":
        text = f"What is the address of {who}? The one given names a place in an occupied region of Ukraine."
        expects, examples = Expects.TEXT, ("Musterweg 1, Berlin",)
    elif name == "takes_possession_as_agent":
        text = f"Does {who} take hold of the item itself, as agent, to see to its delivery?"
        expects, examples = Expects.YES_NO, ("no",)
    else:
        text, expects, examples = f"In which country is {whose}?", Expects.COUNTRY, ("Germany", "CN")
    return FactQuestion(need.path, text, need.why, need.cite.text, expects, (), examples, way)
