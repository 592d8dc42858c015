"""The license that a sale claims, as somebody may see it."""

from __future__ import annotations

from licet.events.event import Actor
from licet.events.refusal import Refusal
from licet.licensing.claim import LicenseOf
from licet.licensing.license import License
from licet.services.cases.queries import CaseQueries

__all__ = ["license_of"]


def license_of(case_service: CaseQueries, actor: Actor) -> LicenseOf:
    """Looks a license up for an actor who may read licenses; one that the actor may not see is not there."""

    def look(number: str) -> License | None:
        try:
            return case_service.license(actor, number)
        except Refusal as refusal:
            if refusal.code != "not_found":
                raise
            return None

    return look
