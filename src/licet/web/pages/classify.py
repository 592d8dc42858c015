"""*Classify*: the order of review, one question at a time; at its end a record of a part is made.

The answers so far travel with the page, so that nothing is kept before a person says so.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.classification.order_of_review import ReviewedItem, ReviewInterview
from licet.classification.questions import NONE, ReviewQuestion
from licet.classification.questions import Form as AnswerForm
from licet.classification.records import RecordError
from licet.classification.search import GROUPS
from licet.events.roles import UserAction
from licet.server.reading import ReadingRoute
from licet.server.signin import Inside, allowed, services_of
from licet.services.interviews import AnswerFaultError, controls_of, interview_of, keep_result, texts_of
from licet.services.products import product_master
from licet.web.page import Form, page, see

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Classifier = Annotated[User, Depends(allowed(UserAction.CLASSIFY_ITEM))]
_LONGEST, _MOST = 4000, 60


@router.get("/classify")
def begin(request: Request, user: Inside) -> Response:
    """What is to be classified."""
    query = request.query_params
    return _begin(request, user, query.get("description", "")[:_LONGEST], query.get("part", "")[:200])


def _begin(request: Request, user: User, description: str, part: str, error: str = "") -> Response:
    return page(
        request, user, "classify.html", "Classify", status=422 if error else 200, description=description, part=part,
        kinds=[(kind, kind.capitalize()) for kind in GROUPS], error=error,
    )  # fmt: skip


@router.post("/classify")
def turn(request: Request, user: Inside, form: Form) -> Response:
    """Take an answer, or take the last one back, and show what comes next."""
    text = _texts(form)
    if not text["description"]:
        return _begin(request, user, "", text["part"], "Say what it is, as its data sheet does.")
    answers, error = _answers(text["answers"]), ""
    if text["act"] == "back":
        answers = dict(list(answers.items())[:-1])
    elif text["key"]:
        chosen = [str(value)[:_LONGEST] for value in form.getlist("answer") if str(value).strip()]
        unknown = text["act"] == "unknown"
        if chosen or unknown:
            answers |= {text["key"]: None if unknown else ", ".join(chosen)}
        else:
            error = "Answer the question, or choose Not known."
    try:
        talk = _talk(request, user, text, answers)
    except AnswerFaultError as fault:
        error = str(fault)
        answers.pop(fault.key, None)
        talk = _talk(request, user, text, answers)
    return _shown(request, user, text, talk, answers, error)


@router.post("/classify/keep")
def keep(request: Request, user: Classifier, form: Form) -> Response:
    """Keep the result as the record of a part."""
    text, services = _texts(form), services_of(request)
    answers = _answers(text["answers"])
    talk = _talk(request, user, text, answers)
    master = product_master(services.settings.home, user.account.organization.key, to_change=True)
    try:
        until = date.fromisoformat(text["valid_until"]) if text["valid_until"] else None
    except ValueError:
        return _shown(request, user, text, talk, answers, "A date is needed as 2027-12-31.")
    if not text["part"]:
        return _shown(request, user, text, talk, answers, "Give the part number.")
    sources = [line.strip() for line in text["sources"].splitlines() if line.strip()]
    try:
        keep_result(
            master,
            text["part"],
            talk,
            user.account.login,
            services.today(),
            sources=sources,
            valid_until=until,
        )
    except RecordError as problem:
        return _shown(request, user, text, talk, answers, str(problem))
    return see(f"/products/{quote(text['part'])}")


def _talk(request: Request, user: User, text: dict[str, str], answers: dict[str, Any]) -> ReviewInterview:
    kind = text["kind"] if text["kind"] in GROUPS else "commodity"
    item = ReviewedItem(text["description"], kind)
    return interview_of(item, answers, user.account.login, services_of(request).today(), text["why"])


def _shown(
    request: Request,
    user: User,
    text: dict[str, str],
    talk: ReviewInterview,
    answers: dict[str, Any],
    error: str,
) -> Response:
    question, offered = talk.question, talk.suggestion
    kept = {key: answers[key] for key in talk.answers if key in answers}
    return page(
        request, user, "classify_question.html", "Classify", status=422 if error else 200, text=text,
        answers=json.dumps(kept, ensure_ascii=False), question=question, offered=offered, forms=AnswerForm,
        number=len(talk.answers) + 1, result=None if question else talk.result, error=error,
        path=[(asked.text, _words(asked, answer.value, kept.get(asked.key))) for asked, answer in talk.result.path],
        described=() if question else texts_of(talk.result.eccn),
        controls=() if question else controls_of(talk.result.eccn),
        chosen=set((offered.typed if offered else "").replace(",", " ").split()),
        may_keep=user.may(UserAction.CLASSIFY_ITEM),
    )  # fmt: skip


def _words(asked: ReviewQuestion, value: Any, typed: str | None) -> str:
    """An answer as it was shown: a number as typed, a choice with its words."""
    if typed and asked.form is AnswerForm.NUMBER:
        return f"{typed} {asked.unit}" if typed[-1:].isdigit() and asked.unit else typed
    if isinstance(value, bool) or value is None:
        return "Not known" if value is None else ("Yes" if value else "No")
    words = dict(asked.choices).get(str(value), "") if asked.form is AnswerForm.CHOICE else ""
    shown = "" if value == NONE else str(value)
    return f"{shown}: {words}" if shown and words else words or str(value)


def _texts(form: Any) -> dict[str, str]:
    names = ("description", "kind", "part", "answers", "act", "key", "why", "sources", "valid_until")
    return {name: str(form.get(name, "")).strip()[: 20 * _LONGEST] for name in names}


def _answers(text: str) -> dict[str, Any]:
    """The answers that came with the page; what cannot be read is asked again."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(key): value
        for key, value in list(found.items())[:_MOST]
        if value is None or isinstance(value, str)
    }
