"""What happens to accounts goes into the audit chain, in the transaction that does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from licet.accounts.model import Account
from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.storage.work import Work

__all__ = ["tell"]


def tell(connection: Connection, at: datetime, kind: Kind, about: str, by: Account, **said: Any) -> None:
    """Put on record what was done to an account or organization, by whom, inside a unit of work.

    ``about``: its key, which names nobody; no password, login or address is among what is said.
    """
    actor = Actor(by.login, min(by.roles), by.organization.key)
    event = Event.of(Act(actor, at), kind, about, by.organization.key, **said)
    Work(connection).record([event])
