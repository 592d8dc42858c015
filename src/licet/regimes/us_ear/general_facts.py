"""Facts and claims that the rules of several parts read."""

from __future__ import annotations

from licet.rules.vocabulary import Cited, FactKind, FactSpec, claim, fact

__all__ = ["EVER", "GENERAL", "SECTIONS"]

SECTIONS = (
    ("740.3", ("LVS",)),
    ("740.4", ("GBS",)),
    ("740.5", ("SPP", "CIV")),
    ("740.6", ("TSR",)),
    ("740.7", ("APP", "CTP")),
    ("740.8", ("NAC", "ACA", "KMI")),
    ("740.9", ("TMP",)),
    ("740.10", ("RPL",)),
    ("740.11", ("GOV",)),
    ("740.12", ("GFT",)),
    ("740.13", ("TSU",)),
    ("740.14", ("BAG",)),
    ("740.15", ("AVS",)),
    ("740.16", ("APR",)),
    ("740.17", ("ENC",)),
    ("740.18", ("AGR",)),
    ("740.19", ("CCD",)),
    ("740.20", ("STA",)),
    ("740.21", ("SCP",)),
    ("740.22", ("ACE",)),
    ("740.23", ("MED",)),
    ("740.24", ("IEC",)),
    ("740.25", ("HBM",)),
    ("740.26", ("RFF",)),
    ("740.27", ("AIA",)),
    ("740.28", ("ACM",)),
    ("740.29", ("LPP",)),
    ("754.4", ("WRC",)),
)
"""The exceptions of each section of part 740 (eCFR of 2026-09-24), and those that stood there before: CIV until 2020,
CTP until 2006 and KMI until 1996 from general knowledge. A section that had several asks for the symbol."""

EVER = tuple(symbol for _, symbols in SECTIONS for symbol in symbols)
"""Every symbol that has stood since 1996, as far as known; license_exceptions.csv has their days."""


_ENC_B = (
    *("(b)(1)", "(b)(2)(i)", *(f"(b)(2)(i)({letter})" for letter in "ABCDFGH"), "(b)(2)(ii)", "(b)(2)(iii)"),
    *("(b)(2)(iv)(A)", "(b)(2)(iv)(B)", "(b)(3)", "(b)(3)(i)", "(b)(3)(i)(A)", "(b)(3)(i)(B)", "(b)(3)(ii)"),
    *("(b)(3)(iii)", "(b)(3)(iii)(A)", "(b)(3)(iii)(B)", "(b)(3)(iv)"),
)
_GOV_B = (
    *("(b)(2)(i)", "(b)(2)(ii)", "(b)(2)(iii)", *(f"(b)(2)(iii)({letter})" for letter in "ABCDE")),
    *("(b)(2)(iv)", "(b)(2)(v)", "(b)(2)(vi)", "(b)(2)(vii)"),
)

PARAGRAPHS = (
    ("APR", ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(h)", "(j)")),
    (
        "AVS",
        (
            *("(a)", "(a)(1)", "(a)(2)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(4)"),
            *("(b)", "(b)(1)", "(b)(2)", "(b)(2)(i)", "(b)(2)(ii)", "(b)(3)"),
            *("(c)", "(c)(1)", "(c)(2)", "(d)", "(d)(1)", "(d)(2)", "(d)(4)", "(e)", "(f)"),
        ),
    ),
    ("BAG", ("(e)", "(g)", "(h)")),
    ("ENC", ("(a)(1)", "(a)(2)", "(a)(3)", *_ENC_B)),
    ("GFT", ("(a)", "(b)")),
    (
        "GOV",
        ("(a)", "(a)(1)", *_GOV_B, "(c)", "(c)(2)(i)", "(c)(2)(ii)", "(c)(2)(iii)", "(d)", "(d)(1)", "(e)"),
    ),
    ("RPL", ("(a)", "(b)(2)", "(b)(3)")),
    (
        "SCP",
        (
            *("(b)", "(b)(1)", "(b)(2)", "(c)", "(c)(1)", "(c)(2)", "(c)(3)"),
            *("(d)", "(d)(1)", "(d)(2)", "(d)(3)", "(d)(4)", "(e)", "(e)(1)"),
            *("(f)", "(f)(1)", "(f)(2)", "(f)(3)", "(f)(4)", "(f)(5)"),
        ),
    ),
    ("STA", ("(c)(1)", "(c)(2)")),
    (
        "TMP",
        (
            *(f"(a)({number})" for number in range(1, 12)),
            *(f"(b)({number})" for number in range(1, 6)),
            "(c)",
        ),
    ),
    ("TSU", ("(a)", "(b)", "(c)", "(d)", "(f)", "(g)")),
)
"""The paragraphs of part 740 that its rules tell apart."""

SCOPES = (("GOV", ("(b)(1)",)), ("RPL", ("(b)(1)", "(b)(4)")), ("SCP", ("(a)",)))
"""Paragraphs that introduce or bind those that follow or precede them: a claim of one is a claim of the section."""

PURPOSES = (
    "network_maintenance",
    "device_support",
    "vulnerability_disclosure",
    "standards_development",
    "new_sale",
)

_TGL = "15 CFR Part 744 Supp. 7"

GENERAL: tuple[FactSpec, ...] = (
    claim(
        "purpose",
        "For what is it sent? A purpose claims the authority that goes with it.",
        _TGL,
        label="the purpose",
        values=PURPOSES,
    ),
    claim(
        "license_exception_claimed",
        "Which license exception is claimed, by its symbol (GBS, TMP, ENC ...)?",
        "15 CFR 740.1",
        label="the license exception claimed",
        kind=FactKind.TEXT,
        cited=Cited(EVER, SECTIONS, "license_exception_paragraph", PARAGRAPHS, SCOPES),
    ),
    claim(
        "license_number",
        "Under which license is it sent, by its number?",
        "15 CFR 750.7",
        label="the license number",
        kind=FactKind.TEXT,
    ),
    claim(
        "published_technology",
        "Is the technology or software published, that is, available to the public without restriction?",
        "15 CFR 734.7",
        label="that the technology or software is published",
        kind=FactKind.YES_NO,
    ),
    claim(
        "affiliates_joint_venture",
        "Is the affiliate a joint venture with a partner that meets the affiliates general license?",
        "FR Doc. 2025-19001",
        label="that the affiliate is a joint venture with an eligible partner",
        kind=FactKind.YES_NO,
    ),
    # A claim and no fact: as a fact it would be asked for where every share is stated, and no rule could drop it
    # for a stated share without taking back, on learning that share, a license that was certain (Red Flag 29).
    claim(
        "ownership_cannot_be_determined",
        "Was the listed owner's share looked for and not to be found?",
        "FR Doc. 2025-19001",
        label="that the listed owner's share cannot be found",
        kind=FactKind.YES_NO,
    ),
    claim(
        "party_at_listed_address",
        'Does a party use an address that is itself on the Entity List (an "Address" entry of Supp. 4)?',
        "15 CFR 744.16(f)",
        label="that a party uses an address on the Entity List",
        kind=FactKind.YES_NO,
    ),
    fact(
        "network_fully_operational_on_2019_05_16",
        "Was the network or equipment existing and fully operational on May 16, 2019?",
        _TGL,
        label="that the network was fully operational on May 16, 2019",
    ),
    fact(
        "third_party_network",
        "Does a third party run the network to serve its own customers?",
        _TGL,
        label="that a third party runs the network for its own customers",
    ),
    fact(
        "general_purpose_computing_device",
        "Is the item a general-purpose computing device, or equipment not specific to the network?",
        _TGL,
        label="that the item is a general-purpose computing device",
    ),
    fact(
        "expands_capacity",
        "Does the item expand the capacity or the functions of what is there?",
        _TGL,
        label="that the item expands capacity or functions",
    ),
    fact(
        "device_available_to_public_on_2019_05_16",
        "Was that model of device available to the public on or before May 16, 2019?",
        _TGL,
        label="that the device was available to the public on May 16, 2019",
    ),
    fact(
        "handset",
        "Is the device a handset (a telephone)?",
        _TGL,
        label="that the device is a handset",
    ),
    fact(
        "security_research",
        "Is the disclosure part of security research critical to networks, equipment or handsets that exist?",
        _TGL,
        label="that it is part of security research on what exists",
        judgment=True,
    ),
    fact(
        "recognized_standards_body",
        "Is the work done within a duly recognized standards body (IEEE, IETF, ISO, ITU, 3GPP ...)?",
        "15 CFR 772.1",
        label="that it is done within a recognized standards body",
    ),
    fact(
        "network_currently_operational",
        "Is the network, with its equipment, existing and fully operational now?",
        "15 CFR Part 744 Supp. 4",
        label="that the network is fully operational now",
    ),
    fact(
        "standard_to_be_published",
        "Is the standard published, or is it meant to be published?",
        "15 CFR 734.10(b)",
        label="that the standard is or will be published",
    ),
    fact(
        "certification_made",
        "Did the exporter make the certification statement before use?",
        _TGL,
        label="that the exporter made the certification statement",
    ),
    fact(
        "certification_obtained",
        "Was the certification statement obtained from the listed party before shipping?",
        _TGL,
        label="that the certification statement was obtained from the listed party",
    ),
    fact(
        "entry_covers_item",
        "Does the license requirement in the list entry, in its own words, cover this item?",
        "15 CFR 744.16(a)",
        label="that the entry's requirement covers the item",
        judgment=True,
    ),
    claim(
        "license_name_changed",
        "Did BIS approve a change of a name on the license after it was issued?",
        "15 CFR 758.4(d)",
        label="that BIS approved a change of a name on the license",
        kind=FactKind.YES_NO,
    ),
    fact(
        "license_covers_sale",
        "Does the license cover this item, quantity, value, these parties, this destination and end use?",
        "15 CFR 750.7",
        label="that the license covers this sale",
        judgment=True,
    ),
)
