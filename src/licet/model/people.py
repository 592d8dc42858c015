"""A person, the technologies that the person would see, and what a review of the release says.

A release in the United States is an export to the country of the person's most recent citizenship or permanent
residency (15 CFR 734.13(b)), and under the ITAR to every country of which the person holds or held citizenship or
holds permanent residency (22 CFR 120.50(b)). So a person is a list of dated statuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from licet.model.wire import WireError
from licet.rules.answer import Answer, Light

__all__ = [
    "Access",
    "Person",
    "RegimeRelease",
    "ReleaseChange",
    "ReleaseRequest",
    "ReleaseReview",
    "Status",
    "StatusKind",
    "Technology",
    "TechnologyRelease",
    "read_release_request",
]

HOME = "US"


class StatusKind(StrEnum):
    """What a person is to a country. A protected individual is one under 8 USC 1324b(a)(3), of the United States."""

    CITIZEN = "citizen"
    PERMANENT_RESIDENT = "permanent_resident"
    PROTECTED_INDIVIDUAL = "protected_individual"


@dataclass(frozen=True, slots=True)
class Status:
    """A citizenship or residency. ``since`` and ``until``: its first and last day; None: not known, or still held."""

    country: str
    kind: StatusKind
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether the person holds it on a day; one whose first day is not known is taken to be held."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def begun_by(self, day: date) -> bool:
        return self.since is None or self.since <= day


@dataclass(frozen=True, slots=True)
class Person:
    """``number``: the employer's own number, which stays when the name is blanked."""

    number: str
    name: str
    statuses: tuple[Status, ...]

    def is_us_person(self, day: date) -> bool:
        """Whether the person is a citizen, permanent resident or protected individual of the United States."""
        return any(status.country == HOME and status.held_on(day) for status in self.statuses)

    def most_recent(self, day: date) -> tuple[str, ...]:
        """The country of the most recent citizenship or permanent residency; several where the order is not known."""
        held = [status for status in self.statuses if status.country != HOME and status.held_on(day)]
        countries = tuple(dict.fromkeys(status.country for status in held))
        if len(countries) < 2 or any(status.since is None for status in held):  # noqa: PLR2004
            return countries
        last = max(status.since for status in held if status.since is not None)
        return tuple(dict.fromkeys(status.country for status in held if status.since == last))

    def ever(self, day: date) -> tuple[str, ...]:
        """Every country of which the person holds or held citizenship, or holds permanent residency."""
        counts = (
            status
            for status in self.statuses
            if status.country != HOME
            and (
                status.held_on(day) if status.kind is StatusKind.PERMANENT_RESIDENT else status.begun_by(day)
            )
        )
        return tuple(dict.fromkeys(status.country for status in counts))


@dataclass(frozen=True, slots=True)
class Technology:
    """``kind``: technology or software; ``end_use`` and ``facts``: as in the wire format (``usml_paragraph``)."""

    name: str
    kind: str = "technology"
    eccn: str | None = None
    us_origin: bool | None = None
    end_use: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """Whether a person may see some technologies, from a day on. ``visa``: the classification petitioned for."""

    employer: str
    person: Person
    technologies: tuple[Technology, ...]
    as_of: date
    visa: str | None = None


class Access(StrEnum):
    """Whether the person may see a technology on the day."""

    ALLOWED = "allowed"
    BARRED = "barred"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class RegimeRelease:
    """What one law says.

    ``countries``: to which the release is an export under it. ``open``: what must be known first. ``licensed``: that
    it goes under a license or approval, and not without one.
    """

    regime: str
    title: str
    countries: tuple[str, ...]
    answer: Answer
    light: Light
    authority: tuple[str, ...]
    open: tuple[str, ...]
    receipts: tuple[str, ...]
    licensed: bool = False


@dataclass(frozen=True, slots=True)
class TechnologyRelease:
    technology: Technology
    regimes: tuple[RegimeRelease, ...]
    access: Access

    @property
    def licensed(self) -> bool:
        """Whether it goes under a license or approval that the employer holds."""
        return any(regime.licensed for regime in self.regimes)


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """A day from which the access of a person to a technology is another, with the statuses as stated."""

    day: date
    technology: str
    before: Access
    after: Access


@dataclass(frozen=True, slots=True)
class ReleaseReview:
    """``petition``: the sentence for Part 6 of the petition, None while an answer is open."""

    request: ReleaseRequest
    releases: tuple[TechnologyRelease, ...]
    changes: tuple[ReleaseChange, ...]
    petition: str | None


def read_release_request(data: Any) -> ReleaseRequest:
    """A request from plain data. Raises WireError with all that is wrong."""
    problems: list[WireError] = []
    if not isinstance(data, Mapping):
        raise WireError("must be an object with employer, person, technologies and as_of")
    _unknown(data, {"employer", "person", "technologies", "as_of", "visa"}, "", problems)
    person = data.get("person")
    person = person if isinstance(person, Mapping) else {}
    _unknown(person, {"number", "name", "statuses"}, "person.", problems)
    statuses = list(_statuses(person.get("statuses"), problems))
    technologies = list(_technologies(data.get("technologies"), problems))
    found = ReleaseRequest(
        _words(data, "employer", "employer", problems),
        Person(
            _words(person, "number", "person.number", problems),
            _words(person, "name", "person.name", problems),
            tuple(statuses),
        ),
        tuple(technologies),
        _day(data.get("as_of"), "as_of", problems, needed=True) or date.min,
        None if data.get("visa") is None else _words(data, "visa", "visa", problems),
    )
    if problems:
        raise WireError.joined(problems)
    return found


def _statuses(data: Any, problems: list[WireError]) -> Iterator[Status]:
    if not isinstance(data, Sequence) or isinstance(data, str) or not data:
        problems.append(
            WireError(
                "name every citizenship that the person holds or held, and every permanent residency",
                key="person.statuses",
            )
        )
        return
    for place, row in enumerate(data):
        key = f"person.statuses[{place}]"
        if not isinstance(row, Mapping):
            problems.append(WireError("must be an object with country, kind, since and until", key=key))
            continue
        _unknown(row, {"country", "kind", "since", "until"}, f"{key}.", problems)
        country = str(row.get("country") or "").strip().upper()
        if len(country) != 2 or not country.isalpha():  # noqa: PLR2004
            problems.append(WireError("must be a two-letter country code", key=f"{key}.country"))
        kinds = [kind.value for kind in StatusKind]
        if row.get("kind") not in kinds:
            problems.append(WireError(f"must be one of {', '.join(kinds)}", key=f"{key}.kind"))
            continue
        kind = StatusKind(row["kind"])
        if kind is StatusKind.PROTECTED_INDIVIDUAL and country != HOME:
            problems.append(
                WireError("a protected individual is one of the United States (US)", key=f"{key}.country")
            )
        since = _day(row.get("since"), f"{key}.since", problems)
        until = _day(row.get("until"), f"{key}.until", problems)
        if since is not None and until is not None and until < since:
            problems.append(WireError("is before since", key=f"{key}.until"))
        yield Status(country, kind, since, until)


def _technologies(data: Any, problems: list[WireError]) -> Iterator[Technology]:
    if not isinstance(data, Sequence) or isinstance(data, str) or not data:
        problems.append(WireError("name at least one technology", key="technologies"))
        return
    for place, row in enumerate(data):
        key = f"technologies[{place}]"
        if not isinstance(row, Mapping):
            problems.append(
                WireError("must be an object with name, kind, eccn, us_origin, end_use and facts", key=key)
            )
            continue
        _unknown(row, {"name", "kind", "eccn", "us_origin", "end_use", "facts"}, f"{key}.", problems)
        facts = row.get("facts")
        if facts is not None and not isinstance(facts, Mapping):
            problems.append(WireError("must be an object", key=f"{key}.facts"))
            facts = None
        yield Technology(
            _words(row, "name", f"{key}.name", problems),
            row.get("kind", "technology"),
            row.get("eccn"),
            row.get("us_origin"),
            row.get("end_use"),
            facts or {},
        )


def _unknown(data: Mapping[str, Any], known: set[str], where: str, problems: list[WireError]) -> None:
    words = f"is not known; known are {', '.join(sorted(known))}"
    problems += [WireError(words, key=f"{where}{key}") for key in data if key not in known]


def _words(data: Mapping[str, Any], name: str, key: str, problems: list[WireError]) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not found.strip():
        problems.append(WireError("must be text", key=key))
        return ""
    return found.strip()


def _day(found: Any, key: str, problems: list[WireError], *, needed: bool = False) -> date | None:
    if isinstance(found, date):
        return found
    if found is None and not needed:
        return None
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError):
        problems.append(WireError("must be a day such as 2026-11-30", key=key))
        return None
