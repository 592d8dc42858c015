"""Lists put up for adoption: one person proposes a file, another one adopts it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from licet.errors import LicetError
from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.services.cases import CaseService
from licet.services.list_documents import problem_document
from licet.storage.adopt import (
    Adoption,
    AdoptionError,
    AdoptionRefusedError,
    AdoptionRequest,
    adopt,
    code_of,
    judge,
)
from licet.watchlists.reading import read
from licet.watchlists.snapshot import UnreadableSnapshotError

__all__ = ["Accepted", "ListProposal", "ProposalError", "Proposals", "put_up"]

_KEY = re.compile(r"[a-z0-9]{12}")


class ProposalError(LicetError, ValueError):
    """What cannot be proposed or adopted; the text says why."""


@dataclass(frozen=True, slots=True)
class ListProposal:
    """A file and who proposed it. ``adopted_by``: empty while it waits.

    ``problems``: what spoke against it when it was proposed, each with the parties it concerns; ``code``: what
    stands for them, which whoever adopts the file in spite of them has to give.
    """

    key: str
    name: str
    sha256: str
    format: str
    parties: int
    data_date: str
    by: str
    at: str
    adopted_by: str = ""
    adopted_at: str = ""
    problems: tuple[Mapping[str, Any], ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Why a file is adopted in spite of problems, the code of those shown, and whether it lacks nothing."""

    reason: str | None = None
    shown: str = ""
    as_whole: bool = False


class Proposals:
    """The proposals of one server, below ``proposals`` in the home folder."""

    def __init__(self, home: Path) -> None:
        self._home, self._root = home, home / "proposals"

    def put(
        self, name: str, content: bytes, day: date | None, by: str, at: datetime, today: date
    ) -> ListProposal:
        """Read a file, judge it and keep it. Raises ProposalError where it is none of the formats that are read."""
        try:
            snapshot = read(content)
        except UnreadableSnapshotError as error:
            raise ProposalError(str(error)) from error
        known = day or snapshot.data_date
        if known is None:
            raise ProposalError(f"{snapshot.data_date_basis}; say of which day it is")
        try:
            problems = judge(self._home, snapshot, AdoptionRequest(name, today, known))
        except AdoptionError as error:
            raise ProposalError(str(error)) from error
        key = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(12))
        proposal = ListProposal(
            key,
            Path(name.replace("\\", "/")).name[:120],
            sha256(content).hexdigest(),
            snapshot.format.name,
            len(snapshot.rows),
            known.isoformat(),
            by,
            at.isoformat(timespec="seconds"),
            problems=tuple(map(problem_document, problems)),
            code=code_of(snapshot, problems),
        )
        folder = self._root / key
        folder.mkdir(parents=True)
        (folder / "list").write_bytes(content)
        self._write(proposal)
        return proposal

    def adopt(
        self, key: str, by: str, at: datetime, today: date, accepted: Accepted | None = None
    ) -> tuple[ListProposal, Adoption]:
        """Adopt a proposal of another person. Raises ProposalError, AdoptionError or AdoptionRefusedError.

        Where it is refused, what speaks against it now is kept with the proposal, so that people can see it.
        """
        proposal = self.find(key)
        if proposal is None or proposal.adopted_by:
            raise ProposalError("there is no such proposal that waits")
        if proposal.by == by:
            raise ProposalError("a list is adopted by another person than the one who proposed it")
        content = (self._root / key / "list").read_bytes()
        if sha256(content).hexdigest() != proposal.sha256:
            raise ProposalError("the file is not the one that was proposed")
        said = accepted or Accepted()
        request = AdoptionRequest(
            proposal.name, today, date.fromisoformat(proposal.data_date), said.reason, said.as_whole,
            shown=said.shown, adopted_by=by,
        )  # fmt: skip
        try:
            adoption = adopt(self._home, read(content), request)
        except AdoptionRefusedError as error:
            problems = tuple(map(problem_document, error.problems))
            self._write(replace(proposal, problems=problems, code=error.code))
            raise
        done = replace(proposal, adopted_by=by, adopted_at=at.isoformat(timespec="seconds"))
        self._write(done)
        return done, adoption

    def all(self) -> list[ListProposal]:
        """Every proposal, the newest first."""
        found = [
            proposal for folder in self._root.glob("*/") if (proposal := self.find(folder.name)) is not None
        ]
        return sorted(found, key=lambda proposal: proposal.at, reverse=True)

    def find(self, key: str) -> ListProposal | None:
        path = self._root / key / "proposal.json"
        return (
            ListProposal(**json.loads(path.read_text("utf-8")))
            if _KEY.fullmatch(key) and path.is_file()
            else None
        )

    def _write(self, list_proposal: ListProposal) -> None:
        path = self._root / list_proposal.key / "proposal.json"
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(asdict(list_proposal), ensure_ascii=False), "utf-8")
        beside.replace(path)


def put_up(
    proposals: Proposals, case_service: CaseService, actor: Actor, name: str, content: bytes, day: date | None
) -> ListProposal:
    """Propose a file and put on record who did.

    Raises ProposalError, StorageFullError; Refusal where the role may not.
    """
    with case_service.permitted(actor, UserAction.PROPOSE_LISTS):
        if case_service.quota is not None:
            case_service.quota.check(actor.organization, len(content))
        now = case_service.clock()
        proposal = proposals.put(name, content, day, actor.name, now, now.date())
        event = Event.of(
            Act(actor, case_service.clock()),
            Kind.LISTS_PROPOSED,
            proposal.key,
            actor.organization,
            sha256=proposal.sha256,
        )
        with case_service.writing() as work:
            work.record([event])
    return proposal
