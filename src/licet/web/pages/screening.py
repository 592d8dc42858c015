"""*Screening*: one name or a pasted list against the lists, each match with what is known of it, decided in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from licet.accounts.model import User
from licet.events.event import Act
from licet.events.refusal import Refusal
from licet.events.roles import UserAction
from licet.model.transaction import Transaction
from licet.screening.dispositions import DispositionFinding
from licet.screening.preset_figures import FIGURES, MEASURED_ON
from licet.screening.presets import Preset, PresetError, Presets
from licet.screening.screener import OfKind
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, scope_of, services_of
from licet.services.cases.hits import (
    approve_clearings_on,
    decide_hits,
    decision_on,
    revoke_decisions_on,
)
from licet.services.screening_presets import choose_presets, last_choice, presets_of
from licet.web.page import Form, page
from licet.web.pages.actor import actor_of
from licet.web.pages.again import answer_again
from licet.web.show.list_dates import list_dates
from licet.web.show.matches import LookedUp, looked_up
from licet.web.show.screening_lines import ScreeningLine, screening_line

__all__ = ["router"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Screener = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Chooser = Annotated[User, Depends(allowed(UserAction.CHOOSE_PRESET))]
Judge = Annotated[User, Depends(allowed(UserAction.DECIDE_HIT, UserAction.APPROVE_CLEARING))]
_AGAIN = {
    "revoke": "Taken back: {} is open again.",
    "approve": "Approved: what was decided of {} counts from now on.",
}
"""What is done with a decision that was made, by what the form says."""
NAMES_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ScreenedName:
    """A line of the list and what was found. ``problem``: why it was not screened; empty where it was."""

    line: ScreeningLine
    name: str
    country: str
    looked: LookedUp
    problem: str = ""

    @property
    def state(self) -> str:
        """What has to be done first, one of :data:`_STATES`."""
        if self.problem:
            return "problem"
        matches = self.looked.matches
        if any(match.same for match in matches):
            return "waits" if any(match.same and match.waits for match in matches) else "same"
        open_ones = [match for match in matches if match.open]
        if open_ones:
            return "waits" if all(open_one.waits for open_one in open_ones) else "open"
        if self.looked.cannot or self.looked.script:
            return "unread"
        return "cleared" if matches else "none"


@router.get("/screening")
def screening(request: Request, user: Screener) -> Response:
    """The page, empty or with one name of the address."""
    query = request.query_params
    name, country = query.get("name", "").strip(), query.get("country", "").strip()
    return _screening(request, user, f"{name}; {country}" if country else name)


@router.post("/screening")
def screen(request: Request, user: Screener, form: Form) -> Response:
    """Screen the names of a list, a line each: name; country; what else is known."""
    return _screening(request, user, str(form.get("names", "")))


@router.post("/screening/decisions")
def decide(request: Request, user: Judge, form: Form) -> Response:
    """Decide one match of the list, approve what was decided as a second person, or take it back.

    The list is shown again as it stands then.
    """
    keys = ("line", "entry", "finding", "reason", "evidence")
    fields = {key: str(form.get(key, "")).strip()[:500] for key in keys}
    names, services = str(form.get("names", "")), services_of(request)
    line = screening_line(fields["line"])
    who, name = line.party, line.party.name or ""
    screener = OfKind(services.decider().of(scope_of(user)).screener, line.kind)
    hits = screener.find_party(name, who.country, who.identifiers)
    hit = next((name_hit for name_hit in hits if name_hit.entry.entry_id == fields["entry"]), None)
    if hit is None or not fields["reason"] or fields["finding"] not in {*DispositionFinding, *_AGAIN}:
        return _screening(request, user, names, problem="Give a reason. It goes on record.")
    approves = fields["finding"] == "approve"
    first = UserAction.APPROVE_CLEARING if approves else UserAction.DECIDE_HIT
    other = (UserAction.APPROVE_CLEARING,) if fields["finding"] == "revoke" else ()
    act = Act(actor_of(user, first, *other), services.clock(), fields["reason"])
    try:
        if fields["finding"] in _AGAIN:
            deed = approve_clearings_on if approves else revoke_decisions_on
            deed(services.case_service, act, who, hit.entry.entry_id)
            again = answer_again(request, user, {name})
            return _screening(request, user, names, done=_AGAIN[fields["finding"]].format(name) + again)
        shown = (fields["evidence"],) if fields["evidence"] else ()
        (made,) = decide_hits(
            services.case_service,
            act,
            [decision_on(who, hit, DispositionFinding(fields["finding"]), act, evidence=shown)],
        )
    except Refusal as refusal:
        return _screening(request, user, names, problem=f"{refusal.message}.")
    words = "another party" if made.finding is DispositionFinding.FALSE_POSITIVE else "the listed party"
    wait = " It waits for a second person and does not count before." if made.waits else ""
    again = "" if made.waits else answer_again(request, user, {name})
    return _screening(request, user, names, done=f"On record: {name} is {words}.{wait}{again}")


@router.post("/screening/preset")
def choose(request: Request, user: Chooser, form: Form) -> Response:
    """Choose how much screening asks about in the organization, for all lists and for single ones."""
    fields = {key: str(form.get(key, "")).strip()[:300] for key in ("preset", "lists", "reason")}
    try:
        presets = Presets.parse(", ".join(filter(None, (fields["preset"], fields["lists"]))))
        act = Act(actor_of(user, UserAction.CHOOSE_PRESET), services_of(request).clock(), fields["reason"])
        choose_presets(services_of(request).case_service, act, presets)
    except PresetError as error:
        return _screening(request, user, "", problem=str(error))
    except Refusal as refusal:
        return _screening(request, user, "", problem=f"{refusal.message}.")
    return _screening(
        request, user, "", done=f"On record: screening asks by the preset {presets} from now on."
    )


def _screening(request: Request, user: User, names: str, done: str = "", problem: str = "") -> Response:
    lines = list(dict.fromkeys(" ".join(text.split()) for text in names.splitlines() if text.strip()))
    if len(lines) > NAMES_AT_MOST:
        left = len(lines) - NAMES_AT_MOST
        problem = f"{left} names were not screened: at most {NAMES_AT_MOST} at once. Send the rest by itself."
    found = _screened(request, user, lines[:NAMES_AT_MOST])
    home, organization = services_of(request).settings.home, user.account.organization.key
    presets = presets_of(home, organization)
    return page(
        request, user, "screening.html", "Screening", status=422 if problem else 200, names=names, found=found,
        done=done, problem=problem, lists=list_dates(services_of(request)), may_judge=user.may(UserAction.DECIDE_HIT),
        may_approve=user.may(UserAction.APPROVE_CLEARING),
        presets=presets, chosen=last_choice(home, organization), may_choose=user.may(UserAction.CHOOSE_PRESET),
        figures=FIGURES, measured_on=MEASURED_ON, preset_choices=list(Preset),
        counts={state: sum(name.state == state for name in found) for state in _STATES},
    )  # fmt: skip


_STATES = ("same", "open", "waits", "unread", "problem", "cleared", "none")


def _screened(request: Request, user: User, lines: list[str]) -> list[ScreenedName]:
    """What is found for each line, what needs somebody first."""
    decider = services_of(request).decider().of(scope_of(user))
    decisions = decider.decisions(scope_of(user))
    found = []
    for line in map(screening_line, lines):
        name, country = line.party.name or "", line.party.country or ""
        if line.problem:
            found.append(ScreenedName(line, name, country, LookedUp(name), line.problem))
            continue
        (party,) = decisions.applied(Transaction(None, date.max, parties=(line.party,))).parties
        looked = looked_up(decider, name, line.party.country, party, line.kind)
        found.append(ScreenedName(line, name, country, looked))
    return sorted(found, key=lambda screened_name: _STATES.index(screened_name.state))
