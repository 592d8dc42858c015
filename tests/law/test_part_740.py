"""License exceptions (15 CFR Part 740): what the golden cases cannot say with the shipped entries."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.general_facts import EVER
from licet.regimes.us_ear.item_flags import LVS_LIMITS, LVS_LISTS
from licet.rules.answer import Answer
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.rules.rule import Question
from licet.rules.table import read_rows
from licet.screening.attach import NameHit, attach
from licet.screening.finder import shipped_finder

GBS_SALE = {
    "action": "export",
    "as_of": "2026-09-01",
    "destination": "MY",
    "end_use": "none_named_in_part_744",
    "item": {"kind": "commodity", "eccn": "3B002.a", "us_origin": True, "value_usd": 400},
    "facts": {"license_exception_claimed": "GBS"},
}


class Finder:
    """One made entry, found by its name."""

    def __init__(self, code: ListCode) -> None:
        cite = Citation.parse("79 FR 4")
        row = Row(since(date(2014, 1, 21)), date(2014, 1, 21), EntryTerms(), cite, "made for a test")
        self.entry = ListEntry(
            f"{code}:made",
            code,
            "Made Works",
            aliases=(),
            countries=("MY",),
            addresses=(),
            kind=None,
            terms=Timeline(f"{code}:made", [row]),
            cites=(cite,),
            source="made for a test",
        )
        self.lists: tuple[ListsUsed, ...] = shipped_finder(compiled=True).lists

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:  # noqa: ARG002  # one country only
        return [NameHit(self.entry, True, 1.0, "the name is that of")] if name == self.entry.name else []


def answer(code: ListCode, role: str = "end_user", **changes: Any) -> Determination:
    clean = {"role": "ultimate_consignee", "name": "Clean Works", "country": "MY", "owners": []}
    made = {"role": role, "name": "Made Works", "country": "MY", "owners": []}
    finder = Finder(code)
    sale = read_transaction({**GBS_SALE, "parties": [clean, made], **changes}, ear().vocabulary)
    return determine(attach(sale, finder), ear(), finder.lists)


def test_an_unverified_party_takes_every_exception_away() -> None:
    """15 CFR 740.2(a)(17)."""
    found = answer(ListCode.UVL)
    assert found.answer is Answer.LICENSE_REQUIRED
    assert not [claimable.rule for claimable in found.could_claim if claimable.rule.startswith("us.ear.740")]


def test_app_for_an_unverified_party_in_2019() -> None:
    """Sourced case UV-002: 78 FR 76741 suspended license exceptions for parties on the list in January 2014."""
    changes: dict[str, Any] = {
        "as_of": "2019-05-01",
        "destination": "CN",
        "item": {"kind": "commodity", "eccn": "4A003.b", "us_origin": True},
        "facts": {"license_exception_claimed": "APP"},
    }
    assert answer(ListCode.UVL, **changes).answer is Answer.LICENSE_REQUIRED


def test_an_unverified_carrier_is_no_party_of_748_5() -> None:
    """What the list demands of others is not modeled, so the answer stays open; the exception stands."""
    found = answer(ListCode.UVL, role="freight_forwarder")
    assert found.answer is not Answer.LICENSE_REQUIRED


def test_nothing_claimed_is_never_green() -> None:
    found = answer(ListCode.SSI, facts={})
    assert found.answer is Answer.LICENSE_REQUIRED
    assert "us.ear.740.4" in [claimable.rule for claimable in found.could_claim]


def test_no_exception_reaches_a_listing() -> None:
    """15 CFR 744.16(b); but for RFF, where the entry refers to it (740.26).

    By no list, 744.17(f) frees microprocessors that GOV authorizes for official use, and 744.23(c) lets the
    exceptions of 740.2(a)(9) meet 744.23(a)(3)(i) and (a)(4).
    """
    by_no_list = {"us.ear.744.17", "us.ear.744.23.a.3", "us.ear.744.23.a.4"}
    reaching = [
        rule.rule_id
        for rule in ear().rules
        if rule.question is Question.AUTHORITY and rule.rule_id.startswith("us.ear.740")
        if any(defeat.startswith("us.ear.744") for defeat in {*rule.defeats} - by_no_list)
    ]
    assert reaching == ["us.ear.740.26"]


@pytest.mark.parametrize("symbol", sorted(set(EVER) - {"GBS"}))
@pytest.mark.parametrize("destination", ["MY", "CN", "CU", "RU"])
def test_a_claim_alone_proves_nothing(symbol: str, destination: str) -> None:
    """Only GBS asks for nothing beyond the item, the destination and the reasons for control."""
    claim = {"license_exception_claimed": symbol}
    found = answer(ListCode.SSI, destination=destination, facts=claim)
    assert found.answer in {Answer.LICENSE_REQUIRED, Answer.UNDETERMINED}


@pytest.mark.parametrize("symbol", EVER)
def test_every_symbol_has_its_days(symbol: str) -> None:
    rows = ear().tables["license_exceptions"].raw[(symbol, "in force")]
    assert rows[0]["effective_from"] == "1996-03-25"
    assert all(record["effective_to"] == two["effective_from"] for record, two in pairwise(rows))


def test_every_limit_of_the_list_is_known() -> None:
    """A limit that the flags did not know would make LVS fail where it is open."""
    flags = ear().resolvers.item_flags
    rows, _ = read_rows(files("licet.regimes.us_ear") / "tables" / "exceptions.csv")
    stated = {int(row["limit_usd"]) for row in rows if row["limit_usd"]}
    lists, _ = read_rows(files("licet.regimes.us_ear") / "tables" / "item_lists_740.csv")
    stated |= {LVS_LISTS[row["list"]] for row in lists if row["list"] in LVS_LISTS}
    assert {*LVS_LIMITS, 0} == stated | {0}
    assert flags["lvs_limit_3000"]("3A002.a") == (True, "item.eccn")
    assert flags["lvs_limit_3000"]("3A002.b") == (False, "item.eccn")
    assert flags["allows_lvs"]("4A003") == (None, "item.eccn")


@pytest.mark.parametrize(
    ("flag", "eccn", "truth"),
    [
        ("semiconductor_making", "3B001", None),
        ("semiconductor_making", "3B001.a.4", True),
        ("semiconductor_making", "3B001.e", False),
        ("semiconductor_making", "3D001.a", None),
        ("semiconductor_making", "3D004", False),
        ("series_600", "9A610.x", True),
        ("series_600", "EAR99", False),
        ("series_9x515", "9A515.d", True),
        ("sta_bars_a5", "1A002", False),
        ("sta_bars_a6", "1A002", None),
        ("allows_gbs", "3B002.a", True),
        ("allows_gbs", "EAR99", False),
    ],
)
def test_flags(flag: str, eccn: str, truth: bool | None) -> None:
    assert ear().resolvers.item_flags[flag](eccn)[0] is truth
