"""``licet audit``: is the log as it was written, and can that be shown to others?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from licet.cli.session import AsPerson, AsRole, ForOrg, open_session, show_json

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="The log of events: list and verify it, sign its head, export it."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command()
def verify(
    head: Annotated[
        Optional[list[Path]],  # noqa: UP045 - typer reads it
        typer.Option("--head", help="A signed head that was kept elsewhere (a file of `licet audit head`)."),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Also make every projection again and compare.")
    ] = False,
    key: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--key", help="A public key whose heads count besides this installation's: an earlier one."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the log, and that accounts, decisions and lists are as it says. Exit status 3: something is not.

    Held against the heads that were signed before: those in the database, and those kept in the second place
    (LICET_HEADS), by which a log that was cut short is found.
    """
    from licet.storage.audit import verify as look
    from licet.storage.basis import unlike_the_log
    from licet.storage.replay import differences

    keys, kept = _trusted()
    heads = [*kept, *(_read_head(path) for path in head or ())]
    with _database() as database, database.reading() as connection:
        found = look(connection, heads, (*keys, *(key or ())))
        differing = unlike_the_log(connection) if found.good else ()
        if replay and found.good:
            differing = tuple(dict.fromkeys((*differing, *differences(connection))))
    if as_json:
        print(json.dumps(_verdict(found, differing), indent=2))
    else:
        for line in _lines(found, differing):
            print(line)
    if not found.good or differing:
        raise typer.Exit(3)


@app.command()
def head(
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", help="Write the signed head to this new file, to be kept elsewhere."),
    ] = None,
) -> None:
    """Sign the end of the log with the key of this installation, keep it in the second place, and print it."""
    from licet.services.cases.queries import now
    from licet.storage.home import home_folder
    from licet.storage.second_place import keep_head
    from licet.storage.signing import SigningKeyError, sign_head, signing_key

    try:
        key = signing_key(home_folder())
    except SigningKeyError as error:
        print(f"licet: {error}", file=sys.stderr)
        raise typer.Exit(3) from None
    with _database() as database, database.unit_of_work() as connection:
        made = sign_head(connection, key, now())
    keep_head(made)
    text = json.dumps(made.to_plain(), indent=2)
    if out is not None:
        _write_new(out, text + "\n")
    print(text)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="The new file: one row of the log a line, as JSON.")],
) -> None:
    """Write the log as it is kept, personal values as their hashes alone, for others to verify."""
    from licet.storage.audit import log_lines

    try:
        with _database() as database, database.reading() as connection, out.open("xb") as stream:
            rows = sum(stream.write(line) > 0 for line in log_lines(connection))
    except FileExistsError:
        _refuse(f"{out}: it exists already, and nothing is overwritten")
    print(f"{rows} rows written to {out}")


@app.command()
def events(
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--kind", help="Events of this kind alone, such as screening.hit_decided."),
    ] = None,
    subject: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--subject", help="Events about this case, license, list entry or line alone."),
    ] = None,
    after: Annotated[int, typer.Option("--after", min=0, help="After this row of the log.")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")] = 100,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
    as_json: AsJson = False,
) -> None:
    """List the events of an organization, in the order of the log; for its auditor."""
    from licet.events.kinds import Kind

    if kind is not None and kind not in set(Kind):
        _refuse(f"--kind: {kind!r} is no kind of event")
    with open_session(person, role, org) as session:
        found = session.case_service.audit(
            session.actor,
            subject=subject,
            kind=None if kind is None else Kind(kind),
            after=after,
            limit=limit,
        )
    if as_json:
        show_json([{"seq": stored.seq, "hash": stored.hash, **stored.event.to_plain()} for stored in found])
        return
    for stored in found:
        event = stored.event
        print(
            f"{stored.seq}  {event.at:%Y-%m-%d %H:%M} UTC  {event.kind.value}  {event.subject}  {event.actor.name}"
        )
        if event.reason:
            print(f"    {event.reason}")


def _verdict(found: Any, differing: Any) -> dict[str, Any]:
    return {
        "good": found.good and not differing,
        "rows": found.head.seq,
        "head": found.head.hash,
        "dated_before_the_row_in_front": list(found.backward),
        "signed_heads": [item.to_plain() for item in found.heads],
        "first_bad_row": None if found.fault is None else {"seq": found.fault.seq, "what": found.fault.what},
        "differing_projections": [
            {"table": item.table, "kept": item.kept, "made": item.made} for item in differing
        ],
    }


def _trusted() -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The key of this installation, and the heads of it that were kept in the second place."""
    from licet.storage.home import home_folder
    from licet.storage.second_place import SecondPlaceError, kept_heads, own_key
    from licet.storage.signing import SigningKeyError

    try:
        key = own_key(home_folder())
        return ((), ()) if key is None else ((key,), kept_heads(key))
    except (SigningKeyError, SecondPlaceError) as error:
        print(f"licet: {error}", file=sys.stderr)
        raise typer.Exit(3) from None


def _lines(found: Any, differing: Any) -> list[str]:
    if not found.good:
        return [f"bad: {found.fault}", f"{found.head.seq} rows before it are good"]
    keys = sorted({item.public_key for item in found.heads})
    lines = [
        f"good: {found.head.seq} rows, head {found.head.hash}",
        f"{len(found.heads)} signed heads fit" + (f", by {', '.join(keys)}" if keys else ""),
    ]
    if found.backward:
        rows = ", ".join(map(str, found.backward))
        lines.append(f"the clock went back: dated before the row in front of them are rows {rows}")
    lines.append(f"{len(differing)} rows are not what the log makes")
    lines += [f"  {item.table}: kept {item.kept}, made {item.made}" for item in differing[:20]]
    return lines


def _read_head(path: Path) -> Any:
    from licet.storage.signing import read_head

    try:
        return read_head(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, AttributeError) as error:
        _refuse(f"{path}: {error}")


def _database() -> Any:
    from contextlib import closing

    from licet.storage.database import open_database
    from licet.storage.home import home_folder

    return closing(open_database(home_folder()))


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        _refuse(f"{path}: it exists already, and nothing is overwritten")


def _refuse(text: str) -> Any:
    print(f"licet: {text}", file=sys.stderr)
    raise typer.Exit(2)
