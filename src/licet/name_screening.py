"""Screening from Python: names held against the adopted lists, or against names of your own.

>>> from licet import Screener
>>> customers_we_refuse = Screener.of_names(["Zarya Trading LLC", "Rassvet Shipping"])
>>> [customers_we_refuse.screen(name).verdict for name in ("ZARYA TRADING", "Miller Bakery")]
['match', 'clear']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from licet.errors import LicetError
from licet.model.births import BirthSpan
from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.screening.decided import NONE_MADE, Decisions, DecisionScope
from licet.screening.party_kinds import parse_kind
from licet.screening.presets import Presets
from licet.screening.screener import ListScreener
from licet.services.determination import decisions_in, today
from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.services.screening_presets import presets_of
from licet.storage.home import home_folder
from licet.watchlists.countries import iso2

__all__ = ["Match", "NoNamesError", "Screener", "Screening", "UnknownCountryError"]


class UnknownCountryError(LicetError, ValueError):
    """A country that is neither an ISO code nor an English name."""


class NoNamesError(LicetError, ValueError):
    """Names to screen against, of which none was given."""


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party that a name may denote.

    ``verdict``: ``match``, ``review``, or ``cleared`` where a person decided so. ``score``: 0 to 1. ``list``: the
    code of the list, such as ``EL``. ``matched_name``: the name of the entry that is nearest. ``stands``: whether the
    entry is in force on the day asked about. ``reasons``: why, in at most five short sentences. ``cites``: where the
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
class Screener:
    """Holds names against lists: those of a home folder (:meth:`open`), or names of your own (:meth:`of_names`).

    It keeps the lists with which it was made, and opens no rulebook.
    """

    _screener: ListScreener
    _decisions: Decisions = NONE_MADE
    _home: Path | None = None

    @classmethod
    def open(
        cls, home: Path | str | None = None, *, organization: str | None = None, preset: str | None = None
    ) -> Screener:
        """The screener of the lists adopted in a home folder: by default that of ``LICET_HOME``.

        ``organization``: whose recorded decisions about matches, and whose preset, count; None: nobody's decisions.
        ``preset``: "strict", "balanced" or "quiet", or as "quiet, SDN=strict". Raises PresetError.
        """
        folder = home_folder() if home is None else Path(home)
        presets = presets_of(folder, organization) if preset is None else Presets.parse(preset)
        decisions = decisions_in(folder, DecisionScope(organization))
        return cls(open_screener(folder)[0].with_presets(presets), decisions, folder)

    @classmethod
    def of_names(cls, names: Iterable[str], *, persons: bool = False) -> Screener:
        """A screener of names of your own; ``persons``: they are persons' names. Raises NoNamesError.

        Each name is an entry of the list ``OWN``, and its number is that of the name, from 1.
        """
        entries = [_own_entry(number, name, persons=persons) for number, name in enumerate(names, 1)]
        if not entries:
            raise NoNamesError("give at least one name to screen against")
        return cls(ListScreener.of(entries))

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
        of the screener where None. The name may be an identifying number, such as "IMO 9187629".
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
        screener = self._screener
        if known_as_of is not None and self._home is not None:
            screener = open_screener(self._home, known_as_of)[0].with_presets(screener.presets)
        if preset is not None:
            screener = screener.with_presets(Presets.parse(preset))
        return _screening(screening_document(request, screener, self._decisions))

    def screen_many(self, names: Sequence[str], country: str | None = None, **more: Any) -> list[Screening]:
        """What :meth:`screen` says of each of many names; the search is compiled once, in half a second."""
        compiled = replace(self, _screener=self._screener.compiled())
        return [compiled.screen(name, country, **more) for name in names]


def _own_entry(number: int, name: str, *, persons: bool) -> ListEntry:
    always = Row(Interval(date.min), date.min, EntryTerms(), _OWN, "a name of your own")
    return ListEntry(
        f"OWN:{number}", ListCode.OWN, name, (), (), (), "Individual" if persons else None,
        Timeline(f"listed.OWN.{number}", [always]), (), "a name of your own",
    )  # fmt: skip


_OWN = Citation.parse("Own list")


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
        tuple(hit["why"]),
        tuple(cite["text"] for cite in hit["cites"]),
    )
