"""A technology control plan for one person: what is kept from the person, how, and until which day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licet.documents.render import Rendered, render
from licet.documents.words import country, day
from licet.licensing.days import day_of
from licet.model.people import Access, ReleaseReview, Status, TechnologyRelease

__all__ = ["technology_control_plan"]

_ACCESS = {
    Access.ALLOWED: "Access allowed",
    Access.BARRED: "No access without a license",
    Access.UNDETERMINED: "No access until it is determined",
}
_KIND = {
    "citizen": "citizen",
    "permanent_resident": "permanent resident",
    "protected_individual": "protected individual",
}


def technology_control_plan(review: ReleaseReview, made_at: datetime) -> Rendered:
    """The plan of a review. ValueError where nothing has to be kept from the person, now or later."""
    barred = [release for release in review.releases if release.access is not Access.ALLOWED]
    if not barred and not review.changes:
        raise ValueError("nothing has to be kept from the person: no plan is needed")
    request = review.request
    data = {
        "printed": day(day_of(made_at)),
        "employer": request.employer,
        "person": f"{request.person.name} ({request.person.number})",
        "visa": request.visa or "",
        "as_of": day(request.as_of),
        "statuses": [_status(status) for status in request.person.statuses],
        "technologies": [_technology(release) for release in review.releases],
        "changes": [
            f"{day(change.day)}: {change.technology}: {_ACCESS[change.before].lower()} until then, "
            f"{_ACCESS[change.after].lower()} from then on"
            for change in review.changes
        ],
        "petition": review.petition or "",
    }
    return render("technology_control", "Technology control plan", "technology-control-plan", data, made_at)


def _status(status: Status) -> str:
    since = f" since {day(status.since)}" if status.since else ""
    until = f" until {day(status.until)}" if status.until else ""
    return f"{country(status.country)}: {_KIND[status.kind.value]}{since}{until}"


def _technology(release: TechnologyRelease) -> list[Any]:
    technology = release.technology
    paragraph = technology.facts.get("usml_paragraph")
    number = technology.eccn or (f"USML {paragraph}" if paragraph else "not classified")
    laws = [
        f"{law.title}: {law.answer.value.replace('_', ' ')}"
        + (f" ({', '.join(law.authority)})" if law.authority else "")
        for law in release.regimes
    ]
    return [technology.name, number, _ACCESS[release.access], "; ".join(laws)]
