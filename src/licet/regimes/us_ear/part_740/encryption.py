"""15 CFR 740.17: encryption items (ENC).

Which of the paragraphs applies is what the exporter claims: those of (b)(2) ask who the end user is, each in its own
way, so that none of them is tried where no paragraph is named.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import BELARUS, CHART_AND_IRAQ, RUSSIA, claims, no, since_note, yes
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Question
from licet.rules.terms import Facts

__all__ = ["PART_740_ENCRYPTION"]

PART_740_ENCRYPTION = Chapter("15 CFR Part 740, encryption")

_ANYWHERE = ("export", "reexport", "transfer_in_country")
_PARAGRAPH = words["license_exception_paragraph"]
_B2_OTHER = ("(b)(2)(i)", *(f"(b)(2)(i)({letter})" for letter in "BCDFGH"))
_B3 = (
    *("(b)(3)", "(b)(3)(i)", "(b)(3)(i)(A)", "(b)(3)(i)(B)", "(b)(3)(ii)", "(b)(3)(iii)", "(b)(3)(iii)(A)"),
    *("(b)(3)(iii)(B)", "(b)(3)(iv)"),
)
_READ = (
    *("(a)(1)", "(a)(2)", "(a)(3)", "(b)(1)", "(b)(2)(i)(A)", *_B2_OTHER, "(b)(2)(ii)", "(b)(2)(iii)"),
    *("(b)(2)(iv)(A)", "(b)(2)(iv)(B)", *_B3),
)

_SELF_CLASSIFICATION = Obligation(
    "self_classification_report",
    "Report self-classified encryption items to BIS and the ENC coordinator by 1 February of the next year.",
    cfr("15 CFR 740.17(e)(3)"),
)
_SALES_REPORT = Obligation(
    "encryption_sales_report",
    "Report exports of items of (b)(2) and (b)(3)(iii), but to Australia, Canada and the United Kingdom, to BIS and "
    "the ENC coordinator by 1 August and 1 February.",
    cfr("15 CFR 740.17(e)(1)"),
)


def _encryption(f: Facts, *actions: str) -> Condition:
    """The scope of ENC: items of the encryption ECCNs, nothing for Country Group E or its nationals."""
    return f.action.in_(*(actions or _ANYWHERE)) & f.defined(_SCOPE)


_SCOPE, _WHERE = "us.ear.740.17.scope", "us.ear.740.17.where"


@PART_740_ENCRYPTION.rule(
    _WHERE,
    Question.DEFINITION,
    cites=["15 CFR 740.17", "15 CFR 746.8(c)(2)(vi)"],
    periods=[since_note("740.17")],
)
def outside_group_e(f: Facts) -> Condition:
    """Nothing goes to Country Group E or its nationals, nor to Russia and Belarus but to firms of partner countries,
    and no restriction stands in the way.
    """
    return (
        ~f.destination_in("E:1", "E:2")
        & (f.item.kind.is_("commodity") | no("release_to_group_e_national"))
        & (~f.destination.in_("RU", "BY") | yes("partner_company_end_user"))
        & free(sanctioned=("RU", "BY"))
    )


@PART_740_ENCRYPTION.rule(
    _SCOPE, Question.DEFINITION, cites=["15 CFR 740.17", "15 CFR 740.17(f)"], periods=[since_note("740.17")]
)
def scope_of_enc(f: Facts) -> Condition:
    """The item is of an encryption ECCN, goes where ENC may go, and no use against others' systems is known."""
    encryption = f.item.flag("encryption", "that the item is of an encryption ECCN")
    return encryption & no("known_unauthorized_use") & f.defined(_WHERE)


def _in_supplement_3(f: Facts) -> Condition:
    """The end users are located or headquartered in a country of Supplement No. 3 to part 740."""
    return f.destination_in("740.S3") | yes("end_users_headquartered_in_supp_3")


def _no_government() -> Condition:
    return no("encryption_government_end_user")


def _classified(f: Facts) -> Condition:
    """BIS has classified the item or let 30 days pass; for Supplement No. 3 the request is enough."""
    return yes("enc_classified_under_paragraph") | (_in_supplement_3(f) & yes("enc_classification_requested"))


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.a.1",
    "License Exception ENC, private sector end users (15 CFR 740.17(a)(1))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(a)(1)"],
    periods=[since_note("740.17")],
    claim=claims("ENC", "(a)(1)"),
)
def private_sector(f: Facts) -> Condition:
    """Encryption items may go to private firms headquartered in a country of Supplement No. 3 for the development
    or production of new products, and from one to another of one group for other internal use.
    """
    return (yes("enc_private_sector_development") | yes("enc_related_parties")) & _encryption(f)


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.a.2",
    "License Exception ENC, US subsidiaries (15 CFR 740.17(a)(2))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(a)(2)"],
    periods=[since_note("740.17")],
    claim=claims("ENC", "(a)(2)"),
)
def us_subsidiaries(f: Facts) -> Condition:
    """Encryption items may go to US subsidiaries, wherever they are outside Country Group E, and from a US company
    and its subsidiaries to their employees, contractors and interns for internal use.
    """
    released = yes("us_company_employee") & _encryption(f, *_ANYWHERE, "deemed_export", "deemed_reexport")
    return (yes("us_subsidiary") & _encryption(f)) | released


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.a.3",
    "License Exception ENC, foreign products with US encryption (15 CFR 740.17(a)(3))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(a)(3)"],
    periods=[since_note("740.17")],
    claim=claims("ENC", "(a)(3)"),
)
def foreign_products(f: Facts) -> Condition:
    """A product made abroad with US encryption that was classified or reported, and unchanged in its cryptography,
    may be reexported and transferred.
    """
    return yes("enc_foreign_product") & _encryption(f, "reexport", "transfer_in_country")


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.b.1",
    "License Exception ENC, immediate authorization (15 CFR 740.17(b)(1))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(b)(1)"],
    periods=[since_note("740.17")],
    claim=claims("ENC", "(b)(1)"),
    obligations=[_SELF_CLASSIFICATION],
)
def self_classified(f: Facts) -> Condition:
    """Encryption items that were classified under 740.17(b)(1), and are not described in (b)(2) or (b)(3), may
    go everywhere but Country Group E.
    """
    eccn = f.item.flag("encryption_self_classified", "that the item is of 5A002.a, 5A002.z.1, 5B002 or 5D002")
    return f.action.in_(*_ANYWHERE) & eccn & yes("enc_self_classified") & f.defined(_WHERE)


def _of_b2(f: Facts) -> Condition:
    """Who may receive an item of (b)(2), by the paragraph that is claimed."""
    supplement_3, private = _in_supplement_3(f), _no_government()
    technology = f.item.kind.is_("technology")
    network = _PARAGRAPH.is_("(b)(2)(i)(A)") & (
        supplement_3 | private | yes("less_sensitive_government_end_users")
    )
    cryptographic = _PARAGRAPH.in_(*_B2_OTHER) & (supplement_3 | private)
    cryptanalytic = _PARAGRAPH.is_("(b)(2)(ii)") & private
    interface = _PARAGRAPH.is_("(b)(2)(iii)") & supplement_3
    unusual = _PARAGRAPH.is_("(b)(2)(iv)(A)") & technology & supplement_3
    other = (
        _PARAGRAPH.is_("(b)(2)(iv)(B)") & technology & (supplement_3 | (private & ~f.destination_in("D:1")))
    )
    return network | cryptographic | cryptanalytic | interface | unusual | other


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.b.2",
    "License Exception ENC, after classification (15 CFR 740.17(b)(2))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(b)(2)", "15 CFR 740.17(c)", "15 CFR 740.17(f)"],
    periods=[since_note("740.17")],
    claim=words["license_exception_claimed"].is_("ENC")
    & _PARAGRAPH.in_(*(text for text in _READ if text.startswith("(b)(2)"))),
    obligations=[_SALES_REPORT],
)
def network_and_other_items(f: Facts) -> Condition:
    """Network infrastructure, source code, customized and cryptanalytic items and encryption technology may go,
    once classified, to those end users that the paragraph names; within a country to no government.
    """
    moved = ~f.action.is_("transfer_in_country") | _no_government()
    return _of_b2(f) & _classified(f) & moved & _encryption(f)


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17.b.3",
    "License Exception ENC, components and other classified items (15 CFR 740.17(b)(3))",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17(b)(3)", "15 CFR 740.17(f)"],
    periods=[since_note("740.17")],
    claim=words["license_exception_claimed"].is_("ENC") & _PARAGRAPH.in_(*_B3),
    obligations=[_SALES_REPORT],
)
def components_and_toolkits(f: Facts) -> Condition:
    """Chips, libraries and toolkits, non-standard cryptography, forensics and cryptographic activation may go, once
    classified, to any end user, unless (b)(2) describes them.
    """
    return no("described_in_740_17_b_2") & _classified(f) & _encryption(f)


@PART_740_ENCRYPTION.authority(
    "us.ear.740.17",
    "License Exception ENC, another paragraph (15 CFR 740.17)",
    defeats=[*CHART_AND_IRAQ, RUSSIA, BELARUS],
    cites=["15 CFR 740.17"],
    periods=[since_note("740.17")],
    claim=claims("ENC") & ~_PARAGRAPH.in_(*_READ),
)
def encryption_otherwise(f: Facts) -> Condition:
    """Without the paragraph of (b)(2) or (b)(3) it is open which end users may receive the item."""
    return _encryption(f) & f.unmodeled(
        "740.17", "which paragraph of 740.17(b)(2) or (b)(3) is meant: name it"
    )
