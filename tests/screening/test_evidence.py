"""Evidence besides names: what it moves, in which words, and that it never erases a hit."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.births import BirthSpan
from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.transaction import Party, Role, Transaction
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.assessment import assessed
from licet.screening.attach import attach
from licet.screening.engine import MATCH
from licet.screening.evidence import evidence, weighed
from licet.screening.reasons import in_words
from licet.screening.screener import ListScreener
from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

DAY = date(2026, 6, 1)
ROW = Row(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
ENTRY = ListEntry(
    "SDN-1", ListCode.SDN, "AL ZAWAHIRI, Ayman", (), ("EG",), ("12 Tahrir Square, Cairo 11511, EG",), "Individual",
    Timeline("SDN-1", [ROW]), (ROW.cite,), "test", births=("1951-06-19", "1960"),
    identifiers=("Passport, U00242309, TR", "Gender, Male"),
)  # fmt: skip
PARTY = Party(Role.OTHER, "AL ZAWAHIRI, Ayman", "EG")


@pytest.mark.parametrize(
    ("known", "part", "sign"),
    [
        ({"date_of_birth": date(1951, 6, 19)}, "birth_agrees", 1),
        ({"date_of_birth": date(1961, 1, 1)}, "birth_year_agrees", 1),
        ({"date_of_birth": date(1975, 1, 1)}, "birth_differs", -1),
        ({"date_of_birth": BirthSpan.parse("1951-06")}, "birth_year_agrees", 1),
        ({"date_of_birth": BirthSpan.parse("1955 to 1959")}, "birth_year_agrees", 1),
        ({"date_of_birth": BirthSpan.parse("1970 to 1980")}, "birth_differs", -1),
        ({"identifiers": ("u 002-42309",)}, "identifier_agrees", 1),
        ({"address": "Tahrir Sq. 12, 11511 Cairo"}, "address_agrees", 1),
    ],
)
def test_each_says_what_it_moves_and_in_which_words(known: dict[str, object], part: str, sign: int) -> None:
    (reason,) = evidence(replace(PARTY, **known), ENTRY)  # type: ignore[arg-type]
    assert (reason.part, reason.moved * sign > 0) == (part, True)
    assert part not in in_words(reason), "it has words of its own"
    assert (weighed(0.5, [reason]) - 0.5) * sign > 0


@pytest.mark.parametrize(
    "known", [{}, {"identifiers": ("Male", "12345", "TR")}, {"address": "1 Main Street, Springfield"}]
)
def test_what_the_list_does_not_have_says_nothing(known: dict[str, object]) -> None:
    assert evidence(replace(PARTY, **known), ENTRY) == ()  # type: ignore[arg-type]
    silent = replace(ENTRY, births=("unknown",), identifiers=())
    assert evidence(replace(PARTY, date_of_birth=DAY), silent) == ()


@given(st.floats(0, 1), st.dates(date(1900, 1, 1), date(2020, 1, 1)))
def test_no_evidence_erases_a_hit(score: float, born: date) -> None:
    moved = weighed(score, evidence(replace(PARTY, date_of_birth=born), ENTRY))
    assert 0 <= moved <= 1
    assert moved >= min(score, 0.999) * 0.2


def test_a_year_of_birth_alone_makes_no_match_of_a_name_that_is_inside() -> None:
    """Many who bear a common name are born in one year; a day of birth or a number says more."""
    entry = replace(ENTRY, name="AL ZAWAHIRI, Ayman Muhammad Rabi")
    (hit,) = ListScreener.of((entry,)).search("Ayman Al Zawahiri", "EG")
    party = replace(PARTY, name="Ayman Al Zawahiri")
    known: tuple[tuple[dict[str, object], str], ...] = (
        ({}, "review"),
        ({"date_of_birth": date(1960, 1, 1)}, "review"),
        ({"date_of_birth": date(1951, 6, 19)}, "match"),
        ({"date_of_birth": date(1960, 1, 1), "identifiers": ("U00242309",)}, "match"),
    )
    for fact, verdict in known:
        found = assessed(replace(party, **fact), hit, entry, DAY)  # type: ignore[arg-type]
        assert found.verdict == verdict, fact
        assert (found.score >= MATCH) == (verdict == "match")


def test_an_equal_name_with_another_birth_is_left_to_a_person() -> None:
    finder = ListScreener.of((ENTRY,))

    def same(born: date | None) -> bool | None:
        party = replace(PARTY, date_of_birth=born)
        (listing,) = attach(Transaction(None, DAY, parties=(party,)), finder).parties[0].listings
        assert ("the date of birth" in listing.why) == (born is not None)
        return listing.same_party

    assert [same(None), same(date(1951, 6, 19)), same(date(1975, 1, 1))] == [True, True, None]


@pytest.mark.real_data
def test_births_and_passports_of_the_real_list_are_held_against_a_party(
    real_lists: Path, tmp_path: Path
) -> None:
    path = real_lists / "csl" / "csl_2023-11-30_partial_watchman.csv.gz"
    day = date(2023, 11, 30)
    adopt(
        tmp_path,
        read(path),
        AdoptionRequest(path.name, day, data_date=day, accept_anyway="a part", as_whole=True),
    )
    screener, _ = open_screener(tmp_path)

    def best(**known: object) -> dict[str, object]:
        asked = ScreeningRequest("AL ZAWAHIRI, A. Ayman", None, day, **known)  # type: ignore[arg-type]
        hits = screening_document(asked, screener)["hits"]
        found: dict[str, object] = next(hit for hit in hits if "ZAWAHIRI" in hit["listed_name"])
        return found

    def score(**known: object) -> float:
        found = best(**known)
        return float(str(found["score"]))

    assert (
        score(identifiers=("1084010",))
        > score(born=date(1951, 6, 19))
        > score()
        > score(born=date(1980, 1, 1))
    )
    assert best(born=date(1980, 1, 1))["verdict"] != "clear"


def test_spans_and_dates_with_strokes_of_the_lists_are_read() -> None:
    """ "1950 to 1960" meets 1955, and 02/08/1980 either day; no reading of it makes another person of somebody."""
    spans = replace(ENTRY, births=("1950 to 1960",))
    strokes = replace(ENTRY, births=("02/08/1980",))
    for entry, day, part in (
        (spans, date(1955, 5, 5), "birth_year_agrees"),
        (spans, date(1963, 5, 5), "birth_differs"),
        (strokes, date(1980, 8, 2), "birth_year_agrees"),
        (strokes, date(1980, 2, 8), "birth_year_agrees"),
        (replace(ENTRY, births=("Feb 1980",)), date(1980, 3, 1), "birth_differs"),
    ):
        assert [reason.part for reason in evidence(replace(PARTY, date_of_birth=day), entry)] == [part]
    for text in ("02/08/1980", "someday", "1960 to 1950", "1980-13"):
        with pytest.raises(ValueError, match="no date of birth"):
            BirthSpan.parse(text)
