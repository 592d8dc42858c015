"""15 CFR 742.4(a)(4)(ii), 742.6(a)(6): reexports of equipment to make chips, and of technology for advanced chips."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import names_destination
from licet.regimes.us_ear.part_740.common import no, yes
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_742_ABROAD"]

PART_742_ABROAD = Chapter("15 CFR Part 742, reexports of equipment to make chips")


@PART_742_ABROAD.exemption(
    "us.ear.742.4.a.4.ii",
    defeats=["us.ear.738.3.named"],
    cites=[
        "15 CFR 742.4(a)(4)(ii)(B)",
        "15 CFR 742.4(a)(4)(ii)(C)",
        "15 CFR 742.6(a)(6)(i)(A)(2)",
        "15 CFR Part 742 Supp. 4",
    ],
    periods=[
        period(
            "2024-12-02",
            published="2024-12-05",
            cite="89 FR 96790",
            source="742.4, 742.6 and Supplement No. 4 as of 2026-09-24; the first day from general knowledge",
        )
    ],
)
def reexports_of_chip_equipment(f: Facts) -> Condition:
    """Equipment that 734.4(a)(8) or 734.9(k) alone makes subject to the EAR may be reexported to Macau and Country
    Group D:5 from a country of Supplement No. 4 to part 742, or from one with equivalent controls, by an entity that
    is not headquartered in Macau or Country Group D:5 and has no ultimate parent there.
    """
    other = f.item.some_control(
        lambda c: c.applies.is_(True) & names_destination(f, c) & c.spares_abroad.is_(False)
    )
    country = words["reexported_from"].in_table("country_groups", "742.S4") | yes("equivalent_chip_controls")
    return (
        f.action.is_("reexport")
        & f.defined("us.ear.734.equipment_made_abroad")
        & country
        & no("reexporter_headquartered_in_d5_or_macau")
        & ~other
    )


@PART_742_ABROAD.exemption(
    "us.ear.742.6.a.3",
    defeats=["us.ear.738.4"],
    cites=["15 CFR 742.6(a)(3)"],
    periods=[
        period(
            "2024-04-19",
            published="2024-04-19",
            cite="89 FR 28600",
            source="742.6(a)(3) as of 2026-09-24; the first day from the rule that amended 744.9 alike (89 FR 28601)",
        )
    ],
)
def deployed_military_commodities(f: Facts) -> Condition:
    """Military commodities of 0A919 may be reexported in a military deployment by a unit of a government of Country
    Group A:1 or of the United States, as far as regional stability goes.
    """
    other = f.item.some_control(
        lambda c: (
            c.applies.is_(True)
            & c.charted.is_(True)
            & f.destination.in_table("country_chart", c.column)
            & ~c.reason.is_("RS")
        )
    )
    listed = f.item.flag("military_commodity", "that the item is a military commodity of 0A919")
    deployed = yes("deployed_by_unit_of_a1") | yes("deployed_by_us_unit")
    return f.action.is_("reexport") & listed & deployed & ~other


@PART_742_ABROAD.requirement(
    "us.ear.742.6.a.6.ii",
    cites=["15 CFR 742.6(a)(6)(ii)", "15 CFR 734.9(h)(1)(i)(B)(1)"],
    periods=[
        period(
            "2023-11-17",
            published="2023-10-25",
            cite="88 FR 73458",
            source="742.6(a)(6)(ii) as of 2026-09-24; the first day from general knowledge",
        )
    ],
    policy="as 15 CFR 742.6(b)(10) says",
)
def chip_technology_from_macau_and_d5(f: Facts) -> Condition:
    """Technology of 3E001 for advanced chips that an entity of Macau or Country Group D:5 developed needs a license
    from there to every destination outside Country Groups A:5 and A:6.
    """
    listed = f.item.flag("chip_technology", "that the item is of 3E001")
    origin = words["reexported_from"].is_("MO") | words["reexported_from"].in_table("country_groups", "D:5")
    made = yes("chip_technology_made_in_d5_or_macau")
    return f.action.is_("reexport") & listed & origin & ~f.destination_in("A:5", "A:6") & made
