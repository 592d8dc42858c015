"""A customs file against the ledger: bad rows by line and column, differences by line, nothing lost."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.events.event import Refusal
from licet.licensing.correcting import ReversalGround, reverse
from licet.licensing.customs_file import CustomsFileError, CustomsRow, read_customs_file
from licet.licensing.drawing import ship
from licet.licensing.issuing import issue
from licet.licensing.ledger import Draw, LedgerAmount
from licet.licensing.license import License, apply_license
from licet.licensing.opinion import OpinionView
from licet.licensing.reconciling import DifferenceKind, reconcile, record_reconciliation
from licet.licensing.scope import LicensedParty
from licet.model.transaction import Role

K = DifferenceKind
HEAD = "license_number,license_line,itn,quantity,value_usd,unit,export_date,port"
HUAWEI = LicensedParty(Role.ULTIMATE_CONSIGNEE, "Huawei Device Co., Ltd.", "CN")


@pytest.fixture
def made(world: Any) -> License:
    """Three shipments of ten: X1 in two postings, X2, and one without a number."""
    case = world.decided(world.agreed(OpinionView.APPROVE), world.proposal(True))
    license_ = apply_license(None, issue(case, world.act("issuer", 22), "D1"))
    draw = Draw(1, Decimal(10), Decimal("1200.00"), "CN", (HUAWEI,), "consumer broadband")
    for name, itn in (("S1", "X1"), ("S2", "X1"), ("S3", "X2"), ("S4", None)):
        event = ship(license_, world.act("shipper", 30), name, draw, itn=itn)
        license_ = apply_license(license_, event)
    return license_


def rows(*lines: str) -> tuple[CustomsRow, ...]:
    found = read_customs_file([HEAD, *lines])
    assert found.bad == ()
    return found.rows


def test_every_bad_row_is_named_and_the_rest_goes_on() -> None:
    lines = [
        HEAD,
        "D1,1,X1,20,2400,pcs,2019-11-09,LAX",
        "D1,one,X2,10,1200,pcs,2019-11-09,LAX",
        'D1,1,X3,"1,000",1200,pcs,2019-11-09,LAX',
        "D1,1,,10,1200,pcs,2019-11-09,LAX",
        "D1,1,X5,10,-1,pcs,2019-11-09,LAX",
        "",
        "D1,1,X6,10,NaN,pcs,09/11/2019,LAX",
        "D1,1,X7,10,1200,pcs,09/11/2019,LAX",
        "D1,1,X8,10",
        "D1,1,X9,,5,,,",
    ]
    found = read_customs_file(lines)
    assert [(row.line_of_file, row.itn, row.quantity) for row in found.rows] == [
        (2, "X1", 20),
        (11, "X9", None),
    ]
    assert found.ignored == ("port",)
    assert [str(bad_customs_row).split(":")[0] for bad_customs_row in found.bad] == [
        "line 3, license_line",
        "line 4, quantity",
        "line 5, itn",
        "line 6, value_usd",
        "line 8, value_usd",
        "line 9, export_date",
        "line 10, row",
    ]
    assert "'1,000' cannot be read: a number" in str(found.bad[1])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "line 1: the column license_number is missing"),
        (["license_number,license_line,itn"], "line 1: the column value_usd is missing"),
        ([HEAD + ",itn"], "line 1: the column itn comes twice"),
        ([HEAD, 'D1,1,"X1'], "line 2: not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(lines: list[str], said: str) -> None:
    with pytest.raises(CustomsFileError, match=said):
        read_customs_file(lines)


@given(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=60), max_size=8))
def test_every_line_of_anything_is_a_row_or_named(lines: list[str]) -> None:
    try:
        found = read_customs_file([HEAD + "\n", *(line + "\n" for line in lines)])
    except CustomsFileError:
        return
    assert all(row.line_of_file > 1 for row in found.rows)
    assert all(row.line_of_file > 1 for row in found.bad)


def test_agreement_and_every_kind_of_difference(made: License) -> None:
    theirs = rows(
        "D1,1,X1,20,2400.00,pcs,2019-11-09,LAX",
        "D1,1,X3,5,600,pcs,2019-11-10,LAX",
        "D1,2,X4,5,600,pcs,2019-11-10,LAX",
        "D9,1,X5,5,600,pcs,2019-11-10,LAX",
    )
    found = reconcile([made], theirs)
    assert found.matched == 1
    assert [
        (difference.kind, difference.itn, difference.shipments, difference.rows)
        for difference in found.differences
    ] == [
        (K.OURS_ONLY, "X2", ("S3",), ()),
        (K.THEIRS_ONLY, "X3", (), (3,)),
        (K.OURS_ONLY, None, ("S4",), ()),
        (K.UNKNOWN_LINE, "X4", (), (4,)),
        (K.UNKNOWN_LICENSE, "X5", (), (5,)),
    ]
    assert len(found.of("D1")) == 4


@pytest.mark.parametrize(
    ("row", "kind", "theirs"),
    [
        ("D1,1,X2,9,1200,pcs,,", K.AMOUNTS, LedgerAmount(Decimal(9), Decimal(1200))),
        ("D1,1,X2,10,1199.99,pcs,,", K.AMOUNTS, LedgerAmount(Decimal(10), Decimal("1199.99"))),
        ("D1,1,X2,10,1200,kg,,", K.UNIT, LedgerAmount(Decimal(10), Decimal(1200))),
    ],
)
def test_amounts_and_units(made: License, row: str, kind: DifferenceKind, theirs: LedgerAmount) -> None:
    found = reconcile([made], rows("D1,1,X1,8,960,pcs,,", "D1,1,X1,12,1440,pcs,,", row))
    (different,) = [difference for difference in found.differences if difference.itn == "X2"]
    assert (different.kind, different.ours, different.theirs) == (
        kind,
        LedgerAmount(Decimal(10), Decimal(1200)),
        theirs,
    )
    assert found.matched == 1, "two rows of one filing add up"


def test_what_was_reversed_is_not_ours_any_more(world: Any, made: License) -> None:
    act = world.act("shipper", 31, "stopped")
    part = LedgerAmount(Decimal(4), Decimal(480))
    event = reverse(made, act, "V1", "S3", ReversalGround.NOT_EXPORTED, amount=part)
    less = apply_license(made, event)
    assert reconcile([less], rows("D1,1,X1,20,2400,,,", "D1,1,X2,6,720,,,")).matched == 2


def test_put_on_record_by_one_who_did_not_ship(world: Any, made: License) -> None:
    found = reconcile([made], [])
    event = record_reconciliation(made, world.act("manager", 40), "f" * 64, found, name="november.csv")
    differences: Any = event.payload["differences"]
    assert [difference["itn"] for difference in differences] == ["X1", "X2", None]
    assert apply_license(made, event).ledger == made.ledger
    both = world.act("manager", 40)
    both = replace(both, actor=replace(both.actor, name="sam"))
    with pytest.raises(Refusal, match="who shipped does not reconcile"):
        record_reconciliation(made, both, "f" * 64, found)
