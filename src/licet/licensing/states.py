"""Where a case stands."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["AMENDABLE", "FINAL", "PENDING", "UNDER_REVIEW", "CaseOutcome", "State", "outcome_of"]


class State(StrEnum):
    """The states of an application, from draft to the end of an appeal."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REGISTERED = "registered"
    INITIAL_REVIEW = "initial_review"
    REFERRED = "referred"
    AGENCY_REVIEW = "agency_review"
    CONSENSUS = "consensus"
    DISAGREEMENT = "disagreement"
    OPERATING_COMMITTEE = "operating_committee"
    OC_DECIDED = "operating_committee_decided"
    ACEP = "acep"
    ACEP_DECIDED = "acep_decided"
    BOARD = "board"
    BOARD_DECIDED = "board_decided"
    PRESIDENT = "president"
    RESOLVED = "resolved"
    RECONSIDERED = "reconsidered"
    HELD = "held_without_action"
    AWAITING_SIGNATURE = "awaiting_second_signature"
    COUNTERSIGNED = "countersigned"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    PART_APPROVED = "part_approved_rest_intent_to_deny"
    INTENT_TO_DENY = "intent_to_deny"
    DENIED = "denied"
    PART_DENIED = "part_approved_rest_denied"
    WITHDRAWN = "withdrawn"
    RETURNED_WITHOUT_ACTION = "returned_without_action"
    APPEAL = "appeal"
    AFFIRMED = "affirmed_on_appeal"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").replace("acep", "ACEP")


class CaseOutcome(StrEnum):
    """What statistics count; every submitted application is in exactly one."""

    PENDING = "pending"
    ISSUED = "issued"
    DENIED = "denied"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


S = State

UNDER_REVIEW: tuple[State, ...] = (
    S.REGISTERED,
    S.INITIAL_REVIEW,
    S.REFERRED,
    S.AGENCY_REVIEW,
    S.CONSENSUS,
    S.DISAGREEMENT,
    S.OPERATING_COMMITTEE,
    S.OC_DECIDED,
    S.ACEP,
    S.ACEP_DECIDED,
    S.BOARD,
    S.BOARD_DECIDED,
    S.PRESIDENT,
    S.RESOLVED,
    S.RECONSIDERED,
)
"""Registered and not yet put up for a decision."""

PENDING: frozenset[State] = frozenset(
    {S.SUBMITTED, *UNDER_REVIEW, S.HELD, S.AWAITING_SIGNATURE, S.COUNTERSIGNED, S.INTENT_TO_DENY}
)
"""Pending action by the authority (15 CFR 748.4(f)); an intent to deny is not yet a denial."""

FINAL: frozenset[State] = frozenset(
    {S.APPROVED, S.APPROVED_WITH_CONDITIONS, S.RETURNED, S.WITHDRAWN, S.AFFIRMED}
)
"""Nothing more can happen to the case."""

AMENDABLE: tuple[State, ...] = (
    S.SUBMITTED,
    S.REGISTERED,
    S.INITIAL_REVIEW,
    S.REFERRED,
    S.AGENCY_REVIEW,
    S.RECONSIDERED,
)
"""Where a new version of a submitted application is still taken: before views are counted."""

_OUTCOMES = {
    S.APPROVED: CaseOutcome.ISSUED,
    S.APPROVED_WITH_CONDITIONS: CaseOutcome.ISSUED,
    S.PART_APPROVED: CaseOutcome.ISSUED,
    S.PART_DENIED: CaseOutcome.ISSUED,
    S.DENIED: CaseOutcome.DENIED,
    S.RETURNED: CaseOutcome.RETURNED,
    S.RETURNED_WITHOUT_ACTION: CaseOutcome.RETURNED,
    S.WITHDRAWN: CaseOutcome.WITHDRAWN,
}


def outcome_of(state: State, before: CaseOutcome | None) -> CaseOutcome | None:
    """What a state counts as, given what the case counted as before; None for a draft.

    An appeal changes nothing until it is decided (15 CFR 756.2(e)); what was issued in part stays issued, whatever
    becomes of the rest.
    """
    if before is CaseOutcome.ISSUED or state in {S.APPEAL, S.AFFIRMED}:
        return before
    if state in PENDING:
        return CaseOutcome.PENDING
    return _OUTCOMES.get(state)
