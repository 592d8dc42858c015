"""The language of rules: citations, days, dated values, conditions, answers, and what a rulebook refuses."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Outcome, Severity, join
from licet.rules.checks import DERIVED_PATHS, FIXED_PATHS, SCOPED_PATHS
from licet.rules.citation import Citation, cfr, fr, usc
from licet.rules.condition import All, Condition, Field, Is, Not, Stated, all_of
from licet.rules.dated import LawConflictError, Row, Timeline
from licet.rules.english import sentence
from licet.rules.interval import Interval, since, span, through
from licet.rules.rule import Chapter, Period, period
from licet.rules.rulebook import Rulebook
from licet.rules.terms import CONTROL, LISTED, OWNER, PARTY, Facts

DAY = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("15 C.F.R. 744.11 (a)(1)", "15 CFR 744.11(a)(1)"),
        ("15 CFR § 744.16", "15 CFR 744.16"),
        ("15 CFR Part 744, Supplement No. 4", "15 CFR Part 744 Supp. 4"),
        ("84 F.R. 22,961", "84 FR 22961"),
        ("fr doc. 2025-19846", "FR Doc. 2025-19846"),
        ("50 U.S.C. 4813(a)(5)", "50 USC 4813(a)(5)"),
    ],
)
def test_citations_are_read_and_printed_one_way(text: str, canonical: str) -> None:
    assert Citation.parse(text).text == canonical
    assert Citation.parse(canonical) == Citation.parse(text)


@pytest.mark.parametrize("text", ["", "744.11", "15 CFR", "FR 84", "see above"])
def test_what_is_no_citation_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="not a citation"):
        Citation.parse(text)


def test_citations_know_their_kind_and_place() -> None:
    with pytest.raises(ValueError, match="kind fr"):
        cfr("84 FR 22961")
    assert cfr("15 CFR 744.11(a)(1)").within(cfr("15 CFR 744.11"))
    assert not cfr("15 CFR 744.11").within(cfr("15 CFR 744.1"))
    assert fr("84 FR 22961").url.endswith("84-FR-22961")
    assert "4813" in usc("50 USC 4813").url


def test_through_includes_its_last_day() -> None:
    days = through("2019-05-20", "2019-08-19")
    assert days.contains(date(2019, 8, 19))
    assert not days.contains(date(2019, 8, 20))
    assert (days.end, days.last_day) == (date(2019, 8, 20), date(2019, 8, 19))
    assert str(since("2020-08-17")) == "since 2020-08-17"


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="empty interval"):
        span("2020-01-02", "2020-01-02")


days = st.dates(date(2019, 1, 1), date(2021, 1, 1))
intervals = st.builds(
    lambda start, length: Interval(start, start + timedelta(length)), days, st.integers(1, 400)
)


@given(intervals, intervals, days)
def test_intervals_overlap_when_a_day_is_in_both(interval: Interval, other: Interval, day: date) -> None:
    if interval.contains(day) and other.contains(day):
        assert interval.overlaps(other)
    assert interval.overlaps(other) == other.overlaps(interval)


def row(days: Interval, published: str, value: str, *, resumes: bool = False) -> Row[str]:
    return Row(days, date.fromisoformat(published), value, fr("84 FR 1"), "made", resumes)


def test_the_later_publication_governs_and_the_earlier_is_still_known() -> None:
    line = Timeline("q", [row(through("2019-05-20", "2019-08-19"), "2019-05-22", "first"),
                          row(through("2019-08-19", "2019-11-18"), "2019-08-21", "second")])  # fmt: skip
    on = date(2019, 8, 19)
    assert line.at(on) is line.rows[1]
    assert line.at(on, date(2019, 8, 20)) is line.rows[0]
    assert line.at(on, date(2019, 5, 21)) is None
    assert line.next_change(on) == date(2019, 8, 20)
    assert line.next_change(date(2019, 6, 1), date(2019, 6, 1)) == date(2019, 8, 20)
    assert line.next_change(date(2019, 11, 19)) is None


def test_two_live_answers_are_refused() -> None:
    with pytest.raises(LawConflictError, match="two live answers"):
        Timeline(
            "q", [row(since("2019-01-01"), "2019-01-01", "a"), row(since("2019-06-01"), "2019-01-01", "b")]
        )


def test_an_older_text_speaks_again_only_when_the_later_says_so() -> None:
    old, stay = row(since("2019-01-01"), "2019-01-01", "rule"), through("2019-06-01", "2019-06-30")
    with pytest.raises(LawConflictError, match="speak again"):
        Timeline("q", [old, row(stay, "2019-05-01", "stayed")])
    resumed = Timeline("q", [old, row(stay, "2019-05-01", "stayed", resumes=True)])
    after = resumed.at(date(2019, 7, 1))
    assert after is not None
    assert after.value == "rule"


def test_a_condition_has_no_truth_of_its_own() -> None:
    known = Field("item.us_origin", "that it is of US origin").is_(True)
    with pytest.raises(TypeError, match="no truth without facts"):
        bool(known)
    assert ~~known is known
    assert isinstance(all_of(known, known & known), All)
    assert len(all_of(known, known & known).parts) == 3  # type: ignore[attr-defined]  # an All
    assert isinstance(~known, Not)
    assert isinstance(known, Is)


def test_only_claims_may_be_asked_for_as_stated() -> None:
    with pytest.raises(TypeError, match="that it is absent says nothing"):
        Stated(Field("end_use", "the end use"))


def test_every_condition_of_the_rulebook_has_words() -> None:
    for rule in ear().rules:
        for item in rule.texts.rows:
            if item.value.condition is not None:
                words = sentence(item.value.condition)
                assert words.endswith(".")
                assert "{" not in words


severities = st.sampled_from(list(Severity))
outcomes = st.tuples(severities, severities).map(lambda pair: Outcome(min(pair), max(pair)))


@given(outcomes, outcomes, outcomes)
def test_the_join_is_an_algebra(outcome: Outcome, two: Outcome, three: Outcome) -> None:
    assert outcome.join(two) == two.join(outcome)
    assert outcome.join(two).join(three) == outcome.join(two.join(three))
    assert outcome.join(outcome) == outcome
    assert join([outcome, two, three]) == outcome.join(two).join(three)


@given(outcomes, outcomes, outcomes)
def test_knowing_more_only_narrows(vague: Outcome, exact: Outcome, other: Outcome) -> None:
    if exact.refines(vague):
        assert exact.join(other).refines(vague.join(other))
        if vague.decided and vague.low is not Severity.LICENSE_REQUIRED:
            not_needed = (vague.answer, exact.answer) == (Answer.AUTHORIZED, Answer.NO_LICENSE_REQUIRED)
            assert exact.answer is vague.answer or not_needed  # a license that was perhaps needed is not


def test_an_outcome_is_red_green_or_open() -> None:
    for low, high in product(Severity, Severity):
        if low <= high:
            answer = Outcome(low, high).answer
            green = low is Severity.NO_LICENSE_REQUIRED and high is Severity.AUTHORIZED  # covered either way
            assert (answer is Answer.UNDETERMINED) == (
                low != high and low < Severity.LICENSE_REQUIRED and not green
            )
            assert not green or answer is Answer.AUTHORIZED
    with pytest.raises(ValueError, match="from low to high"):
        Outcome(Severity.PROHIBITED, Severity.AUTHORIZED)


IN_FORCE = [period("2000-01-01", published="2000-01-01", cite="65 FR 1", source="made")]
Write = Callable[[Facts], Condition]


def book_with(write: Write, *, rule_id: str = "made.rule", periods: list[Period] | None = None) -> Rulebook:
    """The rulebook with one more requirement."""
    chapter = Chapter("made")
    chapter.requirement(
        rule_id, cites=["15 CFR 744.1"], periods=periods or IN_FORCE, policy="policy of denial"
    )(write)
    made = replace(ear(), rules=(*ear().rules, *chapter.rules()))
    made.check()
    return made


def exported(f: Facts) -> Condition:
    """An export."""
    return f.action.is_("export")


def test_a_rule_that_fits_is_taken_and_changes_the_hash() -> None:
    assert book_with(exported).content_hash != ear().content_hash


def test_an_id_is_given_once() -> None:
    with pytest.raises(LawConflictError, match="written twice"):
        book_with(exported, rule_id="us.ear.744.11")


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda f: f.fact("no_such_fact", "x").is_(True), "not declared"),
        (lambda f: f.fact("purpose", "x").is_("new_sale"), "declared as a claim"),
        (lambda f: f.destination.in_table("no_table", "x"), "not there"),
        (lambda f: f.defined("us.ear.746.2"), "defines nothing"),
        (lambda f: f.unmodeled("no section", "x"), "not named in coverage"),
        (lambda f: Field("item.color", "the color").is_("red"), "no path of the wire format"),
        (lambda f: Field("party.role", "the role").is_("bank"), "outside its scope"),
    ],
)
def test_a_rulebook_refuses_what_it_does_not_know(build: Write, words: str) -> None:
    def author(f: Facts) -> Condition:
        """Made to be refused."""
        return build(f)

    with pytest.raises(LawConflictError, match=words):
        book_with(author)


def test_an_exception_hangs_on_a_rule() -> None:
    chapter = Chapter("made")
    chapter.exemption("made.exemption", defeats=["no.rule"], cites=["15 CFR 744.1"], periods=IN_FORCE)(
        exported
    )
    with pytest.raises(LawConflictError, match="hangs on no.rule"):
        replace(ear(), rules=(*ear().rules, *chapter.rules())).check()


def test_two_texts_on_one_day_are_refused_when_loaded() -> None:
    twice = [*IN_FORCE, period("2010-01-01", published="2000-01-01", cite="65 FR 2", source="made")]
    with pytest.raises(LawConflictError, match="two live answers"):
        book_with(exported, periods=twice)


def test_every_table_is_free_of_conflicts() -> None:
    for table in ear().tables.values():
        table.check()


def worded(term: object) -> Iterator[Field]:
    """Every field that a word of the language names."""
    if isinstance(term, Field):
        yield term
    elif is_dataclass(term):
        yield from (field for item in fields(term) for field in worded(getattr(term, item.name)))


@pytest.mark.parametrize(
    "term", [Facts(), PARTY, OWNER, LISTED, CONTROL], ids=lambda term: type(term).__name__
)
def test_every_word_names_a_path_of_the_wire_format(term: object) -> None:
    paths = {field.path for field in worded(term)}
    scoped = {f"{scope}.{name}" for scope, names in SCOPED_PATHS.items() for name in names}
    assert paths
    assert paths <= FIXED_PATHS | DERIVED_PATHS | scoped


def test_what_is_known_of_every_rule_is_found_alike_with_and_without_a_day_of_knowledge() -> None:
    for rule in ear().rules:
        for point in rule.texts.breakpoints:
            for day in (point - timedelta(days=1), point):
                assert rule.at(day) is rule.at(day, date.max)
                assert rule.next_change(day) == rule.next_change(day, date.max)
