"""An application for a license, by the blocks of form BIS-748P.

``None`` means that nothing was entered; what the form lets one leave out says so. Every change makes a new
version; the versions before it stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from licet.model.transaction import Action, ItemKind, Role

__all__ = [
    "Applicant",
    "Application",
    "ApplicationLine",
    "ApplicationParty",
    "Basis",
    "Document",
    "DocumentKind",
]


class DocumentKind(StrEnum):
    """What a support document is, as blocks 6 and 7 of the form and 15 CFR 748.9 to 748.13 name them."""

    LETTER_OF_EXPLANATION = "letter_of_explanation"
    TECHNICAL_SPECIFICATION = "technical_specification"
    ORDER = "order"
    PRC_END_USER_STATEMENT = "prc_end_user_statement"
    CONSIGNEE_STATEMENT = "statement_by_ultimate_consignee_and_purchaser"
    FIREARMS_IMPORT_CERTIFICATE = "firearms_import_certificate"
    HONG_KONG_PERMIT = "hong_kong_permit"
    WRITTEN_ASSURANCE = "written_assurance"
    POWER_OF_ATTORNEY = "power_of_attorney"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A support document, known by the SHA-256 of its bytes.

    ``submitted``: with the application (block 6), else kept on file by the applicant (block 7).
    """

    kind: DocumentKind
    sha256: str
    title: str
    submitted: bool = True


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies (block 14) and whom to ask (blocks 1 and 2).

    ``agent_for``: the foreign principal party in interest for whom an agent applies (15 CFR 748.4(b)).
    """

    name: str | None = None
    address: str | None = None
    country: str | None = None
    contact_name: str | None = None
    contact_telephone: str | None = None
    agent_for: str | None = None
    related_to_principal: bool | None = None


@dataclass(frozen=True, slots=True)
class ApplicationParty:
    """A party to the transaction (blocks 16 to 19, others in block 24)."""

    role: Role
    name: str | None
    address: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One item (block 22). ``number`` names the line for good; it is never given to another item.

    ``quantity`` is in ``unit``; prices and values are in US dollars.
    """

    number: int
    description: str | None = None
    kind: ItemKind | None = None
    eccn: str | None = None
    model: str | None = None
    manufacturer: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The determination on which an application rests.

    ``answer_sha256``: of the whole answer in the wire format, which says why; ``cites``: what it rests on.
    """

    answer: str
    review_policy: str | None
    cites: tuple[str, ...]
    as_of: date
    receipt_id: str
    answer_sha256: str


@dataclass(frozen=True, slots=True)
class Application:
    """One version of an application.

    ``action``: block 5; ``special``: what Supplement 2 to part 748 asks for, by the topic's letter in
    15 CFR 748.8; ``laden_on``: the day on which the goods were laden or left, None when they have not,
    as ``not_laden`` must then state; ``order_reference``: one's own number of the order.
    """

    version: int
    action: Action | None
    applied_on: date | None
    applicant: Applicant
    parties: tuple[ApplicationParty, ...]
    lines: tuple[ApplicationLine, ...]
    destination: str | None = None
    end_use: str | None = None
    documents: tuple[Document, ...] = ()
    letter: str | None = None
    additional: str | None = None
    special: Mapping[str, str] = field(default_factory=dict)
    order_reference: str | None = None
    laden_on: date | None = None
    not_laden: bool | None = None
    informed_in_transit: bool = False
    resubmission_of: str | None = None
    replaces_license: str | None = None
    as_a_whole: bool = False
    emergency: bool = False
    validity_asked: date | None = None
    basis: Basis | None = None

    @property
    def total_value(self) -> Decimal | None:
        """Block 23; None when a line has no value."""
        values = [line.value for line in self.lines]
        return (
            None
            if any(value is None for value in values)
            else sum((v for v in values if v is not None), Decimal(0))
        )

    def line(self, number: int) -> ApplicationLine | None:
        return next((line for line in self.lines if line.number == number), None)

    def has(self, kind: DocumentKind) -> bool:
        return any(document.kind is kind for document in self.documents)

    def in_role(self, role: Role) -> tuple[ApplicationParty, ...]:
        return tuple(party for party in self.parties if party.role is role)
