"""Answers on record: kept once, found again, superseded by the next, and no longer holding when law or lists move."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from licet.events.event import Actor
from licet.events.roles import UserRole
from licet.model.wire import read_transaction
from licet.orders.holding import Lapse
from licet.presentation.summary import answer_document
from licet.services.determination import Decider, open_decider
from licet.services.saved_answers import (
    AnswerQuery,
    NewAnswer,
    answers_by_number,
    answers_ending,
    find_answers,
    history_of_reference,
    lapses_of,
    new_reference,
    save_answers,
    saved_answer,
)
from licet.storage.basis import unlike_the_log
from licet.storage.database import Database, open_database

AT = datetime(2026, 9, 2, 12, tzinfo=UTC)
ADA = Actor("ada", UserRole.COMPLIANCE_OFFICER, "acme")
TODAY = AT.date()
NETWORK = {
    "action": "export", "destination": "CN", "as_of": "2019-10-10",
    "item": {"eccn": "EAR99", "kind": "commodity", "us_origin": True, "value_usd": 38000},
    "parties": [{"role": "end_user", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def decider(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return open_decider(tmp_path_factory.mktemp("answers"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


def document(decider: Decider, **changes: Any) -> dict[str, Any]:
    sale = read_transaction(NETWORK | changes, decider.vocabulary, default_as_of=AT.date())
    return answer_document(decider.determine(sale))


def test_an_answer_is_kept_once_for_a_person_and_superseded_by_the_next(
    database: Database, decider: Decider
) -> None:
    first, later = document(decider), document(decider, destination="HK")
    keep = [NewAnswer("SO-1", first, "{}"), NewAnswer("SO-1", first, "{}"), NewAnswer("SO-1", later, "{}")]
    assert save_answers(database, ADA, "Ada", keep, AT) == [1, 1, 2]
    found = saved_answer(database, "acme", 1)
    assert found is not None
    assert (found[0].superseded_by, found[0].made_by) == (2, "Ada")
    assert found[0].subject == "EAR99 · Huawei Technologies Co., Ltd. · CN · $38,000"
    assert saved_answer(database, "rival", 1) is None, "another organization sees nothing of it"
    assert [answer.number for answer in history_of_reference(database, "acme", "SO-1")] == [2, 1]


def test_a_program_that_keeps_an_answer_twice_has_two(database: Database, decider: Decider) -> None:
    twice = [NewAnswer("SO-1", document(decider))] * 2
    assert save_answers(database, ADA, "", twice, AT) == [1, 2]
    assert [answer.number for answer in answers_by_number(database, "acme", "SO-1", None, 1, 10)] == [2]


def test_answers_are_found_by_words_and_facets_sorted_before_the_page(
    database: Database, decider: Decider
) -> None:
    said = document(decider)
    many = [NewAnswer(f"SO-{n % 7}", said | {"as_of": f"2019-10-{n + 1:02}"}) for n in range(20)]
    save_answers(database, ADA, "Ada", many, AT)
    found = find_answers(database, "acme", AnswerQuery(sort="-as_of", size=3, page=2))
    assert [row.as_of for row in found.rows] == ["2019-10-17", "2019-10-16", "2019-10-15"]
    assert (found.total, found.counts["state"]) == (20, {"current": 7, "superseded": 13})
    assert find_answers(database, "acme", AnswerQuery(words="so-3")).total == 3
    current = find_answers(database, "acme", AnswerQuery(state="current", words="%"))
    assert current.total == 0, "words are words"
    narrowed = find_answers(database, "acme", AnswerQuery(state="current"))
    assert (narrowed.total, narrowed.counts["state"]["superseded"]) == (7, 13)


def test_only_current_answers_end(database: Database, decider: Decider) -> None:
    said = document(decider) | {"holds_until": "2026-10-01"}
    save_answers(database, ADA, "Ada", [NewAnswer("a", said), NewAnswer("a", said), NewAnswer("b", said)], AT)
    ending = answers_ending(database, "acme", date(2026, 9, 2), date(2026, 12, 1))
    assert [answer.number for answer in ending] == [2, 3]


def test_why_an_answer_no_longer_holds(decider: Decider, database: Database) -> None:
    said = document(decider) | {"holds_until": "2026-10-01"}
    save_answers(database, ADA, "Ada", [NewAnswer("a", said)], AT)
    found = saved_answer(database, "acme", 1)
    assert found is not None
    sale = read_transaction(said["sale"], decider.vocabulary, default_as_of=AT.date())

    def lapses(changed: dict[str, Any] | None = None, day: date = TODAY) -> tuple[Lapse, ...]:
        receipt = said["receipt"] | (changed or {})
        assert found is not None
        return lapses_of(found[0], said | {"receipt": receipt}, decider, sale, sale, day)

    assert lapses() == ()
    assert lapses({"lists": []}) == (Lapse.LISTS,)
    assert lapses({"engine": "0"}) == lapses({"rulebook": "0"}) == (Lapse.LAW,)
    assert lapses(day=date(2026, 9, 30)) == ()
    assert lapses(day=date(2026, 10, 1)) == (Lapse.DAY,)
    asked = replace(found[0], holds_until="2019-11-19")
    assert lapses_of(asked, said, decider, sale, sale, date(2026, 10, 1)) == (), "it was asked about the past"
    decided = replace(sale, destination="HK")
    assert lapses_of(found[0], said, decider, sale, decided, AT.date()) == (Lapse.DECISIONS,)


def test_a_reference_is_the_day_and_four_letters() -> None:
    made = {new_reference(date(2026, 9, 2)) for _ in range(50)}
    assert all(text.startswith("20260902-") and len(text) == 13 for text in made)
    assert len(made) > 40


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept_answer SET light = 'green' WHERE id = 2",
        "UPDATE kept_answer SET document = '{}' WHERE id = 1",
        "DELETE FROM kept_answer WHERE id = 3",
        "UPDATE kept_answer SET id = 9 WHERE id = 3",
    ],
)
def test_an_answer_that_was_changed_behind_the_log_is_found(
    database: Database, decider: Decider, statement: str
) -> None:
    said = document(decider)
    save_answers(database, ADA, "Ada", [NewAnswer("a", said, "{}"), NewAnswer("b", said)], AT)
    save_answers(database, ADA, "Ada", [NewAnswer("c", said)], AT)
    with database.unit_of_work() as connection:
        assert unlike_the_log(connection) == ()
        connection.execute(text("UPDATE kept_answer SET told_at = '2026-09-03'"))
        assert unlike_the_log(connection) == ()
        for name in (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        assert {difference.table for difference in unlike_the_log(connection)} == {"kept_answer"}
