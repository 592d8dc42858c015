"""The log verified as a server verifies it: with its own key, and against the heads kept in the second place."""

from __future__ import annotations

from licet.server.services import Services
from licet.storage.audit import AuditVerdict, verify
from licet.storage.basis import BasisDifference, unlike_the_log
from licet.storage.second_place import kept_heads, own_key

__all__ = ["verified"]


def verified(services: Services) -> tuple[AuditVerdict, tuple[BasisDifference, ...]]:
    """What is wrong with the log first, and what is kept and not as it says."""
    key = own_key(services.settings.home)
    keys, heads = ((), ()) if key is None else ((key,), kept_heads(key))
    with services.database.reading() as connection:
        found = verify(connection, heads, keys)
        return found, unlike_the_log(connection) if found.good else ()
