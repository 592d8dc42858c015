"""One screener behind every way in: the same entries, scores and verdicts, on the real list."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from licet.engine.view import entry_state
from licet.model.listing import ListCode, ListEntry
from licet.model.transaction import Party, Role, Transaction
from licet.orders.book import PartyKey
from licet.orders.screen import listings_of
from licet.regimes.shipped_entries import removed_entries
from licet.rules.dated import Timeline
from licet.rules.interval import span
from licet.screening.assessment import NOT_COMPARED
from licet.screening.attach import attach
from licet.screening.bulk import BulkJob, screen_file
from licet.screening.entries import Entries, NameColumns
from licet.screening.part import ScreeningOptions
from licet.screening.screener import MOST_HITS, ListScreener
from licet.services.determination import Decider, open_decider
from licet.services.screening import ScreeningRequest, open_screener, screener_of, screening_document
from licet.tabular.party_columns import Columns
from licet.watchlists.countries import iso2

pytestmark = pytest.mark.real_data
DAY = date(2026, 7, 31)
_PLACES = ("Shenzhen", "Institute In", "Trading", "Ltd", "Branch", "(China)")

Said = dict[str, set[tuple[str, str, float]]]
"""By name, the entries that are hits, with list and score."""


@pytest.fixture(scope="module")
def decider(adopted_home: Path) -> Decider:
    return open_decider(adopted_home, long_running=True)


@pytest.fixture(scope="module")
def names(decider: Decider) -> list[str]:
    """Huawei names and others, as printed and altered: a letter or word off, words turned, a word more."""
    dice = random.Random(12)
    every = [
        (name.text, decider.screener.entries[name.entry].matter) for name in decider.screener.entries.names()
    ]
    told = [text for text, matter in every if matter == "huawei"]
    others = [text for text, _ in dice.sample(every, 150)]
    altered = [made for text in told for made in _altered(text, dice)]
    altered += [made for text in others for made in _altered(text, dice)]
    assert len(altered) > 800
    return sorted({*told, *others, *altered})


def _altered(name: str, dice: random.Random) -> Iterator[str]:
    words, place = name.split(), dice.randrange(max(len(name) - 1, 1))
    yield name[:place] + name[place + 1 :]
    yield " ".join(words[:-1]) or name
    yield " ".join(words[::-1])
    yield f"{name} {dice.choice(_PLACES)}"


def said_by_document(names: list[str], screener: ListScreener) -> Said:
    said: Said = {}
    for name in names:
        asked = ScreeningRequest(name, "CN", DAY, limit=MOST_HITS)
        hits = screening_document(asked, screener)["hits"]
        said[name] = {(hit["entry_id"], hit["verdict"], hit["score"]) for hit in hits}
    return said


def test_every_way_in_gives_the_same_entries_scores_and_verdicts(
    adopted_home: Path, decider: Decider, names: list[str], tmp_path: Path
) -> None:
    screener, adoption = open_screener(adopted_home)
    record = said_by_document(names, decider.screener)
    some = names[::8]
    assert said_by_document(some, screener) == {name: record[name] for name in some}, (
        "the plain kernel differs"
    )

    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"name": names, "country": ["CN"] * len(names)}).write_parquet(source)
    opened = partial(screener_of, adopted_home, None, adoption)
    screen_file(BulkJob(source, out, Columns(), ScreeningOptions(iso2, DAY, limit=MOST_HITS), 1), opened)
    filed: Said = {name: set() for name in names}
    for row in pl.read_parquet(out).filter(pl.col("verdict") != NOT_COMPARED).iter_rows(named=True):
        filed[row["name"]].add((row["entry_id"], row["verdict"], row["score"]))
    assert filed == record

    scores = {name: {(entry, score) for entry, _, score in hits} for name, hits in record.items()}
    found = decider.screener.find_many([(name, "CN") for name in names])
    checked = {
        name: {(hit.entry.entry_id, round(hit.score, 4)) for hit in hits}
        for name, hits in zip(names, found, strict=True)
    }
    assert checked == scores
    assert sum(map(bool, scores.values())) > 700


def test_a_sale_and_an_order_book_tie_the_same_entries(decider: Decider, names: list[str]) -> None:
    parties = tuple(Party(Role.OTHER, name, "CN") for name in names)
    sale = attach(Transaction(None, DAY, parties=parties), decider.screener)
    booked = listings_of([PartyKey(name, "CN", None) for name in names], decider.screener)
    for party, listings in zip(sale.parties, booked, strict=True):
        tied = [(listing.entry.entry_id, listing.same_party, listing.score) for listing in party.listings]
        assert tied == [
            (listing.entry.entry_id, listing.same_party, listing.score) for listing in listings
        ], party.name


def test_a_shipped_entry_is_found_by_the_names_of_the_adopted_one_too(decider: Decider) -> None:
    entries = decider.screener.entries
    merged = [entries[number] for number, speaker in enumerate(entries.speaks) if speaker >= 0]
    assert len(merged) > 100
    beside = {entry.entry_id for entry in merged if entry.matter != "huawei"}
    assert beside == {entry.entry_id for entry in removed_entries()}
    assert len({entry.entry_id for entry in merged}) == len(merged)


def test_a_party_listed_again_stands_by_the_adopted_entry() -> None:
    """The row of a removal must not speak for a later listing: that would free a listed party."""
    state = _ListedAgain()
    entries = Entries(state, removed_entries())
    assert entries.speaks[0] == -1
    assert entry_state(entries[0], DAY, None)[0] is True
    assert len(entries) == 1 + len(removed_entries())


class _ListedAgain:
    """A list state of one entry: the first removed party, listed again under its own name."""

    fingerprint, oldest_date, whole, unread, covers_from = "1" * 64, DAY, True, 0, DAY
    days = ((ListCode.EL, DAY),)

    def __init__(self) -> None:
        first = removed_entries()[0]
        row = replace(first.terms.rows[0], in_force=span("2026-01-02", None), published_on=date(2026, 1, 2))
        self._entry = replace(first, terms=Timeline(first.name, [row]))
        self.countries = [" ".join(first.countries)]

    def __len__(self) -> int:
        return 1

    def code(self, number: int) -> ListCode:
        return (self._entry.list_code,)[number]

    def entry(self, number: int) -> ListEntry:
        return (self._entry,)[number]

    def names(self) -> NameColumns:
        return _Names([self._entry.name])


@dataclass
class _Names:
    text: list[str]

    @property
    def entry(self) -> memoryview:
        return memoryview(bytes(1))

    @property
    def weak(self) -> memoryview:
        return memoryview(bytes(1))
