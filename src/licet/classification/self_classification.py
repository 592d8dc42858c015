"""The annual self-classification report for encryption items (Supplement No. 8 to part 742), as the CSV demanded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from licet.errors import LicetError

__all__ = [
    "HEADER",
    "ITEM_TYPES",
    "ReportError",
    "ReportLine",
    "Submitter",
    "report",
    "report_due",
]

HEADER = (
    "PRODUCT NAME", "MODEL NUMBER", "MANUFACTURER", "ECCN", "AUTHORIZATION TYPE", "ITEM TYPE", "SUBMITTER NAME",
    "TELEPHONE NUMBER", "E-MAIL ADDRESS", "MAILING ADDRESS", "NON-U.S. COMPONENTS",
    "NON-U.S. MANUFACTURING LOCATIONS",
)  # fmt: skip
"""The first line of the file, "without alteration or variation" (paragraph (b)(3))."""
_ECCNS = ("5A002", "5B002", "5D002", "5A992", "5D992")
_AUTHORIZATIONS = ("ENC", "MMKT", "OTHER")
_SHORT, _LONG = 50, 250
ITEM_TYPES = (
    "Access point", "Cellular", "Computer or computing platforms", "Computer forensics", "Cryptographic accelerator",
    "Data backup and recovery", "Database", "Disk/drive encryption", "Distributed computing", "Email communications",
    "Fax communications", "File encryption", "Firewall", "Gateway", "Intrusion detection", "Identity management",
    "Key exchange", "Key management", "Key storage", "Link encryption", "Local area networking (LAN)",
    "Metropolitan area networking (MAN)", "Mobility and mobile applications n.e.s.", "Modem", "Multimedia n.e.s.",
    "Network convergence or infrastructure n.e.s.", "Network forensics", "Network intelligence",
    "Network or systems management (OAM/OAM&P)", "Network security monitoring",
    "Network vulnerability and penetration testing", "Operating system", "Optical networking", "Radio communications",
    "Router", "Satellite communications", "Short range wireless n.e.s.", "Storage Area Networking (SAN)",
    "3G/4G/5G/LTE/WiMAX", "Trusted computing", "Videoconferencing", "Virtual private networking (VPN)",
    "Voice communications n.e.s.", "Voice over Internet Protocol (VoIP)", "Wide Area Networking (WAN)",
    "Wireless Local Area Networking (WLAN)", "Wireless Personal Area Networking (WPAN)", "Test equipment n.e.s.",
    "Other",
)  # fmt: skip
"""The item types of paragraph (a)(6); after "Other" it is to be said what."""


class ReportError(LicetError, ValueError):
    """Entries that the supplement does not allow: ``problems`` names each with its line and column."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One product. ``manufacturer``: SELF where the submitter makes it."""

    name: str
    eccn: str
    authorization: str
    item_type: str
    model: str = "N/A"
    manufacturer: str = "SELF"


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submits; the same in every line. ``locations``: where outside the US the products are made, or NONE."""

    name: str
    telephone: str
    email: str
    address: str
    foreign_components: str
    locations: str = "NONE"


def report(lines: Iterable[ReportLine], submitter: Submitter) -> str:
    """The file. Raises ReportError with every entry that is not allowed; a comma becomes a blank."""
    rows: list[tuple[str, ...]] = [HEADER]
    problems: list[str] = []
    for number, line in enumerate(lines, 2):
        base = line.eccn.partition(".")[0]
        row = (
            line.name, line.model, line.manufacturer, base, line.authorization, line.item_type, submitter.name,
            submitter.telephone, submitter.email, submitter.address, submitter.foreign_components,
            submitter.locations,
        )  # fmt: skip
        plain = tuple(" ".join(cell.replace(",", " ").split()) for cell in row)
        rows.append(plain)
        problems += [f"line {number}, {problem}" for problem in _problems(plain)]
    if problems:
        raise ReportError(problems)
    return "".join(",".join(row) + "\r\n" for row in rows)


def _problems(row: Sequence[str]) -> list[str]:
    problems = [
        f"{name}: empty; write NONE or N/A" for name, cell in zip(HEADER, row, strict=True) if not cell
    ]
    limits = (*[_SHORT] * 10, _LONG, _LONG)
    problems += [
        f"{name}: {len(cell)} characters; at most {limit}"
        for name, cell, limit in zip(HEADER, row, limits, strict=True)
        if len(cell) > limit and name != "ITEM TYPE"
    ]
    if row[3] not in _ECCNS:
        problems.append(f"ECCN: {row[3]!r}; expected {', '.join(_ECCNS)}")
    if row[4] not in _AUTHORIZATIONS:
        problems.append(f"AUTHORIZATION TYPE: {row[4]!r}; expected {', '.join(_AUTHORIZATIONS)}")
    if row[5] == "Other" or (row[5] not in ITEM_TYPES and not row[5].startswith("Other ")):
        problems.append(f"ITEM TYPE: {row[5]!r}; expected one of paragraph (a)(6), or Other and what it is")
    if row[10] not in {"YES", "NO", "N/A"}:
        problems.append(f"NON-U.S. COMPONENTS: {row[10]!r}; expected YES, NO or N/A")
    return problems


def report_due(year: int) -> date:
    """The day by which the report on a calendar year is due: February 1 of the next (15 CFR 740.17(e)(3))."""
    return date(year + 1, 2, 1)
