"""Only changed entries against the whole book: what a new screening would find, no more and no less."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening.delta import book_index, delta
from licet.screening.engine import ScreeningIndex
from licet.screening.searching import search_index

LISTED = (
    ("Huawei Technologies Co., Ltd.", 0, False),
    ("HUAWEI TECH", 0, False),
    ("Wuhan Iron and Steel Group", 1, False),
    ("Wuxi Machinery Works", 2, False),
    ("Mohammed Hussein Al-Rashid", 3, False),
    ("OOO Zarya", 4, False),
    ("The Whale", 4, True),
    ("???", 5, False),
)
COUNTRIES = (("CN",), ("CN",), ("CN",), ("IQ",), ("RU",), ())
BOOK = [
    "Miller Bakery", "Hua Wei Technologies", "WUHAN IRON & STEEL GROUP", "Muhammad Husain al Rashid", "Zarya", "",
    "Whale", "Wuhan Steel", "Wuxi Machinary Works", "Huawei", "???", "Iron Works", "Huawei Technologies Co Ltd",
    "Attention of the purchasing department, Wuhan Iron and Steel Group, Springfield, second floor, room 12",
    *(f"Customer number {number} of Springfield" for number in range(400)),
    *(f"Wuhan Iron and Steel {number}" for number in range(290)),
]  # fmt: skip


@pytest.fixture(scope="module")
def listed() -> ScreeningIndex:
    names, entry, weak = zip(*LISTED, strict=True)
    return ScreeningIndex.build(names, entry, weak)


@pytest.fixture(scope="module")
def book() -> ScreeningIndex:
    return book_index(BOOK)


def anew(listed: ScreeningIndex, changed: set[int], country: str | None) -> dict[tuple[int, int], float]:
    """What screening the whole book again finds of the changed entries."""
    compiled = listed.compiled()
    return {
        (customer, hit.entry): hit.score
        for customer, name in enumerate(BOOK)
        for hit in search_index(compiled, [(name, country)], COUNTRIES.__getitem__, everything=True)[0]
        if hit.entry in changed and hit.verdict != "clear"
    }


@pytest.mark.parametrize("country", [None, "CN", "US"])
@pytest.mark.parametrize("changed", [{0}, {1, 2}, {3, 4, 5}, set(range(6))])
def test_it_finds_what_a_new_screening_finds(
    listed: ScreeningIndex, book: ScreeningIndex, changed: set[int], country: str | None
) -> None:
    found = delta(book, listed, changed, COUNTRIES.__getitem__, lambda _: country)
    expected = anew(listed, changed, country)
    assert {(hit.customer, hit.hit.entry): hit.hit.score for hit in found} == pytest.approx(expected)
    assert expected
    assert [hit.customer for hit in found] == sorted(hit.customer for hit in found)


def test_a_hit_names_the_listed_name_that_met(listed: ScreeningIndex, book: ScreeningIndex) -> None:
    met = {BOOK[hit.customer]: LISTED[hit.hit.name][0] for hit in delta(book, listed, {2, 4})}
    assert met["Wuxi Machinary Works"] == "Wuxi Machinery Works"
    assert met["Zarya"] == "OOO Zarya"
    assert met["Whale"] == "The Whale"


def test_each_customer_has_its_own_country(listed: ScreeningIndex, book: ScreeningIndex) -> None:
    place = BOOK.index("Zarya")
    both = [
        {hit.customer: hit.hit for hit in delta(book, listed, {4}, COUNTRIES.__getitem__, country_of)}
        for country_of in (lambda _: "RU", lambda customer: "US" if customer == place else "RU")
    ]
    assert both[0][place].score > both[1][place].score
    assert [reason.part for reason in both[1][place].beside] == ["country_differs"]


def test_nothing_changed_and_nothing_to_compare_find_nothing(
    listed: ScreeningIndex, book: ScreeningIndex
) -> None:
    assert delta(book, listed, []) == []
    assert delta(book, listed, [99]) == []
    assert delta(book, listed, [5]) == []


def test_a_saved_book_answers_like_the_built_one(
    listed: ScreeningIndex, book: ScreeningIndex, tmp_path: Path
) -> None:
    book.save(tmp_path / "book")
    again = delta(ScreeningIndex.open(tmp_path / "book"), listed, {0, 1})
    assert [(hit.customer, hit.hit.score) for hit in again] == [
        (hit.customer, hit.hit.score) for hit in delta(book, listed, {0, 1})
    ]


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_book_is_answered(listed: ScreeningIndex, names: list[str]) -> None:
    found = delta(book_index([*names, "OOO Zarya"]), listed, {4})
    assert len(names) in {hit.customer for hit in found}
