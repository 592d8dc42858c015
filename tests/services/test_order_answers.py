"""Orders of several lines: one answer per line and one for the whole, and no limit is passed by splitting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from licet.engine.order_answer import OrderAnswer
from licet.mcp.tools import AssistantTools
from licet.presentation.order import order_document, order_summary
from licet.workspace import Workspace, open_workspace

SHARED: dict[str, Any] = {
    "action": "export",
    "as_of": "2026-09-20",
    "destination": "CO",
    "end_use": "none_named_in_part_744",
    "parties": [{"role": "ultimate_consignee", "name": "Norte Imaging SAS", "country": "CO", "owners": []}],
}
LVS = {
    "license_exception_claimed": "LVS",
    "lvs_whole_order_counted": True,
    "lvs_annual_total_within_limit": True,
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(tmp_path_factory.mktemp("home"))


def _line(value: float | None, eccn: str = "8A002.a", **more: Any) -> dict[str, Any]:
    return {"kind": "commodity", "eccn": eccn, "us_origin": True, "value_usd": value, **more}


def _answers(found: OrderAnswer) -> list[str]:
    return [answer.answer.value for answer in found.found]


def test_a_limit_of_value_counts_the_lines_of_its_eccn(workspace: Workspace) -> None:
    """License Exception LVS allows $5,000 of 8A002.a in an order (15 CFR 740.3(d)(1))."""

    def ask(*items: dict[str, Any]) -> OrderAnswer:
        return workspace.check_order({**SHARED, "facts": LVS, "items": list(items)})

    assert _answers(ask(_line(2000))) == ["authorized"]
    assert _answers(ask(_line(2000), _line(3000))) == ["authorized", "authorized"]
    assert _answers(ask(_line(2000), _line(3001))) == ["license_required", "license_required"]
    assert _answers(ask(_line(2000), _line(90000, "EAR99"))) == ["authorized", "no_license_required"]
    assert _answers(ask(_line(5001), _line(1, "EAR99"))) == ["license_required", "no_license_required"]


def test_a_value_that_is_not_stated_is_asked_for_where_it_is_missing(workspace: Workspace) -> None:
    found = workspace.check_order({**SHARED, "facts": LVS, "items": [_line(2000), _line(None)]})
    assert _answers(found) == ["undetermined", "undetermined"]
    assert [need.path for need in found.needs] == ["items[1].value_usd"]
    given = {**SHARED, "facts": LVS, "items": [_line(2000), _line(1000)]}
    assert _answers(workspace.check_order(given)) == ["authorized", "authorized"]


def _filing(found: OrderAnswer) -> list[bool]:
    return [any(c.code == "file_eei" for c in answer.conditions) for answer in found.found]


def test_the_duty_to_file_counts_a_schedule_b_number(workspace: Workspace) -> None:
    """More than $2,500 under one Schedule B number is filed (15 CFR 758.1(b)(5))."""

    def ask(*codes: str | None) -> list[bool]:
        items = [_line(1500, "EAR99", facts={} if code is None else {"hts_code": code}) for code in codes]
        return _filing(workspace.check_order({**SHARED, "items": items}))

    assert ask("8471.50.0150", "9013105000") == [False, False]
    assert ask("8471.50.0150", "8471500150") == [True, True]
    assert ask("8471.50.0150", "8471500180") == [False, False]
    assert ask("8471.50.0150", "9013105000", None) == [True, True, True]


def test_the_strictest_line_decides(workspace: Workspace) -> None:
    items = [_line(10, "EAR99", id="A"), _line(9000, id="B")]
    found = workspace.check_order({**SHARED, "items": items})
    document = order_document(found)
    assert (document["answer"], document["light"]) == ("license_required", "red")
    assert [line["answer"]["answer"] for line in document["lines"]] == _answers(found)
    assert "Line 2 (B)" in order_summary(found)


def test_what_all_lines_share_is_asked_once(workspace: Workspace) -> None:
    shared = {key: value for key, value in SHARED.items() if key != "end_use"}
    found = workspace.check_order({**shared, "items": [_line(10, "EAR99"), _line(20, "EAR99")]})
    assert [need.path for need in found.needs].count("end_use") == 1


def test_an_assistant_gets_no_go_for_a_line_that_it_argued(tmp_path: Path) -> None:
    tools = AssistantTools.of(tmp_path)
    found = tools.check({**SHARED, "items": [_line(10, "EAR99"), _line(1, "EAR99", facts=LVS)]}, "test 1")
    assert found["go"] is False
    assert "items[1].facts.license_exception_claimed" in found["confirm"]
    assert {"end_use", "parties[0].owners"} <= set(found["confirm"])
    assert tools.check({**SHARED, "items": [{"ecn": "EAR99"}]}, "test 1")["key"] == "items[0].ecn"
    assert tools.explain({**SHARED, "items": [_line(10, "EAR99")]}, "test 1")["answer_in_full"]["lines"]


def test_a_total_is_never_less_than_a_line(workspace: Workspace) -> None:
    sale = {**SHARED, "facts": LVS, "item": {**_line(6000), "eccn_value_usd": 100}}
    assert workspace.check(sale).answer.value == "license_required"


def test_a_stated_total_makes_the_lines_of_an_order_no_less(workspace: Workspace) -> None:
    items = [{**_line(2000), "eccn_value_usd": 2000}, {**_line(4000), "eccn_value_usd": 4000}]
    found = workspace.check_order({**SHARED, "facts": LVS, "items": items})
    assert _answers(found) == ["license_required", "license_required"]
