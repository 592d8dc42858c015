"""The other ways to an entry: a listed address and an identifying number find it, whatever the name says."""

import re
from datetime import date
from pathlib import Path

import pytest

from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.transaction import Party, Role, Transaction
from licet.orders.book import PartyKey
from licet.orders.screen import listings_of
from licet.rules.citation import Citation
from licet.rules.dated import Row as LawRow
from licet.rules.dated import Timeline
from licet.rules.interval import since
from licet.screening.attach import attach
from licet.screening.facts_index import FactsIndex
from licet.screening.identifiers import numbers_of
from licet.screening.part import ScreeningOptions, screen_part
from licet.screening.screener import ListScreener
from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.storage.adopt import AdoptionRequest, adopt
from licet.tabular.rows import TextRow
from licet.watchlists.countries import iso2
from licet.watchlists.reading import read

DAY = date(2026, 7, 31)
ADDRESS = "Sector 28, Gulzar-e-Hijri, Off University Road, P.O. Box 8402, Karachi 75270"
OTHERS = ("Unit 12, Harbour Road 5, Hong Kong", "14 Lenin Street, Minsk", "Floor 3, Main Road 8, Lahore")


@pytest.fixture(scope="module")
def screener() -> ListScreener:
    row = LawRow(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")

    def entry(number: int, address: str, identifiers: tuple[str, ...] = ()) -> ListEntry:
        ident = f"EL-{number}"
        return ListEntry(
            ident, ListCode.EL, f"Listed Party {number}", (), ("PK",), (address,), None, Timeline(ident, [row]),
            (row.cite,), "test", identifiers=identifiers,
        )  # fmt: skip

    used = ListsUsed("made", DAY, whole=True, entries=4, fingerprint="made")
    numbered = entry(0, ADDRESS, ("IMO 9187629", "Passport, U 0024-2309, TR"))
    return ListScreener.of([numbered, *(entry(place, text) for place, text in enumerate(OTHERS, 1))], (used,))


@pytest.mark.parametrize(
    "stated",
    [
        ADDRESS,
        "Institute, sector 28 Gulzar e Hijri, Univ. Rd off, PO Box 8402, KARACHI-75270, Pakistan",
        "Gulzar-e-Hijri, Sector 28, University Road, Karachi 75270",
    ],
)
def test_a_listed_address_is_a_hit_whatever_the_name(screener: ListScreener, stated: str) -> None:
    party = Party(Role.PURCHASER, "Sunny Lamp Trading", "PK", stated)
    (listing,) = attach(Transaction(None, DAY, parties=(party,)), screener).parties[0].listings
    assert (listing.entry.entry_id, listing.same_party) == ("EL-0", None)
    assert "the address is that of" in listing.why
    (booked,) = listings_of([PartyKey("Sunny Lamp Trading", "PK", stated)], screener)
    assert [item.entry.entry_id for item in booked] == ["EL-0"]


@pytest.mark.parametrize(
    "stated", ["Karachi, Pakistan", "University Road, Karachi", "Box 9, Main Road, Lahore", ""]
)
def test_a_town_and_a_street_alone_are_no_hit(screener: ListScreener, stated: str) -> None:
    assert screener.find_by_facts(stated, ()) == []


@pytest.mark.parametrize("number", ["9187629", "IMO 9187629", "IMO9187629", "U00242309", "u 0024-2309"])
def test_a_number_finds_its_entry_and_is_a_match(screener: ListScreener, number: str) -> None:
    asked = ScreeningRequest("Blue Horizon", None, DAY, identifiers=(number,))
    document = screening_document(asked, screener)
    assert [(hit["entry_id"], hit["verdict"]) for hit in document["hits"]] == [("EL-0", "match")]
    part = screen_part(
        [TextRow(1, "", "Blue Horizon", "", identifiers=number)], screener, ScreeningOptions(iso2, DAY)
    )
    assert [(row[8], row[4]) for row in part.rows] == [("EL-0", "match")]
    party = Party(Role.PURCHASER, "Blue Horizon", None, identifiers=(number,))
    (listing,) = attach(Transaction(None, DAY, parties=(party,)), screener).parties[0].listings
    assert listing.same_party is None


def test_very_short_numbers_and_words_identify_nobody() -> None:
    index = FactsIndex.of((), [(0, "123"), (1, "Trading"), (2, "TR"), (3, "Listing Date (CMIC), 2021-06-03")])
    assert not [*index.with_number(["123", "Trading", "TR", "2021-06-03", "Listing Date (CMIC), 2021-06-03"])]


def test_a_short_number_finds_its_entry_whatever_its_kind() -> None:
    index = FactsIndex.of((), [(0, "Passport, 92/664, EG"), (1, "Registration ID 20694 (Iran)")])
    assert [[*index.with_number([text])] for text in ("92/664", "ID No. 92664", "20694", "IMO 9220694")] == [
        [0],
        [0],
        [1],
        [],
    ]


@pytest.mark.real_data
def test_the_addresses_of_the_entity_list_are_matched_in_every_country(
    real_lists: Path, tmp_path: Path
) -> None:
    path = real_lists / "entity_list" / "bis_entity_list_ecfr_2026-07-09.json.gz"
    day = date(2026, 7, 9)
    adopt(tmp_path, read(path), AdoptionRequest(path.name, day, data_date=day, accept_anyway="a part"))
    screener = open_screener(tmp_path)[0].compiled()
    asked = missed = 0
    for number in range(0, len(screener.entries), 9):
        entry = screener.entries[number]
        for address in entry.addresses[:1]:
            if len(set(address.split())) < 6 or not any(map(str.isdigit, address)):
                continue
            asked += 1
            found = screener.find_by_facts(f"Neutral Trading, {address}", ())
            missed += not any(address in hit.entry.addresses for hit in found)
    assert asked > 200
    assert missed <= 0.02 * asked


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Vessel Registration Identification IMO 9187629", ["9187629"]),
        ("Vessel Call Sign, 5IM316", ["5IM316"]),
        ("Unified Social Credit Code (USCC), 9111000071093019X7, CN", ["9111000071093019X7"]),
        ("529900T8BM49AURSDO55", ["529900T8BM49AURSDO55"]),
        ("Digital Currency Address - ETH 0x098B716B8Aaf21512996dC57EB0615e2383E2f96", [
            "0X098B716B8AAF21512996DC57EB0615E2383E2F96"]),
        ("SWIFT/BIC KBIDIRTH; all offices worldwide", ["KBIDIRTH"]),
        ("kbidirth", ["KBIDIRTH"]),
        ("Tax ID No. ERQ1IZE (Honduras)", ["TAX ERQ1IZE"]),
        ("Registration ID 878", ["REGIST 878"]),
        ("Aircraft Tail Number EP-MMH; Linked To: MAHAN AIR", ["EPMMH"]),
        ("Passport, C17HLRL3", ["C17HLRL3"]),
        ("Vessel Call Sign EQKF", ["CALL EQKF"]),
        ("Equity Ticker, CHL US", []),
        ("878", []),
    ],
)  # fmt: skip
def test_the_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    found = numbers_of(text)
    assert found >= set(numbers) if numbers else not found


def test_every_listed_number_finds_its_entry(real_lists: Path) -> None:
    """Of the Treasury's list as its spreadsheet has it, each identifier that has a number."""
    snapshot = read(real_lists / "list_formats" / "ofac_sdn.csv.gz")
    stated = [(place, text) for place, row in enumerate(snapshot.rows) for text in row.ids]
    numbers = FactsIndex.of((), stated)
    lost = [
        text
        for place, text in stated
        if re.search(r"\d.*\d.*\d|Call Sign|BIC", text) and place not in numbers.with_number([text])
    ]
    assert (lost, len(stated) > 5000) == ([], True)
    bare = [
        (place, re.search(r"(?:\b[A-Z]{1,2} )?\S*\d.*", text.partition("(")[0])) for place, text in stated
    ]
    asked = [(place, found[0]) for place, found in bare if found and re.search(r"(\d\D*){5}", found[0])]
    assert [text for place, text in asked if place not in numbers.with_number([text])] == []
    assert len(asked) > 3000
    vessels = [(place, found[1]) for place, text in stated for found in re.finditer(r"IMO (\d{7})", text)]
    assert [imo for place, imo in vessels if place not in numbers.with_number([f"IMO{imo}"])] == []
    assert len(vessels) > 300
