"""What recorded decisions say of a hit: which holds for the party and the entry as they are, and until when."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from licet.facts.listing import EntryTerms, ListEntry
from licet.facts.transaction import Disposition as Judgement
from licet.facts.transaction import Owner, Party, Transaction
from licet.law.dated import Row, Timeline
from licet.law.interval import Interval
from licet.screening.dispositions import Disposition, Finding, entry_version, party_version

__all__ = ["NONE_MADE", "Decisions", "Judged", "judged", "only_from", "only_until", "version_of"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What decisions say of a hit. ``same`` None: nothing that holds.

    ``expires``: the first day on which it no longer holds. ``why``: for the explanation, before the entry's name.
    ``words``: who decided what, when and why, or why it does not hold; empty where nothing was decided.
    """

    same: bool | None = None
    expires: date | None = None
    why: str = ""
    words: str = ""


class Decisions:
    """The kept decisions, by one's own number or name of the party."""

    def __init__(self, made: Iterable[Disposition]) -> None:
        self._by_party: dict[str, list[Disposition]] = defaultdict(list)
        for one in made:
            self._by_party[one.party].append(one)

    def __bool__(self) -> bool:
        return bool(self._by_party)

    @property
    def fingerprint(self) -> str:
        """A hash of all of them, in their order."""
        return hashlib.sha256(repr(sorted(self._by_party.items())).encode()).hexdigest()

    def on(self, who: Party | Owner, known_as_of: date | None = None) -> tuple[Judgement, ...]:
        """The latest decision on a party and each entry, of those made by a day; whether it holds is seen later."""
        names = {getattr(who, "ident", None), who.name} - {None}
        made = [one for name in names for one in self._by_party.get(str(name), ())]
        early = (one for one in made if known_as_of is None or one.at.date() <= known_as_of)
        latest = {one.entry: one for one in sorted(early, key=lambda one: one.at)}
        return tuple(_judgement(latest[entry]) for entry in sorted(latest))

    def applied(self, sale: Transaction) -> Transaction:
        """The sale with the decisions on its parties and owners, after those that it states itself."""
        if not self:
            return sale
        return replace(sale, parties=tuple(self._party(party, sale.known_as_of) for party in sale.parties))

    def _party(self, party: Party, known_as_of: date | None) -> Party:
        owners = (
            None if party.owners is None else tuple(self._owner(one, known_as_of) for one in party.owners)
        )
        return replace(party, owners=owners, dispositions=self._joined(party, known_as_of))

    def _owner(self, owner: Owner, known_as_of: date | None) -> Owner:
        owners = tuple(self._owner(one, known_as_of) for one in owner.owners)
        return replace(owner, owners=owners, dispositions=self._joined(owner, known_as_of))

    def _joined(self, who: Party | Owner, known_as_of: date | None) -> tuple[Judgement, ...]:
        return tuple(dict.fromkeys((*who.dispositions, *self.on(who, known_as_of))))


NONE_MADE = Decisions(())


def _judgement(one: Disposition) -> Judgement:
    return Judgement(
        one.entry,
        one.finding is Finding.TRUE_MATCH,
        one.by,
        one.at.date(),
        one.reason,
        one.evidence,
        one.expires,
        one.party_version,
        one.entry_version,
    )


def version_of(who: Party | Owner) -> str:
    """The version of a party to which a decision is tied: what is known of it besides its role."""
    if isinstance(who, Owner):
        return party_version(who.name, who.country)
    born = None if who.date_of_birth is None else f"born {who.date_of_birth}"
    more = [*([born] if born else []), *sorted(who.identifiers)]
    return party_version(who.name or "", who.country, who.address, more)


def judged(who: Party | Owner, entry: ListEntry, equal: bool, known_as_of: date | None) -> Judged:
    """What the decisions stated with a party say of one entry.

    The latest that holds counts; where two that hold disagree, neither does. ``equal``: name and country are the
    entry's, so that only a decision which names its evidence says otherwise.
    """
    mine = [
        one
        for one in who.dispositions
        if one.entry == entry.entry_id and (known_as_of is None or one.on <= known_as_of)
    ]
    if not mine:
        return Judged()
    lapsed = {one: why for one in mine if (why := _lapsed(one, who, entry, equal))}
    holding = sorted((one for one in mine if one not in lapsed), key=lambda one: one.on)
    if not holding:
        last = max(mine, key=lambda one: one.on)
        return Judged(words=f"{_said(last, who, entry)}; it does not hold: {lapsed[last]}.")
    last = holding[-1]
    if any(one.same is not last.same for one in holding):
        words = "; ".join(_said(one, who, entry) for one in holding)
        return Judged(words=f"Decisions disagree, so that none holds: {words}.")
    verb = "is" if last.same else "is not"
    why = f"{last.by} judged on {last.on} that it {verb} the listed party ({last.why}):"
    return Judged(last.same, last.expires, why, f"{_said(last, who, entry)}{_until(last)}.")


def _lapsed(one: Judgement, who: Party | Owner, entry: ListEntry, equal: bool) -> str:
    """Why a decision does not hold; empty where it does. Its day of expiry is not looked at here."""
    if one.party_version is not None and one.party_version != version_of(who):
        return "the party has changed since"
    if one.entry_version is not None and one.entry_version != entry_version(entry):
        return "the list entry has changed since"
    if equal and not one.same and not one.evidence:
        return "name and country are those of the entry, and it names no evidence"
    return ""


def _said(one: Judgement, who: Party | Owner, entry: ListEntry) -> str:
    verb = "is" if one.same else "is not"
    evidence = f"; evidence: {', '.join(one.evidence)}" if one.evidence else ""
    return (
        f"{one.by} decided on {one.on} that {who.name!r} {verb} the listed party {entry.name!r} "
        f"({entry.list_code}, {entry.entry_id}): {one.why}{evidence}"
    )


def _until(one: Judgement) -> str:
    return "" if one.expires is None else f"; the decision expires on {one.expires}"


def only_until(entry: ListEntry, day: date) -> ListEntry:
    """The entry as if it were gone from a day on. Days before its first row stay what they are."""
    return replace(entry, terms=Timeline(entry.terms.question, _split(entry, day, gone_before=False)))


def only_from(entry: ListEntry, day: date) -> ListEntry:
    """The entry as if it were not there before a day. Days before its first row stay what they are."""
    return replace(entry, terms=Timeline(entry.terms.question, _split(entry, day, gone_before=True)))


def _split(entry: ListEntry, day: date, *, gone_before: bool) -> Iterator[Row[EntryTerms]]:
    """The rows of an entry, cut at a day, and those before it or those after it made to say: not listed.

    The first row keeps its day and citation, which say since when the party was listed.
    """
    for row in entry.terms.rows:
        start, end = row.in_force.start, row.in_force.end
        if start < day:
            before = Interval(start, day if end is None else min(end, day))
            yield replace(row, in_force=before, value=_terms(row, gone=gone_before))
        if end is None or day < end:
            yield replace(
                row, in_force=Interval(max(start, day), end), value=_terms(row, gone=not gone_before)
            )


def _terms(row: Row[EntryTerms], *, gone: bool) -> EntryTerms:
    return replace(row.value, listed=False) if gone else row.value
