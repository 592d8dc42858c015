"""A file of events stays readable whatever the names in it hold, and whenever its writer was killed."""

from pathlib import Path

import pytest

from licet.storage.event_file import EventFile, EventFileError

NAME = "A\u0085B\u2028C\u2029D\x0bE\x1cF\r\nG"


def test_a_name_with_any_line_end_is_read_back(tmp_path: Path) -> None:
    events = EventFile(tmp_path / "masters" / "customers.jsonl")
    assert events.read() == []
    events.append([{"name": NAME}, {"name": "plain"}])
    events.append([{"name": NAME}])
    assert [event["name"] for event in events.read()] == [NAME, "plain", NAME]


def test_a_line_that_was_not_finished_does_not_count_and_is_written_over(tmp_path: Path) -> None:
    events = EventFile(tmp_path / "customers.jsonl")
    events.append([{"name": "first \u00e9"}])
    whole = events.path.read_bytes()
    for cut in range(1, len(whole)):
        events.path.write_bytes(whole + whole[:cut])
        assert [event["name"] for event in events.read()] == ["first \u00e9"]
        events.append([{"name": "second"}])
        assert [event["name"] for event in events.read()] == ["first \u00e9", "second"]


def test_a_changed_line_is_noticed(tmp_path: Path) -> None:
    events = EventFile(tmp_path / "customers.jsonl")
    events.append([{"name": "first"}, {"name": "second"}])
    events.path.write_bytes(events.path.read_bytes().replace(b"first", b"other"))
    with pytest.raises(EventFileError, match="line 2 does not follow"):
        events.read()
