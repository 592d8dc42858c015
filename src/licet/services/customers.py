"""The customer master of an organization: who the customers are, who owns them, and which papers they gave.

Kept as events in ``masters/ORGANIZATION/customers.jsonl`` of the home folder; what a customer is now is read from its
last events. What the lists say of customers is in :mod:`licet.services.customer_screening`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.errors import LicetError
from licet.event_file import CUSTOMERS, EventFile, masters_path
from licet.model.transaction import Transaction
from licet.services.paper_kinds import PAPER_KINDS

if TYPE_CHECKING:
    from licet.tabular.business import BusinessFile

__all__ = [
    "Customer",
    "CustomerError",
    "CustomerHit",
    "CustomerMaster",
    "CustomerPaper",
    "OwnersRecord",
    "RecordedOwner",
    "customer_master",
    "customers_changed",
    "customers_of_file",
]


class CustomerError(LicetError, ValueError):
    """What cannot be kept of a customer: ``problems`` has each row, column, value and what would be accepted."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class RecordedOwner:
    """An owner of a customer. ``percent``: 0 to 100; None: not known."""

    name: str
    percent: Decimal | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class OwnersRecord:
    """Who owns a customer, all that are known. ``as_of``: the day for which ``source`` says so.

    ``valid_until``: the last day on which it counts without being looked at again; None: no such day.
    """

    owners: tuple[RecordedOwner, ...]
    as_of: date
    source: str
    valid_until: date | None = None

    def counts(self, on: date) -> bool:
        return self.as_of <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class CustomerPaper:
    """A paper that a customer gave. ``kind``: one of PAPER_KINDS; ``reference``: how it is found in the files.

    ``expires``: its last day; ``eccns``: the items that it covers, empty: not limited; ``end_use``: what it says
    the items are for; ``document``: the SHA-256 of the file.
    """

    kind: str
    reference: str
    issued: date
    expires: date | None = None
    eccns: tuple[str, ...] = ()
    end_use: str | None = None
    document: str | None = None

    def counts(self, on: date) -> bool:
        return self.issued <= on and (self.expires is None or on <= self.expires)

    def covers(self, eccn: str | None) -> bool:
        """Whether the paper is for items of an ECCN, or of a paragraph of it."""
        if not self.eccns:
            return True
        return eccn is not None and any(eccn == text or eccn.startswith(f"{text}.") for text in self.eccns)


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A listed party that a customer, or an owner of it, may be; as the last screening found it.

    ``entry`` is empty where the name cannot be compared. ``stands``: whether the entry is in force.
    ``since``: when it was first found; ``list_date``: the date of the lists that were searched.
    """

    customer: str
    name: str
    entry: str
    list: str
    listed_name: str
    verdict: str
    score: float
    stands: str
    since: str
    list_date: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.customer, self.name, self.entry


@dataclass(slots=True)
class Customer:
    """A customer as last recorded. ``ident``: your own number of it."""

    ident: str
    name: str
    country: str | None = None
    address: str | None = None
    identifiers: tuple[str, ...] = ()
    owners: OwnersRecord | None = None
    papers: tuple[CustomerPaper, ...] = ()
    recorded_by: str = ""
    recorded_at: str = ""

    def is_party(self, name: str | None, country: str | None) -> bool:
        """Whether name and country of a party, where stated, are those of the customer."""
        named = name is None or _same(self.name, name)
        return named and (country is None or self.country is None or country == self.country)


@dataclass(slots=True)
class CustomerMaster:
    """Customers by number, with the hits that are known. Read it with :func:`customer_master`."""

    file: EventFile
    customers: dict[str, Customer] = field(default_factory=dict)
    hits: dict[tuple[str, str, str], CustomerHit] = field(default_factory=dict)
    screened_at: datetime | None = None
    screened_adoption: int | None = None
    changed_since_screening: bool = False
    _by_name: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)

    # -- read ----------------------------------------------------------------------------------------------------

    def find(self, ident: str | None, name: str | None, country: str | None) -> Customer | None:
        """The customer of a party: by your own number where it states one, else by the same name and country.

        The customer of a number may be called otherwise than the party: see :meth:`Customer.is_party`.
        """
        if ident is not None:
            return self.customers.get(ident)
        if name is None:
            return None
        named = self._by_name.get((_plain(name), country), [])
        return self.customers[named[0]] if len(named) == 1 else None

    def hits_of(self, ident: str) -> list[CustomerHit]:
        """The open hits of a customer, the strongest first."""
        found = [hit for hit in self.hits.values() if hit.customer == ident]
        return sorted(found, key=lambda hit: (-hit.score, hit.entry))

    def expiring(
        self, on: date, before: date
    ) -> Iterator[tuple[Customer, CustomerPaper | OwnersRecord, date]]:
        """Papers and owners' records whose last day lies between two days, the first included."""
        for customer in self.customers.values():
            for paper in customer.papers:
                if paper.expires is not None and on <= paper.expires < before:
                    yield customer, paper, paper.expires
            record = customer.owners
            if record is not None and record.valid_until is not None and on <= record.valid_until < before:
                yield customer, record, record.valid_until

    # -- write ---------------------------------------------------------------------------------------------------

    def put(self, customers: Iterable[Customer], who: str, at: datetime) -> tuple[int, int]:
        """Keep customers by their number; the same data again is nothing new. Gives how many are new and changed."""
        new = changed = 0
        events = []
        for customer in customers:
            before = self.customers.get(customer.ident)
            if before is not None and _data(before) == _data(customer):
                continue
            new, changed = new + (before is None), changed + (before is not None)
            events.append({"event": "customer", **_data(customer), "by": who, "at": at.isoformat()})
        self._append(events)
        return new, changed

    def put_owners(self, records: Iterable[tuple[str, OwnersRecord]], who: str, at: datetime) -> None:
        """Keep who owns customers, all records or none. Raises CustomerError."""
        every = list(records)
        self._needed([ident for ident, _ in every])
        self._append(
            {"event": "owners", "id": ident, **_plain_json(asdict(record)), "by": who, "at": at.isoformat()}
            for ident, record in every
        )

    def put_papers(self, papers: Iterable[tuple[str, CustomerPaper]], who: str, at: datetime) -> None:
        """Keep papers of customers, all or none. Raises CustomerError."""
        every = list(papers)
        self._needed([ident for ident, _ in every])
        problems = [problem for ident, paper in every for problem in _paper_problems(ident, paper)]
        if problems:
            raise CustomerError(problems)
        self._append(
            {"event": "paper", "id": ident, **_plain_json(asdict(paper)), "by": who, "at": at.isoformat()}
            for ident, paper in every
        )

    def put_screening(
        self, hits: Sequence[CustomerHit], gone: Sequence[CustomerHit], adoption: int, who: str, at: datetime
    ) -> None:
        """Keep what a screening found new, and what it no longer found."""
        self._append(
            [
                {
                    "event": "screened",
                    "adoption": adoption,
                    "found": [asdict(hit) for hit in hits],
                    "gone": [list(hit.key) for hit in gone],
                    "by": who,
                    "at": at.isoformat(),
                }
            ]
        )

    def _needed(self, idents: Iterable[str]) -> None:
        missing = dict.fromkeys(ident for ident in idents if ident not in self.customers)
        if missing:
            raise CustomerError(
                [f"customer {ident!r} is not in the master; import it first" for ident in missing]
            )

    def _append(self, events: Iterable[Mapping[str, Any]]) -> None:
        every = list(events)
        self.file.append(every)
        for event in every:
            self.apply(dict(event))

    def apply(self, event: dict[str, Any]) -> None:
        """Take one event."""
        match event["event"]:
            case "customer":
                self._put_customer(event)
            case "owners":
                self.customers[event["id"]].owners = _owners(event)
                self.changed_since_screening = True
            case "paper":
                customer = self.customers[event["id"]]
                paper = _paper(event)
                others = tuple(
                    customer_paper
                    for customer_paper in customer.papers
                    if (customer_paper.kind, customer_paper.reference) != (paper.kind, paper.reference)
                )
                customer.papers = (*others, paper)
            case "screened":
                for data in event["found"]:
                    hit = CustomerHit(**data)
                    self.hits[hit.key] = hit
                for customer_id, name, entry in event["gone"]:
                    self.hits.pop((customer_id, name, entry), None)
                self.screened_at = datetime.fromisoformat(event["at"])
                self.screened_adoption = event["adoption"]
                self.changed_since_screening = False

    def _put_customer(self, event: Mapping[str, Any]) -> None:
        before = self.customers.get(event["id"])
        made = Customer(
            event["id"], event["name"], event["country"], event["address"], tuple(event["identifiers"]),
            None if before is None else before.owners, () if before is None else before.papers,
            event["by"], event["at"],
        )  # fmt: skip
        if before is not None:
            self._by_name[_plain(before.name), before.country].remove(before.ident)
        self.customers[made.ident] = made
        self._by_name.setdefault((_plain(made.name), made.country), []).append(made.ident)
        self.changed_since_screening = True


def customer_master(home: Path, organization: str | None, *, to_change: bool = False) -> CustomerMaster:
    """The customer master of an organization, as it is kept now. Raises EventFileError.

    ``to_change``: one of your own; otherwise it may be shared with others, and is only read.
    """
    file = EventFile(masters_path(home, organization, CUSTOMERS))
    return _read(file.path) if to_change else _shared(file.path, file.version)


def customers_changed(sale: Transaction, home: Path, organization: str | None, since: datetime) -> bool:
    """Whether the customer master was written to after an instant, and a party of the transaction stands in it.

    What a transaction took from the master is part of it, and may be another thing by now.
    """
    path = masters_path(home, organization, CUSTOMERS)
    if not path.exists() or datetime.fromtimestamp(path.stat().st_mtime, UTC) <= since:
        return False
    master = customer_master(home, organization)
    return bool(sale.papers) or any(
        master.find(party.ident, party.name, party.country) is not None for party in sale.parties
    )


@lru_cache(maxsize=8)
def _shared(path: Path, _version: tuple[int, int]) -> CustomerMaster:
    return _read(path)


def _read(path: Path) -> CustomerMaster:
    master = CustomerMaster(EventFile(path))
    for event in master.file.read():
        master.apply(event)
    return master


def customers_of_file(file: BusinessFile) -> list[Customer]:
    """The customers that a business file lists, each number once. Raises CustomerError where a row has no number."""
    found: dict[str, Customer] = {}
    problems = []
    for record in file.records:
        ident = next((party.number for party in record.parties if party.number), "") or record.key
        party = next((party for party in record.parties if party.name == record.name), None)
        if record.name is None:
            continue
        if not ident:
            problems.append(f"row {record.row}: no customer number")
            continue
        earlier = found.get(ident)
        if earlier is not None and not _same(earlier.name, record.name):
            problems.append(f"row {record.row}: number {ident} is that of {earlier.name!r} too")
            continue
        found[ident] = Customer(
            ident, record.name, record.country, None if party is None else party.address or None
        )
    if problems:
        raise CustomerError(problems)
    return list(found.values())


def _paper_problems(ident: str, paper: CustomerPaper) -> Iterator[str]:
    kind = PAPER_KINDS.get(paper.kind)
    where = f"customer {ident}, paper {paper.reference!r}"
    if kind is None:
        yield f"{where}: kind {paper.kind!r}; accepted: {', '.join(PAPER_KINDS)}"
        return
    if paper.expires is not None and paper.expires < paper.issued:
        yield f"{where}: it expires on {paper.expires}, before it was issued ({paper.issued})"
    if kind.names_items and not paper.eccns:
        yield f"{where}: no eccns; {kind.title} names the items that it is for ({kind.cite})"
    if kind.states_end_use and not paper.end_use:
        yield f"{where}: no end_use; state what the paper says the items are for"


def _data(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.ident, "name": customer.name, "country": customer.country, "address": customer.address,
        "identifiers": list(customer.identifiers),
    }  # fmt: skip


def _owners(event: Mapping[str, Any]) -> OwnersRecord:
    owners = tuple(
        RecordedOwner(
            item["name"], None if item["percent"] is None else Decimal(item["percent"]), item["country"]
        )
        for item in event["owners"]
    )
    return OwnersRecord(owners, _day(event["as_of"]) or date.min, event["source"], _day(event["valid_until"]))


def _paper(event: Mapping[str, Any]) -> CustomerPaper:
    return CustomerPaper(
        event["kind"], event["reference"], _day(event["issued"]) or date.min, _day(event["expires"]),
        tuple(event["eccns"]), event["end_use"], event["document"],
    )  # fmt: skip


def _plain_json(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _plain_json(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain_json(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    return str(data) if isinstance(data, Decimal) else data


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _same(value: str, other: str) -> bool:
    return _plain(value) == _plain(other)
