"""From sightings to dated entries: first days, renewals, removals, and what is not known."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, starmap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.watchlists.history import Sighting, entry_of
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format

D1, D2, D3 = date(2022, 1, 10), date(2023, 1, 10), date(2024, 1, 10)
ALL = "For all items subject to the EAR."


def el(**more: Any) -> RawRow:
    given = {"list_code": ListCode.EL, "requirement": ALL, "policy": "Presumption of denial.", **more}
    return RawRow(name="Acme", line=1, **given)


def dpl(**more: Any) -> RawRow:
    return RawRow(list_code=ListCode.DPL, name="Acme", line=1, standard_order=True, **more)


def seen(day: date, row: RawRow | None, format_: Format = Format.CSL_CSV) -> Sighting:
    return Sighting(day, format_, f"{format_} of {day}", row)


def entry(*sightings: Sighting) -> ListEntry:
    return entry_of("X-1", sightings)


def listed(found: ListEntry, day: date, known: date | None = None) -> bool | None:
    """True or False where a row says so; None where no row speaks."""
    row = found.terms.at(day, known)
    return None if row is None else row.value.listed


def test_a_stated_first_day_is_the_first_day() -> None:
    found = entry(seen(D1, el(start_date=date(2019, 5, 16), notices_text="84 FR 22961")))
    assert found.listed_since_known
    assert listed(found, date(2019, 5, 16)) is True
    assert listed(found, date(2019, 5, 15)) is None
    row = found.terms.rows[0]
    assert (str(row.cite), row.published_on) == ("84 FR 22961", date(2019, 12, 31))
    assert "published: in 2019 (volume 84), the day is not stated" in row.source


def test_a_printed_notice_day_is_the_day_of_publication() -> None:
    found = entry(seen(D1, el(start_date=date(2019, 5, 16), notices_text="84 FR 22961 5/21/2019")))
    assert found.terms.rows[0].published_on == date(2019, 5, 21)


def test_without_any_date_the_snapshot_proves_its_own_day_only() -> None:
    found = entry(seen(D1, el()))
    assert not found.listed_since_known
    assert found.not_before is None
    assert listed(found, D1) is True
    assert listed(found, D1 - timedelta(days=1)) is None
    assert str(found.terms.rows[0].cite) == "15 CFR Part 744 Supp. 4"


def test_the_first_citation_bounds_the_first_day_of_the_entity_list() -> None:
    found = entry(seen(D1, el(notices_text="84 FR 22961; 85 FR 51603")))
    assert (found.listed_since_known, found.not_before) == (False, date(2019, 1, 1))


def test_it_does_not_bound_that_of_a_denial_order() -> None:
    """84 FR 1424 of 4 February 2019 published an order in force since 31 December 2018."""
    found = entry(seen(D1, dpl(notices_text="84 F.R. 1424 2/4/2019"), Format.CSL_COMPACT))
    assert (found.listed_since_known, found.not_before) == (False, None)
    assert found.terms.rows[0].in_force.start == D1


def test_a_dated_first_citation_dates_an_entity_listing_but_for_the_days_just_before() -> None:
    found = entry(seen(D1, el(notices_text="84 FR 22961, 5/21/19"), Format.ECFR_EL))
    assert found.terms.rows[0].in_force.start == date(2019, 5, 21)
    assert not found.listed_since_known  # 84 FR 22961 took effect on the 16th
    assert found.not_before == date(2019, 4, 20)


def test_a_dated_citation_of_the_ecfr_dates_the_undated_one_of_another_feed() -> None:
    ecfr = seen(D1, el(notices_text="84 FR 22961, 5/21/19", policy=None), Format.ECFR_EL)
    csl = seen(D2, el(notices_text="84 FR 22961; 85 FR 51603"), Format.CSL_COMPACT)
    found = entry(ecfr, csl)
    assert len(found.terms.rows) == 1
    assert found.terms.rows[0].in_force.start == date(2019, 5, 21)
    assert found.terms.rows[0].value.policy == "Presumption of denial."
    assert [str(cite) for cite in found.cites] == ["84 FR 22961", "85 FR 51603"]


def test_a_start_date_after_an_older_notice_is_not_the_first_day() -> None:
    found = entry(
        seen(D1, el(start_date=date(2012, 4, 25), notices_text="73 FR 54504 (9/22/2008), 77 FR 24587"))
    )
    assert (found.listed_since_known, found.not_before) == (False, date(2008, 1, 1))
    row = found.terms.rows[0]
    assert (row.in_force.start, str(row.cite)) == (date(2012, 4, 25), "77 FR 24587")


def test_terms_that_a_later_notice_may_have_changed_say_so() -> None:
    """The footnotes of today stand in a row that begins in 2019; the file does not say since when."""
    list_entry = entry(seen(D1, el(start_date=date(2019, 5, 16), notices_text="84 FR 22961")))
    two = entry(seen(D1, el(start_date=date(2019, 5, 16), notices_text="84 FR 22961; 85 FR 51603")))
    words = "terms as printed on 2022-01-10, a later notice is cited"
    assert words not in list_entry.terms.rows[0].source
    assert words in two.terms.rows[0].source


def test_a_printed_last_day_is_included() -> None:
    found = entry(seen(D1, dpl(start_date=date(2017, 10, 16), end_date=date(2020, 10, 13))))
    assert listed(found, date(2020, 10, 13)) is True
    assert listed(found, date(2020, 10, 14)) is False


def test_a_party_gone_from_a_later_snapshot_is_off_from_that_day() -> None:
    found = entry(seen(D1, el(start_date=date(2019, 5, 16))), seen(D2, None))
    assert listed(found, D2 - timedelta(days=1)) is True
    assert listed(found, D2) is False
    assert listed(found, D2, known=D2 - timedelta(days=1)) is True
    assert found.terms.rows[-1].published_on == D2


def test_a_party_that_comes_back_is_listed_again() -> None:
    found = entry(
        seen(D1, el(start_date=date(2019, 5, 16))), seen(D2, None), seen(D3, el(start_date=date(2023, 6, 1)))
    )
    assert [listed(found, day) for day in (D1, D2, date(2023, 6, 1), D3)] == [True, False, True, True]


def test_changed_terms_open_a_row_from_the_snapshot_that_shows_them() -> None:
    new = el(
        start_date=date(2019, 5, 16),
        requirement="For all items subject to the EAR, see § 734.9(e)1 of the EAR2",
    )
    found = entry(seen(D1, el(start_date=date(2019, 5, 16))), seen(D2, new))
    before, after = found.terms.at(D1), found.terms.at(D2)
    assert before is not None
    assert after is not None
    assert (before.value.footnotes, after.value.footnotes) == ((), (1, 2))
    assert found.terms.at(D2, known_as_of=D1) == before


@pytest.mark.parametrize("text", ["For all items subject to the  EAR", "for all items, subject to the EAR."])
def test_blanks_and_punctuation_are_no_change(text: str) -> None:
    assert len(entry(seen(D1, el()), seen(D2, el(requirement=text))).terms.rows) == 1


def test_what_a_format_cannot_say_is_carried_over() -> None:
    full = dpl(start_date=date(2021, 1, 1), end_date=date(2031, 1, 1), addresses=("1 A St.",))
    compact = RawRow(list_code=ListCode.DPL, name="Acme", line=1)
    found = entry(seen(D1, full), seen(D2, compact, Format.CSL_COMPACT))
    assert found.addresses == ("1 A St.",)
    assert listed(found, date(2031, 1, 1)) is True
    assert listed(found, date(2031, 1, 2)) is False
    row = found.terms.at(D2)
    assert row is not None
    assert row.value.standard_order is True


def test_aliases_are_those_of_the_last_file_of_each_feed() -> None:
    """A file of another feed takes no alias away, however new it is; a later one of the same feed does."""
    first, second, third = Alias("Acme One"), Alias("Acme Two", weak=True), Alias("Acme Three")
    csl = seen(D1, el(aliases=(first, second)))
    sdn = seen(D2, el(aliases=(third, Alias("ACME ONE"))), Format.OFAC_SDN_CSV)
    assert entry(csl, sdn).aliases == (third, Alias("ACME ONE"), second)
    assert entry(csl, seen(D2, el(), Format.OFAC_SDN_CSV)).aliases == (first, second)
    assert entry(csl, sdn, seen(D3, el(aliases=(second,)))).aliases == (second, third, Alias("ACME ONE"))
    assert entry(csl, sdn, seen(D3, None)).aliases == (third, Alias("ACME ONE"))


def test_the_name_that_another_feed_prints_stays_a_name() -> None:
    other = replace(el(countries=("CN",), addresses=("1 Main Road",), ids=("IMO 1",)), name="Acme Holding")
    found = entry(seen(D1, other), seen(D2, el(), Format.OFAC_SDN_CSV))
    assert (found.name, found.aliases) == ("Acme", (Alias("Acme Holding"),))
    assert (found.countries, found.addresses, found.identifiers) == (("CN",), ("1 Main Road",), ("IMO 1",))


NAMES = st.sampled_from(["Acme", "Acme One", "Acme Two", "ACME TWO", "Acme Three"])
FEEDS = (Format.CSL_CSV, Format.OFAC_SDN_CSV, Format.ECFR_EL)
FILES_OF_FEEDS = st.lists(
    st.tuples(st.sampled_from(FEEDS), NAMES, st.lists(st.tuples(NAMES, st.booleans()), max_size=3)),
    min_size=1,
    max_size=6,
)


@given(FILES_OF_FEEDS)
def test_no_file_takes_away_a_name_that_another_feed_still_gives(
    files: list[tuple[Format, str, list[tuple[str, bool]]]],
) -> None:
    sightings = [
        seen(
            D1 + timedelta(days=number), replace(el(aliases=tuple(starmap(Alias, aliases))), name=name), feed
        )
        for number, (feed, name, aliases) in enumerate(files)
    ]
    found = entry(*sightings)
    strong = {alias.name.casefold() for alias in found.aliases if not alias.weak} | {found.name.casefold()}
    every = strong | {alias.name.casefold() for alias in found.aliases}
    for sighting in {seen.format.feed: seen for seen in sightings}.values():
        assert sighting.row is not None
        assert sighting.row.name.casefold() in strong
        for alias in sighting.row.aliases:
            assert alias.name.casefold() in (every if alias.weak else strong)


def test_a_party_still_on_the_list_has_outlived_its_carried_last_day() -> None:
    """Else a renewed order would read as run out: a wrong "go"."""
    full = dpl(start_date=date(2021, 1, 1), end_date=date(2022, 6, 1))
    compact = RawRow(list_code=ListCode.DPL, name="Acme", line=1)
    found = entry(seen(D1, full), seen(D2, compact, Format.CSL_COMPACT))
    assert listed(found, D2) is True
    assert listed(found, D3) is True


def test_a_renewed_order_covers_the_days_between_when_a_notice_speaks_of_them() -> None:
    """Temporary denial orders run 180 days and are renewed; the list shows the last renewal only."""
    first = dpl(start_date=date(2021, 9, 1), end_date=date(2022, 2, 27), notices_text="86 FR 1 9/8/2021")
    renewed = dpl(
        start_date=date(2022, 12, 1),
        end_date=date(2023, 5, 30),
        notices_text="86 FR 1 9/8/2021, 87 FR 9 3/3/2022, 87 FR 90 12/7/2022",
    )
    found = entry(seen(D1, first), seen(D2, renewed))
    assert listed(found, date(2022, 8, 1)) is True
    assert listed(found, date(2022, 8, 1), known=D1) is False
    assert listed(found, date(2023, 5, 31)) is False


def test_without_such_a_notice_the_days_between_stay_free() -> None:
    first = dpl(start_date=date(2019, 9, 1), end_date=date(2020, 2, 27), notices_text="84 FR 1 9/8/2019")
    anew = dpl(start_date=date(2022, 12, 1), notices_text="84 FR 1 9/8/2019, 87 FR 90 12/7/2022")
    found = entry(seen(date(2020, 1, 1), first), seen(D2, anew))
    assert listed(found, date(2021, 6, 1)) is False
    assert listed(found, date(2022, 12, 1)) is True


def test_an_order_lifted_early_ends_on_its_new_last_day() -> None:
    first = dpl(start_date=date(2020, 1, 1), end_date=date(2030, 1, 1))
    lifted = dpl(start_date=date(2020, 1, 1), end_date=date(2022, 6, 30))
    found = entry(seen(D1, first), seen(D2, lifted))
    assert [listed(found, day) for day in (date(2022, 6, 30), date(2022, 7, 1), D3)] == [True, False, False]


ROWS = st.one_of(
    st.none(),
    st.builds(
        dpl,
        start_date=st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2026, 1, 1))),
        end_date=st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2035, 1, 1))),
        notices_text=st.sampled_from([None, "80 F.R. 9 2/2/2015", "80 FR 9; 86 FR 7 3/3/2021", "88 FR 1"]),
    ),
    st.builds(el, requirement=st.sampled_from([ALL, "other", None])).map(
        lambda row: RawRow(list_code=ListCode.DPL, name="Acme", line=1, requirement=row.requirement)
    ),
)


@given(st.lists(st.tuples(st.integers(1, 400), ROWS, st.sampled_from(list(Format))), min_size=1, max_size=6))
def test_any_history_makes_a_timeline_without_conflict_and_the_last_sighting_holds(
    steps: list[tuple[int, RawRow | None, Format]],
) -> None:
    day = date(2016, 1, 1)
    sightings: list[Sighting] = []
    for pause, row, format_ in steps:
        day += timedelta(days=pause)
        if sightings or row is not None:
            sightings.append(seen(day, row, format_))
    if not sightings:
        return
    found = entry(*sightings)
    for sighting, following in pairwise((*sightings, None)):
        if sighting is None or (following is not None and following.day == sighting.day):
            continue
        answer = listed(found, sighting.day, known=sighting.day)
        if sighting.row is None:
            assert answer is False
        elif sighting.row.end_date is None and sighting.format.states("end_date"):
            assert answer is True
    assert all(isinstance(row.value, EntryTerms) for row in found.terms.rows)
