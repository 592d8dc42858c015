"""One story of an entry from several feeds."""

from datetime import date

from licet.model.listing import ListCode
from licet.watchlists.chains import ShownEntry, merge
from licet.watchlists.history import Sighting
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Feed, Format

D1, D2, D3, D4 = (date(2020 + n, 1, 1) for n in range(4))
ROW = RawRow(list_code=ListCode.DPL, name="Acme", line=1)


def seen(day: date, row: RawRow | None = ROW, format_: Format = Format.CSL_CSV) -> Sighting:
    return Sighting(day, format_, "", row)


def shown(format_: Format, *days: date) -> list[ShownEntry]:
    return [ShownEntry(day, format_, "") for day in days]


def test_one_feed_is_its_own_story() -> None:
    told = [seen(D1), seen(D2, None)]
    assert merge({Feed.CSL: told}, {Feed.CSL: shown(Format.CSL_CSV, D1, D2)}) == told


def test_a_removal_in_one_feed_outweighs_an_older_sighting_in_another() -> None:
    found = merge(
        {Feed.CSL: [seen(D2), seen(D3, None)], Feed.DPL: [seen(D1, ROW, Format.DPL_TEXT)]},
        {Feed.CSL: shown(Format.CSL_CSV, D2, D3), Feed.DPL: shown(Format.DPL_TEXT, D1)},
    )
    assert [(sighting.day, sighting.row is not None) for sighting in found] == [
        (D1, True),
        (D2, True),
        (D3, False),
    ]


def test_a_later_snapshot_of_another_feed_that_still_shows_it_lists_it_again() -> None:
    found = merge(
        {Feed.CSL: [seen(D2), seen(D3, None)], Feed.DPL: [seen(D1, ROW, Format.DPL_TEXT)]},
        {Feed.CSL: shown(Format.CSL_CSV, D2, D3), Feed.DPL: shown(Format.DPL_TEXT, D1, D4)},
    )
    assert [(sighting.day, sighting.row is not None) for sighting in found] == [
        (D1, True),
        (D2, True),
        (D3, False),
        (D4, True),
    ]


def test_gone_from_one_feed_and_there_in_another_on_the_same_day_is_there() -> None:
    found = merge(
        {Feed.CSL: [seen(D1), seen(D2, None)], Feed.DPL: [seen(D1, ROW, Format.DPL_TEXT)]},
        {Feed.CSL: shown(Format.CSL_CSV, D1, D2), Feed.DPL: shown(Format.DPL_TEXT, D1, D2)},
    )
    assert [(sighting.day, sighting.row is not None) for sighting in found] == [(D1, True), (D2, True)]


def test_two_feeds_on_one_day_are_one_sighting_with_what_both_say() -> None:
    ecfr = RawRow(list_code=ListCode.EL, name="Acme", line=1, notices_text="84 FR 1 5/5/19")
    csl = RawRow(list_code=ListCode.EL, name="ACME", line=2, notices_text="84 FR 1", policy="Denial")
    (sighting,) = merge(
        {Feed.CSL: [seen(D1, csl)], Feed.ECFR_EL: [seen(D1, ecfr, Format.ECFR_EL)]},
        {Feed.CSL: shown(Format.CSL_CSV, D1), Feed.ECFR_EL: shown(Format.ECFR_EL, D1)},
    )
    assert sighting.row is not None
    assert (sighting.row.name, sighting.row.policy, sighting.row.notices[0].day) == (
        "ACME",
        "Denial",
        date(2019, 5, 5),
    )
