"""The order of review (Supplement No. 4 to part 774), one question at a time, in three values.

First the US Munitions List (22 CFR 120.11, 120.41); then the 600 series and 9x515; then encryption, which crosses the
categories; then the entries of the list that a search proposes, those for the rest of a field (x99x) last. The search
only proposes what to read; judgments and parameters decide. An item is EAR99 only where none of the proposed entries,
and none of the others of their categories, describes it; one open answer keeps the result open and says what would
decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from licet.classification.control_list import Entry, control_list
from licet.classification.description import Suggestion, suggestion
from licet.classification.encryption import Encryption, encryption
from licet.classification.munitions import munitions
from licet.classification.paragraphs import ParagraphReading, read_entry
from licet.classification.proposals import (
    REST,
    ReviewedItem,
    entries_question,
    military_question,
    rest_question,
    shortlist,
)
from licet.classification.questions import (
    Candidate,
    Form,
    Inquiry,
    NotAnsweredError,
    QuestionAnswer,
    ReviewQuestion,
)
from licet.classification.search import EntryHit
from licet.classification.specially_designed import not_designed

__all__ = ["ReviewInterview", "ReviewResult", "ReviewVerdict", "ReviewedItem"]

_SUPPLEMENT = "15 CFR Part 774 Supp. 4"
_CIPHERS = frozenset({"5A002", "5A992", "5D002", "5D992"})


class ReviewVerdict:
    """What a review may come to."""

    CLASSIFIED = "classified"
    EAR99 = "EAR99"
    ITAR = "subject to the ITAR"
    OPEN = "undetermined"


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What a review came to. ``eccn``: with its paragraph; EAR99; None while it is open or under another agency.

    ``candidates``: what it may be while it is open, and what would decide. ``notes``: what follows for licensing.
    ``texts``: the texts that the result rests on, each with its digest: the paragraph that describes the item, and
    entries that do not. ``path``: the questions with their answers.
    """

    verdict: str
    eccn: str | None = None
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    path: tuple[tuple[ReviewQuestion, QuestionAnswer], ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """What is open, in words."""
        return tuple(str(candidate) for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class ReviewInterview:
    """A review as far as it is answered. Each answer gives a new interview; nothing is changed in place."""

    item: ReviewedItem
    answers: Mapping[str, QuestionAnswer] = field(default_factory=dict)

    @property
    def question(self) -> ReviewQuestion | None:
        """The next question; None when nothing that is left can change the result."""
        try:
            _review(self.item, Inquiry(self.answers, self.item.description))
        except NotAnsweredError as missing:
            return missing.question
        return None

    @property
    def suggestion(self) -> Suggestion | None:
        """What the description suggests as the next answer, for a person to accept or change."""
        question = self.question
        return None if question is None else suggestion(question, self.item.description)

    @property
    def result(self) -> ReviewResult:
        """The result; open while questions are left."""
        inquiry = Inquiry(self.answers, self.item.description)
        try:
            found = _review(self.item, inquiry)
        except NotAnsweredError as missing:
            left = Candidate((), missing.question.text, missing.question.key)
            found = ReviewResult(ReviewVerdict.OPEN, candidates=(left,))
        return replace(found, path=tuple(inquiry.path))

    def answer(self, typed: str, *, who: str = "", on: date | None = None, why: str = "") -> ReviewInterview:
        """The interview with its question answered. Raises AnswerError, and LookupError where none is open."""
        question = self.question
        if question is None:
            raise LookupError("there is nothing more to ask")
        given = QuestionAnswer(question.read(typed), who, on, why)
        return replace(self, answers={**self.answers, question.key: given})

    def back(self) -> ReviewInterview:
        """The interview without its last answer."""
        if not self.answers:
            return self
        kept = list(self.answers)[:-1]
        return replace(self, answers={key: self.answers[key] for key in kept})


def _review(item: ReviewedItem, inquiry: Inquiry) -> ReviewResult:
    review = _ReviewState(item, inquiry)
    state_list = munitions(inquiry, item.description)
    if state_list.truth:
        return ReviewResult(ReviewVerdict.ITAR, notes=state_list.notes)
    review.notes = state_list.notes
    if state_list.truth is None:
        first = state_list.unknown[0]
        key = first if first == "usml" else f"usml:{first}"
        review.left.append(Candidate(("US Munitions List",), "whether it is described there", key))
    listed = shortlist(item)
    if found := _military(review, listed.military):
        return review.result(found)
    cipher = encryption(inquiry, item.kind)
    review.left += cipher.open
    hits = [hit for hit in listed.nearest if not (cipher.decided and hit.eccn in _CIPHERS)]
    before = len(review.left)
    named = review.named(entries_question(hits), [hit.eccn for hit in hits]) if hits else ()
    found = review.first_described(named)
    if cipher.eccn:
        review.left[before:] = filter(_beside_cipher, review.left[before:])
        return _with_cipher(review, cipher, found)
    if found:
        return review.result(found)
    if review.left:  # EAR99 is not near: what is open goes before
        return review.result(ParagraphReading(True, "EAR99"))
    rest = [entry.eccn for entry in listed.rest if not (cipher.decided and entry.eccn in _CIPHERS)]
    others = review.named(rest_question(review.entry(eccn) for eccn in rest), rest)
    return review.result(review.first_described(others) or ParagraphReading(True, "EAR99"))


def _military(review: _ReviewState, hits: Sequence[EntryHit]) -> ParagraphReading | None:
    """The entry of the 600 series or 9x515 that describes the item; none is asked about where a person says so.

    A military item is in none of them only where it is not specially designed: a bolt goes on to the other entries.
    """
    military = review.inquiry.yes(_SERIES)
    if military is False:
        return None
    if military is None:
        review.left.append(
            Candidate(("600 series", "9x515"), "whether it is a military or spacecraft item", "military")
        )
        return None
    named = review.named(military_question(hits), [hit.eccn for hit in hits]) if hits else ()
    before = len(review.inquiry.path)
    found = review.first_described(named)
    released = any(
        not_designed(question.key, answer.value) for question, answer in review.inquiry.path[before:]
    )
    if found is None and not review.left and not released:
        review.left.append(
            Candidate(("600 series", "9x515"), "which of their entries describes it", "military_entries")
        )
    return found


def _beside_cipher(candidate: Candidate) -> bool:
    """Whether what is open matters beside encryption: an entry for the rest of a field gives way to it either way."""
    return not candidate.eccns or not all(REST.match(eccn) for eccn in candidate.eccns)


def _with_cipher(review: _ReviewState, cipher: Encryption, found: ParagraphReading | None) -> ReviewResult:
    """An encryption item: mass market, it is what another entry says; else both describe it, and a person decides."""
    if found is None or REST.match(found.name):
        return review.result(ParagraphReading(True, cipher.eccn, cipher.notes))
    if REST.match(cipher.eccn):
        return review.result(found)
    both = Candidate(
        (found.name, cipher.eccn), "both describe it: the controls of both apply, and a person decides"
    )
    review.left.append(both)
    return review.result(replace(found, notes=(*found.notes, *cipher.notes)))


@dataclass(slots=True)
class _ReviewState:
    """A review under way. ``left``: what is open; ``texts``: what was read, with digests; ``notes``: to be kept."""

    item: ReviewedItem
    inquiry: Inquiry
    left: list[Candidate] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def entry(self, eccn: str) -> Entry:
        """An entry as read on the day of the review."""
        found = control_list().entry(eccn, self.item.on)
        assert found is not None
        return found

    def named(self, question: ReviewQuestion, offered: Sequence[str]) -> tuple[str, ...]:
        """The entries that may describe the item, those for the rest of a field last; the others do not."""
        named = self.inquiry.several(question)
        if named is None:
            self.left.append(
                Candidate(tuple(offered[:5]), "which of the entries may describe it", question.key)
            )
            return ()
        for eccn in offered:
            if eccn not in named:
                self.texts.append((eccn, self.entry(eccn).digest()))
        return tuple(sorted(named, key=lambda eccn: bool(REST.fullmatch(eccn))))

    def first_described(self, eccns: Sequence[str]) -> ParagraphReading | None:
        """The first paragraph that describes the item; one for the rest of a field only where no other does."""
        rest = None
        for eccn in eccns:
            entry = self.entry(eccn)
            reading = read_entry(entry, self.inquiry, shortlist(self.item).paragraphs.get(eccn, ()))
            if reading.truth is None:
                self.left.append(reading.candidate)
            if reading.truth and not (REST.match(reading.name) and not REST.fullmatch(eccn)):
                return reading
            self.texts.append((eccn, entry.digest()))
            rest = rest or (reading if reading.truth else None)
        return rest

    def result(self, found: ParagraphReading) -> ReviewResult:
        """A paragraph that describes the item, or EAR99; open while something before it is open."""
        base, _, paragraph = found.name.partition(".")
        entry = control_list().entry(base, self.item.on)
        texts = (*self.texts, (found.name, entry.digest(paragraph))) if entry else tuple(self.texts)
        notes = (*self.notes, *found.notes)
        if self.left:
            otherwise = Candidate((found.name,), "what it is otherwise")
            return ReviewResult(ReviewVerdict.OPEN, None, (*self.left, otherwise), notes, texts)
        verdict = ReviewVerdict.CLASSIFIED if entry else ReviewVerdict.EAR99
        return ReviewResult(verdict, found.name, (), notes, texts)


_SERIES = ReviewQuestion(
    "military",
    "Is it a military or spacecraft item, or a part specially designed for one (600 series, 9x515)?",
    Form.YES_NO,
    f"{_SUPPLEMENT} (a)(3), (4)",
    "The 600 series and 9x515 go before every other entry.",
)
