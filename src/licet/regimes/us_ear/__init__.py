"""The Export Administration Regulations, 15 CFR Parts 730-774, as far as coverage.toml says."""

from __future__ import annotations

from datetime import date
from functools import cache

from licet.model.eccn_paragraphs import Paragraphs
from licet.regimes.checked import checked_once
from licet.regimes.reading import read_coverage
from licet.regimes.us_ear.facts import EAR_FACTS
from licet.regimes.us_ear.general_facts import EVER
from licet.regimes.us_ear.huawei import HUAWEI
from licet.regimes.us_ear.later_rules import LATER_RULES
from licet.regimes.us_ear.part_734.acts import PART_734_ACTS
from licet.regimes.us_ear.part_734.direct_product import PART_734_DIRECT_PRODUCT
from licet.regimes.us_ear.part_734.release import PART_734_RELEASE
from licet.regimes.us_ear.part_734.rules import PART_734
from licet.regimes.us_ear.part_736.general_orders import GENERAL_ORDERS
from licet.regimes.us_ear.part_736.general_prohibitions import GENERAL_PROHIBITIONS
from licet.regimes.us_ear.part_736.rules import PART_736
from licet.regimes.us_ear.part_738.rules import PART_738
from licet.regimes.us_ear.part_740.rules import CHAPTERS_740
from licet.regimes.us_ear.part_742.abroad import PART_742_ABROAD
from licet.regimes.us_ear.part_742.chemicals import PART_742_CHEMICALS
from licet.regimes.us_ear.part_742.other import PART_742_OTHER
from licet.regimes.us_ear.part_742.reasons import PART_742_REASONS
from licet.regimes.us_ear.part_742.regional import PART_742_RS
from licet.regimes.us_ear.part_742.rules import PART_742
from licet.regimes.us_ear.part_742.spared import PART_742_SPARED
from licet.regimes.us_ear.part_744.chips import PART_744_CHIPS
from licet.regimes.us_ear.part_744.end_uses import PART_744_END_USES
from licet.regimes.us_ear.part_744.entity_list import PART_744_ENTITY_LIST
from licet.regimes.us_ear.part_744.facts import END_USES
from licet.regimes.us_ear.part_744.lists import PART_744_LISTS
from licet.regimes.us_ear.part_744.military import PART_744_MILITARY
from licet.regimes.us_ear.part_744.rules import PART_744
from licet.regimes.us_ear.part_746.policies import PART_746_POLICIES
from licet.regimes.us_ear.part_746.rules import PART_746
from licet.regimes.us_ear.part_746.russia import PART_746_RUSSIA
from licet.regimes.us_ear.part_748.applications import PART_748_APPLICATIONS
from licet.regimes.us_ear.part_748.rules import PART_748
from licet.regimes.us_ear.part_750.rules import PART_750
from licet.regimes.us_ear.part_754.rules import PART_754
from licet.regimes.us_ear.part_758.codes import PART_758_CODES
from licet.regimes.us_ear.part_758.rules import PART_758
from licet.regimes.us_ear.part_762.rules import PART_762
from licet.regimes.us_ear.part_774.firearms import PART_774_FIREARMS
from licet.regimes.us_ear.resolvers import resolvers
from licet.regimes.us_ear.standing import announced_lines, standing_notes
from licet.regimes.us_ear.supplements import supplement_2_lists
from licet.rules.law_files import LawFile
from licet.rules.rule import Rule
from licet.rules.rulebook import Rulebook, VerifiedSpan
from licet.rules.table import Table, read_rows, read_table

__all__ = ["CHAPTERS", "VERIFIED_TO", "ear"]

CHAPTERS = (
    PART_734,
    PART_734_ACTS,
    PART_734_DIRECT_PRODUCT,
    PART_734_RELEASE,
    PART_736,
    GENERAL_PROHIBITIONS,
    GENERAL_ORDERS,
    PART_738,
    *CHAPTERS_740,
    PART_742_REASONS,
    PART_742_ABROAD,
    PART_742_SPARED,
    PART_742_CHEMICALS,
    PART_742,
    PART_742_RS,
    PART_742_OTHER,
    PART_744,
    PART_744_ENTITY_LIST,
    PART_744_LISTS,
    PART_744_END_USES,
    PART_744_MILITARY,
    PART_744_CHIPS,
    HUAWEI,
    PART_746,
    PART_746_RUSSIA,
    PART_746_POLICIES,
    PART_748,
    PART_748_APPLICATIONS,
    PART_750,
    PART_754,
    PART_758,
    PART_758_CODES,
    PART_762,
    PART_774_FIREARMS,
    LATER_RULES,
)

VERIFIED_TO = date(2026, 9, 1)
"""The day of the newest text of law that the rulebook was held against."""

PART_746_DESTINATIONS = ("BY", "CU", "IQ", "IR", "KP", "RU", "SY")
"""The destinations of part 746 as of September 24, 2026; the occupied regions of Ukraine have no code."""

TARIFF_LISTS = frozenset({"746.S2", "746.S4", "746.S5", "746.S7"})
"""The supplements to part 746 whose tariff codes stand in a table."""

OWNERSHIP_RULES = (
    "us.ear.744.11.a.1",
    "us.ear.744.8.a.2",
    "us.ear.744.21.a.3",
    "us.ear.744.affiliates.other_lists",
)
"""The requirements of 90 FR 47201, for parties that listed owners hold half of or more."""

_HOME = LawFile("licet.regimes.us_ear")


@cache
def ear() -> Rulebook:
    """The rulebook, loaded and checked once."""
    return checked_once("us_ear", _load)


def _load(checked: str | None) -> Rulebook:
    control_rows, control_print = read_rows(_HOME / "tables" / "eccn_controls.csv")
    exception_rows, exception_print = read_rows(_HOME / "tables" / "exceptions.csv")
    list_rows, list_print = read_rows(_HOME / "tables" / "item_lists_740.csv")
    scope_rows, scope_print = read_rows(_HOME / "tables" / "item_lists_734.csv")
    review_rows, review_print = read_rows(_HOME / "tables" / "item_lists_742.csv")
    use_rows, use_print = read_rows(_HOME / "tables" / "item_lists_744.csv")
    supplement_rows, supplement_print = read_rows(_HOME / "tables" / "supp2_744.csv")
    place_rows, place_print = read_rows(_HOME / "tables" / "occupied_places.csv")
    group_rows, _ = read_rows(_HOME / "tables" / "country_groups.csv")
    ever_d1 = frozenset(row["destination"] for row in group_rows if row["group"] == "D:1")
    paragraph_rows, paragraph_print = read_rows(_HOME / "tables" / "paragraphs.csv")
    paragraphs = Paragraphs(paragraph_rows)
    lists = [*list_rows, *scope_rows, *review_rows, *use_rows, *supplement_2_lists(supplement_rows)]
    return Rulebook.load(
        "us_ear",
        _rules(),
        _tables(),
        EAR_FACTS,
        read_coverage(_HOME),
        resolvers(control_rows, exception_rows, lists, place_rows, paragraphs, ever_d1),
        verified_to=VERIFIED_TO,
        extra_fingerprints=[
            *(
                control_print,
                exception_print,
                list_print,
                scope_print,
                review_print,
                use_print,
                supplement_print,
                place_print,
                paragraph_print,
            )
        ],
        end_uses=END_USES,
        verified=_verified(),
        covers_from=date(1996, 3, 25),
        sanctioned=PART_746_DESTINATIONS,
        ownership_rules=OWNERSHIP_RULES,
        title="Export Administration Regulations",
        short="the EAR",
        no_license=("NLR",),
        standing=standing_notes(control_rows),
        announced_resolvers=resolvers(
            announced_lines(control_rows), exception_rows, lists, place_rows, paragraphs, ever_d1
        ),
        checked=checked,
    )


def _rules() -> list[Rule]:
    return [rule for chapter in CHAPTERS for rule in chapter.rules()]


def _tables() -> list[Table]:
    places, _ = read_rows(_HOME / "tables" / "destinations.csv")
    universe = frozenset(place["destination"] for place in places)
    inherits = {place["destination"]: place["inherits_from"] for place in places if place["inherits_from"]}
    chart = read_table(
        _HOME / "tables" / "country_chart.csv",
        ("destination", "column"),
        cite="15 CFR Part 738 Supp. 1",
        universe=universe,
        verified_from="2025-09-30",
        inherits=inherits,
    )
    groups = read_table(
        _HOME / "tables" / "country_groups.csv",
        ("destination", "group"),
        cite="15 CFR Part 740 Supp. 1",
        universe=universe,
        verified_from="2026-07-23",
        inherits=inherits,
    )
    footnotes = read_table(
        _HOME / "tables" / "country_footnotes.csv",
        ("destination", "footnote"),
        cite="15 CFR Part 738 Supp. 1",
        universe=universe,
        verified_from="2025-09-30",
        inherits=inherits,
    )
    exceptions = read_table(
        _HOME / "tables" / "license_exceptions.csv",
        ("symbol", "status"),
        cite="15 CFR Part 740",
        universe=frozenset(EVER),
        verified_from="1996-03-25",
        inherits={},
    )
    tariff_codes = read_table(
        _HOME / "tables" / "tariff_codes.csv",
        ("list", "code"),
        cite="15 CFR Part 746 Supp. 4",
        universe=TARIFF_LISTS,
        verified_from="2026-09-24",
        inherits={},
    )
    return [chart, groups, footnotes, exceptions, tariff_codes]


def _verified() -> dict[str, dict[str, VerifiedSpan]]:
    """The days for which the cells of each table were verified."""
    rows, _ = read_rows(_HOME / "tables" / "verified.csv")
    found: dict[str, dict[str, VerifiedSpan]] = {}
    for row in rows:
        first, last = (date.fromisoformat(row[name]) for name in ("verified_from", "verified_to"))
        found.setdefault(row["table"], {})[row["key"]] = VerifiedSpan(first, last, row["source"])
    return found
