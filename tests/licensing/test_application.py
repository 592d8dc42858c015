"""An application made from an answer in one step, what it lacks, and when it may not be submitted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.events.decoding import read
from licet.events.encoding import plain
from licet.events.event import Refusal
from licet.licensing import applying, reviewing
from licet.licensing.application import (
    Applicant,
    Application,
    ApplicationLine,
    ApplicationParty,
    Document,
    DocumentKind,
)
from licet.licensing.case import apply, fold
from licet.licensing.completeness import TOPICS, gaps, unexamined
from licet.licensing.from_answer import application_from
from licet.licensing.same import same_transaction
from licet.licensing.states import State
from licet.model.transaction import Action, ItemKind, Role
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {
        "description": "5G modem",
        "kind": "commodity",
        "eccn": "EAR99",
        "us_origin": True,
        "quantity": 1000,
        "unit": "pcs",
        "value_usd": 120000,
    },
    "parties": [
        {"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN", "owners": []}
    ],
    "end_use": "civil",
}
APPLICANT = Applicant("Acme Inc.", "1 Main St, Austin TX", "US", "Mia Moss", "512 555 0100")


def answer(**changes: Any) -> Determination:
    book, finder = ear(), shipped_finder(compiled=True)
    return determine(
        attach(read_transaction({**SALE, **changes}, book.vocabulary), finder), book, finder.lists
    )


def codes(application: Application, *, bars: bool | None = None) -> set[str]:
    return {gap.code for gap in gaps(application) if bars is None or gap.bars is bars}


def test_a_refused_sale_becomes_an_application_with_all_that_is_known() -> None:
    made = application_from(answer(), APPLICANT, date(2019, 10, 11), order_reference="PO-7")
    (line,) = made.lines
    assert (line.eccn, line.quantity, line.unit, line.value) == (
        "EAR99",
        Decimal(1000),
        "pcs",
        Decimal(120000),
    )
    assert line.unit_price == 120
    assert made.total_value == 120000
    assert made.in_role(Role.ULTIMATE_CONSIGNEE)[0].name == "Huawei Device Co., Ltd."
    assert made.basis is not None
    assert made.basis.review_policy == "presumption of denial"
    assert "15 CFR 744.11(a)" in made.basis.cites
    assert len(made.basis.answer_sha256) == 64
    # what the sale does not say is asked for, and nothing else
    assert codes(made, bars=True) == {"ultimate_consignee_address", "not_laden"}
    assert all(gap.cite.text.startswith("15 CFR") for gap in gaps(made))
    assert read(Application, plain(made)) == made


def test_a_price_that_does_not_come_out_even_is_left_to_be_stated() -> None:
    uneven = {**SALE["item"], "quantity": 7}
    made = application_from(answer(item=uneven), APPLICANT, date(2019, 10, 11))
    assert made.lines[0].unit_price is None
    assert "line_unit_price" in codes(made)


def test_no_application_where_none_is_needed_or_the_need_is_open() -> None:
    clean = [{"role": "ultimate_consignee", "name": "Quiet Garden Tools", "country": "CN", "owners": []}]
    with pytest.raises(Refusal) as needless:
        application_from(answer(parties=clean), APPLICANT, date(2019, 10, 11))
    assert needless.value.code == "not_needed"
    with pytest.raises(Refusal) as open_:
        application_from(answer(parties=[]), APPLICANT, date(2019, 10, 11))
    assert open_.value.code == "undetermined"


@pytest.mark.parametrize(
    ("changes", "code", "cite"),
    [
        ({"applicant": replace(APPLICANT, contact_name=None)}, "contact", "15 CFR Part 748 Supp. 1"),
        ({"applicant": replace(APPLICANT, contact_telephone="")}, "telephone", "15 CFR Part 748 Supp. 1"),
        ({"applicant": replace(APPLICANT, country="CN")}, "applicant_abroad", "15 CFR 748.4(a)(1)"),
        ({"applicant": replace(APPLICANT, agent_for="Alpha")}, "power_of_attorney", "15 CFR 748.4(b)(2)"),
        ({"action": None}, "type", "15 CFR Part 748 Supp. 1"),
        ({"applied_on": None}, "date", "15 CFR Part 748 Supp. 1"),
        ({"destination": None}, "destination", "15 CFR Part 748 Supp. 1"),
        ({"end_use": None}, "end_use", "15 CFR Part 748 Supp. 1"),
        ({"parties": ()}, "ultimate_consignee", "15 CFR 748.5(e)"),
        ({"parties": (ApplicationParty(Role.BANK, "Bank"),)}, "bank_address", "15 CFR 748.4(b)(1)"),
        ({"lines": ()}, "lines", "15 CFR Part 748 Supp. 1"),
        ({"not_laden": None}, "not_laden", "15 CFR 748.4(d)(2)"),
        ({"not_laden": False}, "not_laden", "15 CFR 748.4(d)(2)"),
        ({"action": Action.REEXPORT}, "special_l", "15 CFR 748.8(l)"),
        ({"action": Action.TRANSFER_IN_COUNTRY}, "special_v", "15 CFR 748.8(v)"),
    ],
)
def test_what_is_missing_is_named_with_its_paragraph(world: Any, changes: Any, code: str, cite: str) -> None:
    assert codes(world.application(), bars=True) == set()
    found = {gap.code: gap for gap in gaps(replace(world.application(), **changes))}
    assert str(found[code].cite) == cite
    assert found[code].bars


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"eccn": None}, "line_eccn"),
        ({"kind": None}, "line_kind"),
        ({"description": ""}, "line_description"),
        ({"quantity": None}, "line_quantity"),
        ({"quantity": Decimal(0)}, "line_quantity"),
        ({"unit": None}, "line_unit"),
        ({"unit_price": None}, "line_unit_price"),
        ({"value": None}, "line_value"),
        ({"value": Decimal(1)}, "line_sum"),
        ({"kind": ItemKind.TECHNOLOGY}, "letter_of_explanation"),
        ({"kind": ItemKind.TECHNOLOGY}, "special_o"),
        ({"eccn": "4A003.b"}, "special_c"),
        ({"eccn": "0A501.a"}, "special_z"),
    ],
)
def test_what_a_line_lacks(world: Any, changes: Any, code: str) -> None:
    line: ApplicationLine = replace(world.line(), **changes)
    assert code in codes(replace(world.application(), lines=(line,)), bars=True)


def test_technology_needs_neither_quantity_nor_unit(world: Any) -> None:
    line = replace(world.line(), kind=ItemKind.TECHNOLOGY, quantity=None, unit=None, unit_price=None)
    made = replace(world.application(), lines=(line,), letter="how it is used", special={"o": "as asked"})
    assert codes(made, bars=True) == set()


@pytest.mark.parametrize(
    ("eccn", "quantity", "kind", "wanted"),
    [
        ("3A001", 500, ItemKind.COMMODITY, True),  # 60,000 dollars
        ("3A001", 400, ItemKind.COMMODITY, False),  # 48,000
        ("EAR99", 5000, ItemKind.COMMODITY, False),  # not on the Commerce Control List
        ("6A003", 50, ItemKind.COMMODITY, True),  # cameras above 5,000
        ("4A003", 1, ItemKind.COMMODITY, True),  # computers at any value
        ("3A001", 500, ItemKind.SOFTWARE, False),
        ("5A002", 5000, ItemKind.COMMODITY, False),
    ],
)
def test_the_end_user_statement_of_the_prc(
    world: Any, eccn: str, quantity: int, kind: ItemKind, wanted: bool
) -> None:
    line = replace(world.line(eccn=eccn, quantity=quantity), kind=kind)
    made = replace(world.application(), lines=(line,))
    assert ("prc_end_user_statement" in codes(made, bars=False)) is wanted
    had = Document(DocumentKind.PRC_END_USER_STATEMENT, "0" * 64, "statement")
    assert "prc_end_user_statement" not in codes(replace(made, documents=(had,)))


def test_topics_that_cannot_be_decided_are_listed_not_passed(world: Any) -> None:
    assert [topic.letter for topic in TOPICS] == [chr(number) for number in range(ord("a"), ord("z") + 1)]
    found = {topic.letter for topic in unexamined(world.application(special={"g": "no nuclear end use"}))}
    assert "a" in found
    assert "g" not in found


def test_an_incomplete_application_is_not_submitted(world: Any) -> None:
    case = world.drafted(application=world.application(end_use=None))
    with pytest.raises(Refusal, match="block 21") as refused:
        applying.submit(case, world.act("manager"))
    assert refused.value.code == "incomplete"


def test_goods_already_laden_are_refused_but_for_those_informed_in_transit(world: Any) -> None:
    laden = world.application(laden_on=date(2019, 10, 8))
    with pytest.raises(Refusal) as refused:
        applying.submit(world.drafted(application=laden), world.act("manager"))
    assert (refused.value.code, str(refused.value.cite)) == ("already_laden", "15 CFR 748.4(d)(2)")
    informed = world.drafted(application=replace(laden, informed_in_transit=True))
    assert apply(informed, applying.submit(informed, world.act("manager"))).state is State.SUBMITTED


def test_no_second_application_while_the_first_is_pending(world: Any) -> None:
    first, second = world.registered("A-1"), world.drafted("A-2")
    with pytest.raises(Refusal) as refused:
        applying.submit(second, world.act("manager", 1), [first])
    assert (refused.value.code, str(refused.value.cite)) == ("second_application", "15 CFR 748.4(f)")
    gone = world.then(first, lambda case: applying.withdraw(case, world.act("manager", 1, "order canceled")))
    assert applying.submit(second, world.act("manager", 1), [gone]).kind == "case.submitted"
    rival = replace(first, organization="rival")
    assert applying.submit(second, world.act("manager", 1), [rival, second]).kind == "case.submitted"


def test_the_same_order_under_other_words_is_the_same(world: Any) -> None:
    item = world.application()
    assert same_transaction(item, replace(item, destination="CN", end_use="other words"))
    louder = replace(item.lines[0], description=" MODEM  1 ", quantity=Decimal("100.0"))
    assert same_transaction(item, replace(item, lines=(louder,)))
    assert not same_transaction(item, replace(item, destination="HK"))
    named = replace(item, order_reference="PO-1")
    assert same_transaction(named, replace(item, order_reference="po-1", lines=()))
    assert not same_transaction(named, replace(item, order_reference="PO-2"))


def test_a_change_is_a_new_version_and_the_old_one_stays(world: Any) -> None:
    events = [applying.draft("A-1", world.act("manager", -1), world.application())]
    events.append(applying.submit(fold(events), world.act("manager")))
    changed = world.application(version=2, end_use="private networks")
    with pytest.raises(Refusal) as silent:
        applying.amend(fold(events), world.act("manager", 1), changed)
    assert silent.value.code == "reason"
    events.append(applying.amend(fold(events), world.act("manager", 1, "customer wrote"), changed))
    case = fold(events)
    assert [application.end_use for application in case.applications] == [
        "consumer broadband",
        "private networks",
    ]
    with pytest.raises(Refusal) as skipped:
        applying.amend(case, world.act("manager", 2, "again"), replace(changed, version=2))
    assert skipped.value.code == "version"
    # a recommendation speaks of the version that counts
    case = world.then(
        case,
        lambda c: reviewing.register(c, world.act("registrar", 3), "Z123456"),
        lambda c: reviewing.open_review(c, world.act("officer", 3)),
        lambda c: reviewing.refer(c, world.act("officer", 3), ["DOD"]),
    )
    with pytest.raises(Refusal) as old:
        reviewing.recommend(case, world.act("DOD", 4), world.views("DOD"))
    assert old.value.code == "old_version"


amounts = st.none() | st.decimals(0, 10**9, places=2)


@given(
    lines=st.lists(
        st.builds(
            ApplicationLine,
            st.integers(1, 99),
            st.none() | st.text(),
            st.none() | st.sampled_from(ItemKind),
            st.none() | st.sampled_from(["EAR99", "3A001.a", "4A003"]),
            quantity=amounts,
            unit_price=amounts,
            value=amounts,
        ),
        max_size=3,
    ),
    laden=st.none() | st.dates(),
    end_use=st.none() | st.text(),
)
def test_any_application_is_kept_and_read_back_the_same(
    world: Any, lines: list[ApplicationLine], laden: date | None, end_use: str | None
) -> None:
    made = world.application(laden_on=laden, end_use=end_use)
    made = replace(made, lines=tuple(lines), special={"o": "x"})
    assert read(Application, plain(made)) == made
    assert all(gap.message for gap in gaps(made))


def test_an_application_of_another_shape_is_refused(world: Any) -> None:
    data: Any = plain(world.application())
    for wrong in ({**data, "color": 1}, {key: item for key, item in data.items() if key != "lines"}):
        with pytest.raises(ValueError, match="Application: unknown keys"):
            read(Application, wrong)
    for key, value in (("applied_on", "yesterday"), ("action", "steal"), ("lines", 3), ("version", True)):
        with pytest.raises(ValueError, match=f"Application.{key}"):
            read(Application, {**data, key: value})


def test_a_party_abroad_may_apply_for_a_reexport(world: Any) -> None:
    """LC-019, 15 CFR 748.4(a)(3): for an export it may not."""
    abroad = replace(world.application(), applicant=replace(APPLICANT, country="DE"))
    assert "applicant_abroad" in {gap.code for gap in gaps(abroad)}
    assert "applicant_abroad" not in {gap.code for gap in gaps(replace(abroad, action=Action.REEXPORT))}
