"""Letters of the authority, and the print of an application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from licet.documents.render import Rendered, render
from licet.documents.words import (
    Authority,
    amount,
    country,
    day,
    description_of,
    letterhead_of,
    money,
    role,
    title_of,
    type_of_application,
)
from licet.events.decoding import read
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.licensing.application import Applicant, Application, ApplicationParty, Basis
from licet.licensing.case import Case
from licet.licensing.clock import FINALITY, RESPONSE
from licet.licensing.completeness import TOPICS, gaps
from licet.licensing.days import day_of
from licet.licensing.decision import DecisionProposal

__all__ = ["application_print", "intent_to_deny", "return_notice"]

_BLOCKS = {"purchaser": "16", "intermediate_consignee": "17", "ultimate_consignee": "18", "end_user": "19"}


def intent_to_deny(
    case: Case, events: Iterable[Event], made_at: datetime, authority: Authority | None = None
) -> Rendered:
    """The letter of 15 CFR 750.6(a), with its six contents, from the decision that announced it.

    ``events``: of the case. ValueError when no intent to deny was announced.
    """
    found = [event for event in events if event.payload.get("denied") and event.kind in _ANNOUNCING]
    if not found:
        raise ValueError(f"{case.case_id}: no intent to deny was announced")
    data = _denial(case, found[-1], authority, made_at)
    name = case.acn or case.case_id
    return render(
        "intent_to_deny",
        title_of(f"Intent to deny, {name}", authority),
        f"intent-to-deny-{name}",
        data,
        made_at,
    )


_ANNOUNCING = frozenset({Kind.INTENT_TO_DENY, Kind.APPROVED})


def _denial(case: Case, event: Event, authority: Authority | None, made_at: datetime) -> dict[str, Any]:
    proposal = read(DecisionProposal, event.payload["proposal"])
    denied, on = set(proposal.denied), day_of(event.at)
    part = len(denied) < len(case.application.lines)
    respond, final = (on + timedelta(days=term.days) for term in (RESPONSE, FINALITY))
    return {
        **_head(case, event, authority, made_at),
        "part": part,
        "bureau": "authority" if authority is None else authority.bureau,
        "decided_on": day(on),
        "lines": [_line(line) for line in case.application.lines if line.number in denied],
        "statutory": "; ".join(proposal.statutory_basis),
        "regulatory": "; ".join(proposal.regulatory_basis),
        "policy": f"{proposal.policy} ({proposal.policy_cite})",
        "considerations": proposal.considerations
        or "They are not stated, consistent with the national security and foreign policy of the United States.",
        "modifications": proposal.modifications,
        "contact": _contact(proposal),
        "respond_by": day(respond),
        "final_on": day(final),
    }


def _contact(proposal: DecisionProposal) -> str:
    phone = f", telephone {proposal.contact_telephone}" if proposal.contact_telephone else ""
    return f"{proposal.contact_name}{phone}, is in a position to discuss the issues with you."


def _head(case: Case, event: Event, authority: Authority | None, made_at: datetime) -> dict[str, Any]:
    applicant = case.application.applicant
    return {
        **letterhead_of(authority),
        "date": day(day_of(event.at)),
        "printed": day(day_of(made_at)),
        "version": case.version,
        "acn": case.acn or case.case_id,
        "reference": f"case {case.case_id}, version {case.application.version} of the application",
        "applicant": {
            "name": applicant.name or case.organization,
            "address": applicant.address or "",
            "country": country(applicant.country),
            "attention": applicant.contact_name or "",
        },
        "signed": {"name": event.actor.name, "role": event.actor.role.value.replace("_", " ").capitalize()},
    }


def return_notice(
    case: Case, events: Iterable[Event], made_at: datetime, authority: Authority | None = None
) -> Rendered:
    """The notice of a return: unregistered, or without action, with each deficiency. ValueError when not returned."""
    found = [item for item in events if item.kind in {Kind.RETURNED, Kind.REFUSED_REGISTRATION}]
    if not found:
        raise ValueError(f"{case.case_id}: the application was not returned")
    event, whose = found[-1], authority
    said: Any = event.payload
    unregistered = event.kind is Kind.REFUSED_REGISTRATION
    words = "returned without being registered" if unregistered else "returned without action"
    cite = "15 CFR 750.4(a)(2)" if unregistered else "15 CFR 750.4(c)"
    data = {
        **_head(case, event, whose, made_at),
        "reference": case.acn or case.case_id,
        "subject": f"Application {words}",
        "opening": f"Your application named above is {words} ({cite}).",
        "not_required": said["not_required"],
        "deficiencies": list(said["deficiencies"]),
        "action_needed": said["action_needed"],
    }
    name = str(data["reference"])
    return render(
        "return_notice", title_of(f"Return of application {name}", whose), f"return-{name}", data, made_at
    )


def application_print(case: Case, made_at: datetime) -> Rendered:
    """The application that counts, by the blocks of form BIS-748P."""
    name = case.acn or case.case_id
    data = _application(case, case.application, made_at)
    return render("application", f"Application {name}", f"application-{name}", data, made_at)


def _application(case: Case, application: Application, made_at: datetime) -> dict[str, Any]:
    who = application.applicant
    submitted = f"submitted on {day(case.submitted_on)}" if case.submitted_on else "a draft, not submitted"
    return {
        "reference": case.acn or case.case_id,
        "application_version": application.version,
        "printed": day(day_of(made_at)),
        "status": f"{submitted}; {case.state.words}",
        "contact_name": who.contact_name,
        "contact_telephone": who.contact_telephone,
        "applied_on": day(application.applied_on),
        "action": type_of_application(application.action),
        "documents": "; ".join(
            f"{doc.title} ({doc.kind.value.replace('_', ' ')}, {'submitted' if doc.submitted else 'on file'}, SHA-256"
            f" {doc.sha256[:16]}...)"
            for doc in application.documents
        ),
        "special_purpose": _special_purpose(application),
        "resubmission_of": application.resubmission_of,
        "replaces_license": application.replaces_license,
        "applicant": _applicant(who),
        "agent_for": who.agent_for,
        "parties": sorted((_party(party) for party in application.parties), key=lambda party: party["block"]),
        "destination": country(application.destination),
        "end_use": application.end_use,
        "lines": [_line(line) for line in application.lines],
        "total": money(application.total_value) or "not known",
        "additional": application.additional,
        "letter": application.letter,
        "special": _special(application.special),
        "basis": _basis(application.basis),
        "gaps": [f"Block {gap.block or '-'}: {gap.message} ({gap.cite})" for gap in gaps(application)],
    }


def _special_purpose(application: Application) -> str:
    said = [
        "emergency processing" if application.emergency else "",
        "to be decided as a whole" if application.as_a_whole else "",
        f"validity until {day(application.validity_asked)}" if application.validity_asked else "",
        "not yet laden" if application.not_laden else "",
        f"order {application.order_reference}" if application.order_reference else "",
    ]
    return "; ".join(text for text in said if text)


def _special(special: Mapping[str, str]) -> list[dict[str, str]]:
    titles = {topic.letter: topic.title for topic in TOPICS}
    return [{"title": titles.get(letter, letter), "text": text} for letter, text in sorted(special.items())]


def _applicant(who: Applicant) -> str:
    return "\n".join(text for text in (who.name, who.address, country(who.country)) if text)


def _party(party: ApplicationParty) -> dict[str, str]:
    text = "\n".join(word for word in (party.name, party.address, country(party.country)) if word)
    return {"block": _BLOCKS.get(party.role.value, "24"), "role": role(party.role), "text": text}


def _line(line: Any) -> dict[str, str]:
    return {
        "number": str(line.number),
        "eccn": line.eccn or "",
        "description": description_of(line.model, line.manufacturer, line.description),
        "quantity": amount(line.quantity),
        "unit": line.unit or "",
        "unit_price": money(line.unit_price),
        "value": money(line.value),
    }


def _basis(basis: Basis | None) -> str:
    if basis is None:
        return "No determination is attached."
    policy = f" Review policy: {basis.review_policy}." if basis.review_policy else ""
    return (
        f"Determination as of {day(basis.as_of)}: {basis.answer.replace('_', ' ')}.{policy} It rests on"
        f" {'; '.join(basis.cites)}. Receipt {basis.receipt_id}."
    )
