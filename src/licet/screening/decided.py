"""What recorded decisions say of a hit: which holds for the party and the entry as they are, and until when."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from licet.model.listing import EntryTerms, ListEntry
from licet.model.transaction import Disposition as Judgment
from licet.model.transaction import JudgmentStatus, Owner, Party, Transaction
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.screening.dispositions import (
    DispositionFinding,
    RecordedDisposition,
    ReviewKind,
    entry_version,
    needs_second_person,
    party_version,
)

__all__ = [
    "NOBODY",
    "NONE_MADE",
    "NOT_JUDGED",
    "DecisionScope",
    "Decisions",
    "Judged",
    "judged",
    "only_from",
    "only_until",
    "version_of",
]


@dataclass(frozen=True, slots=True)
class DecisionScope:
    """Whose decisions about hits count in an answer.

    ``organization``: the key of the one that asks; None: none is known, so that none of the recorded count.
    ``stated_count``: see :class:`Decisions`.
    """

    organization: str | None = None
    stated_count: bool = False


NOBODY = DecisionScope()


@dataclass(frozen=True, slots=True)
class Judged:
    """What decisions say of a hit. ``same`` None: nothing that holds.

    ``expires``: the first day on which it no longer holds. ``why``: for the explanation, before the entry's name.
    ``words``: who decided what, when and why, or why it does not hold; empty where nothing was decided.
    ``waits``: something was proposed that waits for review.
    """

    same: bool | None = None
    expires: date | None = None
    why: str = ""
    words: str = ""
    waits: bool = False


NOT_JUDGED = Judged()


class Decisions:
    """The recorded decisions of one organization, by its own number or name of the party.

    ``stated_count``: whether what a transaction itself states counts as well, as on a machine without accounts, which
    is one person's own. Else it is a proposal.
    """

    def __init__(self, made: Iterable[RecordedDisposition], *, stated_count: bool = False) -> None:
        self._by_party: dict[str, list[RecordedDisposition]] = defaultdict(list)
        for disposition in made:
            self._by_party[disposition.party].append(disposition)
        self._stated_count = stated_count

    def __bool__(self) -> bool:
        return bool(self._by_party)

    @property
    def fingerprint(self) -> str:
        """A hash of all of them, in their order."""
        content = repr((sorted(self._by_party.items()), self._stated_count))
        return hashlib.sha256(content.encode()).hexdigest()

    def on(self, who: Party | Owner, known_as_of: date | None = None) -> tuple[Judgment, ...]:
        """The latest decision on a party and each entry, of those made by a day; whether it holds is seen later.

        What waits for a second person stands beside it, as a proposal. What was revoked counts on no day.
        """
        names = {getattr(who, "ident", None), who.name} - {None}
        made = [disposition for name in names for disposition in self._by_party.get(str(name), ())]
        early = (
            made
            if known_as_of is None
            else [disposition for it in made if (disposition := _known(it, known_as_of))]
        )
        latest = {
            disposition.entry: disposition
            for disposition in sorted(early, key=_counts_since)
            if disposition.effective_at is not None
        }
        counted = [disposition for disposition in latest.values() if disposition.revocation is None]
        waiting = [disposition for disposition in early if disposition.waits]
        return tuple(
            map(
                _judgment,
                sorted([*counted, *waiting], key=lambda disposition: (disposition.entry, disposition.at)),
            )
        )

    def applied(self, sale: Transaction) -> Transaction:
        """The sale with the decisions on its parties and owners, after those that it states itself."""
        return replace(sale, parties=tuple(self._party(party, sale.known_as_of) for party in sale.parties))

    def _party(self, party: Party, known_as_of: date | None) -> Party:
        owners = (
            None if party.owners is None else tuple(self._owner(owner, known_as_of) for owner in party.owners)
        )
        return replace(party, owners=owners, dispositions=self._joined(party, known_as_of))

    def _owner(self, owner: Owner, known_as_of: date | None) -> Owner:
        owners = tuple(self._owner(item, known_as_of) for item in owner.owners)
        return replace(owner, owners=owners, dispositions=self._joined(owner, known_as_of))

    def _joined(self, who: Party | Owner, known_as_of: date | None) -> tuple[Judgment, ...]:
        recorded = self.on(who, known_as_of)
        if not who.dispositions:
            return recorded
        known = {_what(disposition) for disposition in recorded}
        stated = (
            self._as_stated(disposition)
            for disposition in who.dispositions
            if _what(disposition) not in known
        )
        return tuple(dict.fromkeys((*stated, *recorded)))

    def _as_stated(self, judgment: Judgment) -> Judgment:
        """A judgment of the transaction's own: no record vouches for it, whatever it says of itself."""
        proposed = judgment.status is JudgmentStatus.PROPOSED or not self._stated_count
        status = JudgmentStatus.PROPOSED if proposed else JudgmentStatus.STATED
        return replace(judgment, status=status, approved_by=None)


NONE_MADE = Decisions(())


def _what(judgment: Judgment) -> tuple[object, ...]:
    """What a judgment says, whatever vouches for it."""
    return judgment.entry, judgment.same, judgment.by, judgment.on, judgment.why


def _known(recorded_disposition: RecordedDisposition, known_as_of: date) -> RecordedDisposition | None:
    """A decision as it was known by a day, but for its revocation."""
    if recorded_disposition.at.date() > known_as_of:
        return None
    reviews = (
        it
        for it in recorded_disposition.reviews
        if it.kind is ReviewKind.REVOKED or it.at.date() <= known_as_of
    )
    return replace(recorded_disposition, reviews=tuple(reviews))


def _counts_since(recorded_disposition: RecordedDisposition) -> datetime:
    return recorded_disposition.effective_at or recorded_disposition.at


def _judgment(recorded_disposition: RecordedDisposition) -> Judgment:
    approval = recorded_disposition.approval
    return Judgment(
        recorded_disposition.entry,
        recorded_disposition.finding is DispositionFinding.TRUE_MATCH,
        recorded_disposition.by,
        recorded_disposition.at.date(),
        recorded_disposition.reason,
        recorded_disposition.evidence,
        recorded_disposition.expires,
        recorded_disposition.party_version,
        recorded_disposition.entry_version,
        recorded_disposition.matched_name or None,
        JudgmentStatus.PROPOSED if recorded_disposition.waits else JudgmentStatus.RECORDED,
        None if approval is None else approval.by,
    )


def version_of(who: Party | Owner) -> str:
    """The version of a party to which a decision is tied: what is known of it besides its role."""
    if isinstance(who, Owner):
        return party_version(who.name, who.country)
    born = None if who.date_of_birth is None else f"born {who.date_of_birth}"
    more = [*([born] if born else []), *sorted(who.identifiers)]
    return party_version(who.name or "", who.country, who.address, more)


def judged(
    who: Party | Owner, entry: ListEntry, *, equal: bool, exact: bool, known_as_of: date | None
) -> Judged:
    """What the decisions put to a party say of one entry.

    The latest that holds counts; where two that hold disagree, neither does. ``equal``: name and country are the
    entry's, so that only a decision which names its evidence says otherwise. ``exact``: the name is one of the
    entry's. What is proposed, and what would take a second person and had none, turns nothing and waits for review.
    """
    mine = [
        disposition
        for disposition in who.dispositions
        if disposition.entry == entry.entry_id and (known_as_of is None or disposition.on <= known_as_of)
    ]
    if not mine:
        return NOT_JUDGED
    waiting = [disposition for disposition in mine if _waits(disposition, entry, exact=exact)]
    said = _of_those_that_count(
        [disposition for disposition in mine if disposition not in waiting], who, entry, equal=equal
    )
    open_still = [disposition for disposition in waiting if disposition.same is not said.same]
    if not open_still:
        return said
    words = " ".join(f"{_said(disposition, who, entry)}; it waits for review." for disposition in open_still)
    return replace(said, words=f"{said.words} {words}".strip(), waits=True)


def _waits(judgment: Judgment, entry: ListEntry, *, exact: bool) -> bool:
    if judgment.status is not JudgmentStatus.RECORDED:
        return judgment.status is JudgmentStatus.PROPOSED
    finding = DispositionFinding.TRUE_MATCH if judgment.same else DispositionFinding.FALSE_POSITIVE
    return judgment.approved_by is None and needs_second_person(finding, entry, exact=exact)


def _of_those_that_count(
    mine: list[Judgment], who: Party | Owner, entry: ListEntry, *, equal: bool
) -> Judged:
    if not mine:
        return NOT_JUDGED
    lapsed = {
        disposition: why for disposition in mine if (why := _lapsed(disposition, who, entry, equal=equal))
    }
    holding = sorted(
        (disposition for disposition in mine if disposition not in lapsed),
        key=lambda disposition: disposition.on,
    )
    if not holding:
        last = max(mine, key=lambda disposition: disposition.on)
        return Judged(words=f"{_said(last, who, entry)}; it does not hold: {lapsed[last]}.")
    last = holding[-1]
    if any(disposition.same is not last.same for disposition in holding):
        words = "; ".join(_said(disposition, who, entry) for disposition in holding)
        return Judged(words=f"Decisions disagree, so that none holds: {words}.")
    verb = "is" if last.same else "is not"
    why = f"{last.by} judged on {last.on} that it {verb} the listed party ({last.why}):"
    return Judged(last.same, last.expires, why, f"{_said(last, who, entry)}{_until(last)}.")


def _lapsed(judgment: Judgment, who: Party | Owner, entry: ListEntry, *, equal: bool) -> str:
    """Why a decision does not hold; empty where it does. Its day of expiry is not looked at here."""
    if judgment.party_version is not None and judgment.party_version != version_of(who):
        return "the party has changed since"
    if judgment.entry_version is not None and judgment.entry_version != entry_version(entry):
        return "the list entry has changed since"
    if equal and not judgment.same and not judgment.evidence:
        return "name and country are those of the entry, and it names no evidence"
    return ""


def _said(judgment: Judgment, who: Party | Owner, entry: ListEntry) -> str:
    verb = "is" if judgment.same else "is not"
    evidence = f"; evidence: {', '.join(judgment.evidence)}" if judgment.evidence else ""
    compared = judgment.matched_name
    named = f", compared with its name {compared!r}" if compared and compared != entry.name else ""
    approved = f"; {judgment.approved_by} approved it" if judgment.approved_by else ""
    return (
        f"{judgment.by} {_VERBS[judgment.status]} on {judgment.on} that {who.name!r} {verb} "
        f"the listed party {entry.name!r} ({entry.list_code}, {entry.entry_id}{named}): "
        f"{judgment.why}{evidence}{approved}{_VOUCHED[judgment.status]}"
    )


_VERBS = {
    JudgmentStatus.STATED: "stated",
    JudgmentStatus.RECORDED: "decided",
    JudgmentStatus.PROPOSED: "proposed",
}
_VOUCHED = {
    JudgmentStatus.STATED: "; it stands in the transaction alone, and nobody checked whether that person may judge",
    JudgmentStatus.RECORDED: "",
    JudgmentStatus.PROPOSED: "",
}


def _until(judgment: Judgment) -> str:
    return "" if judgment.expires is None else f"; the decision expires on {judgment.expires}"


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
