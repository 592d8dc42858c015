"""Which acts a person may do now to a case or license: from the table of transitions, the roles, and who did what.

What is offered may still be refused, with its reason: guards look at what the form says. This only spares people
what leads nowhere; the case service decides, whatever is sent to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from licet.accounts.model import User
from licet.events.event import Act, Actor
from licet.events.kinds import Kind
from licet.events.refusal import Refusal
from licet.licensing.case import Case
from licet.licensing.license import License, LicenseStatus
from licet.licensing.move import allow
from licet.licensing.table import rows
from licet.services.cases.act_requests import CASE_ACTS, LICENSE_ACTS, RequestableAct

__all__ = ["KINDS", "case_acts", "license_acts"]

K = Kind
KINDS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "amend": (K.AMENDED,),
        "submit": (K.SUBMITTED,),
        "withdraw": (K.WITHDRAWN,),
        "answer": (K.ANSWERED,),
        "appeal": (K.APPEALED,),
        "register": (K.REGISTERED,),
        "refuse_registration": (K.REFUSED_REGISTRATION,),
        "open_review": (K.REVIEW_OPENED,),
        "refer": (K.REFERRED,),
        "receive": (K.RECEIVED_BY_AGENCY,),
        "recommend": (K.RECOMMENDED,),
        "close_review": (K.REVIEW_CLOSED,),
        "to_operating_committee": (K.ESCALATED,),
        "escalate": (K.ESCALATED,),
        "announce": (K.BODY_DECIDED,),
        "hold": (K.HELD,),
        "release": (K.RELEASED,),
        "pause": (K.PAUSED,),
        "step": (K.RESUMED,),
        "return_without_action": (K.RETURNED,),
        "judge": (K.JUDGED,),
        "propose": (K.DECISION_PROPOSED,),
        "countersign": (K.COUNTERSIGNED,),
        "send_back": (K.SENT_BACK,),
        "issue_decision": (K.APPROVED, K.INTENT_TO_DENY),
        "change_denial": (K.DENIAL_CHANGED,),
        "decide_appeal": (K.APPEAL_DECIDED,),
    }
)
"""The kinds of event that an act on a case makes, by which the table of transitions knows it."""


def case_acts(case: Case, user: User, at: datetime, licensed: Iterable[int]) -> dict[str, RequestableAct]:
    """The acts on a case that its state, the person's roles and what the person did before leave open.

    ``licensed``: the lines that have a license already.
    """
    without = {line for approval in case.approvals for line in approval.approved} - set(licensed)

    def possible(name: str, act: RequestableAct) -> bool:
        if name == "issue":
            return bool(without)
        known = any(row.action is act.action for kind in KINDS[name] for row in rows(case.state, kind))
        fits = _CASE_WHEN.get(name)
        return known and (fits is None or fits(case, user.account.organisation.key))

    return {
        name: act
        for name, act in CASE_ACTS.items()
        if possible(name, act) and _allowed(user, act, case.organisation, case, at)
    }


def _asked(case: Case, agency: str) -> bool:
    return case.referral(agency) is not None


def _not_received(case: Case, agency: str) -> bool:
    found = case.referral(agency)
    return found is not None and found.received_on is None and found.recommendation is None


_CASE_WHEN: Mapping[str, Callable[[Case, str], bool]] = MappingProxyType(
    {
        "receive": _not_received,
        "recommend": _asked,
        "escalate": _asked,
        "step": lambda case, _: any(pause.next_step is not None for pause in case.pauses),
    }
)
"""What the table leaves to guards, and the case alone can tell."""


def license_acts(license_: License, user: User, at: datetime, today: date) -> dict[str, RequestableAct]:
    """The acts on a license that its standing, the person's roles and what the person did before leave open."""
    return {
        name: act
        for name, act in LICENSE_ACTS.items()
        if _LICENSE_WHEN[name](license_, today) and _allowed(user, act, license_.organisation, license_, at)
    }


def _is(*wanted: LicenseStatus) -> Callable[[License, date], bool]:
    return lambda license_, today: license_.status(today) in wanted


def _valid(item: License, today: date) -> bool:
    return item.status(today) is LicenseStatus.VALID


def _open_adjustment(item: License, _today: date) -> bool:
    return any(found.confirmed is None for found in item.ledger.adjustments.values())


_LICENSE_WHEN: Mapping[str, Callable[[License, date], bool]] = MappingProxyType(
    {
        "send_conditions": lambda license_, _: bool(license_.conditions),
        "acknowledge": lambda license_, _: any(
            found.sent_on and not found.acknowledged_on for found in license_.conditions
        ),
        "fulfill": lambda license_, _: any(found.done_on is None for found in license_.conditions),
        "change": _valid,
        "extend": _valid,
        "suspend": _valid,
        "reinstate": _is(LicenseStatus.SUSPENDED),
        "revoke": _is(LicenseStatus.VALID, LicenseStatus.SUSPENDED, LicenseStatus.EXHAUSTED),
        "void": lambda license_, _: not license_.voided,
        "replace": _is(LicenseStatus.VALID, LicenseStatus.SUSPENDED),
        "transfer": lambda license_, today: _valid(license_, today) and license_.transferred_on is None,
        "reserve": _valid,
        "release": lambda license_, _: any(
            not found.left.is_nothing and not found.reship for found in license_.ledger.reservations.values()
        ),
        "ship": lambda license_, _: (
            not license_.voided
        ),  # one that left while it was valid may be posted late
        "reverse": lambda license_, _: any(
            not found.left.is_nothing for found in license_.ledger.shipments.values()
        ),
        "propose_adjustment": lambda license_, _: not license_.voided,
        "confirm_adjustment": _open_adjustment,
        "reject_adjustment": _open_adjustment,
    }
)


def _allowed(user: User, act: RequestableAct, owner: str, subject: Case | License, at: datetime) -> bool:
    role = user.account.role_for(act.action)
    if role is None or not user.may(act.action):
        return False
    actor = Actor(user.account.login, role, user.account.organisation.key)
    try:
        allow(Act(actor, at), act.action, owner, subject.done_by(actor.name))
    except Refusal:
        return False
    return True
