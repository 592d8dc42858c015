"""What the rules on license review share: for which reasons a license is required, and the days read.

A rule on review hangs on the requirements whose applications it speaks of. An application meets every policy
that applies (15 CFR 742.1(f)); which of them is the strictest, :mod:`licet.rules.policy` says.
"""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.part_738.rules import CHART
from licet.regimes.us_ear.part_740.common import requires
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Period, Question, period
from licet.rules.terms import Control, Facts, f

__all__ = [
    "CHINA",
    "PART_742_REASONS",
    "RUSSIA_BELARUS",
    "TEXT_742",
    "adversary",
    "allied",
    "amended",
    "charted",
    "firearms",
    "in_d5",
    "munitions",
    "named",
    "needed_for",
    "of_list",
    "reviews",
    "spacecraft",
    "to_india",
    "worldwide",
]

PART_742_REASONS = Chapter("15 CFR Part 742, reasons for control")

CHINA = ("CN", "HK")
"""The People's Republic of China; Hong Kong since 85 FR 83765 (2020-12-23), before every day of this chapter."""

RUSSIA_BELARUS = ("RU", "BY")

TEXT_742 = period(
    "2026-09-01",
    published="2026-09-01",
    cite="15 CFR Part 742",
    source="text of part 742 as of 2026-09-01; the section's note does not say since when",
)
"""For 742.2, 742.4 and 742.6, whose amendments the text does not name."""


def amended(day: str, cite: str) -> Period:
    """Since the last amendment that the section's own note names."""
    source = "text of part 742 as of 2026-09-01, last amended on that day by the section's note"
    return period(day, published=day, cite=cite, source=source)


_REASONS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "ns": (("NS",), "national security", "15 CFR 742.4(a)"),
    "mt": (("MT",), "missile technology", "15 CFR 742.5(a)"),
    "np": (("NP",), "nuclear nonproliferation", "15 CFR 742.3(a)"),
    "cb": (("CB",), "chemical and biological weapons", "15 CFR 742.2(a)"),
    "cc": (("CC",), "crime control", "15 CFR 742.7(a)"),
    "at": (("AT",), "anti-terrorism", "15 CFR 742.1(d)"),
    "sl": (("SL",), "surreptitious listening", "15 CFR 742.13(a)"),
    "si": (("SI",), "significant items", "15 CFR 742.14(a)"),
    "ei": (("EI",), "encryption", "15 CFR 742.15(a)"),
    "fc": (("FC",), "the firearms convention", "15 CFR 742.17(a)"),
    "cw": (("CW",), "the Chemical Weapons Convention", "15 CFR 742.18(a)"),
    "rus": (("RUS",), "the sanctions on Russian industry", "15 CFR 746.1(c)"),
    "ss": (("SS",), "short supply", "15 CFR 754.1(b)(1)"),
    "un": (("UN",), "an embargo of the United Nations", "15 CFR 746.1(b)"),
}


def _author(reasons: tuple[str, ...], words: str) -> Callable[[Facts], Condition]:
    def reason(f: Facts) -> Condition:
        return f.item.some_control(lambda c: requires(c) & c.reason.in_(*reasons))

    reason.__doc__ = f"A license is required to the destination for reasons of {words}."
    return reason


for _name, (_codes, _words, _cite) in _REASONS.items():
    PART_742_REASONS.rule(f"us.ear.742.for.{_name}", Question.DEFINITION, cites=[_cite], periods=[EAR_1996])(
        _author(_codes, _words)
    )


def needed_for(reason: str) -> Condition:
    """That a license is required to the destination for a reason."""
    return f.defined(f"us.ear.742.for.{reason}")


def _on_chart(reason: str, *columns: str) -> Callable[[Facts], Condition]:
    def line(c: Control) -> Condition:
        found = requires(c) & c.reason.is_(reason) & c.charted.is_(True)
        return found & c.column.in_(*columns) if columns else found

    def author(f: Facts) -> Condition:
        return f.item.some_control(line)

    which = f"by column {columns[0]}" if columns else f"for {reason} reasons by a column"
    author.__doc__ = f"A license is required to the destination {which} of the Country Chart."
    return author


def _by_name(*reasons: str) -> Callable[[Facts], Condition]:
    def author(f: Facts) -> Condition:
        return f.item.some_control(lambda c: requires(c) & c.reason.in_(*reasons) & c.charted.is_(False))

    which = " or ".join(reasons)
    author.__doc__ = (
        f"A license is required for {which} reasons by a line that names the destination and no column."
    )
    return author


for _name, _made, _cite in (
    ("charted.ns", _on_chart("NS"), "15 CFR 742.4(a)"),
    ("charted.rs", _on_chart("RS"), "15 CFR 742.6(a)"),
    ("charted.rs1", _on_chart("RS", "RS:1"), "15 CFR 742.6(a)(1)"),
    ("charted.rs2", _on_chart("RS", "RS:2"), "15 CFR 742.6(a)(4)"),
    ("named.ns_rs", _by_name("NS", "RS"), "15 CFR 742.4(a)"),
    ("named.rs", _by_name("RS"), "15 CFR 742.6(a)"),
):
    PART_742_REASONS.rule(f"us.ear.742.{_name}", Question.DEFINITION, cites=[_cite], periods=[EAR_1996])(
        _made
    )


def charted(f: Facts, reason: str) -> Condition:
    """That a license is required by a reason's columns of the Country Chart, or by one: NS, RS, RS1 or RS2."""
    return f.defined(f"us.ear.742.charted.{reason.lower()}")


def named(f: Facts, reason: str) -> Condition:
    """That a license is required for RS reasons, or NS_RS, by a line that names the destination and no column."""
    return f.defined(f"us.ear.742.named.{reason.lower()}")


def reviews(
    chapter: Chapter, rule_id: str, policy: str, *cites: str, since: Period = TEXT_742
) -> Callable[[Callable[[Facts], Condition]], object]:
    """A rule on the review of licenses that the Commerce Control List demands."""
    return chapter.policy(f"us.ear.{rule_id}", policy, reviews=CHART, cites=cites, periods=[since])


_PROLIFERATION = ("nuclear", "missile", "chemical_biological_weapons")


def of_list(name: str, label: str) -> Condition:
    """That the item is on a list of ECCNs."""
    return f.item.flag(name, label)


def spacecraft(f: Facts) -> Condition:
    """A 9x515 item."""
    return of_list("series_9x515", "that the item is of a 9x515 ECCN")


def munitions(f: Facts) -> Condition:
    """A 9x515 or 600 series item."""
    return spacecraft(f) | of_list("series_600", "that the item is of the 600 series")


def firearms(f: Facts) -> Condition:
    """A firearm or what goes with it."""
    return of_list("firearms_742", "that the item is of a firearms ECCN of 742.6(b)(1)(i)")


def worldwide(f: Facts) -> Condition:
    """An item that 742.4(a)(5) and 742.6(a)(10) control to every destination."""
    return named(f, "NS_RS") & of_list(
        "worldwide_742", "that the item is of an ECCN that refers to 742.4(a)(5)"
    )


def allied(f: Facts) -> Condition:
    """To Country Group A:1, A:5 or A:6."""
    return f.destination_in("A:1", "A:5", "A:6")


def adversary(f: Facts) -> Condition:
    """To Country Group D:1 or D:5."""
    return f.destination_in("D:1", "D:5")


def in_d5(f: Facts) -> Condition:
    """To Macau or Country Group D:5."""
    return f.destination_in("D:5") | f.destination.is_("MO")


def to_india(f: Facts) -> Condition:
    """To India, for no nuclear, missile, chemical or biological weapons activity."""
    return f.destination.is_("IN") & ~f.end_use.in_(*_PROLIFERATION)
