"""The listed parties that a name may denote, each by the name of its entry that matched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import fuzz

from licet.model.listing import ListEntry, Listing
from licet.model.transaction import JudgmentStatus, Party, Role, Transaction
from licet.presentation.words import day_words, first_up
from licet.screening.attach import NameHit, attach
from licet.screening.forms import comparable
from licet.screening.legible import cannot_compare, well_compared
from licet.screening.party_kinds import PartyKind
from licet.screening.screener import OfKind
from licet.services.determination import Decider
from licet.web.show.letters import LetterPiece, compared

__all__ = ["EntrySide", "LookedUp", "ShownMatch", "entry_side", "looked_up", "match_words", "since_words"]

_SCRIPT = (
    "This name is not in Latin letters. These matches were found in its own script or by its sound; others may be "
    "missed. Screen the Latin name as well."
)
_LIKE = (", the listed party", ", perhaps the listed party")


@dataclass(frozen=True, slots=True)
class EntrySide:
    """An entry beside a name. ``matched``: the name of the entry that is most like it, its own or an alias.

    ``since``: since when it is listed, in words.
    """

    entry_id: str
    list_code: str
    list_name: str
    name: str
    matched: str
    countries: tuple[str, ...]
    addresses: tuple[str, ...]
    births: tuple[str, ...]
    programs: tuple[str, ...]
    identifiers: tuple[str, ...]
    since: str
    ours: tuple[LetterPiece, ...]
    theirs: tuple[LetterPiece, ...]

    @property
    def by_alias(self) -> bool:
        return self.matched != self.name


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A listed party that a name may denote, and what was judged of it.

    ``same``: an answer takes it for the listed party; ``open``: a person must look. ``waits``: what was judged
    waits for review. ``reasons``: why, in at most five short sentences.
    """

    side: EntrySide
    same: bool
    score: float
    why: str
    judged: bool | None
    waits: bool
    open: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found for a name. ``cannot``: why it cannot be found clear, in words; empty where it can.

    ``script``: that others may be missed since the name is in another script, where something was found by it.
    """

    name: str
    matches: tuple[ShownMatch, ...] = ()
    cannot: str = ""
    script: str = ""


def looked_up(
    decider: Decider,
    name: str | None,
    country: str | None,
    party: Party | None = None,
    kind: PartyKind | None = None,
) -> LookedUp:
    """The listed parties that a name may denote, best first, as an answer takes them. ``kind``: what the party is."""
    if not name:
        return LookedUp("")
    if not comparable(name):
        return LookedUp(name, (), cannot_compare(name))
    asked = replace(party or Party(Role.OTHER), name=name, country=country, owners=None)
    judged = {
        disposition.entry: disposition.same
        for disposition in asked.dispositions
        if disposition.status is not JudgmentStatus.PROPOSED
    }
    finder = _Remembering(decider.screener, kind)
    (tied,) = attach(Transaction(None, date.max, parties=(asked,)), finder).parties
    matches = tuple(_match(listing, name, judged, finder.reasons) for listing in tied.listings)
    cannot = cannot_compare(name, found=bool(matches))
    script = "" if cannot or well_compared(name) else _SCRIPT
    return LookedUp(name, matches, cannot, script)


@dataclass(frozen=True)
class _Remembering(OfKind):
    """A screener that remembers why it found each entry."""

    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        return self._remembered(super().find(name, country))

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        return self._remembered(super().find_by_facts(address, identifiers))

    def _remembered(self, hits: Sequence[NameHit]) -> Sequence[NameHit]:
        for hit in hits:
            self.reasons.setdefault(hit.entry.entry_id, hit.reasons)
        return hits


def _match(
    listing: Listing, name: str, judged: Mapping[str, bool], reasons: Mapping[str, tuple[str, ...]]
) -> ShownMatch:
    why = listing.why
    for end in _LIKE:
        why = why.removesuffix(end)
    side = entry_side(name, listing.entry, listing.listed_name)
    judgment = judged.get(side.entry_id)
    same = listing.same_party
    return ShownMatch(
        side, same is True, listing.score, why, judgment, listing.waits, same is None, reasons.get(side.entry_id, ())
    )  # fmt: skip


_SCORE = re.compile(r"is like that of \(score (\d\.\d+)\)")


def match_words(why: str) -> str:
    """Why a name may be that of an entry, as a sentence.

    >>> match_words("the name is like that of (score 0.98) in CN, not DE")
    'The name is like that of the listed party (98 of 100) in CN, not DE.'
    """
    said = _SCORE.sub(
        lambda match: f"is like that of the listed party ({float(match[1]) * 100:.0f} of 100)", why
    )
    said = re.sub(r"is that of(?! the listed)", "is that of the listed party", said)
    return first_up(said.strip().rstrip(".")) + "."


def entry_side(name: str, entry: ListEntry, matched: str = "") -> EntrySide:
    """An entry as it is shown beside a name. ``matched``: which of its names was met, where known."""
    matched = matched or _most_like(name, entry)
    ours, theirs = compared(name, matched)
    programs = entry.terms.rows[-1].value.programs if entry.terms.rows else ()
    return EntrySide(
        entry.entry_id, entry.list_code.value, entry.list_code.words, entry.name, matched, entry.countries,
        entry.addresses, entry.births, programs, entry.identifiers, since_words(entry), ours, theirs,
    )  # fmt: skip


def since_words(entry: ListEntry) -> str:
    """Since when an entry is listed, or when it was taken off, as far as its list says it."""
    rows = entry.terms.rows
    listed = next((row for row in rows if row.value.listed), None)
    if listed is None:
        return ""
    first = day_words(listed.in_force.start)
    said = first if entry.listed_since_known else f"not said; seen on {first}"
    last = rows[-1]
    over = last.in_force.start if not last.value.listed else last.in_force.end
    return f"{said}; taken off on {day_words(over)}" if over is not None else said


def _most_like(name: str, entry: ListEntry) -> str:
    """The name of an entry that is most like a name; its own where an alias is no nearer."""
    wanted = comparable(name)

    def nearness(other: str) -> tuple[bool, float]:
        text = comparable(other)
        return wanted == text, fuzz.token_sort_ratio(wanted, text)

    return max((entry.name, *(alias.name for alias in entry.aliases)), key=nearness)
