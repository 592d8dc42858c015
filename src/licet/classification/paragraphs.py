"""Down an entry to the paragraph that describes an item: by choice, by stated parameters, by "specially designed"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from licet.classification.control_list import Entry, ListPassage
from licet.classification.description import states_quantity
from licet.classification.limit import Limit, Limits, any_met
from licet.classification.limits import READ_CATEGORIES, limits_of
from licet.classification.parameters import PARAMETERS
from licet.classification.questions import NONE, Candidate, Form, Inquiry, ReviewQuestion
from licet.classification.specially_designed import specially_designed
from licet.classification.truth import Truth, all_of, negated

__all__ = ["ParagraphReading", "read_entry"]

_SUPPLEMENT = "15 CFR Part 774 Supp. 4"
_TAKES_OUT = re.compile(r"\b(?:do(?:es)? not (?:control|apply|include)|are not controlled|excludes?)\b")
_LEAVES_OUT = re.compile(r"\bThis (?:ECCN|entry) does not control\b")
"""What notes among the license requirements say where they take items out of the entry."""
_BUT_NOT = re.compile(r"\b(?:that are NOT|therefor, except):?\s*$")
"""The end of a paragraph below which stands what it does not describe (9A515.x)."""
HEADING = "heading"
_OF_ITEMS = re.compile(r"not controlled by|having|characteristics|other than")
_ALL = re.compile(
    r"\b(?:(?:all|both) (?:of )?(?:the )?(?:following\b|characteristics described in (?:this ECCN|the list of items))"
    r"[^:]*|both):?\s*(?:\(see list of items controlled\)\.?)?\s*$",
    re.IGNORECASE,
)
_DESIGNED = re.compile(r"specially\W+designed", re.IGNORECASE)
_BAND = "The paragraph is arithmetic. State the whole band, such as 2 to 18 GHz; each part of it counts."
_SHORT, _LEAD = 240, 80
_MOST_CHOICES = 12
_MOST_PARAMETERS = 3
_MOST_NEAR = 4
_MOST_WORDS, _LONGEST_NAME = 3, 5
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "any",
        "all",
        "with",
        "having",
        "following",
        "but",
        "not",
        "with",
        "by",
        "is",
        "are",
        "be",
        "being",
        "rated",
        "operation",
        "designed",
        "operate",
        "anywhere",
        "within",
    ]
)


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """What reading an entry gave. ``truth``: whether it describes the item; ``name``: in which paragraph.

    ``possible``: the paragraphs that may, where it is open; ``decides``: what would decide; ``key``: the question.
    """

    truth: Truth
    name: str
    notes: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    decides: str = ""
    key: str = ""

    @property
    def candidate(self) -> Candidate:
        """What is open."""
        return Candidate(
            self.possible or (self.name,), self.decides or "whether it describes the item", self.key
        )


def read_entry(entry: Entry, inquiry: Inquiry, nearest: tuple[str, ...] = ()) -> ParagraphReading:
    """Whether an entry describes the item, in which paragraph, and what follows.

    ``nearest``: the paragraphs that read nearest to the description; they are offered beside those at the top.
    """
    before = len(inquiry.path)
    if entry.eccn in PARAMETERS:
        truth, name, notes = PARAMETERS[entry.eccn](inquiry, entry)
        base = name.partition(".")[0]
        possible = tuple(part if part[:1].isdigit() else f"{base}.{part}" for part in name.split("/"))
        reading = _opened(ParagraphReading(truth, possible[0], notes, possible), inquiry, before)
        if truth and len(possible) > 1:  # it is described for certain, and only the paragraph is open
            open_ = f"Which of {', '.join(possible)} it is is open: {reading.decides}"
            return ParagraphReading(True, common_place(possible), (*notes, open_))
        return reading
    reading = _walk(entry, "", inquiry, nearest)
    if reading.truth:
        paragraph = reading.name.partition(".")[2]
        text = _designed_text(entry, paragraph)
        truths = []
        if text:
            truths.append(specially_designed(inquiry, reading.name, _cut(text), entry.passages[0].cite))
        if False not in truths:
            truths.append(negated(_taken_out(entry, paragraph, reading.name, inquiry)))
        reading = ParagraphReading(all_of(truths), reading.name, reading.notes)
    return _opened(reading, inquiry, before)


def _designed_text(entry: Entry, paragraph: str) -> str:
    """The texts on the way to a paragraph, where one of them says "specially designed"; else empty."""
    texts = [p.text for p in entry.above(paragraph)] if paragraph else [entry.heading]
    return " ".join(texts) if any(_DESIGNED.search(text) for text in texts) else ""


def common_place(names: tuple[str, ...]) -> str:
    """The paragraph in which all of these lie.

    >>> common_place(("9A012.a.2", "9A012.a.1"))
    '9A012.a'
    """
    steps = zip(*(name.split(".") for name in names), strict=False)
    return ".".join(step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps))


def _opened(reading: ParagraphReading, inquiry: Inquiry, before: int) -> ParagraphReading:
    """An open reading with the question that was answered with "unknown"."""
    if reading.truth is not None and len(reading.possible) < 2:  # noqa: PLR2004
        return reading
    unknown = [question for question, answer in inquiry.path[before:] if answer.value is None]
    decides, key = (unknown[-1].text, unknown[-1].key) if unknown else ("a number nearer to the limit", "")
    return ParagraphReading(reading.truth, reading.name, reading.notes, reading.possible, _cut(decides), key)


def _walk(entry: Entry, paragraph: str, inquiry: Inquiry, nearest: tuple[str, ...] = ()) -> ParagraphReading:
    """Down the paragraphs: a choice where one of several suffices, one question where all are needed."""
    below = _below(entry, paragraph)
    name = _name(entry, paragraph)
    lead = _setting(entry, paragraph)
    if not below:
        return _leaf(entry, paragraph, inquiry) if paragraph else _whole(name, name, lead, entry, inquiry)
    if _ALL.search(lead):
        shown = tuple(f"{p.paragraph}: {p.text}" for item in below for p in entry.within(item.paragraph))
        text = f"{lead} {'; '.join(p.text for p in below)}"
        return _whole(f"{name}:all", name, text, entry, inquiry, shown)
    if (parameters := _parameters(below)) and len(below) > 1:
        return _by_numbers(entry, name, below, parameters, inquiry)
    return _by_choice(entry, paragraph, _offered(entry, below, nearest), inquiry)


def _leaf(entry: Entry, paragraph: str, inquiry: Inquiry) -> ParagraphReading:
    """A paragraph that was chosen: its limits decide, where the description states amounts of their quantities."""
    name, item = _name(entry, paragraph), entry.item(paragraph)
    limits = limits_of(item) if item and entry.eccn[0] in READ_CATEGORIES else Limits(())
    asked = {limit.key: limit for limit in limits.all}
    stated = all(limit.unit and states_quantity(inquiry.description, limit.unit) for limit in asked.values())
    if item is None or not limits or not limits.whole or not stated or len(asked) > _MOST_PARAMETERS:
        return ParagraphReading(True, name)
    values = {
        key: inquiry.amount(_limit_question(name, limit, item.text, entry)) for key, limit in asked.items()
    }
    return ParagraphReading(limits.met(values), name)


def _limit_question(name: str, limit: Limit, text: str, entry: Entry) -> ReviewQuestion:
    return ReviewQuestion(
        f"{entry.eccn}:{limit.key}",
        f"What is its {limit.name}? {name}: {_cut(text)}",
        Form.NUMBER,
        f"{entry.passages[0].cite}, {name}",
        _BAND if limit.of_band else "The paragraph is arithmetic.",
        unit=limit.unit,
    )


def _offered(entry: Entry, below: list[ListPassage], nearest: tuple[str, ...]) -> list[ListPassage]:
    """The items to choose from: those that read nearest, however deep, and all of the next step."""
    widened = _widened(entry, below)
    if not any(_below(entry, item.paragraph) for item in widened):
        return widened
    parents = Counter(name.rpartition(".")[0] for name in nearest)
    deep = [parent if parents[parent := name.rpartition(".")[0]] > 1 else name for name in nearest]
    step = {p.paragraph for p in below}
    found = (entry.item(name) for name in dict.fromkeys(deep) if name and name not in step)
    first = [item for item in found if item is not None and not _needed(entry, item)][:_MOST_NEAR]
    return [*first, *below]


def _needed(entry: Entry, item: ListPassage) -> bool:
    """Whether an item describes nothing by itself: one of several that are all needed, or that are left out."""
    return any(
        _ALL.search(above.text) or _BUT_NOT.search(above.text) for above in entry.above(item.paragraph)[:-1]
    )


def _by_choice(
    entry: Entry, paragraph: str, offered: list[ListPassage], inquiry: Inquiry
) -> ParagraphReading:
    """The paragraph that a person chooses; where the answers below it take it back, one of the others."""
    name, left, tried = _name(entry, paragraph), offered, list[str]()
    while left:
        chosen = inquiry.choice(_choice_question(entry, paragraph, left, tried))
        if chosen is None:
            return ParagraphReading(None, name, possible=tuple(_name(entry, p.paragraph) for p in left))
        if chosen in {HEADING, NONE}:
            return ParagraphReading(chosen == HEADING, name)
        reading = _walk(entry, chosen, inquiry)
        if reading.truth is not False:
            return reading
        tried.append(chosen)
        left = [p for p in left if not f"{p.paragraph}.".startswith(f"{chosen}.")]
    return ParagraphReading(False, name)


def _choice_question(
    entry: Entry, paragraph: str, offered: list[ListPassage], tried: list[str]
) -> ReviewQuestion:
    name, lead = _name(entry, paragraph), _setting(entry, paragraph)
    itself = not paragraph and _describes_itself(entry)
    first = f"By your answers {tried[-1]} does not describe it. Does another of these?" if tried else ""
    return ReviewQuestion(
        ":".join((name, "else", *tried)) if tried else name,
        f"{first or 'Which of these describes it?'} {name}: {_cut(lead)}",
        Form.CHOICE,
        f"{_SUPPLEMENT} (a)(5); {entry.passages[0].cite}, {name}",
        "The paragraph decides which controls apply.",
        (
            *((p.paragraph, _with_lead(entry, paragraph, p)) for p in offered),
            *(((HEADING, "The heading describes it, and none of the paragraphs."),) if itself else ()),
            (NONE, "None of them." if itself else "None of them, or the heading does not describe it."),
        ),
        shown=(entry.heading,) if not paragraph else (),
    )


def _describes_itself(entry: Entry) -> bool:
    """Whether the heading controls items of its own, beside those of the paragraphs."""
    heading = entry.heading
    if all(item.paragraph.partition(".")[0] == "z" for item in entry.items):
        return True  # the paragraphs .z only name those of the items that meet 3A090 too
    if "follow" in heading.lower():
        first, _, last = heading.rpartition(" and ")
        return entry.eccn[1] in "DE" and "follow" in last and bool(first) and "follow" not in first
    return "List of Items" not in heading and not _OF_ITEMS.search(heading)


def _with_lead(entry: Entry, paragraph: str, item: ListPassage) -> str:
    """The text of an item with that of the items between it and the one that was chosen."""
    between = [
        _cut(p.text.rstrip(":; "), _LEAD)
        for p in entry.above(item.paragraph)[:-1]
        if p.paragraph != paragraph and _proper(paragraph, p.paragraph)
    ]
    return _cut(": ".join((*between, item.text)))


def _widened(entry: Entry, below: list[ListPassage]) -> list[ListPassage]:
    """The items with those below them in their place, as long as they are few: one question for two steps."""
    found = list(below)
    for item in below:
        inside = _below(entry, item.paragraph)
        if (
            inside and len(found) - 1 + len(inside) <= _MOST_CHOICES and not _ALL.search(item.text)
            and not (_parameters(inside) and len(inside) > 1)
        ):  # fmt: skip
            place = found.index(item)
            found[place : place + 1] = inside
    return found


def _parameters(items: list[ListPassage]) -> tuple[Limit, ...]:
    """One limit for each parameter, where a few parameters alone tell these items apart; empty where they do not."""
    found: dict[str, Limit] = {}
    for item in items:
        limits = limits_of(item) if item.eccn[0] in READ_CATEGORIES else Limits(())
        plain = (
            limits and limits.whole and len(limits.alternatives) == 1 and not _words_beside(item, limits.all)
        )
        if not plain or any(len(limit.name.split()) > _LONGEST_NAME for limit in limits.all):
            return ()
        found |= {limit.key: limit for limit in limits.all if limit.key not in found}
    return tuple(found.values()) if len(found) <= _MOST_PARAMETERS else ()


def _words_beside(item: ListPassage, limits: tuple[Limit, ...]) -> bool:
    """Whether an item says more than its limits."""
    plain = re.sub(r"[“”'’‘]|\([^()]*\)", "", item.text).lower()
    for limit in limits:
        for part in (re.sub(r"\([^()]*\)", "", limit.text), limit.name):
            plain = plain.replace(part.strip().lower(), " ")
    return len([word for word in re.findall(r"[a-z]{2,}", plain) if word not in _STOP]) > _MOST_WORDS


def _by_numbers(
    entry: Entry, name: str, below: list[ListPassage], parameters: tuple[Limit, ...], inquiry: Inquiry
) -> ParagraphReading:
    """The items whose limits stated parameters meet."""
    values = {}
    texts = "; ".join(_cut(p.text) for p in below)
    for limit in parameters:
        values[limit.key] = inquiry.amount(_limit_question(name, limit, texts, entry))
    truths = {p.paragraph: limits_of(p).met(values) for p in below}
    left = [paragraph for paragraph, truth in truths.items() if truth is None]
    for paragraph in (paragraph for paragraph, truth in truths.items() if truth):
        reading = _walk(entry, paragraph, inquiry)
        if reading.truth:
            return reading
        left += [paragraph] if reading.truth is None else []
    if not left:
        return ParagraphReading(False, name)
    open_ = tuple(_name(entry, p.paragraph) for p in below if p.paragraph in left)
    plain = [p for p in below if p.paragraph in left and not _below(entry, p.paragraph)]
    if any_met([limits_of(p) for p in plain], values):
        return ParagraphReading(True, name, (f"Which of {', '.join(open_)} it is is open.",))
    return ParagraphReading(None, open_[0], possible=open_)


def _whole(
    key: str, name: str, text: str, entry: Entry, inquiry: Inquiry, shown: tuple[str, ...] = ()
) -> ParagraphReading:
    """One yes or no for a text as a whole."""
    truth = inquiry.yes(
        ReviewQuestion(
            key,
            f"Does this describe it? {text}",
            Form.YES_NO,
            f"{_SUPPLEMENT} (a)(5); {entry.passages[0].cite}, {name}",
            "An entry that describes the item classifies it.",
            shown=shown,
        )
    )
    return ParagraphReading(truth, name)


def _taken_out(entry: Entry, paragraph: str, name: str, inquiry: Inquiry) -> Truth:
    """Whether a note takes the item out of the paragraph that describes it."""
    on_the_way = {"", *(p.paragraph for p in entry.above(paragraph))}
    base = f"{entry.eccn}.{paragraph.partition('.')[0]}" if paragraph else entry.eccn
    notes = [
        p.text
        for p in entry.passages
        if (p.kind == "note" or _LEAVES_OUT.search(p.text))
        and _TAKES_OUT.search(p.text)
        and (p.paragraph in on_the_way or p.text.find(base) >= 0 or f"{entry.eccn} " in p.text)
    ]
    if _names_what_it_is_not(entry, paragraph):
        notes += [f"Left out: {p.text}" for p in entry.within(paragraph)[1:] if p.kind == "item"]
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
    if _names_what_it_is_not(entry, paragraph):
        return []
    inside = [p for p in entry.items if not paragraph or p.paragraph.startswith(f"{paragraph}.")]
    names = {p.paragraph for p in inside}
    return [p for p in inside if not any(above in names for above in _steps_to(p.paragraph))]


def _names_what_it_is_not(entry: Entry, paragraph: str) -> bool:
    item = entry.item(paragraph) if paragraph else None
    return item is not None and bool(_BUT_NOT.search(item.text))


def _steps_to(paragraph: str) -> Iterator[str]:
    """The paragraphs in which one lies, without itself."""
    while "." in paragraph:
        paragraph = paragraph.rpartition(".")[0]
        yield paragraph


def _proper(above: str, paragraph: str) -> bool:
    return not above or paragraph.startswith(f"{above}.")


def _name(entry: Entry, paragraph: str) -> str:
    return f"{entry.eccn}.{paragraph}" if paragraph else entry.eccn


def _setting(entry: Entry, paragraph: str) -> str:
    item = entry.item(paragraph) if paragraph else None
    return item.text if item else entry.heading


def _cut(text: str, most: int = _SHORT) -> str:
    plain = text.rstrip("; ")
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " ..."
