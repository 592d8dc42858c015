"""The whole real Consolidated Screening List: adopted, and no bad file takes its place."""

import csv
import gzip
import io
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from licet.model.listing import ListCode
from licet.storage.adopt import AdoptionRefusedError, AdoptionRequest, adopt
from licet.storage.state import ListState, open_state
from licet.watchlists.reading import read
from licet.watchlists.snapshot import ProblemKind, SnapshotProblem, UnreadableSnapshotError

pytestmark = pytest.mark.real_data
TODAY = date(2026, 11, 23)
COLUMNS = (
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses",
    "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement",
    "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
    "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships",
    "dates_of_birth", "nationalities",
    "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
LIST = "csl/csl_2026-07-31_compact.json.gz"


def opened(home: Path) -> ListState:
    state = open_state(home)
    assert state is not None
    return state


@cache
def whole(data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((data / LIST).read_bytes()))
    return found


def as_official_csv(found: dict[str, Any], without: str = "") -> bytes:
    """The real rows in the layout of the official CSV, to be broken in the ways in which a CSV breaks."""
    tables, out = found["tables"], io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    for entry in found["entries"]:
        source = tables["sources"][entry["s"]]
        if without and without in source:
            continue
        writer.writerow(
            {
                "source": source, "name": entry["n"], "entity_number": entry.get("e", ""),
                "alt_names": "; ".join(entry.get("a", ())), "type": entry.get("t", ""),
                "addresses": "; ".join(entry.get("c", ())),
                "federal_register_notice": entry.get("fr", ""),
                "programs": tables["programmes"][entry["pg"]] if "pg" in entry else "",
                "license_requirement": tables["licenceRequirements"][entry["lr"]] if "lr" in entry else "",
                "license_policy": tables["licencePolicies"][entry["lp"]] if "lp" in entry else "",
            }
        )  # fmt: skip
    return out.getvalue().encode()


def problems_of(home: Path, given: bytes) -> list[SnapshotProblem]:
    """Try to adopt the bytes as a later list; the reasons for which they are refused."""
    try:
        adopt(home, read(given), AdoptionRequest("consolidated.csv", TODAY, data_date=TODAY))
    except UnreadableSnapshotError as error:
        return [error.problem]
    except AdoptionRefusedError as error:
        return list(error.problems)
    pytest.fail("a bad file was adopted")


def test_the_whole_list_is_adopted(real_home: Path) -> None:
    state = opened(real_home)
    assert len(state) == 25_921
    assert len(state.names()) == 57_167  # three more differ from another name of their entry in case alone
    assert {code: state.sources[code].count for code in (ListCode.EL, ListCode.SDN, ListCode.DPL)} == {
        ListCode.EL: 3_420, ListCode.SDN: 19_181, ListCode.DPL: 1_596,
    }  # fmt: skip
    assert (state.snapshot_date, state.age_days(TODAY), state.whole) == (date(2026, 7, 31), 115, True)


def test_any_entry_can_be_built(real_home: Path, real_lists: Path) -> None:
    state, rows = opened(real_home), read(real_lists / LIST).rows
    by_name = {row.name for row in rows}
    for number in range(0, len(state), 50):
        entry = state.entry(number)
        assert entry.name in by_name
        assert state.find(entry.entry_id) == number
        row = entry.terms.at(date(2026, 7, 31))
        assert row is not None
        assert row.value.listed


def test_the_same_rows_as_csv_would_be_adopted(real_home: Path, real_lists: Path) -> None:
    """So that what refuses the broken ones below is what was broken, and nothing else."""
    snapshot = read(as_official_csv(whole(real_lists)))
    assert not snapshot.refused
    assert adopt(real_home, snapshot, AdoptionRequest("x.csv", TODAY, data_date=TODAY)).gone == 0


def test_a_bad_file_is_refused_with_the_reason_and_the_old_list_goes_on(
    real_home: Path, real_lists: Path
) -> None:
    before = opened(real_home)
    packed, good = (real_lists / LIST).read_bytes(), as_official_csv(whole(real_lists))
    accents = good.decode()
    assert not accents.isascii()
    cases: list[tuple[bytes, ProblemKind]] = [
        (packed[: len(packed) // 2], ProblemKind.TRUNCATED),
        (gzip.decompress(packed)[: len(gzip.decompress(packed)) // 2], ProblemKind.TRUNCATED),
        (good[: len(good) // 2], ProblemKind.TRUNCATED),
        (good[: good.index(b"\n", len(good) // 2) + 1], ProblemKind.TOO_FEW_ROWS),
        (as_official_csv(whole(real_lists), without="(UVL)"), ProblemKind.MISSING_SOURCE),
        (accents.encode("cp1252", "replace"), ProblemKind.BROKEN_ENCODING),
        (accents.encode().decode("latin-1").encode(), ProblemKind.BROKEN_ENCODING),
        (accents.encode("ascii", "replace").replace(b"?", "\ufffd".encode()), ProblemKind.BROKEN_ENCODING),
        (b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>", ProblemKind.HTML_PAGE),
        (good.replace(b'"name"', b'"nom"', 1), ProblemKind.UNKNOWN_FORMAT),
        (good.replace(b'"start_date"', b'"began"', 1), ProblemKind.MISSING_COLUMNS),
        (b"", ProblemKind.EMPTY_FILE),
    ]
    for given, kind in cases:
        found = problems_of(real_home, given)
        assert kind in {problem.kind for problem in found}, (kind, found)
        after = opened(real_home)
        assert (after.fingerprint, after.adoption) == (before.fingerprint, before.adoption)


def test_the_missing_source_is_named_and_no_other(real_home: Path, real_lists: Path) -> None:
    (problem,) = problems_of(real_home, as_official_csv(whole(real_lists), without="(UVL)"))
    assert problem.source is ListCode.UVL
    assert problem.words == "no rows, the last good snapshot (2026-07-31) has 222"


def test_the_real_partial_file_is_refused_on_a_fresh_machine(real_lists: Path, tmp_path: Path) -> None:
    snapshot = read(real_lists / "csl/csl_2023-11-30_partial_watchman.csv.gz")
    with pytest.raises(AdoptionRefusedError) as caught:
        adopt(tmp_path, snapshot, AdoptionRequest("x", TODAY))
    kinds = {(problem.kind, problem.source) for problem in caught.value.problems}
    assert (ProblemKind.TRUNCATED, None) in kinds
    assert (ProblemKind.TOO_FEW_ROWS, ListCode.EL) in kinds
    assert (ProblemKind.TOO_FEW_ROWS, ListCode.SDN) in kinds


def test_it_can_be_accepted_as_history_and_takes_nobody_off(real_home: Path, real_lists: Path) -> None:
    snapshot = read(real_lists / "csl/csl_2023-11-30_partial_watchman.csv.gz")
    adoption = adopt(real_home, snapshot, AdoptionRequest("x", TODAY, accept_anyway="history for tests"))
    assert adoption.gone == 0
    state = opened(real_home)
    assert state.sources[ListCode.EL].data_date == date(2026, 7, 31)
    assert state.sources[ListCode.EL].count >= 3_420


def test_the_ecfr_dates_what_the_list_leaves_undated(real_home: Path, real_lists: Path) -> None:
    before = opened(real_home)
    path = real_lists / "entity_list/bis_entity_list_ecfr_2026-07-09.json.gz"
    adopt(real_home, read(path), AdoptionRequest(path.name, TODAY))
    after = opened(real_home)
    dated = [0, 0]
    for which, state in enumerate((before, after)):
        for number in range(len(state)):
            if state.code(number) is ListCode.EL:
                dated[which] += state.entry(number).terms.rows[0].in_force.start < date(2026, 7, 1)
    assert dated[0] == 73  # these print their dates in the list itself
    assert dated[1] >= 3_370

    number = next(
        n for n in range(len(after)) if after.entry_ids[n].startswith("EL-huawei-device-co-ltd-cn-")
    )
    huawei = after.entry(number)
    assert huawei.terms.rows[0].in_force.start == date(2019, 5, 21)
    assert (huawei.listed_since_known, huawei.not_before) == (False, date(2019, 4, 20))
    assert huawei.addresses
