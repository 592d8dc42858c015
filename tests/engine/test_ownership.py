"""Shares of listed parties through layers: both readings, what is not known, what cannot be."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.engine.ownership import (
    CircularOwnershipError,
    OwnershipError,
    Shares,
    ShareSpan,
    listed_on,
    listed_shares,
    percent_words,
)
from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Owner
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since


def owner(name: str, percent: str | None, *owners: Owner) -> Owner:
    return Owner(name, None if percent is None else Decimal(percent), owners=owners)


def listed(item: Owner) -> bool | None:
    """Names tell: "Listed ..." is, "Perhaps ..." may be."""
    return True if item.name.startswith("Listed") else None if item.name.startswith("Perhaps") else False


def shares(*owners: Owner) -> Shares:
    return listed_shares(owners, listed, name="Buyer")


def spans(*four: str) -> Shares:
    a, b, c, d = map(Decimal, four)
    return Shares(ShareSpan(a, b), ShareSpan(c, d))


def test_direct_shares_are_added_up() -> None:
    found = shares(owner("Listed A", "25"), owner("Listed B", "25"), owner("Fund", "50"))
    assert found == spans("50", "50", "50", "50")
    assert found.cascading.at_least(Decimal(50)) is True


def test_half_of_half_counts_in_full_or_as_a_quarter() -> None:
    """Listed owns 50 percent of A, and A 50 percent of the buyer: the Treasury's first example."""
    found = shares(owner("A", "50", owner("Listed", "50"), owner("Fund", "50")), owner("Other", "50"))
    assert found == spans("50", "50", "25", "25")


def test_less_than_half_does_not_count_on_but_multiplies() -> None:
    """Listed owns 25 percent each of A and B, which own 50 percent each: not owned by it, the guidance says."""
    half = [owner(name, "50", owner("Listed", "25"), owner("Fund", "75")) for name in ("A", "B")]
    assert shares(*half) == spans("0", "0", "25", "25")


def test_the_readings_differ_either_way_of_half() -> None:
    control = shares(owner("A", "51", owner("Listed", "51"), owner("F", "49")), owner("G", "49"))
    interest = shares(owner("A", "100", owner("Listed", "49.9"), owner("F", "50.1")), owner("Listed B", "0"))
    assert (control.cascading.low, control.multiplied.low) == (Decimal(51), Decimal("26.01"))
    assert (interest.cascading.high, interest.multiplied.low) == (Decimal(0), Decimal("49.9"))


def test_two_listed_owners_of_one_owner_count_together() -> None:
    found = shares(
        owner("A", "60", owner("Listed A", "30"), owner("Listed B", "20"), owner("F", "50")), owner("G", "40")
    )
    assert found.cascading == ShareSpan(Decimal(60), Decimal(60))


def test_a_listed_owner_counts_once_whoever_owns_it() -> None:
    found = shares(owner("Listed A", "40", owner("Listed B", "100")), owner("F", "60"))
    assert found == spans("40", "40", "40", "40")


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        ((), ("0", "100", "0", "100")),
        ((owner("Listed", None),), ("0", "100", "0", "100")),
        ((owner("Listed", "30"),), ("30", "100", "30", "100")),
        ((owner("Listed", "30"), owner("Fund", "60")), ("30", "40", "30", "40")),
        ((owner("Listed", "30"), owner("Fund", "70")), ("30", "30", "30", "30")),
        ((owner("Listed", None), owner("Fund", "70")), ("0", "30", "0", "30")),
        ((owner("Perhaps", "60"), owner("Fund", "40")), ("0", "60", "0", "60")),
        ((owner("A", "60", owner("Listed", "40")), owner("Fund", "40")), ("0", "60", "24", "60")),
        (
            (owner("A", "60", owner("Perhaps", "50"), owner("F", "50")), owner("G", "40")),
            ("0", "60", "0", "30"),
        ),
        (
            (owner("Perhaps", "60", owner("Listed", "55"), owner("F", "45")), owner("G", "40")),
            ("60", "60", "33", "60"),
        ),
    ],
)
def test_what_is_not_known_stays_open(owners: tuple[Owner, ...], expected: tuple[str, ...]) -> None:
    assert shares(*owners) == spans(*expected)


def test_ownership_that_was_not_examined_is_open() -> None:
    assert listed_shares(None, listed, name="Buyer") == spans("0", "100", "0", "100")


def test_half_is_sure_possible_or_out_of_reach() -> None:
    half = Decimal(50)
    spans_ = [
        ShareSpan(half, half),
        ShareSpan(Decimal("49.999"), half),
        ShareSpan(Decimal(0), Decimal("49.999")),
    ]
    assert [span.at_least(half) for span in spans_] == [True, None, False]


@pytest.mark.parametrize(
    "owners",
    [
        (owner("A", "50", owner("B", "50", owner("a", "50"))),),
        (owner("BUYER", "10"),),
        (owner("A Co., Ltd.", "50", owner("B", "1", owner("A CO LTD", None))),),
    ],
)
def test_a_circle_is_refused_and_shown(owners: tuple[Owner, ...]) -> None:
    with pytest.raises(CircularOwnershipError, match="Buyer <- .*owns itself"):
        shares(*owners)


def test_namesakes_in_different_countries_are_no_circle() -> None:
    above = Owner("Acme", Decimal(10), "US")
    found = listed_shares([Owner("Acme", Decimal(100), "CN", (above,))], listed, name="Buyer", country="CN")
    assert found.multiplied == ShareSpan(Decimal(0), Decimal(90))


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        ((owner("A", "101"),), "Buyer <- A: 101 percent"),
        ((owner("A", "-1"),), "-1 percent"),
        ((owner("A", "NaN"),), "NaN percent"),
        ((owner("A", "60"), owner("B", "40.5")), "Buyer: its owners hold 100.5 percent together"),
        ((owner("A", "1", owner("B", "60"), owner("C", "60")),), "Buyer <- A: its owners hold 120 percent"),
    ],
)
def test_shares_that_cannot_be_are_refused(owners: tuple[Owner, ...], words: str) -> None:
    with pytest.raises(OwnershipError, match=words):
        shares(*owners)


def test_too_many_layers_are_refused() -> None:
    chain = owner("Listed at the end", "100")
    for number in range(99):
        chain = owner(f"layer {number}", "100", chain)
    assert shares(chain) == spans("100", "100", "100", "100")
    with pytest.raises(OwnershipError, match="more than 100 layers"):
        shares(owner("one more", "100", chain))


@pytest.mark.parametrize(("country", "other"), [("CN", "CN"), ("CN", None), (None, "CN"), (None, None)])
def test_a_namesake_whose_country_may_be_the_same_is_a_circle(country: str | None, other: str | None) -> None:
    with pytest.raises(CircularOwnershipError, match="ACME <- Acme: it owns itself"):
        listed_shares([Owner("Acme", Decimal(10), country)], listed, name="ACME", country=other)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("50", "50.0", "50 percent"),
        ("0", "33.33333", "0 to 33.3334 percent"),
        ("33.33339", "100", "33.3333 to 100 percent"),
    ],
)
def test_a_span_in_words_is_rounded_to_what_contains_it(low: str, high: str, words: str) -> None:
    assert percent_words(ShareSpan(Decimal(low), Decimal(high))) == words


def test_thirds_are_rounded_away_from_each_other() -> None:
    third = "33." + "3" * 27
    found = shares(owner("A", third, owner("Listed", third), owner("F", "66." + "6" * 26)), owner("G", "66"))
    assert found.multiplied.low <= Decimal(third) * Decimal(third) / 100 <= found.multiplied.high


NAMES = st.sampled_from(["Listed", "Perhaps", "Fund"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> tuple[Owner, ...]:
    count = draw(st.integers(0, 3)) if depth else 0
    made = []
    for number in range(count):
        percent = draw(st.one_of(st.none(), st.integers(0, 100 // count)))
        above = draw(trees(depth - 1))
        made.append(
            Owner(
                f"{draw(NAMES)} {depth} {number}", None if percent is None else Decimal(percent), owners=above
            )
        )
    return tuple(made)


@settings(max_examples=300)
@given(trees(), st.data())
def test_learning_a_share_or_a_finding_only_narrows(owners: tuple[Owner, ...], data: st.DataObject) -> None:
    before = shares(*owners)
    settled = data.draw(st.booleans())

    def learned(item: Owner) -> bool | None:
        known = listed(item)
        return settled if known is None else known

    after = listed_shares(owners, learned, name="Buyer")
    for wide, narrow in ((before.cascading, after.cascading), (before.multiplied, after.multiplied)):
        assert Decimal(0) <= wide.low <= narrow.low <= narrow.high <= wide.high <= Decimal(100)


def completed(owners: tuple[Owner, ...], data: st.DataObject) -> tuple[Owner, ...]:
    """Owners of which all is known: every share, who holds the rest, and who is listed."""
    left = 100 - sum(int(item.percent) for item in owners if item.percent is not None)
    made = []
    for item in owners:
        share = data.draw(st.integers(0, left)) if item.percent is None else int(item.percent)
        left -= share if item.percent is None else 0
        name = item.name.replace("Perhaps", data.draw(st.sampled_from(["Listed", "Fund"])))
        above = completed(item.owners, data) if item.owners else ()
        made.append(Owner(name, Decimal(share), owners=above))
    return (*made, Owner(f"{data.draw(st.sampled_from(['Listed', 'Fund']))} rest", Decimal(left)))


@settings(max_examples=300)
@given(trees(), st.data())
def test_the_bounds_hold_every_completion_of_what_is_not_known(
    owners: tuple[Owner, ...], data: st.DataObject
) -> None:
    before, after = shares(*owners), shares(*completed(owners, data))
    for wide, exact in ((before.cascading, after.cascading), (before.multiplied, after.multiplied)):
        assert exact.low == exact.high
        assert wide.low <= exact.low <= wide.high


def test_whether_an_owner_is_listed_follows_lists_days_and_judgments() -> None:
    gone = Row(
        since("2021-01-01"), date(2021, 1, 1), EntryTerms(listed=False), Citation.parse("86 FR 1"), "test"
    )
    there = Row(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
    entry = ListEntry("E", ListCode.EL, "A", (), (), (), None, Timeline("E", [there, gone]), (), "test")

    def asked(same: bool | None, day: str, *lists: ListCode) -> bool | None:
        item = Owner("A", listings=(Listing(entry, same, "A", 1.0, ""),))
        return listed_on(date.fromisoformat(day), lists or [ListCode.EL])(item)

    assert asked(True, "2020-01-01") is True
    assert asked(None, "2020-01-01") is None
    assert asked(False, "2020-01-01") is False
    assert (asked(True, "2018-01-01"), asked(True, "2021-01-01")) == (False, False)
    assert asked(True, "2020-01-01", ListCode.SDN) is False
    assert listed_on(date(2020, 1, 1), [ListCode.EL])(Owner("A")) is False
