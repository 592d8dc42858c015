"""A rulebook: rules, tables and words, checked and hashed as one.

Loading fails when an id stands twice, when an exception hangs on nothing, when a rule reads a fact or table
that is not declared, when a definition goes in a circle, or when two texts answer one question on one day.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from licet.rules.checks import check_rule, definitions_read, reads_destination
from licet.rules.citation import Citation
from licet.rules.dated import LawConflictError
from licet.rules.rule import Question, Rule
from licet.rules.standing import Position, StandingNote, announced_rules
from licet.rules.table import Table
from licet.rules.vocabulary import FactSpec, Vocabulary, specs_by_name

_CFR = re.compile(
    r"(?P<title>\d+) CFR (?:Part )?(?P<place>\d+(?:\.\d+[a-z]?)?)(?P<supplement> Supp\. \d+)?(?: Cat\. [IVX]+)?"
    r"(?P<paragraphs>(?:\(\w+\))*)"
)
_LAW = re.compile(r"\d+ USC \d+[a-z]?|Pub\. L\. \d+-\d+")
_RANGE = re.compile(r"(?P<part>\d+)\.(?P<first>\d+)-(?P=part)\.(?P<last>\d+)")

__all__ = [
    "ControlLine",
    "Controls",
    "CoverageNote",
    "ReadsControls",
    "Resolvers",
    "Rulebook",
    "Said",
    "VerifiedSpan",
]


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One line of an ECCN's License Requirements section, as it bears on an item.

    ``applies``: whether the line covers the item's paragraph; None when the paragraph or the law's words do
    not decide. ``asks``: the path of the fact that decides then, where ``asks_first`` names another that is easier to
    know. ``column``: of the Country Chart, or None where the line names destinations: ``to`` (codes,
    Country Groups, "*" for all) but ``not_to``. ``modeled``: False where it says neither so that it is read.
    """

    reason: str
    column: str | None
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    applies: bool | None
    modeled: bool
    text: str
    asks: str = "item.eccn"
    asks_yes: bool = True
    asks_first: str = ""
    unless_said: bool = False
    spares_deemed: bool = False
    """Whether the line leaves out deemed exports and reexports."""
    spares_abroad: bool = False
    """Whether the line leaves out what entities of certain countries reexport (742.4(a)(4)(ii)(B), (C))."""
    spares_nationals: bool = False
    """Whether the line leaves out some releases to nationals and employees (742.4(a)(5)(ii), 742.6(a)(10)(ii))."""
    spares_staff: bool = False
    """Whether the line leaves out releases to employees of certain entities (742.6(a)(13))."""
    spares_approved: bool = False
    """Whether the line leaves out approved entities in the United Arab Emirates (742.6(a)(6)(iii)(B))."""

    @property
    def asked(self) -> str:
        """The path of what is to be asked where the line leaves open whether it covers the item."""
        return self.asks_first or self.asks

    def applies_as_stated(self, stated: object) -> bool | None:
        """Whether the line covers the item, where ``stated`` is what was stated under ``asks``."""
        if self.applies is not None or not isinstance(stated, bool):
            return True if self.applies is None and self.unless_said else self.applies
        return stated is self.asks_yes


@dataclass(frozen=True, slots=True)
class Controls:
    """The lines of an ECCN's License Requirements section on a day, and the first later day on which they differ."""

    lines: tuple[ControlLine, ...]
    until: date | None = None


def _never(action: object, destination: object, country: str, received: object) -> bool:  # noqa: ARG001
    return False


def _nowhere(address: str | None, country: str | None) -> tuple[bool, bool]:  # noqa: ARG001
    return False, False


Said = Mapping[str, object]
"""What is said of an item, by the paths of facts."""


class ReadsControls(Protocol):
    """Reads the lines of an ECCN's License Requirements section on a day, by what is said of the item."""

    def __call__(self, eccn: str, day: date, said: Said = ..., /) -> Controls | None: ...


@dataclass(frozen=True, slots=True)
class Resolvers:
    """What the tables say of an item or entry, where a membership test is not enough.

    ``controls(eccn, day, said)``: the lines of the item's License Requirements section, by what is said of the item;
    None when the ECCN is unknown to the table. ``controls_verified_from``: the day as of which they were read.
    ``entry_covers(requirement, eccn)``: whether a list entry's license requirement, in the list's own words,
    covers an item; None when the words do not decide.
    ``item_flags``: yes/no questions on an item by its ECCN, read as ``item.is.NAME``; each answers with its
    truth and with the path of what would decide it where that is None.
    ``also_destination(action, destination, country, received)``: whether the country of a consignee or end user
    counts as a destination too; ``received``: whether it is stated that they receive the item at the destination.
    ``destination_facts``: paths of facts whose country counts as a destination too, as that of a vessel's flag;
    ``destination_counts(path, said)``: whether it does, by what is said under the paths of ``destination_said``.
    ``occupied_place(address, country)``: whether an address surely, and whether it perhaps, names a place in an
    occupied region of Ukraine.
    ``eccn_problem``: what is wrong with an ECCN whose entry has no such paragraph; None where nothing is.
    ``matter_of``: the matter of a list entry by the documents that it cites; None where they do not tell.
    ``control_facts``: the facts of the transaction that lines of ``controls`` may ask for, by path;
    ``control_said``: those of them that ``controls`` itself reads; ``control_limits``: by path, the numbers that it
    compares them with; ``control_items``: the ECCNs that lines name as what technology or software is for.
    ``hints(text, tariff_code)``: the topics that a description or tariff code, or a name and address, names.
    ``licenses_naming``: the general licenses that name a listed party, by the name of its entry.
    ``control_days``: every day on which some ECCN's lines differ from those of the day before.
    """

    controls_verified_from: date
    controls: ReadsControls
    entry_covers: Callable[[str | None, str | None], bool | None]
    item_flags: Mapping[str, Callable[[str], tuple[bool | None, str]]] = field(default_factory=dict)
    also_destination: Callable[[object, object, str, object], bool] = _never
    occupied_place: Callable[[str | None, str | None], tuple[bool, bool]] = _nowhere
    eccn_problem: Callable[[str], str | None] = lambda _: None
    destination_facts: tuple[str, ...] = ()
    destination_said: tuple[str, ...] = ()
    destination_counts: Callable[[str, Mapping[str, object]], bool] = lambda *_: True
    control_facts: tuple[str, ...] = ()
    control_said: tuple[str, ...] = ()
    control_limits: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    control_items: tuple[str, ...] = ()
    matter_of: Callable[[tuple[str, ...]], str | None] = lambda _: None
    control_days: frozenset[date] = frozenset()
    licenses_naming: Callable[[str], tuple[str, ...]] = lambda _: ()
    hints: Callable[[str | None, str | None], tuple[str, ...]] = lambda _text, _code: ()


@dataclass(frozen=True, slots=True)
class CoverageNote:
    """What ``coverage.toml`` says of a section: modeled or not, from which text, verified for which days.

    ``verified_from`` is None where nothing shows that the text held before ``verified_to``.
    """

    section: str
    title: str
    status: str
    source: str
    verified_to: date | None
    note: str
    verified_from: date | None = None


@dataclass(frozen=True, slots=True)
class VerifiedSpan:
    """The days, both included, for which a table or one key of it was held against the text of the law."""

    first: date
    last: date
    source: str


@dataclass(frozen=True)
class Rulebook:
    """The law as Licet holds it. Make one with :meth:`load`, which checks it."""

    name: str
    rules: tuple[Rule, ...]
    tables: Mapping[str, Table]
    vocabulary: Mapping[str, FactSpec]
    coverage: Mapping[str, CoverageNote]
    resolvers: Resolvers
    verified_to: date
    extra_fingerprints: tuple[str, ...] = ()
    end_uses: frozenset[str] = frozenset()
    """The values of ``end_use`` that the rules know; where there are none, every text counts."""
    verified: Mapping[str, Mapping[str, VerifiedSpan]] = field(default_factory=dict)
    """By table, and by the last part of a key or ``*`` for all others, the days for which its cells were verified."""
    covers_from: date = date.min
    """The first day of which the rulebook holds any law."""
    sanctioned: frozenset[str] = frozenset()
    """The destinations that the law embargoes or sanctions as such (part 746)."""
    ownership_rules: frozenset[str] = frozenset()
    """The requirements that hang on who owns a party."""
    title: str = "the regulations"
    """What the law is called."""
    short: str = "the regulations"
    """What the law is called in a clause."""
    cfr_title: int = 15
    """The title of the Code of Federal Regulations whose sections coverage names."""
    no_license: tuple[str, ...] = ()
    """What an export filing says where no license is required."""
    standing: tuple[StandingNote, ...] = ()
    """How texts stand beside being in force; none where a scenario changed the law."""
    position: Position = Position.TEXT
    announced_resolvers: Resolvers | None = None
    """What the tables say under the announced position, where that differs."""

    @classmethod
    def load(
        cls,
        name: str,
        rules: Iterable[Rule],
        tables: Iterable[Table],
        vocabulary: Iterable[FactSpec],
        coverage: Iterable[CoverageNote],
        resolvers: Resolvers,
        *,
        verified_to: date,
        extra_fingerprints: Iterable[str] = (),
        end_uses: Iterable[str] = (),
        verified: Mapping[str, Mapping[str, VerifiedSpan]] | None = None,
        covers_from: date = date.min,
        sanctioned: Iterable[str] = (),
        ownership_rules: Iterable[str] = (),
        title: str = "the regulations",
        short: str = "the regulations",
        cfr_title: int = 15,
        no_license: Iterable[str] = (),
        standing: Iterable[StandingNote] = (),
        announced_resolvers: Resolvers | None = None,
        checked: str | None = None,
    ) -> Rulebook:
        """Put a rulebook together. Raises LawConflictError where it contradicts itself.

        ``checked``: its content hash, where the very same law was put together and checked before; it is believed.
        """
        by_name = {table.name: table for table in tables}
        known = frozenset().union(*(table.universe for table in by_name.values()))
        book = cls(
            name,
            tuple(rules),
            by_name,
            Vocabulary(specs_by_name(vocabulary), resolvers.eccn_problem, known),
            {note.section: note for note in coverage},
            resolvers,
            verified_to,
            tuple(extra_fingerprints),
            frozenset(end_uses),
            verified or {},
            covers_from,
            frozenset(sanctioned),
            frozenset(ownership_rules),
            title,
            short,
            cfr_title,
            tuple(no_license),
            tuple(standing),
            announced_resolvers=announced_resolvers,
        )
        if checked is None:
            book.check()
            book.under(Position.ANNOUNCED)
        else:
            book.__dict__["content_hash"] = checked
        return book

    def under(self, position: Position) -> Rulebook:
        """The law under a position; that under the text in force is where one starts from.

        Raises LawConflictError where what is announced contradicts the law that it is laid over.
        """
        if position is self.position:
            return self
        if self.position is not Position.TEXT:
            raise ValueError("the law under an announced position is no place to start from")
        known = self.memo.get("announced position")
        if known is None:
            rules = announced_rules(self.rules, self.standing)
            resolvers = self.announced_resolvers or self.resolvers
            known = replace(self, rules=rules, resolvers=resolvers, position=Position.ANNOUNCED)
            self.memo["announced position"] = known
        made: Rulebook = known
        return made

    def check(self) -> None:
        """Refuse a rulebook that contradicts itself or speaks of what it does not declare."""
        if len(self.by_id) != len(self.rules):
            twice = sorted({r.rule_id for r in self.rules if self.by_id[r.rule_id] is not r})
            raise LawConflictError(f"rules written twice: {', '.join(twice)}")
        for rule in self.rules:
            for problem in check_rule(rule, self):
                raise LawConflictError(f"{rule.rule_id}: {problem}")
            if not self.destinations and reads_destination(rule):
                raise LawConflictError(
                    f"{rule.rule_id} reads the destination, and no table of {self.name} knows one: give it a table "
                    "whose universe names the countries"
                )
        self._refuse_circles()

    @cached_property
    def memo(self) -> dict[Hashable, Any]:
        """What engines work out once for this rulebook, by what it follows from."""
        return {}

    def verified_of(self, table: str, key: str) -> VerifiedSpan | None:
        """The days for which a key of a table was verified; None where the rulebook does not say."""
        spans = self.verified.get(table, {})
        return spans.get(key) or spans.get("*")

    def note_of(self, cite: Citation) -> CoverageNote | None:
        """What coverage says of the narrowest place that holds a citation; None where it names none."""
        for place in _places(cite.text, self.cfr_title):
            if place in self.coverage:
                return self.coverage[place]
            if "(" not in place and "." in place:
                held = (note for note in self.coverage.values() if _within_range(cite.text, note.section))
                if (note := next(held, None)) is not None:
                    return note
        return None

    @cached_property
    def destinations(self) -> frozenset[str]:
        """The destinations that some table knows; any other is as good as unknown."""
        return frozenset().union(*(table.universe for table in self.tables.values()))

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.rule_id: rule for rule in self.rules}

    @cached_property
    def by_question(self) -> dict[Question, tuple[Rule, ...]]:
        found: dict[Question, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            found[rule.question].append(rule)
        return {question: tuple(found[question]) for question in Question}

    @cached_property
    def exceptions(self) -> dict[str, tuple[Rule, ...]]:
        """The exemptions and authorities that hang on each rule."""
        return self._hanging(Question.EXEMPTION, Question.AUTHORITY)

    @cached_property
    def policies(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that say how applications under each requirement are reviewed."""
        return self._hanging(Question.POLICY)

    @cached_property
    def frames(self) -> dict[str, tuple[Rule, ...]]:
        """The general prohibitions that collect each requirement or prohibition."""
        return self._hanging(Question.FRAME)

    def _hanging(self, *questions: Question) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            if rule.question in questions:
                for defeated in rule.defeats:
                    found[defeated].append(rule)
        return {rule_id: tuple(rules) for rule_id, rules in found.items()}

    @cached_property
    def content_hash(self) -> str:
        """Sha256 over every rule, table and word; two rulebooks that differ in law differ in it."""
        digest = hashlib.sha256()
        for rule in sorted(self.rules, key=lambda rule: rule.rule_id):
            digest.update(rule.content)
        for _, table in sorted(self.tables.items()):
            digest.update(table.fingerprint.encode())
        for _, spec in sorted(self.vocabulary.items()):
            digest.update(repr(spec).encode())
        spans = sorted(
            f"{text} {key} {span!r}" for text, keys in self.verified.items() for key, span in keys.items()
        )
        notes = sorted(
            f"{note.section} {note.verified_from} {note.verified_to}" for note in self.coverage.values()
        )
        stands = [repr(note) for note in self.standing]
        beside = (
            self.position.value,
            *self.extra_fingerprints,
            *sorted(self.end_uses),
            *spans,
            *notes,
            *stands,
        )
        for fingerprint in beside:
            digest.update(fingerprint.encode())
        return digest.hexdigest()

    def breakpoints(self) -> tuple[date, ...]:
        """Every day on which some rule's text begins or has just ended."""
        return tuple(sorted({day for rule in self.rules for day in rule.texts.breakpoints}))

    def _refuse_circles(self) -> None:
        reads = {rule.rule_id: definitions_read(rule) for rule in self.rules}
        for start, direct in reads.items():
            seen: set[str] = set()
            todo = set(direct)
            while todo:
                text = todo.pop()
                if text == start:
                    raise LawConflictError(f"{start}: the definition refers to itself")
                if text not in seen:
                    seen.add(text)
                    todo |= reads.get(text, set())


def _places(text: str, title: int) -> Iterator[str]:
    """The ids under which coverage may hold a citation, the narrowest first; one of ``title`` without its title.

    >>> list(_places("15 CFR 744.11(a)(1)", 15)), list(_places("15 CFR Part 738 Supp. 1", 15))
    (['744.11(a)(1)', '744.11(a)', '744.11', '744'], ['738 Supp. 1', '738'])
    >>> list(_places("22 CFR 123.22(b)", 15)), list(_places("Pub. L. 117-78 Sec. 3(a)", 15))
    (['22 CFR 123.22(b)', '22 CFR 123.22', '22 CFR 123'], ['Pub. L. 117-78'])
    """
    found = _CFR.match(text)
    if found is None:
        if (law := _LAW.match(text)) is not None:
            yield law[0]
        return
    place = found["place"] if int(found["title"]) == title else f"{found['title']} CFR {found['place']}"
    if found["supplement"]:
        yield f"{place}{found['supplement']}"
    paragraphs = re.findall(r"\(\w+\)", found["paragraphs"])
    for count in range(len(paragraphs), -1, -1):
        yield place + "".join(paragraphs[:count])
    if "." in place:
        yield place.partition(".")[0]


def _within_range(text: str, section: str) -> bool:
    """Whether a citation lies in a section that is a range of sections (``744.2-744.5``)."""
    found, span = _CFR.match(text), _RANGE.fullmatch(section)
    if found is None or span is None or "." not in found["place"]:
        return False
    part, number = found["place"].split(".")
    return part == span["part"] and int(span["first"]) <= int(number) <= int(span["last"])
