"""The Huawei matter: savings clauses, the temporary general license and the releases that came after it.

The temporary general license stood in Supplement No. 7 to Part 744 from May 20, 2019 to August 13, 2020, in
two texts and six periods. Each period is the document that set it, published days after it took effect.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.rules import entity_list_party
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Period, period
from licet.rules.terms import Facts, Listed, f

__all__ = ["HUAWEI"]

HUAWEI = Chapter("15 CFR Part 744, the Huawei entries")
_ENTITY_LIST = "us.ear.744.11"
_SUPP_7 = "15 CFR Part 744 Supp. 7"

FIRST_TEXT = (
    period(
        "2019-05-20",
        last="2019-08-19",
        published="2019-05-22",
        cite="84 FR 23468",
        source="summaries of the rule; recited in 84 FR 43487",
    ),
)
SECOND_TEXT = (
    period(
        "2019-08-19",
        last="2019-11-18",
        published="2019-08-21",
        cite="84 FR 43487",
        source="text of the rule (document 2019-17920)",
    ),
    period(
        "2019-11-18",
        last="2020-02-16",
        published="2019-11-20",
        cite="84 FR 64018",
        source="text of the rule (document 2019-25189)",
    ),
    period(
        "2020-02-13",
        last="2020-04-01",
        published="2020-02-18",
        cite="85 FR 8722",
        source="text and abstract of the rule (document 2020-03144)",
    ),
    period(
        "2020-03-10",
        last="2020-05-15",
        published="2020-03-12",
        cite="85 FR 14416",
        source="text of the rule (document 2020-05190)",
    ),
    period(
        "2020-05-15",
        last="2020-08-13",
        published="2020-05-18",
        cite="85 FR 29610",
        source="a law firm's summary for the first day, two sources for the last",
    ),
)
REMOVED = period(
    "2020-08-17",
    published="2020-08-20",
    cite="85 FR 51596",
    source="opening of the rule: Supplement No. 7 removed",
)

_KEEP_RECORDS = Obligation(
    "keep_certification",
    "Keep the certification statement with the records and show it to BIS on request.",
    cfr("15 CFR Part 762"),
)


def _is_huawei(entry: Listed) -> Condition:
    return entry.matter.is_("huawei")


def _only_huawei_is_listed(f: Facts) -> Condition:
    """The license lifts the requirement of the Huawei entries and of no other."""
    return ~entity_list_party(f, lambda entry: ~_is_huawei(entry))


def _outside_group_e(f: Facts) -> Condition:
    """Nothing to or within a Country Group E country; nationals are asked for only when given."""
    return ~f.destination_in("E:1", "E:2")


def _common_first(f: Facts) -> Condition:
    made = words["certification_made"].is_(True)
    return _only_huawei_is_listed(f) & _outside_group_e(f) & made


def _common_second(f: Facts) -> Condition:
    obtained = words["certification_obtained"].is_(True)
    return _only_huawei_is_listed(f) & _outside_group_e(f) & obtained


def _information(f: Facts) -> Condition:
    """What is disclosed is information: technology or software, no commodity."""
    return f.item.kind.in_("technology", "software")


def _contract_in_time(f: Facts) -> Condition:
    return f.dates.contract.on_or_before("2019-05-16")


@HUAWEI.authority(
    "us.ear.744.supp7.c1",
    "Temporary general license for Huawei, (c)(1): existing networks (15 CFR Part 744 Supp. 7)",
    defeats=[_ENTITY_LIST],
    cites=[_SUPP_7],
    periods=FIRST_TEXT,
    claim=words["purpose"].is_("network_maintenance"),
    obligations=[_KEEP_RECORDS],
)
def networks_first(f: Facts) -> Condition:
    """What is needed to maintain and support a network and equipment that existed and was fully operational,
    under a contract made on or before May 16, 2019.
    """
    operational = words["network_fully_operational_on_2019_05_16"].is_(True)
    return _contract_in_time(f) & operational & _common_first(f)


@networks_first.amended(
    SECOND_TEXT, claim=words["purpose"].is_("network_maintenance"), obligations=[_KEEP_RECORDS]
)
def networks_second(f: Facts) -> Condition:
    """What is needed to maintain and support a third party's network that serves its own customers, existed
    and was fully operational, under a contract made on or before May 16, 2019; no general-purpose computing
    devices, nothing that expands capacity or functions.
    """
    operational = words["network_fully_operational_on_2019_05_16"].is_(True)
    scope = (
        words["third_party_network"].is_(True)
        & words["general_purpose_computing_device"].is_(False)
        & words["expands_capacity"].is_(False)
    )
    return _contract_in_time(f) & operational & scope & _common_second(f)


@HUAWEI.authority(
    "us.ear.744.supp7.c2",
    "Temporary general license for Huawei, (c)(2): devices of the public (15 CFR Part 744 Supp. 7)",
    defeats=[_ENTITY_LIST],
    cites=[_SUPP_7],
    periods=FIRST_TEXT,
    claim=words["purpose"].is_("device_support"),
    obligations=[_KEEP_RECORDS],
)
def devices_first(f: Facts) -> Condition:
    """Service and support of Huawei handsets available to the public on or before May 16, 2019."""
    public = words["device_available_to_public_on_2019_05_16"].is_(True)
    return words["handset"].is_(True) & public & _common_first(f)


@devices_first.amended(SECOND_TEXT, claim=words["purpose"].is_("device_support"), obligations=[_KEEP_RECORDS])
def devices_second(f: Facts) -> Condition:
    """Service and support of personal consumer electronic devices and customer premises equipment available
    to the public on or before May 16, 2019; nothing that expands functions.
    """
    public = words["device_available_to_public_on_2019_05_16"].is_(True)
    return public & words["expands_capacity"].is_(False) & _common_second(f)


@HUAWEI.authority(
    "us.ear.744.supp7.c3",
    "Temporary general license for Huawei, (c)(3): security vulnerabilities (15 CFR Part 744 Supp. 7)",
    defeats=[_ENTITY_LIST],
    cites=[_SUPP_7],
    periods=FIRST_TEXT,
    claim=words["purpose"].is_("vulnerability_disclosure"),
    obligations=[_KEEP_RECORDS],
)
def vulnerabilities_first(f: Facts) -> Condition:
    """Disclosure to Huawei of security vulnerabilities in its items, in research critical to networks,
    equipment and handsets that exist.
    """
    return _information(f) & words["security_research"].is_(True) & _common_first(f)


@vulnerabilities_first.amended(
    SECOND_TEXT, claim=words["purpose"].is_("vulnerability_disclosure"), obligations=[_KEEP_RECORDS]
)
def vulnerabilities_second(f: Facts) -> Condition:
    """Disclosure to Huawei of security vulnerabilities in its items, in research critical to networks,
    equipment and handsets that exist; certified by the listed party.
    """
    return _information(f) & words["security_research"].is_(True) & _common_second(f)


@HUAWEI.authority(
    "us.ear.744.supp7.c4",
    "Temporary general license for Huawei, (c)(4): 5G standards (15 CFR Part 744 Supp. 7)",
    defeats=[_ENTITY_LIST],
    cites=[_SUPP_7],
    periods=FIRST_TEXT,
    claim=words["purpose"].is_("standards_development"),
    obligations=[_KEEP_RECORDS],
)
def standards_first(f: Facts) -> Condition:
    """Engagement needed to develop 5G standards in a duly recognized standards body."""
    return words["recognized_standards_body"].is_(True) & _common_first(f)


_STANDARDS_GONE = period(
    "2019-08-19",
    published="2019-08-21",
    cite="84 FR 43487",
    source="text of the rule (document 2019-17920): authorization (c)(4) removed",
)
standards_first.not_in_force(_STANDARDS_GONE)
for _general_license in (networks_first, devices_first, vulnerabilities_first):
    _general_license.not_in_force(REMOVED)


def _en_route(published: str, cite: str, day: str) -> Period:
    return period(day, published=published, cite=cite, source="savings clause, as summarized and in the FAQ")


def _saved(f: Facts, cite: str, day: str) -> Condition:
    """Every listed party was placed by this document, and the goods were aboard on an order by its day."""
    placed_otherwise = entity_list_party(f, lambda entry: ~entry.placed_by.is_(cite))
    aboard = f.dates.en_route_since.on_or_before(day)
    return ~placed_otherwise & aboard & f.dates.order.on_or_before(day)


@HUAWEI.exemption(
    "us.ear.744.savings.2019_05_16",
    defeats=[_ENTITY_LIST],
    cites=["84 FR 22961"],
    periods=[_en_route("2019-05-21", "84 FR 22961", "2019-05-16")],
    claim=f.dates.en_route_since.is_stated(),
)
def savings_first_group(f: Facts) -> Condition:
    """Goods en route aboard a carrier to a port of export or reexport on May 16, 2019, on an actual order, may
    go on as they could before.
    """
    return _saved(f, "84 FR 22961", "2019-05-16")


@HUAWEI.exemption(
    "us.ear.744.savings.2019_08_19",
    defeats=[_ENTITY_LIST],
    cites=["84 FR 43493"],
    periods=[_en_route("2019-08-21", "84 FR 43493", "2019-08-19")],
    claim=f.dates.en_route_since.is_stated(),
)
def savings_second_group(f: Facts) -> Condition:
    """Goods en route aboard a carrier to a port of export or reexport on August 19, 2019 to an affiliate
    placed on that day, on an actual order, may go on as they could before.
    """
    return _saved(f, "84 FR 43493", "2019-08-19")


@HUAWEI.exemption(
    "us.ear.744.footnote2",
    defeats=[_ENTITY_LIST],
    cites=["15 CFR Part 744 Supp. 4"],
    periods=[
        period(
            "2020-08-17",
            published="2020-08-20",
            cite="85 FR 51596",
            source="footnote 2 to Supplement No. 4 as printed on 2026-09-01",
        )
    ],
    claim=words["purpose"].is_("vulnerability_disclosure"),
)
def cybersecurity_release(f: Facts) -> Condition:
    """Footnote 2: disclosure to Huawei of security vulnerabilities in its items, in research critical to a
    third party's network and equipment that are now fully operational, needs no license for its listing.
    """
    network = words["third_party_network"].is_(True) & words["network_currently_operational"].is_(True)
    return _only_huawei_is_listed(f) & _information(f) & words["security_research"].is_(True) & network


def _at_only(f: Facts) -> Condition:
    """EAR99, or controlled for anti-terrorism reasons only."""
    return ~f.item.some_control(lambda c: ~c.reason.is_("AT"))


@HUAWEI.exemption(
    "us.ear.744.standards.2020",
    defeats=[_ENTITY_LIST],
    cites=["85 FR 36719"],
    periods=[
        period(
            "2020-06-18",
            last="2022-09-08",
            published="2020-06-18",
            cite="85 FR 36719",
            source="summaries of the rule",
        )
    ],
    claim=words["purpose"].is_("standards_development"),
    verified=False,
)
def standards_release_2020(f: Facts) -> Condition:
    """Technology that is EAR99 or controlled for anti-terrorism only may be released to Huawei in a standards
    organization without a license for its listing.
    """
    released = f.item.kind.is_("technology") & words["recognized_standards_body"].is_(True)
    return _only_huawei_is_listed(f) & released & _at_only(f)


@HUAWEI.exemption(
    "us.ear.744.standards.2022",
    defeats=[_ENTITY_LIST],
    cites=["15 CFR 744.16(a)", "15 CFR 772.1"],
    periods=[
        period(
            "2022-09-09",
            last="2024-07-17",
            published="2022-09-09",
            cite="87 FR 55241",
            source="abstract of document 2022-19415",
        )
    ],
    claim=words["purpose"].is_("standards_development"),
    verified=False,
)
def standards_release_2022(f: Facts) -> Condition:
    """Technology and software that is EAR99 or controlled for anti-terrorism only may be released to any
    listed entity in a standards-related activity without a license for its listing.
    """
    released = f.item.kind.in_("technology", "software") & words["recognized_standards_body"].is_(True)
    return released & _at_only(f)


@HUAWEI.exemption(
    "us.ear.734.10.b",
    defeats=["us.ear.734.3"],
    cites=["15 CFR 734.10(b)"],
    periods=[
        period(
            "2024-07-18",
            published="2024-07-18",
            cite="89 FR 58265",
            source="text of 15 CFR 734.10(b) as of 2026-09-01",
        )
    ],
    claim=words["purpose"].is_("standards_development"),
)
def standards_not_subject(f: Facts) -> Condition:
    """Technology and software that is EAR99 or controlled for anti-terrorism only is not subject to the EAR
    when released in a standards-related activity for a standard that is published or meant to be.
    """
    released = _information(f) & words["recognized_standards_body"].is_(True)
    return released & words["standard_to_be_published"].is_(True) & _at_only(f)
