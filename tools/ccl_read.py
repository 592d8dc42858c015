"""License requirements that the copy of the list does not hold, read in the regulations of 2026-09-01.

In the list some entries have no table but a sentence, and part 742 states requirements for entries whose
table does not. What was read is here with its place; what was not stays "no" in the table, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.ccl_dates import OCTOBER_2022, OCTOBER_2023, Began

__all__ = ["ADDED", "UNREAD", "Line"]


@dataclass(frozen=True)
class Line:
    """One line: for which reason, for which paragraphs (empty: the entire entry), where, and where read.

    ``first``: when it began, and ``end``: the first day on which it no longer held, where that is known.
    """

    eccn: str
    reason: str
    where: str
    source: str
    column: str = ""
    within: tuple[str, ...] = ()
    exact: bool = True
    to: tuple[str, ...] = ()
    not_to: tuple[str, ...] = ()
    known: str = "yes"
    why: str = ""
    first: Began | None = None
    end: str = ""


_LIST = "15 CFR Part 774 Supp. 1, XML of 2026-09-01"
_CC_ALL = "A license is required for ALL destinations regardless of end-use"
_KP = "A license is required to North Korea for anti-terrorism reasons; not by the Country Chart"
_SPACECRAFT = "All destinations except Australia, Canada, and the United Kingdom"
_NEW = "subject to RS1 controls; the items are those of Supplement No. 5 to part 774"
_SL = "All destinations, including Australia, Canada, and the United Kingdom"

_CHIPS = "commodities, software or technology that meet or exceed the parameters of 3A090 or 4A090"
_CHINA = ("CN", "MO")


def _before_z(eccn: str) -> Line:
    """The line of 2022 that the .z paragraphs took the place of; Macau, of January 2023, is taken from the start."""
    return Line(
        eccn, "RS", f"China and Macau, for {_CHIPS}", "general knowledge of 87 FR 62186 and 88 FR 2821",
        exact=False, to=_CHINA, first=OCTOBER_2022, end=OCTOBER_2023.day,
    )  # fmt: skip


_SPACE_2014 = Began(
    "2014-11-10", "2014-05-13", "79 FR 27417", "general knowledge of the rule that made the 9x515 series"
)
_SPACE = (
    "general knowledge: until the rules on space of October 23, 2024 paragraph .x was controlled as the rest"
)


def _space_parts(reason: str) -> Line:
    """The stricter line of 9A515.x that the lines of October 2024 took the place of."""
    return Line(
        "9A515", reason, f"{reason} Column 1, 9A515.x until October 2024", _SPACE, column=f"{reason}:1",
        within=("9A515.x",), first=_SPACE_2014, end="2024-10-23",
    )  # fmt: skip


ADDED: tuple[Line, ...] = (
    _space_parts("NS"),
    _space_parts("RS"),
    Line("0A521", "RS", _NEW, "as 0B521 and 0C521, read; 15 CFR 742.6(a)(8)", column="RS:1"),
    Line("0B521", "RS", _NEW, _LIST, column="RS:1"),
    Line("0C521", "RS", _NEW, _LIST, column="RS:1"),
    Line("0D521", "RS", _NEW, "as 0B521 and 0C521, read; 15 CFR 742.6(a)(8)", column="RS:1"),
    Line("0E521", "RS", _NEW, "as 0B521 and 0C521, read; 15 CFR 742.6(a)(8)", column="RS:1"),
    Line("0A980", "SS", "Proceed directly to part 754", _LIST,
         known="elsewhere", why="short supply: part 754"),
    Line("0A981", "CC", _CC_ALL, _LIST, to=("*",)),
    Line("0A982", "CC", "A license is required for ALL destinations, except Canada", _LIST,
         to=("*",), not_to=("CA",)),
    Line("0A983", "CC", _CC_ALL, f"{_LIST}; 15 CFR 742.11(a)", to=("*",)),
    Line("0A999", "AT", _KP, _LIST, to=("KP",)),
    Line("1C351", "CW", "All destinations, for certain forms of ricin and saxitoxin",
         "15 CFR 742.18(a)(1)", within=("1C351.d.15", "1C351.d.16"), exact=False, to=("*",)),
    Line("1C395", "CB", "States not Party to the CWC", _LIST, known="no",
         why="the list of States Parties (Supp. 2 to part 745) was not seen"),
    Line("1C395", "CW", "States not Party to the CWC, with exceptions", _LIST, known="no",
         why="the list of States Parties (Supp. 2 to part 745) was not seen"),
    Line("1C395", "AT", "A destination in Country Group E:1", _LIST, to=("E:1",)),
    Line("2A994", "AT", "A license is required to Iran and North Korea", _LIST, to=("IR", "KP")),
    Line("2A999", "AT", _KP, _LIST, to=("KP",)),
    Line("5A980", "SL", _SL, "15 CFR 742.13(a)(1), 738.3(a)(1)", to=("*",)),
    _before_z("5A992"),
    _before_z("5D992"),
    _before_z("5E992"),
    Line("5D980", "SL", _SL, "15 CFR 742.13(a)(1), 738.3(a)(1)", to=("*",)),
    Line("5E980", "SL", _SL, "15 CFR 742.13(a)(1), 738.3(a)(1)", to=("*",)),
    Line("6A992", "RS", "Iraq; not by the Country Chart", "15 CFR 742.6(a)(5)", to=("IQ",)),
    Line("9A515", "RS", _SPACECRAFT, f"license requirement note 1 of the entry ({_LIST}); 15 CFR 742.6(a)(9)",
         within=("9A515.a.1", "9A515.a.2", "9A515.a.3", "9A515.a.4", "9A515.g"),
         to=("*",), not_to=("AU", "CA", "GB")),
    Line("9E515", "RS", _SPACECRAFT, "15 CFR 742.6(a)(9)", within=("9E515.f",),
         to=("*",), not_to=("AU", "CA", "GB")),
)  # fmt: skip

# Reasons that an entry names and for which neither the copy nor the reading gives a line.
UNREAD = {
    "SS": ("elsewhere", "short supply: part 754"),
    "CW": ("no", "prose on States not Party to the CWC; their list (Supp. 2 to part 745) was not seen"),
}
