"""One story of an entry from several feeds.

The Entity List comes with the Consolidated Screening List and from the eCFR, the Denied Persons List also
as a file of its own. What one feed lacks another may have, so absence closes an entry only where the feed
that now lacks it had it; and where another feed shows it again later, it is listed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.watchlists.history import Sighting, complete
from licet.watchlists.snapshot import Feed, Format

__all__ = ["ShownEntry", "merge"]

_RANK = {Feed.ECFR_EL: 0, Feed.DPL: 1, Feed.CSL: 2}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """That a snapshot of a feed was taken on a day."""

    day: date
    format: Format
    label: str


def merge(
    changes: Mapping[Feed, Sequence[Sighting]], taken: Mapping[Feed, Sequence[ShownEntry]]
) -> list[Sighting]:
    """The sightings of one entry in the order of their days, one per day, from the changes in each feed.

    ``taken``: the snapshots of each feed that cover the entry's list, in the order of their days, whether
    the entry changed in them or not.
    """
    if len(changes) == 1:
        return list(next(iter(changes.values())))
    every: list[tuple[date, int, Sighting]] = []
    for feed, seen in changes.items():
        for sighting in seen:
            every.append((sighting.day, _RANK.get(feed, len(_RANK)), sighting))
            if sighting.row is None:
                every.extend(_shown_later(sighting, feed, changes, taken))
    every.sort(key=lambda item: item[:2])
    return _one_per_day([sighting for _, _, sighting in every])


def _shown_later(
    gone: Sighting,
    feed: Feed,
    changes: Mapping[Feed, Sequence[Sighting]],
    taken: Mapping[Feed, Sequence[ShownEntry]],
) -> list[tuple[date, int, Sighting]]:
    """Where another feed still shows the entry on the day it went or later: that feed's next snapshot."""
    found = []
    for other, seen in changes.items():
        shown = next((shown for shown in taken[other] if shown.day >= gone.day), None)
        if other is feed or shown is None:
            continue
        state = next((sighting for sighting in reversed(seen) if sighting.day <= shown.day), None)
        if state is not None and state.row is not None:
            found.append(
                (
                    shown.day,
                    _RANK.get(other, len(_RANK)),
                    Sighting(shown.day, shown.format, shown.label, state.row),
                )
            )
    return found


def _one_per_day(ordered: Sequence[Sighting]) -> list[Sighting]:
    found: list[Sighting] = []
    for sighting in ordered:
        if not found or found[-1].day != sighting.day:
            found.append(sighting)
        elif sighting.row is not None:
            older = found.pop().row
            row = sighting.row if older is None else complete(older, sighting.row, sighting.format)
            found.append(replace(sighting, row=row))
    first_row = next(index for index, sighting in enumerate(found) if sighting.row is not None)
    return found[first_row:]
