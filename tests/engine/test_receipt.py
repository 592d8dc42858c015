"""Receipts: the same facts, law and lists give the same one, in whatever order they were told; others do not."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from tests.engine.made_law import A, B, made_book, made_sale

import licet
from licet.engine.answer_policy import AnswerPolicy
from licet.engine.receipt import canonical, make_receipt
from licet.model.lists import ListsUsed
from licet.model.wire import write_transaction

LIMITS = AnswerPolicy()
LISTS = (
    ListsUsed("one", date(2026, 7, 1), True, 1, "1" * 64),
    ListsUsed("two", date(2026, 7, 1), True, 1, "2" * 64),
)


def test_the_same_data_are_the_same_bytes() -> None:
    assert canonical({"b": [1, None], "a": "Gärtner"}) == '{"a":"Gärtner","b":[1,null]}'.encode()
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_a_receipt_is_of_the_facts_the_law_the_lists_the_limits_and_the_version() -> None:
    sale, book = made_sale(a=True), made_book()
    receipt = make_receipt(sale, book, LISTS, LIMITS)
    assert receipt.facts == hashlib.sha256(canonical(write_transaction(sale))).hexdigest()
    assert (receipt.rulebook, receipt.engine, receipt.lists) == (book.content_hash, licet.__version__, LISTS)
    limits = canonical(LIMITS.to_wire()).decode()
    parts = [receipt.rulebook, receipt.engine, receipt.facts, limits, "1" * 64, "2" * 64]
    assert receipt.receipt_id == hashlib.sha256("\n".join(parts).encode()).hexdigest()


def test_whatever_differs_gives_another_receipt() -> None:
    sale, book = made_sale(a=True, b=True), made_book()
    others = [
        make_receipt(made_sale(a=True, b=False), book, LISTS, LIMITS),
        make_receipt(sale, made_book(needed=A | B), LISTS, LIMITS),
        make_receipt(sale, book, LISTS[:1], LIMITS),
        make_receipt(sale, book, LISTS, AnswerPolicy(list_days=8)),
        make_receipt(sale, book, (LISTS[0], replace(LISTS[1], fingerprint="3" * 64)), LIMITS),
    ]
    first = make_receipt(sale, book, LISTS, LIMITS)
    assert len({receipt.receipt_id for receipt in (first, *others)}) == 6
    assert make_receipt(made_sale(b=True, a=True), book, LISTS, LIMITS) == first
