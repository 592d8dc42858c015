"""Part 744 with made entries of other lists: conditions, lights and needs that golden cases do not show."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.part_744.facts import END_USES, NONE_NAMED
from licet.rules.answer import Answer, Light
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.attach import NameHit, attach
from licet.screening.finder import shipped_finder

ANOTHER = {
    "entry": "UVL:made",
    "same": False,
    "by": "A. Reviewer",
    "on": "2026-08-31",
    "why": "other address",
    "evidence": ["register of companies"],
}
WHOLE = ListsUsed("made", date(2026, 9, 1), whole=True, entries=1, fingerprint="made")


class OneEntry:
    """A finder that knows one entry of one list, surely or perhaps by its name."""

    lists = (WHOLE,)

    def __init__(self, code: ListCode, programs: tuple[str, ...], exact: bool) -> None:
        row = Row(
            since(date(2010, 1, 4)),
            date(2010, 1, 4),
            EntryTerms(programs=programs),
            Citation.parse("75 FR 1"),
            "made for a test",
        )
        self._entry = ListEntry(
            f"{code}:made",
            code,
            "Made Works",
            aliases=(),
            countries=("MY",),
            addresses=(),
            kind=None,
            terms=Timeline(f"{code}:made", [row]),
            cites=(Citation.parse("75 FR 1"),),
            source="made for a test",
        )
        self._exact = exact

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        if name != self._entry.name:
            return shipped_finder(compiled=True).find(name, country)
        return [NameHit(self._entry, self._exact, 1.0, "the name is that of")]


def answer(
    code: ListCode,
    *,
    programs: tuple[str, ...] = (),
    exact: bool = True,
    judged: tuple[dict[str, Any], ...] = (),
    role: str = "end_user",
    **changes: Any,
) -> Determination:
    sale = {
        "action": "export",
        "as_of": "2026-09-01",
        "destination": "MY",
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Example Rubber Works", "country": "MY", "owners": []},
            {
                "role": role,
                "name": "Made Works",
                "country": "MY",
                "owners": [],
                "dispositions": list(judged),
            },
        ],
    }
    finder = OneEntry(code, programs, exact)
    read = read_transaction({**sale, **changes}, ear().vocabulary)
    return determine(attach(read, finder), ear(), finder.lists)


def conditions(found: Determination) -> dict[str, str]:
    return {condition.code: condition.status for condition in found.conditions}


def test_an_unverified_party_must_give_a_statement_first() -> None:
    found = answer(ListCode.UVL)
    assert (found.answer, found.light) == (Answer.NO_LICENSE_REQUIRED, Light.AMBER)
    assert conditions(found)["obtain_uvl_statement"] == "open"
    assert conditions(found)["file_eei"] == "standing"
    filed = next(condition for condition in found.conditions if condition.code == "file_eei")
    assert filed.cite.text == "15 CFR 758.1(b)(8)"


def test_with_the_statement_the_sale_is_green() -> None:
    found = answer(ListCode.UVL, facts={"uvl_statement_obtained": True})
    assert (found.answer, found.light) == (Answer.NO_LICENSE_REQUIRED, Light.GREEN)
    assert conditions(found)["obtain_uvl_statement"] == "met"


def test_no_statement_is_asked_where_a_license_is() -> None:
    """15 CFR 744.15(b): an export that is not subject to a license requirement."""
    found = answer(ListCode.UVL, facts={"informed_by_bis": True})
    assert found.answer is Answer.LICENSE_REQUIRED
    assert "obtain_uvl_statement" not in conditions(found)


def test_who_may_be_the_unverified_party_is_never_green() -> None:
    found = answer(ListCode.UVL, exact=False)
    assert found.light is Light.AMBER
    assert conditions(found)["obtain_uvl_statement"] == "open"


def test_another_firm_of_that_name_gives_no_statement() -> None:
    assert "obtain_uvl_statement" not in conditions(answer(ListCode.UVL, judged=(ANOTHER,)))
    bare = {**ANOTHER, "evidence": None}
    assert conditions(answer(ListCode.UVL, judged=(bare,)))["obtain_uvl_statement"] == "open"


def test_an_unverified_purchaser_is_not_filed_for() -> None:
    """15 CFR 758.1(b)(8) names the parties of 748.5(d) to (f)."""
    found = answer(ListCode.UVL, role="purchaser")
    assert "15 CFR 758.1(b)(8)" not in {condition.cite.text for condition in found.conditions}


def test_an_unverified_bank_that_takes_nothing_in_hand_is_a_red_flag_only() -> None:
    found = answer(ListCode.UVL, role="bank", parties=[
        {"role": "end_user", "name": "Example Rubber Works", "country": "MY", "owners": []},
        {
            "role": "bank",
            "name": "Made Works",
            "country": "MY",
            "owners": [],
            "takes_possession_as_agent": False,
        },
    ])  # fmt: skip
    assert "obtain_uvl_statement" not in conditions(found)
    assert "15 CFR 758.1(b)(8)" not in {condition.cite.text for condition in found.conditions}
    assert "unverified_party" in {caveat.code for caveat in found.caveats}


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        (("NPWMD", "IFSR"), Answer.LICENSE_REQUIRED),
        (("IRAN-EO13902",), Answer.UNDETERMINED),
        ((), Answer.UNDETERMINED),
    ],
)
def test_the_program_of_a_blocked_person_decides(programs: tuple[str, ...], said: Answer) -> None:
    """15 CFR 744.8(a)(1); an entry whose list gives no programs frees nobody."""
    assert answer(ListCode.SDN, programs=programs).answer is said


class BothLists:
    """A finder that knows one party on the Entity List and on the SDN List."""

    lists = (WHOLE,)

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        blocked = OneEntry(ListCode.SDN, ("SDGT",), True).find(name, country)
        return [*blocked, *OneEntry(ListCode.EL, (), True).find(name, country)]


@pytest.mark.parametrize(("covered", "said"), [(False, Answer.UNDETERMINED), (True, Answer.LICENSE_REQUIRED)])
def test_a_blocked_person_on_the_entity_list_too_is_never_green(covered: bool, said: Answer) -> None:
    """15 CFR 744.8, note 2 to (a): the entry takes the place of 744.8, and Treasury's own rules stay."""
    sale = {
        "action": "export",
        "as_of": "2026-09-01",
        "destination": "MY",
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "end_user", "name": "Made Works", "country": "MY", "owners": []}],
        "facts": {"entry_covers_item": covered},
    }
    found = determine(attach(read_transaction(sale, ear().vocabulary), BothLists()), ear(), BothLists.lists)
    assert found.answer is said


def test_an_authorization_of_ofac_is_proved_only_when_it_covers_the_sale() -> None:
    claimed = {"ofac_authorization": "a general license"}
    found = answer(ListCode.SDN, programs=("SDGT",), facts=claimed)
    assert found.answer is Answer.UNDETERMINED
    assert [need.path for need in found.needs] == ["facts.ofac_authorization_covers_sale"]
    refused = {**claimed, "ofac_authorization_covers_sale": False}
    assert answer(ListCode.SDN, programs=("SDGT",), facts=refused).answer is Answer.LICENSE_REQUIRED


def test_a_blocked_person_may_not_use_a_license_exception() -> None:
    """15 CFR 744.8(c)."""
    facts = {"license_exception_claimed": "GFT"}
    assert answer(ListCode.SDN, programs=("SDGT",), facts=facts).answer is Answer.LICENSE_REQUIRED


def test_an_unknown_end_use_is_the_one_thing_asked() -> None:
    found = answer(ListCode.UVL, judged=(ANOTHER,), end_use=None)
    assert [need.path for need in found.needs] == ["end_use"]


def test_words_that_the_law_does_not_have_are_not_known() -> None:
    found = answer(ListCode.UVL, judged=(ANOTHER,), end_use="spare parts")
    assert found.answer is Answer.UNDETERMINED
    assert [need.path for need in found.needs] == ["end_use"]


@pytest.mark.parametrize("use", [use for use in END_USES if use not in NONE_NAMED])
def test_no_named_end_use_is_green_before_it_is_looked_into(use: str) -> None:
    """Technology for China with nothing judged: whatever the end use, something is asked."""
    found = answer(
        ListCode.UVL,
        judged=(ANOTHER,),
        end_use=use,
        destination="CN",
        item={"kind": "technology", "eccn": "3E991", "us_origin": True},
        facts={
            "described_by_supp2_744": True,
            "party_at_listed_address": False,
            "received_at_destination": True,
        },
    )
    if use == "supercomputer":  # 744.23(a)(1) names no technology
        assert found.answer is Answer.NO_LICENSE_REQUIRED
    else:
        assert found.answer is Answer.UNDETERMINED
        assert found.needs
