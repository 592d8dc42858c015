"""``licet law``: the modeled law read aloud, its facts, what is not modeled, how texts stand and what changed."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail
from licet.cli.law_packages import register
from licet.cli.law_texts import check_texts, close_task, diff, draft, mark_read, reviews, tasks

if TYPE_CHECKING:
    from licet.rules.rulebook import Rulebook

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)
app.command("check")(check_texts)
app.command("diff")(diff)
app.command("draft")(draft)
app.command("reviews")(reviews)
app.command("mark-read")(mark_read)
app.command("tasks")(tasks)
app.command("close-task")(close_task)
register(app)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
OfRegime = Annotated[
    Optional[str],  # noqa: UP045  # typer reads it
    typer.Option("--regime", help="Of this regime, by its code; of the export regulations unless said."),
]
OptionalText = Optional[str]  # noqa: UP045  # typer reads it


@app.command()
def show(
    cite: Annotated[str, typer.Argument(help='A citation, such as "15 CFR 744.11" or "84 FR 23468".')],
    as_of: Annotated[
        OptionalText, typer.Option("--as-of", help="As in force on this day; today unless said.")
    ] = None,
    known_as_of: Annotated[
        OptionalText, typer.Option("--known-as-of", help="As published by this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the rules that rest on a citation, in English, with their exceptions."""
    from licet.engine.lawtext import rules_citing
    from licet.regimes.registry import regimes
    from licet.rules.citation import Citation

    try:
        place = Citation.parse(cite)
    except ValueError as error:
        fail(str(error))
    day = day_of(as_of, "--as-of") or date.today()  # noqa: DTZ011
    known = day_of(known_as_of, "--known-as-of")
    books = [
        regime.rulebook
        for regime in regimes().values()
        if place.kind != "cfr" or place.text.startswith(regime.cites)
    ]
    found = [text for book in books for text in rules_citing(book, place, day, known)]
    if not found:
        fail(f"no modeled rule rests on {place} (`licet law coverage` says what is modeled)")
    if as_json:
        _print_json([item.to_wire() for item in found])
        return
    from licet.cli.lawtext import print_rules

    print_rules(found, place, day)


@app.command()
def facts(as_json: AsJson = False, regime: OfRegime = None) -> None:
    """List the named facts and claims that rules read."""
    from licet.services.law import facts_document

    book = _book(regime)
    if as_json:
        _print_json(facts_document(book))
        return
    specs = sorted(book.vocabulary.values(), key=lambda spec: spec.name)
    for spec in specs:
        what = "claim" if spec.is_claim else "judgment" if spec.judgment else "fact"
        values = f" ({', '.join(spec.values)})" if spec.values else ""
        print(f"{spec.name}  [{what}, {spec.kind.value}{values}]\n    {spec.question}  {spec.cite}")


@app.command()
def coverage(
    as_json: AsJson = False,
    with_cases: Annotated[
        bool, typer.Option("--cases", help="Name the golden cases of each section, and what was left out.")
    ] = False,
    regime: OfRegime = None,
) -> None:
    """Say for each section whether it is modeled, from which text, verified to which day and by how many cases."""
    from licet.regimes.registry import PRIMARY
    from licet.services.law import cases_by_section, cases_document, coverage_document

    book = _book(regime)
    primary = book.name == PRIMARY
    held = cases_by_section() if primary else {}
    if as_json:
        sections = [
            {**item, "cases": list(held.get(item["section"], ()))} for item in coverage_document(book)
        ]
        _print_json({"sections": sections, "cases": cases_document()} if with_cases else sections)
        return
    for note in book.coverage.values():
        begin = f" from {note.verified_from}" if note.verified_from else ""
        verified = f", verified{begin} to {note.verified_to}" if note.verified_to else ""
        source = f"; {note.source}" if note.source else ""
        names = held.get(note.section, ())
        print(
            f"{note.section}  {note.title}: {note.status}{verified}{source}; cases: {len(names)}\n    {note.note}"
        )
        if with_cases:
            print("".join(f"    - {name}\n" for name in names), end="")
    if primary:
        _print_tally(cases_document(), with_cases)


def _book(regime: str | None) -> Rulebook:
    """The rulebook of the regime that is named, of the primary one where none is."""
    from licet.regimes.registry import PRIMARY, UnknownRegimeError, regimes_named

    try:
        return regimes_named([regime or PRIMARY])[0].rulebook
    except UnknownRegimeError as error:
        fail(f"--regime: {error}")


@app.command()
def standing(
    as_of: Annotated[
        OptionalText,
        typer.Option("--as-of", help="The day to list them for (YYYY-MM-DD); today unless said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List texts that are stayed, announced as not enforced, published for a later day or announced only."""
    from licet.presentation.words import day_words
    from licet.regimes.registry import primary
    from licet.services.law import standing_document

    day = day_of(as_of, "--as-of") or date.today()  # noqa: DTZ011
    found = standing_document(primary().rulebook, day)
    if as_json:
        _print_json(found)
        return
    for record in found:
        through = f" through {day_words(date.fromisoformat(record['to']))}" if record["to"] else " on"
        print(f"{record['title']}: {record['words']} on {day_words(day)}")
        begin, sections = day_words(date.fromisoformat(record["from"])), ", ".join(record["sections"])
        print(f"    From {begin}{through}, by {record['cite']}; {sections}")
        print(f"    Seen ({record['grade']}): {record['source']}")
        if record["parts_from_text"]:
            print("    An answer that it would change gives both readings (--position announced for a file).")


def _print_tally(found: dict[str, Any], with_left: bool) -> None:
    print(
        f"\n{found['cases']} cases: {found['text_read']} rest on a text that could be read, "
        f"{found['general_knowledge']} on general knowledge or summaries, or vary another case; "
        f"{found['tricky']} are traps, in "
        f"{found['tricky_free']} of them the sale may go.\n{found['taken_over']} were taken over from the collection "
        f"of sourced cases, {len(found['left_out'])} of it were not."
    )
    if with_left:
        for item in found["left_out"]:
            print(
                f"    {item['sourced_id']}: {item['why']}"
                + (f" ({item['shown_by']})" if item["shown_by"] else "")
            )


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
