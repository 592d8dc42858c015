"""``licet backup``, ``licet restore`` and ``licet doctor``: back up an installation, restore it, check its health."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.files import REFUSED, fail

__all__ = ["backup", "doctor", "restore"]


Passphrase = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads it
    typer.Option(
        "--passphrase-file", help="A file whose first line is the passphrase that seals the backup."
    ),
]


def _passphrase(path: Path | None) -> str | None:
    return None if path is None else path.read_text("utf-8").partition("\n")[0].strip("\r")


def backup(
    out: Annotated[Path, typer.Argument(help="The ZIP to write; it holds the server's keys: keep it safe.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Back up everything in LICET_HOME into one file, while the server runs or not (SQLite)."""
    from licet.storage.backup import BackupError, back_up
    from licet.storage.home import database_url, home_folder

    if database_url() is not None:
        fail("with PostgreSQL use pg_dump and copy LICET_HOME (licet help operations)", REFUSED)
    try:
        hashes = back_up(home_folder(), out, _passphrase(passphrase_file))
    except (BackupError, OSError, ValueError) as error:
        fail(str(error), REFUSED)
    print(f"licet: {len(hashes):,} files backed up and checked: {out}", file=sys.stderr)


def restore(
    archive: Annotated[Path, typer.Argument(help="A ZIP that `licet backup` wrote.")],
    home: Annotated[Path, typer.Argument(help="A folder that is empty or not there yet.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Put a backup into a new home folder, every file checked against its hash first."""
    from licet.storage.backup import BackupError
    from licet.storage.backup import restore as put_back

    try:
        hashes = put_back(archive, home, _passphrase(passphrase_file))
    except (BackupError, OSError, UnicodeDecodeError) as error:
        fail(str(error), REFUSED)
    print(f"licet: {len(hashes):,} files restored: set LICET_HOME={home}", file=sys.stderr)


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Look whether home, database, lists, keys and settings are well; exit status 1 where something is not."""
    import json

    from licet.server.health import HealthStatus, check_health
    from licet.storage.home import home_folder

    found = check_health(home_folder())
    if as_json:
        sys.stdout.write(json.dumps([finding.wire() for finding in found], indent=2) + "\n")
    else:
        for finding in found:
            print(f"{finding.verdict.value:<5} {finding.what}: {finding.words}")
    if any(finding.verdict is HealthStatus.BAD for finding in found):
        raise typer.Exit(1)
