"""Words on the forms of acts: labels of fields, and hints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from types import MappingProxyType

from licet.presentation.words import plain

__all__ = ["HINTS", "LONG", "for_people", "label_of", "one_of"]

_LABELS = {
    "acn": "Application control number",
    "application.action": "What happens",
    "application.applied_on": "Date of the application",
    "application.not_laden": "Nothing is laden yet",
    "application.laden_on": "Laden, or gone, on",
    "application.as_a_whole": "To be decided as a whole",
    "application.special": "What Supplement 2 to part 748 asks for",
    "application.letter": "Letter of explanation",
    "application.additional": "Additional information",
    "application.emergency": "Emergency processing",
    "application.informed_in_transit": "Informed of the requirement in transit",
    "application.validity_asked": "Valid until, as wished",
    "eccn": "ECCN",
    "itn": "ITN of the export filing",
    "sha256": "File",
    "on": "On which day",
    "to": "To whom",
    "wish": "The change",
    "by": "Number of the license that replaces it",
    "reason": "Reason, for the record",
    "value": "Value in US dollars",
    "unit_price": "Price of a unit in US dollars",
    "due": "Due on",
    "due_days": "Or so many days after issue",
    "answer": "Yes or no",
    "number": "License number",
    "reservation_id": "Reservation",
    "shipment_id": "Shipment",
    "reversal_id": "Number of the reversal",
    "adjustment_id": "Adjustment",
    "pause_id": "Pause",
    "approve": "Approved",
    "short_supply": "Under a short supply control",
    "policy": "Review policy",
    "policy_cite": "Where that is written",
}
HINTS: Mapping[str, str] = MappingProxyType(
    {
        "acn": "A letter and six digits",
        "agencies": "All at once (15 CFR 750.4(c)(5))",
        "conditions": "One a line",
        "deficiencies": "One a line",
        "documents": "Files; each is kept under its SHA-256",
        "document": "A file; it is kept under its SHA-256",
        "eccn": "EAR99, or as 5A991.b",
        "facts": "One a line: its name, a colon and its value",
        "lines": "Their numbers; empty: all",
        "regulatory_basis": "One a line, such as 15 CFR 744.11(a)",
        "riders": "One a line",
        "special": "One a line: the letter of the topic in 15 CFR 748.8, a colon, the text",
        "state_holidays": "One a line",
        "statutory_basis": "One a line, such as 50 USC 4813(a)(1)",
    }
)
LONG = frozenset(
    {
        *("text", "statement", "reasons", "considerations", "modifications", "reason", "letter"),
        *("additional", "action_needed", "not_required", "end_use"),
    }
)
"""Fields that take more than a line."""


def label_of(path: str) -> str:
    """The label of a field: by its path, its name, or in the words of its name.

    >>> label_of("application.lines.eccn"), label_of("proposal.valid_until")
    ('ECCN', 'Valid until')
    """
    name = path.rpartition(".")[2]
    return _LABELS.get(path) or _LABELS.get(name) or plain(name).capitalize()


def one_of(path: str) -> str:
    """The name of one row.

    >>> one_of("application.parties"), one_of("proposal.conditions")
    ('Party', 'Condition')
    """
    word = path.rpartition(".")[2].removesuffix("s")
    return plain(f"{word[:-2]}y" if word.endswith("ie") else word).capitalize()


def for_people(said: str) -> str:
    """What an act says of itself without what is said to programs: the sentences before the first with code in it.

    >>> for_people("Set a part aside. Nothing moves yet. Refusals: ``duplicate``, ``amount``.")
    'Set a part aside. Nothing moves yet.'
    """
    sentences = re.split(r"(?<=[.)])\s+(?=[A-Z`])", said)
    return " ".join(takewhile(lambda text: "`" not in text, sentences))
