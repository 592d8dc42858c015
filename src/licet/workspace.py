"""Licet from Python: check a transaction and screen a name with the lists and decisions of a home folder.

>>> import licet
>>> answer = licet.check({
...     "action": "export", "as_of": "2019-10-10", "destination": "CN",
...     "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
...     "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
... })
>>> answer.answer, answer.light
(<Answer.LICENSE_REQUIRED: 'license_required'>, <Light.RED: 'red'>)
>>> str(answer.cites[0])
'15 CFR 744.11(a)'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.engine.determination import Determination
from licet.engine.report import to_wire
from licet.errors import LicetError
from licet.model.births import BirthSpan
from licet.model.defaults import load_defaults, read_with_defaults
from licet.model.transaction import Transaction
from licet.screening.decided import DecisionScope
from licet.screening.party_kinds import parse_kind
from licet.screening.presets import Presets
from licet.services.determination import Decider, open_decider, today
from licet.services.law_reviews import last_law_event
from licet.services.receipts import keep
from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.services.screening_presets import presets_of
from licet.storage.home import home_folder
from licet.storage.state import last_adoption
from licet.watchlists.countries import iso2

__all__ = [
    "Match",
    "Screening",
    "UnknownCountryError",
    "Workspace",
    "check",
    "open_workspace",
    "screen",
    "to_wire",
]


class UnknownCountryError(LicetError, ValueError):
    """A country that is neither an ISO code nor an English name."""


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party that a name may denote.

    ``verdict``: ``match``, ``review``, or ``cleared`` where a person decided so. ``score``: 0 to 1. ``list``: the
    code of the list, such as ``EL``. ``matched_name``: the name of the entry that is nearest. ``stands``: whether the
    entry is in force on the day asked about. ``reasons``: why the score is what it is, in words. ``cites``: where the
    listing was published.
    """

    verdict: str
    score: float
    listed_name: str
    matched_name: str
    list: str
    entry_id: str
    countries: tuple[str, ...]
    stands: str
    reasons: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """What the lists say of a name.

    ``verdict``: ``match``, ``review``, ``clear``, or ``not_compared``: then nothing is known of the name, and it is
    not clear. ``caveats``: what was not searched, or how old it is. ``document``: all of it, as
    ``licet screen --json`` prints it.
    """

    verdict: str
    matches: tuple[Match, ...]
    caveats: tuple[str, ...]
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Workspace:
    """The rulebook, with the lists and the recorded decisions of a home folder.

    ``organization``: whose recorded decisions about matches count; None: nobody's. A workspace keeps the lists with
    which it was opened; open another one to see lists that were adopted since.
    """

    decider: Decider
    organization: str | None = None

    def read(self, data: Mapping[str, Any]) -> Transaction:
        """Read a transaction in the wire format (docs/guide/sale.md); without ``as_of`` it is of today.

        What it leaves out is filled by the policies of ``defaults.toml`` in the home folder, if there is one. Raises
        WireError, which names the key and says what would be accepted, and DefaultsError.
        """
        defaults = load_defaults(self.decider.home)
        return read_with_defaults(data, self.decider.vocabulary, defaults, default_as_of=today())

    def check(self, transaction: Transaction | Mapping[str, Any]) -> Determination:
        """May this transaction go ahead, under which authority, and until when does that hold?

        A license that the transaction claims is taken as stated. Raises WireError where it cannot be read.
        """
        read = transaction if isinstance(transaction, Transaction) else self.read(transaction)
        return self.decider.determine(read, scope=self._scope)

    def keep_receipt(self, answer: Determination) -> bool:
        """Keep the receipt of an answer, so that ``licet replay`` gives it again; False: it cannot be written."""
        return keep(answer, self.decider)

    def screen(
        self,
        name: str,
        country: str | None = None,
        *,
        address: str | None = None,
        date_of_birth: date | str | None = None,
        identifiers: tuple[str, ...] = (),
        party_type: str | None = None,
        as_of: date | None = None,
        known_as_of: date | None = None,
        limit: int = 10,
        preset: str | None = None,
    ) -> Screening:
        """Is this name on a list? At most ``limit`` matches, the best first.

        ``as_of``: the day asked about, today where None. ``known_as_of``: the lists as published by that day.
        ``date_of_birth``: a day, or text such as "1980-02", "1980" or "1975 to 1980". ``party_type``: "person",
        "firm", "vessel" or "aircraft". ``preset``: "strict", "balanced" or "quiet", or as "quiet, SDN=strict"; that
        of ``screening.toml`` where None. The name may be an identifying number, such as "IMO 9187629".
        Raises UnknownCountryError, UnknownKindError and PresetError.
        """
        code = None if country is None else iso2(country)
        if country is not None and code is None:
            raise UnknownCountryError(
                f"{country!r} is no country: write an ISO code such as CN, or an English name"
            )
        born = BirthSpan.parse(date_of_birth) if isinstance(date_of_birth, str) else date_of_birth
        request = ScreeningRequest(
            name, code, as_of or today(), known_as_of, limit, address, None, born, identifiers,
            None if party_type is None else parse_kind(party_type),
        )  # fmt: skip
        home = self.decider.home
        screener = self.decider.screener if known_as_of is None else open_screener(home, known_as_of)[0]
        chosen = presets_of(home, self._scope.organisation) if preset is None else Presets.parse(preset)
        decisions = self.decider.decisions(self._scope)
        return _screening(screening_document(request, screener.with_presets(chosen), decisions))

    @property
    def _scope(self) -> DecisionScope:
        return DecisionScope(self.organization)


def open_workspace(home: Path | str | None = None, *, organization: str | None = None) -> Workspace:
    """Open the workspace in a home folder: by default that of ``LICET_HOME``, else the platform's for user data.

    Where no list was adopted, the entries that ship with Licet are searched, and no answer is green.

    >>> workspace = open_workspace()
    >>> workspace.screen("Huawei Technologies Co. Ltd", "CN").verdict
    'match'
    """
    return Workspace(open_decider(home_folder() if home is None else Path(home)), organization)


def check(transaction: Transaction | Mapping[str, Any]) -> Determination:
    """Check a transaction in the default workspace; see :meth:`Workspace.check`.

    >>> check({"action": "export", "as_of": "2019-10-10", "destination": "CN"}).needs[0].path
    'item.kind'
    """
    return _default().check(transaction)


def screen(name: str, country: str | None = None, **more: Any) -> Screening:
    """Screen a name in the default workspace; see :meth:`Workspace.screen`.

    >>> found = screen("Huawei Device Co., Ltd.", "China")
    >>> found.verdict, found.matches[0].list
    ('match', 'EL')
    """
    return _default().screen(name, country, **more)


def _default() -> Workspace:
    """The workspace of the default home, opened again where lists were adopted or law was reviewed since."""
    home = home_folder()
    return _opened(home, last_adoption(home), last_law_event(home))


@lru_cache(maxsize=1)
def _opened(home: Path, _adoption: int, _law: int) -> Workspace:
    return open_workspace(home)


def _screening(document: Mapping[str, Any]) -> Screening:
    return Screening(
        document["verdict"],
        tuple(_match(hit) for hit in document["hits"]),
        tuple(document["caveats"]),
        document,
    )


def _match(hit: Mapping[str, Any]) -> Match:
    return Match(
        hit["verdict"],
        hit["score"],
        hit["listed_name"],
        hit["matched_name"],
        hit["list"],
        hit["entry_id"],
        tuple(hit["countries"]),
        hit["stands"],
        tuple(reason["words"] for reason in hit["reasons"]),
        tuple(cite["text"] for cite in hit["cites"]),
    )
