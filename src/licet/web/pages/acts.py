"""Acts on cases and licenses, each with a page of its own: its form, and the press that does it.

They go through the same case service as the API, which decides; a refusal comes back to the form with its
reason and everything that was typed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from licet.accounts.model import User
from licet.events.event import Actor, Refusal
from licet.events.roles import Side, UserAction
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.model.wire import WireError
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.cases import Done, KeyReusedError, StaleVersionError
from licet.services.cases.act_requests import body_of_act, read_body
from licet.services.cases.act_row import ActContext, ActRow
from licet.services.cases.act_table import CASE_ACTS, LICENSE_ACTS
from licet.services.cases.form_plan import FormPlan
from licet.web.acts.fields import document_of, form_of, missing_in
from licet.web.acts.words import for_people
from licet.web.page import Form, page, see
from licet.web.pages.actor import actor_of, office_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
_LONGEST_ID = 100
_CHANGED = (
    "It was changed meanwhile by somebody else. This is how it stands now; look again before you go on."
)


def _subject(request: Request, user: User, stream: str, key: str) -> Case | License:
    """The case or license, as somebody who may see it does."""
    actor = actor_of(user, UserAction.READ_CASES)
    try:
        return (
            office_of(request).case(actor, key)
            if stream == "case"
            else office_of(request).license(actor, key)
        )
    except Refusal as error:
        raise Problem(404, "not-found", error.message) from error


def _context(request: Request, user: User) -> ActContext:
    services = services_of(request)
    agencies = [
        (organization.key, f"{organization.key}: {organization.name}")
        for organization in services.accounts.organizations()
        if organization.side is Side.AUTHORITY
    ]
    return ActContext(user.account.organization.key, services.today(), agencies=agencies)


class _Page:
    """The page of one act."""

    def __init__(self, stream: str, name: str, act: ActRow) -> None:
        self.stream, self.name, self.act = stream, name, act
        self.body = body_of_act(act.function)

    def show(self, request: Request, user: User, key: str) -> Response:
        subject = _subject(request, user, self.stream, key)
        plan = self.act.form(subject, _context(request, user))
        return self._shown(request, user, key, subject.version, plan, plan.start)

    def do(self, request: Request, user: User, key: str, form: FormData) -> Response:
        subject, actor = _subject(request, user, self.stream, key), actor_of(user, self.act.action)
        plan = self.act.form(subject, _context(request, user))
        seen = _seen(form, subject.version)
        shown: dict[str, Any] = {}

        def again(status: int, error: str) -> Response:
            return self._shown(request, user, key, seen, plan, shown, status=status, error=error)

        keep = _keeper(request, actor)
        try:
            shown |= document_of(self.body, plan, form, keep, every=True)
            document = document_of(self.body, plan, form, keep)
            missing = missing_in(form_of(self.body, plan, document))
            if missing:
                return again(422, f"Still to be filled in: {'; '.join(missing)}.")
            done = self._act(request, actor, key, document, seen, str(form.get("once", ""))[:_LONGEST_ID])
        except Refusal as error:
            cite = "" if error.cite is None else f" ({error.cite})"
            return again(409, f"Refused: {error.message}{cite}.")
        except StaleVersionError:
            return self._shown(
                request, user, key, subject.version, plan, plan.start, status=412, error=_CHANGED
            )
        except KeyReusedError:
            return again(409, "This form was sent before, and it is done.")
        except (WireError, ValueError, TypeError) as error:
            return again(422, f"It cannot be read: {error}.")
        return see(self._after(done))

    def _act(
        self, request: Request, actor: Actor, key: str, document: dict[str, Any], seen: int, once: str
    ) -> Done:
        given = read_body(self.act.function, document)
        reason = given.pop("reason")
        idempotency = f"page-{once}" if once else None
        return office_of(request).act(
            actor, key, self.act.function, reason=reason, key=idempotency, expected=seen, **given
        )

    def _after(self, done: Done) -> str:
        """Where what was done is seen."""
        for event in done.events:
            if event.stream == "license":
                return f"/licenses/{event.subject}?done={self.name}"
        return f"/cases/{done.subject}?done={self.name}"

    def _shown(
        self, request: Request, user: User, key: str, version: int, plan: FormPlan, document: Mapping[str, Any],
        *, status: int = 200, error: str = "",
    ) -> Response:  # fmt: skip
        fields = form_of(self.body, plan, document)
        return page(
            request, user, "act.html", self.act.label, status=status, stream=self.stream, key=key,
            back_url=f"/{self.stream}s/{key}", says=for_people(self.act.refusals),
            fields=fields, version=version, once=secrets.token_hex(8), error=error,
            files=any(field.control in {"file", "rows"} for field in fields),
        )  # fmt: skip


def _seen(form: FormData, version: int) -> int:
    """The version that the person had before them."""
    given = str(form.get("version", ""))
    return int(given) if given.isdecimal() and len(given) < 10 else version  # noqa: PLR2004  # digits of a number


def _keeper(request: Request, actor: Actor) -> Callable[[UploadFile], str]:
    """Puts a file by, each once."""
    kept: dict[int, str] = {}

    def keep(file: UploadFile) -> str:
        if id(file) not in kept:
            name = (file.filename or "").replace("\\", "/").rpartition("/")[2][:120]
            kept[id(file)] = office_of(request).add_document(actor, name, file.file.read())
        return kept[id(file)]

    return keep


def _add(stream: str, name: str, act: ActRow) -> None:
    made = _Page(stream, name, act)
    may = Annotated[User, Depends(allowed(act.action))]

    def show_case(request: Request, user: may, case_id: str) -> Response:
        return made.show(request, user, case_id)

    def do_case(request: Request, user: may, case_id: str, form: Form) -> Response:
        return made.do(request, user, case_id, form)

    def show_license(request: Request, user: may, number: str) -> Response:
        return made.show(request, user, number)

    def do_license(request: Request, user: may, number: str, form: Form) -> Response:
        return made.do(request, user, number, form)

    cases = (f"/cases/{{case_id}}/acts/{name}", show_case, do_case)
    licenses = (f"/licenses/{{number}}/acts/{name}", show_license, do_license)
    path, show, do = cases if stream == "case" else licenses
    for method, found in (("GET", show), ("POST", do)):
        found.__annotations__["user"] = may
        router.add_api_route(path, found, methods=[method], name=f"{stream}_{name}_{method.lower()}")


for _name, _one in CASE_ACTS.items():
    _add("case", _name, _one)
for _name, _one in LICENSE_ACTS.items():
    _add("license", _name, _one)
