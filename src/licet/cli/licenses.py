"""``licet licenses``: what was granted, on which conditions, and what happens to it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from licet.cli.file_options import Columns, Confirm, MappingName, mapped_file
from licet.cli.files import fail
from licet.cli.from_acts import add_acts
from licet.cli.session import (
    AsJson,
    AsPerson,
    AsRole,
    ForOrg,
    Session,
    open_session,
    say,
    show_json,
    with_session,
)
from licet.events.event import Actor
from licet.licensing import administering
from licet.services.cases.act_table import LICENSE_ACTS
from licet.storage.home import home_folder

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Licenses: list, show, conditions, changes, and what ends them.")

Number = Annotated[str, typer.Argument(help="The number of the license.")]


@app.command(name="list")
@with_session
def list_licenses(
    session: Session,
    case: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it
        typer.Option("--case", help="Only those of this case."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the licenses that you may see."""
    found = session.case_service.licenses(session.actor, case_id=case)
    if as_json:
        show_json(found)
        return
    for row in found:
        status = row.ended or ("suspended" if row.suspended_on else f"until {row.expires_on}")
        print(
            f"{row.number}  {status:18}  {row.destination or '-'}  {row.licensee}  {', '.join(row.parties)}"
        )
    print(f"{len(found)} licenses")


@app.command()
@with_session
def show(session: Session, number: Number, as_json: AsJson = False) -> None:
    """Show a license: scope, standing, conditions, what remains of each line, and its history."""
    from licet.cli.license_show import license_lines, license_plain

    found = session.case_service.license(session.actor, number)
    history = session.case_service.history(session.actor, "license", number)
    if as_json:
        show_json(license_plain(found, history, session.now))
        return
    for line in license_lines(found, history, session.now):
        print(line)


@app.command()
def record(
    file: Annotated[
        Path,
        typer.Argument(
            help="A license as TOML, or a register of licenses (CSV, XLSX) as your company keeps it."
        ),
    ],
    document: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it
        typer.Option("--document", help="The paper of the authority (PDF), which is kept with the license."),
    ] = None,
    licensee: Annotated[
        str, typer.Option("--licensee", help="The licensee of a register that names none.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, such as where the paper is.")] = "",
    mapping: MappingName = None,
    column: Columns = None,
    confirm: Confirm = False,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
    as_json: AsJson = False,
) -> None:
    """Put licenses on record that the authority issued: scope, conditions, what is used so far; with the paper.

    Exits with 1 where one could not be recorded.
    """
    import getpass

    from licet.cli.scope import decision_scope
    from licet.services.licenses_on_record import (
        LicenseFileError,
        licenses_of_register,
        read_license_file,
        record_licenses,
    )

    organization = org or decision_scope().organization or "home"
    with open_session(person or getpass.getuser(), role or "license_manager", organization) as session:
        try:
            if file.suffix.lower() == ".toml":
                found, left = [read_license_file(file)], list[str]()
            else:
                read = mapped_file(
                    file, home_folder(), mapping, column, confirm=confirm, quiet=as_json,
                    command=f"licet licenses record {file}",
                )  # fmt: skip
                today = session.now.astimezone().date()
                found, left = licenses_of_register(read, licensee or organization, on=today)
            kept = None if document is None else (document.name, document.read_bytes())
        except LicenseFileError as error:
            fail("\n".join(f"{file}: {problem}" for problem in error.problems))
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}")
        recorded, refused = record_licenses(
            session.case_service, session.actor, found, document=kept, reason=reason
        )
    if as_json:
        show_json({"recorded": recorded, "not_recorded": [*left, *refused]})
    else:
        for number in recorded:
            print(f"{number}: on record. To see it: licet licenses show {number} {_as(session.actor)}")
        for said in (*left, *refused):
            print(f"not recorded: {said}")
    if left or refused:
        raise typer.Exit(1)


@app.command()
@with_session
def conditions(session: Session, number: Number, as_json: AsJson = False) -> None:
    """List the conditions of a license as tasks: what is open, due, and barring shipment."""
    from licet.cli.license_show import condition_lines, conditions_plain

    found = session.case_service.license(session.actor, number)
    if as_json:
        show_json(conditions_plain(found, session.now))
        return
    for line in condition_lines(found, session.now):
        print(line)


@app.command(name="lapse-conditions")
@with_session
def lapse(
    session: Session,
    number: Number,
    sale: Annotated[str, typer.Argument(help="The licensed sale, without the license, as JSON or TOML.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    as_json: AsJson = False,
) -> None:
    """The item became free: conditions bind no more what happens from the sale's day on (15 CFR 750.7(i))."""
    from licet.cli.files import read_sale
    from licet.cli.scope import decision_scope
    from licet.services.determination import open_decider
    from licet.storage.home import home_folder

    scope = decision_scope(session.actor.organization, session.actor.role)
    found = open_decider(home_folder()).determine(read_sale(sale, None, None), scope=scope)
    say(_lapse(session, number, reason, found), as_json=as_json)


def _as(actor: Actor) -> str:
    """The options by which the same person acts again."""
    return shlex.join(["--as", actor.name, "--role", actor.role.value, "--org", actor.organization])


def _lapse(session: Any, number: str, reason: str, found: Any) -> Any:
    return session.case_service.act(
        session.actor, number, administering.lapse_conditions, reason=reason, found=found
    )


add_acts(
    app,
    [act.function for act in LICENSE_ACTS.values() if act.function.__module__ == administering.__name__],
    "The number of the license.",
)
