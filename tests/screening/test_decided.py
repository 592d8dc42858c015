"""Decisions about hits as the answer uses them: what is cleared, what opens again, what is never hidden."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.engine.view import entry_state
from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Disposition as Judgment
from licet.model.transaction import JudgmentStatus, Owner, Party, Role, Transaction
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.attach import attach
from licet.screening.decided import Decisions, version_of
from licet.screening.dispositions import (
    DispositionFinding,
    HitReview,
    RecordedDisposition,
    ReviewKind,
    entry_version,
    needs_second_person,
)
from licet.screening.screener import ListScreener

DAY = date(2026, 6, 1)


def entry(number: int, name: str, country: str, *aliases: Alias) -> ListEntry:
    row = Row(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
    return ListEntry(
        f"EL-{number}", ListCode.EL, name, aliases, (country,), (), None, Timeline(f"EL-{number}", [row]),
        (row.cite,), "test",
    )  # fmt: skip


ENTRIES = (
    entry(1, "Zarya Trading", "RU"),
    entry(2, "Zarya Trading", "KZ"),
    entry(3, "Zarya Trading Company", "RU"),
    entry(4, "Unlike Anything Else", "CN"),
)
FINDER = ListScreener.of(ENTRIES)
PARTY = Party(Role.ULTIMATE_CONSIGNEE, "Zarya Trading", "RU", "2 Street", ident="c-7")


def judgment(number: int, *, same: bool = False, **more: object) -> Judgment:
    first = Judgment(f"EL-{number}", same, "Kim", date(2026, 3, 1), "another firm", ("register",))
    recorded = replace(first, status=JudgmentStatus.RECORDED, approved_by="Lee")
    return replace(recorded, **more)  # type: ignore[arg-type]


def tied(party: Party, known_as_of: date | None = None) -> list[Listing]:
    sale = Transaction(None, DAY, parties=(party,), known_as_of=known_as_of)
    return list(attach(sale, FINDER).parties[0].listings)


def found(*made: Judgment, party: Party = PARTY) -> dict[str, bool | None]:
    return {listing.entry.entry_id: listing.same_party for listing in tied(replace(party, dispositions=made))}


def test_without_a_decision_the_equal_name_in_the_country_speaks_for_its_list() -> None:
    assert found() == {"EL-1": True}


def test_what_a_cleared_hit_had_made_needless_to_ask_is_asked_again() -> None:
    assert found(judgment(1)) == {"EL-1": False, "EL-2": None}
    assert found(judgment(1), judgment(2)) == {"EL-1": False, "EL-2": False, "EL-3": None}


def test_an_equal_name_in_the_country_is_cleared_by_evidence_alone_and_not_silently() -> None:
    (bare,) = tied(replace(PARTY, dispositions=(judgment(1, evidence=()),)))
    assert (bare.same_party, "names no evidence" in bare.decision) == (True, True)
    cleared = tied(replace(PARTY, dispositions=(judgment(1),)))[0]
    assert (cleared.same_party, cleared.equal) == (False, True)
    assert "Kim decided on 2026-03-01" in cleared.decision
    assert "evidence: register" in cleared.decision


def test_a_confirmed_match_counts_as_listed() -> None:
    near = replace(PARTY, name="Zarja Trading Company")
    assert found(party=near)["EL-3"] is None
    assert found(judgment(3, same=True), party=near)["EL-3"] is True


@pytest.mark.parametrize(
    "changed",
    [{"name": "Zarya Trading Ltd"}, {"country": None}, {"address": "3 Street"}, {"identifiers": ("77",)},
     {"date_of_birth": date(1970, 1, 1)}],
)  # fmt: skip
def test_it_opens_again_when_the_party_changes(changed: dict[str, object]) -> None:
    made = judgment(1, party_version=version_of(PARTY))
    assert found(made)["EL-1"] is False
    other = replace(PARTY, dispositions=(made,), **changed)  # type: ignore[arg-type]
    listing = next(item for item in tied(other) if item.entry.entry_id == "EL-1")
    assert listing.same_party is not False
    assert "the party has changed since" in listing.decision


def test_it_opens_again_when_the_entry_changes() -> None:
    made = judgment(1, entry_version=entry_version(ENTRIES[0]))
    assert found(made)["EL-1"] is False
    grown = replace(ENTRIES[0], aliases=(Alias("Dawn"),))
    sale = Transaction(None, DAY, parties=(replace(PARTY, dispositions=(made,)),))
    (listing,) = attach(sale, ListScreener.of((grown,))).parties[0].listings
    assert (listing.same_party, "the list entry has changed" in listing.decision) == (True, True)


def test_until_its_day_of_expiry_it_holds_and_from_then_on_the_hit_is_open() -> None:
    before, after = tied(replace(PARTY, dispositions=(judgment(1, expires=date(2027, 1, 1)),)))[:2]
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert (before.same_party, after.same_party) == (False, True)
    assert [entry_state(before.entry, day, None)[0] for day in (last, first)] == [True, False]
    assert [entry_state(after.entry, day, None)[0] for day in (last, first)] == [False, True]
    assert after.entry.terms.rows[0].in_force.start == date(2019, 5, 16), "listed since the same day"


def test_where_decisions_disagree_none_holds() -> None:
    made = (judgment(1), judgment(1, same=True, by="Lee", on=date(2026, 4, 1)))
    (listing,) = tied(replace(PARTY, dispositions=made))
    assert (listing.same_party, "Decisions disagree" in listing.decision) == (True, True)


def test_what_was_decided_later_was_not_known() -> None:
    known = tied(replace(PARTY, dispositions=(judgment(1),)), date(2026, 2, 1))
    assert [(listing.same_party, listing.decision) for listing in known] == [(True, "")]


def kept(number: int, finding: DispositionFinding, day: int, **more: object) -> RecordedDisposition:
    disposition = RecordedDisposition(
        "c-7", version_of(PARTY), f"EL-{number}", entry_version(ENTRIES[number - 1]), finding, "another firm",
        ("register",), "Kim", datetime(2026, 3, day, tzinfo=UTC), None, "acme",
    )  # fmt: skip
    return replace(disposition, **more)  # type: ignore[arg-type]


def test_kept_decisions_are_found_by_number_or_name_and_the_latest_counts() -> None:
    made = [kept(1, DispositionFinding.TRUE_MATCH, 1), kept(1, DispositionFinding.FALSE_POSITIVE, 2)]
    sale = Decisions(made).applied(Transaction(None, DAY, parties=(PARTY,)))
    assert [disposition.same for disposition in sale.parties[0].dispositions] == [False]
    assert Decisions(made).on(replace(PARTY, ident=None)) == ()
    assert Decisions([replace(disposition, party="Zarya Trading") for disposition in made]).on(
        replace(PARTY, ident=None)
    )
    assert Decisions(made).on(PARTY, date(2026, 3, 1))[0].same is True


def test_owners_are_cleared_as_parties_are() -> None:
    owner = Owner("Zarya Trading", country="RU", dispositions=(judgment(1),))
    sale = Transaction(None, DAY, parties=(replace(PARTY, owners=(owner,)),))
    owners = attach(sale, FINDER).parties[0].owners
    assert owners is not None
    assert owners[0].listings[0].same_party is False


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.booleans(), st.integers(1, 28)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_decision_hides_a_hit_on_another_entry(made: list[tuple[int, bool, bool, int]]) -> None:
    """What is left of the hits once the cleared ones are gone is tied to the party as if they were on no list."""
    decided = tuple(
        judgment(number, same=same, evidence=("x",) * proved, on=date(2026, 3, day))
        for number, same, proved, day in made
    )
    told = found(*decided)
    cleared = {name for name, same in told.items() if same is False}
    left = [list_entry for list_entry in ENTRIES if list_entry.entry_id not in cleared]
    sale = Transaction(None, DAY, parties=(PARTY,))
    alone = attach(sale, ListScreener.of(left)).parties[0].listings if left else ()
    assert {listing.entry.entry_id for listing in alone} <= told.keys() - cleared
    assert all(
        any(disposition.entry == name and not disposition.same for disposition in decided) for name in cleared
    )


@pytest.mark.parametrize("name", ["\u200b", "???", "x" * 401, "\U00020002 Ltd", "Zarya " + "\u0301" * 400])
def test_a_name_that_cannot_be_read_is_as_good_as_unknown(name: str) -> None:
    sale = attach(Transaction(None, DAY, parties=(replace(PARTY, name=name),)), FINDER)
    assert not sale.parties[0].legible
    owned = replace(PARTY, owners=(Owner(name),))
    assert not attach(Transaction(None, DAY, parties=(owned,)), FINDER).parties[0].legible
    assert attach(Transaction(None, DAY, parties=(PARTY,)), FINDER).parties[0].legible


PROPOSED = JudgmentStatus.PROPOSED


def test_what_a_sale_states_is_a_proposal_unless_the_machine_is_one_persons_own() -> None:
    stated = replace(judgment(1), status=JudgmentStatus.RECORDED, approved_by="Lee")
    sale = Transaction(None, DAY, parties=(replace(PARTY, dispositions=(stated,)),))
    (theirs,) = Decisions([]).applied(sale).parties[0].dispositions
    assert (theirs.status, theirs.approved_by) == (PROPOSED, None), "it vouches for itself in vain"
    (own,) = Decisions([], stated_count=True).applied(sale).parties[0].dispositions
    assert (own.status, own.approved_by) == (JudgmentStatus.STATED, None)
    (listing,) = tied(replace(PARTY, dispositions=(own,)))[:1]
    assert (listing.same_party, listing.waits) == (False, False)
    assert "nobody checked whether that person may judge" in listing.decision


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("name", ["Zarya Trading", "Zarja Trading Company"])
def test_a_proposal_turns_no_hit_and_waits_for_review(name: str, same: bool) -> None:
    party = replace(PARTY, name=name)
    before = tied(party)
    made = tuple(judgment(number, same=same, status=PROPOSED) for number in (1, 2, 3))
    after = tied(replace(party, dispositions=made))
    assert [(listing.entry, listing.same_party, listing.why) for listing in after] == [
        (listing.entry, listing.same_party, listing.why) for listing in before
    ]
    assert all(listing.waits and "it waits for review" in listing.decision for listing in after)


def test_a_proposal_that_says_what_is_decided_waits_for_nothing() -> None:
    (listing, *_) = tied(
        replace(PARTY, dispositions=(judgment(1), judgment(1, status=PROPOSED, by="Ray", why="I say so")))
    )
    assert (listing.same_party, listing.waits) == (False, False)
    (against, *_) = tied(
        replace(PARTY, dispositions=(judgment(1), judgment(1, same=True, status=PROPOSED, by="Ray")))
    )
    assert (against.same_party, against.waits) == (False, True), (
        "what is decided holds, and somebody must look"
    )


def test_to_clear_an_exact_match_or_one_on_a_strict_list_takes_a_second_person() -> None:
    alone = judgment(1, approved_by=None)
    (listing, *_) = tied(replace(PARTY, dispositions=(alone,)))
    assert (listing.same_party, listing.waits) == (True, True)
    lenient = replace(ENTRIES[0], list_code=ListCode.UVL)
    clear, same = DispositionFinding.FALSE_POSITIVE, DispositionFinding.TRUE_MATCH
    assert needs_second_person(clear, ENTRIES[0], exact=False)
    assert not needs_second_person(clear, lenient, exact=False)
    assert needs_second_person(clear, lenient, exact=True)
    assert needs_second_person(clear, lenient, exact=False, several=True)
    assert not needs_second_person(same, ENTRIES[0], exact=True, several=True)


def on_party(
    *made: RecordedDisposition, known_as_of: date | None = None
) -> list[tuple[bool, JudgmentStatus]]:
    return [(disposition.same, disposition.status) for disposition in Decisions(made).on(PARTY, known_as_of)]


def test_the_record_says_what_counts_what_waits_and_what_was_taken_back() -> None:
    day = datetime(2026, 3, 9, tzinfo=UTC)
    approved, revoked = (HitReview(kind, "Lee", day, "seen") for kind in ReviewKind)
    waiting = kept(1, DispositionFinding.FALSE_POSITIVE, 3, second_person=True)
    confirmed = kept(1, DispositionFinding.TRUE_MATCH, 2)
    counts, recorded = JudgmentStatus.RECORDED, replace(waiting, reviews=(approved,))
    assert on_party(waiting) == [(False, PROPOSED)]
    assert on_party(recorded) == [(False, counts)]
    assert Decisions([recorded]).on(PARTY)[0].approved_by == "Lee"
    assert on_party(confirmed, waiting) == [(True, counts), (False, PROPOSED)], "it displaces nothing yet"
    assert on_party(confirmed, recorded) == [(False, counts)]
    assert on_party(confirmed, replace(recorded, reviews=(approved, revoked))) == [], "nothing comes back"
    assert on_party(confirmed, replace(waiting, reviews=(revoked,))) == [(True, counts)]
    assert on_party(recorded, known_as_of=date(2026, 3, 5)) == [(False, PROPOSED)], "approved on a later day"


def test_the_words_name_the_listed_name_that_was_compared() -> None:
    grown = replace(ENTRIES[0], aliases=(Alias("Dawn Merchants"),))
    party = replace(PARTY, name="Dawn Merchants")
    made = judgment(1, matched_name="Dawn Merchants")
    sale = Transaction(None, DAY, parties=(replace(party, dispositions=(made,)),))
    (listing,) = attach(sale, ListScreener.of((grown,))).parties[0].listings
    assert listing.listed_name == "Dawn Merchants"
    assert "compared with its name 'Dawn Merchants'" in listing.decision
