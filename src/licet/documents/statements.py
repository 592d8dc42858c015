"""Statements for the invoice and for the file: destination control, a general license's certification."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from licet.documents.render import Rendered, render
from licet.documents.words import country, day, role
from licet.engine.determination import Determination, Reason
from licet.licensing.days import day_of
from licet.model.transaction import Item, Party, Role, Transaction

__all__ = ["certified", "destination_control_statement", "general_license_certification"]

_STATEMENT = (
    "These items are controlled by the U.S. Government and authorized for export only to the country of ultimate "
    "destination for use by the ultimate consignee or end-user(s) herein identified. They may not be resold, "
    "transferred, or otherwise disposed of, to any other country or to any person other than the authorized ultimate "
    "consignee or end-user(s), either in their original form or after being incorporated into other items, without "
    "first obtaining approval from the U.S. government or as otherwise authorized by U.S. law and regulations."
)
"""15 CFR 758.6(a)(1), as of January 2025."""

_NAMED = ("3A001.z", "3A090", "4A003.z", "4A004.z", "4A005.z", "4A090", "5A002.z", "5A004.z", "5A992.z")
_BY_THE_LISTED = date(2019, 8, 19)
"""From this day the listed party certifies, before it the exporter did (84 FR 43487)."""
_SUPP_7 = "us.ear.744.supp7."


def destination_control_statement(
    sale: Transaction, made_at: datetime, *, authorization: str = "", reference: str = ""
) -> Rendered:
    """The statement of 15 CFR 758.6(a) for the invoice of a sale.

    ``authorization``: a license number or exception. ValueError when none is needed: EAR99, or BAG or GFT.
    """
    eccn = sale.item.eccn
    if eccn is None:
        raise ValueError("item.eccn: without it nobody can say whether a statement is needed")
    if eccn == "EAR99":
        raise ValueError("EAR99: no statement is needed (15 CFR 758.6(a))")
    if authorization in {"BAG", "GFT"}:
        raise ValueError(f"{authorization}: no statement is needed (15 CFR 758.6(a))")
    data = {
        "printed": day(day_of(made_at)),
        "reference": reference,
        "destination": country(sale.destination),
        "consignee": _names(sale.parties, Role.ULTIMATE_CONSIGNEE),
        "end_users": _names(sale.parties, Role.END_USER),
        "authorization": authorization,
        "statement": _STATEMENT,
        "eccns": [eccn] if _named(eccn) else [],
        "note": _note(eccn),
    }
    return render(
        "destination_control", "Destination control statement", "destination-control", data, made_at
    )


def _named(eccn: str) -> bool:
    """Whether the classification itself belongs on the invoice (758.6(a)(2))."""
    series = len(eccn) >= 5 and (eccn[2] == "6" or (eccn[0] == "9" and eccn[2:5] == "515"))  # noqa: PLR2004
    return series or any(eccn == text or eccn.startswith(f"{text}.") for text in _NAMED)


def _note(eccn: str) -> str:
    if _named(eccn):
        return "The classification is part of the statement for this item (15 CFR 758.6(a)(2))."
    return "The classification need not be on the invoice for this item (15 CFR 758.6(a)(2))."


def _names(parties: Iterable[Party], wanted: Role) -> str:
    return "; ".join(f"{party.name}, {country(party.country)}" for party in parties if party.role is wanted)


def general_license_certification(
    found: Determination, made_at: datetime, *, exporter: str, listed_party: str
) -> Rendered:
    """The certification that the temporary general license for Huawei asks for.

    ``found``: the answer for the sale as :func:`certified`.

    Made by the exporter until August 18, 2019, by the listed party since (Supplement No. 7 to part 744). The words
    are ours: they state every fact that the paragraph asks for, and what is not yet established is said above the
    signature. ValueError when the answer does not claim that license.
    """
    reason = _claimed(found.because)
    if reason is None:
        raise ValueError("the answer claims no temporary general license: set facts.purpose")
    sale = found.sale
    by_listed = sale.as_of >= _BY_THE_LISTED
    certifier = listed_party if by_listed else exporter
    data = {
        "printed": day(day_of(made_at)),
        "authority_name": _authority(reason, found),
        "opening": (
            f"{certifier} certifies to {exporter if by_listed else 'the Bureau of Industry and Security'} that the"
            " transaction described here is within the general license named above, and meets its terms, as follows."
        ),
        "certifier": certifier,
        "exporter": exporter,
        "item": _item(sale.item),
        "destination": country(sale.destination),
        "parties": "; ".join(
            f"{role(party.role)}: {party.name}, {country(party.country)}" for party in sale.parties
        ),
        "as_of": day(sale.as_of),
        "cites": "; ".join(cite.text for cite in reason.cites),
        "statements": [fact.text for fact in reason.facts if fact.truth is True and _is_certified(fact.path)],
        "open": [need.question for need in found.needs if not _is_itself(need.path)],
    }
    return render("general_license", "Certification statement", "certification-statement", data, made_at)


def certified(sale: Transaction) -> Transaction:
    """The sale as it will be once the statement is made, which shows the very fact that the license asks for."""
    made = dict.fromkeys(("certification_made", "certification_obtained"), True)
    return replace(sale, facts={**sale.facts, **made})


def _item(item: Item) -> str:
    return ", ".join(
        text for text in (item.description, None if item.eccn is None else f"ECCN {item.eccn}") if text
    )


def _is_certified(path: str) -> bool:
    return path.startswith(("facts.", "dates.", "item.")) and not _is_itself(path)


def _is_itself(path: str) -> bool:
    """That the certification was made is what the statement itself shows."""
    return path in {"facts.certification_made", "facts.certification_obtained"}


def _claimed(reasons: Iterable[Reason]) -> Reason | None:
    for reason in reasons:
        if reason.rule.startswith(_SUPP_7):
            return reason
        inner = _claimed(reason.because)
        if inner is not None:
            return inner
    return None


def _authority(reason: Reason, found: Determination) -> str:
    named = [text for text in found.authority if "general license" in text.lower()]
    letter = reason.rule.removeprefix(_SUPP_7)
    return named[0] if named else f"temporary general license, paragraph (c)({letter[1:]})"
