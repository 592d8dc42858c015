"""From what the snapshots showed of one party to a :class:`~licet.model.listing.ListEntry` with its dates.

The rules, each for a reason found in the real files:

- A snapshot proves what stood on the list on its day. The first day comes from ``start_date``; for the
  Entity List and the Military End User List else from the first dated Federal Register citation (in the
  real lists it is the effective day or follows it within days). Else it is unknown: the entry holds from
  the snapshot's day, and earlier days are unknown, not clear.
- ``start_date`` is sometimes the day of a later revision. Where the first citation is clearly older, the
  days before ``start_date`` are unknown too.
- A citation's volume bounds the first day from below only for the lists whose rules take effect on
  publication (Entity, Unverified, Military End User). Denial orders and nonproliferation sanctions are
  often published in a later year than the one in which they took effect.
- A printed last day is inclusive. A party that a later snapshot of the same feed lacks is off the list from
  that snapshot's day; absence from another feed's file proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.watchlists.ecfr import CUT_AT
from licet.watchlists.notices import ListNotice
from licet.watchlists.registry import LEGAL_BASIS
from licet.watchlists.row import RawRow
from licet.watchlists.rows import parts
from licet.watchlists.snapshot import Format

__all__ = ["Sighting", "complete", "entry_of", "same_terms"]

_EFFECTIVE_WHEN_PUBLISHED = frozenset({ListCode.EL, ListCode.UVL, ListCode.MEU})
_DATED_BY_NOTICE = frozenset({ListCode.EL, ListCode.MEU})
_BEFORE_PUBLICATION = timedelta(days=31)  # 84 FR 22961 took effect 5 days before it was printed
_CLEARLY_OLDER = timedelta(days=90)  # between print and effect; more is an earlier notice
_BARE = re.compile(r"[^0-9a-z]+")
_CARRIED = ("aliases", "kind", "countries", "addresses", "programs", "notices_text", "start_date", "end_date",
            "standard_order", "requirement", "policy", "remarks", "ids", "urls", "extras")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one snapshot shows of an entry: its row, or None when the entry is gone from its feed.

    ``day``: the snapshot's data date. ``label``: the snapshot in words, for the ``source`` of a row.
    """

    day: date
    format: Format
    label: str
    row: RawRow | None


def entry_of(entry_id: str, sightings: Sequence[Sighting]) -> ListEntry:
    """The entry that the sightings of one id tell, in the order of their days; the first has a row.

    Terms are compared from sighting to sighting: a changed requirement, policy, footnote, program or last
    day opens a new row from the day of the snapshot that shows it. What a format has no place for is carried
    over from the sighting before. Its names are those of the last sighting in each feed, for an older file of
    another feed may be adopted under a newer day; where the last row gives no country, address, birth or
    identifier, the last row of another feed speaks.
    """
    whole = _carried(sightings)
    last = next(seen.row for seen in reversed(whole) if seen.row is not None)
    rows = [last, *_latest(whole)]
    opening = _Opening.of(whole)
    return ListEntry(
        entry_id=entry_id,
        list_code=last.list_code,
        name=last.name,
        aliases=_aliases(last, rows[1:]),
        countries=next(filter(None, (row.countries for row in rows)), ()),
        addresses=next(filter(None, (row.addresses for row in rows)), ()),
        kind=last.kind,
        terms=Timeline(entry_id, _rows(whole, opening)),
        cites=tuple(filter(None, (notice.citation for notice in last.notices))),
        source=whole[-1].label,
        listed_since_known=opening.known,
        not_before=opening.not_before,
        births=next(filter(None, (parts(dict(row.extras).get("dates_of_birth")) for row in rows)), ()),
        identifiers=next(filter(None, (row.ids for row in rows)), ()),
    )


def _latest(sightings: Sequence[Sighting]) -> list[RawRow]:
    """The last row of each feed that still lists the party, the feed seen last before the others."""
    latest = {seen.format.feed: seen for seen in sightings}
    ordered = sorted(latest.values(), key=lambda seen: seen.day, reverse=True)
    return [seen.row for seen in ordered if seen.row is not None]


def _aliases(last: RawRow, others: Sequence[RawRow]) -> tuple[Alias, ...]:
    """The aliases of the last row, then the names that only another feed gives: a shorter file takes none away.

    An alias is weak only where every feed that gives it calls it weak.
    """
    found = {alias.name.casefold(): alias for alias in last.aliases}
    for row in others:
        for alias in (Alias(row.name), *row.aliases):
            key = alias.name.casefold()
            if key not in found or not alias.weak:
                found[key] = replace(found.get(key, alias), weak=alias.weak)
    own = {alias.name for alias in last.aliases}
    return tuple(alias for key, alias in found.items() if key != last.name.casefold() or alias.name in own)


def _carried(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The sightings, each completed by what its format cannot say and a neighbour says, the earlier first."""
    forward = _filled(sightings, complete)
    return _filled(forward[::-1], _complete_terms)[::-1]


def _filled(
    sightings: Sequence[Sighting], fill: Callable[[RawRow, RawRow, Format], RawRow]
) -> list[Sighting]:
    found: list[Sighting] = []
    neighbour: RawRow | None = None
    for seen in sightings:
        if seen.row is not None and neighbour is not None:
            found.append(replace(seen, row=_unexpired(fill(neighbour, seen.row, seen.format), seen)))
        else:
            found.append(seen)
        neighbour = found[-1].row or neighbour
    return found


def _unexpired(row: RawRow, seen: Sighting) -> RawRow:
    """A last day taken from another snapshot cannot stand when the entry is still listed after it."""
    if row.end_date is None or row.end_date >= seen.day or seen.format.states("end_date"):
        return row
    return replace(row, end_date=None)


def complete(old: RawRow, new: RawRow, new_format: Format) -> RawRow:
    """A newer row with what its format has no place for taken from an older row of the same entry."""
    missing = {name: getattr(old, name) for name in _CARRIED if not new_format.states(name)}
    if _is_cut(new.requirement) and (old.requirement or "").startswith(
        (new.requirement or "")[: CUT_AT - 10]
    ):
        missing["requirement"] = old.requirement
    if old.notices_text and any(notice.day is None for notice in new.notices):
        again = (new.notices_text or "") in old.notices_text
        missing["notices_text"] = old.notices_text if again else f"{old.notices_text}; {new.notices_text}"
    return replace(new, **missing) if missing else new


def _complete_terms(newer: RawRow, older: RawRow, older_format: Format) -> RawRow:
    """An older row whose format has no place for a term: the newer row's term is the best that is known."""
    missing = {
        name: getattr(newer, name)
        for name in ("policy", "programs", "standard_order")
        if not older_format.states(name) and not getattr(older, name)
    }
    return replace(older, **missing) if missing else older


def _is_cut(requirement: str | None) -> bool:
    return requirement is not None and len(requirement) >= CUT_AT and requirement.endswith(("...", "…"))


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first day of an entry, whether it is known to be the first, and since when it could be read."""

    start: date
    known: bool
    not_before: date | None
    published_on: date
    words: str
    notice: ListNotice | None

    @classmethod
    def of(cls, whole: Sequence[Sighting]) -> _Opening:
        seen = whole[0]
        assert seen.row is not None, "an entry begins with a sighting"
        rows = [sighting.row for sighting in whole if sighting.row is not None]
        start = next((row.start_date for row in rows if row.start_date is not None), None)
        if start is not None and start <= seen.day:
            return cls._stated(start, rows[-1], seen.day)
        return cls._from_notice(rows[-1], seen.day)

    @classmethod
    def _stated(cls, start: date, row: RawRow, seen: date) -> _Opening:
        """The row says since when; an older notice shows that it was listed before in another form."""
        current = [notice for notice in row.notices if notice.not_later_than >= start - _CLEARLY_OLDER]
        notice = current[0] if current else None
        older = len(current) < len(row.notices)
        not_before = _floor(row.list_code, row.notices[0]) if older else None
        published, how = _published(notice, seen)
        words = "start_date, but an older notice is cited" if older else "start_date"
        return cls(start, not older, not_before, published, f"first day: {words}; {how}", notice)

    @classmethod
    def _from_notice(cls, row: RawRow, seen: date) -> _Opening:
        notice = row.notices[0] if row.notices else None
        published, how = _published(notice, seen)
        day = None if notice is None else notice.day
        if day is not None and day <= seen and row.list_code in _DATED_BY_NOTICE:
            words = f"first day: that of the first notice; {how}"
            return cls(day, False, day - _BEFORE_PUBLICATION, published, words, notice)
        words = f"first day: not known, seen on {seen}; {how}"
        return cls(seen, False, _floor(row.list_code, notice), published, words, notice)


def _floor(code: ListCode, notice: ListNotice | None) -> date | None:
    """A day before which the entry was not there: the first of the volume's year, where that is sound."""
    if notice is None or code not in _EFFECTIVE_WHEN_PUBLISHED:
        return None
    return date(notice.year, 1, 1)


def _published(notice: ListNotice | None, seen: date) -> tuple[date, str]:
    if notice is not None and notice.day is not None and notice.day <= seen:
        return notice.day, "published: the notice's day"
    if notice is not None and notice.not_later_than <= seen:
        return (
            notice.not_later_than,
            f"published: in {notice.year} (volume {notice.volume}), the day is not stated",
        )
    return seen, "published: not stated, at the latest on the snapshot's day"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on which a row held, and since when that could be read."""

    start: date
    end: date | None
    published_on: date
    row: RawRow
    label: str
    notice: ListNotice | None


def _rows(whole: Sequence[Sighting], opening: _Opening) -> Iterator[Row[EntryTerms]]:
    stretch: _Stretch | None = None
    gone = False
    for seen in whole:
        if seen.row is None:
            if stretch is not None and not gone and (stretch.end is None or seen.day < stretch.end):
                yield _removal(stretch.row, seen.day, seen.day, f"no longer in {seen.label}")
            gone = True
            continue
        following = _following(stretch, seen, opening, gone=gone)
        gone = False
        if following is not None:
            stretch = following
            yield from _listed(stretch)


def _following(before: _Stretch | None, seen: Sighting, opening: _Opening, *, gone: bool) -> _Stretch | None:
    """The stretch that a sighting opens; None when it says nothing new."""
    row = seen.row
    assert row is not None
    end = None if row.end_date is None else row.end_date + timedelta(days=1)
    if before is None:
        later = row.notices[-1:] != ((opening.notice,) if opening.notice is not None else ())
        words = f"; terms as printed on {seen.day}, a later notice is cited" if later else ""
        label = f"{seen.label}; {opening.words}{words}"
        return _Stretch(opening.start, end, opening.published_on, row, label, opening.notice)
    if not gone and same_terms(before.row, row) and before.end == end:
        return None
    start = seen.day
    if row.start_date is not None and row.start_date != before.row.start_date and row.start_date < start:
        start = row.start_date
    if before.end is not None and not gone and before.end < start and _continued(before, row, start):
        start = before.end
    if end is not None and end <= start:
        start = min(start, row.start_date or start)
    notice = row.notices[-1] if row.notices else None
    return _Stretch(start, end, seen.day, row, f"{seen.label}; new terms since the snapshot before", notice)


def _continued(before: _Stretch, row: RawRow, start: date) -> bool:
    """Whether an order that had run out went on: the same first day, or a notice of the days between.

    A temporary denial order is renewed every 180 days and the list shows the last renewal only; each renewal
    is cited. To read such days as free would be a wrong "go".
    """
    assert before.end is not None
    if row.start_date == before.row.start_date:
        return True
    return any(
        notice.not_later_than >= before.end - timedelta(days=31)
        and (notice.day or date(notice.year, 1, 1)) <= start
        for notice in row.notices
    )


def _listed(stretch: _Stretch) -> Iterator[Row[EntryTerms]]:
    row = stretch.row
    if stretch.end is None or stretch.end > stretch.start:
        yield Row(
            Interval(stretch.start, stretch.end),
            stretch.published_on,
            _terms(row),
            _cite(stretch),
            stretch.label,
        )
    if stretch.end is not None:
        first_free = max(stretch.end, stretch.start)
        yield _removal(row, first_free, stretch.published_on, f"{stretch.label}; last day {row.end_date}")


def _removal(row: RawRow, day: date, published_on: date, source: str) -> Row[EntryTerms]:
    return Row(Interval(day), published_on, EntryTerms(listed=False), LEGAL_BASIS[row.list_code], source)


def _terms(row: RawRow) -> EntryTerms:
    return EntryTerms(
        requirement=row.requirement,
        policy=row.policy,
        footnotes=row.footnotes,
        programs=row.programs,
        standard_order=row.standard_order,
    )


def same_terms(raw_row: RawRow, other: RawRow) -> bool:
    """Whether two rows demand the same, letter by letter (the feeds differ in blanks and punctuation)."""
    return _bare(_terms(raw_row)) == _bare(_terms(other))


def _bare(terms: EntryTerms) -> EntryTerms:
    return replace(terms, requirement=_letters(terms.requirement), policy=_letters(terms.policy))


def _letters(text: str | None) -> str:
    return _BARE.sub("", (text or "").lower())


def _cite(stretch: _Stretch) -> Citation:
    """The notice that opened the stretch; where none is cited by page, the list itself."""
    cited = None if stretch.notice is None else stretch.notice.citation
    return LEGAL_BASIS[stretch.row.list_code] if cited is None else cited
