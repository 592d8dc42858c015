"""The type of party asked about: what it does to hits of a name, and that an identifying number is never hidden."""

from collections.abc import Callable
from datetime import date

import pytest

from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.part import ScreeningOptions, screen_part
from licet.screening.party_kinds import PartyKind, UnknownKindError, parse_kind
from licet.screening.screener import ListScreener
from licet.services.screening import ScreeningRequest, screening_document
from licet.tabular.rows import TextRow
from licet.watchlists.countries import iso2

DAY = date(2026, 7, 31)
Verdicts = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def screener() -> ListScreener:
    row = Row(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")

    def entry(kind: str | None, *identifiers: str) -> ListEntry:
        ident = f"SDN-{kind}"
        return ListEntry(
            ident, ListCode.SDN, "Marina Zelenko", (), (), (), kind, Timeline(ident, [row]), (row.cite,), "test",
            identifiers=identifiers,
        )  # fmt: skip

    used = ListsUsed("made", DAY, whole=True, entries=4, fingerprint="made")
    used = ListsUsed("made", DAY, whole=True, entries=4, fingerprint="made")
    listed = [
        entry("Individual", "Passport, 92/664, EG"),
        entry("Entity"),
        entry("Vessel", "IMO 9187629"),
        entry(None),
    ]
    return ListScreener.of(listed, (used,))


@pytest.fixture(scope="module")
def verdicts(screener: ListScreener) -> Verdicts:
    def said(name: str = "Marina Zelenko", kind: PartyKind | None = None, *numbers: str) -> dict[str, str]:
        request = ScreeningRequest(name, None, DAY, kind=kind, identifiers=numbers)
        hits = screening_document(request, screener)["hits"]
        return {hit["entry_id"].removeprefix("SDN-"): hit["verdict"] for hit in hits}

    return said


def test_a_kind_moves_what_the_list_says_is_another(verdicts: Verdicts) -> None:
    assert verdicts() == dict.fromkeys(("Individual", "Entity", "Vessel", "None"), "match")
    assert verdicts(kind=PartyKind.VESSEL) == {"Vessel": "match", "None": "match", "Entity": "review"}
    assert verdicts(kind=PartyKind.PERSON) == {"Individual": "match", "None": "match", "Entity": "review"}
    firm = {"Entity": "match", "None": "match", "Individual": "review", "Vessel": "review"}
    assert verdicts(kind=PartyKind.FIRM) == firm


def test_no_kind_hides_a_number(verdicts: Verdicts) -> None:
    assert verdicts("Blue Horizon", PartyKind.PERSON, "IMO 9187629") == {"Vessel": "match"}
    assert verdicts("imo: 9187629", PartyKind.PERSON) == {"Vessel": "match"}
    assert verdicts(kind=PartyKind.VESSEL)["Vessel"] == "match"
    assert verdicts("Blue Horizon", PartyKind.VESSEL, "92/664") == {"Individual": "review"}


def test_a_column_of_a_file_says_the_kind(screener: ListScreener) -> None:
    rows = [
        TextRow(line, "", "Marina Zelenko", "", kind=kind) for line, kind in enumerate(("Ship", "robot"), 1)
    ]
    part = screen_part(rows, screener, ScreeningOptions(iso2, DAY))
    assert [row[8] for row in part.rows if row[0] == 1] == ["SDN-Vessel", "SDN-None", "SDN-Entity"]
    assert sum(row[0] == 2 for row in part.rows) == 4
    assert [(row.number, row.screened) for row in part.bad] == [(2, True)]


def test_a_hit_of_another_kind_says_so_and_adds_up(screener: ListScreener) -> None:
    for hit in screener.search("Marina Zelenka", kind=PartyKind.FIRM):
        said = [reason.part for reason in hit.reasons]
        assert ("listed_as_person" in said) == (screener.entries[hit.entry].kind == "Individual")


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(UnknownKindError, match="person, firm, vessel, aircraft"):
        parse_kind("robot")
