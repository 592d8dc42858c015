"""The search of the control list: the words of the trade, and how often the right entry is near the top."""

import json
from collections import Counter, defaultdict
from importlib.resources import files

import pytest
from benchmarks.classification import PRODUCTS, place, products
from benchmarks.classification_interview import (
    UNSEEN_ANSWERS,
    accepted_of,
    answers,
    count,
    fits,
    on_the_list,
    unseen,
)

from licet.classification.control_list import control_list
from licet.classification.search import find
from licet.classification.trade_names import entries_by_name
from licet.classification.words import stem
from licet.rules.table import read_rows


@pytest.mark.parametrize(("description", "kind", "eccn"), [
    ("CAS 151-50-8", None, "1C350"),
    ("quadcopter", None, "9A012"),
    ("quadcopter", "technology", "9E101"),
    ("GNSS receiver for missiles", None, "7A105"),
    ("oscilloscope", None, "3A992"),
    ("titanium isostatic press", None, "2B104"),
    ("laser radar", None, "6A008"),
])  # fmt: skip
def test_the_words_of_the_trade_lead_to_the_entry(description: str, kind: str | None, eccn: str) -> None:
    assert eccn in [hit.eccn for hit in find(description, kind=kind, limit=6)]


def test_a_hit_says_why() -> None:
    hit = find("uncooled microbolometer camera core")[0]
    assert hit.eccn in {"6A002", "6A003"}
    assert "camera" in hit.words or "microbolomet" in hit.words
    assert hit.terms


def test_what_an_entry_does_not_reach_falls_to_the_one_for_the_rest() -> None:
    assert "7A994" in [hit.eccn for hit in find("inertial measurement unit, low performance", limit=8)]


def test_names_of_the_trade_reach_the_software_and_technology_of_their_item() -> None:
    assert "3D991" in [hit.eccn for hit in find("microcontroller design tool", kind="software", limit=5)]
    hits = find("rotary vane pump", limit=3)
    assert any(hit.eccn == "2B999" and "rotary vane pump" in hit.terms for hit in hits)
    assert entries_by_name(["thermal", "imag", "camera"])["6A003"][0].name == "thermal camera"


def test_every_trade_name_stands_at_an_entry_of_the_list() -> None:
    rows, _ = read_rows(files("licet.classification") / "tables" / "trade_names.csv")
    assert [row["eccn"] for row in rows if row["eccn"] not in control_list()] == []
    assert len({row["eccn"] for row in rows}) == len(rows)


def test_nothing_is_found_where_no_word_is_known() -> None:
    assert find("zzz qqq") == ()


def test_forms_of_a_word_meet() -> None:
    assert len({stem(word) for word in ("camera", "cameras")}) == 1
    assert len({stem(word) for word in ("encrypted", "encrypting", "encrypt")}) == 1


def test_interviews_answered_from_descriptions_come_to_the_right_entry() -> None:
    if not PRODUCTS.exists():
        pytest.skip(f"{PRODUCTS} is not here")
    said = answers()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for line in PRODUCTS.read_text("utf-8").splitlines():
        count(json.loads(line), said, counted, show=False)
    listed = counted["on the list"]
    assert listed["right"] / listed["products"] >= 0.95
    assert (counted["all"]["wrong EAR99"], counted["all"]["most"] <= 12) == (0, True)


def test_products_described_afterwards_are_found_and_come_to_their_paragraph() -> None:
    said = answers(UNSEEN_ANSWERS)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    found = []
    for product in unseen():
        count(product, said, counted, show=False)
        if on_the_list(product):
            hits = find(product["description"], kind=product["kind"], limit=5)
            found.append(any(fits(hit.eccn, accepted_of(product)) for hit in hits))
    every = counted["all"]
    assert every["exact"] / every["products"] >= 0.95
    assert (every["wrong EAR99"], every["most"] <= 12) == (0, True)
    assert sum(found) / len(found) >= 0.85


def test_the_right_entry_is_among_the_first_five() -> None:
    """The share wanted is 85 percent of the products on the list."""
    if not PRODUCTS.exists():
        pytest.skip(f"{PRODUCTS} is not here")
    places = [place(product) for product in products()]
    assert sum(at is not None and at <= 5 for at in places) / len(places) >= 0.85
