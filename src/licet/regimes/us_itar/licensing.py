"""22 CFR parts 122 to 125, 127, 129: what needs State's approval, who must register, what goes with an approval."""

from __future__ import annotations

from licet.regimes.hints import asked_where
from licet.regimes.us_itar.facts import specs, words
from licet.regimes.us_itar.jurisdiction import (
    ARTICLE,
    article_moves,
    brokering,
    classified,
    defense_service,
    is_data,
)
from licet.regimes.us_itar.periods import ANY_DAY, since
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion
from licet.rules.terms import Facts

__all__ = [
    "BROKERING",
    "LICENSE",
    "LICENSING",
    "REGISTER",
    "SERVICE",
    "file_export_information",
    "ineligible",
    "significant",
]

LICENSING = Chapter("22 CFR Parts 122 to 129, approvals")

LICENSE, SERVICE, BROKERING = "us.itar.123.1", "us.itar.124.1", "us.itar.129.4"
_MAKER = "us.itar.122.1"
_NATO_AND_OTHERS = "us.itar.129.5.b"

REGISTER = Obligation(
    "register_with_ddtc",
    "Register with the Directorate of Defense Trade Controls before you make, export or temporarily import a defense"
    " article or use an exemption: one occasion is enough.",
    cfr("22 CFR 122.1(a)"),
    before=True,
    met=words["ddtc_registered"].is_(True),
)
_REGISTER_BROKER = Obligation(
    "register_as_broker",
    "Register with the Directorate of Defense Trade Controls as a broker first.",
    cfr("22 CFR 129.3(a)"),
    before=True,
    met=words["ddtc_registered_broker"].is_(True),
)


def ineligible(f: Facts) -> Condition:
    """Whether a party is known to be ineligible (120.16(c)); open for one whom Commerce or State barred."""
    barred = f.some_party(lambda p: p.listed("DPL", "DTC", "ISN"))
    return asked_where(specs["ineligible_party"], barred)


def significant(f: Facts) -> Condition:
    """Significant military equipment; where the stated paragraph is mixed, a person says so (120.36)."""
    paragraph = words["usml_paragraph"]
    mixed = paragraph.in_table("usml", "sme_in_part") & words["significant_military_equipment"].is_(True)
    return paragraph.in_table("usml", "sme") | classified() | mixed


@LICENSING.requirement(
    LICENSE,
    cites=["22 CFR 123.1(a)", "22 CFR 120.14(a)", "22 CFR 123.9(a)", "22 CFR 123.3"],
    periods=ANY_DAY,
    policy="case-by-case",
    obligations=[REGISTER],
)
def license_for_article(f: Facts) -> Condition:
    """Every export, reexport, retransfer or temporary import of a defense article or technical data needs State's
    approval first, whatever the use and whoever the buyer: form DSP-5, DSP-73 (temporary export), DSP-61 (temporary
    import) or DSP-85 (classified).
    """
    return article_moves(f)


@LICENSING.requirement(
    SERVICE,
    cites=["22 CFR 120.14(b)", "22 CFR 124.1(a)", "22 CFR 120.32"],
    periods=ANY_DAY,
    policy="case-by-case",
    obligations=[REGISTER],
    activity=True,
)
def agreement_for_service(f: Facts) -> Condition:
    """A defense service for a foreign person needs an agreement that State approved, wherever it is furnished, though
    the information is public.
    """
    return defense_service(f)


@LICENSING.requirement(
    BROKERING,
    cites=["22 CFR 129.4(a)", "22 CFR 129.3(a)", "22 CFR 129.2(b)"],
    periods=[since("2013-10-25", "2013-08-26", "78 FR 52690")],
    policy="case-by-case",
    obligations=[_REGISTER_BROKER],
    activity=True,
)
def brokering_needs_approval(f: Facts) -> Condition:
    """A US person who brokers foreign defense articles, or US articles of the kinds that 129.4(a)(2) names, registers
    and needs approval first, whatever the origin of the article.
    """
    return brokering(f)


@LICENSING.requirement(
    _MAKER,
    cites=["22 CFR 122.1(a)", "22 CFR 120.13(a)"],
    periods=ANY_DAY,
    policy="as the registration is reviewed (22 CFR 122.2)",
    obligations=[REGISTER],
    activity=True,
)
def maker_registers(f: Facts) -> Condition:
    """Whoever makes defense articles in the United States registers, though it exports none."""
    return words["manufactures_defense_articles"].is_(True)


@LICENSING.authority(
    "us.itar.122.1.registered",
    "registration with DDTC (22 CFR 122.1)",
    defeats=[_MAKER],
    cites=["22 CFR 122.1(a)", "22 CFR 122.1(c)"],
    periods=ANY_DAY,
    claim=None,
)
def registered_maker(f: Facts) -> Condition:
    """A maker that is registered needs nothing more to make; the registration confers no right to export."""
    return words["ddtc_registered"].is_(True)


def file_export_information(cite: str) -> Obligation:
    """The filing that goes with every export of a defense article, exempt or not."""
    return Obligation(
        "file_eei_defense_article",
        "File Electronic Export Information at least 8 hours before departure by air or truck, 24 hours by vessel or"
        " rail, whatever the value, with the license number or the exemption (22 CFR 123.22(b)).",
        cfr(cite),
    )


_GOES_WITH = [
    REGISTER,
    file_export_information("22 CFR 123.22(b)(1)"),
    Obligation(
        "itar_statement_on_invoice",
        "Put the country of ultimate destination, the end user, the license number or exemption and the statement of"
        " 123.9(b)(1)(iv) on the commercial invoice.",
        cfr("22 CFR 123.9(b)"),
    ),
    Obligation(
        "itar_records_five_years", "Keep the records of the export for five years.", cfr("22 CFR 122.5(a)")
    ),
]


@LICENSING.authority(
    "us.itar.123.license",
    "license or agreement of State",
    defeats=[LICENSE, SERVICE, BROKERING],
    cites=["22 CFR 123.1(a)", "22 CFR 123.9(a)", "22 CFR 124.1(a)"],
    periods=ANY_DAY,
    claim=words["ddtc_authorization"].is_stated(),
    obligations=_GOES_WITH,
)
def under_approval(f: Facts) -> Condition:
    """An approval of State covers what it names: item, quantity, value, end use, end user and destination."""
    return words["ddtc_authorization_covers"].is_(True)


@LICENSING.authority(
    _NATO_AND_OTHERS,
    "22 CFR 129.5(b)",
    defeats=[BROKERING],
    cites=["22 CFR 129.5(b)", "22 CFR 129.5(c)", "22 CFR 129.3(e)"],
    periods=[since("2013-10-25", "2013-08-26", "78 FR 52690")],
    claim=words["itar_exemption"].in_("129.5(b)"),
)
def brokering_among_allies(f: Facts) -> Condition:
    """Brokering of foreign defense articles, other than the kinds of 129.4(a)(2), wholly within and destined for
    NATO, Australia, Israel, Japan, New Zealand or the Republic of Korea needs no approval from a registered broker.
    """
    eligible = ~ineligible(f) & words["ddtc_registered_broker"].is_(True)
    return eligible & words["foreign_defense_article"].is_(True) & words["itar_exemption_terms_met"].is_(True)


@LICENSING.exemption(
    "us.itar.120.39",
    defeats=[LICENSE],
    cites=["22 CFR 120.39", "22 CFR 120.51"],
    periods=ANY_DAY,
    claim=words["foreign_defense_article"].is_(True),
)
def foreign_article(f: Facts) -> Condition:
    """A defense article of foreign make that was never in the United States and holds nothing of US origin is no US
    export or reexport; to broker it is an act of its own.
    """
    foreign = words["foreign_defense_article"].is_(True)
    return f.item.us_origin.is_(False) & ~asked_where(specs["contains_defense_article"], foreign)


@LICENSING.prohibition(
    "us.itar.127.7",
    cites=["22 CFR 127.7", "22 CFR 127.1(d)", "22 CFR 120.16(c)"],
    periods=ANY_DAY,
)
def debarred_party(f: Facts) -> Condition:
    """Nobody who is debarred under the Arms Export Control Act may take part in an export of a defense article
    without State's written approval.
    """
    return article_moves(f) & f.some_party(lambda p: p.listed("DTC"))


@LICENSING.requirement(
    "us.itar.120.53.c",
    cites=["22 CFR 120.53(c)", "22 CFR 120.5(a)"],
    periods=ANY_DAY,
    policy="as the rules on permanent imports say (27 CFR part 447)",
)
def permanent_import(f: Facts) -> Condition:
    """The permanent import of a defense article is the Attorney General's (27 CFR parts 447, 478 and 479), which the
    rulebook does not hold.
    """
    permanent = f.defined(ARTICLE) & f.action.is_("import") & ~words["temporary_import"].is_(True)
    return permanent & f.unmodeled(
        "27 CFR 447", "whether the permanent import needs a permit (27 CFR part 447)"
    )


@LICENSING.duty(
    "us.itar.123.1.c.5",
    cites=["22 CFR 123.1(c)(5)", "22 CFR 123.10"],
    periods=ANY_DAY,
    obligations=[
        Obligation(
            "dsp_83",
            "Significant military equipment: attach form DSP-83 (nontransfer and use certificate), signed, to the"
            " application.",
            cfr("22 CFR 123.10"),
        )
    ],
    occasion=Occasion.APPLYING,
)
def nontransfer_certificate(f: Facts) -> Condition:
    """An application for significant military equipment goes with form DSP-83."""
    return article_moves(f) & ~is_data(f) & significant(f)


@LICENSING.duty(
    "us.itar.126.1.e.2",
    cites=["22 CFR 126.1(e)(2)"],
    periods=ANY_DAY,
    obligations=[
        Obligation(
            "inform_ddtc_of_proposal",
            "Inform the Directorate of Defense Trade Controls at once of a proposed or actual sale to a country of"
            " 126.1.",
            cfr("22 CFR 126.1(e)(2)"),
        )
    ],
)
def duty_to_notify(f: Facts) -> Condition:
    """Whoever knows of a sale to a proscribed country informs State at once."""
    return f.defined("us.itar.126.1.place")
