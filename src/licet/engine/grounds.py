"""What a go rests on: the sections and table cells that were read for it, and the days for which these were verified.

The sections of a requirement count where action and destination alone do not rule it out: an answer for Germany
rests on part 744 and on the Country Chart, not on the section about Cuba. What lifts a requirement or authorizes a
sale counts where it holds. Duties beside an answer are not what it rests on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from licet.engine.leaves import leaf_truth
from licet.rules.checks import definitions_read, nodes
from licet.rules.citation import Citation, cfr
from licet.rules.condition import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Constant,
    Defined,
    Field,
    In,
    InTable,
    Is,
    Not,
    Stated,
)
from licet.rules.rule import Question, Rule
from licet.rules.rulebook import CoverageNote, Rulebook
from licet.rules.table import look_up

__all__ = [
    "Ground",
    "grounds_of_cells",
    "grounds_of_place",
    "grounds_of_rule",
    "next_day_of_law",
    "rules_of_place",
    "rules_read",
]

_NLR = "EAR99"
_LIST = cfr("15 CFR Part 774 Supp. 1")


@dataclass(frozen=True, slots=True)
class Ground:
    """A section or table, and the days for which it was verified, both included.

    ``code``: the section's id in coverage, or the table's name. ``first`` is ``date.max`` where it never was.
    """

    code: str
    what: str
    cite: Citation
    first: date
    last: date


def grounds_of_rule(rule: Rule, book: Rulebook) -> tuple[Ground, ...]:
    """The sections that a rule and the definitions that it reads were modeled from."""
    key = ("grounds of rule", rule.rule_id)
    known = book.memo.get(key)
    if known is None:
        known = book.memo[key] = tuple(dict.fromkeys(_of_rule(rule, book)))
    return known


def _of_rule(rule: Rule, book: Rulebook) -> Iterator[Ground]:
    if not book.coverage:
        return  # a rulebook that says nothing of its texts has no spans to hold
    own = list(_notes(rule, book, modeled=True)) or list(_notes(rule, book, modeled=False))
    if not rule.verified or not own:
        yield Ground(rule.rule_id, f"the rule on {rule.cites[0]}", rule.cites[0], date.max, date.max)
    yield from own
    for name in sorted(_definitions(rule, book)):
        yield from _notes(book.by_id[name], book, modeled=True)


def _definitions(rule: Rule, book: Rulebook) -> set[str]:
    found: set[str] = set()
    todo = set(definitions_read(rule))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo |= definitions_read(book.by_id[name])
    return found


def _notes(rule: Rule, book: Rulebook, *, modeled: bool) -> Iterator[Ground]:
    """The sections that a rule cites and that were read; where asked, those alone that are modeled."""
    found = (book.note_of(cite) for cite in rule.cites)
    for note in found:
        if note is not None and note.verified_to is not None and (note.status != "not_modeled") is modeled:
            yield _of_note(note, book)


def _of_note(note: CoverageNote, book: Rulebook) -> Ground:
    assert note.verified_to is not None
    first = note.verified_to if note.verified_from is None else note.verified_from
    cite = _cite_of(note.section, book.cfr_title)
    return Ground(note.section, note.section, cite, first, note.verified_to)


def _cite_of(section: str, title: int) -> Citation:
    """The place that the id of a section names, in the rulebook's own title unless it names another."""
    if " USC " in section or section.startswith("Pub. L."):
        return Citation.parse(section)
    other, _, place = section.rpartition(" CFR ")
    part, dot, _ = place.partition(".")
    whole = not dot or not part.isdecimal()  # a part, or a supplement to one
    return Citation.parse(f"{other or title} CFR {'Part ' if whole else ''}{place.split('-')[0]}")


def grounds_of_place(
    book: Rulebook, day: date, known_as_of: date | None, action: object, destination: object
) -> tuple[Ground, ...]:
    """The sections of every requirement that action and destination leave possible, and the groups that were read."""
    key = ("grounds of place", _epoch(book, day), known_as_of, action, destination)
    known = book.memo.get(key)
    if known is None:
        found = _of_place(_Place(book, day, known_as_of, action, destination, {}))
        known = book.memo[key] = tuple(dict.fromkeys(found))
    return known


def _of_place(place: _Place) -> Iterator[Ground]:
    book = place.book
    for rule, test in _possible(place):
        yield from grounds_of_rule(rule, book)
        place.note_tables(test)
    for table, key in place.read:
        yield from _of_table(book, table, key)


def _possible(place: _Place) -> Iterator[tuple[Rule, Condition]]:
    """The requirements and prohibitions that action and destination leave possible, with their texts of the day."""
    for question in (Question.PROHIBITION, Question.REQUIREMENT):
        for rule in place.book.by_question[question]:
            row = rule.at(place.day, place.known_as_of)
            if row is not None and row.value.condition is not None and place.may(row.value.condition):
                yield rule, row.value.condition


def rules_of_place(
    book: Rulebook, day: date, known_as_of: date | None, action: object, destination: object
) -> frozenset[str]:
    """The requirements that action and destination leave possible, and the definitions that these read, by id."""
    key = ("rules of place", _epoch(book, day), known_as_of, action, destination)
    known = book.memo.get(key)
    if known is None:
        place = _Place(book, day, known_as_of, action, destination, {})
        known = book.memo[key] = frozenset().union(*(rules_read(rule, book) for rule, _ in _possible(place)))
    found: frozenset[str] = known
    return found


def rules_read(rule: Rule, book: Rulebook) -> frozenset[str]:
    """A rule and the definitions that it reads, by id."""
    key = ("rules read", rule.rule_id)
    known = book.memo.get(key)
    if known is None:
        known = book.memo[key] = frozenset({rule.rule_id, *_definitions(rule, book)})
    found: frozenset[str] = known
    return found


def _of_table(book: Rulebook, table: str, key: str) -> Iterator[Ground]:
    span = book.verified_of(table, key)
    if span is not None:
        what = f"the table {table.replace('_', ' ')}"
        yield Ground(table, what, book.tables[table].cite, span.first, span.last)


@dataclass(frozen=True)
class _Place:
    """What action and destination alone decide of a condition; ``read``: the table keys that were looked up."""

    book: Rulebook
    day: date
    known_as_of: date | None
    action: object
    destination: object
    read: dict[tuple[str, str], None]

    def may(self, node: Condition) -> bool:
        return self.truth(node) is not False

    def truth(self, node: Condition) -> bool | None:
        """Kleene's truth with everything else unknown."""
        match node:
            case Constant(truth, _):
                return truth
            case Not(part):
                inner = self.truth(part)
                return None if inner is None else not inner
            case All(parts):
                return self._joined(parts, decisive=False)
            case Any(parts):
                return self._joined(parts, decisive=True)
            case Defined(rule_id):
                row = self.book.by_id[rule_id].at(self.day, self.known_as_of)
                return (
                    False if row is None or row.value.condition is None else self.truth(row.value.condition)
                )
            case InTable(table, key):
                return self._member(table, key)
            case Is(field) | In(field) | AtMost(field) | AtLeast(field) | Stated(field):
                value = self._value(field)
                return None if value is None else leaf_truth(node, value, claim=False)
        return None

    def _joined(self, parts: tuple[Condition, ...], *, decisive: bool) -> bool | None:
        truths = [self.truth(part) for part in parts]
        if decisive in truths:
            return decisive
        return None if None in truths else not decisive

    def _value(self, field: Field) -> object:
        value = {"action": self.action, "destination": self.destination}.get(field.path)
        return None if field.path == "destination" and value not in self.book.destinations else value

    def _member(self, table: str, key: tuple[str | Field, ...]) -> bool | None:
        values = [self._value(part) if isinstance(part, Field) else part for part in key]
        if None in values:
            return None
        texts = tuple(map(str, values))
        self.read[table, texts[-1]] = None
        return look_up(self.book.tables[table], texts, self.day, self.known_as_of).truth

    def note_tables(self, node: Condition) -> None:
        """What a condition looks up for other countries than the destination, such as a party's."""
        for part in nodes(node):
            if isinstance(part, InTable) and isinstance(part.key[-1], str):
                self.read[part.table, part.key[-1]] = None


def grounds_of_cells(book: Rulebook, day: date, eccn: object) -> tuple[Ground, ...]:
    """The entry of the Commerce Control List and the cells of the Country Chart that were read for an item."""
    if eccn is None or eccn == _NLR:
        return ()
    key = ("grounds of cells", _epoch(book, day), eccn)
    known = book.memo.get(key)
    if known is None:
        known = book.memo[key] = tuple(dict.fromkeys(_of_cells(book, day, str(eccn))))
    return known


def _of_cells(book: Rulebook, day: date, eccn: str) -> Iterator[Ground]:
    base = eccn.partition(".")[0]
    span = book.verified_of("eccn_controls", base)
    if span is not None:
        yield Ground("eccn_controls", f"the entry of {base}", _LIST, span.first, span.last)
    found = book.resolvers.controls(eccn, day)
    if found is not None and any(line.column for line in found.lines if line.applies is not False):
        yield from _of_table(book, "country_chart", "*")


def next_day_of_law(book: Rulebook, day: date) -> date | None:
    """The first later day on which a text, table or reason for control may differ."""
    days = _days_of_law(book)
    place = bisect_right(days, day)
    return days[place] if place < len(days) else None


def _epoch(book: Rulebook, day: date) -> int:
    """The number of the span of days with the same texts and tables in which a day lies."""
    return bisect_right(_days_of_law(book), day)


def _days_of_law(book: Rulebook) -> list[date]:
    known = book.memo.get("days of law")
    if known is None:
        of_tables = (day for table in book.tables.values() for day in table.days())
        days = {*book.breakpoints(), *book.resolvers.control_days, *of_tables}
        known = book.memo["days of law"] = sorted(days)
    found: list[date] = known
    return found
