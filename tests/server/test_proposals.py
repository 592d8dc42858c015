import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from licet.server.proposals import Accepted, ProposalError, Proposals
from licet.storage.adopt import AdoptionRefusedError
from licet.storage.state import open_state

AT, TODAY = datetime(2026, 11, 24, tzinfo=UTC), date(2026, 11, 24)


@pytest.fixture(scope="session")
def denied(real_lists: Path) -> Path:
    return next((real_lists / "other_lists").glob("dpl_2022*"))


def test_a_list_is_adopted_by_another_person_and_once(tmp_path: Path, denied: Path) -> None:
    proposals = Proposals(tmp_path)
    proposal = proposals.put(denied.name, denied.read_bytes(), TODAY, "ada", AT, TODAY)
    assert open_state(tmp_path) is None
    with pytest.raises(ProposalError, match="another person"):
        proposals.adopt(proposal.key, "ada", AT, TODAY)
    done, adoption = proposals.adopt(proposal.key, "ben", AT, TODAY)
    assert (done.by, done.adopted_by, adoption.added > 0) == ("ada", "ben", True)
    state = open_state(tmp_path)
    assert state is not None
    assert len(state) == proposal.parties
    with pytest.raises(ProposalError, match="waits"):
        proposals.adopt(proposal.key, "cy", AT, TODAY)


def test_a_proposal_shows_whom_it_loses_and_is_adopted_by_one_who_saw_them(
    tmp_path: Path, denied: Path
) -> None:
    proposals, content = Proposals(tmp_path), denied.read_bytes()
    first = proposals.put(denied.name, content, date(2022, 9, 2), "ada", AT, TODAY)
    proposals.adopt(first.key, "ben", AT, TODAY)
    lines = gzip.decompress(content).splitlines(keepends=True)
    without = b"".join(line for line in lines if not line.startswith(b'"MAHAN AIRWAYS"'))
    assert len(without) < len(b"".join(lines))
    proposal = proposals.put("dpl.txt", without, date(2022, 9, 9), "ada", AT, TODAY)
    (problem,) = proposal.problems
    assert (problem["source"], problem["names"]) == ("DPL", ["MAHAN AIRWAYS (IR)"])
    for accepted in (None, Accepted("looks right"), Accepted("looks right", "00000000")):
        with pytest.raises(AdoptionRefusedError):
            proposals.adopt(proposal.key, "ben", AT, TODAY, accepted)
    _, adoption = proposals.adopt(
        proposal.key, "ben", AT, TODAY, Accepted("a part of the file", proposal.code)
    )
    assert (adoption.gone, adoption.snapshot.adopted_by) == (0, "ben")
    assert adoption.snapshot.accepted_reason == "a part of the file"


def test_a_file_that_was_changed_after_it_was_proposed_is_not_adopted(tmp_path: Path, denied: Path) -> None:
    proposals = Proposals(tmp_path)
    proposal = proposals.put(denied.name, denied.read_bytes(), TODAY, "ada", AT, TODAY)
    (tmp_path / "proposals" / proposal.key / "list").write_bytes(denied.read_bytes() + b"\n")
    with pytest.raises(ProposalError, match="not the one"):
        proposals.adopt(proposal.key, "ben", AT, TODAY)


@pytest.mark.parametrize("key", ["", "../../etc", "aaaaaaaaaaaa"])
def test_no_other_key_finds_anything(tmp_path: Path, key: str) -> None:
    with pytest.raises(ProposalError, match="no such"):
        Proposals(tmp_path).adopt(key, "ben", AT, TODAY)


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProposalError):
        Proposals(tmp_path).put("list.csv", b"no,list\n1,2\n", TODAY, "ada", AT, TODAY)
