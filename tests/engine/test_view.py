"""A sale seen on a day: what is assumed counts at once, and nothing read before stands in its way."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engine.made_law import EVER, A, B, made_book, made_sale

from licet.engine.view import FIXED, Env, Member, View, entry_breakpoints, entry_state, reaches
from licet.engine.walk import walk
from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Action, Item, ItemKind, Owner, Party, Role, Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.checks import FIXED_PATHS, SCOPED_PATHS
from licet.rules.citation import Citation
from licet.rules.condition import Condition, Defined, Field, Some, all_of, any_of
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rule import Chapter, Question
from licet.rules.rulebook import ControlLine
from licet.rules.terms import Facts

FLAG = Field("item.is.supp2_744", "that Supplement No. 2 to Part 744 names it")


def view_of(**told: object) -> View:
    return View.of(read_transaction({"as_of": "2026-07-01", **told}, ear().vocabulary), ear())


def test_an_assumed_eccn_reaches_what_the_tables_say_of_the_item() -> None:
    view = view_of(item={"kind": "commodity"})
    assert view.read(FLAG, ()).value is None
    assert view.assuming("item.eccn", "EAR99").read(FLAG, ()).value is False
    assert view.read(FLAG, ()).value is None


def test_an_eccn_assumed_against_the_sale_reaches_it_too() -> None:
    view = view_of(item={"kind": "commodity", "eccn": "EAR99"})
    assert view.read(FLAG, ()).value is False
    assert view.assuming("item.eccn", "1E994").read(FLAG, ()).where == "facts.described_by_supp2_744"


def test_an_assumed_fact_is_read_and_the_others_stay() -> None:
    view = view_of(destination="CN")
    field, other = Field("end_use", "the end use"), Field("destination", "the destination")
    assert (view.read(field, ()).value, view.read(other, ()).value) == (None, "CN")
    tried = view.assuming("end_use", "civil")
    assert (tried.read(field, ()).value, tried.read(other, ()).value) == ("civil", "CN")


def test_a_claim_and_a_fact_of_one_path_are_told_apart() -> None:
    view = view_of()
    path = "facts.purpose"
    assert view.read(Field(path, "the purpose"), ()).claim is False
    assert view.read(Field(path, "the purpose", claim=True), ()).claim is True


def test_an_earlier_day_keeps_nothing_of_a_later_one() -> None:
    view = view_of()
    view.quick.definitions.update({"made": None})  # type: ignore[dict-item]  # what is kept is not looked into
    assert view.on(date(2019, 1, 1)).definitions == {}


DAY = date(2026, 7, 1)
CITE = Citation.parse("84 FR 22961")


def entry_of(*rows: tuple[date, date | None, EntryTerms], **more: object) -> ListEntry:
    """An entry of the Entity List; each row published on its first day."""
    made = [Row(Interval(start, end), start, terms, CITE, "made", resumes=True) for start, end, terms in rows]
    entry = ListEntry("e1", ListCode.EL, "Listed", (), (), (), None, Timeline("e1", made), (CITE,), "made")
    return replace(entry, **more)  # type: ignore[arg-type]  # names are those of the entry's fields


ALL_ITEMS = "For all items subject to the EAR. (See §744.11 of the EAR)."
TERMS = EntryTerms(requirement=ALL_ITEMS, footnotes=(4,), programs=("IRAN",), standard_order=False)
OWNER = Owner("Owner", Decimal(51), "RU")
PARTY = Party(Role.END_USER, "Listed", "CN", owners=(OWNER,), takes_possession_as_agent=False)
LISTING = Listing(entry_of((date(2019, 5, 16), None, TERMS), matter="huawei"), None, "Listed", 0.9, "near")
LINE = ControlLine("NS", "NS2", ("CN",), (), None, True, "NS applies")
ENV: Env = (
    Member("party", "parties[0]", PARTY),
    Member("owner", "parties[0].owners[0]", OWNER),
    Member("listing", "parties[0].owners[0].listings[0]", LISTING),
    Member("control", "item.controls[0]", LINE),
)
SALE = Transaction(
    Action.REEXPORT, DAY, destination="CN", end_use="civil",
    item=Item(
        kind=ItemKind.SOFTWARE, eccn="5D002", us_origin=True, controlled_us_content_pct=Decimal(7),
        value_usd=Decimal(8), eccn_value_usd=Decimal(12), quantity=Decimal(9), unit="pcs",
    ),
    contract=date(2026, 1, 1), order=date(2026, 1, 2), en_route_since=date(2026, 1, 3),
)  # fmt: skip
SAYS: dict[str, tuple[object, str]] = {
    "action": ("reexport", "action"),
    "destination": ("CN", "destination"),
    "end_use": ("civil", "end_use"),
    "parties": (None, "parties"),
    "item.eccn": ("5D002", "item.eccn"),
    "item.kind": ("software", "item.kind"),
    "item.us_origin": (True, "item.us_origin"),
    "item.located_in_us": (False, "item.located_in_us"),
    "item.controlled_us_content_pct": (7, "item.controlled_us_content_pct"),
    "item.value_usd": (8, "item.value_usd"),
    "item.schedule_b_value_usd": (8, "item.value_usd"),
    "item.eccn_value_usd": (12, "item.eccn_value_usd"),
    "item.order_value_usd": (8, "item.value_usd"),
    "item.quantity": (9, "item.quantity"),
    "item.unit": ("pcs", "item.unit"),
    "dates.contract": (date(2026, 1, 1), "dates.contract"),
    "dates.order": (date(2026, 1, 2), "dates.order"),
    "dates.en_route_since": (date(2026, 1, 3), "dates.en_route_since"),
    "party.role": ("end_user", "parties[0].role"),
    "party.country": ("CN", "parties[0].country"),
    "party.takes_possession_as_agent": (False, "parties[0].takes_possession_as_agent"),
    "party.owners_stated": (True, "parties[0].owners"),
    "party.known": (True, "parties[0].name"),
    "party.elsewhere": (False, "destination"),
    "party.occupied_region": (False, "facts.occupied_region_of_ukraine"),
    "party.destination_confirmed": (None, "destination"),
    "party.hints": ((), "parties[0].name"),
    "owner.country": ("RU", "parties[0].owners[0].country"),
    "owner.percent": (51, "parties[0].owners[0].percent"),
    "listing.list": ("EL", "parties[0].owners[0].listings[0].list"),
    "listing.same_party": (None, "parties[0].owners[0].dispositions[e1]"),
    "listing.listed": (True, "parties[0].owners[0].listings[0].listed"),
    "listing.covers_item": (True, "parties[0].owners[0].listings[0].covers_item"),
    "listing.placed_on": (date(2019, 5, 16), "parties[0].owners[0].listings[0].placed_on"),
    "listing.placed_by": ("84 FR 22961", "parties[0].owners[0].listings[0].placed_by"),
    "listing.footnotes": ((4,), "parties[0].owners[0].listings[0].footnotes"),
    "listing.standard_terms": (False, "parties[0].owners[0].listings[0].standard_terms"),
    "listing.special_terms": (True, "parties[0].owners[0].listings[0].special_terms"),
    "listing.terms_stated": (True, "parties[0].owners[0].listings[0].terms_stated"),
    "listing.programs": (("IRAN",), "parties[0].owners[0].listings[0].programs"),
    "listing.named_in": ((), "parties[0].owners[0].listings[0].named_in"),
    "listing.matter": ("huawei", "parties[0].owners[0].listings[0].matter"),
    "listing.entry": ("e1", "parties[0].owners[0].listings[0].entry"),
    "control.reason": ("NS", "item.controls[0].reason"),
    "control.column": ("NS2", "item.controls[0].column"),
    "control.charted": (True, "item.controls[0].column"),
    "control.reaches": (True, "destination"),
    "control.applies": (None, "item.eccn"),
    "control.modeled": (True, "item.controls[0].modeled"),
    "control.spares_deemed": (False, "item.controls[0].spares_deemed"),
    "control.spares_abroad": (False, "item.controls[0].spares_abroad"),
    "control.spares_nationals": (False, "item.controls[0].spares_nationals"),
    "control.spares_staff": (False, "item.controls[0].spares_staff"),
    "control.spares_approved": (False, "item.controls[0].spares_approved"),
}
"""What the sale above says under every path that a rule may read, and where in it that stands."""


def test_what_is_read_here_is_all_that_a_rule_may_read() -> None:
    scoped = {f"{scope}.{name}" for scope, names in SCOPED_PATHS.items() for name in names}
    assert set(SAYS) == FIXED_PATHS | scoped
    assert set(FIXED) == FIXED_PATHS


@pytest.mark.parametrize("path", SAYS)
def test_every_path_that_a_rule_may_read_is_read(path: str) -> None:
    # an inner scope hides nothing of an outer one, and is not in the way of it
    env = ENV if path.startswith("control.") else ENV[:3]
    reading = View.of(SALE, ear()).read(Field(path, "made"), env)
    assert (reading.value, reading.where) == SAYS[path]


@pytest.mark.parametrize("path", [path for path in SAYS if path in FIXED_PATHS])
def test_of_an_empty_sale_nothing_is_known(path: str) -> None:
    assert View.of(Transaction(None, DAY), ear()).read(Field(path, "made"), ()).value is None


def test_of_a_party_without_name_owners_or_findings_nothing_is_known() -> None:
    bare = (Member("party", "parties[0]", Party(Role.END_USER)),)
    scrawl = (Member("party", "parties[0]", Party(Role.END_USER, "@@", legible=False)),)
    view = View.of(SALE, ear())
    assert view.read(Field("party.known", "made"), bare).value is None
    assert view.read(Field("party.known", "made"), scrawl).value is None
    assert view.read(Field("party.owners_stated", "made"), bare).value is None
    assert view.members("owner", bare) == ()
    assert view.members("listing", bare) == ()


def test_the_listings_in_scope_are_those_of_the_innermost_owner() -> None:
    other = Listing(entry_of((DAY, None, TERMS)), True, "Other", 1.0, "same")
    party, owner = replace(PARTY, listings=(LISTING,)), replace(OWNER, listings=(other,))
    view, outer = View.of(SALE, ear()), Member("party", "parties[0]", party)
    inner = Member("owner", "parties[0].owners[0]", owner)
    (member,) = view.members("listing", (outer,)) or ()
    (two,) = view.members("listing", (outer, inner)) or ()
    assert (member.thing, member.where) == (LISTING, "parties[0].listings[0]")
    assert (two.thing, two.where) == (other, "parties[0].owners[0].listings[0]")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(None, (True, False, False)), (True, (True, False, True)), (False, (False, True, True))],
)
def test_an_order_is_taken_to_be_standard_unless_the_list_says_otherwise(
    stated: bool | None, expected: tuple[bool, ...]
) -> None:
    entry = entry_of((date(2019, 5, 16), None, EntryTerms(standard_order=stated)))
    env = (Member("party", "parties[0]", PARTY), Member("listing", "l", replace(LISTING, entry=entry)))
    view = View.of(SALE, ear())
    names = ("standard_terms", "special_terms", "terms_stated")
    assert tuple(view.read(Field(f"listing.{name}", "made"), env).value for name in names) == expected


@pytest.mark.parametrize(
    ("action", "located"),
    [
        (Action.EXPORT, True),
        (Action.DEEMED_EXPORT, True),
        (Action.REEXPORT, False),
        (Action.TRANSFER_IN_COUNTRY, False),
        (Action.DEEMED_REEXPORT, False),
        (Action.IMPORT, None),
        (Action.PAYMENT, None),
    ],
)
def test_an_action_says_where_the_item_is_unless_the_sale_does(action: Action, located: bool | None) -> None:
    field = Field("item.located_in_us", "made")
    assert View.of(Transaction(action, DAY), ear()).read(field, ()).value is located
    stated = Transaction(action, DAY, item=Item(located_in_us=True))
    assert View.of(stated, ear()).read(field, ()).value is True


def test_what_an_entry_says_holds_until_it_says_something_else() -> None:
    days = [date(2019, 5, 16), date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)]
    entry = entry_of(
        (days[0], days[1], EntryTerms(requirement=ALL_ITEMS, footnotes=(1,))),
        (days[1], days[2], EntryTerms(requirement=ALL_ITEMS, footnotes=(4,))),
        (days[2], days[3], EntryTerms(listed=False)),
    )
    env = (Member("party", "parties[0]", PARTY), Member("listing", "l", replace(LISTING, entry=entry)))

    def until(name: str, day: date) -> date | None:
        return View.of(replace(SALE, as_of=day), ear()).read(Field(f"listing.{name}", "made"), env).until

    assert [until("listed", day) for day in days[:3]] == [days[2], days[2], None]
    assert until("footnotes", days[0]) == days[1]
    assert until("footnotes", days[0] - timedelta(days=1)) == days[0]
    assert until("covers_item", days[0]) == days[2]


offsets = st.integers(0, 5)


@settings(max_examples=200)
@example(start=0, lasts=0, before=None, since_known=False, day=1, known=0)
@example(start=3, lasts=0, before=1, since_known=False, day=1, known=None)
@given(offsets, offsets, st.one_of(st.none(), offsets), st.booleans(), offsets, st.one_of(st.none(), offsets))
def test_an_entry_stands_as_far_as_its_list_lets_one_tell(
    start: int, lasts: int, before: int | None, since_known: bool, day: int, known: int | None
) -> None:
    def on(offset: int) -> date:
        return DAY + timedelta(days=offset)

    end = start + 1 + lasts
    not_before = None if before is None or before > start else before
    entry = entry_of(
        (on(start), on(end), TERMS),
        listed_since_known=since_known, not_before=None if not_before is None else on(not_before),
    )  # fmt: skip
    stands, row = entry_state(entry, on(day), None if known is None else on(known))
    printed = known is None or known >= start
    if printed and day >= start:
        expected: bool | None = day < end
    elif since_known:
        expected = False
    else:
        looked_at = day if known is None else min(day, known)
        expected = False if not_before is not None and looked_at < not_before else None
    assert stands is expected
    assert (row is not None) == (expected is True)
    assert set(entry_breakpoints(entry)) == {
        on(number) for number in {start, end, not_before} if number is not None
    }


@pytest.mark.parametrize(
    ("to", "not_to", "destination", "expected"),
    [
        ((), (), None, False),
        ((), (), "CN", False),
        (("CN",), (), None, None),
        (("CN",), ("D:1",), "CN", True),
        (("RU",), (), "CN", False),
        (("*",), (), "CN", True),
        (("*",), ("CN",), "CN", False),
        (("*",), ("CA",), "CN", True),
        (("D:1",), (), "CN", True),
        (("D:1",), (), "DE", False),
        (("D:1",), (), "ZZ", None),
        (("*",), ("D:1",), "CN", False),
        (("*",), ("D:1",), "ZZ", None),
        (("RU", "D:1"), ("CU", "A:1"), "CN", True),
    ],
)
def test_a_line_reaches_the_destinations_that_it_names(
    to: tuple[str, ...], not_to: tuple[str, ...], destination: str | None, expected: bool | None
) -> None:
    line = ControlLine("NS", None, to, not_to, True, True, "made")
    assert reaches(line, destination, ear(), DAY, None).truth is expected


def test_what_was_walked_lasts_until_the_day_on_which_it_may_differ() -> None:
    view = View.of(replace(SALE, as_of=date(2019, 6, 1)), ear())
    definition = next(
        rule for rule in ear().rules if rule.question is Question.DEFINITION and rule.next_change(view.as_of)
    )
    trace = walk(Defined(definition.rule_id), view)
    assert trace.until is not None
    assert view.on(view.as_of).definitions == {definition.rule_id: trace}
    assert definition.rule_id in view.on(trace.until - timedelta(days=1)).definitions
    assert definition.rule_id not in view.on(trace.until).definitions


def test_of_what_was_walked_that_which_no_fact_can_change_is_kept_when_more_is_known() -> None:
    def add(chapter: Chapter) -> None:
        def sure(_: Facts) -> Condition:
            """It is so."""
            return A

        def still_open(_: Facts) -> Condition:
            """It may be so."""
            return B

        for name, author in (("sure", sure), ("open", still_open), ("again", sure)):
            chapter.rule(f"made.{name}", Question.DEFINITION, cites=["15 CFR 772.1"], periods=EVER)(author)

    sale = made_sale(a=True)
    view = View.of(sale, made_book(add=add))
    for name, seen in (("sure", view), ("open", view), ("again", view.quick)):
        walk(Defined(f"made.{name}"), seen)
    told = replace(sale, facts={"a": True, "b": False})
    for wiser in (view.assuming("facts.b", False), view.telling(told)):
        assert set(wiser.definitions) == {"made.sure", "made.again"}
        assert walk(Defined("made.open"), wiser).truth is False
    assert set(view.on(view.as_of).definitions) == {"made.sure", "made.open", "made.again"}


def test_a_quick_look_goes_no_further_than_what_settles_it_and_a_thorough_one_sees_all() -> None:
    view = View.of(made_sale(a=False, b=True), made_book())
    for node in (all_of(B, A, B, A), any_of(A, B, A, B)):
        assert len(walk(node, view).parts) == 4
        assert len(walk(node, view.quick).parts) == 2
    two = replace(view, sale=replace(view.sale, parties=(PARTY, PARTY, PARTY)))
    somebody = Some("party", Field("party.country", "made").is_("CN"))
    assert len(walk(somebody, two).parts) == 3
    assert len(walk(somebody, two.quick).parts) == 1
