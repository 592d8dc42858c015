"""Find the tables of a sheet: where headings stand, which rows are data, and what every other row is.

Titles before the headings, headings twice, page breaks of printed lists, rules of dashes, totals and notes are told
apart from data; each is reported with what it is, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from licet.errors import LicetError
from licet.tabular.grid import Grid, GridRow, GridTable, Skipped, cell_text
from licet.tabular.groups import find_groups
from licet.tabular.headings import known_heading, meanings
from licet.tabular.values import is_unknown

__all__ = ["NoHeadingsError", "tables_of"]

_SEARCHED = 250
"""Rows among which headings are looked for."""
_RULE = re.compile(r"[-=_+|*\s]{3,}")
_TOTAL_WORD = (
    r"(?:totals?|totaux|sums?|summen?|summe|gesamt(?:summe|betrag|ergebnis)?|zwischensumme|endsumme|somme|"
    r"totale|totaal|razem|suma|итого|всего|合计|总计|小计|合計|總計|小計|総計|합계|총계|소계|sous-total)"
)
_TOTAL = re.compile(
    rf"\*+|\**\s*(?:grand |sub|over ?all |order |report |page |line )?{_TOTAL_WORD}"
    r"(?:\s*[:*]|\s+(?:g[eé]n[eé]ral|general|geral|generale)\b.{0,40})?",
    re.IGNORECASE,
)
"""A total by its words alone."""
_TOTAL_OF = re.compile(
    rf"(?:\*+\s*)?(?:grand |sub|over ?all |order |report |page |line )?{_TOTAL_WORD}\b.*", re.IGNORECASE
)
"""A total of something: a name may begin so as well, so that the rest of the row tells."""
_TOTAL_FOR = re.compile(
    rf"(?:grand |sub)?{_TOTAL_WORD} ?(?:for|of|de|du|des|pour|von|f[uü]r|per|di|para|por|voor|[-:\u2013])\s.*",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:gmbh|ag|ltd|inc|corp|llc|plc|s\.?a|b\.?v|s\.?p\.?a|sas|sarl|pty|energies)\b", re.IGNORECASE
)
_FIGURE = re.compile(
    r"[\s\d.,:/+\-()%$€£¥\u2212'\u2019]*\d[\s\d.,:/+\-()%$€£¥\u2212'\u2019]*(?:[A-Z]{3})?|[A-Z]{3}(?:\s?-?[\d.,]+)?"
)
_COUNTED = frozenset(
    {"sum", "count", "avg", "average", "max", "min", "summe", "anzahl", "somme", "nombre", "record count"}
)
"""What stands beside or under a total and says what it is of."""
_FOOTER = re.compile(
    r"\(?\d+ ?(?:rows?|records?|lines?|lignes|zeilen|s[aä]tze).{0,40}|(?:copyright|\(c\)|©).*", re.IGNORECASE
)
_DATA = re.compile(r"[\s\d.,:/+\-()%$€£'\u2019]+|[#]\d+")
_LONGEST_HEADING = 80
_TITLES = 12
"""Rows above the list in which its title is looked for."""


class NoHeadingsError(LicetError, ValueError):
    """A sheet in which no row names the columns; the text says what was looked for."""


def tables_of(grid: Grid) -> list[GridTable]:
    """The tables of a sheet in order. Raises NoHeadingsError."""
    place = _headings_row(grid.rows)
    if place is None:
        where = f"sheet {grid.name!r}: " if grid.name else ""
        raise NoHeadingsError(f"{where}no row with the names of the columns was found")
    return list(_tables(grid.rows, place, grid.ragged))


def _headings_row(rows: Sequence[GridRow]) -> int | None:
    """The row that is most like headings: known ones first, as wide as the data, words and no figures."""
    head = rows[:_SEARCHED]
    widths = [_filled(row) for row in head]
    usual = Counter(width for width in widths if width > 1)
    widest = max((width for width, count in usual.items()), default=1)
    best, most = None, 0.0
    for place, row in enumerate(head):
        texts = [cell_text(cell) for cell in row.cells]
        filled = [text for text in texts if text]
        if not filled or row.fault or not any(_filled(later) for later in rows[place + 1 : place + 60]):
            continue
        known = sum(known_heading(text) for text in filled)
        words = sum(_like_heading(text) for text in filled)
        if (
            words < len(filled) * 0.7
            or (len(filled) == 1 and widest > 1)
            or len(set(filled)) < len(filled) * 0.5
        ):
            continue
        score = 3 * known + words - 2 * (len(filled) - words) - place * 0.01
        if not known and len(filled) < widest * 0.6:
            continue
        if score > most:
            best, most = place, score
    return best


def _filled(row: GridRow) -> int:
    return sum(bool(cell_text(cell)) for cell in row.cells)


def _like_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and any(map(str.isalpha, text))
        and not _DATA.fullmatch(text)
        and not is_unknown(text)
        and "@" not in text
    )


def _tables(rows: Sequence[GridRow], place: int, ragged: bool) -> Iterator[GridTable]:
    skipped = [Skipped(row.where, "title or blank row above the headings") for row in rows[:place]]
    titles = [_row_text(row) for row in rows[:place]]
    while place is not None:
        table, place_after = _one_table(rows, place, ragged)
        table.skipped[:0] = skipped
        table.titles[:0] = titles
        yield table
        skipped, titles = [], []
        if place_after is None:
            return
        place = place_after


def _one_table(rows: Sequence[GridRow], place: int, short: bool) -> tuple[GridTable, int | None]:
    """The table whose headings stand at a place, and where those of the next one do."""
    first, last = _heading_rows(rows, place)
    names = [cell_text(cell) for cell in rows[place].cells]
    label_row = last if last != place else first
    labels = [cell_text(cell) for cell in rows[label_row].cells] if label_row != place else []
    table = GridTable(rows[place].where, tuple(names), tuple(labels), [])
    groups = _group_names(rows[place - 1], names) if place and first == place else {}
    if groups:
        first = place - 1
    for row in rows[first : last + 1]:
        table.skipped.append(Skipped(row.where, "headings"))
    start = _data_start(rows, last + 1, names, table)
    width = max((number for number, name in enumerate(names, 1) if name), default=0)
    headings = {tuple(names), tuple(labels)}
    whole = rows
    rows, heads = _grouped(rows, start, width, headings, table)
    ragged = short or _is_ragged(rows[start:], len(names))
    kept = [name or table.headings[number] for number, name in enumerate(names)]
    table.headings = tuple(groups.get(number, name) for number, name in enumerate(kept))
    named = _party_columns(table.headings)
    pending: list[GridRow] = []
    next_place: int | None = None
    for number in range(start, len(rows)):
        row = rows[number]
        why = _not_data(row, width)
        if why == "note" and _only_name(row, named, width):
            why = ""  # a customer of whom nothing but the name is known
        if _repeats(row, headings):
            title = next((item for item in reversed(pending) if _filled(item)), None)
            if title is not None and len(title.cells) == 1 and title.cells[0].strip().endswith(":"):
                next_place = number
                table.skipped.extend(
                    Skipped(item.where, "title of the next table, or blank") for item in pending
                )
                pending = []
                break
            why = "headings again"
            table.skipped.extend(Skipped(item.where, "page heading or blank") for item in pending)
            table.skipped.append(Skipped(row.where, why))
            pending = []
            continue
        if why or (_few(row, names) and _heads_page(rows, number, headings)):
            pending.append(row) if not why or why in {"blank", "note"} else table.skipped.append(
                Skipped(row.where, why)
            )
            continue
        table.skipped.extend(Skipped(item.where, _what(item)) for item in pending)
        pending = []
        table.rows.append(_fitted(row, len(names), width, ragged=ragged))
    table.skipped.extend(Skipped(item.where, _what(item)) for item in pending)
    table.titles.extend(map(_row_text, pending))
    if next_place is not None:
        next_place = next(place for place, row in enumerate(whole) if row.where == rows[next_place].where)
    own = {row.where for row in whole[:next_place]}
    table.skipped.extend(head for head in heads if head.where in own)
    _name_columns(table)
    return table, next_place


def _grouped(
    rows: Sequence[GridRow], start: int, width: int, headings: set[tuple[str, ...]], table: GridTable
) -> tuple[Sequence[GridRow], list[Skipped]]:
    """The rows, those of a group with its name, and the rows that only name groups.

    A column without a heading gets one where it holds the groups.
    """
    titles = [*map(_row_text, rows[max(0, start - _TITLES) : start])]

    def no_head(place: int) -> bool:
        why = _not_data(rows[start + place], width)
        return why not in {"", "note"} or _heads_page(rows, start + place, headings)

    found = find_groups(rows[start:], titles, no_head, _FIGURE.fullmatch)
    if found.column is not None and not table.headings[found.column]:
        names = list(table.headings)
        names[found.column] = found.heading
        table.headings = tuple(names)
    return [*rows[:start], *found.rows], found.skipped


def _party_columns(headings: Sequence[str]) -> frozenset[int]:
    """The columns of names in a list of parties; none where the rows are lines of orders or parts."""
    found = [{meaning.field for meaning in meanings(name)} for name in headings]
    if any({"quantity", "mpn", "order_date", "ship_date"} & fields for fields in found):
        return frozenset()
    ends = (".name", ".company")
    return frozenset(
        place for place, fields in enumerate(found) if any(name.endswith(ends) for name in fields)
    )


def _only_name(row: GridRow, named: frozenset[int], width: int) -> bool:
    filled = [place for place, cell in enumerate(row.cells) if cell_text(cell)]
    text = cell_text(row.cells[filled[0]])
    return (
        len(row.cells) >= width
        and filled[0] in named
        and not _FOOTER.fullmatch(text)
        and text[-1] not in ":;"
    )


def _row_text(row: GridRow) -> str:
    return " ".join(filter(None, map(cell_text, row.cells)))[:300]


def _what(row: GridRow) -> str:
    return "note or title" if _filled(row) else "blank"


def _heading_rows(rows: Sequence[GridRow], place: int) -> tuple[int, int]:
    """The rows beside the headings that name the same columns once more, in other words."""
    first = last = place
    names = rows[place].cells
    if place and _second_headings(rows[place - 1], names):
        first = place - 1
    elif place + 1 < len(rows) and _second_headings(rows[place + 1], names):
        last = place + 1
    return first, last


def _group_names(row: GridRow, names: Sequence[str]) -> dict[int, str]:
    """Headings that stand several times, each with the words above it: ``Ship To`` over ``Name`` and ``Country``.

    By column. Empty where the row above names no groups of columns.
    """
    texts = [cell_text(cell) for cell in row.cells[: len(names)]]
    twice = {name for name, count in Counter(filter(None, names)).items() if count > 1}
    filled = [text for text in texts if text]
    if not twice or len(filled) < 2 or not all(map(_like_heading, filled)):  # noqa: PLR2004
        return {}
    found: dict[int, str] = {}
    group = ""
    for place, name in enumerate(names):
        group = (texts[place] if place < len(texts) else "") or group
        if name in twice and group:
            found[place] = f"{group} {name}"
    return found if len(set(found.values())) == len(found) else {}


def _second_headings(row: GridRow, names: Sequence[object]) -> bool:
    texts = [cell_text(cell) for cell in row.cells]
    filled = [text for text in texts if text and not is_unknown(text)]
    wanted = sum(bool(cell_text(name)) for name in names)
    if len(filled) < max(2, wanted * 0.6) or texts == [cell_text(name) for name in names]:
        return False
    known = sum(known_heading(text) for text in filled)
    return known >= max(2, len(filled) * 0.5) and all(map(_like_heading, filled))


def _data_start(rows: Sequence[GridRow], place: int, names: Sequence[str], table: GridTable) -> int:
    """Past the lines of a template below the headings: ``Mandatory:``, ``Type:``, ``Start entering data below``."""
    if not names or not names[0].endswith(":"):
        return place
    while place < len(rows):
        first = cell_text(rows[place].cells[0]) if rows[place].cells else ""
        if _filled(rows[place]) > 1 and not first.endswith(":"):
            break
        table.skipped.append(Skipped(rows[place].where, "line of the template"))
        place += 1
    return place


def _repeats(row: GridRow, headings: set[tuple[str, ...]]) -> bool:
    texts = tuple(cell_text(cell) for cell in row.cells)
    if not any(texts):
        return False
    for names in headings:
        if names:
            same = sum(bool(text) and text == name for text, name in zip(texts, names, strict=False))
            if same >= max(2, 0.8 * sum(map(bool, names))):
                return True
    return False


def _not_data(row: GridRow, width: int) -> str:
    """What a row is that holds no data; empty where it may hold some."""
    texts = [cell_text(cell) for cell in row.cells]
    filled = [text for text in texts if text]
    if not filled:
        return "blank"
    if all(_RULE.fullmatch(text) and not text.isspace() and set(text) & set("-=_") for text in filled) and (
        len(filled) > 1 or len(filled[0]) > 4  # noqa: PLR2004
    ):
        return "rule of dashes"
    if _FOOTER.fullmatch("".join(filled)):
        return "note"
    first = filled[0]
    if _TOTAL.fullmatch(first) and len(filled) <= max(6, width * 0.6):
        return "total"
    if len(filled) < max(3, width * 0.7) and _only_figures(filled):
        return "total"
    if width >= 3 and len(filled) == 1 and (len(texts) == 1 or " " in first):  # noqa: PLR2004
        return "note"
    return ""


def _only_figures(filled: Sequence[str]) -> bool:
    """Whether a row that begins as a total does, or says what is counted, has nothing but sums beside that."""
    first, *rest = filled
    figures = [text for text in rest if text.casefold() not in _COUNTED]
    if not figures or not all(map(_FIGURE.fullmatch, figures)):
        return False
    if first.casefold() in _COUNTED or _TOTAL_FOR.fullmatch(first):
        return True
    sums = len(figures) > 1 or not figures[0].isdecimal()  # one whole number may be that of a customer
    return sums and _TOTAL_OF.fullmatch(first) is not None and _FIRM.search(first) is None


def _few(row: GridRow, names: Sequence[str]) -> bool:
    return len(names) >= 6 and _filled(row) <= 4  # noqa: PLR2004


def _heads_page(rows: Sequence[GridRow], number: int, headings: set[tuple[str, ...]]) -> bool:
    """Whether the headings come again within a few rows: then a short row before them is the head of a page."""
    return any(_repeats(row, headings) for row in rows[number + 1 : number + 6])


def _is_ragged(rows: Sequence[GridRow], width: int) -> bool:
    """Whether many rows end before the last heading: then empty cells at the end are not written."""
    full = [len(row.cells) for row in rows[:500] if _filled(row) > 1]
    return bool(full) and sum(count < width for count in full) > len(full) * 0.2


def _fitted(row: GridRow, width: int, needed: int, *, ragged: bool) -> GridRow:
    """A row as wide as the headings, or with what is wrong with its width."""
    cells = row.cells
    if len(cells) > width and not any(cell_text(cell) for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return row._replace(cells=cells, fault="" if row.quotes else row.fault, quotes=False)
    if len(cells) < width and not row.fault and (ragged or len(cells) >= needed):
        return row._replace(cells=(*cells, *[""] * (width - len(cells))))
    fault = row.fault or f"{len(cells)} cells where the headings have {width}"
    return row._replace(cells=(*cells[:width], *[""] * (width - len(cells))), fault=fault)


def _name_columns(table: GridTable) -> None:
    """Give every column a name of its own, and leave out those without a name and without a value."""
    width = len(table.headings)
    empty = [True] * width
    for row in table.rows:
        for place, cell in enumerate(row.cells[:width]):
            if empty[place] and cell_text(cell):
                empty[place] = False
    labels = [*table.labels, *[""] * (width - len(table.labels))]
    kept = [place for place in range(width) if table.headings[place] or not empty[place]]
    kept = [place for place in kept if not (empty[place] and _is_decoration(table.headings[place]))]
    seen: Counter[str] = Counter()
    names = []
    for place in kept:
        name = table.headings[place] or labels[place] or f"column {place + 1}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    table.headings, table.labels = tuple(names), tuple(labels[place] for place in kept)
    if len(kept) != width:
        table.rows = [row._replace(cells=tuple(row.cells[place] for place in kept)) for row in table.rows]


def _is_decoration(name: str) -> bool:
    return not name or name.endswith(":") or name == "~"
