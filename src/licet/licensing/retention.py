"""Until when the records of a license are kept: 15 CFR 762.6, from the events on record.

Five years from the latest of the exports under it, any reexport or transfer that became known, and the end of the
transaction. What an agency has asked for is kept until it agrees, whatever the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from licet.licensing.license import License
from licet.rules.citation import Citation, cfr

__all__ = ["RetentionEnd", "five_years_from", "records_end"]

_LAW, _REVOKED = cfr("15 CFR 762.6(a)"), cfr("15 CFR 750.8(b)")
_YEARS = 5


@dataclass(frozen=True, slots=True)
class RetentionEnd:
    """The last day on which records must be kept, as far as is known, and the event from which it counts.

    ``final``: no further event of the license can move it; a reexport that becomes known still can (762.6(a)(2)).
    """

    until: date
    event: str
    on: date
    cite: Citation
    final: bool


def five_years_from(day: date) -> date:
    """The day five years later; of February 29, March 1 where the year has none."""
    try:
        return day.replace(year=day.year + _YEARS)
    except ValueError:
        return date(day.year + _YEARS, 3, 1)


def records_end(license_: License, known_later: Iterable[date] = ()) -> RetentionEnd:
    """Until when the records of a license are kept.

    ``known_later``: days of reexports, transfers, transshipments or diversions that became known.
    """
    events = [("issue of the license", license_.issued_on, _LAW)]
    events += [("export under it", shipment.on, _LAW) for shipment in license_.ledger.shipments.values()]
    events += [("known reexport or transfer", day, _LAW) for day in known_later]
    ended = _ends(license_)
    events += ended
    event, day, cite = max(events, key=lambda row: row[1])
    return RetentionEnd(five_years_from(day), event, day, cite, bool(ended))


def _ends(license_: License) -> list[tuple[str, date, Citation]]:
    """What ends the transactions under it: revocation, replacement, exhaustion, else its last day."""
    found = [("revocation", license_.revoked_on, _REVOKED), ("replacement", license_.replaced_on, _LAW)]
    found += [
        ("use in full", license_.exhausted_on, _LAW),
        ("last day of the license", license_.expires_on, _LAW),
    ]
    known = [(event, day, cite) for event, day, cite in found if day is not None]
    early = [row for row in known[:-1] if row[1] <= license_.expires_on]
    return early or known[-1:]
