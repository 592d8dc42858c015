"""Roles, and what each may do, as one table. Default deny: what the table does not allow is refused.

Two things are held apart. *Who may*: :data:`MAY` lists for each act the roles that may do it. *Who has already*:
:data:`APART` lists pairs of acts that one person may not both do to the same case or license, and
:data:`NEVER_TOGETHER` pairs of roles that one person may not hold at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

__all__ = [
    "APART",
    "AUTHORITY",
    "EXPORTER",
    "MAY",
    "NEVER_TOGETHER",
    "Apart",
    "Side",
    "UserAction",
    "UserRole",
    "conflict",
    "incompatible",
    "may",
]


class UserRole(StrEnum):
    """What a person acts as. The first nine stand on the exporter's side, the others on the authority's.

    The operator acts for the installation, and so for every organization in it.
    """

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
    OPERATOR = "operator"
    SYSTEM = "system"
    """The clock itself: what falls due by law with nobody's act (a denial that becomes final, an expiry)."""


class Side(StrEnum):
    EXPORTER = "exporter"
    AUTHORITY = "authority"


class UserAction(StrEnum):
    """Everything that can be done, each named once."""

    CHECK_SALE = "check a sale"
    CLASSIFY_ITEM = "classify an item"
    SCREEN = "screen a name"
    DECIDE_HIT = "decide a hit"
    APPROVE_CLEARING = "approve that a hit is cleared"
    CHOOSE_PRESET = "choose how much screening asks about"
    RELEASE_ORDER = "release an order"
    PROPOSE_LISTS = "propose lists"
    ADOPT_LISTS = "adopt lists"
    PROPOSE_LAW = "propose a law package"
    ADOPT_LAW = "adopt a law package"
    DRAFT = "draft or amend an application"
    SUBMIT = "submit an application"
    WITHDRAW = "withdraw an application"
    ANSWER = "answer the authority"
    APPEAL = "appeal"
    REGISTER = "register an application"
    OPEN_REVIEW = "open the review"
    REFER = "refer to agencies"
    RECEIVE_REFERRAL = "receive a referral"
    RECOMMEND = "recommend"
    CLOSE_REVIEW = "close the agencies' review"
    ESCALATE_DISAGREEMENT = "escalate a disagreement"
    ESCALATE_DECISION = "escalate a body's decision"
    DECIDE_IN_BODY = "announce a body's decision"
    JUDGE = "record a judgment"
    STOP_CLOCK = "stop or restart the clock"
    HOLD = "hold without action, or release"
    RETURN = "return without action"
    PROPOSE = "propose a decision"
    COUNTERSIGN = "countersign, or send back"
    ISSUE_DECISION = "issue a decision"
    RECONSIDER = "change an intent to deny"
    DECIDE_APPEAL = "decide an appeal"
    RUN_CLOCK = "record what fell due by law"
    ISSUE_LICENSE = "issue a license"
    CONVEY_CONDITIONS = "convey conditions"
    ACKNOWLEDGE = "record an acknowledgement"
    FULFILL = "record a condition as done"
    CHANGE_LICENSE = "make a non-material change"
    ADMINISTER_LICENSE = "extend, suspend, reinstate, revoke, replace or transfer a license"
    RESERVE = "reserve on a license"
    SHIP = "post a shipment"
    REVERSE = "reverse a shipment"
    PROPOSE_ADJUSTMENT = "propose an adjustment"
    CONFIRM_ADJUSTMENT = "confirm an adjustment"
    RECONCILE = "reconcile with a customs file"
    RECORD_LICENSE = "record a license that the authority issued"
    MAINTAIN_CUSTOMERS = "maintain customers and their papers"
    READ_CASES = "read cases and licenses"
    READ_STATISTICS = "read statistics"
    EXPORT_RECORDS = "export the records of a transaction"
    VERIFY_AUDIT = "verify the audit chain"
    BLANK_PERSONAL_DATA = "blank personal data"
    MANAGE_ACCOUNTS = "manage accounts and roles"


R, A = UserRole, UserAction

EXPORTER: frozenset[UserRole] = frozenset(
    {
        R.REQUESTER,
        R.CLASSIFIER,
        R.COMPLIANCE_OFFICER,
        R.APPROVER,
        R.LICENSE_MANAGER,
        R.SHIPPER,
        R.STEWARD,
        R.AUDITOR,
        R.ADMINISTRATOR,
    }
)
AUTHORITY: frozenset[UserRole] = frozenset(
    {
        R.REGISTRAR,
        R.LICENSING_OFFICER,
        R.AGENCY_REVIEWER,
        R.CHAIR,
        R.COUNTERSIGNER,
        R.ISSUING_OFFICER,
        R.STATISTICIAN,
    }
)

_SELLERS = (R.REQUESTER, R.CLASSIFIER, R.COMPLIANCE_OFFICER, R.APPROVER, R.LICENSE_MANAGER, R.SHIPPER)
_REVIEWERS = (
    R.REGISTRAR,
    R.LICENSING_OFFICER,
    R.AGENCY_REVIEWER,
    R.CHAIR,
    R.COUNTERSIGNER,
    R.ISSUING_OFFICER,
)

MAY: Mapping[UserAction, frozenset[UserRole]] = MappingProxyType(
    {
        action: frozenset(roles)
        for action, roles in (
            (A.CHECK_SALE, (*_SELLERS, R.STEWARD, R.AUDITOR, *_REVIEWERS)),
            (A.CLASSIFY_ITEM, (R.CLASSIFIER,)),
            (A.SCREEN, (*_SELLERS, R.STEWARD, R.AUDITOR, *_REVIEWERS)),
            (A.DECIDE_HIT, (R.COMPLIANCE_OFFICER,)),
            (A.APPROVE_CLEARING, (R.COMPLIANCE_OFFICER, R.APPROVER)),
            (A.CHOOSE_PRESET, (R.COMPLIANCE_OFFICER,)),
            (A.RELEASE_ORDER, (R.APPROVER,)),
            (A.PROPOSE_LISTS, (R.STEWARD, R.OPERATOR)),
            (A.ADOPT_LISTS, (R.OPERATOR,)),
            (A.PROPOSE_LAW, (R.OPERATOR,)),
            (A.ADOPT_LAW, (R.OPERATOR,)),
            (A.DRAFT, (R.REQUESTER, R.COMPLIANCE_OFFICER, R.LICENSE_MANAGER)),
            (A.SUBMIT, (R.LICENSE_MANAGER,)),
            (A.WITHDRAW, (R.LICENSE_MANAGER,)),
            (A.ANSWER, (R.LICENSE_MANAGER, R.COMPLIANCE_OFFICER)),
            (A.APPEAL, (R.LICENSE_MANAGER,)),
            (A.REGISTER, (R.REGISTRAR,)),
            (A.OPEN_REVIEW, (R.LICENSING_OFFICER,)),
            (A.REFER, (R.LICENSING_OFFICER,)),
            (A.RECEIVE_REFERRAL, (R.AGENCY_REVIEWER,)),
            (A.RECOMMEND, (R.AGENCY_REVIEWER,)),
            (A.CLOSE_REVIEW, (R.LICENSING_OFFICER,)),
            (A.ESCALATE_DISAGREEMENT, (R.LICENSING_OFFICER,)),
            (A.ESCALATE_DECISION, (R.AGENCY_REVIEWER,)),
            (A.DECIDE_IN_BODY, (R.CHAIR,)),
            (A.JUDGE, (R.LICENSING_OFFICER, R.CHAIR)),
            (A.STOP_CLOCK, (R.LICENSING_OFFICER,)),
            (A.HOLD, (R.LICENSING_OFFICER,)),
            (A.RETURN, (R.LICENSING_OFFICER,)),
            (A.PROPOSE, (R.LICENSING_OFFICER,)),
            (A.COUNTERSIGN, (R.COUNTERSIGNER,)),
            (A.ISSUE_DECISION, (R.ISSUING_OFFICER,)),
            (A.RECONSIDER, (R.LICENSING_OFFICER,)),
            (A.DECIDE_APPEAL, (R.CHAIR,)),
            (A.RUN_CLOCK, (R.SYSTEM,)),
            (A.ISSUE_LICENSE, (R.ISSUING_OFFICER,)),
            (A.CONVEY_CONDITIONS, (R.LICENSE_MANAGER,)),
            (A.ACKNOWLEDGE, (R.LICENSE_MANAGER,)),
            (A.FULFILL, (R.LICENSE_MANAGER, R.COMPLIANCE_OFFICER)),
            (A.CHANGE_LICENSE, (R.LICENSE_MANAGER,)),
            (A.ADMINISTER_LICENSE, (R.ISSUING_OFFICER,)),
            (A.RESERVE, (R.LICENSE_MANAGER, R.SHIPPER)),
            (A.SHIP, (R.SHIPPER,)),
            (A.REVERSE, (R.SHIPPER, R.LICENSE_MANAGER)),
            (A.PROPOSE_ADJUSTMENT, (R.LICENSE_MANAGER,)),
            (A.CONFIRM_ADJUSTMENT, (R.APPROVER,)),
            (A.RECONCILE, (R.LICENSE_MANAGER, R.AUDITOR)),
            (A.RECORD_LICENSE, (R.LICENSE_MANAGER,)),
            (A.MAINTAIN_CUSTOMERS, (R.COMPLIANCE_OFFICER, R.LICENSE_MANAGER)),
            (A.READ_CASES, (*_SELLERS, R.AUDITOR, *_REVIEWERS)),
            (
                A.READ_STATISTICS,
                (R.COMPLIANCE_OFFICER, R.LICENSE_MANAGER, R.AUDITOR, *_REVIEWERS, R.STATISTICIAN),
            ),
            (A.EXPORT_RECORDS, (R.AUDITOR, R.COMPLIANCE_OFFICER)),
            (A.VERIFY_AUDIT, (R.AUDITOR, R.ADMINISTRATOR, R.STATISTICIAN)),
            (A.BLANK_PERSONAL_DATA, (R.STEWARD,)),
            (A.MANAGE_ACCOUNTS, (R.ADMINISTRATOR,)),
        )
    }
)
"""For each act the roles that may do it. An act that is missing here would be allowed to nobody."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One person may not do both to the same case or license."""

    first: UserAction
    second: UserAction
    why: str


def _all_apart(first: UserAction, others: Iterable[UserAction], why: str) -> tuple[Apart, ...]:
    return tuple(Apart(first, other, why) for other in others)


_SIGNING = (A.PROPOSE, A.COUNTERSIGN, A.ISSUE_DECISION)
_REVIEWING = (A.REGISTER, A.REFER, A.RECOMMEND, A.CLOSE_REVIEW, A.DECIDE_IN_BODY, A.JUDGE, *_SIGNING)

APART: tuple[Apart, ...] = (
    Apart(A.PROPOSE, A.COUNTERSIGN, "the second signature is another person's"),
    Apart(A.COUNTERSIGN, A.ISSUE_DECISION, "who countersigned does not issue"),
    Apart(A.PROPOSE, A.ISSUE_DECISION, "who proposed does not issue"),
    Apart(A.RECOMMEND, A.COUNTERSIGN, "who recommended does not countersign"),
    Apart(A.RECOMMEND, A.DECIDE_IN_BODY, "who recommended does not chair"),
    Apart(A.JUDGE, A.COUNTERSIGN, "the second signature does not confirm its own judgment"),
    *_all_apart(A.DECIDE_APPEAL, _REVIEWING, "an appeal is decided by somebody new to the case"),
    *_all_apart(A.DRAFT, _REVIEWING, "nobody reviews an application of one's own"),
    *_all_apart(A.SUBMIT, _REVIEWING, "nobody reviews an application of one's own"),
    Apart(A.PROPOSE_ADJUSTMENT, A.CONFIRM_ADJUSTMENT, "an adjustment takes two persons"),
    Apart(A.SHIP, A.CONFIRM_ADJUSTMENT, "who shipped does not confirm an adjustment"),
    Apart(A.SHIP, A.RECONCILE, "who shipped does not reconcile"),
)
"""Pairs of acts that one person may not both do to the same case or license; read both ways."""

NEVER_TOGETHER: Mapping[frozenset[UserRole], str] = MappingProxyType(
    {
        **{
            frozenset({R.AUDITOR, role}): "an auditor does not audit work of one's own"
            for role in UserRole
            if role not in {R.AUDITOR, R.STATISTICIAN}
        },
        **{
            frozenset({R.ADMINISTRATOR, role}): "who gives out roles does no business with them"
            for role in UserRole
            if role not in {R.ADMINISTRATOR, R.AUDITOR}
        },
        **{
            frozenset({seller, officer}): "nobody stands on both sides"
            for seller in EXPORTER - {R.AUDITOR, R.ADMINISTRATOR}
            for officer in AUTHORITY
        },
        **{
            frozenset({R.OPERATOR, role}): "who acts for every organization does no business of one"
            for role in (EXPORTER | AUTHORITY) - {R.AUDITOR, R.ADMINISTRATOR}
        },
        frozenset({R.LICENSING_OFFICER, R.COUNTERSIGNER}): "the second signature is another person's",
        frozenset({R.LICENSING_OFFICER, R.ISSUING_OFFICER}): "who proposed does not issue",
        frozenset({R.COUNTERSIGNER, R.ISSUING_OFFICER}): "who countersigned does not issue",
        frozenset({R.LICENSE_MANAGER, R.APPROVER}): "an adjustment takes two persons",
        frozenset({R.SHIPPER, R.APPROVER}): "who ships does not release",
    }
)
"""Pairs of roles that one person may not hold."""


def may(role: UserRole, action: UserAction) -> bool:
    """Whether the table allows it.

    >>> may(UserRole.SHIPPER, UserAction.SHIP), may(UserRole.SHIPPER, UserAction.ISSUE_LICENSE)
    (True, False)
    """
    return role in MAY.get(action, frozenset())


def conflict(action: UserAction, already: Collection[UserAction]) -> str | None:
    """Why a person who has already done ``already`` to this case may not do ``action`` too; None: may.

    >>> conflict(UserAction.COUNTERSIGN, [UserAction.PROPOSE])
    "the second signature is another person's"
    """
    for apart in APART:
        if (apart.first == action and apart.second in already) or (
            apart.second == action and apart.first in already
        ):
            return apart.why
    return None


def incompatible(roles: Collection[UserRole]) -> tuple[str, ...]:
    """Why these roles may not be one person's; empty: they may."""
    held = frozenset(roles)
    return tuple(
        f"{' and '.join(sorted(pair))}: {why}" for pair, why in NEVER_TOGETHER.items() if pair <= held
    )
