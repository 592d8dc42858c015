"""License requirements that the copy of the list does not hold, read in the regulations of 2026-09-01.

In the list some entries have no table but a sentence, and part 742 states requirements for entries whose
table does not. What was read is here with its place; what was not stays "no" in the table, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.ccl_dates import OCTOBER_2022, OCTOBER_2023, Began

__all__ = ["ADDED", "Line"]


@dataclass(frozen=True)
class Line:
    """One line: for which reason, for which paragraphs (empty: the entire entry), where, and where read.

    ``first``: when it began, and ``end``: the first day on which it no longer held, where that is known.
    ``words``: what it covers, where that is not the paragraphs. ``unless``: as of
    :class:`tools.ccl_destinations.Destinations`. ``test``: what decides besides paragraphs
    (:mod:`licet.regimes.us_ear.line_tests`).
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
    unless: tuple[str, ...] = ()
    words: str = ""
    test: str = ""


_LIST = "15 CFR Part 774 Supp. 1, XML of 2026-09-01"
_CC_ALL = "A license is required for ALL destinations regardless of end-use"
_KP = "A license is required to North Korea for anti-terrorism reasons; not by the Country Chart"
_SPACECRAFT = "All destinations except Australia, Canada, and the United Kingdom"
_NEW = "subject to RS1 controls; the items are those of Supplement No. 5 to part 774"
_SL = "All destinations, including Australia, Canada, and the United Kingdom"

_CHIPS = "commodities, software or technology that meet or exceed the parameters of 3A090 or 4A090"
_CHINA = ("CN", "MO")
_CWC = "15 CFR 742.18(a)(2) and the entry, read in the eCFR of 2026-09-24"
_NOT_PARTIES = "States not Party to the CWC (destinations not in Supplement No. 2 to part 745)"
_E1 = "A destination in Country Group E:1"
_PARTIES = "745.S2"
_SHORT = "Export to all destinations, including Australia, Canada and the United Kingdom"
_NORTH_KOREA = "15 CFR 742.19(a)(1), read in the eCFR of 2026-09-24"
_CHIPS_WORLDWIDE = "15 CFR 742.6(a)(6)(iii)(A), read in the eCFR of 2026-09-24"
_CHIPS_GROUPS = "15 CFR 742.6(a)(6)(iii)(B), read in the eCFR of 2026-09-24"


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
    Line("0A980", "SS", f"{_SHORT}, where they go by sea", "15 CFR 754.5(a)", to=("*",), test="fact:exported_by_sea"),
    Line("0A981", "CC", _CC_ALL, _LIST, to=("*",)),
    Line("0A982", "CC", "A license is required for ALL destinations, except Canada", _LIST,
         to=("*",), not_to=("CA",)),
    Line("0A983", "CC", _CC_ALL, f"{_LIST}; 15 CFR 742.11(a)", to=("*",)),
    Line("0A999", "AT", _KP, _LIST, to=("KP",)),
    Line("1C351", "CW", "All destinations, for certain forms of ricin and saxitoxin",
         "15 CFR 742.18(a)(1)", within=("1C351.d.15", "1C351.d.16"), exact=False, to=("*",)),
    Line("1A999", "AT", _KP, _NORTH_KOREA, to=("KP",)),
    *(
        Line(eccn, "CW", _NOT_PARTIES, _CWC, within=within, to=("*",), not_to=(_PARTIES,))
        for eccn, within in (
            ("1C350", ("1C350.b",)), ("1C350", ("1C350.c",)), ("1C355", ("1C355.a",)), ("1C355", ("1C355.b",)),
            ("1C395", ()),
        )
    ),
    *(
        Line(eccn, "SS", f"{_SHORT}, for products of the Naval Petroleum Reserves", "15 CFR 754.3(a)", to=("*",),
             test="fact:from_naval_petroleum_reserves")
        for eccn in ("1C980", "1C982", "1C983", "1C984")
    ),
    Line("1C988", "SS", _SHORT, "15 CFR 754.4(a)", to=("*",)),
    Line("1C350", "AT", _E1, _CWC, to=("E:1",)),
    Line("1C355", "AT", _E1, _CWC, to=("E:1",)),
    Line("1C395", "CB", _NOT_PARTIES, _CWC, to=("*",), not_to=(_PARTIES,)),
    Line("1C395", "AT", _E1, _LIST, to=("E:1",)),
    Line("1D999", "AT", _KP, _NORTH_KOREA, to=("KP",)),
    Line("2A994", "AT", "A license is required to Iran and North Korea", _LIST, to=("IR", "KP")),
    Line("2D994", "AT", "Iran and North Korea", f"15 CFR 746.7(a)(1)(i); {_NORTH_KOREA}", to=("IR", "KP")),
    Line("2E994", "AT", "Iran and North Korea", f"15 CFR 746.7(a)(1)(i); {_NORTH_KOREA}", to=("IR", "KP")),
    Line("2A999", "AT", _KP, _LIST, to=("KP",)),
    Line("5A980", "SL", _SL, "15 CFR 742.13(a)(1), 738.3(a)(1)", to=("*",)),
    Line("3E001", "RS", "To or within any destination worldwide", _CHIPS_WORLDWIDE, exact=False, to=("*",),
         unless=("deemed_export",),
         words="RS applies to “technology” for items controlled by 3A001.z.1.a, z.2.a, z.3.a, z.4.a, or 3A090.a"),
    Line("3E001", "RS", "To or within the United Arab Emirates or destinations in Country Groups D:1, D:4 and D:5, "
         "but for those of A:5 or A:6", _CHIPS_GROUPS, exact=False, to=("AE", "D:1", "D:4", "D:5"),
         not_to=("A:5", "A:6"), unless=("deemed_export", "all_consignees_and_end_users_approved_in_740_supp_8"),
         words="RS applies to “technology” for items controlled by 3A001.z.1.b, z.2.b, z.3.b, z.4.b, or 3A090.b"),
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
