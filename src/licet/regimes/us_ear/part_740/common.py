"""What the rules on license exceptions share: the days read, what they hang on, how they are claimed.

An exception is proved only when it is claimed and all its terms are known to be met. Every exception joins the
restrictions of 15 CFR 740.2, each written once in :mod:`licet.regimes.us_ear.part_740.section_740_2`.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import CHART, by_footnote_7, by_footnote_10, names_destination
from licet.regimes.us_ear.part_740.source_notes import since_note
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Obligation, period
from licet.rules.terms import Control, Facts, f

__all__ = [
    "BELARUS",
    "CHART",
    "CHART_AND_IRAQ",
    "CHIP_EQUIPMENT",
    "COMPUTING_ABROAD",
    "CUBA",
    "MET",
    "NORTH_KOREA",
    "OCCUPIED_UKRAINE",
    "REPORT",
    "RUSSIA",
    "SYRIA",
    "TEXT",
    "anti_terrorism_only",
    "claims",
    "controlled_for",
    "no",
    "no_other_reason_than",
    "requires",
    "since_note",
    "yes",
]

TEXT = period(
    "2026-08-15",
    published="2026-08-15",
    cite="15 CFR Part 740",
    source=(
        "text of part 740 as of 2026-09-01; no rule that amends it is known to have been published after the drone"
        " rule of August 14, 2026 (91 FR 52501); earlier days are answered as not modeled"
    ),
)
"""The days for which part 740 was read: all exceptions rest on 740.2, whose source note names no amendments, so that
its first day is taken from the last rule before the text that may have amended it. A go before September 1, 2026 is
amber all the same: the sections are verified for that day (coverage.toml)."""

MET = (*CHART, "us.ear.734.9.e.1.license")
"""What every exception meets where its terms are met: what the list and the chart demand, and the license for direct
products under footnote 1 (744.11(a)(2)(i))."""

CHART_AND_IRAQ = (*MET, "us.ear.746.3")
"""746.3(c): APP, TMP, RPL, GOV, GFT, TSU, BAG, AVS and ENC meet 746.3(a)(1) to (3) for Iraq too."""

CHIP_EQUIPMENT, COMPUTING_ABROAD = "us.ear.744.23.a.4", "us.ear.744.23.a.3"
"""What the exceptions of 740.2(a)(9)(i) and (ii) meet besides (744.23(c))."""

CUBA, NORTH_KOREA, SYRIA = "us.ear.746.2", "us.ear.746.4", "us.ear.746.9"
OCCUPIED_UKRAINE = "us.ear.746.6"
"""746.6(c) names TMP for the news media, GOV, GFT, TSU of (a) and (b), BAG, AVS and MED."""
RUSSIA, BELARUS = "us.ear.746.8", "us.ear.746.8.belarus"

REPORT = Obligation(
    "report_743_1",
    "Report to BIS twice a year where 15 CFR 743.1 asks it for the item (Wassenaar reports).",
    cfr("15 CFR 743.1"),
)


def claims(symbol: str, *paragraphs: str) -> Condition:
    """That an exception is claimed; with paragraphs, that no other paragraph is."""
    claimed = words["license_exception_claimed"].is_(symbol)
    if not paragraphs:
        return claimed
    named = words["license_exception_paragraph"]
    this = named.is_(paragraphs[0]) if len(paragraphs) == 1 else named.in_(*paragraphs)
    return claimed & (~named.is_stated() | this)


def yes(name: str) -> Condition:
    """That a named fact is known to be so."""
    return words[name].is_(True)


def no(name: str) -> Condition:
    """That a named fact is known not to be so."""
    return words[name].is_(False)


def requires(c: Control) -> Condition:
    """That a reason for control demands a license for the destination, by the chart or by name."""
    charted = c.charted.is_(True) & f.destination.in_table("country_chart", c.column)
    return c.applies.is_(True) & (charted | names_destination(f, c))


def controlled_for(f: Facts, *reasons: str) -> Condition:
    """That the item is controlled for one of the reasons, whatever the destination."""
    return f.item.some_control(lambda c: c.applies.is_(True) & c.reason.in_(*reasons))


def anti_terrorism_only(f: Facts) -> Condition:
    """EAR99, or controlled for anti-terrorism reasons and for no other, whatever the destination."""
    other = f.item.some_control(lambda c: ~c.applies.is_(False) & ~c.reason.is_("AT"))
    return f.item.flag("ear99", "that the item is EAR99") | ~other


def no_other_reason_than(f: Facts, *reasons: str, spared: Condition | None = None) -> Condition:
    """That a license is required for the destination for these reasons and for no other; where ``spared`` holds,
    missile technology is none.
    """

    def stands(c: Control) -> Condition:
        other = requires(c) & ~c.reason.in_(*reasons)
        return other if spared is None else other & ~(c.reason.is_("MT") & spared)

    other = f.item.some_control(stands)
    unread = f.item.some_control(lambda c: c.applies.is_(True) & c.modeled.is_(False))
    unnamed = by_footnote_10(f) & ~f.unmodeled(
        "738.4.prose", "the reason for which footnote 10 of the chart stands"
    )
    free = ~other & ~unread & ~unnamed
    return free if "RS" in reasons else free & ~by_footnote_7(f)
