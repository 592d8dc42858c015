"""Records and documents: find, hand over to an auditor, keep files by their hash, blank what speaks of a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import exists, select

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import EXPORTER, UserAction
from licet.services.cases.bundle import Bundle, write_bundle
from licet.services.cases.queries import CaseQueries
from licet.services.cases.visibility import events_seen, keys_seen, subjects_seen
from licet.services.storage_quota import StorageQuota
from licet.storage.documents import document_of, keep_document
from licet.storage.events import Stored
from licet.storage.personal import blank
from licet.storage.retrieval import Subject, events_about, find_subjects, with_linked
from licet.storage.schema_events import event as event_table
from licet.storage.schema_views import record_key
from licet.storage.work import Work

__all__ = ["LARGEST_DOCUMENT", "FoundRecords", "Records"]

LARGEST_DOCUMENT = 50_000_000
"""Bytes of the largest document that is kept."""


@dataclass(frozen=True, slots=True)
class FoundRecords:
    """Every record of some transactions: the cases and licenses, and all their events in the order of the log."""

    subjects: tuple[Subject, ...]
    events: tuple[Stored, ...]


class Records(CaseQueries):
    """The part of the case service that keeps records and documents.

    ``quota``: how much an organization may keep; None: no bound, as for whoever runs commands in the home folder.
    """

    quota: StorageQuota | None = None

    def records(
        self,
        actor: Actor,
        *,
        party: str | None = None,
        country: str | None = None,
        reference: str | None = None,
    ) -> FoundRecords:
        """The records of every transaction that has all of what is asked for (15 CFR 762.5(c)).

        ``party``: a part of a name, in any case; ``country``: its code; ``reference``: a whole number, of whatever
        kind: case, license, application control number, order, invoice, ITN, SHA-256 of a document.
        ValueError when nothing is asked for.
        """
        with self.read_scope(actor, UserAction.EXPORT_RECORDS) as work:
            return _found(work, actor, party, country, reference)

    def export_records(
        self,
        actor: Actor,
        out: BinaryIO,
        *,
        party: str | None = None,
        country: str | None = None,
        reference: str | None = None,
    ) -> Bundle:
        """Write the same, with the documents, as one ZIP with a manifest of hashes; that is kept on record."""
        asked = {"party": party, "country": country, "reference": reference}
        at = self.clock()
        with self.read_scope(actor, UserAction.EXPORT_RECORDS) as work:
            found = _found(work, actor, party, country, reference)
            made = write_bundle(work.connection, out, found.subjects, found.events, asked, actor, at)
        with self.writing() as work:
            event = Event.of(
                Act(actor, at),
                Kind.EXPORTED,
                actor.organization,
                actor.organization,
                asked=asked,
                subjects=[subject for _, subject in found.subjects],
                manifest=made.manifest_sha256,
            )
            work.record([event])
        return made

    def add_document(self, actor: Actor, name: str, content: bytes) -> str:
        """Keep a support document of the actor's organization; its SHA-256, by which events name it.

        ValueError for an empty name, no content, or more than :data:`LARGEST_DOCUMENT` bytes; StorageFullError.
        """
        if not name.strip() or not content or len(content) > LARGEST_DOCUMENT:
            raise ValueError(f"a document has a name, and from 1 to {LARGEST_DOCUMENT} bytes")
        with self.permitted(actor, UserAction.READ_CASES):
            if self.quota is not None:
                self.quota.check(actor.organization, len(content))
        with self.permitted(actor, UserAction.READ_CASES), self.writing() as work:
            made = keep_document(work.connection, content)
            if not _added(work, actor, made):
                event = Event.of(
                    Act(actor, self.clock()),
                    Kind.DOCUMENT_ADDED,
                    made,
                    actor.organization,
                    title=name,
                    size=len(content),
                )
                work.record([event])
        return made

    def document(self, actor: Actor, sha256: str) -> bytes:
        """The bytes of a document that the actor's organization added, or that a case or license it sees names."""
        with self.read_scope(actor, UserAction.READ_CASES, sha256) as work:
            content = document_of(work.connection, sha256) if _may_read(work, actor, sha256) else None
            if content is None:
                raise Refusal("not_found", f"there is no document {sha256} that you may see")
            return content

    def blank(self, actor: Actor, values: Collection[str], *, reason: str) -> tuple[str, ...]:
        """Blank personal values of the actor's organization (names, telephones) wherever they stand, for good.

        The log keeps their hashes and still verifies. Gives the hashes; none where no such value is kept. ValueError
        without a reason.
        """
        with self.permitted(actor, UserAction.BLANK_PERSONAL_DATA), self.writing() as work:
            if not reason.strip():
                raise ValueError("say why personal data are blanked")
            hashes = blank(work.connection, actor.organization, values)
            if hashes:
                act = Act(actor, self.clock(), reason)
                name = actor.organization
                work.record([Event.of(act, Kind.BLANKED, name, name, hashes=hashes)])
        return hashes


def _found(
    work: Work, actor: Actor, party: str | None, country: str | None, reference: str | None
) -> FoundRecords:
    if party is None and country is None and reference is None:
        raise ValueError("say a party, a country or a reference")
    seen = keys_seen(actor)
    direct = find_subjects(work.connection, seen, party=party, country=country, reference=reference)
    subjects = with_linked(work.connection, seen, direct)
    return FoundRecords(subjects, events_about(work.connection, subjects, seen=events_seen(actor)))


def _added(work: Work, actor: Actor, sha256: str) -> bool:
    query = select(event_table.c.seq).where(
        event_table.c.stream == "document",
        event_table.c.subject == sha256,
        event_table.c.organization == actor.organization,
    )
    return work.connection.execute(query).first() is not None


def _may_read(work: Work, actor: Actor, sha256: str) -> bool:
    """Whoever names a foreign hash in an application of its own does not thereby get to see the document."""
    if _added(work, actor, sha256):
        return True
    if actor.role in EXPORTER:
        return False
    named = select(record_key.c.seq).where(
        record_key.c.field == "reference", record_key.c.value == sha256, subjects_seen(actor)
    )
    owner = exists(
        select(event_table.c.seq).where(
            event_table.c.stream == "document",
            event_table.c.subject == sha256,
            event_table.c.organization == record_key.c.organization,
        )
    )
    return work.connection.execute(named.where(owner)).first() is not None
