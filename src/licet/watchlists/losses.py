"""What a new file of a list takes away from its last good state, party by party.

A party may leave a list for a reason that the law gives: an order ran out, a notice took it off, it stands under
another name. What has no such reason may as well be a damaged file, and a party that is read as gone is a party
that one may sell to. So whatever could make an answer milder and is not explained by the file itself is a problem,
which a person settles who was shown the names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from licet.model.listing import ListCode
from licet.watchlists.history import complete, same_terms
from licet.watchlists.identity import fold
from licet.watchlists.row import RawRow
from licet.watchlists.rows import parts
from licet.watchlists.snapshot import Format, ProblemKind, SnapshotProblem

__all__ = ["losses"]

_SLIGHT = 3
_SLIGHT_SHARE = 0.01


class _ChainPair(NamedTuple):
    """A party before, and the rows that may be it now.

    Several entries may bear one name, and two formats tell them apart in different ways: then what one of them
    lost and another has is not lost.
    """

    old: RawRow
    new: Sequence[RawRow]


def losses(
    before: Mapping[str, RawRow],
    now: Mapping[str, RawRow],
    new_format: Format,
    day: date,
    covered: Mapping[ListCode, int],
) -> Iterator[SnapshotProblem]:
    """What is lost without an explanation, list by list.

    ``before``, ``now``: rows by entry id, those that differ. ``covered``: the lists of which the new file has rows,
    each with how many entries it had; of other lists nothing follows. ``day``: that of the new file.
    """
    renamed = _renamed(before, now)
    for code, whole in covered.items():
        old = {key: row for key, row in before.items() if row.list_code is code}
        gone = [row for key, row in old.items() if key not in now and key not in renamed]
        namesakes = _namesakes(code, now)
        pairs = [
            _ChainPair(row, [complete(row, other, new_format) for other in (new, *namesakes[fold(row.name)])])
            for key, row in old.items()
            if (new := now.get(key) or renamed.get(key)) is not None
        ]
        yield from _gone(code, [row for row in gone if not _ran_out(row, day)])
        yield from _changes(code, pairs, whole)


def _namesakes(code: ListCode, rows: Mapping[str, RawRow]) -> Mapping[str, list[RawRow]]:
    found: dict[str, list[RawRow]] = defaultdict(list)
    for row in rows.values():
        if row.list_code is code and row.official_id is None:
            found[fold(row.name)].append(row)
    return found


def _ran_out(row: RawRow, day: date) -> bool:
    return row.end_date is not None and row.end_date < day


def _renamed(before: Mapping[str, RawRow], now: Mapping[str, RawRow]) -> dict[str, RawRow]:
    """The parties that stand under another id and still bear their name, by the old id."""
    gone = {key: row for key, row in before.items() if key not in now}
    if not gone:
        return {}
    bearers: dict[tuple[ListCode, str], list[RawRow]] = defaultdict(list)
    for key, row in now.items():
        if key not in before:
            for name in _names(row):
                bearers[row.list_code, name].append(row)
    found = {}
    for key, row in gone.items():
        rows = bearers.get((row.list_code, fold(row.name)), [])
        same = [other for other in rows if other.notices == row.notices]
        if same or rows:
            found[key] = (same or rows)[0]
    return found


def _names(row: RawRow) -> dict[str, str]:
    """Every name of a row as printed, by its folded form; some formats keep several in one, parted by semicolons."""
    printed = (*(alias.name for alias in row.aliases), row.name)
    return {fold(name): name for names in printed for name in parts(names)}


def _gone(code: ListCode, rows: Collection[RawRow]) -> Iterator[SnapshotProblem]:
    if rows:
        words = (
            f"{_count(len(rows), 'party is', 'parties are')} no longer in the file and nothing in it says why"
        )
        yield SnapshotProblem(ProblemKind.GONE_UNEXPLAINED, words, code, names=_shown(rows))


def _changes(code: ListCode, pairs: Collection[_ChainPair], whole: int) -> Iterator[SnapshotProblem]:
    lost = [(pair.old, gone) for pair in pairs if (gone := _lost_names(pair))]
    if lost:
        count = sum(len(names) for _, names in lost)
        words = f"{_count(count, 'name is', 'names are')} lost of {_count(len(lost), 'party', 'parties')}"
        names = tuple(f"{row.name}: {', '.join(gone)}" for row, gone in lost)
        yield SnapshotProblem(ProblemKind.LOST_NAMES, words, code, names=names)
    for what, values in _DECIDING.items():
        found = [pair.old for pair in pairs if _lacks(values, pair)]
        if found:
            words = f"{_count(len(found), 'party has', 'parties have')} lost {what}"
            yield SnapshotProblem(ProblemKind.LOST_FACTS, words, code, names=_shown(found))
    milder = [pair.old for pair in pairs if _milder(pair)]
    if milder:
        words = f"the terms of {_count(len(milder), 'party', 'parties')} changed and no new notice is cited"
        yield SnapshotProblem(ProblemKind.CHANGED_UNEXPLAINED, words, code, names=_shown(milder))
    slight = max(_SLIGHT, int(whole * _SLIGHT_SHARE))
    for what, values in _BESIDE.items():
        found = [pair.old for pair in pairs if _lacks(values, pair)]
        if len(found) > slight:
            words = f"{len(found)} parties have lost {what}; {slight} would pass"
            yield SnapshotProblem(ProblemKind.LOST_FACTS, words, code, names=_shown(found))


def _lost_names(pair: _ChainPair) -> list[str]:
    left = {name for row in pair.new for name in _names(row)}
    return [name for folded, name in _names(pair.old).items() if folded not in left]


_Values = Callable[[RawRow], Iterable[object]]
# What an answer can hang on: of these a single loss counts.
_DECIDING: dict[str, _Values] = {
    "countries": lambda row: row.countries,
    "programs": lambda row: row.programs,
    "notices": lambda row: ((notice.volume, notice.page) for notice in row.notices),
}
# What tells a party from a namesake: of these the lists lose a few every week.
_BESIDE: dict[str, _Values] = {
    "addresses": lambda row: map(fold, row.addresses),
    "identifiers": lambda row: map(fold, row.ids),
    "dates of birth": lambda row: parts(dict(row.extras).get("dates_of_birth")),
    "their type": lambda row: filter(None, (row.kind,)),
    "their first day": lambda row: filter(None, (row.start_date,)),
}


def _lacks(values: _Values, pair: _ChainPair) -> bool:
    return not set(values(pair.old)) <= {value for row in pair.new for value in values(row)}


def _milder(pair: _ChainPair) -> bool:
    """Whether what is demanded changed, or ends earlier, and no notice is cited that was not before."""
    return all(_is_milder(pair.old, new) for new in pair.new)


def _is_milder(old: RawRow, new: RawRow) -> bool:
    if not set(new.notices) <= set(old.notices):
        return False
    ends_earlier = new.end_date is not None and (old.end_date is None or new.end_date < old.end_date)
    begins_later = None not in (old.start_date, new.start_date) and new.start_date > old.start_date  # type: ignore[operator]
    return ends_earlier or begins_later or not same_terms(old, new)


def _shown(rows: Iterable[RawRow]) -> tuple[str, ...]:
    return tuple(f"{row.name} ({', '.join(row.countries)})" if row.countries else row.name for row in rows)


def _count(number: int, value: str, many: str) -> str:
    return f"{number} {value if number == 1 else many}"
