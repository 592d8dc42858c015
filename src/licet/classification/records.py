"""Classification records: what a product is, on what that rests, who said so, and whether it still holds.

A record rests on texts of the list by their digests, on the product's data by theirs, on sources, and on two persons.
Nothing is overwritten: a new record of a part comes after the old one. A record counts only while all of it stands;
a changed paragraph, changed product data, an end of validity, or the want of a second person opens it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from licet.classification.amounts import Amount
from licet.classification.control_list import ControlList
from licet.classification.order_of_review import ReviewResult
from licet.errors import LicetError
from licet.model.eccn import canonical_eccn

__all__ = [
    "ClassificationRecord",
    "Product",
    "RecordError",
    "RecordStanding",
    "record_of",
    "result_document",
    "standing",
    "stated_record",
]


class RecordError(LicetError, ValueError):
    """A record cannot be made or approved; the message says why."""


@dataclass(frozen=True, slots=True)
class Product:
    """The data of a product; empty or None: not known.

    ``origin``: ISO 3166 code of the country. ``us_content_pct``: controlled US content, in percent of the value.
    ``encryption``: the paragraph of 740.17, such as (b)(1). ``item_type``: of Supplement No. 8 to part 742, paragraph
    (a)(6). ``component``: yes where it is an encryption component or executable software (740.17(e)(3)), else no.
    ``ccats``: the number under which BIS classified it. ``exception``: a license exception that it often goes under.
    ``supplier_eccn``: what the supplier says it is; ``supplier_source``: who said so, and when. ``for_item``: of
    software and technology the part, or the ECCN, that it is for.
    """

    part: str
    description: str = ""
    kind: str = "commodity"
    hts: str = ""
    schedule_b: str = ""
    origin: str = ""
    us_content_pct: str = ""
    encryption: str = ""
    item_type: str = ""
    component: str = ""
    ccats: str = ""
    exception: str = ""
    manufacturer: str = ""
    supplier: str = ""
    supplier_eccn: str = ""
    supplier_source: str = ""
    for_item: str = ""

    @property
    def digest(self) -> str:
        """sha256 of the data on which a classification rests."""
        data = f"{self.part}\n{self.description}\n{self.kind}\n{self.encryption}"
        return hashlib.sha256(data.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ClassificationRecord:
    """What a part was classified as. ``texts``: ECCN or paragraph and its digest; ``path``: the answers.

    ``basis``: ``interview``, or ``stated`` where it was taken over. ``approved_by``: the second person.
    """

    part: str
    eccn: str
    basis: str
    who: str
    on: date
    product_digest: str
    texts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    path: tuple[Mapping[str, Any], ...] = ()
    valid_until: date | None = None
    approved_by: str = ""
    approved_on: date | None = None

    def approved(self, who: str, on: date) -> ClassificationRecord:
        """The record with its second person. Raises RecordError where that is the first one."""
        if who.strip().casefold() == self.who.strip().casefold():
            raise RecordError(f"{self.part} was classified by {self.who}; someone else has to approve it")
        return replace(self, approved_by=who, approved_on=on)


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """Whether a record counts. ``reasons``: why not. ``warnings``: what to look at all the same."""

    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether an order line may rest on it."""
        return not self.reasons


def record_of(
    product: Product,
    result: ReviewResult,
    who: str,
    on: date,
    *,
    sources: tuple[str, ...] = (),
    valid_until: date | None = None,
) -> ClassificationRecord:
    """The record of a finished review. Raises RecordError while the result is open."""
    if result.eccn is None:
        raise RecordError(
            f"{product.part}: the review came to no ECCN ({result.verdict}): {'; '.join(result.open)}"
        )
    path = tuple(result_document(result)["path"])
    return ClassificationRecord(
        product.part, result.eccn, "interview", who, on, product.digest, result.texts, sources, result.notes, path,
        valid_until,
    )  # fmt: skip


def stated_record(
    product: Product, eccn: str, who: str, on: date, listed: ControlList, *, sources: tuple[str, ...],
    valid_until: date | None = None,
) -> ClassificationRecord:  # fmt: skip
    """The record of an ECCN taken over from elsewhere, resting on the text of its paragraph.

    Raises RecordError where the ECCN is none, or the list has no such paragraph.
    """
    name = canonical_eccn(eccn)
    base, _, paragraph = (name or "").partition(".")
    entry = listed.entry(base)
    if name is None or (name != "EAR99" and (entry is None or (paragraph and not entry.within(paragraph)))):
        raise RecordError(f"{eccn!r} is no ECCN of the list")
    texts = ((name, entry.digest(paragraph)),) if entry else ()
    return ClassificationRecord(
        product.part, name, "stated", who, on, product.digest, texts, sources, (), (), valid_until
    )


def standing(
    record: ClassificationRecord | None, product: Product | None, listed: ControlList, on: date
) -> RecordStanding:
    """Whether a record counts on a day, by the list as it reads now and the product as it is now."""
    if record is None:
        return RecordStanding(("not classified",))
    reasons, warnings = [], []
    if product is not None and product.digest != record.product_digest:
        reasons.append("the product's data changed")
    for name, digest in record.texts:
        base, _, paragraph = name.partition(".")
        entry = listed.entry(base)
        if entry is None:
            reasons.append(f"{base} is no longer on the list")
        elif entry.digest(paragraph) != digest:
            reasons.append(f"the text of {name} changed")
    if record.valid_until is not None and on > record.valid_until:
        reasons.append(f"valid until {record.valid_until.isoformat()}")
    if not record.approved_by:
        reasons.append("no second person approved it")
    said = product.supplier_eccn if product else ""
    if said and (canonical_eccn(said) or said) != record.eccn:
        warnings.append(f"{(product.supplier if product else '') or 'the supplier'} says {said}")
    if record.eccn == "EAR99" and not record.texts:
        warnings.append("EAR99 as stated elsewhere: no entry of the list was looked at here")
    return RecordStanding(tuple(reasons), tuple(warnings))


def result_document(result: ReviewResult) -> dict[str, Any]:
    """A result with its path: what was asked, what was answered, by whom, when and on what ground."""
    return {
        "verdict": result.verdict,
        "eccn": result.eccn,
        "open": list(result.open),
        "candidates": [
            {"eccns": list(candidate.eccns), "decides": candidate.decides, "question": candidate.key}
            for candidate in result.candidates
        ],
        "notes": list(result.notes),
        "rests_on": [{"eccn": name, "digest": digest} for name, digest in result.texts],
        "path": [
            {
                "key": question.key,
                "question": question.text,
                "answer": str(answer.value) if isinstance(answer.value, Amount) else answer.value,
                "who": answer.who,
                "on": answer.on.isoformat() if answer.on else None,
                "why": answer.why,
                "cite": question.cite,
            }
            for question, answer in result.path
        ],
    }
