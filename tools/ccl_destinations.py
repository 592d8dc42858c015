"""Where a line of an ECCN's license requirements applies: a column of the chart, or prose read exactly.

Prose becomes two lists. ``to``: destinations by code, country groups (``D:5``) or ``*`` for all;
``not_to``: codes and groups taken out again. A destination named by its code in ``to`` is never taken out by
a group in ``not_to``: the United Arab Emirates stand by name beside groups D:1, D:4 and D:5, and are
themselves in A:5, which is excluded from those groups only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Destinations", "read_destinations"]


@dataclass(frozen=True)
class Destinations:
    """Where a line applies. ``known`` is ``yes``, ``elsewhere`` (another section decides) or ``no``.

    ``unless``: exclusions that the section cited makes and the cell does not print, as facts to be asked.
    """

    known: str
    column: str = ""
    to: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    why: str = ""


_COLUMN = re.compile(r"(?P<reason>[A-Z]{2}) Column:? ?(?P<number>\d)\.?")
_BARE_COLUMN = re.compile(r"Column (?P<number>\d)\.?")
_D5_MACAU = (
    "To or within Macau or a destination specified in Country Group D:5 of supplement no. 1 to part 740"
)
_UAE_AND_D = (
    "To or within the United Arab Emirates or destinations specified in Country Groups D:1, D:4, and D:5"
)
_AS_CLAIMED = "deemed_export"

# The prose cells of the list, each by how it begins, with what part 742 says of it (text of 2026-09-01).
_PROSE: tuple[tuple[str, Destinations], ...] = (
    ("China, Russia, or Venezuela (see § 742.6(a)(7))",
     Destinations("yes", to=("CN", "RU", "VE"), unless=("international_space_station_in_RU",))),
    ("China, Russia or Venezuela (see § 742.6(a)(7))",
     Destinations("yes", to=("CN", "RU", "VE"), unless=("international_space_station_in_RU",))),
    ("Worldwide control. See § 742.4(a)(5)",
     Destinations("yes", to=("*",), unless=("deemed_export_excluded_by_742.4(a)(5)(ii)",))),
    ("Worldwide control. See § 742.6(a)(10)",
     Destinations("yes", to=("*",), unless=("deemed_export_excluded_by_742.6(a)(10)(ii)",))),
    ("To or within any destination worldwide. See § 742.6(a)(13)",
     Destinations("yes", to=("*",), unless=("deemed_export_excluded_by_742.6(a)(13)",))),
    ("To or within any destination worldwide", Destinations("yes", to=("*",), unless=(_AS_CLAIMED,))),
    (_UAE_AND_D,
     Destinations("yes", to=("AE", "D:1", "D:4", "D:5"), not_to=("A:5", "A:6"),
                  unless=(_AS_CLAIMED, "all_consignees_and_end_users_approved_in_740_supp_8"))),
    ("To or within destinations specified in Country Groups D:1, D:4, and D:5",
     Destinations("elsewhere", why="742.6(a)(6)(iii)(A) and (B), whose lines stand beside this one")),
    ("Worldwide (see § 742.6(a)(6)(ii))",
     Destinations("elsewhere", why="by where it comes from and who made it: 742.6(a)(6)(ii)")),
    (f"{_D5_MACAU} of the EAR. See § 742.4(a)(4)",
     Destinations("yes", to=("MO", "D:5"), unless=(_AS_CLAIMED, "reexport_excluded_by_742.4(a)(4)(ii)"))),
    (f"{_D5_MACAU} of the EAR. See § 742.6(a)(6)(i)(B)",
     Destinations("yes", to=("MO", "D:5"), unless=(_AS_CLAIMED,))),
    (f"{_D5_MACAU} of the EAR. See § 742.6(a)(6)",
     Destinations("yes", to=("MO", "D:5"), unless=(_AS_CLAIMED, "reexport_excluded_by_742.6(a)(6)(i)(A)"))),
    (_D5_MACAU, Destinations("yes", to=("MO", "D:5"))),
    ("A license is required for all destinations, as specified in § 742.13", Destinations("yes", to=("*",))),
    ("A license is required for ALL destinations, except Canada",
     Destinations("yes", to=("*",), not_to=("CA",))),
    ("A license is required for ALL destinations", Destinations("yes", to=("*",))),
    ("Refer to § 742.15", Destinations("yes", to=("*",), not_to=("CA",))),
    ("See § 742.14", Destinations("yes", to=("*",), not_to=("AU", "CA", "GB"))),
    ("RS Column 1, See § 742.6(a)(3)",
     Destinations("yes", column="RS:1", unless=("not_a_reexport", "deployment_by_government_of_A:1_or_US"))),
    ("See § 742.6(a)(11)",
     Destinations("elsewhere", why="by party, not destination: footnote 5 entities, 744.11(a)(2)(v)")),
    ("See § 746.8", Destinations("elsewhere", why="Russia and Belarus: 746.8")),
    ("A license is required for CW reasons to CWC non-States Parties",
     Destinations("yes", to=("*",), not_to=("745.S2", "IL", "TW"))),
    ("N/A", Destinations("elsewhere", why="no column: 742.3(a) demands licenses by NP Columns 1 and 2 alone")),
)  # fmt: skip
_ONLY_COLUMN = {"MT": "MT:1"}
"""Reasons for control that the chart has one column for (742.5(a)): that of a cell left empty."""
_UNITED_NATIONS = re.compile(r"See § (?:746\.1|764\.1)(?:\(b\))?(?: of the EAR)? for UN controls\.?")
_BY_NAME = re.compile(
    r"A license is required for (?:items controlled by (?:this entry|paragraph \.c of this entry)"
    r"(?:, other than [^,]+,)? (?:for export or reexport )?|export or reexport of these items )"
    r"to (?P<names>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?(?: (?:or|and) [A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)?)"
    r"(?= (?:or transfer|and transfer|for )|\.|$)"
)
_NAMES = {"North Korea": "KP", "Iraq": "IQ", "Pakistan": "PK", "Iran": "IR"}


def read_destinations(reason: str, cell: str) -> Destinations:
    """What one cell of the column "Country Chart" says.

    >>> read_destinations("NS", "NS Column 1.").column
    'NS:1'
    """
    words = cell.strip()
    if not words and reason in _ONLY_COLUMN:
        return Destinations(
            "yes", column=_ONLY_COLUMN[reason], why="the cell is empty, and the chart has one column"
        )
    if match := _COLUMN.fullmatch(words):
        return Destinations("yes", column=f"{match['reason']}:{match['number']}")
    if match := _BARE_COLUMN.fullmatch(words):
        return Destinations("yes", column=f"{reason}:{match['number']}", why=f"printed as {words!r}")
    if _UNITED_NATIONS.fullmatch(words):
        return Destinations("elsewhere", why="United Nations embargoes: 746.1(b)")
    if match := _BY_NAME.match(words):
        names = re.split(r" (?:or|and) ", match["names"])
        return Destinations("yes", to=tuple(_NAMES[name] for name in names))
    for beginning, found in _PROSE:
        if words.startswith(beginning):
            return found
    return Destinations("no", why="prose that is not read")
