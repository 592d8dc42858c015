"""Whose decisions about hits count for a command: those of the organization that asks."""

from __future__ import annotations

import os

from licet.cli.files import fail
from licet.cli.session import note
from licet.event_file import masters_path
from licet.events.roles import UserAction, UserRole, may
from licet.screening.decided import DecisionScope
from licet.storage.home import home_folder
from licet.storage.saved_dispositions import known_organizations

__all__ = ["decision_scope"]


def decision_scope(org: str | None = None, role: str | None = None) -> DecisionScope:
    """The organization of ``--org`` or LICET_ORG; without either, the only one that the home folder knows.

    What a transaction itself states counts on a machine without accounts, unless ``--role`` or LICET_ROLE names a
    role that may not decide hits.
    """
    known, accounts = known_organizations(home_folder())
    organization = org or os.environ.get("LICET_ORG") or None
    if organization is None and len(known) == 1:
        (organization,) = known
    elif organization is None and known:
        note(f"no recorded decision counts: say whose with LICET_ORG ({', '.join(sorted(known))})")
    _note_customers_elsewhere(organization)
    return DecisionScope(organization, not accounts and _may_judge(role or os.environ.get("LICET_ROLE")))


def _note_customers_elsewhere(organization: str | None) -> None:
    """The owners and papers of a customer master count for its organization alone; that none counts is said."""
    home = home_folder()
    if masters_path(home, organization, "customers.jsonl").exists():
        return
    others = sorted(path.parent.name for path in home.glob("masters/*/customers.jsonl"))
    if others:
        note(f"no customers of {organization or 'home'}; say whose with LICET_ORG ({', '.join(others)})")


def _may_judge(role: str | None) -> bool:
    if not role:
        return True
    try:
        return may(UserRole(role), UserAction.DECIDE_HIT)
    except ValueError:
        fail(f"--role: {role!r} is none of {', '.join(UserRole)}")
