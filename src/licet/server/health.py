"""What ``licet doctor`` looks at."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from licet.regimes.registry import primary
from licet.rules.law_files import adopted_law, law_in_use, use_law
from licet.server.settings import SettingError, Settings
from licet.services.limits import answer_policy
from licet.services.storage_quota import NEARLY_FULL, size_text, storage_use
from licet.storage.audit import verify
from licet.storage.database import HEAD, open_database
from licet.storage.home import database_path, database_url, law_root
from licet.storage.schema_accounts import organization
from licet.storage.state import open_state

__all__ = ["HealthFinding", "HealthStatus", "check_health"]

_FREE_BYTES = 1_000_000_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class HealthStatus(StrEnum):
    WELL = "well"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One thing that was looked at. ``look``: works, but take a look; ``bad``: broken, or unsafe."""

    what: str
    verdict: HealthStatus
    words: str

    def wire(self) -> dict[str, Any]:
        return {"what": self.what, "verdict": self.verdict.value, "words": self.words}


def check_health(home: Path) -> list[HealthFinding]:
    """Look at everything; an error while looking is a finding too."""
    return [
        finding
        for look in (_settings, _home, _keys, _database, _storage, _audit, _lists, _law)
        for finding in _safely(look, home)
    ]


def _safely(look: Callable[[Path], Iterator[HealthFinding]], home: Path) -> Iterator[HealthFinding]:
    try:
        yield from look(home)
    except Exception as error:  # noqa: BLE001  # whatever is wrong is what the doctor is asked about
        yield HealthFinding(look.__name__.strip("_"), HealthStatus.BAD, f"{type(error).__name__}: {error}")


def _settings(home: Path) -> Iterator[HealthFinding]:
    try:
        settings = Settings.of(home)
    except SettingError as error:
        yield HealthFinding("settings", HealthStatus.BAD, str(error))
        return
    reached = settings.public_url or "this machine alone"
    unsafe = settings.public_url is not None and not settings.https
    verdict = HealthStatus.LOOK if unsafe else HealthStatus.WELL
    yield HealthFinding("settings", verdict, f"reached at {reached}" + (", without https" if unsafe else ""))
    if settings.public_url is not None:
        default = settings.trusted_proxies == Settings(home).trusted_proxies
        words = f"{settings.trusted_proxies} say who their clients are"
        if default:
            words += "; people behind any other proxy share its address (LICET_TRUSTED_PROXIES)"
        yield HealthFinding("proxies", HealthStatus.LOOK if default else HealthStatus.WELL, words)


def _home(home: Path) -> Iterator[HealthFinding]:
    if not home.is_dir():
        yield HealthFinding("home", HealthStatus.LOOK, f"{home} is not there yet; the first start makes it")
        return
    free = shutil.disk_usage(home).free
    verdict = HealthStatus.WELL if free > _FREE_BYTES else HealthStatus.BAD
    yield HealthFinding("home", verdict, f"{home}, {free / 1e9:.1f} GB free")
    open_to_others = home.stat().st_mode & _OTHERS
    words = f"others may enter it: chmod 700 {home}" if open_to_others else "is its owner's alone"
    yield HealthFinding("home's mode", HealthStatus.BAD if open_to_others else HealthStatus.WELL, words)


def _keys(home: Path) -> Iterator[HealthFinding]:
    for name in ("server.key", "audit_signing_key.pem"):
        path = home / name
        if not path.exists():
            yield HealthFinding(
                name, HealthStatus.LOOK, "is not there yet; it is made when it is first needed"
            )
        elif path.stat().st_mode & _OTHERS:
            yield HealthFinding(name, HealthStatus.BAD, f"others may read it: chmod 600 {path}")
        else:
            yield HealthFinding(name, HealthStatus.WELL, "is its owner's alone")


def _database(home: Path) -> Iterator[HealthFinding]:
    if database_url() is None and not database_path(home).exists():
        yield HealthFinding("database", HealthStatus.LOOK, "there is none yet; the first start makes it")
        return
    if database_url() is None:
        with closing(
            sqlite3.connect(f"file:{database_path(home).as_posix()}?mode=ro", uri=True)
        ) as connection:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
        verdict = HealthStatus.WELL if found == "ok" else HealthStatus.BAD
        yield HealthFinding("database", verdict, f"SQLite, quick check: {found}")
    database = open_database(home)
    try:
        with database.reading() as connection:
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        database.close()
    yield HealthFinding(
        "schema",
        HealthStatus.WELL if version == HEAD else HealthStatus.BAD,
        f"{version}, this Licet has {HEAD}",
    )


def _storage(home: Path) -> Iterator[HealthFinding]:
    """How much of what it may keep an organization keeps; only where it is much."""
    if database_url() is None and not database_path(home).exists():
        return
    most = Settings.of(home).storage_bytes
    database = open_database(home)
    try:
        with database.reading() as connection:
            names = connection.execute(select(organization.c.key, organization.c.name)).all()
            used = [(name, storage_use(connection, home, key).total) for key, name in names]
    finally:
        database.close()
    for name, total in used:
        if total > NEARLY_FULL * most:
            words = f"{name} keeps {size_text(total)} of {size_text(most)} (LICET_STORAGE_BYTES)"
            yield HealthFinding("storage", HealthStatus.BAD if total >= most else HealthStatus.LOOK, words)
    if all(total <= NEARLY_FULL * most for _, total in used):
        largest = max((total for _, total in used), default=0)
        words = f"no organization keeps more than {size_text(largest)} of {size_text(most)}"
        yield HealthFinding("storage", HealthStatus.WELL, words)


def _audit(home: Path) -> Iterator[HealthFinding]:
    if database_url() is None and not database_path(home).exists():
        return
    database = open_database(home)
    try:
        with database.reading() as connection:
            found = verify(connection)
    finally:
        database.close()
    words = f"{found.head.seq:,} events" if found.fault is None else str(found.fault)
    yield HealthFinding("audit chain", HealthStatus.WELL if found.good else HealthStatus.BAD, words)


def _lists(home: Path) -> Iterator[HealthFinding]:
    state = open_state(home)
    if state is None:
        yield HealthFinding(
            "lists", HealthStatus.LOOK, "none was adopted: answers are amber at best (licet lists update)"
        )
        return
    age = state.age_days(datetime.now().astimezone().date())
    fresh = age <= answer_policy().list_days and state.whole
    words = (
        f"{len(state):,} entries, oldest data {age} days old"
        + ("" if state.whole else ", not the whole list")
        + (f", {state.unread} rows could not be read" if state.unread else "")
    )
    yield HealthFinding("lists", HealthStatus.WELL if fresh else HealthStatus.LOOK, words)


def _law(home: Path) -> Iterator[HealthFinding]:
    use_law(law_root(home))
    book = primary().rulebook
    yield HealthFinding("rulebook", HealthStatus.WELL, f"{len(book.rules)} rules, {book.content_hash[:16]}")
    used, adopted = law_in_use(), adopted_law(law_root(home))
    if used != adopted:
        words = "that came with Licet" if adopted is None else adopted.version
        yield HealthFinding(
            "law", HealthStatus.LOOK, f"the law {words} was adopted: restart to answer under it"
        )
    elif used is not None:
        yield HealthFinding("law", HealthStatus.WELL, f"law package {used.version}")
