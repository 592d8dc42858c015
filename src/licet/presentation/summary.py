"""What an answer says in its first lines: the sentence with the telling reason, and until when it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from licet.engine.determination import Determination, Reason
from licet.engine.report import to_wire
from licet.engine.view import entry_state
from licet.model.listing import CONSOLIDATED, Listing
from licet.model.lists import ListsUsed
from licet.model.transaction import Owner, Party
from licet.presentation.words import ANSWERS, LIGHTS, UNDECIDED, counted, day_words, first_up, plain
from licet.rules.answer import Answer, Light

__all__ = [
    "answer_document",
    "answered_for",
    "everybody",
    "holds_words",
    "law_words",
    "light_words",
    "lists_words",
    "other_reading_words",
    "summary",
    "telling_reason",
]

_NAMED = 6
"""So many sections that were verified to the same day are named; of more, how many there are."""


def answer_document(found: Determination) -> dict[str, Any]:
    """An answer in the wire format with its sentence, as every JSON answer has it."""
    wire = to_wire(found)
    return {"answer": wire.pop("answer"), "light": wire.pop("light"), "summary": summary(found), **wire}


def lists_words(used: ListsUsed, day: date) -> str:
    """Lists that were consulted, with the day of their data; lists of other keepers each with its own."""
    age = (day - used.data_date).days
    aged = f" ({counted(age, 'day')} old on {day_words(day)})" if used.days and age >= 0 else ""
    others = [f"{code.words} {day_words(of)}" for code, of in used.days if code not in CONSOLIDATED]
    beside = f"; {', '.join(others)}" if others and any(code in CONSOLIDATED for code, _ in used.days) else ""
    number = counted(used.entries, "entry", "entries")
    return f"{first_up(used.name)}, {number}, dated {day_words(used.data_date)}{aged}{beside}"


def law_words(found: Determination) -> str:
    """The day to which the law of an answer was verified, by sections; those verified to the earliest day first."""
    if not found.verified:
        return ""
    sections = defaultdict[date, list[str]](list)
    for ground in found.verified:
        sections[ground.last if ground.first < date.max else date.min].append(ground.what)
    by_day = [f"{_verified_to(day)}: {_some(sections[day])}" for day in sorted(sections)]
    return f"{'. '.join(by_day)}."


def _verified_to(day: date) -> str:
    return "Law that was never verified" if day == date.min else f"Law verified to {day_words(day)}"


def _some(codes: Sequence[str]) -> str:
    """The first of some sections, and how many more there are."""
    more = len(codes) - _NAMED
    return ", ".join(codes[:_NAMED]) + (f" and {counted(more, 'more section')}" if more > 0 else "")


def light_words(found: Determination) -> str:
    """The light in words; an answer that is not decided says so."""
    return UNDECIDED if found.answer is Answer.UNDETERMINED else LIGHTS[found.light]


def summary(found: Determination) -> str:
    """The answer in a sentence, then why: the listed party or the rule that tells most."""
    known = found.sale.known_as_of
    read = "" if known is None else f", as known on {day_words(known)}"
    said = {
        Answer.NOT_SUBJECT: f"this is not subject to the {found.law}",
        Answer.NO_LICENSE_REQUIRED: _no_license(found),
        Answer.AUTHORIZED: f"this may go under {' and '.join(found.authority)}",
        Answer.LICENSE_REQUIRED: "a license is required",
        Answer.PROHIBITED: "this is prohibited",
        Answer.UNDETERMINED: f"it cannot be said yet whether this may go: {_missing(found)}",
    }[found.answer]
    start, why = f"On {day_words(found.sale.as_of)}{read}, {said}", telling_reason(found)
    other = other_reading_words(found)
    if why and _by_list(found) and found.answer is not Answer.UNDETERMINED:
        return " ".join(part for part in (f"{start}: {why}", other) if part)
    return " ".join(part for part in (f"{start}.", _open(found), why, other) if part)


def other_reading_words(found: Determination) -> str:
    """One sentence on the answer under the announced positions and the day on which the two part; else nothing."""
    other = found.other_reading
    if other is None:
        return ""
    says = " and ".join(note.says for note in other.notes)
    answer = ANSWERS[other.answer]
    return (
        f"That is the answer under the text in force; under {says}, the answer from {day_words(other.parts_on)} on is"
        f" another: {answer[0].lower()}{answer[1:]}."
    )


def _no_license(found: Determination) -> str:
    named = f" ({' and '.join(found.authority)})" if found.authority else ""
    return f"no license is required{named}"


def _missing(found: Determination) -> str:
    count = len(found.needs)
    if not count:
        return "Licet does not hold the law that decides it"
    return f"{counted(count, 'fact')} {'is' if count == 1 else 'are'} missing"


def _open(found: Determination) -> str:
    """What has to be done first, where the answer is a go that waits for something."""
    if found.light is not Light.AMBER or found.answer is Answer.UNDETERMINED:
        return ""
    first = next((condition.text for condition in found.conditions if condition.status == "open"), "")
    return f"Before it moves: {_closed(first)}" if first else ""


def telling_reason(found: Determination) -> str:
    """Why the answer is no go, in a sentence with its citation; nothing for a go.

    A party on a list tells more than any rule about the item, and is named with the list.
    """
    if found.answer in {Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED, Answer.NOT_SUBJECT}:
        return ""
    match = _by_list(found)
    if match is not None:
        return _listed_words(*match)
    return _closed(found.because[0].title, found.because[0]) if found.because else ""


def _by_list(found: Determination) -> tuple[Party | Owner, Listing, Reason] | None:
    """The listed party on which the answer rests, one that is certain before one that is not."""
    listed = list(_listed(found))
    rests = (
        (who, listing, reason)
        for certain in (True, None)
        for reason in found.because
        for who, listing in listed
        if listing.same_party is certain and _rests_on(reason, listing)
    )
    return next(rests, None)


def _listed_words(who: Party | Owner, listing: Listing, reason: Reason) -> str:
    name, entry = who.name or "A party", listing.entry
    owner = ", an owner," if isinstance(who, Owner) else ""
    where = entry.list_code.words
    if listing.same_party:
        other = "" if name.casefold() == entry.name.casefold() else f", as {entry.name}"
        return _closed(f"{name}{owner} is on the {where}{other}", reason)
    return _closed(f"{name}{owner} may be {entry.name}, which is on the {where}", reason)


def _closed(text: str, reason: Reason | None = None) -> str:
    """A sentence with the citation of its reason."""
    cite = f" ({reason.cites[0]})" if reason is not None and reason.cites else ""
    return f"{first_up(text.strip().rstrip('.'))}{cite}."


def _listed(found: Determination) -> Iterator[tuple[Party | Owner, Listing]]:
    """The parties and owners that stand on a list on the day asked about, or may."""
    sale = found.sale
    for who in everybody(sale.parties):
        for listing in who.listings:
            if listing.same_party is False:
                continue
            if entry_state(listing.entry, sale.as_of, sale.known_as_of)[0] is not False:
                yield who, listing


def everybody(some: Iterable[Party | Owner]) -> Iterator[Party | Owner]:
    """Parties and all their owners, layer by layer."""
    for item in some:
        yield item
        yield from everybody(item.owners or ())


def _rests_on(reason: Reason, listing: Listing) -> bool:
    """Whether a reason that applies, or is open, rests on a listing."""
    if "lifted" in reason.says and "perhaps" not in reason.says:
        return False
    return any(
        fact.truth is not False and f", {listing.entry.entry_id})" in fact.text for fact in reason.facts
    )


def holds_words(found: Determination) -> str:
    """Until when the answer holds, and what comes then."""
    if found.holds_until is None or found.then is None:
        return "With the same facts, no later day is known on which this changes."
    last, then = found.holds_until - timedelta(days=1), ANSWERS[found.then]
    if found.then is found.answer:
        return f"This holds through {day_words(last)}. Ask again from {day_words(found.holds_until)} on."
    return f"This holds through {day_words(last)}. From {day_words(found.holds_until)}: {then[0].lower()}{then[1:]}."


def answered_for(found: Determination) -> tuple[tuple[str, str], ...]:
    """The facts that the answer is for, by their names: transaction, item, parties, days."""
    sale, item = found.sale, found.sale.item
    what = [item.description, item.eccn and f"ECCN {item.eccn}", "of US origin" if item.us_origin else None]
    worth = None if item.value_usd is None else f"${item.value_usd:,}"
    listed_reasons = [
        ("Transaction", first_up(plain(sale.action.value)) if sale.action else "kind not stated"),
        ("Destination", sale.destination or "not stated"),
        ("Item", ", ".join(text for text in (*what, worth) if text) or "not stated"),
        ("Parties", "; ".join(map(_party_words, sale.parties)) or "none stated"),
        ("Transaction date", day_words(sale.as_of)),
        ("Known as of", day_words(sale.known_as_of)),
        ("End use", plain(sale.end_use or "")),
    ]
    return tuple((name, value) for name, value in listed_reasons if value)


def _party_words(party: Party) -> str:
    where = f", {party.country}" if party.country else ""
    return f"{party.name or 'not named'} ({plain(party.role.value)}{where})"
