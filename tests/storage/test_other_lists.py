"""A party on a list that the EAR do not know: a hold with the list's basis, never silence and never a prohibition."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from licet.engine.determination import Determination
from licet.engine.report import to_wire
from licet.licensing.claim import answer_sale
from licet.model.listing import CONSOLIDATED, ListCode
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.shipped_entries import shipped_entries
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light
from licet.screening.attach import attach
from licet.screening.screener import ListScreener
from licet.services.list_documents import entries_named
from licet.storage.adopt import AdoptionRefusedError, AdoptionRequest, adopt
from licet.storage.state import ListState, open_state
from licet.storage.statefile import CODES
from licet.watchlists.reading import read
from licet.watchlists.registry import SOURCES
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

DAY = date(2026, 9, 1)  # the first day of which the law is verified
OWN = b"own_list_name,country,reason\nAcme Pumps of Leeds,GB,unpaid bills\n"


def opened(home: Path) -> ListState:
    state = open_state(home)
    assert state is not None
    return state


def answer(state: ListState, name: str, country: str, **facts: bool) -> Determination:
    """The answer of a sale of an EAR99 item, as if these were the whole lists."""
    sale = read_transaction(
        {
            "as_of": DAY.isoformat(), "action": "export", "destination": country, "end_use": "none_named_in_part_744",
            "item": {"eccn": "EAR99", "us_origin": True, "kind": "commodity"},
            "parties": [{"role": "ultimate_consignee", "name": name, "country": country, "owners": []}],
            "facts": facts,
        },
        ear().vocabulary,
    )  # fmt: skip
    entries = [state.entry(number) for number in range(len(state))]
    return answer_sale(
        attach(sale, ListScreener.of(entries)), ear(), (ListsUsed("x", DAY, True, 1, "0" * 64),)
    )


def test_a_party_on_ones_own_list_is_held_and_no_law_is_claimed(tmp_path: Path) -> None:
    adopt(tmp_path, read(OWN), AdoptionRequest("own.csv", DAY, data_date=DAY))
    state = opened(tmp_path)
    found = answer(state, "Acme Pumps of Leeds", "GB")
    assert found.light is Light.AMBER
    assert found.answer is not Answer.PROHIBITED
    (held,) = (condition for condition in found.conditions if condition.code == "examine_other_list")
    assert held.status == "open"
    assert "The EAR demand nothing for it" in held.text
    assert answer(state, "Quixotic Bakery", "GB").light is Light.GREEN
    assert answer(state, "Acme Pumps of Leeds", "GB", other_list_examined=True).light is Light.GREEN
    assert not state.whole, "a list of one's own is not the Consolidated Screening List"


def test_the_uns_list_is_adopted_beside_others_and_shown_by_id(real_lists: Path, tmp_path: Path) -> None:
    adopt(tmp_path, read(OWN), AdoptionRequest("own.csv", DAY, data_date=DAY))
    adopt(tmp_path, read(real_lists / "list_formats/un_consolidated.xml.gz"), AdoptionRequest("un.xml", DAY))
    state = opened(tmp_path)
    assert {code: source.count for code, source in state.sources.items()} == {
        ListCode.UN: 1003,
        ListCode.OWN: 1,
    }
    (entry,) = entries_named(state, "UN-6907993")
    assert entry.name == "ERIC BADEGE"
    assert entry.terms.rows[0].cite == SOURCES[ListCode.UN].basis
    assert entry.terms.rows[0].in_force.start == date(2012, 12, 31)
    found = answer(state, "Eric Badege", "RW")
    assert found.light is Light.AMBER
    assert found.answer is not Answer.PROHIBITED


def test_extracts_of_several_lists_do_not_close_one_another(real_lists: Path, tmp_path: Path) -> None:
    files = ("uflpa/dhs_uflpa_2026-07-09.json", "other_lists/cbp_wro_2026-07.json.gz",
             "other_lists/dow_1260h_2026-07.json.gz")  # fmt: skip
    for file in files:
        adopt(tmp_path, read(real_lists / file), AdoptionRequest(file, DAY))
    counts = {code: source.count for code, source in opened(tmp_path).sources.items()}
    assert counts == {ListCode.UFLPA: 148, ListCode.WRO: 67, ListCode.CMC: 80}


def test_a_list_of_ones_own_loses_nobody_unnoticed(tmp_path: Path) -> None:
    adopt(
        tmp_path, read(OWN + b"Beta Ltd,FR,\n"), AdoptionRequest("own.csv", DAY, data_date=date(2026, 7, 1))
    )
    with pytest.raises(AdoptionRefusedError, match="Beta Ltd"):
        adopt(tmp_path, read(OWN), AdoptionRequest("own.csv", DAY, data_date=DAY))


def screened_on(state: ListState, home: Path, day: date) -> Determination:
    """The answer of an everyday sale against what is adopted, within the limits for green answers."""
    document = {
        "as_of": day.isoformat(), "action": "export", "destination": "GB", "end_use": "none_named_in_part_744",
        "item": {"eccn": "EAR99", "us_origin": True, "kind": "commodity"},
        "parties": [{"role": "ultimate_consignee", "name": "Quixotic Bakery", "country": "GB", "owners": []}],
    }  # fmt: skip
    screener = ListScreener.adopted(state, home)
    return answer_sale(attach(read_transaction(document, ear().vocabulary), screener), ear(), screener.lists)


def test_an_old_list_of_another_keeper_is_told_and_turns_no_light(tmp_path: Path) -> None:
    """US law says nothing of it, so that adopting it must not make an answer worse than its absence."""
    old = DAY - timedelta(days=400)
    whole = tuple(
        RawRow(list_code=code, name=f"Listed {code.value}", line=number, countries=("CN",))
        for number, code in enumerate(CONSOLIDATED, 1)
    )
    snapshot = Snapshot(Format.CSL_CSV, "1" * 64, DAY, "test", whole)
    adopt(tmp_path, snapshot, AdoptionRequest("list.csv", DAY, accept_anyway="a test", as_whole=True))
    adopt(tmp_path, read(OWN), AdoptionRequest("own.csv", old, data_date=old))
    state = opened(tmp_path)
    assert (state.oldest_date, state.whole, dict(state.days)[ListCode.OWN]) == (DAY, True, old)
    found = screened_on(state, tmp_path, DAY)
    assert (found.light, [caveat.code for caveat in found.caveats if "list" in caveat.code]) == (
        Light.GREEN, ["other_list_is_old"],
    )  # fmt: skip
    (told,) = (caveat.text for caveat in found.caveats if caveat.code == "other_list_is_old")
    assert told.startswith(
        "The OWN list you adopted is dated July 28, 2025 (400 days old on the transaction date)."
    )
    later = DAY + timedelta(days=8)
    stale = screened_on(state, tmp_path, later)
    assert stale.light is Light.AMBER
    assert "update_lists" in {condition.code for condition in stale.conditions if condition.status == "open"}
    assert to_wire(found)["receipt"]["lists"][0]["dates"]["OWN"] == old.isoformat()


def test_one_old_list_of_the_screening_list_makes_every_go_amber(tmp_path: Path) -> None:
    """A newer Denied Persons List alone does not make the Entity List young."""
    whole = tuple(RawRow(list_code=code, name=f"Listed {code.value}", line=1) for code in CONSOLIDATED)
    old = DAY - timedelta(days=30)
    snapshot = Snapshot(Format.CSL_CSV, "1" * 64, old, "test", whole)
    adopt(tmp_path, snapshot, AdoptionRequest("list.csv", DAY, accept_anyway="a test", as_whole=True))
    denied = RawRow(list_code=ListCode.DPL, name="Listed DPL", line=1)
    newer = Snapshot(Format.DPL_TEXT, "2" * 64, DAY, "test", (denied,))
    adopt(tmp_path, newer, AdoptionRequest("dpl.txt", DAY, accept_anyway="a test"))
    state = opened(tmp_path)
    assert state.oldest_date == old
    assert screened_on(state, tmp_path, DAY).light is Light.AMBER


def test_the_id_of_every_shipped_entry_is_found_as_screening_names_it() -> None:
    """A shipped entry speaks for an adopted one under its own id, which a state alone does not know."""
    for entry in shipped_entries():
        assert entry in entries_named(None, entry.entry_id)
        assert entry in entries_named(None, entry.name.lower())
    assert entries_named(None, "no such party") == []


def test_a_list_code_keeps_its_place_since_adopted_lists_are_kept_by_it() -> None:
    places = "EL DPL UVL MEU SDN SSI NS-MBS CMIC CAP PLC FSE DTC ISN UFLPA WRO 1260H UN EU UK CH FTM OWN"
    assert " ".join(CODES).startswith(places)
