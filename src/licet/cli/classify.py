"""``licet classify``: the order of review on the terminal, one question at a time, in a pipe too."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import BAD_INPUT, REFUSED, day_of, fail

if TYPE_CHECKING:
    from licet.classification.description import Suggestion
    from licet.classification.order_of_review import ReviewInterview, ReviewResult
    from licet.classification.questions import ReviewQuestion

__all__ = ["classify"]

OptionalText = Optional[str]  # noqa: UP045  # typer reads it
_HELP = "Commands: why, unknown, back, quit."


def classify(
    description: Annotated[str, typer.Argument(help="What it is, as its data sheet says.")],
    kind: Annotated[str, typer.Option("--kind", help="commodity, software or technology.")] = "commodity",
    as_of: Annotated[
        OptionalText,
        typer.Option("--as-of", help="By the list as read on this day; the newest text unless said."),
    ] = None,
    who: Annotated[
        OptionalText, typer.Option("--who", help="Who answers; the name of the account unless said.")
    ] = None,
    why: Annotated[
        str, typer.Option("--why", help="On what ground the answers rest: a data sheet, a test, a letter.")
    ] = "",
    answers: Annotated[
        OptionalText, typer.Option("--answers", help="A JSON file of answers by key; only the rest is asked.")
    ] = None,
    part: Annotated[
        OptionalText, typer.Option("--part", help="Keep the result as the record of this part number.")
    ] = None,
    source: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--source", help="A source of the record: a data sheet, a supplier's letter, a CCATS number."
        ),
    ] = None,
    valid_until: Annotated[
        OptionalText, typer.Option("--valid-until", help="Until when the record counts (YYYY-MM-DD).")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """What is its ECCN? The order of review, one question at a time; with --json the next question is printed."""
    from licet.classification.order_of_review import ReviewedItem
    from licet.classification.search import GROUPS
    from licet.services.interviews import AnswerFaultError, interview_document, interview_of

    if kind not in GROUPS:
        fail(f"--kind: {kind!r} is no kind of item: expected {', '.join(GROUPS)}")
    signed: dict[str, Any] = {"who": who or getpass.getuser(), "on": date.today(), "why": why}  # noqa: DTZ011
    try:
        talk = interview_of(
            ReviewedItem(description, kind, day_of(as_of, "--as-of")), _given(answers), **signed
        )
    except AnswerFaultError as error:
        fail(f"--answers: {error.key}: {error}")
    until = day_of(valid_until, "--valid-until")
    if as_json:
        if part is not None and talk.question is None:
            _keep(part, talk, signed["who"], tuple(source or ()), until)
        sys.stdout.write(json.dumps(interview_document(talk), indent=2, ensure_ascii=False) + "\n")
        return
    while (question := talk.question) is not None:
        _show(question, len(talk.answers) + 1, talk.suggestion)
        talk = _turn(talk, question, signed)
    _print_result(talk.result, talk.item.on)
    if part is not None:
        _keep(part, talk, signed["who"], tuple(source or ()), until)
        print(f"Kept for {part}. It counts when someone else approves it: licet products approve {part}")


def _keep(part: str, talk: ReviewInterview, who: str, sources: tuple[str, ...], until: date | None) -> None:
    from licet.classification.records import RecordError
    from licet.event_file import EventFileError
    from licet.services.interviews import keep_result
    from licet.services.products import product_master
    from licet.storage.home import home_folder

    try:
        master = product_master(home_folder(), None, to_change=True)
        keep_result(master, part, talk, who, date.today(), sources=sources, valid_until=until)  # noqa: DTZ011
    except (EventFileError, RecordError) as error:
        fail(str(error), REFUSED)


def _given(name: str | None) -> Mapping[str, Any]:
    if name is None:
        return {}
    try:
        data = json.loads(Path(name).read_text("utf-8"))
    except OSError as error:
        fail(f"{name}: {os.strerror(error.errno) if error.errno else error}")
    except ValueError as error:
        fail(f"{name}: not JSON: {error}")
    if not isinstance(data, dict):
        fail(f"{name}: expected an object of answers by key")
    return data


def _turn(talk: ReviewInterview, question: ReviewQuestion, signed: Mapping[str, Any]) -> ReviewInterview:
    from licet.classification.questions import QuestionAnswerError

    while True:
        print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            print()
            fail("the input ended before the result was found", BAD_INPUT)
        match line.strip().lower():
            case "why":
                print(f"   {question.why} ({question.cite})")
            case "help":
                print(_HELP)
            case "quit":
                raise SystemExit(0)
            case "back":
                return talk.back()
            case typed:
                offered = talk.suggestion
                try:
                    return talk.answer(typed or (offered.typed if offered else ""), **signed)
                except QuestionAnswerError as error:
                    print(f"Not understood: {error}")


def _show(question: ReviewQuestion, number: int, offered: Suggestion | None = None) -> None:
    print(f"\n{number}. {question.text}")
    for text in question.shown:
        print(f"   | {text}")
    for place, (value, text) in enumerate(question.choices, 1):
        print(f"   {place}  {value}: {text}")
    expected = {
        "yes_no": "yes, no or unknown",
        "number": f"a number in {question.unit}, such as 30, above 9 or 2 to 4, or unknown".replace(
            " in ,", ","
        ),
        "several": "numbers or names above with commas between them, none or unknown",
    }
    print(f"   [{question.cite}] Answer: {expected.get(question.form, 'a number or name above, or unknown')}")
    if offered is not None:
        print(f'   Its description says "{offered.words}". Press Enter for {offered.typed}.')


def _print_result(result: ReviewResult, on: date | None) -> None:
    from licet.services.interviews import texts_of

    unlisted = "no entry that was read describes it"
    print(f"\n{result.eccn or 'No ECCN'}: {unlisted if result.eccn == 'EAR99' else result.verdict}")
    for text in texts_of(result.eccn, on):
        print(f"   {text}")
    for candidate in result.candidates:
        print(f"   {candidate}" if candidate.eccns else f"   open: {candidate}")
    for note in result.notes:
        print(f"   {note}")
    if result.eccn:
        print("   This is a classification of your own. BIS classifies on request (15 CFR 748.3).")
