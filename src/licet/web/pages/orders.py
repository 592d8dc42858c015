"""*Order book*: upload, lights, hold and release by two persons, any line explained, answers to take along."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from licet.accounts.model import User
from licet.events.roles import UserAction
from licet.model.wire import write_transaction
from licet.orders.book import UnreadableOrdersError
from licet.orders.holding import LAPSE_WORDS, standing_of
from licet.orders.workbook import workbook_of
from licet.presentation.words import ANSWERS
from licet.rules.answer import Answer
from licet.rules.vocabulary import FactSpec
from licet.samples.orders import example_orders
from licet.server.problems import Problem
from licet.server.reading import ReadingRoute
from licet.server.signin import allowed, services_of
from licet.services.business_books import (
    CELLS,
    FIELD_WORDS,
    ColumnsError,
    ConfirmedColumns,
    columns_of,
    read_as_saved,
)
from licet.services.cases.book_facts import book_facts
from licet.services.cases.lines import LINE_ACTS, act_on_book, history_of_book
from licet.services.current_answers import AnsweredBook, uploaded_orders
from licet.services.jobs import TooManyWaitingError
from licet.services.order_books import UploadedBook, UploadError
from licet.services.order_runs import ChangedError, explained
from licet.services.stated_facts import open_questions
from licet.services.storage_quota import StorageFullError
from licet.tabular.mapping import MappingError
from licet.tabular.sheets import escape_formula
from licet.web.numbers import whole_number
from licet.web.page import Form, page, see
from licet.web.pages.actor import actor_of, office_of, order_books_of
from licet.web.show.answer import answer_card
from licet.web.show.days import day_of
from licet.web.show.field_names import problem_of
from licet.web.show.list_dates import screened_words
from licet.web.show.order_lines import exported, lines_shown, lines_view, with_own_columns
from licet.web.show.order_questions import facts_shown, groups_shown
from licet.web.show.sale_form import fields_of
from licet.web.show.upload_changes import SHOWN, changed_lines, changes_words, gone_lines

__all__ = ["book_or_problem", "router", "standing_book"]

router = APIRouter(include_in_schema=False, route_class=ReadingRoute)
Asker = Annotated[User, Depends(allowed(UserAction.CHECK_SALE))]
_DONE = {"hold": "held", "ask": "asked to be released", "release": "released"}
_EXAMPLE_LINES = 400
_NO_BOOK = "none"
_REPLACEABLE = 20
"""Latest books among which the one that an upload replaces is picked."""


@router.get("/orders")
def orders(request: Request, user: Asker) -> Response:
    return _orders(request, user)


def _orders(request: Request, user: User, error: str = "") -> Response:
    books = order_books_of(request).books(user.account.organization.key)
    return page(
        request, user, "orders.html", "Order book", status=422 if error else 200,
        books=books, error=error, no_book=_NO_BOOK,
        replaceable=[book for book in books if book.state == "answered" and not book.replaced_by][:_REPLACEABLE],
    )  # fmt: skip


@router.post("/orders")
def upload(request: Request, user: Asker, form: Form) -> Response:
    """Take a file, or make an example; it is answered in the background."""
    file = form.get("file")
    days = (day_of(form.get("as_of"), "as_of"), day_of(form.get("known_as_of"), "known_as_of"))
    name, content = "", b""
    if isinstance(file, UploadFile):
        name, content = file.filename or "", file.file.read()
    try:
        book = order_books_of(request).put(user, name, content, days, _continues(form))
    except (UploadError, UnreadableOrdersError, TooManyWaitingError, StorageFullError) as error:
        return _orders(request, user, f"{name or 'No file was chosen'}: {error}.")
    return see(f"/orders/{book.key}")


def _continues(form: Form) -> str | None:
    """Which book an upload replaces: its key; None: the latest of the same file name; empty: none."""
    said = str(form.get("continues", ""))[:64]
    return {"": None, _NO_BOOK: ""}.get(said, said)


@router.post("/orders/example")
def example(request: Request, user: Asker) -> Response:
    """A made book of October 2019: invented firms, real list entries."""
    day = day_of("2019-10-10", "")
    assert day is not None
    content = example_orders(_EXAMPLE_LINES, 11, day).write_csv().encode()
    try:
        book = order_books_of(request).put(user, "example of October 2019.csv", content, (day, day))
    except (TooManyWaitingError, StorageFullError) as error:
        return _orders(request, user, f"{error}.")
    return see(f"/orders/{book.key}")


def book_or_problem(request: Request, user: User, key: str) -> UploadedBook:
    """A book of the user's organization; else the problem ``not-found``."""
    book = order_books_of(request).book(user.account.organization.key, key)
    if book is None:
        raise Problem(404, "not-found", "there is no such order book")
    return book


@router.get("/orders/{key}")
def lines(request: Request, user: Asker, key: str) -> Response:
    return _lines(request, user, book_or_problem(request, user, key))


def _lines(request: Request, user: User, book: UploadedBook, done: str = "", refused: Any = ()) -> Response:
    if book.state == "to confirm":
        return _columns(request, user, book)
    if book.state != "answered":
        return page(request, user, "orders_waiting.html", book.name, book=book, progress=book.progress)
    view = lines_view(request.query_params)
    vocabulary = services_of(request).decider().vocabulary
    answered = standing_book(request, user, book)
    actor = actor_of(user, UserAction.CHECK_SALE)
    events = history_of_book(office_of(request), actor, answered)
    shown = lines_shown(answered, events, view, vocabulary)
    return page(
        request, user, "orders_lines.html", book.name, book=book, shown=shown, table=shown.table, done=done,
        refused=refused, screened=_screened(request, user, book),
        since=changes_words(answered.earlier[0]) if answered.earlier else "",
        bad=[_bad_line(bad_line, vocabulary) for bad_line in _bad_lines(request, user, book)],
        may_hold=user.may(UserAction.DECIDE_HIT) or user.may(UserAction.RELEASE_ORDER),
        may_release=user.may(UserAction.RELEASE_ORDER),
    )  # fmt: skip


def _columns(
    request: Request,
    user: User,
    book: UploadedBook,
    said: Mapping[str, str] = {},
    problems: Mapping[int, str] = {},
    not_saved: str = "",
) -> Response:
    """Which column holds what, as saved before, as guessed or as said, to be confirmed."""
    organization = user.account.organization.key
    guess = order_books_of(request).guess(organization, book.key)
    headings = [column["column"] for column in guess["columns"]]
    fitting = services_of(request).saved_mappings.fitting(organization, headings)
    wanted = request.query_params.get("mapping", fitting[0].name if fitting else "")
    used = next((item for item in fitting if item.name == wanted and not said), None)
    if used is not None:
        guess = read_as_saved(guess, used.mapping)
    words = {field: text for text, field in FIELD_WORDS.items()}
    columns = [
        {
            **column,
            "said": said.get(f"column-{number}", words.get(column["field"], "")),
            "problem": problems.get(number),
        }
        for number, column in enumerate(guess["columns"])
    ]
    return page(
        request, user, "orders_columns.html", book.name, status=422 if problems or not_saved else 200, book=book,
        guess=guess, fitting=[item.name for item in fitting], used="" if used is None else used.name,
        save_as=said.get("save_as", "" if used is None else used.name), not_saved=not_saved,
        columns=columns, fields=list(FIELD_WORDS), decimal=said.get("decimal", guess["decimal"] or ""),
        dates=said.get("dates", guess["dates"]),
    )  # fmt: skip


@router.post("/orders/{key}/columns")
def confirm_columns(request: Request, user: Asker, key: str, form: Form) -> Response:
    """Answer an order list of a business system by the columns that a person confirms."""
    book = book_or_problem(request, user, key)
    if book.state != "to confirm":
        return see(f"/orders/{key}")
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    guess = order_books_of(request).guess(user.account.organization.key, key)
    names = [column["column"] for column in guess["columns"]]
    confirmed = ConfirmedColumns(
        {name: said.get(f"column-{number}", "") for number, name in enumerate(names)},
        said.get("decimal") if said.get("decimal") in {".", ","} else None,
        said.get("dates") if said.get("dates") in {"dmy", "mdy"} else None,
    )
    organization, save_as = user.account.organization.key, said.get("save_as", "").strip()
    try:
        if save_as:
            services_of(request).saved_mappings.save(
                organization, save_as, columns_of(confirmed), replace_it=bool(said.get("replace"))
            )
        order_books_of(request).confirm(organization, key, confirmed)
    except ColumnsError as error:
        return _columns(request, user, book, said, error.problems)
    except MappingError as error:
        return _columns(request, user, book, said, not_saved=str(error))
    except TooManyWaitingError as error:
        raise Problem(429, "too-many-jobs", str(error), headers={"Retry-After": "60"}) from error
    return see(f"/orders/{key}")


def _bad_line(item: Mapping[str, Any], vocabulary: Mapping[str, FactSpec]) -> dict[str, Any]:
    """A line that could not be read: its row, and what is wrong in words."""
    problem = problem_of(item["key"], item["problem"], "", vocabulary)
    return {"row": item["row"], "name": problem.name, "text": problem.text}


def _bad_lines(request: Request, user: User, book: UploadedBook) -> list[dict[str, Any]]:
    return order_books_of(request).bad_lines(user.account.organization.key, book.key)


def _screened(request: Request, user: User, book: UploadedBook) -> str:
    lists = order_books_of(request).lists_of(user.account.organization.key, book.key)
    return screened_words(lists, services_of(request).today())


@router.post("/orders/{key}")
def act(request: Request, user: Asker, key: str, form: Form) -> Response:
    """Hold, ask for release, or release the lines that were marked."""
    book = book_or_problem(request, user, key)
    deed = str(form.get("deed", ""))
    if deed not in LINE_ACTS or book.state != "answered":
        raise Problem(422, "bad-input", "no such act")
    wanted = {
        row
        for item in form.getlist("row")
        if isinstance(item, str) and (row := whole_number(item)) is not None
    }
    answered = standing_book(request, user, book)
    actor = actor_of(user, *LINE_ACTS[deed][1])
    reason = str(form.get("reason", "")).strip()[:500]
    count, refused = act_on_book(office_of(request), actor, answered, wanted, deed, reason)
    message = f"{count} {'line was' if count == 1 else 'lines were'} {_DONE[deed]}." if count else ""
    if not count and not refused:
        message = "No line was marked."
    problems = [(subject.rpartition(":")[2], refusal.message) for subject, refusal in refused]
    return _lines(request, user, book, message, problems)


def standing_book(request: Request, user: User, book: UploadedBook) -> AnsweredBook:
    """An answered book as it stands today."""
    services = services_of(request)
    organization = user.account.organization.key
    return order_books_of(request).standing(organization, book.key, services.decider(), services.today())


@router.post("/orders/{key}/answers")
def answer_again(request: Request, user: Asker, key: str) -> Response:
    """Answer the book by the lists, law and decisions of now."""
    book = book_or_problem(request, user, key)
    if book.state == "answered":
        try:
            order_books_of(request).answer_again(user.account.organization.key, key)
        except TooManyWaitingError as error:
            raise Problem(429, "too-many-jobs", str(error), headers={"Retry-After": "60"}) from error
    return see(f"/orders/{key}")


@router.get("/orders/{key}/lines/{row}")
def line(request: Request, user: Asker, key: str, row: int) -> Response:
    """One line in full, as the single answer explains it."""
    book = book_or_problem(request, user, key)
    services, books = services_of(request), order_books_of(request)
    organization = user.account.organization.key
    answered = None if book.state != "answered" else standing_book(request, user, book)
    found = None if answered is None else answered.table.filter(pl.col("row") == row)
    if answered is None or found is None or not found.height:
        raise Problem(404, "not-found", "there is no such line")
    labels = found.row(0, named=True)
    receipt = books.folder(organization, key) / "answers.parquet.receipt.json"
    try:
        answer, changed = explained(receipt, row, services.settings.home), ""
    except ChangedError as error:
        answer, changed = None, str(error).replace(f"{receipt.parent}/", "")
    actor = actor_of(user, UserAction.CHECK_SALE)
    events = history_of_book(office_of(request), actor, answered).get(f"{key}:{row}", ())
    vocabulary = dict(services.decider().vocabulary)
    facts = book_facts(office_of(request), organization, key)
    stated = [fact for fact in facts if row in fact.rows and not fact.taken_back]
    questions = open_questions(found, books.orders(organization, key), vocabulary)
    return page(
        request, user, "order_line.html", f"Line {row}", book=book, row=row, subject=f"{key}:{row}",
        labels=labels, changed=changed,
        card=None if answer is None else answer_card(answer, vocabulary), events=events,
        standing=standing_of(answered.line(labels), events), lapse_words=LAPSE_WORDS, answers=ANSWERS, Answer=Answer,
        fields={} if answer is None else fields_of(write_transaction(answer.sale)),
        screened=_screened(request, user, book), stated=facts_shown(stated, vocabulary),
        asks=groups_shown(questions, vocabulary, f"/orders/{key}/questions", {"row": str(row)}),
    )  # fmt: skip


@router.get("/orders/{key}/changes")
def changes(request: Request, user: Asker, key: str) -> Response:
    """What an upload changed against the one that it replaces."""
    book = book_or_problem(request, user, key)
    answered = None if book.state != "answered" else standing_book(request, user, book)
    if answered is None or not answered.earlier:
        raise Problem(404, "not-found", "this order book replaces no earlier upload")
    continuation, organization = answered.earlier[0], user.account.organization.key
    before, books = book_or_problem(request, user, continuation.earlier), order_books_of(request)
    gone = []
    if before.state == "answered":
        earlier = standing_book(request, user, before)
        actor = actor_of(user, UserAction.CHECK_SALE)
        gone = gone_lines(earlier, history_of_book(office_of(request), actor, earlier), continuation)
    orders, orders_before = (uploaded_orders(books.folder(organization, some)) for some in (key, before.key))
    vocabulary = services_of(request).decider().vocabulary
    return page(
        request, user, "upload_changes.html", "Since the last upload", book=book, before=before, gone=gone,
        held=sum(line.was_held for line in gone), shown=SHOWN, counts=continuation.counts,
        changed=changed_lines(orders, orders_before, continuation, vocabulary),
        words=changes_words(continuation),
    )  # fmt: skip


@router.get("/orders/{key}/answers.{kind}")
def answers(request: Request, user: Asker, key: str, kind: str) -> Response:
    """The answers of a view, for a spreadsheet or a program; in a spreadsheet nothing runs as a formula."""
    book = book_or_problem(request, user, key)
    if book.state != "answered" or kind not in {"csv", "xlsx", "parquet"}:
        raise Problem(404, "not-found", "there is no such file")
    answered = standing_book(request, user, book)
    events = history_of_book(office_of(request), actor_of(user, UserAction.CHECK_SALE), answered)
    vocabulary = services_of(request).decider().vocabulary
    table = exported(answered, events, lines_view(request.query_params), vocabulary)
    cells = order_books_of(request).folder(user.account.organization.key, key) / CELLS
    table = with_own_columns(table, pl.read_parquet(cells)) if cells.is_file() else table
    content, media = _written(table, kind)
    headers = {"Content-Disposition": f'attachment; filename="answers-{key}.{kind}"'}
    return Response(content, media_type=media, headers=headers)


def _written(table: pl.DataFrame, kind: str) -> tuple[bytes, str]:
    if kind == "xlsx":
        return workbook_of(
            table, "Answers"
        ), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    out = BytesIO()
    if kind == "parquet":
        table.write_parquet(out)
        return out.getvalue(), "application/vnd.apache.parquet"
    texts = [name for name, kind_of in table.schema.items() if kind_of == pl.String]
    safe = table.with_columns(
        pl.col(name).map_elements(escape_formula, return_dtype=pl.String) for name in texts
    )
    safe.write_csv(out)
    return out.getvalue(), "text/csv; charset=utf-8"
