"""Entry ids that stay the same from one snapshot to the next.

Where the list's keeper numbers its parties (the Treasury's entity number), the id is that number. Elsewhere
it is made from what does not change when an address or a requirement does: the list, the folded name, and
for the lists that stand under country headings (Entity, Unverified, Military End User) the first country.
Several entries can share that (two denial orders against one name); the first Federal Register notice tells
them apart, and an id once given is kept.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from anyascii import anyascii

from licet.model.listing import ListCode
from licet.watchlists.row import RawRow

__all__ = ["Known", "Marks", "assign_ids", "fold", "marks_of"]


class Marks(NamedTuple):
    """What an entry is known by: ``base`` id, first ``notice``, ``place`` (a hash of its first address)."""

    base: str
    notice: str
    place: str


Known = Mapping[str, Mapping[str, Marks]]
"""By base id and entry id, the marks with which the id was given last."""

_BY_COUNTRY = frozenset({ListCode.EL, ListCode.UVL, ListCode.MEU})
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 40


def fold(name: str) -> str:
    """A name without case, punctuation and compatibility forms, for telling whether two are written alike.

    >>> fold("Huawei Device Co., Ltd.") == fold("HUAWEI DEVICE CO LTD")
    True
    """
    cased = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return _NOT_WORD.sub(" ", cased).strip()


def marks_of(row: RawRow) -> Marks:
    """The marks of a row; the notice is written ``84fr22961`` and empty when the row cites none."""
    notice = row.notices[0] if row.notices else None
    cited = "" if notice is None else f"{notice.volume}fr{notice.page or ''}"
    place = hashlib.sha256(fold(row.addresses[0]).encode()).hexdigest()[:8] if row.addresses else ""
    return Marks(_base(row), cited, place)


def assign_ids(rows: Sequence[RawRow], known: Known) -> list[str]:
    """One id per row, in the rows' order; no two alike.

    An id given before goes to the row with the same marks, else to one with the same notice. A new row of a
    known base gets a new id, unless it is the only one and was.
    """
    groups: dict[str, list[tuple[Marks, int]]] = defaultdict(list)
    for position, row in enumerate(rows):
        marks = marks_of(row)
        groups[marks.base].append((marks, position))
    ids = [""] * len(rows)
    for base, members in groups.items():
        before = known.get(base, {})
        if len(members) == 1 and before.keys() <= {base}:
            ids[members[0][1]] = base
        else:
            members.sort(key=lambda member: (member[0].notice, _tie(rows[member[1]]), member[1]))
            _name_group(base, members, before, ids)
    return ids


def _name_group(
    base: str, members: Sequence[tuple[Marks, int]], before: Mapping[str, Marks], ids: list[str]
) -> None:
    left = {key: before[key] for key in sorted(before, key=lambda key: (len(key), key))}  # as they were given
    for part in (slice(None), slice(2)):  # all marks alike, then base and notice
        for marks, position in members:
            if not ids[position]:
                kept = next((key for key, old in left.items() if old[part] == marks[part]), "")
                ids[position] = kept
                left.pop(kept, None)
    taken = set(before)
    for marks, position in members:
        if not ids[position]:
            ids[position] = _fresh(base, marks.notice, taken)
            taken.add(ids[position])


def _fresh(base: str, notice: str, taken: set[str]) -> str:
    wanted = f"{base}~{notice}" if base in taken and notice else base
    number, found = 2, wanted
    while found in taken:
        found = f"{wanted}~{number}"
        number += 1
    return found


def _tie(row: RawRow) -> tuple[str, str, str]:
    return str(row.start_date or ""), str(row.end_date or ""), " ".join(row.addresses)


def _heading(row: RawRow) -> str:
    """The country heading under which the entry stands; Hong Kong and Macau stand under China.

    Since 85 FR 83765 (December 23, 2020) the supplements to part 744 list Hong Kong entries under China,
    while the Consolidated Screening List goes on giving their addresses as HK.
    """
    if row.list_code not in _BY_COUNTRY or not row.countries:
        return ""
    country = row.countries[0].lower()
    return "cn" if country in {"hk", "mo"} else country


def _base(row: RawRow) -> str:
    if row.official_id is not None:
        return f"{row.list_code}-{row.official_id}"
    country = _heading(row)
    folded = fold(row.name)
    digest = hashlib.sha256(f"{row.list_code}|{folded}|{country}".encode()).hexdigest()[:8]
    slug = _NOT_SLUG.sub("-", anyascii(folded).lower()).strip("-")[:_SLUG_LENGTH].rstrip("-")
    return "-".join(piece for piece in (row.list_code.value, slug, country, digest) if piece)
