"""*Law*: sections as of a day with rules, exceptions, cases and coverage; *Timeline* of a matter on both axes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from licet.engine.lawtext import RuleShown, rules_citing, show_rule
from licet.model.wire import WireError
from licet.presentation.words import day_words, plain
from licet.regimes.golden import GoldenCase, cases
from licet.rules.citation import Citation
from licet.rules.history import HistoryEvent
from licet.rules.law_files import law_in_use
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, services_of
from licet.services.law_reviews import open_reviews
from licet.services.timeline import history_of
from licet.services.watch_tasks import review_tasks
from licet.web.page import page
from licet.web.show.days import day_of
from licet.web.show.pictures import Lane, lanes

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)


@router.get("/law")
def law(request: Request, user: Inside) -> Response:
    """What is modeled, the rules that rest on a place of the law on a day, and what waits for a review."""
    services, query = services_of(request), request.query_params
    book, cite = services.decider().rulebook, query.get("cite", "").strip()
    as_of, known = day_of(query.get("as_of"), "as_of"), day_of(query.get("known_as_of"), "known_as_of")
    day, golden, error = as_of or services.today(), list[GoldenCase](), ""
    found: tuple[RuleShown, ...] = ()
    if cite:
        try:
            place = Citation.parse(cite)
            found = rules_citing(book, place, day, known)
            golden = [
                case
                for case in _cases()
                if any(_touches(text, place) for text in case.expect.get("cites", ()))
            ]
            error = "" if found else f"No modeled rule rests on {place}."
        except ValueError as problem:
            error = f"{str(problem)[:200]}."
    coverage = _coverage(book.coverage.values())
    of_part = [(part, notes) for part, notes in coverage if part in cite]
    return page(
        request, user, "law.html", "Law", cite=cite, day=day, as_of=as_of, known=known, rules=found, cases=golden,
        error=error, coverage=of_part or coverage, whole=not of_part, verified=book.verified_to,
        reviews=open_reviews(services.settings.home), tasks=review_tasks(services.settings.home),
        package=law_in_use(),
    )  # fmt: skip


def _coverage(notes: Any) -> list[tuple[str, list[Any]]]:
    """The notes by part of the CFR."""
    parts: dict[str, list[Any]] = {}
    for note in notes:
        parts.setdefault(note.section.partition(".")[0].partition(" ")[0], []).append(note)
    return sorted(parts.items())


@cache
def _cases() -> tuple[GoldenCase, ...]:
    return tuple(case for case in cases() if not case.variant)


def _touches(text: str, place: Citation) -> bool:
    cite = Citation.parse(text)
    return cite.within(place) or place.within(cite)


@router.get("/law/rules/{rule_id}")
def rule(request: Request, user: Inside, rule_id: str) -> Response:
    """One rule by its id, with all its periods and what hangs on it."""
    services = services_of(request)
    book = services.decider().rulebook
    found = book.by_id.get(rule_id)
    if found is None:
        raise Problem(404, "not-found", "there is no such rule")
    day = day_of(request.query_params.get("as_of"), "as_of") or services.today()
    shown = show_rule(found, book, day, None)
    return page(request, user, "law_rule.html", shown.title, rule=shown, day=day, url=found.cites[0].url)


@router.get("/timeline")
def timeline(request: Request, user: Inside) -> Response:
    """What happened in a matter, or to a listed party: when it held, and when it could be read."""
    services, query = services_of(request), request.query_params
    entity = query.get("entity", "Huawei").strip()[:200]
    error = ""
    try:
        days = [day_of(query.get(name), name) for name in ("as_of", "known_as_of")]
    except WireError as problem:
        days, error = [None, None], f"{problem}."
    events = history_of(services.decider(), entity, days[0], days[1]) or []
    picture = _picture(events, days[0] or services.today()) if events else ""
    return page(
        request, user, "timeline.html", f"Timeline: {entity}", entity=entity, as_of=days[0], known=days[1],
        events=events, picture=picture, error=error,
    )  # fmt: skip


def _picture(events: list[HistoryEvent], here: date) -> str:
    spans = [event for event in events if event.effective_from is not None]
    first = min(event.on for event in events)
    last = max((event.effective_to or event.on for event in events), default=here)
    rows = list(_lanes(spans))
    return lanes("What held when", rows[:16], first, max(last, here), here) if rows else ""


def _lanes(spans: list[HistoryEvent]) -> Iterator[Lane]:
    """A lane for each kind and document, so that what holds and when it was printed stand under each other."""
    for span in spans:
        assert span.effective_from is not None
        printed = "" if span.published_on is None else f", printed {day_words(span.published_on)}"
        words = f"{span.text[:90]}: in force since {day_words(span.effective_from)}{printed}"
        color = {"placement": "red", "removal": "green"}.get(span.kind, "blue")
        label = f"{span.cite or plain(span.kind)}"
        printing = []
        if span.published_on is not None and span.published_on > span.effective_from:
            printing = [
                ("grey", span.effective_from, span.published_on, f"in force, not yet in print{printed}")
            ]
        yield Lane(label, [(color, span.effective_from, span.effective_to, words), *printing])
