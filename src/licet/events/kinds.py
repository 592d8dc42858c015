"""Every kind of event that there is, by the stream that it belongs to: ``stream.what_happened``."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Kind"]


class Kind(StrEnum):
    """What happened. The part before the dot names the stream: ``case``, ``license``, ``audit`` and so on."""

    # application, on the exporter's side
    DRAFTED = "case.drafted"
    AMENDED = "case.amended"
    SUBMITTED = "case.submitted"
    WITHDRAWN = "case.withdrawn"
    ANSWERED = "case.answered"
    APPEALED = "case.appealed"

    # review, on the authority's side
    REGISTERED = "case.registered"
    REFUSED_REGISTRATION = "case.refused_registration"
    REVIEW_OPENED = "case.review_opened"
    REFERRED = "case.referred"
    RECEIVED_BY_AGENCY = "case.received_by_agency"
    RECOMMENDED = "case.recommended"
    DEEMED_NO_OBJECTION = "case.deemed_no_objection"
    REVIEW_CLOSED = "case.review_closed"
    ESCALATED = "case.escalated"
    BODY_DECIDED = "case.body_decided"
    DECISION_STOOD = "case.decision_stood"
    JUDGED = "case.judged"
    PAUSED = "case.paused"
    RESUMED = "case.resumed"
    HELD = "case.held"
    RELEASED = "case.released"
    DECISION_PROPOSED = "case.decision_proposed"
    COUNTERSIGNED = "case.countersigned"
    SENT_BACK = "case.sent_back"
    APPROVED = "case.approved"
    INTENT_TO_DENY = "case.intent_to_deny"
    DENIAL_CHANGED = "case.denial_changed"
    DENIED = "case.denied"
    RETURNED = "case.returned"
    APPEAL_DECIDED = "case.appeal_decided"

    # license
    ISSUED = "license.issued"
    CONDITIONS_SENT = "license.conditions_sent"
    CONDITION_ACKNOWLEDGED = "license.condition_acknowledged"
    CONDITION_DONE = "license.condition_done"
    CONDITIONS_LAPSED = "license.conditions_lapsed"
    CHANGED = "license.changed"
    EXTENDED = "license.extended"
    SUSPENDED = "license.suspended"
    REINSTATED = "license.reinstated"
    REVOKED = "license.revoked"
    VOIDED = "license.voided"
    REPLACED = "license.replaced"
    TRANSFERRED = "license.transferred"
    EXPIRED = "license.expired"
    EXHAUSTED = "license.exhausted"

    # the ledger of a license: the same stream, so that a shipment and a suspension cannot pass each other
    RESERVED = "license.reserved"
    RELEASED_RESERVATION = "license.reservation_released"
    SHIPPED = "license.shipped"
    REVERSED = "license.shipment_reversed"
    ADJUSTMENT_PROPOSED = "license.adjustment_proposed"
    ADJUSTED = "license.adjustment_confirmed"
    ADJUSTMENT_REJECTED = "license.adjustment_rejected"
    RECONCILED = "license.reconciled"

    # a line of an order book
    LINE_HELD = "order.held"
    LINE_RELEASE_ASKED = "order.release_asked"
    LINE_RELEASED = "order.released"

    # an order book: what a person states of its lines
    FACT_STATED = "order.fact_stated"
    FACT_TAKEN_BACK = "order.fact_taken_back"

    # official lists
    LISTS_PROPOSED = "lists.proposed"
    LISTS_ADOPTED = "lists.adopted"

    # the law: a rule whose text changed, and that a person has read it
    LAW_CHANGED = "law.changed"
    LAW_READ = "law.read"

    # what was published: a review task for each document, until its text was taken up
    REVIEW_TASK_OPENED = "law.task_opened"
    REVIEW_TASK_CLOSED = "law.task_closed"

    # law packages: whose are trusted, what was proposed and adopted, and the way back
    LAW_SIGNER_TRUSTED = "law.signer_trusted"
    LAW_SIGNER_DROPPED = "law.signer_dropped"
    LAW_PROPOSED = "law.proposed"
    LAW_ADOPTED = "law.adopted"
    SHIPPED_LAW_USED = "law.shipped_used"

    # what the store itself keeps on record
    REFUSED = "audit.refused"
    EXPORTED = "audit.exported"
    BLANKED = "personal.blanked"
    DOCUMENT_ADDED = "document.added"
    ANSWERS_KEPT = "answer.kept"
    HIT_DECIDED = "screening.hit_decided"
    HIT_APPROVED = "screening.hit_approved"
    HIT_REVOKED = "screening.hit_revoked"
    PRESET_CHOSEN = "preset.chosen"

    # what a person may see of technology
    RELEASE_REVIEWED = "release.reviewed"

    # who may come in
    ORGANIZATION_MADE = "account.organization_made"
    ACCOUNT_MADE = "account.made"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_RESET = "account.reset"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  # the name of an event
    SECOND_FACTOR_ADDED = "account.second_factor_added"
    SECOND_FACTOR_DROPPED = "account.second_factor_dropped"
    SIGNED_IN = "account.signed_in"
    TOKEN_MADE = "account.token_made"  # noqa: S105  # the name of an event
    SESSIONS_ENDED = "account.sessions_ended"
    TOKEN_ENDED = "account.token_ended"  # noqa: S105  # the name of an event

    # where what happens is posted
    WEBHOOK_MADE = "webhook.made"
    WEBHOOK_ENDED = "webhook.ended"

    @property
    def stream(self) -> str:
        return self.value.partition(".")[0]
