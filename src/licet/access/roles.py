"""Roles, and what each may do. Default deny: what the table does not allow is refused."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["UserRole"]


class UserRole(StrEnum):
    """What a person acts as. The first nine stand on the exporter's side, the others on the authority's."""

    REQUESTER = "requester"
    CLASSIFIER = "classifier"
    COMPLIANCE_OFFICER = "compliance_officer"
    APPROVER = "approver"
    LICENSE_MANAGER = "license_manager"
    SHIPPER = "shipper"
    STEWARD = "steward"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    REGISTRAR = "registrar"
    LICENSING_OFFICER = "licensing_officer"
    AGENCY_REVIEWER = "agency_reviewer"
    CHAIR = "chair"
    COUNTERSIGNER = "countersigner"
    ISSUING_OFFICER = "issuing_officer"
    STATISTICIAN = "statistician"
    SYSTEM = "system"
    """The clock itself: what falls due by law with nobody's act (a denial that becomes final, an expiry)."""
