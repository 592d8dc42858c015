import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from licet.foresight.orders import example_orders
from licet.orders.book import UnreadableOrdersError
from licet.web.boards import Boards
from licet.web.shelf import Book, Shelf

DAY = date(2019, 10, 10)
AT = datetime(2019, 10, 10, tzinfo=UTC)
CONTENT = example_orders(60, 11, DAY).write_csv().encode()


def leading(home: Path) -> Shelf:
    shelf = Shelf(home)
    shelf.lead()
    return shelf


def answered(shelf: Shelf, key: str) -> Book:
    for _ in range(600):
        book = shelf.book("acme", key)
        assert book is not None
        if book.state != "answering":
            return book
        time.sleep(0.1)
    raise AssertionError(book)


def test_what_a_stopped_server_had_not_finished_is_answered_by_the_next(tmp_path: Path) -> None:
    first = leading(tmp_path)
    first.submit("acme", lambda: time.sleep(0.5))
    book = first.put("acme", "orders.csv", CONTENT, "Ada", AT, (DAY, DAY))
    first.close()
    assert first.book("acme", book.key) == book
    second = leading(tmp_path)
    boards = Boards(second, tmp_path)
    boards.lead()
    assert answered(second, book.key).lines == 60
    board = boards.put("acme", book, ["reprieve-ends-2019-11-18"], None)
    second.close()
    third = leading(tmp_path)
    again = Boards(third, tmp_path)
    again.lead()
    third.close()
    done = again.board("acme", book, board.key)
    assert done is not None
    assert done.state in {"seen", "looking"}


def test_a_book_that_cannot_be_read_says_why_without_a_path(tmp_path: Path) -> None:
    shelf = leading(tmp_path)
    book = shelf.put("acme", "../../orders.csv", b"nonsense\n1\n", "Ada", AT, (None, None))
    failed = answered(shelf, book.key)
    shelf.close()
    assert (failed.name, failed.state) == ("orders.csv", "failed")
    assert "nonsense" in failed.problem
    assert str(tmp_path) not in json.dumps(failed.problem)


def test_a_key_of_another_shape_or_organisation_finds_nothing(tmp_path: Path) -> None:
    shelf = leading(tmp_path)
    book = shelf.put("acme", "orders.csv", CONTENT, "Ada", AT, (DAY, DAY))
    answered(shelf, book.key)
    shelf.close()
    assert shelf.book("zeta", book.key) is None
    assert shelf.book("acme", "../" + book.key) is None
    assert shelf.books("zeta") == []


def test_what_another_process_took_is_answered_by_the_one_that_leads(tmp_path: Path) -> None:
    leads, other = leading(tmp_path), Shelf(tmp_path)
    book = other.put("acme", "orders.csv", CONTENT, "Ada", AT, (DAY, DAY))
    leads.lead()
    leads.lead()  # looked at again, and begun once
    assert answered(other, book.key).lines == 60
    leads.close()


def test_a_worker_that_is_quicker_than_the_request_writes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = leading(tmp_path)
    book = answered(shelf, shelf.put("acme", "orders.csv", b"nonsense\n1\n", "Ada", AT, (DAY, DAY)).key)

    def unreadable(_folder: Path) -> Path:
        raise UnreadableOrdersError("read at once")

    def at_once(_organization: str, work: Callable[[], object], *, resumed: bool = False) -> None:
        assert not resumed
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.5)

    monkeypatch.setattr(shelf, "orders", unreadable)
    monkeypatch.setattr(shelf, "submit", at_once)
    shelf.answer_again("acme", book)
    again = answered(shelf, book.key)
    assert (again.state, again.problem) == ("failed", "read at once")
    shelf.close()


def test_a_book_is_answered_again_by_the_process_that_leads(tmp_path: Path) -> None:
    leads, other = leading(tmp_path), Shelf(tmp_path)
    book = answered(leads, leads.put("acme", "orders.csv", CONTENT, "Ada", AT, (DAY, DAY)).key)
    other.answer_again("acme", book)
    waiting = other.book("acme", book.key)
    assert waiting is not None
    assert waiting.state == "answering"
    leads.lead()
    assert answered(other, book.key).state == "answered"
    leads.close()
