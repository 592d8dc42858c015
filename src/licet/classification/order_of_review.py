"""The order of review (Supplement No. 4 to part 774), one question at a time, in three values.

First the US Munitions List; then the 600 series and 9x515; then encryption, which crosses the categories; then the
entries of the list that a search proposes, those for the rest of a field (x99x) last. The search only proposes what
to ask; judgements and parameters decide. An item is EAR99 only where every entry that was asked about was answered
with "no" and a person says that no other describes it; one open answer keeps the result open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from licet.classification.control_list import Entry, ListPassage, control_list
from licet.classification.encryption import Encryption, encryption
from licet.classification.parameters import PARAMETERS
from licet.classification.questions import Form, Inquiry, NotAnsweredError, QuestionAnswer, ReviewQuestion
from licet.classification.search import GROUPS, find
from licet.classification.specially_designed import specially_designed
from licet.classification.truth import Truth, all_of, negated

__all__ = ["ReviewInterview", "ReviewResult", "ReviewVerdict", "ReviewedItem"]

_SUPPLEMENT = "15 CFR Part 774 Supp. 4"
_CANDIDATES = 8
_MILITARY = re.compile(r"\d[A-E]6\d\d|9[A-E]515")
_REST = re.compile(r"\d[A-E]99\d")
_TAKES_OUT = re.compile(r"\b(?:do(?:es)? not (?:control|apply|include)|are not controlled|excludes?)\b")
_ALL = re.compile(r"\b(?:all|both) of the following\b[^:]*:?\s*$")
_CIPHERS = frozenset({"5A002", "5A992", "5D002", "5D992"})
_SHORT = 240


class ReviewVerdict:
    """What a review may come to."""

    CLASSIFIED = "classified"
    EAR99 = "EAR99"
    ITAR = "subject to the ITAR"
    OPEN = "undetermined"


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """What is classified. ``kind``: commodity, software or technology. ``on``: the list as read on this day."""

    description: str
    kind: str = "commodity"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What a review came to. ``eccn``: with its paragraph; EAR99; None while it is open or under another agency.

    ``open``: the entries that are not answered, and why. ``notes``: what follows for licensing. ``texts``: the texts
    that the result rests on, each with its digest: the paragraph that describes the item, and entries that do not.
    ``path``: the questions with their answers.
    """

    verdict: str
    eccn: str | None = None
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    path: tuple[tuple[ReviewQuestion, QuestionAnswer], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewInterview:
    """A review as far as it is answered. Each answer gives a new interview; nothing is changed in place."""

    item: ReviewedItem
    answers: Mapping[str, QuestionAnswer] = field(default_factory=dict)

    @property
    def question(self) -> ReviewQuestion | None:
        """The next question; None when nothing that is left can change the result."""
        try:
            _review(self.item, Inquiry(self.answers))
        except NotAnsweredError as missing:
            return missing.question
        return None

    @property
    def result(self) -> ReviewResult:
        """The result; open while questions are left."""
        inquiry = Inquiry(self.answers)
        try:
            found = _review(self.item, inquiry)
        except NotAnsweredError as missing:
            found = ReviewResult(ReviewVerdict.OPEN, open=(missing.question.text,))
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
    munitions = inquiry.yes(_MUNITIONS)
    if munitions:
        return ReviewResult(
            ReviewVerdict.ITAR, notes=("Classify it in a category of the US Munitions List (22 CFR 121.1).",)
        )
    if munitions is None:
        review.left.append("US Munitions List (22 CFR 121.1)")
    entries = _candidates(item)
    if not entries:
        review.left.append("no entry was proposed: describe the item in other words")
    if found := _military(review, entries):
        return review.result(*found)
    cipher = encryption(inquiry, item.kind)
    review.left += cipher.open
    others = [
        e for e in entries if not _MILITARY.fullmatch(e.eccn) and not (cipher.decided and e.eccn in _CIPHERS)
    ]
    found = review.first_described([e for e in others if not _REST.fullmatch(e.eccn)])
    if cipher.eccn:
        return _with_cipher(review, cipher, found)
    found = found or review.first_described([e for e in others if _REST.fullmatch(e.eccn)])
    if found:
        return review.result(*found)
    if inquiry.yes(_OTHERS) is not True:
        review.left.append("whether another entry of the product group describes it")
    return review.result("EAR99", ())


def _military(review: _ReviewState, entries: Sequence[Entry]) -> tuple[str, tuple[str, ...]] | None:
    """The entry of the 600 series or 9x515 that describes the item; none is asked about where a person says so."""
    military = review.inquiry.yes(_SERIES)
    if military is False:
        return None
    found = review.first_described([entry for entry in entries if _MILITARY.fullmatch(entry.eccn)])
    if found is None:
        review.left.append("600 series and 9x515: no entry that was proposed describes it")
    return found


def _with_cipher(
    review: _ReviewState, cipher: Encryption, found: tuple[str, tuple[str, ...]] | None
) -> ReviewResult:
    """An encryption item: mass market, it is what another entry says; else both describe it, and a person decides."""
    if found is None or _REST.match(found[0]):
        return review.result(cipher.eccn, cipher.notes)
    if _REST.match(cipher.eccn):
        return review.result(*found)
    review.left.append(f"{found[0]} and {cipher.eccn} both describe it: the controls of both apply")
    return review.result(found[0], (*found[1], *cipher.notes))


@dataclass(slots=True)
class _ReviewState:
    """A review under way. ``left``: what is open; ``texts``: what was read, with digests."""

    item: ReviewedItem
    inquiry: Inquiry
    left: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def first_described(self, entries: Sequence[Entry]) -> tuple[str, tuple[str, ...]] | None:
        """The first paragraph that describes the item; one for the rest of a field only where no other does."""
        rest = None
        for entry in entries:
            truth, name, notes = _described(entry, self.inquiry)
            if truth is None:
                self.left.append(name)
            if truth and not (_REST.match(name) and not _REST.fullmatch(entry.eccn)):
                return name, notes
            self.texts.append((entry.eccn, entry.digest()))
            rest = rest or ((name, notes) if truth else None)
        return rest

    def result(self, name: str, notes: tuple[str, ...]) -> ReviewResult:
        """A paragraph that describes the item, or EAR99; open while something before it is open."""
        base, _, paragraph = name.partition(".")
        entry = control_list().entry(base, self.item.on)
        texts = (*self.texts, (name, entry.digest(paragraph))) if entry else tuple(self.texts)
        if self.left:
            return ReviewResult(
                ReviewVerdict.OPEN, open=(*self.left, f"else {name}"), notes=notes, texts=texts
            )
        return ReviewResult(
            ReviewVerdict.CLASSIFIED if entry else ReviewVerdict.EAR99, name, notes=notes, texts=texts
        )


_MUNITIONS = ReviewQuestion(
    "usml",
    "Is it described on the US Munitions List, in a catch-all paragraph or otherwise?",
    Form.YES_NO,
    f"{_SUPPLEMENT} (a); 22 CFR 121.1",
    "What the US Munitions List describes is not on the Commerce Control List.",
)
_SERIES = ReviewQuestion(
    "military",
    "Is it a military or spacecraft item, or a part specially designed for one (600 series, 9x515)?",
    Form.YES_NO,
    f"{_SUPPLEMENT} (a)(3), (4)",
    "The 600 series and 9x515 go before every other entry.",
)
_OTHERS = ReviewQuestion(
    "others",
    "Has someone read the entries of its category and product group, and does no other describe it?",
    Form.YES_NO,
    f"{_SUPPLEMENT} (a)(5), (6)",
    "Only what no entry describes is EAR99; a search may miss an entry.",
)


@lru_cache(maxsize=256)
def _candidates(item: ReviewedItem) -> tuple[Entry, ...]:
    """The entries that a search proposes, in the order of review: those for the rest of a field last."""
    groups = GROUPS[item.kind]
    hits = [hit.eccn for hit in find(item.description, kind=item.kind, limit=3 * _CANDIDATES, on=item.on)]
    proposed = [eccn for eccn in hits if eccn[1] in groups][:_CANDIDATES]
    proposed.sort(key=lambda eccn: bool(_REST.fullmatch(eccn)))
    found = (control_list().entry(eccn, item.on) for eccn in proposed)
    return tuple(entry for entry in found if entry is not None)


def _described(entry: Entry, inquiry: Inquiry) -> tuple[Truth, str, tuple[str, ...]]:
    """Whether an entry describes the item, in which paragraph, and what follows."""
    if entry.eccn in PARAMETERS:
        return PARAMETERS[entry.eccn](inquiry, entry)
    truth, paragraph = _walk(entry, "", inquiry)
    name = f"{entry.eccn}.{paragraph}" if paragraph else entry.eccn
    if not truth:
        return truth, name, ()
    return (
        all_of(
            [_designed(entry, paragraph, name, inquiry), negated(_taken_out(entry, paragraph, name, inquiry))]
        ),
        name,
        (),
    )


def _designed(entry: Entry, paragraph: str, name: str, inquiry: Inquiry) -> Truth:
    """Whether the words "specially designed" of a paragraph let it reach the item."""
    text = _setting(entry, paragraph)
    if "specially designed" not in text.replace("“", "").replace("”", "").lower():
        return True
    reach = inquiry.choice(
        ReviewQuestion(
            f"{name}:reach",
            f"How does {name} reach it? {text}",
            Form.CHOICE,
            f"{entry.passages[0].cite}, {name}",
            "What is named is described however it was designed; what is not named must be specially designed.",
            (
                ("named", "the paragraph names it; “specially designed” is said of something else"),
                ("designed", "only if it is “specially designed”"),
            ),
        )
    )
    return None if reach is None else True if reach == "named" else specially_designed(inquiry, name)


def _walk(entry: Entry, paragraph: str, inquiry: Inquiry) -> tuple[Truth, str]:
    """Down the paragraphs: a choice where one of several suffices, one question where all are needed."""
    below = _below(entry, paragraph)
    name = f"{entry.eccn}.{paragraph}" if paragraph else entry.eccn
    lead = _setting(entry, paragraph)
    if not below:
        return (True, paragraph) if paragraph else (_yes(name, lead, entry, inquiry), "")
    if _ALL.search(lead):
        texts = tuple(f"{p.paragraph}: {p.text}" for item in below for p in entry.within(item.paragraph))
        return _yes(
            f"{name}:all", f"{lead} {'; '.join(p.text for p in below)}", entry, inquiry, texts
        ), paragraph
    chosen = inquiry.choice(
        ReviewQuestion(
            name,
            f"Which of these describes it? {name}: {_short(lead)}",
            Form.CHOICE,
            f"{_SUPPLEMENT} (a)(5); {entry.passages[0].cite}, {name}",
            "The paragraph decides which controls apply.",
            (
                *((p.paragraph, _short(p.text)) for p in below),
                ("none", "None of them, or the heading does not describe it."),
            ),
            shown=(entry.heading,) if not paragraph else (),
        )
    )
    if chosen is None:
        return None, paragraph
    return (False, paragraph) if chosen == "none" else _walk(entry, chosen, inquiry)


def _yes(name: str, text: str, entry: Entry, inquiry: Inquiry, shown: tuple[str, ...] = ()) -> Truth:
    return inquiry.yes(
        ReviewQuestion(
            name,
            f"Does this describe it? {text}",
            Form.YES_NO,
            f"{_SUPPLEMENT} (a)(5); {entry.passages[0].cite}, {name.removesuffix(':all')}",
            "An entry that describes the item classifies it.",
            shown=shown,
        )
    )


def _taken_out(entry: Entry, paragraph: str, name: str, inquiry: Inquiry) -> Truth:
    """Whether a note takes the item out of the paragraph that describes it."""
    on_the_way = {"", *(p.paragraph for p in entry.above(paragraph))}
    base = f"{entry.eccn}.{paragraph.partition('.')[0]}" if paragraph else entry.eccn
    notes = [
        p.text
        for p in entry.passages
        if p.kind == "note"
        and _TAKES_OUT.search(p.text)
        and (p.paragraph in on_the_way or p.text.find(base) >= 0 or f"{entry.eccn} " in p.text)
    ]
    if not notes:
        return False
    return inquiry.yes(
        ReviewQuestion(
            f"{name}:notes",
            f"Does one of these notes take it out of {name}?",
            Form.YES_NO,
            f"{entry.passages[0].cite}, notes to {entry.eccn}",
            "What a note leaves out is not described by the paragraph.",
            shown=tuple(notes),
        )
    )


def _below(entry: Entry, paragraph: str) -> list[ListPassage]:
    """The nearest items below a paragraph: its children, or grandchildren whose parent the list does not print."""
    inside = [p for p in entry.items if not paragraph or p.paragraph.startswith(f"{paragraph}.")]
    names = {p.paragraph for p in inside}
    return [p for p in inside if not any(_proper(other, p.paragraph) for other in names)]


def _proper(above: str, paragraph: str) -> bool:
    return paragraph.startswith(f"{above}.")


def _setting(entry: Entry, paragraph: str) -> str:
    item = entry.item(paragraph) if paragraph else None
    return item.text if item else entry.heading


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}..."
