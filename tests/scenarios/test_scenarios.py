"""Scenarios on single sales: every one that ships, how they compose, and that none passes for law."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.report import to_wire
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.scenarios.apply import suppose
from licet.scenarios.scenario import Scenario, ScenarioError
from licet.scenarios.scenario_file import load_scenario, read_scenario, shipped_scenarios
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

Ask = Callable[..., Determination]

NETWORK: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-11-20",
    "destination": "CN",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 5000},
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
    "end_use": "none_named_in_part_744",
    "dates": {"contract": "2019-04-01"},
    "facts": {
        "purpose": "network_maintenance",
        "network_fully_operational_on_2019_05_16": True,
        "third_party_network": True,
        "general_purpose_computing_device": False,
        "expands_capacity": False,
        "certification_obtained": True,
    },
}
"""A sale that the general license covers while it lasts."""


def to(name: str, country: str = "CN", **changes: Any) -> dict[str, Any]:
    """A plain sale of an EAR99 item to somebody."""
    party = {"role": "ultimate_consignee", "name": name, "country": country}
    plain = {**NETWORK, "facts": {}, "destination": country, "parties": [party], "as_of": "2019-10-10"}
    return plain | changes


@pytest.fixture
def ask() -> Ask:
    """Answer a sale under scenarios, in their order."""

    def answer(sale: dict[str, Any], *scenarios: Scenario) -> Determination:
        world = suppose(scenarios, ear(), shipped_finder(compiled=True))
        read = read_transaction(sale, ear().vocabulary)
        return determine(attach(read, world.finder), world.book, world.finder.lists)

    return answer


SHIPPED = shipped_scenarios()
ENDS, EXTENDED = SHIPPED["reprieve-ends-2019-11-18"], SHIPPED["reprieve-extended-2020-02-16"]
GRANTED, SECOND = SHIPPED["huawei-licenses-2019-10"], SHIPPED["huawei-second-group-2019-08-19"]
RETURNS = SHIPPED["affiliates-rule-returns-2026-11-10"]
STAYED = SHIPPED["affiliates-rule-stayed-to-2027-11-09"]
DELISTED = SHIPPED["one-party-delisted"]


def scenario(body: str, name: str = "made") -> Scenario:
    head = f'name = "{name}"\ntitle = "a test"\nwhy = "to try"\neffective = 2019-11-19\n'
    return read_scenario((head + body).encode(), "made.toml")


def on(day: str, sale: dict[str, Any] = NETWORK, **changes: Any) -> dict[str, Any]:
    return {**sale, "as_of": day, **changes}


def is_marked(found: Determination, name: str) -> bool:
    """Whether an answer says that it was given under a scenario: in its caveats and among its lists."""
    said = [caveat.text for caveat in found.caveats if caveat.code == "scenario"]
    lists = [used.name for used in found.receipt.lists]
    return any(name in text and "not law" in text for text in said) and f"scenario {name} (not law)" in lists


@pytest.mark.parametrize("known", [None, "2019-10-10"])
def test_the_reprieve_ends(ask: Ask, known: str | None) -> None:
    before = ask(on("2019-11-18", known_as_of=known), ENDS)
    assert (before.answer, before.holds_until, before.then) == (
        Answer.AUTHORIZED,
        date(2019, 11, 19),
        Answer.LICENSE_REQUIRED,
    )
    after = ask(on("2019-11-19", known_as_of=known), ENDS)
    assert (after.answer, after.holds_until) == (Answer.LICENSE_REQUIRED, None)
    assert is_marked(after, ENDS.name)


@pytest.mark.parametrize("known", [None, "2019-10-10"])
def test_the_reprieve_is_extended(ask: Ask, known: str | None) -> None:
    found = ask(on("2019-11-20", known_as_of=known), EXTENDED)
    assert (found.answer, found.holds_until) == (Answer.AUTHORIZED, date(2020, 2, 17))
    assert "scenario reprieve-extended-2020-02-16 (not law)" in [str(cite) for cite in found.cites]
    assert "rests_on_scenario" in [caveat.code for caveat in found.caveats]
    assert ask(on("2020-02-17", known_as_of=known), EXTENDED).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2019-11-20", known_as_of="2019-10-10")).answer is Answer.LICENSE_REQUIRED


def test_of_two_scenarios_the_later_governs(ask: Ask) -> None:
    assert ask(on("2019-12-01"), ENDS, EXTENDED).answer is Answer.AUTHORIZED
    assert ask(on("2019-12-01"), EXTENDED, ENDS).answer is Answer.LICENSE_REQUIRED
    both = ask(on("2019-12-01"), ENDS, EXTENDED)
    assert is_marked(both, ENDS.name)
    assert is_marked(both, EXTENDED.name)


def test_licenses_for_items_that_are_not_sensitive(ask: Ask) -> None:
    new = to("Huawei Technologies Co., Ltd.", known_as_of="2019-10-10")
    assert ask(on("2019-11-01", new)).answer is Answer.LICENSE_REQUIRED
    found = ask(on("2019-11-01", new), GRANTED)
    assert found.answer is Answer.AUTHORIZED
    assert "not law" in found.authority[0]
    assert ask(on("2019-10-31", new), GRANTED).answer is Answer.LICENSE_REQUIRED
    at_only = {**new, "item": {**new["item"], "eccn": "5A991.b"}}
    assert ask(on("2019-11-01", at_only), GRANTED).answer is Answer.AUTHORIZED
    sensitive = {**new, "item": {**new["item"], "eccn": "5A002.a"}}
    assert ask(on("2019-11-01", sensitive), GRANTED).answer is Answer.LICENSE_REQUIRED
    open_use = {**new, "end_use": None}
    assert ask(on("2019-11-01", open_use), GRANTED).answer is Answer.UNDETERMINED


def test_a_report_changes_no_answer(ask: Ask) -> None:
    report = scenario('[[event]]\non = 2019-10-09\nstatus = "reported"\ntext = "soon"\nsource = "a paper"\n')
    told, plain = ask(NETWORK, report), ask(NETWORK)
    assert (told.answer, told.authority, told.holds_until) == (
        plain.answer,
        plain.authority,
        plain.holds_until,
    )
    assert GRANTED.events[0].status.value == "reported"


def test_a_second_group_is_listed(ask: Ask) -> None:
    text = "Bel Huawei Technologies LLC"
    sale = to(text, "BY", known_as_of="2019-08-12")
    assert ask(on("2019-08-20", sale)).answer is Answer.NO_LICENSE_REQUIRED
    found = ask(on("2019-08-20", sale), SECOND)
    assert (found.answer, found.review_policy) == (Answer.LICENSE_REQUIRED, "presumption of denial")
    assert ask(on("2019-08-18", sale), SECOND).holds_until == date(2019, 8, 19)
    changed = suppose([SECOND], ear(), shipped_finder(compiled=True)).finder.lists[-1]
    assert changed.entries > 40
    first = to("Huawei Technologies Co., Ltd.", known_as_of="2019-08-12")
    assert ask(on("2019-08-20", first), SECOND).answer is Answer.LICENSE_REQUIRED


OWNED = to(
    "Quiet Harbor Devices Ltd.",
    parties=[
        {
            "role": "ultimate_consignee",
            "name": "Quiet Harbor Devices Ltd.",
            "country": "CN",
            "owners": [{"name": "Huawei Technologies Co., Ltd.", "percent": 60, "country": "CN"}],
        }
    ],
)


def test_the_ownership_rule_returns_or_stays_away(ask: Ask) -> None:
    assert ask(on("2026-11-10", OWNED), RETURNS).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2026-11-09", OWNED), RETURNS).answer is Answer.NO_LICENSE_REQUIRED
    stayed = ask(on("2026-11-10", OWNED), STAYED)
    # 120 days after September 1, 2026 the reading of the law is old: a condition more, the same answer
    assert (stayed.answer, stayed.holds_until) == (Answer.NO_LICENSE_REQUIRED, date(2026, 12, 31))
    later = ask(on("2026-12-31", OWNED), STAYED)
    assert (later.answer, later.holds_until) == (Answer.NO_LICENSE_REQUIRED, date(2027, 11, 10))
    assert "affiliates_rule_return_not_confirmed" not in [caveat.code for caveat in stayed.caveats]
    assert ask(on("2027-11-10", OWNED), STAYED).answer is Answer.LICENSE_REQUIRED


def test_a_party_is_delisted(ask: Ask) -> None:
    sale = to("Centre for Integrated Photonics Ltd.", "GB")
    assert ask(on("2027-02-28", sale), DELISTED).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2027-02-28", sale), DELISTED).holds_until == date(2027, 3, 1)
    assert ask(on("2027-03-01", sale), DELISTED).answer is Answer.NO_LICENSE_REQUIRED
    assert ask(on("2027-03-01", sale)).answer is Answer.LICENSE_REQUIRED
    other = to("Huawei Technologies Co., Ltd.")
    assert ask(on("2027-03-01", other), DELISTED).answer is Answer.LICENSE_REQUIRED


def test_every_shipped_scenario_applies_alone_and_is_told_in_the_guide() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "guide" / "scenarios.md"
    for name, item in SHIPPED.items():
        world = suppose([item], ear(), shipped_finder(compiled=True))
        assert world.book.content_hash != ear().content_hash
        assert name in guide.read_text("utf-8")
        assert item.file == f"{name}.toml"
    assert len(SHIPPED) == 7


NEW = """
[[entry]]
change = "add"
name = "Quiet Harbor Devices Ltd."
country = "CN"
names = ["Jinggang Shebei"]
requirement = "For all items subject to the EAR (see § 744.11 of the EAR)"
policy = "Presumption of denial"
"""


def test_an_entry_is_added_with_its_names(ask: Ask) -> None:
    added = scenario(NEW)
    for name in ("Quiet Harbor Devices Ltd.", "JINGGANG SHEBEI"):
        found = ask(on("2019-11-19", to(name)), added)
        assert (found.answer, found.review_policy) == (Answer.LICENSE_REQUIRED, "presumption of denial")
        assert "scenario made (not law)" in [str(cite) for cite in found.cites]
        assert ask(on("2019-11-18", to(name)), added).answer is Answer.NO_LICENSE_REQUIRED
        assert ask(on("2019-11-19", to(name))).answer is Answer.NO_LICENSE_REQUIRED
    near = ask(on("2019-11-19", to("Quiet Harbour Devices Ltd")), added)
    assert near.answer is Answer.UNDETERMINED


def test_a_later_scenario_changes_what_an_earlier_added(ask: Ask) -> None:
    gone = scenario(
        '[[entry]]\nchange = "remove"\nname = "Quiet Harbor Devices Ltd."\nfrom = 2020-01-01\n', "gone"
    )
    sale = to("Quiet Harbor Devices Ltd.")
    assert ask(on("2019-12-31", sale), scenario(NEW), gone).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2020-01-01", sale), scenario(NEW), gone).answer is Answer.NO_LICENSE_REQUIRED


def test_terms_of_an_entry_change(ask: Ask) -> None:
    eased = scenario(
        '[[entry]]\nchange = "change"\nmatter = "huawei"\npolicy = "Case-by-case review"\nthrough = 2019-12-31\n'
    )
    sale = to("Huawei Technologies Co., Ltd.")
    assert ask(on("2019-11-19", sale), eased).review_policy == "case-by-case review"
    assert ask(on("2020-01-01", sale), eased).review_policy == "presumption of denial"
    named = scenario(
        '[[entry]]\nchange = "change"\nentry = "EL:huawei-technologies-co-ltd:CN"\nnames = ["Odd Alias"]\n'
    )
    assert ask(on("2019-11-19", to("Odd Alias")), named).answer is Answer.LICENSE_REQUIRED


def test_scenarios_of_entries_compose_over_a_whole_matter(ask: Ask) -> None:
    eased = scenario(
        '[[entry]]\nchange = "change"\nmatter = "huawei"\npolicy = "Case-by-case review"\n', "eased"
    )
    numbered = scenario('[[entry]]\nchange = "change"\nmatter = "huawei"\nfootnotes = [9]\n', "numbered")
    device = 'name = "Huawei Device Co., Ltd."\ncountry = "CN"\n'
    delisted = scenario(f'[[entry]]\nchange = "remove"\n{device}', "delisted")
    sale = on("2019-11-19", to("Huawei Technologies Co., Ltd."))
    assert ask(sale, eased, delisted, numbered).review_policy == "case-by-case review"
    again = scenario(f'[[entry]]\nchange = "change"\n{device}footnotes = [1]\n', "again")
    with pytest.raises(ScenarioError, match="not known to be listed"):
        ask(sale, delisted, again)


def test_the_start_of_a_rule_is_moved(ask: Ask) -> None:
    def moved(to_day: str) -> Scenario:
        days = f"starts_on = 2025-09-29\nwould_start_on = {to_day}\n"
        return scenario(f'[[rule]]\nrules = ["us.ear.744.11.a.1"]\n{days}')

    later, earlier = moved("2025-10-15"), moved("2025-09-01")
    assert ask(on("2025-10-14", OWNED), later).answer is Answer.NO_LICENSE_REQUIRED
    assert ask(on("2025-10-15", OWNED), later).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2025-09-01", OWNED), earlier).answer is Answer.LICENSE_REQUIRED
    assert ask(on("2025-08-31", OWNED), earlier).answer is Answer.NO_LICENSE_REQUIRED


LICENSE = """
[[license]]
title = "license D100"
parties = ["Huawei Technologies Co., Ltd."]
eccns = ["5A991.b", "EAR99"]
destinations = ["CN"]
value_usd_at_most = 10000
through = 2020-11-18
"""


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, Answer.AUTHORIZED),
        ({"as_of": "2020-11-19"}, Answer.LICENSE_REQUIRED),
        ({"destination": "HK"}, Answer.LICENSE_REQUIRED),
        ({"item": {**NETWORK["item"], "value_usd": 10001}}, Answer.LICENSE_REQUIRED),
        ({"item": {**NETWORK["item"], "value_usd": None}}, Answer.UNDETERMINED),
        ({"item": {**NETWORK["item"], "eccn": "5A991.b.4"}}, Answer.AUTHORIZED),
        ({"item": {**NETWORK["item"], "eccn": "5A991.a"}}, Answer.LICENSE_REQUIRED),
        ({"item": {**NETWORK["item"], "eccn": "5A991"}}, Answer.UNDETERMINED),
    ],
)
def test_a_license_covers_its_scope(ask: Ask, changes: dict[str, Any], answer: Answer) -> None:
    sale = on("2019-12-01", to("Huawei Technologies Co., Ltd.")) | changes
    assert ask(sale, scenario(LICENSE)).answer is answer


def test_a_license_covers_no_other_listed_party(ask: Ask) -> None:
    sale = on("2019-12-01", to("Huawei Technologies Co., Ltd."))
    other = {"role": "end_user", "name": "Huawei Device Co., Ltd.", "country": "CN"}
    both = {**sale, "parties": [*sale["parties"], other]}
    assert ask(both, scenario(LICENSE)).answer is Answer.LICENSE_REQUIRED
    assert ask({**sale, "parties": [other]}, scenario(LICENSE)).answer is Answer.LICENSE_REQUIRED


def test_nothing_real_is_touched(ask: Ask) -> None:
    book, before = ear(), ear().content_hash
    suppose(SHIPPED.values(), book, shipped_finder(compiled=True))
    del book.__dict__["content_hash"]  # computed again, from what is there
    assert book.content_hash == before
    assert "scenario" not in str(to_wire(ask(NETWORK)))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('[[rule]]\nrules = ["us.ear.999"]\nin_force = false\n', "line 5, key rule[0]: no rule has the id"),
        (
            '[[general_license]]\nrules = ["us.ear.744.supp7.c4"]\nextend_through = 2020-01-01\n',
            "nothing is there",
        ),
        ('[[entry]]\nchange = "remove"\nname = "Nobody At All"\n', "no entry of the lists at hand"),
        ('[[entry]]\nchange = "remove"\nmatter = "zte"\n', "no entry that ships with Licet belongs to 'zte'"),
        (NEW + NEW, "already on the list EL (EL:scenario-made"),
        (NEW.replace("Quiet Harbor Devices Ltd.", "Huawei Technologies Co., Ltd."), "already on the list EL"),
        (
            '[[entry]]\nchange = "remove"\nname = "Huawei Technologies Co., Ltd."\n',
            "several entries, say which: EL:huawei",
        ),
        (
            '[[rule]]\nrules = ["us.ear.744.11"]\nin_force = false\n' * 2,
            "line 8, key rule[1]: us.ear.744.11 is already changed by rule[0]",
        ),
        ('[[license]]\ntitle = "x"\nmeets = ["us.ear.734.3"]\n', "no license requirement"),
        ('[[license]]\ntitle = "x"\ngroups = ["Z:9"]\n', "no Country Group"),
        ('[[license]]\ntitle = "x"\nend_uses = ["fun"]\n', "is none of"),
        ('[[rule]]\nrules = ["us.ear.744.11.a.1"]\nin_force = true\ntext_of = 2019-01-01\n', "no text on"),
    ],
)
def test_what_cannot_be_applied_is_refused(body: str, words: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        suppose([scenario(body)], ear(), shipped_finder(compiled=True))
    assert words in str(refused.value)
    assert str(refused.value).startswith("made.toml, line ")


def test_a_scenario_twice_is_refused() -> None:
    with pytest.raises(ScenarioError, match="given twice"):
        suppose([ENDS, ENDS], ear(), shipped_finder(compiled=True))


def test_scenarios_are_loaded_by_name_or_file(tmp_path: Path) -> None:
    assert load_scenario("one-party-delisted") is DELISTED
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\ntitle = "t"\nwhy = "w"\neffective = 2020-01-01\n', "utf-8")
    assert load_scenario(str(path)).name == "mine"
    with pytest.raises(ScenarioError, match="that ship with Licet: affiliates"):
        load_scenario("no-such-scenario")
