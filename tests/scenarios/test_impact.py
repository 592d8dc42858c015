"""The impact of a change: every line counted once, by what becomes of it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.rules.answer import Answer
from licet.scenarios.impact import GROUPS, AnswerChange, Impact, compare

AS_OF, EFFECTIVE = date(2019, 10, 10), date(2019, 11, 19)
LIST = pl.List(pl.String)
SCHEMA: dict[str, Any] = {
    "row": pl.Int64,
    "id": pl.String,
    "answer": pl.String,
    "light": pl.String,
    "authority": LIST,
    "rules": LIST,
    "needs": LIST,
    "conditions": LIST,
    "holds_until": pl.Date,
    "then": pl.String,
}
GO, STOP, OPEN = "authorized", "license_required", "undetermined"


def answers(*found: dict[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "row": n,
            "id": f"L{n}",
            "light": "green",
            "authority": [],
            "rules": [],
            "needs": [],
            "conditions": [],
        }
        | record
        for n, record in enumerate(found, 1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def orders(*values: str | None, **columns: Any) -> pl.DataFrame:
    n = len(values)
    return pl.DataFrame(
        {
            "row": range(1, n + 1),
            "id": [f"L{i}" for i in range(1, n + 1)],
            "customer": ["A", "B"] * (n // 2) + ["A"] * (n % 2),
            "product": ["switch"] * n,
            "destination": ["CN"] * n,
            "ship_date": [date(2019, 11, 1 + i) for i in range(n)],
            "item.value_usd": [None if value is None else Decimal(value) for value in values],
            **columns,
        }
    )


@pytest.fixture
def impact() -> Impact:
    today = answers(
        {"answer": GO, "authority": ["TGL"], "conditions": ["keep:standing", "certify:open"]},
        {"answer": GO},
        {"answer": STOP},
        {"answer": GO, "conditions": ["certify:open"]},
        {"answer": OPEN},
        {"answer": GO},
    )
    supposed = answers(
        {"answer": STOP, "rules": ["us.ear.744.11"]},
        {"answer": OPEN, "needs": ["end_use"]},
        {"answer": GO},
        {"answer": GO, "conditions": ["report:standing"]},
        {"answer": OPEN, "needs": ["end_use"]},
        {"answer": "prohibited"},
    )
    book = orders(
        "100.10", "20", None, "4", "5", "6.01", ship_date=[date(2019, 11, 18 + i) for i in range(6)]
    )
    return compare(today, supposed, book, as_of=AS_OF, effective=EFFECTIVE)


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(columns).rows()


def test_totals(impact: Impact) -> None:
    assert rows(impact.totals(), "change", "lines", "value_usd", "without_value") == [
        ("newly_blocked", 2, Decimal("106.11"), 0),
        ("newly_undetermined", 1, Decimal(20), 0),
        ("newly_free", 1, Decimal(0), 1),
        ("differently_conditioned", 1, Decimal(4), 0),
        ("unchanged", 1, Decimal(5), 0),
    ]
    assert impact.days_left == 40


def test_flows(impact: Impact) -> None:
    found = {(item, two): (n, value) for item, two, n, value, _ in impact.flows().rows()}
    assert found[GO, STOP] == (1, Decimal("100.10"))
    assert found[OPEN, OPEN] == (1, Decimal(5))
    assert sum(n for n, _ in found.values()) == 6


def test_by_customer_month_and_other_labels(impact: Impact) -> None:
    first = rows(impact.by("customer"), "customer", "change", "lines", "value_usd")[0]
    assert first == ("A", "newly_blocked", 1, Decimal("100.10"))
    assert {month for month, *_ in impact.by("month").rows()} == {"2019-11"}
    for label in ("customer", "product", "destination", "month"):
        assert impact.by(label)["lines"].sum() == 5


def test_licenses_to_seek_leave_out_what_is_prohibited(impact: Impact) -> None:
    columns = ("customer", "destination", "products", "lines", "value_usd", "rules", "needs_day")
    assert rows(impact.licenses_to_seek(), *columns) == [
        ("A", "CN", ["switch"], 1, Decimal("100.10"), ["us.ear.744.11"], EFFECTIVE)
    ]


def test_conditions_and_facts(impact: Impact) -> None:
    assert sorted(rows(impact.conditions(), "condition", "becomes", "lines")) == [
        ("certify:open", "lapses", 1),
        ("report:standing", "new", 1),
    ]
    assert rows(impact.facts_to_find(), "need", "lines") == [("end_use", 1)]


def test_what_ships_in_time(impact: Impact) -> None:
    assert rows(impact.in_time(), "in_time", "lines") == [(False, 1), (True, 1)]


def test_the_document_is_plain_json(impact: Impact) -> None:
    document = json.loads(json.dumps(impact.document(top=2)))
    assert document["days_left"] == 40
    assert document["changed_lines"]["rows"] == 5
    assert len(document["changed_lines"]["top"]) == 2
    assert document["totals"]["top"][0]["value_usd"] == "106.11"


def test_texts_and_missing_labels_are_taken() -> None:
    today = answers({"answer": GO}).with_columns(authority=pl.lit("NLR; TGL"), conditions=pl.lit(""))
    supposed = answers({"answer": GO}).with_columns(authority=pl.lit("TGL; NLR"), conditions=pl.lit(None))
    book = pl.DataFrame({"row": [1]})
    found = compare(today, supposed, book, as_of=AS_OF, effective=AS_OF)
    assert found.lines["authority"].to_list() == [["NLR", "TGL"]]
    assert found.lines["change"].to_list() == ["unchanged"]
    assert found.days_left == 0


def test_what_does_not_fit_is_refused() -> None:
    frame, two, book = answers({"answer": GO}), answers({"answer": GO}, {"answer": GO}), orders("1")
    with pytest.raises(ValueError, match="not of the same rows"):
        compare(frame, two, book, as_of=AS_OF, effective=EFFECTIVE)
    with pytest.raises(ValueError, match="not in the orders"):
        compare(two, two, book, as_of=AS_OF, effective=EFFECTIVE)
    with pytest.raises(ValueError, match="hold a row twice"):
        compare(pl.concat([frame, frame]), two, book, as_of=AS_OF, effective=EFFECTIVE)
    with pytest.raises(ValueError, match="no column light"):
        compare(frame.drop("light"), two, book, as_of=AS_OF, effective=EFFECTIVE)
    with pytest.raises(ValueError, match="'yes', which is no answer"):
        compare(answers({"answer": "yes"}), frame, book, as_of=AS_OF, effective=EFFECTIVE)


pairs = st.lists(st.tuples(st.sampled_from([*Answer]), st.sampled_from([*Answer])), min_size=1, max_size=20)


@given(pairs)
def test_every_line_is_counted_once(found: list[tuple[Answer, Answer]]) -> None:
    today = answers(*({"answer": answer.value} for answer, _ in found))
    supposed = answers(*({"answer": two.value} for _, two in found))
    book = pl.DataFrame({"row": range(1, len(found) + 1), "item.value_usd": [Decimal("1.01")] * len(found)})
    result = compare(today, supposed, book, as_of=AS_OF, effective=EFFECTIVE)
    totals = dict(result.totals().select("change", "lines").rows())
    assert sum(totals.values()) == len(found)
    assert totals["unchanged"] == sum(answer is two for answer, two in found)
    assert totals["newly_blocked"] == sum(GROUPS[answer] != "stop" == GROUPS[two] for answer, two in found)
    assert result.flows()["lines"].sum() == len(found)
    assert result.totals()["value_usd"].sum() == Decimal("1.01") * len(found)
    assert result.changed.height == len(found) - totals[AnswerChange.UNCHANGED]
