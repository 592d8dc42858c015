"""Which acts a person may do now to a case or license: from the table of transitions, the roles, and who did what.

What is offered may still be refused, with its reason: guards look at what the form says. This only spares people
what leads nowhere; the case service decides, whatever is sent to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from licet.accounts.model import User
from licet.events.event import Act, Actor
from licet.events.refusal import Refusal
from licet.events.roles import UserAction
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.licensing.move import allow
from licet.services.cases.act_row import ActContext, ActRow
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS

__all__ = ["case_acts", "license_acts"]


def case_acts(case: Case, user: User, at: datetime, context: ActContext) -> dict[str, ActRow]:
    """The acts on a case that its state, the person's roles and what the person did before leave open."""
    return _offered(CASE_ACTS, case, user, at, context)


def license_acts(license_: License, user: User, at: datetime, context: ActContext) -> dict[str, ActRow]:
    """The acts on a license that its standing, the person's roles and what the person did before leave open."""
    return _offered(LICENSE_ACTS, license_, user, at, context)


def _offered(
    acts: Mapping[str, ActRow], subject: Case | License, user: User, at: datetime, context: ActContext
) -> dict[str, ActRow]:
    return {
        name: act
        for name, act in acts.items()
        if act.fits(subject, context) and _allowed(user, act.action, subject, at)
    }


def _allowed(user: User, action: UserAction, subject: Case | License, at: datetime) -> bool:
    role = user.account.role_for(action)
    if role is None or not user.may(action):
        return False
    actor = Actor(user.account.login, role, user.account.organization.key)
    try:
        allow(Act(actor, at), action, subject.organization, subject.done_by(actor.name))
    except Refusal:
        return False
    return True
