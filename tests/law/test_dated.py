"""Days, dated rows and rules through time, held against readings that look at every day one by one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.regimes.us_ear import ear
from licet.rules.citation import Citation, cfr, fr, usc
from licet.rules.condition import Condition
from licet.rules.dated import LawConflictError, Row, Timeline
from licet.rules.interval import Interval, since, span, through
from licet.rules.rule import Caveat, Chapter, Obligation, Period, Question, Rule, period
from licet.rules.rulebook import Rulebook
from licet.rules.table import read_table
from licet.rules.terms import Facts

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 1)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
ONE_DAY = timedelta(days=1)

some_days = st.sampled_from(EVERY_DAY[:40])
intervals = st.builds(
    lambda start, length: Interval(start, None if length is None else start + timedelta(length)),
    some_days,
    st.none() | st.integers(1, 15),
)


@given(intervals, intervals)
def test_intervals_overlap_where_some_day_is_in_both(interval: Interval, other: Interval) -> None:
    assert interval.overlaps(other) == any(
        interval.contains(day) and other.contains(day) for day in EVERY_DAY
    )


@given(intervals)
def test_an_interval_is_its_days(interval: Interval) -> None:
    inside = [day for day in EVERY_DAY if interval.contains(day)]
    assert inside[0] == interval.start
    assert interval.last_day == (None if interval.end is None else inside[-1])
    written = f"since {interval.start}" if interval.end is None else f"{interval.start} through {inside[-1]}"
    assert str(interval) == written
    again = (
        since(interval.start)
        if interval.last_day is None
        else through(interval.start.isoformat(), interval.last_day)
    )
    assert (
        again == interval == span(interval.start, None if interval.end is None else interval.end.isoformat())
    )


def timelines() -> st.SearchStrategy[Timeline[int]]:
    """Made of rows that do not contradict each other; the others are left out."""
    rows = st.lists(st.tuples(intervals, some_days, st.booleans()), min_size=1, max_size=4)
    return rows.map(_timeline).filter(lambda made: made is not None)  # type: ignore[return-value]


def _timeline(written: list[tuple[Interval, date, bool]]) -> Timeline[int] | None:
    try:
        return Timeline("made", rows_of(written))
    except LawConflictError:
        return None


def rows_of(written: list[tuple[Interval, date, bool]]) -> Iterator[Row[int]]:
    for value, (days, published, resumes) in enumerate(written):
        yield Row(days, published, value, fr("84 FR 1"), "made", resumes)


def governing(rows: tuple[Row[int], ...], day: date, known: date) -> Row[int] | None:
    """Of the rows in force on a day and published by another, the one published last."""
    live = [row for row in rows if row.in_force.contains(day) and row.published_on <= known]
    return max(live, key=lambda row: row.published_on, default=None)


@given(timelines(), st.sampled_from(EVERY_DAY), st.sampled_from(EVERY_DAY))
def test_the_latest_publication_that_speaks_of_a_day_governs_it(
    line: Timeline[int], day: date, known: date
) -> None:
    assert line.at(day, known) is governing(line.rows, day, known)
    assert line.at(day) is governing(line.rows, day, date.max)


@given(timelines(), st.sampled_from(EVERY_DAY), st.none() | st.sampled_from(EVERY_DAY))
def test_no_row_gives_way_between_a_day_and_the_next_change(
    line: Timeline[int], day: date, known: date | None
) -> None:
    change = line.next_change(day, known)
    assert change is None or change > day
    for later in EVERY_DAY[EVERY_DAY.index(day) :]:
        if change is None or later < change:
            assert line.at(later, known) is line.at(day, known)


@given(st.lists(st.tuples(intervals, some_days, st.booleans()), min_size=1, max_size=4))
def test_rows_are_refused_where_two_speak_at_once_or_an_older_one_speaks_again(
    written: list[tuple[Interval, date, bool]],
) -> None:
    rows = tuple(rows_of(written))
    at_once = any(
        item.published_on == other.published_on and item.in_force.contains(day) and other.in_force.contains(day)
        for item in rows for other in rows if item is not other for day in EVERY_DAY
    )  # fmt: skip
    again = not at_once and any(
        row.in_force.end is not None and not row.resumes and _speaks_again(rows, row, row.in_force.end)
        for row in rows
    )
    assert (_timeline(written) is None) == (at_once or again)


def _speaks_again(rows: tuple[Row[int], ...], ended: Row[int], day: date) -> bool:
    revived = governing(rows, day, ended.published_on)
    return revived is not None and revived.published_on < ended.published_on


def exported(f: Facts) -> Condition:
    """An export."""
    return f.action.is_("export")


def reexported(f: Facts) -> Condition:
    """A reexport."""
    return f.action.is_("reexport")


def in_days(start: str, last: str | None = None, published: str = "2000-01-01") -> Period:
    return period(start, last=last, published=published, cite="65 FR 1", source="made")


def written(chapter: Chapter) -> Rule:
    (rule,) = chapter.rules()
    return rule


def test_an_extension_of_the_same_text_is_no_change_and_an_end_is_one() -> None:
    chapter = Chapter("made")
    draft = chapter.requirement(
        "made.rule", cites=["15 CFR 744.1"], periods=[in_days("2020-01-01", "2020-01-10")], policy="policy of denial"
    )(exported)  # fmt: skip
    draft.amended([in_days("2020-02-01", "2020-02-10", published="2000-01-02")], policy="favorable")(
        reexported
    )
    (first, _), extension = chapter.rules()[0].texts.rows, in_days("2020-01-11", "2020-01-20", "2000-01-03")
    longer = replace(
        chapter.rules()[0],
        texts=Timeline("made.rule", [
            *(rows := written(chapter).texts.rows),
            Row(extension.in_force, extension.published_on, rows[0].value, extension.cite, "made"),
        ]),
    )  # fmt: skip
    assert first.value.condition is not None
    assert longer.next_change(date(2020, 1, 5)) == date(2020, 1, 21)
    assert longer.next_change(date(2020, 1, 5), date(2000, 1, 2)) == date(2020, 1, 11)
    assert longer.next_change(date(2020, 1, 25)) == date(2020, 2, 1)
    assert longer.next_change(date(2020, 2, 1)) == date(2020, 2, 11)
    assert longer.next_change(date(2020, 2, 11)) is None


def test_a_rule_asked_about_is_the_rule_it_was() -> None:
    for rule in ear().rules[:40]:
        fresh = replace(rule)
        rule.next_change(date(2020, 1, 1))
        assert (fresh, repr(fresh)) == (rule, repr(rule))
        assert hash(fresh.rule_id) == hash(rule.rule_id)


def test_a_text_that_is_not_in_force_answers_nothing() -> None:
    chapter = Chapter("made")
    draft = chapter.requirement("made.rule", cites=["15 CFR 744.1"], periods=[in_days("2020-01-01")])(
        exported
    )
    draft.not_in_force(in_days("2020-02-01", published="2020-01-15"))
    rule = written(chapter)
    assert rule.at(date(2020, 1, 31)) is not None
    assert rule.at(date(2020, 2, 1)) is None
    assert rule.at(date(2020, 2, 1), date(2020, 1, 14)) is not None
    assert rule.texts.rows[-1].value.title == "not in force"


def test_a_rule_says_in_its_docstring_what_it_means() -> None:
    chapter = Chapter("made")
    chapter.requirement("made.rule", cites=["15 CFR 744.1"], periods=[in_days("2020-01-01")])(
        lambda f: f.action.is_("export")
    )
    with pytest.raises(ValueError, match="what it means"):
        chapter.rules()


def test_each_kind_of_rule_keeps_what_was_said_of_it() -> None:
    chapter, periods = Chapter("made"), [replace(in_days("2020-01-01"), caveat=Caveat("code", "text"))]
    duty = Obligation("file", "File it.", cfr("15 CFR 758.1"), before=True)
    cites = ["15 CFR 744.1", "15 CFR 744.2"]
    chapter.requirement("r", cites=cites, periods=periods, policy="favorable", obligations=[duty],
                        verified=False, activity=True)(exported)  # fmt: skip
    chapter.exemption("e", defeats=["r"], cites=cites, periods=periods, verified=False)(exported)
    chapter.authority("a", "LVS", defeats=["r"], cites=cites, periods=periods, claim=None,
                      obligations=[duty], verified=False)(exported)  # fmt: skip
    chapter.policy("p", "policy of denial", reviews=["r"], cites=cites, periods=periods, verified=False)(
        exported
    )
    chapter.frame("f", collects=["r"], cites=cites, periods=periods)(exported)
    chapter.prohibition("x", cites=cites, periods=periods, verified=False)(exported)
    chapter.notice("n", "careful", cites=cites, periods=periods)(exported)
    made = {rule.rule_id: rule for rule in chapter.rules()}
    assert [name for name, rule in made.items() if rule.verified] == ["f", "n"]
    assert [name for name, rule in made.items() if rule.activity] == ["r"]
    assert [name for name, rule in made.items() if rule.defeats == ("r",)] == ["e", "a", "p", "f"]
    assert [name for name, rule in made.items() if rule.texts.rows[0].value.obligations == (duty,)] == [
        "r",
        "a",
    ]
    assert {rule.policy for rule in made.values()} == {None, "favorable", "policy of denial"}
    assert made["a"].authority == "LVS"
    assert made["n"].notice == Caveat("careful", "An export.")
    for rule in made.values():
        assert (rule.title, [cite.text for cite in rule.cites]) == ("An export.", cites)
        assert rule.caveats == ((since("2020-01-01"), Caveat("code", "text")),)


def test_whatever_differs_in_law_differs_in_the_hash() -> None:
    book = ear()
    rule, (table, *_), (spec, *_) = book.rules[0], book.tables.values(), book.vocabulary.values()
    others = [
        replace(book, rules=(replace(rule, title="another"), *book.rules[1:])),
        replace(book, rules=(replace(rule, verified=not rule.verified), *book.rules[1:])),
        replace(book, tables={**book.tables, table.name: replace(table, fingerprint="another")}),
        replace(book, vocabulary={**book.vocabulary, spec.name: replace(spec, question="another")}),
        replace(book, extra_fingerprints=(*book.extra_fingerprints, "another")),
        replace(book, end_uses=book.end_uses | {"another"}),
    ]
    assert len({other.content_hash for other in others} | {book.content_hash}) == 1 + len(others)
    assert replace(book, rules=tuple(reversed(book.rules))).content_hash == book.content_hash
    assert replace(book, tables=dict(reversed(list(book.tables.items())))).content_hash == book.content_hash


def test_what_hangs_on_a_rule_is_found_with_it() -> None:
    book = ear()
    kinds = {
        Question.EXEMPTION: book.exceptions,
        Question.AUTHORITY: book.exceptions,
        Question.POLICY: book.policies,
        Question.FRAME: book.frames,
    }
    for found in (book.exceptions, book.policies, book.frames):
        pairs = {(other, rule.rule_id) for other, rules in found.items() for rule in rules}
        hanging = [rule for rule in book.rules if kinds.get(rule.question) is found]
        assert pairs == {(other, rule.rule_id) for rule in hanging for other in rule.defeats}
    for question in Question:
        asked = [rule.rule_id for rule in book.rules if rule.question is question]
        assert [rule.rule_id for rule in book.by_question[question]] == asked
    assert book.breakpoints() == tuple(sorted({day for rule in book.rules for day in rule.texts.breakpoints}))


def test_a_circle_of_definitions_is_refused() -> None:
    chapter = Chapter("made")
    for mine, other in (("one", "two"), ("two", "three"), ("three", "two")):
        chapter.rule(
            f"made.{mine}", Question.DEFINITION, cites=["15 CFR 744.1"], periods=[in_days("2020-01-01")]
        )(_refers_to(f"made.{other}"))
    with pytest.raises(LawConflictError, match=r"made\.(two|three): the definition refers to itself"):
        replace(ear(), rules=(*ear().rules, *chapter.rules())).check()


def _refers_to(rule_id: str) -> Callable[[Facts], Condition]:
    def author(f: Facts) -> Condition:
        """A term."""
        return f.defined(rule_id)

    return author


TABLE = """country,group,effective_from,effective_to,published_on,cite,source,member
CN,D:1,2020-01-01,2020-02-01,2019-12-01,84 FR 1,made,yes
CN,D:1,2020-02-01,,2020-01-20,84 FR 2,made,no
DE,A:1,2020-01-01,,2019-12-01,84 FR 1,made,
"""


def test_a_table_is_read_with_its_days(tmp_path: Path) -> None:
    file = tmp_path / "groups.csv"
    file.write_text(TABLE, "utf-8")
    table = read_table(
        file, ("country", "group"), cite="15 CFR Part 740 Supp. 1", universe=frozenset({"CN", "HK", "DE"}),
        verified_from="2020-01-10", inherits={"HK": "CN", "DE": "CN"},
    )  # fmt: skip
    table.check()
    assert (table.name, table.verified_from) == ("groups", date(2020, 1, 10))
    for country in ("CN", "HK"):
        line = table.timeline((country, "D:1"))
        assert line is not None
        assert [
            row and row.value for row in (line.at(day) for day in (date(2020, 1, 31), date(2020, 2, 1)))
        ] == [
            True,
            False,
        ]
        assert line.at(date(2019, 12, 31)) is None
    mine = table.timeline(("DE", "A:1"))
    assert mine is not None
    assert mine.rows[0].value is True
    assert mine.rows[0].in_force == since("2020-01-01")
    assert table.timeline(("CN", "A:1")) is None
    file.write_text(TABLE.replace("published_on", "printed_on"), "utf-8")
    with pytest.raises(ValueError, match=r"groups\.csv: no column published_on"):
        read_table(file, ("country", "group"), cite="15 CFR Part 740 Supp. 1", universe=frozenset(),
                   verified_from="2020-01-10", inherits={})  # fmt: skip


@pytest.mark.parametrize(
    ("read", "text", "url"),
    [
        (cfr, "15 CFR 744.11", "https://www.ecfr.gov/current/title-15/section-744.11"),
        (cfr, "15 CFR 744.11(a)(1)", "https://www.ecfr.gov/current/title-15/section-744.11#p-744.11(a)(1)"),
        (cfr, "15 CFR Part 762", "https://www.ecfr.gov/current/title-15/part-762"),
        (cfr, "15 CFR Part 744 Supp. 4",
         "https://www.ecfr.gov/current/title-15/part-744/appendix-Supplement%20No.%204%20to%20Part%20744"),
        (fr, "84 FR 22961", "https://www.federalregister.gov/citation/84-FR-22961"),
        (fr, "FR Doc. 2025-19846", "https://www.federalregister.gov/d/2025-19846"),
        (usc, "50 USC 4813(a)(5)",
         "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title50-section4813"),
    ],
)  # fmt: skip
def test_a_citation_leads_to_its_text(read: Callable[[str], Citation], text: str, url: str) -> None:
    found = read(text)
    assert (found.text, found.url) == (text, url)
    assert str(found) == text
    for other in {cfr, fr, usc} - {read}:
        with pytest.raises(ValueError, match="is a citation of kind"):
            other(text)


@pytest.mark.parametrize(
    ("below", "above", "within"),
    [
        ("15 CFR 744.11(a)(1)", "15 CFR 744.11(a)", True),
        ("15 CFR 744.11", "15 CFR 744.11", True),
        ("15 CFR 744.11", "15 CFR 744.1", False),
        ("15 CFR 744.11", "15 CFR 744.11(a)", False),
        ("15 CFR 742.11(a)", "15 CFR 744.11", False),
        ("15 CFR Part 744 Supp. 4", "15 CFR Part 744", True),
    ],
)
def test_a_place_lies_within_those_above_it(below: str, above: str, within: bool) -> None:
    assert Citation.parse(below).within(Citation.parse(above)) == within


def test_a_rulebook_names_what_it_was_given_by_name() -> None:
    book = ear()
    again = Rulebook.load(
        book.name, book.rules, book.tables.values(), book.vocabulary.values(), book.coverage.values(),
        book.resolvers, verified_to=book.verified_to, extra_fingerprints=book.extra_fingerprints,
        end_uses=book.end_uses, verified=book.verified, covers_from=book.covers_from, sanctioned=book.sanctioned,
        ownership_rules=book.ownership_rules, title=book.title, short=book.short, cfr_title=book.cfr_title,
        no_license=book.no_license, standing=book.standing, announced_resolvers=book.announced_resolvers,
    )  # fmt: skip
    assert (again, again.content_hash) == (book, book.content_hash)
