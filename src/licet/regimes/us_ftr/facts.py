"""The facts and claims that the filing rules read by name, beside those of the EAR, the ITAR and the NRC."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FTR_FACTS", "MODES"]

MODES = ("vessel", "air", "truck", "rail", "mail", "pipeline", "other")


def _stated(name: str, question: str, cite: str, label: str, kind: FactKind = FactKind.YES_NO) -> FactSpec:
    return claim(name, question, cite, label=label, kind=kind, asked=True)


FTR_FACTS: tuple[FactSpec, ...] = (
    _stated(
        "schedule_b_total_usd",
        "What do all goods of the same Schedule B number and origin come to that go from this party to that"
        " consignee on"
        " one conveyance, in US dollars?",
        "15 CFR 30.37(a)",
        "the total of the Schedule B number in the shipment",
        FactKind.NUMBER,
    ),
    _stated(
        "itn",
        "Which Internal Transaction Number did the Automated Export System return?",
        "15 CFR 30.4(b)",
        "the Internal Transaction Number",
        FactKind.TEXT,
    ),
    claim(
        "transport_mode",
        "By which means of transport do the goods leave?",
        "15 CFR 30.4(b)",
        label="the means of transport",
        values=MODES,
    ),
    _stated(
        "eei_filed_minutes_before",
        "How many minutes before the point from which the deadline runs was it filed: loading of the vessel,"
        " departure"
        " of the aircraft, arrival of the truck or train at the border, or exportation?",
        "15 CFR 30.4(b)(2)",
        "the minutes between filing and the point that counts",
        FactKind.NUMBER,
    ),
    _stated(
        "aes_unavailable",
        "Is the Government's Automated Export System itself down, and not only one's own connection?",
        "15 CFR 30.4(b)(4)",
        "that the Automated Export System is down",
    ),
    _stated(
        "postdeparture_approved",
        "Is the US principal party in interest approved to file after departure?",
        "15 CFR 30.5(c)",
        "that filing after departure is approved",
    ),
    _stated(
        "used_self_propelled_vehicle",
        "Is it a used self-propelled vehicle (19 CFR 192.1)?",
        "15 CFR 30.2(a)(1)(iv)(H)",
        "that it is a used vehicle",
    ),
    _stated(
        "household_goods",
        "Are the goods one's own household goods?",
        "15 CFR 30.38",
        "that they are household goods",
    ),
    _stated(
        "dea_permit", "Does the Drug Enforcement Administration require an export permit?", "15 CFR"
        " 30.2(a)(1)(iv)(D)",
        "that a DEA permit is needed",
    ),
    _stated(
        "other_agency_license",
        "Does another federal agency require an export license?",
        "15 CFR 30.2(a)(1)(iv)(F)",
        "that another agency's license is needed",
    ),
    _stated(
        "in_bond_transit",
        "Are the goods in transit under bond from one foreign country to another?",
        "15 CFR 30.2(d)(1)",
        "that the goods are in transit under bond",
    ),
    _stated(
        "to_guantanamo_bay",
        "Do the goods go to or from Guantanamo Bay Naval Base?",
        "15 CFR 30.2(d)(4)",
        "that they go to Guantanamo Bay Naval Base",
    ),
    _stated(
        "transships_third_country",
        "Do the goods go to Canada for storage, or through it, for a third country?",
        "15 CFR 30.36(b)",
        "that they go on from Canada to a third country",
    ),
    _stated(
        "foreign_buyer_in_us",
        "Is the foreign buyer itself in the United States when it buys or obtains the goods for export?",
        "15 CFR 30.3(b)(2)",
        "that the foreign buyer is in the United States when it buys",
    ),
    fact(
        "shipped_under_waybill",
        "Are the goods shipped under a bill of lading or an air waybill?",
        "15 CFR 30.37(b)(6)",
        label="that they are shipped under a bill of lading or air waybill",
    ),
)  # fmt: skip
