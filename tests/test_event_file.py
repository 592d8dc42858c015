"""A file of events: whatever a text holds comes back, and an append that was cut short leaves what was before."""

from pathlib import Path

import pytest

from licet.event_file import EventFile, EventFileError

ODD = "a\u0085b\u2028c\u2029d\fe\x1cf\x1eg\vh\r\ni \u00e9"


@pytest.fixture
def file(tmp_path: Path) -> EventFile:
    return EventFile(tmp_path / "masters" / "events.jsonl")


def test_a_name_with_any_line_end_is_read_back(file: EventFile) -> None:
    assert file.read() == []
    file.append([{"name": ODD}, {"name": "next"}])
    file.append([{"name": ODD}])
    assert [event["name"] for event in EventFile(file.path).read()] == [ODD, "next", ODD]


def test_an_append_that_was_cut_short_does_not_count_and_is_written_over(file: EventFile) -> None:
    file.append([{"number": 1}])
    before = file.path.read_bytes()
    file.append([{"number": number, "name": ODD} for number in (2, 3, 4)])
    whole = file.path.read_bytes()
    for size in range(len(before), len(whole)):
        file.path.write_bytes(whole[:size])
        assert EventFile(file.path).read() == [{"number": 1}]
    for size in range(len(before), len(whole), 7):
        file.path.write_bytes(whole[:size])
        file.append([{"number": 5}])
        assert EventFile(file.path).read() == [{"number": 1}, {"number": 5}]


def test_what_others_append_is_seen(file: EventFile) -> None:
    other = EventFile(file.path)
    for number in range(3):
        file.append([{"number": number}])
        other.append([{"number": -number}])
    assert len(EventFile(file.path).read()) == 6


def test_a_changed_line_is_named(file: EventFile) -> None:
    file.append([{"name": "first"}, {"name": "second"}])
    file.path.write_bytes(file.path.read_bytes().replace(b"first", b"other"))
    with pytest.raises(EventFileError, match="line 2 does not follow"):
        EventFile(file.path).read()
    file.path.write_bytes(b"not json\n")
    with pytest.raises(EventFileError, match="line 1 cannot be read"):
        file.append([{"name": "third"}])
