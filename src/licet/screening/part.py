"""Screen one part of a file: rows in, rows of hits out. What cannot be screened is said, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.engine.view import entry_state
from licet.model.births import BirthSpan
from licet.model.transaction import Party, Role
from licet.screening.assessment import NOT_COMPARED, STANDS, AssessedHit, assessed
from licet.screening.decided import NONE_MADE, Decisions
from licet.screening.engine import Hit
from licet.screening.forms import comparable
from licet.screening.legible import legible, names_nobody, well_compared
from licet.screening.party_kinds import PartyKind, UnknownKindError, parse_kind
from licet.screening.presets import BALANCED, Presets
from licet.screening.screener import ListScreener
from licet.tabular.rows import BadRow, TextRow

__all__ = [
    "COLUMNS",
    "FilePart",
    "RowAsked",
    "ScreeningOptions",
    "asked_of",
    "rows_of",
    "screen_part",
]

COLUMNS = (
    "row", "id", "name", "country", "verdict", "score", "rank", "hits", "entry_id", "list", "listed_name",
    "countries", "matched_name", "stands", "reasons", "decided",
)  # fmt: skip
_BY_WEIGHT = ("match", "review", NOT_COMPARED)
_VERDICT = COLUMNS.index("verdict")
_UNREAD = "not all of the name could be read: a person must look"
_NOBODY = "this is no party's name: give the full legal name"
_OTHER_SCRIPT = "this name cannot be compared: give the Latin name"


@dataclass(frozen=True)
class ScreeningOptions:
    """How to screen.

    ``country_of``: the ISO code of a country as written, None when it is none; it is sent to other processes.
    ``as_of``: the day on which entries stand on their list or do not. ``everything``: rows for names without a hit
    too. ``limit``: at most so many hits a name, of which the column ``hits`` tells the whole number. ``decisions``:
    what people decided about hits, of which those count that were made by ``known_as_of``.
    ``presets``: how much is asked about.
    """

    country_of: Callable[[str], str | None]
    as_of: date
    everything: bool = False
    limit: int = 5
    decisions: Decisions = NONE_MADE
    known_as_of: date | None = None
    presets: Presets = BALANCED


@dataclass(frozen=True, slots=True)
class RowAsked:
    """A row that can be screened: its comparable form, and the ISO code of its country.

    ``who``: the party, where more is known of it than name and country. ``unread``: why its name cannot be found
    clear; empty where it can. ``kind``: what the party is, where that is known.
    """

    row: TextRow
    form: str
    country: str | None
    who: Party | None = None
    unread: str = ""
    kind: PartyKind | None = None


@dataclass(frozen=True, slots=True)
class FilePart:
    """What came of a part: rows in the order of COLUMNS, bad rows, and how many names had which verdict."""

    rows: list[list[str | int | float | None]]
    bad: list[BadRow]
    counts: Mapping[str, int]


def screen_part(
    given: Sequence[TextRow | BadRow], screener: ListScreener, options: ScreeningOptions
) -> FilePart:
    """Screen the rows of a part."""
    screener = screener.with_presets(options.presets)
    asked, bad = asked_of(given, options)
    found: list[list[str | int | float | None]] = []
    verdicts: Counter[str] = Counter()
    for row_asked, hits in zip(asked, _hits(asked, screener, options), strict=True):
        rows = list(rows_of(row_asked, hits, screener, options))
        said = {row[_VERDICT] for row in rows}
        verdicts[next((verdict for verdict in _BY_WEIGHT if verdict in said), "clear")] += 1
        found += rows
    remarked = sum(row.screened for row in bad)
    counts = {
        **verdicts, "rows": len(given), "bad": len(bad) - remarked, "remarked": remarked, "written": len(found)
    }  # fmt: skip
    return FilePart(found, sorted(bad), counts)


def asked_of(
    given: Sequence[TextRow | BadRow], options: ScreeningOptions
) -> tuple[list[RowAsked], list[BadRow]]:
    """Rows made comparable, and those that cannot be, or not wholly."""
    asked: list[RowAsked] = []
    bad: list[BadRow] = []
    for row in given:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        form = comparable(row.name)
        if not form:
            bad.append(BadRow(row.number, "nothing in the name can be compared", row.name[:200]))
            continue
        country = options.country_of(row.country) if row.country else None
        if row.country and country is None:
            problem = "not a country: screened without it"
            bad.append(BadRow(row.number, problem, row.country[:200], screened=True))
        unread = "" if well_compared(row.name) else _OTHER_SCRIPT
        if not legible(row.name):
            unread = _NOBODY if names_nobody(row.name) else _UNREAD
            bad.append(BadRow(row.number, unread, row.name[:200], screened=True))
        who, kind = _who(row, country, options, bad), _kind(row, bad)
        asked.append(RowAsked(row, form, country, who, unread, kind))
    return asked, bad


def _kind(row: TextRow, bad: list[BadRow]) -> PartyKind | None:
    """What the party of a row is; None where the row does not say, or not in a known word."""
    try:
        return parse_kind(row.kind) if row.kind else None
    except UnknownKindError as error:
        bad.append(BadRow(row.number, f"{error} Screened without it.", row.kind[:200], screened=True))
        return None


def _who(row: TextRow, country: str | None, options: ScreeningOptions, bad: list[BadRow]) -> Party | None:
    """The party of a row, with the decisions about it; None where nothing but name and country is known."""
    if not (options.decisions or row.born or row.address or row.identifiers):
        return None  # as most rows of a long file
    born = None
    if row.born:
        try:
            born = BirthSpan.parse(row.born.partition("T")[0])
        except ValueError:
            problem = "not a date of birth (1980-02-14, 1980-02, 1980, 1975 to 1980): screened without it"
            bad.append(BadRow(row.number, problem, row.born[:200], screened=True))
    numbers = tuple(text.strip() for text in row.identifiers.split(";") if text.strip())
    who = Party(
        Role.OTHER, row.name, country, row.address or None, ident=row.ident or None, date_of_birth=born,
        identifiers=numbers,
    )  # fmt: skip
    made = options.decisions.on(who, options.known_as_of) if options.decisions else ()
    return replace(who, dispositions=made) if made or born or row.address or numbers else None


def _hits(
    asked: Sequence[RowAsked], screener: ListScreener, options: ScreeningOptions
) -> Iterator[list[Hit]]:
    """The hits of each, best first, from review upwards; the best candidate below it where all are wanted.

    Of a party of which more is known all candidates: evidence or a decision can lift one.
    """
    known = [place for place, row_asked in enumerate(asked) if row_asked.who is not None]
    names = [(row_asked.row.name, row_asked.country) for row_asked in asked]
    kinds = [row_asked.kind for row_asked in asked]
    every = screener.search_many(names, everything=options.everything, kinds=kinds)
    closer = [names[place] for place in known], [kinds[place] for place in known]
    again = screener.search_many(closer[0], everything=True, kinds=closer[1]) if known else []
    for place, hits in zip(known, again, strict=True):
        every[place] = [*hits, *_by_facts(asked[place].who, hits, screener)]
    for row_asked, hits in zip(asked, every, strict=True):
        strong = [hit for hit in hits if hit.verdict != "clear" or row_asked.who is not None]
        yield strong or (hits[:1] if options.everything else [])


def _by_facts(who: Party | None, hits: Sequence[Hit], screener: ListScreener) -> list[Hit]:
    """The entries that an address or a number finds, and no name."""
    known = {hit.entry for hit in hits if hit.verdict != "clear"}
    found = [] if who is None else screener.by_facts(who.address, who.identifiers)
    return [hit for hit in found if hit.entry not in known]


def rows_of(
    row_asked: RowAsked, hits: Sequence[Hit], screener: ListScreener, options: ScreeningOptions
) -> Iterator[list[str | int | float | None]]:
    """The hits of a name in the order of COLUMNS, cleared ones last; a name that is not all read has a row."""
    row = row_asked.row
    start: list[str | int | float | None] = [row.number, row.ident, row.name, row.country]
    every = [_assessed(row_asked, hit, screener, options) for hit in hits]
    if row_asked.who is not None:
        every.sort(key=lambda said: (said.verdict == "cleared", -said.score))
    strong = [said for said in every if said.verdict != "clear"]
    open_still = row_asked.unread and all(said.verdict == "cleared" for said in strong)
    if open_still:
        yield [*start, NOT_COMPARED, None, None, len(strong), *[None] * 6, row_asked.unread, None]
    wanted = int(options.everything and not open_still)
    for rank, said in enumerate((strong or every[:wanted])[: options.limit], 1):
        hit = said.hit
        entry = screener.entries[hit.entry]
        reasons = screener.reasons(hit, row.name, row_asked.country, said.beside)
        yield [
            *start, said.verdict, round(said.score, 4), rank, len(strong), entry.entry_id,
            entry.list_code.value, entry.name, " ".join(entry.countries), screener.matched(hit),
            STANDS[entry_state(entry, options.as_of, options.known_as_of)[0]], " ".join(reasons),
            said.decision or None,
        ]  # fmt: skip
    if wanted and not every:
        yield [*start, "clear", None, None, 0, *[None] * 8]


def _assessed(
    row_asked: RowAsked, hit: Hit, screener: ListScreener, options: ScreeningOptions
) -> AssessedHit:
    if row_asked.who is None:
        return AssessedHit(hit, hit.verdict, hit.score)
    return assessed(row_asked.who, hit, screener.entries[hit.entry], options.as_of, options.known_as_of)
