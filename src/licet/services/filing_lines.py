"""The line of the Electronic Export Information for one line of an order, from its answer under part 30.

Whether it is filed, and why, is what the rules answered; nothing is decided here. Which elements a filing has is 15
CFR 30.6 in the text of January 2025; appendix B, with the forms of the citations, is lost in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from licet.engine.determination import Determination
from licet.model.export_filing import DataElement, ExportFiling, FilingReason, FilingStatus
from licet.model.transaction import ItemKind, Party, Role, Transaction
from licet.regimes.us_ftr.deadlines import DEFENSE_ARTICLES, POINTS, USED_VEHICLES, USUAL
from licet.regimes.us_ftr.rules import DUE, GROUP_E, MANDATORY, SUBJECT
from licet.rules.answer import Answer
from licet.rules.citation import cfr

__all__ = ["export_filing"]

_NO_FILING = "NOEEI "
_FILED, _DOWN, _LATER = "AES ITN", "AESDOWN", "AESPOST"
_STATUS = {_FILED: FilingStatus.FILED, _DOWN: FilingStatus.FILE_LATER, _LATER: FilingStatus.FILE_LATER}
_FILERS = ("agent_of_buyer_files", "principal_party_files", "buyer_is_principal_party")
_DIGITS = 10
_ON_FILING = "eei_"
"""How the codes of conditions begin that say what the filing reports (15 CFR 758.1(g))."""


def export_filing(
    found: Determination,
    others: Iterable[Determination] = (),
    *,
    line: int = 1,
    ident: str | None = None,
    exporter: str | None = None,
    schedule_b: str = "",
) -> ExportFiling:
    """The filing of a line.

    ``found``: its answer under part 30. ``others``: its answers under the regimes whose license codes the filing
    reports. ``exporter``: the US principal party in interest, by name. ``schedule_b``: the digits of the number that
    are stated; a filing has ten.
    """
    status, authority = _status(found)
    sale = found.sale
    filed = status not in (FilingStatus.EXEMPT, FilingStatus.OUT_OF_SCOPE)
    conditions = [condition for other in others for condition in other.conditions]
    return ExportFiling(
        line=line,
        ident=ident,
        status=status,
        reasons=tuple(_reasons(found)),
        filer=tuple(_filers(found)) if filed else (),
        deadline=tuple(_deadlines(sale)) if status in _AHEAD else (),
        exemption=authority.removeprefix(_NO_FILING) if authority.startswith(_NO_FILING) else None,
        legend=_legend(sale, authority),
        open=tuple(need.question for need in found.needs) if status is FilingStatus.UNDETERMINED else (),
        report=tuple(
            FilingReason(condition.text, condition.cite)
            for condition in conditions
            if condition.code.startswith(_ON_FILING)
        )
        if filed
        else (),
        elements=tuple(_elements(sale, exporter, schedule_b)) if filed else (),
        receipt=found.receipt.receipt_id,
    )


_AHEAD = (FilingStatus.FILE_FIRST, FilingStatus.FILED, FilingStatus.UNDETERMINED)


def _status(found: Determination) -> tuple[FilingStatus, str]:
    """What the answer comes to, and under which authority the line may leave; a filing goes before an exemption."""
    if found.answer is Answer.AUTHORIZED:
        filings = [authority for authority in found.authority if authority in _STATUS]
        if filings:
            return _STATUS[filings[0]], filings[0]
        return FilingStatus.EXEMPT, found.authority[0]
    if found.answer in (Answer.NOT_SUBJECT, Answer.NO_LICENSE_REQUIRED):
        return FilingStatus.OUT_OF_SCOPE, ""
    if found.answer is Answer.UNDETERMINED:
        return FilingStatus.UNDETERMINED, ""
    return FilingStatus.FILE_FIRST, ""


def _reasons(found: Determination) -> Iterator[FilingReason]:
    """Why it is filed: the rules that say so, those that no exemption reaches first; and what lifts the duty."""
    by_rule = {reason.rule: reason for reason in found.because}
    duties = [by_rule[rule] for rule in (*MANDATORY, GROUP_E, DUE) if rule in by_rule]
    gone = found.answer is not Answer.LICENSE_REQUIRED
    lifting = [below for reason in (*duties, *found.because) for below in reason.because if gone]
    for rule, reason in {reason.rule: reason for reason in (*duties, *lifting)}.items():
        if reason.truth is True and rule != SUBJECT:
            yield FilingReason(reason.title, reason.cites[0])


def _filers(found: Determination) -> Iterator[FilingReason]:
    for condition in found.conditions:
        if condition.code in _FILERS:
            yield FilingReason(condition.text, condition.cite)


def _deadlines(sale: Transaction) -> Iterator[FilingReason]:
    """By when it must be filed and accepted, for the stated means of transport or for each."""
    stated = sale.facts.get("transport_mode")
    if sale.facts.get("used_self_propelled_vehicle") is True:
        yield FilingReason(f"{_span(USED_VEHICLES)} before exportation.", cfr("15 CFR 30.4(b)(5)"))
        return
    if sale.destination == "PR":
        yield FilingReason("By the arrival at the port of unlading.", cfr("15 CFR 30.4(b)(3)"))
        return
    arms = _defense_article(sale)
    table = DEFENSE_ARTICLES if arms else USUAL
    cite = cfr("22 CFR 123.22(b)(1)") if arms else cfr("15 CFR 30.4(b)(2)")
    for mode, minutes in table.items():
        if stated in (None, mode):
            yield FilingReason(f"{mode.capitalize()}: {_span(minutes)} before {POINTS[mode]}.", cite)


def _span(minutes: int) -> str:
    hours = minutes // 60
    return "1 hour" if hours == 1 else f"{hours} hours"


def _defense_article(sale: Transaction) -> bool:
    facts = sale.facts
    paragraph = facts.get("usml_paragraph")
    return (
        (paragraph is not None and paragraph != "none")
        or facts.get("ddtc_authorization") is not None
        or facts.get("itar_exemption") is not None
    )


def _legend(sale: Transaction, authority: str) -> str | None:
    """What is written on the first page of the loading document (30.7, 30.35)."""
    if authority.startswith(_NO_FILING):
        return authority
    if authority == _FILED:
        itn = sale.facts.get("itn")
        return None if itn is None else f"AES {itn}"
    return (
        f"{authority} (with the data that appendix B of part 30 asks for)" if authority in _STATUS else None
    )


def _elements(sale: Transaction, exporter: str | None, schedule_b: str) -> Iterator[DataElement]:
    """The elements of 30.6 in its order, with what the transaction states of each."""
    item, facts = sale.item, sale.facts
    full_number = schedule_b if len(schedule_b) == _DIGITS else None

    def element(number: str, name: str, value: object, *, mandatory: bool = True) -> DataElement:
        return DataElement(
            name, None if value in (None, "") else _text(value), cfr(f"15 CFR 30.6({number})"), mandatory
        )

    yield element("a)(1", "US principal party in interest: name, address, EIN and contact", exporter)
    yield element("a)(2", "Date of export", None)
    yield element("a)(3", "Ultimate consignee: name and address", _party(sale, Role.ULTIMATE_CONSIGNEE))
    yield element("a)(4", "US state of origin", None)
    yield element("a)(5", "Country of ultimate destination", sale.destination)
    yield element("a)(6", "Method of transportation", facts.get("transport_mode"))
    yield element("a)(7", "Conveyance or carrier name", None)
    yield element("a)(8", "Carrier identification (SCAC or IATA code)", None)
    yield element("a)(9", "Port of export", None)
    yield element("a)(10", "Related party indicator", None)
    yield element("a)(11", "Domestic or foreign indicator", _origin(sale))
    yield element("a)(12", "Schedule B or HTSUS number of ten digits", full_number)
    yield element("a)(13", "Commodity description", item.description)
    yield element("a)(14", "Primary unit of measure", item.unit)
    yield element("a)(15", "Primary quantity", item.quantity)
    yield element("a)(16", "Shipping weight in kilograms", None)
    yield element("a)(17", "Value in US dollars at the port of export", item.value_usd)
    yield element("a)(24", "Routed export transaction indicator", _yes_no(facts.get("routed_transaction")))
    yield element("a)(28", "Ultimate consignee type", None)
    yield element(
        "b)(2", "Intermediate consignee", _party(sale, Role.INTERMEDIATE_CONSIGNEE), mandatory=False
    )
    permit = facts.get("license_number") or facts.get("ddtc_authorization") or facts.get("nrc_license")
    yield element("b)(5", "License or authorization number", permit, mandatory=permit is not None)
    yield element("b)(6", "Export Control Classification Number", item.eccn, mandatory=False)
    if _defense_article(sale):
        yield element("b)(16", "USML category", facts.get("usml_paragraph"))
        yield element("b)(16", "DDTC registration number", None)
        yield element("b)(16", "ITAR exemption", facts.get("itar_exemption"), mandatory=False)


def _origin(sale: Transaction) -> str | None:
    if sale.item.kind is ItemKind.SERVICE or sale.item.us_origin is None:
        return None
    return "D (domestic)" if sale.item.us_origin else "F (foreign)"


def _yes_no(value: object) -> str | None:
    return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None


def _party(sale: Transaction, role: Role) -> str | None:
    named = [_named(party) for party in sale.parties if party.role is role and party.name]
    return "; ".join(named) or None


def _named(party: Party) -> str:
    return ", ".join(part for part in (party.name, party.address, party.country) if part)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
