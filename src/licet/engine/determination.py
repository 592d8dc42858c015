"""An answer, with everything that a person or program needs to act on it or to prove it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.controls import ControlShown
from licet.engine.grounds import Ground
from licet.engine.ownership import OwnershipResult
from licet.model.lists import ListsUsed
from licet.model.transaction import Transaction
from licet.rules.answer import Answer, Light, Outcome
from licet.rules.citation import Citation
from licet.rules.policy import Policy
from licet.rules.rule import Caveat
from licet.rules.standing import Position, StandingNote

__all__ = [
    "AnswerCondition",
    "Claimable",
    "Determination",
    "FactShown",
    "GeneralProhibition",
    "LawNotHeld",
    "LicenseUse",
    "Need",
    "OtherReading",
    "Reason",
    "Receipt",
    "RegimeName",
]


@dataclass(frozen=True, slots=True)
class Need:
    """A fact to find out: its path in the wire format, the question in words, and why it is asked."""

    path: str
    question: str
    why: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class LawNotHeld:
    """Law that would decide an undetermined answer and that the rulebook does not hold.

    ``code``: the section's id in ``coverage.toml``, stable for programs. ``cite``: where the rule that asks stands.
    ``first`` and ``last``: the days for which the text is missing, None where it has no such end.
    """

    code: str
    cite: Citation
    what: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact as the answer used it."""

    path: str
    value: object
    text: str
    truth: bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning: a rule and what it says here, with its facts and what it rests on."""

    rule: str
    says: str
    title: str
    truth: bool | None
    cites: tuple[Citation, ...]
    source: str
    in_force: str
    facts: tuple[FactShown, ...] = ()
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimable:
    """An authority that might cover the sale and that nobody has claimed."""

    rule: str
    authority: str
    cites: tuple[Citation, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class AnswerCondition:
    """Something to do.

    ``status``: ``met``, ``open`` (before the item moves), ``standing``, or ``depends``: owed only if something that
    is not known makes it so.
    """

    code: str
    text: str
    status: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class GeneralProhibition:
    """One of the ten general prohibitions of 15 CFR 736.2(b), and the requirements that it collects here."""

    title: str
    rules: tuple[str, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the answer was computed from, as hashes. ``receipt_id`` names all of it together.

    ``law_package``: the version and hash of the adopted law package; None where the law came with Licet.
    """

    receipt_id: str
    rulebook: str
    lists: tuple[ListsUsed, ...]
    engine: str
    facts: str
    limits: AnswerPolicy
    law_package: str | None = None


@dataclass(frozen=True, slots=True)
class LicenseUse:
    """The record of the license that a sale claims. Quantities in ``unit``, values in US dollars.

    ``line``: the line of the license that the item is on, None when none or not known; ``quantity`` and ``value``
    what remains of it now, ``quantity_after`` and ``value_after`` what would remain after this sale; None where
    none is counted or it is not known. ``value_with_tolerance``: with the shipping tolerance (15 CFR 750.11).
    ``version``: of the record that was read.
    """

    number: str
    version: int
    status: str
    line: int | None = None
    unit: str | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    value_with_tolerance: Decimal | None = None
    quantity_after: Decimal | None = None
    value_after: Decimal | None = None
    value_after_with_tolerance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RegimeName:
    """A regime by its code and by what people call it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OtherReading:
    """The answer under the announced positions, where it is another than that under the text in force.

    ``parts_on``: the first day on which the two differ; after the day asked about, the answer is that of this day.
    ``notes``: the positions that bear on the transaction.
    """

    position: Position
    answer: Answer
    light: Light
    authority: tuple[str, ...]
    parts_on: date
    holds_until: date | None
    then: Answer | None
    notes: tuple[StandingNote, ...]


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer to one sale, as of a day.

    ``outcome``: the interval behind the answer. ``holds_until``: the first later day on which, with the same
    facts and the law and lists as known, the answer changes; ``then``: the answer from that day.
    ``review_policy``: the strictest of ``policies``, which are those of every requirement that nothing covers.
    ``license``: the record of the license that the sale claims, where one was looked up. ``ownership``: what
    listed owners hold of each party whose owners are stated. ``law_not_held``: what an undetermined answer hangs on
    beside ``needs``, and no fact can settle. ``verified``: the sections and tables that it rests on, each with
    the days for which it was verified. ``regime`` and ``law``: the code and the name of the law that answers; of the
    strictest where several do. ``determinations``: the answer of each regime where several were asked, and
    ``not_examined`` those that were not. ``position``: under what it is given; ``other_reading``: what it would be
    under the announced positions, where that differs. ``controls``: the reasons for control of the item, each held
    against the destinations.
    """

    sale: Transaction
    answer: Answer
    light: Light
    outcome: Outcome
    authority: tuple[str, ...]
    review_policy: str | None
    policies: tuple[Policy, ...]
    prohibitions: tuple[GeneralProhibition, ...]
    could_claim: tuple[Claimable, ...]
    conditions: tuple[AnswerCondition, ...]
    needs: tuple[Need, ...]
    because: tuple[Reason, ...]
    holds_until: date | None
    then: Answer | None
    caveats: tuple[Caveat, ...]
    receipt: Receipt
    license: LicenseUse | None = None
    ownership: tuple[OwnershipResult, ...] = ()
    law_not_held: tuple[LawNotHeld, ...] = ()
    verified: tuple[Ground, ...] = ()
    regime: str = ""
    law: str = "the regulations"
    determinations: tuple[Determination, ...] = ()
    not_examined: tuple[RegimeName, ...] = ()
    position: Position = Position.TEXT
    other_reading: OtherReading | None = None
    controls: tuple[ControlShown, ...] = ()

    @property
    def law_verified_to(self) -> date | None:
        """The day to which all law that the answer rests on was verified; None where some never was, or none is."""
        last = min((ground.last for ground in self.verified), default=None)
        return None if any(ground.first == date.max for ground in self.verified) else last

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Every citation that the answer rests on, each once, in the order of the reasoning."""
        found: dict[Citation, None] = {}
        for reason in self.because:
            _gather(reason, found)
        return tuple(found)


def _gather(reason: Reason, found: dict[Citation, None]) -> None:
    found.update(dict.fromkeys(reason.cites))
    for inner in reason.because:
        _gather(inner, found)
