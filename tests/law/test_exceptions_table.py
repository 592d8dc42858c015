"""The table of license exceptions says what a real claim would meet."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from licet.engine.determine import determine
from licet.engine.exceptions import ExceptionLine, ExceptionStatus, exception_lines
from licet.engine.report import exceptions_to_wire
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

REFUSED = {ExceptionStatus.FORECLOSED, ExceptionStatus.OUT_OF_SCOPE}
Table = tuple[Transaction, tuple[ExceptionLine, ...]]


def _sales() -> Iterator[Transaction]:
    """The first golden case of each of some symbols, and one to a sanctioned destination."""
    wanted = {"GBS", "LVS", "STA", "ENC", "TMP", "GFT"}
    for case in cases():
        symbol = case.sale.get("facts", {}).get("license_exception_claimed")
        if symbol in wanted and case.expect.get("answer") == "authorized":
            wanted.remove(symbol)
            yield attach(read_transaction(case.sale, ear().vocabulary), shipped_finder(compiled=True))


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return [(sale, exception_lines(sale, ear())) for sale in _sales()]


def _claiming(sale: Transaction, symbol: str, paragraph: str | None) -> Answer:
    facts = {name: value for name, value in sale.facts.items() if name != "license_exception_paragraph"}
    facts["license_exception_claimed"] = symbol
    if paragraph is not None:
        facts["license_exception_paragraph"] = paragraph
    return determine(replace(sale, facts=facts), ear(), shipped_finder(compiled=True).lists).answer


def test_what_is_available_is_authorized_when_claimed(tables: list[Table]) -> None:
    available = [
        (sale, line) for sale, lines in tables for line in lines if line.status is ExceptionStatus.AVAILABLE
    ]
    assert len(available) >= len(tables) == 6
    for sale, line in available:
        assert _claiming(sale, line.symbol, line.paragraph) is Answer.AUTHORIZED, line


def test_what_is_foreclosed_or_out_of_scope_is_refused_when_claimed(tables: list[Table]) -> None:
    """A claim that calls on several rules is refused where all of them are."""
    tried: Counter[str] = Counter()
    for sale, lines in tables:
        by_claim: dict[tuple[str, str | None], set[ExceptionStatus]] = {}
        for line in lines:
            by_claim.setdefault((line.symbol, line.paragraph), set()).add(line.status)
        open_symbols = {line.symbol for line in lines if line.status not in REFUSED}
        for (symbol, paragraph), status in by_claim.items():
            if status <= REFUSED and (paragraph is not None or symbol not in open_symbols):
                answer = _claiming(sale, symbol, paragraph)
                assert answer in {Answer.LICENSE_REQUIRED, Answer.PROHIBITED}, (symbol, paragraph)
                tried.update(status)
    assert tried[ExceptionStatus.OUT_OF_SCOPE] > 50
    assert tried[ExceptionStatus.FORECLOSED] > 0


def test_every_line_says_why(tables: list[Table]) -> None:
    for _, lines in tables:
        assert {"GBS", "LVS", "STA", "ENC", "TMP", "RFF"} <= {line.symbol for line in lines}
        for line in lines:
            assert line.cites
            said = {
                ExceptionStatus.NEEDS_FACTS: line.needs,
                ExceptionStatus.LAW_NOT_HELD: line.not_held or line.obstacles,
                ExceptionStatus.FORECLOSED: line.obstacles,
                ExceptionStatus.OUT_OF_SCOPE: line.obstacles,
            }
            assert said.get(line.status, True), line
        assert json.loads(json.dumps(exceptions_to_wire(lines)))


def test_a_sanctioned_destination_is_foreclosed_by_its_paragraph() -> None:
    sale = {
        "action": "export",
        "as_of": "2026-09-24",
        "destination": "SY",
        "item": {"kind": "commodity", "eccn": "3A002.a", "us_origin": True, "value_usd": 100},
        "facts": {"license_exception_claimed": "GBS"},
    }
    lines = exception_lines(read_transaction(sale, ear().vocabulary), ear())
    (found,) = [line for line in lines if line.symbol == "LVS"]
    assert found.status is ExceptionStatus.FORECLOSED
    assert "15 CFR 740.2(a)(6)" in [str(obstacle.cite) for obstacle in found.obstacles]


def test_where_no_license_is_needed_no_exception_is() -> None:
    sale = {
        "action": "export",
        "as_of": "2026-09-24",
        "destination": "DE",
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "end_user", "name": "Clean Works", "country": "DE", "owners": []}],
    }
    book, finder = ear(), shipped_finder(compiled=True)
    assert exception_lines(attach(read_transaction(sale, book.vocabulary), finder), book) == ()
