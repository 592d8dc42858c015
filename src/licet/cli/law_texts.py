"""``licet law check``, ``diff``, ``reviews``, ``mark-read``, ``tasks``: texts of the law against the rulebook."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail

if TYPE_CHECKING:
    from licet.services.law_texts import LawDiff

__all__ = ["check_texts", "close_task", "diff", "draft", "mark_read", "reviews", "tasks"]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
_SHOWN = 20


def check_texts(
    texts: Annotated[
        list[Path],
        typer.Argument(help="eCFR XML, JSON or Markdown, or folders of them; packed with gzip or not."),
    ],
    as_json: AsJson = False,
) -> None:
    """Hold texts of the law against what the rulebook was read from; exits with 1 where a paragraph differs."""
    from licet.lawtexts.text import UnreadableTextError
    from licet.services.law_texts import check_document

    try:
        found = check_document(texts)
    except UnreadableTextError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if as_json:
        _print_json(found)
    else:
        for item in found["texts"]:
            _tell_checked(item)
    counts = found["counts"]
    if counts.get("changed", 0) or counts.get("gone", 0) or counts.get("new", 0):
        raise typer.Exit(1)


def _tell_checked(item: dict[str, Any]) -> None:
    counts = item["counts"]
    day = f" of {item['as_of']}" if item["as_of"] else ""
    print(
        f"{item['file']}{day}: {item['sections']:,} sections. {counts['same']:,} paragraphs are the same, "
        f"{counts['changed']:,} changed, {counts['gone']:,} gone, {counts['new']:,} new."
    )
    if counts["uncertain"]:
        print(
            f"  Of those changed, {counts['uncertain']:,} were read from a copy that drops words in italics."
        )
    for paragraph in item["paragraphs"][:_SHOWN]:
        unsure = "" if paragraph["certain"] else " (perhaps only words that the earlier copy dropped)"
        print(f"  {paragraph['place']}: {paragraph['state']}{unsure}; {_rules(paragraph['rules'])}")
    if len(item["paragraphs"]) > _SHOWN:
        print(f"  and {len(item['paragraphs']) - _SHOWN:,} more (--json names all)")
    if item["not_anchored"]:
        print(f"  {len(item['not_anchored']):,} sections that no rule was read from were passed over.")


def _rules(rules: list[str]) -> str:
    return f"rules: {', '.join(rules)}" if rules else "no rule rests on it"


def diff(
    old: Annotated[Path, typer.Argument(help="The old text: eCFR XML, JSON or Markdown, or a folder.")],
    new: Annotated[Path, typer.Argument(help="The new text.")],
    html: Annotated[
        Optional[Path],  # noqa: UP045  # typer reads it
        typer.Option("--html", help="Write a page for people to this file."),
    ] = None,
    from_day: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--from", help="The new text's first day (YYYY-MM-DD); the day of the new file unless said."
        ),
    ] = None,
    review: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--review",
            metavar="REASON",
            help=(
                "Put every rule that a change touches under review from that day, for this reason, and close the "
                "review tasks of documents whose text this is."
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What changed between two texts of the law, word by word, and what rests on it?"""
    from licet.lawtexts.text import UnreadableTextError
    from licet.services.determination import open_decider, today
    from licet.services.law_diff_page import diff_page
    from licet.services.law_records import control_list_in, records_on
    from licet.services.law_reviews import LawReviewError, begin_reviews
    from licet.services.law_texts import law_diff
    from licet.services.watch_tasks import close_with_texts
    from licet.storage.home import home_folder

    try:
        found = law_diff([old], [new])
        records = records_on(found, open_decider(home_folder()), today(), control_list_in(new))
        document = {**found.document(), "records": records}
        if html is not None:
            html.write_text(diff_page(document), "utf-8")
        if review is not None:
            day = day_of(from_day, "--from") or _day_of(found)
            document["put_under_review"] = begin_reviews(home_folder(), found.rules, day, reason=review)
            document["tasks_closed"] = list(close_with_texts(home_folder(), found.new))
    except (UnreadableTextError, LawReviewError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if as_json:
        _print_json(document)
        return
    _tell_diff(document)
    if html is not None:
        print(f"Written: {html}")


def draft(
    old: Annotated[Path, typer.Argument(help="The old text: eCFR XML, JSON or Markdown, or a folder.")],
    new: Annotated[Path, typer.Argument(help="The new text.")],
    out: Annotated[Path, typer.Argument(help="The folder for the draft.")],
    cite: Annotated[str, typer.Option("--cite", help='The document that changed it, such as "91 FR 70000".')],
    published: Annotated[str, typer.Option("--published", help="Its day of publication (YYYY-MM-DD).")],
    source: Annotated[str, typer.Option("--source", help="What the rows were read from, in words.")],
    from_day: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--from", help="The new text's first day (YYYY-MM-DD); the day of the new file unless said."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draft table changes from a new text: a readable patch, changed files, and what a person has to read."""
    from licet.lawtexts.text import UnreadableTextError
    from licet.services.law_drafts import AmendingDocument, LawDraftError, draft_of
    from licet.services.law_texts import law_diff

    try:
        found = law_diff([old], [new])
        first = day_of(from_day, "--from") or _day_of(found)
        printed = day_of(published, "--published") or first
        made = draft_of(found, new, AmendingDocument(first, printed, cite, source))
        made.write(out)
    except (UnreadableTextError, LawDraftError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if as_json:
        _print_json(made.document())
        return
    for words in made.says:
        print(words)
    print(
        f"{len(made.says):,} changes drafted in {len(made.files):,} tables; "
        f"{len(made.to_read):,} changes are for a person to read."
    )
    print(f"Written: {out / 'draft.md'}, {out / 'draft.patch'} and the changed files in {out / 'changed'}")


def _day_of(found: LawDiff) -> date:
    """The first day of the new text, where the files say it."""
    days = [text.as_of for text in found.new if text.as_of is not None]
    if not days:
        fail("--from: the new text does not say its day; say it")
    return min(days)


def _tell_diff(document: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, counts = Console(highlight=False), document["counts"]
    console.print(
        f"{len(document['changes']):,} paragraphs changed: {counts['changed']:,} in their words, "
        f"{counts['new']:,} new, {counts['gone']:,} gone. {counts['same']:,} are the same."
    )
    if not counts["same"] and not any(counts.values()):
        console.print("The two texts have no section in common.")
    if counts["perhaps_lost"]:
        console.print(
            f"{counts['perhaps_lost']:,} more differ only by words that the old copy is known to drop."
        )
    if counts["not_in_old_copy"]:
        console.print(f"{counts['not_in_old_copy']:,} supplements or paragraphs are not in the old copy.")
    for item in document["changes"]:
        console.print(
            f"\n[bold]{item['title']} CFR {item['place']}[/] ({item['kind']}); {_rules(item['rules'])}"
        )
        console.print(Text.assemble(*map(_piece, item["pieces"])))
    rested = Table(
        "what rests on it", "how many", title="Rests on the changed paragraphs", title_justify="left"
    )
    rested.add_row("rules", f"{len(document['rules']):,}")
    rested.add_row("rows of tables", f"{sum(document['tables'].values()):,}")
    rested.add_row("golden cases", f"{len(document['cases']):,}")
    for name, records in document["records"].items():
        rested.add_row(name.replace("_", " "), f"{len(records):,}")
    console.print(rested)
    if "put_under_review" in document:
        console.print(f"{document['put_under_review']:,} rules were put under review (`licet law reviews`).")
    if document.get("tasks_closed"):
        console.print(f"Review tasks closed, their text is here: {', '.join(document['tasks_closed'])}.")


def _piece(piece: dict[str, str]) -> tuple[str, str]:
    """Some words with their mark, which is read without colors too: [-gone-] and {+new+}."""
    text, sign = piece["text"], piece["sign"]
    words, space = text.rstrip(), text[len(text.rstrip()) :]
    if sign == "=":
        return text, ""
    return (f"[-{words}-]{space}", "red") if sign == "-" else (f"{{+{words}+}}{space}", "green")


def reviews(as_json: AsJson = False) -> None:
    """List the rules whose text changed and that nobody has marked as read; answers that rest on them are amber."""
    from licet.presentation.words import day_words
    from licet.services.law_reviews import open_reviews
    from licet.storage.home import home_folder

    found = open_reviews(home_folder())
    if as_json:
        _print_json([review.document() for review in found])
        return
    if not found:
        print("No rule is under review.")
    for review in found:
        print(
            f"{review.rule}: {', '.join(review.places)}, from {day_words(review.first_day)} on. {review.reason}"
        )


def mark_read(
    rules: Annotated[list[str], typer.Argument(metavar="RULE...", help="As `licet law reviews` names them.")],
    reason: Annotated[str, typer.Option("--reason", help="What you found; it stands on the audit log.")],
    person: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as", help="Who has read it; the user of this computer unless said."),
    ] = None,
) -> None:
    """Say that a person has read the new text and the rule: answers that rest on it are no longer amber for it."""
    from licet.services.law_reviews import LawReviewError
    from licet.services.law_reviews import mark_read as mark
    from licet.storage.home import home_folder

    try:
        count = mark(home_folder(), rules, reason=reason, who=person)
    except LawReviewError as error:
        fail(str(error))
    print(f"{count} {'rule is' if count == 1 else 'rules are'} no longer under review.")


def tasks(as_json: AsJson = False) -> None:
    """List the documents of the Federal Register that nobody has reviewed yet (`licet watch FEED --tasks`)."""
    from licet.services.watch_tasks import review_tasks
    from licet.storage.home import home_folder

    found = review_tasks(home_folder())
    if as_json:
        _print_json([task.document() for task in found])
        return
    if not found:
        print("No document waits for a review.")
    for task in found:
        touches = [*task.data.get("sections", ()), *task.data.get("lists", ()), *task.data.get("eccns", ())]
        about = f" {', '.join(touches)}" if touches else ""
        print(f"{task.key}  {task.kind.value}{about}: {task.title}")


def close_task(
    document: Annotated[str, typer.Argument(help="As `licet law tasks` names it.")],
    reason: Annotated[str, typer.Option("--reason", help="What was done; it stands on the audit log.")],
    person: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as", help="Who did it; the user of this computer unless said."),
    ] = None,
) -> None:
    """Close the review task of a document: a person has read it and did what was to be done."""
    from licet.services.watch_tasks import ReviewTaskError
    from licet.services.watch_tasks import close_task as close
    from licet.storage.home import home_folder

    try:
        close(home_folder(), document, reason=reason, who=person)
    except ReviewTaskError as error:
        fail(str(error))
    print(f"The review task of {document} is closed.")


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
