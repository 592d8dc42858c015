"""*Ask*: one sale on one page, answered, through time, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import pycountry
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from licet.accounts.model import User
from licet.events.event import Act, Refusal
from licet.events.roles import UserAction
from licet.licensing.application import Applicant
from licet.licensing.applying import draft
from licet.licensing.from_answer import application_from
from licet.model.field import FormSection
from licet.model.wire import WireError
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.cases.hits import decide_hits, decision_on, revoke_decisions_on
from licet.services.saved_answers import NewAnswer, new_reference, save_answers
from licet.services.storage_quota import ANSWER_BYTES
from licet.watchlists.countries import iso2
from licet.web.page import Form, page, part, see
from licet.web.pages.actor import actor_of, office_of
from licet.web.show.ask import AskPage, answered, blank, with_row
from licet.web.show.ask_buttons import judgment_of, press
from licet.web.show.examples import EXAMPLES, example
from licet.web.show.list_dates import list_dates
from licet.web.show.matches import looked_up
from licet.web.show.record import AnswerRecord, written
from licet.web.show.sale_form import compact, fields_of

__all__ = ["answer_facts", "ask_page", "form_context", "router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Drafter = Annotated[User, Depends(allowed(UserAction.DRAFT))]
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_FIELD_AT_MOST = 2_000
_NAME_AT_MOST = 200
_REFERENCE_AT_MOST = 190
_DECISIONS = ".dispositions["
TABS = {
    "why": "Why",
    "duties": "Duties",
    "exceptions": "Exceptions",
    "time": "Through time",
    "proof": "Proof",
}
"""What stands behind an answer, by the tab that shows it."""


@router.get("/ask")
def ask(request: Request, user: Asker) -> Response:
    """An empty form, or an example asked and answered."""
    services = services_of(request)
    sale = example(request.query_params.get("example", ""))
    if sale is None:
        return ask_page(request, user, blank(services.today()))
    pairs = list(fields_of(sale).items())
    return ask_page(request, user, _answered(request, user, pairs))


@router.post("/ask")
def answer(request: Request, user: Asker, form: Form) -> Response:
    """The form as filled, after the button that was pressed: its answer is kept, and has an address of its own."""
    pairs = _pairs(form)
    problem = _judge(request, user, pairs) if form.get("judge") else ""
    pressed = press(pairs)
    shown = _answered(request, user, pressed.pairs, pressed.reply)
    if shown.order is not None and not problem:
        return _order_page(request, user, with_row(shown, pressed.add), str(form.get("reference", "")))
    if problem or shown.problem or shown.shown is None:
        shown = replace(shown, problem=("", problem)) if problem else shown
        return ask_page(
            request, user, with_row(shown, pressed.add), reference=str(form.get("reference", ""))[:200]
        )
    number = _keep(request, user, shown, str(form.get("reference", "")))
    add = f"?add={quote(pressed.add)}" if pressed.add else ""
    return see(f"/answers/{number}{add}#answer")


def answer_facts(request: Request, user: User, facts: Mapping[str, str], reference: str) -> Response:
    """Answer a transaction, given as the fields of the form, keep the answer, and show it.

    Decisions about matches are those on record, whatever the facts say of them.
    """
    pairs = [(path, text) for path, text in facts.items() if _DECISIONS not in path]
    shown = _answered(request, user, pairs)
    if shown.shown is None:
        return ask_page(request, user, shown, reference=reference)
    return see(f"/answers/{_keep(request, user, shown, reference)}#answer")


def _order_page(request: Request, user: User, shown: AskPage, reference: str) -> Response:
    """The form of an order with its answers, which are kept: each item's under the reference and its number."""
    assert shown.order is not None
    named = _reference(request, reference)
    made = [
        NewAnswer(f"{named} item {item.number}", item.document, written(item.shown))
        for item in shown.order.items
    ]
    return ask_page(request, user, shown, reference=named, kept=_keep_all(request, user, made))


def _keep(request: Request, user: User, shown: AskPage, reference: str) -> int:
    """Keep an answer under the reference that the form states, or a new one; gives its number."""
    assert shown.document is not None
    assert shown.shown is not None
    made = NewAnswer(_reference(request, reference), shown.document, written(shown.shown))
    return _keep_all(request, user, [made])[0]


def _reference(request: Request, stated: str) -> str:
    """The reference that a form states, or a new one."""
    return " ".join(stated.split())[:_REFERENCE_AT_MOST] or new_reference(services_of(request).today())


def _keep_all(request: Request, user: User, made: Sequence[NewAnswer]) -> list[int]:
    """Keep answers; gives their numbers."""
    services = services_of(request)
    services.quota.check(user.account.organization.key, ANSWER_BYTES * len(made))
    actor = actor_of(user, UserAction.CHECK_SALE)
    return save_answers(services.database, actor, user.account.name, made, services.clock())


def _answered(
    request: Request, user: User, pairs: list[tuple[str, str]], reply: str | None = None
) -> AskPage:
    services = services_of(request)
    return answered(pairs, services.decider(), user.account.name, services.today(), reply, scope_of(user))


def _judge(request: Request, user: User, pairs: list[tuple[str, str]]) -> str:
    """Record whether a party or owner is the one of an entry, for those who may; what is wrong with it, or nothing.

    The button says ``parties[0] yes ENTRY``; ``forget`` revokes the decision that holds.
    """
    services = services_of(request)
    actor = actor_of(user, UserAction.DECIDE_HIT)
    try:
        judged = judgment_of(pairs, services.decider(), services.today())
        act = Act(actor, services.clock(), judged.why)
        if judged.finding is None:
            revoke_decisions_on(services.case_service, act, judged.who, judged.hit.entry.entry_id)
        else:
            made = decision_on(judged.who, judged.hit, judged.finding, act, evidence=judged.evidence)
            decide_hits(services.case_service, act, [made])
    except (WireError, ValueError, Refusal) as error:
        return f"{error}"
    return ""


@router.post("/ask/apply")
def apply(request: Request, user: Drafter, form: Form) -> Response:
    """Begin an application with everything that the answered sale knows; its page says what is missing."""
    services, actor = services_of(request), actor_of(user, UserAction.DRAFT)
    shown = _answered(request, user, _pairs(form))
    if shown.sale is None:
        return ask_page(request, user, shown)
    applicant = Applicant(name=user.account.organization.name, contact_name=user.account.name)
    try:
        found = application_from(services.decider().answer(shown.sale), applicant, services.today())
        done = office_of(request).act(actor, None, draft, application=found)
    except Refusal as error:
        return ask_page(request, user, replace(shown, problem=("", error.message)))
    return see(f"/cases/{done.subject}?done=draft")


@router.post("/ask/matches")
def matches(request: Request, _user: Asker, form: Form) -> Response:
    """The listed parties that the name in one row may denote, while it is typed."""
    row = request.query_params.get("row", "0")
    base = f"parties[{row}]" if row.isdecimal() else ""
    name, country = (str(form.get(f"{base}.{text}", ""))[:_FIELD_AT_MOST] for text in ("name", "country"))
    services = services_of(request)
    found = looked_up(services.decider(), name.strip(), iso2(country) if country.strip() else None)
    return part("ask_matches.html", looked=found, base=base, judge=False, lists=list_dates(services))


def _pairs(form: FormData) -> list[tuple[str, str]]:
    given = (
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and _DECISIONS not in name  # they are on record, not in forms
    )
    return compact((name[:_NAME_AT_MOST], value[:_FIELD_AT_MOST]) for name, value in given)


def form_context() -> dict[str, Any]:
    """What the form shows beside its fields: the headings of its sections, countries and examples."""
    return {
        "titles": {section.name: section.value for section in FormSection},
        "countries": COUNTRIES,
        "examples": EXAMPLES,
    }


COUNTRIES = sorted((country.name, country.alpha_2) for country in pycountry.countries)


def ask_page(
    request: Request,
    user: User,
    shown: AskPage,
    record: AnswerRecord | None = None,
    reference: str = "",
    kept: Sequence[int] = (),
) -> Response:
    """The form with its answer. ``record``: of the answer, where it is on record; ``kept``: by item of an order."""
    answer = shown.card or shown.order
    title = "Ask about a transaction" if answer is None else answer.headline
    if shown.problems:
        title = f"Error: {title}"
    tab = request.query_params.get("tab", "")
    return page(
        request, user, "ask.html", title, status=422 if shown.problems else 200, ask=shown, **form_context(),
        kept=kept, lists=list_dates(services_of(request)),
        may_apply=user.may(UserAction.DRAFT), may_judge=user.may(UserAction.DECIDE_HIT), record=record,
        tabs=TABS, tab=tab if tab in TABS else next(iter(TABS)),
        reference=reference if record is None else record.saved.reference,
        same=urlencode({name: text for name, text in request.query_params.items() if name not in {"tab", "add"}}),
    )  # fmt: skip
