"""A snapshot: one official file as read, with what was wrong with it.

Reading never decides: it gives the rows it could read, the rows it had to refuse (with line and reason) and
the problems it saw. :mod:`licet.watchlists.checks` judges whether the snapshot may be adopted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

from licet.errors import LicetError
from licet.model.listing import ListCode
from licet.watchlists.row import RawRow

__all__ = [
    "Feed",
    "Format",
    "ProblemKind",
    "RefusedRow",
    "Snapshot",
    "SnapshotProblem",
    "UnreadableSnapshotError",
]


_SHOWN = 5


class Feed(StrEnum):
    """Who publishes: files of one feed continue one another, whatever their format."""

    CSL = "csl"  # the Consolidated Screening List of trade.gov
    ECFR_EL = "ecfr-entity-list"  # Supplement No. 4 to 15 CFR Part 744 as the eCFR prints it
    DPL = "dpl"  # the Denied Persons List of BIS
    OFAC_SDN = "ofac-sdn"  # the SDN List as the Treasury publishes it
    OFAC_CONS = "ofac-consolidated"  # the Treasury's lists besides the SDN List
    EXTRACT = "extract"  # single lists as somebody extracted them to JSON
    UN = "un"
    EU = "eu"
    UK = "uk"
    CH = "ch"
    FTM = "followthemoney"
    OWN = "own"


_NOT_IN_COMPACT = frozenset(
    {"addresses", "start_date", "end_date", "standard_order", "remarks", "ids", "extras", "unread_countries"}
)
_ECFR_STATES = frozenset({"aliases", "countries", "addresses", "notices_text", "requirement"})
_ECFR_XML_STATES = _ECFR_STATES | {"policy", "remarks"}
_DPL_STATES = frozenset(
    {"addresses", "countries", "notices_text", "start_date", "end_date", "standard_order"}
)
_EXTRACT_STATES = frozenset({"aliases", "countries", "addresses", "notices_text", "start_date", "remarks"})
_PARTY_STATES = frozenset(
    {"aliases", "kind", "countries", "addresses", "programs", "start_date", "remarks", "ids", "extras"}
)


class Format(StrEnum):
    """The formats that are read, each with its ``feed``."""

    _value_: str
    feed: Feed

    def __new__(cls, name: str, feed: Feed | None = None) -> Self:
        if feed is None:
            raise TypeError(f"format {name}: say of which feed it is")
        member = str.__new__(cls, name)
        member._value_, member.feed = name, feed
        return member

    CSL_CSV = "csl-csv", Feed.CSL
    CSL_JSON = "csl-json", Feed.CSL
    CSL_COMPACT = "csl-compact", Feed.CSL
    ECFR_EL = "ecfr-entity-list", Feed.ECFR_EL
    ECFR_XML = "ecfr-xml", Feed.ECFR_EL
    DPL_TEXT = "dpl-text", Feed.DPL
    OFAC_SDN_CSV = "ofac-sdn-csv", Feed.OFAC_SDN
    OFAC_CONS_CSV = "ofac-consolidated-csv", Feed.OFAC_CONS
    OFAC_XML = "ofac-xml", Feed.OFAC_SDN
    OFAC_ADVANCED = "ofac-advanced-xml", Feed.OFAC_SDN
    EXTRACT_JSON = "extract-json", Feed.EXTRACT
    UN_XML = "un-xml", Feed.UN
    EU_XML = "eu-fsf-xml", Feed.EU
    EU_CSV = "eu-fsf-csv", Feed.EU
    UK_CSV = "uk-ofsi-csv", Feed.UK
    SECO_XML = "seco-xml", Feed.CH
    FTM_LINES = "followthemoney", Feed.FTM
    OWN_CSV = "own-csv", Feed.OWN

    @property
    def claims_all_lists(self) -> bool:
        """Whether a file of this format is meant to hold the whole Consolidated Screening List."""
        return self.feed is Feed.CSL

    @property
    def whole_feed(self) -> bool:
        """Whether each file holds all lists of its feed; of extracts and compilations one may hold another list."""
        return self.feed not in {Feed.EXTRACT, Feed.FTM}

    def states(self, field_name: str) -> bool:
        """Whether the format has a place for a field of :class:`RawRow`: only then does empty mean none."""
        if self is Format.CSL_COMPACT:
            return field_name not in _NOT_IN_COMPACT
        if self is Format.ECFR_EL:
            return field_name in _ECFR_STATES
        if self is Format.ECFR_XML:
            return field_name in _ECFR_XML_STATES
        if self is Format.DPL_TEXT:
            return field_name in _DPL_STATES
        if self is Format.EXTRACT_JSON:
            return field_name in _EXTRACT_STATES
        return self.feed is Feed.CSL or field_name in _PARTY_STATES


class ProblemKind(StrEnum):
    """Why a snapshot is refused."""

    EMPTY_FILE = "empty file"
    HTML_PAGE = "HTML page instead of data"
    UNKNOWN_FORMAT = "unknown format"
    BROKEN_FILE = "broken file"
    BROKEN_ENCODING = "broken encoding"
    TRUNCATED = "truncated"
    MISSING_COLUMNS = "missing columns"
    MISSING_SOURCE = "source missing"
    TOO_FEW_ROWS = "too few rows"
    TOO_MANY_ROWS = "too many rows"
    ROWS_REFUSED = "rows refused"
    UNKNOWN_KEYS = "unknown keys"
    WRONG_COUNT = "wrong count"
    GONE_UNEXPLAINED = "parties gone without a notice"
    LOST_NAMES = "names lost"
    LOST_FACTS = "facts lost"
    CHANGED_UNEXPLAINED = "terms changed without a notice"
    DUPLICATE_IDS = "duplicate ids"


@dataclass(frozen=True, slots=True)
class SnapshotProblem:
    """One reason against a snapshot; ``source`` where it concerns one list, ``line`` where it is known.

    ``names``: the parties concerned, as a person has to see them who accepts it.
    """

    kind: ProblemKind
    words: str
    source: ListCode | None = None
    line: int | None = None
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source is not None else ""
        at = f" (line {self.line})" if self.line is not None else ""
        return f"{where}{self.kind}: {self.words}{at}{self._some()}"

    def _some(self) -> str:
        if not self.names:
            return ""
        more = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return f": {'; '.join(self.names[:_SHOWN])}{more}"


class UnreadableSnapshotError(LicetError, ValueError):
    """The file cannot be read at all, so no reason makes it acceptable. ``problem`` says why."""

    def __init__(self, problem: SnapshotProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was left out, where it stood and why. ``source``: its list; None where that was not read."""

    line: int
    reason: str
    text: str
    source: ListCode | None = None


@dataclass(frozen=True)
class Snapshot:
    """One official file as read.

    ``sha256`` is of the file's bytes as given. ``data_date``: the day whose state the file shows, None when
    the file does not say; ``data_date_basis`` says where the date comes from. ``problems``: what reading
    itself found. ``repeated_headers``: header rows found among the data and dropped.
    """

    format: Format
    sha256: str
    data_date: date | None
    data_date_basis: str
    rows: tuple[RawRow, ...]
    refused: tuple[RefusedRow, ...] = ()
    problems: tuple[SnapshotProblem, ...] = ()
    repeated_headers: int = 0
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def counts(self) -> Mapping[ListCode, int]:
        """Rows per list, in the order of :class:`ListCode`."""
        found = Counter(row.list_code for row in self.rows)
        return {code: found[code] for code in ListCode if found[code]}

    @property
    def unread(self) -> frozenset[ListCode]:
        """The lists of which a row could not be read; a row of no known list may be of any."""
        if any(row.source is None for row in self.refused):
            return frozenset(ListCode)
        return frozenset(row.source for row in self.refused if row.source is not None)
