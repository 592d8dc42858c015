"""Is this name on a list? And what people decided about hits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from licet.accounts.model import User
from licet.events.event import Act
from licet.events.roles import UserAction
from licet.model.births import BirthSpan
from licet.model.deadline import check_deadline
from licet.screening.decided import DecisionScope
from licet.screening.forms import comparable
from licet.screening.party_kinds import PartyKind
from licet.screening.presets import PresetError, Presets
from licet.server.idempotency import IdempotentRoute, large
from licet.server.problems import FieldError, Problem
from licet.server.services import Services
from licet.server.signin import allowed, scope_of, services_of
from licet.server.v1.answer_schema import Cite, ListUsed
from licet.server.v1.cases import actor_of
from licet.server.v1.common import Asking, Day, IdempotencyKey, Text, Whole, json_response, problems
from licet.services.screening import ScreeningRequest, screening_document
from licet.services.screening_presets import choose_presets, preset_document, presets_of

__all__ = ["router"]

router = APIRouter(tags=["screening"], route_class=IdempotentRoute)
Screener = Annotated[User, Depends(allowed(UserAction.SCREEN))]
Chooser = Annotated[User, Depends(allowed(UserAction.CHOOSE_PRESET))]


_Identifier = Annotated[str, Field(min_length=1, max_length=200)]


class ScreenOne(Asking):
    """A name in any script. ``country``: its ISO code, where known. ``reference``: your own, given back.

    ``preset``: "strict", "balanced" or "quiet", for single lists as "quiet, SDN=strict"; if absent that of your
    organization. ``type``: "person", "firm", "vessel" or "aircraft". ``identifiers``: passports, registrations, IMO
    numbers and the like, which find their entries whatever the name is. ``date_of_birth``: "1980-02-14", "1980-02",
    "1980" or "1975 to 1980".
    """

    name: Text
    country: Annotated[str | None, Field(pattern="^[A-Z]{2}$")] = None
    type: PartyKind | None = None
    address: Annotated[str | None, Field(max_length=500)] = None
    identifiers: Annotated[tuple[_Identifier, ...], Field(max_length=20)] = ()
    date_of_birth: Annotated[str | None, Field(max_length=40)] = None
    as_of: Day | None = None
    known_as_of: Day | None = None
    reference: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[Whole, Field(ge=1, le=100)] = 10
    preset: Annotated[str | None, Field(max_length=300)] = None


class HitReason(BaseModel):
    """What moved the score, and by how much."""

    part: str
    words: str
    value: float
    moved: float


_Texts = list[str]
_Cites = list[Cite]
_Reasons = list[HitReason]


class HitShown(BaseModel):
    """An entry that may be the party. ``stands``: whether it is listed on the day asked about.

    ``why``: at most five short sentences. ``reasons``: the full arithmetic of the score.
    """

    verdict: str
    score: float
    listed_name: str
    matched_name: str
    decision: str | None
    weak_alias: bool
    list: str
    entry_id: str
    countries: _Texts
    stands: str
    cites: _Cites
    remark: str | None
    why: _Texts
    reasons: _Reasons


class ScreeningSchema(BaseModel):
    """The answer to one name. ``verdict``: match, review, not_compared (give the Latin name) or clear."""

    name: str
    compared_as: str
    country: str | None
    type: str | None
    as_of: str
    known_as_of: str | None
    thresholds: dict[str, float]
    preset: str
    lists: list[ListUsed]
    caveats: list[str]
    verdict: str
    hits: list[HitShown]
    nearest: HitShown | None
    reference: str | None


class ScreenMany(Asking):
    """Up to 500 names."""

    names: Annotated[list[ScreenOne], Field(min_length=1, max_length=500)]


class Screenings(BaseModel):
    """In the order of the names."""

    screenings: list[ScreeningSchema]


@router.post(
    "/screenings", summary="Screen one name", responses={200: {"model": ScreeningSchema}, **problems(409)}
)
def screen_one(asked: ScreenOne, request: Request, user: Screener, _key: IdempotencyKey = None) -> Response:
    """Every hit with its score and the reasons for it, best first."""
    return json_response(_screened(services_of(request), scope_of(user), asked, "name"))


@router.post(
    "/screenings/many", summary="Screen many names", responses={200: {"model": Screenings}, **problems(409)}
)
@large
def screen_many(asked: ScreenMany, request: Request, user: Screener, _key: IdempotencyKey = None) -> Response:
    """As many answers as names, in their order."""
    services, scope = services_of(request), scope_of(user)
    found = [
        _screened(services, scope, item, f"names[{number}].name") for number, item in enumerate(asked.names)
    ]
    return json_response({"screenings": found})


class PresetAsked(Asking):
    """``preset``: "strict", "balanced" or "quiet", for single lists as "quiet, SDN=strict". ``reason``: why."""

    preset: Annotated[str, Field(min_length=1, max_length=300)]
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class PresetMeasured(BaseModel):
    """A preset that can be chosen. ``review``: the score from which a person must look.

    ``recall``: the share of names, written as people write them, whose listed party is found. ``alerts``: how many of
    1,000 names that are on no list alert.
    """

    preset: str
    review: float
    recall: float
    alerts_per_1000_companies: float
    alerts_per_1000_persons: float


class PresetChosen(BaseModel):
    """Who chose it, when and why."""

    by: str
    at: str
    reason: str


class ScreeningPreset(BaseModel):
    """How much screening asks about in your organization. ``chosen``: null where the server's default holds."""

    preset: str
    chosen: PresetChosen | None
    presets: list[PresetMeasured]


@router.get(
    "/screening-preset",
    summary="How much screening asks about",
    responses={200: {"model": ScreeningPreset}, **problems()},
)
def preset(request: Request, user: Screener) -> Response:
    """The preset of your organization, and what each preset finds and how often it alerts."""
    home = services_of(request).settings.home
    return json_response(preset_document(home, user.account.organization.key))


@router.post(
    "/screening-preset",
    summary="Choose how much screening asks about",
    responses={200: {"model": ScreeningPreset}, **problems(409)},
)
def choose_preset(
    asked: PresetAsked, request: Request, user: Chooser, _key: IdempotencyKey = None
) -> Response:
    """It holds for your organization from now on: for names, files, order books, transactions and customers."""
    services = services_of(request)
    try:
        presets = Presets.parse(asked.preset)
    except PresetError as error:
        raise Problem(422, "bad-input", f"preset: {error}", [FieldError("preset", str(error))]) from error
    actor = actor_of(user.account, UserAction.CHOOSE_PRESET)
    choose_presets(services.case_service, Act(actor, services.clock(), asked.reason), presets)
    return json_response(preset_document(services.settings.home, user.account.organization.key))


def _birth(asked: ScreenOne, field: str) -> BirthSpan | None:
    try:
        return None if asked.date_of_birth is None else BirthSpan.parse(asked.date_of_birth)
    except ValueError as error:
        at = f"{field.removesuffix('name')}date_of_birth"
        raise Problem(422, "bad-input", f"{at}: {error}", [FieldError(at, str(error))]) from error


def _screened(services: Services, scope: DecisionScope, asked: ScreenOne, field: str) -> dict[str, Any]:
    check_deadline()
    if not comparable(asked.name):
        problem = "nothing in this name can be compared"
        raise Problem(422, "bad-input", f"{field}: {problem}", [FieldError(field, problem)])
    day = asked.as_of or services.today()
    question = ScreeningRequest(
        asked.name, asked.country, day, asked.known_as_of, asked.limit, asked.address, born=_birth(asked, field),
        identifiers=asked.identifiers, kind=asked.type,
    )  # fmt: skip
    try:
        presets = presets_of(services.settings.home, scope.organization)
        presets = presets if asked.preset is None else Presets.parse(asked.preset)
    except PresetError as error:
        raise Problem(422, "bad-input", f"{field}: {error}", [FieldError("preset", str(error))]) from error
    screener = services.screener(asked.known_as_of).with_presets(presets)
    decisions = services.decider().decisions(scope)
    return {**screening_document(question, screener, decisions), "reference": asked.reference}
