"""Who acts in a command, and how it prints what was done, read or refused."""

from __future__ import annotations

import functools
import inspect
import json
import os
import re
import sys
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli.files import REFUSED, fail
from licet.events.encoding import plain
from licet.events.event import Actor
from licet.events.refusal import Refusal
from licet.events.roles import UserRole
from licet.storage.home import home_folder

if TYPE_CHECKING:
    from licet.services.cases import CaseService, Done

__all__ = [
    "AsJson",
    "AsPerson",
    "AsRole",
    "ForOrg",
    "Session",
    "keep_file",
    "note",
    "open_session",
    "option",
    "say",
    "session_command",
    "show_json",
    "with_session",
]

AsPerson = Annotated[
    str | None, typer.Option("--as", envvar="LICET_AS", help="Who acts: the name of the account.")
]
AsRole = Annotated[
    str | None,
    typer.Option("--role", envvar="LICET_ROLE", help="As what, such as license_manager (licet help roles)."),
]
ForOrg = Annotated[
    str | None,
    typer.Option("--org", envvar="LICET_ORG", help="For which organization: the exporter, or the agency."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

_CLOCK = "LICET_REHEARSAL_CLOCK"
_MARK = "rehearsal"


@dataclass(frozen=True)
class Session:
    """The case service, and who uses it."""

    case_service: CaseService
    actor: Actor

    @property
    def now(self) -> datetime:
        return self.case_service.clock()


def with_session(function: Callable[..., None]) -> Callable[..., None]:
    """A command for typer from a function that takes a session first: options say who acts."""
    hints = typing.get_type_hints(function, include_extras=True)
    _, *own = inspect.signature(function).parameters.values()
    made = session_command(
        function, [option(parameter.name, hints[parameter.name], parameter.default) for parameter in own]
    )
    return functools.wraps(function, assigned=("__module__", "__name__", "__doc__"))(made)


def session_command(
    function: Callable[..., None], parameters: Sequence[inspect.Parameter]
) -> Callable[..., None]:
    """The same for a function whose other parameters are given: a command with these and with who acts."""
    asked = [*parameters, *_WHO]

    def command(**given: Any) -> None:
        with open_session(given.pop("person"), given.pop("role"), given.pop("org")) as session:
            function(session, **given)

    command.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in asked}
    return command


def option(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """A parameter of a command, for a signature that is put together."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_WHO = (option("person", AsPerson, None), option("role", AsRole, None), option("org", ForOrg, None))


@contextmanager
def open_session(person: str | None, role: str | None, org: str | None) -> Iterator[Session]:
    """Open the case service for an actor. A refusal ends the command with status 3, bad input with 2."""
    from licet.services.cases import CaseService, KeyReusedError, StaleVersionError
    from licet.storage.database import open_database

    actor = _actor(person, role, org)
    home = home_folder()
    try:
        database = open_database(home)
    except ValueError as error:
        fail(str(error))
    try:
        yield Session(CaseService(database, **_clock(home)), actor)
    except Refusal as refusal:
        fail(f"refused ({refusal.code}): {refusal}", REFUSED)
    except (StaleVersionError, KeyReusedError) as error:
        fail(str(error), REFUSED)
    except (ValueError, TypeError) as error:
        fail(str(error))
    finally:
        database.close()


def _actor(person: str | None, role: str | None, org: str | None) -> Actor:
    for given, option, setting in (
        (person, "--as", "LICET_AS"),
        (role, "--role", "LICET_ROLE"),
        (org, "--org", "LICET_ORG"),
    ):
        if not given:
            fail(f"{option} is missing: say who acts, as what and for whom (or set {setting})")
    assert person is not None
    assert role is not None
    assert org is not None
    try:
        return Actor(person, UserRole(role), org)
    except ValueError:
        fail(f"--role: {role!r} is none of {', '.join(UserRole)}")


def _clock(home: Path) -> dict[str, Any]:
    """The clock of a rehearsal, where one is set and the folder is marked as one; else the machine's."""
    text = os.environ.get(_CLOCK)
    if not text:
        return {}
    if not (home / _MARK).exists():
        fail(f"{_CLOCK}: only in a rehearsal: make the empty file {home / _MARK} to say that this is one")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{_CLOCK}: {text!r} is no instant, such as 2019-10-10T16:00:00+00:00")
    if at.tzinfo is None:
        fail(f"{_CLOCK}: {text!r} says no time zone")
    return {"clock": lambda: at}


def show_json(data: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(plain(data), indent=2, ensure_ascii=False))


def say(done: Done, *, as_json: bool) -> None:
    """What an act did."""
    state = done.state
    status = getattr(state, "state", None)
    if as_json:
        events = [
            {"kind": event.event.kind, "version": event.version, "hash": event.hash} for event in done.events
        ]
        show_json(
            {
                "subject": done.subject,
                "version": state.version,
                "state": None if status is None else status.value,
                "events": events,
                "repeated": done.repeated,
            }
        )
        return
    what = ", ".join(event.event.kind.value.partition(".")[2].replace("_", " ") for event in done.events)
    where = "" if status is None else f"; the case is {status.words}"
    print(f"{done.subject}: {what}{where} (version {state.version})")


def keep_file(session: Session, given: str) -> str:
    """The SHA-256 of a document: of a file, which is kept, or one that is given as such."""
    path = Path(given)
    if path.is_file():
        return session.case_service.add_document(session.actor, path.name, path.read_bytes())
    if re.fullmatch(r"[0-9a-f]{64}", given) is None:
        fail(f"{given}: neither a file nor a SHA-256 (64 digits)")
    return given


def note(text: str) -> None:
    """Something beside the answer, for people."""
    print(f"licet: {text}", file=sys.stderr)
