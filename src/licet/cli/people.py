"""``licet people``: may a person see these technologies? Answers, plans, records, blanking."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.files import fail
from licet.cli.session import AsJson, Session, with_session

if TYPE_CHECKING:
    from licet.model.people import ReleaseReview

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="May a person see technology? Answers, plans and records.")

Request = Annotated[
    str,
    typer.Argument(
        help="Person and technologies as JSON or TOML (docs/guide/people.md); - reads standard input."
    ),
]
Number = Annotated[str, typer.Argument(help="The employer's own number of the person.")]


@app.command()
def check(file: Request, as_json: AsJson = False) -> None:
    """Answer each technology for the person, and name the days on which a change of status changes it."""
    from licet.services.releases import review_document

    review = _review(file)
    if as_json:
        sys.stdout.write(json.dumps(review_document(review), indent=2, ensure_ascii=False) + "\n")
        return
    _tell(review)


@app.command()
def plan(
    file: Request,
    out: Annotated[
        str | None,
        typer.Option("--out", help="The new file, or a folder; a name in this folder unless said."),
    ] = None,
) -> None:
    """Print a technology control plan for the person as PDF."""
    from licet.cli.documents import write_document
    from licet.documents import technology_control_plan
    from licet.services.cases.queries import now

    try:
        made = technology_control_plan(_review(file), now())
    except ValueError as error:
        fail(f"{file}: {error}")
    write_document(made, out)


@app.command()
@with_session
def keep(session: Session, file: Request) -> None:
    """Answer and keep the review on record; what speaks of the person stands apart from the log."""
    from licet.events.event import Act
    from licet.services.cases.releases import keep_release_review

    review = _review(file)
    keep_release_review(session.case_service, Act(session.actor, session.now), review)
    print(f"Kept the review of {review.request.person.number} as of {review.request.as_of.isoformat()}.")


@app.command()
@with_session
def reviews(session: Session, number: Number) -> None:
    """Print the reviews of a person on record as one JSON document."""
    from licet.events.encoding import plain
    from licet.services.cases.releases import person_of, release_reviews

    kept = release_reviews(session.case_service, session.actor, number)
    documents = [
        {
            "at": stored.event.at,
            "by": stored.event.actor.name,
            **stored.event.payload,
            "person": person_of(stored),
        }
        for stored in kept
    ]
    sys.stdout.write(json.dumps(plain(documents), indent=2, ensure_ascii=False) + "\n")


@app.command()
@with_session
def blank(
    session: Session,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why it is blanked.")],
) -> None:
    """Blank what the reviews say of a person, for good; the log still verifies."""
    from licet.services.cases.releases import blank_person

    hashes = blank_person(session.case_service, session.actor, number, reason=reason)
    if not hashes:
        fail(f"{number}: nothing is kept that speaks of the person")
    print(f"Blanked {len(hashes)} {'value' if len(hashes) == 1 else 'values'} of {number}.")


def _review(file: str) -> ReleaseReview:
    from licet.cli.files import read_document, refused_input
    from licet.cli.scope import decision_scope
    from licet.model.people import read_release_request
    from licet.services.determination import open_decider
    from licet.services.releases import review_release
    from licet.storage.home import home_folder

    with refused_input(file):
        request = read_release_request(read_document(file))
        return review_release(open_decider(home_folder()), request, scope=decision_scope())


def _tell(review: ReleaseReview) -> None:
    person = review.request.person
    print(f"{person.name} ({person.number}), as of {review.request.as_of.isoformat()}:")
    for release in review.releases:
        print(f"  {release.technology.name}: {release.access.value}")
        for law in release.regimes:
            where = ", ".join(law.countries) or "no country known"
            under = f" ({', '.join(law.authority)})" if law.authority else ""
            print(f"    {law.title} [{where}]: {law.answer.value.replace('_', ' ')}{under}")
            for question in law.open:
                print(f"      open: {question}")
    for change in review.changes:
        print(
            f"  From {change.day.isoformat()}: {change.technology}: {change.after.value} "
            f"({change.before.value} before)"
        )
    if review.petition is not None:
        print(f"  Part 6 of the petition: {review.petition}")
