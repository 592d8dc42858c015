"""One door for everybody: load, let the domain decide, keep, in one transaction; refusals are kept as well."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from licet.errors import LicetError
from licet.events.encoding import canonical
from licet.events.event import Act, Actor, Refusal
from licet.services.cases.act_table import supplied_to
from licet.services.cases.acts import Signature, events_in, signature_of
from licet.services.cases.queries import now, seen
from licet.services.cases.records import Records
from licet.services.storage_quota import StorageQuota
from licet.storage.database import Database
from licet.storage.events import StaleVersionError, Stored, read
from licet.storage.schema_events import event as event_table
from licet.storage.work import DuplicateSubjectError, Work

__all__ = ["CaseService", "Done", "KeyReusedError"]

_SKEW = timedelta(seconds=5)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class KeyReusedError(LicetError, ValueError):
    """An idempotency key came again with another request."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did.

    ``state``: its subject afterwards (a Case or License); ``result``: what the domain function gave back;
    ``repeated``: it had been done before under the same key, and nothing was done now.
    """

    subject: str
    state: Any
    events: tuple[Stored, ...]
    result: Any = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _ActRequest:
    """One call of :meth:`CaseService.act`. ``digest``: the hash of what is asked; None without a key."""

    act: Act
    subject: str | None
    function: Callable[..., Any]
    arguments: Mapping[str, Any]
    expected: int | None
    key: str | None
    digest: str | None

    @property
    def signature(self) -> Signature:
        return signature_of(self.function)


def new_case_id() -> str:
    """An id that tells nothing about how many cases there are, such as ``C-7K3M-9Q2X``."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"C-{drawn[:4]}-{drawn[4:]}"


class CaseService(Records):
    """Acts and looks for actors. ``new_id`` gives the id of a case that is begun without one."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] = now,
        new_id: Callable[[], str] = new_case_id,
        quota: StorageQuota | None = None,
    ) -> None:
        super().__init__(database, clock=clock)
        self._new_id, self.quota = new_id, quota

    def act(
        self,
        actor: Actor,
        subject: str | None,
        function: Callable[..., Any],
        /,
        *,
        reason: str = "",
        key: str | None = None,
        expected: int | None = None,
        **arguments: Any,
    ) -> Done:
        """Do one act of :data:`licet.services.cases.ACTS` to a case or license, or begin a case with ``draft``.

        ``subject``: its id (None: a new case gets one); ``reason``: why; ``key``: an idempotency key, under which the
        same request is done once; ``expected``: the version of the subject that the actor had seen. States among the
        arguments (``by``, ``replaces``) are given by id. Raises Refusal (kept in the audit chain),
        StaleVersionError, KeyReusedError; TypeError for arguments that the act does not take.
        """
        _check_names(function, arguments)
        digest = None if key is None else _digest(function, subject, arguments)
        refused: Refusal | None = None
        done: Done | None = None
        with self.writing() as work:
            act = Act(actor, self._instant(work, function, subject), reason)
            request = _ActRequest(act, subject, function, arguments, expected, key, digest)
            try:
                done = _again(work, request) or self._do(work, request)
            except Refusal as refusal:
                refused = refusal
                self.keep_refusal(work, actor, subject, function.__name__, refusal)
        if done is None:
            assert refused is not None
            raise refused
        return done

    def _instant(self, work: Work, function: Callable[..., Any], subject: str | None) -> datetime:
        """Now, read once it is our turn; or the last event's, where another program's clock is a bit ahead."""
        at, stream = self.clock(), signature_of(function).stream
        state = None if stream is None or subject is None else work.state(stream, subject)
        return state.at if state is not None and at < state.at <= at + _SKEW else at

    def _do(self, work: Work, request: _ActRequest) -> Done:
        signature, subject = request.signature, request.subject
        call: dict[str, Any] = {**request.arguments, signature.act: request.act}
        if signature.begins:
            call[signature.first] = subject = subject or self._new_id()
        elif subject is None:
            raise TypeError(f"{request.function.__name__}: of what?")
        else:
            call |= _states(work, request, subject)
        for name, supply in supplied_to(request.function).items():
            call[name] = supply(work, call[signature.first], request.arguments)
        result = request.function(**call)
        return _kept(work, request, subject, result)


def _states(work: Work, request: _ActRequest, subject: str) -> dict[str, Any]:
    """The states that the act takes: of its subject, and of others given by id."""
    found = {}
    for name, stream in request.signature.states.items():
        wanted = subject if name == request.signature.first else request.arguments.get(name)
        if wanted is None:
            continue
        if not isinstance(wanted, str):
            raise TypeError(f"{request.function.__name__}: {name} is given by its id")
        found[name] = seen(work, request.act.actor, stream, wanted)
    version, _ = work.known(request.signature.stream or "", subject)
    if request.expected not in {None, version}:
        assert request.expected is not None
        raise StaleVersionError(subject, request.expected, version)
    return found


def _kept(work: Work, request: _ActRequest, subject: str, result: Any) -> Done:
    events = tuple(events_in(result))
    try:
        kept = work.record(events, key=request.key, request=request.digest)
    except DuplicateSubjectError as error:
        raise Refusal("taken", f"{error.subject} is taken") from error
    stream = request.signature.stream or kept[0].stream
    return Done(subject, work.state(stream, subject), kept, result)


def _again(work: Work, request: _ActRequest) -> Done | None:
    """What was done before under the key; None: nothing was."""
    if request.key is None:
        return None
    actor = request.act.actor
    wanted = (event_table.c.acting_for == actor.organization, event_table.c.key == request.key)
    row = work.connection.execute(select(event_table.c.seq, event_table.c.request).where(*wanted)).first()
    if row is None:
        return None
    kept = read(work.connection, select(event_table).where(event_table.c.batch == row.seq))
    if row.request != request.digest or kept[0].event.actor != actor:
        raise KeyReusedError(f"the key {request.key!r} was used for another request")
    subject = request.subject or kept[0].subject
    stream = request.signature.stream or kept[0].stream
    return Done(subject, work.state(stream, subject), kept, repeated=True)


def _check_names(function: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    signature = signature_of(function)
    given = {signature.act, signature.first, *supplied_to(function)}
    odd = sorted(arguments.keys() - (signature.names - given))
    lacking = sorted(signature.needed - given - arguments.keys())
    if odd:
        raise TypeError(f"{function.__name__} does not take {', '.join(odd)}")
    if lacking:
        raise TypeError(f"{function.__name__} needs {', '.join(lacking)}")


def _digest(function: Callable[..., Any], subject: str | None, arguments: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical([function.__qualname__, subject, dict(arguments)])).hexdigest()
