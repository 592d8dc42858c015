"""The page on which one sale is asked about: its form, what was found of its parties, and its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from licet.engine.answers import AnswerError, Desk
from licet.engine.interview import Interview
from licet.engine.through import Span, through_time
from licet.engine.wording import Expects, Question
from licet.facts.listing import Listing
from licet.facts.transaction import JudgementStatus, Party, Role, Transaction
from licet.facts.wire import WireError, read_transaction, write_transaction
from licet.house import House
from licet.lists.countries import iso2
from licet.rulebook.us.ear.entries import huawei_entries
from licet.screening.attach import attach
from licet.screening.decided import NOBODY, DecisionScope
from licet.screening.forms import comparable
from licet.web.show.answer import AnswerCard, Step, answer_card, steps
from licet.web.show.letters import Piece, compared
from licet.web.show.pictures import Lane, strip
from licet.web.show.sale_form import fields_of, sale_of
from licet.web.show.words import day_words

__all__ = ["AskPage", "Match", "Said", "answered", "blank", "matches_of"]

VISIBLE = frozenset(
    {
        *("action", "as_of", "known_as_of", "destination", "end_use"),
        *("item.description", "item.kind", "item.eccn", "item.us_origin", "item.located_in_us"),
        *("item.controlled_us_content_pct", "item.quantity", "item.unit", "item.value_usd"),
        *("dates.contract", "dates.order", "dates.en_route_since"),
    }
)
PARTY_FIELDS = ("role", "name", "country", "address", "takes_possession_as_agent")
_BEFORE, _AFTER = timedelta(days=730), timedelta(days=1095)


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party that a name may denote, with both names letter by letter and what was judged of it.

    ``same``: an answer takes it for the listed party; else a person must look.
    """

    entry: str
    name: str
    list_code: str
    countries: tuple[str, ...]
    address: str
    same: bool
    score: float
    why: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    judged: bool | None


@dataclass(frozen=True, slots=True)
class Said:
    """A named fact that was said: its field, question, value, and the values it may have ((), for any text)."""

    path: str
    question: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskPage:
    """All that the page shows. ``problem``: key and text of what is wrong with the form."""

    fields: Mapping[str, str]
    parties: Sequence[Mapping[str, Any]]
    rest: Sequence[tuple[str, str]]
    said: Sequence[Said]
    skipped: str = ""
    problem: tuple[str, str] | None = None
    card: AnswerCard | None = None
    sale: Transaction | None = None
    steps: Sequence[Step] = ()
    picture: str = ""
    here: int = 0
    question: Question | None = None
    typed: bool = False
    sale_json: str = ""
    window_end: str = ""

    @property
    def all_fields(self) -> dict[str, str]:
        """The sale that was answered, as fields of a form."""
        return {} if self.sale is None else fields_of(write_transaction(self.sale))

    @property
    def steps_json(self) -> str:
        return json.dumps([_step_words(step) for step in self.steps], ensure_ascii=False)

    @property
    def here_words(self) -> str:
        """The span of the day asked about, briefly."""
        return _step_words(self.steps[self.here])


def blank(today: date) -> AskPage:
    """The page before anything was said."""
    return _form({"as_of": today.isoformat(), "parties": [{"role": "ultimate_consignee"}]}, {})


def matches_of(
    house: House, name: str | None, country: str | None, party: Party | None = None
) -> list[Match]:
    """The listed parties that a name may denote, best first, as an answer takes them."""
    if not name or not comparable(name):
        return []
    asked = replace(party or Party(Role.OTHER), name=name, country=country, owners=None)
    judged = {one.entry: one.same for one in asked.dispositions if one.status is not JudgementStatus.PROPOSED}
    (tied,) = attach(Transaction(None, date.max, parties=(asked,)), house.finder).parties
    return [_match(listing, name, judged) for listing in tied.listings]


def _match(listing: Listing, name: str, judged: Mapping[str, bool]) -> Match:
    entry = listing.entry
    ours, theirs = compared(name, listing.listed_name or entry.name)
    return Match(
        entry.entry_id,
        entry.name,
        entry.list_code.value,
        entry.countries,
        entry.addresses[0] if entry.addresses else "",
        listing.same_party is True,
        listing.score,
        listing.why.removesuffix(", the listed party").removesuffix(", perhaps the listed party"),
        ours,
        theirs,
        judged.get(entry.entry_id),
    )


def answered(
    pairs: Sequence[tuple[str, str]],
    house: House,
    by: str,
    today: date,
    reply: str | None = None,
    scope: DecisionScope = NOBODY,
) -> AskPage:
    """The page of a filled form. ``reply``: what was typed in answer to the question that was asked.

    ``scope``: whose decisions about hits count. Hits are decided beside the names, and not asked about.
    """
    vocabulary = house.book.vocabulary
    form = dict(pairs)
    try:
        data = sale_of(pairs, vocabulary)
        desk = Desk(house.book, iso2, by, today, huawei_entries()[0].name)
        skipped = tuple(one for one in form.get("skipped", "").split() if one)
        decisions = house.decisions(scope)
        talk = Interview(
            data, desk, lambda sale: attach(decisions.applied(sale), house.finder), skipped, judges=False
        )
        typed = ""
        if reply is not None:
            talk, typed = _told(talk, reply)
        sale = read_transaction(talk.data, vocabulary, default_as_of=today)
    except WireError as error:
        shown = _form({}, vocabulary, house)
        return replace(shown, **_as_typed(pairs, vocabulary), problem=(error.key, error.message))
    decided = decisions.applied(sale)
    found = _form(write_transaction(sale), vocabulary, house, decided)
    found = replace(found, skipped=" ".join(talk.skipped), **_told_answer(decided, talk, house, form, today))
    return replace(found, problem=("reply", typed)) if typed else found


def _told(talk: Interview, reply: str) -> tuple[Interview, str]:
    """The interview after an answer, or with what is wrong with it. An empty reply leaves the question open."""
    try:
        return (talk.answer(reply) if reply.strip() else talk.skip()), ""
    except AnswerError as error:
        return talk, str(error)


def _told_answer(
    sale: Transaction, talk: Interview, house: House, form: Mapping[str, str], today: date
) -> dict[str, Any]:
    screened = attach(sale, house.finder)
    found = house.answer(sale)
    first, end = _window(sale.as_of, form, today)
    spans = through_time(screened, house.book, house.finder.lists, first, end)
    shown = steps(spans, sale.as_of)
    here = next((place for place, step in enumerate(shown) if step.here), 0)
    question = None if found.outcome.decided else talk.question
    return {
        "sale": sale,
        "card": answer_card(found, dict(house.book.vocabulary)),
        "steps": shown,
        "picture": strip(_lane(spans), first, end, sale.as_of),
        "here": here,
        "window_end": end.isoformat(),
        "question": question,
        "typed": question is not None and question.expects not in {Expects.YES_NO, Expects.CHOICE},
        "sale_json": json.dumps(write_transaction(sale), ensure_ascii=False, indent=2),
    }


def _window(as_of: date, form: Mapping[str, str], today: date) -> tuple[date, date]:
    """The days that the control of the date spans: those shown before, while the day stays within them."""
    try:
        first, end = (date.fromisoformat(form.get(name, "")) for name in ("window_first", "window_end"))
    except ValueError:
        pass
    else:
        if first <= as_of < end and (end - first).days < 40 * 366:
            return first, end
    return as_of - _BEFORE, min(max(today, as_of) + _AFTER, as_of + _AFTER)


def _lane(spans: Sequence[Span]) -> Lane:
    rows = steps(spans, spans[0].start)
    words = [
        (step.light, span.start, span.end, _step_words(step)) for step, span in zip(rows, spans, strict=True)
    ]
    return Lane("The answer through time", words)


def _step_words(step: Step) -> str:
    last = "" if step.last is None else f" through {day_words(step.last)}"
    return f"{day_words(step.start)}{last}: {step.words}"


def _form(
    wire: Mapping[str, Any],
    vocabulary: Mapping[str, Any],
    house: House | None = None,
    sale: Transaction | None = None,
) -> AskPage:
    fields = fields_of(wire)
    parties = []
    for index, party in enumerate(wire.get("parties", [])):
        known = None if sale is None else sale.parties[index]
        hits = [] if house is None else matches_of(house, party.get("name"), party.get("country"), known)
        parties.append(_party(index, fields, hits))
    if not parties:
        parties = [_party(0, {"parties[0].role": "ultimate_consignee"}, [])]
    said = [_said(path, value, vocabulary) for path, value in fields.items() if path.startswith("facts.")]
    return AskPage(
        {path: value for path, value in fields.items() if path in VISIBLE},
        parties,
        list(_rest(fields)),
        said,
    )


def _as_typed(pairs: Sequence[tuple[str, str]], vocabulary: Mapping[str, Any]) -> dict[str, Any]:
    """The form as it was filled, where it cannot be read."""
    fields = {path: text for path, text in pairs if text.strip()}
    rows = sorted({int(path[8:].partition("]")[0]) for path in fields if path.startswith("parties[")} or {0})
    return {
        "fields": {path: value for path, value in fields.items() if path in VISIBLE},
        "parties": [_party(row, fields, []) for row in rows],
        "rest": list(_rest(fields)),
        "said": [
            _said(path, value, vocabulary) for path, value in fields.items() if path.startswith("facts.")
        ],
    }


def _rest(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What has no visible field, carried along: judgements of names, owners of owners."""
    for path, value in fields.items():
        head = path.partition("]")[2] if path.startswith("parties[") else ""
        if (
            head.startswith(".dispositions")
            or head.count(".owners") > 1
            or (".owners[" in head and ".dispositions" in head)
        ):
            yield path, value


def _party(index: int, fields: Mapping[str, str], hits: Sequence[Match]) -> dict[str, Any]:
    base = f"parties[{index}]"
    owners = sorted(
        {path[len(base) + 8 :].partition("]")[0] for path in fields if path.startswith(f"{base}.owners[")},
        key=int,
    )
    return {
        "index": index,
        "base": base,
        **{name: fields.get(f"{base}.{name}", "") for name in PARTY_FIELDS},
        "none_known": fields.get(f"{base}.owners.none_known", "") == "yes",
        "owners": [
            {
                "base": f"{base}.owners[{number}]",
                **{
                    name: fields.get(f"{base}.owners[{number}].{name}", "")
                    for name in ("name", "percent", "country")
                },
            }
            for number in owners
        ],
        "matches": hits,
    }


def _said(path: str, value: str, vocabulary: Mapping[str, Any]) -> Said:
    spec = vocabulary.get(path.removeprefix("facts."))
    choices: tuple[tuple[str, str], ...] = ()
    if spec is not None and spec.kind.value == "yes/no":
        choices = (("yes", "Yes"), ("no", "No"))
    elif spec is not None and spec.values:
        choices = tuple((one, one.replace("_", " ")) for one in spec.values)
    return Said(path, path if spec is None else spec.question, value, choices)
