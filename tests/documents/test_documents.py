"""Documents: the six contents, exact amounts, the same bytes, no name that speaks markup, no empty boxes."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.licensing.world import World

from licet.documents import (
    application_print,
    destination_control_statement,
    general_license_certification,
    intent_to_deny,
    license_document,
    render,
    return_notice,
    scripts,
)
from licet.documents.licenses import license_data
from licet.documents.render import to_png
from licet.documents.statements import certified
from licet.documents.words import Authority
from licet.engine.determine import determine
from licet.events.event import Event
from licet.licensing import deciding, reviewing
from licet.licensing.application import ApplicationParty
from licet.licensing.case import Case, apply
from licet.licensing.decision import ConditionTerms
from licet.licensing.issuing import issue
from licet.licensing.license import License, fold_license
from licet.licensing.opinion import OpinionView
from licet.model.transaction import Role, Transaction
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "licet" / "documents" / "templates"
NOW = datetime(2019, 11, 5, 15, tzinfo=UTC)
A, D = OpinionView.APPROVE, OpinionView.DENY


WORLD = World()


def decided(*names: str) -> tuple[Case, list[Event]]:
    """Line 1 approved under conditions, line 2 denied; further end users by name."""
    users = tuple(ApplicationParty(Role.END_USER, name, "1 Road", "CN") for name in names)
    application = replace(WORLD.application(lines=2), parties=(*WORLD.application().parties, *users))
    terms = ConditionTerms("no resale", (1,), "Huawei Device Co., Ltd.", acknowledge=True, due_days=180)
    proposal = WORLD.proposal(True, False, conditions=(terms,), riders=("a log is kept",))
    case = WORLD.signed(WORLD.agreed(A, D, application=application), proposal)
    event = deciding.issue_decision(case, WORLD.act("issuer", 21))
    return apply(case, event), [event]


BUREAU = Authority(
    "Department of Examples", "Bureau of Trials", "Capital City", "Sealed by the Bureau", "Ask us."
)


def licensed(case: Case) -> License:
    return fold_license([issue(case, WORLD.act("issuer", 22), "D1045678")])


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What templates are given, caught on its way."""
    seen: list[Any] = []
    real = render._inputs

    def inputs(data: Any) -> Any:
        found = real(data)
        seen.append(found[0]["data"])
        return found

    monkeypatch.setattr(render, "_inputs", inputs)
    return seen


def test_a_license_says_what_it_covers(given: list[Any]) -> None:
    case, _ = decided()
    made = license_document(licensed(case), case, NOW)
    assert made.pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid" in made.pdf, "PDF/A"
    (text,) = given
    for wanted in (
        "D1045678",
        "November 1, 2023",
        '"12,000.00"',
        "no resale",
        "By April 29, 2020.",
        "a log is kept",
    ):
        assert wanted in text
    assert "modem 2" not in text, "the line that was denied is not on it"


def test_the_six_contents_of_the_letter(given: list[Any]) -> None:
    case, events = decided()
    letter = intent_to_deny(case, events, NOW)
    (text,) = given
    for wanted in (
        '"decided_on": "October 31, 2019"',
        "50 USC 4813(a)(1)",
        "15 CFR 744.11(a)",
        "risk of diversion",
        '"modifications": "none"',
        "Otto, is in a position",
        '"respond_by": "November 20, 2019"',
        '"final_on": "December 15, 2019"',
        "modem 2",
    ):
        assert wanted in text
    assert "modem 1" not in text
    assert letter.name == "intent-to-deny-Z123456"
    template = (TEMPLATES / "intent_to_deny.typ").read_text("utf-8")
    assert len(re.findall(r"^== [1-6]\.", template, re.MULTILINE)) == 6
    with pytest.raises(ValueError, match="no intent to deny"):
        intent_to_deny(WORLD.opened(), [], NOW)


def test_a_return_names_each_deficiency(given: list[Any]) -> None:
    case = WORLD.opened()
    event = reviewing.return_without_action(
        case, WORLD.act("officer", 3), ["no end use", "no street"], "say both"
    )
    notice = return_notice(apply(case, event), [event], NOW)
    assert notice.title == "SPECIMEN: Return of application Z123456"
    assert all(words in given[0] for words in ("no end use", "no street", "say both"))
    with pytest.raises(ValueError, match="not returned"):
        return_notice(case, [], NOW)


def test_the_application_by_its_blocks(given: list[Any]) -> None:
    application_print(WORLD.drafted(application=WORLD.application(end_use=None)), NOW)
    assert "a draft, not submitted" in given[0]
    assert "Block 21" in given[0], "what is missing is printed"


def test_the_same_data_are_the_same_bytes() -> None:
    case, events = decided("Söhne & Co", "华为终端有限公司")
    first = [license_document(licensed(case), case, NOW).pdf, intent_to_deny(case, events, NOW).pdf]
    again = [license_document(licensed(case), case, NOW).pdf, intent_to_deny(case, events, NOW).pdf]
    assert first == again
    assert license_document(licensed(case), case, NOW.replace(day=6)).pdf != first[0]


HOSTILE = (
    '#panic("x")',
    '#read("/etc/passwd")',
    "*bold* _it_ $1$",
    "]#d[",
    '"}',
    "\\u{0}",
    "<label> @ref",
    "= Head",
    "a\u202eb",
)


def test_no_name_speaks_markup(given: list[Any]) -> None:
    case, _ = decided(*HOSTILE)
    made = license_document(licensed(case), case, NOW)
    assert made.pdf
    assert all(json_text(text) in given[0] for text in HOSTILE if text.isprintable())


def json_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


@pytest.mark.parametrize("name", ["华为终端有限公司", "شركة هواوي", "Хуавэй Девайс", "ჰუავეი", "ฮั่วเหวย"])
def test_names_are_shown_or_transliterated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fonts there are: a text is only given to the page when a font shows every character of it."""
    shown, system = scripts.readable({"name": name})
    if shown["name"] == name:
        assert scripts._can_show(name, system=system)
    else:
        assert shown["name"].endswith("[transliterated]")
        assert shown["name"].isascii()
    monkeypatch.setattr(scripts, "_can_show", lambda text, *, system: False)
    bare, system = scripts.readable({"name": name})
    assert bare["name"].isascii()
    assert (bare["name"].endswith("[transliterated]"), system) == (True, False)


def test_a_machine_without_fonts_of_a_script_prints_it_in_latin(monkeypatch: pytest.MonkeyPatch) -> None:
    real = scripts._can_show
    monkeypatch.setattr(scripts, "_can_show", lambda text, *, system: not system and real(text, system=False))
    shown, system = scripts.readable(["华为终端有限公司", "Söhne", 5, None, "\U0001f9ff\U000e0001"])
    assert not system
    assert shown[0].startswith("HuaWei")
    assert shown[1] == "Söhne"
    assert shown[4].isascii()
    case, _ = decided("华为终端有限公司")
    assert not license_document(licensed(case), case, NOW).needs_system_fonts


def sale(**changes: Any) -> Transaction:
    data: dict[str, Any] = {
        "action": "export",
        "as_of": "2019-10-10",
        "destination": "CN",
        "item": {"description": "firmware", "kind": "software", "eccn": "5D992", "us_origin": True},
        "parties": [
            {
                "role": "ultimate_consignee",
                "name": "Huawei Technologies Co., Ltd.",
                "country": "CN",
                "owners": [],
            }
        ],
        "end_use": "none_named_in_part_744",
        "dates": {"contract": "2019-04-01"},
        "facts": {
            "purpose": "network_maintenance",
            "network_fully_operational_on_2019_05_16": True,
            "third_party_network": True,
            "general_purpose_computing_device": False,
            "expands_capacity": False,
        },
    }
    return read_transaction({**data, **changes}, ear().vocabulary)


@pytest.mark.parametrize(("day", "certifier"), [("2019-08-18", "Acme Inc."), ("2019-08-19", "Huawei")])
def test_who_certifies_hangs_on_the_day(day: str, certifier: str, given: list[Any]) -> None:
    book, finder = ear(), shipped_finder(compiled=True)
    found = determine(attach(certified(sale(as_of=day)), finder), book, finder.lists)
    general_license_certification(found, NOW, exporter="Acme Inc.", listed_party="Huawei")
    assert f'"certifier": "{certifier}"' in given[0]
    assert "fully operational" in given[0]
    assert '"open": []' in given[0]


def test_what_is_not_established_stands_above_the_signature(given: list[Any]) -> None:
    book, finder = ear(), shipped_finder(compiled=True)
    open_still = sale(facts={"purpose": "network_maintenance"})
    found = determine(attach(certified(open_still), finder), book, finder.lists)
    general_license_certification(found, NOW, exporter="Acme Inc.", listed_party="Huawei")
    assert '"open": []' not in given[0]
    bare = determine(attach(sale(facts={}), finder), book, finder.lists)
    with pytest.raises(ValueError, match="claims no temporary general license"):
        general_license_certification(bare, NOW, exporter="Acme Inc.", listed_party="Huawei")


@pytest.mark.parametrize(
    ("eccn", "on_invoice"),
    [("9A610.x", True), ("9A515.a", True), ("5A002.z.1", True), ("5A002.a", False), ("5D992", False)],
)
def test_destination_control_statement(eccn: str, on_invoice: bool, given: list[Any]) -> None:
    """15 CFR 758.6(a); CL-011: a 600-series part has its ECCN on the invoice."""
    item = replace(sale().item, eccn=eccn)
    assert destination_control_statement(replace(sale(), item=item), NOW, reference="INV-7").pdf
    assert (f'"eccns": ["{eccn}"]' in given[0]) is on_invoice


@pytest.mark.parametrize(("eccn", "claimed"), [("EAR99", ""), (None, ""), ("5A992", "BAG"), ("5A992", "GFT")])
def test_no_statement_where_none_is_needed(eccn: str | None, claimed: str) -> None:
    """CL-009: EAR99 needs none."""
    item = replace(sale().item, eccn=eccn)
    with pytest.raises(ValueError, match=r"758\.6|eccn"):
        destination_control_statement(replace(sale(), item=item), NOW, authorization=claimed)


def test_pages_as_pictures() -> None:
    case, _ = decided()
    pages = to_png("license", license_data(licensed(case), case, NOW, BUREAU), ppi=40)
    assert 1 <= len(pages) <= 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_amounts_are_exact(given: list[Any]) -> None:
    case, _ = decided()
    made = licensed(case)
    line = replace(made.scope.lines[0], value=Decimal("1234567.89"), quantity=Decimal("1000.5"))
    license_document(replace(made, scope=replace(made.scope, lines=(line,))), case, NOW)
    assert '"1,234,567.89"' in given[0]
    assert '"1,000.5"' in given[0]


def test_a_paper_without_an_authority_is_a_specimen(given: list[Any]) -> None:
    case, events = decided()
    made = [license_document(licensed(case), case, NOW), intent_to_deny(case, events, NOW)]
    assert all(rendered.title.startswith("SPECIMEN: ") for rendered in made)
    assert all('"specimen": true' in text for text in given)
    assert not any(
        words in text for text in given for words in ("Department of Commerce", "Bureau of Industry")
    )
    assert all(b"specimen" in rendered.pdf for rendered in made), "said in its metadata"
    plain = to_png("license", license_data(licensed(case), case, NOW, BUREAU), ppi=40)
    marked = to_png("license", license_data(licensed(case), case, NOW, None), ppi=40)
    assert plain != marked


def test_a_paper_of_an_authority_bears_its_letterhead_and_how_to_verify_it(given: list[Any]) -> None:
    case, events = decided()
    made = [license_document(licensed(case), case, NOW, BUREAU), intent_to_deny(case, events, NOW, BUREAU)]
    assert not any("SPECIMEN" in rendered.title for rendered in made)
    for text in given:
        assert all(
            words in text for words in ("Department of Examples", "Bureau of Trials", "Sealed by", "Ask us.")
        )
    assert not any(b"specimen" in rendered.pdf for rendered in made)
