"""What an answer looks like, for the OpenAPI document and for the client; ``engine/report.py`` writes it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

__all__ = ["AnswerPage", "AnswerSchema", "Cite", "ManyAnswers", "OrderAnswerSchema"]

AnswerWord = Literal[
    "not_subject", "no_license_required", "authorized", "license_required", "prohibited", "undetermined"
]
Light = Literal["green", "amber", "red"]


class _ShownSchema(BaseModel):
    """What is described here is always there; answers may come to say more, which a caller passes over."""


class Cite(_ShownSchema):
    """A place of law."""

    text: str
    url: str


class NeedSchema(_ShownSchema):
    """A fact to find out, and why it is asked."""

    path: str
    question: str
    why: str
    cite: str


class LawNotHeldSchema(_ShownSchema):
    """Law that would decide the answer and that the rulebook does not hold; no fact can settle it."""

    code: str
    cite: str
    what: str
    from_: date | None = Field(alias="from")
    to: date | None


class StandingNoteSchema(_ShownSchema):
    """How a text of law stands beside being in force; ``grade``: what was seen of the document that says so."""

    code: str
    title: str
    standing: Literal["in_force", "stayed", "not_enforced", "published_for_later", "announced"]
    from_: date = Field(alias="from")
    to: date | None
    stated_on: date
    cite: str | None
    source: str
    grade: Literal["text", "abstract", "quoted", "reported"]


class OtherReadingSchema(_ShownSchema):
    """The answer under the announced positions, where it is another; ``parts_on``: the first day on which it is."""

    position: Literal["announced"]
    answer: AnswerWord
    light: Light
    authority: list[str]
    parts_on: date
    holds_until: date | None
    then: AnswerWord | None
    because: list[StandingNoteSchema]


class LimitsSchema(_ShownSchema):
    """The limits within which an answer may be green."""

    list_days: int
    law_days: int
    ownership_groups: list[str]


class ClaimableSchema(_ShownSchema):
    """An authority that nobody has claimed and that might cover the sale."""

    rule: str
    authority: str
    cites: list[Cite]
    needs: list[NeedSchema]


class ConditionSchema(_ShownSchema):
    """What has to be done, or holds."""

    code: str
    text: str
    status: str
    cite: str


class Fact(_ShownSchema):
    """A fact that was read. ``truth``: true, false or null (unknown)."""

    path: str
    value: Any
    text: str
    truth: Any


class ReasonSchema(_ShownSchema):
    """A rule, what it says of this sale, and on which facts."""

    rule: str
    says: str
    title: str
    truth: Any
    cites: list[str]
    in_force: str
    source: str
    facts: list[Fact]
    because: list[ReasonSchema]


class CaveatSchema(_ShownSchema):
    """What the reader must know of how far the answer goes."""

    code: str
    text: str


class ListUsed(_ShownSchema):
    """A list that was consulted."""

    name: str
    data_date: date
    whole: bool
    entries: int
    fingerprint: str
    dates: dict[str, date]


class VerifiedLaw(_ShownSchema):
    """A section or table that the answer rests on, and the days for which it was verified; null: it never was."""

    section: str
    cite: str
    from_: date | None = Field(alias="from")
    to: date | None


class ReceiptSchema(_ShownSchema):
    """By what the same answer can be made again. ``law_package``: given where a law package was adopted."""

    id: str
    rulebook: str
    law_package: str | None = None
    engine: str
    facts: str
    lists: list[ListUsed]
    limits: LimitsSchema


class LicenseUseSchema(_ShownSchema):
    """The record of the license that the sale claims: what remains of its line, now and after the sale."""

    number: str
    version: int
    status: str
    line: int | None
    unit: str | None
    quantity: str | None
    value: str | None
    value_with_tolerance: str | None
    quantity_after: str | None
    value_after: str | None
    value_after_with_tolerance: str | None


class OwnerMeant(_ShownSchema):
    """An owner that is a listed party; ``listed`` null: it may be one."""

    path: str
    name: str
    percent: str | None
    listed: bool | None


class SpanSchema(_ShownSchema):
    """A percentage from what is sure to what is possible; ``half``: whether it is 50 or more, null: not known."""

    low: str
    high: str
    half: bool | None


class OwnershipSchema(_ShownSchema):
    """What owners on some lists hold of a party together, in both readings of layered ownership."""

    path: str
    name: str | None
    lists: list[str]
    by: list[OwnerMeant]
    cascading: SpanSchema | None
    multiplied: SpanSchema | None
    readings_differ: bool
    problem: str | None


class ControlSchema(_ShownSchema):
    """A reason for control of the item: the line of its ECCN in its words, the column of the chart, and the mark.

    ``marked``: the column has an X for the destination, or the line names it. ``requires``: the line covers the item
    and is marked; null where either is not known.
    """

    eccn: str
    destination: str | None
    reason: str
    column: str | None
    words: str
    covers: bool | None
    marked: bool | None
    requires: bool | None
    cite: str


class RegimeSchema(_ShownSchema):
    """A body of law that was not examined."""

    regime: str
    title: str


class ObstacleSchema(_ShownSchema):
    """What stands in the way of a license exception, and the paragraph that says so."""

    text: str
    cite: str


class ExceptionSchema(_ShownSchema):
    """What becomes of a license exception, or a paragraph of one, for this sale."""

    symbol: str
    paragraph: str | None
    status: Literal["available", "needs_facts", "law_not_held", "foreclosed", "out_of_scope"]
    rule: str | None
    authority: str
    cites: list[Cite]
    obstacles: list[ObstacleSchema]
    needs: list[NeedSchema]
    law_not_held: list[LawNotHeldSchema]


class AnswerSchema(_ShownSchema):
    """May the sale go ahead, as of this date, under which authority, and until when does that hold?"""

    answer: AnswerWord
    light: Light
    summary: str
    as_of: date
    known_as_of: date | None
    authority: list[str]
    review_policy: str | None
    policies: list[dict[str, Any]]
    general_prohibitions: list[dict[str, Any]]
    holds_until: date | None
    then: AnswerWord | None
    needs: list[NeedSchema]
    law_not_held: list[LawNotHeldSchema] = []
    law_verified_to: date | None
    verified: list[VerifiedLaw]
    could_claim: list[ClaimableSchema]
    controls: list[ControlSchema] = []
    conditions: list[ConditionSchema]
    because: list[ReasonSchema]
    cites: list[Cite]
    position: Literal["text", "announced"] = "text"
    other_reading: OtherReadingSchema | None = None
    license: LicenseUseSchema | None = None
    caveats: list[CaveatSchema]
    sale: dict[str, Any]
    receipt: ReceiptSchema
    ownership: list[OwnershipSchema] = []
    determinations: list[dict[str, Any]] = []
    not_examined: list[RegimeSchema] = []
    exceptions: list[ExceptionSchema] = []


class OrderLineSchema(_ShownSchema):
    """The answer to a line of an order; ``id``: the order's own number of it."""

    line: int
    id: str | None
    answer: AnswerSchema


class OrderAnswerSchema(_ShownSchema):
    """The answer to an order of several lines: the strictest decides for the whole."""

    answer: AnswerWord
    light: Light
    summary: str
    holds_until: date | None
    then: AnswerWord | None
    needs: list[NeedSchema]
    notes: list[str]
    lines: list[OrderLineSchema]


class FieldProblemSchema(_ShownSchema):
    """What is wrong with one field."""

    field: str
    detail: str


class OneOfMany(_ShownSchema):
    """The answer to one of many sales, or what is wrong with it."""

    reference: str | None
    answer: AnswerSchema | None
    problem: FieldProblemSchema | None


class ManyAnswers(_ShownSchema):
    """In the order of the sales."""

    answers: list[OneOfMany]


class KeptAnswer(_ShownSchema):
    """An answer that was kept."""

    number: int
    reference: str
    receipt: str
    answer: AnswerWord
    light: Light
    as_of: date
    holds_until: date | None
    kept_at: str


class AnswerPage(_ShownSchema):
    """A page of answers; ``next`` goes into ``after``."""

    items: list[KeptAnswer]
    next: str | None
