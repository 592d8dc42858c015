"""A flipped bit anywhere in the log is found, and so is a log cut short or written anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from licet.licensing import issuing
from licet.storage.audit import AuditVerdict, verify
from licet.storage.database import Database
from licet.storage.events import GENESIS, row_hash
from licet.storage.replay import differences, kept, made, rebuild
from licet.storage.schema_events import event, personal
from licet.storage.schema_views import VIEWS, case_list
from licet.storage.signing import SigningKeyError, read_head, sign_head, signing_key

COLUMNS = tuple(column.name for column in event.columns)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A connection by which everything can be changed, as an intruder's; nothing of it is kept."""
    with database._engine.connect() as connection:
        if database.dialect == "sqlite":
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            connection.execute(text("BEGIN"))
            query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.execute(query).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        try:
            yield connection
        finally:
            connection.rollback()
            if database.dialect == "sqlite":
                connection.execute(text("PRAGMA foreign_keys = ON"))


def flip(connection: Connection, seq: int, column: str, place: int, bit: int) -> None:
    """Flip one bit of one column of one row; where the database itself refuses, there is nothing to find."""
    query = select(event.c[column]).where(event.c.seq == seq)
    old = connection.execute(query).scalar()
    if isinstance(old, int):
        new: Any = old ^ (1 << bit)
    else:
        data = bytearray((old or "-").encode())
        data[place % len(data)] ^= 1 << bit
        new = bytes(data)
    value = "CAST(:new AS TEXT)" if connection.dialect.name == "sqlite" and isinstance(new, bytes) else ":new"
    if connection.dialect.name != "sqlite" and isinstance(new, bytes):
        try:
            new = new.decode()
        except UnicodeDecodeError:
            assume(False)
    try:
        change = f"UPDATE event SET {column} = {value} WHERE seq = :seq"  # noqa: S608 - our own column names
        connection.execute(text(change), {"new": new, "seq": seq})
    except (DBAPIError, ValueError):
        assume(False)


@pytest.fixture
def told(bench: Any) -> Any:
    """A database in which a story was told, with an idempotency key on one row."""
    bench.approved()
    bench.do("issuer", issuing.issue, number="L-1", key="once")
    return bench


def looked_at(database: Database) -> AuditVerdict:
    with database.reading() as connection:
        return verify(connection)


@pytest.mark.usefixtures("told")
def test_a_log_that_nobody_touched_is_good(database: Database) -> None:
    found = looked_at(database)
    assert (found.good, found.head.seq) == (True, 12)


@pytest.mark.usefixtures("told")
def test_a_flipped_bit_anywhere_is_found_and_its_row_named(database: Database) -> None:
    @FEW
    @given(st.integers(1, 12), st.sampled_from(COLUMNS), st.integers(0, 4000), st.integers(0, 7))
    def flipped(seq: int, column: str, place: int, bit: int) -> None:
        with tampering(database) as connection:
            flip(connection, seq, column, place, bit)
            found = verify(connection)
            assert found.fault is not None
            first = (
                min(seq, max(1, seq ^ (1 << bit))) if column == "seq" else seq
            )  # moved ahead, it is met earlier
            assert found.fault.seq == first
            assert found.head.seq == first - 1

    flipped()
    assert looked_at(database).good


@pytest.mark.usefixtures("told")
def test_every_column_of_every_row_is_under_the_hash(database: Database) -> None:
    for seq in range(1, 13):
        for column in COLUMNS:
            with tampering(database) as connection:
                place = 1 if column in {"seq", "batch", "version"} else 0
                flip(connection, seq, column, place, 6 if place else 0)
                fault = verify(connection).fault
                assert fault is not None
                assert fault.seq == seq, column


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("seq", [1, 5, 11])
def test_a_row_taken_out_is_found(database: Database, seq: int) -> None:
    with tampering(database) as connection:
        connection.execute(delete(event).where(event.c.seq == seq))
        fault = verify(connection).fault
        assert fault is not None
        assert fault.seq == seq


def test_a_log_cut_short_or_written_anew_shows_against_a_signed_head(told: Any, database: Database) -> None:
    with database.unit_of_work() as connection:
        head = sign_head(connection, Ed25519PrivateKey.generate(), told.clock())
    assert looked_at(database).good
    with tampering(database) as connection:
        connection.execute(delete(event).where(event.c.seq == 12))
        fault = verify(connection).fault
        assert fault is not None
        assert (fault.seq, "ends before it" in fault.what) == (12, True)
    with tampering(database) as connection:
        connection.execute(
            text("DELETE FROM audit_head")
        )  # the intruder thinks of that; the head is elsewhere
        _write_anew(connection)
        assert verify(connection).good
        fault = verify(connection, [read_head(head.to_plain())]).fault
        assert fault is not None
        assert "written anew" in fault.what


def _write_anew(connection: Connection) -> None:
    """Change the third row and recompute the chain, as an intruder would."""
    connection.execute(update(event).where(event.c.seq == 3).values(reason="never said"))
    last = GENESIS
    for row in connection.execute(select(event).order_by(event.c.seq)).mappings().all():
        changed = {**row, "previous": last}
        last = row_hash(changed)
        connection.execute(
            update(event).where(event.c.seq == row["seq"]).values(previous=changed["previous"], hash=last)
        )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"value": "max"}, "was changed"),
        ({"salt": "0" * 32}, "was changed"),
        ({"lookup": None, "salt": None, "value": None}, "no event says so"),
    ],
)
@pytest.mark.usefixtures("told")
def test_a_personal_value_changed_or_blanked_by_nobody_is_found(
    database: Database, change: dict[str, Any], what: str
) -> None:
    with tampering(database) as connection:
        connection.execute(update(personal).where(personal.c.value == "rae").values(**change))
        fault = verify(connection).fault
        assert fault is not None
        assert (fault.seq, what in fault.what) == (3, True)


def test_a_head_whose_signature_does_not_hold_is_refused(told: Any, database: Database) -> None:
    with database.unit_of_work() as connection:
        plain = sign_head(connection, Ed25519PrivateKey.generate(), told.clock()).to_plain()
    for changed in (
        {**plain, "seq": 11},
        {**plain, "hash": "0" * 64},
        {**plain, "purpose": "else"},
        {"seq": 1},
    ):
        with pytest.raises(ValueError, match="head"):
            read_head(changed)


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    key = signing_key(tmp_path)
    path = next(tmp_path.iterdir())
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing_key(tmp_path).public_key() == key.public_key()
    path.chmod(0o640)
    with pytest.raises(SigningKeyError, match="others may read it"):
        signing_key(tmp_path)


def test_every_projection_is_what_the_log_makes_byte_for_byte(told: Any, database: Database) -> None:
    told.registered("A-2", order_reference="PO-2")
    with database.unit_of_work() as connection:
        before = kept(connection)
        assert before == made(connection)
        assert all(before[table.name] for table in VIEWS)
        assert differences(connection) == ()
        rebuild(connection)
        assert kept(connection) == before


@pytest.mark.usefixtures("told")
def test_a_projection_that_was_changed_by_hand_is_found_and_made_again(database: Database) -> None:
    with database.unit_of_work() as connection:
        connection.execute(update(case_list).values(state="denied"))
        assert {difference.table for difference in differences(connection)} == {"case_list"}
        rebuild(connection)
        assert differences(connection) == ()
