"""May a person see these technologies? One release under several laws, today and after every change of status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from licet.engine.determination import Determination
from licet.engine.joint import GOES, LIGHTS, strictest_answer
from licet.model.people import (
    Access,
    Person,
    RegimeRelease,
    ReleaseChange,
    ReleaseRequest,
    ReleaseReview,
    Technology,
    TechnologyRelease,
)
from licet.model.wire import WireError, read_transaction
from licet.regimes.registry import regimes_named, vocabulary_of
from licet.rules.answer import Answer
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider

__all__ = ["PETITION", "RELEASE_REGIMES", "review_document", "review_release"]

RELEASE_REGIMES = ("us_ear", "us_itar", "us_doe")
"""The laws under which a release of technology to a person may need a license."""
_US_PERSON = {
    "us_ear": "recipient_is_no_foreign_person",
    "us_itar": "recipient_us_person",
    "us_doe": "recipient_permanent_resident",
}
"""By law, the fact that says that the recipient is no foreign person."""
_ALL_CITIZENSHIPS = frozenset({"us_itar"})
"""The laws for which every citizenship that was ever held counts (22 CFR 120.50(b))."""
_STATE, _COMMERCE = "us_itar", "us_ear"
_STATES = frozenset({Answer.AUTHORIZED, Answer.LICENSE_REQUIRED, Answer.PROHIBITED})
"""Answers of the ITAR by which State controls the technology, so that it is not subject to the EAR."""
_LICENSES = ("license_number", "ddtc_authorization", "doe_authorization")
"""Facts by which a transaction goes under a license or approval and not without one."""

PETITION = {
    False: "A license is not required from either the U.S. Department of Commerce or the U.S. Department of State to "
    "release such technology or technical data to the foreign person.",
    True: "A license is required from the U.S. Department of Commerce and/or the U.S. Department of State to release "
    "such technology or technical data to the beneficiary, and the petitioner will prevent access to the controlled "
    "technology or technical data by the beneficiary until and unless the petitioner has received the required "
    "license or other authorization to release it to the beneficiary.",
}
"""The two certifications of Part 6 of Form I-129, by whether a license is required; from general knowledge."""


def review_release(
    decider: Decider, request: ReleaseRequest, *, scope: DecisionScope = NOBODY
) -> ReleaseReview:
    """Answer every technology for the person. Raises WireError where a fact or an ECCN cannot be read."""
    today = _releases(decider, request, request.as_of, scope)
    changes: list[ReleaseChange] = []
    before = today
    for day in _days(request):
        after = _releases(decider, request, day, scope)
        changes += [
            ReleaseChange(day, old.technology.name, old.access, new.access)
            for old, new in zip(before, after, strict=True)
            if old.access is not new.access
        ]
        before = after
    return ReleaseReview(request, today, tuple(changes), _petition(request.person, request.as_of, today))


def _days(request: ReleaseRequest) -> list[date]:
    """The later days on which a status of the person begins, or no longer holds."""
    days = {status.since for status in request.person.statuses if status.since is not None}
    days |= {
        status.until + timedelta(days=1) for status in request.person.statuses if status.until is not None
    }
    return sorted(day for day in days if day > request.as_of)


def _releases(
    decider: Decider, request: ReleaseRequest, day: date, scope: DecisionScope
) -> tuple[TechnologyRelease, ...]:
    return tuple(
        _release(decider, request.person, technology, day, f"technologies[{place}]", scope)
        for place, technology in enumerate(request.technologies)
    )


def _release(
    decider: Decider, person: Person, technology: Technology, day: date, key: str, scope: DecisionScope
) -> TechnologyRelease:
    """One technology. What State controls alone is not subject to the EAR (15 CFR 734.3(b)(1))."""
    _refuse_unknown(technology, key)
    by_code = {code: _under(decider, code, person, technology, day, key, scope) for code in RELEASE_REGIMES}
    if by_code[_STATE].answer in _STATES:
        commerce = by_code[_COMMERCE]
        by_code[_COMMERCE] = replace(
            commerce, answer=Answer.NOT_SUBJECT, authority=(), open=(), receipts=(), licensed=False
        )
    laws = tuple(by_code.values())
    answer = strictest_answer(law.answer for law in laws)
    access = (
        Access.ALLOWED
        if answer in GOES
        else Access.UNDETERMINED
        if answer is Answer.UNDETERMINED
        else Access.BARRED
    )
    return TechnologyRelease(technology, laws, access)


def _refuse_unknown(technology: Technology, key: str) -> None:
    """Refuse facts that none of the laws knows; each law is then told those that it does."""
    known = vocabulary_of(regimes_named(RELEASE_REGIMES))
    unknown = sorted(set(technology.facts) - set(known))
    if unknown:
        raise WireError(f"no fact is called {', '.join(unknown)}", key=f"{key}.facts")


def _under(
    decider: Decider, code: str, person: Person, technology: Technology, day: date, key: str,
    scope: DecisionScope,
) -> RegimeRelease:  # fmt: skip
    """One law: the strictest of its answers for the countries that count under it."""
    asked = decider.under(regimes_named([code]))
    (regime,) = asked.regimes
    us_person = person.is_us_person(day)
    countries = person.ever(day) if code in _ALL_CITIZENSHIPS else person.most_recent(day)
    countries = countries or (("US",) if us_person else ())
    found = [
        asked.determine(_sale(asked, code, person, technology, day, country, key), scope=scope)
        for country in countries
    ]
    answers = {determination.answer for determination in found}
    answer = strictest_answer(answers) if found else Answer.UNDETERMINED
    open_ = [need.question for determination in found for need in determination.needs]
    open_ += [held.what for determination in found for held in determination.law_not_held]
    unordered = code not in _ALL_CITIZENSHIPS and len(countries) > 1 and len(answers) > 1
    if unordered or not found:
        open_.append("Since when does the person hold each citizenship and permanent residency?")
        answer = Answer.UNDETERMINED
    return RegimeRelease(
        code,
        regime.title,
        countries,
        answer,
        max((determination.light for determination in found), key=LIGHTS.index, default=LIGHTS[1]),
        tuple(dict.fromkeys(line for determination in found for line in determination.authority)),
        tuple(dict.fromkeys(open_)) if answer is Answer.UNDETERMINED else (),
        tuple(determination.receipt.receipt_id for determination in found),
        answer is Answer.AUTHORIZED and _licensed(found),
    )


def _licensed(found: Iterable[Determination]) -> bool:
    """Whether a license or approval is stated under which it goes."""
    return any(
        determination.sale.facts.get(name) is not None for determination in found for name in _LICENSES
    )


def _sale(
    decider: Decider, code: str, person: Person, technology: Technology, day: date, country: str, key: str
) -> Any:
    known = decider.vocabulary
    facts = {name: value for name, value in technology.facts.items() if name in known}
    facts |= dict(_said_of(person, code, day, known))
    document = {
        "action": "deemed_export",
        "as_of": day.isoformat(),
        "destination": country,
        "item": {
            "description": technology.name, "kind": technology.kind, "eccn": technology.eccn,
            "us_origin": technology.us_origin, "located_in_us": True,
        },
        "parties": [{"role": "end_user", "name": person.name, "country": country}],
        "end_use": technology.end_use,
        "facts": facts,
    }  # fmt: skip
    try:
        return read_transaction(document, known)
    except WireError as error:
        every = [_placed(problem, key) for problem in error.every]
        raise WireError.joined(every) from error


def _placed(problem: WireError, key: str) -> WireError:
    """A problem of a release's transaction, with where it stands in the request."""
    place = problem.key.removeprefix("item.")
    return WireError(problem.message, key=f"{key}.{place}" if place else key)


def _said_of(person: Person, code: str, day: date, known: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """What the statuses of the person come to as facts of a law."""
    fact = _US_PERSON[code]
    if fact in known and person.is_us_person(day):
        yield fact, True
    if code in _ALL_CITIZENSHIPS:
        table = regimes_named([code])[0].rulebook.tables["itar_126_1"]
        yield "held_proscribed_citizenship", any(_proscribed(table, country) for country in person.ever(day))


def _proscribed(table: Any, country: str) -> bool:
    return any(table.timeline((country, kind)) is not None for kind in ("denial", "partial"))


def _petition(person: Person, day: date, releases: Iterable[TechnologyRelease]) -> str | None:
    """The certification of Part 6; none for a US person, or while an answer is open."""
    some = tuple(releases)
    if person.is_us_person(day) or any(release.access is Access.UNDETERMINED for release in some):
        return None
    return PETITION[any(release.access is Access.BARRED or release.licensed for release in some)]


def review_document(review: ReleaseReview) -> dict[str, Any]:
    """A review as plain data, for JSON."""
    request = review.request
    return {
        "person": {"number": request.person.number, "name": request.person.name},
        "as_of": request.as_of.isoformat(),
        "releases": [
            {
                "technology": release.technology.name,
                "access": release.access.value,
                "regimes": [
                    {
                        "regime": law.regime,
                        "title": law.title,
                        "countries": list(law.countries),
                        "answer": law.answer.value,
                        "light": law.light.value,
                        "authority": list(law.authority),
                        "open": list(law.open),
                        "receipts": list(law.receipts),
                    }
                    for law in release.regimes
                ],
            }
            for release in review.releases
        ],
        "changes": [
            {
                "day": change.day.isoformat(),
                "technology": change.technology,
                "before": change.before.value,
                "after": change.after.value,
            }
            for change in review.changes
        ],
        "petition": review.petition,
    }
